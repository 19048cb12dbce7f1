"""After an answer: what is right, why, and both patterns."""

from __future__ import annotations

import pytest

from atlas.anatomy import Side
from atlas.finder.index import Candidate
from atlas.study.cards import Card, CardKind, parsed
from atlas.study.facts import Facts
from atlas.study.feedback import Feedback, difference_sentence, feedback, shown_sides
from atlas.study.marking import Chosen, Nothing, Typed, mark
from atlas.study.questions import FORMS, Form, ask


def after(facts: Facts, card_id: str, answer: str, form: Form | None = None, side: Side = Side.RIGHT) -> Feedback:
    question = ask(facts, parsed(card_id), side, form)
    reply = Typed(answer) if form is Form.TYPE_NAME else Chosen(frozenset({answer}))
    return feedback(facts, question, reply, mark(facts, question, reply))


@pytest.mark.parametrize("kind", list(CardKind))
def test_every_card_says_what_is_right(facts: Facts, cards: tuple[Card, ...], kind: CardKind) -> None:
    for card in (card for card in cards if card.kind is kind):
        for form in FORMS[kind]:
            question = ask(facts, card, form=form)
            said = feedback(facts, question, Nothing(), mark(facts, question, Nothing()))
            assert said.right
            assert "  " not in f"{said.right}{said.reason}{said.remark}"
            if kind in (CardKind.PATTERN, CardKind.PAINT, CardKind.REACH):
                assert [(each.muscle, each.point) for each in said.truth] == [(card.muscle, card.point)]
                assert said.reason.endswith((".", ")"))


def test_a_wrong_pattern_is_shown_beside_the_right_one_with_the_reason(facts: Facts) -> None:
    said = after(facts, "pattern:infraspinatus:TrP1", "supraspinatus")
    assert said.right == "Infraspinatus (TrP1, TrP2 and TrP3)"
    assert "Its essential zone covers" in said.reason
    assert "Supraspinatus does not reach the front of the shoulder" in said.reason
    assert said.truth == (Candidate("infraspinatus", "TrP1", Side.RIGHT),)
    assert [each.muscle for each in said.taken] == ["supraspinatus"]


def test_the_wrong_point_that_is_shown_is_the_likest(facts: Facts) -> None:
    said = after(facts, "pattern:trapezius-lower:TrP4", "infraspinatus", Form.TYPE_NAME)
    assert said.taken == (Candidate("infraspinatus", "TrP4", Side.RIGHT),)


def test_both_are_shown_on_the_side_that_was_asked(facts: Facts) -> None:
    said = after(facts, "pattern:infraspinatus:TrP1", "supraspinatus", Form.TYPE_NAME, Side.LEFT)
    assert shown_sides(said) == {Side.LEFT}


def test_a_right_answer_needs_no_comparison(facts: Facts) -> None:
    said = after(facts, "pattern:infraspinatus:TrP1", "infraspinatus")
    assert said.taken == ()
    assert "does not reach" not in said.reason


def test_a_twin_is_shown_without_blame(facts: Facts) -> None:
    said = after(facts, "pattern:stylohyoid:TrP1", "digastric", Form.TYPE_NAME)
    assert [each.muscle for each in said.taken] == ["digastric"]
    assert said.remark.startswith("Digastric counts as right")
    assert "Digastric does not" not in said.reason


def test_what_lies_beyond_the_pattern_is_told(facts: Facts) -> None:
    one = facts.candidate("splenius-capitis", "TrP1", Side.RIGHT)
    other = facts.candidate("scalenes", "TrP1", Side.RIGHT)
    assert one is not None
    assert other is not None
    said = difference_sentence(facts, one, other)
    assert said.startswith("Scalenes does not reach")
    assert ", but reaches" in said
    assert difference_sentence(facts, one, one) == "The pattern of Splenius capitis differs only in its outline."


def test_a_region_names_who_refers_there(facts: Facts) -> None:
    question = ask(facts, parsed("region:front-of-shoulder"))
    wrong = next(choice.id for choice in question.choices if choice.id not in question.right)
    reply = Chosen(question.right | {wrong})
    said = feedback(facts, question, reply, mark(facts, question, reply))
    assert "Infraspinatus" in said.reason
    assert said.remark == "1 too many."
    assert {each.muscle for each in said.truth} == question.right
    assert {each.muscle for each in said.taken} <= {wrong}


def test_reach_says_yes_or_no_with_the_words_of_the_notes(facts: Facts) -> None:
    said = after(facts, "reach:supinator:TrP1:back-of-wrist", "yes")
    assert said.right == "No, the pain skips this region: back of the wrist."
    assert "as a separate zone" in said.reason
    assert after(facts, "reach:supinator:TrP1:outer-elbow", "no").right.startswith("Yes, the pain is felt there")


def test_a_place_is_told_in_the_words_of_the_notes(facts: Facts) -> None:
    said = after(facts, "place:infraspinatus:TrP1", "armpit", Form.CHOOSE_ONE)
    assert said.right == "It lies in this region: flat of the shoulder blade."
    assert said.reason == facts.point("infraspinatus", "TrP1").where
    assert said.point == Candidate("infraspinatus", "TrP1", Side.RIGHT)


def test_a_wrong_note_is_given_to_its_owner(facts: Facts) -> None:
    question = ask(facts, parsed("origin:infraspinatus"))
    wrong = next(choice.id for choice in question.choices if choice.id != "infraspinatus")
    said = after(facts, "origin:infraspinatus", wrong)
    assert said.right == facts.muscles["infraspinatus"].anatomy.origin
    assert said.reason == f"What you chose belongs to {facts.muscles[wrong].name}."
    assert after(facts, "origin:infraspinatus", "infraspinatus").reason == ""


def test_a_caution_says_where_it_lies_and_what_to_do(facts: Facts) -> None:
    said = after(facts, "caution:infraspinatus", "the moon")
    caution = facts.muscles["infraspinatus"].needling.cautions[0]
    assert said.right == "Pleura and lung."
    assert said.reason == f"{caution.depth} {caution.text}"
