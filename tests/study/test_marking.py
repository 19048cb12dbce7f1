"""Marks: what a score is made of, the laws that it keeps, and full score for right answers to every card."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from atlas.anatomy import Side
from atlas.study.cards import Card, CardError, CardKind, parsed
from atlas.study.choices import held_regions
from atlas.study.facts import Facts
from atlas.study.marking import Chosen, Mark, Nothing, Painted, Placed, Typed, f_score, mark
from atlas.study.naming import Named, named
from atlas.study.questions import FORMS, Form, Question, ask
from atlas.study.rating import BANDS, Rating, harmonic, rated
from tests.study.replies import zone_paint

SHARES = st.floats(0, 1)
Flags: TypeAlias = NDArray[np.bool_]
NAMES = st.sets(st.sampled_from("abcdefgh"))


def right_reply(facts: Facts, question: Question) -> Chosen | Typed | Painted | Placed:
    card = question.card
    match question.form:
        case Form.TYPE_NAME:
            return Typed(facts.muscles[card.muscle].name)
        case Form.PAINT:
            return Painted(zone_paint(facts, question))
        case Form.PUT_POINT:
            return Placed(facts.bound_site(card.muscle, card.point, question.side))
        case _:
            return Chosen(question.right)


@pytest.mark.parametrize("kind", list(CardKind))
def test_the_right_answer_has_the_full_score(facts: Facts, cards: tuple[Card, ...], kind: CardKind) -> None:
    for card in (card for card in cards if card.kind is kind):
        for form in FORMS[kind]:
            for side in Side:
                question = ask(facts, card, side, form, seed=1)
                made = mark(facts, question, right_reply(facts, question))
                assert made.score == pytest.approx(1, abs=1e-6), (card.id, form)
                assert made.right


@pytest.mark.parametrize("kind", list(CardKind))
def test_nothing_and_wrong_choices_have_none(facts: Facts, cards: tuple[Card, ...], kind: CardKind) -> None:
    for card in (card for card in cards if card.kind is kind):
        question = ask(facts, card, seed=2)
        assert mark(facts, question, Nothing()) == Mark(0.0, Rating.AGAIN)
        for choice in question.choices:
            if choice.id not in question.right:
                made = mark(facts, question, Chosen(frozenset({choice.id})))
                assert (made.score, made.rating) == (0.0, Rating.AGAIN)


# Ratings


@given(SHARES, SHARES)
def test_a_better_score_is_never_rated_worse(a: float, b: float) -> None:
    assert rated(max(a, b)) >= rated(min(a, b))
    assert rated(a, guessed=True) <= min(rated(a), Rating.GOOD)


def test_bands() -> None:
    assert [rated(score) for score in (0, 0.44, 0.45, 0.65, 0.85, 1)] == [1, 1, 2, 3, 4, 4]
    assert [least for least, _ in BANDS] == sorted((least for least, _ in BANDS), reverse=True)


@given(SHARES, SHARES, SHARES)
def test_the_harmonic_mean_grows_with_either(a: float, b: float, c: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= harmonic(low, c) <= harmonic(high, c) + 1e-12 <= 1 + 1e-9
    assert harmonic(a, c) == pytest.approx(harmonic(c, a))


def test_what_may_be_guessed_is_at_most_good(facts: Facts) -> None:
    for card_id in ("pattern:infraspinatus:TrP1", "origin:soleus", "reach:supinator:TrP1:back-of-wrist"):
        question = ask(facts, parsed(card_id))
        assert mark(facts, question, Chosen(question.right)).rating is Rating.GOOD
    typed = ask(facts, parsed("pattern:infraspinatus:TrP1"), form=Form.TYPE_NAME)
    assert mark(facts, typed, Typed("Infraspinatus")).rating is Rating.EASY


def test_a_reply_of_another_form_is_told(facts: Facts) -> None:
    question = ask(facts, parsed("paint:infraspinatus:TrP1"))
    with pytest.raises(CardError, match="no such reply"):
        mark(facts, question, Typed("deltoid"))
    with pytest.raises(CardError, match="no such reply"):
        mark(facts, question, Chosen(frozenset({"front-of-shoulder"})))


def test_two_choices_where_one_is_asked_for_are_wrong(facts: Facts) -> None:
    question = ask(facts, parsed("origin:infraspinatus"))
    assert mark(facts, question, Chosen(frozenset(choice.id for choice in question.choices))).score == 0


def test_the_muscle_that_was_taken_is_told(facts: Facts) -> None:
    question = ask(facts, parsed("pattern:infraspinatus:TrP1"))
    wrong = next(choice.id for choice in question.choices if choice.id != "infraspinatus")
    assert mark(facts, question, Chosen(frozenset({wrong}))).taken == wrong
    assert mark(facts, question, Chosen(question.right)).taken == "infraspinatus"


# Several choices


@given(NAMES, NAMES, st.data())
def test_choosing_rightly_is_never_worse_and_wrongly_never_better(
    chosen: set[str], right: set[str], data: st.DataObject
) -> None:
    half = data.draw(st.sets(st.sampled_from(sorted(right)))) if right else set()
    score = f_score(chosen, right, half)
    assert 0 <= score <= 1 + 1e-9
    for each in "abcdefgh":
        if each not in chosen:
            more = f_score(chosen | {each}, right, half)
            assert more >= score - 1e-9 if each in right else more <= score + 1e-9
    if right:
        assert f_score(right, right, half) == pytest.approx(1)


def test_what_is_felt_by_some_counts_half() -> None:
    right, half = {"a", "b"}, {"b"}
    assert f_score({"a"}, right, half) == pytest.approx(harmonic(1, 2 / 3))
    assert f_score({"b"}, right, half) == pytest.approx(harmonic(1, 1 / 3))


def test_regions_that_a_pattern_touches_without_being_named_are_left_open(facts: Facts) -> None:
    question = ask(facts, parsed("paint:infraspinatus:TrP1"), form=Form.CHOOSE_SEVERAL)
    number = facts.candidate("infraspinatus", "TrP1", Side.RIGHT)
    assert number is not None
    *_, left_open = held_regions(facts, number)
    assert left_open
    full = mark(facts, question, Chosen(question.right | left_open))
    assert full.score == pytest.approx(1)
    assert full.remark == ""
    worse = mark(facts, question, Chosen(question.right | {"sole-of-heel"}))
    assert worse.score < 1
    assert worse.remark == "1 too many."


# Typed names


def typed(facts: Facts, right: str, text: str) -> Mark:
    group = facts.groups[right][0]
    question = ask(facts, Card(CardKind.PATTERN, right, group[0]), form=Form.TYPE_NAME)
    return mark(facts, question, Typed(text))


@pytest.mark.parametrize(
    ("right", "text"),
    [
        ("infraspinatus", "infraspinatus"),
        ("infraspinatus", "  INFRA "),
        ("infraspinatus", "musculus infraspinatus"),
        ("trapezius-upper", "Upper trapezius"),
        ("trapezius-upper", "trapezius upper"),
        ("masseter-deep", "deep layer masseter"),
        ("peroneus-tertius", "Fibularis tertius"),
        ("extensor-carpi-radialis-longus", "ECRL"),
        ("levator-scapulae", "levatorscapulae"),
    ],
)
def test_every_name_of_a_muscle_is_right(facts: Facts, right: str, text: str) -> None:
    made = typed(facts, right, text)
    assert (made.score, made.rating, made.taken, made.remark) == (1.0, Rating.EASY, right, "")


@pytest.mark.parametrize(
    ("right", "text"),
    [
        ("infraspinatus", "infraspinatis"),
        ("infraspinatus", "infarspinatus"),
        ("quadratus-lumborum-deep", "quadratus lumborum depe"),
        ("sternalis", "sternlis"),
        ("brachioradialis", "brachoradialis"),
    ],
)
def test_a_slip_of_the_pen_is_right_and_told(facts: Facts, right: str, text: str) -> None:
    made = typed(facts, right, text)
    assert made.score == pytest.approx(0.9)
    assert made.right
    assert facts.muscles[right].name in made.remark


@pytest.mark.parametrize(
    ("right", "text", "taken"),
    [
        ("infraspinatus", "supraspinatus", "supraspinatus"),
        ("infraspinatus", "supraspinatis", "supraspinatus"),
        ("adductor-hallucis", "abductor hallucis", "abductor-hallucis"),
        ("adductor-hallucis", "abductor halucis", "abductor-hallucis"),
        ("teres-minor", "teres major", "teres-major"),
        ("extensor-carpi-radialis-longus", "ECRB", "extensor-carpi-radialis-brevis"),
    ],
)
def test_another_muscles_name_is_wrong(facts: Facts, right: str, text: str, taken: str) -> None:
    made = typed(facts, right, text)
    assert (made.score, made.taken, made.unclear) == (0.0, taken, False)


def test_a_twin_is_right_and_told(facts: Facts) -> None:
    made = typed(facts, "stylohyoid", "Digastric")
    assert made.score == 1.0
    assert made.taken == "digastric"
    assert made.remark.startswith("Digastric counts as right: it shares this pattern with Stylohyoid.")
    assert "The manual takes" in made.remark
    # Said in one of the two files only.
    assert typed(facts, "semispinalis-capitis", "semispinalis cervicis").score == 1.0


def test_the_name_of_the_whole_is_half_right(facts: Facts) -> None:
    made = typed(facts, "trapezius-upper", "trapezius")
    assert (made.score, made.rating) == (0.5, Rating.HARD)
    assert "Middle trapezius" in made.remark
    assert typed(facts, "gluteus-minimus-anterior", "gluteus minimus").score == 0.5


def test_what_may_mean_several_muscles_is_unclear(facts: Facts) -> None:
    made = typed(facts, "infraspinatus", "rotator cuff")
    assert (made.score, made.unclear) == (0.0, True)
    assert "Name one muscle" in made.remark
    # One letter from each of two muscles.
    assert typed(facts, "adductor-hallucis", "aductor hallucis").unclear


@pytest.mark.parametrize("text", ["", "  ", "?", "elephant", "x", "musculus"])
def test_what_is_no_name_is_told(facts: Facts, text: str) -> None:
    made = typed(facts, "infraspinatus", text)
    assert made.score == 0
    assert made.remark == "The atlas knows no muscle of that name."


def test_every_muscle_is_known_by_its_own_names(facts: Facts) -> None:
    for muscle in facts.muscles.values():
        for text in (muscle.name, muscle.latin):
            assert named(facts, text, muscle.id).verdict is Named.RIGHT
