"""Answers are kept with what they do to their cards, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from atlas.store.answers import FILE_NAME, Answers, LearnerError
from atlas.store.answers_rows import Answer, CardState, KeptCard, Learner, Mode, Move, from_ms, to_ms, whole_ms
from atlas.store.paths import data_folder

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CARDS = ("pattern:infraspinatus:TrP1", "paint:soleus", "region:front-of-shoulder")


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / FILE_NAME) as opened:
        yield opened


@pytest.fixture
def learner(answers: Answers) -> Learner:
    return answers.learners.add("Jo")


def answer(learner: Learner, card: str = CARDS[0], at: datetime = NOW, **changes: Any) -> Answer:
    kept = Answer(learner.id, card, at - timedelta(seconds=4), at, 3, 0.75, "soleus", 4000)
    return replace(kept, **changes)


def moving(at: datetime = NOW, predicted: float | None = None) -> Callable[[CardState | None], Move | None]:
    """Each answer makes the card a day more stable."""

    def move(before: CardState | None) -> Move:
        stability = 1.0 if before is None else before.stability + 1
        return Move(CardState(2, None, stability, 5.5, at + timedelta(days=stability), at), predicted)

    return move


def everything(answers: Answers) -> list[object]:
    """All that is kept, to the last column."""
    tables = ("learners", "cards", "answers")
    return [answers.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]


def test_an_answer_and_its_card_are_read_back_as_they_were_kept(answers: Answers, learner: Learner) -> None:
    given_ = answer(learner, mode=Mode.EXAM, answered="ü\N{HORIZONTAL ELLIPSIS}\n'; DROP TABLE answers")
    number = answers.record(given_, moving(predicted=0.93))
    (kept,) = answers.all(learner.id)
    assert (kept.id, kept.answer, kept.moved, kept.predicted) == (number, given_, True, 0.93)
    known = answers.card(learner.id, given_.card)
    assert known == KeptCard(CardState(2, None, 1.0, 5.5, NOW + timedelta(days=1), NOW))
    assert answers.cards(learner.id) == {given_.card: known}


def test_what_was_recorded_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with Answers(tmp_path / FILE_NAME) as first:
        jo = first.learners.add("Jo")
        for number in range(5):
            first.record(answer(jo, CARDS[number % 3]), moving())
        before = everything(first)
        # Another window sees it at once, the first one still being open.
        with Answers(tmp_path / FILE_NAME) as second:
            assert everything(second) == before
    with Answers(tmp_path / FILE_NAME) as again:
        assert everything(again) == before
        assert again.notices == ()


def test_the_users_own_database_is_in_the_data_folder(home: Path) -> None:
    with Answers() as answers:
        assert answers.path == data_folder() / FILE_NAME
        assert answers.path.is_relative_to(home)
        assert answers.path.exists()


def test_an_answer_that_does_not_count_leaves_the_schedule_alone(answers: Answers, learner: Learner) -> None:
    answers.record(answer(learner), moving())
    before = answers.cards(learner.id)
    answers.record(answer(learner, mode=Mode.DRILL))
    assert answers.cards(learner.id) == before
    assert [kept.moved for kept in answers.all(learner.id)] == [True, False]
    answers.record(answer(learner, CARDS[1], mode=Mode.DRILL))
    assert answers.card(learner.id, CARDS[1]) == KeptCard()


@pytest.mark.parametrize(
    "change",
    [
        {"grade": 0},
        {"grade": 5},
        {"score": 1.01},
        {"score": float("nan")},
        {"duration_ms": -1},
        {"card": ""},
        {"answered_at": NOW - timedelta(days=1)},
        {"answered_at": NOW.replace(tzinfo=None), "shown_at": NOW.replace(tzinfo=None)},
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_nothing_of_it_kept(
    answers: Answers, learner: Learner, change: dict[str, Any]
) -> None:
    before = everything(answers)
    with pytest.raises(ValueError, match=r"\w"):
        answers.record(answer(learner, **change), moving())
    assert everything(answers) == before


def test_an_error_in_the_schedule_keeps_nothing(answers: Answers, learner: Learner) -> None:
    def broken(before: CardState | None) -> Move | None:
        raise RuntimeError("no schedule")

    before = everything(answers)
    with pytest.raises(RuntimeError, match="no schedule"):
        answers.record(answer(learner), broken)
    assert everything(answers) == before
    # And the database is not left in the middle of something.
    answers.record(answer(learner), moving())


def test_an_unknown_learner_is_told(answers: Answers, learner: Learner) -> None:
    stranger = replace(learner, id=99)
    with pytest.raises(LearnerError, match="no such learner"):
        answers.record(answer(stranger), moving())
    with pytest.raises(LearnerError, match="no such learner"):
        answers.suspend(99, CARDS)
    assert answers.undo(99) is None
    assert answers.cards(99) == {}


def test_half_a_letter_is_kept_as_a_question_mark_and_endless_text_is_cut(answers: Answers, learner: Learner) -> None:
    answers.record(answer(learner, answered="a\ud800b"))
    answers.record(answer(learner, answered="x" * 100_000))
    first, second = answers.all(learner.id)
    assert first.answer.answered == "a?b"
    assert len(second.answer.answered) == 500


def test_undo_takes_back_only_what_this_learner_did(answers: Answers, learner: Learner) -> None:
    other = answers.learners.add("Kim")
    mine = answers.record(answer(learner), moving())
    theirs = answers.record(answer(other), moving())
    taken = answers.undo(learner.id)
    assert taken is not None
    assert taken.id == mine
    assert answers.count(learner.id) == 0
    assert [kept.id for kept in answers.all(other.id)] == [theirs]
    assert answers.undo(learner.id) is None


def test_a_number_is_never_given_twice(answers: Answers, learner: Learner) -> None:
    first = answers.record(answer(learner), moving())
    answers.undo(learner.id)
    assert answers.record(answer(learner), moving()) > first


def test_undo_leaves_a_favourite_one(answers: Answers, learner: Learner) -> None:
    answers.record(answer(learner), moving())
    answers.favour(learner.id, [CARDS[0]])
    answers.undo(learner.id)
    assert answers.card(learner.id, CARDS[0]) == KeptCard(favourite=True)


def test_many_answers_are_all_given_in_their_order(answers: Answers, learner: Learner) -> None:
    other = answers.learners.add("Kim")
    for number in range(30):
        answers.record(answer(learner if number % 3 else other, CARDS[number % 3]))
    numbers = [kept.id for kept in answers.all(learner.id)]
    assert len(numbers) == 20
    assert numbers == sorted(numbers)


def test_a_buried_card_rests_until_its_time(answers: Answers, learner: Learner) -> None:
    answers.bury(learner.id, [CARDS[0]], NOW + timedelta(hours=5))
    known = answers.card(learner.id, CARDS[0])
    assert known.resting(NOW)
    assert not known.resting(NOW + timedelta(hours=5))
    answers.unbury(learner.id, [CARDS[0]])
    assert not answers.card(learner.id, CARDS[0]).resting(NOW)


ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5.5))])


@given(st.datetimes(timezones=ZONES).filter(lambda moment: 1970 < moment.year < 2200))
def test_times_come_back_to_the_millisecond(moment: datetime) -> None:
    back = from_ms(to_ms(moment))
    assert timedelta() <= moment - back < timedelta(milliseconds=1)
    assert back.tzinfo is UTC
    assert whole_ms(back) == back


STEPS = st.lists(st.tuples(st.sampled_from(CARDS), st.booleans(), st.integers(1, 4)), max_size=8)


@settings(deadline=None, max_examples=30)
@given(STEPS, STEPS)
def test_undo_restores_exactly_what_was_before(
    tmp_path_factory: pytest.TempPathFactory, first: list[tuple[str, bool, int]], second: list[tuple[str, bool, int]]
) -> None:
    with Answers(tmp_path_factory.mktemp("undo") / FILE_NAME) as answers:
        jo = answers.learners.add("Jo")

        def do(steps: list[tuple[str, bool, int]]) -> None:
            for number, (card, counts, grade) in enumerate(steps):
                at = NOW + timedelta(minutes=number)
                given_ = answer(jo, card, at, grade=grade)
                answers.record(given_, moving(at)) if counts else answers.record(given_)

        do(first)
        before = answers.cards(jo.id), list(answers.all(jo.id)), answers.rows("SELECT learner, card FROM cards")
        do(second)
        for _ in second:
            assert answers.undo(jo.id) is not None
        after = answers.cards(jo.id), list(answers.all(jo.id)), answers.rows("SELECT learner, card FROM cards")
        assert after == before


class Flags(RuleBasedStateMachine):
    """Burying, suspending, favouring and answering, in any order: each changes its own thing and nothing else."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        path = self.folder / FILE_NAME
        path.unlink(missing_ok=True)
        self.answers = Answers(path)
        self.jo = self.answers.learners.add("Jo")
        self.kim = self.answers.learners.add("Kim")
        self.expected: dict[str, KeptCard] = {}
        self.at = NOW

    def change(self, card: str, **changes: Any) -> None:
        self.expected[card] = replace(self.expected.get(card, KeptCard()), **changes)

    @rule(card=st.sampled_from(CARDS), hours=st.integers(0, 48))
    def bury(self, card: str, hours: int) -> None:
        self.answers.bury(self.jo.id, [card], NOW + timedelta(hours=hours))
        self.change(card, buried_until=NOW + timedelta(hours=hours))

    @rule(card=st.sampled_from(CARDS))
    def unbury(self, card: str) -> None:
        self.answers.unbury(self.jo.id, [card])
        self.change(card, buried_until=None)

    @rule(cards=st.sets(st.sampled_from(CARDS)), on=st.booleans())
    def suspend(self, cards: set[str], on: bool) -> None:
        (self.answers.suspend if on else self.answers.unsuspend)(self.jo.id, cards)
        for card in cards:
            self.change(card, suspended=on)

    @rule(cards=st.sets(st.sampled_from(CARDS)), on=st.booleans())
    def favour(self, cards: set[str], on: bool) -> None:
        (self.answers.favour if on else self.answers.unfavour)(self.jo.id, cards)
        for card in cards:
            self.change(card, favourite=on)

    @rule(card=st.sampled_from(CARDS), undone=st.booleans())
    def answer(self, card: str, undone: bool) -> None:
        self.at += timedelta(minutes=1)
        self.answers.record(answer(self.jo, card, self.at), moving(self.at))
        if undone:
            self.answers.undo(self.jo.id)
        else:
            before = self.expected.get(card, KeptCard()).state
            move = moving(self.at)(before)
            assert move is not None
            self.change(card, state=move.after)

    @invariant()
    def it_is_as_expected(self) -> None:
        kept = self.answers.cards(self.jo.id)
        for card in CARDS:
            assert kept.get(card, KeptCard()) == self.expected.get(card, KeptCard())
        assert self.answers.cards(self.kim.id) == {}

    def teardown(self) -> None:
        self.answers.close()


def test_flags_and_answers_do_not_disturb_each_other(tmp_path: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    class Here(Flags):
        folder = tmp_path

    run_state_machine_as_test(Here, settings=settings(deadline=None, max_examples=25, stateful_step_count=20))
