"""Several people learn on one machine; each has a name of their own and settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from atlas.store.answers import Answers, LearnerError
from atlas.store.answers_rows import Answer, Learner
from atlas.store.learners import tidy_name

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "answers.sqlite") as opened:
        yield opened


def answer(answers: Answers, learner: Learner, text: str = "soleus") -> None:
    answers.record(Answer(learner.id, "pattern:soleus", NOW, NOW, 3, 1.0, text, 10))


@pytest.mark.parametrize("name", ["Jo", "Ágnes Őri", "李雷", "نور", "🦴", "x" * 60])
def test_any_name_that_can_be_read_is_a_name(answers: Answers, name: str) -> None:
    added = answers.learners.add(f"  {name}\n")
    assert added.name == name
    assert answers.learners.all() == [added]
    assert (added.new_per_day, added.retention) == (10, 0.9)


@pytest.mark.parametrize("name", ["", "  ", "...", "\u200d", "x" * 61, "Jo\x00", "\ud800x", "a\u0007b"])
def test_a_name_that_cannot_be_read_is_none(answers: Answers, name: str) -> None:
    with pytest.raises(LearnerError, match="name"):
        answers.learners.add(name)
    assert answers.learners.all() == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jörg", "JÖRG"),
        ("Jörg", "Jo\u0308rg"),
        ("Strauß", "STRAUSS"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("Jo", "Ｊｏ"),
        ("a b", "A  B"),
    ],
)
def test_names_that_nobody_could_tell_apart_are_one(answers: Answers, one: str, other: str) -> None:
    answers.learners.add(one)
    kim = answers.learners.add("Kim")
    with pytest.raises(LearnerError, match="already"):
        answers.learners.add(other)
    with pytest.raises(LearnerError, match="already"):
        answers.learners.rename(kim.id, other)
    assert [each.name for each in answers.learners.all()] == [tidy_name(one), "Kim"]


def test_a_name_can_be_written_otherwise(answers: Answers) -> None:
    jo = answers.learners.add("jo")
    assert answers.learners.rename(jo.id, "Jo").name == "Jo"
    assert answers.learners.get(jo.id).name == "Jo"


def test_settings_are_each_learners_own(answers: Answers) -> None:
    jo, kim = answers.learners.add("Jo"), answers.learners.add("Kim")
    changed = answers.learners.change(jo.id, new_per_day=0, retention=0.95)
    assert (changed.new_per_day, changed.retention) == (0, 0.95)
    assert answers.learners.change(jo.id, new_per_day=25).retention == 0.95
    assert answers.learners.get(kim.id) == kim


@pytest.mark.parametrize(
    "change", [{"new_per_day": -1}, {"retention": 0.69}, {"retention": 1.0}, {"new_per_day": 10_000}]
)
def test_a_setting_out_of_its_range_is_told(answers: Answers, change: dict[str, Any]) -> None:
    jo = answers.learners.add("Jo")
    with pytest.raises(LearnerError, match="can be"):
        answers.learners.change(jo.id, **change)
    assert answers.learners.get(jo.id) == jo


def test_removing_a_learner_removes_everything_of_theirs_and_of_nobody_else(answers: Answers) -> None:
    jo, kim = answers.learners.add("Jo"), answers.learners.add("Kim")
    answer(answers, jo, "secret-of-jo")
    answer(answers, kim)
    answers.favour(jo.id, ["paint:soleus"])
    answers.learners.remove(jo.id)
    assert answers.learners.all() == [kim]
    assert answers.count(kim.id) == 1
    assert answers.rows("SELECT DISTINCT learner FROM cards") == [(kim.id,)]
    # Not even in what the file no longer uses.
    files = answers.path.parent.glob(f"{answers.path.name}*")
    assert not any(b"secret-of-jo" in file.read_bytes() for file in files)


def test_there_is_no_learner_that_there_is_not(answers: Answers) -> None:
    for what in (
        lambda: answers.learners.get(7),
        lambda: answers.learners.rename(7, "Kim"),
        lambda: answers.learners.change(7, new_per_day=3),
        lambda: answers.learners.remove(7),
    ):
        with pytest.raises(LearnerError, match="no such"):
            what()


def test_a_removed_learners_number_is_not_given_again(answers: Answers) -> None:
    jo = answers.learners.add("Jo")
    answers.learners.remove(jo.id)
    assert answers.learners.add("Kim").id != jo.id
