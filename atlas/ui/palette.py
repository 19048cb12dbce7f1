"""The command palette: everything that the atlas can do or show, found by typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QLabel,
    QLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from atlas.anatomy import Muscle
from atlas.finder.search import NameSearch, fold
from atlas.ui import icons
from atlas.ui.actions import ACTIONS, ActionSpec, shown_key
from atlas.ui.rows import REMARK_ROLE, RIGHT_ROLE, RowDelegate

_WIDTH = 560
_MOST = 40
_MOST_SHOWN = 11
_LEAST_LIKENESS = 72.0
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


@dataclass(frozen=True, slots=True)
class Offer:
    """A row of the palette: an action or a muscle, by id."""

    kind: str  # "action" or "muscle"
    id: str
    text: str
    remark: str
    key: str
    score: float


class Palette(QDialog):
    """A field over a list. Arrows move, Enter does, Escape or a click beside it closes."""

    muscle_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Find a command")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._actions: Mapping[str, QAction] = {}
        self._muscles: tuple[Muscle, ...] = ()
        self._search = NameSearch(())
        self._room = 400
        self.field = QLineEdit(self)
        self.results = QListWidget(self)
        self._nothing = QLabel("Nothing is called that. Try another word, or the name of a muscle.", self)
        self._prepare()

    def open_with(self, actions: Mapping[str, QAction], muscles: Sequence[Muscle]) -> None:
        """Open with an empty field over what can be done now, and over these muscles."""
        self._actions = actions
        if tuple(muscles) != self._muscles:
            self._muscles = tuple(muscles)
            self._search = NameSearch(self._muscles)
        self.field.clear()
        self._place()
        self._fill("")
        self.show()
        self.activateWindow()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move the list while the field has the focus."""
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _MOVES
        ):
            QApplication.sendEvent(self.results, event)
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Close when the user turns to another window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()

    def _prepare(self) -> None:
        frame = QFrame(self)
        frame.setObjectName("palette")
        self.field.setObjectName("palette-field")
        self.field.setPlaceholderText("What do you want to do or see?")
        self.field.setAccessibleName("Find a command or a muscle")
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take_current)
        self.field.installEventFilter(self)
        rule = QFrame(frame)
        rule.setProperty("look", "rule")
        self.results.setAccessibleName("Commands and muscles")
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setItemDelegate(RowDelegate(self.results, 34))
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setMouseTracking(True)
        self.results.itemClicked.connect(self._take)
        self._nothing.setProperty("look", "soft")
        self._nothing.setContentsMargins(14, 10, 14, 14)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(2, 4, 2, 6)
        inner.setSpacing(4)
        for widget in (self.field, rule, self.results, self._nothing):
            inner.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        layout.addWidget(frame)
        self.field.setFixedWidth(_WIDTH - 4)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        window = parent.window()
        width = min(_WIDTH, max(window.width() - 80, 320))
        self.field.setFixedWidth(width - 4)
        self._room = max(window.height() - window.height() // 8 - 120, 160)
        corner = window.mapToGlobal(QPoint((window.width() - width) // 2, window.height() // 8))
        self.move(corner)

    def _fill(self, text: str) -> None:
        self.results.clear()
        by_id = {spec.id: spec for spec in ACTIONS}
        for offer in self.offers(text):
            item = QListWidgetItem(offer.text)
            item.setIcon(_icon(by_id.get(offer.id)) if offer.kind == "action" else icons.icon("whole-muscle"))
            item.setData(Qt.ItemDataRole.UserRole, (offer.kind, offer.id))
            item.setData(REMARK_ROLE, offer.remark)
            item.setData(RIGHT_ROLE, offer.key)
            self.results.addItem(item)
        self.results.setCurrentRow(0)
        self._nothing.setVisible(self.results.count() == 0)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the results, up to the list's greatest height."""
        rows = self.results.count()
        height = sum(self.results.sizeHintForRow(row) for row in range(min(rows, _MOST_SHOWN)))
        self.results.setVisible(rows > 0)
        self.results.setFixedHeight(min(height + 2, self._room))

    def offers(self, text: str) -> list[Offer]:
        """What fits a text, best first; for a blank text all that can be done now."""
        query = fold(text)
        able = [spec for spec in ACTIONS if spec.id in self._actions and self._actions[spec.id].isEnabled()]
        found = [_offer(spec, _likeness(query, spec) if query else 100.0) for spec in able]
        found = [offer for offer in found if offer.score >= _LEAST_LIKENESS and offer.id != "go.palette"]
        if query:
            names = {muscle.id: muscle for muscle in self._muscles}
            for hit in self._search.find(text, 15):
                muscle = names[hit.muscle]
                # A misspelled muscle scores up to 50, but a misspelled command up to 90.
                score = hit.score if hit.score > 50 else hit.score + 38
                found.append(Offer("muscle", muscle.id, muscle.name, muscle.region.value, "", score))
            found.sort(key=lambda offer: -offer.score)
        return found[:_MOST] if query else found

    def _take_current(self) -> None:
        item = self.results.currentItem()
        if item is not None:
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        kind, chosen = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        if kind == "muscle":
            self.muscle_chosen.emit(chosen)
        else:
            self._actions[chosen].trigger()


def _offer(spec: ActionSpec, score: float) -> Offer:
    key = shown_key(spec.keys[0]) if spec.keys else ""
    return Offer("action", spec.id, spec.text, spec.menu.replace("/", ": "), key, score)


def _likeness(query: str, spec: ActionSpec) -> float:
    """How well a folded query fits an action, 0 to 100."""
    text = fold(spec.text)
    if text.startswith(query):
        return 99.0
    if _begin(query, text):
        return 94.0
    if query in map(fold, spec.aliases):
        # "print" is a page for the patient before it is the size of a picture in print.
        return 90.0
    names = [text, *map(fold, spec.aliases), fold(f"{spec.menu} {spec.text}")]
    if any(_begin(query, name) for name in names):
        # A command's other words come after the muscles that are called so: "glut" is gluteus before it is the hip.
        return 88.0
    if len(query) < 3:
        return 0.0
    from rapidfuzz.fuzz import WRatio

    return 0.9 * max(WRatio(query, name) for name in names)


def _begin(query: str, name: str) -> bool:
    """Does every word of a query begin a word of a name?"""
    return all(f" {token}" in f" {name}" for token in query.split())


def _icon(spec: ActionSpec | None) -> QIcon:
    return icons.icon(spec.icon if spec is not None and spec.icon else "chevron")
