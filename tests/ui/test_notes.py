"""The notes pane: links, chips, jumps, and nothing loaded from anywhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atlas.ui import theme
from atlas.ui.notes import Notes
from tests.sample_muscles import MUSCLES, SOURCES, muscle, trigger_point

BY_ID = {one.id: one for one in MUSCLES}
INFRA = BY_ID["infraspinatus"]


@pytest.fixture
def notes(qtbot: QtBot, qapp: QApplication) -> Notes:
    theme.apply(qapp, "light")
    made = Notes()
    qtbot.addWidget(made)
    made.resize(400, 600)
    made.show_muscle(INFRA, "", BY_ID, SOURCES)
    made.show()
    return made


def follow(notes: Notes, link: str) -> None:
    notes.page.anchorClicked.emit(QUrl(link))


def test_chips_choose_a_point_and_the_whole_muscle(qtbot: QtBot, notes: Notes) -> None:
    assert notes.points.button("").isChecked()
    with qtbot.waitSignal(notes.point_chosen) as chosen:
        qtbot.mouseClick(notes.points.button("TrP2"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["TrP2"]
    notes.show_muscle(INFRA, "TrP2", BY_ID, SOURCES)
    assert notes.points.button("TrP2").isChecked()
    with qtbot.waitSignal(notes.point_chosen) as chosen:
        qtbot.mouseClick(notes.points.button(""), Qt.MouseButton.LeftButton)
    assert chosen.args == [""]


def test_links_lead_to_points_and_muscles(qtbot: QtBot, notes: Notes) -> None:
    with qtbot.waitSignal(notes.point_chosen) as chosen:
        follow(notes, "point:TrP1")
    assert chosen.args == ["TrP1"]
    with qtbot.waitSignal(notes.point_chosen) as chosen:
        follow(notes, "point:")
    assert chosen.args == [""]
    with qtbot.waitSignal(notes.muscle_chosen) as other:
        follow(notes, "muscle:soleus")
    assert other.args == ["soleus"]


@pytest.mark.parametrize("link", ["muscle:not-here", "http://example.org", "javascript:alert(1)", "file:///etc/passwd"])
def test_other_links_do_nothing(qtbot: QtBot, notes: Notes, link: str) -> None:
    before = notes.page.toPlainText()
    with qtbot.assertNotEmitted(notes.muscle_chosen), qtbot.assertNotEmitted(notes.point_chosen):
        follow(notes, link)
    assert notes.page.toPlainText() == before


def test_a_click_on_a_link_of_the_page(qtbot: QtBot, notes: Notes) -> None:
    cursor = notes.page.document().find("TrP1 · Upper")
    notes.page.setTextCursor(cursor)
    place = notes.page.cursorRect(cursor).center()
    place.setX(place.x() - 20)
    with qtbot.waitSignal(notes.point_chosen) as chosen:
        qtbot.mouseClick(notes.page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["TrP1"]


def test_nothing_is_loaded(notes: Notes) -> None:
    for name in ("http://example.org/a.png", "file:///etc/passwd", "a.png"):
        assert not notes.page.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))


def test_jumps_scroll(qtbot: QtBot, notes: Notes) -> None:
    assert notes.page.verticalScrollBar().value() == 0
    qtbot.mouseClick(notes.jumps.button("needling"), Qt.MouseButton.LeftButton)
    needling = notes.page.verticalScrollBar().value()
    assert needling > 0
    follow(notes, "source:simons-1999")
    assert notes.page.verticalScrollBar().value() > needling
    notes.jump_to("top")
    assert notes.page.verticalScrollBar().value() == 0


def test_another_muscle_starts_at_the_top(notes: Notes) -> None:
    notes.jump_to("sources")
    notes.show_muscle(INFRA, "", BY_ID, SOURCES)
    assert notes.page.verticalScrollBar().value() > 0
    notes.show_muscle(BY_ID["soleus"], "", BY_ID, SOURCES)
    assert notes.page.verticalScrollBar().value() == 0
    assert "Soleus" in notes.page.toPlainText()


def test_a_single_point_needs_no_chips(notes: Notes) -> None:
    notes.show_muscle(muscle("one", "One", points=(trigger_point(),)), "", BY_ID, SOURCES)
    assert not notes.points.isVisible()


def test_chips_follow_the_muscle(qtbot: QtBot, notes: Notes) -> None:
    points = tuple(trigger_point(f"TrP{k}") for k in range(1, 9))
    notes.show_muscle(muscle("eight", "Eight", points=points), "TrP8", BY_ID, SOURCES)
    assert notes.points.count() == 9
    assert notes.points.button("TrP8").isChecked()
    qtbot.waitUntil(lambda: notes.points.button("TrP8").y() > 0)
    assert notes.points.button("TrP8").geometry().right() <= notes.points.width()


def test_message_hides_the_bars(notes: Notes) -> None:
    notes.show_message("Reading <the> atlas", "One moment.")
    assert "Reading <the> atlas" in notes.page.toPlainText()
    assert not notes.points.isVisible()
    assert not notes.jumps.isVisible()
    notes.show_muscle(INFRA, "", BY_ID, SOURCES)
    assert notes.jumps.isVisible()


def test_lines_stay_short_in_a_wide_pane(qtbot: QtBot, notes: Notes) -> None:
    notes.resize(1600, 600)
    notes.show()
    qtbot.waitUntil(lambda: notes.page.width() > 1500)
    letter = notes.page.fontMetrics().horizontalAdvance("abcdefghijklmnopqrstuvwxyz etaoin") / 33
    assert notes.page.viewport().width() <= 76 * letter


def test_theme_is_followed_in_place(qapp: QApplication, notes: Notes) -> None:
    notes.jump_to("needling")
    before = notes.page.verticalScrollBar().value()
    theme.apply(qapp, "dark")
    assert theme.current().accent in notes.page.toHtml()
    assert notes.page.verticalScrollBar().value() == before
    theme.apply(qapp, "light")


def test_targets_are_large_enough(notes: Notes) -> None:
    for key in ("", "TrP1"):
        assert notes.points.button(key).height() >= 24
    assert notes.jumps.button("needling").height() >= 24
