"""A centimetre grid over a picture, for whoever writes the dataset."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from atlas.render.camera import Camera


@dataclass(frozen=True)
class GridLine:
    """A line of the centimetre grid.

    Across (y is given) or down (x is given) the picture at a pixel, and its value in cm.
    """

    across: bool
    at: float
    cm: float


def grid_lines(camera: Camera) -> list[GridLine]:
    """A centimetre grid in the picture's own plane.

    Across are heights above the floor, down are distances from the body's axis.
    """
    span = camera.width / camera.scale
    step = next(s for s in (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0) if span / s <= 18 or s == 50.0)
    middle = np.array(camera.centre) @ camera.axes.T
    result: list[GridLine] = []
    for across, size, centre, sign in (
        (False, camera.width, float(middle[0]), 1.0),
        (True, camera.height, float(middle[1]), -1.0),
    ):
        half = size / camera.scale / 2
        values = np.arange(np.ceil((centre - half) / step) * step, centre + half, step).tolist()
        result.extend(GridLine(across, size / 2 + sign * (cm - centre) * camera.scale, cm) for cm in values)
    return result
