"""How well a trigger point explains a drawing: on skin of sixty vertices, and with the atlas' own patterns."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from atlas.anatomy import Grade, Side
from atlas.edition import Edition
from atlas.finder.index import Candidate, PainIndex, pain_index, zone_index
from atlas.finder.ranking import LEAST, Answer, rank
from atlas.surface.bound import Bound
from atlas.surface.field import Field
from atlas.surface.patterns import MusclePattern, PointPattern
from tests.finder.small_index import (
    MIRROR,
    TENTHS,
    VERTICES,
    Floats,
    areas,
    drawings,
    even,
    index_of,
    plain,
    zones,
)

QUICK = settings(max_examples=30, deadline=None)
# Scores are told to six places.
CLOSE = 1e-5


def by_number(index: PainIndex, weights: Floats) -> dict[int, Answer]:
    return {answer.number: answer for answer in rank(index, weights)}


def score(index: PainIndex, weights: Floats, number: int) -> float:
    """A candidate's score, 0 where it is no answer."""
    found = by_number(index, weights).get(number)
    return found.score if found is not None else 0.0


# ---- what every score keeps to ---------------------------------------------------------------------------------------


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings())
def test_scores_and_shares_lie_between_none_and_all(zones: list[Floats], areas: Floats, weights: Floats) -> None:
    for answer in rank(index_of(zones, areas), weights):
        assert 0 < answer.score <= 1
        assert 0 < answer.explained <= 1
        assert 0 <= answer.essential <= answer.explained + CLOSE
        assert 0 <= answer.unpainted <= 1
        assert 0 < answer.overlap <= 1


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings())
def test_only_what_is_touched_is_an_answer(zones: list[Floats], areas: Floats, weights: Floats) -> None:
    touched = {number for number, zone in enumerate(zones) if ((zone > 0) & (weights > 0)).any()}
    assert set(by_number(index_of(zones, areas), weights)) == touched


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings())
def test_the_score_is_reckoned_as_it_is_told(zones: list[Floats], areas: Floats, weights: Floats) -> None:
    for number, answer in by_number(index_of(zones, areas), weights).items():
        matched = outside = lacking = covered = essential = 0.0
        for zone, area, weight in zip(zones[number].tolist(), areas.tolist(), weights.tolist(), strict=True):
            pain = area * (0.5 + 0.5 * weight) if weight else 0.0
            matched += pain * zone
            covered += pain if zone else 0
            essential += pain if zone == 1 else 0
            outside += pain if not zone else 0
            if not weight and zone:
                lacking += area * (0.2 if zone == 1 else 0.02)
        whole = covered + outside
        assert answer.score == pytest.approx(matched / (matched + outside + lacking), abs=1e-4)
        assert answer.explained == pytest.approx(covered / whole, abs=1e-4)
        assert answer.essential == pytest.approx(essential / whole, abs=1e-4)


@QUICK
@given(zones=zones(), areas=areas(), number=st.integers(0, 5))
def test_a_drawing_that_is_the_pattern_is_explained_wholly(zones: list[Floats], areas: Floats, number: int) -> None:
    assume(number < len(zones) and zones[number].any())
    answer = by_number(index_of(zones, areas), np.sign(zones[number]))[number]
    assert answer.score == pytest.approx(1, abs=CLOSE)
    assert answer.explained == pytest.approx(1, abs=CLOSE)
    assert answer.overlap == pytest.approx(1, abs=CLOSE)
    assert answer.unpainted == pytest.approx(0, abs=CLOSE)


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings(), data=st.data())
def test_more_pain_inside_a_zone_never_lowers_its_score(
    zones: list[Floats], areas: Floats, weights: Floats, data: st.DataObject
) -> None:
    index, number = index_of(zones, areas), data.draw(st.integers(0, len(zones) - 1))
    inside = np.flatnonzero((zones[number] > 0) & (weights < 1)).tolist()
    assume(inside)
    more = more_pain(weights, data.draw(st.sampled_from(inside)), data)
    assert score(index, more, number) >= score(index, weights, number) - CLOSE


def test_one_strong_spot_inside_a_zone_does_not_belittle_the_rest() -> None:
    index = index_of([plain(*range(20))], even())
    weak = plain(*range(5), strength=0.2)
    peak = weak.copy()
    peak[5] = 1.0
    assert score(index, peak, 0) > score(index, weak, 0)


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings(), data=st.data())
def test_more_pain_outside_a_zone_never_raises_its_score(
    zones: list[Floats], areas: Floats, weights: Floats, data: st.DataObject
) -> None:
    index, number = index_of(zones, areas), data.draw(st.integers(0, len(zones) - 1))
    outside = np.flatnonzero((zones[number] == 0) & (weights < 1)).tolist()
    assume(outside)
    more = more_pain(weights, data.draw(st.sampled_from(outside)), data)
    assert score(index, more, number) <= score(index, weights, number) + CLOSE


def more_pain(weights: Floats, vertex: int, data: st.DataObject) -> Floats:
    """A drawing with one vertex painted, or painted more strongly than it was."""
    more = weights.copy()
    more[vertex] = data.draw(st.sampled_from([s for s in TENTHS if s > weights[vertex]]))
    return more


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings(), gain=st.sampled_from([0.5, 1.0]), data=st.data())
def test_a_wider_zone_without_pain_never_has_a_higher_score(
    zones: list[Floats], areas: Floats, weights: Floats, gain: float, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(zones) - 1))
    bare = np.flatnonzero((zones[number] == 0) & (weights == 0)).tolist()
    assume(bare)
    wider = [zone.copy() for zone in zones]
    wider[number][data.draw(st.sampled_from(bare))] = gain
    before, after = index_of(zones, areas), index_of(wider, areas)
    assert score(after, weights, number) <= score(before, weights, number) + CLOSE


# ---- how strong it is ------------------------------------------------------------------------------------------------

# Still a tenth and more at 0.3 times the strength.
STRONG = [np.float32(0), *TENTHS[4:]]


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings(STRONG))
def test_mild_pain_has_the_same_causes_as_strong_pain(zones: list[Floats], areas: Floats, weights: Floats) -> None:
    index = index_of(zones, areas)
    strong, mild = by_number(index, weights), by_number(index, weights * np.float32(0.3))
    assert set(strong) == set(mild)
    for number, answer in strong.items():
        assert mild[number].overlap == pytest.approx(answer.overlap, abs=CLOSE)
        assert mild[number].unpainted == pytest.approx(answer.unpainted, abs=CLOSE)
        # What strong pain counts for is at most 1.54 times what 0.3 times as strong pain does: 1 against 0.65.
        assert 0.65 * answer.score - CLOSE <= mild[number].score <= answer.score / 0.65 + CLOSE


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings(), tenth=st.integers(1, 9))
def test_pain_of_one_strength_everywhere_has_the_same_shares_whatever_it_is(
    zones: list[Floats], areas: Floats, weights: Floats, tenth: int
) -> None:
    index, whole = index_of(zones, areas), np.sign(weights)
    strong, mild = by_number(index, whole), by_number(index, whole * np.float32(tenth / 10))
    assert set(strong) == set(mild)
    for number, answer in strong.items():
        assert mild[number].explained == pytest.approx(answer.explained, abs=CLOSE)
        assert mild[number].essential == pytest.approx(answer.essential, abs=CLOSE)
        assert answer.score / 2 - CLOSE <= mild[number].score <= answer.score + CLOSE


@pytest.mark.parametrize("strength", TENTHS[1:])
def test_a_pattern_is_explained_wholly_however_strong_it_is(strength: float) -> None:
    index = index_of([plain(*range(20)), plain(*range(5, 12))], even())
    assert score(index, plain(*range(20), strength=strength), 0) == pytest.approx(1)


# ---- order -----------------------------------------------------------------------------------------------------------


@QUICK
@given(zones=zones(), areas=areas(), weights=drawings())
def test_the_best_stands_first_and_equals_stand_as_they_are_given(
    zones: list[Floats], areas: Floats, weights: Floats
) -> None:
    # Every zone twice, so that there are equals.
    index = index_of([*zones, *zones], areas)
    found = rank(index, weights)
    scores = [answer.score for answer in found]
    assert all(one >= other - 1e-6 for one, other in itertools.pairwise(scores))
    place = {answer.number: row for row, answer in enumerate(found)}
    for number in range(len(zones)):
        if number in place:
            assert place[number] < place[number + len(zones)]
    assert found == rank(index, weights)
    assert all(answer.candidate == index.candidates[answer.number] for answer in found)


@pytest.mark.parametrize("strength", [0.0, LEAST / 2, LEAST])
def test_where_nothing_hurts_there_is_no_answer(strength: float) -> None:
    weights = np.full(VERTICES, strength, dtype=np.float32)
    assert rank(index_of([plain(1, 2, 3)], even()), weights) == []


def test_pain_where_no_zone_is_has_no_answer() -> None:
    assert rank(index_of([plain(1, 2, 3), plain()], even()), plain(40)) == []


# ---- sides -----------------------------------------------------------------------------------------------------------


def both_sides(zones: list[Floats], areas: Floats) -> PainIndex:
    """Zones of one side, and their mirror images; each vertex is as large as its twin."""
    sides = [(zone if side is Side.RIGHT else zone[MIRROR]) for zone in zones for side in Side]
    names = [Candidate(f"muscle-{number}", "TrP1", side) for number in range(len(zones)) for side in Side]
    return index_of(sides, np.maximum(areas, areas[MIRROR]), names)


@QUICK
@given(zones=zones(most=3), areas=areas(), weights=drawings())
def test_a_mirrored_drawing_has_the_mirrored_answer(zones: list[Floats], areas: Floats, weights: Floats) -> None:
    index = both_sides(zones, areas)
    here, there = ({answer.candidate: answer for answer in rank(index, w)} for w in (weights, weights[MIRROR]))
    assert len(here) == len(there)
    for candidate, answer in here.items():
        twin = there[Candidate(candidate.muscle, candidate.point, candidate.side.other)]
        told = [(a.score, a.explained, a.essential, a.unpainted, a.overlap) for a in (answer, twin)]
        assert told[0] == pytest.approx(told[1], abs=CLOSE)


def field(*inside: int, edge: tuple[int, ...] = ()) -> Field:
    """A zone that holds some vertices, and knows of others beyond its edge."""
    vertices = np.array(sorted([*inside, *edge]), dtype=np.int32)
    return Field(vertices, np.where(np.isin(vertices, inside), -1, 1).astype(np.float32))


NOWHERE = Bound(np.zeros((1, 3), np.int32), np.full((1, 3), 1 / 3, np.float32))


def test_the_index_knows_both_sides_and_where_zones_overlap() -> None:
    points = (
        PointPattern("TrP1", NOWHERE, field(1, 2, edge=(3,)), field(2, 4)),
        PointPattern("TrP2", NOWHERE, field(5), field(), only=Side.LEFT),
        PointPattern("TrP3", NOWHERE, field(), field(edge=(6,))),
    )
    pattern = MusclePattern("soleus", points, NOWHERE, (1,), field())
    index = pain_index([pattern], even(2.0), MIRROR)
    assert [(c.point, c.side) for c in index.candidates] == [
        ("TrP1", Side.RIGHT), ("TrP1", Side.LEFT), ("TrP2", Side.LEFT),
    ]  # fmt: skip
    zones = [dict(zip(*(part.tolist() for part in index.zone(number)), strict=True)) for number in range(3)]
    assert zones == [{1: 1.0, 2: 1.0, 4: 0.5}, {31: 1.0, 32: 1.0, 34: 0.5}, {35: 1.0}]
    assert index.zone_areas.tolist() == [6, 6, 2]
    entries, owner = index.over(np.array([4, 0, 2]))
    assert index.gain[entries].tolist() == [0.5, 1.0]
    assert owner.tolist() == [0, 2]


def test_single_zones_have_an_index_of_their_own() -> None:
    index = zone_index({"c6": field(1, 2), "knee": field(3)}, even(), MIRROR)
    assert [(c.muscle, c.side) for c in index.candidates] == [(n, s) for n in ("c6", "knee") for s in Side]
    (best, *_) = rank(index, plain(31, 32))
    assert best.candidate == Candidate("c6", "", Side.LEFT)
    assert best.score == pytest.approx(1)


# ---- the atlas' own patterns -----------------------------------------------------------------------------------------


def confused(edition: Edition, one: Candidate, other: Candidate) -> bool:
    """Whether one of two muscles says that it has the other's pattern."""
    if one.muscle == other.muscle:
        return True
    muscles = edition.library.muscles
    pairs = ((one.muscle, other.muscle), (other.muscle, one.muscle))
    return any(b in {shared.muscle for shared in muscles[a].shares_pattern_with} for a, b in pairs)


def drawn(index: PainIndex, number: int, *, evenly: bool) -> tuple[Floats, NDArray[np.int64]]:
    """A pattern painted back, as strong everywhere or half as strong in the spillover, and its vertices."""
    vertices, gains = index.zone(number)
    weights = np.zeros(index.vertices, dtype=np.float32)
    weights[vertices] = 1 if evenly else gains
    return weights, vertices


@pytest.mark.parametrize("evenly", [True, False], ids=["evenly", "by grade"])
def test_every_pattern_painted_back_finds_its_muscle(edition: Edition, evenly: bool) -> None:
    index = edition.pain_index()
    assert {c.muscle for c in index.candidates} == {
        muscle.id
        for muscle in edition.library.muscles.values()
        if any(point.refers.zones(grade) for point in muscle.trigger_points for grade in Grade)
    }
    lost = []
    for number, candidate in enumerate(index.candidates):
        weights, vertices = drawn(index, number, evenly=evenly)
        found = rank(index, weights)
        best, own = found[0], next(answer for answer in found if answer.number == number)
        assert own.score == pytest.approx(1, abs=1e-4)
        same = np.array_equal(np.sort(index.zone(best.number)[0]), np.sort(vertices))
        alike = best.score - own.score <= 1e-3 and (same or confused(edition, candidate, best.candidate))
        if best.candidate.muscle != candidate.muscle and not alike:
            lost.append(f"{candidate} is taken for {best.candidate}")
    assert lost == []


def test_a_pattern_painted_on_the_left_has_the_mirrored_answer(edition: Edition) -> None:
    index, mirror = edition.pain_index(), edition.model.fine_mirror
    for number in range(0, len(index.candidates), 40):
        weights, _ = drawn(index, number, evenly=False)
        here, there = ({answer.candidate: answer for answer in rank(index, w)} for w in (weights, weights[mirror]))
        for candidate, answer in here.items():
            twin = there.get(Candidate(candidate.muscle, candidate.point, candidate.side.other))
            if twin is None:
                point = edition.pattern(candidate.muscle).point(candidate.point)
                assert point is not None
                assert point.only is candidate.side, candidate
            else:
                assert twin.score == pytest.approx(answer.score, abs=1e-3), candidate
