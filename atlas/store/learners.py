"""The learners of this machine: local profiles with their settings, no accounts."""

from __future__ import annotations

import sqlite3
import unicodedata
from datetime import UTC, datetime

from atlas.store.answers_file import AnswersError, AnswersFile
from atlas.store.answers_rows import Learner, from_ms, to_ms

LONGEST_NAME = 60
FEWEST_NEW, MOST_NEW = 0, 9999
LEAST_RETENTION, MOST_RETENTION = 0.7, 0.97

_COLUMNS = "id, name, made_at, new_per_day, retention"


class LearnerError(AnswersError):
    """A name or a setting that cannot be, or a learner that there is not; the message is for the learner."""


class Learners:
    """Everybody who learns here."""

    def __init__(self, file: AnswersFile) -> None:
        self._file = file

    def all(self) -> list[Learner]:
        """All of them, the longest known first."""
        return [_learner(row) for row in self._file.rows(f"SELECT {_COLUMNS} FROM learners ORDER BY id")]

    def get(self, learner: int) -> Learner:
        """One of them. Raises LearnerError if there is none with this id."""
        found = self._file.rows(f"SELECT {_COLUMNS} FROM learners WHERE id = ?", (learner,))
        if not found:
            raise LearnerError("There is no such learner.")
        return _learner(found[0])

    def add(self, name: str) -> Learner:
        """Add one. Raises LearnerError for a name that is taken or cannot be."""
        tidy = tidy_name(name)
        made = to_ms(datetime.now(UTC))
        try:
            with self._file.change() as database:
                added = database.execute(
                    "INSERT INTO learners (name, folded, made_at) VALUES (?, ?, ?)", (tidy, _folded(tidy), made)
                ).lastrowid
        except sqlite3.IntegrityError:
            raise _taken(tidy) from None
        assert added is not None
        return self.get(added)

    def rename(self, learner: int, name: str) -> Learner:
        """Give one another name. Raises LearnerError for a name that is taken or cannot be."""
        tidy = tidy_name(name)
        self.get(learner)
        try:
            with self._file.change() as database:
                database.execute(
                    "UPDATE learners SET name = ?, folded = ? WHERE id = ?", (tidy, _folded(tidy), learner)
                )
        except sqlite3.IntegrityError:
            raise _taken(tidy) from None
        return self.get(learner)

    def change(self, learner: int, *, new_per_day: int | None = None, retention: float | None = None) -> Learner:
        """Change settings: new cards per day, and the share of due cards to be remembered (0.7 to 0.97).

        Raises LearnerError for a value out of its range.
        """
        known = self.get(learner)
        new_per_day = known.new_per_day if new_per_day is None else new_per_day
        retention = known.retention if retention is None else retention
        if not FEWEST_NEW <= new_per_day <= MOST_NEW:
            raise LearnerError(f"New cards per day can be {FEWEST_NEW} to {MOST_NEW}.")
        if not LEAST_RETENTION <= retention <= MOST_RETENTION:
            raise LearnerError(f"What is to be remembered can be {LEAST_RETENTION:.0%} to {MOST_RETENTION:.0%}.")
        with self._file.change() as database:
            database.execute(
                "UPDATE learners SET new_per_day = ?, retention = ? WHERE id = ?", (new_per_day, retention, learner)
            )
        return self.get(learner)

    def remove(self, learner: int) -> None:
        """Remove one with all answers and cards, for good. Raises LearnerError if there is none with this id.

        Copies that were made before a migration still hold what was known then.
        """
        self.get(learner)
        with self._file.change() as database:
            database.execute("DELETE FROM learners WHERE id = ?", (learner,))
        self._file.scrub()


def tidy_name(name: str) -> str:
    """A name without needless blanks. Raises LearnerError for one that is empty, too long or not to be read."""
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not any(unicodedata.category(letter)[0] in "LNS" for letter in tidy):
        raise LearnerError("A learner needs a name.")
    if len(tidy) > LONGEST_NAME:
        raise LearnerError(f"A name can have at most {LONGEST_NAME} letters.")
    # Joiners (Cf) belong to the scripts of several languages.
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in tidy):
        raise LearnerError("The name holds signs that cannot be shown.")
    return tidy


def _folded(name: str) -> str:
    """What two names share that nobody could tell apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _taken(name: str) -> LearnerError:
    return LearnerError(f"There is already a learner called {name}.")


def _learner(row: tuple[int, str, int, int, float]) -> Learner:
    id_, name, made, new_per_day, retention = row
    return Learner(id_, name, from_ms(made), new_per_day, retention)
