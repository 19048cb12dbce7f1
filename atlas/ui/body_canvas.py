"""What the body's picture holds: pixels, marks and words, how they are painted, and what lies under a point of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from atlas.render.layers import Dressed
from atlas.render.plate import Mark, Plate, legend
from atlas.render.raster import Floats
from atlas.render.shade import Still
from atlas.ui import theme
from atlas.ui.overlay import is_small
from atlas.ui.plate_painter import (
    LegendStyle,
    draw_ground,
    draw_legend,
    draw_letters,
    draw_marks,
    draw_message,
    draw_names,
    draw_strokes,
    draw_told,
)

# A target is at least 24 pixels across.
_REACH_PIXELS = 13


class BodyCanvas(QWidget):
    """A plate on the screen with its legend, and words below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fine: Still | None = None
        self._coarse: Still | None = None
        self._plate: Plate | None = None
        self._image: QImage | None = None
        self._hovered: Mark | None = None
        # The muscle under the pointer.
        self._under: str | None = None
        # Words for a patient instead of the field's terms.
        self.plain = False
        self.message = ""
        self._told = ""

    @property
    def plate(self) -> Plate | None:
        """The picture as it is painted now."""
        return self._plate

    def tell(self, text: str) -> None:
        """Say something small below the body: what is under the pointer, what is going on."""
        if text != self._told:
            self._told = text
            self.update()

    @property
    def told(self) -> str:
        """What is said below the body."""
        return self._told

    @property
    def type_pixels(self) -> int:
        """How large words are written for the patient, who sits further away: by the window's height. 0 is as usual."""
        return int(np.clip(round(self.window().height() / 50), 14, 32)) if self.plain else 0

    @property
    def _type_share(self) -> float:
        return self.type_pixels / theme.current().size_small if self.type_pixels else 1.0

    @property
    def _is_small(self) -> bool:
        return is_small(self.size())

    # ---- what lies where ---------------------------------------------------------------------------------------------

    def mark_at(self, position: QPointF) -> Mark | None:
        """The knot or trigger point under a point of the widget."""
        if self._plate is None:
            return None
        share = self.width() / self._plate.camera.width
        near = [
            (float(np.hypot(mark.x * share - position.x(), mark.y * share - position.y())), number)
            for number, mark in enumerate(self._plate.marks)
        ]
        away, number = min(near, default=(np.inf, 0))
        return self._plate.marks[number] if away <= _REACH_PIXELS else None

    def position_of(self, muscle: str, point: str) -> QPointF | None:
        """Where a trigger point is drawn on the widget, for tests and screen readers."""
        if self._plate is None:
            return None
        share = self.width() / self._plate.camera.width
        for mark in self._plate.marks:
            if (mark.site.muscle, mark.site.point) == (muscle, point):
                return QPointF(mark.x * share, mark.y * share)
        return None

    def muscle_at(self, position: QPointF) -> str | None:
        """The muscle that is drawn under a point of the widget, None where there is none or the skin is shown."""
        seen = self._fine or self._coarse
        if not isinstance(seen, Dressed):
            return None
        share = self.width() / seen.camera.width
        return seen.muscle_at(int(position.x() / share), int(position.y() / share))

    def vertex_at(self, position: QPointF) -> int | None:
        """The vertex of the shown body under a point of the widget."""
        found = self.skin_at(position)
        return found[0] if found is not None else None

    def skin_at(self, position: QPointF) -> tuple[int, Floats] | None:
        """The skin under a point of the widget: its nearest vertex, and the position (3,) in cm on the body."""
        seen = self._fine or self._coarse
        if seen is None:
            return None
        share = self.width() / seen.camera.width
        return seen.skin_at(position.x() / share, position.y() / share)

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, pixels, fibres, letters, marks, legend."""
        event.accept()
        tokens = theme.current()
        painter = QPainter(self)
        draw_ground(painter, QRectF(self.rect()), tokens)
        if self._plate is None or self._image is None:
            words = self.message or "Preparing the body \N{HORIZONTAL ELLIPSIS}"
            draw_message(painter, words, self.size(), tokens, self.type_pixels)
            painter.end()
            return
        whole = QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(whole, self._image)
        share = self.width() / self._plate.camera.width
        painter.save()
        painter.scale(share, share)
        draw_strokes(painter, self._plate.strokes)
        unit = 1 / share
        draw_letters(painter, self._plate.letters, unit)
        draw_names(painter, self._plate.names, tokens, self._under)
        draw_marks(painter, self._plate.marks, unit, self._hovered)
        painter.restore()
        rows = legend(self._plate, plain=self.plain)
        style = LegendStyle(self._is_small, self.plain, self.type_pixels, self._plate.several)
        draw_legend(painter, rows, self.size(), tokens, style=style)
        if self.message:
            draw_message(painter, self.message, self.size(), tokens, self.type_pixels)
        draw_told(painter, self._told, self.size(), tokens, at_top=self._is_small)
        painter.end()

    def set_hovered(self, mark: Mark | None, muscle: str | None = None) -> None:
        """Let one mark, or one muscle's name, stand out."""
        if mark != self._hovered or muscle != self._under:
            self._hovered, self._under = mark, muscle
            touched = mark is not None or muscle is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if touched else Qt.CursorShape.ArrowCursor)
            self.update()
