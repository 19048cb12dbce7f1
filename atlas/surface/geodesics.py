"""Distances and paths along the skin of the first body."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import potpourri3d
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from atlas.surface.body import FIRST_BODY, BodyModel
from atlas.surface.subdivide import triangles_of

Points = NDArray[np.float64]
Ints = NDArray[np.int32]


def edges_of(quads: NDArray[np.integer], *, diagonals: bool) -> NDArray[np.int64]:
    """The edges (e, 2) of quads, each once, with both diagonals if asked."""
    pairs = [(0, 1), (1, 2), (2, 3), (3, 0)] + ([(0, 2), (1, 3)] if diagonals else [])
    edges = np.sort(np.concatenate([quads[:, pair] for pair in pairs]).astype(np.int64), axis=1)
    key = np.unique(edges[:, 0] * (int(edges.max()) + 1) + edges[:, 1])
    return np.stack([key // (int(edges.max()) + 1), key % (int(edges.max()) + 1)], axis=1)


def edge_graph(edges: NDArray[np.int64], lengths: Points, vertices: int) -> csr_array:
    """A symmetric graph of edges with lengths."""
    both = np.concatenate([edges, edges[:, ::-1]])
    return csr_array((np.concatenate([lengths, lengths]), (both[:, 0], both[:, 1])), shape=(vertices, vertices))


class Geodesics:
    """Paths and distances on the subdivided skin; vertices are those of the fine mesh, lengths in cm."""

    def __init__(self, model: BodyModel) -> None:
        self.model = model
        self.points: Points = model.mesh(FIRST_BODY, fine=True).points.astype(np.float64)
        self.quads = model.fine_skin_quads

    @cached_property
    def _solver(self) -> potpourri3d.EdgeFlipGeodesicSolver:
        # The solver wants a mesh without loose vertices, so the eyes' vertices are left out.
        used = np.unique(self.quads)
        self._number = np.full(len(self.points), -1, dtype=np.int64)
        self._number[used] = np.arange(len(used))
        return potpourri3d.EdgeFlipGeodesicSolver(self.points[used], self._number[triangles_of(self.quads)])

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """Edges (e, 2) of the quads without diagonals."""
        return edges_of(self.quads, diagonals=False)

    @cached_property
    def edge_middles(self) -> Points:
        """The middle of each edge (e, 3)."""
        middles: Points = self.points[self.edges].mean(axis=1)
        return middles

    def edges_near(self, line: Points, within: float) -> tuple[NDArray[np.int64], Points]:
        """The edges whose middle lies within a distance (cm) of points (k, 3): their numbers and distances."""
        low, high = line.min(axis=0) - within, line.max(axis=0) + within
        boxed = np.flatnonzero(((self.edge_middles > low) & (self.edge_middles < high)).all(axis=1))
        distance, _ = query(cKDTree(line), self.edge_middles[boxed], within=within)
        close = np.isfinite(distance)
        return boxed[close], distance[close]

    @cached_property
    def graph(self) -> csr_array:
        """All edges and diagonals with their lengths: good to 8 % as a distance, so it serves as a gate only."""
        edges = edges_of(self.quads, diagonals=True)
        return edge_graph(
            edges, np.linalg.norm(self.points[edges[:, 0]] - self.points[edges[:, 1]], axis=1), len(self.points)
        )

    @cached_property
    def tree(self) -> cKDTree:
        """Nearest-vertex search over the skin (the eyes lie far outside its numbers)."""
        points = self.points.copy()
        loose = np.ones(len(points), dtype=bool)
        loose[np.unique(self.quads)] = False
        points[loose] = 1e6
        return cKDTree(points)

    @cached_property
    def areas(self) -> Points:
        """The skin area (cm2) that belongs to each fine vertex."""
        tris = triangles_of(self.quads)
        p = self.points[tris]
        area = np.linalg.norm(np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]), axis=1) / 6
        return np.bincount(tris.ravel(), np.repeat(area, 3), len(self.points)).astype(np.float64)

    def pieces(self, member: NDArray[np.bool_]) -> list[float]:
        """The areas (cm2) of the connected pieces of a set of vertices (n,), the largest first."""
        kept = self.edges[member[self.edges].all(axis=1)]
        graph = edge_graph(kept, np.ones(len(kept)), len(self.points))
        _, label = connected_components(graph, directed=False)
        area = np.bincount(label[member], self.areas[member])
        return sorted((float(a) for a in area if a > 0), reverse=True)

    def nearest(self, point: Points) -> int:
        """The fine vertex nearest to a point (3,)."""
        return int(query(self.tree, point)[1])

    def path(self, start: int, end: int) -> Points:
        """The geodesic from one vertex to another as a polyline (k, 3)."""
        if start == end:
            return self.points[[start, start]]
        solver = self._solver
        line: Points = np.asarray(solver.find_geodesic_path(int(self._number[start]), int(self._number[end])))
        return line

    def distance(self, sources: NDArray[np.integer], limit: float) -> Points:
        """Length along edges (n,) from the nearest source, infinite beyond the limit."""
        result: Points = dijkstra(self.graph, indices=np.unique(sources), min_only=True, limit=limit)
        return result


def query(tree: cKDTree, points: Points, *, k: int = 1, within: float = np.inf) -> tuple[Points, NDArray[np.int64]]:
    """Distances and numbers of the nearest points of a tree, (n,) or, for k > 1, (n, k).

    Infinite where none is within reach.
    """
    distance, number = tree.query(points, k=k, distance_upper_bound=within)
    return np.asarray(distance, dtype=np.float64), np.asarray(number, dtype=np.int64)


def lengths_along(line: Points) -> Points:
    """Length from the start at each point of a polyline (k, 3)."""
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def resampled(line: Points, step: float) -> Points:
    """A polyline (k, 3) with points no further apart than `step` cm, ends kept."""
    along = lengths_along(line)
    count = max(2, int(np.ceil(along[-1] / step)) + 1)
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, line[:, k]) for k in range(3)], axis=1)


def point_along(line: Points, length: float) -> Points:
    """The point (3,) at a length (cm) along a polyline."""
    along = lengths_along(line)
    return np.array([np.interp(length, along, line[:, k]) for k in range(3)])
