"""The body as the patient sees it: one pattern or several, the pain that travels, and what the clinician points at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from atlas.render.plate import Extras
from atlas.render.raster import Floats
from atlas.render.scene import Fronts, Shown
from atlas.ui.body_picture import BodyPicture
from atlas.ui.studio import Photographer

# The essential zone fills first; from this share on the spillover.
_TURN = 0.6
# Cm that the pain begins before its nearest point, and goes beyond its furthest, so that it comes and goes softly.
_EASE_CM = 3.0
# How often the second picture follows.
_SECOND_MS = 120


class PresentedBody(BodyPicture):
    """A body without knots and jargon, on which the pain travels."""

    travelled = Signal(float)
    """How far the pain has come, 0..1."""

    def __init__(self, photographer: Photographer, parent: QWidget | None = None) -> None:
        super().__init__(photographer, parent)
        self._way_along: Floats | None = None
        self._ask_along: Callable[[], Floats] = _nothing
        self._others: tuple[Shown, ...] = ()
        self._come = 1.0
        self._pointed: int | None = None
        self._second_due = QTimer(self, singleShot=True, interval=_SECOND_MS)
        self._second_due.timeout.connect(lambda: self.inset.travel(self._fronts))
        self.plain = True
        self.setAccessibleName("The body, as the patient sees it")

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(900, 900)

    def present(
        self, shown: Shown | None, along: Callable[[], Floats] | None = None, others: Sequence[Shown] = ()
    ) -> None:
        """Show a pattern and others beside it.

        `along` tells, once the pain travels, how far (n,) in cm along the skin each vertex is from the trigger points.
        """
        self._ask_along, self._way_along, self._others = along or _nothing, None, tuple(others)
        self._come = 1.0
        self.show_pattern(shown)

    @property
    def come(self) -> float:
        """How far the pain has come, 0..1."""
        return self._come

    def travel_to(self, share: float) -> None:
        """Let the pain have come so far, 0..1: the essential zone first, then the spillover."""
        self._come = min(max(share, 0.0), 1.0)
        self._fronts = self._fronts_at(self._come)
        # The second picture stays, and the pain travels there as well; every frame of it would slow the first down.
        self._paint_plate()
        if not self._second_due.isActive():
            self._second_due.start()
        self.travelled.emit(self._come)

    def _fronts_at(self, share: float) -> Fronts | None:
        shown = self._shown
        if shown is None or share >= 1:
            return None
        if self._way_along is None:
            self._way_along = self._ask_along()
        along = self._way_along
        first, second = (_reach(along, zone) for zone in (shown.essential, shown.spillover))
        felt = min(share / _TURN, 1.0) if second[1] > 0 else share
        spilled = max((share - _TURN) / (1 - _TURN), 0.0)
        return Fronts(
            along,
            first[0] - _EASE_CM + felt * (first[1] - first[0] + 2 * _EASE_CM),
            second[0] - _EASE_CM + spilled * (second[1] - second[0] + 2 * _EASE_CM) if spilled > 0 else -1e3,
        )

    def extras(self) -> Extras:
        """The other patterns too."""
        return replace(super().extras(), others=self._others)

    def beside(self) -> Sequence[Shown]:
        """The other patterns."""
        return self._others

    def point_at(self, vertex: int | None) -> None:
        """Show the patient what the clinician points at: a fine vertex, or nothing."""
        if vertex != self._pointed:
            self._pointed = vertex
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and a ring where the clinician points."""
        super().paintEvent(event)
        if self._pointed is None or self._scene is None or self._camera is None:
            return
        fine = self._scene.fine
        facing = float(fine.normals[self._pointed] @ self._camera.toward.astype(np.float32))
        if facing < 0:
            return
        xy, _ = self._camera.project(fine.points[self._pointed][None])
        ratio = self.devicePixelRatioF()
        at = QPointF(float(xy[0, 0]) / ratio, float(xy[0, 1]) / ratio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(255, 255, 255, 220), 7), (QColor("#0b6674"), 3.5)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(at, 18, 18)
        painter.end()


def _nothing() -> Floats:
    return np.zeros(0, dtype=np.float32)


def _reach(along: Floats, zone: Floats) -> tuple[float, float]:
    """The nearest and the furthest (cm) of a zone's skin; zeros for no zone."""
    inside = along[zone < 0]
    return (float(inside.min()), float(inside.max())) if len(inside) else (0.0, 0.0)
