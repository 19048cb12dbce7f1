"""Where a body that is to be modest wears plain cloth: briefs, and a top for women."""

from __future__ import annotations

import numpy as np

from atlas.render.raster import Floats

# All in cm on the first body, whose vertices every other body shares: heights above the floor and widths from the
# middle. The leg's line rises outward.
_BRIEFS_TOP, _CROTCH, _LEG_RISE, _BRIEFS_HALF = 103.0, 80.0, 0.62, 21.5
# Below the armpit the arm begins further out than the top reaches; above it the top draws in, and leaves the arm free.
_TOP_LOW, _TOP_HIGH, _TOP_HALF, _ARMPIT, _DRAWN_IN = 119.5, 136.0, 16.2, 126.0, 0.5


def cloth(points: Floats, *, top: bool) -> Floats:
    """How far (n,) in cm it is to the edge of the cloth, negative under it, at the first body's vertices (n, 3)."""
    across, height = np.abs(points[:, 0]), points[:, 1]
    leg = (_CROTCH + _LEG_RISE * across - height) / np.hypot(1, _LEG_RISE)
    distance = np.maximum.reduce([height - _BRIEFS_TOP, leg, across - _BRIEFS_HALF])
    if top:
        half = _TOP_HALF - _DRAWN_IN * np.maximum(height - _ARMPIT, 0)
        distance = np.minimum(distance, np.maximum.reduce([height - _TOP_HIGH, _TOP_LOW - height, across - half]))
    result: Floats = distance.astype(np.float32)
    return result
