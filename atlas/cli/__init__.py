"""The commands: what the atlas does without a window, and how the window is opened."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from atlas import __version__
from atlas.cli import bench, handouts, pictures, window, words
from atlas.cli.common import PROGRAM, CommandError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the window when none is named; returns the exit code."""
    given = _parser().parse_args(argv)
    try:
        code: int = given.run(given)
    except CommandError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        sys.stderr.close()
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="An atlas of trigger points and referred pain. Without a command it opens its window.",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    window.add_arguments(parser)
    commands = parser.add_subparsers(title="commands that need no window", metavar="COMMAND")
    words.add_commands(commands)
    pictures.add_commands(commands)
    handouts.add_commands(commands)
    bench.add_commands(commands)
    return parser
