"""Recolouring: pain and muscle on the skin of a still, without rasterising again.

Pain colours are data: they do not follow the window's theme, only the skin's tone. Essential zones are solid red with
an edge, spillover zones are stippled: they stay apart in greyscale and for colour-blind eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

import numpy as np
from numpy.typing import NDArray

from atlas.render.inks import PAIN_INKS, RGB, PainInk
from atlas.render.raster import Floats, Ints
from atlas.render.shade import Bytes, Still

# As a legend shows them.
ESSENTIAL_RGB = PAIN_INKS["light"].essential
SPILLOVER_RGB = PAIN_INKS["light"].spot
# What the patient draws is pain too, but no pattern: it must be told from one, in greyscale as well.
DRAWN_RGB = (92, 64, 176)
UNEXPLAINED_RGB = (28, 40, 120)
# What a learner knows is no pain at all.
KNOWN_RGB = (12, 112, 124)
BELLY_RGB = (176, 116, 100)

STIPPLE_RADIUS_CM = 0.2
# The least radius of a spot in pixels.
LEAST_SPOT = 0.9


class Ink(Enum):
    """How a field is painted."""

    ESSENTIAL = "essential"
    SPILLOVER = "spillover"
    BELLY = "belly"


@dataclass(frozen=True)
class Wash:
    """A field to paint: signed distance (n,) in cm at the still's vertices, negative inside, and how strongly (0..1).

    `wave` (n,) and `front`, both in cm, hold the paint back beyond a distance from the trigger point while the pain
    fills in. `rgb` is another colour than the ink's own, for one of several patterns.
    """

    ink: Ink
    distance: Floats
    strength: float = 1.0
    wave: Floats | None = None
    front: float = 0.0
    rgb: RGB | None = None


class Drawn(Enum):
    """What was drawn on the skin, and is no pattern."""

    PAIN = "pain"
    UNEXPLAINED = "unexplained"
    KNOWN = "known"
    ANSWER = "answer"
    ASKED = "asked"


# Several patterns at once, told apart by hue and lightness, for colour-blind eyes as well.
SEVERAL_RGB = ((214, 38, 30), (230, 150, 20), (20, 120, 160), (120, 50, 150))


def several_rgb(number: int) -> RGB:
    """The colour of one of several patterns."""
    return SEVERAL_RGB[number % len(SEVERAL_RGB)]


DRAWN_RGBS = {Drawn.PAIN: DRAWN_RGB, Drawn.UNEXPLAINED: UNEXPLAINED_RGB, Drawn.KNOWN: KNOWN_RGB,
              Drawn.ANSWER: DRAWN_RGB, Drawn.ASKED: DRAWN_RGB}  # fmt: skip


@dataclass(frozen=True)
class Glaze:
    """Something drawn on the skin: how strongly, `values` (n,) 0..1 at the still's vertices."""

    what: Drawn
    values: Floats


@dataclass(frozen=True)
class Stipple:
    """The spots of the skin that spillover is drawn with.

    Positions (k, 3) cm, normals (k, 3), values (k,) of the field; `rgb` is another colour, for one of several patterns,
    `least` the least radius in pixels.
    """

    points: Floats
    normals: Floats
    distance: Floats
    rgb: RGB | None = None
    least: float = LEAST_SPOT


def paint(
    still: Still,
    washes: Sequence[Wash],
    stipples: Sequence[Stipple] = (),
    glazes: Sequence[Glaze] = (),
    owner: object | None = None,
) -> Bytes:
    """The still with glazes and then washes painted over it in order, as premultiplied BGRA (height, width, 4).

    What all washes touch is looked for once a still while their `owner` is the same object.
    """
    pixels = still.pixels.copy()
    flat = pixels.reshape(-1, 4)
    for glaze in glazes:
        _glaze(still, flat, glaze)
    if washes:
        touched = (
            _touched(still, washes) if owner is None else still.once("touched", owner, partial(_touched, still, washes))
        )
        for wash in washes:
            _wash(still, flat, wash, touched)
    for stipple in stipples:
        _stipple(still, flat, stipple)
    return pixels


@dataclass(frozen=True)
class _Touched:
    """The pixels that washes may colour.

    Their numbers in the pixel map, and the corners and weights there, as columns.
    """

    some: NDArray[np.intp]
    corners: tuple[Ints, ...]
    weights: tuple[Floats, ...]

    def mix(self, values: Floats) -> Floats:
        """Values (n,) at vertices to values at these pixels."""
        result = values[self.corners[0]] * self.weights[0]
        for corner, weight in zip(self.corners[1:], self.weights[1:], strict=True):
            result += values[corner] * weight
        return result


def _softness(still: Still) -> float:
    """Half the width (cm) over which an edge fades: three quarters of a pixel."""
    return max(0.75 / still.camera.scale, 0.03)


def _glaze(still: Still, flat: Bytes, glaze: Glaze) -> None:
    values = still.solid.softened(still.solid.softened(glaze.values[: len(still.solid.points)]))
    touched = _at(still, np.flatnonzero(values > 0))
    value = touched.mix(values)
    alpha = _step((value - 0.1) / 0.35) * (0.42 + 0.33 * np.clip(value, 0, 1))
    _blend(flat, still.map.pixel[touched.some], _lit(DRAWN_RGBS[glaze.what], still.light[touched.some]), alpha,
           still.cover[touched.some])  # fmt: skip


def _touched(still: Still, washes: Sequence[Wash]) -> _Touched:
    nearest = washes[0].distance
    for wash in washes[1:]:
        nearest = np.minimum(nearest, wash.distance)
    return _at(still, np.flatnonzero(nearest < _softness(still) + 0.25))


def _at(still: Still, close: NDArray[np.intp]) -> _Touched:
    """The pixels of the triangles round some vertices."""
    first, second, third = still.solid.columns
    faces = np.zeros(len(first), dtype=bool)
    faces[still.solid.around[close]] = True
    some = np.flatnonzero(faces[still.map.triangle])
    triangle, weight = still.map.triangle[some], still.map.weight[some]
    return _Touched(some, (first[triangle], second[triangle], third[triangle]), tuple(weight.T))


def _wash(still: Still, flat: Bytes, wash: Wash, touched: _Touched) -> None:
    soft = _softness(still)
    distance = touched.mix(wash.distance)
    inside = np.flatnonzero(distance < soft)
    if not len(inside):
        return
    some, distance = touched.some[inside], distance[inside]
    alpha = _step((soft - distance) / (2 * soft)) * np.float32(wash.strength)
    if wash.wave is not None:
        alpha *= _step((wash.front - touched.mix(wash.wave)[inside]) / 3.0)
    light, scale = still.light[some], still.camera.scale
    if wash.ink is Ink.BELLY:
        colour, alpha = _belly(distance, alpha, light)
    else:
        ink = PAIN_INKS[still.tone] if wash.rgb is None else _one_of_several(PAIN_INKS[still.tone], wash.rgb)
        colour, alpha = _ZONES[wash.ink](distance, alpha, light, scale, ink)
    _blend(flat, still.map.pixel[some], colour, alpha, still.cover[some])


def _step(t: Floats) -> Floats:
    t = np.clip(t, 0, 1)
    result: Floats = t * t * (3 - 2 * t)
    return result


def _blend(flat: Bytes, where: Ints, colour: Floats, alpha: Floats, cover: Floats) -> None:
    """Lay colours (k, 3) RGB over pixels; the body's own coverage of a pixel stays."""
    under = flat[where, :3].astype(np.float32)
    over = colour[:, ::-1] * cover[:, None]
    flat[where, :3] = (under + (over - under) * alpha[:, None] + 0.5).astype(np.uint8)


def _lit(rgb: tuple[int, int, int], light: Floats) -> Floats:
    """A colour under the same light as the skin, less contrasty: it must stay legible in shadow."""
    shade = np.clip(0.52 + 0.62 * light, 0, 1.08)
    result: Floats = np.clip(np.array(rgb, dtype=np.float32) * shade[:, None], 0, 255)
    return result


def _one_of_several(ink: PainInk, rgb: RGB) -> PainInk:
    """The ink in the colour of one of several patterns."""
    own = _mixed(rgb, _WHITE, ink.several)
    edge = _mixed(own, _BLACK, 0.45) if ink.rim is None else _mixed(own, _WHITE, 0.6)
    ground = own if ink.rim is None else _mixed(own, _WHITE, 0.5)
    return replace(ink, essential=own, edge=edge, ground=ground, spot=own)


_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)


def _mixed(one: RGB, other: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _essential(distance: Floats, alpha: Floats, light: Floats, scale: float, ink: PainInk) -> tuple[Floats, Floats]:
    edge = _step(1 + distance / max(0.16, 1.3 / scale))
    colour = _lit(ink.essential, light) * (1 - edge[:, None]) + _lit(ink.edge, light) * edge[:, None]
    return colour, alpha * (0.80 + 0.12 * edge)


def _spillover(distance: Floats, alpha: Floats, light: Floats, scale: float, ink: PainInk) -> tuple[Floats, Floats]:
    edge = _step(1 + distance / max(0.12, 1.1 / scale))
    return _lit(ink.ground, light), alpha * (np.float32(ink.ground_alpha) + np.float32(ink.ground_edge) * edge)


def _belly(distance: Floats, alpha: Floats, light: Floats) -> tuple[Floats, Floats]:
    soft = _step(-distance / 0.5)
    return _lit(BELLY_RGB, light), alpha * (0.25 + 0.4 * soft)


_ZONES = {Ink.ESSENTIAL: _essential, Ink.SPILLOVER: _spillover}


def _stipple(still: Still, flat: Bytes, stipple: Stipple) -> None:
    """Round dots lying on the skin: each is a disc in its tangent plane, so it flattens where the skin turns away."""
    camera = still.camera
    chosen = np.flatnonzero(stipple.distance < -0.06)
    if not len(chosen):
        return
    xy, depth = camera.project(stipple.points[chosen])
    normal = stipple.normals[chosen] @ camera.axes.T.astype(np.float32)
    seen = (normal[:, 2] > 0.12) & still.map.reached(xy, depth, 0.5)
    xy, normal = xy[seen].astype(np.float32), normal[seen]
    if not len(xy):
        return
    radius = max(STIPPLE_RADIUS_CM * camera.scale, stipple.least)
    rings = _rings(PAIN_INKS[still.tone], stipple.rgb, radius)
    reach = int(np.ceil(rings[0][0] + 1))
    offset = np.arange(-reach, reach + 1, dtype=np.int32)
    dx, dy = (grid.ravel() for grid in np.meshgrid(offset, offset))
    corner = np.floor(xy).astype(np.int32)
    px, py = corner[:, :1] + dx, corner[:, 1:] + dy
    ex, ey = px + np.float32(0.5) - xy[:, :1], py + np.float32(0.5) - xy[:, 1:]
    # The offset's depth in the tangent plane (y runs down on the picture).
    ez = -(normal[:, :1] * ex - normal[:, 1:2] * ey) / np.maximum(normal[:, 2:], 0.25)
    away = np.sqrt(ex * ex + ey * ey + ez * ez)
    for size, rgb in rings:
        alpha = np.clip(np.float32(size + 0.5) - away, 0, 1)
        inside = (alpha > 0) & (px >= 0) & (px < camera.width) & (py >= 0) & (py < camera.height)
        where = (py * np.int32(camera.width) + px)[inside]
        _dots(still, flat, where, alpha[inside], rgb)


def _rings(ink: PainInk, rgb: RGB | None, radius: float) -> list[tuple[float, RGB]]:
    """The discs of which a spot is made, from the lowest: radius in pixels, and colour."""
    spot = ink.spot if rgb is None else _one_of_several(ink, rgb).spot
    return [(radius, spot)] if ink.rim is None else [(1.25 * radius, ink.rim), (0.72 * radius, spot)]


def _dots(still: Still, flat: Bytes, where: Ints, alpha: Floats, rgb: RGB) -> None:
    order = np.argsort(where, kind="stable")
    where, alpha = where[order], alpha[order]
    first = np.flatnonzero(np.diff(where, prepend=-1))
    if not len(first):
        return
    some, strongest = where[first], np.maximum.reduceat(alpha, first)
    at = np.searchsorted(still.map.pixel, some)
    at[at == len(still.map.pixel)] = 0
    body = still.map.pixel[at] == some
    some, at = some[body], at[body]
    _blend(flat, some, _lit(rgb, still.light[at]), strongest[body] * np.float32(0.92), still.cover[at])
