"""A field: how far is each point of the skin from a zone's edge?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Outside this distance from a zone a field says only "far": enough for a soft edge and for `where` (1.5 cm).
REACH_CM = 2.5


@dataclass(frozen=True)
class Field:
    """Signed distance in cm to a zone's edge, negative inside, kept only near the zone.

    `vertices` (k,) ascending numbers of the fine mesh, `values` (k,) cm; every other vertex is at least REACH_CM away.
    """

    vertices: NDArray[np.int32]
    values: Floats

    def dense(self, vertices: int) -> Floats:
        """All values (n,), REACH_CM where the zone is far."""
        result = np.full(vertices, REACH_CM, dtype=np.float32)
        result[self.vertices] = self.values
        return result

    def at(self, vertex: int) -> float | None:
        """The distance at one vertex, None where it is REACH_CM or more."""
        slot = int(np.searchsorted(self.vertices, vertex))
        if slot == len(self.vertices) or int(self.vertices[slot]) != vertex:
            return None
        return float(self.values[slot])

    def within(self, inside: NDArray[np.bool_]) -> Field:
        """What of the zone lies on chosen vertices (n,)."""
        kept = inside[self.vertices]
        return Field(self.vertices[kept], self.values[kept])

    def mirrored(self, mirror: NDArray[np.int32]) -> Field:
        """The same zone of the other side."""
        numbers = mirror[self.vertices]
        order = np.argsort(numbers)
        return Field(numbers[order].astype(np.int32), self.values[order])

    @property
    def empty(self) -> bool:
        """True when no vertex lies inside."""
        return not bool((self.values < 0).any())


def sparse(dense: Floats) -> Field:
    """Keep what lies within reach."""
    near = np.flatnonzero(dense < REACH_CM).astype(np.int32)
    return Field(near, dense[near].astype(np.float32))


def united(fields: Sequence[Field], vertices: int) -> Field:
    """The union of zones: the smallest distance."""
    if not fields:
        return Field(np.zeros(0, np.int32), np.zeros(0, np.float32))
    return sparse(reduce(np.minimum, [f.dense(vertices) for f in fields]))
