"""What lies over the body's picture, by the picture's size: letters and names keep clear of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize

from atlas.render.letters import Box

# Room that the legend takes in the lower left corner.
_LEGEND = QSize(250, 150)
_LINE, _SECOND_LINE = 40, 22
_SMALL = QSize(560, 520)
# A second picture may cover this share of the pattern in the first one.
_MOST_COVERED = 0.08


def is_small(size: QSize) -> bool:
    """True when a legend of several rows would lie on the pattern."""
    return size.width() < _SMALL.width() or size.height() < _SMALL.height()


def has_second(size: QSize, second: QSize) -> bool:
    """True when a second picture has room."""
    return size.width() >= 3 * second.width() and size.height() >= 2 * second.height()


def legend_place(size: QSize, share: float = 1.0) -> QRect:
    """Where the legend lies, written so many times as large as usual."""
    # Large words take a second line.
    line = _LINE * share + (_SECOND_LINE * share if share > 1 else 0)
    legend = QSize(size.width(), round(line)) if is_small(size) else _LEGEND * share
    return QRect(0, size.height() - legend.height(), legend.width(), legend.height())


def second_place(size: QSize, second: QSize, taken: Sequence[QRect], pattern: NDArray[np.float64]) -> QRect | None:
    """The corner for a second picture, which covers least of a `pattern`, points (k, 2): None where all cover much.

    The lower right is taken if it covers nothing, and of equals. What is `taken` stays free.
    """
    if not has_second(size, second):
        return None
    right, lower = size.width() - 16 - second.width(), size.height() - 36 - second.height()
    corners = [QPoint(right, lower), QPoint(right, 44 if is_small(size) else 16), QPoint(16, 16)]
    places = [QRect(corner, second) for corner in corners]
    free = [place for place in places if not any(place.intersects(other) for other in taken)] or places[:1]
    shares = [_share_within(place, pattern) for place in free]
    best = min(range(len(free)), key=shares.__getitem__)
    return free[best] if shares[best] <= _MOST_COVERED else None


def _share_within(place: QRect, points: NDArray[np.float64]) -> float:
    if not len(points):
        return 0.0
    low, high = (place.left() - 6, place.top() - 6), (place.right() + 6, place.bottom() + 6)
    return float(((points > low) & (points < high)).all(axis=1).mean())


def covered(size: QSize, places: Iterable[QRect], unit: float, share: float = 1.0) -> list[Box]:
    """What is covered, in the picture's pixels, of which `unit` make one of the widget's.

    That is the legend, in small pictures the line of words at the top, and `places` of the widget.
    """
    small = is_small(size)
    boxes = [legend_place(size, share), *places]
    if small:
        boxes.append(QRect(size.width() // 2, 0, size.width(), 36))
    return [(box.left() * unit, box.top() * unit, (box.right() + 1) * unit, (box.bottom() + 1) * unit) for box in boxes]
