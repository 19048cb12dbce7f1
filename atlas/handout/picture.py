"""A plate on paper: the body as pixels, everything over it as lines and letters that stay sharp."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from numpy.typing import NDArray

from atlas.handout.ink import cross, haloed, shares
from atlas.handout.labels import Label, Room, labels_beside
from atlas.handout.typeset import Line, draw_lines, width_of
from atlas.render.paint import ESSENTIAL_RGB, SPILLOVER_RGB
from atlas.render.plate import BELLY_TONES, Extras, MarkKind, Plate, legend, plate_of
from atlas.render.scene import Scene, Shown
from atlas.render.views import View

# Fine enough for print, and coarse enough that a page is there in a second.
DPI = 172
# Points to a plate's pixel.
_POINT = 72 / DPI


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of a page: its upper left corner, width and height in points."""

    x: float
    y: float
    width: float
    height: float


def paper_plate(scene: Scene, shown: Shown, view: View, frame: Frame) -> Plate:
    """A plate with as many pixels as its place on the page wants."""
    camera = view.camera(max(round(frame.width / _POINT), 8), max(round(frame.height / _POINT), 8))
    # The plate keeps room for labels as large as they will be written, and R and L keep off the crosses.
    unit = _unit(frame) * 0.079 / _POINT
    clear = 1.6 * _unit(frame) / _POINT
    crosses = [camera.project(site.position[None])[0][0] for site in shown.sites]
    covered = [(float(x) - clear, float(y) - clear, float(x) + clear, float(y) + clear) for x, y in crosses]
    return plate_of(scene, scene.still(camera), shown, Extras(unit=unit, covered=covered))


def seen_once(plates: Sequence[Plate]) -> list[Plate]:
    """The plates of one pattern, without marks on the far side for points that another of them shows."""
    seen = {
        (mark.site.point, mark.site.side)
        for plate in plates
        for mark in plate.marks
        if mark.kind is MarkKind.TRIGGER_POINT
    }
    return [
        replace(
            plate,
            marks=tuple(
                mark
                for mark in plate.marks
                if mark.kind is MarkKind.TRIGGER_POINT or (mark.site.point, mark.site.side) not in seen
            ),
        )
        for plate in plates
    ]


def _unit(frame: Frame) -> float:
    """The height in points of a small text on a picture of that size."""
    return float(np.clip(frame.height / 34, 5.5, 8.0))


def draw_plate(figure: Figure, plate: Plate, frame: Frame, called: str) -> Axes:
    """A plate at its place on the page, on the white of the paper. `called` comes before a trigger point's number."""
    across, down = figure.get_size_inches() * 72
    box = (frame.x / across, 1 - (frame.y + frame.height) / down, frame.width / across, frame.height / down)
    axes = figure.add_axes(box, label="plate")
    axes.set_axis_off()
    width, height = plate.camera.width, plate.camera.height
    axes.imshow(_on_white(plate), extent=(0, width, height, 0), interpolation="none", aspect="auto")
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.add_collection(
        LineCollection(
            [stroke.points for stroke in plate.strokes],
            colors=[(*shares(stroke.rgb), stroke.opacity) for stroke in plate.strokes],
            linewidths=[stroke.width * _POINT for stroke in plate.strokes],
            linestyles=[(0, (4, 3)) if stroke.dashed else "solid" for stroke in plate.strokes],
            capstyle="round",
        ),
        autolim=False,
    )
    unit = _unit(frame)
    arm = _arm(plate, unit)
    for mark in plate.marks:
        cross(axes, mark.x, mark.y, arm, arm * _POINT / 0.55, hidden=mark.kind is MarkKind.HIDDEN_POINT)
    for label in _labels(plate, arm, 0.95 * unit, called):
        haloed(axes, (label.x, label.y), label.text, 0.95 * unit)
    for letter in plate.letters:
        haloed(axes, (letter.x, letter.y), letter.text, 1.3 * unit)
    return axes


def _arm(plate: Plate, unit: float) -> float:
    """How long the arms of crosses are, in pixels of the plate."""
    # Where the body is small, crosses shrink with it, or neighbours would run together.
    arm = float(np.clip(1.1 * plate.camera.scale, 2.6 / _POINT, 0.55 * unit / _POINT))
    places = np.array([(mark.x, mark.y) for mark in plate.marks])
    gaps = [np.linalg.norm(places[k + 1 :] - places[k], axis=1).min() for k in range(len(places) - 1)]
    return float(np.clip(0.42 * min(gaps, default=np.inf), min(1.7 / _POINT, arm), arm))


def _labels(plate: Plate, arm: float, size: float, called: str) -> Iterator[Label]:
    """The names of the trigger points, in pixels of the plate."""
    marks = [mark for mark in plate.marks if mark.label]
    numbers = [mark.label.removeprefix("TrP") for mark in marks]
    ways = [[(text, width_of(text, size, bold=True) / _POINT) for text in (f"{called}{n}", n)] for n in numbers]
    half = 0.75 * size / _POINT
    letters = [(letter.x - half, letter.y - half, letter.x + half, letter.y + half) for letter in plate.letters]
    room = Room(plate.camera.width, plate.camera.height, tuple(letters))
    found = labels_beside([(mark.x, mark.y) for mark in marks], arm, ways, size / _POINT, room)
    return (label for label in found if label is not None)


def _on_white(plate: Plate) -> NDArray[np.uint8]:
    """The pixels on white paper, RGB (height, width, 3)."""
    pixels = plate.pixels
    white = pixels[..., 2::-1].astype(np.uint16) + (255 - pixels[..., 3:].astype(np.uint16))
    rgb: NDArray[np.uint8] = np.minimum(white, 255).astype(np.uint8)
    return rgb


# The signs of the pictures in a patient's words.
PATIENT_KEY = (
    ("point", "Sensitive spot"),
    ("hidden", "Spot on the far side"),
    ("essential", "Solid: usually felt here"),
    ("spillover", "Dots: felt by some"),
    ("muscle", "The muscle"),
)


def key_kinds(plates: Iterable[Plate]) -> dict[str, str]:
    """What the pictures need explained: kinds in the order of the key, with a clinician's words."""
    words = {kind: text for plate in plates for kind, text in legend(plate)}
    return {kind: words[kind] for kind, _ in PATIENT_KEY if kind in words}


def key_places(key: Iterable[tuple[str, str]], width: float, size: float) -> tuple[list[tuple[str, Line]], float]:
    """The entries of a key in rows no wider than so many points, and the height of all rows.

    Each is a kind, and its words with the sign to their left.
    """
    entries: list[tuple[str, Line]] = []
    x, y = 0.0, 0.0
    for kind, words in key:
        needed = 2.2 * size + width_of(words, size)
        if x and x + needed > width:
            x, y = 0.0, y + 1.6 * size
        entries.append((kind, Line(x + 2.2 * size, y + 1.1 * size, words, size)))
        x += needed + 1.4 * size
    return entries, y + 1.6 * size


def draw_key(axes: Axes, entries: Iterable[tuple[str, Line]], x: float, y: float) -> None:
    """The key at a place of the page, whose axes count points."""
    for kind, line in entries:
        size = line.size
        middle, height = x + line.x - 1.35 * size, y + line.y - 0.36 * size
        if kind in ("point", "hidden"):
            cross(axes, middle, height, 0.42 * size, 0.9 * size, hidden=kind == "hidden")
        elif kind == "muscle":
            for k, offset in enumerate((-0.3, 0.0, 0.3)):
                level = height + offset * size
                axes.plot(
                    [middle - 0.8 * size, middle + 0.8 * size], [level, level], color=shares(BELLY_TONES[k % 2]), lw=1.1
                )
        else:
            _swatch(axes, middle, height, size, solid=kind == "essential")
        draw_lines(axes, [Line(x + line.x, y + line.y, line.text, size)])


def _swatch(axes: Axes, x: float, y: float, size: float, *, solid: bool) -> None:
    colour = shares(ESSENTIAL_RGB if solid else SPILLOVER_RGB)
    corner = (x - 0.85 * size, y - 0.48 * size)
    axes.add_patch(
        Rectangle(corner, 1.7 * size, 0.96 * size, facecolor=(*colour, 0.88 if solid else 0.14), linewidth=0)
    )
    if not solid:
        for dx, dy in ((-0.6, -0.22), (-0.1, 0.12), (0.35, -0.25), (-0.42, 0.28), (0.15, -0.3), (0.62, 0.2)):
            axes.add_patch(Circle((x + dx * size, y + dy * size), 0.12 * size, facecolor=colour, linewidth=0))
