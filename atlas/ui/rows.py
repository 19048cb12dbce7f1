"""How a row of a list looks: a name, a soft remark after it, and a count or key at the right."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from atlas.ui.theme import current
from atlas.ui.tokens import Tokens

REMARK_ROLE = Qt.ItemDataRole.UserRole + 1
RIGHT_ROLE = Qt.ItemDataRole.UserRole + 2
HEADING_ROLE = Qt.ItemDataRole.UserRole + 3

_SIDE = 14
_GAP = 8
_ICON = 18


class RowDelegate(QStyledItemDelegate):
    """Draws the rows of lists and of the palette. The row with the keyboard's attention has a ring.

    Where it `wraps`, a name that is too long for the list's width goes on in a second line.
    """

    def __init__(
        self, parent: QAbstractItemView, height: int = 30, *, always_ring: bool = False, wraps: bool = False
    ) -> None:
        super().__init__(parent)
        self._view = parent
        self._height = height
        self._always_ring = always_ring
        self._wraps = wraps

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row's height; headings have air above them."""
        del option
        grown = round(self._height * current().size_body / 14)
        if index.data(HEADING_ROLE):
            return QSize(80, grown + 8 if index.row() else grown)
        if self._wraps and len(self._lines(index)) > 1:
            grown += _font_height(current().size_body)
        return QSize(80, grown)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        tokens = current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        heading = bool(index.data(HEADING_ROLE))
        self._ground(painter, rect, state, tokens)
        inner = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        if heading and index.row():
            inner.setTop(inner.top() + 8)
        inner = _icon(painter, inner, index.data(Qt.ItemDataRole.DecorationRole))
        inner = _right(painter, inner, str(index.data(RIGHT_ROLE) or ""), tokens)
        _words(painter, inner, index, tokens, self._lines(index))
        painter.restore()

    def _lines(self, index: QModelIndex | QPersistentModelIndex) -> tuple[str, ...]:
        text = str(index.data() or "")
        if not self._wraps or index.data(HEADING_ROLE):
            return (text,)
        right = _advance(str(index.data(RIGHT_ROLE) or ""), current().size_small)
        # As if the scroll bar were always there: a row must not change its height because of it.
        room = self._view.width() - self._view.verticalScrollBar().sizeHint().width() - 2 * _SIDE
        return _lines(text, room - (right + _GAP if right else 0), current().size_body)

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, tokens: Tokens) -> None:
        box = rect.adjusted(6, 1, -6, -1)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selected if chosen else tokens.hover))
            painter.drawRoundedRect(box, 5, 5)
        if state & QStyle.StateFlag.State_HasFocus or (chosen and self._always_ring):
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)


def _icon(painter: QPainter, rect: QRect, icon: object) -> QRect:
    if not isinstance(icon, QIcon):
        return rect
    top = rect.top() + (rect.height() - _ICON) // 2
    icon.paint(painter, QRect(rect.left(), top, _ICON, _ICON))
    return rect.adjusted(_ICON + 10, 0, 0, 0)


def _right(painter: QPainter, rect: QRect, text: str, tokens: Tokens) -> QRect:
    if not text:
        return rect
    font = _font(tokens.size_small)
    painter.setFont(font)
    painter.setPen(QColor(tokens.text_soft))
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return rect.adjusted(0, 0, -QFontMetrics(font).horizontalAdvance(text) - _GAP, 0)


def _words(
    painter: QPainter,
    rect: QRect,
    index: QModelIndex | QPersistentModelIndex,
    tokens: Tokens,
    lines: tuple[str, ...],
) -> None:
    heading = bool(index.data(HEADING_ROLE))
    size = tokens.size_small if heading else tokens.size_body
    font = _font(size)
    if heading:
        font.setWeight(QFont.Weight.DemiBold)
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    metrics = QFontMetrics(font)
    # The end of a name is what tells it from its neighbours.
    shown = [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, rect.width()) for line in lines]
    painter.setFont(font)
    painter.setPen(QColor(tokens.text_soft if heading else tokens.text))
    step = metrics.height()
    for number, line in enumerate(shown):
        painter.drawText(rect.translated(0, round((number - (len(shown) - 1) / 2) * step)), align, line)
    remark = str(index.data(REMARK_ROLE) or "")
    rest = rect.adjusted(metrics.horizontalAdvance(shown[-1]) + _GAP, 0, 0, 0)
    if remark and rest.width() > 4 * _GAP:
        small = _font(tokens.size_small)
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_soft))
        rest.translate(0, round((len(shown) - 1) / 2 * step))
        painter.drawText(rest, align, QFontMetrics(small).elidedText(remark, Qt.TextElideMode.ElideRight, rest.width()))


@lru_cache(maxsize=2048)
def _lines(text: str, room: int, size: int) -> tuple[str, ...]:
    """A name in one line, or in two where it is too long; the first takes as many words as it can."""
    words = text.split()
    if _advance(text, size) <= room or len(words) < 2:
        return (text,)
    fitting = [k for k in range(1, len(words)) if _advance(" ".join(words[:k]), size) <= room]
    cut = max(fitting, default=1)
    return " ".join(words[:cut]), " ".join(words[cut:])


def _advance(text: str, size: int) -> int:
    return QFontMetrics(_font(size)).horizontalAdvance(text) if text else 0


def _font_height(size: int) -> int:
    return QFontMetrics(_font(size)).height()


def _font(size: int) -> QFont:
    font = QFont()
    font.setPixelSize(size)
    return font
