"""A brush on a body: what lies within reach along the skin. Paint wraps round a limb and jumps no gap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# As for zones: how much longer than the straight line the way along edges may be.
_BEND, _SLACK_CM = 1.35, 0.6
# The share of its radius within and without which a brush's paint fades.
_SOFT = 0.3


class Brush:
    """Finds the skin near a point of one body. Only vertices that belong to a face are ever found."""

    def __init__(self, points: Floats, quads: NDArray[np.integer]) -> None:
        self._points = points
        self._beside = _beside(quads, len(points))

    def reach(self, vertex: int, centre: Floats, radius_cm: float) -> tuple[NDArray[np.int64], Floats]:
        """What the brush paints when it is put to the skin.

        Args:
            vertex: A vertex of the face that it is put to.
            centre: Where on the skin (3,), in cm.
            radius_cm: Half its width.

        Returns:
            The vertices (k,), and how strongly each is painted, above 0 to 1: half at the radius.
        """
        inner, radius_cm = radius_cm * (1 - _SOFT), radius_cm * (1 + _SOFT)
        straight = np.sqrt(((self._points - centre) ** 2).sum(axis=1))
        near = np.flatnonzero(straight < radius_cm)
        slot = np.full(len(self._points), -1, dtype=np.int32)
        slot[near] = np.arange(len(near), dtype=np.int32)
        if slot[vertex] < 0:
            # A brush narrower than the mesh.
            return np.array([vertex]), np.ones(1, dtype=np.float32)
        beside = slot[self._beside[near]]
        length = np.linalg.norm(self._points[self._beside[near]] - self._points[near][:, None], axis=2)
        length = np.where(beside >= 0, length, np.inf).astype(np.float32)
        along = np.full(len(near), np.inf, dtype=np.float32)
        along[slot[vertex]] = straight[vertex]
        while True:
            further = np.minimum(along, (along[beside] + length).min(axis=1))
            if not (further < along).any():
                break
            along = further
        kept = along <= _BEND * straight[near] + _SLACK_CM
        share = np.clip((radius_cm - straight[near][kept]) / (radius_cm - inner), 0, 1)
        strength = (share * share * (3 - 2 * share)).astype(np.float32)
        there = strength > 0
        return near[kept][there].astype(np.int64), strength[there]


def _beside(quads: NDArray[np.integer], vertices: int) -> Ints:
    """The neighbours (n, most) of each vertex, across edges and diagonals; itself where there are fewer."""
    a, b, c, d = quads.T
    one = np.concatenate([a, b, c, d, a, b]).astype(np.int64)
    other = np.concatenate([b, c, d, a, c, d]).astype(np.int64)
    # Sorted by hand: numpy's own way takes ten times as long.
    pairs = np.sort(np.concatenate([one * vertices + other, other * vertices + one]))
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    start, end = np.divmod(pairs, vertices)
    count = np.bincount(start, minlength=vertices)
    result = np.repeat(np.arange(vertices, dtype=np.int32)[:, None], int(count.max()), axis=1)
    place = np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)
    result[start, place] = end
    return result
