"""What a learner does in the study window, as words for the stories that tests tell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from atlas.study.cards import Card, CardKind
from atlas.ui.study import StudyWindow
from tests.ui.stories import WAIT

INFRASPINATUS = Card(CardKind.PATTERN, "infraspinatus", "TrP1")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


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
