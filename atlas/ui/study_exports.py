"""What a learner takes along: all answers as a table, and a deck's cards for Anki, made in a thread."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from atlas.anatomy import Side, SideChoice
from atlas.edition import Edition
from atlas.finder.index import Candidate
from atlas.finder.reasons import Part
from atlas.handout.words import DISCLAIMER
from atlas.render.camera import Camera
from atlas.render.plate import Extras, plate_of
from atlas.render.scene import Shown
from atlas.render.shade import Still
from atlas.store.answers import Answers, AnswersError
from atlas.store.answers_rows import Learner
from atlas.study.anki import AnkiCard, write_package
from atlas.study.cards import Card, CardError, CardKind
from atlas.study.csv_out import write_csv
from atlas.study.decks import area_of
from atlas.study.facts import Facts
from atlas.study.feedback import feedback
from atlas.study.marking import Chosen, Mark
from atlas.study.questions import Form, Question, ask
from atlas.study.rating import Rating
from atlas.surface.field import REACH_CM
from atlas.ui.studio import Task, Worker

_WIDTH, _HEIGHT = 480, 440
# A picture of the body has few hues: so many colours are enough, and take half the room.
_COLOURS = 128
# A mark's own pixel on a picture of this width is a pixel.
_PLAIN_WIDTH = 600
# Without choices to look at, and without a body to paint on.
_FORMS = {CardKind.PATTERN: Form.TYPE_NAME, CardKind.PAINT: Form.CHOOSE_SEVERAL}
# The picture of a region shows no pattern, so there is nothing to explain.
_REGION = "region"
_UNCERTAIN = "Few reports stand behind this, or they differ."


# ---- answers as a table ----------------------------------------------------------------------------------------------


def export_csv(parent: QWidget, answers: Answers, learner: Learner) -> str:
    """Ask for a file and write a learner's answers into it; what came of it in a sentence, empty without a file."""
    name = f"{_file_name(learner.name)}-answers.csv"
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save all answers", name, "Tables (*.csv)")
    if not chosen:
        return ""
    path = _with_suffix(Path(chosen), ".csv")
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        count = write_csv(answers, learner.id, path)
    except AnswersError as error:
        return str(error)
    except OSError as error:
        return _not_saved("The answers", path, error)
    finally:
        QGuiApplication.restoreOverrideCursor()
    return f"{count:,} {'answer' if count == 1 else 'answers'} saved to {path}."


# ---- cards for Anki --------------------------------------------------------------------------------------------------


class CardPrinter:
    """Turns cards into notes with pictures. For one thread."""

    def __init__(self, edition: Edition, facts: Facts, *, pictures: bool) -> None:
        self._edition, self._facts, self._with_pictures = edition, facts, pictures
        self._scene = edition.scene()
        self._pictures: dict[str, Callable[[], Shown]] = {}
        # The picture on the back is often seen from where that on the front is.
        self._last: tuple[Camera, Still] | None = None

    def note(self, card: Card) -> AnkiCard:
        """A card with its question and the right answer. Raises CardError for what the dataset does not have."""
        facts = self._facts
        question = ask(facts, card, Side.RIGHT, _FORMS.get(card.kind))
        told = feedback(facts, question, Chosen(question.right), Mark(1.0, Rating.EASY))
        lines = [told.right, told.reason, _UNCERTAIN if question.uncertain else ""]
        area = area_of(card, facts.muscles, facts.regions)
        tags = (card.kind.value, area.value if area else "", card.muscle)
        front, back = self._keys(question) if self._with_pictures else (None, None)
        return AnkiCard(card.id, _front(question), "\n\n".join(filter(None, lines)), front, back, tags)

    def _keys(self, question: Question) -> tuple[str | None, str | None]:
        """The names of the pictures on the front and on the back."""
        card, side = question.card, question.side
        if card.kind is CardKind.REGION:
            part = question.part
            shown = None if part is None else self._key(f"{_REGION} {part[0]} {part[1]}", partial(self._region, part))
            return shown, None
        if card.muscle not in self._facts.patterns:
            return None, None
        found = Candidate(card.muscle, card.point, side)
        front = None
        if card.kind is CardKind.PATTERN:
            front = self._key(f"asked {card.muscle} {card.point} {side}", partial(self._pattern, found, reveal=False))
        back = self._key(f"shown {card.muscle} {card.point} {side}", partial(self._pattern, found, reveal=True))
        return front, back

    def _key(self, name: str, show: Callable[[], Shown]) -> str:
        self._pictures.setdefault(name, show)
        return name

    def picture(self, name: str) -> bytes:
        """A picture as PNG."""
        # Late: what draws for paper takes long to load.
        from PIL import Image

        from atlas.handout.figure import save_plate

        scene, shown = self._scene, self._pictures[name]()
        camera = scene.best_view(shown).camera(_WIDTH, _HEIGHT)
        if self._last is None or self._last[0] != camera:
            self._last = camera, scene.still(camera)
        plate = plate_of(scene, self._last[1], shown, Extras(unit=_WIDTH / _PLAIN_WIDTH))
        made = BytesIO()
        with tempfile.TemporaryDirectory(prefix="atlas-cards-") as folder:
            file = Path(folder) / "picture.png"
            save_plate(plate, file, legend=not name.startswith(_REGION))
            with Image.open(file) as drawn:
                drawn.quantize(_COLOURS).save(made, "PNG", optimize=True)
        return made.getvalue()

    def _pattern(self, asked: Candidate, *, reveal: bool) -> Shown:
        """A pattern; unless it is revealed, without fibres and crosses, which would name the muscle."""
        depth = self._edition.library.muscles[asked.muscle].depth
        pattern = self._edition.pattern(asked.muscle)
        shown = self._scene.show(pattern, asked.point or None, SideChoice(asked.side.value), depth)
        if reveal:
            return shown
        nothing, none = np.full_like(shown.belly, REACH_CM), shown.fibres[:0]
        return replace(shown, belly=nothing, fibres=none, fibre_normals=none, sheets=(), sites=())

    def _region(self, part: Part) -> Shown:
        name, side = part
        return self._scene.zone(self._edition.region_field(name), side or Side.RIGHT)


def _front(question: Question) -> str:
    if question.card.kind is CardKind.PLACE:
        # Nothing can be put anywhere on a card.
        return f"{question.prompt.partition('?')[0]}?"
    if question.card.kind is CardKind.REGION:
        choices = [choice.text for choice in sorted(question.choices, key=lambda choice: choice.text)]
        return "\n".join([question.prompt, "", *choices])
    return question.prompt


class _StoppedError(Exception):
    """The learner gave up."""


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


class AnkiDialog(QDialog):
    """What the deck is called and whether it has pictures; then the file. It ends its thread when it is closed."""

    crashed = Signal(str)
    """The traceback of what should not have happened."""

    def __init__(self, edition: Edition, facts: Facts, title: str, cards: Sequence[Card], parent: QWidget) -> None:
        super().__init__(parent)
        self._edition, self._facts, self._cards = edition, facts, tuple(cards)
        self._packer: Packer | None = None
        self.setWindowTitle("Cards for Anki")
        self.name = QLineEdit(f"Trigger points, {title[:1].lower()}{title[1:]}".replace("::", ":"), self)
        self.pictures = QCheckBox("Pictures of the patterns", self)
        self.state = QLabel(self)
        self.bar = QProgressBar(self)
        self.begin, self.leave = QPushButton("Save…", self), QPushButton("Close", self)
        self._lay_out()
        self.name.textChanged.connect(self._check_name)
        self.begin.clicked.connect(self.ask)
        self.leave.clicked.connect(self._leave)
        self._check_name()

    def _lay_out(self) -> None:
        self.name.setAccessibleName("Name of the deck")
        self.pictures.setChecked(True)
        self.state.setWordWrap(True)
        self.state.setProperty("look", "soft")
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Room for what is said at the end: a dialog does not grow with its words.
        self.state.setMinimumHeight(3 * self.state.fontMetrics().lineSpacing())
        self.bar.setAccessibleName("How many cards are done")
        self.bar.hide()
        self.begin.setDefault(True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("Deck", self.name)
        form.addRow("With", self.pictures)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)
        self.setMinimumWidth(460)

    @property
    def packing(self) -> bool:
        """True while a package is made."""
        return not self.name.isEnabled()

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
        for widget in (self.name, self.pictures, self.begin):
            widget.setEnabled(False)
        self.leave.setText("Cancel")
        self.bar.setRange(0, len(self._cards))
        self.bar.setValue(0)
        self.bar.show()
        self.state.setText("The cards are being made.")
        if self._packer is None:
            self._packer = Packer(self)
            self._packer.progressed.connect(self.bar.setValue)
            self._packer.finished.connect(self._rest)
            self._packer.crashed.connect(self._crashed)
        printer = CardPrinter(self._edition, self._facts, pictures=self.pictures.isChecked())
        self._packer.pack(printer, self.name.text().strip(), self._cards, _with_suffix(path, ".apkg"))

    def _crashed(self, report: str) -> None:
        self._rest("The cards could not be made.")
        self.crashed.emit(report)

    def _rest(self, words: str) -> None:
        for widget in (self.name, self.pictures, self.begin):
            widget.setEnabled(True)
        self.leave.setText("Close")
        self.bar.hide()
        self.state.setText(words)

    def _leave(self) -> None:
        if self.packing and self._packer is not None:
            self.state.setText("It stops after this picture.")
            self._packer.give_up()
        else:
            self.accept()

    def reject(self) -> None:
        """Escape gives up the package first, then the dialog."""
        if self.packing:
            self._leave()
        else:
            super().reject()

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
