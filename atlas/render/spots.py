"""Fewer spots for small pictures: where all of them would run together, some are left out and the rest stay apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from atlas.render.raster import Floats

# Spots nearer than this many of a picture's units run together; then they are kept so far apart.
_TOO_NEAR, _APART = 2.3, 4.0
# How far (cm) spots lie from one another on the skin.
_SPACING_CM = 0.66


def least_apart(scale: float, unit: float) -> float:
    """How far apart (cm) spots are to lie at so many pixels to a cm, 0 where all of them may stay."""
    return 0.0 if _SPACING_CM * scale >= _TOO_NEAR * unit else _APART * unit / scale


def spread(points: Floats, apart: float) -> NDArray[np.intp]:
    """The numbers of some of the points (k, 3), ascending: none is nearer to another than `apart`, both in cm.

    The first come first: the same points make the same choice.
    """
    free = np.ones(len(points), dtype=bool)
    kept = []
    for number in range(len(points)):
        if free[number]:
            kept.append(number)
            away = points[number:] - points[number]
            free[number:] &= np.einsum("ij,ij->i", away, away) >= apart * apart
    return np.array(kept, dtype=np.intp)
