"""Ids of cards: there and back, and what is no id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.study.cards import NOTE_KINDS, PAIN_KINDS, Card, CardError, CardKind, parsed

WORDS = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)


@pytest.mark.parametrize(
    ("card", "card_id"),
    [
        (Card(CardKind.PATTERN, "infraspinatus", "TrP1"), "pattern:infraspinatus:TrP1"),
        (Card(CardKind.REGION, region="front-of-shoulder"), "region:front-of-shoulder"),
        (Card(CardKind.ORIGIN, "infraspinatus"), "origin:infraspinatus"),
        (Card(CardKind.REACH, "infraspinatus", "TrP1", "point-of-elbow"), "reach:infraspinatus:TrP1:point-of-elbow"),
    ],
)
def test_a_card_has_an_id_that_reads_back(card: Card, card_id: str) -> None:
    assert card.id == card_id
    assert parsed(card_id) == card


@given(st.sampled_from(CardKind), WORDS, st.integers(1, 99), WORDS)
def test_every_id_reads_back(kind: CardKind, muscle: str, number: int, region: str) -> None:
    every = {"muscle": muscle, "point": f"TrP{number}", "region": region}
    card = Card(kind, **{part: every[part] for part in kind.parts})
    assert parsed(card.id) == card


@pytest.mark.parametrize(
    ("card_id", "message"),
    [
        ("", "there is no kind ''"),
        ("smell:infraspinatus", "there is no kind 'smell'"),
        ("paint:infraspinatus", "should be paint:MUSCLE:POINT"),
        ("paint:infraspinatus:TrP1:elbow", "should be paint:MUSCLE:POINT"),
        ("origin:", "should be origin:MUSCLE"),
        ("origin:infra spinatus", "should be origin:MUSCLE"),
    ],
)
def test_what_is_no_id_is_told(card_id: str, message: str) -> None:
    with pytest.raises(CardError, match=message):
        parsed(card_id)


def test_every_kind_is_of_the_notes_or_of_the_pain_or_a_place() -> None:
    assert {*NOTE_KINDS, *PAIN_KINDS, CardKind.PLACE} == set(CardKind)
