"""A quiet line above the body for what the user should know but need not act on at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from atlas.ui import icons
from atlas.ui.elided import ElidedLabel


class FaultLike(Protocol):
    """A fault of a file: its text begins with path, line and column."""

    @property
    def path(self) -> Path:
        """The file."""


class Banner(QFrame):
    """One line of text with "Show" and a cross. It is hidden until it has something to say."""

    show_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._mark = QLabel(self)
        self.label = ElidedLabel(self)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_button = QToolButton(self)
        self.show_button.setText("Show")
        self.show_button.setProperty("look", "jump")
        self.show_button.clicked.connect(self.show_asked)
        self.close_button = QToolButton(self)
        self.close_button.setIcon(icons.icon("close"))
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.setToolTip("Close this line")
        self.close_button.setAccessibleName("Close this line")
        self.close_button.clicked.connect(self._close)
        self._mark.setPixmap(icons.icon("warning").pixmap(QSize(18, 18), self.devicePixelRatioF()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 8, 4)
        layout.setSpacing(10)
        layout.addWidget(self._mark)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.show_button)
        layout.addWidget(self.close_button)
        self.hide()

    @property
    def text(self) -> str:
        """The whole text, even where the line shows less of it."""
        return self.label.text()

    def say(self, text: str, button: str = "Show") -> None:
        """Show one line; an empty `button` leaves that out, an empty text hides the banner."""
        line = " ".join(text.split())
        self.label.setText(line)
        self.setAccessibleName(line)
        self.show_button.setText(button)
        self.show_button.setVisible(bool(button))
        self.setVisible(bool(line))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the mark in the new theme's colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._mark.setPixmap(icons.icon("warning").pixmap(QSize(18, 18), self.devicePixelRatioF()))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


def faults_line(faults: Sequence[FaultLike]) -> str:
    """How many files have faults, and the first of them; empty if there are none."""
    if not faults:
        return ""
    files = len({fault.path for fault in faults})
    count = "1 file has faults" if files == 1 else f"{files} files have faults"
    return f"{count}; first: {faults[0]}"
