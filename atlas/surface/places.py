"""From a place in words to a point on the skin."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Between, Landmark, LandmarkPlace, LeftOf, Place, Toward
from atlas.surface.errors import PlaceError
from atlas.surface.geodesics import Geodesics, lengths_along, point_along


@dataclass(frozen=True)
class SkinPoint:
    """A point on the skin of the first body: its position (3,) in cm and the nearest fine vertex."""

    position: NDArray[np.float64]
    vertex: int


class Places:
    """Finds places; remembers what it found."""

    def __init__(self, geodesics: Geodesics, landmarks: Mapping[str, Landmark]) -> None:
        self.geodesics = geodesics
        self.landmarks = landmarks
        self._known: dict[Place, SkinPoint] = {}

    def find(self, place: Place) -> SkinPoint:
        """The point of a place. Raises PlaceError for an unknown landmark or a distance beyond the path."""
        if place not in self._known:
            self._known[place] = self._find(place)
        return self._known[place]

    def _find(self, place: Place) -> SkinPoint:
        match place:
            case LandmarkPlace(name):
                landmark = self.landmarks.get(name)
                if landmark is None:
                    raise PlaceError(f"unknown landmark '{name}'")
                return self._at_vertex(landmark.vertex)
            case LeftOf(inner):
                return self.mirrored(self.find(inner))
            case Between(first, second, at):
                path = self.path([first, second])
                return self._on(point_along(path, at * float(lengths_along(path)[-1])))
            case Toward(start, toward, cm):
                path = self.path([start, toward])
                length = float(lengths_along(path)[-1])
                if cm > length + 0.05:
                    raise PlaceError(f"{cm:g} cm is beyond the end of the path, which is {length:.1f} cm long")
                return self._on(point_along(path, cm))
            case _:
                assert_never(place)

    def mirrored(self, point: SkinPoint) -> SkinPoint:
        """The same point of the other side."""
        return SkinPoint(
            point.position * np.array([-1.0, 1.0, 1.0]), int(self.geodesics.model.fine_mirror[point.vertex])
        )

    def path(self, places: Sequence[Place]) -> NDArray[np.float64]:
        """The geodesic polyline (k, 3) through two or more places."""
        found = [self.find(place) for place in places]
        parts: list[NDArray[np.float64]] = []
        for a, b in itertools.pairwise(found):
            line = self.geodesics.path(a.vertex, b.vertex).copy()
            # The places' own positions, not the vertices beside them.
            line[0], line[-1] = a.position, b.position
            parts.append(line if not parts else line[1:])
        return np.concatenate(parts) if parts else np.stack([found[0].position] * 2)

    def _at_vertex(self, vertex: int) -> SkinPoint:
        return SkinPoint(self.geodesics.points[vertex], vertex)

    def _on(self, position: NDArray[np.float64]) -> SkinPoint:
        return SkinPoint(position, self.geodesics.nearest(position))
