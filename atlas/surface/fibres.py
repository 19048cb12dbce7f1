"""Muscle fibres on the skin: the origin line and the insertion line, joined by geodesics."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Fibres, Place
from atlas.surface.geodesics import Geodesics, lengths_along, resampled
from atlas.surface.patterns import STEPS
from atlas.surface.places import Places

Points = NDArray[np.float64]

# One fibre every so many cm of the longer line, and at least and at most so many.
_SPACING_CM = 0.45
_FEWEST, _MOST = 3, 26
# How close together a sheet's samples lie, and how far neighbours may part before the sheet is open between them.
SAMPLE_CM = 0.4
_PARTED_CM = 4.0


def fibre_lines(places: Places, sheet: Fibres) -> Points:
    """The fibres of a sheet as polylines (fibres, STEPS, 3) in cm.

    They are evenly spaced along both lines, their points evenly along each.

    Raises PlaceError where a place is not to be found.
    """
    start, end = _line(places, sheet.from_line), _line(places, sheet.to_line)
    longest = max(lengths_along(start)[-1], lengths_along(end)[-1])
    count = int(np.clip(round(longest / _SPACING_CM) + 1, _FEWEST, _MOST))
    heads, tails = _spread(start, count), _spread(end, count)
    return np.stack([_fibre(places.geodesics, a, b) for a, b in zip(heads, tails, strict=True)])


def sheet_samples(lines: Points) -> Points:
    """Points (k, 3) all over the sheet that fibres (fibres, steps, 3) make, SAMPLE_CM or less apart.

    Where neighbouring fibres part by more than a few cm nothing lies between them.
    """
    steps = lines.shape[1]
    longest = float(np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(axis=1).max())
    along = np.linspace(0, steps - 1, max(2, int(np.ceil(longest / SAMPLE_CM)) + 1))
    lower = np.minimum(along.astype(np.int64), steps - 2)
    share = (along - lower)[:, None]
    finer = lines[:, lower] * (1 - share) + lines[:, lower + 1] * share
    result = [finer.reshape(-1, 3)]
    for one, other in itertools.pairwise(finer):
        gap = np.linalg.norm(other - one, axis=1)
        joined = gap < _PARTED_CM
        between = int(np.ceil(float(gap.max(initial=0.0, where=joined)) / SAMPLE_CM))
        result.extend(one[joined] + (other - one)[joined] * (k / between) for k in range(1, between))
    return np.concatenate(result)


def _line(places: Places, line: Sequence[Place]) -> Points:
    if len(line) == 1:
        return np.stack([places.find(line[0]).position] * 2)
    return places.path(line)


def _spread(line: Points, count: int) -> Points:
    """Points (count, 3) evenly along a polyline."""
    along = lengths_along(line)
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, line[:, k]) for k in range(3)], axis=1)


def _fibre(geodesics: Geodesics, start: Points, end: Points) -> Points:
    path = geodesics.path(geodesics.nearest(start), geodesics.nearest(end)).copy()
    # The path runs from vertex to vertex; its ends are drawn to the true points, gently along the first and last fifth,
    # so that neighbouring fibres keep their distance.
    fine = resampled(path, 0.1)
    along = lengths_along(fine)
    share = along / along[-1] if along[-1] > 0 else np.linspace(0, 1, len(fine))
    fine = fine + np.outer(1 - share, start - fine[0]) + np.outer(share, end - fine[-1])
    return _spread(fine, STEPS)
