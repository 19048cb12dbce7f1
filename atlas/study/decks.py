"""Decks: which cards to learn, as plain choices among cards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TypeAlias

from atlas.anatomy import Area, Muscle, Region
from atlas.study.cards import Card, CardError, CardKind, parsed

Cards: TypeAlias = tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ExaminationSet:
    """What an examination asks about: an id, a title, and the parts of the body."""

    id: str
    title: str
    areas: frozenset[Area]


# By parts of the body alone. Which muscles are the most common is not among them: the dataset has figures for a few
# trigger points only, from studies that cannot be compared.
EXAMINATION_SETS: tuple[ExaminationSet, ...] = (
    ExaminationSet("head-and-neck", "Head and neck", frozenset({Area.HEAD, Area.NECK})),
    ExaminationSet(
        "upper-quarter",
        "Upper quarter",
        frozenset({Area.NECK, Area.SHOULDER, Area.ARM, Area.FOREARM, Area.HAND, Area.CHEST}),
    ),
    ExaminationSet("trunk-and-pelvis", "Trunk and pelvis", frozenset({Area.CHEST, Area.BACK, Area.ABDOMEN, Area.HIP})),
    ExaminationSet("lower-quarter", "Lower quarter", frozenset({Area.HIP, Area.THIGH, Area.LEG, Area.FOOT})),
    ExaminationSet("all", "Whole body", frozenset(Area)),
)


def area_of(card: Card, muscles: Mapping[str, Muscle], regions: Mapping[str, Region]) -> Area | None:
    """The part of the body that a card belongs to: its muscle's, or its region's; None for what there is not."""
    if card.muscle:
        muscle = muscles.get(card.muscle)
        return muscle.region if muscle else None
    region = regions.get(card.region)
    return region.area if region else None


def of_areas(
    cards: Iterable[Card], areas: Set[Area], muscles: Mapping[str, Muscle], regions: Mapping[str, Region]
) -> Cards:
    """The cards of some parts of the body."""
    return tuple(card for card in cards if area_of(card, muscles, regions) in areas)


def of_kinds(cards: Iterable[Card], kinds: Collection[CardKind]) -> Cards:
    """The cards of some kinds."""
    return tuple(card for card in cards if card.kind in kinds)


def of_muscles(cards: Iterable[Card], muscle_ids: Set[str]) -> Cards:
    """The cards of some muscles, such as the learner's favourites."""
    return tuple(card for card in cards if card.muscle in muscle_ids)


def of_ids(cards: Iterable[Card], card_ids: Iterable[str]) -> Cards:
    """The cards of some ids, such as those that are due or were answered wrong, in the order of the ids.

    Ids that are not among the cards are left out; `known` tells which.
    """
    by_id = {card.id: card for card in cards}
    return tuple(by_id[card_id] for card_id in dict.fromkeys(card_ids) if card_id in by_id)


def of_examination(
    cards: Iterable[Card], set_id: str, muscles: Mapping[str, Muscle], regions: Mapping[str, Region]
) -> Cards:
    """The cards of an examination set. Raises CardError for one that there is not."""
    chosen = next((each for each in EXAMINATION_SETS if each.id == set_id), None)
    if chosen is None:
        raise CardError(f"there is no examination set '{set_id}'")
    return of_areas(cards, chosen.areas, muscles, regions)


def certain(cards: Iterable[Card], doubtful: Set[str]) -> Cards:
    """The cards that do not stand in a set of ids of doubtful ones."""
    return tuple(card for card in cards if card.id not in doubtful)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Ids of cards, sorted: those that the dataset has, and why each of the others is none."""

    known: tuple[str, ...]
    unknown: Mapping[str, str]


def known(card_ids: Iterable[str], cards: Iterable[Card]) -> Sorted:
    """Tell the ids of cards from those that an older dataset had, or that never were any."""
    there = {card.id for card in cards}
    found, lost = [], {}
    for card_id in card_ids:
        if card_id in there:
            found.append(card_id)
            continue
        try:
            parsed(card_id)
        except CardError as error:
            lost[card_id] = str(error)
        else:
            lost[card_id] = f"the dataset has no card '{card_id}' any more"
    return Sorted(tuple(found), lost)
