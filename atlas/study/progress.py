"""How far a learner is, as plain data: what is remembered, what was forgotten, what will come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from atlas.store.answers import Answers
from atlas.store.answers_rows import KeptCard
from atlas.store.tallies import CardTally, by_answer, by_card, predictions, spans
from atlas.study.days import day_of, day_start
from atlas.study.schedule import Schedule, subject

# A card that was answered less often says nothing yet.
_FEWEST_ANSWERS = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """How well something is known: a muscle, or a region with its muscles."""

    cards: int
    seen: int  # of them, answered at least once
    recall: float  # 0 to 1: the mean chance that one of the seen cards is remembered now; 0 if none was seen

    @property
    def known(self) -> float:
        """The share of all cards that is likely to be remembered now, 0 to 1; cards not yet seen count as unknown."""
        return self.recall * self.seen / self.cards if self.cards else 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Answers to which FSRS gave a chance from `low` to `high`, and what became of them."""

    low: float
    high: float
    answers: int
    predicted: float  # mean chance
    remembered: float  # the share that was remembered


@dataclass(frozen=True, slots=True)
class DayOfAnswers:
    """What was done on one of the learner's days."""

    day: date
    answers: int
    remembered: int
    minutes: float


@dataclass(frozen=True, slots=True)
class DueOnDay:
    """How many known cards come due on a day; on the first day with all that is overdue."""

    day: date
    cards: int


@dataclass(frozen=True, slots=True)
class HardCard:
    """A card that is often forgotten."""

    card: str
    answers: int
    forgotten: int
    score: float  # mean, 0 to 1


@dataclass(frozen=True)
class Confusion:
    """Which muscle was answered, by the muscle that was asked."""

    muscles: tuple[str, ...]
    counts: NDArray[np.int64]  # (n, n): asked by answered

    def pairs(self) -> list[tuple[str, str, int]]:
        """Muscles taken for one another, either way, with how often; the most often first."""
        found = [
            (self.muscles[one], self.muscles[other], int(self.counts[one, other] + self.counts[other, one]))
            for one in range(len(self.muscles))
            for other in range(one)
            if self.counts[one, other] or self.counts[other, one]
        ]
        return sorted(((min(a, b), max(a, b), count) for a, b, count in found), key=lambda pair: (-pair[2], pair))


def memory_by_muscle(
    answers: Answers, schedule: Schedule, muscles: Mapping[str, Collection[str]], now: datetime
) -> dict[str, Memory]:
    """How well each muscle is known, from the ids of its cards. Suspended cards count as any other."""
    kept = answers.cards(schedule.learner.id)
    chances = schedule.recalls({card: known.state for card, known in kept.items() if known.state is not None}, now)
    return {muscle: _memory(cards, chances) for muscle, cards in muscles.items()}


def memory_by_region(memory: Mapping[str, Memory], regions: Mapping[str, Iterable[str]]) -> dict[str, Memory]:
    """How well regions are known, from their muscles; muscles of which no memory is given are left out."""
    return {region: _together([memory[each] for each in each_ if each in memory]) for region, each_ in regions.items()}


def calibration(answers: Answers, learner: int, bins: int = 20) -> list[Calibration]:
    """What was remembered against what FSRS had predicted, in equal bins of the chance; empty ones are left out.

    Raises ValueError for less than one bin.
    """
    if bins < 1:
        raise ValueError("at least one bin is needed")
    return [
        Calibration(
            found.number / bins,
            (found.number + 1) / bins,
            found.answers,
            found.predicted,
            found.remembered / found.answers,
        )
        for found in predictions(answers, learner, bins)
    ]


def retention(bins: Iterable[Calibration]) -> Calibration | None:
    """All bins as one: what was remembered, and what FSRS had predicted, over all answers; None if there are none."""
    found = list(bins)
    total = sum(each.answers for each in found)
    if total == 0:
        return None
    return Calibration(
        min(each.low for each in found),
        max(each.high for each in found),
        total,
        sum(each.predicted * each.answers for each in found) / total,
        sum(each.remembered * each.answers for each in found) / total,
    )


def answers_per_day(
    answers: Answers, learner: int, last: date, days: int = 30, zone: tzinfo | None = None
) -> list[DayOfAnswers]:
    """What was done on each of so many of the learner's days up to `last`, days without answers among them."""
    every = [last - timedelta(days=back) for back in range(days - 1, -2, -1)]
    found = spans(answers, learner, [day_start(day, zone) for day in every])
    return [
        DayOfAnswers(day, span.answers, span.remembered, span.duration_ms / 60_000)
        for day, span in zip(every, found, strict=False)
    ]


def forecast(
    answers: Answers, learner: int, now: datetime, days: int = 30, zone: tzinfo | None = None
) -> list[DueOnDay]:
    """How many known cards come due today and on the days after, if nothing is answered meanwhile.

    Suspended cards are left out; a buried one comes when it is no longer buried.
    """
    today = day_of(now, zone)
    ends = [day_start(today + timedelta(days=number + 1), zone) for number in range(days)]
    counts = Counter[int]()
    if ends:
        stamps = np.array([end.timestamp() for end in ends])
        dues = [due for card in answers.cards(learner).values() if (due := _due(card)) is not None]
        places = np.searchsorted(stamps, np.array([due.timestamp() for due in dues]), side="right")
        counts.update(places.tolist())
    return [DueOnDay(today + timedelta(days=number), counts[number]) for number in range(days)]


def hardest(
    answers: Answers, learner: int, most: int = 10, kinds: Collection[str] = (), *, fewest: int = _FEWEST_ANSWERS
) -> list[HardCard]:
    """The cards that are forgotten the most, the hardest first; of some kinds (first part of the id), or of all.

    Ranked by (forgotten + 1) / (answers + 2), so that few answers do not outweigh many.
    """

    def rank(tally: CardTally) -> tuple[float, float, str]:
        return (-(tally.forgotten + 1) / (tally.answers + 2), tally.score, tally.card)

    found = [
        tally
        for tally in by_card(answers, learner)
        if tally.forgotten and tally.answers >= fewest and (not kinds or tally.card.split(":", 1)[0] in kinds)
    ]
    return [HardCard(each.card, each.answers, each.forgotten, each.score) for each in sorted(found, key=rank)[:most]]


def confusion(
    answers: Answers, learner: int, muscles: Collection[str], kinds: Collection[str] = (), most: int | None = None
) -> Confusion:
    """Which of these muscles was answered when which was asked, over cards of some kinds or of all.

    With `most`, only so many of the muscles that were mixed up the most often. Muscles never mixed up are left out.
    """
    counts = _asked_and_answered(answers, learner, frozenset(muscles), kinds)
    mixed: dict[str, int] = {}
    for (asked, answered), count in counts.items():
        if asked != answered:
            mixed[asked] = mixed.get(asked, 0) + count
            mixed[answered] = mixed.get(answered, 0) + count
    chosen = sorted(sorted(mixed, key=lambda muscle: (-mixed[muscle], muscle))[:most])
    number = {muscle: place for place, muscle in enumerate(chosen)}
    table = np.zeros((len(chosen), len(chosen)), dtype=np.int64)
    for (asked, answered), count in counts.items():
        if asked in number and answered in number:
            table[number[asked], number[answered]] = count
    return Confusion(tuple(chosen), table)


def _asked_and_answered(
    answers: Answers, learner: int, muscles: frozenset[str], kinds: Collection[str]
) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    # The rows of one card follow each other.
    last, asked, counted = "", "", False
    for card, answered, count in by_answer(answers, learner):
        if card != last:
            last, asked = card, subject(card)
            counted = asked in muscles and (not kinds or card.split(":", 1)[0] in kinds)
        if counted and answered in muscles:
            counts[asked, answered] = counts.get((asked, answered), 0) + count
    return counts


def _memory(cards: Collection[str], chances: Mapping[str, float]) -> Memory:
    seen = [chances[card] for card in cards if card in chances]
    return Memory(len(cards), len(seen), sum(seen) / len(seen) if seen else 0.0)


def _together(parts: list[Memory]) -> Memory:
    seen = sum(part.seen for part in parts)
    recall = sum(part.recall * part.seen for part in parts) / seen if seen else 0.0
    return Memory(sum(part.cards for part in parts), seen, recall)


def _due(card: KeptCard) -> datetime | None:
    if card.state is None or card.suspended:
        return None
    return card.state.due if card.buried_until is None else max(card.state.due, card.buried_until)
