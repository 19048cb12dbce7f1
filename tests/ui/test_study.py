"""Studying: each kind of question through the window, wrong and right, and what is kept of it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from atlas.anatomy import Side
from atlas.render.plate import legend
from atlas.study.cards import Card, CardKind
from atlas.study.feedback import pattern_of
from atlas.study.marking import Nothing
from atlas.ui.study import StudyWindow
from tests.ui.stories import WAIT
from tests.ui.studying import INFRASPINATUS, ask, kept, key, number_of

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support propagateSizeHints")


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
