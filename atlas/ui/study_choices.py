"""What a question offers to choose from: buttons with number keys, a long list that can be narrowed, or a field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from atlas.finder.search import fold
from atlas.study.marking import Chosen, Reply, Typed
from atlas.study.questions import Form, Question

_ID = Qt.ItemDataRole.UserRole
_FIT = 12
_LONGEST = 46
_RIGHT, _WRONG = "\N{CHECK MARK}", "\N{MULTIPLICATION X}"


class Choices(QWidget):
    """Shows the choices of one question after the other."""

    replied = Signal(object)
    """The learner has answered: a reply."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        # False once it is told what is right.
        self._open = False
        self.buttons: list[QPushButton] = []
        self.field, self.list = QLineEdit(self), QListWidget(self)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("look", "soft")
        self.list.setAccessibleName("Choose all that fit")
        self.list.setProperty("look", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.hint)
        layout.addLayout(self._rows)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self._submit)
        self.list.itemChanged.connect(lambda _item: self._count())
        for each in (self.field, self.list):
            each.installEventFilter(self)

    def ask(self, question: Question) -> None:
        """Offer the choices of a question."""
        self._question, self._open = question, True
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        form = question.form
        buttons = form in (Form.CHOOSE_ONE, Form.TRUE_OR_FALSE)
        several, typed = form is Form.CHOOSE_SEVERAL, form is Form.TYPE_NAME
        self.list.setVisible(several)
        self.field.setVisible(typed or (several and len(question.choices) > _FIT))
        with QSignalBlocker(self.list):
            self.list.clear()
        self.field.clear()
        self.field.setReadOnly(False)
        self.field.setPlaceholderText("Type its name" if typed else "Narrow the list")
        self.field.setAccessibleName(self.field.placeholderText())
        if buttons:
            self._offer(question)
        if several:
            self._list(question)
        self.hint.setText(
            {
                Form.PAINT: "Paint on the body. Drag beside it to turn it; the wheel zooms.",
                Form.PUT_POINT: "Click on the body. Drag beside it to turn it; click again to move the point.",
                Form.CHOOSE_SEVERAL: self._keys(),
            }.get(form, "")
        )
        self.hint.setVisible(bool(self.hint.text()))

    def take_focus(self) -> bool:
        """Let the keys go where something is typed or marked; False where there is nothing of the kind."""
        form = self._question.form if self._question is not None else None
        if form is Form.TYPE_NAME or (form is Form.CHOOSE_SEVERAL and self.field.isVisibleTo(self)):
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif form is Form.CHOOSE_SEVERAL:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def toggle(self) -> None:
        """Mark the present row, or no more."""
        item = self.list.currentItem()
        if self._open and self.list.currentRow() >= 0 and not item.isHidden():
            marked = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if marked else Qt.CheckState.Checked)

    def _offer(self, question: Question) -> None:
        for number, choice in enumerate(question.choices, 1):
            text = choice.text if len(choice.text) <= _LONGEST else _broken(choice.text)
            # An ampersand would become a key.
            button = QPushButton(f"{number}   {text.replace('&', '&&')}", self)
            button.setProperty("look", "choice")
            button.setAutoDefault(False)
            button.setAccessibleName(f"{number}: {choice.text}")
            button.clicked.connect(lambda _checked=False, each=choice.id: self._choose(each))
            self._rows.addWidget(button)
            self.buttons.append(button)

    def _choose(self, choice: str) -> None:
        if self._open:
            self.replied.emit(Chosen(frozenset({choice})))

    def _list(self, question: Question) -> None:
        with QSignalBlocker(self.list):
            for choice in question.choices:
                item = QListWidgetItem(choice.text)
                item.setData(_ID, choice.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
                self.list.addItem(item)
            self.list.setCurrentRow(0)

    def _narrow(self, text: str) -> None:
        if self._question is None or self._question.form is not Form.CHOOSE_SEVERAL:
            return
        words = fold(text).split()
        first = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            fits = all(word in fold(item.text()) for word in words)
            item.setHidden(not fits and item.checkState() is not Qt.CheckState.Checked)
            if fits and first is None:
                first = row
        if first is not None:
            self.list.setCurrentRow(first)

    def _count(self) -> None:
        marked = len(self.chosen())
        self.hint.setText(f"{marked} marked. {self._keys()}")

    def _keys(self) -> str:
        narrows = "Type to narrow the list; arrows" if self.field.isVisibleTo(self) else "Arrows"
        return f"{narrows} choose a row, Space marks it, Return answers."

    def chosen(self) -> frozenset[str]:
        """The ids that are marked in the list."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return frozenset(str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked)

    @property
    def reply(self) -> Reply | None:
        """What was typed or marked, None if nothing was."""
        if self._question is None:
            return None
        if self._question.form is Form.TYPE_NAME:
            return Typed(self.field.text()) if self.field.text().strip() else None
        if self._question.form is Form.CHOOSE_SEVERAL:
            return Chosen(self.chosen()) if self.chosen() else None
        return None

    def _submit(self) -> None:
        if self._question is None or not self._open:
            return
        if self._question.form is Form.CHOOSE_SEVERAL and self.field.text().strip():
            # Return in the field marks the row that it found.
            item = self.list.currentItem()
            if self.list.currentRow() >= 0 and not item.isHidden():
                item.setCheckState(Qt.CheckState.Checked)
            self.field.clear()
            return
        reply = self.reply
        if reply is not None:
            self.replied.emit(reply)

    def press(self, number: int) -> bool:
        """Take the choice of a number key; False if there is none."""
        if self._open and 1 <= number <= len(self.buttons):
            self.buttons[number - 1].click()
            return True
        return False

    def reveal(self, right: frozenset[str], taken: frozenset[str]) -> None:
        """Say at each choice whether it was right; nothing more can be chosen."""
        self._open = False
        self.hint.hide()
        self.field.setReadOnly(True)
        if self._question is None:
            return
        for button, choice in zip(self.buttons, self._question.choices, strict=False):
            fits = choice.id in right
            sign, words = _verdict(fits=fits, taken=choice.id in taken)
            if sign:
                button.setText(f"{sign}  {button.text()}")
                button.setAccessibleName(f"{button.accessibleName()}. {words}")
            button.setProperty("mark", "right" if fits else "wrong" if sign else "none")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            # The style sheet looks at the new property only when it is asked to.
            button.style().unpolish(button)
            button.style().polish(button)
        if self._question.form is Form.CHOOSE_SEVERAL:
            self.field.hide()
            self._reveal_rows(right, taken)

    def _reveal_rows(self, right: frozenset[str], taken: frozenset[str]) -> None:
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                item = self.list.item(row)
                own = str(item.data(_ID))
                sign, words = _verdict(fits=own in right, taken=own in taken)
                item.setHidden(not sign)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}. {words}")
                item.setText(f"{sign}  {item.text()}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field the arrows lead into the list and back; Space marks a row where it would begin no word."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.list.isHidden():
            key = event.key()
            if watched is self.field:
                if key == Qt.Key.Key_Down:
                    self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                    return True
                if key == Qt.Key.Key_Space and not self.field.text():
                    self.toggle()
                    return True
            elif key == Qt.Key.Key_Up and self._at_top and not self.field.isHidden():
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    @property
    def _at_top(self) -> bool:
        return all(self.list.item(row).isHidden() for row in range(self.list.currentRow()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return answers from the list too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._submit()
            return
        super().keyPressEvent(event)


def _verdict(*, fits: bool, taken: bool) -> tuple[str, str]:
    """The sign of a choice after the answer, and its words; both empty for a wrong one that was not taken."""
    if fits:
        return _RIGHT, "Right, and your answer" if taken else "This is right"
    return (_WRONG, "Wrong: your answer") if taken else ("", "")


def _broken(text: str) -> str:
    """A long text in lines, for a button has no word wrap."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > _LONGEST:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n      ".join([*lines, line])
