"""Cards: what can be asked, each under an id that stays the same from one start to the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_PART = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


class CardKind(StrEnum):
    """What a card asks, in the order in which a beginner meets it."""

    ORIGIN = "origin"
    INSERTION = "insertion"
    ACTION = "action"
    INNERVATION = "innervation"
    CAUTION = "caution"
    PLACE = "place"
    PATTERN = "pattern"
    REACH = "reach"
    REGION = "region"
    PAINT = "paint"

    @property
    def parts(self) -> tuple[str, ...]:
        """What follows the kind in a card's id, by the names of the card's fields."""
        return _PARTS[self]


_OF_A_POINT = ("muscle", "point")
_PARTS = {
    CardKind.ORIGIN: ("muscle",),
    CardKind.INSERTION: ("muscle",),
    CardKind.ACTION: ("muscle",),
    CardKind.INNERVATION: ("muscle",),
    CardKind.CAUTION: ("muscle",),
    CardKind.PLACE: _OF_A_POINT,
    CardKind.PATTERN: _OF_A_POINT,
    CardKind.REACH: (*_OF_A_POINT, "region"),
    CardKind.REGION: ("region",),
    CardKind.PAINT: _OF_A_POINT,
}

# The kinds that ask about a muscle's notes, about its trigger points, and about where the pain is felt.
NOTE_KINDS = (CardKind.ORIGIN, CardKind.INSERTION, CardKind.ACTION, CardKind.INNERVATION, CardKind.CAUTION)
PAIN_KINDS = (CardKind.PATTERN, CardKind.REACH, CardKind.REGION, CardKind.PAINT)


class CardError(ValueError):
    """An id that is no card's, or a card about something that the dataset does not have."""


@dataclass(frozen=True, slots=True)
class Card:
    """Something to learn. `muscle`, `point` and `region` are ids of the dataset, empty where the kind needs none."""

    kind: CardKind
    muscle: str = ""
    point: str = ""
    region: str = ""

    @property
    def id(self) -> str:
        """The card in a word: `paint:infraspinatus:TrP1`."""
        return ":".join([self.kind.value, *(str(getattr(self, part)) for part in self.kind.parts)])


def parsed(card_id: str) -> Card:
    """The card of an id. It need not be one of the dataset. Raises CardError for what is no id of a card."""
    word, *parts = card_id.split(":")
    try:
        kind = CardKind(word)
    except ValueError:
        raise CardError(f"'{card_id}' is no card: there is no kind '{word}'") from None
    if len(parts) != len(kind.parts) or not all(map(_PART.fullmatch, parts)):
        wanted = ":".join([kind.value, *(part.upper() for part in kind.parts)])
        raise CardError(f"'{card_id}' is no card: it should be {wanted}")
    return Card(kind, **dict(zip(kind.parts, parts, strict=True)))
