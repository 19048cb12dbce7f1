"""Where a body that is to be modest wears plain cloth: briefs, and a top for women."""

from __future__ import annotations

import numpy as np

from atlas.render.raster import Floats

# All in cm on the first body, whose vertices every other body shares: heights above the floor and widths from the
# middle. The leg's line rises outward.
_BRIEFS_TOP, _CROTCH, _LEG_RISE, _BRIEFS_HALF = 103.0, 80.0, 0.62, 21.5
_TOP_LOW, _TOP_HIGH, _TOP_HALF = 119.5, 136.0, 17.2
_SOFT_CM = 0.35


def cloth(points: Floats, *, top: bool) -> Floats:
    """How much cloth there is, (n,) 0..1, at the first body's vertices (n, 3)."""
    across, height = np.abs(points[:, 0]), points[:, 1]
    briefs = np.maximum.reduce([height - _BRIEFS_TOP, _CROTCH + _LEG_RISE * across - height, across - _BRIEFS_HALF])
    distance = briefs
    if top:
        band = np.maximum.reduce([height - _TOP_HIGH, _TOP_LOW - height, across - _TOP_HALF])
        distance = np.minimum(briefs, band)
    result: Floats = np.clip(0.5 - distance / (2 * _SOFT_CM), 0, 1).astype(np.float32)
    return result
