"""All answers of a learner as a table for a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

from atlas.store.answers import Answers
from atlas.store.answers_rows import KeptAnswer
from atlas.study.whole_file import whole_file

HEADER = (
    "number", "learner", "card", "shown_at_utc", "answered_at_utc", "mode", "grade", "score", "answered",
    "duration_ms", "counts_for_schedule", "predicted_recall",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_csv(answers: Answers, learner: int, path: Path) -> int:
    """Write a learner's answers, the oldest first, as a whole file or not at all; how many they are.

    UTF-8 by RFC 4180. Times are UTC, scores and predictions 0 to 1. Text that a spreadsheet would run as a formula
    begins with an apostrophe. Raises OSError, AnswersError, and LearnerError for an unknown learner.
    """
    name = answers.learners.get(learner).name
    count = 0
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        # The mark at the start tells a spreadsheet that it is UTF-8: without it names with accents are garbled.
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for kept in answers.all(learner):
            writer.writerow(_row(name, kept))
            count += 1
    return count


def safe(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _row(name: str, kept: KeptAnswer) -> tuple[object, ...]:
    answer = kept.answer
    return (
        kept.id, safe(name), safe(answer.card), answer.shown_at.isoformat(timespec="milliseconds"),
        answer.answered_at.isoformat(timespec="milliseconds"), answer.mode.value, answer.grade, round(answer.score, 4),
        safe(answer.answered), answer.duration_ms, int(kept.moved),
        "" if kept.predicted is None else round(kept.predicted, 4),
    )  # fmt: skip
