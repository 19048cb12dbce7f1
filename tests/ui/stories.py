"""What users do and see, as words for the stories that tests tell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from atlas.ui.window import AtlasWindow

WAIT = 60_000
Opened = Callable[..., AtlasWindow]


def rested(qtbot: QtBot, window: AtlasWindow) -> None:
    """Wait until all that was asked for is on the screen."""
    qtbot.waitUntil(lambda: window.at_rest, timeout=WAIT)


def press(qtbot: QtBot, window: AtlasWindow, key: Qt.Key, with_: Qt.KeyboardModifier | None = None) -> None:
    """Press a key on the body."""
    window.body.setFocus()
    qtbot.keyClick(window.body, key, with_ or Qt.KeyboardModifier.NoModifier)
    rested(qtbot, window)


def pixels(window: AtlasWindow) -> NDArray[np.uint8]:
    """What the body shows on the screen, RGB."""
    image = window.body.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def red(window: AtlasWindow) -> NDArray[np.bool_]:
    """Where the body's picture is the red of pain."""
    bgr = window.body.plate.pixels[..., :3].astype(int) if window.body.plate else np.zeros((1, 1, 3), int)
    return (bgr[..., 2] > 120) & (bgr[..., 2] > 2.2 * bgr[..., 1]) & (bgr[..., 2] > 2.2 * bgr[..., 0])


def chosen(window: AtlasWindow) -> str:
    """The id of the muscle that is shown."""
    return window.selection.muscle.id if window.selection.muscle else ""


def type_search(qtbot: QtBot, window: AtlasWindow, text: str) -> None:
    """Find a muscle by typing, and take the best."""
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.muscles.field, text)
    qtbot.keyClick(window.muscles.field, Qt.Key.Key_Return)
    rested(qtbot, window)
