"""Every card of the dataset can be asked in every form of its kind, and the same way each time."""

from __future__ import annotations

import pytest

from atlas.anatomy import Certainty, Effect, Side
from atlas.study.cards import NOTE_KINDS, Card, CardError, CardKind, parsed
from atlas.study.facts import Facts
from atlas.study.questions import FORMS, Form, all_cards, ask, reach_of, uncertain, without_pain


def test_there_are_cards_of_every_kind(cards: tuple[Card, ...]) -> None:
    assert {card.kind for card in cards} == set(CardKind)


def test_ids_are_unique_and_read_back(cards: tuple[Card, ...]) -> None:
    ids = [card.id for card in cards]
    assert len(set(ids)) == len(ids)
    assert [parsed(card_id) for card_id in ids] == list(cards)


def test_cards_are_the_same_each_time(facts: Facts, cards: tuple[Card, ...]) -> None:
    assert all_cards(facts) == cards


def test_every_card_is_asked_in_every_form(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in cards:
        for form in FORMS[card.kind]:
            for side in Side:
                question = ask(facts, card, side, form, seed=5)
                assert question.card == card
                assert question.form is form
                assert question.prompt[-1] in ".?"
                assert question.right <= {choice.id for choice in question.choices} or not question.choices
                assert question.half <= question.right


def test_every_kind_can_be_answered_without_a_mouse() -> None:
    by_hand = {Form.PAINT, Form.PUT_POINT}
    assert all(set(forms) - by_hand for forms in FORMS.values())
    assert set(FORMS) == set(CardKind)


def test_a_seed_makes_the_same_question_and_another_seed_another(facts: Facts) -> None:
    card = parsed("pattern:infraspinatus:TrP1")
    assert ask(facts, card, seed=3) == ask(facts, card, seed=3)
    assert len({ask(facts, card, seed=seed).choices for seed in range(8)}) > 4


def test_a_question_shows_its_pattern_on_the_side(facts: Facts) -> None:
    question = ask(facts, parsed("pattern:infraspinatus:TrP1"), Side.LEFT)
    assert [(each.muscle, each.point, each.side) for each in question.shown] == [("infraspinatus", "TrP1", Side.LEFT)]
    # What would give the answer away is not shown.
    assert ask(facts, parsed("paint:infraspinatus:TrP1")).shown == ()
    assert ask(facts, parsed("region:front-of-shoulder"), Side.LEFT).part == ("front-of-shoulder", Side.LEFT)


def test_a_point_of_the_left_alone_is_asked_there(facts: Facts) -> None:
    question = ask(facts, parsed("place:rectus-abdominis:TrP5"))
    assert question.side is Side.LEFT
    assert "on the left" in question.prompt


def test_points_without_pain_are_only_placed(facts: Facts, cards: tuple[Card, ...]) -> None:
    silent = [card for card in cards if without_pain(facts, card)]
    assert silent
    assert {card.kind for card in silent} == {CardKind.PLACE}
    for card in silent:
        assert facts.point(card.muscle, card.point).effect is Effect.AUTONOMIC
        with pytest.raises(CardError, match="no pattern of pain"):
            ask(facts, Card(CardKind.PATTERN, card.muscle, card.point))


def test_uncertain_cards_are_flagged(facts: Facts, cards: tuple[Card, ...]) -> None:
    doubtful = [card for card in cards if uncertain(facts, card)]
    assert doubtful
    for card in doubtful:
        assert facts.point(card.muscle, card.point).certainty is Certainty.UNCERTAIN
        assert ask(facts, card).uncertain
    assert not uncertain(facts, parsed("origin:longus-colli"))


@pytest.mark.parametrize(
    "card_id",
    [
        "pattern:unicorn:TrP1",
        "pattern:infraspinatus:TrP77",
        "paint:infraspinatus:TrP77",
        "place:infraspinatus:TrP77",
        "place:unicorn:TrP1",
        "region:horn",
        "region:below-knee",  # where no muscle refers pain to
        "reach:infraspinatus:TrP1:sole-of-heel",
        "reach:unicorn:TrP1:sole-of-heel",
        "origin:unicorn",
        "caution:unicorn",
        "innervation:piriformis",  # the nerve to piriformis
    ],
)
def test_cards_of_another_dataset_are_told(facts: Facts, card_id: str) -> None:
    with pytest.raises(CardError):
        ask(facts, parsed(card_id))


def test_a_form_of_another_kind_is_told(facts: Facts) -> None:
    with pytest.raises(CardError, match="not asked in the form 'paint'"):
        ask(facts, parsed("origin:infraspinatus"), form=Form.PAINT)


def test_reach_asks_of_what_is_skipped_and_of_as_much_that_is_covered(facts: Facts) -> None:
    asked = reach_of(facts, "scalenus-minimus", "TrP1")
    assert asked["outer-elbow"] is False
    assert asked["outer-upper-arm"] is True
    for muscle in facts.muscles:
        for first, *_ in facts.groups[muscle]:
            truth = list(reach_of(facts, muscle, first).values())
            assert truth.count(True) <= truth.count(False)


def test_reach_has_yes_and_no_in_like_numbers(facts: Facts, cards: tuple[Card, ...]) -> None:
    right = [ask(facts, card).right for card in cards if card.kind is CardKind.REACH]
    assert len(right) > 60
    assert 0.4 < right.count(frozenset({"yes"})) / len(right) <= 0.5


def test_every_muscle_is_asked_of_in_its_notes(facts: Facts, cards: tuple[Card, ...]) -> None:
    for kind in NOTE_KINDS:
        asked = {card.muscle for card in cards if card.kind is kind}
        assert len(asked) > 0.8 * len(facts.muscles)
