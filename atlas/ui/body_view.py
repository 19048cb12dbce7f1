"""The body: turned with the mouse, zoomed with the wheel, its knots hovered and clicked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from atlas.render.scene import Site
from atlas.ui.body_picture import BodyPicture
from atlas.ui.studio import Photographer

_DEGREES_A_PIXEL = 0.45
_CLICK_PIXELS = 4
_STROKE_PIXELS = 5


class BodyView(BodyPicture):
    """The picture of the body, and what the pointer does to it."""

    site_clicked = Signal(str, str)
    """Muscle and trigger point of a knot that was clicked."""
    muscle_clicked = Signal(str)
    """The muscle that was clicked, where the body is shown in its muscles."""
    stroke_begun = Signal()
    """The pointer was put to the skin to paint on it."""
    stroked = Signal(object)
    """The skin that the pointer has passed since, while it paints: pairs of the nearest vertex and a position (3,)."""
    place_hovered = Signal(object)
    """The fine vertex under the pointer, or None."""

    def __init__(self, photographer: Photographer, parent: QWidget | None = None) -> None:
        super().__init__(photographer, parent)
        self._pressed: QPoint | None = None
        self._last = QPointF()
        self._dragged = False
        # How wide the brush is (cm) with which the pointer paints, or None while it turns the body instead.
        self.brush_cm: float | None = None
        self._paints = False
        self._pointer: QPointF | None = None
        self.name_of: Callable[[str], str] = lambda muscle: muscle
        self.describe: Callable[[Site], str] = lambda site: f"{site.muscle} {site.point}"
        self.setMouseTracking(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click, a drag or a stroke begins."""
        self._pressed = event.position().toPoint()
        self.held = True
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._paints = self.brush_cm is not None and plain and self.vertex_at(event.position()) is not None
        if self._paints:
            self.stroke_begun.emit()
            self._stroke(event.position(), event.position())
        self._dragged = False
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag paints, turns, or with Shift shifts; without a button it hovers.

        While it paints, a drag turns with the other button, or from beside the body.
        """
        position = event.position()
        self._point_at(position)
        if self._paints and event.buttons() & Qt.MouseButton.LeftButton:
            self._stroke(self._last, position)
            self._last = position
            return
        if self._pressed is None or event.buttons() == Qt.MouseButton.NoButton:
            self._hover(position, event.globalPosition().toPoint())
            return
        if not self._dragged and (position.toPoint() - self._pressed).manhattanLength() < _CLICK_PIXELS:
            return
        self._dragged = True
        moved = position - self._last
        self._last = position
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        other = Qt.MouseButton.RightButton if self.brush_cm is not None else Qt.MouseButton.NoButton
        if event.buttons() & (Qt.MouseButton.LeftButton | other) and not shifted:
            self.turn_by(-moved.x() * _DEGREES_A_PIXEL, moved.y() * _DEGREES_A_PIXEL)
        else:
            self.shift_by(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a knot chooses it, or else the muscle there."""
        was, self._pressed = self._pressed, None
        self.held = False
        if self._paints or self.brush_cm is not None:
            self._paints = False
            return
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
        self._point_at(None)
        self.set_hovered(None)
        self.place_hovered.emit(None)

    def _stroke(self, start: QPointF, end: QPointF) -> None:
        """What lies under the way from one position to another, a few pixels at a time."""
        way = end - start
        steps = max(1, round(max(abs(way.x()), abs(way.y())) / _STROKE_PIXELS))
        passed = [self.skin_at(start + way * (step / steps)) for step in range(1, steps + 1)]
        found = [skin for skin in passed if skin is not None]
        if found:
            self.stroked.emit(found)

    def _point_at(self, position: QPointF | None) -> None:
        """Follow the pointer with the ring of the brush."""
        if self.brush_cm is not None:
            self._pointer = position
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and the brush's ring under the pointer."""
        super().paintEvent(event)
        if self.brush_cm is None or self._pointer is None or self.cm_on_screen is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.brush_cm / 2 * self.cm_on_screen
        for colour, width in ((QColor(255, 255, 255, 190), 2.6), (QColor(40, 30, 90, 220), 1.2)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(self._pointer, radius, radius)
        painter.end()

    def _hover(self, position: QPointF, screen: QPoint) -> None:
        if self.brush_cm is not None:
            self.place_hovered.emit(self.vertex_at(position))
            return
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
