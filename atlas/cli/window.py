"""Opening the window, or saving a picture of it."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from atlas.cli.common import CommandError

_HEADLESS = (
    "there is no display to open the atlas on; without one use the commands list, check, where, plate, pick, "
    "contact-sheet, bench, or --select MUSCLE --screenshot FILE.png"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the window's own arguments."""
    parser.add_argument("--select", metavar="MUSCLE", help="open on this muscle")
    parser.add_argument("--point", metavar="TrP1", help="open on this trigger point alone")
    parser.add_argument("--screenshot", type=Path, metavar="FILE.png", help="save a picture of the window and leave")
    parser.add_argument("--size", default="1280x800", metavar="WxH", help="the window's size in that picture")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="look of this session")
    parser.add_argument("--body", metavar="NAME", help="one of the six bodies")
    parser.add_argument("--side", choices=("right", "left", "both"), help="side of this session")
    parser.add_argument(
        "--layer", choices=("skin", "superficial", "intermediate", "deep"), help="the body in its skin or its muscles"
    )
    parser.add_argument("--content", type=Path, metavar="FOLDER", help="another folder of the dataset")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Open the window; with --screenshot save its picture and leave."""
    size = _size(given.size)
    if given.screenshot is not None:
        if given.screenshot.suffix.lower() != ".png":
            raise CommandError(f"'{given.screenshot}' should end in .png")
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif _no_display():
        raise CommandError(_HEADLESS)
    # Late: nothing but a window needs Qt.
    import atlas.app as app

    options = app.Options(
        select=given.select,
        point=given.point,
        theme=given.theme,
        body=given.body,
        side=given.side,
        layer=given.layer,
        content=given.content,
        screenshot=given.screenshot,
        size=size,
    )
    try:
        return app.run(options)
    except app.StartError as error:
        raise CommandError(str(error)) from None


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if not match:
        raise CommandError(f"--size should be such as 1280x800, not '{text}'")
    return int(match[1]), int(match[2])


def _no_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
