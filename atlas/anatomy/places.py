"""Places on the skin, said in words. Where they lie on the mesh is worked out by `atlas.surface`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named point of the skin of the right side or the midline.

    `vertex` is a vertex of the hm08 skin, 0 to 13379; `midline` says that the point is its own mirror image.
    """

    name: str
    vertex: int
    description: str
    midline: bool = False


@dataclass(frozen=True, slots=True)
class LandmarkPlace:
    """The place of a landmark."""

    name: str


@dataclass(frozen=True, slots=True)
class Between:
    """A point on the geodesic from `first` (at 0) to `second` (at 1)."""

    first: Place
    second: Place
    at: float


@dataclass(frozen=True, slots=True)
class Toward:
    """The point `cm` centimetres along the geodesic from `start` toward another place, on the male body."""

    start: Place
    toward: Place
    cm: float


@dataclass(frozen=True, slots=True)
class LeftOf:
    """The mirror image of a place on the left side."""

    place: Place


Place: TypeAlias = LandmarkPlace | Between | Toward | LeftOf


def landmark_names(place: Place) -> Iterator[str]:
    """The names of the landmarks that a place is said by, in reading order."""
    match place:
        case LandmarkPlace(name):
            yield name
        case Between(first, second, _) | Toward(first, second, _):
            yield from landmark_names(first)
            yield from landmark_names(second)
        case LeftOf(inner):
            yield from landmark_names(inner)
