"""Studying: each kind of question through the window, wrong and right, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from atlas.anatomy import Side
from atlas.render.plate import legend
from atlas.store.answers import Answers
from atlas.study.cards import Card, CardKind
from atlas.study.feedback import pattern_of
from atlas.study.marking import Nothing
from atlas.ui.study import StudyWindow
from atlas.ui.window import AtlasWindow
from tests.ui.stories import WAIT, Opened

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support propagateSizeHints")

INFRASPINATUS = Card(CardKind.PATTERN, "infraspinatus", "TrP1")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def study(qtbot: QtBot, window: AtlasWindow, tmp_path: Path, clock: Clock) -> Iterator[StudyWindow]:
    made = StudyWindow(window.edition, window.guide.selection, window, path=tmp_path / "answers.sqlite", clock=clock)
    made.asking.body.reduce_motion = True
    made.show()
    qtbot.waitUntil(lambda: made.stack.currentWidget() is made.home, timeout=WAIT)
    yield made
    made.shut()


def ask(qtbot: QtBot, study: StudyWindow, *cards: Card) -> None:
    study.study(cards)
    qtbot.waitUntil(lambda: study.at_rest, timeout=WAIT)


def key(qtbot: QtBot, study: StudyWindow, which: Qt.Key) -> None:
    study.asking.show_button.setFocus()
    qtbot.keyClick(study.asking, which)


def number_of(study: StudyWindow, *, right: bool) -> Qt.Key:
    """The number key of a choice."""
    question = study.asking.session.question if study.asking.session else None
    assert question is not None
    place = next(n for n, choice in enumerate(question.choices) if (choice.id in question.right) is right)
    return Qt.Key(Qt.Key.Key_1 + place)


def answering(monkeypatch: pytest.MonkeyPatch, *buttons: str) -> list[str]:
    """Answer the coming questions with these buttons, the first of which must be the usual one; what was asked."""
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        usual = box.defaultButton()
        assert usual is not None
        assert usual is box.escapeButton()
        assert usual.text() == buttons[0]
        next(each for each in box.buttons() if each.text() == buttons[len(asked)]).click()
        asked.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


def kept(study: StudyWindow) -> list[tuple[str, int, float]]:
    assert study.answers is not None
    assert study.learner is not None
    found = [each.answer for each in study.answers.all(study.learner.id)]
    return [(answer.card, answer.grade, answer.score) for answer in found]


# ---- each kind, wrong and right --------------------------------------------------------------------------------------


def test_a_pattern_is_named_by_number_key(qtbot: QtBot, study: StudyWindow) -> None:
    ask(qtbot, study, INFRASPINATUS)
    shown = study.asking.body.shown
    assert shown is not None
    assert shown.sites == ()
    assert len(shown.fibres) == 0, "fibres would name the muscle"
    key(qtbot, study, number_of(study, right=True))
    assert "Right" in study.asking.verdict.text()
    assert "front of the shoulder" in study.asking.reason.text()
    assert study.asking.body.shown is not None
    assert study.asking.body.shown.sites
    key(qtbot, study, Qt.Key.Key_4)
    assert kept(study) == [(INFRASPINATUS.id, 4, 1.0)]
    assert study.stack.currentWidget() is study.result


def test_a_wrong_muscle_is_shown_beside_the_right_one(qtbot: QtBot, study: StudyWindow) -> None:
    ask(qtbot, study, INFRASPINATUS)
    key(qtbot, study, number_of(study, right=False))
    assert "Not yet" in study.asking.verdict.text()
    names = [button.accessibleName() for button in study.asking.choices.buttons]
    marks = [button.property("mark") for button in study.asking.choices.buttons]
    assert sum("This is right" in name for name in names) == marks.count("right") == 1
    assert sum("Wrong: your answer" in name for name in names) == marks.count("wrong") == 1
    assert all(button.isEnabled() for button in study.asking.choices.buttons), "grey would be hard to read"
    study.asking.choices.buttons[0].click()
    assert kept(study) == [], "after the answer a click chooses nothing"
    assert "the last one" in study.asking.head.text()
    assert len(study.asking.body.extras().others) == 1
    assert study.asking.key.text().count("\N{BLACK SQUARE}") == 2
    key(qtbot, study, Qt.Key.Key_Space)
    assert kept(study) == [(INFRASPINATUS.id, 1, 0.0)]


def test_a_name_is_typed_with_a_slip(qtbot: QtBot, study: StudyWindow) -> None:
    ask(qtbot, study, INFRASPINATUS)
    study.asking.typed.click()
    field = study.asking.choices.field
    assert field.isVisible()
    qtbot.keyClicks(field, "rotator cuff")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert study.asking.session is not None
    assert study.asking.session.outcome is None, "it may mean several"
    assert study.asking.choices.hint.isVisible()
    field.clear()
    qtbot.keyClicks(field, "infraspinatis 4")
    field.setText("infraspinatis")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "Right" in study.asking.verdict.text()


def test_a_pattern_is_painted(qtbot: QtBot, study: StudyWindow) -> None:
    card = Card(CardKind.PAINT, "infraspinatus", "TrP1")
    ask(qtbot, study, card)
    body = study.asking.body
    middle = QPoint(body.width() // 2, body.height() // 3)
    assert body.vertex_at(middle.toPointF()) is not None
    qtbot.mousePress(body, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(body, middle + QPoint(0, 30))
    qtbot.mouseRelease(body, Qt.MouseButton.LeftButton, pos=middle + QPoint(0, 30))
    assert body.drawing.weights.any()
    qtbot.keyClick(study.asking, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not body.drawing.weights.any()
    qtbot.mouseClick(study.asking.answer_button, Qt.MouseButton.LeftButton)
    assert "Answer first" in study.asking.choices.hint.text()
    assert study.facts is not None
    number = study.facts.candidate("infraspinatus", "TrP1", study.asking.session.question.side)  # type: ignore[union-attr]
    assert number is not None
    body.drawing.fill(np.sign(pattern_of(study.facts, number)))
    qtbot.mouseClick(study.asking.answer_button, Qt.MouseButton.LeftButton)
    assert "Right" in study.asking.verdict.text()
    key(qtbot, study, Qt.Key.Key_Space)
    _, grade, score = kept(study)[0]
    assert grade == 4
    assert score == pytest.approx(1.0)


def test_paint_in_a_wrong_place_is_not_nearly_right(qtbot: QtBot, study: StudyWindow) -> None:
    ask(qtbot, study, INFRASPINATUS)
    close = study.asking.body.view
    assert close is not None
    study.go_home()
    ask(qtbot, study, Card(CardKind.PAINT, "supraspinatus", "TrP1"))
    body = study.asking.body
    assert body.view is not None
    assert body.view.yaw == 0
    assert body.view.down > close.down, "it begins from the whole body, not from the last question's close-up"
    for letter, yaw in ((Qt.Key.Key_B, 180), (Qt.Key.Key_L, 90), (Qt.Key.Key_R, -90), (Qt.Key.Key_F, 0)):
        qtbot.keyClick(study.asking, letter)
        assert body.view.yaw == pytest.approx(yaw)
    qtbot.mouseClick(study.asking.turns.buttons["back"], Qt.MouseButton.LeftButton)
    assert body.view.yaw == pytest.approx(180)
    qtbot.waitUntil(lambda: body.at_rest, timeout=WAIT)
    middle = QPoint(body.width() // 2, body.height() // 2)
    qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=middle)
    assert body.plate is not None
    assert ("answer", "Your answer") in legend(body.plate)
    qtbot.mouseClick(study.asking.answer_button, Qt.MouseButton.LeftButton)
    assert "Not yet" in study.asking.verdict.text()
    assert not study.asking.choices.hint.isVisible()


def test_a_point_is_put_on_the_body(qtbot: QtBot, study: StudyWindow) -> None:
    card = Card(CardKind.PLACE, "levator-scapulae", "TrP1")
    ask(qtbot, study, card)
    body, facts = study.asking.body, study.facts
    assert facts is not None
    assert body.scene is not None
    qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=QPoint(body.width() // 2, body.height() // 3))
    assert (body.drawing.weights > 0).sum() > 3
    assert study.asking.session is not None
    far = study.asking.session.reply(body.reply or Nothing())
    assert far.mark.score == 0
    ask(qtbot, study, card)
    # Where the trigger point is, seen from behind.
    body.turn_by(180, 0)
    qtbot.waitUntil(lambda: body.at_rest, timeout=WAIT)
    site = facts.bound_site("levator-scapulae", "TrP1", Side.RIGHT).on(body.scene.fine.points)[0]
    places = [QPoint(x, y) for x in range(0, body.width(), 4) for y in range(0, body.height() // 2, 4)]
    seen = [(skin, place) for place in places if (skin := body.skin_at(place.toPointF())) is not None]
    away, nearest = min(((float(np.linalg.norm(skin[1] - site)), place) for skin, place in seen), key=lambda at: at[0])
    assert away < 2
    qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=nearest)
    qtbot.mouseClick(study.asking.answer_button, Qt.MouseButton.LeftButton)
    assert "Right" in study.asking.verdict.text()
    assert study.asking.body.shown is not None
    assert study.asking.body.shown.sites


def test_regions_are_marked_without_the_mouse(qtbot: QtBot, study: StudyWindow) -> None:
    study.asking.by_names.setChecked(True)
    ask(qtbot, study, Card(CardKind.PAINT, "infraspinatus", "TrP1"))
    study.asking.by_names.click()
    if not study.asking.by_names.isChecked():
        study.asking.by_names.click()
    choices = study.asking.choices
    qtbot.keyClick(choices.field, Qt.Key.Key_Space)
    first = choices.chosen()
    assert len(first) == 1
    assert "1 marked" in choices.hint.text()
    qtbot.keyClick(choices.field, Qt.Key.Key_Down)
    assert choices.list.hasFocus()
    qtbot.keyClick(choices.list, Qt.Key.Key_Space)
    assert choices.chosen() == set(), "Space takes the mark away again"
    qtbot.keyClick(choices.list, Qt.Key.Key_Up)
    assert choices.field.hasFocus()
    qtbot.keyClicks(choices.field, "front of the shoulder")
    qtbot.keyClick(choices.field, Qt.Key.Key_Return)
    assert choices.chosen() == {"front-of-shoulder"}
    choices.list.setFocus()
    qtbot.keyClick(choices.list, Qt.Key.Key_Return)
    assert study.asking.verdict.isVisible()
    assert "missed" in study.asking.verdict.text()


def test_muscles_of_a_region_are_marked_by_space(qtbot: QtBot, study: StudyWindow) -> None:
    ask(qtbot, study, Card(CardKind.REGION, region="front-of-shoulder"))
    choices, question = study.asking.choices, study.asking.session.question  # type: ignore[union-attr]
    assert question is not None
    choices.list.setFocus()
    for row, choice in enumerate(question.choices):
        if choice.id in question.right:
            choices.list.setCurrentRow(row)
            qtbot.keyClick(choices.list, Qt.Key.Key_Space)
    assert choices.chosen() == question.right
    qtbot.keyClick(choices.list, Qt.Key.Key_Return)
    assert "Right" in study.asking.verdict.text()
    assert study.asking.body.plate is not None
    assert ("asked", "The region") in legend(study.asking.body.plate)


@pytest.mark.parametrize("kind", [CardKind.ORIGIN, CardKind.INSERTION, CardKind.ACTION, CardKind.INNERVATION])
@pytest.mark.parametrize("right", [True, False])
def test_notes_are_asked(qtbot: QtBot, study: StudyWindow, kind: CardKind, right: bool) -> None:
    ask(qtbot, study, Card(kind, "soleus"))
    key(qtbot, study, number_of(study, right=right))
    assert ("Right" in study.asking.verdict.text()) is right
    assert study.asking.body.shown is not None
    assert {site.muscle for site in study.asking.body.shown.sites} == {"soleus"}


@pytest.mark.parametrize("kind", [CardKind.CAUTION, CardKind.REACH])
@pytest.mark.parametrize("right", [True, False])
def test_cautions_and_gaps_are_asked(qtbot: QtBot, study: StudyWindow, kind: CardKind, right: bool) -> None:
    ask(qtbot, study, next(card for card in study.cards if card.kind is kind))
    key(qtbot, study, number_of(study, right=right))
    assert ("Right" in study.asking.verdict.text()) is right
    assert study.asking.reason.text() or right


# ---- a sitting -------------------------------------------------------------------------------------------------------


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
