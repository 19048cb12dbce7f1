"""The smallest sets of muscles that explain a drawing, against trying them all."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from atlas.anatomy import Side
from atlas.edition import Edition
from atlas.finder.cover import ENOUGH, MOST, MuscleOnSide, smallest_covers, unexplained
from atlas.finder.index import Candidate, PainIndex
from tests.finder.small_index import VERTICES, Floats, areas, drawings, even, index_of, plain

QUICK = settings(max_examples=40, deadline=None)

Zones = dict[MuscleOnSide, set[int]]


@st.composite
def bodies(draw: st.DrawFn) -> PainIndex:
    """Up to eight muscles of one to three points, on both sides, over pieces of the same skin."""
    names = draw(
        st.lists(
            st.builds(
                Candidate, st.sampled_from("abcde"), st.sampled_from(["TrP1", "TrP2"]), st.sampled_from(list(Side))
            ),
            min_size=1,
            max_size=8,
            unique=True,
        )
    )
    zones = []
    for _ in names:
        start, length = draw(st.integers(0, VERTICES - 1)), draw(st.integers(1, 25))
        zone = plain(*((start + step) % VERTICES for step in range(length)))
        zone[draw(st.lists(st.integers(0, VERTICES - 1), max_size=3))] = 0.5
        zones.append(zone)
    return index_of(zones, draw(areas()), names)


def zones_of(index: PainIndex) -> Zones:
    """The skin of each muscle, all its points together."""
    zones: Zones = {}
    for number, candidate in enumerate(index.candidates):
        held = zones.setdefault(MuscleOnSide(candidate.muscle, candidate.side), set())
        held |= set(index.zone(number)[0].tolist())
    return zones


def explained(index: PainIndex, weights: Floats, muscles: tuple[MuscleOnSide, ...], zones: Zones) -> float:
    pain = index.areas.astype(np.float64) * weights
    held = sorted(set().union(*(zones[muscle] for muscle in muscles)))
    return float(pain[held].sum() / pain.sum())


def tried(index: PainIndex, weights: Floats, zones: Zones) -> dict[int, float]:
    """The most that sets of each size explain."""
    return {
        size: max(explained(index, weights, chosen, zones) for chosen in combinations(zones, size))
        for size in range(1, min(MOST, len(zones)) + 1)
    }


@QUICK
@given(index=bodies(), weights=drawings())
def test_no_smaller_set_explains_enough_and_none_of_its_size_explains_more(index: PainIndex, weights: Floats) -> None:
    zones = zones_of(index)
    assume(weights.any() and explained(index, weights, tuple(zones), zones) > 0)
    best = tried(index, weights, zones)
    assume(all(abs(share - ENOUGH) > 1e-5 for share in best.values()))
    first = smallest_covers(index, weights)[0]
    assert first.explained == pytest.approx(best[len(first.muscles)], abs=1e-5)
    assert all(share < ENOUGH for size, share in best.items() if size < len(first.muscles))
    if first.explained < ENOUGH:
        assert first.explained == pytest.approx(max(best.values()), abs=1e-5), "nothing more can be had"


@QUICK
@given(index=bodies(), weights=drawings())
def test_sets_are_what_they_say(index: PainIndex, weights: Floats) -> None:
    zones, found = zones_of(index), smallest_covers(index, weights)
    assert len(found) <= 3
    assert len({frozenset(cover.muscles) for cover in found}) == len(found)
    assert len({len(cover.muscles) for cover in found}) <= 1
    for cover in found:
        assert len(set(cover.muscles)) == len(cover.muscles) <= MOST
        assert 0 < cover.explained <= 1 + 1e-6
        assert cover.explained == pytest.approx(explained(index, weights, cover.muscles, zones), abs=1e-5)
    shares = [cover.explained for cover in found]
    assert shares == pytest.approx(sorted(shares, reverse=True), abs=1e-5)
    if shares and shares[0] >= ENOUGH:
        assert all(share >= ENOUGH for share in shares)


@QUICK
@given(index=bodies(), weights=drawings())
def test_the_three_best_sets_are_told(index: PainIndex, weights: Floats) -> None:
    zones, found = zones_of(index), smallest_covers(index, weights)
    assume(found)
    pain = set(np.flatnonzero(weights).tolist())
    shown: dict[frozenset[int], MuscleOnSide] = {}
    for muscle, held in zones.items():
        shown.setdefault(frozenset(held & pain), muscle)
    # A muscle that covers less than another is never needed, and equals stand for each other.
    needed = [muscle for held, muscle in shown.items() if held and not any(held < other for other in shown)]
    size = len(found[0].muscles)
    shares = sorted((explained(index, weights, c, zones) for c in combinations(needed, size)), reverse=True)
    enough = [share for share in shares if share >= ENOUGH] or shares
    assume(all(abs(share - ENOUGH) > 1e-5 for share in shares))
    assert [cover.explained for cover in found] == pytest.approx(enough[:3], abs=1e-5)


def test_one_muscle_is_enough_where_it_explains_nine_tenths_and_two_would_explain_all() -> None:
    names = [Candidate(name, "TrP1", Side.RIGHT) for name in ("wide", "narrow")]
    for held, muscles in ((19, {"wide"}), (17, {"wide", "narrow"})):
        index = index_of([plain(*range(held)), plain(*range(held, 20))], even(), names)
        (cover,) = smallest_covers(index, plain(*range(20)))
        assert {muscle.muscle for muscle in cover.muscles} == muscles
        assert cover.explained == pytest.approx(0.95 if held == 19 else 1)


def test_the_points_of_a_muscle_count_as_one_and_its_sides_as_two() -> None:
    names = [Candidate("soleus", f"TrP{k}", side) for side in Side for k in (1, 2)]
    index = index_of([plain(0, 1), plain(2, 3), plain(30, 31), plain(32, 33)], even(), names)
    (right,) = smallest_covers(index, plain(0, 1, 2, 3))
    assert right.muscles == (MuscleOnSide("soleus", Side.RIGHT),)
    (both,) = smallest_covers(index, plain(0, 1, 2, 3, 30, 31, 32, 33))
    assert set(both.muscles) == {MuscleOnSide("soleus", side) for side in Side}


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_nine_tenths_are_enough_however_many_muscles_share_them(parts: int) -> None:
    zones = [plain(*part.tolist()) for part in np.array_split(np.arange(18), parts)]
    found = smallest_covers(index_of([*zones, plain(18)], even()), plain(*range(20)))
    assert len(found[0].muscles) == parts
    assert found[0].explained == pytest.approx(0.9)


def test_where_three_are_too_few_the_best_three_are_told() -> None:
    index = index_of([plain(*range(10 * k, 10 * k + 10 - k)) for k in range(5)], even())
    found = smallest_covers(index, plain(*range(50)))
    assert [muscle.muscle for muscle in found[0].muscles] == ["muscle-0", "muscle-1", "muscle-2"]
    assert found[0].explained == pytest.approx(27 / 50)
    assert len(found) == 3


@pytest.mark.parametrize("weights", [plain(), plain(3, strength=0.01), plain(50)], ids=["none", "faint", "beyond"])
def test_where_no_muscle_can_be_meant_there_is_no_set(weights: Floats) -> None:
    assert smallest_covers(index_of([plain(1, 2, 3)], even()), weights) == []


@QUICK
@given(index=bodies(), weights=drawings())
def test_what_no_muscle_explains_lies_outside_every_zone_and_is_all_of_that(index: PainIndex, weights: Floats) -> None:
    given_before = weights.copy()
    left = unexplained(index, weights)
    inside = np.zeros(VERTICES, dtype=bool)
    for held in zones_of(index).values():
        inside[list(held)] = True
    assert not left[inside].any()
    assert (left[~inside] == weights[~inside]).all()
    assert (weights == given_before).all()


def test_two_patterns_of_the_atlas_painted_together_are_told_apart(edition: Edition) -> None:
    index = edition.pain_index()
    weights = np.zeros(index.vertices, dtype=np.float32)
    asked = (Candidate("infraspinatus", "TrP1", Side.RIGHT), Candidate("soleus", "TrP1", Side.LEFT))
    for candidate in asked:
        weights[index.zone(index.candidates.index(candidate))[0]] = 1
    found = smallest_covers(index, weights)
    assert len(found[0].muscles) == 2
    assert found[0].explained == pytest.approx(1, abs=1e-3)
    zones = zones_of(index)
    for cover in found:
        assert {muscle.side for muscle in cover.muscles} == set(Side)
        assert cover.explained == pytest.approx(explained(index, weights, cover.muscles, zones), abs=1e-4)
    assert not unexplained(index, weights).any()
