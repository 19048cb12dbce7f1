"""When a card is asked again, by FSRS, and in which order today's cards come. All times are UTC."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer, CardState, KeptCard, Learner, Mode, Move, whole_ms
from atlas.store.tallies import introduced_since
from atlas.study.days import day_of, day_start, next_day

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

GRADES = (1, 2, 3, 4)  # again, hard, good, easy
_REVIEW = 2
# When nothing else is left, a card that is being learned may come this much early.
LEARN_AHEAD = timedelta(minutes=20)
# So many other muscles come before one comes again: its cards give each other away.
_APART = 3


@dataclass(frozen=True, slots=True)
class Today:
    """What there is to do now, in its order, and what comes later today."""

    learning: tuple[str, ...]  # being learned or learned again, and due by the minute
    reviews: tuple[str, ...]  # due some time today
    new: tuple[str, ...]  # within what is left of the day's limit
    order: tuple[str, ...]  # all of them as they are to be asked
    next_at: datetime | None  # when the next card being learned is due, if one is waiting

    @property
    def finished(self) -> bool:
        """Whether nothing is to be asked now."""
        return not self.order


class Schedule:
    """FSRS with a learner's settings.

    Without a seed the intervals are FSRS' own. With a seed reviews are spread a little, so that cards learned together
    do not stay together; the same seed, card and time always give the same interval.
    """

    def __init__(self, learner: Learner, *, seed: int | None = None, zone: tzinfo | None = None) -> None:
        """For a learner; `zone` is where the learner's day begins at four, by default the computer's."""
        self.learner = learner
        self._seed = seed
        self._zone = zone

    @cached_property
    def _fsrs(self) -> Scheduler:
        from fsrs import Scheduler

        return Scheduler(desired_retention=self.learner.retention, enable_fuzzing=self._seed is not None)

    def after(self, card: str, before: CardState | None, grade: int, at: datetime) -> CardState:
        """The state of a card after an answer. Raises ValueError for a grade that is not 1 to 4."""
        from fsrs import Rating

        if grade not in GRADES:
            raise ValueError(f"a grade is 1 to 4, not {grade}")
        at = whole_ms(at)
        with self._fuzz(card, at):
            reviewed, _ = self._fsrs.review_card(_fsrs_card(before, at), Rating(grade), at)
        assert reviewed.stability is not None
        assert reviewed.difficulty is not None
        return CardState(
            reviewed.state.value,
            reviewed.step,
            reviewed.stability,
            reviewed.difficulty,
            whole_ms(reviewed.due),
            at,
        )

    def recall(self, state: CardState, at: datetime) -> float:
        """The chance, 0 to 1, that a card is remembered at a time, as FSRS predicts it."""
        return self._fsrs.get_card_retrievability(_fsrs_card(state, at), whole_ms(at))

    def recalls(self, states: Mapping[str, CardState], at: datetime) -> dict[str, float]:
        """The chance that each of many cards is remembered at a time."""
        # One card of FSRS' kind for all: to make one takes far longer than to ask about it.
        card, moment, found = _fsrs_card(None, at), whole_ms(at), {}
        for name, state in states.items():
            card.stability, card.last_review = state.stability, state.reviewed
            found[name] = self._fsrs.get_card_retrievability(card, moment)
        return found

    def record(self, answers: Answers, answer: Answer) -> int:
        """Keep an answer and move its card's schedule if it counts (see `counts`); the answer's number.

        Raises what `Answers.record` raises.
        """

        def move(before: CardState | None) -> Move | None:
            if not counts(answer.mode, before):
                return None
            at = answer.answered_at
            # Within a day FSRS predicts no forgetting: there is nothing that could be right or wrong.
            known = before is not None and whole_ms(at) - before.reviewed >= timedelta(days=1)
            predicted = self.recall(before, at) if before is not None and known else None
            return Move(self.after(answer.card, before, answer.grade, at), predicted)

        return answers.record(answer, move)

    def intervals(self, card: str, before: CardState | None, at: datetime) -> dict[int, timedelta]:
        """How long until the card comes again, for each grade that it may be given."""
        return {grade: self.after(card, before, grade, at).due - whole_ms(at) for grade in GRADES}

    def today(self, answers: Answers, deck: Sequence[str], now: datetime) -> Today:
        """What of a deck is to be asked now; new cards come in the deck's order. The deck may name a card twice."""
        kept = answers.cards(self.learner.id)
        begun = introduced_since(answers, self.learner.id, day_start(day_of(now, self._zone), self._zone))
        return todays(
            dict.fromkeys(deck), kept, now, next_day(now, self._zone), max(self.learner.new_per_day - begun, 0)
        )

    def tomorrow(self, now: datetime) -> datetime:
        """Until when a card is put off that is buried now."""
        return next_day(now, self._zone)

    @contextmanager
    def _fuzz(self, card: str, at: datetime) -> Iterator[None]:
        """Let chance be the same each time. FSRS draws from the one generator that all share, which is given back."""
        if self._seed is None:
            yield
            return
        others = random.getstate()
        random.seed(f"{self._seed} {card} {at.isoformat()}")
        try:
            yield
        finally:
            random.setstate(others)


def counts(mode: Mode, before: CardState | None) -> bool:
    """Whether an answer moves its card's schedule.

    A drill asks the same few cards again and again, which says little of what will be known in a week. An exam does
    say it, but must not begin dozens of new cards at once.
    """
    return mode is Mode.STUDY or (mode is Mode.EXAM and before is not None)


def todays(deck: Iterable[str], kept: dict[str, KeptCard], now: datetime, day_ends: datetime, new_left: int) -> Today:
    """What of a deck is to be asked now, from what is kept of its cards."""
    learning: list[tuple[datetime, str]] = []
    reviews: list[tuple[datetime, str]] = []
    soon: list[tuple[datetime, str]] = []
    new: list[str] = []
    for card in deck:
        known = kept.get(card)
        if known is not None and known.resting(now):
            continue
        state = known.state if known is not None else None
        if state is None:
            new.append(card)
        elif state.state == _REVIEW:
            if state.due < day_ends:
                reviews.append((state.due, card))
        elif state.due <= now:
            learning.append((state.due, card))
        else:
            soon.append((state.due, card))
    new = new[:new_left]
    order = [*_cards(learning), *apart([*_cards(reviews), *new])]
    if not order:
        order = _cards([(due, card) for due, card in soon if due <= now + LEARN_AHEAD])
    next_at = min(soon)[0] if soon else None
    return Today(tuple(_cards(learning)), tuple(_cards(reviews)), tuple(new), tuple(order), next_at)


def apart(cards: Sequence[str]) -> list[str]:
    """Cards in their order, but one that would follow another card of the same muscle waits for a few others.

    Where there are too few other muscles it comes as soon as need be.
    """
    waiting = [(subject(card), card) for card in cards]
    order: list[str] = []
    last: list[str] = []
    while waiting:
        # Only the next few are looked at: a long queue of one muscle is not turned over again and again.
        place = next((n for n, (about, _) in enumerate(waiting[:50]) if about not in last), 0)
        about, card = waiting.pop(place)
        order.append(card)
        last = [*last, about][-_APART:]
    return order


def subject(card: str) -> str:
    """What a card is about, mostly a muscle: the second part of its id."""
    return card.split(":", 2)[1] if ":" in card else card


def _cards(pairs: list[tuple[datetime, str]]) -> list[str]:
    return [card for _, card in sorted(pairs)]


def _fsrs_card(state: CardState | None, at: datetime) -> Card:
    from fsrs import Card, State

    # An id of its own keeps FSRS from waiting for one by the clock.
    if state is None:
        return Card(card_id=0, due=at.astimezone(UTC))
    return Card(0, State(state.state), state.step, state.stability, state.difficulty, state.due, state.reviewed)
