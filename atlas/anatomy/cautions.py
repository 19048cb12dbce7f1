"""How a muscle is needled, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from atlas.anatomy.sources import Citation


class CautionKind(StrEnum):
    """What a needle may do or meet."""

    PNEUMOTHORAX = "pneumothorax"
    VESSEL = "vessel"
    NERVE = "nerve"
    ORGAN = "organ"
    EYE = "eye"
    INFECTION = "infection"
    JOINT = "joint"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Caution:
    """A danger of needling: the structure, how deep it lies, and what to do about it."""

    kind: CautionKind
    structure: str
    depth: str
    text: str
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Needling:
    """How a muscle is needled, and what to beware of."""

    approach: str
    cautions: tuple[Caution, ...]
