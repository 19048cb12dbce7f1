"""The left column: the list of muscles, or the pain and what explains it."""

from __future__ import annotations

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

_PAIN, _PAIN_NARROW = "Where it hurts", "Pain"


class LeftColumn(QWidget):
    """Two pages with a tab each, which follow the action that asks for the pain."""

    def __init__(self, muscles: QWidget, pain: QWidget, asks: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asks = asks
        self.pages = QStackedWidget(self)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(12, 10, 12, 0)
        tabs.setSpacing(6)
        self._group = QButtonGroup(self)
        for number, (words, page) in enumerate((("Muscles", muscles), (_PAIN, pain))):
            self.pages.addWidget(page)
            tab = QPushButton(words, self)
            tab.setCheckable(True)
            tab.setProperty("look", "chip")
            tab.setAccessibleName(words)
            tab.setChecked(number == 0)
            self._group.addButton(tab, number)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._group.idClicked.connect(lambda number: self.ask_for_pain(on=number == 1))
        asks.toggled.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(self.pages, 1)
        # Asked before anything is narrow, while the tab has its long words.
        self.ensurePolished()
        self._roomy = tabs.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the tab of the pain has a short name."""
        super().resizeEvent(event)
        self._group.button(1).setText(_PAIN if self.width() >= self._roomy else _PAIN_NARROW)

    def ask_for_pain(self, *, on: bool) -> None:
        """Show one page or the other."""
        if self._asks.isChecked() is not on:
            self._asks.trigger()

    def _follow(self, on: bool) -> None:
        self.pages.setCurrentIndex(int(on))
        self._group.button(int(on)).setChecked(True)
