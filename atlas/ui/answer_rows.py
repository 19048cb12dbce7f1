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
_ABOVE = 7
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
KEY_TIP = (
    "The left bar: how much of the pain lies in the zones of the answer.\n"
    "The right bar: how much of these zones hurts.\n"
    "The score, 0 to 1, puts both together and sets the order: pain that is not explained weighs most.\n"
    "It is no probability."
)


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
        if row.kind == "heading":
            return QSize(80, QFontMetrics(_font(current().size_body)).height() + 22)
        return QSize(80, _Plan(row, max(self._view.viewport().width() - 2 * _SIDE, 60)).height + 2 * _ABOVE)

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
            self._row(painter, rect.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE), row, tokens)
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
        plan = _Plan(row, inner.width())
        painter.translate(inner.topLeft())
        painter.setFont(plan.small)
        painter.setPen(QColor(tokens.text_soft))
        painter.drawText(plan.remark, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.remark)
        painter.drawText(plan.words, _WRAPPED, row.text)
        painter.setFont(plan.font)
        painter.setPen(QColor(tokens.text))
        painter.drawText(plan.title, _WRAPPED, row.title)
        if row.explained is not None:
            _bars(painter, QRectF(plan.bars), row, tokens)


class _Plan:
    """Where the parts of a row lie, in a place of that width: the title wraps, for names may differ at their end."""

    def __init__(self, row: AnswerRow, width: int) -> None:
        tokens = current()
        self.font, self.small = _font(tokens.size_body, bold=row.kind == "point"), _font(tokens.size_small)
        metrics, small = QFontMetrics(self.font), QFontMetrics(self.small)
        line = metrics.height()
        wide = small.horizontalAdvance(row.remark) + 2 if row.remark else 0
        room = width - (wide + 8 if wide else 0)
        # A name that would break within a word has the line for itself.
        longest = max(metrics.horizontalAdvance(word) for word in [*row.title.split(), ""])
        below = wide > 0 and longest > room
        self.title = _wrapped(metrics, row.title, width if below else room)
        top = self.title.height()
        self.remark = QRect(width - wide, top if below else 0, wide, line)
        top += line if below else 0
        if row.explained is not None:
            self.bars = QRect(0, top + _GAP, width, _BAR)
            top += _GAP + _BAR
        self.words = _wrapped(small, row.text, width).translated(0, top + _GAP) if row.text else QRect(0, top, 0, 0)
        self.height = self.words.top() + self.words.height()


def _wrapped(metrics: QFontMetrics, text: str, width: int) -> QRect:
    """The room that a text takes in lines of a width."""
    return QRect(0, 0, width, metrics.boundingRect(QRect(0, 0, width, 10000), _WRAPPED, text).height())


def key_html() -> str:
    """What the bars and the number of a row are, in a line for the head of the list."""
    explains, hurts = (
        f"<span style='color: {QColor(*rgb).name()}'>\N{BLACK SQUARE}</span>&nbsp;how&nbsp;much"
        for rgb in (DRAWN_RGB, ESSENTIAL_RGB)
    )
    dot = "&nbsp;\N{MIDDLE DOT} "
    return dot.join((f"{explains} of the pain it explains", f"{hurts} of its zone hurts", "score"))


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
