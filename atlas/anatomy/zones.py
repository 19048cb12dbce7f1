"""Zones of the skin, said by places. Zones in a tuple are united; each may have other zones cut out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from atlas.anatomy.places import Place


class Grade(StrEnum):
    """How regularly pain is felt in a zone: in nearly everybody, or in some."""

    ESSENTIAL = "essential"
    SPILLOVER = "spillover"


@dataclass(frozen=True, slots=True)
class Spot:
    """A round zone of `radius_cm` about a place; `cut` is taken out of it."""

    at: Place
    radius_cm: float
    cut: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A strip along the geodesic through two or more places.

    `widths_cm` is one full width, or one for each place: then the strip tapers. `cut` is taken out of it.
    """

    through: tuple[Place, ...]
    widths_cm: tuple[float, ...]
    cut: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class Patch:
    """What lies within the closed loop through three or more places; `cut` is taken out of it."""

    loop: tuple[Place, ...]
    cut: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionZone:
    """A whole named region, by its id; `cut` is taken out of it."""

    region: str
    cut: tuple[Zone, ...] = ()


Zone: TypeAlias = Spot | Band | Patch | RegionZone
