"""The atlas' own line icons, drawn in the palette's colours at the screen's own resolution."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

_FOLDER = Path(__file__).with_name("icons")
_APP_SIZES = (16, 24, 32, 48, 64, 128, 256)


class _LineIcon(QIconEngine):
    """Draws one icon whenever it is asked to, so that it follows theme and screen by itself."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _renderer(self._name, _colour(mode, state)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802 -- Qt's name
        drawn = _drawn(self._name, _colour(mode, state), size * scale)
        drawn.setDevicePixelRatio(scale)
        return QPixmap.fromImage(drawn)

    def clone(self) -> QIconEngine:
        # PySide leaves the clone to Python although the icon owns it: without a reference it would be freed twice.
        made = _LineIcon(self._name)
        _clones.append(made)
        return made


_clones: list[_LineIcon] = []


def icon(name: str) -> QIcon:
    """An icon by its name.

    Raises:
        KeyError: There is no such icon.
    """
    if name not in names():
        raise KeyError(name)
    return QIcon(_LineIcon(name))


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` device-independent pixels in a colour of one's own."""
    drawn = _drawn(name, colour, QSize(round(size * ratio), round(size * ratio)))
    drawn.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(drawn)


def app_icon() -> QIcon:
    """The program's icon, in every size that systems ask for."""
    made = QIcon()
    for size in _APP_SIZES:
        made.addPixmap(QPixmap.fromImage(_drawn("app", "#000000", QSize(size, size))))
    return made


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """The names of all icons."""
    return frozenset(path.stem for path in _FOLDER.glob("*.svg"))


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    text = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))


def _drawn(name: str, colour: str, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    side = min(size.width(), size.height())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
    _renderer(name, colour).render(painter, box)
    painter.end()
    return image


def _colour(mode: QIcon.Mode, state: QIcon.State) -> str:
    palette = QApplication.palette()
    if mode is QIcon.Mode.Disabled:
        return _named(palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText))
    if state is QIcon.State.On:
        return _named(palette.color(QPalette.ColorRole.Accent))
    return _named(palette.color(QPalette.ColorRole.ButtonText))


def _named(colour: QColor) -> str:
    return colour.name()
