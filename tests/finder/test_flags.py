"""Red flags: which of them a drawing and the chosen symptoms raise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from atlas.anatomy import Occasion, RedFlag, Side, Urgency
from atlas.edition import Edition
from atlas.finder.drawing import Drawing
from atlas.finder.flags import raised, region_shares
from atlas.surface.region_map import RegionMap
from tests.finder.small_index import VERTICES, Floats, areas, drawings

QUICK = settings(max_examples=40, deadline=None)
NAMES = ("belly", "chest", "breastbone")
BOTH = tuple(Side)

Shares = dict[tuple[str, Side], float]


def occasion(
    *regions: str, symptoms: tuple[str, ...] = (), least: float = 0.1, sides: tuple[Side, ...] = BOTH
) -> Occasion:
    return Occasion(regions, symptoms, least, sides)


def flag(name: str, *when: Occasion, urgency: Urgency = Urgency.SOON) -> RedFlag:
    return RedFlag(name, name, urgency, when, ("A question?",), "Do this.", "Said to the patient.", ())


def told(flags: list[RedFlag], shares: Shares, *symptoms: str) -> list[str]:
    return [found.id for found in raised(flags, shares, symptoms)]


# ---- how much of a region is painted ---------------------------------------------------------------------------------


@st.composite
def tilings(draw: st.DrawFn) -> RegionMap:
    """Three regions, one of them on the midline, and some skin in none."""
    label = draw(arrays(np.int16, VERTICES, elements=st.integers(-1, 2)))
    x = draw(arrays(np.float32, VERTICES, elements=st.sampled_from([-5, -0.5, 0, 0.5, 5])))
    return RegionMap(NAMES, frozenset({"breastbone"}), label, x)


@QUICK
@given(tiling=tilings(), areas=areas(), weights=drawings())
def test_shares_are_those_of_the_painted_skin(tiling: RegionMap, areas: Floats, weights: Floats) -> None:
    whole: dict[tuple[str, Side], float] = {}
    part: dict[tuple[str, Side], float] = {}
    for label, x, area, weight in zip(
        tiling.label.tolist(), tiling.side_x.tolist(), areas.tolist(), weights.tolist(), strict=True
    ):
        if label >= 0:
            name = NAMES[label]
            sides = BOTH if name == "breastbone" else (Side.LEFT,) if x > 0.01 else (Side.RIGHT,) if x < -0.01 else ()
            for side in sides:
                whole[name, side] = whole.get((name, side), 0) + area
                part[name, side] = part.get((name, side), 0) + (area if weight else 0)
    shares = region_shares(tiling, areas, weights)
    assert shares == pytest.approx({key: part[key] / whole[key] for key in whole if part[key]}, abs=1e-5)
    assert all(0 < share <= 1 + 1e-6 for share in shares.values())


def test_where_nothing_or_hardly_anything_is_painted_no_region_is_told() -> None:
    tiling = RegionMap(NAMES, frozenset(), np.zeros(VERTICES, np.int16), np.zeros(VERTICES, np.float32))
    skin = np.ones(VERTICES, dtype=np.float32)
    assert region_shares(tiling, skin, np.zeros(VERTICES, np.float32)) == {}
    assert region_shares(tiling, skin, np.full(VERTICES, 0.01, np.float32)) == {}


# ---- what is raised --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("share", "is_raised"), [(0.0, False), (0.249, False), (0.25, True), (1.0, True)])
def test_a_flag_is_raised_from_its_least_share_on(share: float, is_raised: bool) -> None:
    heart = flag("heart", occasion("chest", "breastbone", least=0.25))
    assert told([heart], {("breastbone", Side.LEFT): share}) == (["heart"] if is_raised else [])


def test_shares_of_different_regions_and_sides_are_not_added() -> None:
    heart = flag("heart", occasion("chest", "breastbone", least=0.25))
    shares = {("chest", Side.LEFT): 0.2, ("chest", Side.RIGHT): 0.2, ("breastbone", Side.LEFT): 0.2}
    assert told([heart], shares) == []


def test_a_flag_of_one_side_is_not_raised_by_the_other() -> None:
    spleen = flag("spleen", occasion("belly", sides=(Side.LEFT,)))
    assert told([spleen], {("belly", Side.RIGHT): 1.0}) == []
    assert told([spleen], {("belly", Side.LEFT): 0.5}) == ["spleen"]


def test_where_regions_and_symptoms_are_asked_for_both_must_be_there() -> None:
    kidney = flag("kidney", occasion("belly", symptoms=("fever", "chills")))
    painted: Shares = {("belly", Side.RIGHT): 0.5}
    assert told([kidney], painted) == []
    assert told([kidney], {}, "fever") == []
    assert told([kidney], painted, "cough") == []
    assert told([kidney], painted, "chills") == ["kidney"]


def test_any_of_its_groups_raises_a_flag_and_only_once() -> None:
    heart = flag("heart", occasion("chest"), occasion(symptoms=("sweating",)), occasion("belly", symptoms=("faint",)))
    painted: Shares = {("chest", Side.LEFT): 1.0}
    assert told([heart], painted) == ["heart"]
    assert told([heart], {}, "sweating") == ["heart"]
    assert told([heart], {("belly", Side.LEFT): 1.0}, "faint") == ["heart"]
    assert told([heart], painted, "sweating", "faint") == ["heart"]
    assert told([heart], {("belly", Side.LEFT): 1.0}) == []


@QUICK
@given(urgencies=st.lists(st.sampled_from(list(Urgency)), max_size=8))
def test_the_most_urgent_stands_first_and_equals_stand_as_written(urgencies: list[Urgency]) -> None:
    flags = [flag(f"{number}", occasion(symptoms=("fever",)), urgency=u) for number, u in enumerate(urgencies)]
    found = raised(flags, {}, {"fever"})
    order = [Urgency.EMERGENCY, Urgency.SAME_DAY, Urgency.SOON]
    assert [(order.index(one.urgency), int(one.id)) for one in found] == sorted(
        (order.index(u), number) for number, u in enumerate(urgencies)
    )


# ---- the atlas' own red flags ----------------------------------------------------------------------------------------


def painted(edition: Edition, *regions: str, side: Side = Side.RIGHT) -> Floats:
    """These regions painted wholly, on one side."""
    weights = np.zeros(edition.model.fine_vertices, dtype=np.float32)
    for name in regions:
        inside = edition.regions.members(name)
        assert inside is not None
        weights[inside if side is Side.RIGHT else inside[edition.model.fine_mirror]] = 1
    return weights


def shares_of(edition: Edition, weights: NDArray[np.float32]) -> Shares:
    return region_shares(edition.regions, edition.skin.geodesics.areas.astype(np.float32), weights)


def told_of(edition: Edition, weights: NDArray[np.float32], *symptoms: str) -> list[str]:
    return told(list(edition.pain_words.flags.values()), shares_of(edition, weights), *symptoms)


def test_pain_over_the_breastbone_asks_for_the_heart(edition: Edition) -> None:
    (found, *_) = raised(
        edition.pain_words.flags.values(), shares_of(edition, painted(edition, "breastbone")), frozenset()
    )
    assert found.urgency is Urgency.EMERGENCY
    assert "heart" in found.title


@pytest.mark.parametrize("side", BOTH)
def test_a_sore_shoulder_raises_no_flag(edition: Edition, side: Side) -> None:
    weights = painted(edition, "front-of-shoulder", "outer-shoulder", side=side)
    assert shares_of(edition, weights) == pytest.approx(
        {("front-of-shoulder", side): 1, ("outer-shoulder", side): 1}, abs=1e-3
    )
    assert told_of(edition, weights) == []
    assert told_of(edition, weights, "fever"), "with a fever it does"


def test_numbness_of_the_saddle_is_an_emergency_wherever_it_hurts(edition: Edition) -> None:
    found = raised(edition.pain_words.flags.values(), {}, {"saddle-numbness"})
    assert found
    assert found[0].urgency is Urgency.EMERGENCY
    assert found[0].id in told_of(edition, painted(edition, "back-of-heel"), "saddle-numbness")


@pytest.mark.parametrize("region", ["breastbone", "perineum", "throat"])
def test_a_region_of_the_midline_counts_under_both_sides(edition: Edition, region: str) -> None:
    assert shares_of(edition, painted(edition, region)) == pytest.approx({(region, side): 1 for side in Side})


@pytest.mark.parametrize("region", ["front-of-shoulder", "low-back", "epigastrium"])
def test_a_mirrored_drawing_has_the_mirrored_shares(edition: Edition, region: str) -> None:
    # As the window marks a place by name: with a soft edge, which crosses the middle of the body a little.
    weights = Drawing.mask(edition.region_field(region), edition.model.fine_vertices)
    right, left = (shares_of(edition, w) for w in (weights, weights[edition.model.fine_mirror]))
    midline = edition.regions.midline
    mirrored = {(name, side if name in midline else side.other): share for (name, side), share in left.items()}
    for part in {*right, *mirrored}:
        assert mirrored.get(part, 0) == pytest.approx(right.get(part, 0), abs=0.03), part


def test_every_group_of_every_flag_can_be_raised(edition: Edition) -> None:
    for found in edition.pain_words.flags.values():
        for when in found.when:
            shares = {(when.regions[0], when.sides[0]): when.least_share} if when.regions else {}
            assert raised([found], shares, when.symptoms[:1]) == [found], found.id


def test_every_symptom_that_is_offered_can_raise_a_flag(edition: Edition) -> None:
    words = edition.pain_words
    used = {symptom for found in words.flags.values() for when in found.when for symptom in when.symptoms}
    assert used == set(words.symptoms)


def test_nothing_painted_and_nothing_chosen_raises_nothing(edition: Edition) -> None:
    assert told_of(edition, painted(edition)) == []
