"""Charts of progress: the size that was asked for, legible in light and dark, and with something to say when empty."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from atlas.study.charts import (
    DARK,
    LIGHT,
    Canvas,
    ChartColours,
    calibration_chart,
    confusion_chart,
    days_chart,
    forecast_chart,
    hardest_chart,
    memory_chart,
    png,
)
from atlas.study.progress import Calibration, Confusion, DayOfAnswers, DueOnDay, HardCard, Memory

DAY = date(2026, 3, 1)
MEMORY = {"Shoulder": Memory(20, 15, 0.9), "Leg and foot": Memory(30, 3, 0.7), "Neck": Memory(10, 0, 0.0)}
BINS = [
    Calibration(0.7, 0.75, 4, 0.72, 0.5),
    Calibration(0.85, 0.9, 40, 0.88, 0.9),
    Calibration(0.9, 0.95, 1200, 0.93, 0.95),
]
DAYS = [DayOfAnswers(DAY + timedelta(days=number), number % 7 * 5, number % 7 * 4, number % 7) for number in range(30)]
FORECAST = [DueOnDay(DAY + timedelta(days=number), 40 - number) for number in range(30)]
HARD = [HardCard("pattern:soleus", 10, 8, 0.2), HardCard("origin:scaleni", 9, 3, 0.6)]
NAMES = {"pattern:soleus": "Soleus, pattern", "soleus": "Soleus", "scaleni": "Scalenes"}
MIXED = Confusion(("gastrocnemius", "scaleni", "soleus"), np.array([[3, 0, 2], [0, 12, 0], [7, 1, 0]]))
NO_MIX = Confusion((), np.zeros((0, 0), dtype=np.int64))

Chart = Callable[[Canvas], Figure]
FULL: Mapping[str, Chart] = {
    "memory": lambda canvas: memory_chart(canvas, MEMORY),
    "calibration": lambda canvas: calibration_chart(canvas, BINS),
    "days": lambda canvas: days_chart(canvas, DAYS),
    "forecast": lambda canvas: forecast_chart(canvas, FORECAST),
    "hardest": lambda canvas: hardest_chart(canvas, HARD, NAMES),
    "confusion": lambda canvas: confusion_chart(canvas, MIXED, NAMES),
}
EMPTY: Mapping[str, Chart] = {
    "memory": lambda canvas: memory_chart(canvas, {"Neck": Memory(10, 0, 0.0)}),
    "memory of nothing": lambda canvas: memory_chart(canvas, {}),
    "calibration": lambda canvas: calibration_chart(canvas, []),
    "days": lambda canvas: days_chart(canvas, [DayOfAnswers(DAY, 0, 0, 0.0)]),
    "no days": lambda canvas: days_chart(canvas, []),
    "forecast": lambda canvas: forecast_chart(canvas, []),
    "hardest": lambda canvas: hardest_chart(canvas, [], NAMES),
    "confusion": lambda canvas: confusion_chart(canvas, NO_MIX, NAMES),
}


def texts(figure: Figure) -> list[Text]:
    """Every text of a chart that is not empty."""
    return [found for found in figure.findobj(Text) if found.get_text().strip()]


def words(figure: Figure) -> str:
    return " | ".join(" ".join(text.get_text().split()) for text in texts(figure))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", FULL)
def test_a_chart_has_the_pixels_that_were_asked_for(name: str, ratio: float) -> None:
    with Image.open(io.BytesIO(png(FULL[name](Canvas(501, 333, LIGHT, ratio))))) as picture:
        assert picture.size == (int(501.01 * ratio), int(333.01 * ratio))
        assert picture.format == "PNG"


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("name", FULL)
def test_a_chart_lies_on_its_own_ground_and_is_more_than_that(name: str, colours: ChartColours) -> None:
    with Image.open(io.BytesIO(png(FULL[name](Canvas(560, 360, colours))))) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    ground = tuple(int(colours.ground[at : at + 2], 16) for at in (1, 3, 5))
    edge = np.concatenate([pixels[:4].reshape(-1, 3), pixels[-4:].reshape(-1, 3), pixels[:, :4].reshape(-1, 3)])
    assert (edge == ground).all()
    assert 0.01 < (pixels != ground).any(axis=2).mean() < 0.6


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_chart_says_so(name: str) -> None:
    figure = EMPTY[name](Canvas(420, 300))
    told = words(figure)
    assert any(beginning in told for beginning in ("No ", "Nothing ")), told
    with Image.open(io.BytesIO(png(figure))) as picture:
        assert picture.size == (420, 300)


@pytest.mark.parametrize("size", [(160, 120), (260, 200), (2000, 1200)])
@pytest.mark.parametrize("charts", [FULL, EMPTY])
def test_every_text_stays_on_its_chart_at_any_size(charts: Mapping[str, Chart], size: tuple[int, int]) -> None:
    for name, chart in charts.items():
        figure = chart(Canvas(*size))
        png(figure)
        for text in texts(figure):
            # Axes also know labels that lie outside and are not drawn.
            if text in figure.artists:
                box = text.get_window_extent()
                assert box.x0 >= -1, (name, text)
                assert box.x1 <= size[0] + 1, (name, text)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("memory", ["68%", "15 of 20 seen", "7%", "0%", "Leg and foot"]),
        ("calibration", ["You remembered 95%, the schedule had predicted 93% (1,244 reviews)"]),
        ("days", ["425 answers in 30 days", "1 h 25 min", "forgotten"]),
        ("forecast", ["40 due today, 725 in the 29 days after", "today"]),
        ("hardest", ["Soleus, pattern", "80%", "8 of 10", "origin:scaleni", "33%"]),
        ("confusion", ["Soleus", "Scalenes", "gastrocnemius", "12", "7"]),
    ],
)
def test_a_chart_tells_its_numbers_in_words(name: str, told: list[str]) -> None:
    written = words(FULL[name](Canvas(640, 420)))
    for each in told:
        assert each in written


def test_what_there_is_no_room_for_is_counted() -> None:
    many = {f"Muscle {number}": Memory(5, 5, 0.8) for number in range(40)}
    assert "and 33 more" in words(memory_chart(Canvas(500, 320), many))
    mixed = Confusion(tuple(f"m{number}" for number in range(30)), np.ones((30, 30), dtype=np.int64))
    assert "most mixed up" in words(confusion_chart(Canvas(900, 320), mixed, {}))


def test_names_are_never_taken_for_formulas() -> None:
    written = words(memory_chart(Canvas(500, 320), {"$x^2_{": Memory(5, 5, 0.8)}))
    assert "$x^2_{" in written


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_colours_can_be_told_apart_and_read(colours: ChartColours) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        low, high = sorted((light(one), light(other)))
        return (high + 0.05) / (low + 0.05)

    assert contrast(colours.ink, colours.ground) > 7
    assert contrast(colours.soft, colours.ground) > 4.5
    assert contrast(colours.accent, colours.ground) > 3
    # In grey alone too.
    assert contrast(colours.accent, colours.second) > 1.7


def test_to_look_at_progress_costs_no_chart() -> None:
    code = "import sys, atlas.study.charts, atlas.study.exam_sheet, atlas.study.anki, atlas.study.schedule\n"
    code += "print([name for name in ('matplotlib', 'genanki', 'fsrs', 'PySide6') if name in sys.modules])"
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
