"""Sittings: what comes when, decks, drills, exams and learners, through the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from atlas.store.answers import Answers
from atlas.study.cards import Card, CardKind
from atlas.ui.study import StudyWindow
from tests.ui.stories import WAIT, Opened
from tests.ui.studying import INFRASPINATUS, Clock, answering, ask, kept, key, number_of

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support propagateSizeHints")


def test_space_shows_what_is_right_and_the_last_answer_is_taken_back(qtbot: QtBot, study: StudyWindow) -> None:
    ask(qtbot, study, INFRASPINATUS, Card(CardKind.PATTERN, "soleus", "TrP1"))
    first = study.asking.prompt.text()
    key(qtbot, study, Qt.Key.Key_Space)
    assert study.asking.verdict.isVisible()
    key(qtbot, study, Qt.Key.Key_1)
    assert len(kept(study)) == 1
    qtbot.mouseClick(study.asking.undo_button, Qt.MouseButton.LeftButton)
    assert kept(study) == []
    assert study.asking.prompt.text() == first


def test_what_is_studied_comes_back_when_it_is_due(qtbot: QtBot, study: StudyWindow, clock: Clock) -> None:
    ask(qtbot, study, INFRASPINATUS)
    key(qtbot, study, number_of(study, right=True))
    key(qtbot, study, Qt.Key.Key_4)
    study.go_home()
    study.study([INFRASPINATUS])
    assert study.stack.currentWidget() is study.result, "nothing is due"
    clock.now += timedelta(days=40)
    study.go_home()
    assert study.home.deck is not None
    assert study.home.deck.due == 1
    assert "1 due" in study.home.decks.item(0).text()
    qtbot.mouseClick(study.home.study_button, Qt.MouseButton.LeftButton)
    assert study.stack.currentWidget() is study.asking


def test_suspended_cards_are_found_again(qtbot: QtBot, study: StudyWindow) -> None:
    ask(qtbot, study, INFRASPINATUS)
    study.asking.favourite.click()
    qtbot.mouseClick(study.asking.suspend_button, Qt.MouseButton.LeftButton)
    study.go_home()
    titles = [study.home.decks.item(row).text().split(" \N{MIDDLE DOT}")[0] for row in range(study.home.decks.count())]
    assert {"Favourites", "Asked no more"} <= set(titles)
    study.home.decks.setCurrentRow(titles.index("Asked no more"))
    assert [card.id for card in study.home.cards] == [INFRASPINATUS.id]
    qtbot.mouseClick(study.home.again_button, Qt.MouseButton.LeftButton)
    assert study.answers is not None
    assert study.learner is not None
    assert not study.answers.card(study.learner.id, INFRASPINATUS.id).suspended


def test_an_exam_says_nothing_before_its_end(
    qtbot: QtBot, study: StudyWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, check in study.home.kinds.items():
        check.setChecked(kind is CardKind.ORIGIN)
    study.home.questions.setValue(3)
    qtbot.mouseClick(study.home.exam_button, Qt.MouseButton.LeftButton)
    assert "15:00" in study.asking.head.text()
    for right in (True, False, True):
        assert not study.asking.verdict.isVisible()
        key(qtbot, study, number_of(study, right=right))
    assert study.stack.currentWidget() is study.result
    assert study.result.title.text() == "67%"
    path = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))
    with qtbot.waitSignal(study.clerk.sheet_done, timeout=WAIT):
        qtbot.mouseClick(study.result.sheet_button, Qt.MouseButton.LeftButton)
    assert "67" in PdfReader(path).pages[0].extract_text()
    assert "Saved to" in study.result.state.text()
    assert len(kept(study)) == 3


def test_an_exam_is_left_after_asking_and_the_rest_counts_as_not_answered(
    qtbot: QtBot, study: StudyWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, check in study.home.kinds.items():
        check.setChecked(kind is CardKind.PATTERN)
    study.home.questions.setValue(4)
    qtbot.mouseClick(study.home.exam_button, Qt.MouseButton.LeftButton)
    key(qtbot, study, number_of(study, right=True))
    asked = answering(monkeypatch, "Go on", "End the exam")
    qtbot.keyClick(study, Qt.Key.Key_Escape)
    assert "3 of 4 questions are not answered yet" in asked[0]
    assert study.stack.currentWidget() is study.asking
    qtbot.keyClick(study, Qt.Key.Key_Escape)
    assert study.stack.currentWidget() is study.result
    assert study.result.title.text() == "25%"
    told = study.result.page.toPlainText()
    assert "1 of 4 right, 3 not answered" in told
    assert "essential zone" in told, "the pattern in words, where its picture is missing"
    assert len(kept(study)) == 1, "nothing is kept of what was not answered"
    assert study.result.result is not None
    missed = study.result.result.questions[-1]
    with qtbot.waitSignal(study.muscle_asked) as shown:
        study.result.page.anchorClicked.emit(QUrl(f"muscle:{missed.muscle}/{missed.point}"))
    assert shown.args == [missed.muscle, missed.point]


def test_an_exam_whose_time_runs_out_counts_what_is_left(qtbot: QtBot, study: StudyWindow, clock: Clock) -> None:
    study.home.questions.setValue(3)
    qtbot.mouseClick(study.home.exam_button, Qt.MouseButton.LeftButton)
    clock.now += timedelta(minutes=20)
    qtbot.waitUntil(lambda: study.stack.currentWidget() is study.result, timeout=WAIT)
    assert "0 of 3 right, 3 not answered" in study.result.page.toPlainText()


def test_how_often_a_pair_was_mixed_up_comes_first(study: StudyWindow) -> None:
    pair = study.home.pairs.item(0).data(Qt.ItemDataRole.UserRole)
    study.home.show_pairs([(replace(pair, mistakes=12), "A long name or another")])
    assert study.home.pairs.item(0).text() == "12 \N{MULTIPLICATION SIGN}  A long name or another"
    assert study.home.pairs.item(0).toolTip() == "A long name or another, mixed up 12 times"


def test_a_drill_tells_two_muscles_apart(qtbot: QtBot, study: StudyWindow) -> None:
    study.home.pairs.setCurrentRow(0)
    pair = study.home.pairs.item(0).data(Qt.ItemDataRole.UserRole)
    qtbot.mouseClick(study.home.drill_button, Qt.MouseButton.LeftButton)
    session = study.asking.session
    assert session is not None
    assert session.question is not None
    assert session.question.card.muscle in (pair.one, pair.other)
    qtbot.waitUntil(lambda: study.at_rest, timeout=WAIT)
    key(qtbot, study, Qt.Key.Key_Space)
    assert study.asking.next_button.isVisible()
    qtbot.mouseClick(study.asking.next_button, Qt.MouseButton.LeftButton)
    assert len(kept(study)) == 1


# ---- learners --------------------------------------------------------------------------------------------------------


def test_learners_are_added_renamed_and_removed(
    qtbot: QtBot, study: StudyWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ada", "ADA", "  "):
        monkeypatch.setattr(QInputDialog, "getText", lambda *_given, _name=name, **_more: (_name, True))
        study.home._add()
        if name == "Ada":
            assert study.learner is not None
            assert study.learner.name == "Ada"
            assert not study.banner.isVisible()
        else:
            assert study.banner.isVisible(), f"{name!r} is refused and the reason told"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_given, **_more: ("Ada Lovelace", True))
    study.home._rename()
    assert study.home.learners.currentText() == "Ada Lovelace"
    asked = answering(monkeypatch, "Keep", "Remove")
    study.home._remove()
    assert study.home.learners.currentText() == "Ada Lovelace", "Return keeps the learner"
    study.home._remove()
    assert "\N{LEFT DOUBLE QUOTATION MARK}Ada Lovelace\N{RIGHT DOUBLE QUOTATION MARK}" in asked[0]
    assert study.home.learners.currentText() == "Me"
    study.home.new_per_day.setValue(3)
    study.home.new_per_day.editingFinished.emit()
    assert study.learner is not None
    assert study.learner.new_per_day == 3
    assert "3 new" in study.home.decks.item(0).text()


def test_a_newer_database_is_told_and_left_alone(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened()
    path = tmp_path / "answers.sqlite"
    with Answers(path) as answers:
        answers.learners.add("Ada")
        answers._file._database.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    made = StudyWindow(window.edition, window.guide.selection, window, path=path)
    made.show()
    assert "newer" in made.waiting.text()
    assert path.read_bytes() == before
    made.shut()


def test_the_menu_opens_it_and_the_window_closes_it(qtbot: QtBot, opened: Opened) -> None:
    window = opened()
    window.actions_by_id["study.open"].trigger()
    made = window.companions.study
    assert made is not None
    assert made.isVisible()
    window.close()
    assert not made.isVisible()
