"""Commands that draw: plate, pick, contact-sheet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from atlas.cli.common import CommandError, Commands, meant, muscle_of, open_edition

if TYPE_CHECKING:
    from atlas.anatomy import Muscle, SideChoice
    from atlas.edition import Edition
    from atlas.render.plate import Plate
    from atlas.render.scene import Scene, Shown
    from atlas.render.views import View

# Height of a plate to its width.
_TALL = 1.25


def add_commands(commands: Commands) -> None:
    """Add the commands to the parser."""
    plate = commands.add_parser("plate", help="draw one finished picture into a file")
    plate.add_argument("muscle", metavar="MUSCLE", nargs="?", help="id of a muscle, see `list`; none with --layer")
    plate.add_argument("--point", metavar="TrP1", help="one trigger point alone")
    plate.add_argument("--side", choices=("right", "left", "both"), default="right")
    plate.add_argument(
        "--view", default="auto", metavar="VIEW", help="auto, front, back, left, right, a close-up or YAW,PITCH"
    )
    plate.add_argument("--body", default="male", metavar="NAME")
    plate.add_argument("-o", dest="file", required=True, type=Path, metavar="FILE.png|.svg|.pdf")
    plate.add_argument("--width", type=int, default=900, metavar="PX")
    plate.add_argument("--grid", action="store_true", help="lay a centimetre grid over it")
    plate.add_argument(
        "--layer",
        choices=("superficial", "intermediate", "deep"),
        help="draw the body's muscles, from this layer inward, with their names",
    )
    plate.set_defaults(run=run_plate)
    pick = commands.add_parser("pick", help="what lies under a point of a plate's grid")
    pick.add_argument("view", metavar="VIEW", help="front, back, left, right, a close-up or YAW,PITCH")
    pick.add_argument("x", type=float, metavar="X", help="cm, as the grid says")
    pick.add_argument("y", type=float, metavar="Y", help="cm, as the grid says")
    pick.add_argument("--left", action="store_true", help="the close-up of the left side")
    pick.set_defaults(run=run_pick)
    sheet = commands.add_parser("contact-sheet", help="draw all patterns into a folder, for review")
    sheet.add_argument("--region", metavar="REGION", help="only muscles of this region")
    sheet.add_argument(
        "--muscle", action="append", default=[], metavar="MUSCLE", help="only this muscle; may be repeated"
    )
    sheet.add_argument("-o", dest="folder", required=True, type=Path, metavar="FOLDER")
    sheet.set_defaults(run=run_contact_sheet)


def parse_view(scene: Scene, text: str, *, left: bool = False) -> View:
    """A named view, or YAW,PITCH of the whole body."""
    from dataclasses import replace
    from math import isfinite

    from atlas.render.views import NAMES, named, whole_body

    try:
        yaw, pitch = (float(part) for part in text.split(","))
    except ValueError:
        name = text.replace("_", "-")
        if name not in NAMES or name == "auto":
            raise CommandError(f"there is no view '{text}'{meant(name, NAMES)}") from None
        return named(scene.fine, name, left=left)
    if not (isfinite(yaw) and isfinite(pitch)):
        raise CommandError(f"'{text}' is no view: YAW and PITCH are degrees")
    return replace(whole_body(scene.fine, yaw), pitch=pitch)


def run_plate(given: argparse.Namespace) -> int:
    """Draw a plate."""
    from atlas.handout.figure import FORMATS, Caption, save_plate

    if given.file.suffix.lower() not in FORMATS:
        raise CommandError(f"'{given.file}' should end in one of {', '.join(FORMATS)}")
    if not 100 <= given.width <= 8000:
        raise CommandError("--width should be 100 to 8000 pixels")
    if given.muscle is None and given.layer is None:
        raise CommandError("name a muscle, or a layer with --layer")
    edition = open_edition()
    if given.body not in edition.model.names:
        raise CommandError(f"there is no body '{given.body}': there are {', '.join(edition.model.names)}")
    muscle = muscle_of(edition, given.muscle) if given.muscle is not None else None
    if given.point and muscle is None:
        raise CommandError("--point needs a muscle")
    if given.point and muscle is not None and muscle.point(given.point) is None:
        points = [point.id for point in muscle.trigger_points]
        raise CommandError(f"{muscle.id} has no point '{given.point}': it has {', '.join(points)}")
    picture, view = _picture(edition, muscle, given)
    title, subtitle, foot = caption_of(muscle, given.point, given.side) if muscle else layer_caption(given.layer)
    if given.grid:
        # What `pick` must be told to look from the same direction.
        foot = f"pick {view.yaw:g},{view.pitch:g} X Y"
    try:
        save_plate(picture, given.file, Caption(title, subtitle, foot))
    except OSError as error:
        raise CommandError(f"'{given.file}' cannot be written: {error.strerror or error}") from None
    return 0


def _picture(edition: Edition, muscle: Muscle | None, given: argparse.Namespace) -> tuple[Plate, View]:
    """The plate that was asked for, and from where it looks."""
    from atlas.anatomy import Depth, SideChoice
    from atlas.handout.figure import legend_room
    from atlas.render.layers import FAINT, Dress
    from atlas.render.plate import Extras, plate_of

    scene = edition.scene(given.body)
    shown = shown_of(edition, scene, muscle, given.point, SideChoice(given.side)) if muscle else None
    name = "front" if given.view == "auto" and shown is None else given.view
    left = given.side == "left"
    view = scene.best_view(shown) if shown and name == "auto" else parse_view(scene, name, left=left)
    seen = scene.still(view.camera(given.width, round(given.width * _TALL)))
    names = {}
    if given.layer is not None:
        seen = Dress(edition.musculature(given.body), Depth(given.layer), FAINT if muscle else 1.0).on(seen)
        names = {each.id: each.name for each in edition.library.muscles.values()}
    covered = [legend_room(seen.camera.width, seen.camera.height)] if shown and names else []
    extras = Extras(grid=given.grid, unit=given.width / 900, names=names, covered=covered)
    return plate_of(scene, seen, shown, extras), view


def shown_of(edition: Edition, scene: Scene, muscle: Muscle, point: str | None, sides: SideChoice) -> Shown:
    """A muscle's pattern on a body."""
    from atlas.surface.errors import PlaceError

    try:
        pattern = edition.pattern(muscle.id)
    except PlaceError as error:
        raise CommandError(f"{edition.library.files[muscle.id]}: {error}") from None
    return scene.show(pattern, point, sides, muscle.depth)


def caption_of(muscle: Muscle, point: str | None, side: str) -> tuple[str, str, str]:
    """Title, subtitle and foot of a picture."""
    one = muscle.point(point) if point else None
    what = f"{one.id}, {one.name}" if one else "all trigger points"
    foot = "Patterns vary from person to person. For teaching, not for diagnosis. Trigger Point Atlas, CC BY 4.0."
    return muscle.name, f"{what} \N{EN DASH} {side} side" + ("s" if side == "both" else ""), foot


def layer_caption(layer: str) -> tuple[str, str, str]:
    """Title, subtitle and foot of a picture of muscles alone."""
    foot = "Simplified: muscles are drawn on the skin above them. Trigger Point Atlas, CC BY 4.0."
    return "Muscles", f"from the {layer} layer inward", foot


def run_pick(given: argparse.Namespace) -> int:
    """Tell what lies under a grid point."""
    from atlas.render.camera import Camera
    from atlas.render.raster import rasterise

    edition = open_edition()
    scene = edition.scene()
    view = parse_view(scene, given.view, left=given.left)
    axes = Camera(view.yaw, view.pitch, (0.0, 0.0, 0.0), 1.0, 1, 1).axes
    centre = given.x * axes[0] + given.y * axes[1]
    camera = Camera(view.yaw, view.pitch, (float(centre[0]), float(centre[1]), float(centre[2])), 10.0, 21, 21)
    hit = rasterise(scene.fine.points, scene.fine.triangles, camera).at(10, 10)
    if hit is None:
        raise CommandError(f"({given.x:g}, {given.y:g}) is off the body in this view")
    triangle, weight = hit
    position = weight @ scene.fine.points[scene.fine.triangles[triangle]]
    from atlas.surface.body import SKIN_VERTICES

    skin = scene.fine.points[:SKIN_VERTICES]
    vertex = int(np.linalg.norm(skin - position, axis=1).argmin())
    x, y, z = (float(v) for v in position)
    print(f"vertex {vertex}  at ({x:.1f}, {y:.1f}, {z:.1f}) cm")
    place = edition.regions.at(edition.skin.geodesics.nearest(position.astype(np.float64)))
    if place:
        region = edition.library.regions[place[0]]
        print(f"region {region.id}: {region.clinician_name}{f', {place[1].value}' if place[1] else ''}")
    marks = [
        (float(np.linalg.norm(_sided(skin[mark.vertex], x) - position)), mark)
        for mark in edition.library.landmarks.values()
    ]
    for distance, mark in sorted(marks, key=lambda pair: pair[0])[:4]:
        print(f"{distance:5.1f} cm  {mark.name}: {mark.description}")
    return 0


def _sided(
    point: np.ndarray[tuple[int], np.dtype[np.float32]], x: float
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """A right-side point, mirrored when the picked one is on the left."""
    return point if x <= 0 else point * np.array([-1, 1, 1], dtype=np.float32)


def run_contact_sheet(given: argparse.Namespace) -> int:
    """Draw every trigger point's pattern from two sides, a file each muscle."""
    from atlas.cli.contact import draw_sheet

    edition = open_edition()
    muscles = [m for m in edition.library.muscles.values() if given.region in (None, m.region.value)]
    if given.muscle:
        muscles = [muscle_of(edition, name) for name in given.muscle]
    if not muscles:
        areas = sorted({m.region.value for m in edition.library.muscles.values()})
        raise CommandError(f"there is no muscle in region '{given.region}': there are {', '.join(areas)}")
    try:
        given.folder.mkdir(parents=True, exist_ok=True)
        for muscle in muscles:
            draw_sheet(edition, muscle, given.folder / f"{muscle.id}.png")
    except OSError as error:
        raise CommandError(f"'{given.folder}' cannot be written: {error.strerror or error}") from None
    print(f"{len(muscles)} pictures in {given.folder}", file=sys.stderr)
    return 0
