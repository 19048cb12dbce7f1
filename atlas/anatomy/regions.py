"""Named regions that tile the skin, and the coarse areas that order muscles and regions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from atlas.anatomy.cautions import CautionKind
from atlas.anatomy.places import Place


class Area(StrEnum):
    """A part of the body, in the order in which the atlas lists them."""

    HEAD = "head"
    NECK = "neck"
    SHOULDER = "shoulder"
    ARM = "arm"
    FOREARM = "forearm"
    HAND = "hand"
    CHEST = "chest"
    BACK = "back"
    ABDOMEN = "abdomen"
    HIP = "hip"
    THIGH = "thigh"
    LEG = "leg"
    FOOT = "foot"

    @property
    def rank(self) -> int:
        """The area's place in the order from head to foot, from 0."""
        return _RANK[self]


_RANK = {area: rank for rank, area in enumerate(Area)}


@dataclass(frozen=True, slots=True)
class Region:
    """A named region of the skin.

    It grows from its `seeds`, each a line of one or more places, until it meets its neighbours. A `midline`
    region lies on both sides as one; any other has a left twin. `beware` names what a needle may meet under it;
    `unfelt` says why no muscle of the atlas refers pain to it, where none does.
    """

    id: str
    clinician_name: str
    patient_name: str
    area: Area
    seeds: tuple[tuple[Place, ...], ...]
    midline: bool = False
    beware: tuple[CautionKind, ...] = ()
    unfelt: str | None = None


@dataclass(frozen=True, slots=True)
class Border:
    """A line through two or more places that no region crosses; a `closed` one returns to its first place."""

    name: str
    line: tuple[Place, ...]
    closed: bool = False
