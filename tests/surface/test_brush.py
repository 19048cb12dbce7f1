"""The brush on the skin: it wraps round what is round, and jumps no gap."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from atlas.anatomy import Landmark
from atlas.data import read_library
from atlas.edition import Edition
from atlas.surface.body import BodyModel
from atlas.surface.brush import Brush

QUICK = settings(max_examples=15, deadline=None)
# The widest brush that is offered is 12 cm wide.
RADII = st.floats(0.2, 6)
FINGERS = ("thumb", "index", "middle", "ring", "little")

Floats = NDArray[np.float32]
Found = tuple[NDArray[np.int64], Floats]

LANDMARKS: Mapping[str, Landmark] = read_library().landmarks
NAMES = st.sampled_from(sorted(LANDMARKS))


class Hand:
    """A brush in the hand: put to a vertex of one body."""

    def __init__(self, model: BodyModel, body: str = "male") -> None:
        self.model = model
        self.points = model.mesh(body, fine=True).points
        self._brush = Brush(self.points, model.fine_skin_quads)

    def put(self, vertex: int, radius: float) -> Found:
        return self._brush.reach(vertex, self.points[vertex], radius)

    def straight(self, vertex: int, others: NDArray[np.int64]) -> Floats:
        """How far others are through the air."""
        far: Floats = np.linalg.norm(self.points[others] - self.points[vertex], axis=1)
        return far

    def parts(self, vertices: NDArray[np.int64]) -> set[str]:
        """The parts of the body that vertices lie in, as far as they belong to the base mesh."""
        base = vertices[vertices < len(self.model.segment)]
        return {self.model.segment_names[k] for k in np.unique(self.model.segment[base]).tolist()}

    def dense(self, found: Found) -> Floats:
        """The paint on the whole skin."""
        paint = np.zeros(len(self.points), dtype=np.float32)
        paint[found[0]] = found[1]
        return paint


@pytest.fixture(scope="module")
def hand(model: BodyModel) -> Hand:
    return Hand(model)


def vertex_of(name: str, model: BodyModel, *, left: bool = False) -> int:
    vertex = LANDMARKS[name].vertex
    return int(model.mirror[vertex]) if left else vertex


# ---- size ------------------------------------------------------------------------------------------------------------


@QUICK
@given(name=NAMES, radius=RADII)
def test_paint_fades_from_the_middle_out_and_is_half_as_strong_at_the_radius(
    hand: Hand, name: str, radius: float
) -> None:
    vertex = LANDMARKS[name].vertex
    found, strength = hand.put(vertex, radius)
    straight = hand.straight(vertex, found)
    assert (straight <= 1.3 * radius + 1e-4).all()
    assert (strength > 0).all()
    assert (strength <= 1).all()
    assert (strength[straight <= 0.7 * radius] > 0.999).all()
    assert (strength[straight <= radius] >= 0.5 - 1e-3).all()
    assert (strength[straight > radius] <= 0.5 + 1e-3).all()
    assert (np.diff(strength[np.argsort(straight, kind="stable")]) <= 1e-5).all()
    assert len(set(found.tolist())) == len(found)
    assert hand.dense((found, strength))[vertex] == 1


@QUICK
@given(name=NAMES, radius=RADII, grown=st.floats(1, 2))
def test_a_wider_brush_paints_all_that_a_narrower_does_and_as_strongly(
    hand: Hand, name: str, radius: float, grown: float
) -> None:
    vertex = LANDMARKS[name].vertex
    narrow, wide = (hand.dense(hand.put(vertex, r)) for r in (radius, radius * grown))
    assert (wide >= narrow - 1e-5).all()


def test_the_brush_is_as_large_as_it_says_on_flat_skin(hand: Hand, edition: Edition) -> None:
    areas = edition.skin.geodesics.areas
    vertex = LANDMARKS["infraspinous-fossa-mid"].vertex
    for radius in (3.0, 5.0):
        found, strength = hand.put(vertex, radius)
        # Full paint, half of it, and the soft edge.
        for least, share in ((0.999, 0.7), (0.5, 1.0), (0.0, 1.3)):
            measured = float(areas[found[strength >= least]].sum())
            assert measured == pytest.approx(np.pi * (share * radius) ** 2, rel=0.2)


@pytest.mark.parametrize("name", ["index-tip", "acromion", "heel-pad-centre"])
def test_a_brush_narrower_than_the_mesh_paints_one_point(hand: Hand, name: str) -> None:
    vertex = LANDMARKS[name].vertex
    found, strength = hand.put(vertex, 0.01)
    assert (found.tolist(), strength.tolist()) == ([vertex], [1.0])


def test_a_brush_put_beside_a_vertex_that_is_out_of_its_reach_still_paints(model: BodyModel) -> None:
    points = model.mesh(fine=True).points
    brush = Brush(points, model.fine_skin_quads)
    vertex = LANDMARKS["acromion"].vertex
    found, strength = brush.reach(vertex, points[vertex] + np.float32(0.5), 0.2)
    assert (found.tolist(), strength.tolist()) == ([vertex], [1.0])


# ---- sides -----------------------------------------------------------------------------------------------------------


@QUICK
@given(name=NAMES, radius=RADII)
def test_the_left_side_is_painted_as_the_right(hand: Hand, name: str, radius: float) -> None:
    model = hand.model
    right, left = (hand.dense(hand.put(vertex_of(name, model, left=left), radius)) for left in (False, True))
    assert np.abs(right[model.fine_mirror] - left).max() < 0.01


# ---- no gap is jumped ------------------------------------------------------------------------------------------------


@QUICK
@given(name=NAMES, radius=RADII)
def test_what_is_painted_is_near_along_the_skin_too(hand: Hand, edition: Edition, name: str, radius: float) -> None:
    vertex = LANDMARKS[name].vertex
    found, _ = hand.put(vertex, radius)
    along = edition.skin.geodesics.distance(np.array([vertex]), 20)[found]
    assert (along <= 1.35 * hand.straight(vertex, found) + 0.6 + 1e-3).all()


@pytest.mark.parametrize("body", ["male", "female", "male-old", "female-old", "male-heavy", "female-slight"])
def test_the_end_of_a_finger_is_painted_alone(model: BodyModel, body: str) -> None:
    hand = Hand(model, body)
    segments = np.array(model.segment_names)[model.segment]
    for finger in FINGERS:
        for left in (False, True):
            tip = vertex_of(f"{finger}-tip", model, left=left)
            ends = np.flatnonzero((segments == finger) & (hand.straight(tip, np.arange(len(segments))) < 1.8))
            assert len(ends) > 20
            for vertex in ends[::20].tolist():
                assert hand.parts(hand.put(vertex, 1.6)[0]) == {finger}, f"{finger} at {vertex}"


def test_index_and_middle_finger_lie_nearer_than_the_brush_is_wide_and_yet_apart(hand: Hand) -> None:
    one, other = LANDMARKS["index-tip"].vertex, LANDMARKS["middle-tip"].vertex
    radius = 4.0
    assert float(hand.straight(one, np.array([other]))[0]) < 1.3 * radius
    for own, beside in ((one, other), (other, one)):
        paint = hand.dense(hand.put(own, radius))
        assert paint[own] == 1
        assert paint[beside] == 0


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize(
    ("name", "radius", "parts"),
    [
        ("mid-upper-arm-inner", 5.0, {"upper-arm"}),
        ("medial-epicondyle", 6.0, {"upper-arm", "forearm"}),
        ("forearm-upper-ulnar", 6.0, {"upper-arm", "forearm"}),
        ("forearm-lower-ulnar", 6.0, {"forearm", "hand"}),
        ("thigh-mid-inner", 6.0, {"thigh"}),
    ],
)
def test_a_limb_is_painted_and_not_what_it_hangs_beside(
    hand: Hand, name: str, radius: float, parts: set[str], left: bool
) -> None:
    vertex = vertex_of(name, hand.model, left=left)
    found, _ = hand.put(vertex, radius)
    assert hand.parts(found) <= parts
    assert (np.sign(hand.points[found, 0]) == (1 if left else -1)).all(), "nothing on the other side"


def test_the_chest_wall_is_painted_and_not_the_arm_beside_it(hand: Hand) -> None:
    for name in ("mid-axillary-rib-7", "mid-axillary-rib-8", "mid-axillary-rib-10"):
        assert hand.parts(hand.put(LANDMARKS[name].vertex, 6.0)[0]) == {"trunk"}, name


def test_only_skin_is_painted_and_never_an_eyeball(hand: Hand) -> None:
    skin = np.unique(hand.model.fine_skin_quads)
    eyes = [name for name in LANDMARKS if "canthus" in name or "eyelid" in name or "orbit" in name]
    assert eyes
    for name in eyes:
        for radius in (1.0, 4.0):
            found, _ = hand.put(LANDMARKS[name].vertex, radius)
            assert np.isin(found, skin).all(), name


# ---- what is round ---------------------------------------------------------------------------------------------------

ROUND = ("front", "radial-front", "radial", "radial-back", "back", "ulnar-back", "ulnar", "ulnar-front")


def ring(level: str, *places: str) -> list[int]:
    return [LANDMARKS[f"forearm-{level}-{place}"].vertex for place in places]


@pytest.mark.parametrize("place", ["front", "back", "radial", "ulnar"])
def test_a_wide_brush_goes_all_round_the_lower_forearm(hand: Hand, place: str) -> None:
    (vertex,) = ring("lower", place)
    narrow, wide = (hand.dense(hand.put(vertex, radius)) for radius in (1.0, 6.0))
    assert (wide[ring("lower", *ROUND)] > 0.5).all()
    assert np.count_nonzero(narrow[ring("lower", *ROUND)]) == 1


@pytest.mark.parametrize(
    ("front", "behind"),
    [("front", ("radial-back", "ulnar-back")), ("back", ("radial-front", "ulnar-front")),
     ("radial", ("ulnar-front", "ulnar-back")), ("ulnar", ("radial-front", "radial-back"))],
)  # fmt: skip
def test_a_wide_brush_goes_round_both_edges_of_the_middle_forearm(
    hand: Hand, front: str, behind: tuple[str, str]
) -> None:
    (vertex,) = ring("middle", front)
    assert (hand.dense(hand.put(vertex, 6.0))[ring("middle", *behind)] > 0).all()


def test_a_brush_goes_round_a_finger(hand: Hand) -> None:
    paint = hand.dense(hand.put(LANDMARKS["middle-pulp"].vertex, 2.0))
    assert (paint[[LANDMARKS["middle-tip"].vertex, LANDMARKS["middle-pulp"].vertex]] > 0.5).all()
    segments = np.array(hand.model.segment_names)[hand.model.segment]
    tip = LANDMARKS["middle-tip"].vertex
    end = np.flatnonzero((segments == "middle") & (hand.straight(tip, np.arange(len(segments))) < 1))
    assert (paint[end] > 0).all(), "nail and pad alike"
