"""Where studying begins: who learns, what, and how."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from atlas.store.answers_rows import Learner
from atlas.study.cards import Card, CardKind
from atlas.study.confusable import Pair
from atlas.study.decks import of_kinds
from atlas.study.decks_on_offer import Deck
from atlas.study.session import KIND_WORDS
from atlas.ui.study_sure import sure

_DATA = Qt.ItemDataRole.UserRole


class HomePage(QWidget):
    """Choices and nothing else: what is chosen is told by signals."""

    learner_chosen = Signal(int)
    learner_added = Signal(str)
    learner_renamed = Signal(str)
    learner_removed = Signal()
    settings_changed = Signal(int, float)
    """New cards a day, and the share of due cards to be remembered."""
    study_asked = Signal()
    exam_asked = Signal(int, float)
    """How many questions, and how many minutes."""
    drill_asked = Signal(object)
    """The pair of muscles."""
    progress_asked = Signal()
    csv_asked = Signal()
    anki_asked = Signal()
    wanted_again = Signal()
    """The cards of the deck that are asked no more are to be asked again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.learners, self.decks, self.pairs = QComboBox(self), QListWidget(self), QListWidget(self)
        self.kinds = {kind: QCheckBox(words, self) for kind, words in KIND_WORDS.items()}
        self.new_per_day, self.retention = QSpinBox(self), QSpinBox(self)
        self.questions, self.minutes = QSpinBox(self), QSpinBox(self)
        self.study_button, self.exam_button = QPushButton("Study", self), QPushButton("Begin the exam", self)
        self.drill_button, self.progress_button = QPushButton("Tell them apart", self), QPushButton("Progress", self)
        self.again_button = QPushButton("Ask these again", self)
        self.state = QLabel(self)
        self._lay_out()
        self._connect()

    # ---- putting together --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for each in (self.decks, self.pairs):
            each.setProperty("look", "rows")
            each.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.decks.setAccessibleName("Decks")
        self.pairs.setAccessibleName("Pairs that are easily mixed up")
        self.learners.setAccessibleName("Who learns")
        self.new_per_day.setRange(0, 500)
        self.retention.setRange(70, 97)
        self.retention.setSuffix(" % of reviews")
        self.retention.setToolTip(
            "The more you aim to remember, the sooner cards come back, and the more there are a day."
        )
        self.questions.setRange(1, 200)
        self.questions.setValue(20)
        self.minutes.setRange(1, 240)
        self.minutes.setValue(15)
        self.minutes.setSuffix(" min")
        for check in self.kinds.values():
            check.setChecked(True)
        self.state.setWordWrap(True)
        self.study_button.setDefault(True)
        self.study_button.setMinimumHeight(44)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(32)
        layout.addLayout(self._left(), 3)
        layout.addLayout(self._right(), 2)

    def _left(self) -> QVBoxLayout:
        who = QHBoxLayout()
        who.addWidget(QLabel("Learner", self))
        who.addWidget(self.learners, 1)
        for words, what in (("Add…", self._add), ("Rename…", self._rename), ("Remove…", self._remove)):
            button = QPushButton(words, self)
            button.clicked.connect(what)
            who.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(who)
        column.addWidget(self._title("What to learn"))
        column.addWidget(self.decks, 1)
        column.addWidget(self.state)
        row = QHBoxLayout()
        row.addWidget(self.again_button)
        row.addWidget(self.progress_button)
        row.addWidget(self.study_button, 1)
        column.addLayout(row)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._title("Questions"))
        for check in self.kinds.values():
            column.addWidget(check)
        form = QFormLayout()
        form.addRow("New cards a day", self.new_per_day)
        form.addRow("Aim to remember", self.retention)
        column.addLayout(form)
        column.addWidget(self._title("Exam"))
        exam = QHBoxLayout()
        for widget in (self.questions, QLabel("questions in", self), self.minutes):
            exam.addWidget(widget)
        exam.addStretch(1)
        exam.addWidget(self.exam_button)
        column.addLayout(exam)
        column.addWidget(self._title("Easily mixed up"))
        column.addWidget(self.pairs, 1)
        column.addWidget(self.drill_button)
        exports = QHBoxLayout()
        for words, signal in (("Answers as CSV…", self.csv_asked), ("Deck for Anki…", self.anki_asked)):
            button = QPushButton(words, self)
            button.clicked.connect(signal)
            exports.addWidget(button)
        column.addLayout(exports)
        return column

    def _title(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("look", "title")
        return label

    def _connect(self) -> None:
        self.learners.activated.connect(lambda row: self.learner_chosen.emit(int(self.learners.itemData(row))))
        self.decks.currentRowChanged.connect(lambda _row: self._told())
        self.decks.itemActivated.connect(lambda _item: self._study())
        for check in self.kinds.values():
            check.toggled.connect(self._told)
        for box in (self.new_per_day, self.retention):
            box.editingFinished.connect(self._settings)
        self.study_button.clicked.connect(self._study)
        self.exam_button.clicked.connect(
            lambda: self.exam_asked.emit(self.questions.value(), float(self.minutes.value()))
        )
        self.drill_button.clicked.connect(self._drill)
        self.pairs.itemActivated.connect(lambda _item: self._drill())
        self.progress_button.clicked.connect(self.progress_asked)
        self.again_button.clicked.connect(self.wanted_again)

    # ---- what is offered ---------------------------------------------------------------------------------------------

    def show_learners(self, learners: Sequence[Learner], chosen: Learner) -> None:
        """Offer the learners, and show the settings of the chosen one."""
        self.learners.clear()
        for learner in learners:
            self.learners.addItem(learner.name, learner.id)
        self.learners.setCurrentIndex([each.id for each in learners].index(chosen.id))
        for box, value in ((self.new_per_day, chosen.new_per_day), (self.retention, round(100 * chosen.retention))):
            with QSignalBlocker(box):
                box.setValue(value)

    def show_decks(self, decks: Sequence[Deck]) -> None:
        """Offer decks; the one that was chosen stays chosen."""
        before = self.deck.id if self.deck is not None else ""
        with QSignalBlocker(self.decks):
            self.decks.clear()
            for deck in decks:
                parts = [f"{deck.due} due"] if deck.due else []
                parts += [f"{deck.new} new"] if deck.new else []
                item = QListWidgetItem(f"{deck.title} \N{MIDDLE DOT} {', '.join(parts) or 'nothing today'}")
                item.setData(_DATA, deck)
                item.setToolTip(f"{len(deck.cards)} cards")
                self.decks.addItem(item)
            row = next((number for number, deck in enumerate(decks) if deck.id == before), 0)
            self.decks.setCurrentRow(row)
        self._told()

    def show_pairs(self, pairs: Sequence[tuple[Pair, str]]) -> None:
        """Offer pairs of muscles, each with its words."""
        self.pairs.clear()
        for pair, words in pairs:
            # First how often: the end of a long line is not seen.
            times = f"{pair.mistakes} \N{MULTIPLICATION SIGN}  " if pair.mistakes else ""
            item = QListWidgetItem(f"{times}{words}")
            item.setData(_DATA, pair)
            mixed = f", mixed up {pair.mistakes} times" if pair.mistakes else ""
            item.setToolTip(f"{words}{mixed}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())
            self.pairs.addItem(item)
        self.pairs.setCurrentRow(0)

    @property
    def deck(self) -> Deck | None:
        """The deck that is chosen."""
        item = self.decks.currentItem()
        found = item.data(_DATA) if self.decks.currentRow() >= 0 else None
        return found if isinstance(found, Deck) else None

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of the chosen deck and kinds."""
        return of_kinds(self.deck.cards, self._chosen_kinds()) if self.deck is not None else ()

    def _chosen_kinds(self) -> frozenset[CardKind]:
        return frozenset(kind for kind, check in self.kinds.items() if check.isChecked())

    def _told(self) -> None:
        deck, cards = self.deck, self.cards
        self.again_button.setVisible(deck is not None and deck.id == "suspended")
        for button in (self.study_button, self.exam_button):
            button.setEnabled(bool(cards))
        if deck is None:
            self.state.clear()
        elif not cards:
            self.state.setText("No cards of these kinds. Choose more kinds of questions.")
        else:
            self.state.setText(f"{deck.title}: {len(cards)} cards.")

    # ---- what is asked for -------------------------------------------------------------------------------------------

    def _study(self) -> None:
        if self.cards:
            self.study_asked.emit()

    def _drill(self) -> None:
        if self.pairs.currentRow() >= 0:
            self.drill_asked.emit(self.pairs.currentItem().data(_DATA))

    def _settings(self) -> None:
        self.settings_changed.emit(self.new_per_day.value(), self.retention.value() / 100)

    def _add(self) -> None:
        name, given = QInputDialog.getText(self, "Add a learner", "Name")
        if given:
            self.learner_added.emit(name)

    def _rename(self) -> None:
        name, given = QInputDialog.getText(self, "Rename", "Name", text=self.learners.currentText())
        if given:
            self.learner_renamed.emit(name)

    def _remove(self) -> None:
        name = f"\N{LEFT DOUBLE QUOTATION MARK}{self.learners.currentText()}\N{RIGHT DOUBLE QUOTATION MARK}"
        words = f"Remove {name} with all answers? This cannot be undone."
        if sure(self, "Remove a learner", words, do="Remove", leave="Keep"):
            self.learner_removed.emit()
