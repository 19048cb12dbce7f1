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

from atlas.anatomy import Region, Side
from atlas.data import read_library
from atlas.edition import Edition
from atlas.finder.drawing import Drawing
from atlas.finder.index import Candidate, indexed
from atlas.finder.reasons import Part, Reason, reason, sentence, spoken
from atlas.surface.region_map import RegionMap
from tests.finder.small_index import VERTICES, Floats, areas, drawings, even, index_of, plain, zones

QUICK = settings(max_examples=30, deadline=None)
NAMES = ("neck", "shoulder", "arm", "hand", "back", "leg")
MIDLINE = frozenset({"back"})
REGIONS: Mapping[str, Region] = read_library().regions


def tiling_of(label: NDArray[np.int16], x: NDArray[np.float32] | None = None) -> RegionMap:
    """Regions of both sides, of the right side where no x is given."""
    return RegionMap(NAMES, MIDLINE, label, np.full(VERTICES, -5, np.float32) if x is None else x)


TILINGS = st.builds(
    tiling_of,
    arrays(np.int16, VERTICES, elements=st.integers(-1, len(NAMES) - 1)),
    arrays(np.float32, VERTICES, elements=st.sampled_from([-5, 0, 5])),
)
TENS = tiling_of(np.repeat(np.arange(6, dtype=np.int16), 10))


def lists(why: Reason) -> list[tuple[Part, ...]]:
    return [why.essential, why.spillover, why.missed]


def right(*names: str) -> tuple[Part, ...]:
    return tuple((name, Side.RIGHT) for name in names)


def skin_of(tiling: RegionMap, part: Part) -> NDArray[np.bool_]:
    """The vertices of a region, on its side if it has one."""
    name, side = part
    inside: NDArray[np.bool_] = tiling.label == NAMES.index(name)
    return inside if side is None else inside & (tiling.side_x * (1 if side is Side.LEFT else -1) > 0.01)


PARTS: list[Part] = [(name, side) for name in NAMES for side in ((None,) if name in MIDLINE else tuple(Side))]


# ---- which regions are named -----------------------------------------------------------------------------------------


@QUICK
@given(zones=zones(), tiling=TILINGS, areas=areas(), weights=drawings(), data=st.data())
def test_a_region_stands_in_one_list_only_and_has_pain_there(
    zones: list[Floats], tiling: RegionMap, areas: Floats, weights: Floats, data: st.DataObject
) -> None:
    assume(weights.any())
    index, number = index_of(zones, areas), data.draw(st.integers(0, len(zones) - 1))
    why = reason(index, tiling, weights, number)
    named = [part for own in lists(why) for part in own]
    assert len(set(named)) == len(named)
    assert all(len(own) <= 2 for own in lists(why))
    for own, gain in zip(lists(why), (1.0, 0.5, 0.0), strict=True):
        for part in own:
            here = skin_of(tiling, part) & (weights > 0)
            assert (zones[number][here] == gain).any(), part


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
    shares: list[dict[Part, float]] = []
    for gain in (1.0, 0.5, 0.0):
        held = np.where(zones[number] == gain, pain, 0)
        shares.append({part: float(held[skin_of(tiling, part)].sum() / pain.sum()) for part in PARTS})
    for own, share in zip(lists(why), shares, strict=True):
        told = [share[part] for part in own]
        # Of two that are alike either may stand first.
        assert all(one >= other - 1e-6 for one, other in itertools.pairwise(told))
        assert all(value >= 0.04 - 1e-6 for value in told)
        assert all(share[part] >= max(other[part] for other in shares) - 1e-6 for part in own)
        rest = [other for other in shares if other is not share]
        here = [part for part in PARTS if all(share[part] > other[part] + 1e-6 for other in rest)]
        left_out = [share[part] for part in here if part not in own]
        least = min(told) if len(told) == 2 else 0.04
        assert all(value <= least + 1e-6 for value in left_out)


@QUICK
@given(tiling=TILINGS, weights=drawings())
def test_the_side_is_said_where_both_sides_hurt_and_there_alone(tiling: RegionMap, weights: Floats) -> None:
    assume(weights.any())
    pain = dict.fromkeys((*Side, None), 0.0)
    for name, side in PARTS:
        pain[side] += float(weights[skin_of(tiling, (name, side))].sum()) / float(weights.sum())
    assume(all(abs(pain[side] - 0.04) > 1e-3 for side in Side))
    why = reason(index_of([plain(*range(30))], even()), tiling, weights, 0)
    assert why.both == all(pain[side] > 0.04 for side in Side)
    told = sentence(why, {})
    assert ("(right)" in told or "(left)" in told) == (why.both and any(s for own in lists(why) for _, s in own))


def test_essential_spillover_and_the_rest_are_told_apart() -> None:
    zone = plain(*range(10)) + plain(*range(10, 20), strength=0.5)
    why = reason(index_of([zone], even()), TENS, plain(*range(30)), 0)
    assert why == Reason(right("neck"), right("shoulder"), right("arm"))


def test_a_region_that_a_zone_cuts_in_two_is_named_once() -> None:
    zone = plain(*range(8))
    why = reason(index_of([zone], even()), TENS, plain(*range(10), *range(20, 30)), 0)
    assert why == Reason(right("neck"), (), right("arm"))


def test_where_hardly_any_pain_lies_no_region_is_named() -> None:
    weights = plain(*range(20)) + plain(20, strength=0.5)
    why = reason(index_of([plain(*range(30))], even()), TENS, weights, 0)
    assert why == Reason(right("neck", "shoulder"), (), ())


def test_two_regions_are_named_and_no_more() -> None:
    weights = sum((plain(*range(10 * k, 10 * k + 10), strength=0.9 - 0.2 * k) for k in range(4)), plain())
    why = reason(index_of([plain(*range(60))], even()), TENS, weights, 0)
    assert why.essential == right("neck", "shoulder")


def test_the_same_region_of_both_sides_is_two_and_of_the_midline_one() -> None:
    x = np.tile(np.array([-5, 5], np.float32), VERTICES // 2)
    sided, middle = (tiling_of(np.full(VERTICES, NAMES.index(name), np.int16), x) for name in ("arm", "back"))
    index, weights = index_of([plain(*range(0, 60, 2))], even()), plain(*range(60))
    assert reason(index, sided, weights, 0) == Reason((("arm", Side.RIGHT),), (), (("arm", Side.LEFT),), both=True)
    assert reason(index, middle, weights, 0) == Reason((("back", None),), (), ())


def test_skin_without_a_region_is_not_named() -> None:
    bare = tiling_of(np.full(VERTICES, -1, dtype=np.int16))
    why = reason(index_of([plain(*range(30))], even()), bare, plain(*range(40)), 0)
    assert why == Reason((), (), ())
    assert sentence(why, REGIONS) == "It touches the edge of what is marked."


def test_a_dataset_without_regions_has_reasons_without_names() -> None:
    # As `no_regions` makes it.
    nothing = RegionMap((), frozenset(), np.full(VERTICES, -1, np.int16), np.zeros(VERTICES, np.float32))
    assert reason(index_of([plain(*range(30))], even()), nothing, plain(*range(40)), 0) == Reason((), (), ())


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
    number = index.candidates.index(Candidate("infraspinatus", "TrP1", Side.RIGHT))
    told = sentence(reason(index, edition.regions, weights, number), edition.library.regions)
    assert told.startswith("Its essential zone covers the front of the shoulder")
    assert told.endswith("It does not reach the sole of the heel.")


@pytest.mark.parametrize("name", ["front-of-shoulder", "low-back", "mid-back", "back-of-head", "epigastrium"])
@pytest.mark.parametrize("side", list(Side))
def test_a_place_that_is_marked_on_one_side_is_told_as_one_place(edition: Edition, name: str, side: Side) -> None:
    # As the window and `where --regions` mark it: with a soft edge, which crosses the middle of the body a little.
    weights = Drawing.mask(edition.region_field(name), edition.model.fine_vertices)
    if side is Side.LEFT:
        weights = weights[edition.model.fine_mirror]
    held = np.flatnonzero(weights > 0.5)
    skin = edition.skin.geodesics.areas.astype(np.float32)
    index = indexed([Candidate("any", "TrP1", side)], [held], [np.ones(len(held), np.float32)], skin)
    why = reason(index, edition.regions, weights, 0)
    assert why.essential == ((name, side),), sentence(why, edition.library.regions)
    assert not why.both, sentence(why, edition.library.regions)


# ---- in words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (Reason(right("kneecap"), (), ()), "Its essential zone covers the kneecap."),
        (Reason(right("kneecap", "groin"), (), ()), "Its essential zone covers the kneecap and the groin."),
        (
            Reason(right("kneecap"), right("groin"), ()),
            "Its essential zone covers the kneecap; it spills into the groin.",
        ),
        (Reason((), right("groin"), ()), "Only its spillover reaches the groin."),
        (Reason((), (), right("groin")), "It touches the edge of what is marked. It does not reach the groin."),
        (
            Reason(right("kneecap"), right("groin"), (("ear", Side.RIGHT), ("chin", None))),
            "Its essential zone covers the kneecap; it spills into the groin. It does not reach the ear and the chin.",
        ),
        (
            Reason((("ear", Side.LEFT), ("chin", None)), (), right("ear"), both=True),
            "Its essential zone covers the ear (left) and the chin. It does not reach the ear (right).",
        ),
        (Reason((), (), ()), "It touches the edge of what is marked."),
        (Reason(right("elsewhere"), (), ()), "Its essential zone covers elsewhere."),
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
