"""A hand-out: one page on one to four muscles, for a patient to take home."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imread
from numpy.typing import NDArray

from atlas.anatomy import Muscle, SideChoice
from atlas.handout.arrange import Arrangement, Cell, arrange
from atlas.handout.errors import SheetError
from atlas.handout.nearer import nearer
from atlas.handout.paper import MOST_PICKS, Pick, Sheet
from atlas.handout.picture import DPI, PATIENT_KEY, draw_key, draw_plate, key_kinds, key_places, paper_plate, seen_once
from atlas.handout.typeset import draw_lines, unprintable
from atlas.handout.words import Words, seen_from, side_in_words, side_of, words_of

if TYPE_CHECKING:
    from atlas.edition import Edition
    from atlas.render.plate import Plate
    from atlas.render.scene import Shown
    from atlas.render.views import View

FORMATS = (".pdf", ".png")
_LOGO_BYTES, _LOGO_PIXELS = 8_000_000, 6000
_HAIRLINE = "#a9b3b8"
# A picture shows at least so much of the body, so that a patient can tell where it is.
LEAST_CM = 26.0


def save_sheet(sheet: Sheet, edition: Edition, path: Path) -> Arrangement:
    """Make a hand-out and write it as PDF or PNG, as the path's suffix says; returns what stands where.

    Raises SheetError for what cannot be printed, PlaceError for a muscle with a bad place, OSError when the file cannot
    be written.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise SheetError(f"'{path}' should end in one of {', '.join(FORMATS)}")
    figure, arrangement = sheet_page(sheet, edition)
    title = "; ".join(title_of(edition.library.muscles[pick.muscle], pick, sheet.side) for pick in sheet.picks)
    if suffix == ".pdf":
        # Nothing of the day or the machine goes into the file.
        metadata: dict[str, str | None] = {"Title": title, "Creator": "Trigger Point Atlas", "CreationDate": None}
        with pdf_style():
            figure.savefig(path, format="pdf", dpi=DPI, metadata=metadata, facecolor="white")
    else:
        metadata = {"Title": title, "Software": "Trigger Point Atlas"}
        # The last tenth of the file's size would cost half of the time.
        quick = {"compress_level": 3}
        figure.savefig(path, format="png", dpi=DPI, metadata=metadata, facecolor="white", pil_kwargs=quick)
    return arrangement


def pdf_style() -> AbstractContextManager[None]:
    """While a PDF is written: text as TrueType, which can be selected, found and read aloud."""
    return mpl.rc_context({"pdf.fonttype": 42, "pdf.compression": 1})


def title_of(muscle: Muscle, pick: Pick, side: SideChoice) -> str:
    """`Infraspinatus, left side`: the side is always named."""
    point = muscle.point(pick.point) if pick.point else None
    return f"{muscle.name}, {side_in_words(side_of(point, side))}"


def sheet_figure(sheet: Sheet, edition: Edition) -> Figure:
    """A hand-out as a figure of the paper's size. Raises SheetError and PlaceError as `save_sheet` does."""
    return sheet_page(sheet, edition)[0]


def sheet_page(sheet: Sheet, edition: Edition) -> tuple[Figure, Arrangement]:
    """The figure, and where everything stands on it."""
    _refuse(sheet, edition)
    logo = _logo(sheet.logo) if sheet.logo else None
    scene = edition.scene(sheet.body)
    shown = [_shown(edition, sheet, pick) for pick in sheet.picks]
    views = [_views(edition, sheet, each) for each in shown]
    cells = [
        Cell(_words(edition, sheet, pick), tuple(seen_from(view) for view in looked))
        for pick, looked in zip(sheet.picks, views, strict=True)
    ]
    arrangement = arrange(sheet, cells, logo.shape[:2] if logo is not None else None)
    figure, axes = blank_page(sheet.paper.size)
    plates: list[Plate] = []
    for number, (looked, frames) in enumerate(zip(views, arrangement.frames, strict=True)):
        told = shown[number]
        if any(arrangement.dropped[number]):
            told = _shown(edition, sheet, sheet.picks[number], arrangement.spots[number])
        near = nearer(scene, told, looked, LEAST_CM)
        made = seen_once([paper_plate(scene, told, *place) for place in zip(near, frames, strict=True)])
        for plate, frame in zip(made, frames, strict=True):
            draw_plate(figure, plate, frame, "Spot ")
        plates.extend(made)
    draw_lines(axes, arrangement.lines)
    key = arrangement.key
    kinds = key_kinds(plates)
    entries, _ = key_places([row for row in PATIENT_KEY if row[0] in kinds], key.width, arrangement.key_size)
    draw_key(axes, entries, key.x, key.y)
    width = sheet.paper.size[0]
    for y in arrangement.rules:
        axes.plot([key.x, width - key.x], [y, y], color=_HAIRLINE, linewidth=0.5)
    if logo is not None and arrangement.logo is not None:
        box = arrangement.logo
        axes.imshow(logo, extent=(box.x, box.x + box.width, box.y + box.height, box.y), aspect="auto", zorder=2)
        axes.set(xlim=(0, width), ylim=(sheet.paper.size[1], 0))
    return figure, arrangement


def blank_page(size: tuple[float, float]) -> tuple[Figure, Axes]:
    """An empty page of so many points, and axes over all of it that count points from its upper left corner."""
    figure = Figure(figsize=(size[0] / 72, size[1] / 72), dpi=72)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), label="page", zorder=1)
    axes.set_axis_off()
    axes.set(xlim=(0, size[0]), ylim=(size[1], 0))
    return figure, axes


def _refuse(sheet: Sheet, edition: Edition) -> None:
    """Raise SheetError for an order that makes no page."""
    if not 1 <= len(sheet.picks) <= MOST_PICKS:
        raise SheetError(f"a hand-out explains one to {MOST_PICKS} muscles, not {len(sheet.picks)}")
    for pick in sheet.picks:
        muscle = edition.library.muscles.get(pick.muscle)
        if muscle is None:
            raise SheetError(f"there is no muscle '{pick.muscle}'")
        if pick.point and muscle.point(pick.point) is None:
            points = ", ".join(point.id for point in muscle.trigger_points)
            raise SheetError(f"{muscle.id} has no point '{pick.point}': it has {points}")
    if sheet.body not in edition.model.names:
        raise SheetError(f"there is no body '{sheet.body}': there are {', '.join(edition.model.names)}")
    for text in (sheet.clinic, sheet.date, *sheet.lines):
        missing = unprintable(text)
        if missing:
            raise SheetError(f"the page's font has no letter for {' '.join(missing[:10])}")


def _words(edition: Edition, sheet: Sheet, pick: Pick) -> Words:
    muscle = edition.library.muscles[pick.muscle]
    point = muscle.point(pick.point) if pick.point else None
    return words_of(muscle, point, sheet.side, sheet.sections, edition.library.sources)


def _shown(edition: Edition, sheet: Sheet, pick: Pick, spots: Sequence[str] | None = None) -> Shown:
    """What the pictures of a pick show: its trigger points, or only those that the page tells of."""
    muscle = edition.library.muscles[pick.muscle]
    pattern = edition.pattern(muscle.id)
    if spots is not None:
        pattern = replace(pattern, points=tuple(point for point in pattern.points if point.id in spots))
    return edition.scene(sheet.body).show(pattern, pick.point, sheet.side, muscle.depth)


def _views(edition: Edition, sheet: Sheet, shown: Shown) -> list[View]:
    """The view that shows most, and a second one where that hides much."""
    scene = edition.scene(sheet.body)
    best = scene.best_view(shown)
    companion = scene.companion_view(shown, best)
    return [best] if companion is None else [best, companion]


def _logo(path: Path) -> NDArray[np.generic]:
    """A logo's pixels. Raises SheetError for what is no PNG file of a sensible size."""
    try:
        with path.open("rb") as file:
            start = file.read(24)
        size = path.stat().st_size
    except OSError as error:
        raise SheetError(f"the logo '{path}' cannot be read: {error.strerror or error}") from None
    if len(start) < 24 or not start.startswith(b"\x89PNG\r\n\x1a\n"):
        raise SheetError(f"the logo '{path}' is not a PNG file")
    width, height = struct.unpack(">II", start[16:24])
    # A small file can hold a picture that fills the memory.
    if size > _LOGO_BYTES or not (0 < width <= _LOGO_PIXELS and 0 < height <= _LOGO_PIXELS):
        raise SheetError(f"the logo '{path}' is too large: at most {_LOGO_PIXELS} pixels a side and 8 megabytes")
    try:
        pixels: NDArray[np.generic] = imread(path, format="png")
    except (OSError, SyntaxError, ValueError) as error:
        raise SheetError(f"the logo '{path}' is damaged: {error}") from None
    return pixels
