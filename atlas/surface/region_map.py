"""Which named region each point of the skin belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Side

# Nearer than this to the middle of the body, in cm, a vertex lies on neither side.
MIDDLE = 0.01


@dataclass(frozen=True)
class RegionMap:
    """Which region each fine vertex belongs to.

    `label` (n,) number into `names`, -1 on the eyeballs; `names` region ids in order; `midline` the ids that lie on
    both sides as one; `side_x` (n,) the vertex's x in cm (below 0 is the body's right).
    """

    names: tuple[str, ...]
    midline: frozenset[str]
    label: NDArray[np.int16]
    side_x: NDArray[np.float32]

    def members(self, region: str) -> NDArray[np.bool_] | None:
        """The vertices (n,) of a region on the right side (both sides of a midline region); None for an unknown id."""
        if region not in self.names:
            return None
        inside: NDArray[np.bool_] = self.label == self.names.index(region)
        return inside if region in self.midline else inside & (self.side_x <= MIDDLE)

    def at(self, vertex: int) -> tuple[str, Side | None] | None:
        """Region id and side of a vertex; the side is None in a midline region; None on the eyeballs."""
        number = int(self.label[vertex])
        if number < 0:
            return None
        name = self.names[number]
        if name in self.midline:
            return name, None
        return name, Side.LEFT if self.side_x[vertex] > MIDDLE else Side.RIGHT
