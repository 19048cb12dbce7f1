"""The anatomical figure: which muscle each pixel shows, and the names beside it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.anatomy import Depth, SideChoice
from atlas.edition import Edition
from atlas.render.layers import FAINT, Dress, Dressed, Musculature
from atlas.render.names import Name, names_beside
from atlas.render.plate import Extras, plate_of
from atlas.render.scene import Scene
from atlas.render.shade import Still, still
from atlas.render.views import SIDES, whole_body

QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def scene(edition: Edition) -> Scene:
    return edition.scene("male")


@pytest.fixture(scope="module")
def musculature(edition: Edition) -> Musculature:
    return edition.musculature("male")


@pytest.fixture(scope="module")
def words(edition: Edition) -> dict[str, str]:
    return {muscle.id: muscle.name for muscle in edition.library.muscles.values()}


def seen_from(scene: Scene, side: str, size: tuple[int, int] = (620, 700)) -> Still:
    return still(scene.fine, whole_body(scene.fine, SIDES[side]).camera(*size), smooth_edge=True)


def shown_muscles(dressed: Dressed) -> set[str]:
    return {dressed.dress.musculature.muscles[k] for k in np.unique(dressed.label) if k >= 0}


def test_every_muscle_of_the_atlas_is_part_of_it(edition: Edition, musculature: Musculature) -> None:
    assert set(musculature.muscles) == set(edition.library.muscles)
    assert [depth.rank for depth in musculature.depths] == sorted(depth.rank for depth in musculature.depths)


@pytest.mark.parametrize(
    ("side", "layer", "there", "not_there"),
    [
        ("front", Depth.SUPERFICIAL, {"pectoralis-major", "rectus-femoris", "biceps-brachii"}, {"gluteus-maximus"}),
        ("back", Depth.SUPERFICIAL, {"latissimus-dorsi", "gluteus-maximus", "gastrocnemius"}, {"pectoralis-minor"}),
        ("front", Depth.INTERMEDIATE, {"pectoralis-minor"}, {"pectoralis-major", "rectus-femoris"}),
        ("back", Depth.DEEP, {"piriformis", "multifidi-lumbar"}, {"latissimus-dorsi", "gluteus-maximus", "rhomboids"}),
    ],
)
def test_a_layer_shows_what_an_anatomist_would_see(
    scene: Scene, musculature: Musculature, side: str, layer: Depth, there: set[str], not_there: set[str]
) -> None:
    shown = shown_muscles(Dress(musculature, layer).on(seen_from(scene, side)))
    assert there <= shown
    assert not not_there & shown


@pytest.mark.parametrize("layer", list(Depth))
def test_nothing_above_a_layer_is_left(edition: Edition, scene: Scene, musculature: Musculature, layer: Depth) -> None:
    for side in ("front", "back"):
        shown = shown_muscles(Dress(musculature, layer).on(seen_from(scene, side)))
        assert shown
        assert all(edition.library.muscles[muscle].depth.rank >= layer.rank for muscle in shown)


@QUICK
@given(yaw=st.floats(-180, 180), seed=st.integers(0, 10_000))
def test_a_pixel_shows_a_muscle_that_covers_its_skin(
    edition: Edition, scene: Scene, musculature: Musculature, yaw: float, seed: int
) -> None:
    seen = still(scene.fine, whole_body(scene.fine, yaw).camera(220, 400), smooth_edge=False)
    dressed = Dress(musculature, Depth.SUPERFICIAL).on(seen)
    some = np.flatnonzero(dressed.label >= 0)
    pick = int(some[seed % len(some)])
    row, column = divmod(int(seen.map.pixel[pick]), seen.camera.width)
    muscle = dressed.muscle_at(column, row)
    assert muscle is not None
    corners = scene.fine.triangles[seen.map.triangle[pick]]
    pattern = edition.pattern(muscle)
    shown = scene.show(pattern, None, SideChoice.BOTH, edition.library.muscles[muscle].depth)
    assert float(seen.map.weight[pick] @ shown.belly[corners]) < 0.01


def test_beside_the_body_and_between_muscles_there_is_none(scene: Scene, musculature: Musculature) -> None:
    dressed = Dress(musculature, Depth.DEEP).on(seen_from(scene, "front"))
    assert dressed.muscle_at(0, 0) is None
    assert dressed.muscle_at(-5, 10_000) is None
    head = dressed.camera.project(np.array([[0.0, float(scene.fine.points[:, 1].max()) - 2, 5.0]]))[0][0]
    assert dressed.muscle_at(int(head[0]), int(head[1])) is None, "the crown has no deep muscle"


def test_where_one_is_to_stand_out_the_others_are_nearer_to_skin(scene: Scene, musculature: Musculature) -> None:
    bare = seen_from(scene, "front")
    strong, faint = (Dress(musculature, Depth.SUPERFICIAL, strength).on(bare) for strength in (1.0, FAINT))
    difference = [float(np.abs(d.pixels.astype(int) - bare.pixels).mean()) for d in (strong, faint)]
    assert difference[1] < 0.6 * difference[0]
    assert (strong.pixels[..., 3] == bare.pixels[..., 3]).all(), "the outline stays"
    assert bare.pixels is not strong.pixels


def test_a_still_of_the_next_body_can_be_dressed_while_the_muscles_are_still_the_last_ones(
    edition: Edition, musculature: Musculature
) -> None:
    other = seen_from(edition.scene("female"), "front")
    dressed = Dress(musculature, Depth.SUPERFICIAL).on(other)
    assert (dressed.label >= 0).mean() > 0.3


def test_a_body_without_muscles_is_pale_and_whole(scene: Scene) -> None:
    bare = seen_from(scene, "front", (200, 400))
    dressed = Dress(scene.musculature([]), Depth.SUPERFICIAL).on(bare)
    assert (dressed.label == -1).all()
    assert (dressed.pixels[..., 3] == bare.pixels[..., 3]).all()


@pytest.mark.parametrize("side", list(SIDES))
@pytest.mark.parametrize("layer", list(Depth))
def test_names_stand_beside_their_muscles_and_not_on_one_another(
    scene: Scene, musculature: Musculature, words: dict[str, str], side: str, layer: Depth
) -> None:
    dressed = Dress(musculature, layer).on(seen_from(scene, side))
    corner = (0.0, 550.0, 250.0, 700.0)
    names = names_beside(dressed, words, 1.0, [corner])
    assert len(names) > 8
    assert len({name.muscle for name in names}) == len(names), "each muscle once"
    for name in names:
        assert name.text == words[name.muscle]
        assert dressed.muscle_at(int(name.anchor[0]), int(name.anchor[1])) == name.muscle
        left, top, right, bottom = name.box
        assert left >= 0
        assert top >= 0
        assert right <= 620
        assert bottom <= 700
        assert not (left < corner[2] and bottom > corner[1] + 8 and top < corner[3]), name.text
        muscle = musculature.muscles.index(name.muscle)
        assert musculature.depths[muscle] is layer, "what shows through a gap is not of this layer"
        assert name.anchor[0] > name.x if name.left else name.anchor[0] < name.x, "no line goes through its own words"
    for one, other in itertools.combinations(names, 2):
        assert apart(one, other), f"{one.text} and {other.text}"
        assert not crossing(one, other), f"the lines of {one.text} and {other.text}"


def apart(one: Name, other: Name) -> bool:
    a, b = one.box, other.box
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.01 or b[3] <= a[1] + 0.01


def crossing(one: Name, other: Name) -> bool:
    """Do the lines cross? Told by where the points of one line lie, close together, beside the other."""
    (x, y), (end_x, end_y) = other.line_start, other.anchor
    share = np.linspace(0, 1, 400)
    along_x = one.line_start[0] + share * (one.anchor[0] - one.line_start[0])
    along_y = one.line_start[1] + share * (one.anchor[1] - one.line_start[1])
    within = (along_x > min(x, end_x)) & (along_x < max(x, end_x))
    above = along_y[within] > y + (along_x[within] - x) / (end_x - x) * (end_y - y)
    return len(above) > 0 and bool(above.any() != above.all())


def test_the_dot_lies_well_inside_what_is_seen_of_the_muscle(
    scene: Scene, musculature: Musculature, words: dict[str, str]
) -> None:
    dressed = Dress(musculature, Depth.SUPERFICIAL).on(seen_from(scene, "back"))
    anchors = {name.muscle: name.anchor for name in names_beside(dressed, words, 1.0, [])}
    for muscle in ("latissimus-dorsi", "gluteus-maximus", "gastrocnemius", "triceps-brachii"):
        x, y = anchors[muscle]
        around = {dressed.muscle_at(int(x + dx), int(y + dy)) for dx, dy in ((6, 0), (-6, 0), (0, 6), (0, -6))}
        assert around == {muscle}


def test_the_large_muscles_have_their_names(scene: Scene, musculature: Musculature, words: dict[str, str]) -> None:
    large = {
        "front": {"pectoralis-major", "rectus-femoris", "biceps-brachii", "deltoid", "external-oblique", "sartorius"},
        "back": {"latissimus-dorsi", "gluteus-maximus", "gastrocnemius", "triceps-brachii", "infraspinatus"},
    }
    for side, there in large.items():
        dressed = Dress(musculature, Depth.SUPERFICIAL).on(seen_from(scene, side, (780, 770)))
        named = {name.muscle for name in names_beside(dressed, words, 1.0, [])}
        assert there <= named
        assert not named & {"piriformis", "levator-ani", "psoas-major", "tibialis-posterior"}


def test_names_make_way_for_trigger_points_and_their_labels(
    scene: Scene, musculature: Musculature, words: dict[str, str]
) -> None:
    dressed = Dress(musculature, Depth.SUPERFICIAL).on(seen_from(scene, "front"))
    free = names_beside(dressed, words, 1.0, [])
    one = free[len(free) // 2]
    label = (one.box[0], one.box[1] - 4, one.box[0] + 40, one.box[3] + 4)
    moved = names_beside(dressed, words, 1.0, [], [label])
    for name in moved:
        box = name.box
        assert box[2] <= label[0] or label[2] <= box[0] or box[3] <= label[1] or label[3] <= box[1]
    assert len(moved) >= len(free) - 1
    assert names_beside(dressed, words, 1.0, [], [(0, 0, 1, 1)]) is free, "a label elsewhere moves nothing"


@QUICK
@given(
    left=st.floats(0, 500), top=st.floats(0, 600), width=st.floats(10, 620), height=st.floats(10, 700),
    unit=st.sampled_from([1.0, 1.25, 2.0]),
)  # fmt: skip
def test_whatever_is_covered_no_name_stands_on_another(
    scene: Scene,
    musculature: Musculature,
    words: dict[str, str],
    left: float,
    top: float,
    width: float,
    height: float,
    unit: float,
) -> None:
    dressed = Dress(musculature, Depth.SUPERFICIAL).on(seen_from(scene, "back", (310, 350)))
    box = (left / 2, top / 2, (left + width) / 2, (top + height) / 2)
    names = names_beside(dressed, words, unit / 2, [box])
    for one, other in itertools.combinations(names, 2):
        assert apart(one, other)


def test_names_are_part_of_a_plate_at_rest_and_not_of_a_moving_one(
    scene: Scene, musculature: Musculature, words: dict[str, str]
) -> None:
    dress = Dress(musculature, Depth.SUPERFICIAL)
    camera = whole_body(scene.fine, 0).camera(310, 350)
    extras = Extras(names=words)
    assert plate_of(scene, dress.on(still(scene.fine, camera, smooth_edge=False)), None, extras).names
    assert not plate_of(scene, dress.on(still(scene.coarse, camera, smooth_edge=False)), None, extras).names
    assert not plate_of(scene, still(scene.fine, camera, smooth_edge=False), None, extras).names, "in its skin"
