"""How well a painted pattern fits the true one.

The score is F = 2 P R / (P + R) in [0, 1], from

- R, what was found: 3/4 by the share of the essential zone that is painted, 1/4 by that of the spillover zone; where
  a pattern has only one of them, that one counts for all;
- P, what of the paint is right: the painted skin in the zones, divided by it and the painted skin beyond them.

Nobody paints to the millimetre: paint outside the zones but within 1 cm of them counts neither for nor against. More
paint in a zone never lowers the score, more paint beyond never raises it, and the pattern itself has the score 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Grade, Side
from atlas.finder.index import GAIN, Floats
from atlas.study.cards import CardError
from atlas.study.facts import Facts
from atlas.study.rating import BANDS, harmonic

# What the essential zone counts for beside the spillover zone.
_ESSENTIAL = 0.75
# What is painted so strongly or more is painted: with a brush, the skin within its radius.
PAINTED = 0.5
_MARGIN_CM = 1.0
# Hardly anything in cm2: less than a fine vertex's own skin.
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class PaintMark:
    """A painted pattern in cm2: what of each zone was found and missed, and what was painted beyond them.

    `other_side` tells that the paint would be rated hard or better on the other side of the body, and is not on this.
    """

    score: float
    found_essential: float
    missed_essential: float
    found_spillover: float
    missed_spillover: float
    too_much: float
    other_side: bool = False
    side: Side = Side.RIGHT

    @property
    def remark(self) -> str:
        """The areas in words."""
        if self.other_side:
            return f"This is the pattern of the other side: the {self.side} was asked for."
        if not self.found_essential + self.found_spillover + self.too_much:
            return "Nothing was painted."
        parts = [_found("essential zone", self.found_essential, self.missed_essential)]
        parts.append(_found("spillover zone", self.found_spillover, self.missed_spillover))
        parts.append(f"{self.too_much:.0f} cm² too much" if self.too_much >= 0.5 else "nothing too much")
        text = "; ".join(filter(None, parts))
        return f"{text[:1].upper()}{text[1:]}."


def _found(zone: str, found: float, missed: float) -> str:
    whole = found + missed
    return f"{zone}: {found:.0f} of {whole:.0f} cm²" if whole > _NOTHING else ""


def mark_paint(facts: Facts, muscle: str, point: str, side: Side, weights: Floats) -> PaintMark:
    """Mark paint (n,) of 0 to 1 against a point's pattern. Raises CardError for a point without one."""
    number = facts.candidate(muscle, point, side)
    if number is None:
        raise CardError(f"{point} of '{muscle}' has no pattern of pain")
    side = facts.index.candidates[number].side
    painted = weights >= PAINTED
    margin = facts.near(muscle, point, side, _MARGIN_CM)
    vertices, gain = facts.index.zone(number)
    found = compared(facts.index.areas, vertices, gain, margin, painted, side)
    least = BANDS[-1][0]
    if found.score < least:
        twin = compared(facts.index.areas, vertices, gain, margin, painted[facts.mirror], side)
        if twin.score >= least:
            return replace(found, other_side=True)
    return found


def compared(
    areas: Floats,
    vertices: NDArray[np.int64],
    gain: Floats,
    margin: NDArray[np.bool_],
    painted: NDArray[np.bool_],
    side: Side = Side.RIGHT,
) -> PaintMark:
    """Paint (n,) beside the vertices (k,) of a pattern, which count for `gain` (k,); `margin` (n,) lies near it."""
    area, hit = areas[vertices].astype(np.float64), painted[vertices]
    core = gain == GAIN[Grade.ESSENTIAL]
    found = [float(area[hit & those].sum()) for those in (core, ~core)]
    missed = [float(area[~hit & those].sum()) for those in (core, ~core)]
    outside = painted & ~margin
    outside[vertices] = False
    too_much = float(areas[outside].astype(np.float64).sum())
    weights = [_ESSENTIAL, 1 - _ESSENTIAL]
    counted = [k for k in (0, 1) if found[k] + missed[k] > _NOTHING]
    whole = sum(weights[k] for k in counted)
    recall = sum(weights[k] * found[k] / (found[k] + missed[k]) for k in counted) / whole if counted else 0.0
    right = found[0] + found[1]
    precision = right / (right + too_much) if right > _NOTHING else 0.0
    score = min(harmonic(precision, recall), 1.0)
    return PaintMark(score, found[0], missed[0], found[1], missed[1], too_much, side=side)
