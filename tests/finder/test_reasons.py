"""Why a trigger point is an answer: the regions that are named, and the sentence that names them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from atlas.anatomy import Region
from atlas.data import read_library
from atlas.edition import Edition
from atlas.finder.index import Candidate
from atlas.finder.reasons import Reason, reason, sentence, spoken
from atlas.surface.region_map import RegionMap
from tests.finder.small_index import VERTICES, Floats, areas, drawings, even, index_of, plain, zones

QUICK = settings(max_examples=40, deadline=None)
NAMES = ("neck", "shoulder", "arm", "hand", "back", "leg")
REGIONS: Mapping[str, Region] = read_library().regions


def tiling_of(label: NDArray[np.int16]) -> RegionMap:
    return RegionMap(NAMES, frozenset(), label, np.zeros(VERTICES, np.float32))


TILINGS = st.builds(tiling_of, arrays(np.int16, VERTICES, elements=st.integers(-1, len(NAMES) - 1)))
TENS = tiling_of(np.repeat(np.arange(6, dtype=np.int16), 10))


def lists(why: Reason) -> list[tuple[str, ...]]:
    return [why.essential, why.spillover, why.missed]


# ---- which regions are named -----------------------------------------------------------------------------------------


@QUICK
@given(zones=zones(), tiling=TILINGS, areas=areas(), weights=drawings(), data=st.data())
def test_a_region_stands_in_one_list_only_and_where_most_of_its_pain_lies(
    zones: list[Floats], tiling: RegionMap, areas: Floats, weights: Floats, data: st.DataObject
) -> None:
    assume(weights.any())
    index, number = index_of(zones, areas), data.draw(st.integers(0, len(zones) - 1))
    why = reason(index, tiling, weights, number)
    named = [name for part in lists(why) for name in part]
    assert len(set(named)) == len(named)
    assert all(len(part) <= 2 for part in lists(why))
    for own, gain in zip(lists(why), (1.0, 0.5, 0.0), strict=True):
        for name in own:
            here = (tiling.label == NAMES.index(name)) & (weights > 0)
            assert (zones[number][here] == gain).any(), f"{name} has pain there"


@QUICK
@given(zones=zones(), tiling=TILINGS, areas=areas(), weights=drawings(), data=st.data())
def test_the_regions_of_most_pain_are_named_first(
    zones: list[Floats], tiling: RegionMap, areas: Floats, weights: Floats, data: st.DataObject
) -> None:
    assume(weights.any())
    number = data.draw(st.integers(0, len(zones) - 1))
    why = reason(index_of(zones, areas), tiling, weights, number)
    pain = areas.astype(np.float64) * weights
    # How much of all pain each region holds in each part of the pattern.
    shares: list[dict[str, float]] = []
    for gain in (1.0, 0.5, 0.0):
        part = np.where(zones[number] == gain, pain, 0)
        shares.append({n: float(part[tiling.label == k].sum() / pain.sum()) for k, n in enumerate(NAMES)})
    for own, share in zip(lists(why), shares, strict=True):
        told = [share[name] for name in own]
        # Of two that are alike either may stand first.
        assert all(one >= other - 1e-6 for one, other in itertools.pairwise(told))
        assert all(value >= 0.04 - 1e-6 for value in told)
        assert all(share[name] >= max(other[name] for other in shares) - 1e-6 for name in own)
        here = [
            name for name in NAMES if all(share[name] > other[name] + 1e-6 for other in shares if other is not share)
        ]
        left_out = [share[name] for name in here if name not in own]
        least = min(told) if len(told) == 2 else 0.04
        assert all(value <= least + 1e-6 for value in left_out)


def test_essential_spillover_and_the_rest_are_told_apart() -> None:
    zone = plain(*range(10)) + plain(*range(10, 20), strength=0.5)
    why = reason(index_of([zone], even()), TENS, plain(*range(30)), 0)
    assert why == Reason(("neck",), ("shoulder",), ("arm",))


def test_a_region_that_a_zone_cuts_in_two_is_named_once() -> None:
    zone = plain(*range(8))
    why = reason(index_of([zone], even()), TENS, plain(*range(10), *range(20, 30)), 0)
    assert why == Reason(("neck",), (), ("arm",))


def test_where_hardly_any_pain_lies_no_region_is_named() -> None:
    weights = plain(*range(20)) + plain(20, strength=0.5)
    why = reason(index_of([plain(*range(30))], even()), TENS, weights, 0)
    assert why == Reason(("neck", "shoulder"), (), ())


def test_two_regions_are_named_and_no_more() -> None:
    weights = sum((plain(*range(10 * k, 10 * k + 10), strength=0.9 - 0.2 * k) for k in range(4)), plain())
    assert reason(index_of([plain(*range(60))], even()), TENS, weights, 0).essential == ("neck", "shoulder")


def test_skin_without_a_region_is_not_named() -> None:
    bare = tiling_of(np.full(VERTICES, -1, dtype=np.int16))
    why = reason(index_of([plain(*range(30))], even()), bare, plain(*range(40)), 0)
    assert why == Reason((), (), ())
    assert sentence(why, REGIONS) == "It touches the edge of what is marked."


@QUICK
@given(zones=zones(most=2), tiling=TILINGS, weights=drawings())
def test_the_reason_does_not_hang_on_how_strong_it_all_is(
    zones: list[Floats], tiling: RegionMap, weights: Floats
) -> None:
    assume(weights.any())
    index = index_of(zones, even())
    # Half the strength is exact, so that equal shares stay equal.
    assert reason(index, tiling, weights * np.float32(0.5), 0) == reason(index, tiling, weights, 0)


# ---- the atlas' own patterns -----------------------------------------------------------------------------------------


def test_of_a_pattern_painted_back_nothing_is_missed(edition: Edition) -> None:
    index, tiling = edition.pain_index(), edition.regions
    for number, candidate in enumerate(index.candidates):
        weights = np.zeros(index.vertices, dtype=np.float32)
        weights[index.zone(number)[0]] = 1
        why = reason(index, tiling, weights, number)
        assert why.missed == (), candidate
        assert why.essential or why.spillover, candidate


def test_the_shoulder_is_the_reason_for_infraspinatus_and_the_heel_is_not(edition: Edition) -> None:
    index = edition.pain_index()
    weights = np.zeros(index.vertices, dtype=np.float32)
    for name in ("front-of-shoulder", "sole-of-heel"):
        inside = edition.regions.members(name)
        assert inside is not None
        weights[inside] = 1
    # `Side` is a string, so a candidate may be looked up by it.
    number = next(
        k for k, c in enumerate(index.candidates) if (c.muscle, c.point, c.side) == ("infraspinatus", "TrP1", "right")
    )
    assert isinstance(index.candidates[number], Candidate)
    told = sentence(reason(index, edition.regions, weights, number), edition.library.regions)
    assert told.startswith("Its essential zone covers the front of the shoulder")
    assert told.endswith("It does not reach the sole of the heel.")


# ---- in words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (Reason(("kneecap",), (), ()), "Its essential zone covers the kneecap."),
        (Reason(("kneecap", "groin"), (), ()), "Its essential zone covers the kneecap and the groin."),
        (Reason(("kneecap",), ("groin",), ()), "Its essential zone covers the kneecap; it spills into the groin."),
        (Reason((), ("groin",), ()), "Only its spillover reaches the groin."),
        (Reason((), (), ("groin",)), "It touches the edge of what is marked. It does not reach the groin."),
        (
            Reason(("kneecap",), ("groin",), ("ear", "chin")),
            "Its essential zone covers the kneecap; it spills into the groin. It does not reach the ear and the chin.",
        ),
        (Reason((), (), ()), "It touches the edge of what is marked."),
        (Reason(("elsewhere",), (), ()), "Its essential zone covers elsewhere."),
    ],
)
def test_a_reason_is_a_sentence(why: Reason, told: str) -> None:
    assert sentence(why, REGIONS) == told


PLACE_WORDS = {
    "above", "across", "along", "around", "at", "behind", "below", "beneath", "beside", "between", "beyond", "in",
    "inside", "just", "near", "on", "outside", "over", "the", "under", "where",
}  # fmt: skip


def test_a_region_has_an_article_only_where_it_is_a_thing() -> None:
    wrong = []
    for region in REGIONS.values():
        first, second = spoken(region).split()[:2]
        if (first == "the" and second in PLACE_WORDS) or (first != "the" and first not in PLACE_WORDS):
            wrong.append(spoken(region))
    assert wrong == []


def test_a_region_is_not_cut_short_in_the_middle_of_a_list() -> None:
    for name in ("middle-toes-top", "middle-toes-under"):
        assert "toes" in spoken(REGIONS[name]), spoken(REGIONS[name])


def test_no_two_regions_are_named_with_the_same_words() -> None:
    # "Its essential zone covers the front of the thigh. It does not reach the front of the thigh."
    named: dict[str, list[str]] = {}
    for name, region in REGIONS.items():
        named.setdefault(spoken(region), []).append(name)
    assert {words: names for words, names in named.items() if len(names) > 1} == {}
