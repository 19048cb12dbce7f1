"""The ground that the charts of progress are drawn on: its size, colours and letters, and what they have in common."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

# So many pixels are an inch to matplotlib: then a point is a pixel.
_DPI = 72.0
# It comes with matplotlib, so a chart looks the same on every machine.
FONT = "DejaVu Sans"
TITLE, TEXT, SMALL = 15.0, 12.0, 11.0
EDGE = 20.0  # pixels around everything
HEAD = 72.0  # pixels from the top that title and summary take
_ROW, _BAR = 28.0, 14.0
Box: TypeAlias = tuple[float, float, float, float]
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class ChartColours:
    """Colours as `#rrggbb`. Accent and second also differ in lightness, for those who do not see the hues apart."""

    ground: str
    ink: str
    soft: str  # lesser text
    line: str  # hairlines and empty tracks
    accent: str
    second: str


LIGHT = ChartColours("#f8fafa", "#1d2b30", "#566267", "#dfe4e5", "#0b6674", "#e0a63a")
DARK = ChartColours("#1a2225", "#dfe8e9", "#a8b2b4", "#364044", "#66c4cf", "#b07a26")


@dataclass(frozen=True, slots=True)
class Canvas:
    """How large a chart is, in pixels as they are seen; `ratio` real ones are made of each, on dense screens."""

    width: int
    height: int
    colours: ChartColours = LIGHT
    ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A bar of a chart of bars: what it is about, how long it is (0 to 1), and what is written behind it."""

    name: str
    share: float
    value: str
    note: str


def png(figure: Figure) -> bytes:
    """A chart as a PNG file."""
    made = io.BytesIO()
    figure.savefig(made, format="png", dpi=figure.dpi, metadata={"Software": "Trigger Point Atlas"})
    return made.getvalue()


class Drawing:
    """A chart being drawn. Positions are pixels from the left and the top, as they are seen."""

    def __init__(self, canvas: Canvas) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.canvas = canvas
        self.colours = canvas.colours
        # A little more than the pixels, which matplotlib rounds down.
        size = ((canvas.width + 0.01) / _DPI, (canvas.height + 0.01) / _DPI)
        self.figure = Figure(figsize=size, dpi=_DPI * canvas.ratio, facecolor=canvas.colours.ground)
        FigureCanvasAgg(self.figure)

    def write(self, x: float, y: float, text: str, size: float = TEXT, **style: Any) -> None:
        """Write a text."""
        from matplotlib.text import Text

        place = (x / self.canvas.width, 1 - y / self.canvas.height)
        written = Text(*place, text, fontsize=size, fontfamily=FONT, parse_math=False, **style)
        self.figure.add_artist(written)

    def width(self, text: str, size: float = TEXT, weight: str = "normal") -> float:
        """How wide a text would be."""
        return _width(text, size, weight)

    def fit(self, text: str, size: float, most: float, weight: str = "normal") -> str:
        """A text cut so that it is not wider than `most`."""
        if self.width(text, size, weight) <= most:
            return text

        def shortened(kept: int) -> str:
            return text[:kept].rstrip() + _ELLIPSIS

        fits = bisect_right(range(1, len(text)), most, key=lambda kept: self.width(shortened(kept), size, weight))
        return shortened(max(fits, 1))

    def broken(self, words: str, room: float) -> str:
        """A text in as few lines as it needs, all about as long."""
        lines = self._lines(words, room)
        while len(lines) > 1 and room > 40:
            room -= 12
            narrower = self._lines(words, room)
            if len(narrower) > len(lines):
                break
            lines = narrower
        return "\n".join(lines)

    def head(self, title: str, summary: str = "") -> None:
        """Title and summary, at the top."""
        room = self.canvas.width - 2 * EDGE
        self.write(
            EDGE, EDGE + 12, self.fit(title, TITLE, room, weight="bold"), TITLE, weight="bold", color=self.colours.ink
        )
        self.write(EDGE, EDGE + 34, self.fit(summary, TEXT, room), color=self.colours.soft)

    def empty(self, title: str, words: str) -> Figure:
        """A chart of nothing yet: quiet bars stand for what will be there."""
        self.head(title)
        middle, foot = self.canvas.width / 2, self.canvas.height / 2 + 10
        tall = min(80.0, self.canvas.height / 5)
        shares = (0.3, 0.5, 0.42, 0.75, 1.0)
        self.boxes(
            [(middle + number * 26 - 60, foot - tall * share, 16, tall * share) for number, share in enumerate(shares)],
            self.colours.line,
        )
        room = min(self.canvas.width - 2 * EDGE, 400)
        self.write(middle, foot + 18, self.broken(words, room), ha="center", va="top", color=self.colours.soft)
        return self.figure

    def boxes(self, boxes: Sequence[Box], colour: str | Sequence[str]) -> None:
        """Boxes of one colour, or of one each: left, upper edge, width, height."""
        width, height = self.canvas.width, self.canvas.height
        shares = [(x / width, 1 - (y + tall) / height, wide / width, tall / height) for x, y, wide, tall in boxes]
        self.figure.add_artist(_filled(shares, colour, self.figure.transFigure))

    def bars(self, axes: Axes, tops: Sequence[int], colour: str | Sequence[str], feet: Sequence[int] = ()) -> None:
        """A bar at each whole number of a plot, from 0 or from a foot of its own."""
        boxes = [
            (x - 0.36, foot, 0.72, top) for x, (foot, top) in enumerate(zip(feet or [0] * len(tops), tops, strict=True))
        ]
        axes.add_collection(_filled(boxes, colour, axes.transData), autolim=False)

    def plot(self, left: float, below: float) -> Axes:
        """Axes under the head, with quiet lines across and so much room for labels."""
        width, height = self.canvas.width, self.canvas.height
        box = (left, EDGE + below, width - EDGE - left, height - HEAD - EDGE - below)
        axes = self.figure.add_axes(
            (box[0] / width, box[1] / height, max(box[2], 10.0) / width, max(box[3], 10.0) / height)
        )
        axes.set_facecolor(self.colours.ground)
        axes.spines[:].set_visible(False)
        axes.spines["bottom"].set_visible(True)
        axes.spines["bottom"].set_color(self.colours.line)
        axes.grid(axis="y", color=self.colours.line, linewidth=1)
        axes.set_axisbelow(True)
        axes.tick_params(length=0, pad=6, labelsize=SMALL, labelcolor=self.colours.soft, labelfontfamily=FONT)
        return axes

    def rows(self, rows: Sequence[Row]) -> None:
        """Bars below each other, as many as there is room for; the last line tells of the others."""
        width, height = self.canvas.width, self.canvas.height
        most = max(int((height - HEAD - EDGE) // _ROW), 1)
        shown = list(rows) if len(rows) <= most else list(rows[: max(most - 1, 1)])
        name_room = min(max(self.width(row.name) for row in shown), 0.38 * width)
        value_room = max(self.width(row.value, weight="bold") for row in shown)
        note_room = max(self.width(row.note, SMALL) for row in shown)
        if width < 2 * EDGE + name_room + value_room + note_room + 150:
            note_room = 0.0
        start = EDGE + name_room + 14
        stop = width - EDGE - value_room - 12 - (note_room + 12 if note_room else 0)
        tracks: list[Box] = []
        fills: list[Box] = []
        for number, row in enumerate(shown):
            y = HEAD + (number + 0.5) * _ROW
            self.write(EDGE, y, self.fit(row.name, TEXT, name_room), va="center_baseline", color=self.colours.ink)
            top = y - _BAR / 2
            tracks.append((start, top, stop - start, _BAR))
            fills.append((start, top, (stop - start) * row.share, _BAR))
            style: dict[str, Any] = {
                "ha": "right",
                "va": "center_baseline",
                "weight": "bold",
                "color": self.colours.ink,
            }
            self.write(stop + 12 + value_room, y, row.value, **style)
            if note_room:
                self.write(width - EDGE, y, row.note, SMALL, ha="right", va="center_baseline", color=self.colours.soft)
        self.boxes(tracks, self.colours.line)
        self.boxes(fills, self.colours.accent)
        if len(shown) < len(rows):
            y = HEAD + (len(shown) + 0.5) * _ROW
            self.write(EDGE, y, f"and {len(rows) - len(shown)} more", va="center_baseline", color=self.colours.soft)

    def days(self, axes: Axes, names: Sequence[str], highest: int) -> None:
        """Label the days of a chart of counts: as many names as there is room for, and whole numbers."""
        from matplotlib.ticker import MaxNLocator

        room = self.canvas.width - EDGE - 50
        every = max(int(-(-max(self.width(name, SMALL) + 14 for name in names) * len(names) // room)), 1)
        axes.set_xticks(range(0, len(names), every), names[::every])
        axes.set_xlim(-0.6, len(names) - 0.4)
        axes.set_ylim(0, max(highest * 1.05, 1))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))

    def legend(self, title: str, entries: Sequence[tuple[str, str]]) -> None:
        """What the colours mean, to the right of the title; left out where there is no room beside it."""
        needed = sum(self.width(name, SMALL) + 32 for name, _ in entries)
        if self.width(title, TITLE, weight="bold") + needed > self.canvas.width - 2 * EDGE:
            return
        x, y = self.canvas.width - EDGE, EDGE + 8
        for name, colour in reversed(entries):
            self.write(x, y, name, SMALL, ha="right", va="center_baseline", color=self.colours.soft)
            x -= self.width(name, SMALL)
            self.boxes([(x - 16, y - 5, 10, 10)], colour)
            x -= 32

    def _lines(self, words: str, room: float) -> list[str]:
        lines = [""]
        for word in words.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines


def _filled(boxes: Sequence[Box], colour: str | Sequence[str], transform: Transform) -> PolyCollection:
    # One artist for all of them: a hundred of single bars take ten times as long.
    from matplotlib.collections import PolyCollection

    corners = [[(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)] for x, y, wide, tall in boxes]
    return PolyCollection(corners, facecolors=colour, linewidths=0, transform=transform)


@lru_cache(maxsize=4000)
def _width(text: str, size: float, weight: str) -> float:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    figure = Figure(dpi=_DPI)
    FigureCanvasAgg(figure)
    style: dict[str, Any] = {"fontsize": size, "fontfamily": FONT, "fontweight": weight, "parse_math": False}
    return float(Text(0, 0, text, figure=figure, **style).get_window_extent().width)
