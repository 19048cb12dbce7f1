"""The camera: picture and body map onto each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.render.camera import Camera

ANGLE = st.floats(-180, 180)
CAMERAS = st.builds(
    Camera,
    yaw=ANGLE,
    pitch=st.floats(-85, 85),
    centre=st.tuples(*[st.floats(-50, 150)] * 3),
    scale=st.floats(1, 60),
    width=st.integers(50, 2000),
    height=st.integers(50, 2000),
)
POINT = st.tuples(*[st.floats(-200, 200)] * 3)


@given(camera=CAMERAS, point=POINT)
def test_what_is_projected_comes_back(camera: Camera, point: tuple[float, float, float]) -> None:
    xy, depth = camera.project(np.array([point]))
    assert camera.unproject(xy[0, 0], xy[0, 1], depth[0]) == pytest.approx(point, abs=1e-6)


@given(camera=CAMERAS, point=POINT, factor=st.floats(0.2, 5))
def test_zooming_keeps_what_is_under_the_pointer(
    camera: Camera, point: tuple[float, float, float], factor: float
) -> None:
    xy, _ = camera.project(np.array([point]))
    after, _ = camera.zoomed(factor, *xy[0]).project(np.array([point]))
    assert after[0] == pytest.approx(xy[0], abs=1e-4)


@given(camera=CAMERAS)
def test_the_axes_are_a_right_handed_frame(camera: Camera) -> None:
    axes = camera.axes
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(axes) == pytest.approx(1)


@pytest.mark.parametrize(("yaw", "toward"), [(0, (0, 0, 1)), (90, (1, 0, 0)), (180, (0, 0, -1)), (-90, (-1, 0, 0))])
def test_yaw_says_from_which_side_one_looks(yaw: float, toward: tuple[int, int, int]) -> None:
    """0 front, 90 the body's left (+x), 180 back, -90 its right."""
    assert Camera(yaw, 0, (0, 0, 0), 1, 10, 10).toward == pytest.approx(toward, abs=1e-9)
