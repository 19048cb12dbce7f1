"""Windows for the stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atlas.edition import Edition
from atlas.store.settings import Settings
from atlas.ui import theme
from atlas.ui.study import StudyWindow
from atlas.ui.window import AtlasWindow
from tests.ui.stories import WAIT, Opened, press, rested
from tests.ui.studying import Clock


@pytest.fixture
def opened(qtbot: QtBot, edition: Edition, home: Path) -> Iterator[Opened]:
    """Open windows, wait until they rest, and close them at the end."""
    windows: list[AtlasWindow] = []
    theme.apply(_app(), "light")

    def open_window(settings: Settings | None = None, using: Edition | None = None) -> AtlasWindow:
        window = AtlasWindow(using or edition, settings or Settings.load())
        window.body.reduce_motion = True
        window.resize(1280, 800)
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        rested(qtbot, window)
        return window

    yield open_window
    for window in windows:
        window.close()


def _app() -> QApplication:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    return app


@pytest.fixture
def window(opened: Opened) -> AtlasWindow:
    """A window at rest."""
    return opened()


@pytest.fixture
def asking(qtbot: QtBot, window: AtlasWindow) -> AtlasWindow:
    """A window that asks where it hurts, with everything ready to answer."""
    qtbot.waitUntil(lambda: window.edition.rival_index_ready is not None, timeout=WAIT)
    press(qtbot, window, Qt.Key.Key_W)
    assert window.pain.active
    return window


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def study(qtbot: QtBot, window: AtlasWindow, tmp_path: Path, clock: Clock) -> Iterator[StudyWindow]:
    made = StudyWindow(window.edition, window.guide.selection, window, path=tmp_path / "answers.sqlite", clock=clock)
    made.asking.body.reduce_motion = True
    made.show()
    # The first time all patterns are built.
    qtbot.waitUntil(lambda: made.stack.currentWidget() is made.home, timeout=2 * WAIT)
    yield made
    made.shut()
