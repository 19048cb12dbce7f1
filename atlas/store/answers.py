"""The learners' answers and what is known of their cards, in one SQLite database. Nothing else is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from atlas.store.answers_file import AnswersError, AnswersFile
from atlas.store.answers_rows import Answer, CardState, KeptAnswer, KeptCard, Mode, Move, from_ms, to_ms
from atlas.store.learners import LearnerError, Learners
from atlas.store.paths import data_folder

FILE_NAME = "answers.sqlite"
_LONGEST_ANSWER = 500

_STATE = "state, step, stability, difficulty, due, reviewed"
_BEFORE = "state_before, step_before, stability_before, difficulty_before, due_before, reviewed_before"
_ANSWER = "learner, card_id, shown_at, answered_at, grade, score, answered, duration_ms, mode"

# The same with the card's own id, as answers are read.
_READ = _ANSWER.replace("learner, card_id", "a.learner, card")
_FROM = "FROM answers AS a JOIN cards AS c ON c.id = a.card_id"


def unmoved(_before: CardState | None) -> Move | None:
    """The move of an answer that does not count for the schedule."""
    return None


class Answers:
    """The database of answers, for the thread that opened it; other threads and programs may open it too.

    Every change is one transaction and is on the disk when the method returns. Everything raises AnswersError for a
    database that cannot be read or written; LockedError, one of those, if another program is writing to it.
    """

    def __init__(self, path: Path | None = None, *, wait: float = 2.0) -> None:
        """Open the learners' database, by default the user's; `wait` for another program so many seconds.

        Raises NewerError for one that a newer atlas wrote. A damaged one is set aside and told of in `notices`.
        """
        self._file = AnswersFile(path or data_folder() / FILE_NAME, wait=wait)
        self.learners = Learners(self._file)

    @property
    def path(self) -> Path:
        """Where the database is."""
        return self._file.path

    @property
    def notices(self) -> tuple[str, ...]:
        """What the learner should be told of what was found at opening."""
        return tuple(self._file.notices)

    def close(self) -> None:
        """Close it; nothing is lost without that."""
        self._file.close()

    def __enter__(self) -> Answers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query gives, as whole rows."""
        return self._file.rows(query, values)

    def record(self, answer: Answer, move: Callable[[CardState | None], Move | None] = unmoved) -> int:
        """Keep an answer and what it does to its card, both or neither; its number.

        `move` is given the card's state as it is then (None for a new card) and says what it becomes; None leaves it
        and its schedule alone. Returns when both are on the disk.

        Raises ValueError for values out of their range, LearnerError for an unknown learner.
        """
        _check(answer)
        try:
            with self._file.change() as database:
                card, *before = _card_row(database, answer.learner, answer.card)
                moved = move(_state(before))
                if moved is not None:
                    _set_state(database, card, _of(moved.after))
                number = database.execute(
                    f"INSERT INTO answers ({_ANSWER}, moved, {_BEFORE}, predicted) VALUES (?{', ?' * 16})",
                    (
                        *_answer_row(answer, card),
                        moved is not None,
                        *before,
                        moved.predicted if moved is not None else None,
                    ),
                ).lastrowid
        except sqlite3.IntegrityError as error:
            if "FOREIGN KEY" in str(error):
                raise LearnerError("There is no such learner.") from None
            raise ValueError(f"an answer that cannot be: {error}") from None
        assert number is not None
        return number

    def undo(self, learner: int) -> KeptAnswer | None:
        """Take back a learner's last answer and give its card the state from before; None if there is none."""
        with self._file.change() as database:
            # A learner's index is not in the order of the answers: their own order, backwards, ends at once.
            found = database.execute(
                f"SELECT a.id, {_READ}, moved, predicted, card_id, {_BEFORE} {_FROM} WHERE +a.learner = ?"
                " ORDER BY a.id DESC LIMIT 1",
                (learner,),
            ).fetchone()
            if found is None:
                return None
            last, card, before = self._kept(found[:-7]), found[-7], found[-6:]
            database.execute("DELETE FROM answers WHERE id = ?", (last.id,))
            if last.moved:
                _set_state(database, card, before)
            database.execute(
                "DELETE FROM cards WHERE id = ?1 AND state IS NULL AND buried_until IS NULL AND NOT suspended"
                " AND NOT favourite AND NOT EXISTS (SELECT 1 FROM answers WHERE card_id = ?1)",
                (card,),
            )
        return last

    def count(self, learner: int) -> int:
        """How many answers of a learner are kept."""
        return int(self.rows("SELECT count(*) FROM answers WHERE learner = ?", (learner,))[0][0])

    def all(self, learner: int) -> Iterator[KeptAnswer]:
        """A learner's answers, the oldest first."""
        query = (
            f"SELECT a.id, {_READ}, moved, predicted {_FROM} WHERE +a.learner = ? AND a.id > ? ORDER BY a.id LIMIT ?"
        )
        last, most = 0, 2_000
        while found := self.rows(query, (learner, last, most)):
            yield from (self._kept(row) for row in found)
            last = found[-1][0]

    def card(self, learner: int, card: str) -> KeptCard:
        """What is kept of a card; of an unknown one, nothing."""
        found = self.rows(
            f"SELECT {_STATE}, buried_until, suspended, favourite FROM cards WHERE learner = ? AND card = ?",
            (learner, card),
        )
        return _card(found[0]) if found else KeptCard()

    def cards(self, learner: int) -> dict[str, KeptCard]:
        """All cards of a learner of which something is kept, by their ids."""
        query = f"SELECT {_STATE}, buried_until, suspended, favourite, card FROM cards WHERE learner = ?"
        return {row[-1]: _card(row[:-1]) for row in self.rows(query, (learner,))}

    def bury(self, learner: int, cards: Iterable[str], until: datetime) -> None:
        """Put cards off to a time, due or not."""
        self._mark(learner, cards, "buried_until", to_ms(until))

    def unbury(self, learner: int, cards: Iterable[str]) -> None:
        """Bring cards back that were put off."""
        self._mark(learner, cards, "buried_until", None)

    def suspend(self, learner: int, cards: Iterable[str]) -> None:
        """Ask cards no more until they are wanted again; what is known of them stays."""
        self._mark(learner, cards, "suspended", 1)

    def unsuspend(self, learner: int, cards: Iterable[str]) -> None:
        """Ask suspended cards again."""
        self._mark(learner, cards, "suspended", 0)

    def favour(self, learner: int, cards: Iterable[str]) -> None:
        """Make cards favourites."""
        self._mark(learner, cards, "favourite", 1)

    def unfavour(self, learner: int, cards: Iterable[str]) -> None:
        """Make cards favourites no longer."""
        self._mark(learner, cards, "favourite", 0)

    def _kept(self, row: tuple[Any, ...]) -> KeptAnswer:
        number, learner, card, shown, answered_at, grade, score, answered, duration, mode, moved, predicted = row
        try:
            times = from_ms(shown), from_ms(answered_at)
            answer = Answer(learner, card, *times, grade, score, answered, duration, Mode(mode))
        except (ValueError, OverflowError):
            # Single rows are not weighed at opening.
            raise AnswersError(f"Answer {number} in {self.path} is damaged and cannot be read.") from None
        return KeptAnswer(number, answer, bool(moved), predicted)

    def _mark(self, learner: int, cards: Iterable[str], column: str, value: int | None) -> None:
        wanted = list(cards)
        if not all(wanted):
            raise ValueError("a card needs an id")
        try:
            with self._file.change() as database:
                database.executemany(
                    f"INSERT INTO cards (learner, card, {column}) VALUES (?, ?, ?)"
                    f" ON CONFLICT (learner, card) DO UPDATE SET {column} = excluded.{column}",
                    [(learner, card, value) for card in wanted],
                )
        except sqlite3.IntegrityError:
            raise LearnerError("There is no such learner.") from None


def _card_row(database: sqlite3.Connection, learner: int, card: str) -> tuple[Any, ...]:
    """A card's row number and its state, of a new one too."""
    database.execute("INSERT INTO cards (learner, card) VALUES (?, ?) ON CONFLICT DO NOTHING", (learner, card))
    found: tuple[Any, ...] = database.execute(
        f"SELECT id, {_STATE} FROM cards WHERE learner = ? AND card = ?", (learner, card)
    ).fetchone()
    return found


def _set_state(database: sqlite3.Connection, card: int, row: Sequence[object]) -> None:
    database.execute(f"UPDATE cards SET ({_STATE}) = (?, ?, ?, ?, ?, ?) WHERE id = ?", (*row, card))


def _state(row: Sequence[Any]) -> CardState | None:
    state, step, stability, difficulty, due, reviewed = row
    if state is None:
        return None
    return CardState(state, step, stability, difficulty, from_ms(due), from_ms(reviewed))


def _of(state: CardState) -> tuple[object, ...]:
    return (state.state, state.step, state.stability, state.difficulty, to_ms(state.due), to_ms(state.reviewed))


def _card(row: tuple[Any, ...]) -> KeptCard:
    buried, suspended, favourite = row[6:]
    return KeptCard(_state(row[:6]), None if buried is None else from_ms(buried), bool(suspended), bool(favourite))


def _check(answer: Answer) -> None:
    if not answer.card:
        raise ValueError("a card needs an id")
    if answer.answered_at < answer.shown_at:
        raise ValueError("an answer comes after its question")


def _answer_row(answer: Answer, card: int) -> tuple[object, ...]:
    return (
        answer.learner, card, to_ms(answer.shown_at), to_ms(answer.answered_at), answer.grade, float(answer.score),
        _storable(answer.answered), answer.duration_ms, answer.mode.value,
    )  # fmt: skip


def _storable(text: str) -> str:
    # Half of a pair of surrogates, as a text field may give it, cannot be written.
    return text[:_LONGEST_ANSWER].encode("utf-8", "replace").decode("utf-8")


__all__ = ["FILE_NAME", "Answers", "AnswersError", "LearnerError", "unmoved"]
