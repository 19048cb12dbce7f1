"""One finished picture as plain data: pixels, and the vector marks that are drawn over them.

A window draws a plate with its own painter and a page with its own; both get the same plate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Depth
from atlas.render.camera import Camera
from atlas.render.grid import GridLine, grid_lines
from atlas.render.inks import RGB
from atlas.render.layers import Dressed
from atlas.render.letters import Box, Letter, letters
from atlas.render.names import Name, names_beside
from atlas.render.paint import LEAST_SPOT, Drawn, Glaze, Stipple, Wash, paint, several_rgb
from atlas.render.raster import Floats
from atlas.render.scene import Fronts, Scene, Shown, Site
from atlas.render.shade import Bytes, Still
from atlas.render.spots import least_apart

# Two tones of muscle, so that fibres can be told apart, and the tendon's ivory.
BELLY_TONES = ((124, 46, 42), (146, 62, 54))
TENDON_RGB = (238, 226, 204)
# How strongly a pattern is painted over a drawing, which must be seen through it.
_OVER = 0.55
# The first and the last tenth of a fibre are tendon.
_TENDON = 0.1
# Sheets whose ends lie closer than this go on into one another.
_JOINED_CM = 1.5


class MarkKind(Enum):
    """What a mark stands for."""

    TRIGGER_POINT = "trigger point"
    HIDDEN_POINT = "trigger point on the far side"
    KNOT = "knot"


@dataclass(frozen=True)
class Mark:
    """A mark at pixel position (x, y); `label`, which may be empty, stands with its middle at `label_at`."""

    kind: MarkKind
    x: float
    y: float
    site: Site
    label: str = ""
    label_at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Stroke:
    """A line through pixel positions (k, 2): colour (red, green, blue), width in pixels, opacity 0..1."""

    points: NDArray[np.float32]
    rgb: tuple[int, int, int]
    width: float
    opacity: float
    dashed: bool = False


@dataclass(frozen=True)
class Plate:
    """A picture.

    Premultiplied BGRA `pixels` (height, width, 4), strokes under marks under letters and names, and the camera.
    `several` are the colours of the patterns where there is more than one.
    `felt_from` is said where what is shown is no muscle's pattern.
    """

    camera: Camera
    pixels: Bytes
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    letters: tuple[Letter, ...]
    grid: tuple[GridLine, ...] = ()
    has_essential: bool = False
    has_spillover: bool = False
    has_fibres: bool = False
    names: tuple[Name, ...] = ()
    drawn: frozenset[Drawn] = frozenset()
    several: tuple[RGB, ...] = ()
    felt_from: str = ""


@dataclass(frozen=True)
class Extras:
    """What a plate may show beside the pattern: other sites as knots, a grid, names by muscle for a dressed still.

    `others` are patterns beside the first. `glazes` lie under them: what was drawn on the skin, at the fine vertices.

    `unit` is pixels to a mark's own pixel. `stippled` asks for spots on a coarse still too, `plain` for no labels.
    """

    knots: Sequence[Site] = field(default_factory=tuple)
    grid: bool = False
    unit: float = 1.0
    covered: Sequence[Box] = field(default_factory=tuple)
    stippled: bool = False
    plain: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    glazes: Sequence[Glaze] = field(default_factory=tuple)
    others: Sequence[Shown] = field(default_factory=tuple)


def plate(scene: Scene, camera: Camera, shown: Shown | None, extras: Extras | None = None) -> Plate:
    """The finished picture of a body, with a pattern or none."""
    return plate_of(scene, scene.still(camera), shown, extras)


def plate_of(
    scene: Scene,
    seen: Still,
    shown: Shown | None,
    extras: Extras | None = None,
    *,
    fronts: Fronts | None = None,
) -> Plate:
    """A pattern painted on a still that was made before: fast.

    A coarse still gives the quick picture of a turning body.
    """
    extras = extras or Extras()
    fine = seen.solid is scene.fine
    knots = [_mark(seen, site, MarkKind.KNOT) for site in extras.knots]
    visible_knots = [mark for mark in knots if mark.kind is MarkKind.KNOT]
    lines = tuple(grid_lines(seen.camera)) if extras.grid else ()
    count = len(seen.solid.points)
    glazes = [replace(glaze, values=glaze.values[:count]) for glaze in extras.glazes]
    drawn = frozenset(glaze.what for glaze in extras.glazes if glaze.values.any())
    patterns = [] if shown is None else [shown, *extras.others]
    sites = [site for each in patterns for site in each.sites]
    several = len({site.point for site in sites}) > 1 and not extras.others and not extras.plain
    marks = labelled(
        [_mark(seen, site, MarkKind.TRIGGER_POINT, site.point if several else "") for site in sites], extras.unit
    )
    names: tuple[Name, ...] = ()
    if extras.names and fine and isinstance(seen, Dressed):
        names = names_beside(seen, extras.names, extras.unit, extras.covered, _label_boxes(marks, extras.unit))
    covered = [*extras.covered, *[name.box for name in names]]
    if shown is None:
        plain = paint(seen, [], (), glazes)
        marked = tuple(visible_knots)
        return Plate(seen.camera, plain, (), marked, _letters(seen, None, covered), lines, names=names, drawn=drawn)
    owner = None if extras.others else shown
    pixels = paint(seen, *_patterns(scene, seen, shown, extras, fronts), glazes, owner)
    return Plate(
        seen.camera,
        pixels,
        _all_strokes(seen, patterns),
        (*visible_knots, *marks),
        _letters(seen, shown, [*covered, *_label_boxes(marks, extras.unit)]),
        lines,
        has_essential=any(bool((each.essential < 0).any()) for each in patterns) and not shown.felt_from,
        has_spillover=any(bool((each.spillover < 0).any()) for each in patterns),
        has_fibres=any(len(each.fibres) > 0 for each in patterns),
        names=names,
        drawn=drawn,
        several=tuple(several_rgb(number) for number in range(len(patterns))) if extras.others else (),
        felt_from=shown.felt_from,
    )


def _patterns(
    scene: Scene, seen: Still, shown: Shown, extras: Extras, fronts: Fronts | None
) -> tuple[list[Wash], list[Stipple]]:
    """What to paint for a pattern and the others beside it, each of several in a colour of its own."""
    fine = seen.solid is scene.fine
    # While a turning body shows how the pain spreads, spots would only flicker.
    spotted = (fine or extras.stippled) and (fronts is None or fine)
    apart = least_apart(seen.camera.scale, extras.unit)
    least = extras.unit if apart else LEAST_SPOT
    washes, stipples = [], []
    for number, each in enumerate([shown, *extras.others]):
        rgb = several_rgb(number) if extras.others else None
        strength = _OVER if extras.glazes or extras.others else 1.0
        held = fronts if number == 0 else None
        washes += scene.washes(each, fine=fine, fronts=held, strength=strength, rgb=rgb)
        if spotted:
            spots = seen.once(("spots", number), each, partial(scene.spots, each, apart))
            stipples.append(scene.stipple(each, held, rgb, spots=spots, least=least))
    return washes, stipples


def _letters(seen: Still, shown: Shown | None, covered: Sequence[Box]) -> tuple[Letter, ...]:
    """R and L, put once a still."""
    return seen.once(("letters", tuple(covered)), shown, lambda: letters(seen, shown, covered))


def _all_strokes(seen: Still, patterns: Sequence[Shown]) -> tuple[Stroke, ...]:
    """The fibres of all patterns, looked for once a still."""
    found: list[Stroke] = []
    for number, each in enumerate(patterns):
        found += seen.once(("strokes", number), each, partial(strokes, seen, each))
    return tuple(found)


def legend(plate: Plate, *, plain: bool = False) -> list[tuple[str, str]]:
    """What a legend explains, as kinds and words; `plain` ones for a patient.

    The kinds are drawn, answer, asked, unexplained, known, point, hidden, rival, essential, spillover, muscle and knot.
    """
    kinds = {mark.kind for mark in plate.marks}
    knots = "Other knots: click one" if plate.has_fibres else "Knots: click one"
    rows = (
        (Drawn.PAIN in plate.drawn, "drawn", "Where it hurts", "Where it hurts"),
        (Drawn.ANSWER in plate.drawn, "answer", "Your answer", "Your answer"),
        (Drawn.ASKED in plate.drawn, "asked", "The region", "The region"),
        (Drawn.UNEXPLAINED in plate.drawn, "unexplained", "No muscle explains it", "No muscle explains it"),
        (Drawn.KNOWN in plate.drawn, "known", "Remembered: the deeper, the more", "Remembered"),
        (MarkKind.TRIGGER_POINT in kinds, "point", "Trigger point", "Sensitive spot"),
        (MarkKind.HIDDEN_POINT in kinds, "hidden", "Trigger point on the far side", "Sensitive spot on the far side"),
        (bool(plate.felt_from), "rival", f"Felt from this {plate.felt_from}", f"Felt from this {plate.felt_from}"),
        (plate.has_essential, "essential", "Essential zone: felt by nearly all", "Nearly everybody feels it here"),
        (plate.has_spillover, "spillover", "Spillover zone: felt by some", "Some people feel it here too"),
        (plate.has_fibres, "muscle", "Muscle", "The muscle"),
        (MarkKind.KNOT in kinds, "knot", knots, "Other spots"),
    )
    return [(kind, easy if plain else words) for there, kind, words, easy in rows if there]


def visible(seen: Still, points: Floats, normals: Floats) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Pixel positions (k, 2) of skin points (k, 3), and which of them can be seen."""
    camera = seen.camera
    xy, depth = camera.project(points)
    facing = normals @ camera.toward.astype(np.float32) > 0.02
    return xy.astype(np.float32), facing & seen.map.reached(xy, depth, 0.6)


def _mark(seen: Still, site: Site, kind: MarkKind, label: str = "") -> Mark:
    xy, can_see = visible(seen, site.position[None], site.normal[None])
    if not can_see[0]:
        kind = MarkKind.HIDDEN_POINT
    return Mark(kind, float(xy[0, 0]), float(xy[0, 1]), site, label)


# Where a label may stand beside its mark, in marks' own pixels, best first.
_LABEL_PLACES = (
    (26, -8), (26, 10), (-26, -8), (-26, 10), (0, -20), (0, 22), (34, -26), (34, 28), (-34, -26), (-34, 28),
)  # fmt: skip
_LABEL_SIZE = (34.0, 15.0)


def labelled(marks: list[Mark], unit: float) -> list[Mark]:
    """The marks with their labels put where they cover neither one another nor another mark."""
    taken = [(mark.x, mark.y, 14.0 * unit, 14.0 * unit) for mark in marks]
    result = []
    for mark in marks:
        if not mark.label:
            result.append(mark)
            continue
        boxes = [
            (mark.x + dx * unit, mark.y + dy * unit, _LABEL_SIZE[0] * unit, _LABEL_SIZE[1] * unit)
            for dx, dy in _LABEL_PLACES
        ]
        box = min(boxes, key=lambda candidate: sum(_overlap(candidate, other) for other in taken))
        taken.append(box)
        result.append(replace(mark, label_at=(box[0], box[1])))
    return result


def _label_boxes(marks: Sequence[Mark], unit: float) -> list[Box]:
    """The boxes that labels take, with room for half a letter round them."""
    width, height = _LABEL_SIZE[0] * unit, _LABEL_SIZE[1] * unit
    return [
        (
            mark.label_at[0] - width,
            mark.label_at[1] - 1.3 * height,
            mark.label_at[0] + width,
            mark.label_at[1] + 1.3 * height,
        )
        for mark in marks
        if mark.label
    ]


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The area that two boxes (middle x, y, width, height) share."""
    across = (one[2] + other[2]) / 2 - abs(one[0] - other[0])
    down = (one[3] + other[3]) / 2 - abs(one[1] - other[1])
    return max(across, 0.0) * max(down, 0.0)


def strokes(seen: Still, shown: Shown) -> list[Stroke]:
    """The fibres: belly dark red, tendon ivory at both ends; what lies behind the body is left out.

    A deep muscle is fainter, with a dashed edge round each sheet.
    """
    count, steps, _ = shown.fibres.shape
    if not count:
        return []
    xy, can_see = visible(seen, shown.fibres.reshape(-1, 3), shown.fibre_normals.reshape(-1, 3))
    xy, can_see = xy.reshape(count, steps, 2), can_see.reshape(count, steps)
    result: list[Stroke] = []
    ends = np.cumsum(shown.sheets)
    sheets = [slice(int(end) - size, int(end)) for end, size in zip(ends, shown.sheets, strict=True)]
    middles = np.stack([shown.fibres[sheet].mean(axis=0)[[0, -1]] for sheet in sheets])
    for number, sheet in enumerate(sheets):
        # Where one sheet goes on into another there is no tendon.
        others = np.delete(middles, number, axis=0).reshape(-1, 3)
        free = [not (np.linalg.norm(others - end, axis=1) < _JOINED_CM).any() for end in middles[number]]
        result.extend(_sheet(xy[sheet], can_see[sheet], (free[0], free[1]), deep=shown.depth is Depth.DEEP))
    return result


def _sheet(xy: NDArray[np.float32], can_see: NDArray[np.bool_], free: tuple[bool, bool], *, deep: bool) -> list[Stroke]:
    """The strokes of one sheet; `free` says which of its two ends is tendon."""
    count, steps, _ = xy.shape
    tendon = max(1, round(_TENDON * (steps - 1)))
    opacity = 0.38 if deep else 0.72
    # Where fibres draw together they must not clot: their width follows the gap between them.
    start, stop = (tendon if free[0] else 0), (steps - 1 - tendon if free[1] else steps - 1)
    parts: list[tuple[int, int, tuple[tuple[int, int, int], ...] | None, float]] = [
        (start, stop, BELLY_TONES, _width(xy[:, steps // 2]))
    ]
    if free[0]:
        parts.insert(0, (0, tendon, None, _width(xy[:, 0])))
    if free[1]:
        parts.insert(0, (steps - 1 - tendon, steps - 1, None, _width(xy[:, -1])))
    result: list[Stroke] = []
    for number in range(count):
        for first, last, tones, width in parts:
            rgb = TENDON_RGB if tones is None else tones[number % 2]
            for run in _runs(can_see[number, first : last + 1]):
                line = _thinned(xy[number, first + run.start : first + run.stop])
                result.append(Stroke(line, rgb, width, opacity))
    if deep:
        result.extend(_outline(xy, can_see))
    return result


def _width(row: NDArray[np.float32]) -> float:
    """The width in pixels of fibres that pass through a row of points (k, 2)."""
    gap = np.linalg.norm(np.diff(row, axis=0), axis=1)
    return float(np.clip(0.42 * np.median(gap), 0.45, 3.2)) if len(gap) else 2.0


def _thinned(line: NDArray[np.float32]) -> NDArray[np.float32]:
    """Every other point of a long line, its end kept: a fibre bends too little to need them all."""
    return line if len(line) < 8 else np.concatenate([line[:-1:2], line[-1:]])


def _runs(flags: NDArray[np.bool_]) -> list[slice]:
    """The runs of two or more True."""
    if flags.all():
        return [slice(0, len(flags))]
    if not flags.any():
        return []
    edge = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [slice(int(a), int(b)) for a, b in edge.reshape(-1, 2) if b - a >= 2]


def _outline(xy: NDArray[np.float32], can_see: NDArray[np.bool_]) -> list[Stroke]:
    result: list[Stroke] = []
    for line, flags in (
        (xy[0], can_see[0]),
        (xy[-1], can_see[-1]),
        (xy[:, 0], can_see[:, 0]),
        (xy[:, -1], can_see[:, -1]),
    ):
        result.extend(Stroke(line[run], BELLY_TONES[0], 1.4, 0.8, dashed=True) for run in _runs(flags))
    return result
