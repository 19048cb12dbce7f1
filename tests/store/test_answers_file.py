"""The file of answers: led on from older versions, refused when newer, set aside when damaged, never written over."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.store import answers_schema
from atlas.store.answers import Answers, AnswersError
from atlas.store.answers_file import NewerError
from atlas.store.answers_rows import CardState, Move
from atlas.store.answers_schema import APPLICATION_ID, VERSION
from tests.store.answering import NOW, answer, fill

ROOT = Path(__file__).parent.parent.parent


def set_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.broken-*"))


def test_a_database_is_safe_by_its_settings(path: Path) -> None:
    with Answers(path) as answers:
        for name, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)):
            assert answers.rows(f"PRAGMA {name}") == [(value,)]
        assert answers.rows("PRAGMA user_version") == [(VERSION,)]
        assert answers.rows("PRAGMA ignore_check_constraints") == [(0,)]


# What version 1 looked like, in its own words.
OLD = """
INSERT INTO learners VALUES (1, 'Jo', 'jo', 1000, 7, 0.85);
INSERT INTO cards VALUES (1, 1, 'pattern:soleus:TrP1', 2, NULL, 12.5, 5.0, 1000000000, 864000000, NULL, 0, 1);
INSERT INTO answers VALUES (1, 1, 1, 0, 0, 3, 1.0, 'soleus', 900, 'study', 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO answers VALUES (2, 1, 1, 3600000, 3600000, 3, 1.0, 'soleus', 900, 'study', 1, 1, 1, 2.3, 5.0, 60000, 0);
INSERT INTO answers
VALUES (3, 1, 1, 864000000, 867600000, 1, 0.0, 'gastrocnemius', 900, 'study', 1, 2, NULL, 2.3, 5.0, 70000, 3600000);
INSERT INTO answers
VALUES (4, 1, 1, 868000000, 868000000, 3, 1.0, 'soleus', 900, 'drill', 0, 2, NULL, 2.3, 5.0, 70000, 3600000);
"""


def make_old(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        answers_schema._begin(database)
        database.execute("PRAGMA user_version = 1")
        database.executescript(OLD)


def test_a_database_of_version_1_is_led_to_the_present_and_a_copy_kept(path: Path) -> None:
    from fsrs import Card, Scheduler, State

    make_old(path)
    with Answers(path) as answers:
        assert answers.rows("PRAGMA user_version") == [(VERSION,)]
        kept = list(answers.all(1))
        assert [each.answer.answered for each in kept] == ["soleus", "soleus", "gastrocnemius", "soleus"]
        reviewed = datetime(1970, 1, 1, 1, tzinfo=UTC)
        card = Card(0, State.Review, None, 2.3, 5.0, NOW, reviewed)
        expected = Scheduler().get_card_retrievability(card, kept[2].answer.answered_at)
        # New, seen within the day, seen ten days ago, and a drill that moved nothing.
        assert [each.predicted for each in kept] == [None, None, pytest.approx(expected, abs=1e-12), None]
        jo = answers.learners.get(1)
        assert (jo.name, jo.new_per_day, jo.retention) == ("Jo", 7, 0.85)
        assert answers.card(1, "pattern:soleus:TrP1").favourite
        assert answers.record(answer(1)) == 5
    copy = path.with_name("answers.sqlite.version-1")
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
        assert old.execute("SELECT count(*) FROM answers").fetchone() == (4,)
        assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_migration_that_fails_leaves_the_old_database_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(path)

    def full(database: sqlite3.Connection) -> None:
        answers_schema._run(database, answers_schema._SECOND)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(answers_schema, "_STEPS", (answers_schema._begin, full))
        with pytest.raises(OSError, match="No space"):
            Answers(path)
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
        assert ("answers", "predicted") not in answers_schema.columns(old)
    # The next start brings it on, and does not write over the first copy.
    Answers(path).close()
    assert [file.name for file in sorted(path.parent.iterdir())] == [
        "answers.sqlite",
        "answers.sqlite.version-1",
        "answers.sqlite.version-1-2",
    ]


def test_without_a_copy_nothing_is_migrated(path: Path) -> None:
    make_old(path)
    # A folder stands where the copy would be begun.
    path.with_name("answers.sqlite.version-1.tmp").mkdir()
    with pytest.raises(AnswersError, match="were not changed, because no copy"):
        Answers(path)
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.parametrize("while_open", [False, True])
def test_a_database_of_a_newer_atlas_is_refused_and_left_alone(path: Path, while_open: bool) -> None:
    fill(path)
    newer = sqlite3.connect(path, isolation_level=None)
    newer.execute("ALTER TABLE cards ADD COLUMN colour TEXT")
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    if not while_open:
        newer.close()
    before = path.read_bytes()
    with pytest.raises(NewerError, match=rf"newer atlas \(version {VERSION + 1}; this one reads up to {VERSION}\)"):
        Answers(path)
    assert path.read_bytes() == before
    assert set_aside(path) == []
    newer.close()


def not_sqlite(path: Path) -> None:
    path.write_text("my shopping list: " + "bread, " * 50)


def short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def torn_header(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[16:40] = b"\xff" * 24
    path.write_bytes(bytes(data))


def torn_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 5] = os.urandom(4096 * 2)
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 4])


def no_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE answers")


def no_column(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("ALTER TABLE cards DROP COLUMN favourite")


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.executescript("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup');")


def of_another_program_with_a_version(path: Path) -> None:
    of_another_program(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")


DAMAGES = (
    not_sqlite, short, torn_header, torn_page, cut, no_table, no_column, of_another_program,
    of_another_program_with_a_version,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_set_aside_under_a_told_name_and_a_new_one_begun(path: Path, damage: object) -> None:
    fill(path)
    assert callable(damage)
    damage(path)
    before = path.read_bytes()
    with Answers(path) as answers:
        (aside,) = set_aside(path)
        assert aside.read_bytes() == before
        (notice,) = answers.notices
        assert str(path) in notice
        assert aside.name in notice
        assert answers.learners.all() == []
        jo = answers.learners.add("Jo")
        answers.record(answer(jo.id))
    with Answers(path) as answers:
        assert answers.notices == ()
        assert answers.count(jo.id) == 1


def test_one_damaged_database_after_another_is_kept(path: Path) -> None:
    for number in range(3):
        path.write_text(f"number {number}")
        Answers(path).close()
    assert {file.read_text() for file in set_aside(path)} == {"number 0", "number 1", "number 2"}


def test_the_log_of_a_damaged_database_goes_with_it(path: Path) -> None:
    fill(path)
    path.write_bytes(b"no database at all, and long enough for a header" * 4)
    path.with_name("answers.sqlite-wal").write_bytes(b"log")
    Answers(path).close()
    (log,) = [file for file in set_aside(path) if file.name.endswith("-wal")]
    assert log.read_bytes() == b"log"


def test_an_empty_file_is_a_database_that_was_not_yet_begun(path: Path) -> None:
    path.touch()
    with Answers(path) as answers:
        assert answers.notices == ()
        answers.learners.add("Jo")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "answers.sqlite"
    fill(path, 40)
    return path


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("torn")


def use(answers: Answers) -> None:
    """Read all and answer once more; a torn answer may be told of, and nothing else may happen."""
    with suppress(AnswersError):
        assert len(list(answers.all(1))) <= 40
    with suppress(AnswersError):
        answers.record(answer(1, 50), lambda _: Move(CardState(2, None, 3.0, 5.0, NOW, NOW)))
        answers.undo(1)


# Where (the header more often than chance would have it) and what is written over; and how much of the file is left.
TEARS = st.lists(
    st.tuples(st.integers(0, 200) | st.integers(0, 1_000_000), st.binary(min_size=1, max_size=40)),
    min_size=1,
    max_size=3,
)


@settings(deadline=None, max_examples=60)
@given(TEARS, st.integers(1, 1_000_000) | st.none())
def test_whatever_happens_to_the_file_it_opens_or_is_set_aside_or_refused(
    whole: Path, workplace: Path, tears: list[tuple[int, bytes]], left: int | None
) -> None:
    size = whole.stat().st_size
    torn = bytearray(whole.read_bytes())
    for place, piece in tears:
        at = place % size
        torn[at : at + len(piece)] = piece
    before = bytes(torn if left is None else torn[: left % size + 1])
    folder = Path(tempfile.mkdtemp(dir=workplace))
    path = folder / "answers.sqlite"
    path.write_bytes(before)
    try:
        answers = Answers(path)
    except AnswersError as error:
        refusal = str(error)
    else:
        refusal = ""
        with answers:
            if answers.notices:
                (aside,) = set_aside(path)
                assert aside.read_bytes() == before
                assert answers.learners.all() == []
            else:
                assert len(answers.cards(1)) <= 40
                use(answers)
    if refusal:
        assert str(path) in refusal
        assert path.read_bytes() == before
    shutil.rmtree(folder)


def test_the_file_says_whose_it_is(path: Path) -> None:
    fill(path)
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big") == b"TPAs"
