"""How a row of a list looks: a name, a soft remark after it, and a count or key at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from atlas.ui.theme import current
from atlas.ui.tokens import Tokens

REMARK_ROLE = Qt.ItemDataRole.UserRole + 1
RIGHT_ROLE = Qt.ItemDataRole.UserRole + 2
HEADING_ROLE = Qt.ItemDataRole.UserRole + 3

_SIDE = 14
_GAP = 8
_ICON = 18


class RowDelegate(QStyledItemDelegate):
    """Draws the rows of lists and of the palette. The row with the keyboard's attention has a ring."""

    def __init__(self, parent: QWidget, height: int = 30, *, always_ring: bool = False) -> None:
        super().__init__(parent)
        self._height = height
        self._always_ring = always_ring

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row's height; headings have air above them."""
        del option
        grown = round(self._height * current().size_body / 14)
        return QSize(80, grown + 8 if index.data(HEADING_ROLE) and index.row() else grown)

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
        _words(painter, inner, index, heading, tokens)
        painter.restore()

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
    painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, heading: bool, tokens: Tokens
) -> None:
    font = _font(tokens.size_small if heading else tokens.size_body)
    if heading:
        font.setWeight(QFont.Weight.DemiBold)
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    metrics = QFontMetrics(font)
    name = metrics.elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(tokens.text_soft if heading else tokens.text))
    painter.drawText(rect, align, name)
    remark = str(index.data(REMARK_ROLE) or "")
    rest = rect.adjusted(metrics.horizontalAdvance(name) + _GAP, 0, 0, 0)
    if remark and rest.width() > 4 * _GAP:
        small = _font(tokens.size_small)
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_soft))
        painter.drawText(rest, align, QFontMetrics(small).elidedText(remark, Qt.TextElideMode.ElideRight, rest.width()))


def _font(size: int) -> QFont:
    font = QFont()
    font.setPixelSize(size)
    return font
