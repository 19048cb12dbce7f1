"""The list of the learning pages: titles, with a line that says what a page is about or where the words stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from atlas.finder.page_search import PageHit
from atlas.ui import icons
from atlas.ui.theme import current

_SLUG = Qt.ItemDataRole.UserRole + 1
_WORDS = Qt.ItemDataRole.UserRole + 2
_SIDE, _AIR, _GAP = 16, 9, 2
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class LearnList(QWidget):
    """A search field over the pages. Arrows move while the field has the focus, Enter opens."""

    searched = Signal(str)
    page_chosen = Signal(str)
    """The slug of the page to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Search the pages")
        self.field.setAccessibleName("Search the pages")
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self.searched)
        self.field.returnPressed.connect(self._take_current)
        self.field.installEventFilter(self)
        self.rows = _Rows(self)
        self.rows.itemClicked.connect(self._take)
        self.rows.itemActivated.connect(self._take)
        self._nothing = QLabel("No page says that. Try a shorter or simpler word.", self)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setProperty("look", "soft")
        self._nothing.setContentsMargins(_SIDE, 8, _SIDE, 8)
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 0)
        head.addWidget(self.field)
        layout.addLayout(head)
        layout.addWidget(self._nothing)
        layout.addWidget(self.rows, 1)

    def fill(self, hits: Sequence[PageHit], shown: str) -> None:
        """List these pages; that of a slug is the one that is shown."""
        self.rows.clear()
        for hit in hits:
            item = QListWidgetItem(hit.page.title)
            item.setData(_SLUG, hit.page.slug)
            item.setData(_WORDS, hit.excerpt)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.page.title}. {hit.excerpt}")
            self.rows.addItem(item)
        self._nothing.setVisible(not hits)
        self.rows.setVisible(bool(hits))
        self.mark(shown)
        if self.rows.currentRow() < 0:
            self.rows.setCurrentRow(0)

    def mark(self, slug: str) -> None:
        """Show a page as the chosen one, if it is listed."""
        for number, listed in enumerate(self.slugs()):
            if listed == slug:
                self.rows.setCurrentRow(number)

    def slugs(self) -> list[str]:
        """The slugs of the listed pages in order."""
        return [str(self.rows.item(number).data(_SLUG)) for number in range(self.rows.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move the list while the field has the focus."""
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _MOVES
        ):
            QApplication.sendEvent(self.rows, event)
            return True
        return super().eventFilter(watched, event)

    def _take_current(self) -> None:
        item = self.rows.currentItem()
        if item is not None:
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        self.page_chosen.emit(str(item.data(_SLUG)))


class _Rows(QListWidget):
    """The rows, laid out anew when their width changes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pages")
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Delegate(QStyledItemDelegate):
    """Draws a title over a softer text, both wrapped."""

    def __init__(self, rows: QListWidget) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the words need at the list's width."""
        del option
        title, words = self._boxes(index)
        return QSize(80, title.height() + _GAP + words.height() + 2 * _AIR)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        tokens = current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(6, 1, -6, -1)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selected if chosen else tokens.hover))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        title, words = self._boxes(index)
        corner = rect.topLeft()
        wrap = Qt.TextFlag.TextWordWrap
        painter.setFont(_font(tokens.size_body, strong=True))
        painter.setPen(QColor(tokens.text))
        painter.drawText(title.translated(corner.x() + _SIDE, corner.y() + _AIR), wrap, str(index.data()))
        painter.setFont(_font(tokens.size_small))
        painter.setPen(QColor(tokens.text_soft))
        below = corner.y() + _AIR + title.height() + _GAP
        painter.drawText(words.translated(corner.x() + _SIDE, below), wrap, str(index.data(_WORDS)))
        painter.restore()

    def _boxes(self, index: QModelIndex | QPersistentModelIndex) -> tuple[QRect, QRect]:
        """The boxes that title and words need, each at the origin."""
        tokens = current()
        room = QRect(0, 0, max(self._rows.viewport().width() - 2 * _SIDE, 60), 1000)
        boxes = [
            QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, text)
            for font, text in (
                (_font(tokens.size_body, strong=True), str(index.data())),
                (_font(tokens.size_small), str(index.data(_WORDS))),
            )
        ]
        return QRect(0, 0, room.width(), boxes[0].height()), QRect(0, 0, room.width(), boxes[1].height())


def _font(size: int, *, strong: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(size)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font
