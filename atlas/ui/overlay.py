"""What lies over the body's picture, by the picture's size: letters and names keep clear of it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize

from atlas.render.letters import Box

# Room that the legend takes in the lower left corner.
_LEGEND = QSize(250, 150)
_LINE = 40
_SMALL = QSize(560, 520)


def is_small(size: QSize) -> bool:
    """True when a legend of several rows would lie on the pattern."""
    return size.width() < _SMALL.width() or size.height() < _SMALL.height()


def has_second(size: QSize, second: QSize) -> bool:
    """True when a second picture has room."""
    return size.width() >= 3 * second.width() and size.height() >= 2 * second.height()


def covered(size: QSize, places: Iterable[QRect], unit: float) -> list[Box]:
    """What is covered, in the picture's pixels, of which `unit` make one of the widget's.

    That is the legend, in small pictures the line of words at the top, and `places` of the widget.
    """
    small = is_small(size)
    legend = QSize(size.width(), _LINE) if small else _LEGEND
    boxes = [QRect(0, size.height() - legend.height(), legend.width(), legend.height()), *places]
    if small:
        boxes.append(QRect(size.width() // 2, 0, size.width(), 36))
    return [(box.left() * unit, box.top() * unit, (box.right() + 1) * unit, (box.bottom() + 1) * unit) for box in boxes]
