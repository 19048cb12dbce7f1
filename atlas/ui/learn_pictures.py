"""The pictures of the learning pages: made in a thread of their own, and painted in the theme's colours."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from atlas.anatomy import SideChoice
from atlas.data.page_text import Audience, Picture
from atlas.edition import Edition
from atlas.render.plate import Extras, Plate, legend, plate_of
from atlas.render.scene import Scene, Shown
from atlas.render.shade import still
from atlas.render.views import CLOSE_UPS, SIDES, View, framed, named, whole_body
from atlas.surface.body import FIRST_BODY
from atlas.surface.errors import PlaceError
from atlas.ui.learn_html import picture_address, spoken_point
from atlas.ui.plate_painter import (
    draw_ground,
    draw_legend,
    draw_letters,
    draw_marks,
    draw_message,
    draw_strokes,
    image_of,
)
from atlas.ui.studio import Task, Worker
from atlas.ui.tokens import Tokens

# In logical pixels.
PICTURE = QSize(520, 460)
_CORNER = 10.0
# Where the legend may lie: no letter belongs under it.
_LEGEND = (0.0, PICTURE.height() - 130.0, 250.0, float(PICTURE.height()))

_WORDS = {
    Audience.PATIENT: {
        "point": "Sensitive spot",
        "hidden": "Sensitive spot, on the far side",
        "essential": "Where nearly everyone feels it",
        "spillover": "Where some people feel it",
        "muscle": "The muscle",
    },
    Audience.CLINICIAN: {},
}


def plate_for(edition: Edition, picture: Picture, size: QSize, unit: float, body: str = FIRST_BODY) -> Plate:
    """The plate of a picture, `size` in device pixels, `unit` of them to a logical one.

    A view that there is not counts as none. Raises KeyError for an unknown muscle, PlaceError where it has no pattern.
    """
    muscle = edition.library.muscles[picture.muscle]
    scene = edition.scene(body)
    point = picture.point if muscle.point(picture.point or "") is not None else None
    shown = scene.show(edition.pattern(muscle.id), point, picture.side, muscle.depth)
    if picture.view in CLOSE_UPS:
        view = named(scene.fine, picture.view, left=picture.side is SideChoice.LEFT)
    elif picture.view in SIDES:
        view = _from(scene, shown, SIDES[picture.view])
    else:
        view = scene.best_view(shown)
    seen = still(scene.fine, view.camera(size.width(), size.height()), smooth_edge=True)
    covered = (_LEGEND[0] * unit, _LEGEND[1] * unit, _LEGEND[2] * unit, _LEGEND[3] * unit)
    return plate_of(scene, seen, shown, Extras(unit=unit, covered=(covered,)))


def _from(scene: Scene, shown: Shown, yaw: float) -> View:
    """The view from a side, as close as the pattern and its muscle allow: a picture on a page is small."""
    count = len(scene.coarse.points)
    inside = np.minimum(np.minimum(shown.essential, shown.spillover), shown.belly)[:count] < 0
    return framed(scene.coarse, np.flatnonzero(inside), yaw) if inside.any() else whole_body(scene.coarse, yaw)


class Illustrator(Worker):
    """Makes plates one after the other, those of the page that was opened last first."""

    made = Signal(str, object)
    """The address of a picture and its plate; None for one that cannot be made."""

    def __init__(self, edition: Edition, body: str, parent: QObject | None = None) -> None:
        super().__init__("pictures", parent)
        self._edition, self._body = edition, body
        self._wanted: deque[tuple[Picture, QSize, float]] = deque()
        self._thread.start()

    def ask(self, pictures: Iterable[Picture], size: QSize, unit: float) -> None:
        """Make these instead of any that were asked for before and not begun."""
        with self._wake:
            self._wanted = deque((picture, size, unit) for picture in pictures)
            self._wake.notify()

    def _take(self) -> Task | None:
        return partial(self._make, *self._wanted.popleft()) if self._wanted else None

    def _make(self, picture: Picture, size: QSize, unit: float) -> None:
        plate = None
        # What is wrong with the muscle or the page is told by `check`; the reader is told that there is no picture.
        with suppress(KeyError, PlaceError):
            plate = plate_for(self._edition, picture, size, unit, self._body)
        self.made.emit(picture_address(picture), plate)


def painted(plate: Plate, tokens: Tokens, audience: Audience) -> QImage:
    """A plate as a framed picture of `PICTURE` logical pixels, with its legend."""
    ratio = plate.camera.width / PICTURE.width()
    image, painter = _canvas(tokens, ratio)
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawImage(0, 0, image_of(plate.pixels))
    draw_strokes(painter, plate.strokes)
    draw_letters(painter, plate.letters, ratio)
    marks = tuple(replace(mark, label=spoken_point(mark.label, audience)) for mark in plate.marks)
    draw_marks(painter, marks, ratio)
    painter.restore()
    words = _WORDS[audience]
    draw_legend(painter, [(kind, words.get(kind, text)) for kind, text in legend(plate)], PICTURE, tokens, line=False)
    _frame(painter, tokens)
    return image


def blank(words: str, tokens: Tokens, ratio: float) -> QImage:
    """What stands where a picture will stand, or cannot stand."""
    image, painter = _canvas(tokens, ratio)
    painter.translate(0, PICTURE.height() / 2 - 24)
    draw_message(painter, words, PICTURE, tokens)
    painter.resetTransform()
    _frame(painter, tokens)
    return image


def _canvas(tokens: Tokens, ratio: float) -> tuple[QImage, QPainter]:
    image = QImage(PICTURE * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(_outline())
    draw_ground(painter, QRectF(0, 0, PICTURE.width(), PICTURE.height()), tokens)
    return image, painter


def _frame(painter: QPainter, tokens: Tokens) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.hairline), 1))
    painter.drawPath(_outline())
    painter.end()


def _outline() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(0.5, 0.5, PICTURE.width() - 1, PICTURE.height() - 1), _CORNER, _CORNER)
    return path
