"""Buttons that turn the body which asks, each with a key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

_SIDES = {"front": "Front", "back": "Back", "left": "Left side", "right": "Right side"}


class Turns(QWidget):
    """The four sides of the body; the keys are those of the atlas' own window: F, B, L and R."""

    asked = Signal(str)
    """The side from which the body is to be seen."""

    def __init__(self, parent: QWidget) -> None:
        """Offer the sides; the keys work in the whole window of the parent while that is shown."""
        super().__init__(parent)
        self.buttons = {side: QPushButton(words, self) for side, words in _SIDES.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 8)
        row.setSpacing(8)
        row.addStretch(1)
        for side, button in self.buttons.items():
            key = side[0].upper()
            button.setProperty("look", "chip")
            # A click must leave the focus where answers are given.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(f"See the whole body: {_SIDES[side].lower()} ({key})")
            button.clicked.connect(lambda _checked=False, each=side: self.asked.emit(each))
            row.addWidget(button)
            # A text field keeps its letters for itself.
            QShortcut(QKeySequence(key), self, button.click)

    def over(self, body: QWidget) -> QVBoxLayout:
        """The buttons above a body."""
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self)
        column.addWidget(body, 1)
        return column
