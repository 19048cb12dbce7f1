"""The list of muscles: a search field over muscles in the order of the body, head to foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from atlas.anatomy import Area, Muscle
from atlas.finder.search import Hit, NameSearch, fold
from atlas.ui import icons
from atlas.ui.actions import ACTIONS, shown_key
from atlas.ui.filter_panel import FilterPanel
from atlas.ui.rows import HEADING_ROLE, REMARK_ROLE, RIGHT_ROLE, RowDelegate

_ID_ROLE = Qt.ItemDataRole.UserRole
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_SEARCH = next(spec for spec in ACTIONS if spec.id == "go.search")
# The longest that has room.
_PLACEHOLDERS = (f"Find a muscle ({shown_key(_SEARCH.keys[0])})", "Find a muscle", "Find")
# What icon and padding take of the field.
_FIELD_EDGES = 54
_INTO_LIST = {Qt.Key.Key_Down, Qt.Key.Key_PageDown}


class MuscleList(QWidget):
    """Finds and chooses a muscle, or the part of the body whose knots are to be shown.

    While something is being searched for, the list is in the order of fit and its best row is chosen beforehand, so
    that Enter takes it. Moving through the list changes nothing until Enter or a click.
    """

    muscle_chosen = Signal(str)
    """The id of the muscle that was chosen by click or Enter."""

    area_chosen = Signal(str)
    """The value of the `Area` whose heading was chosen."""

    left = Signal()
    """The search field is done with: a muscle was taken by Enter, or Escape was pressed with nothing in it."""

    def __init__(self, parent: QWidget | None = None, filter_action: QAction | None = None) -> None:
        super().__init__(parent)
        self._muscles: tuple[Muscle, ...] = ()
        self._search: NameSearch | None = None
        self._items: dict[str, QTreeWidgetItem] = {}
        self._chosen = ""
        self.field = QLineEdit(self)
        self.filters = FilterPanel(self)
        self.tree = QTreeWidget(self)
        self._empty = _EmptyPage(self)
        self._pages = QStackedWidget(self)
        self._prepare_field()
        self._prepare_tree()
        self._lay_out(filter_action)

    def set_muscles(self, muscles: Sequence[Muscle]) -> None:
        """Show these muscles; those of one area keep the order in which they come."""
        self._muscles = tuple(sorted(muscles, key=lambda muscle: muscle.region.rank))
        self._search = None
        self.filters.set_muscles(self._muscles)
        self._fill()

    def select(self, muscle_id: str) -> None:
        """Mark a muscle as the one that is shown, without a signal; an unknown id clears the mark."""
        self._chosen = muscle_id
        item = self._items.get(muscle_id)
        if item is None:
            self.tree.clearSelection()
            return
        self.tree.setCurrentItem(item)
        self.tree.scrollToItem(item)

    def focus_search(self) -> None:
        """Go to the search field, ready to type over what is in it."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def set_filter(self, text: str) -> None:
        """Search for a text as if it had been typed."""
        self.field.setText(text)

    def visible_ids(self) -> list[str]:
        """The ids of the muscles in the list, from the top."""
        return list(self._items)

    def current_id(self) -> str:
        """The id of the marked muscle, or an empty text."""
        item = self.tree.currentItem()
        return str(item.data(0, _ID_ROLE)) if item is not None and not item.data(0, HEADING_ROLE) else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the field into the list and back with the arrow keys; fit words into a new width."""
        if watched is self.tree and event.type() == QEvent.Type.Resize:
            self._rows.sizeHintChanged.emit(QModelIndex())
        if watched is self.field and event.type() == QEvent.Type.Resize:
            self._shorten_placeholder()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.field and event.key() in _INTO_LIST and self._items:
                self._enter_list()
                return True
            if watched is self.field and event.key() == Qt.Key.Key_Escape:
                if self.field.text():
                    self.field.clear()
                else:
                    self.left.emit()
                return True
            if watched is self.tree and event.key() in _ENTER:
                self._choose_current()
                return True
            if watched is self.tree and event.key() == Qt.Key.Key_Up and self._is_at_top():
                self.focus_search()
                return True
            if watched is self.tree and event.key() == Qt.Key.Key_Escape:
                self.field.clear()
                self.focus_search()
                return True
        return super().eventFilter(watched, event)

    def _prepare_field(self) -> None:
        self._shorten_placeholder()
        self.field.setToolTip(f"{_PLACEHOLDERS[0]}: {_SEARCH.tip[0].lower()}{_SEARCH.tip[1:]}")
        self.field.setAccessibleName("Find a muscle by name, abbreviation or trigger point")
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        clear = self.field.findChild(QAction, "_q_qlineeditclearaction")
        if clear is not None:  # Qt's own cross does not follow the theme
            clear.setIcon(icons.icon("close"))
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take)
        self.field.installEventFilter(self)

    def _shorten_placeholder(self) -> None:
        room = self.field.width() - _FIELD_EDGES
        metrics = self.field.fontMetrics()
        fitting = [words for words in _PLACEHOLDERS if metrics.horizontalAdvance(words) <= room]
        self.field.setPlaceholderText(fitting[0] if fitting else _PLACEHOLDERS[-1])

    def _prepare_tree(self) -> None:
        tree = self.tree
        tree.setAccessibleName("Muscles")
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(0)
        tree.setUniformRowHeights(False)
        tree.setMouseTracking(True)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        self._rows = RowDelegate(tree, wraps=True)
        tree.setItemDelegate(self._rows)
        tree.itemClicked.connect(self._choose)
        tree.installEventFilter(self)

    def _lay_out(self, filter_action: QAction | None) -> None:
        self._empty.clear_asked.connect(self._start_again)
        self._pages.addWidget(self.tree)
        self._pages.addWidget(self._empty)
        self.filters.changed.connect(self._fill)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        if filter_action is not None:
            row.addWidget(_filter_button(filter_action, self))
            filter_action.toggled.connect(lambda on: self.filters.unfold(on=on))
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(0)
        top.addLayout(row)
        top.addWidget(self.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._pages)
        self.setFocusProxy(self.field)

    def _fill(self) -> None:
        text = self.field.text().strip()
        self.tree.setUpdatesEnabled(False)
        self.tree.clear()
        self._items = {}
        if fold(text):
            self._fill_hits(self._hits(text))
        else:
            self._fill_areas()
        self.tree.setUpdatesEnabled(True)
        if not self._items:
            self._empty.explain(text, narrowed=bool(self.filters.filter.asked))
        self._pages.setCurrentWidget(self.tree if self._items else self._empty)

    def _hits(self, text: str) -> list[Hit]:
        if self._search is None:
            self._search = NameSearch(self._muscles)
        kept = {muscle.id for muscle in self._muscles if self.filters.filter.takes(muscle)}
        return [hit for hit in self._search.find(text, len(self._muscles)) if hit.muscle in kept]

    def _fill_hits(self, hits: list[Hit]) -> None:
        by_id = {muscle.id: muscle for muscle in self._muscles}
        for hit in hits:
            muscle = by_id[hit.muscle]
            item = _muscle_item(muscle)
            if fold(hit.text) not in {fold(muscle.name), muscle.region.value}:
                item.setData(0, REMARK_ROLE, hit.text.removeprefix(f"{muscle.name}, "))
            self._items[muscle.id] = item
        self.tree.addTopLevelItems(list(self._items.values()))
        if hits:
            self.tree.setCurrentItem(self._items[hits[0].muscle])

    def _fill_areas(self) -> None:
        for area in Area:
            muscles = [m for m in self._muscles if m.region is area and self.filters.filter.takes(m)]
            items = {muscle.id: _muscle_item(muscle) for muscle in muscles}
            if items:
                heading = _heading_item(area)
                heading.addChildren(list(items.values()))
                self.tree.addTopLevelItem(heading)
                self._items |= items
        self.tree.expandAll()
        self.select(self._chosen)

    def _start_again(self) -> None:
        self.filters.clear()
        self.field.clear()
        self.focus_search()

    def _enter_list(self) -> None:
        current = self.tree.currentItem()
        if current is None:
            self.tree.setCurrentItem(next(iter(self._items.values())))
        elif self.field.text():
            self.tree.setCurrentItem(self.tree.itemBelow(current) or current)
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_at_top(self) -> bool:
        current = self.tree.currentItem()
        return current is None or self.tree.itemAbove(current) is None

    def _take(self) -> None:
        """Choose what is marked and leave the field, so that the next key is a command and not a letter."""
        if self._choose_current():
            self.left.emit()

    def _choose_current(self) -> bool:
        item = self.tree.currentItem()
        if item is None or not item.isSelected() or not self._items:
            return False
        self._choose(item)
        return True

    def _choose(self, item: QTreeWidgetItem) -> None:
        if item.data(0, HEADING_ROLE):
            self.area_chosen.emit(str(item.data(0, _ID_ROLE)))
        else:
            self._chosen = str(item.data(0, _ID_ROLE))
            self.muscle_chosen.emit(self._chosen)


class _EmptyPage(QWidget):
    """What stands in the list's place when there is nothing to list."""

    clear_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("look", "title")
        self.advice = QLabel(self)
        self.advice.setWordWrap(True)
        self.advice.setProperty("look", "soft")
        self.button = QPushButton("Show all muscles", self)
        self.button.clicked.connect(self.clear_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 24, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.advice)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch()

    def explain(self, text: str, *, narrowed: bool) -> None:
        """Say why the list is empty: nothing fits the text or the filter, or there are no muscles."""
        if narrowed:
            self.title.setText("No muscle fits all of this")
            self.advice.setText("Take one of the choices above away" + (", or search for less." if text else "."))
        elif text:
            short = text if len(text) <= 40 else text[:39] + "…"
            self.title.setText(f"No muscle is called “{short}”")
            self.advice.setText(
                "Try the first letters, an abbreviation such as SCM or QL, the Latin name, or a part of the body."
            )
        else:
            self.title.setText("No muscles here yet")
            self.advice.setText("The dataset holds no muscle that could be read. Help, Faults of the dataset says why.")
        self.button.setVisible(bool(text) or narrowed)


def _filter_button(action: QAction, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setMinimumSize(30, 30)
    button.setAccessibleName(action.text())
    return button


def _heading_item(area: Area) -> QTreeWidgetItem:
    item = QTreeWidgetItem([area.value.title()])
    item.setData(0, _ID_ROLE, area.value)
    item.setData(0, HEADING_ROLE, "heading")
    item.setToolTip(0, f"Show every knot of the {area.value}")
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{area.value.title()}, show every knot")
    return item


def _muscle_item(muscle: Muscle) -> QTreeWidgetItem:
    count = len(muscle.trigger_points)
    item = QTreeWidgetItem([muscle.name])
    item.setData(0, _ID_ROLE, muscle.id)
    item.setData(0, RIGHT_ROLE, str(count))
    points = "1 trigger point" if count == 1 else f"{count} trigger points"
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{muscle.name}, {points}")
    item.setToolTip(0, f"{muscle.name}: {points}")
    return item
