"""The body: turned with the mouse, zoomed with the wheel, its knots hovered and clicked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from atlas.render.scene import Site
from atlas.ui.body_picture import BodyPicture
from atlas.ui.studio import Photographer

_DEGREES_A_PIXEL = 0.45
_CLICK_PIXELS = 4


class BodyView(BodyPicture):
    """The picture of the body, and what the pointer does to it."""

    site_clicked = Signal(str, str)
    """Muscle and trigger point of a knot that was clicked."""
    muscle_clicked = Signal(str)
    """The muscle that was clicked, where the body is shown in its muscles."""
    place_hovered = Signal(object)
    """The fine vertex under the pointer, or None."""

    def __init__(self, photographer: Photographer, parent: QWidget | None = None) -> None:
        super().__init__(photographer, parent)
        self._pressed: QPoint | None = None
        self._last = QPointF()
        self._dragged = False
        self.name_of: Callable[[str], str] = lambda muscle: muscle
        self.describe: Callable[[Site], str] = lambda site: f"{site.muscle} {site.point}"
        self.setMouseTracking(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click or a drag begins."""
        self._pressed = event.position().toPoint()
        self.held = True
        self._dragged = False
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag turns, with Shift or another button it shifts; without a button it hovers."""
        position = event.position()
        if self._pressed is None or event.buttons() == Qt.MouseButton.NoButton:
            self._hover(position, event.globalPosition().toPoint())
            return
        if not self._dragged and (position.toPoint() - self._pressed).manhattanLength() < _CLICK_PIXELS:
            return
        self._dragged = True
        moved = position - self._last
        self._last = position
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.buttons() & Qt.MouseButton.LeftButton and not shifted:
            self.turn_by(-moved.x() * _DEGREES_A_PIXEL, moved.y() * _DEGREES_A_PIXEL)
        else:
            self.shift_by(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a knot chooses it, or else the muscle there."""
        was, self._pressed = self._pressed, None
        self.held = False
        if was is not None and not self._dragged and event.button() == Qt.MouseButton.LeftButton:
            mark = self.mark_at(event.position())
            if mark is not None:
                self.site_clicked.emit(mark.site.muscle, mark.site.point)
            elif muscle := self.muscle_at(event.position()):
                self.muscle_clicked.emit(muscle)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        steps = event.angleDelta().y() / 120
        if steps:
            self.zoom_by(1.15**steps, event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        super().leaveEvent(event)
        self.set_hovered(None)
        self.place_hovered.emit(None)

    def _hover(self, position: QPointF, screen: QPoint) -> None:
        mark = self.mark_at(position)
        muscle = self.muscle_at(position) if mark is None else None
        self.set_hovered(mark, muscle)
        if mark is not None:
            QToolTip.showText(screen, self.describe(mark.site), self)
        elif muscle is not None:
            QToolTip.showText(screen, self.name_of(muscle), self)
        else:
            QToolTip.hideText()
        self.place_hovered.emit(self.vertex_at(position))
