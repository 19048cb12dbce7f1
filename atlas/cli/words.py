"""Commands that read the dataset: check, list, where."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.cli.common import CommandError, Commands, meant, open_edition
from atlas.cli.pain import add_arguments, drawing_of, print_ranking

if TYPE_CHECKING:
    from atlas.anatomy import Side
    from atlas.data import Fault
    from atlas.edition import Edition

# `where` tells of zones that pass no further than this from a point.
NEAR_CM = 1.5


def add_commands(commands: Commands) -> None:
    """Add the commands to the parser."""
    check = commands.add_parser("check", help="check the dataset, a file or a folder of it")
    check.add_argument("path", nargs="?", type=Path, metavar="FILE|FOLDER", help="default: the atlas' own dataset")
    check.add_argument("--strict", action="store_true", help="count warnings as faults too")
    check.set_defaults(run=run_check)
    listing = commands.add_parser("list", help="list the muscles and their trigger points")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(run=run_list)
    where = commands.add_parser("where", help="which zones hold, or come near, points of the skin")
    where.add_argument("--json", action="store_true", help="as JSON")
    where.add_argument(
        "--vertex", action="append", default=[], type=int, metavar="N", help="hm08 vertex number, 0 to 13379"
    )
    where.add_argument("--landmark", action="append", default=[], metavar="NAME", help="a landmark of the right side")
    add_arguments(where)
    where.set_defaults(run=run_where)


def run_check(given: argparse.Namespace) -> int:
    """Print every fault as file:line:column: message; 1 when there is any."""
    faults = _checked(given.path)
    counted = [fault for fault in faults if given.strict or fault.severity == "error"]
    for fault in counted:
        print(_shown(fault))
    if not counted:
        print("No faults found.", file=sys.stderr)
        return 0
    print(f"{len(counted)} {'fault' if len(counted) == 1 else 'faults'} found.", file=sys.stderr)
    return 1


def _shown(fault: Fault) -> str:
    try:
        path = fault.path.resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        path = fault.path
    text = fault.message if fault.severity == "error" else f"warning: {fault.message}"
    return f"{path}:{fault.line}:{fault.column}: {text}"


def _checked(path: Path | None) -> list[Fault]:
    from atlas.checks import body_faults, muscle_faults, page_faults, pain_faults, whole_faults
    from atlas.data import read_library, read_muscle_file
    from atlas.edition import Edition
    from atlas.store.paths import pattern_folder
    from atlas.surface.body import BodyModel

    if path is not None and not path.exists():
        raise CommandError(f"there is no file or folder '{path}'")
    if path is None or path.is_dir():
        library, whole = read_library(path), True
    else:
        library, whole = read_muscle_file(path), False
    edition = Edition(library, BodyModel(), pattern_folder())
    faults = list(library.faults)
    if whole and (path is None or library.landmark_files):
        faults += body_faults(edition)
    for muscle in library.muscles.values():
        faults += muscle_faults(edition, muscle)
    if whole:
        faults += page_faults(library)
    if whole and (path is None or library.region_files):
        faults += pain_faults(edition) + whole_faults(edition)
    return sorted(set(faults), key=lambda fault: (fault.path, fault.line, fault.column))


def run_list(given: argparse.Namespace) -> int:
    """List the muscles."""
    from atlas.data import read_library

    library = read_library()
    for fault in library.errors:
        print(_shown(fault), file=sys.stderr)
    muscles = library.muscles.values()
    if given.json:
        told = [
            {
                "id": muscle.id,
                "name": muscle.name,
                "latin": muscle.latin,
                "aliases": list(muscle.aliases),
                "region": muscle.region.value,
                "trigger_points": [
                    {"id": point.id, "certainty": point.certainty.value} for point in muscle.trigger_points
                ],
            }
            for muscle in muscles
        ]
        print(json.dumps({"muscles": told}, ensure_ascii=False, indent=1))
        return 0
    for muscle in muscles:
        points = " ".join(point.id for point in muscle.trigger_points)
        print(f"{muscle.region.value:10} {muscle.id:36} {muscle.name}: {points}")
    return 0


def run_where(given: argparse.Namespace) -> int:
    """Tell which zones hold, or come near, each point."""
    from atlas.surface.body import SKIN_VERTICES

    if not given.rank and (given.regions or given.drawing is not None):
        raise CommandError("--regions and --drawing are for --rank")
    if not given.rank and not given.vertex and not given.landmark:
        raise CommandError("name a point: --vertex N or --landmark NAME")
    edition = open_edition()
    asked: dict[str, int] = {}
    for number in given.vertex:
        if not 0 <= number < SKIN_VERTICES:
            raise CommandError(f"vertex {number} is not on the skin: its vertices are 0 to {SKIN_VERTICES - 1}")
        asked[str(number)] = number
    for name in given.landmark:
        landmark = edition.library.landmarks.get(name)
        if landmark is None:
            raise CommandError(f"there is no landmark '{name}'{meant(name, edition.library.landmarks)}")
        asked[name] = landmark.vertex
    if given.rank:
        return print_ranking(edition, drawing_of(edition, given, asked.values()), as_json=given.json)
    found = {name: zones_at(edition, vertex) for name, vertex in asked.items()}
    if given.json:
        print(json.dumps(found, indent=1))
        return 0
    for name, zones in found.items():
        print(f"{name}:" if zones else f"{name}: no zone holds it or comes near")
        for zone in zones:
            print(
                f"  {zone['muscle']} {zone['trigger_point']} {zone['side']}"
                f" {zone['zone']} {zone['distance_cm']:+.2f} cm"
            )
    return 0


def zones_at(edition: Edition, vertex: int) -> list[dict[str, str | float]]:
    """The zones of either side that hold a vertex or pass near it, the deepest inside first."""
    from atlas.anatomy import Grade, Side
    from atlas.surface.errors import PlaceError

    mirrored = int(edition.model.mirror[vertex])
    found: list[dict[str, str | float]] = []
    for muscle in edition.library.muscles:
        try:
            pattern = edition.pattern(muscle)
        except PlaceError as error:
            print(f"{muscle}: {error}", file=sys.stderr)
            continue
        for point in pattern.points:
            for side in _sides(point.only):
                at = vertex if side is Side.RIGHT else mirrored
                for grade in Grade:
                    distance = point.field(grade).at(at)
                    if distance is not None and distance <= NEAR_CM:
                        found.append(
                            {
                                "muscle": muscle,
                                "trigger_point": point.id,
                                "side": side.value,
                                "zone": grade.value,
                                "distance_cm": round(distance, 3),
                            }
                        )
    return sorted(found, key=lambda zone: float(zone["distance_cm"]))


def _sides(only: Side | None) -> tuple[Side, ...]:
    from atlas.anatomy import Side

    return (Side.RIGHT, Side.LEFT) if only is None else (only,)
