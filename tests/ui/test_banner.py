"""The quiet line above the body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from atlas.ui.banner import Banner, faults_line


@dataclass(frozen=True)
class Fault:
    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:1: wrong"


@pytest.fixture
def banner(qtbot: QtBot) -> Iterator[Banner]:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    made = Banner(window)
    layout.addWidget(made)
    window.resize(300, 100)
    window.show()
    yield made
    window.close()


def test_hidden_until_it_has_something_to_say(qtbot: QtBot, banner: Banner) -> None:
    assert not banner.isVisible()
    banner.say("Something")
    assert banner.isVisible()
    banner.say("")
    assert not banner.isVisible()


def test_show_and_close(qtbot: QtBot, banner: Banner) -> None:
    banner.say("3 files have faults")
    with qtbot.waitSignal(banner.show_asked):
        qtbot.mouseClick(banner.show_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_long_and_marked_up_text_stays_one_plain_line(qtbot: QtBot, banner: Banner) -> None:
    text = "<b>bold</b>\nand " + "long " * 100
    banner.say(text)
    assert banner.width() <= 300
    assert banner.label.shown.startswith("<b>")
    assert banner.label.shown.endswith("…")
    assert "\n" not in banner.text
    assert banner.accessibleName() == banner.text


def test_wider_shows_more(qtbot: QtBot, banner: Banner) -> None:
    banner.say("word " * 30)
    short = banner.label.shown
    banner.window().resize(900, 100)
    qtbot.waitUntil(lambda: len(banner.label.shown) > len(short))


def test_line_of_faults() -> None:
    one, other = Fault(Path("a.yaml"), 3), Fault(Path("b.yaml"), 4)
    assert faults_line([]) == ""
    assert faults_line([one, Fault(Path("a.yaml"), 9)]) == "1 file has faults; first: a.yaml:3:1: wrong"
    assert faults_line([one, other]).startswith("2 files have faults")
