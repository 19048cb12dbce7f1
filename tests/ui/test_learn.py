"""The learning window, as readers use it: by keys and mouse, offline, in both themes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atlas.data.page_text import Audience, Pages
from atlas.data.pages import read_pages
from atlas.edition import Edition
from atlas.ui import theme
from atlas.ui.learn import LearnWindow
from atlas.ui.learn_pictures import PICTURE
from atlas.ui.notes_html import READ_ON
from tests.ui.stories import WAIT, Opened, rested

# The offscreen platform says so wherever a window is raised.
pytestmark = [
    pytest.mark.qt_log_ignore("does not support raise"),
    pytest.mark.qt_log_ignore("does not support propagateSizeHints"),
]
SAMPLE = Path(__file__).parent.parent / "data" / "pages_sample"
KNOT, TRUST = "what-is-a-knot", "how-far-to-trust-it"
PLATE = "plate:infraspinatus?point=TrP1&side=left"
_HTML, _IMAGE = QTextDocument.ResourceType.HtmlResource.value, QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, edition: Edition) -> Iterator[LearnWindow]:
    theme.apply(qapp, "light")
    made = LearnWindow(edition, pages=read_pages(edition.library, SAMPLE))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    theme.apply(qapp, "light")


def text(window: LearnWindow) -> str:
    return window.view.toPlainText()


def click(qtbot: QtBot, window: LearnWindow, words: str) -> None:
    """Click on some words of the page."""
    view = window.view
    cursor = view.document().find(words)
    assert not cursor.isNull()
    view.setTextCursor(cursor)
    view.ensureCursorVisible()
    cursor.setPosition(cursor.selectionStart() + 2)
    place = view.cursorRect(cursor).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def choose(qtbot: QtBot, window: LearnWindow, row: int) -> None:
    """Click on a row of the list."""
    rows = window.list.rows
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(row)).center())


def drawn(window: LearnWindow, address: str = PLATE) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A picture of the page as RGB."""
    image = window.view.document().resource(_IMAGE, QUrl(address))
    assert isinstance(image, QImage)
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


# ---- stories ---------------------------------------------------------------------------------------------------------


def test_a_patient_reads_the_first_page_and_the_next(qtbot: QtBot, window: LearnWindow) -> None:
    assert window.page is not None
    assert (window.page.slug, window.audience) == (KNOT, Audience.PATIENT)
    assert text(window).startswith("What a knot is")
    assert window.windowTitle() == "What a knot is · Learn"
    assert window.minutes.text() == "About a minute"
    click(qtbot, window, "how far to trust it")
    assert text(window).startswith("How far to trust it")
    assert window.list.rows.currentRow() == 1


def test_back_and_forward_by_button_and_by_key(qtbot: QtBot, window: LearnWindow) -> None:
    assert not window.back.isEnabled()
    choose(qtbot, window, 1)
    assert window.view.slug == TRUST
    qtbot.mouseClick(window.back, Qt.MouseButton.LeftButton)
    assert (window.view.slug, window.list.rows.currentRow()) == (KNOT, 0)
    assert window.forward.isEnabled()
    qtbot.keyClick(window.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert (window.view.slug, window.list.rows.currentRow()) == (TRUST, 1)
    qtbot.keyClick(window.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.view.slug == KNOT
    assert text(window).startswith("What a knot is")


def test_a_clinician_switches_the_version_by_mouse_and_by_key(qtbot: QtBot, window: LearnWindow) -> None:
    with qtbot.waitSignal(window.audience_chosen) as chosen:
        qtbot.mouseClick(window.tabs[Audience.CLINICIAN], Qt.MouseButton.LeftButton)
    assert chosen.args == ["clinician"]
    assert text(window).startswith("What a trigger point is")
    assert window.list.rows.item(1).text() == "Reliability"
    choose(qtbot, window, 1)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs[Audience.PATIENT].isChecked()
    assert text(window).startswith("How far to trust it")
    # The way back goes on in the version that is read now.
    qtbot.keyClick(window.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert text(window).startswith("What a knot is")


def test_searching_by_keys_alone(qtbot: QtBot, window: LearnWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.list.field.hasFocus()
    qtbot.keyClicks(window.list.field, "EXAMINERS disagr")
    assert window.list.slugs() == [TRUST]
    qtbot.keyClick(window.list.field, Qt.Key.Key_Return)
    assert window.view.slug == TRUST
    assert window.view.hasFocus()
    marked = {selection.cursor.selectedText().lower() for selection in window.view.extraSelections()}
    assert marked == {"examiners", "disagr"}
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.list.slugs() == [KNOT, TRUST]
    assert not window.view.extraSelections()
    assert window.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_arrows_move_in_the_list_while_typing(qtbot: QtBot, window: LearnWindow) -> None:
    window.focus_search()
    qtbot.keyClick(window.list.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.list.field, Qt.Key.Key_Return)
    assert window.view.slug == TRUST


def test_a_search_without_a_result_says_so(qtbot: QtBot, window: LearnWindow) -> None:
    qtbot.keyClicks(window.list.field, "zebra")
    assert window.list.slugs() == []
    assert not window.list.rows.isVisible()
    qtbot.keyClick(window.list.field, Qt.Key.Key_Return)
    assert window.view.slug == KNOT


def test_muscles_are_asked_for_by_link_and_by_picture(qtbot: QtBot, window: LearnWindow) -> None:
    with qtbot.waitSignal(window.muscle_asked) as asked:
        click(qtbot, window, "Infraspinatus")
    assert asked.args == ["infraspinatus"]
    view = window.view
    end = view.document().find("A knot on the shoulder blade")
    end.movePosition(end.MoveOperation.StartOfBlock)
    end.movePosition(end.MoveOperation.PreviousCharacter)
    view.setTextCursor(end)
    view.ensureCursorVisible()
    place = view.cursorRect(end).bottomLeft() + QPoint(-40, -40)
    with qtbot.waitSignal(window.muscle_asked) as asked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == ["infraspinatus"]


def test_links_are_taken_by_keys(qtbot: QtBot, window: LearnWindow) -> None:
    window.view.setFocus()
    # The first link is the citation, the second the muscle.
    for _ in range(2):
        qtbot.keyClick(window.view, Qt.Key.Key_Tab)
    with qtbot.waitSignal(window.muscle_asked) as asked:
        qtbot.keyClick(window.view, Qt.Key.Key_Return)
    assert asked.args == ["infraspinatus"]


def test_a_citation_leads_to_its_source(qtbot: QtBot, window: LearnWindow) -> None:
    bar = window.view.verticalScrollBar()
    assert bar.value() == 0
    click(qtbot, window, "Simons")
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert window.view.slug == KNOT


def test_a_page_is_opened_by_its_slug(window: LearnWindow) -> None:
    window.open_page(TRUST)
    assert window.view.slug == TRUST
    window.open_page("nowhere")
    assert window.view.slug == TRUST


# ---- pictures --------------------------------------------------------------------------------------------------------


def test_pictures_come_after_the_page_and_show_the_left_side(qtbot: QtBot, window: LearnWindow) -> None:
    bar = window.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    length = bar.maximum()
    waiting = drawn(window)
    qtbot.waitUntil(lambda: window.at_rest, timeout=WAIT)
    picture = drawn(window).astype(int)
    assert picture.shape == (PICTURE.height(), PICTURE.width(), 3)
    assert waiting.shape == picture.shape
    # Its place was kept: the page is as long as before.
    assert bar.maximum() == length
    red = (
        (picture[..., 0] > 120) & (picture[..., 0] > 2.2 * picture[..., 1]) & (picture[..., 0] > 2.2 * picture[..., 2])
    )
    assert red.sum() > 300
    plate = window._plates[PLATE]
    assert plate is not None
    assert {mark.site.side.value for mark in plate.marks} == {"left"}


def test_a_picture_is_made_once_and_kept(qtbot: QtBot, window: LearnWindow) -> None:
    qtbot.waitUntil(lambda: window.at_rest, timeout=WAIT)
    plate = window._plates[PLATE]
    window.open_page(TRUST)
    window.open_page(KNOT)
    assert window.at_rest
    assert window._plates[PLATE] is plate


def test_the_theme_is_followed_by_page_and_picture(qtbot: QtBot, qapp: QApplication, window: LearnWindow) -> None:
    qtbot.waitUntil(lambda: window.at_rest, timeout=WAIT)
    light = drawn(window)
    window.view.verticalScrollBar().setValue(100)
    theme.apply(qapp, "dark")
    assert theme.current().accent in window.view.toHtml()
    assert window.view.verticalScrollBar().value() == 100
    assert drawn(window)[4, 260].mean() < light[4, 260].mean() - 100


def test_closing_ends_the_thread_and_opening_again_goes_on(qtbot: QtBot, window: LearnWindow) -> None:
    window.close()
    assert "pictures" not in {thread.name for thread in threading.enumerate()}
    window.show()
    qtbot.waitUntil(lambda: window.at_rest, timeout=WAIT)


# ---- alone and offline -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "http://example.org/a.png",
        "file:///etc/passwd",
        "a.png",
        ":/qt-project.org/logos/pysidelogo.png",
        "data:image/png;base64,AAAA",
        "plate:soleus?point=TrP1&side=right",
        "plate:infraspinatus",
    ],
)
def test_nothing_is_loaded_but_the_pictures_of_the_page(window: LearnWindow, name: str) -> None:
    for kind in (_IMAGE, _HTML, QTextDocument.ResourceType.StyleSheetResource.value):
        assert not window.view.loadResource(kind, QUrl(name))


@pytest.mark.parametrize(
    "link", ["muscle:not-here", "page:nowhere", "http://example.org", "javascript:alert(1)", "file:///etc/passwd", "x"]
)
def test_other_links_do_nothing(qtbot: QtBot, window: LearnWindow, link: str) -> None:
    before = text(window)
    with qtbot.assertNotEmitted(window.muscle_asked):
        window.view.anchorClicked.emit(QUrl(link))
    assert text(window) == before
    assert window.view.slug == KNOT


def test_no_pages_at_all(qtbot: QtBot, qapp: QApplication, edition: Edition) -> None:
    theme.apply(qapp, "light")
    window = LearnWindow(edition, pages=Pages((), ()))
    qtbot.addWidget(window)
    window.show()
    assert "No pages" in text(window)
    window.choose_audience(Audience.CLINICIAN)
    assert window.at_rest
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    assert "No pages" in text(window)


# ---- room ------------------------------------------------------------------------------------------------------------


def test_lines_stay_short_and_pictures_whole(qtbot: QtBot, window: LearnWindow) -> None:
    letter = window.view.fontMetrics().horizontalAdvance("abcdefghijklmnopqrstuvwxyz etaoin") / 33
    for width in (1800, 400):
        window.resize(max(width, window.minimumSizeHint().width()), 700)
        QApplication.processEvents()
        assert PICTURE.width() <= window.view.viewport().width() <= 76 * letter
    assert all(tab.height() >= 24 for tab in window.tabs.values())
    assert min(window.back.height(), window.back.width()) >= 24


# ---- from the atlas and back -----------------------------------------------------------------------------------------


def test_the_notes_lead_to_a_page_and_the_page_to_a_muscle(qtbot: QtBot, opened: Opened) -> None:
    window = opened()
    for slug, _words in READ_ON.values():
        window.notes.page.anchorClicked.emit(QUrl(f"page:{slug}"))
        assert window.companions.learn is not None
        assert window.companions.learn.page is not None
        assert window.companions.learn.page.slug == slug
        assert f"page:{slug}" in window.notes.page.toHtml()
    learn = window.companions.learn
    assert learn is not None
    learn.muscle_asked.emit("soleus")
    rested(qtbot, window)
    assert window.selection.muscle is not None
    assert window.selection.muscle.id == "soleus"


def test_the_reader_is_remembered(qtbot: QtBot, opened: Opened) -> None:
    window = opened()
    window.actions_by_id["learn.open"].trigger()
    learn = window.companions.learn
    assert learn is not None
    assert learn.audience is Audience.PATIENT
    qtbot.mouseClick(learn.tabs[Audience.CLINICIAN], Qt.MouseButton.LeftButton)
    window.close()
    assert not learn.isVisible()
    again = opened()
    assert again.companions.read().audience is Audience.CLINICIAN
