"""The tables of the answers, and how an older database becomes a present one.

Every database is built by the same steps, whether it is new or old: step n leads from version n to version n + 1.
A step that was ever released is never changed again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

VERSION = 2
# "TPAs": says, with the header of SQLite, whose file this is.
APPLICATION_ID = 0x54504173

# Times are milliseconds since 1970, up to the last that there is a date for.
_FIRST = """
CREATE TABLE learners (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    made_at INTEGER NOT NULL CHECK (made_at BETWEEN 0 AND 253402300799999),
    new_per_day INTEGER NOT NULL DEFAULT 10 CHECK (new_per_day BETWEEN 0 AND 9999),
    retention REAL NOT NULL DEFAULT 0.9 CHECK (retention BETWEEN 0.7 AND 0.97)
) STRICT;

CREATE TABLE cards (
    id INTEGER PRIMARY KEY,
    learner INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    card TEXT NOT NULL CHECK (card <> ''),
    state INTEGER CHECK (state IN (1, 2, 3)),
    step INTEGER CHECK (step BETWEEN 0 AND 99),
    stability REAL CHECK (stability BETWEEN 0.0001 AND 1e7),
    difficulty REAL CHECK (difficulty BETWEEN 1 AND 10),
    due INTEGER CHECK (due BETWEEN 0 AND 253402300799999),
    reviewed INTEGER CHECK (reviewed BETWEEN 0 AND 253402300799999),
    buried_until INTEGER CHECK (buried_until BETWEEN 0 AND 253402300799999),
    suspended INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
    favourite INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
    UNIQUE (learner, card),
    CHECK ((state IS NULL) = (stability IS NULL) AND (state IS NULL) = (difficulty IS NULL)
        AND (state IS NULL) = (due IS NULL) AND (state IS NULL) = (reviewed IS NULL))
) STRICT;

CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    learner INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    card_id INTEGER NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    shown_at INTEGER NOT NULL CHECK (shown_at BETWEEN 0 AND 253402300799999),
    answered_at INTEGER NOT NULL CHECK (answered_at BETWEEN shown_at AND 253402300799999),
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    answered TEXT NOT NULL,
    duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
    mode TEXT NOT NULL CHECK (mode IN ('study', 'drill', 'exam')),
    moved INTEGER NOT NULL CHECK (moved IN (0, 1)),
    state_before INTEGER,
    step_before INTEGER,
    stability_before REAL,
    difficulty_before REAL,
    due_before INTEGER,
    reviewed_before INTEGER
) STRICT;

CREATE INDEX answers_by_card ON answers (card_id, answered, grade, score);
CREATE INDEX answers_by_time ON answers (learner, answered_at, grade, duration_ms);
"""

# What FSRS expected of each answer is kept with it, so that a chart of its forecasts needs no second run of FSRS.
_SECOND = """
ALTER TABLE answers ADD COLUMN predicted REAL CHECK (predicted BETWEEN 0 AND 1);
CREATE INDEX answers_by_prediction ON answers (learner, predicted, grade) WHERE predicted IS NOT NULL;
"""


def _begin(database: sqlite3.Connection) -> None:
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _run(database, _FIRST)


def _add_predictions(database: sqlite3.Connection) -> None:
    _run(database, _SECOND)
    rows = database.execute(
        "SELECT id, stability_before, answered_at - reviewed_before FROM answers"
        " WHERE moved AND stability_before IS NOT NULL AND answered_at - reviewed_before >= 86400000"
    ).fetchall()
    # FSRS' own curve with the weights that version 1 used, written out: later releases may have others.
    decay = -0.1542
    factor = 0.9 ** (1 / decay) - 1
    database.executemany(
        "UPDATE answers SET predicted = ? WHERE id = ?",
        [((1 + factor * (elapsed // 86_400_000) / stability) ** decay, id_) for id_, stability, elapsed in rows],
    )


_STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_begin, _add_predictions)
assert len(_STEPS) == VERSION


def migrate(database: sqlite3.Connection, version: int) -> None:
    """Lead a database from a version to the present one, 0 being an empty one. The caller holds the transaction."""
    for step in _STEPS[version:]:
        step(database)
    if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise sqlite3.IntegrityError("rows that belong to nothing")
    database.execute(f"PRAGMA user_version = {VERSION}")


def columns(database: sqlite3.Connection) -> set[tuple[str, str]]:
    """Every table of a database with each of its columns."""
    found: list[tuple[str, str]] = database.execute(
        "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    ).fetchall()
    return set(found)


def expected_columns() -> set[tuple[str, str]]:
    """What `columns` gives for a whole database of the present version."""
    model = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(model, 0)
        return columns(model)
    finally:
        model.close()


def _run(database: sqlite3.Connection, script: str) -> None:
    # `executescript` would commit first, and a step must be all or nothing.
    for statement in script.split(";"):
        if statement.strip():
            database.execute(statement)
