"""Work of the study window that would keep it waiting: making the cards, and setting result sheets."""

from __future__ import annotations

from collections import deque
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from atlas.edition import Edition
from atlas.study.exam_sheet import ExamResult, write_exam_sheet
from atlas.study.facts import facts_of
from atlas.study.questions import all_cards
from atlas.surface.errors import PlaceError
from atlas.ui.studio import Task, Worker

_DISCLAIMER = "Patterns vary from person to person. For teaching, not for diagnosis."


class Clerk(Worker):
    """Does one task after the other in a thread."""

    ready = Signal(object, object)
    """The facts, and all cards that they give."""
    failed = Signal(str)
    """Why there are no cards."""
    sheet_done = Signal(str)
    """What came of a result sheet, in a sentence."""

    def __init__(self, edition: Edition, parent: QObject) -> None:
        super().__init__("study", parent)
        self._edition = edition
        self._tasks: deque[Task] = deque([self._prepare])
        self._thread.start()

    def write(self, result: ExamResult, path: Path) -> None:
        """Write a result sheet."""
        with self._wake:
            self._tasks.append(partial(self._write, result, path))
            self._wake.notify()

    def _take(self) -> Task | None:
        return self._tasks.popleft() if self._tasks else None

    def _prepare(self) -> None:
        try:
            facts = facts_of(self._edition)
        except PlaceError as error:
            self.failed.emit(str(error))
            return
        facts.warm()
        self.ready.emit(facts, all_cards(facts))

    def _write(self, result: ExamResult, path: Path) -> None:
        try:
            pages = write_exam_sheet(result, path, disclaimer=_DISCLAIMER)
        except OSError as error:
            self.sheet_done.emit(f"The sheet could not be saved to {path}: {error.strerror or error}.")
        else:
            self.sheet_done.emit(f"Saved to {path}: {pages} {'page' if pages == 1 else 'pages'}.")
