"""What is kept of learning, as plain frozen objects, and how times lie in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Mode(StrEnum):
    """How a card came to be asked."""

    STUDY = "study"
    DRILL = "drill"
    EXAM = "exam"


@dataclass(frozen=True, slots=True)
class CardState:
    """What the scheduler knows of a card: FSRS' own numbers, times in UTC and whole milliseconds."""

    state: int  # 1 learning, 2 review, 3 learning again, as FSRS counts
    step: int | None  # of learning; None in review
    stability: float  # days until the chance to remember has fallen to nine in ten
    difficulty: float  # 1 to 10
    due: datetime
    reviewed: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """What an answer does to its card."""

    after: CardState
    # The chance, 0 to 1, that FSRS gave the learner to remember; None for a card that was new or seen within a day.
    predicted: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one learner. Times are UTC and are kept in whole milliseconds."""

    learner: int
    card: str
    shown_at: datetime
    answered_at: datetime
    grade: int  # 1 again, 2 hard, 3 good, 4 easy
    score: float  # 0 to 1
    answered: str  # such as the id of the muscle that was chosen
    duration_ms: int
    mode: Mode = Mode.STUDY


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was kept; `moved` says whether it changed the card's schedule."""

    id: int
    answer: Answer
    moved: bool
    predicted: float | None


@dataclass(frozen=True, slots=True)
class KeptCard:
    """What is kept of a learner's card. A card that nothing was ever done with looks the same as no card."""

    state: CardState | None = None
    buried_until: datetime | None = None
    suspended: bool = False
    favourite: bool = False

    def resting(self, now: datetime) -> bool:
        """Whether it is not to be asked now, due or not."""
        return self.suspended or (self.buried_until is not None and now < self.buried_until)


@dataclass(frozen=True, slots=True)
class Learner:
    """A local profile and its settings."""

    id: int
    name: str
    made_at: datetime
    new_per_day: int = 10
    retention: float = 0.9  # the share of due cards that the learner wishes to remember


def to_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970, rounded down. Raises ValueError for a time without zone."""
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The time in UTC."""
    return _EPOCH + milliseconds * _MILLISECOND


def whole_ms(moment: datetime) -> datetime:
    """A time as it would be read back: UTC, whole milliseconds. Raises ValueError for a time without zone."""
    return from_ms(to_ms(moment))
