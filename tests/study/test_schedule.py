"""Cards come back when FSRS says so, in an order that one can learn by."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer, CardState, Learner, Mode
from atlas.study.days import day_of, day_start, next_day
from atlas.study.schedule import GRADES, LEARN_AHEAD, Schedule, apart, counts, subject

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MUSCLES = [f"muscle-{number}" for number in range(12)]
DECK = [f"pattern:{muscle}:TrP1" for muscle in MUSCLES]


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "answers.sqlite") as opened:
        yield opened


@pytest.fixture
def learner(answers: Answers) -> Learner:
    return answers.learners.add("Jo")


@pytest.fixture
def schedule(learner: Learner) -> Schedule:
    return Schedule(learner, zone=UTC)


def answer(learner: Learner, card: str, at: datetime, grade: int = 3, mode: Mode = Mode.STUDY) -> Answer:
    return Answer(learner.id, card, at - timedelta(seconds=5), at, grade, (grade - 1) / 3, "soleus", 5000, mode)


def state_of(card: Card) -> CardState:
    """FSRS' own card as the atlas keeps it."""
    assert card.stability is not None
    assert card.difficulty is not None
    assert card.last_review is not None
    return CardState(card.state.value, card.step, card.stability, card.difficulty, card.due, card.last_review)


@pytest.mark.parametrize("retention", [0.9, 0.8])
def test_ninety_days_of_a_learner_follow_fsrs(answers: Answers, retention: float) -> None:
    jo = answers.learners.change(answers.learners.add("Jo").id, new_per_day=3, retention=retention)
    schedule = Schedule(jo, zone=UTC)
    chance = random.Random(90)
    deck = [f"pattern:muscle-{number}" for number in range(100)]
    fsrs = Scheduler(desired_retention=retention, enable_fuzzing=False)
    own: dict[str, Card] = {}
    for day in range(90):
        now = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day, minutes=chance.randrange(300))
        ends = next_day(now, UTC)
        today = schedule.today(answers, deck, now)
        reviews = {name for name, card in own.items() if card.state is State.Review and card.due < ends}
        steps = {name for name, card in own.items() if card.state is not State.Review and card.due <= now}
        assert set(today.reviews) == reviews
        assert set(today.learning) == steps
        assert list(today.new) == [card for card in deck if card not in own][:3]
        assert sorted(today.order) == sorted({*reviews, *steps, *today.new})
        while not today.finished:
            name = today.order[0]
            now += timedelta(seconds=20)
            grade = chance.choices(GRADES, [15, 10, 60, 15])[0]
            own[name], _ = fsrs.review_card(own.get(name) or Card(0, due=now), Rating(grade), now)
            schedule.record(answers, answer(jo, name, now, grade))
            assert answers.card(jo.id, name).state == state_of(own[name])
            today = schedule.today(answers, deck, now)
    assert len(own) == 100
    assert {name: card.state for name, card in answers.cards(jo.id).items()} == {
        name: state_of(card) for name, card in own.items()
    }


def test_a_new_card_goes_through_its_steps_and_into_review(
    answers: Answers, learner: Learner, schedule: Schedule
) -> None:
    schedule.record(answers, answer(learner, DECK[0], NOW))
    today = schedule.today(answers, DECK[:1], NOW + timedelta(minutes=9))
    # Ten minutes are not over, but nothing else is left.
    assert today.learning == ()
    assert today.order == (DECK[0],)
    assert today.next_at == NOW + timedelta(minutes=10)
    schedule.record(answers, answer(learner, DECK[0], NOW + timedelta(minutes=10)))
    done = schedule.today(answers, DECK[:1], NOW + timedelta(minutes=11))
    assert done.finished
    assert done.next_at is None
    state = answers.card(learner.id, DECK[0]).state
    assert state is not None
    assert state.state == State.Review.value
    assert schedule.today(answers, DECK[:1], state.due - timedelta(hours=5)).reviews == (DECK[0],)


def test_a_card_in_its_steps_does_not_come_too_early(answers: Answers, learner: Learner, schedule: Schedule) -> None:
    schedule.record(answers, answer(learner, DECK[0], NOW))
    due = NOW + timedelta(minutes=10)
    assert schedule.today(answers, DECK[:1], due - LEARN_AHEAD - timedelta(minutes=1)).finished
    # With other cards left it waits for its time.
    assert DECK[0] not in schedule.today(answers, DECK, NOW + timedelta(minutes=9)).order
    assert schedule.today(answers, DECK, due).order[0] == DECK[0]


def test_new_cards_are_as_many_as_the_learner_wishes(answers: Answers, learner: Learner) -> None:
    jo = answers.learners.change(learner.id, new_per_day=4)
    schedule = Schedule(jo, zone=UTC)
    assert schedule.today(answers, DECK, NOW).new == tuple(DECK[:4])
    for card in DECK[:3]:
        schedule.record(answers, answer(jo, card, NOW, grade=4))
    assert schedule.today(answers, DECK, NOW).new == (DECK[3],)
    # Before four in the morning it is still the same day.
    night = NOW.replace(hour=3, minute=59) + timedelta(days=1)
    assert len(schedule.today(answers, DECK, night).new) == 1
    assert len(schedule.today(answers, DECK, night + timedelta(minutes=1)).new) == 4
    # One that was taken back was not begun.
    answers.undo(jo.id)
    assert schedule.today(answers, DECK, NOW).new == tuple(DECK[2:4])


def test_resting_cards_do_not_come_and_are_not_counted(answers: Answers, learner: Learner, schedule: Schedule) -> None:
    answers.suspend(learner.id, DECK[:5])
    answers.bury(learner.id, DECK[5:7], schedule.tomorrow(NOW))
    assert schedule.today(answers, DECK, NOW).new == tuple(DECK[7:])
    assert schedule.today(answers, DECK, NOW + timedelta(days=1)).new == tuple(DECK[5:])
    answers.unsuspend(learner.id, DECK[:5])
    assert len(schedule.today(answers, DECK, NOW + timedelta(days=1)).new) == learner.new_per_day


def test_a_deck_may_be_empty_or_name_a_card_twice(answers: Answers, schedule: Schedule) -> None:
    assert schedule.today(answers, [], NOW).finished
    assert schedule.today(answers, [DECK[0], DECK[0]], NOW).order == (DECK[0],)


def test_drills_leave_the_schedule_alone_and_exams_begin_no_cards(
    answers: Answers, learner: Learner, schedule: Schedule
) -> None:
    schedule.record(answers, answer(learner, DECK[0], NOW, mode=Mode.DRILL))
    schedule.record(answers, answer(learner, DECK[0], NOW, mode=Mode.EXAM))
    assert answers.card(learner.id, DECK[0]).state is None
    schedule.record(answers, answer(learner, DECK[0], NOW))
    before = answers.card(learner.id, DECK[0]).state
    schedule.record(answers, answer(learner, DECK[0], NOW, mode=Mode.DRILL))
    assert answers.card(learner.id, DECK[0]).state == before
    schedule.record(answers, answer(learner, DECK[0], NOW, grade=1, mode=Mode.EXAM))
    assert answers.card(learner.id, DECK[0]).state != before
    assert counts(Mode.EXAM, before)
    assert not counts(Mode.EXAM, None)


def test_the_prediction_is_kept_with_the_answer(answers: Answers, learner: Learner, schedule: Schedule) -> None:
    schedule.record(answers, answer(learner, DECK[0], NOW, grade=4))
    schedule.record(answers, answer(learner, DECK[0], NOW + timedelta(hours=1), grade=4))
    state = answers.card(learner.id, DECK[0]).state
    assert state is not None
    later = NOW + timedelta(days=20)
    schedule.record(answers, answer(learner, DECK[0], later))
    predictions = [kept.predicted for kept in answers.all(learner.id)]
    assert predictions == [None, None, schedule.recall(state, later)]
    assert 0.5 < schedule.recall(state, later) < 1
    assert schedule.recalls({"a": state}, later) == {"a": schedule.recall(state, later)}


def test_the_buttons_tell_what_happens(answers: Answers, learner: Learner) -> None:
    for schedule in (Schedule(learner), Schedule(learner, seed=3)):
        at = NOW + timedelta(days=30)
        state: CardState | None = None
        for number in range(6):
            told = schedule.intervals(DECK[0], state, at)
            assert list(told) == [1, 2, 3, 4]
            assert sorted(told.values()) == list(told.values())
            state = schedule.after(DECK[0], state, 3, at)
            assert state.due - at == told[3], number
            at = state.due


def test_chance_is_the_same_for_the_same_seed_and_nobody_elses_is_disturbed(learner: Learner) -> None:
    first = Schedule(learner, seed=1).after(DECK[0], None, 4, NOW)
    spread = {
        Schedule(learner, seed=1).after(card, first, 3, NOW + timedelta(days=40)).due for card in DECK
    }  # fmt: skip
    assert len(spread) > 1
    random.seed(5)
    expected = random.random()
    random.seed(5)
    assert Schedule(learner, seed=1).after(DECK[0], None, 4, NOW) == first
    assert random.random() == expected
    plain = {Schedule(learner).after(card, first, 3, NOW + timedelta(days=40)).due for card in DECK}
    assert len(plain) == 1


@pytest.mark.parametrize("grade", [0, 5, -1])
def test_there_are_four_grades(schedule: Schedule, grade: int) -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        schedule.after(DECK[0], None, grade, NOW)


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("uvw")).map(":".join), unique=True))
def test_every_card_comes_once_and_cards_of_a_muscle_are_kept_apart(cards: list[str]) -> None:
    order = apart([f"pattern:{card}" for card in cards])
    assert sorted(order) == sorted(f"pattern:{card}" for card in cards)
    for place in range(1, len(order)):
        if subject(order[place]) == subject(order[place - 1]):
            # Then there was no other muscle left.
            assert {subject(card) for card in order[place:]} <= {
                subject(card) for card in order[max(place - 3, 0) : place]
            }


def test_cards_of_different_muscles_keep_their_order() -> None:
    assert apart(DECK) == DECK
    assert subject("region") == "region"
    # Reviews come before new cards, but not two of one muscle in a row.
    assert apart(["a:x", "b:x", "a:y", "a:z"]) == ["a:x", "a:y", "a:z", "b:x"]


ZONES: list[tzinfo | None] = [
    UTC,
    ZoneInfo("Europe/Vienna"),
    ZoneInfo("Asia/Kathmandu"),
    ZoneInfo("Pacific/Apia"),
    None,
]


@given(
    st.integers(600_000_000, 2_600_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(ZONES),
)
def test_every_moment_is_in_one_day(moment: datetime, zone: tzinfo | None) -> None:
    day = day_of(moment, zone)
    assert day_start(day, zone) <= moment < next_day(moment, zone)
    assert day_of(day_start(day, zone), zone) == day
    assert timedelta(hours=20) < next_day(moment, zone) - day_start(day, zone) < timedelta(hours=50)


def test_the_day_begins_at_four_by_the_learners_clock_in_summer_too() -> None:
    vienna = ZoneInfo("Europe/Vienna")
    assert day_start(date(2026, 1, 15), vienna) == datetime(2026, 1, 15, 3, tzinfo=UTC)
    assert day_start(date(2026, 7, 15), vienna) == datetime(2026, 7, 15, 2, tzinfo=UTC)
    assert day_of(datetime(2026, 3, 29, 1, 59, tzinfo=UTC), vienna) == date(2026, 3, 28)
    assert day_of(datetime(2026, 3, 29, 2, 0, tzinfo=UTC), vienna) == date(2026, 3, 29)
    with pytest.raises(ValueError, match="zone"):
        day_of(NOW.replace(tzinfo=None))
