"""Trouble around the file of answers: other programs, full disks, folders that cannot be used."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from atlas.store.answers import Answers, AnswersError
from atlas.store.answers_file import LockedError
from tests.store.answering import answer, fill

ROOT = Path(__file__).parent.parent.parent


def test_a_database_that_another_program_is_writing_to_is_told_and_works_later(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, Answers(path, wait=0.05) as answers:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockedError, match=r"another program is writing to them\. Try again"):
            answers.record(answer(1, 9))
        # What is there can be read meanwhile.
        assert answers.count(1) == 5
        other.execute("COMMIT")
        answers.record(answer(1, 9))
        assert answers.count(1) == 6


def test_a_locked_database_is_not_taken_for_a_damaged_one(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LockedError, match="could not be opened: another program"):
            Answers(path, wait=0.05)
        other.execute("COMMIT")
    with Answers(path) as answers:
        assert answers.count(1) == 5


def trouble(answers: Answers, number: int) -> str | None:
    """What is told when another answer is recorded; None if it was kept."""
    try:
        answers.record(answer(1, number))
    except AnswersError as error:
        return str(error)
    return None


def test_a_full_disk_is_told_and_nothing_is_lost(path: Path) -> None:
    fill(path)
    with Answers(path) as answers:
        # As many pages as there are: SQLite then says what it says of a full disk.
        pages = answers.rows("PRAGMA page_count")[0][0]
        answers.rows(f"PRAGMA max_page_count = {pages}")
        kept = 5
        while (problem := trouble(answers, kept)) is None:
            kept += 1
        assert problem.endswith("could not be saved: the disk is full.")
        assert answers.count(1) == kept
        answers.rows("PRAGMA max_page_count = 100000")
        answers.record(answer(1, 5001))
    with Answers(path) as answers:
        assert answers.count(1) == kept + 1


_READ_ONLY = """
import os, sys
from pathlib import Path
from atlas.store.answers import Answers, AnswersError
# Root may write everywhere, so it becomes nobody.
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with Answers(Path(sys.argv[1])) as answers:
        answers.learners.add("Kim")
except AnswersError as error:
    print(error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users reach too."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-read-only-"))
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="rights are of another kind here")
@pytest.mark.parametrize("there", [True, False])
def test_a_read_only_folder_is_told(open_folder: Path, there: bool) -> None:
    path = open_folder / "answers.sqlite"
    if there:
        fill(path)
        path.chmod(0o444)
    open_folder.chmod(0o555)
    before = {file: file.read_bytes() for file in open_folder.iterdir()}
    done = subprocess.run(
        [sys.executable, "-B", "-c", _READ_ONLY, str(path)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stderr == ""
    assert str(path) in done.stdout
    assert "read-only" in done.stdout or "cannot be written to" in done.stdout
    assert {file: file.read_bytes() for file in open_folder.iterdir()} == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(AnswersError, match="cannot be made"):
        Answers(tmp_path / "file" / "data" / "answers.sqlite")


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(AnswersError, match=r"is a directory|denied"):
        Answers(path)
