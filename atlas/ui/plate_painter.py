"""Draws a plate with Qt's painter: the same plate that a page draws with its own means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from atlas.render.inks import RGB
from atlas.render.letters import Letter
from atlas.render.names import Name
from atlas.render.paint import DRAWN_RGB, ESSENTIAL_RGB, KNOWN_RGB, SPILLOVER_RGB, UNEXPLAINED_RGB
from atlas.render.plate import BELLY_TONES, Mark, MarkKind, Stroke
from atlas.render.shade import Bytes
from atlas.ui.tokens import Tokens

# Marks and letters lie on skin, whose colour does not follow the theme: neither does theirs.
_INK = QColor("#1d2b30")
_HALO = QColor(255, 255, 255, 235)
_CROSS_ARM = 6.0
_KNOT_RADIUS = 4.5
_LEGEND_ROW = 22.0

_SPOTS = ((-6, -2), (0, 2), (6, -2), (-3, 4), (3, -4), (8, 3))


def image_of(pixels: Bytes) -> QImage:
    """Premultiplied BGRA bytes (height, width, 4) as an image, which keeps the array alive."""
    height, width = pixels.shape[:2]
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)


def draw_ground(painter: QPainter, size: QRectF, tokens: Tokens) -> None:
    """The quiet ground behind the body."""
    shade = QLinearGradient(size.topLeft(), size.bottomLeft())
    shade.setColorAt(0, QColor(tokens.ground_top))
    shade.setColorAt(1, QColor(tokens.ground_bottom))
    painter.fillRect(size, shade)


def draw_strokes(painter: QPainter, strokes: tuple[Stroke, ...]) -> None:
    """The fibres; those that look alike in one go."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for (rgb, width, opacity, dashed), alike in groupby(strokes, lambda s: (s.rgb, s.width, s.opacity, s.dashed)):
        path = QPainterPath()
        for stroke in alike:
            points = stroke.points.tolist()
            path.moveTo(*points[0])
            for x, y in points[1:]:
                path.lineTo(x, y)
        pen = QPen(QColor(rgb[0], rgb[1], rgb[2], round(255 * opacity)), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.drawPath(path)


def draw_marks(painter: QPainter, marks: tuple[Mark, ...], unit: float, hovered: Mark | None = None) -> None:
    """Crosses for the shown trigger points, small discs for other knots; `unit` is device pixels a logical one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in sorted(marks, key=lambda m: m.kind is not MarkKind.KNOT):
        grown = hovered is not None and mark.site == hovered.site
        if mark.kind is MarkKind.KNOT:
            _knot(painter, mark, unit, grown=grown)
        else:
            hidden = mark.kind is MarkKind.HIDDEN_POINT
            _cross(painter, mark.x, mark.y, _CROSS_ARM * unit * (1.25 if grown else 1), hidden=hidden)
            if mark.label:
                _label(painter, *mark.label_at, mark.label, 12 * unit, faint=hidden)


def _knot(painter: QPainter, mark: Mark, unit: float, *, grown: bool) -> None:
    radius = _KNOT_RADIUS * unit * (1.5 if grown else 1)
    painter.setPen(QPen(QColor(255, 255, 255, 220), 1.6 * unit))
    painter.setBrush(QColor("#0b6674"))
    painter.drawEllipse(QPointF(mark.x, mark.y), radius, radius)


def _cross(painter: QPainter, x: float, y: float, arm: float, *, hidden: bool) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(255, 255, 255, 150 if hidden else 240), 0.85), (QColor(_INK), 0.4)):
        pen = QPen(colour, arm * width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if hidden:
            colour.setAlpha(min(colour.alpha(), 150))
            pen.setColor(colour)
            pen.setDashPattern([0.4, 1.6])
        painter.setPen(pen)
        painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
        painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))


@dataclass(frozen=True)
class _Lettering:
    """How a word is written: ink and halo as 32-bit ARGB."""

    ink: int
    halo: int
    bold: bool = True


_ON_SKIN = _Lettering(_INK.rgba(), _HALO.rgba())


@lru_cache(maxsize=512)
def _word(text: str, size: float, family: str, style: _Lettering) -> QPixmap:
    """A word with a halo, drawn once: outlining letters is dear, and the same few labels come in every picture."""
    font = QFont(family)
    font.setPixelSize(max(3, round(size)))
    font.setBold(style.bold)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    halo = size * 0.3
    box = path.boundingRect().adjusted(-halo, -halo, halo, halo)
    drawn = QPixmap(box.size().toSize() + QSize(1, 1))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-box.topLeft())
    round_pen = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QColor.fromRgba(style.halo), halo, *round_pen))
    painter.drawPath(path)
    painter.fillPath(path, QColor.fromRgba(style.ink))
    painter.end()
    return drawn


def _label(
    painter: QPainter,
    x: float,
    y: float,
    text: str,
    size: float,
    style: _Lettering = _ON_SKIN,
    *,
    faint: bool = False,
    side: int = 0,
) -> None:
    """A word with its middle at (x, y), or ending (side 1) or beginning (-1) there."""
    # Drawn at the size that it has on the screen, whatever the painter is scaled by.
    scale = painter.transform().m11() * painter.device().devicePixelRatioF()
    word = _word(text, size * scale, painter.font().family(), style)
    width, height = word.width() / scale, word.height() / scale
    painter.setOpacity(0.6 if faint else 1.0)
    painter.drawPixmap(QRectF(x - width * (1 + side) / 2, y - height / 2, width, height), word, QRectF(word.rect()))
    painter.setOpacity(1.0)


def draw_letters(painter: QPainter, letters: tuple[Letter, ...], unit: float) -> None:
    """R and L on the body."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for letter in letters:
        radius = 10 * unit
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 205))
        painter.drawEllipse(QPointF(letter.x, letter.y), radius, radius)
        font = QFont(painter.font())
        font.setPixelSize(round(13 * unit))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(_INK)
        box = QRectF(letter.x - radius, letter.y - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter.text)


def draw_names(painter: QPainter, names: tuple[Name, ...], tokens: Tokens, hovered: str | None = None) -> None:
    """The names of muscles with a fine line to each; that of the muscle under the pointer stands out.

    Most stand beside the body, so they have the colours of the ground there.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink, halo = QColor(tokens.text), QColor(tokens.ground_top)
    halo.setAlpha(_HALO.alpha())
    for name in names:
        strong = name.muscle == hovered
        start, end = QPointF(*name.line_start), QPointF(*name.anchor)
        for colour, width in ((halo, 0.2), (ink, 0.12 if strong else 0.06)):
            painter.setPen(QPen(colour, width * name.size))
            painter.drawLine(start, end)
        painter.setPen(QPen(halo, 0.08 * name.size))
        painter.setBrush(ink)
        painter.drawEllipse(end, 0.17 * name.size, 0.17 * name.size)
        style = _Lettering(ink.rgba(), halo.rgba(), bold=strong)
        _label(painter, name.x, name.y, name.text, name.size, style, side=1 if name.left else -1)


# A word or two each, where there is room for a line only: the field's, and a patient's.
_SHORT = {
    "drawn": "It hurts",
    "answer": "Your answer",
    "asked": "The region",
    "unexplained": "Unexplained",
    "known": "Remembered",
    "point": "Point",
    "hidden": "Far side",
    "rival": "Felt here",
    "essential": "Essential",
    "spillover": "Spillover",
    "muscle": "Muscle",
    "knot": "Knots",
}
_SHORT_PLAIN = {
    **_SHORT,
    "unexplained": "Still unclear",
    "point": "Sore spot",
    "hidden": "Spot on the far side",
    "essential": "Nearly everyone",
    "spillover": "Some people",
    "knot": "Other spots",
}

_PLAIN = {
    "rival": ESSENTIAL_RGB,
    "essential": ESSENTIAL_RGB,
    "drawn": DRAWN_RGB,
    "answer": DRAWN_RGB,
    "asked": DRAWN_RGB,
    "unexplained": UNEXPLAINED_RGB,
    "known": KNOWN_RGB,
}
# Room of a sample with its gaps, beside the word.
_SAMPLE_ROOM = 42.0


@dataclass(frozen=True)
class LegendStyle:
    """How a legend is written.

    `line` where there is room for short words only, `plain` for a patient, in how many `pixels`; 0 is the usual size.
    `several` are the colours of the patterns where there is more than one: then no single one stands for the zones.
    """

    line: bool = False
    plain: bool = False
    pixels: int = 0
    several: tuple[RGB, ...] = ()


def draw_legend(
    painter: QPainter,
    rows: list[tuple[str, str]],
    size: QSize,
    tokens: Tokens,
    *,
    line: bool = False,
    style: LegendStyle | None = None,
) -> None:
    """The legend in the lower left corner of a picture of that size, in logical pixels.

    Where the picture is small it is one `line` of short words, or two if they do not fit into one.
    """
    if not rows:
        return
    style = style or LegendStyle(line=line)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setPixelSize(style.pixels or tokens.size_small)
    painter.setFont(font)
    # Everything else grows with the type.
    share = font.pixelSize() / tokens.size_small
    short = _SHORT_PLAIN if style.plain else _SHORT
    words = [short[kind] if style.line else full for kind, full in rows]
    widths = [QFontMetricsF(font).horizontalAdvance(text) / share for text in words]
    painter.save()
    painter.scale(share, share)
    width, height = size.width() / share, size.height() / share
    lines = _lines(widths, width - 16) if style.line else [[number] for number in range(len(rows))]
    deep, below = (_LEGEND_ROW, 20.0) if style.line else (_LEGEND_ROW, 22.0)
    top = height - below - (len(lines) - 1) * deep
    widest = max(sum(widths[number] + _SAMPLE_ROOM for number in each) for each in lines)
    draw_panel(
        painter, QRectF(8, top - 12, widest + (-4 if style.line else 8), len(lines) * deep + 2 + below - 20), tokens
    )
    for row, each in enumerate(lines):
        x, y = 16.0, top + row * deep
        for number in each:
            _sample(painter, rows[number][0], x + 12, y, tokens, style.several)
            painter.setPen(QColor(tokens.text))
            font.setPixelSize(tokens.size_small)
            painter.setFont(font)
            box = QRectF(x + 28, y - 11, widths[number] + 40, 22)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words[number])
            x += widths[number] + _SAMPLE_ROOM
    painter.restore()


def _lines(widths: list[float], room: float) -> list[list[int]]:
    """The numbers of the words of each line: as many lines as the room makes necessary."""
    lines: list[list[int]] = [[]]
    used = 0.0
    for number, width in enumerate(widths):
        if lines[-1] and used + width + _SAMPLE_ROOM > room:
            lines.append([])
            used = 0.0
        lines[-1].append(number)
        used += width + _SAMPLE_ROOM
    return lines


def draw_told(painter: QPainter, text: str, size: QSize, tokens: Tokens, *, at_top: bool) -> None:
    """A small line of words at the right: beside the legend where there is room, else at the top."""
    if not text:
        return
    _small_type(painter, tokens.size_small)
    width = painter.fontMetrics().horizontalAdvance(text)
    box = QRectF(size.width() - width - 28, 8 if at_top else size.height() - 32, width + 16, 24)
    draw_panel(painter, box.adjusted(-4, 0, 4, 0), tokens)
    painter.setPen(tokens.text_soft)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_message(painter: QPainter, text: str, size: QSize, tokens: Tokens, pixels: int = 0) -> None:
    """What is going on, at the top in the middle."""
    _small_type(painter, pixels or tokens.size_body)
    painter.setPen(tokens.text_soft)
    painter.drawText(QRectF(0, 12, size.width(), max(24, 2 * pixels)), Qt.AlignmentFlag.AlignHCenter, text)


def _small_type(painter: QPainter, pixels: int) -> None:
    font = painter.font()
    font.setPixelSize(pixels)
    painter.setFont(font)


def draw_panel(painter: QPainter, box: QRectF, tokens: Tokens) -> None:
    """A pale ground for words that may lie over the body."""
    pale = QColor(tokens.ground_top)
    pale.setAlphaF(0.72)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pale)
    painter.drawRoundedRect(box, 8, 8)


def _sample(painter: QPainter, kind: str, x: float, y: float, tokens: Tokens, several: tuple[RGB, ...] = ()) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    box = QRectF(x - 11, y - 7, 22, 14)
    if kind in ("point", "hidden"):
        _cross(painter, x, y, 5, hidden=kind == "hidden")
    elif kind == "knot":
        painter.setBrush(QColor("#0b6674"))
        painter.setPen(QPen(QColor(255, 255, 255, 220), 1.6))
        painter.drawEllipse(QPointF(x, y), _KNOT_RADIUS, _KNOT_RADIUS)
    elif kind == "muscle":
        for number in range(4):
            painter.setPen(QPen(QColor(*BELLY_TONES[number % 2]), 1.8))
            line = y - 5 + number * 3.3
            painter.drawLine(QPointF(x - 10, line), QPointF(x + 10, line))
    elif kind == "essential" and several:
        _stripes(painter, box, several)
    elif kind in _PLAIN:
        painter.setBrush(QColor(*_PLAIN[kind]))
        painter.drawRoundedRect(box, 4, 4)
    else:
        pale = (128, 128, 128) if several else SPILLOVER_RGB
        painter.setBrush(QColor(*pale, 70 if tokens.dark else 45))
        painter.drawRoundedRect(box, 4, 4)
        for number, (dx, dy) in enumerate(_SPOTS):
            painter.setBrush(QColor(*several[number % len(several)]) if several else QColor(*SPILLOVER_RGB))
            painter.drawEllipse(QPointF(x + dx, y + dy), 1.5, 1.5)


def _stripes(painter: QPainter, box: QRectF, colours: tuple[RGB, ...]) -> None:
    """A swatch of several colours side by side."""
    frame = QPainterPath()
    frame.addRoundedRect(box, 4, 4)
    painter.save()
    painter.setClipPath(frame, Qt.ClipOperation.IntersectClip)
    width = box.width() / len(colours)
    for number, rgb in enumerate(colours):
        painter.fillRect(QRectF(box.left() + number * width, box.top(), width + 0.5, box.height()), QColor(*rgb))
    painter.restore()
