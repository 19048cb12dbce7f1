"""Zones to signed distances: how far is each point of the skin from a zone's edge?

The distance that looks right is the straight one to the spot's centre or to the band's path; the length along the skin
only gates it, so that nothing jumps from arm to trunk or from finger to finger.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import reduce
from typing import assert_never

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from atlas.anatomy import Band, Patch, Place, RegionZone, Spot, Zone
from atlas.surface.errors import PlaceError
from atlas.surface.field import REACH_CM, Field, Floats, sparse, united
from atlas.surface.geodesics import edge_graph, lengths_along, query, resampled
from atlas.surface.places import Places
from atlas.surface.region_map import RegionMap

Points = NDArray[np.float64]

_STEP_CM = 0.2
# The length along edges may exceed the straight distance this much before the gate bites (edge paths are up to 8 %
# long, and a limb's skin bends).
_BEND, _SLACK_CM = 1.35, 0.6


class FieldBuilder:
    """Builds fields on the first body; every other body uses them by vertex number."""

    def __init__(self, places: Places, regions: Callable[[], RegionMap]) -> None:
        self.places = places
        self.geodesics = places.geodesics
        self.regions = regions

    def zones(self, zones: Sequence[Zone]) -> Field:
        """The union of a list of zones. Raises PlaceError where a place or region is not to be found."""
        return sparse(reduce(np.minimum, [self.zone(z) for z in zones])) if zones else united([], 0)

    def zone(self, zone: Zone) -> Floats:
        """Signed distance (n,) of one zone, without its `except` zones."""
        match zone:
            case Spot(at, radius_cm):
                point = self.places.find(at)
                field = self._tube(point.position[None], np.array([radius_cm]))
            case Band(through, widths_cm):
                field = self._band(through, widths_cm)
            case Patch(loop):
                field = self._patch(loop)
            case RegionZone(region):
                field = self._region(region)
            case _:
                assert_never(zone)
        for cut in zone.cut:
            field = np.maximum(field, -self.zone(cut))
        return field

    def near(self, samples: Points, radius_cm: float) -> Field:
        """What lies within a distance of points (k, 3) of the skin."""
        return sparse(self._tube(samples, np.full(len(samples), radius_cm)))

    def _band(self, through: Sequence[Place], widths_cm: Sequence[float]) -> Floats:
        line = self.places.path(through)
        fine = resampled(line, _STEP_CM)
        if len(widths_cm) == 1:
            return self._tube(fine, np.full(len(fine), widths_cm[0] / 2))
        stops = [0.0]
        for a, b in itertools.pairwise(through):
            stops.append(stops[-1] + float(lengths_along(self.places.path([a, b]))[-1]))
        half = np.interp(
            lengths_along(fine) / lengths_along(fine)[-1], np.array(stops) / stops[-1], np.array(widths_cm) / 2
        )
        return self._tube(fine, half)

    def _tube(self, samples: Points, half: Points) -> Floats:
        """Distance to samples (k, 3), each with its own half width, gated by the length along the skin."""
        count = len(self.geodesics.points)
        widest = float(half.max())
        _, sources = query(self.geodesics.tree, samples)
        along = self.geodesics.distance(sources, _BEND * (widest + REACH_CM + _SLACK_CM) + 1.0)
        near = np.flatnonzero(np.isfinite(along))
        # Where widths differ, the nearest sample is not always the one that reaches furthest: try a few.
        k = 1 if np.ptp(half) == 0 else min(12, len(samples))
        distance, which = query(cKDTree(samples), self.geodesics.points[near], k=k)
        if k == 1:
            distance, which = distance[:, None], which[:, None]
        straight = (distance - half[which]).min(axis=1)
        gate = along[near] / _BEND - _SLACK_CM - half[which[:, 0]]
        result = np.full(count, REACH_CM, dtype=np.float32)
        result[near] = np.minimum(np.maximum(straight, gate), REACH_CM)
        return result

    def _patch(self, loop: Sequence[Place]) -> Floats:
        line = resampled(self.places.path([*loop, loop[0]]), _STEP_CM)
        points = self.geodesics.points
        _, sources = query(self.geodesics.tree, line)
        along = self.geodesics.distance(sources, _BEND * (REACH_CM + _SLACK_CM) + 1.0)
        inside, ring = self._enclosed(sources, line)
        away = np.flatnonzero(np.isfinite(along) | inside)
        distance, which = query(cKDTree(line), points[away])
        # Between the ring of vertices and the line itself the flood cannot tell the sides apart; the line's own
        # direction can.
        following = line[np.minimum(which + 1, len(line) - 1)] - line[np.maximum(which - 1, 0)]
        normal = self.geodesics.model.mesh(fine=True).normals[away].astype(np.float64)
        side = np.einsum("ij,ij->i", np.cross(following, points[away] - line[which]), normal)
        sure = (distance > 0.9) & (distance < 2.5)
        turn = np.sign(np.sum(np.where(inside[away], 1, -1)[sure] * np.sign(side[sure]))) or 1.0
        within = np.where((distance < 0.9) | ring[away], side * turn > 0, inside[away])
        gate = np.nan_to_num(along[away], posinf=99.0) / _BEND - _SLACK_CM
        outer = np.maximum(distance, gate)
        result = np.full(len(points), REACH_CM, dtype=np.float32)
        result[away] = np.where(within, -distance, np.minimum(outer, REACH_CM))
        return result

    def _enclosed(self, sources: NDArray[np.int64], line: Points) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """The vertices (n,) that a ring of edges along the line cuts off from the rest of the body, and the ring."""
        points, edges = self.geodesics.points, self.geodesics.edges
        close, stray = self.geodesics.edges_near(line, 3.0)
        # Staying on the line is cheap, leaving it dear: the ring hugs the line and cannot leak.
        length = np.linalg.norm(points[edges[close, 0]] - points[edges[close, 1]], axis=1)
        used, local = np.unique(edges[close], return_inverse=True)
        graph = edge_graph(local.reshape(-1, 2), length * (0.05 + stray), len(used))
        stops = [int(v) for k, v in enumerate(sources) if k == 0 or v != sources[k - 1]]
        stops = stops[:: max(1, len(stops) // 24)]
        starts = np.searchsorted(used, stops)
        _, before = dijkstra(graph, indices=starts, return_predecessors=True)
        ring: set[int] = set()
        for row, goal in enumerate(np.roll(starts, -1)):
            step = int(goal)
            while step >= 0:
                ring.add(int(used[step]))
                step = int(before[row, step])
        free = np.ones(len(points), dtype=bool)
        free[list(ring)] = False
        kept = free[edges[:, 0]] & free[edges[:, 1]]
        _, label = connected_components(edge_graph(edges[kept], np.ones(int(kept.sum())), len(points)), directed=False)
        outside = np.bincount(label[free]).argmax()
        skin = np.zeros(len(points), dtype=bool)
        skin[edges.ravel()] = True
        inside: NDArray[np.bool_] = (label != outside) & free & skin
        return inside, ~free & skin

    def _region(self, region: str) -> Floats:
        member = self.regions().members(region)
        if member is None:
            raise PlaceError(f"unknown region '{region}'")
        points, edges = self.geodesics.points, self.geodesics.edges
        border = edges[member[edges[:, 0]] != member[edges[:, 1]]]
        middle = points[border].mean(axis=1)
        _, sources = query(self.geodesics.tree, middle)
        along = self.geodesics.distance(sources, _BEND * (REACH_CM + _SLACK_CM) + 1.0)
        near = np.flatnonzero(np.isfinite(along) | member)
        distance, _ = query(cKDTree(middle), points[near])
        result = np.full(len(points), REACH_CM, dtype=np.float32)
        gated = np.maximum(distance, np.nan_to_num(along[near], posinf=99.0) / _BEND - _SLACK_CM)
        result[near] = np.where(member[near], -distance, np.minimum(gated, REACH_CM))
        return self._smoothed(result, near)

    def _smoothed(self, field: Floats, near: NDArray[np.int64]) -> Floats:
        """Round off the steps that a border along edges has."""
        edges = self.geodesics.edges
        count = np.bincount(edges.ravel(), minlength=len(field)).astype(np.float32)
        for _ in range(3):
            total = np.bincount(edges[:, 0], field[edges[:, 1]], len(field)) + np.bincount(
                edges[:, 1], field[edges[:, 0]], len(field)
            )
            mean = total / np.maximum(count, 1)
            close = near[np.abs(field[near]) < 1.5]
            field[close] = 0.5 * field[close] + 0.5 * mean[close]
        return field
