"""A muscle's pattern on the skin: fibres, trigger points and pain zones of the right side, ready to be painted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Grade, Side
from atlas.surface.bound import Bound
from atlas.surface.field import Field

# Points of one fibre.
STEPS = 28


@dataclass(frozen=True)
class PointPattern:
    """One trigger point: its `site` (one bound point) and its two fields of signed distance in cm.

    `only` names the side of a point that exists on one side alone.
    """

    id: str
    site: Bound
    essential: Field
    spillover: Field
    only: Side | None = None

    def field(self, grade: Grade) -> Field:
        """The field of one grade."""
        return self.essential if grade is Grade.ESSENTIAL else self.spillover


@dataclass(frozen=True)
class MusclePattern:
    """All of a muscle on the right side of the skin.

    `fibres` are bound points, STEPS to a fibre, sheet after sheet, and `sheets` tells how many fibres each sheet has;
    `belly` is the signed distance (cm) to the sheets.
    """

    muscle: str
    points: tuple[PointPattern, ...]
    fibres: Bound
    sheets: tuple[int, ...]
    belly: Field

    @property
    def fibre_steps(self) -> int:
        """Points of one fibre."""
        return STEPS

    def point(self, point_id: str) -> PointPattern | None:
        """The pattern of a trigger point, or None."""
        return next((point for point in self.points if point.id == point_id), None)

    def chosen(self, point_id: str | None) -> tuple[PointPattern, ...]:
        """The trigger point of an id alone, or all of them for None."""
        return self.points if point_id is None else tuple(p for p in self.points if p.id == point_id)


def areas_inside(field: Field, areas: NDArray[np.float64]) -> float:
    """The skin area (cm2) inside a field."""
    return float(areas[field.vertices[field.values < 0]].sum())
