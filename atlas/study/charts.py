"""Progress as pictures. A picture has the size that it is given, and says so where there is nothing yet."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from atlas.study.chart_canvas import DARK, EDGE, FONT, HEAD, LIGHT, SMALL, Box, Canvas, ChartColours, Drawing, Row, png
from atlas.study.progress import Calibration, Confusion, DayOfAnswers, DueOnDay, HardCard, Memory, retention

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.figure import Figure

__all__ = [
    "DARK", "LIGHT", "Canvas", "ChartColours", "calibration_chart", "confusion_chart", "days_chart", "forecast_chart",
    "hardest_chart", "memory_chart", "png",
]  # fmt: skip

# Names above the columns of the table stand at this angle.
_SLANT = 45.0
_CALIBRATION = "A dot on the line: remembered as often as predicted. Above it you remembered more, below it less."
_SMALLEST_CELL, _LARGEST_CELL = 18.0, 46.0


def memory_chart(canvas: Canvas, memory: Mapping[str, Memory], title: str = "What you know now") -> Figure:
    """A bar for each name: the share of its cards that is likely to be remembered now, in the order given."""
    drawing = Drawing(canvas)
    if not any(each.seen for each in memory.values()):
        return drawing.empty(title, "Nothing learned yet. After your first answers, what you know shows here.")
    drawing.head(title, "Share of all cards that you would remember today")
    drawing.rows(
        [
            Row(name, each.known, f"{each.known:.0%}", f"{each.seen} of {each.cards} seen")
            for name, each in memory.items()
        ]
    )
    return drawing.figure


def hardest_chart(canvas: Canvas, cards: Sequence[HardCard], names: Mapping[str, str]) -> Figure:
    """A bar for each card: how often it was forgotten. `names` are the words for a card's id."""
    title = "Hardest for you"
    drawing = Drawing(canvas)
    if not cards:
        return drawing.empty(title, "Nothing stands out. Cards that you forget often show here.")
    drawing.head(title, "How often you forgot each")
    rows = []
    for each in cards:
        share = each.forgotten / each.answers
        rows.append(Row(names.get(each.card, each.card), share, f"{share:.0%}", f"{each.forgotten} of {each.answers}"))
    drawing.rows(rows)
    return drawing.figure


def calibration_chart(canvas: Canvas, bins: Sequence[Calibration]) -> Figure:
    """What was remembered against what the schedule (FSRS) had predicted: a dot for each bin, with how sure it is."""
    title = "Remembered and predicted"
    drawing, colours = Drawing(canvas), canvas.colours
    whole = retention(bins)
    if whole is None:
        return drawing.empty(title, "No reviews yet. The first come a day or more after a card was learned.")
    answers = "review" if whole.answers == 1 else "reviews"
    told = f"You remembered {whole.remembered:.0%}, the schedule had predicted {whole.predicted:.0%}"
    drawing.head(title, f"{told} ({whole.answers:,} {answers})")
    why = drawing.fit(_CALIBRATION, SMALL, canvas.width - 2 * EDGE)
    drawing.write(EDGE, canvas.height - EDGE, why, SMALL, color=colours.soft)
    axes = drawing.plot(left=76, below=70)
    lowest = min(min(each.predicted, each.remembered) for each in bins)
    low = min(max(math.floor(10 * lowest - 0.3) / 10, 0.0), 0.7)
    axes.plot([low, 1], [low, 1], color=colours.soft, linewidth=1, linestyle=(0, (4, 3)), zorder=2)
    most = max(each.answers for each in bins)
    for each in bins:
        axes.plot([each.predicted] * 2, _sure(each), color=colours.accent, linewidth=1.4, alpha=0.6, zorder=3)
        size = 34 + 200 * each.answers / most
        axes.scatter(
            [each.predicted], [each.remembered], size, color=colours.accent, edgecolors=colours.ground, zorder=4
        )
    pad = 0.04 * (1 - low)
    axes.set(xlim=(low - pad, 1 + pad), ylim=(low - pad, 1 + pad))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(_percent)
    axes.set_xlabel("Predicted by the schedule", fontsize=SMALL, color=colours.soft, fontfamily=FONT, labelpad=8)
    axes.set_ylabel("Remembered", fontsize=SMALL, color=colours.soft, fontfamily=FONT, labelpad=8)
    return drawing.figure


def days_chart(canvas: Canvas, days: Sequence[DayOfAnswers]) -> Figure:
    """The answers of each day, those that were remembered below and those that were not on top."""
    title = "Answers per day"
    drawing, colours = Drawing(canvas), canvas.colours
    total = sum(day.answers for day in days)
    if total == 0:
        return drawing.empty(title, "No answers in these days.")
    spent = _time(sum(day.minutes for day in days))
    drawing.head(title, f"{total:,} {'answer' if total == 1 else 'answers'} in {len(days)} days, {spent} in all")
    axes = drawing.plot(left=50, below=14)
    kept = [day.remembered for day in days]
    lost = [day.answers - day.remembered for day in days]
    drawing.bars(axes, kept, colours.accent)
    drawing.bars(axes, lost, colours.second, kept)
    drawing.days(axes, [_day(day.day) for day in days], max(day.answers for day in days))
    drawing.legend(title, [("remembered", colours.accent), ("forgotten", colours.second)])
    return drawing.figure


def forecast_chart(canvas: Canvas, days: Sequence[DueOnDay]) -> Figure:
    """How many cards come due on each day; the first day, with what is overdue, stands out."""
    title = "Coming up"
    drawing, colours = Drawing(canvas), canvas.colours
    total = sum(day.cards for day in days)
    if total == 0:
        return drawing.empty(title, "Nothing is due in these days.")
    today = days[0].cards
    drawing.head(title, f"{today:,} due today, {total - today:,} in the {len(days) - 1} days after")
    axes = drawing.plot(left=50, below=14)
    fill = [colours.second, *[colours.accent] * (len(days) - 1)]
    drawing.bars(axes, [day.cards for day in days], fill)
    drawing.days(axes, ["today", *[_day(day.day) for day in days[1:]]], max(day.cards for day in days))
    return drawing.figure


def confusion_chart(canvas: Canvas, confusion: Confusion, names: Mapping[str, str]) -> Figure:
    """Which muscle was answered (columns) when which was asked (rows). `names` are the words for a muscle's id."""
    title = "What you take for what"
    drawing = Drawing(canvas)
    if not confusion.muscles:
        return drawing.empty(title, "No mix-ups yet. Muscles that you take for one another show here.")
    left, top, room, most = _table_room(drawing, [names.get(muscle, muscle) for muscle in confusion.muscles])
    shown = _most_mixed(confusion, most)
    rows = "Rows: what was asked. Columns: what you answered."
    drawing.head(title, rows if shown is confusion else f"{rows} The {len(shown.muscles)} most mixed up.")
    words = [drawing.fit(names.get(muscle, muscle), SMALL, room) for muscle in shown.muscles]
    cell = min((canvas.width - left - (top - HEAD) - EDGE) / len(words), (canvas.height - top - EDGE) / len(words))
    cell = min(max(cell, _SMALLEST_CELL), _LARGEST_CELL)
    for number, word in enumerate(words):
        middle = (number + 0.5) * cell
        drawing.write(left - 10, top + middle, word, SMALL, ha="right", va="center_baseline", color=canvas.colours.ink)
        drawing.write(
            left + middle, top - 6, word, SMALL, rotation=_SLANT, rotation_mode="anchor", ha="left", va="baseline",
            color=canvas.colours.ink,
        )  # fmt: skip
    _cells(drawing, shown, left, top, cell)
    return drawing.figure


def _table_room(drawing: Drawing, words: Sequence[str]) -> tuple[float, float, float, int]:
    """Left and upper edge of the table, how wide a name may be, and how many muscles there is room for."""
    canvas = drawing.canvas
    room = min(max(drawing.width(word, SMALL) for word in words), 0.3 * canvas.width)
    # A slanted name rises by its share of the sine, and the last one sticks out to the right by as much.
    slanted = room * math.sin(math.radians(_SLANT)) + 10
    left, top = EDGE + room + 10, HEAD + slanted
    side = min(canvas.width - left - EDGE - slanted, canvas.height - top - EDGE)
    return left, top, room, max(int(side // _SMALLEST_CELL), 2)


def _most_mixed(confusion: Confusion, most: int) -> Confusion:
    """The muscles that were mixed up the most often, as many as there is room for."""
    if len(confusion.muscles) <= most:
        return confusion
    mistakes = confusion.counts.sum(axis=0) + confusion.counts.sum(axis=1) - 2 * confusion.counts.diagonal()
    kept = sorted(sorted(range(len(mistakes)), key=lambda number: -int(mistakes[number]))[:most])
    return Confusion(tuple(confusion.muscles[number] for number in kept), confusion.counts[kept][:, kept])


def _cells(drawing: Drawing, confusion: Confusion, left: float, top: float, cell: float) -> None:
    """The table: right answers in quiet squares, mistakes the stronger the more there are, each with its number."""
    colours = drawing.colours
    boxes: list[Box] = []
    fills: list[str] = []
    counts = confusion.counts
    mistakes = [int(counts[r, c]) for r in range(len(counts)) for c in range(len(counts)) if r != c]
    most = max(mistakes, default=1) or 1
    for row in range(len(counts)):
        for column in range(len(counts)):
            count = int(counts[row, column])
            right = row == column
            share = 0.0 if right or not count else 0.25 + 0.75 * count / most
            quiet = colours.line if right else _mix(colours.ground, colours.line, 0.45)
            x, y = left + column * cell, top + row * cell
            boxes.append((x + 1, y + 1, cell - 2, cell - 2))
            fills.append(_mix(colours.ground, colours.accent, share) if share else quiet)
            if count:
                text = colours.soft if right else colours.ground if share > 0.55 else colours.ink
                size = min(SMALL, 0.9 * cell / max(len(str(count)), 2))
                drawing.write(
                    x + cell / 2, y + cell / 2, str(count), size, ha="center", va="center_baseline", color=text
                )
    drawing.boxes(boxes, fills)


def _mix(first: str, second: str, share: float) -> str:
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = (a + (b - a) * share for a, b in zip(to_rgb(first), to_rgb(second), strict=True))
    return to_hex((red, green, blue))


def _sure(each: Calibration) -> tuple[float, float]:
    """Between what the true share lies with nineteen chances in twenty, by Wilson's formula."""
    z, n, p = 1.96, each.answers, each.remembered
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return middle - reach, middle + reach


def _percent(share: float, _: float | None) -> str:
    return f"{share:.0%}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _time(minutes: float) -> str:
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"
