"""A small handle by which the picture is dragged into another program, or copied with a click."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from atlas.ui import icons


class DragHandle(QToolButton):
    """Says when the pointer pulls at it, and like any button when it is clicked."""

    dragged = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pressed: QPoint | None = None
        words = "Drag into a document, or click to copy the picture"
        self.setIcon(icons.icon("drag"))
        self.setIconSize(QSize(20, 20))
        self.setAutoRaise(True)
        self.setMinimumSize(30, 30)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        # It has no use without a pointer: Copy the picture has a key.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where."""
        self._pressed = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from there, the picture comes along."""
        start = self._pressed
        if start is None:
            return
        if (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.setDown(False)
            self.dragged.emit()
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Forget it."""
        self._pressed = None
        super().mouseReleaseEvent(event)
