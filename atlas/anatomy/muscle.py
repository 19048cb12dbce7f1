"""A muscle, its trigger points and the pain that they refer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from atlas.anatomy.cautions import Needling
from atlas.anatomy.places import Place
from atlas.anatomy.regions import Area
from atlas.anatomy.sides import Side
from atlas.anatomy.sources import Citation
from atlas.anatomy.zones import Grade, Zone


class Depth(StrEnum):
    """How deep a muscle lies."""

    SUPERFICIAL = "superficial"
    INTERMEDIATE = "intermediate"
    DEEP = "deep"

    @property
    def rank(self) -> int:
        """0 for the muscles under the skin, more for what lies below them."""
        return list(Depth).index(self)


class Certainty(StrEnum):
    """How well a trigger point's pattern is established."""

    WELL_DOCUMENTED = "well documented"
    DESCRIBED = "described"
    UNCERTAIN = "uncertain"


class Effect(StrEnum):
    """What a trigger point brings about. An autonomic point refers no pain and has no zones."""

    PAIN = "pain"
    AUTONOMIC = "autonomic"


class DifferentialKind(StrEnum):
    """The tissue or structure of another cause of the same pain."""

    JOINT = "joint"
    NERVE_ROOT = "nerve root"
    NERVE_ENTRAPMENT = "nerve entrapment"
    VISCUS = "viscus"
    VESSEL = "vessel"
    BONE = "bone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Keys of a muscle in the Foundational Model of Anatomy and in Uberon, where they exist."""

    fma: str | None = None
    uberon: str | None = None


@dataclass(frozen=True, slots=True)
class Innervation:
    """The nerve that supplies a muscle, and its roots (`C5`, `Co1`, `CN XI`)."""

    nerve: str
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A muscle's attachments, action, supply and neighbours, in words."""

    origin: str
    insertion: str
    action: str
    innervation: Innervation
    relations: str


@dataclass(frozen=True, slots=True)
class Fibres:
    """A sheet of muscle fibres from one line of places to another."""

    from_line: tuple[Place, ...]
    to_line: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Referral:
    """Where a trigger point's pain is felt: as zones, as region ids and in words."""

    essential: tuple[Zone, ...]
    spillover: tuple[Zone, ...]
    felt_in_essential: tuple[str, ...]
    felt_in_spillover: tuple[str, ...]
    clinician: str
    patient: str

    def zones(self, grade: Grade) -> tuple[Zone, ...]:
        """The zones of one grade."""
        return self.essential if grade is Grade.ESSENTIAL else self.spillover

    def felt_in(self, grade: Grade) -> tuple[str, ...]:
        """The region ids of one grade."""
        return self.felt_in_essential if grade is Grade.ESSENTIAL else self.felt_in_spillover


@dataclass(frozen=True, slots=True)
class Frequency:
    """A published figure, in words, of how often something is seen."""

    text: str
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TriggerPoint:
    """A trigger point of the right side; `only` names the side of a point that exists on one side alone."""

    id: str
    name: str
    site: Place
    where: str
    palpation: str
    twitch: str
    refers: Referral
    certainty: Certainty
    sources: tuple[Citation, ...]
    certainty_note: str | None = None
    frequency: Frequency | None = None
    effect: Effect = Effect.PAIN
    only: Side | None = None


@dataclass(frozen=True, slots=True)
class SatelliteLink:
    """Another muscle, by id, whose trigger points hang together with this one's; `note` says how."""

    muscle: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Satellites:
    """The muscles that this one keeps going, and those that keep it going."""

    keeps_going: tuple[SatelliteLink, ...] = ()
    kept_going_by: tuple[SatelliteLink, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedPattern:
    """Another muscle, by id, to which the literature gives the same pattern; `note` says on what that rests."""

    muscle: str
    note: str


@dataclass(frozen=True, slots=True)
class Differential:
    """Another cause of the same pain, and how to tell it apart."""

    name: str
    kind: DifferentialKind
    tell_apart: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that a patient can do alone."""

    name: str
    steps: tuple[str, ...]
    hold: str


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle, or the head of a muscle with a pattern of its own: everything that its file says.

    `region` is the part of the body under which the atlas lists it; `fibres` may be empty.
    """

    id: str
    name: str
    latin: str
    aliases: tuple[str, ...]
    ids: Identifiers
    region: Area
    depth: Depth
    anatomy: Anatomy
    fibres: tuple[Fibres, ...]
    trigger_points: tuple[TriggerPoint, ...]
    symptoms: tuple[str, ...]
    activated_by: tuple[str, ...]
    perpetuated_by: tuple[str, ...]
    satellites: Satellites
    differential: tuple[Differential, ...]
    red_flags: tuple[str, ...]
    self_care: tuple[str, ...]
    stretch: Stretch
    in_clinic: tuple[str, ...]
    needling: Needling
    explain: str
    sources: tuple[Citation, ...]
    shares_pattern_with: tuple[SharedPattern, ...] = ()

    def point(self, point_id: str) -> TriggerPoint | None:
        """The trigger point of an id, or None."""
        return next((point for point in self.trigger_points if point.id == point_id), None)
