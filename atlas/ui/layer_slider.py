"""The slider of layers over the body: from the skin through the muscles to the deepest."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSlider, QToolButton, QWidget

from atlas.store.settings import LAYERS
from atlas.ui import theme
from atlas.ui.plate_painter import draw_panel

_ROW = 26


class LayerSlider(QWidget):
    """A slider with a stop for each layer, the outermost on top, and beside it the layers' names as buttons.

    It follows the layers' actions and sets them off, whoever else does.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = [actions[f"layer.{name}"] for name in LAYERS]
        self.slider = QSlider(Qt.Orientation.Vertical, self)
        # A slider's top is its greatest value; the skin is on top.
        self.slider.setInvertedAppearance(True)
        self.slider.setInvertedControls(True)
        self.slider.setRange(0, len(LAYERS) - 1)
        self.slider.setPageStep(1)
        self.slider.setFixedSize(24, _ROW * len(LAYERS) - 4)
        self.slider.setAccessibleName("Layer of the body")
        self.slider.setToolTip("From the skin to the deep muscles ([ and ])")
        layout = QGridLayout(self)
        layout.setContentsMargins(6, 6, 8, 6)
        layout.setHorizontalSpacing(2)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.slider, 0, 0, len(LAYERS), 1)
        for row, action in enumerate(self._actions):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setAutoRaise(True)
            button.setProperty("look", "layer")
            button.setFixedHeight(_ROW)
            layout.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
            action.toggled.connect(lambda on, number=row: self._follow(number, on=on))
        self.slider.valueChanged.connect(self._choose)
        self.adjustSize()

    def sizeHint(self) -> QSize:
        """Room for the slider and the longest name."""
        return super().sizeHint()

    def _choose(self, number: int) -> None:
        if not self._actions[number].isChecked():
            self._actions[number].trigger()

    def _follow(self, number: int, *, on: bool) -> None:
        if on:
            self.slider.setValue(number)
            self.slider.setAccessibleDescription(self._actions[number].text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pale ground, as the legend's."""
        event.accept()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_panel(painter, QRectF(self.rect()), theme.current())
        painter.end()
