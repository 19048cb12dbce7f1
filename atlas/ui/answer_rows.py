"""How an answer looks in the list: rank and name, bars for what it explains and what it leaves, and the reason."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from atlas.anatomy import Side
from atlas.render.paint import DRAWN_RGB, ESSENTIAL_RGB
from atlas.ui.theme import current
from atlas.ui.tokens import Tokens

ANSWER_ROLE = Qt.ItemDataRole.UserRole + 7
_SIDE, _GAP, _BAR = 14, 5, 6


@dataclass(frozen=True)
class AnswerRow:
    """One row: `kind` is heading, point, cover or rival.

    `explained` and `unpainted` are shares (0..1) for the bars, None where there are none. `muscle`, `point` and `side`
    say what to show; `rival` is the id of a rival, `muscles` those of a set.
    """

    kind: str
    title: str
    remark: str = ""
    text: str = ""
    explained: float | None = None
    unpainted: float | None = None
    muscle: str = ""
    point: str = ""
    side: Side = Side.RIGHT
    rival: str = ""
    muscles: tuple[tuple[str, Side], ...] = ()

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        share = f", explains {self.explained:.0%}" if self.explained is not None else ""
        return f"{self.title} {self.remark}{share}. {self.text}".strip()


class AnswerDelegate(QStyledItemDelegate):
    """Draws the rows."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as its words need at the list's width."""
        del option
        row = index.data(ANSWER_ROLE)
        tokens = current()
        line = QFontMetrics(_font(tokens.size_body)).height()
        if row.kind == "heading":
            return QSize(80, line + 22)
        bars = _BAR + 2 * _GAP if row.explained is not None else _GAP
        return QSize(80, line + bars + self._words(row, tokens).height() + 16)

    def _words(self, row: AnswerRow, tokens: Tokens) -> QRect:
        width = self._view.viewport().width() - 2 * _SIDE
        return QFontMetrics(_font(tokens.size_small)).boundingRect(
            QRect(0, 0, max(width, 60), 1000), Qt.TextFlag.TextWordWrap, row.text
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row, tokens = index.data(ANSWER_ROLE), current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind == "heading":
            painter.setFont(_font(tokens.size_small, bold=True))
            painter.setPen(QColor(tokens.text_soft))
            painter.drawText(rect.adjusted(_SIDE, 10, -_SIDE, 0), Qt.AlignmentFlag.AlignVCenter, row.title)
        else:
            self._ground(painter, rect, state, tokens)
            self._row(painter, rect.adjusted(_SIDE, 7, -_SIDE, -7), row, tokens)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, tokens: Tokens) -> None:
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

    def _row(self, painter: QPainter, inner: QRect, row: AnswerRow, tokens: Tokens) -> None:
        font = _font(tokens.size_body, bold=row.kind == "point")
        metrics = QFontMetrics(font)
        small = _font(tokens.size_small)
        wide = QFontMetrics(small).horizontalAdvance(row.remark)
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_soft))
        line = QRect(inner.left(), inner.top(), inner.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.remark)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        room = line.width() - wide - (8 if wide else 0)
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        top = line.bottom() + _GAP
        if row.explained is not None:
            _bars(painter, QRectF(inner.left(), top, inner.width(), _BAR), row, tokens)
            top += _BAR + _GAP
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_soft))
        words = QRect(inner.left(), round(top), inner.width(), inner.bottom() - round(top) + 2)
        painter.drawText(words, Qt.TextFlag.TextWordWrap, row.text)


def _bars(painter: QPainter, box: QRectF, row: AnswerRow, tokens: Tokens) -> None:
    """At the left how much of the pain is explained; at the right, thinner, how much of the zones holds pain."""
    painter.setPen(Qt.PenStyle.NoPen)
    half = (box.width() - 10) * 0.66
    for left, width, share, rgb in (
        (box.left(), half, row.explained or 0.0, DRAWN_RGB),
        (box.left() + half + 10, box.width() - half - 10, 1 - (row.unpainted or 0.0), ESSENTIAL_RGB),
    ):
        if left > box.left() and row.unpainted is None:
            continue
        painter.setBrush(QColor(tokens.hairline))
        painter.drawRoundedRect(QRectF(left, box.top(), width, box.height()), 3, 3)
        if share > 0.005:
            painter.setBrush(QColor(*rgb))
            painter.drawRoundedRect(QRectF(left, box.top(), max(width * share, 4), box.height()), 3, 3)


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(size)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font
