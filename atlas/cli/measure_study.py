"""What `bench` measures of learning."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.edition import Edition
    from atlas.store.answers import Answers
    from atlas.store.answers_rows import Learner
    from atlas.study.cards import Card
    from atlas.study.facts import Facts

WORDS = {
    "question_ms": "the next question with its choices, over 200 cards of all kinds",
    "study_screen_100k_ms": "the slowest screen of progress with 100,000 answers, read and drawn",
}
_QUESTIONS = 200
_ANSWERS = 100_000
_DAY_MS = 86_400_000
_RUNS = 3
_SIZE = (1000, 700)


def studying(home: Path) -> dict[str, float]:
    """Learning."""
    from atlas.edition import Edition
    from atlas.store.answers import Answers
    from atlas.study.facts import facts_of
    from atlas.study.questions import all_cards

    edition = Edition.open(cache_folder=home / "warm" / "cache" / "patterns")
    facts = facts_of(edition)
    facts.warm()
    cards = all_cards(facts)
    figures = {"question_ms": _question_ms(facts, cards)}
    with Answers(home / "studying.sqlite") as answers:
        learner = answers.learners.add("Bench")
        many_answers(answers, learner, facts, cards)
        figures["study_screen_100k_ms"] = max(_screens_ms(edition, answers, learner, facts, cards).values())
    return figures


def _question_ms(facts: Facts, cards: Sequence[Card]) -> float:
    from atlas.study.questions import ask

    times = []
    for seed, card in enumerate(Random(1).sample(list(cards), min(_QUESTIONS, len(cards)))):
        start = time.perf_counter()
        ask(facts, card, seed=seed)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def many_answers(
    answers: Answers, learner: Learner, facts: Facts, cards: Sequence[Card], count: int = _ANSWERS
) -> None:
    """Give a learner so many answers of a year, as if every card came every few days.

    They are written past the schedule, and all at once: one by one each would wait for the disk.
    """
    chance = Random(2)
    now = int(datetime.now(UTC).timestamp() * 1000)
    muscles = list(facts.muscles)
    near = {each: sorted(muscles, key=lambda other: -facts.alike(each, other))[1:6] for each in muscles}
    known, given = [], []
    for number, card in enumerate(cards, 1):
        stability = chance.uniform(1, 60)
        reviewed = now - chance.randrange(20 * _DAY_MS)
        due = reviewed + int(stability * _DAY_MS)
        known.append((number, learner.id, card.id, 2, stability, chance.uniform(1, 10), due, reviewed))
    for place in range(count):
        number = place % len(cards)
        card, at = cards[number], now - (count - place) * 365 * _DAY_MS // count
        right = chance.random() < 0.88
        answered = card.muscle if right or not card.muscle else chance.choice(near[card.muscle])
        grade = chance.choice((2, 3, 3, 4)) if right else 1
        predicted = min(max(chance.gauss(0.88, 0.07), 0.3), 1.0)
        row = (learner.id, number + 1, at - 8000, at, grade, float(right), answered, 8000, "study", 1, predicted)
        given.append(row)
    # Another connection than the one of the answers, which lets nobody write but through its own methods.
    with closing(sqlite3.connect(answers.path)) as database, database:
        database.executemany(
            "INSERT INTO cards (id, learner, card, state, stability, difficulty, due, reviewed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            known,
        )
        database.executemany(
            "INSERT INTO answers (learner, card_id, shown_at, answered_at, grade, score, answered, duration_ms, mode,"
            " moved, predicted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            given,
        )


def _screens_ms(
    edition: Edition, answers: Answers, learner: Learner, facts: Facts, cards: Sequence[Card]
) -> dict[str, float]:
    """By title, how long each screen takes until its chart is there, all read anew; the first run is left out."""
    from atlas.app import application
    from atlas.ui.study_progress import ProgressPage
    from atlas.ui.study_screens import SCREENS

    app = application()
    page = ProgressPage(edition, answers)
    page.resize(*_SIZE)
    page.show()

    def settle(*, fully: bool) -> None:
        until = time.monotonic() + 30
        while not (page.at_rest if fully else page.drawn) and time.monotonic() < until:
            app.processEvents()
            # As a window that waits for its user, this leaves the processor to the thread that draws.
            time.sleep(0.001)

    found = {}
    for row, (title, _) in enumerate(SCREENS):
        page.list.setCurrentRow(row)
        times = []
        for _run in range(_RUNS + 1):
            start = time.perf_counter()
            page.show_learner(learner, facts, cards)
            settle(fully=False)
            times.append(1000 * (time.perf_counter() - start))
            settle(fully=True)
        found[title] = statistics.median(times[1:])
    page.close()
    page.shut()
    return found
