"""The command palette: type, move, take."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from atlas.ui.actions import build
from atlas.ui.palette import Palette
from tests.sample_muscles import MUSCLES

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def actions(window: QMainWindow) -> dict[str, QAction]:
    return build(window)


@pytest.fixture
def palette(window: QMainWindow, actions: dict[str, QAction]) -> Palette:
    made = Palette(window)
    made.open_with(actions, MUSCLES)
    return made


def rows(palette: Palette) -> list[str]:
    return [palette.results.item(k).text() for k in range(palette.results.count())]


def test_opens_with_everything_that_can_be_done(palette: Palette, actions: dict[str, QAction]) -> None:
    assert palette.isVisible()
    assert palette.results.count() == len(actions) - 1
    assert "Find a command" not in rows(palette)


def test_disabled_actions_are_left_out(palette: Palette, actions: dict[str, QAction]) -> None:
    actions["go.back"].setEnabled(False)
    palette.open_with(actions, MUSCLES)
    assert "Back" not in rows(palette)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("save", "Save the picture…"),
        ("export", "Export the picture…"),
        ("posterior", "Back of the body"),
        ("dark", "Dark"),
        ("plantar", "Sole"),
        ("zom in", "Zoom in"),
        ("infra", "Infraspinatus"),
        ("tfl", "Tensor fasciae latae"),
        ("sternoclidomastoid", "Sternocleidomastoid, sternal division"),
        ("ELDERLY", "Old man"),
        ("print", "Hand out a page…"),
    ],
)
def test_typing_finds(qtbot: QtBot, palette: Palette, text: str, first: str) -> None:
    qtbot.keyClicks(palette.field, text)
    assert rows(palette)[0] == first


def test_arrows_and_enter_do_it(qtbot: QtBot, palette: Palette, actions: dict[str, QAction]) -> None:
    qtbot.keyClicks(palette.field, "back")
    second = palette.results.item(1).data(Qt.ItemDataRole.UserRole)[1]
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.results.currentRow() == 1
    with qtbot.waitSignal(actions[second].triggered):
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_a_muscle_is_chosen(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "solues")
    with qtbot.waitSignal(palette.muscle_chosen) as chosen:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert chosen.args == ["soleus"]


def test_click_takes(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "deltoid")
    place = palette.results.visualItemRect(palette.results.item(0)).center()
    with qtbot.waitSignal(palette.muscle_chosen) as chosen:
        qtbot.mouseClick(palette.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["deltoid"]


def test_escape_closes_and_nothing_happens(qtbot: QtBot, palette: Palette) -> None:
    with qtbot.assertNotEmitted(palette.muscle_chosen):
        qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_turning_to_the_window_closes(qtbot: QtBot, palette: Palette, window: QMainWindow) -> None:
    qtbot.waitUntil(palette.isActiveWindow)
    window.activateWindow()
    qtbot.waitUntil(lambda: not palette.isVisible())


def test_nothing_found(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "qqqqzzzz")
    assert palette.results.count() == 0
    assert palette._nothing.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_opens_empty_again(qtbot: QtBot, palette: Palette, actions: dict[str, QAction]) -> None:
    qtbot.keyClicks(palette.field, "sole")
    palette.reject()
    palette.open_with(actions, MUSCLES)
    assert palette.field.text() == ""


def test_keys_are_shown(palette: Palette) -> None:
    assert next(offer for offer in palette.offers("save") if offer.id == "plate.save").key == "Ctrl+S"


def test_a_muscle_comes_before_a_command_that_only_means_its_part_of_the_body(palette: Palette) -> None:
    assert palette.offers("glut")[0].kind == "muscle"
