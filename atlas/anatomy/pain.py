"""What is asked of a patient beside the muscles: symptoms, red flags, and the rivals of a muscle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from atlas.anatomy.sides import Side
from atlas.anatomy.sources import Citation
from atlas.anatomy.zones import Zone


class RivalKind(StrEnum):
    """What else can hurt in the same skin."""

    NERVE_ROOT = "nerve root"
    PERIPHERAL_NERVE = "peripheral nerve"
    JOINT = "joint"


@dataclass(frozen=True, slots=True)
class Rival:
    """A nerve root, nerve or joint: the skin that it supplies or refers to, on the right side."""

    id: str
    name: str
    kind: RivalKind
    zones: tuple[Zone, ...]
    felt_in: tuple[str, ...]
    tell_apart: str
    certainty: str
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Symptom:
    """Something that can be chosen by name beside the places that hurt."""

    id: str
    clinician: str
    patient: str


class Urgency(StrEnum):
    """How soon a red flag must be seen to."""

    EMERGENCY = "emergency"
    SAME_DAY = "same day"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a red flag is raised.

    Pain in `least_share` or more of one of the `regions` (on `sides`), and one of the `symptoms`; where one of the two
    is empty the other is enough.
    """

    regions: tuple[str, ...]
    symptoms: tuple[str, ...]
    least_share: float
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """What to ask before any muscle is thought of, and what to do."""

    id: str
    title: str
    urgency: Urgency
    when: tuple[Occasion, ...]
    ask: tuple[str, ...]
    do: str
    patient: str
    sources: tuple[Citation, ...]
