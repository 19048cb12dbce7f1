"""A line of text that gives way: what does not fit ends in an ellipsis, and is told by the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QStyleOption, QStylePainter, QWidget


class ElidedLabel(QLabel):
    """One line of plain text. `text()` and what a screen reader hears are always the whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    @property
    def shown(self) -> str:
        """What can be read on the screen."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:
        """Room for the ellipsis alone."""
        width = self.fontMetrics().horizontalAdvance("\N{HORIZONTAL ELLIPSIS}")
        return QSize(width, super().minimumSizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QStylePainter(self)
        option = QStyleOption()
        option.initFrom(self)
        flags = int((self.alignment() | Qt.TextFlag.TextSingleLine).value)
        role = self.foregroundRole()
        painter.drawItemText(self.contentsRect(), flags, option.palette, self.isEnabled(), self.shown, role)

    def event(self, event: QEvent) -> bool:
        """Where something does not fit, the tooltip tells the whole."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip("" if self.shown == self.text() else self.text())
        return super().event(event)
