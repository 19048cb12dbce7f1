"""How near to a trigger point a learner's point was put, along the skin.

So near, the straight line is hardly shorter than the way along the skin; it is taken unless the way along the edges of
the mesh, which is at most 8 % too long, says that the skin between bends away.

The score falls from 1 within 1 cm, over 0.85 at 2 cm, 0.65 at 3.5 cm and 0.45 at 5 cm, to 0 at 10 cm: up to 2 cm is
rated easy, up to 3.5 good, up to 5 hard. On head, hand and foot, where muscles are small, half these distances hold.
The right place on the wrong side of the body is worth half.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from atlas.anatomy import Area, Side
from atlas.finder.index import Floats
from atlas.study.facts import Facts
from atlas.surface.bound import Bound

_DISTANCES = (1.0, 2.0, 3.5, 5.0, 10.0)
_SCORES = (1.0, 0.85, 0.65, 0.45, 0.0)
_SMALL = frozenset({Area.HEAD, Area.HAND, Area.FOOT})
_SMALLER = 0.5
_OTHER_SIDE = 0.5
_TOO_LONG = 1.08
# Less is told as no distance at all: the skin's own points lie about as far apart.
_THERE_CM = 0.5


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """How far in cm along the skin a point was put from the trigger point; infinite where that is very far.

    `nearer` is the id of another trigger point of the muscle that lies nearer, empty if none does. `other_side` tells
    that the point was put on the other side of the body; the distance is then measured there.
    """

    score: float
    distance_cm: float
    nearer: str = ""
    other_side: bool = False
    side: Side = Side.RIGHT

    @property
    def remark(self) -> str:
        """The distance in words."""
        if self.distance_cm < _THERE_CM:
            text = "Right on it"
        elif np.isfinite(self.distance_cm):
            text = f"{self.distance_cm:.1f} cm away"
        else:
            text = "Far away"
        if self.other_side:
            text = f"On the other side of the body: the {self.side} was asked for. There: {text[:1].lower()}{text[1:]}"
        return f"{text}. That is nearer to {self.nearer}." if self.nearer else f"{text}."


def mark_place(facts: Facts, muscle: str, point: str, side: Side, put: Bound) -> PlaceMark:
    """Mark where a point was `put` (one bound point). Raises CardError for a trigger point that there is not."""
    side = facts.side_of(muscle, point, side)
    small = facts.muscle(muscle).region in _SMALL
    along = facts.along(put.corners[0])
    here, there = (_away(facts, along, put, facts.bound_site(muscle, point, each)) for each in (side, side.other))
    own, mirrored = placed_score(here, small=small), _OTHER_SIDE * placed_score(there, small=small)
    other_side = mirrored > own
    distance, at = (there, side.other) if other_side else (here, side)
    others = {
        _away(facts, along, put, facts.bound_site(muscle, other.id, at)): other.id
        for other in facts.muscle(muscle).trigger_points
        if other.id != point and other.only in (None, at)
    }
    nearest = min(others, default=np.inf)
    nearer = others[nearest] if nearest < distance - _THERE_CM else ""
    return PlaceMark(max(own, mirrored), distance, nearer, other_side, side)


def at_vertex(vertex: int) -> Bound:
    """A fine vertex as a bound point."""
    return Bound(np.full((1, 3), vertex, dtype=np.int32), np.array([[1, 0, 0]], dtype=np.float32))


def _away(facts: Facts, along: Floats, put: Bound, site: Bound) -> float:
    """How far in cm a site lies from where a point was put; `along` (n,) is the way along edges from there."""
    edges = along[site.corners[0]]
    if not np.isfinite(edges).all():
        return float(np.inf)
    straight = np.linalg.norm(put.on(facts.points) - site.on(facts.points))
    return max(float(straight), float(edges @ site.weights[0]) / _TOO_LONG)


def placed_score(distance_cm: float, *, small: bool = False) -> float:
    """The score in [0, 1] of a distance along the skin; `small` for head, hand and foot."""
    scale = _SMALLER if small else 1.0
    return float(np.interp(distance_cm, [scale * each for each in _DISTANCES], _SCORES))
