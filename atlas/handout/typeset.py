"""Text set to a width: broken into lines that are measured by the font's own metrics, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import TextToPath

# It comes with matplotlib, so a page looks the same on every machine.
FONT = "DejaVu Sans"
INK = "#1b252b"
SOFT_INK = "#4c585f"

# One line below the other, and where the baseline lies in it, in parts of the size.
_LEADING = 1.36
_BASELINE = 1.02
# Words are measured this large: a size then only scales.
_MEASURED = 100.0


class Role(Enum):
    """What a block of text is, and with it how it looks."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class _Look:
    """Size, room above and below in parts of the basic size; weight and tone."""

    scale: float = 1.0
    above: float = 0.0
    below: float = 0.22
    bold: bool = False
    soft: bool = False


_LOOKS = {
    Role.TITLE: _Look(1.5, bold=True, below=0.15),
    Role.SUBTITLE: _Look(soft=True),
    Role.HEADING: _Look(above=0.75, below=0.1, bold=True),
    Role.TEXT: _Look(),
    Role.ITEM: _Look(),
    Role.SMALL: _Look(below=0.1, soft=True),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. An item hangs behind its `lead`, a dot or a number."""

    role: Role
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text whose baseline starts at (x, y): points from the left and the top; so is `size`."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    soft: bool = False

    @property
    def width(self) -> float:
        """How long it is, in points."""
        return width_of(self.text, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True)
class Galley:
    """Text set in one column: lines from its own corner, and its height in points."""

    lines: tuple[Line, ...]
    height: float

    def at(self, x: float, y: float) -> tuple[Line, ...]:
        """The lines with the column's upper left corner at (x, y)."""
        return tuple(replace(line, x=line.x + x, y=line.y + y) for line in self.lines)


EMPTY = Galley((), 0.0)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points."""
    words = text.split(" ")
    return (sum(_em(word, bold) for word in words) + _space(bold) * (len(words) - 1)) * size


@lru_cache(maxsize=20_000)
def _em(word: str, bold: bool) -> float:
    if not word:
        return 0.0
    font = FontProperties(family=FONT, weight="bold" if bold else "normal", size=_MEASURED)
    # matplotlib measures ink; a little more keeps neighbours apart and stands for the letters' own margins.
    return TextToPath().get_text_width_height_descent(word, font, ismath=False)[0] / _MEASURED + 0.03


@lru_cache(maxsize=2)
def _space(bold: bool) -> float:
    return _em("n n", bold) - 2 * _em("n", bold) + 0.03


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties(family=FONT))).get_charmap())


def unprintable(text: str) -> str:
    """The characters of a text for which the page's font has no letter."""
    return "".join(dict.fromkeys(letter for letter in text if not letter.isspace() and ord(letter) not in _letters()))


def broken(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """A text as lines no wider than so many points; a word that is wider itself is cut."""
    lines: list[str] = []
    line, used = "", 0.0
    space = _space(bold) * size
    for word in _pieces(text.split(), width, size, bold=bold):
        needed = _em(word, bold) * size
        if line and used + space + needed > width:
            lines.append(line)
            line, used = "", 0.0
        used += needed + (space if line else 0.0)
        line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def _pieces(words: Iterable[str], width: float, size: float, *, bold: bool) -> Iterable[str]:
    for word in words:
        rest = word
        while _em(rest, bold) * size > width and len(rest) > 1:
            count = next((n for n in range(len(rest) - 1, 1, -1) if _em(rest[:n], bold) * size <= width), 1)
            yield rest[:count]
            rest = rest[count:]
        yield rest


def galley(blocks: Sequence[Block], width: float, size: float) -> Galley:
    """Blocks set below one another in a column of so many points; `size` is that of plain text."""
    lines: list[Line] = []
    y = 0.0
    for number, block in enumerate(blocks):
        look = _LOOKS[block.role]
        own = size * look.scale
        y += size * look.above if number else 0.0
        indent = 1.55 * own if block.lead else 0.0
        if block.lead:
            lines.append(Line(0.0, y + _BASELINE * own, block.lead, own, bold=True))
        for text in broken(block.text, width - indent, own, bold=look.bold):
            lines.append(Line(indent, y + _BASELINE * own, text, own, look.bold, look.soft))
            y += _LEADING * own
        y += size * look.below
    return Galley(tuple(lines), y)


def draw_lines(axes: Axes, lines: Iterable[Line]) -> None:
    """Write lines on a page whose axes count points from its upper left corner."""
    for line in lines:
        axes.text(
            line.x,
            line.y,
            line.text,
            fontsize=line.size,
            fontfamily=FONT,
            fontweight="bold" if line.bold else "normal",
            color=SOFT_INK if line.soft else INK,
            va="baseline",
            # A dollar sign in a clinic's name is no formula.
            parse_math=False,
            # A ligature would be one more font in the file, and is no letter that a reader may search for.
            fontfeatures=["-liga"],
        )
