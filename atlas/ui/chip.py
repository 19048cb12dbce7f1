"""A small round button with what was named: a click takes it back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

_CROSS = "  \N{MULTIPLICATION SIGN}"
# Longer words are cut even where there is room: several chips should stand in a row.
_LONGEST = 230


class Chip(QPushButton):
    """Words that give way where it is narrow; what must be read after them and the cross are always there."""

    def __init__(self, words: str, after: str, parent: QWidget) -> None:
        super().__init__(words + after + _CROSS, parent)
        self._words, self._after = words, after + _CROSS
        self.setProperty("look", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{words}{after}: click to take this away")
        self.setAccessibleName(f"Take away: {words}{after}")

    def sizeHint(self) -> QSize:
        """Room for all words, or for the longest that a chip may have."""
        own = super().sizeHint()
        whole = self.fontMetrics().horizontalAdvance(self._words + self._after)
        round_it = own.width() - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(min(whole + round_it, _LONGEST), own.height())

    def minimumSizeHint(self) -> QSize:
        """Room for little more than the cross."""
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as much as there is room for."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        room = self.width() - super().sizeHint().width() + metrics.horizontalAdvance(self.text())
        whole = self._words + self._after
        if metrics.horizontalAdvance(whole) > room:
            left = room - metrics.horizontalAdvance(self._after)
            whole = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, left) + self._after
        self.setText(whole)
