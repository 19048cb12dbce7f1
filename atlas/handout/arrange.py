"""Where everything stands on a hand-out, worked out in points before anything is drawn: nothing can overflow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

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
# How high pictures are by the number of picked muscles: at least, at least where nothing must go, and at most.
_HEIGHTS = {1: (96.0, 200.0, 390.0), 2: (90.0, 150.0, 270.0), 3: (76.0, 90.0, 220.0), 4: (70.0, 84.0, 200.0)}
# Titles are smaller where several stand side by side.
_TITLES = {1: 1.0, 2: 0.85, 3: 0.75, 4: 0.85}
_LOGO_HEIGHT = 36.0

_NAMES = {Section.EXPLAIN: "what is behind it", Section.SELF_CARE: "self-care", Section.STRETCH: "the stretch"}
# What a patient can do is worth more room than why.
_FIRST_TO_GO = (Section.EXPLAIN, Section.STRETCH, Section.SELF_CARE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A picked muscle: its words, and what is written under each of its pictures."""

    words: Words
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Arrangement:
    """A page in points from its upper left corner.

    `frames` has a frame for each picture of each cell; `key` is where the key to the pictures starts and how wide and
    tall it may be; `rules` are hairlines across the page; `dropped` names what found no room, and `spots` which
    trigger points are told of, cell by cell.
    """

    lines: tuple[Line, ...]
    frames: tuple[tuple[Frame, ...], ...]
    key: Frame
    key_size: float
    rules: tuple[float, ...]
    logo: Frame | None
    dropped: tuple[tuple[str, ...], ...]
    spots: tuple[tuple[str, ...], ...]
    size: float


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is told of a cell: which of its sections, and how many of its patterns."""

    sections: frozenset[Section]
    patterns: int

    def without(self, section: Section) -> _Cut:
        return _Cut(self.sections - {section}, self.patterns)

    def with_(self, section: Section) -> _Cut:
        return _Cut(self.sections | {section}, self.patterns)


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

    Text is as large as fits. Where the smallest does not, pictures shrink; then what is behind it goes, then the
    stretch, then self-care, always from the longest muscle first; then patterns go. The page says so. `logo_shape` is
    the logo's height and width in pixels.

    Raises SheetError when not even the clinician's own lines fit.
    """
    sizes: tuple[float, ...] = _SIZES
    if sheet.large:
        sizes = _LARGE_SIZES if len(cells) < 3 else _CROWDED_SIZES
    least, ample, _ = _HEIGHTS[len(cells)]

    def page(cuts: Sequence[_Cut], size: float, picture: float) -> Arrangement | None:
        return _try(sheet, cells, logo_shape, cuts, size, picture)

    cuts: tuple[_Cut, ...] | None = tuple(_whole(cell) for cell in cells)
    while cuts is not None:
        # What does not fit in the smallest letters fits in none.
        smallest = page(cuts, sizes[-1], least)
        if smallest is not None:
            restored = _restored(cells, cuts, lambda wider: page(wider, sizes[-1], least) is not None)
            if restored != cuts:
                cuts, smallest = restored, page(restored, sizes[-1], least)
            tried = (page(cuts, size, ample) for size in sizes)
            found = next((each for each in tried if each is not None), smallest)
            assert found is not None
            return found
        cuts = _less(sheet, cells, cuts, sizes[-1])
    raise SheetError(
        "this is too long for one page: shorten the clinic's name and your own lines, or pick fewer muscles"
    )


def _restored(
    cells: Sequence[Cell], cuts: tuple[_Cut, ...], fits: Callable[[tuple[_Cut, ...]], bool]
) -> tuple[_Cut, ...]:
    """The cuts without those that turned out not to be needed once others were made, the dearest first."""
    wholes = [_whole(cell) for cell in cells]

    def tried(number: int, wider: _Cut) -> bool:
        nonlocal cuts
        more = (*cuts[:number], wider, *cuts[number + 1 :])
        fitting = fits(more)
        cuts = more if fitting else cuts
        return fitting

    for number, whole in enumerate(wholes):
        while cuts[number].patterns < whole.patterns:
            if not tried(number, _Cut(cuts[number].sections, cuts[number].patterns + 1)):
                break
    for section in reversed(_FIRST_TO_GO):
        for number, whole in enumerate(wholes):
            if section in whole.sections - cuts[number].sections:
                tried(number, cuts[number].with_(section))
    return cuts


def _whole(cell: Cell) -> _Cut:
    # The heading is the first block.
    return _Cut(frozenset(section for section, _ in cell.words.sections), len(cell.words.felt) - 1)


def _less(sheet: Sheet, cells: Sequence[Cell], cuts: tuple[_Cut, ...], size: float) -> tuple[_Cut, ...] | None:
    """One thing less in the cell that is the longest of those which can lose it, or None."""

    def without(number: int, less: _Cut) -> tuple[_Cut, ...]:
        return (*cuts[:number], less, *cuts[number + 1 :])

    def longest(able: Sequence[int]) -> int:
        return max(able, key=lambda k: _tallest(_columns(sheet, cells[k], cuts[k], size, len(cells))))

    for section in _FIRST_TO_GO:
        able = [number for number, cut in enumerate(cuts) if section in cut.sections]
        if able:
            number = longest(able)
            return without(number, cuts[number].without(section))
    able = [number for number, cut in enumerate(cuts) if cut.patterns > 1]
    if not able:
        return None
    number = longest(able)
    return without(number, _Cut(cuts[number].sections, cuts[number].patterns - 1))


def _dropped(cell: Cell, cut: _Cut) -> tuple[str, ...]:
    names = [_NAMES[section] for section, _ in cell.words.sections if section not in cut.sections]
    if _whole(cell).patterns > cut.patterns:
        names.append("the other sensitive spots")
    return tuple(names)


def _instead(cell: Cell, cut: _Cut) -> str:
    """Whom to ask about what found no room; why it hurts is no loss that a patient must be told of."""
    lost = _whole(cell).sections - cut.sections
    wanted = {
        frozenset({Section.SELF_CARE, Section.STRETCH}): "for the exercises",
        frozenset({Section.STRETCH}): "for the stretch",
        frozenset({Section.SELF_CARE}): "what you can do yourself",
    }.get(lost - {Section.EXPLAIN}, "")
    others = "about the other spots" if _whole(cell).patterns > cut.patterns else ""
    asked = " and ".join(filter(None, (wanted, others)))
    return f"Ask your therapist {asked}." if asked else ""


def _try(
    sheet: Sheet,
    cells: Sequence[Cell],
    logo_shape: tuple[int, int] | None,
    cuts: Sequence[_Cut],
    size: float,
    least: float,
) -> Arrangement | None:
    """The page at one size of text, or None when pictures would be lower than the least."""
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
    fixed = sum(
        max(titles[k].height for k in row)
        + max(_tallest(texts[k]) for k in row)
        + max(_tallest(captions[k]) for k in row)
        + 2.75 * _GAP
        for row in rows
    )
    room = height - MARGIN - page.y - fixed - key_height - own.height - foot.height - _GAP
    picture = min(room / len(rows), _HEIGHTS[len(cells)][2])
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
    spots = tuple(
        tuple(spot for told in cell.words.spots[: cut.patterns] for spot in told)
        for cell, cut in zip(cells, cuts, strict=True)
    )
    return Arrangement(
        tuple(page.lines), tuple(page.frames), key, key_size, tuple(page.rules), logo, dropped, spots, size
    )


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
    key: Frame | None = None
    for row in rows:
        starts = {k: MARGIN + (k - row[0]) * (column + _GUTTER) for k in row}
        for k in row:
            page.set(titles[k], starts[k])
        page.y += max(titles[k].height for k in row) + 0.75 * _GAP
        for k in row:
            page.frames.append(_pictures(page, captions[k], starts[k], column, picture))
        page.y += picture + max(_tallest(captions[k]) for k in row) + _GAP
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


@lru_cache(maxsize=256)
def _columns(sheet: Sheet, cell: Cell, cut: _Cut, size: float, cells: int) -> tuple[Galley, ...]:
    """A cell's text in one column, or in two for a muscle that has the page to itself."""
    width = _grid(sheet, cells)[1]
    kept = [blocks for section, blocks in cell.words.sections if section in cut.sections]
    parts = [cell.words.felt[: cut.patterns + 1], *kept]
    instead = _instead(cell, cut)
    if instead:
        parts[-1] = (*parts[-1], Block(Role.SUBTITLE, instead))
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
