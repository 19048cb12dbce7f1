"""A sitting: what is asked next, what an answer does, and what is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from atlas.store.answers import Answers
from atlas.store.answers_rows import Learner, Mode
from atlas.study.cards import Card, CardError, CardKind
from atlas.study.confusable import confusable, drill
from atlas.study.facts import Facts
from atlas.study.feedback import pattern_of
from atlas.study.marking import Chosen, Nothing, Painted, Typed
from atlas.study.questions import Form
from atlas.study.session import Session, Wishes

DECK = (
    Card(CardKind.PATTERN, "infraspinatus", "TrP1"),
    Card(CardKind.PATTERN, "soleus", "TrP1"),
    Card(CardKind.PAINT, "supraspinatus", "TrP1"),
    Card(CardKind.ORIGIN, "masseter-superficial"),
)
START = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Clock:
    """A time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "answers.sqlite") as opened:
        yield opened


@pytest.fixture
def learner(answers: Answers) -> Learner:
    return answers.learners.add("Ada")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def answer_right(session: Session) -> None:
    question = session.question
    assert question is not None
    if question.form is Form.PAINT:
        number = session.facts.candidate(question.card.muscle, question.card.point, question.side)
        assert number is not None
        session.reply(Painted(np.sign(pattern_of(session.facts, number))))
    else:
        session.reply(Chosen(frozenset(question.right)))


def test_every_card_is_asked_and_then_nothing_is(
    facts: Facts, answers: Answers, learner: Learner, clock: Clock
) -> None:
    session = Session(facts, answers, learner, "Deck", DECK, clock=clock)
    asked = []
    while (question := session.next()) is not None:
        asked.append(question.card)
        clock.pass_by(seconds=5)
        answer_right(session)
        assert session.outcome is not None
        assert session.outcome.mark.right
        assert set(session.outcome.intervals) == {1, 2, 3, 4}
        session.rate(4)
    assert sorted(card.id for card in asked) == sorted(card.id for card in DECK)
    assert answers.count(learner.id) == len(DECK)
    assert session.result().score == pytest.approx(1)
    kept = next(answers.all(learner.id)).answer
    assert (kept.duration_ms, kept.grade, kept.score) == (5000, 4, 1.0)


def test_what_was_wrong_comes_again_the_same_day_and_what_was_easy_does_not(
    facts: Facts, answers: Answers, learner: Learner, clock: Clock
) -> None:
    session = Session(facts, answers, learner, "Deck", DECK[:2], clock=clock)
    first = session.next()
    assert first is not None
    session.reply(Nothing())
    session.rate(1)
    second = session.next()
    assert second is not None
    assert second.card != first.card
    answer_right(session)
    session.rate(4)
    clock.pass_by(minutes=2)
    again = session.next()
    assert again is not None
    assert again.card == first.card
    answer_right(session)
    session.rate(4)
    assert session.next() is None


def test_the_answer_taken_back_is_asked_again_and_forgotten(
    facts: Facts, answers: Answers, learner: Learner, clock: Clock
) -> None:
    session = Session(facts, answers, learner, "Deck", DECK, clock=clock)
    assert not session.undo()
    first = session.next()
    assert first is not None
    answer_right(session)
    session.rate(3)
    session.next()
    assert session.undo()
    assert answers.count(learner.id) == 0
    again = session.next()
    assert again is not None
    assert again.card == first.card
    assert session.result().questions == ()


def test_bury_suspend_and_favour(facts: Facts, answers: Answers, learner: Learner, clock: Clock) -> None:
    session = Session(facts, answers, learner, "Deck", DECK[:2], clock=clock)
    first = session.next()
    assert first is not None
    session.favour(on=True)
    assert answers.card(learner.id, first.card.id).favourite
    session.bury()
    second = session.next()
    assert second is not None
    assert second.card != first.card
    session.suspend()
    assert session.next() is None
    clock.pass_by(days=1)
    back = session.next()
    assert back is not None
    assert back.card == first.card, "buried until tomorrow; the other one rests for good"


def test_an_unclear_name_may_be_typed_again(facts: Facts, answers: Answers, learner: Learner, clock: Clock) -> None:
    session = Session(facts, answers, learner, "Deck", DECK[:1], wishes=Wishes(typed=True), clock=clock)
    question = session.next()
    assert question is not None
    assert question.form is Form.TYPE_NAME
    assert session.reply(Typed("rotator cuff")).mark.unclear
    assert session.outcome is None
    assert session.reply(Typed("infraspinatis")).mark.right
    with pytest.raises(CardError):
        Session(facts, answers, learner, "Deck", DECK, clock=clock).reply(Nothing())


def test_without_the_mouse_no_question_wants_one(
    facts: Facts, answers: Answers, learner: Learner, clock: Clock
) -> None:
    session = Session(facts, answers, learner, "Deck", DECK[2:3], clock=clock)
    question = session.next()
    assert question is not None
    assert question.form is Form.PAINT
    asked = session.wish(Wishes(by_names=True))
    assert asked is not None
    assert (asked.card, asked.form) == (question.card, Form.CHOOSE_SEVERAL)


def test_a_drill_asks_each_once_with_the_partner_and_moves_no_schedule(
    facts: Facts, answers: Answers, learner: Learner, clock: Clock
) -> None:
    pair = confusable(facts, {})[0]
    cards = drill(facts, pair.one, pair.other)
    session = Session(facts, answers, learner, "Pair", cards, Mode.DRILL, pair=pair, clock=clock)
    asked = []
    while (question := session.next()) is not None:
        asked.append(question.card.id)
        if question.card.kind is CardKind.PATTERN:
            assert {pair.one, pair.other} <= {choice.id for choice in question.choices}
        answer_right(session)
    assert sorted(asked) == sorted(card.id for card in cards)
    assert answers.count(learner.id) == len(cards)
    assert all(known.state is None for known in answers.cards(learner.id).values())


def test_an_exam_ends_with_its_time(facts: Facts, answers: Answers, learner: Learner, clock: Clock) -> None:
    session = Session(facts, answers, learner, "Exam", DECK, Mode.EXAM, minutes=10, clock=clock)
    assert session.next() is not None
    answer_right(session)
    assert session.next() is not None
    session.reply(Nothing())
    assert not session.undo()
    clock.pass_by(minutes=11)
    assert session.time_left == timedelta()
    assert session.next() is None
    result = session.result()
    assert sum(each.right for each in result.questions) == 1
    assert result.questions[1].answered == "Not known"
    assert len(result.questions) == len(DECK)
    assert result.unanswered == len(DECK) - 2
    assert result.score == pytest.approx(result.questions[0].score / len(DECK))
    assert answers.count(learner.id) == 2, "nothing is kept of what was not answered"
    assert result.minutes == pytest.approx(11)


def test_a_card_that_the_dataset_no_longer_has_is_passed_over(
    facts: Facts, answers: Answers, learner: Learner, clock: Clock
) -> None:
    gone = Card(CardKind.PATTERN, "no-such-muscle", "TrP1")
    session = Session(facts, answers, learner, "Deck", (gone, DECK[0]), clock=clock)
    question = session.next()
    assert question is not None
    assert question.card == DECK[0]
    answer_right(session)
    session.rate(4)
    assert session.next() is None
