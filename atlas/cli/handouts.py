"""Commands that make pages for patients and walls: handout, chart."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.cli.common import CommandError, Commands, meant, muscle_of, open_edition

if TYPE_CHECKING:
    from atlas.edition import Edition
    from atlas.handout.paper import Pick, Section

_PAPERS = ("a4", "letter")
_SECTIONS = "explain,self-care,stretch"


def add_commands(commands: Commands) -> None:
    """Add the commands to the parser."""
    handout = commands.add_parser("handout", help="make one page on one to four muscles, for a patient to take home")
    handout.add_argument(
        "muscles", metavar="MUSCLE[:TrP]", nargs="+", help="id of a muscle, see `list`; with :TrP1 one point alone"
    )
    handout.add_argument("--side", choices=("right", "left", "both"), default="right")
    handout.add_argument("--paper", choices=_PAPERS, default="a4")
    handout.add_argument("--large", action="store_true", help="large print")
    handout.add_argument("--body", default="male", metavar="NAME")
    handout.add_argument("--clinic", default="", metavar="TEXT", help="the clinic's name, above everything")
    handout.add_argument("--logo", type=Path, metavar="FILE.png")
    handout.add_argument(
        "--note",
        action="append",
        default=[],
        metavar="TEXT",
        help="a paragraph of your own; may be repeated",
    )
    handout.add_argument("--date", default="", metavar="TEXT")
    handout.add_argument(
        "--sections", default=_SECTIONS, metavar="LIST", help=f"what to tell, in this order; default {_SECTIONS}"
    )
    handout.add_argument("-o", dest="file", required=True, type=Path, metavar="FILE.pdf|.png")
    handout.set_defaults(run=run_handout)
    chart = commands.add_parser("chart", help="draw all patterns of a part of the body on one sheet")
    chart.add_argument("--region", required=True, metavar="REGION", help="a part of the body, see `list`")
    chart.add_argument("--paper", choices=_PAPERS, default="a4")
    chart.add_argument("--body", default="male", metavar="NAME")
    chart.add_argument("-o", dest="file", required=True, type=Path, metavar="FILE.pdf")
    chart.set_defaults(run=run_chart)


def run_handout(given: argparse.Namespace) -> int:
    """Make a hand-out."""
    from atlas.anatomy import SideChoice
    from atlas.handout.errors import SheetError
    from atlas.handout.paper import Paper, Sheet
    from atlas.handout.sheet import save_sheet
    from atlas.surface.errors import PlaceError

    sections = parse_sections(given.sections)
    edition = open_edition()
    sheet = Sheet(
        picks=tuple(_pick(edition, text) for text in given.muscles),
        side=SideChoice(given.side),
        paper=Paper(given.paper),
        large=given.large,
        body=given.body,
        clinic=given.clinic,
        logo=given.logo,
        lines=tuple(given.note),
        date=given.date,
        sections=sections,
    )
    try:
        arrangement = save_sheet(sheet, edition, given.file)
    except (SheetError, PlaceError) as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        raise CommandError(f"'{given.file}' cannot be written: {error.strerror or error}") from None
    for pick, dropped in zip(sheet.picks, arrangement.dropped, strict=True):
        if dropped:
            print(f"no room on the page for {', '.join(dropped)} of {pick.muscle}", file=sys.stderr)
    return 0


def parse_sections(text: str) -> tuple[Section, ...]:
    """Sections by name, between commas; none for an empty text. Raises CommandError for an unknown one."""
    from atlas.handout.paper import Section

    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in list(Section):
            raise CommandError(f"there is no section '{name}': there are {', '.join(Section)}")
    return tuple(Section(name) for name in names)


def _pick(edition: Edition, text: str) -> Pick:
    from atlas.handout.paper import Pick

    name, _, point = text.partition(":")
    muscle = muscle_of(edition, name)
    if point and muscle.point(point) is None:
        points = ", ".join(each.id for each in muscle.trigger_points)
        raise CommandError(f"{muscle.id} has no point '{point}': it has {points}")
    return Pick(muscle.id, point or None)


def run_chart(given: argparse.Namespace) -> int:
    """Draw a chart."""
    from atlas.anatomy import Area
    from atlas.handout.chart import save_chart
    from atlas.handout.errors import SheetError
    from atlas.handout.paper import Paper
    from atlas.surface.errors import PlaceError

    if given.region not in list(Area):
        others = meant(given.region, list(Area)) or f": there are {', '.join(Area)}"
        raise CommandError(f"there is no region '{given.region}'{others}")
    try:
        pages = save_chart(Area(given.region), open_edition(), given.file, paper=Paper(given.paper), body=given.body)
    except (SheetError, PlaceError) as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        raise CommandError(f"'{given.file}' cannot be written: {error.strerror or error}") from None
    print(f"{pages} page{'s' if pages > 1 else ''} in {given.file}", file=sys.stderr)
    return 0
