"""Marks of what is painted and placed on the body: laws, areas, sides, and distances along the skin."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from atlas.anatomy import Grade, Side
from atlas.finder.index import GAIN, Floats
from atlas.study.cards import parsed
from atlas.study.facts import Facts
from atlas.study.marking import Mark, Painted, Placed, mark
from atlas.study.painting import PaintMark, compared
from atlas.study.placing import PlaceMark, at_vertex, placed_score
from atlas.study.questions import ask
from atlas.study.rating import Rating, harmonic, rated
from tests.study.replies import zone_paint

SKIN = 40
MASKS = arrays(np.bool_, SKIN)


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
