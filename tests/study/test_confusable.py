"""Pairs that are mixed up: by overlap and by history."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.study.cards import Card, CardKind
from atlas.study.confusable import LEAST_OVERLAP, confusable, drill, partner, weight
from atlas.study.facts import Facts
from atlas.study.questions import ask

SHARES = st.floats(0, 1)
COUNTS = st.integers(0, 1000)


@given(SHARES, COUNTS)
def test_a_weight_lies_between_0_and_1(overlap: float, mistakes: int) -> None:
    assert 0 <= weight(overlap, mistakes) <= 1


@given(SHARES, SHARES, COUNTS, COUNTS)
def test_more_overlap_and_more_mistakes_weigh_more(a: float, b: float, m: int, n: int) -> None:
    assert weight(max(a, b), max(m, n)) >= weight(min(a, b), min(m, n))


def test_the_formula() -> None:
    assert weight(0.6, 0) == pytest.approx(0.3)
    assert weight(0.0, 1) == pytest.approx(1 / 6)
    assert weight(0.5, 2) == pytest.approx(0.5)


def test_without_history_the_overlap_decides(facts: Facts) -> None:
    pairs = confusable(facts, {})
    assert (pairs[0].one, pairs[0].other) == ("plantaris", "popliteus")
    assert [pair.weight for pair in pairs] == sorted((pair.weight for pair in pairs), reverse=True)
    assert len(pairs) == 20
    for pair in pairs:
        assert pair.other not in facts.twins[pair.one]
        assert pair.overlap == pytest.approx(facts.alike(pair.one, pair.other))
        assert pair.overlap >= LEAST_OVERLAP


def test_mistakes_count_in_either_direction(facts: Facts) -> None:
    history = {("soleus", "deltoid"): 2, ("deltoid", "soleus"): 3, ("soleus", "soleus"): 99, ("gone", "soleus"): 9}
    pairs = confusable(facts, history, most=1000)
    found = next(pair for pair in pairs if (pair.one, pair.other) == ("deltoid", "soleus"))
    assert found.mistakes == 5
    assert found.weight == pytest.approx(weight(found.overlap, 5))
    assert not any("gone" in (pair.one, pair.other) for pair in pairs)


def test_history_lifts_a_pair(facts: Facts) -> None:
    pairs = confusable(facts, {("plantaris", "popliteus"): 1, ("infraspinatus", "supraspinatus"): 30})
    assert ("infraspinatus", "supraspinatus") in [(pair.one, pair.other) for pair in pairs[:3]]


def test_only_the_muscles_that_are_asked_for(facts: Facts) -> None:
    pairs = confusable(facts, {}, ["infraspinatus", "supraspinatus", "deltoid", "unicorn"])
    assert pairs
    assert {each for pair in pairs for each in (pair.one, pair.other)} <= {"infraspinatus", "supraspinatus", "deltoid"}


def test_a_drill_asks_both_by_turns(facts: Facts, cards: tuple[Card, ...]) -> None:
    made = drill(facts, "infraspinatus", "supraspinatus")
    assert set(made) <= set(cards)
    assert [card.muscle for card in made[:4]] == ["infraspinatus", "supraspinatus"] * 2
    assert [card.kind for card in made] == [CardKind.PATTERN] * 4 + [CardKind.PAINT] * 4
    for card in made[:4]:
        other = partner(card, "infraspinatus", "supraspinatus")
        assert other in {choice.id for choice in ask(facts, card, beside=other).choices}
    assert partner(Card(CardKind.ORIGIN, "soleus"), "infraspinatus", "supraspinatus") == ""
    assert drill(facts, "unicorn", "gone") == ()
