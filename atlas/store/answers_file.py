"""The database of answers as a file: opened, checked, led to the present version, or set aside if it is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from atlas.store.answers_schema import APPLICATION_ID, VERSION, columns, expected_columns, migrate

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
# Four bytes each, the highest first.
_VERSION_AT, _APPLICATION_AT = 60, 68
# Beside the database while it is open, or when its program was killed.
_COMPANIONS = ("-journal", "-wal", "-shm")

# SQLite's result codes, without what it adds above the lowest byte.
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# A message that quotes damaged text cannot itself be read as text.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
_REASONS = {
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened, or its folder cannot be written to",
    sqlite3.SQLITE_PERM: "permission denied",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
}


class AnswersError(Exception):
    """The answers cannot be read or written; the message says why in plain words, with the path."""


class LockedError(AnswersError):
    """Another program is writing to the answers and did not finish in time. It may work a little later."""


class NewerError(AnswersError):
    """The answers were written by a newer atlas; the file was left as it is."""


class _DamagedError(Exception):
    """The file is no whole database of ours."""


class AnswersFile:
    """An open database of answers, for the thread that opened it.

    Raises AnswersError, and only that, for whatever keeps it from being opened, read or written.
    """

    def __init__(self, path: Path, *, wait: float = 2.0) -> None:
        """Open it, and make it if there is none. `wait` is how long to wait for another program, in seconds."""
        self.path = path
        self.notices: list[str] = []  # what the learner should be told of, such as a damaged file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AnswersError(f"The folder {path.parent} for the answers cannot be made: {_why(error)}.") from None
        try:
            self._database = self._opened(wait)
        except _DamagedError as damage:
            self._set_aside(str(damage))
            try:
                self._database = self._opened(wait)
            except _DamagedError as again:
                raise AnswersError(f"The answers cannot be kept in {path}: {again}.") from None

    def close(self) -> None:
        """Close it; nothing is lost without that."""
        self._database.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query gives, as whole rows."""
        try:
            return self._database.execute(query, values).fetchall()
        except _FAULTS as error:
            self._fail("read", error)

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction: when the block ends it is on the disk as a whole, after an error nothing of it is."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                # SQLite rolls back by itself after some errors; a second time is then an error of its own.
                with suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise
        except sqlite3.IntegrityError:
            raise
        except _FAULTS as error:
            self._fail("saved", error)

    def scrub(self) -> None:
        """Empty the log, in which what was deleted still stands, as far as no other program is reading it."""
        try:
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            self._fail("tidied", error)

    def _opened(self, wait: float) -> sqlite3.Connection:
        self._look_at_header()
        try:
            database = sqlite3.connect(self.path, timeout=wait, isolation_level=None)
        except sqlite3.Error as error:
            self._fail("opened", error)
        try:
            self._check(database)
            self._prepare(database)
        except _DamagedError:
            database.close()
            raise
        except _FAULTS as error:
            database.close()
            if _code(error) in (*_DAMAGE, sqlite3.SQLITE_ERROR):
                raise _DamagedError(f"it is damaged ({_why(error)})") from None
            self._fail("opened", error)
        except BaseException:
            database.close()
            raise
        return database

    def _look_at_header(self) -> None:
        """Tell from the first bytes, without SQLite, which would tidy up: no database, or one of a newer atlas."""
        try:
            with self.path.open("rb") as file:
                header = file.read(_HEADER)
        except FileNotFoundError:
            return
        except OSError as error:
            raise AnswersError(f"The answers in {self.path} cannot be opened: {_why(error)}.") from None
        if not header:
            # The atlas was ended before it wrote the first page.
            return
        if not header.startswith(_MAGIC) or len(header) < _HEADER:
            raise _DamagedError("it is no database")
        version, application = (int.from_bytes(header[at : at + 4], "big") for at in (_VERSION_AT, _APPLICATION_AT))
        self._refuse_newer(version, application)

    def _refuse_newer(self, version: int, application: int) -> None:
        if version > VERSION and application == APPLICATION_ID:
            raise NewerError(
                f"The answers in {self.path} were written by a newer atlas (version {version}; this one reads up to"
                f" {VERSION}). They were left as they are."
            )

    def _check(self, database: sqlite3.Connection) -> None:
        # In one statement, for another program may be making the tables right now.
        version, application, tables = database.execute(
            "SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id),"
            " (SELECT count(*) FROM sqlite_schema)"
        ).fetchone()
        if (application, version) == (0, 0) and tables == 0:
            return
        if application != APPLICATION_ID or version < 1:
            raise _DamagedError("it holds something else than answers")
        self._refuse_newer(version, application)
        # The small tables are weighed to the last row and letter. For all answers that would take five times as long;
        # who reads an answer that was torn is told then.
        _sound(database, "quick_check(1)", rules=False)
        for table in {name for (name,) in database.execute("SELECT name FROM sqlite_schema")} & {"cards", "learners"}:
            _sound(database, f"integrity_check({table})", rules=True)
            try:
                database.execute(f"SELECT * FROM {table} NOT INDEXED").fetchall()
            except sqlite3.OperationalError as error:
                if _code(error) == 0:
                    raise _DamagedError("it is damaged (text that is none)") from None
                raise

    def _prepare(self, database: sqlite3.Connection) -> None:
        # A reader never waits for a writer, nor a writer for readers.
        database.execute("PRAGMA journal_mode = WAL").fetchone()
        # With WAL the usual NORMAL survives a kill, but a power cut takes the last answers with it. FULL waits until
        # each answer is on the disk: some milliseconds, once per answer.
        database.execute("PRAGMA synchronous = FULL")
        # Where the system's usual call does not empty the disk's own cache, this asks for the one that does.
        database.execute("PRAGMA fullfsync = ON")
        database.execute("PRAGMA foreign_keys = ON")
        # What is deleted is written over with zeros.
        database.execute("PRAGMA secure_delete = ON").fetchone()
        if _version(database) < VERSION:
            self._migrate(database)
        missing = expected_columns() - columns(database)
        if missing:
            table, column = min(missing)
            raise _DamagedError(f"it is damaged ({table}.{column} is missing)")

    def _migrate(self, database: sqlite3.Connection) -> None:
        database.execute("BEGIN IMMEDIATE")
        try:
            # Another program may have done it while this one waited.
            version = _version(database)
            if 0 < version < VERSION:
                self._back_up(version)
            if version < VERSION:
                migrate(database, version)
            database.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                database.execute("ROLLBACK")
            raise

    def _back_up(self, version: int) -> None:
        """Copy the database as it was, for nobody can go back from a migration."""
        copy = _free(self.path.with_name(f"{self.path.name}.version-{version}"))
        unfinished = copy.with_name(f"{copy.name}.tmp")
        try:
            unfinished.unlink(missing_ok=True)
            with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
            unfinished.replace(copy)
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise AnswersError(
                f"The answers in {self.path} are of an older atlas and were not changed, because no copy of them"
                f" could be made: {_why(error)}."
            ) from None

    def _set_aside(self, why: str) -> None:
        now = datetime.now(UTC)
        aside = _free(self.path.with_name(f"{self.path.name}.broken-{now:%Y%m%d-%H%M%S}"))
        try:
            # The log first: an empty database beside an old log would lose it.
            for companion in _COMPANIONS:
                with suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + companion).replace(aside.with_name(aside.name + companion))
            self.path.replace(aside)
        except OSError as error:
            raise AnswersError(
                f"The answers in {self.path} cannot be used: {why}. The file could not be set aside: {_why(error)}."
            ) from None
        self.notices.append(
            f"The answers in {self.path} could not be used: {why}. The file was kept as {aside.name}, and a new one"
            " was begun."
        )

    def _fail(self, verb: str, error: sqlite3.Error | UnicodeDecodeError) -> NoReturn:
        if _code(error) in _BUSY:
            raise LockedError(
                f"The answers in {self.path} could not be {verb}: another program is writing to them. Try again."
            ) from None
        raise AnswersError(f"The answers in {self.path} could not be {verb}: {_why(error)}.") from None


def _sound(database: sqlite3.Connection, check: str, *, rules: bool) -> None:
    database.execute(f"PRAGMA ignore_check_constraints = {'OFF' if rules else 'ON'}")
    verdict = database.execute(f"PRAGMA {check}").fetchone()
    database.execute("PRAGMA ignore_check_constraints = OFF")
    if verdict != ("ok",):
        raise _DamagedError(f"it is damaged ({' '.join(str(verdict[0]).split()) if verdict else 'no verdict'})")


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _code(error: sqlite3.Error | UnicodeDecodeError) -> int:
    if isinstance(error, UnicodeDecodeError):
        return sqlite3.SQLITE_CORRUPT
    # Errors that the Python module raises by itself have none.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _why(error: OSError | sqlite3.Error | UnicodeDecodeError) -> str:
    if isinstance(error, OSError):
        return (error.strerror or type(error).__name__).lower()
    if isinstance(error, UnicodeDecodeError):
        return "text that is none"
    return _REASONS.get(_code(error), str(error))


def _free(path: Path) -> Path:
    """The path, or with a number the first that nothing has."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
