"""How a patient's pain is painted, as words for the stories that tests tell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atlas.ui.answer_rows import AnswerRow
from atlas.ui.window import AtlasWindow
from tests.ui.stories import rested


def place_of(window: AtlasWindow, landmark: str, *, left: bool = False) -> QPoint:
    """Where a landmark stands on the widget."""
    scene, camera = window.selection.scene, window.body.plate.camera if window.body.plate else None
    assert camera is not None
    vertex = window.edition.library.landmarks[landmark].vertex
    if left:
        vertex = int(window.edition.model.mirror[vertex])
    xy, _ = camera.project(scene.fine.points[vertex][None])
    share = window.body.width() / camera.width
    return QPointF(float(xy[0, 0]) * share, float(xy[0, 1]) * share).toPoint()


def drag(window: AtlasWindow, way: list[QPoint], button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """Press, move over all points, and let go."""
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * len(way), QEvent.Type.MouseButtonRelease]
    for kind, at in zip(kinds, [way[0], *way, way[-1]], strict=True):
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
        which = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else button
        place = window.body.mapToGlobal(QPointF(at))
        event = QMouseEvent(kind, QPointF(at), place, which, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window.body, event)


def paint_shoulder(qtbot: QtBot, window: AtlasWindow) -> None:
    """Paint the front of the right shoulder and the outside below it."""
    window.actions_by_id["view.neck_shoulder"].trigger()
    rested(qtbot, window)
    drag(window, [place_of(window, name) for name in ("acromion", "deltoid-front", "deltoid-middle")])
    drag(window, [place_of(window, name) for name in ("deltoid-front", "deltoid-tuberosity")])
    window.pain.answer()


def points(window: AtlasWindow) -> list[AnswerRow]:
    return [row for row in window.pain_panel.rows() if row.kind == "point"]
