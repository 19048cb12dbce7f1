"""Points that are bound to the skin: they keep their place on every body and on either side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from atlas.surface.subdivide import triangles_around

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

Floats = NDArray[np.floating]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Bound:
    """Points of the skin, each in a fine triangle.

    `corners` (k, 3) are numbers of fine vertices, `weights` (k, 3) sum to 1.
    """

    corners: Ints
    weights: NDArray[np.float32]

    def on(self, values: Floats) -> NDArray[np.float32]:
        """The points' values, (k, d) or (k,), from the fine vertices' (n, d) or (n,): positions, normals, fields."""
        taken = np.asarray(values, dtype=np.float32)[self.corners]
        weights = self.weights if taken.ndim == 2 else self.weights[..., None]
        result: NDArray[np.float32] = (taken * weights).sum(axis=1)
        return result

    def mirrored(self, mirror: Ints) -> Bound:
        """The same points of the other side."""
        return Bound(mirror[self.corners], self.weights)


class Binder:
    """Binds positions near the first body's fine skin to its triangles."""

    def __init__(self, points: NDArray[np.float64], triangles: Ints, tree: cKDTree) -> None:
        self._points = points
        self._triangles = triangles
        self._tree = tree

    @cached_property
    def _around(self) -> Ints:
        """The triangles (n, most) round each vertex, the first one repeated where there are fewer."""
        return triangles_around(self._triangles, len(self._points))

    def bind(self, positions: NDArray[np.float64]) -> Bound:
        """Bind positions (k, 3) in cm: each to the nearest triangle round its nearest vertex."""
        nearest = self._tree.query(positions)[1]
        candidates = self._around[nearest]
        corners = self._triangles[candidates]
        a, b, c = (self._points[corners[..., k]] for k in range(3))
        weights = _weights(positions[:, None, :], a, b, c)
        foot = weights[..., :1] * a + weights[..., 1:2] * b + weights[..., 2:] * c
        best = np.linalg.norm(foot - positions[:, None, :], axis=2).argmin(axis=1)
        row = np.arange(len(positions))
        return Bound(corners[row, best].astype(np.int32), weights[row, best].astype(np.float32))


def _weights(
    p: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Barycentric weights of the feet of p on triangles, pulled into the triangle."""
    u, v, w = b - a, c - a, p - a
    uu, uv, vv = (u * u).sum(-1), (u * v).sum(-1), (v * v).sum(-1)
    wu, wv = (w * u).sum(-1), (w * v).sum(-1)
    area = np.maximum(uu * vv - uv * uv, 1e-12)
    wb, wc = (vv * wu - uv * wv) / area, (uu * wv - uv * wu) / area
    weights = np.clip(np.stack([1 - wb - wc, wb, wc], axis=-1), 0, None)
    result: NDArray[np.float64] = weights / weights.sum(axis=-1, keepdims=True)
    return result
