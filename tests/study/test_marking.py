"""Marks: what a score is made of, the laws that it keeps, and full score for right answers to every card."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from atlas.anatomy import Grade, Side
from atlas.finder.index import GAIN, Floats
from atlas.study.cards import Card, CardError, CardKind, parsed
from atlas.study.choices import held_regions
from atlas.study.facts import Facts
from atlas.study.marking import Chosen, Mark, Nothing, Painted, Placed, Typed, f_score, mark
from atlas.study.naming import Named, named
from atlas.study.painting import PaintMark, compared
from atlas.study.placing import PlaceMark, at_vertex, placed_score
from atlas.study.questions import FORMS, Form, Question, ask
from atlas.study.rating import BANDS, Rating, harmonic, rated

SHARES = st.floats(0, 1)
SKIN = 40
Flags: TypeAlias = NDArray[np.bool_]
MASKS = arrays(np.bool_, SKIN)
NAMES = st.sets(st.sampled_from("abcdefgh"))


def zone_paint(facts: Facts, question: Question, side: Side | None = None) -> Floats:
    """A question's own pattern as paint, or the one of a side."""
    number = facts.candidate(question.card.muscle, question.card.point, side or question.side)
    assert number is not None
    paint = np.zeros(facts.index.vertices, dtype=np.float32)
    paint[facts.index.zone(number)[0]] = 1
    return paint


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


# Painting


def compare(
    vertices: NDArray[np.int64], gain: Floats, margin: NDArray[np.bool_]
) -> Callable[[NDArray[np.bool_]], float]:
    areas = np.linspace(0.5, 2, SKIN).astype(np.float32)
    return lambda painted: compared(areas, vertices, gain, margin, painted).score


@given(st.data())
def test_paint_within_never_lowers_and_paint_beyond_never_raises_the_score(data: st.DataObject) -> None:
    zone = data.draw(arrays(np.int8, SKIN, elements=st.integers(0, 2)))
    vertices = np.flatnonzero(zone)
    gain = np.where(zone[vertices] == 2, GAIN[Grade.ESSENTIAL], GAIN[Grade.SPILLOVER]).astype(np.float32)
    margin, painted = data.draw(MASKS), data.draw(MASKS)
    score = compare(vertices, gain, margin)
    before = score(painted)
    assert 0 <= before <= 1
    vertex = data.draw(st.integers(0, SKIN - 1))
    more = painted.copy()
    more[vertex] = True
    after = score(more)
    if zone[vertex]:
        assert after >= before - 1e-9
    else:
        assert after <= before + 1e-9
        if margin[vertex]:
            assert after == pytest.approx(before)
    if len(vertices):
        assert score(zone > 0) == pytest.approx(1)
    assert score(np.zeros(SKIN, dtype=bool)) == 0


def paint(facts: Facts, card_id: str, weights: Floats) -> tuple[Mark, PaintMark]:
    made = mark(facts, ask(facts, parsed(card_id)), Painted(weights))
    assert isinstance(made.detail, PaintMark)
    return made, made.detail


def test_the_essential_zone_alone_is_nearly_all(facts: Facts) -> None:
    number = facts.candidate("infraspinatus", "TrP1", Side.RIGHT)
    assert number is not None
    vertices, gain = facts.index.zone(number)
    weights = np.zeros(facts.index.vertices, dtype=np.float32)
    weights[vertices[gain == GAIN[Grade.ESSENTIAL]]] = 1
    made, detail = paint(facts, "paint:infraspinatus:TrP1", weights)
    assert made.score == pytest.approx(harmonic(1, 0.75))
    assert (detail.missed_essential, detail.too_much) == (0, 0)
    assert detail.missed_spillover > 0
    assert "Essential zone: " in made.remark
    weights[:] = 0
    weights[vertices[gain < GAIN[Grade.ESSENTIAL]]] = 1
    assert paint(facts, "paint:infraspinatus:TrP1", weights)[0].rating is Rating.AGAIN


def test_areas_add_up_to_the_pattern(facts: Facts) -> None:
    rng = np.random.default_rng(7)
    weights = rng.random(facts.index.vertices).astype(np.float32)
    number = facts.candidate("deltoid", "TrP1", Side.RIGHT)
    assert number is not None
    _, detail = paint(facts, "paint:deltoid:TrP1", weights)
    whole = detail.found_essential + detail.missed_essential + detail.found_spillover + detail.missed_spillover
    assert whole == pytest.approx(float(facts.index.zone_areas[number]), rel=1e-4)


def test_all_of_the_body_is_a_bad_answer(facts: Facts) -> None:
    made, detail = paint(facts, "paint:deltoid:TrP1", np.ones(facts.index.vertices, dtype=np.float32))
    assert made.rating is Rating.AGAIN
    assert detail.too_much > 10000


def test_a_margin_round_the_zone_is_forgiven(facts: Facts) -> None:
    near = facts.near("deltoid", "TrP1", Side.RIGHT, 0.9).astype(np.float32)
    made, detail = paint(facts, "paint:deltoid:TrP1", near)
    assert made.score == pytest.approx(1)
    assert detail.too_much == 0
    wide = facts.near("deltoid", "TrP1", Side.RIGHT, 2.4).astype(np.float32)
    assert paint(facts, "paint:deltoid:TrP1", wide)[0].score < 1


def test_faint_paint_does_not_count(facts: Facts) -> None:
    question = ask(facts, parsed("paint:deltoid:TrP1"))
    faint = zone_paint(facts, question) * np.float32(0.4)
    made = mark(facts, question, Painted(faint))
    assert made.score == 0
    assert made.remark == "Nothing was painted."


def test_the_other_side_is_told(facts: Facts) -> None:
    question = ask(facts, parsed("paint:infraspinatus:TrP1"), Side.LEFT)
    made = mark(facts, question, Painted(zone_paint(facts, question, Side.RIGHT)))
    assert made.score == 0
    assert made.remark == "This is the pattern of the other side: the left was asked for."


# Placing


@given(st.floats(0, 60), st.floats(0, 60), st.booleans())
def test_nearer_is_never_worse(a: float, b: float, small: bool) -> None:
    assert 0 <= placed_score(max(a, b), small=small) <= placed_score(min(a, b), small=small) <= 1
    assert placed_score(a, small=True) <= placed_score(a)


def test_distances_and_ratings() -> None:
    ratings = [rated(placed_score(distance)) for distance in (0, 1.9, 2.1, 3.4, 3.6, 4.9, 5.1, 40)]
    assert ratings == [4, 4, 3, 3, 2, 2, 1, 1]
    assert [rated(placed_score(distance, small=True)) for distance in (0.9, 1.7, 2.4, 2.6)] == [4, 3, 2, 1]


def put(facts: Facts, card_id: str, vertex: int, side: Side = Side.RIGHT) -> tuple[Mark, PlaceMark]:
    made = mark(facts, ask(facts, parsed(card_id), side), Placed(at_vertex(vertex)))
    assert isinstance(made.detail, PlaceMark)
    return made, made.detail


def test_distance_is_measured_along_the_skin(facts: Facts) -> None:
    start = facts.site("infraspinatus", "TrP1", Side.RIGHT)
    along = facts.along(np.array([start], dtype=np.int32))
    site = facts.bound_site("infraspinatus", "TrP1", Side.RIGHT).on(facts.points)[0]
    beside = np.linalg.norm(site - facts.points[start])
    for far in (2.0, 5.0, 9.0):
        vertex = int(np.argmin(np.abs(along - far)))
        _, detail = put(facts, "place:infraspinatus:TrP1", vertex)
        # The site lies beside its nearest vertex.
        assert detail.distance_cm == pytest.approx(far, abs=float(beside) + 0.1 * far)


def test_a_gap_is_not_jumped(facts: Facts) -> None:
    # From the inner upper arm the side of the chest is near through the air, and far along the skin.
    start = facts.site("serratus-anterior", "TrP1", Side.RIGHT)
    arm = facts.tiling.members("inner-upper-arm")
    assert arm is not None
    vertices = np.flatnonzero(arm)
    straight = np.linalg.norm(facts.points[vertices] - facts.points[start], axis=1)
    near = int(vertices[np.argmin(straight)])
    _, detail = put(facts, "place:serratus-anterior:TrP1", near)
    assert detail.distance_cm > 1.3 * float(straight.min())


def test_a_point_far_away_is_told_without_a_number(facts: Facts) -> None:
    made, detail = put(facts, "place:infraspinatus:TrP1", facts.site("soleus", "TrP1", Side.RIGHT))
    assert made.score == 0
    assert detail.distance_cm == np.inf
    assert made.remark == "Far away."


def test_another_point_of_the_muscle_is_told(facts: Facts) -> None:
    made, detail = put(facts, "place:infraspinatus:TrP1", facts.site("infraspinatus", "TrP4", Side.RIGHT))
    assert detail.nearer == "TrP4"
    assert made.remark.endswith("That is nearer to TrP4.")


def test_the_right_place_on_the_wrong_side_is_worth_half(facts: Facts) -> None:
    site = facts.bound_site("infraspinatus", "TrP1", Side.LEFT)
    made = mark(facts, ask(facts, parsed("place:infraspinatus:TrP1")), Placed(site))
    assert (made.score, made.rating) == (0.5, Rating.HARD)
    assert made.remark == "On the other side of the body: the right was asked for. There: right on it."


def test_beside_the_midline_the_side_hardly_matters(facts: Facts) -> None:
    right = facts.site("sternalis", "TrP1", Side.RIGHT)
    far = 2 * abs(float(facts.points[right, 0]))
    made, _ = put(facts, "place:sternalis:TrP1", int(facts.mirror[right]))
    assert made.score >= placed_score(1.2 * far + 0.5)


def test_scores_fall_with_the_distance(facts: Facts) -> None:
    along = facts.along(np.array([facts.site("deltoid", "TrP2", Side.RIGHT)], dtype=np.int32))
    scores = [
        put(facts, "place:deltoid:TrP2", int(np.argmin(np.abs(along - far))))[0].score for far in (0, 3, 6, 9, 14)
    ]
    assert all(nearer >= further for nearer, further in pairwise(scores))
    assert scores[0] > 0.85
    assert scores[-1] == 0
