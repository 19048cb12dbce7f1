"""Progress is what the answers add up to."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer, CardState, KeptAnswer, Learner, Mode, Move
from atlas.store.tallies import last_mistakes
from atlas.study.days import day_of, next_day
from atlas.study.progress import (
    Memory,
    answers_per_day,
    calibration,
    confusion,
    forecast,
    hardest,
    memory_by_muscle,
    memory_by_region,
    retention,
)
from atlas.study.schedule import Schedule

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MUSCLES = ("soleus", "gastrocnemius", "infraspinatus", "supraspinatus", "scaleni")
JOINED = "FROM cards AS c JOIN answers AS a ON a.card_id = c.id WHERE c.learner = 1"
VIENNA = ZoneInfo("Europe/Vienna")


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "answers.sqlite") as opened:
        yield opened


@pytest.fixture
def learner(answers: Answers) -> Learner:
    return answers.learners.add("Jo")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Answers, Learner, list[KeptAnswer]]]:
    """Three months of a learner, and another learner beside."""
    with Answers(tmp_path_factory.mktemp("history") / "answers.sqlite") as answers:
        jo, kim = answers.learners.add("Jo"), answers.learners.add("Kim")
        chance = random.Random(3)
        at = NOW
        for _ in range(400):
            at += timedelta(minutes=chance.choice([1, 2, 700, 2000]))
            muscle = chance.choice(MUSCLES)
            card = f"{chance.choice(['pattern', 'origin'])}:{muscle}"
            grade = chance.choices([1, 2, 3, 4], [3, 1, 5, 1])[0]
            answered = muscle if grade > 1 else chance.choice([*MUSCLES, "free text", ""])
            for learner in (jo, kim) if chance.random() < 0.3 else (jo,):
                given = Answer(learner.id, card, at, at, grade, (grade - 1) / 3, answered, 6000, Mode.STUDY)
                Schedule(learner).record(answers, given)
        yield answers, jo, list(answers.all(jo.id))


def answer(
    answers: Answers, learner: Learner, card: str, grade: int = 3, answered: str = "", at: datetime = NOW
) -> None:
    answers.record(Answer(learner.id, card, at, at, grade, (grade - 1) / 3, answered, 6000))


def know(answers: Answers, learner: Learner, card: str, due: datetime, stability: float = 10.0) -> None:
    """A card in review that comes due at a time."""
    state = CardState(2, None, stability, 5.0, due, NOW - timedelta(days=10))
    answers.record(Answer(learner.id, card, NOW, NOW, 3, 1.0, "", 10), lambda _: Move(state))


def test_memory_is_the_mean_chance_of_what_was_seen(answers: Answers, learner: Learner) -> None:
    know(answers, learner, "pattern:soleus", NOW, stability=10.0)
    know(answers, learner, "origin:soleus", NOW, stability=1.0)
    cards = {"soleus": ["pattern:soleus", "origin:soleus", "action:soleus"], "scaleni": ["pattern:scaleni"], "none": []}
    schedule = Schedule(learner)
    memory = memory_by_muscle(answers, schedule, cards, NOW)
    chances = [schedule.recall(state, NOW) for card in cards["soleus"] if (state := answers.card(1, card).state)]
    # Ten days after the last answer a stability of ten days means nine in ten.
    assert chances[0] == pytest.approx(0.9)
    assert (memory["soleus"].cards, memory["soleus"].seen) == (3, 2)
    assert memory["soleus"].recall == pytest.approx(sum(chances) / 2)
    assert memory["soleus"].known == pytest.approx(sum(chances) / 3)
    assert memory["scaleni"] == Memory(1, 0, 0.0)
    assert memory["none"].known == 0.0
    # Forgetting goes on.
    assert (
        memory_by_muscle(answers, schedule, cards, NOW + timedelta(days=30))["soleus"].recall < memory["soleus"].recall
    )


def test_regions_are_their_muscles_together() -> None:
    memory = {"soleus": Memory(4, 2, 0.9), "gastrocnemius": Memory(2, 1, 0.6), "scaleni": Memory(5, 0, 0.0)}
    regions = {"leg": ["soleus", "gastrocnemius"], "neck": ["scaleni", "unknown"], "empty": []}
    found = memory_by_region(memory, regions)
    assert (found["leg"].cards, found["leg"].seen) == (6, 3)
    assert found["leg"].recall == pytest.approx(0.8)
    assert found["neck"] == Memory(5, 0, 0.0)
    assert found["empty"] == Memory(0, 0, 0.0)


@pytest.mark.parametrize("bins", [1, 7, 20])
def test_calibration_counts_every_prediction_once(
    history: tuple[Answers, Learner, list[KeptAnswer]], bins: int
) -> None:
    answers, jo, kept = history
    found = calibration(answers, jo.id, bins)
    for each in found:
        inside = [
            one for one in kept
            if one.predicted is not None and each.low <= one.predicted and (one.predicted < each.high or each.high == 1)
        ]  # fmt: skip
        assert each.answers == len(inside) > 0
        assert each.predicted == pytest.approx(np.mean([one.predicted for one in inside if one.predicted is not None]))
        assert each.remembered == pytest.approx(np.mean([one.answer.grade > 1 for one in inside]))
    predicted = [one for one in kept if one.predicted is not None]
    assert sum(each.answers for each in found) == len(predicted) > 100
    whole = retention(found)
    assert whole is not None
    assert whole.answers == len(predicted)
    assert whole.remembered == pytest.approx(np.mean([one.answer.grade > 1 for one in predicted]))


def test_a_certain_prediction_is_in_the_last_bin(answers: Answers, learner: Learner) -> None:
    state = CardState(2, None, 5.0, 5.0, NOW, NOW)
    moves = {1.0: lambda _: Move(state, 1.0), 0.0: lambda _: Move(state, 0.0)}
    for move in moves.values():
        answers.record(Answer(learner.id, "pattern:soleus", NOW, NOW, 3, 1.0, "", 1), move)
    assert [(each.low, each.high) for each in calibration(answers, learner.id, 4)] == [(0.0, 0.25), (0.75, 1.0)]
    with pytest.raises(ValueError, match="at least one"):
        calibration(answers, learner.id, 0)
    assert retention([]) is None


@pytest.mark.parametrize("zone", [UTC, VIENNA, ZoneInfo("Asia/Kathmandu")])
def test_answers_fall_into_the_learners_days(
    history: tuple[Answers, Learner, list[KeptAnswer]], zone: ZoneInfo
) -> None:
    answers, jo, kept = history
    last = day_of(kept[-1].answer.answered_at, zone)
    days = answers_per_day(answers, jo.id, last, 300, zone)
    assert [day.day for day in days] == [last - timedelta(days=299 - number) for number in range(300)]
    expected = Counter(day_of(one.answer.answered_at, zone) for one in kept)
    assert {day.day: day.answers for day in days if day.answers} == expected
    remembered = Counter(day_of(one.answer.answered_at, zone) for one in kept if one.answer.grade > 1)
    assert {day.day: day.remembered for day in days if day.remembered} == remembered
    assert sum(day.minutes for day in days) == pytest.approx(len(kept) * 0.1)
    assert answers_per_day(answers, jo.id, last, 0, zone) == []


def test_the_forecast_is_by_days_and_holds_what_is_overdue(answers: Answers, learner: Learner) -> None:
    midnight = next_day(NOW, UTC)
    know(answers, learner, "a:overdue", NOW - timedelta(days=40))
    know(answers, learner, "a:tonight", midnight - timedelta(seconds=1))
    know(answers, learner, "a:tomorrow", midnight)
    know(answers, learner, "a:last", midnight + timedelta(days=29) - timedelta(seconds=1))
    know(answers, learner, "a:beyond", midnight + timedelta(days=29))
    know(answers, learner, "a:suspended", NOW)
    know(answers, learner, "a:buried", NOW)
    answers.suspend(learner.id, ["a:suspended", "a:new"])
    answers.bury(learner.id, ["a:buried"], midnight)
    days = forecast(answers, learner.id, NOW, 30, UTC)
    assert [day.day for day in days[:2]] == [date(2026, 3, 1), date(2026, 3, 2)]
    assert {number: day.cards for number, day in enumerate(days) if day.cards} == {0: 2, 1: 2, 29: 1}
    assert forecast(answers, learner.id, NOW, 0) == []


def test_the_forecast_of_today_is_what_is_asked_today(history: tuple[Answers, Learner, list[KeptAnswer]]) -> None:
    answers, jo, kept = history
    deck = [f"{kind}:{muscle}" for kind in ("pattern", "origin") for muscle in MUSCLES]
    for ahead in range(1, 40):
        now = kept[-1].answer.answered_at + timedelta(days=ahead)
        today = Schedule(jo, zone=UTC).today(answers, deck, now)
        assert forecast(answers, jo.id, now, 5, UTC)[0].cards == len(today.reviews) + len(today.learning)


def test_the_hardest_are_forgotten_often_and_not_by_one_accident(answers: Answers, learner: Learner) -> None:
    for card, grades in {
        "pattern:soleus": [1, 1, 1, 1, 1, 3],
        "pattern:scaleni": [1, 1, 3],
        "origin:soleus": [1, 1, 1],
        "pattern:infraspinatus": [3, 3, 3, 3],
        "pattern:supraspinatus": [1, 1],
    }.items():
        for grade in grades:
            answer(answers, learner, card, grade)
    found = hardest(answers, learner.id)
    assert [(each.card, each.forgotten, each.answers) for each in found] == [
        ("origin:soleus", 3, 3),
        ("pattern:soleus", 5, 6),
        ("pattern:scaleni", 2, 3),
    ]
    assert found[0].score == 0.0
    assert [each.card for each in hardest(answers, learner.id, 1, ["pattern"])] == ["pattern:soleus"]
    assert "pattern:supraspinatus" in [each.card for each in hardest(answers, learner.id, fewest=1)]


def test_confusion_is_asked_against_answered(answers: Answers, learner: Learner) -> None:
    other = answers.learners.add("Kim")
    for card, answered, times in (
        ("pattern:soleus:TrP1", "gastrocnemius", 3),
        ("pattern:soleus:TrP2", "gastrocnemius", 1),
        ("pattern:gastrocnemius", "soleus", 2),
        ("pattern:soleus:TrP1", "soleus", 7),
        ("pattern:scaleni", "infraspinatus", 1),
        ("pattern:supraspinatus", "supraspinatus", 4),
        ("pattern:scaleni", "a nerve", 5),
        ("region:soleus-region", "soleus", 5),
        ("origin:scaleni", "soleus", 9),
    ):
        for _ in range(times):
            answer(answers, learner, card, 3, answered)
    answer(answers, other, "pattern:scaleni", 1, "soleus")
    found = confusion(answers, learner.id, MUSCLES, ["pattern"])
    assert found.muscles == ("gastrocnemius", "infraspinatus", "scaleni", "soleus")
    assert found.counts.tolist() == [[0, 0, 0, 2], [0, 0, 0, 0], [0, 1, 0, 0], [4, 0, 0, 7]]
    assert found.pairs() == [("gastrocnemius", "soleus", 6), ("infraspinatus", "scaleni", 1)]
    assert confusion(answers, learner.id, MUSCLES, ["pattern"], most=2).muscles == ("gastrocnemius", "soleus")
    assert confusion(answers, learner.id, MUSCLES).pairs()[0] == ("scaleni", "soleus", 9)


def test_confusion_of_a_history_counts_as_by_hand(history: tuple[Answers, Learner, list[KeptAnswer]]) -> None:
    answers, jo, kept = history
    found = confusion(answers, jo.id, MUSCLES)
    expected = Counter((one.answer.card.split(":")[1], one.answer.answered) for one in kept)
    for row, asked in enumerate(found.muscles):
        for column, answered in enumerate(found.muscles):
            assert found.counts[row, column] == expected[asked, answered]


def test_a_mistake_is_one_until_it_is_made_good(answers: Answers, learner: Learner) -> None:
    for card, grades in {"pattern:soleus": [3, 1], "pattern:scaleni": [1, 2], "origin:soleus": [4]}.items():
        for grade in grades:
            answer(answers, learner, card, grade)
    assert last_mistakes(answers, learner.id) == {"pattern:soleus"}
    answers.undo(learner.id)
    answer(answers, learner, "pattern:soleus", 3)
    assert last_mistakes(answers, learner.id) == set()


def test_without_answers_there_is_nothing_and_no_error(answers: Answers, learner: Learner) -> None:
    assert calibration(answers, learner.id) == []
    assert hardest(answers, learner.id) == []
    empty = confusion(answers, learner.id, MUSCLES)
    assert (empty.muscles, empty.counts.shape, empty.pairs()) == ((), (0, 0), [])
    assert sum(day.answers for day in answers_per_day(answers, learner.id, date(2026, 3, 1))) == 0
    assert sum(day.cards for day in forecast(answers, learner.id, NOW)) == 0


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("answers", "SELECT count(*), sum(grade > 1) FROM answers WHERE learner = 1 AND answered_at >= 5"),
        ("answers", "SELECT avg(predicted), sum(grade > 1) FROM answers WHERE learner = 1 AND predicted >= 0.5"),
        ("a", f"SELECT card, answered, count(*) {JOINED} GROUP BY card, answered"),
        ("a", f"SELECT card, sum(grade = 1), avg(score) {JOINED} GROUP BY card"),
    ],
)
def test_tallies_run_along_an_index_and_sort_nothing(answers: Answers, table: str, query: str) -> None:
    plan = " | ".join(str(row[-1]) for row in answers.rows(f"EXPLAIN QUERY PLAN {query}"))
    assert f"SEARCH {table} USING COVERING INDEX" in plan
    assert "TEMP B-TREE" not in plan
