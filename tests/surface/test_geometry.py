"""Places, distances, zones and the tiling: what must hold whatever the dataset says."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.anatomy import Band, Between, LandmarkPlace, LeftOf, Patch, RegionZone, Side, Spot, Toward
from atlas.edition import Edition
from atlas.surface.errors import PlaceError
from atlas.surface.field import REACH_CM
from atlas.surface.geodesics import lengths_along
from atlas.surface.patterns import areas_inside

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SKIN = st.integers(0, 13379)


def place(name: str) -> LandmarkPlace:
    return LandmarkPlace(name)


@QUICK
@given(a=SKIN, b=SKIN)
def test_a_path_is_as_long_both_ways_and_no_shorter_than_the_straight_line(edition: Edition, a: int, b: int) -> None:
    geodesics = edition.skin.geodesics
    there, back = (float(lengths_along(geodesics.path(*ends))[-1]) for ends in ((a, b), (b, a)))
    straight = float(np.linalg.norm(geodesics.points[a] - geodesics.points[b]))
    assert there >= straight - 1e-6
    # Edge flips find a locally shortest path; on a body full of holes and ridges the two ways may differ a little.
    assert there == pytest.approx(back, rel=0.35, abs=0.5)


@QUICK
@given(a=SKIN, b=SKIN)
def test_a_mirrored_path_is_as_long(edition: Edition, a: int, b: int) -> None:
    geodesics, mirror = edition.skin.geodesics, edition.model.fine_mirror
    right = float(geodesics.distance(np.array([a]), 400)[b])
    left = float(geodesics.distance(np.array([mirror[a]]), 400)[mirror[b]])
    assert right == pytest.approx(left, rel=1e-6)


def test_between_and_toward_say_how_far_along_the_skin(edition: Edition) -> None:
    places = edition.skin.places
    ends = place("lateral-epicondyle"), place("radial-styloid")
    length = float(lengths_along(places.path(ends))[-1])
    half = places.find(Between(*ends, 0.5)).position
    same = places.find(Toward(*ends, length / 2)).position
    assert np.linalg.norm(half - same) < 0.2
    with pytest.raises(PlaceError, match="beyond the end"):
        places.find(Toward(*ends, length + 5))
    with pytest.raises(PlaceError, match="unknown landmark"):
        places.find(place("elbow-of-the-moon"))


def test_the_left_of_a_place_is_its_mirror_image(edition: Edition) -> None:
    right, left = (edition.skin.places.find(p) for p in (place("acromion"), LeftOf(place("acromion"))))
    assert left.position == pytest.approx(right.position * [-1, 1, 1])
    assert right.position[0] < 0 < left.position[0]


@QUICK
@given(vertex=SKIN, radius=st.floats(0.8, 4.0))
def test_a_spot_is_as_large_as_it_says_and_its_mirror_alike(edition: Edition, vertex: int, radius: float) -> None:
    geodesics = edition.skin.geodesics
    names = list(edition.library.landmarks)
    centre = place(names[vertex % len(names)])
    field = edition.skin.builder.zones([Spot(centre, radius)])
    inside = field.vertices[field.values < 0]
    point = edition.skin.places.find(centre).position
    assert (np.linalg.norm(geodesics.points[inside] - point, axis=1) < radius).all()
    mirrored = field.mirrored(edition.model.fine_mirror)
    other = edition.skin.builder.zones([Spot(LeftOf(centre), radius)])
    assert areas_inside(mirrored, geodesics.areas) == pytest.approx(areas_inside(field, geodesics.areas), rel=1e-3)
    assert np.abs(mirrored.dense(len(geodesics.points)) - other.dense(len(geodesics.points))).max() < 0.05


def test_a_spot_on_flat_skin_has_the_area_of_a_disc(edition: Edition) -> None:
    field = edition.skin.builder.zones([Spot(place("infraspinous-fossa-mid"), 3.0)])
    assert areas_inside(field, edition.skin.geodesics.areas) == pytest.approx(np.pi * 9, rel=0.15)


def test_a_zone_does_not_jump_from_arm_to_trunk_or_between_fingers(edition: Edition) -> None:
    geodesics, names = edition.skin.geodesics, edition.model.segment_names
    inner = edition.skin.builder.zones([Spot(place("mid-upper-arm-inner"), 5.0)])
    inside = inner.vertices[inner.values < 0]
    base = inside[inside < len(edition.model.segment)]
    segments = {names[k] for k in np.unique(edition.model.segment[base])}
    assert not {s for s in segments if "spine" in s or "trunk" in s or "chest" in s or "torso" in s}, segments
    finger = edition.skin.builder.zones([Spot(place("middle-pip-front"), 2.2)])
    held = finger.vertices[finger.values < 0]
    centre = edition.skin.places.find(place("middle-pip-front")).vertex
    along = geodesics.distance(np.array([centre]), 50)[held]
    assert along.max() < 6


def test_a_band_tapers(edition: Edition) -> None:
    ends = place("lateral-epicondyle"), place("radial-styloid")
    thin, wide = (edition.skin.builder.zones([Band(ends, widths)]) for widths in ((1.0, 1.0), (1.0, 5.0)))
    areas = edition.skin.geodesics.areas
    assert areas_inside(thin, areas) < areas_inside(wide, areas) < 5 * areas_inside(thin, areas)


def test_what_is_cut_out_of_a_zone_is_outside(edition: Edition) -> None:
    hole = Spot(place("infraspinous-fossa-mid"), 1.5)
    field = edition.skin.builder.zones([Spot(place("infraspinous-fossa-mid"), 4.0, (hole,))])
    centre = edition.skin.places.find(place("infraspinous-fossa-mid")).vertex
    value = field.at(centre)
    assert value is not None
    assert value > 1.0


def test_a_patch_holds_its_middle_and_not_the_rest_of_the_body(edition: Edition) -> None:
    loop = ("scapular-spine-root", "scapular-spine-outer", "scapula-lateral-border-mid", "scapula-inferior-angle")
    field = edition.skin.builder.zones([Patch(tuple(map(place, loop)))])
    middle = edition.skin.places.find(place("infraspinous-fossa-mid")).vertex
    value = field.at(middle)
    assert value is not None
    assert value < -1
    assert 40 < areas_inside(field, edition.skin.geodesics.areas) < 250


def test_far_away_a_field_says_only_far(edition: Edition) -> None:
    field = edition.skin.builder.zones([Spot(place("acromion"), 2.0)])
    assert field.at(edition.library.landmarks["heel-pad-centre"].vertex) is None
    assert field.dense(len(edition.skin.geodesics.points)).max() == pytest.approx(REACH_CM)


def test_the_regions_tile_the_skin_without_gap_or_overlap(edition: Edition) -> None:
    tiling = edition.regions
    skin = np.unique(edition.skin.geodesics.quads)
    assert len(tiling.names) >= 130
    assert (tiling.label[skin] >= 0).all()
    assert (tiling.label[edition.model.fine_mirror[skin]] == tiling.label[skin]).all()
    whole = float(edition.skin.geodesics.areas[skin].sum())
    parts = 0.0
    for name in tiling.names:
        member = tiling.members(name)
        assert member is not None
        area = float(edition.skin.geodesics.areas[member].sum())
        parts += area if name in tiling.midline else 2 * area
    # Vertices on the midline belong to the right twin and are counted for both.
    assert parts == pytest.approx(whole, rel=0.03)


def test_a_region_zone_is_that_region(edition: Edition) -> None:
    field = edition.skin.builder.zones([RegionZone("sole-of-heel")])
    member = edition.regions.members("sole-of-heel")
    assert member is not None
    area = float(edition.skin.geodesics.areas[member].sum())
    assert areas_inside(field, edition.skin.geodesics.areas) == pytest.approx(area, rel=0.15)
    with pytest.raises(PlaceError, match="unknown region"):
        edition.skin.builder.zones([RegionZone("nowhere")])


def test_a_vertex_knows_its_region_and_side(edition: Edition) -> None:
    heel = edition.library.landmarks["heel-pad-centre"].vertex
    assert edition.regions.at(heel) == ("sole-of-heel", Side.RIGHT)
    assert edition.regions.at(int(edition.model.mirror[heel])) == ("sole-of-heel", Side.LEFT)


def test_there_are_enough_landmarks_and_all_lie_right_or_midline(edition: Edition) -> None:
    landmarks = edition.library.landmarks
    assert len(landmarks) >= 200
    points = edition.skin.geodesics.points
    for landmark in landmarks.values():
        x = points[landmark.vertex, 0]
        assert abs(x) < 0.5 if landmark.midline else x < 0.05, landmark.name
