"""Names beside the anatomical figure: a fine line leads from each to its muscle, and none lies on another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from atlas.render.layers import Dressed
from atlas.render.letters import Box
from atlas.render.raster import Floats, Ints

# All in pixels of type: `unit` says how many of the picture's own pixels one of them is.
_TYPE = 12.0
_ROW = 16.0
# About how wide letters are; most interface faces are narrower.
_LETTER, _THIN, _WIDE = 7.5, 4.6, 11.6
_MARGIN = 8.0
# Words at the foot of the picture say what is under the pointer.
_FOOT = 44.0
# From the body to the words, from the words to the line, and the least line.
_AWAY, _GAP, _LINE = 14.0, 5.0, 8.0
# A name stands no further above or below its muscle than so many half rows.
_FARTHEST_HALF_ROWS = 8
# A line is no longer than this share of the picture's width.
_LONGEST = 0.36
# What a pixel of slope, and each name that is already on its side, count against a place, in pixels of line.
_SLOPING, _CROWDED = 1.5, 4.0
# A muscle of which less can be seen gets no name: pixels of type, share of the body's picture, share of the muscle.
_LEAST_PIXELS, _LEAST_SHARE, _LEAST_OWN = 50.0, 0.0006, 0.08
# The dot lies at least so far from the muscle's edge.
_LEAST_DEPTH = 2.0
# Every so many pixels of type it is looked which muscle is seen.
_STEP = 2.0


@dataclass(frozen=True)
class Name:
    """A muscle's name: it ends (`left`) or begins at pixel position (x, y), and a line leads from there to `anchor`.

    `size` is the height of its type in pixels.
    """

    muscle: str
    text: str
    x: float
    y: float
    left: bool
    anchor: tuple[float, float]
    size: float

    @cached_property
    def box(self) -> Box:
        """About the box that the words take."""
        unit = self.size / _TYPE
        width = _width(self.text) * unit
        start = self.x - width if self.left else self.x
        return start, self.y - _ROW / 2 * unit, start + width, self.y + _ROW / 2 * unit

    @cached_property
    def line_start(self) -> tuple[float, float]:
        """Where the line to the muscle begins."""
        gap = _GAP * self.size / _TYPE
        return self.x + (gap if self.left else -gap), self.y

    @cached_property
    def span(self) -> tuple[float, float]:
        """The highest and the lowest pixel row that words and line take."""
        half = _ROW / 2 * self.size / _TYPE
        return min(self.y - half, self.anchor[1]), max(self.y + half, self.anchor[1])


@dataclass(frozen=True)
class _Spot:
    """Where one half of the body shows a muscle best: the pixel farthest from the muscle's edge."""

    x: float
    y: float


@dataclass(frozen=True)
class _Wanted:
    """A muscle that should have its name, with a spot for each half of the body that shows it."""

    muscle: str
    pixels: int
    spots: tuple[_Spot, ...]


def names_beside(
    seen: Dressed, words: Mapping[str, str], unit: float, covered: Sequence[Box], taken: Sequence[Box] = ()
) -> tuple[Name, ...]:
    """The names of the muscles that a still shows of its layer, the larger before the smaller.

    Args:
        seen: The still in its muscles.
        words: Each muscle's name by id; a muscle without one is passed over.
        unit: Pixels to a pixel of type: 2 where everything is drawn at twice its size.
        covered: Boxes that something else will cover.
        taken: Boxes of trigger points and their labels, which change more often than the still.
    """
    key = unit, tuple(covered)
    wanted = seen.once(("wanted", *key), words, lambda: _wanted(seen, words, unit, covered))
    names = seen.once(("names", *key), words, lambda: _Sheet(seen, words, unit, covered).fill(wanted))
    if not any(_disturbs(box, name) for box in taken for name in names):
        return names
    both = [*covered, *taken]
    return seen.once(("names", *key, tuple(taken)), words, lambda: _Sheet(seen, words, unit, both).fill(wanted))


# ---- which muscles, and where --------------------------------------------------------------------------------------


def _wanted(seen: Dressed, words: Mapping[str, str], unit: float, covered: Sequence[Box]) -> tuple[_Wanted, ...]:
    """The muscles of the layer that show enough of themselves, the largest first."""
    figure, step = seen.dress.musculature, max(round(_STEP * unit), 1)
    grid = _sampled(seen, step)
    some = grid[grid >= 0]
    left_half = seen.solid.points[seen.solid.columns[0][seen.map.triangle[some]], 0] > 0
    keys = 2 * len(figure.muscles)
    sizes = np.bincount(_keys(seen.label[some], left_half), minlength=keys + 2)[2:]
    # What lies below a pixel counts as the muscle's too: so much of it would be seen if nothing lay upon it.
    whole = np.zeros(keys + 2, dtype=np.int64)
    for row in figure.stack(seen.solid, seen.dress.layer)[:, seen.map.triangle[some]]:
        whole += np.bincount(_keys(row, left_half), minlength=keys + 2)
    ids = np.full(grid.shape, -1, dtype=np.int32)
    ids[grid >= 0] = _keys(seen.label[some], left_half) - 2
    ids[ids < 0] = -1
    for box in covered:
        left, top, right, bottom = (max(int(side / step), 0) for side in box)
        ids[top : bottom + 1, left : right + 1] = -1
    spots = _deepest(ids, max(_LEAST_DEPTH * unit / step, 1.0))
    least = max(_LEAST_PIXELS * unit * unit, _LEAST_SHARE * len(seen.map.pixel)) / step**2
    found = []
    for number, (muscle, depth) in enumerate(zip(figure.muscles, figure.depths, strict=True)):
        mine = [k for k in (2 * number, 2 * number + 1) if k in spots and sizes[k] >= least]
        mine = [k for k in mine if sizes[k] >= _LEAST_OWN * whole[k + 2]]
        # What is deeper shows through gaps only.
        if mine and muscle in words and depth is seen.dress.layer:
            places = tuple(_Spot((spots[k][1] + 0.5) * step, (spots[k][0] + 0.5) * step) for k in mine)
            found.append(_Wanted(muscle, int(max(sizes[k] for k in mine)), places))
    return tuple(sorted(found, key=lambda wanted: -wanted.pixels))


def _sampled(seen: Dressed, step: int) -> Ints:
    """The still's own pixel numbers on a coarser grid (rows, columns), -1 off the body."""
    camera = seen.camera
    whole = np.full(camera.width * camera.height, -1, dtype=np.int32)
    whole[seen.map.pixel] = np.arange(len(seen.map.pixel), dtype=np.int32)
    return whole.reshape(camera.height, camera.width)[step // 2 :: step, step // 2 :: step]


def _keys(muscles: NDArray[np.int16], left_half: NDArray[np.bool_]) -> Ints:
    """A number for each muscle in each half of the body, 0 and 1 for no muscle."""
    return 2 * (muscles.astype(np.int32) + 1) + left_half


def _deepest(ids: Ints, least: float) -> dict[int, tuple[int, int]]:
    """For each id in a grid the cell (row, column) that is farthest from any other id, if that is far enough."""
    rows, columns = _within(ids, 0), _within(ids, 1)
    some = np.flatnonzero(ids >= 0)
    depth = (256 * np.minimum(rows[0], columns[0]) + np.minimum(rows[1], columns[1])).astype(np.int64).ravel()[some]
    # Id, depth and cell as one number: sorting plain numbers is many times faster than sorting by several.
    score = np.sort(((ids.ravel()[some].astype(np.int64) << 24 | depth) << 28) | some)
    last = score[np.flatnonzero(np.diff(score >> 52, append=-1))].tolist()
    cells = {each >> 52: (each >> 36 & 0xFFFF, each & 0xFFFFFFF) for each in last}
    return {key: divmod(cell, ids.shape[1]) for key, (depth, cell) in cells.items() if depth >= least}


def _within(ids: Ints, axis: int) -> tuple[Floats, Floats]:
    """How far each cell is from the nearer and from the farther end of its run of the same id along an axis."""
    size = ids.shape[axis]
    number = np.arange(size, dtype=np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
    change = np.diff(ids, axis=axis) != 0
    none = np.zeros_like(change[:1] if axis == 0 else change[:, :1])
    start = np.where(np.concatenate([~none, change], axis=axis), number, 0)
    start = np.maximum.accumulate(start, axis=axis)
    stop = np.where(np.concatenate([change, ~none], axis=axis), number, size)
    stop = np.flip(np.minimum.accumulate(np.flip(stop, axis), axis=axis), axis)
    before, after = number - start + 1, stop - number + 1
    return np.minimum(before, after), np.maximum(before, after)


# ---- where the words stand -------------------------------------------------------------------------------------------


class _Sheet:
    """The picture while names are put beside it one by one."""

    def __init__(self, seen: Dressed, words: Mapping[str, str], unit: float, blocked: Sequence[Box]) -> None:
        self._width, self._height = seen.camera.width, seen.camera.height
        self._words, self._unit, self._blocked = words, unit, blocked
        self._first, self._last = _outline(seen, round(_ROW * unit))
        self._placed: list[Name] = []

    def fill(self, wanted: Sequence[_Wanted]) -> tuple[Name, ...]:
        """A place for as many as have room, the first ones first."""
        by_muscle = {each.muscle: each for each in wanted}
        left_out = [each for each in wanted if not self._put(each)]
        for each in left_out:
            self._make_room(each, by_muscle)
        return tuple(sorted(self._placed, key=lambda name: (not name.left, name.y)))

    def _put(self, wanted: _Wanted) -> bool:
        for name in self._places(wanted):
            if self._is_free(name) and not any(_clash(name, other) for other in self._placed):
                self._placed.append(name)
                return True
        return False

    def _make_room(self, wanted: _Wanted, by_muscle: Mapping[str, _Wanted]) -> None:
        """Put a name where only one other is in the way, if that one finds another place."""
        for name in self._places(wanted):
            there = list(islice((o for o in self._placed if _clash(name, o)), 2)) if self._is_free(name) else []
            if len(there) == 1:
                before = self._placed
                self._placed = [*(other for other in before if other is not there[0]), name]
                if self._put(by_muscle[there[0].muscle]):
                    return
                self._placed = before

    def _places(self, wanted: _Wanted) -> Iterator[Name]:
        """Where a name may stand, best first: with a short line that hardly slopes, where few names are."""
        unit, text = self._unit, self._words[wanted.muscle]
        half, needed = _ROW / 2 * unit, (_width(text) + _MARGIN) * unit
        lowest, longest = self._height - _FOOT * unit, _LONGEST * self._width
        found: list[tuple[float, int, float, float, bool, _Spot]] = []
        for left in (True, False):
            crowd = _CROWDED * unit * sum(name.left is left for name in self._placed)
            for spot in wanted.spots:
                for step in range(-_FARTHEST_HALF_ROWS, _FARTHEST_HALF_ROWS + 1):
                    y = spot.y + step * half
                    if not half <= y <= lowest:
                        continue
                    if left:
                        x = max(self._first[int(y - half)] - _AWAY * unit, needed)
                        line = spot.x - x - _GAP * unit
                    else:
                        x = min(self._last[int(y - half)] + _AWAY * unit, self._width - needed)
                        line = x - _GAP * unit - spot.x
                    if _LINE * unit <= line <= longest:
                        cost = line + _SLOPING * abs(y - spot.y) + crowd
                        found.append((cost, len(found), x, y, left, spot))
        for _, _, x, y, left, spot in sorted(found):
            yield Name(wanted.muscle, text, x, y, left, (spot.x, spot.y), _TYPE * unit)

    def _is_free(self, name: Name) -> bool:
        return not any(_disturbs(box, name) for box in self._blocked)


def _outline(seen: Dressed, height: int) -> tuple[list[float], list[float]]:
    """How far the body reaches to the left and right (pixels) in so many rows from each on; the middle where not."""
    width, pixel = seen.camera.width, seen.map.pixel
    ends = np.searchsorted(pixel, np.arange(seen.camera.height + 1) * width)
    there = ends[1:] > ends[:-1]
    first, last = np.full(len(there) + height, width / 2), np.full(len(there) + height, width / 2)
    rows = np.flatnonzero(there)
    first[rows], last[rows] = pixel[ends[:-1][there]] % width, pixel[ends[1:][there] - 1] % width
    left, right = sliding_window_view(first, height).min(axis=1), sliding_window_view(last, height).max(axis=1)
    return left.tolist(), right.tolist()


def _clash(one: Name, other: Name) -> bool:
    """Would two names lie on each other, a line go through a name, or the lines cross?"""
    (top, bottom), (other_top, other_bottom) = one.span, other.span
    if bottom <= other_top or other_bottom <= top:
        return False
    return (
        _disturbs(one.box, other)
        or _disturbs(other.box, one)
        or _cross(one.line_start, one.anchor, other.line_start, other.anchor)
    )


def _disturbs(box: Box, name: Name) -> bool:
    """Does a box lie on a name's words, its line or its dot?"""
    if name.span[1] <= box[1] or box[3] <= name.span[0]:
        return False
    left, top, right, bottom = name.box
    if box[0] < right and left < box[2] and box[1] < bottom and top < box[3]:
        return True
    (x, y), (end_x, end_y) = name.line_start, name.anchor
    if max(x, end_x) < box[0] or min(x, end_x) > box[2] or max(y, end_y) < box[1] or min(y, end_y) > box[3]:
        return False
    # Only the part of the line that is above or below the box matters; it is never upright.
    low, high = sorted((x, end_x))
    low, high = max(low, box[0]), min(high, box[2])
    heights = [y + (at - x) / (end_x - x) * (end_y - y) for at in (low, high)]
    return min(heights) < box[3] and max(heights) > box[1]


Point = tuple[float, float]


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Do the lines from a to b and from c to d cross?"""
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@lru_cache(maxsize=1024)
def _width(text: str) -> float:
    """About how wide words are, in pixels of type."""
    wide, thin = sum(c in "mwMW" for c in text), sum(c in "ijltfrI ,.()" for c in text)
    return _WIDE * wide + _THIN * thin + _LETTER * (len(text) - wide - thin)
