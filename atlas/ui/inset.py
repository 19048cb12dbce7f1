"""A small second picture: what the body's present view hides, such as the knot behind a pain in front."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from atlas.render.plate import Extras, Mark, Plate, plate_of
from atlas.render.scene import Fronts, Scene, Shown
from atlas.render.shade import Still
from atlas.render.views import View
from atlas.ui import theme
from atlas.ui.plate_painter import draw_ground, draw_letters, draw_marks, draw_panel, draw_strokes, image_of

_SIZE = QSize(168, 216)
# Drawn at twice its size and scaled down: smooth edges for the price of a coarse still.
_FINER = 2
# Where the words stand: no letter belongs under them.
_LABEL = (0.0, 0.0, 130.0 * _FINER, 38.0 * _FINER)


class Inset(QAbstractButton):
    """Shows the companion of a view; a click turns the body there."""

    turn_asked = Signal(object)
    """The `View` that it shows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: View | None = None
        self._plate: Plate | None = None
        self._shows: tuple[Scene, Still, Shown, Extras] | None = None
        # Of its words; 0 is the usual size.
        self.pixels = 0
        self._image: QImage | None = None
        self.setFixedSize(_SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._ask)
        self.hide()

    @property
    def view(self) -> View | None:
        """The view that it shows, None while it is hidden."""
        return self._view

    def show_companion(
        self, scene: Scene, shown: Shown | None, first: View, extras: Extras, fronts: Fronts | None = None
    ) -> None:
        """Show what a view hides of a pattern and of those beside it; hide where there is nothing to add."""
        self._view = scene.companion_view(shown, first, extras.others) if shown is not None else None
        if self._view is None or shown is None:
            self.leave()
            return
        camera = self._view.camera(_SIZE.width() * _FINER, _SIZE.height() * _FINER)
        seen = scene.still(camera, fine=False, smooth_edge=False)
        beside = Extras(unit=_FINER, covered=(_LABEL,), stippled=True, plain=extras.plain, others=extras.others)
        self._shows = scene, seen, shown, beside
        side = _side_words(self._view)
        self.setToolTip(f"The pattern seen {side}: click to turn the body there")
        self.setAccessibleName(f"Turn the body to be seen {side}")
        self.show()
        self.travel(fronts)

    def travel(self, fronts: Fronts | None) -> None:
        """Let the pain have come as far here as in the first picture."""
        if self._shows is None:
            return
        scene, seen, shown, extras = self._shows
        self._plate = plate_of(scene, seen, shown, extras, fronts=fronts)
        self._image = image_of(self._plate.pixels)
        self.update()

    def leave(self) -> None:
        """Hide, while the body moves."""
        self._view = self._shows = None
        self.hide()

    def _ask(self) -> None:
        if self._view is not None:
            self.turn_asked.emit(self._view)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A framed picture with a line of words below."""
        event.accept()
        if self._plate is None or self._image is None:
            return
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        frame = QPainterPath()
        frame.addRoundedRect(box, 8, 8)
        painter.save()
        painter.setClipPath(frame)
        draw_ground(painter, QRectF(self.rect()), tokens)
        ratio = self.devicePixelRatioF()
        small = self._image.scaled(
            _SIZE * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(QRectF(self.rect()), small)
        painter.scale(1 / _FINER, 1 / _FINER)
        draw_strokes(painter, self._plate.strokes)
        draw_letters(painter, self._plate.letters, _FINER * 0.75)
        draw_marks(painter, _unlabelled(self._plate), _FINER * 0.75)
        painter.restore()
        touched = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(QColor(tokens.accent if touched else tokens.outline), 1.6 if touched else 1.0))
        painter.drawPath(frame)
        font = painter.font()
        font.setPixelSize(self.pixels or tokens.size_small)
        painter.setFont(font)
        words = _side_words(self._view) if self._view else ""
        label = QRectF(5, 5, painter.fontMetrics().horizontalAdvance(words) + 14, painter.fontMetrics().height() + 4)
        draw_panel(painter, label, tokens)
        painter.setPen(tokens.text)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press here is no drag of the body."""
        super().mousePressEvent(event)
        event.accept()


def _unlabelled(plate: Plate) -> tuple[Mark, ...]:
    return tuple(replace(mark, label="") for mark in plate.marks)


def _side_words(view: View) -> str:
    """From where a view looks, in words."""
    if view.pitch < -45:
        return "from below"
    turn = (view.yaw + 180) % 360 - 180
    if abs(turn) < 45:
        return "from the front"
    if abs(turn) > 135:
        return "from behind"
    return "from the left" if turn > 0 else "from the right"
