"""Decks are plain choices among cards."""

from __future__ import annotations

import pytest

from atlas.anatomy import Area
from atlas.study.cards import NOTE_KINDS, Card, CardError, CardKind
from atlas.study.decks import (
    EXAMINATION_SETS,
    area_of,
    certain,
    known,
    of_areas,
    of_examination,
    of_ids,
    of_kinds,
    of_muscles,
)
from atlas.study.facts import Facts
from atlas.study.questions import uncertain


def test_every_card_belongs_to_a_part_of_the_body(facts: Facts, cards: tuple[Card, ...]) -> None:
    assert all(area_of(card, facts.muscles, facts.regions) is not None for card in cards)
    assert area_of(Card(CardKind.ORIGIN, "unicorn"), facts.muscles, facts.regions) is None
    assert area_of(Card(CardKind.REGION, region="horn"), facts.muscles, facts.regions) is None


def test_the_parts_of_the_body_share_out_all_cards(facts: Facts, cards: tuple[Card, ...]) -> None:
    decks = [of_areas(cards, {area}, facts.muscles, facts.regions) for area in Area]
    assert sum(map(len, decks)) == len(cards)
    assert all(decks)


def test_a_region_stands_in_the_deck_of_its_part(facts: Facts, cards: tuple[Card, ...]) -> None:
    deck = of_areas(cards, {Area.SHOULDER}, facts.muscles, facts.regions)
    assert Card(CardKind.REGION, region="front-of-shoulder") in deck
    assert Card(CardKind.PATTERN, "infraspinatus", "TrP1") in deck
    assert all(card.muscle != "soleus" for card in deck)


def test_examination_sets_cover_the_body(facts: Facts, cards: tuple[Card, ...]) -> None:
    decks = {each.id: of_examination(cards, each.id, facts.muscles, facts.regions) for each in EXAMINATION_SETS}
    assert decks["all"] == cards
    assert all(decks.values())
    parts = set().union(*(deck for name, deck in decks.items() if name != "all"))
    assert parts == set(cards)
    with pytest.raises(CardError, match="no examination set 'toes'"):
        of_examination(cards, "toes", facts.muscles, facts.regions)


def test_kinds_favourites_and_ids(cards: tuple[Card, ...]) -> None:
    assert {card.kind for card in of_kinds(cards, NOTE_KINDS)} == set(NOTE_KINDS)
    assert {card.muscle for card in of_muscles(cards, {"soleus", "unicorn"})} == {"soleus"}
    ids = ["paint:soleus:TrP1", "gone:soleus", "origin:soleus", "paint:soleus:TrP1"]
    assert [card.id for card in of_ids(cards, ids)] == ["paint:soleus:TrP1", "origin:soleus"]


def test_decks_can_leave_out_what_is_uncertain(facts: Facts, cards: tuple[Card, ...]) -> None:
    doubtful = {card.id for card in cards if uncertain(facts, card)}
    left = certain(cards, doubtful)
    assert len(left) == len(cards) - len(doubtful)
    assert not any(card.muscle == "longus-colli" and card.point for card in left)


def test_ids_of_an_older_dataset_are_told(cards: tuple[Card, ...]) -> None:
    found = known(["origin:soleus", "origin:unicorn", "smell:soleus"], cards)
    assert found.known == ("origin:soleus",)
    assert "any more" in found.unknown["origin:unicorn"]
    assert "there is no kind 'smell'" in found.unknown["smell:soleus"]
