"""R and L on the body, in every view: which side is which must never be guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from atlas.anatomy import Side
from atlas.render.raster import Floats
from atlas.render.shade import Still

if TYPE_CHECKING:
    from atlas.render.scene import Shown

# Left, top, right and bottom in pixels.
Box: TypeAlias = tuple[float, float, float, float]

# Every so many vertices one may carry a letter.
_EVERY = 23
# A letter keeps away from the body's middle, from pain and from the picture's edge.
_CLEAR_CM = 2.0
_MARGIN_PX = 26.0


@dataclass(frozen=True)
class Letter:
    """R or L at pixel position (x, y)."""

    side: Side
    x: float
    y: float

    @property
    def text(self) -> str:
        """R or L."""
        return "R" if self.side is Side.RIGHT else "L"


def letters(seen: Still, shown: Shown | None, covered: Sequence[Box] = ()) -> tuple[Letter, ...]:
    """One letter for each side of the body that the picture shows, beside the boxes that something else will cover."""
    camera, solid = seen.camera, seen.solid
    count = min(len(solid.points), 13380)
    some = np.arange(0, count, _EVERY)
    points = solid.points[some]
    xy, depth = camera.project(points)
    facing = solid.normals[some] @ camera.toward.astype(np.float32)
    margin = min(_MARGIN_PX, 0.08 * camera.width)
    within = (xy[:, 0] > margin) & (xy[:, 0] < camera.width - margin)
    within &= (xy[:, 1] > margin) & (xy[:, 1] < camera.height - margin)
    for left, top, right, bottom in covered:
        within &= ~((xy[:, 0] > left) & (xy[:, 0] < right) & (xy[:, 1] > top) & (xy[:, 1] < bottom))
    can_see = within & (facing > 0.35) & seen.map.reached(xy, depth, 0.5)
    result = []
    for side, sign in ((Side.RIGHT, -1.0), (Side.LEFT, 1.0)):
        # Rather on a flank than near the middle, where the sides meet.
        mine = np.flatnonzero(can_see & (points[:, 0] * sign > 1.0))
        if not len(mine):
            continue
        score = _score(points[mine], facing[mine], sign, float(solid.points[:, 1].max()))
        if shown is not None:
            score = score - _crowded(some[mine], shown)
        best = mine[int(score.argmax())]
        result.append(Letter(side, float(xy[best, 0]), float(xy[best, 1])))
    return tuple(result)


def _score(points: Floats, facing: Floats, sign: float, height: float) -> Floats:
    """Broad, steady places first.

    The outer thigh and the upper chest, where a letter stays put while the body turns.
    """
    up, out = points[:, 1] / height, points[:, 0] * sign / height
    thigh = np.exp(-(((up - 0.36) / 0.05) ** 2))
    chest = np.exp(-(((up - 0.775) / 0.025) ** 2) - ((out - 0.055) / 0.03) ** 2)
    # Hands and feet only where a close-up shows nothing else.
    tip = (out > 0.13) | (up < 0.06)
    result: Floats = (0.6 * facing + 0.3 * np.clip(out / 0.08, 0, 1) + 0.7 * thigh + 0.75 * chest - 0.9 * tip).astype(
        np.float32
    )
    return result


def _crowded(vertices: np.ndarray[tuple[int], np.dtype[np.int_]], shown: Shown) -> Floats:
    """How much a place is taken by the pattern."""
    nearest = np.minimum(np.minimum(shown.essential, shown.spillover), shown.belly)[vertices]
    result: Floats = np.where(nearest < _CLEAR_CM, 3.0, 0.0).astype(np.float32)
    return result
