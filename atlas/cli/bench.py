"""Speed and memory, measured here and now."""

from __future__ import annotations

import argparse

from atlas.cli.common import Commands


def add_commands(commands: Commands) -> None:
    """Add the command to the parser."""
    bench = commands.add_parser("bench", help="measure speed and memory on this machine")
    bench.add_argument("--json", action="store_true", help="as JSON")
    bench.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Measure and print the figures."""
    from atlas.cli.measure import measure

    return measure(as_json=given.json)
