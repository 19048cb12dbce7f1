"""A learner who answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer, CardState, Move

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def fill(path: Path, count: int = 5) -> None:
    """A learner with some answers."""
    with Answers(path) as answers:
        learner = answers.learners.add("Jo")
        for number in range(count):
            answers.record(answer(learner.id, number), lambda _: Move(CardState(2, None, 3.0, 5.0, NOW, NOW)))


def answer(learner: int, number: int = 0) -> Answer:
    at = NOW + timedelta(minutes=number)
    return Answer(learner, f"pattern:muscle-{number}", at, at, 3, 1.0, "soleus", 10)
