"""Narrowing the list of muscles: by part of the body, nerve, root, caution and certainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum

from atlas.anatomy import Area, CautionKind, Certainty, Muscle


class Facet(Enum):
    """What muscles can be told apart by."""

    REGION = "region"
    NERVE = "nerve"
    ROOT = "root"
    CAUTION = "caution"
    CERTAINTY = "certainty"


# A file names its nerve as precisely as it knows it; here its branches are gathered under the nerve that a clinician
# tests. A muscle that two nerves supply is found under both. Each name, and the words that it is known by.
NERVES: Mapping[str, tuple[str, ...]] = {
    "Trigeminal nerve": ("trigeminal",),
    "Facial nerve": ("facial nerve",),
    "Spinal accessory nerve": ("accessory",),
    "Suboccipital nerve": ("suboccipital nerve",),
    "Cervical nerves": ("cervical",),
    "Phrenic nerve": ("phrenic",),
    "Dorsal scapular nerve": ("dorsal scapular",),
    "Long thoracic nerve": ("long thoracic",),
    "Suprascapular nerve": ("suprascapular",),
    "Subscapular nerves": ("subscapular",),
    "Thoracodorsal nerve": ("thoracodorsal",),
    "Nerve to subclavius": ("nerve to subclavius",),
    "Pectoral nerves": ("pectoral nerves",),
    "Axillary nerve": ("axillary",),
    "Musculocutaneous nerve": ("musculocutaneous",),
    "Radial nerve": ("radial nerve", "posterior interosseous"),
    "Median nerve": ("median", "anterior interosseous"),
    "Ulnar nerve": ("ulnar",),
    "Thoracic and intercostal nerves": ("thoracic nerves", "thoracic spinal", "intercostal", "thoracic and lumbar"),
    "Subcostal and lumbar nerves": ("subcostal", "iliohypogastric", "lumbar"),
    "Femoral nerve": ("femoral",),
    "Obturator nerve": ("obturator nerve",),
    "Gluteal nerves": ("gluteal",),
    "Sacral plexus": ("sacral", "nerve to piriformis", "nerve to obturator internus", "nerve to quadratus femoris"),
    "Pudendal nerve": ("pudendal",),
    "Sciatic nerve": ("sciatic",),
    "Tibial nerve": ("tibial", "plantar"),
    "Peroneal (fibular) nerves": ("peroneal", "fibular"),
}
_KINDS = {
    CautionKind.PNEUMOTHORAX: "Lung",
    CautionKind.VESSEL: "Vessel",
    CautionKind.NERVE: "Nerve",
    CautionKind.ORGAN: "Organ",
    CautionKind.EYE: "Eye",
    CautionKind.INFECTION: "Infection",
    CautionKind.JOINT: "Joint",
    CautionKind.OTHER: "Other",
}
# Roots from the head downward.
_CRANIAL = ("III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_SPINAL = ("C", "T", "L", "S", "Co")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a muscle must have; an empty word asks for nothing. The words are those that `choices` gives."""

    region: str = ""
    nerve: str = ""
    root: str = ""
    caution: str = ""
    certainty: str = ""

    def word(self, facet: Facet) -> str:
        """What is asked of one facet."""
        return str(getattr(self, facet.value))

    def having(self, facet: Facet, word: str) -> Filter:
        """The filter with one facet asked for; an empty word takes it back."""
        return replace(self, **{facet.value: word})

    @property
    def asked(self) -> tuple[tuple[Facet, str], ...]:
        """The facets that are asked for, with their words."""
        pairs = ((Facet(field.name), getattr(self, field.name)) for field in fields(self))
        return tuple((facet, word) for facet, word in pairs if word)

    def takes(self, muscle: Muscle) -> bool:
        """Whether a muscle has all that is asked for."""
        return all(word in words_of(muscle, facet) for facet, word in self.asked)


def words_of(muscle: Muscle, facet: Facet) -> tuple[str, ...]:
    """What a muscle is under one facet, as the list of choices says it."""
    match facet:
        case Facet.REGION:
            return (muscle.region.value.capitalize(),)
        case Facet.NERVE:
            said = muscle.anatomy.innervation.nerve.lower()
            return tuple(name for name, words in NERVES.items() if any(word in said for word in words))
        case Facet.ROOT:
            return muscle.anatomy.innervation.roots
        case Facet.CAUTION:
            there = {caution.kind for caution in muscle.needling.cautions}
            return tuple(word for kind, word in _KINDS.items() if kind in there)
        case Facet.CERTAINTY:
            there_too = {point.certainty for point in muscle.trigger_points}
            return tuple(each.value.capitalize() for each in Certainty if each in there_too)


def choices(muscles: Iterable[Muscle], chosen: Filter, facet: Facet) -> tuple[tuple[str, int], ...]:
    """What one facet can be narrowed to, and how many muscles that would leave while the other facets stay.

    In the order in which a clinician looks for them: regions and roots from the head down.
    """
    others = chosen.having(facet, "")
    count: dict[str, int] = {}
    for muscle in muscles:
        if others.takes(muscle):
            for word in words_of(muscle, facet):
                count[word] = count.get(word, 0) + 1
    return tuple((word, count[word]) for word in sorted(count, key=lambda word: _rank(facet, word)))


def _rank(facet: Facet, word: str) -> tuple[int, int, str]:
    match facet:
        case Facet.REGION:
            return list(Area).index(Area(word.lower())), 0, word
        case Facet.NERVE:
            return list(NERVES).index(word), 0, word
        case Facet.ROOT:
            letters = word.rstrip("0123456789")
            if letters.startswith("CN "):
                return 0, _CRANIAL.index(letters.removeprefix("CN ")), word
            return 1 + _SPINAL.index(letters), int(word[len(letters) :]), word
        case Facet.CAUTION:
            return list(_KINDS.values()).index(word), 0, word
        case Facet.CERTAINTY:
            return list(Certainty).index(Certainty(word.lower())), 0, word
