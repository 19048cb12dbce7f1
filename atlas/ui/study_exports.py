"""What a learner takes along: all answers as a table, and a deck's cards for Anki, made in a thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QProgressDialog, QWidget

from atlas.edition import Edition
from atlas.handout.words import DISCLAIMER
from atlas.store.answers import Answers, AnswersError
from atlas.store.answers_rows import KeptAnswer, Learner
from atlas.study.anki import AnkiCard, write_package
from atlas.study.cards import Card, CardError
from atlas.study.csv_out import write_csv
from atlas.study.facts import Facts
from atlas.ui.making_dialog import MakingDialog
from atlas.ui.studio import Task, Worker
from atlas.ui.study_card_printer import CardPrinter

# A window that comes and goes within this time would only flicker.
_PATIENCE_MS = 400
# So often while answers are written it is told how many are done.
_EVERY = 500


class _StoppedError(Exception):
    """The learner gave up."""


# ---- answers as a table ----------------------------------------------------------------------------------------------


class _CountedAnswers(Answers):
    """The answers, which tell how many of them have been read."""

    told: Callable[[int], None]

    def all(self, learner: int) -> Iterator[KeptAnswer]:
        """A learner's answers, the oldest first."""
        for count, kept in enumerate(super().all(learner)):
            if count % _EVERY == 0:
                self.told(count)
            yield kept


class TableWriter(Worker):
    """Writes a learner's answers as a table in a thread."""

    progressed = Signal(int)
    """How many answers are written."""
    finished = Signal(str)
    """What came of it, in a sentence."""

    def __init__(self, source: Path, learner: int, path: Path, parent: QWidget) -> None:
        super().__init__("table", parent)
        self._wish: Task | None = partial(self._write, source, learner, path)
        self._given_up = False
        self._thread.start()

    def give_up(self) -> None:
        """Stop at the next answers."""
        self._given_up = True

    def _take(self) -> Task | None:
        wish, self._wish = self._wish, None
        return wish

    def _write(self, source: Path, learner: int, path: Path) -> None:
        try:
            # The window's own connection is for its own thread.
            answers = _CountedAnswers(source)
            answers.told = self._told
            with answers:
                count = write_csv(answers, learner, path)
        except _StoppedError:
            self.finished.emit("Given up; no file was written.")
        except AnswersError as error:
            self.finished.emit(str(error))
        except OSError as error:
            self.finished.emit(_not_saved("The answers", path, error))
        else:
            self.finished.emit(f"{count:,} {'answer' if count == 1 else 'answers'} saved to {path}.")

    def _told(self, count: int) -> None:
        if self._given_up:
            raise _StoppedError
        self.progressed.emit(count)


def export_csv(parent: QWidget, answers: Answers, learner: Learner) -> str:
    """Ask for a file and write a learner's answers into it; what came of it in a sentence, empty without a file.

    It returns when the file is there. Meanwhile the window lives, and a bar with Cancel comes if it takes long.
    """
    name = f"{_file_name(learner.name)}-answers.csv"
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save all answers", name, "Tables (*.csv)")
    if not chosen:
        return ""
    try:
        count = answers.count(learner.id)
    except AnswersError as error:
        return str(error)
    said: list[str] = []
    crashes: list[str] = []
    waiting = QEventLoop()
    bar = QProgressDialog("The answers are being saved.", "Cancel", 0, max(count, 1), parent)
    bar.setWindowTitle("Answers as a table")
    bar.setWindowModality(Qt.WindowModality.WindowModal)
    bar.setMinimumDuration(_PATIENCE_MS)
    # It is closed when the file is there, not when the last answer has been read.
    bar.setAutoReset(False)
    writer = TableWriter(answers.path, learner.id, _with_suffix(Path(chosen), ".csv"), parent)
    writer.progressed.connect(bar.setValue)
    writer.finished.connect(said.append)
    writer.crashed.connect(crashes.append)
    for ended in (writer.finished, writer.crashed):
        ended.connect(waiting.quit)
    bar.canceled.connect(writer.give_up)
    waiting.exec()
    writer.close()
    bar.reset()
    for each in (bar, writer):
        each.deleteLater()
    if crashes:
        raise RuntimeError(crashes[0])
    return said[0]


# ---- cards for Anki --------------------------------------------------------------------------------------------------


class Packer(Worker):
    """Writes packages for Anki in a thread."""

    progressed = Signal(int)
    """How many cards are done."""
    finished = Signal(str)
    """What came of it, in a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("cards", parent)
        self._wish: Task | None = None
        self._given_up = False
        self._thread.start()

    def pack(self, printer: CardPrinter, deck: str, cards: Sequence[Card], path: Path) -> None:
        """Begin."""
        with self._wake:
            self._given_up = False
            self._wish = partial(self._pack, printer, deck, cards, path)
            self._wake.notify()

    def give_up(self) -> None:
        """Stop at the next card or picture."""
        self._given_up = True

    def _take(self) -> Task | None:
        wish, self._wish = self._wish, None
        return wish

    def _pack(self, printer: CardPrinter, deck: str, cards: Sequence[Card], path: Path) -> None:
        def notes() -> Iterator[AnkiCard]:
            for card in cards:
                # What the dataset does not have any more cannot be asked anywhere.
                with suppress(CardError):
                    yield printer.note(card)

        def picture(name: str) -> bytes:
            self._check()
            return printer.picture(name)

        def told(count: int) -> None:
            self._check()
            self.progressed.emit(count)

        try:
            self._check()
            count = write_package(
                path, deck, notes(), picture, disclaimer=DISCLAIMER, at=datetime.now(UTC), progress=told
            )
        except _StoppedError:
            self.finished.emit("Given up; no file was written.")
        except OSError as error:
            self.finished.emit(_not_saved("The cards", path, error))
        else:
            size = path.stat().st_size / 1e6
            words = f"{count:,} {'card' if count == 1 else 'cards'} saved to {path} ({size:.1f} MB)."
            self.finished.emit(f"{words} In Anki choose Import under File.")

    def _check(self) -> None:
        if self._given_up:
            raise _StoppedError


class AnkiDialog(MakingDialog):
    """What the deck is called and whether it has pictures; then the file. It ends its thread when it is closed."""

    making_words = "The cards are being made."
    stopping_words = "It stops after this picture."
    failed_words = "The cards could not be made."

    def __init__(self, edition: Edition, facts: Facts, title: str, cards: Sequence[Card], parent: QWidget) -> None:
        super().__init__("Cards for Anki", parent)
        self._edition, self._facts, self._cards = edition, facts, tuple(cards)
        self._packer: Packer | None = None
        self.name = QLineEdit(f"Trigger points, {title[:1].lower()}{title[1:]}".replace("::", ":"), self)
        self.pictures = QCheckBox("Pictures of the patterns", self)
        self.name.setAccessibleName("Name of the deck")
        self.pictures.setChecked(True)
        self.bar.setAccessibleName("How many cards are done")
        self.form.addRow("Deck", self.name)
        self.form.addRow("With", self.pictures)
        self.name.textChanged.connect(self._check_name)
        self._check_name()

    def _check_name(self) -> None:
        name, count = self.name.text(), len(self._cards)
        words = f"{count:,} {'card' if count == 1 else 'cards'}, each with its question and the right answer."
        if not name.strip():
            words = "The deck needs a name."
        elif "::" in name:
            words = "The name cannot hold two colons: Anki would take it for a deck within a deck."
        elif not count:
            words = "This deck holds no cards."
        self.state.setText(words)
        self.begin.setEnabled(bool(count and name.strip()) and "::" not in name)

    def ask(self) -> None:
        """Ask for the file and begin."""
        name = f"{_file_name(self.name.text())}.apkg"
        path, _ = QFileDialog.getSaveFileName(self, "Save cards for Anki", name, "Anki packages (*.apkg)")
        if path:
            self.pack(Path(path))

    def pack(self, path: Path) -> None:
        """Begin to make a package."""
        for widget in (self.name, self.pictures):
            widget.setEnabled(False)
        self.started(len(self._cards))
        if self._packer is None:
            self._packer = Packer(self)
            self._packer.progressed.connect(self.bar.setValue)
            self._packer.finished.connect(self.rest)
            self._packer.crashed.connect(self.fail)
        printer = CardPrinter(self._edition, self._facts, pictures=self.pictures.isChecked())
        self._packer.pack(printer, self.name.text().strip(), self._cards, _with_suffix(path, ".apkg"))

    def rest(self, words: str) -> None:
        """Show that the package is there, or why not."""
        super().rest(words)
        for widget in (self.name, self.pictures):
            widget.setEnabled(True)

    def give_up(self) -> None:
        """Stop at the next picture."""
        if self._packer is not None:
            self._packer.give_up()

    def done(self, result: int) -> None:
        """End the thread with the dialog."""
        if self._packer is not None:
            self._packer.give_up()
            self._packer.close()
            self._packer = None
        super().done(result)


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")


def _file_name(words: str) -> str:
    """Words as a file name that every system takes."""
    return re.sub(r"[^\w]+", "-", words).strip("-").lower()[:60] or "learner"


def _not_saved(what: str, path: Path, error: OSError) -> str:
    return f"{what} could not be saved to {path}: {error.strerror or error}."
