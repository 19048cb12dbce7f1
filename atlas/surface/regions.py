"""The tiling of the skin into named regions.

Each region grows over the skin from its seed lines until it meets its neighbour, and does not cross a border line. So
there can be neither a gap nor an overlap, and the edges that matter (jaw line, clavicle, inguinal crease ...) are
where anatomy has them.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from atlas.anatomy import Border, Place, Region
from atlas.surface.geodesics import Geodesics, edge_graph, query, resampled
from atlas.surface.places import Places
from atlas.surface.region_map import RegionMap

_STEP_CM = 0.4
# Crossing a border costs as much as walking this far: more than any region is wide.
_WALL_CM = 500.0


def no_regions(geodesics: Geodesics) -> RegionMap:
    """A map without regions, for content that has none."""
    n = len(geodesics.points)
    return RegionMap((), frozenset(), np.full(n, -1, np.int16), geodesics.points[:, 0].astype(np.float32))


def tile(places: Places, regions: Mapping[str, Region], borders: Sequence[Border]) -> RegionMap:
    """Grow all regions. Raises PlaceError where a seed or a border names an unknown place."""
    geodesics = places.geodesics
    if not regions:
        return no_regions(geodesics)
    names = tuple(regions)
    owner: dict[int, int] = {}
    mirror = geodesics.model.fine_mirror
    for number, region in enumerate(regions.values()):
        for line in region.seeds:
            for vertex in _vertices(places, line):
                owner.setdefault(vertex, number)
                owner.setdefault(int(mirror[vertex]), number)
    seeds = np.array(sorted(owner))
    wall = walls(places, borders)
    wall |= wall[mirror]
    graph = _walled(geodesics, wall)
    # A vertex of a wall belongs to the side that reaches it first; a seed may lie on a wall.
    _, _, source = dijkstra(graph, indices=seeds, min_only=True, return_predecessors=True)
    label = np.full(len(geodesics.points), -1, dtype=np.int16)
    reached = source >= 0
    number_of = np.array([owner[int(s)] for s in seeds], dtype=np.int16)
    label[reached] = number_of[np.searchsorted(seeds, source[reached])]
    x = geodesics.points[:, 0]
    # Ties fall alike on both sides.
    left = x > 0.01
    label[left] = label[mirror[left]]
    midline = frozenset(name for name, region in regions.items() if region.midline)
    return RegionMap(names, midline, label, x.astype(np.float32))


def _vertices(places: Places, line: Sequence[Place]) -> list[int]:
    if len(line) == 1:
        return [places.find(line[0]).vertex]
    samples = resampled(places.path(line), _STEP_CM)
    return [int(v) for v in np.unique(query(places.geodesics.tree, samples)[1])]


def walls(places: Places, borders: Sequence[Border]) -> NDArray[np.bool_]:
    """The vertices (n,) of the border lines of the right side, as chains of edges without a gap."""
    geodesics = places.geodesics
    points, edges = geodesics.points, geodesics.edges
    wall = np.zeros(len(points), dtype=bool)
    for border in borders:
        stops = [*border.line, border.line[0]] if border.closed else list(border.line)
        line = places.path(stops)
        close, stray = geodesics.edges_near(resampled(line, _STEP_CM), 2.0)
        cost = np.linalg.norm(points[edges[close, 0]] - points[edges[close, 1]], axis=1) * (0.05 + stray)
        graph = edge_graph(edges[close], cost, len(points))
        found = [places.find(p).vertex for p in stops]
        for a, b in itertools.pairwise(found):
            _, before = dijkstra(graph, indices=np.array([a]), return_predecessors=True)
            step = b
            while step >= 0:
                wall[step] = True
                step = int(before[0, step])
    return wall


def _walled(geodesics: Geodesics, wall: NDArray[np.bool_]) -> csr_array:
    graph = geodesics.graph.tocoo()
    rows, columns = graph.coords
    # Entering a wall is dear, and so a region stops there; leaving it costs nothing more.
    data = graph.data + np.where(wall[columns], _WALL_CM, 0.0) + np.where(wall[rows], _WALL_CM, 0.0)
    return csr_array((data, (rows, columns)), shape=graph.shape)
