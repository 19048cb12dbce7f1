"""A chart: every pattern of one part of the body as small plates, like the charts on a clinic's wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from atlas.anatomy import Area, Muscle, SideChoice
from atlas.handout.arrange import MARGIN
from atlas.handout.errors import SheetError
from atlas.handout.nearer import nearer
from atlas.handout.paper import Paper
from atlas.handout.picture import DPI, Frame, draw_key, draw_plate, key_kinds, key_places, paper_plate, seen_once
from atlas.handout.sheet import blank_page, pdf_style
from atlas.handout.typeset import Block, Line, Role, draw_lines, galley
from atlas.handout.words import BRAND, DISCLAIMER, follow_one_another, same_pattern, seen_from

if TYPE_CHECKING:
    from atlas.edition import Edition
    from atlas.render.plate import Plate
    from atlas.render.scene import Shown
    from atlas.render.views import View

# Plates are as large as they can be without another page: so many across, at most so many down and so tall.
_ACROSS = (2, 3, 4)
_MOST_DOWN = 4
_TALLEST = 290.0
_GAP = 9.0
_HEAD, _FOOT = 34.0, 44.0
_NAME_SIZE, _KEY_SIZE = 7.5, 8.0
# A plate shows at least so much of the body. Head and hand are known at a glance, a piece of the trunk is not.
_LEAST_CM, _SHAPELY_CM = 30.0, 19.0
_SHAPELY = frozenset({Area.HEAD, Area.NECK, Area.FOREARM, Area.HAND, Area.FOOT})


@dataclass(frozen=True)
class Item:
    """One pattern of a chart: its muscle, the trigger points that share it, and the views that show it."""

    muscle: Muscle
    points: tuple[str, ...]
    shown: Shown
    views: tuple[View, ...]

    @property
    def caption(self) -> tuple[Block, ...]:
        """The muscle's name and its points."""
        names = [point.name for point in self.muscle.trigger_points if point.id in self.points]
        where = f": {names[0]}" if len(names) == 1 else ""
        return Block(Role.HEADING, self.muscle.name), Block(Role.SMALL, f"{_span(self.points)}{where}")

    @property
    def second_caption(self) -> tuple[Block, ...]:
        """From where the second view looks, if there is one."""
        return tuple(Block(Role.SMALL, seen_from(view)) for view in self.views[1:])


def save_chart(
    area: Area,
    edition: Edition,
    path: Path,
    *,
    paper: Paper = Paper.A4,
    body: str = "male",
    told: Callable[[float], bool] = lambda _share: True,
) -> int:
    """Write a chart as PDF. The file is there whole, or as it was before.

    Args:
        area: The part of the body.
        edition: The atlas.
        path: The file.
        paper: The size of its pages.
        body: The name of the body that is drawn.
        told: Is given how much is done, 0..1; when it answers False, nothing more is done and no file is left.

    Returns:
        The number of pages, 0 if it was given up.

    Raises:
        SheetError: for what cannot be printed.
        PlaceError: for a muscle with a bad place.
        OSError: when the file cannot be written.
    """
    if path.suffix.lower() != ".pdf":
        raise SheetError(f"'{path}' should end in .pdf")
    metadata = {"Title": _title(area), "Creator": "Trigger Point Atlas", "CreationDate": None}
    items = chart_items(area, edition, body)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with pdf_style(), PdfPages(unfinished, metadata=metadata) as pages:
            count = 0
            try:
                for figure in chart_figures(area, items, edition, paper=paper, body=body, told=told):
                    pages.savefig(figure, dpi=DPI, facecolor="white")
                    count += 1
            except _GivenUpError:
                return 0
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


class _GivenUpError(Exception):
    """Nobody wants the chart any more."""


def chart_items(area: Area, edition: Edition, body: str = "male") -> list[Item]:
    """The patterns of an area on the right side, or where else they are, muscle after muscle.

    Raises SheetError for an area without muscles and a body that there is not, PlaceError for a bad place.
    """
    if body not in edition.model.names:
        raise SheetError(f"there is no body '{body}': there are {', '.join(edition.model.names)}")
    muscles = [muscle for muscle in edition.library.muscles.values() if muscle.region is area]
    if not muscles:
        raise SheetError(f"there is no muscle in '{area}'")
    scene = edition.scene(body)
    items = []
    least = _SHAPELY_CM if area in _SHAPELY else _LEAST_CM
    for muscle in sorted(muscles, key=lambda each: each.name):
        pattern = edition.pattern(muscle.id)
        for group in same_pattern(muscle.trigger_points):
            ids = tuple(point.id for point in group)
            side = SideChoice(group[0].only.value) if group[0].only is not None else SideChoice.RIGHT
            alone = replace(pattern, points=tuple(point for point in pattern.points if point.id in ids))
            shown = scene.show(alone, None, side, muscle.depth)
            best = scene.best_view(shown)
            second = scene.companion_view(shown, best)
            views = nearer(scene, shown, [best] if second is None else [best, second], least)
            items.append(Item(muscle, ids, shown, tuple(views)))
    return items


@dataclass(frozen=True, slots=True)
class Grid:
    """The pages of a chart: how many plates stand across and down, and each item's row and column."""

    across: int
    down: int
    pages: tuple[tuple[tuple[Item, int, int], ...], ...]


def grid_of(items: Sequence[Item]) -> Grid:
    """The widest plates that need no more pages than the narrowest."""
    grids = [_grid(items, across) for across in _ACROSS]
    return next(grid for grid in grids if len(grid.pages) == len(grids[-1].pages))


def _grid(items: Sequence[Item], across: int) -> Grid:
    pages: list[list[tuple[Item, int, int]]] = [[]]
    row = column = 0
    for item in items:
        # One with two views takes two columns.
        if column + len(item.views) > across:
            row, column = row + 1, 0
        if row == _MOST_DOWN:
            pages.append([])
            row = 0
        pages[-1].append((item, row, column))
        column += len(item.views)
    down = _MOST_DOWN if len(pages) > 1 else row + 1
    return Grid(across, down, tuple(tuple(page) for page in pages))


def chart_figures(
    area: Area,
    items: Sequence[Item],
    edition: Edition,
    *,
    paper: Paper = Paper.A4,
    body: str = "male",
    told: Callable[[float], bool] = lambda _share: True,
) -> Iterator[Figure]:
    """The pages of a chart, one after another. `told` is that of `save_chart`."""
    grid, done = grid_of(items), 0
    scene = edition.scene(body)
    for number, placed in enumerate(grid.pages, 1):
        figure, axes = blank_page(paper.size)
        plates: list[Plate] = []
        for item, frames, lines in _framed(paper, grid, placed):
            seen = zip(item.views, frames, strict=True)
            made = seen_once([paper_plate(scene, item.shown, view, frame) for view, frame in seen])
            for plate, frame in zip(made, frames, strict=True):
                draw_plate(figure, plate, frame, "TrP")
            draw_lines(axes, lines)
            plates.extend(made)
            done += 1
            if not told(done / len(items)):
                raise _GivenUpError
        page = f" Page {number} of {len(grid.pages)}." if len(grid.pages) > 1 else ""
        _head_and_foot(axes, _title(area), page, list(key_kinds(plates).items()), paper.size)
        yield figure


def _framed(
    paper: Paper, grid: Grid, placed: Sequence[tuple[Item, int, int]]
) -> Iterator[tuple[Item, list[Frame], tuple[Line, ...]]]:
    """Each item of a page with the frames of its plates and the lines of its caption below."""
    width, height = paper.size
    across = (width - 2 * MARGIN - _GAP * (grid.across - 1)) / grid.across
    wholes = [across * len(item.views) + _GAP * (len(item.views) - 1) for item, _, _ in placed]
    captions = [galley(item.caption, across, _NAME_SIZE) for item, _, _ in placed]
    seconds = [galley(item.second_caption, across, _NAME_SIZE) for item, _, _ in placed]
    room = max(caption.height for caption in (*captions, *seconds)) + _GAP
    down = min((height - 2 * MARGIN - _HEAD - _FOOT) / grid.down, _TALLEST + room)
    # The plates of one pattern stand closer together than those of two.
    inner = _GAP / 3
    for (item, row, column), whole, caption, second in zip(placed, wholes, captions, seconds, strict=True):
        x, y = MARGIN + column * (across + _GAP), MARGIN + _HEAD + row * down
        each = (whole - inner * (len(item.views) - 1)) / len(item.views)
        frames = [Frame(x + n * (each + inner), y, each, down - room) for n in range(len(item.views))]
        below = y + down - room + 2
        yield item, frames, (*caption.at(x, below), *second.at(frames[-1].x, below))


def _title(area: Area) -> str:
    return f"{area.value.capitalize()}: where trigger points refer pain"


def _head_and_foot(
    axes: Axes, title: str, page: str, key: Sequence[tuple[str, str]], size: tuple[float, float]
) -> None:
    across = size[0] - 2 * MARGIN
    draw_lines(axes, galley([Block(Role.TITLE, title)], across, 11.5).at(MARGIN, MARGIN - 4))
    foot = galley([Block(Role.SMALL, f"{DISCLAIMER} {BRAND}.{page}")], across, 7.0)
    entries, tall = key_places(key, across, _KEY_SIZE)
    top = size[1] - MARGIN - foot.height - tall
    draw_key(axes, entries, MARGIN, top - 2)
    draw_lines(axes, foot.at(MARGIN, size[1] - MARGIN - foot.height))


def _span(points: Sequence[str]) -> str:
    """`TrP1`, `TrP1, TrP2` or, where they follow one another, `TrP1 to TrP4`."""
    if len(points) > 2 and follow_one_another(points):
        return f"{points[0]} to {points[-1]}"
    return ", ".join(points)
