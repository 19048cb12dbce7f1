"""Where everything stands on a hand-out, worked out in points before anything is drawn: nothing can overflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from atlas.handout.errors import SheetError
from atlas.handout.paper import Section, Sheet
from atlas.handout.picture import PATIENT_KEY, Frame, key_places
from atlas.handout.typeset import EMPTY, Block, Galley, Line, Role, galley
from atlas.handout.words import BRAND, DISCLAIMER, SEE_A_DOCTOR, Words

MARGIN = 38.0
_GUTTER = 20.0
_GAP = 8.0
# Between two pictures of one muscle.
_BESIDE = 6.0

# Sizes of plain text in points, the best first.
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0)
_LARGE_SIZES = (17.0, 16.0, 15.0, 14.0)
# Three or four muscles in large print: better a little smaller than not at all.
_CROWDED_SIZES = (*_LARGE_SIZES, 13.0, 12.0)
# How high pictures are at least and at most, by the number of picked muscles.
_HEIGHTS = {1: (200.0, 390.0), 2: (150.0, 270.0), 3: (90.0, 220.0), 4: (84.0, 200.0)}
# Titles are smaller where several stand side by side.
_TITLES = {1: 1.0, 2: 0.85, 3: 0.75, 4: 0.85}
_LOGO_HEIGHT = 36.0

_NAMES = {Section.EXPLAIN: "what is behind it", Section.SELF_CARE: "self-care", Section.STRETCH: "the stretch"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A picked muscle: its words, and what is written under each of its pictures."""

    words: Words
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Arrangement:
    """A page in points from its upper left corner.

    `frames` has a frame for each picture of each cell; `key` is where the key to the pictures starts and how wide and
    tall it may be; `rules` are hairlines across the page; `dropped` names what found no room,
    cell by cell.
    """

    lines: tuple[Line, ...]
    frames: tuple[tuple[Frame, ...], ...]
    key: Frame
    key_size: float
    rules: tuple[float, ...]
    logo: Frame | None
    dropped: tuple[tuple[str, ...], ...]
    size: float


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is told of a cell: how many of its sections, and how many of its patterns."""

    sections: int
    patterns: int


@dataclass
class _Page:
    """A page while it is put together."""

    across: float
    lines: list[Line] = field(default_factory=list)
    frames: list[tuple[Frame, ...]] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    y: float = MARGIN

    def set(self, set_text: Galley, x: float = MARGIN) -> None:
        self.lines.extend(set_text.at(x, self.y))


def arrange(sheet: Sheet, cells: Sequence[Cell], logo_shape: tuple[int, int] | None = None) -> Arrangement:
    """The page for a sheet.

    Text is as large as fits. Where the smallest does not, the longest muscle loses its last section, and so on; then
    patterns go, and the page says so. `logo_shape` is the logo's height and width in pixels.

    Raises SheetError when not even the clinician's own lines fit.
    """
    sizes: tuple[float, ...] = _SIZES
    if sheet.large:
        sizes = _LARGE_SIZES if len(cells) < 3 else _CROWDED_SIZES
    cuts: tuple[_Cut, ...] | None = tuple(_whole(cell) for cell in cells)
    while cuts is not None:
        # What does not fit in the smallest letters fits in none.
        if _try(sheet, cells, logo_shape, cuts, sizes[-1]) is not None:
            cuts = _restored(sheet, cells, logo_shape, cuts, sizes[-1])
            tried = (_try(sheet, cells, logo_shape, cuts, size) for size in sizes)
            return next(found for found in tried if found is not None)
        cuts = _less(sheet, cells, cuts, sizes[-1])
    raise SheetError(
        "this is too long for one page: shorten the clinic's name and your own lines, or pick fewer muscles"
    )


def _restored(
    sheet: Sheet, cells: Sequence[Cell], logo_shape: tuple[int, int] | None, cuts: tuple[_Cut, ...], size: float
) -> tuple[_Cut, ...]:
    """The cuts without those that turned out not to be needed once others were made."""
    number = 0
    while number < len(cells):
        cut, whole = cuts[number], _whole(cells[number])
        more = _Cut(cut.sections, cut.patterns + 1)
        if cut.patterns == whole.patterns:
            more = _Cut(cut.sections + 1, cut.patterns)
        wider = (*cuts[:number], more, *cuts[number + 1 :])
        if cut != whole and _try(sheet, cells, logo_shape, wider, size) is not None:
            cuts = wider
        else:
            number += 1
    return cuts


def _whole(cell: Cell) -> _Cut:
    # The heading is the first block.
    return _Cut(len(cell.words.sections), len(cell.words.felt) - 1)


def _less(sheet: Sheet, cells: Sequence[Cell], cuts: tuple[_Cut, ...], size: float) -> tuple[_Cut, ...] | None:
    """One thing less in the cell that is the longest of those which can lose one, or None."""
    heights: dict[int, float] = {}
    for number, (cell, cut) in enumerate(zip(cells, cuts, strict=True)):
        if cut.sections or cut.patterns > 1:
            heights[number] = _tallest(_columns(sheet, cell, cut, size, len(cells)))
    if not heights:
        return None
    longest = max(heights, key=heights.__getitem__)
    cut = cuts[longest]
    less = _Cut(cut.sections - 1, cut.patterns) if cut.sections else _Cut(0, cut.patterns - 1)
    return (*cuts[:longest], less, *cuts[longest + 1 :])


def _dropped(cell: Cell, cut: _Cut) -> tuple[str, ...]:
    names = [_NAMES[section] for section, _ in cell.words.sections[cut.sections :]]
    if len(cell.words.felt) - 1 > cut.patterns:
        names.append("the other sensitive spots")
    return tuple(names)


def _try(
    sheet: Sheet, cells: Sequence[Cell], logo_shape: tuple[int, int] | None, cuts: Sequence[_Cut], size: float
) -> Arrangement | None:
    """The page at one size of text, or None when it is not enough."""
    width, height = sheet.paper.size
    page = _Page(width - 2 * MARGIN)
    logo = _head(page, sheet, logo_shape, size)
    # Small print is larger too in large print, if there is room.
    ample = sheet.large and len(cells) < 3
    foot = _foot(cells, page.across, (11.0, 8.0) if ample else (8.5, 6.5))
    own = _own_lines(sheet, page.across, size)
    key_size = 10.5 if ample else 8.5
    key_height = key_places(PATIENT_KEY, page.across, key_size)[1] + _GAP
    rows, column = _grid(sheet, len(cells))
    texts = [_columns(sheet, cell, cut, size, len(cells)) for cell, cut in zip(cells, cuts, strict=True)]
    scale = 0.7 if sheet.large and len(cells) > 2 else _TITLES[len(cells)]
    titles = [galley(cell.words.title, column, scale * size) for cell in cells]
    captions = [_captions(cell, column, 10.5 if ample else 8.0) for cell in cells]
    caption = max(_tallest(each) for each in captions)
    fixed = sum(
        max(titles[k].height for k in row) + max(_tallest(texts[k]) for k in row) + caption + 2.75 * _GAP
        for row in rows
    )
    room = height - MARGIN - page.y - fixed - key_height - own.height - foot.height - _GAP
    least, most = _HEIGHTS[len(cells)]
    picture = min(room / len(rows), most)
    if picture < least:
        return None
    key = _body(page, (rows, column), (titles, captions, texts), picture, key_height)
    if own.lines:
        page.rules.append(page.y)
        page.set(own)
    page.y = height - MARGIN - foot.height
    page.rules.append(page.y - 0.3 * _GAP)
    page.set(foot)
    dropped = tuple(_dropped(cell, cut) for cell, cut in zip(cells, cuts, strict=True))
    return Arrangement(tuple(page.lines), tuple(page.frames), key, key_size, tuple(page.rules), logo, dropped, size)


def _body(
    page: _Page,
    grid: tuple[list[range], float],
    galleys: tuple[Sequence[Galley], Sequence[Sequence[Galley]], Sequence[Sequence[Galley]]],
    picture: float,
    key_height: float,
) -> Frame:
    """Titles, pictures with their captions, and texts, row after row.

    Returns the place of the key: under the pictures of a single row, at the end of two.
    """
    rows, column = grid
    titles, captions, texts = galleys
    caption = max(_tallest(each) for each in captions)
    key: Frame | None = None
    for row in rows:
        starts = {k: MARGIN + (k - row[0]) * (column + _GUTTER) for k in row}
        for k in row:
            page.set(titles[k], starts[k])
        page.y += max(titles[k].height for k in row) + 0.75 * _GAP
        for k in row:
            page.frames.append(_pictures(page, captions[k], starts[k], column, picture))
        page.y += picture + caption + _GAP
        if len(rows) == 1:
            key = Frame(MARGIN, page.y, page.across, key_height)
            page.y += key_height
        for k in row:
            across = column if len(texts[k]) == 1 else (column - _GUTTER) / 2
            for number, text in enumerate(texts[k]):
                page.set(text, starts[k] + number * (across + _GUTTER))
        page.y += max(_tallest(texts[k]) for k in row) + _GAP
    if key is None:
        key = Frame(MARGIN, page.y, page.across, key_height)
        page.y += key_height
    return key


def _frame_width(count: int, column: float) -> float:
    return (column - _BESIDE * (count - 1)) / count


def _captions(cell: Cell, column: float, size: float) -> tuple[Galley, ...]:
    """What is written under each picture of a cell, in the middle of its width."""
    width = _frame_width(len(cell.captions), column)
    set_captions = []
    for caption in cell.captions:
        plain = galley([Block(Role.SUBTITLE, caption)], width, size)
        lines = tuple(replace(line, x=(width - line.width) / 2, y=line.y + 2) for line in plain.lines)
        set_captions.append(Galley(lines, plain.height + 2))
    return tuple(set_captions)


def _pictures(page: _Page, captions: Sequence[Galley], x: float, column: float, height: float) -> tuple[Frame, ...]:
    """The frames of a cell's pictures side by side, each with its caption below."""
    width = _frame_width(len(captions), column)
    frames = []
    for number, caption in enumerate(captions):
        frames.append(Frame(x + number * (width + _BESIDE), page.y, width, height))
        page.lines.extend(caption.at(frames[-1].x, page.y + height))
    return tuple(frames)


def _columns(sheet: Sheet, cell: Cell, cut: _Cut, size: float, cells: int) -> tuple[Galley, ...]:
    """A cell's text in one column, or in two for a muscle that has the page to itself."""
    width = _grid(sheet, cells)[1]
    parts = [cell.words.felt[: cut.patterns + 1], *[blocks for _, blocks in cell.words.sections[: cut.sections]]]
    dropped = _dropped(cell, cut)
    if dropped:
        what = "" if sheet.large and cells > 2 else f": {', '.join(dropped)}"
        parts[-1] = (*parts[-1], Block(Role.SUBTITLE, f"More in the atlas{what}."))
    if cells > 1 or sheet.large:
        return (galley(_joined(parts), width, size),)
    half = (width - _GUTTER) / 2
    splits = [
        (galley(_joined(parts[:first]), half, size), galley(_joined(parts[first:]), half, size))
        for first in range(1, len(parts) + 1)
    ]
    return min(splits, key=_tallest)


def _grid(sheet: Sheet, cells: int) -> tuple[list[range], float]:
    """Which cells stand in which row, and how wide each is. Three stand in a row, unless letters are large."""
    across = 2 if cells == 4 or (cells == 3 and sheet.large) else cells
    width = sheet.paper.size[0] - 2 * MARGIN
    rows = [range(first, min(first + across, cells)) for first in range(0, cells, across)]
    return rows, (width - _GUTTER * (across - 1)) / across


def _joined(parts: Sequence[Sequence[Block]]) -> list[Block]:
    return [block for part in parts for block in part]


def _tallest(columns: Sequence[Galley]) -> float:
    return max(column.height for column in columns)


def _head(page: _Page, sheet: Sheet, logo_shape: tuple[int, int] | None, size: float) -> Frame | None:
    """Logo, clinic and date above a hairline; nothing where none is given."""
    if not (sheet.clinic.strip() or sheet.date.strip() or logo_shape):
        return None
    logo, x = None, MARGIN
    if logo_shape:
        width = _LOGO_HEIGHT * logo_shape[1] / logo_shape[0]
        most = 0.35 * page.across
        scale = min(1.0, most / width)
        logo = Frame(x, page.y, width * scale, _LOGO_HEIGHT * scale)
        x += logo.width + 10
    date = galley([Block(Role.TEXT, sheet.date)], 0.26 * page.across, 0.9 * size) if sheet.date.strip() else EMPTY
    clinic = galley([Block(Role.HEADING, sheet.clinic)], MARGIN + 0.72 * page.across - x, 1.1 * size)
    height = max(logo.height if logo else 0.0, clinic.height, date.height)
    page.lines.extend(clinic.at(x, page.y + (height - clinic.height) / 2))
    for line in date.at(0, page.y + (height - date.height) / 2):
        page.lines.append(Line(MARGIN + page.across - line.width, line.y, line.text, line.size))
    page.y += height + 0.5 * _GAP
    page.rules.append(page.y)
    page.y += 1.25 * _GAP
    return logo


def _own_lines(sheet: Sheet, width: float, size: float) -> Galley:
    lines = [line for line in sheet.lines if line.strip()]
    if not lines:
        return EMPTY
    own = galley([Block(Role.HEADING, "For you"), *[Block(Role.TEXT, line) for line in lines]], width, size)
    return Galley(own.at(0, 0.5 * _GAP), own.height + 1.5 * _GAP)


def _foot(cells: Sequence[Cell], width: float, sizes: tuple[float, float]) -> Galley:
    """When to see a doctor, the disclaimer, and the sources in small print."""
    sources = dict.fromkeys(source for cell in cells for source in cell.words.sources)
    upper = galley([Block(Role.TEXT, f"{SEE_A_DOCTOR} {DISCLAIMER}")], width, sizes[0])
    lower = galley([Block(Role.SMALL, f"Sources: {'; '.join(sources)}. {BRAND}.")], width, sizes[1])
    return Galley((*upper.lines, *lower.at(0, upper.height)), upper.height + lower.height)
