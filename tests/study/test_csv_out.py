"""All answers as a table that a spreadsheet opens and does not run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.store.answers import Answers, LearnerError
from atlas.store.answers_rows import Answer, CardState, Mode, Move
from atlas.study.csv_out import HEADER, safe, write_csv

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "answers.sqlite") as opened:
        yield opened


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_every_answer_is_a_row(answers: Answers, tmp_path: Path) -> None:
    jo, kim = answers.learners.add('=Jörg, "Jo"'), answers.learners.add("Kim")
    texts = ["soleus", 'he said "no",\r\nthen yes', "=HYPERLINK(1)", "李"]
    for number, text in enumerate(texts):
        at = NOW + timedelta(minutes=number)
        answers.record(
            Answer(jo.id, "pattern:soleus", at, at + timedelta(milliseconds=1500), 3, 2 / 3, text, 1500, Mode.STUDY),
            lambda _: Move(CardState(2, None, 3.0, 5.0, NOW, NOW), 0.912345),
        )
    answers.record(Answer(kim.id, "pattern:soleus", NOW, NOW, 1, 0.0, "kim's", 10, Mode.DRILL))
    assert write_csv(answers, jo.id, tmp_path / "jo.csv") == 4
    header, *rows = read(tmp_path / "jo.csv")
    assert tuple(header) == HEADER
    assert [row[8] for row in rows] == [texts[0], texts[1], "'=HYPERLINK(1)", texts[3]]
    assert rows[0] == [
        "1", "'=Jörg, \"Jo\"", "pattern:soleus", "2026-03-01T12:00:00.000+00:00", "2026-03-01T12:00:01.500+00:00",
        "study", "3", "0.6667", "soleus", "1500", "1", "0.9123",
    ]  # fmt: skip
    write_csv(answers, kim.id, tmp_path / "kim.csv")
    assert read(tmp_path / "kim.csv")[1][-2:] == ["0", ""]
    raw = (tmp_path / "jo.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfnumber,learner,")
    assert raw.endswith(b"\r\n")


def test_a_learner_without_answers_gets_the_header(answers: Answers, tmp_path: Path) -> None:
    jo = answers.learners.add("Jo")
    assert write_csv(answers, jo.id, tmp_path / "jo.csv") == 0
    assert read(tmp_path / "jo.csv") == [list(HEADER)]


def test_what_cannot_be_written_leaves_nothing(answers: Answers, tmp_path: Path) -> None:
    jo = answers.learners.add("Jo")
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"[Nn]ot a directory"):
        write_csv(answers, jo.id, tmp_path / "file" / "jo.csv")
    with pytest.raises(LearnerError):
        write_csv(answers, 99, tmp_path / "nobody.csv")
    assert not list(tmp_path.glob("*.csv"))
    assert not list(tmp_path.glob(".*"))


@given(st.text(max_size=6) | st.tuples(st.sampled_from("=+-@\t\r\n＝"), st.text(max_size=4)).map("".join))
def test_no_text_is_a_formula(text: str) -> None:
    made = safe(text)
    assert made.removeprefix("'") == text or made == text
    assert not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
