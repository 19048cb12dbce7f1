"""Rasterising, painting and plates."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.anatomy import Side, SideChoice
from atlas.edition import Edition
from atlas.render.paint import Ink, Wash, paint
from atlas.render.plate import MarkKind, labelled, plate
from atlas.render.raster import rasterise
from atlas.render.scene import Scene, Shown
from atlas.render.shade import TONES, Look, Still, still
from atlas.render.spots import least_apart, spread
from atlas.render.views import CLOSE_UPS, NAMES, SIDES, View, named, whole_body

QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def scene(edition: Edition) -> Scene:
    return edition.scene("male")


@pytest.fixture(scope="module")
def shown(edition: Edition, scene: Scene) -> Shown:
    muscle = edition.library.muscles["infraspinatus"]
    return scene.show(edition.pattern(muscle.id), None, SideChoice.RIGHT, muscle.depth)


@pytest.fixture(scope="module")
def front(scene: Scene) -> Still:
    return still(scene.fine, whole_body(scene.fine, 0).camera(300, 600), smooth_edge=True)


@QUICK
@given(yaw=st.floats(-180, 180), pitch=st.floats(-60, 60), seed=st.integers(0, 10_000))
def test_a_pixel_shows_the_skin_that_projects_onto_it(scene: Scene, yaw: float, pitch: float, seed: int) -> None:
    view = replace(whole_body(scene.coarse, yaw), pitch=pitch)
    camera = view.camera(160, 320)
    seen = rasterise(scene.coarse.points, scene.coarse.triangles, camera)
    pick = seed % len(seen.pixel)
    corners = scene.coarse.triangles[seen.triangle[pick]]
    point = seen.weight[pick] @ scene.coarse.points[corners]
    xy, depth = camera.project(point[None])
    row, column = divmod(int(seen.pixel[pick]), camera.width)
    assert xy[0] == pytest.approx([column + 0.5, row + 0.5], abs=0.02)
    assert depth[0] == pytest.approx(seen.depth[row, column], abs=0.05)
    hit = seen.at(column, row)
    assert hit is not None
    assert hit[0] == seen.triangle[pick]


def test_the_nearest_skin_is_shown(scene: Scene) -> None:
    camera = whole_body(scene.coarse, 0).camera(160, 320)
    seen = rasterise(scene.coarse.points, scene.coarse.triangles, camera)
    xy, depth = camera.project(scene.coarse.points)
    column, row = xy[:, 0].astype(int), xy[:, 1].astype(int)
    # Skin that faces the viewer may stand before its pixel's centre by its slope, never by the thickness of a limb.
    facing = scene.coarse.normals @ camera.toward.astype(np.float32) > 0.6
    ahead = (depth - seen.depth[row, column])[facing]
    assert np.isfinite(ahead).mean() > 0.97
    assert np.quantile(ahead[np.isfinite(ahead)], 0.99) < 1.5


def test_nothing_is_seen_beside_the_body(front: Still) -> None:
    assert front.map.at(0, 0) is None
    assert front.map.at(-1, 5) is None
    assert front.map.at(150, 10_000) is None


def test_the_outline_is_soft_and_the_inside_opaque(front: Still) -> None:
    alpha = front.pixels[..., 3]
    assert ((alpha > 0) & (alpha < 255)).sum() > 300
    assert (alpha == 255).sum() > 20_000
    assert (alpha[:, 0] == 0).all()


def test_painting_changes_only_the_zone_and_leaves_the_still_alone(scene: Scene, front: Still, shown: Shown) -> None:
    before = front.pixels.copy()
    painted = paint(front, [Wash(Ink.ESSENTIAL, shown.essential)])
    assert (front.pixels == before).all()
    changed = (painted != before).any(axis=2)
    assert 50 < changed.sum() < 0.1 * changed.size
    inside = front.map.interpolate(scene.fine.triangles, shown.essential) < 0.3
    allowed = np.zeros(changed.size, dtype=bool)
    allowed[front.map.pixel[inside]] = True
    assert not (changed.ravel() & ~allowed).any()
    assert (painted[..., 3] == before[..., 3]).all(), "the outline stays"


def greys(scene: Scene, shown: Shown, tone: str) -> dict[str, float]:
    """How much lighter (+) or darker (-) than the skin below it each zone is on the whole, of 255."""
    camera = scene.best_view(shown).camera(600, 800)
    seen = still(scene.fine, camera, smooth_edge=False, look=Look(tone))
    weights = np.array([0.114, 0.587, 0.299])
    grey = (paint(seen, scene.washes(shown, fine=True), [scene.stipple(shown)])[..., :3] @ weights).ravel()
    plain = (seen.pixels[..., :3] @ weights).ravel()
    essential, spillover, belly = (
        seen.map.interpolate(scene.fine.triangles, field) for field in (shown.essential, shown.spillover, shown.belly)
    )
    places = {
        "essential": seen.map.pixel[essential < -0.4],
        "spillover": seen.map.pixel[(spillover < -0.4) & (essential > 0.4)],
        "muscle": seen.map.pixel[(belly < -0.3) & (essential > 0.4) & (spillover > 0.4)],
    }
    return {zone: float((grey[where] - plain[where]).mean()) for zone, where in places.items()}


def test_essential_and_spillover_stay_apart_without_colour(scene: Scene, shown: Shown) -> None:
    """In greyscale the solid zone is clearly darker than the stippled one, and the stippled one than skin."""
    found = greys(scene, shown, "light")
    assert found["essential"] < -50
    assert -45 < found["spillover"] < -15


@pytest.mark.parametrize("muscle", ["infraspinatus", "gastrocnemius"])
@pytest.mark.parametrize("tone", TONES)
def test_the_zones_stay_apart_without_colour_on_every_tone(
    edition: Edition, scene: Scene, tone: str, muscle: str
) -> None:
    depth = edition.library.muscles[muscle].depth
    found = greys(scene, scene.show(edition.pattern(muscle), None, SideChoice.RIGHT, depth), tone)
    assert abs(found["essential"] - found["spillover"]) > 18, "solid and stippled"
    assert abs(found["spillover"]) > 15, "stippled and skin"
    if tone in ("brown", "dark"):
        assert found["spillover"] - found["muscle"] > 18, "stippled and muscle"


def test_spots_of_a_small_picture_stay_apart(scene: Scene, shown: Shown) -> None:
    """Where all spots would run together, fewer are drawn, each as large as can be seen."""
    large, small = (whole_body(scene.fine, 180).camera(width, 2 * width) for width in (500, 120))
    assert least_apart(large.scale, 1.0) == 0.0, "a window's picture has them all"
    apart = least_apart(small.scale, 1.0)
    assert apart * small.scale >= 3.9
    everywhere, few = scene.spots(shown), scene.spots(shown, apart)
    assert set(few) < set(everywhere)
    points = scene.stipple(shown, spots=few).points
    away = np.linalg.norm(points[:, None] - points[None], axis=2) + np.eye(len(points)) * 99
    assert away.min() >= apart * 0.999
    assert (spread(points, apart) == np.arange(len(points))).all(), "the same points make the same choice"


def test_no_cloth_colours_the_muscles_and_none_lies_on_the_arms(edition: Edition) -> None:
    clothed = edition.scene("female")
    look = Look("light", clothed.cloth())
    assert look.cloth is not None
    marks = edition.library.landmarks
    camera = whole_body(clothed.fine, 0).camera(240, 480)
    dressed, plain = (still(clothed.fine, camera, smooth_edge=True, look=each) for each in (look, Look()))
    assert dressed.worn is not None
    assert (dressed.pixels != plain.pixels).any(axis=2).mean() > 0.03
    assert (np.abs(dressed.bare().astype(int) - plain.pixels.astype(int)) > 30).any(axis=2).mean() < 0.002
    assert look.cloth[marks["nipple"].vertex] < 0
    # The arm hangs beside the top: skin from the armpit down that lies further out than the chest.
    first = edition.scene("male").fine.points
    arm = (first[:, 1] > 118) & (first[:, 1] < 137) & (np.abs(first[:, 0]) > 17.3)
    assert (look.cloth[arm] > 0).all()


def test_the_left_side_is_the_mirror_image_of_the_right(edition: Edition, scene: Scene) -> None:
    muscle = edition.library.muscles["infraspinatus"]
    pattern = edition.pattern(muscle.id)
    right, left = (scene.show(pattern, None, side, muscle.depth) for side in (SideChoice.RIGHT, SideChoice.LEFT))
    mirror = edition.model.fine_mirror
    assert (left.essential == right.essential[mirror]).all()
    for one, other in zip(right.sites, left.sites, strict=True):
        assert other.position == pytest.approx(one.position * np.array([-1, 1, 1]), abs=1e-3)


@pytest.mark.parametrize("name", [*SIDES, *CLOSE_UPS])
@pytest.mark.parametrize("left", [False, True])
def test_r_or_l_stands_on_the_body_in_every_view(scene: Scene, shown: Shown, name: str, left: bool) -> None:
    view = named(scene.fine, name, left=left)
    camera = view.camera(400, 500)
    picture = plate(scene, camera, shown)
    assert picture.letters, name
    for letter in picture.letters:
        assert picture.pixels[int(letter.y), int(letter.x), 3] == 255, "it stands on the body"
    if name in ("front", "back"):
        assert {letter.side for letter in picture.letters} == {Side.RIGHT, Side.LEFT}


@QUICK
@given(yaw=st.floats(-180, 180), pitch=st.floats(-85, 85))
def test_letters_never_stand_on_the_wrong_side(scene: Scene, yaw: float, pitch: float) -> None:
    camera = replace(whole_body(scene.coarse, yaw), pitch=pitch).camera(200, 400)
    seen = still(scene.coarse, camera, smooth_edge=False)
    from atlas.render.letters import letters

    found = letters(seen, None)
    assert found
    for letter in found:
        hit = seen.map.at(int(letter.x), int(letter.y))
        assert hit is not None
        x = float(scene.coarse.points[scene.coarse.triangles[hit[0]][0], 0])
        assert (x < 0) == (letter.side is Side.RIGHT)


def test_the_best_view_shows_most_of_a_point_and_its_zone(edition: Edition, scene: Scene) -> None:
    behind = edition.library.muscles["infraspinatus"]
    shown = scene.show(edition.pattern(behind.id), "TrP4", SideChoice.RIGHT, behind.depth)
    assert abs(scene.best_view(shown).yaw) > 120, "a knot and a zone on the back are seen from behind"
    left = scene.show(edition.pattern(behind.id), "TrP1", SideChoice.LEFT, behind.depth)
    assert scene.best_view(left).yaw > 0, "the left shoulder is seen from the left"


def test_a_second_view_shows_what_the_first_one_hides(edition: Edition, scene: Scene) -> None:
    muscle = edition.library.muscles["infraspinatus"]
    shown = scene.show(edition.pattern(muscle.id), "TrP1", SideChoice.RIGHT, muscle.depth)
    from_behind = whole_body(scene.coarse, 180)
    companion = scene.companion_view(shown, from_behind)
    assert companion is not None
    assert abs(companion.yaw) <= 90
    flat = scene.show(edition.pattern(muscle.id), "TrP4", SideChoice.RIGHT, muscle.depth)
    assert scene.companion_view(flat, from_behind) is None


def test_a_close_up_holds_the_drawing_and_the_patterns(scene: Scene, shown: Shown) -> None:
    drawn = (shown.essential < 0).astype(np.float32)
    whole = whole_body(scene.coarse, 0.0)
    near = scene.close_up(whole, drawn, [shown])
    assert (near.yaw, near.pitch) == (whole.yaw, whole.pitch)
    assert near.down < whole.down
    camera = near.camera(230, 290)
    xy, _ = camera.project(scene.fine.points[(shown.essential < 0) | (shown.spillover < 0)])
    assert (xy >= 0).all()
    assert (xy <= (camera.width, camera.height)).all()
    # Who has gone nearer already stays there.
    assert scene.close_up(replace(near, across=20, down=20), drawn, [shown]).down == 20


def test_a_close_up_goes_to_the_side_where_the_drawing_is(edition: Edition, scene: Scene) -> None:
    field = edition.region_field("front-of-shoulder")
    drawn = np.zeros(len(scene.fine.points), dtype=np.float32)
    drawn[field.vertices[field.values < 0]] = 1
    behind = whole_body(scene.coarse, 180.0)
    assert abs(scene.close_up(behind, drawn, []).yaw) < 90
    nothing = np.zeros_like(drawn)
    assert scene.close_up(behind, nothing, []) == behind


def test_a_mark_on_the_far_side_is_told_apart(scene: Scene, shown: Shown) -> None:
    from_front = plate(scene, whole_body(scene.fine, 0).camera(300, 600), shown)
    from_behind = plate(scene, whole_body(scene.fine, 180).camera(300, 600), shown)
    assert {m.kind for m in from_front.marks} == {MarkKind.HIDDEN_POINT}
    assert {m.kind for m in from_behind.marks} == {MarkKind.TRIGGER_POINT}


def test_labels_do_not_cover_one_another(scene: Scene, shown: Shown) -> None:
    picture = plate(scene, whole_body(scene.fine, 180).camera(420, 840), shown)
    marks = labelled([replace(m, label=m.site.point) for m in picture.marks], 1.0)
    places = [m.label_at for m in marks]
    for number, (x, y) in enumerate(places):
        for u, v in places[number + 1 :]:
            assert abs(x - u) >= 30 or abs(y - v) >= 13


@pytest.mark.parametrize("body", ["female", "male-old", "female-old", "male-heavy", "female-slight"])
def test_a_pattern_lies_at_the_same_skin_on_every_body(edition: Edition, shown: Shown, body: str) -> None:
    scene = edition.scene(body)
    muscle = edition.library.muscles["infraspinatus"]
    other = scene.show(edition.pattern(muscle.id), None, SideChoice.RIGHT, muscle.depth)
    assert (other.essential == shown.essential).all()
    picture = plate(scene, scene.best_view(other).camera(300, 400), other)
    assert any(mark.kind is MarkKind.TRIGGER_POINT for mark in picture.marks)


def test_views_turn_the_shorter_way_round() -> None:
    start, end = View(170, 0, (0, 0, 0), 80, 180), View(-170, 0, (0, 10, 0), 40, 90)
    halfway = start.toward(end, 0.5)
    assert abs(halfway.yaw) == pytest.approx(180)
    assert halfway.centre == pytest.approx((0, 5, 0))
    assert start.toward(end, 1.0).down == pytest.approx(90)
    assert start.toward(end, 0.0).yaw == pytest.approx(170)


def test_every_named_view_is_known(scene: Scene) -> None:
    for name in NAMES[1:]:
        camera = named(scene.coarse, name).camera(120, 150)
        shown_share = len(rasterise(scene.coarse.points, scene.coarse.triangles, camera).pixel) / (120 * 150)
        assert shown_share > 0.08, name
    with pytest.raises(KeyError):
        named(scene.coarse, "moon")


def test_a_point_of_one_side_is_shown_on_that_side(edition: Edition, scene: Scene) -> None:
    muscle = edition.library.muscles["rectus-abdominis"]
    pattern = edition.pattern(muscle.id)
    alone = next(point for point in pattern.points if point.only is Side.LEFT)
    shown = scene.show(pattern, alone.id, SideChoice.RIGHT, muscle.depth)
    assert {site.side for site in shown.sites} == {Side.LEFT}
    whole = scene.show(pattern, None, SideChoice.RIGHT, muscle.depth)
    assert alone.id not in {site.point for site in whole.sites}
