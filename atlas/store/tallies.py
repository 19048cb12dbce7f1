"""What the answers add up to, counted by the database itself: every query runs along an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from atlas.store.answers import Answers
from atlas.store.answers_rows import to_ms


@dataclass(frozen=True, slots=True)
class Span:
    """The answers between two times."""

    answers: int
    remembered: int  # grade 2 and better
    duration_ms: int


@dataclass(frozen=True, slots=True)
class PredictionBin:
    """Answers to which FSRS gave about the same chance."""

    number: int  # of the bin, from 0
    answers: int
    predicted: float  # mean
    remembered: int


@dataclass(frozen=True, slots=True)
class CardTally:
    """All answers to one card."""

    card: str
    answers: int
    forgotten: int  # grade 1
    score: float  # mean, 0 to 1


def introduced_since(answers: Answers, learner: int, since: datetime) -> int:
    """How many new cards a learner began with since a time."""
    query = "SELECT count(*) FROM answers WHERE learner = ? AND answered_at >= ? AND moved AND state_before IS NULL"
    return int(answers.rows(query, (learner, to_ms(since)))[0][0])


def spans(answers: Answers, learner: int, times: Sequence[datetime]) -> list[Span]:
    """The answers from each of these times until before the next one."""
    query = (
        "SELECT count(*), ifnull(sum(grade > 1), 0), ifnull(sum(duration_ms), 0) FROM answers"
        " WHERE learner = ? AND answered_at >= ? AND answered_at < ?"
    )
    return [Span(*answers.rows(query, (learner, to_ms(since), to_ms(until)))[0]) for since, until in pairwise(times)]


def predictions(answers: Answers, learner: int, bins: int) -> list[PredictionBin]:
    """How often was remembered what FSRS gave a chance of 0 to 1, in so many equal bins; empty ones are left out."""
    # One range of the index for each bin: grouped by an expression, all answers would be sorted first.
    query = (
        "SELECT count(*), ifnull(avg(predicted), 0), ifnull(sum(grade > 1), 0) FROM answers"
        " WHERE learner = ? AND predicted >= ? AND predicted < ?"
    )
    found = []
    for number in range(bins):
        end = (number + 1) / bins if number + 1 < bins else 2.0
        found.append(PredictionBin(number, *answers.rows(query, (learner, number / bins, end))[0]))
    return [each for each in found if each.answers]


def by_card(answers: Answers, learner: int) -> list[CardTally]:
    """Each card that was ever answered, by its id."""
    found = answers.rows(
        "SELECT card, count(*), sum(grade = 1), avg(score) FROM cards AS c JOIN answers AS a ON a.card_id = c.id"
        " WHERE c.learner = ? GROUP BY card",
        (learner,),
    )
    return [CardTally(*row) for row in found]


def by_answer(answers: Answers, learner: int) -> list[tuple[str, str, int]]:
    """Each card with each thing that was answered to it, and how often."""
    found = answers.rows(
        "SELECT card, answered, count(*) FROM cards AS c JOIN answers AS a ON a.card_id = c.id"
        " WHERE c.learner = ? GROUP BY card, answered",
        (learner,),
    )
    return [(card, answered, count) for card, answered, count in found]


def last_mistakes(answers: Answers, learner: int) -> set[str]:
    """The cards whose last answer was forgotten, in any mode."""
    found = answers.rows(
        "SELECT card FROM (SELECT card, grade, max(a.id) FROM cards AS c JOIN answers AS a ON a.card_id = c.id"
        " WHERE c.learner = ? GROUP BY card) WHERE grade = 1",
        (learner,),
    )
    return {card for (card,) in found}
