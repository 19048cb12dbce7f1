"""Names beside the anatomical figure: two columns of words with a fine line to each muscle, none over another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from atlas.render.layers import Dressed
from atlas.render.letters import Box

# All in pixels of type: `unit` says how many of the picture's own pixels one of them is.
_TYPE = 12.0
_ROW = 16.0
_LETTER = 6.9
_MARGIN = 12.0
# From the body to the words, and from the words to the line.
_AWAY, _GAP = 14.0, 5.0
# A name stands no further above or below its muscle.
_FARTHEST_ROWS = 3.5
# A muscle of which less can be seen gets no name.
_LEAST_PIXELS = 45


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

    @property
    def box(self) -> Box:
        """About the box that the words take."""
        unit = self.size / _TYPE
        width = _LETTER * len(self.text) * unit
        start = self.x - width if self.left else self.x
        return start, self.y - _ROW / 2 * unit, start + width, self.y + _ROW / 2 * unit

    @property
    def line_start(self) -> tuple[float, float]:
        """Where the line to the muscle begins."""
        gap = _GAP * self.size / _TYPE
        return self.x + (gap if self.left else -gap), self.y


@dataclass(frozen=True)
class _Spot:
    """Where a muscle of one half of the body shows most: its deepest pixel, and how many pixels it has."""

    muscle: int
    x: float
    y: float
    size: int


def names_beside(seen: Dressed, words: Mapping[str, str], unit: float, covered: Sequence[Box]) -> tuple[Name, ...]:
    """The names of the muscles that a still shows.

    Args:
        seen: The still in its muscles.
        words: Each muscle's name by id; a muscle without one is passed over.
        unit: Pixels to a pixel of type: 2 where everything is drawn at twice its size.
        covered: Boxes that something else will cover.
    """
    return seen.once(("names", unit, tuple(covered)), words, lambda: _laid_out(seen, words, unit, covered))


def _laid_out(seen: Dressed, words: Mapping[str, str], unit: float, covered: Sequence[Box]) -> tuple[Name, ...]:
    camera, muscles = seen.camera, seen.dress.musculature.muscles
    spots = [spot for spot in _spots(seen, unit) if muscles[spot.muscle] in words and not _hidden(spot, covered)]
    left, right = _columns(spots, camera.width / 2)
    result: list[Name] = []
    for side, chosen in ((True, left), (False, right)):
        longest = _LETTER * unit * max((len(words[muscles[spot.muscle]]) for spot in chosen), default=0)
        span = (0.0, longest) if side else (camera.width - longest, float(camera.width))
        low, high = _room(span, camera.height, unit, covered)
        for spot, y in _rows(chosen, low, high, _ROW * unit):
            muscle = muscles[spot.muscle]
            needed = (_LETTER * len(words[muscle]) + _MARGIN) * unit
            body = _outline(seen, y, unit, left=side)
            x = max(body - _AWAY * unit, needed) if side else min(body + _AWAY * unit, camera.width - needed)
            result.append(Name(muscle, words[muscle], x, y, side, (spot.x, spot.y), _TYPE * unit))
    return tuple(result)


def _outline(seen: Dressed, y: float, unit: float, *, left: bool) -> float:
    """How far the body reaches to the left or right (pixels) at the height of a name; the middle where it is not."""
    width, half = seen.camera.width, _ROW / 2 * unit
    rows = np.array([max(y - half, 0) * width, (y + half) * width])
    first, last = np.searchsorted(seen.map.pixel, (rows // width * width).astype(np.int64))
    columns = seen.map.pixel[first:last] % width
    if not len(columns):
        return width / 2
    return float(columns.min() if left else columns.max())


def _spots(seen: Dressed, unit: float) -> list[_Spot]:
    """Each muscle of either half of the body where it shows most."""
    some = np.flatnonzero(seen.label >= 0)
    first = seen.solid.columns[0][seen.map.triangle[some]]
    left_half = seen.solid.points[first, 0] > 0
    key = seen.label[some].astype(np.int32) * 2 + left_half
    sizes = np.bincount(key, minlength=2 * len(seen.dress.musculature.muscles))
    order = np.lexsort((seen.inside[some], key))
    last = np.flatnonzero(np.diff(key[order], append=-1))
    result = []
    for k in order[last].tolist():
        number = int(key[k])
        if sizes[number] >= _LEAST_PIXELS * unit * unit:
            row, column = divmod(int(seen.map.pixel[some[k]]), seen.camera.width)
            result.append(_Spot(number // 2, column + 0.5, row + 0.5, int(sizes[number])))
    return result


def _hidden(spot: _Spot, covered: Sequence[Box]) -> bool:
    return any(left <= spot.x <= right and top <= spot.y <= bottom for left, top, right, bottom in covered)


def _columns(spots: list[_Spot], middle: float) -> tuple[list[_Spot], list[_Spot]]:
    """Each muscle once: where both halves of the body show it, in the column that is shorter so far."""
    found: dict[int, list[_Spot]] = {}
    for spot in sorted(spots, key=lambda s: s.y):
        found.setdefault(spot.muscle, []).append(spot)
    columns: tuple[list[_Spot], list[_Spot]] = ([], [])
    for choices in found.values():
        short = 0 if len(columns[0]) <= len(columns[1]) else 1
        best = min(choices, key=lambda s: (s.x > middle) != bool(short)) if len(choices) > 1 else choices[0]
        home = int(best.x > middle)
        # A view from the side has everything in one half: some names go to the other column all the same.
        crowded = len(columns[home]) > len(columns[1 - home]) + 3
        columns[1 - home if crowded else home].append(best)
    return columns


def _room(span: tuple[float, float], height: float, unit: float, covered: Sequence[Box]) -> tuple[float, float]:
    """The lowest and the highest place for a name in a column."""
    low, high = _ROW * unit, height - _ROW * unit
    for left, top, right, bottom in covered:
        if left < span[1] and right > span[0]:
            if (top + bottom) / 2 < height / 2:
                low = max(low, bottom + _ROW / 2 * unit)
            else:
                high = min(high, top - _ROW / 2 * unit)
    return low, high


def _rows(spots: list[_Spot], low: float, high: float, row: float) -> list[tuple[_Spot, float]]:
    """A height for each name, as near its muscle as the others allow.

    Where a name would stand too far from its muscle the smallest of those about it goes without.
    """
    places, most = max(int((high - low) / row) + 1, 0) if high >= low else 0, _FARTHEST_ROWS * row
    spots = [spot for spot in spots if low - most <= spot.y <= high + most]
    kept = sorted(sorted(spots, key=lambda s: -s.size)[:places], key=lambda s: (s.y, s.x))
    while kept:
        steps = row * np.arange(len(kept))
        heights = np.array([spot.y for spot in kept])
        settled = np.clip(_ascending(heights - steps), low, high - row * (len(kept) - 1)) + steps
        away = np.abs(settled - heights)
        worst = int(away.argmax())
        if away[worst] <= most:
            return list(zip(kept, settled.tolist(), strict=True))
        about = range(max(worst - 3, 0), min(worst + 4, len(kept)))
        del kept[min(about, key=lambda k: kept[k].size)]
    return []


def _ascending(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The nearest values (least squares) that do not descend."""
    blocks: list[tuple[float, int]] = []
    for value in values.tolist():
        blocks.append((value, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (mean, count), (other, more) = blocks.pop(), blocks.pop()
            blocks.append(((mean * count + other * more) / (count + more), count + more))
    return np.concatenate([np.full(count, mean) for mean, count in blocks])
