"""The table of actions: complete, without a key twice, and deaf while one types."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from atlas.ui.actions import ACTIONS, build, fill_menu_bar, tool_tip

WANTED = [
    "plate.save",
    "plate.export",
    "plate.chart",
    "plate.copy",
    "app.quit",
    "pain.mode",
    "pain.erase",
    "pain.undo",
    "pain.redo",
    "pain.clear",
    "pain.compare",
    "pain.wider",
    "pain.narrower",
    "pain.open",
    "pain.save",
    "go.back",
    "go.forward",
    "go.search",
    "go.palette",
    "go.next_muscle",
    "go.previous_muscle",
    "point.next",
    "point.previous",
    "point.alone",
    "view.auto",
    "view.front",
    "view.back",
    "view.left",
    "view.right",
    "view.head",
    "view.neck_shoulder",
    "view.arm",
    "view.hand",
    "view.trunk",
    "view.hip",
    "view.thigh",
    "view.leg",
    "view.foot",
    "view.sole",
    "view.turn_left",
    "view.turn_right",
    "view.turn_up",
    "view.turn_down",
    "view.zoom_in",
    "view.zoom_out",
    "side.right",
    "side.left",
    "side.both",
    "body.male",
    "body.female",
    "body.male-old",
    "body.female-old",
    "body.male-heavy",
    "body.female-slight",
    "tone.light",
    "tone.tan",
    "tone.brown",
    "tone.dark",
    "body.modest",
    "show.knots",
    "list.filter",
    "layer.skin",
    "layer.superficial",
    "layer.intermediate",
    "layer.deep",
    "layers.deeper",
    "layers.shallower",
    "layers.names",
    "pane.list",
    "pane.notes",
    "theme.system",
    "theme.light",
    "theme.dark",
    "motion.reduce",
    "present.open",
    "present.keep",
    "handout.open",
    "study.open",
    "learn.open",
    "help.problems",
    "help.shortcuts",
    "help.copy_diagnostics",
    "help.about",
]


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        self.field = QLineEdit(middle)
        self.button = QPushButton("Press", middle)
        self.plain = QWidget(middle)
        self.plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for widget in (self.field, self.button, self.plain):
            layout.addWidget(widget)
        self.setCentralWidget(middle)
        self.actions_by_id = build(self)
        fill_menu_bar(self.menuBar(), self.actions_by_id)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def fired(action: QAction) -> list[bool]:
    calls: list[bool] = []
    action.triggered.connect(lambda: calls.append(True))
    return calls


def test_every_action_is_there_once() -> None:
    assert sorted(spec.id for spec in ACTIONS) == sorted(WANTED)


def test_every_action_has_text_tip_and_menu() -> None:
    for spec in ACTIONS:
        assert spec.text
        assert spec.menu
        assert spec.tip
        assert not spec.tip.endswith(".")


def test_no_key_twice() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys)
    assert "" not in keys
    assert [key for key, count in keys.items() if count > 1] == []


def test_groups_exclude_one_another(window: Window) -> None:
    actions = window.actions_by_id
    actions["view.front"].trigger()
    actions["side.both"].trigger()
    actions["view.sole"].trigger()
    assert not actions["view.front"].isChecked()
    assert actions["view.sole"].isChecked()
    assert actions["side.both"].isChecked()


def test_menu_bar_holds_everything(window: Window) -> None:
    found: set[str] = set()

    def walk(actions: list[QAction]) -> None:
        for action in actions:
            menu: object = action.menu()
            if isinstance(menu, QMenu):
                walk(menu.actions())
            elif not action.isSeparator():
                found.add(action.objectName())

    walk(window.menuBar().actions())
    assert found == set(WANTED)


@pytest.mark.parametrize(
    ("key", "action"), [(Qt.Key.Key_F, "view.front"), (Qt.Key.Key_Space, "view.auto"), (Qt.Key.Key_0, "view.sole")]
)
def test_single_keys_work(qtbot: QtBot, window: Window, key: Qt.Key, action: str) -> None:
    calls = fired(window.actions_by_id[action])
    window.plain.setFocus()
    qtbot.keyClick(window.plain, key)
    assert len(calls) == 1


def test_single_keys_are_silent_while_one_types(qtbot: QtBot, window: Window) -> None:
    calls = [fired(action) for action in window.actions_by_id.values()]
    window.field.setFocus()
    qtbot.keyClicks(window.field, "fblrnpakmwec.,  0123456789 /?+-=[] FRLBK")
    assert not any(calls)
    assert window.field.text() == "fblrnpakmwec.,  0123456789 /?+-=[] FRLBK"


def test_space_presses_the_button_that_has_the_focus(qtbot: QtBot, window: Window) -> None:
    calls = fired(window.actions_by_id["view.auto"])
    window.button.setFocus()
    with qtbot.waitSignal(window.button.clicked):
        qtbot.keyClick(window.button, Qt.Key.Key_Space)
    window.plain.setFocus()
    qtbot.keyClick(window.plain, Qt.Key.Key_Space)
    assert len(calls) == 1


def test_tool_tips_name_the_key(window: Window) -> None:
    spec = next(spec for spec in ACTIONS if spec.id == "plate.save")
    assert tool_tip(spec).endswith("(Ctrl+S)")
    assert window.actions_by_id["plate.save"].toolTip() == tool_tip(spec)
