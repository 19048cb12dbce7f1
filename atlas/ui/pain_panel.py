"""The column of "Where it hurts": tools to paint with, words to name a place by, and the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from atlas.ui.answer_rows import ANSWER_ROLE, KEY_TIP, AnswerDelegate, AnswerRow, key_html
from atlas.ui.chip import Chip
from atlas.ui.flow import FlowLayout
from atlas.ui.rows import RowDelegate

_CHOICE = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
SMALLEST, LARGEST = 1, 12


class PainPanel(QWidget):
    """Shows and asks; what it all means is known elsewhere."""

    place_chosen = Signal(str, str)
    """What was chosen by name: its kind (region, symptom) and id."""
    place_dropped = Signal(str, str)
    """The same, when its chip was clicked."""
    answer_hovered = Signal(object)
    """The `AnswerRow` under the pointer or the cursor, or None."""
    answer_chosen = Signal(object)
    """The `AnswerRow` that was clicked or taken with Enter."""
    acknowledged = Signal()
    """The warning card was read."""
    questions_asked = Signal()
    """The questions of the warning card are to be shown."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[tuple[str, str, str, str], ...] = ()
        self.brush = _slider(SMALLEST, LARGEST, 4, "Width of the brush, in cm", self)
        self.strength = _slider(1, 10, 10, "How strong the pain is, 1 to 10", self)
        self.field = QLineEdit(self)
        self.offers = QListWidget(self)
        self._chips = QWidget(self)
        self.card = WarningCard(self)
        self.state = QLabel(self)
        self.key = QLabel(self)
        self.results = QListWidget(self)
        self._lay_out(actions)

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for name in ("pain.erase", "pain.undo", "pain.redo", "pain.clear", "pain.compare"):
            button = QToolButton(self)
            button.setDefaultAction(actions[name])
            button.setIconSize(QSize(18, 18))
            button.setMinimumSize(30, 30)
            button.setAutoRaise(True)
            button.setAccessibleName(actions[name].text())
            tools.addWidget(button)
        tools.addStretch(1)
        sliders = QGridLayout()
        sliders.setHorizontalSpacing(8)
        sliders.setVerticalSpacing(2)
        for row, (words, slider) in enumerate((("Brush", self.brush), ("Strength", self.strength))):
            label = QLabel(words, self)
            label.setProperty("look", "small")
            label.setBuddy(slider)
            value = QLabel(str(slider.value()), self)
            value.setProperty("look", "small")
            value.setMinimumWidth(34)
            slider.valueChanged.connect(
                lambda number, shown=value, unit=" cm" if row == 0 else "": shown.setText(f"{number}{unit}")
            )
            slider.valueChanged.emit(slider.value())
            for column, widget in enumerate((label, slider, value)):
                sliders.addWidget(widget, row, column)
        self._prepare_field()
        FlowLayout(self._chips)
        self._chips.hide()
        self.state.setWordWrap(True)
        self.state.setProperty("look", "soft")
        self.key.setWordWrap(True)
        self.key.setProperty("look", "small")
        self.key.setTextFormat(Qt.TextFormat.RichText)
        self.key.setText(key_html())
        self.key.setToolTip(KEY_TIP)
        self.key.hide()
        self._prepare_results()
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(8)
        for part in (tools, sliders):
            top.addLayout(part)
        for widget in (self.field, self.offers, self._chips, self.card, self.state, self.key):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.results, 1)

    def _prepare_field(self) -> None:
        self.field.setPlaceholderText("Or name a place or a symptom")
        self.field.setAccessibleName("Name a place that hurts, or a symptom")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._offer)
        self.field.returnPressed.connect(self._take_offer)
        self.field.installEventFilter(self)
        self.offers.setItemDelegate(RowDelegate(self.offers, 28))
        self.offers.setAccessibleName("Places and symptoms")
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offers.itemClicked.connect(lambda _item: self._take_offer())
        self.offers.hide()

    def _prepare_results(self) -> None:
        results = self.results
        results.setItemDelegate(AnswerDelegate(results))
        results.setAccessibleName("What may explain the pain")
        results.setMouseTracking(True)
        results.setFrameShape(QFrame.Shape.NoFrame)
        results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        results.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        results.setResizeMode(QListWidget.ResizeMode.Adjust)
        results.itemEntered.connect(lambda item: self.answer_hovered.emit(_row_of(item)))
        results.currentItemChanged.connect(lambda item, _old: self.answer_hovered.emit(_row_of(item)))
        results.itemClicked.connect(self._choose)
        results.itemActivated.connect(self._choose)
        results.viewport().installEventFilter(self)
        # Several answers are chosen for comparing with Ctrl or Shift.
        results.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)

    def _choose(self, item: QListWidgetItem) -> None:
        row = _row_of(item)
        # While several are being chosen none is opened.
        if row is not None and len(self.results.selectedItems()) < 2:
            self.answer_chosen.emit(row)

    # ---- what can be named -------------------------------------------------------------------------------------------

    def set_choices(self, choices: Sequence[tuple[str, str, str, str]]) -> None:
        """What can be named: kind, id, the patient's words and the clinician's."""
        self._choices = tuple(choices)

    def _offer(self, text: str) -> None:
        from atlas.finder.search import fold

        words = fold(text).split()
        self.offers.clear()
        for kind, name, patient, clinician in self._choices if words else ():
            known = f" {fold(patient)} {fold(clinician)} {fold(name)}"
            if all(f" {word}" in known for word in words):
                item = QListWidgetItem(patient[:1].upper() + patient[1:])
                item.setToolTip(f"{patient} ({clinician})")
                item.setData(_CHOICE, (kind, name))
                self.offers.addItem(item)
        self.offers.setCurrentRow(0)
        rows = min(self.offers.count(), 7)
        self.offers.setFixedHeight(28 * rows + 4)
        self.offers.setVisible(rows > 0)

    def _take_offer(self) -> None:
        if self.offers.isHidden() or self.offers.currentRow() < 0:
            return
        kind, name = self.offers.currentItem().data(_CHOICE)
        self.field.clear()
        self.place_chosen.emit(kind, name)

    def show_chips(self, chips: Sequence[tuple[str, str, str, str]]) -> None:
        """What was chosen by name: kind, id, words and what must be read after them; a click takes it back."""
        flow = self._chips.layout()
        assert flow is not None
        while (item := flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for kind, name, words, after in chips:
            chip = Chip(words, after, self._chips)
            chip.clicked.connect(lambda _checked=False, k=kind, n=name: self.place_dropped.emit(k, n))
            flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(chips))
        self._chips.updateGeometry()

    # ---- what is answered --------------------------------------------------------------------------------------------

    def show_answers(self, state: str, rows: Sequence[AnswerRow]) -> None:
        """A line on the drawing, and the answers to it."""
        self.state.setText(state)
        self.key.setVisible(bool(rows))
        place = self.results.verticalScrollBar().value()
        self.results.clear()
        for row in rows:
            item = QListWidgetItem()
            item.setData(ANSWER_ROLE, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
            item.setToolTip(row.text)
            if row.kind == "heading":
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(item)
        self.results.verticalScrollBar().setValue(place)

    def rows(self) -> list[AnswerRow]:
        """The answers that are shown."""
        found = [_row_of(self.results.item(k)) for k in range(self.results.count())]
        return [row for row in found if row is not None]

    def chosen_rows(self) -> list[AnswerRow]:
        """The answers that are selected, from the top."""
        numbers = sorted(self.results.row(item) for item in self.results.selectedItems())
        found = [_row_of(self.results.item(number)) for number in numbers]
        return [row for row in found if row is not None]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move the offers while one types; the pointer that leaves the answers shows none."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES and not self.offers.isHidden():
                step = 1 if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1
                self.offers.setCurrentRow(min(max(self.offers.currentRow() + step, 0), self.offers.count() - 1))
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        if watched is self.results.viewport() and event.type() == QEvent.Type.Leave:
            self.answer_hovered.emit(None)
        if watched is self.results.viewport() and event.type() == QEvent.Type.Resize:
            # How high a row is follows from the width, which the scroll bar takes some of.
            self.results.scheduleDelayedItemsLayout()
        return super().eventFilter(watched, event)


class WarningCard(QFrame):
    """What must be asked before any muscle is thought of; it stays until it was read."""

    def __init__(self, parent: PainPanel) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.questions = QPushButton("Show the questions", self)
        self.questions.setProperty("look", "jump")
        self.questions.clicked.connect(parent.questions_asked)
        self.button = QPushButton("These were asked", self)
        self.button.clicked.connect(parent.acknowledged)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.addWidget(self.text)
        buttons = FlowLayout()
        buttons.addWidget(self.questions)
        buttons.addWidget(self.button)
        layout.addLayout(buttons)
        self.hide()

    def say(self, html: str, *, read: bool) -> None:
        """Show a warning, shorter once it was read; an empty text hides the card."""
        self.text.setText(html)
        self.button.setVisible(not read)
        self.setVisible(bool(html))


def _slider(least: int, most: int, value: int, words: str, parent: QWidget) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal, parent)
    slider.setRange(least, most)
    slider.setValue(value)
    slider.setPageStep(1)
    slider.setMinimumHeight(24)
    slider.setToolTip(words)
    slider.setAccessibleName(words)
    return slider


def _row_of(item: QListWidgetItem | None) -> AnswerRow | None:
    row = item.data(ANSWER_ROLE) if item is not None else None
    return row if isinstance(row, AnswerRow) and row.kind != "heading" else None
