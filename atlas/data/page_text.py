"""What a learning page is made of: blocks of plain words and typed links, in which there is no room for markup.

Whatever a page's file holds, it becomes these objects or it is left out: so what shows a page need trust none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from atlas.anatomy import SideChoice
from atlas.data.faults import Fault

_WORDS_A_MINUTE = 200


class Audience(StrEnum):
    """For whom a version of a page is written."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


# What a link leads to.
LinkKind: TypeAlias = Literal["muscle", "page"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where some words lead: a muscle by id, or another page by slug."""

    kind: LinkKind
    target: str


@dataclass(frozen=True, slots=True)
class Span:
    """Some words that look alike; `text` is plain, with a line feed where a line is broken on purpose."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """Works, by key, that what stands before rests on."""

    keys: tuple[str, ...]


Words: TypeAlias = tuple[Span | Cited, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2, 3 or 4."""

    level: int
    words: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    words: Words


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered or not; each entry holds blocks."""

    entries: tuple[tuple[Block, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks set apart from the text around them."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a row of heads, and rows of as many cells."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the atlas makes: a muscle's pattern, or that of one trigger point, on one side or both.

    `words` say what it shows. `view` is the name of a view or close-up, empty for the one that shows most; that
    there is such a view is not checked here. `line` and `column`, from 1, say where it stands.
    """

    words: str
    muscle: str
    point: str | None = None
    side: SideChoice = SideChoice.RIGHT
    view: str = ""
    line: int = 1
    column: int = 1


Block: TypeAlias = Heading | Paragraph | Listing | Quote | Table | Picture


def plain(words: Words) -> str:
    """Words without their looks, links and citations."""
    return "".join(part.text for part in words if isinstance(part, Span)).strip()


def each_words(blocks: tuple[Block, ...]) -> Iterator[Words]:
    """The words of blocks in reading order: headings, paragraphs, entries, cells."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.words
            case Listing():
                for entry in block.entries:
                    yield from each_words(entry)
            case Quote():
                yield from each_words(block.blocks)
            case Table():
                for row in (block.head, *block.rows):
                    yield from row
            case Picture():
                yield (Span(block.words),)


@dataclass(frozen=True)
class Page:
    """One version of a learning page; `path` is its file."""

    slug: str
    audience: Audience
    title: str
    order: int
    summary: str
    blocks: tuple[Block, ...]
    path: Path

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every plain text of the page in reading order, after title and summary."""
        return tuple([text for words in each_words(self.blocks) if (text := plain(words))])

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """Its pictures in order; they stand nowhere but between paragraphs."""
        return tuple([block for block in self.blocks if isinstance(block, Picture)])

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The keys of the works that it cites, each once, in order."""
        parts = [part for words in each_words(self.blocks) for part in words if isinstance(part, Cited)]
        return tuple(dict.fromkeys(key for part in parts for key in part.keys))

    @cached_property
    def muscles(self) -> tuple[str, ...]:
        """The ids of the muscles that it shows or links to, each once."""
        shown = [picture.muscle for picture in self.pictures]
        links = [part.link for words in each_words(self.blocks) for part in words if isinstance(part, Span)]
        return tuple(dict.fromkeys([*shown, *[link.target for link in links if link and link.kind == "muscle"]]))

    @property
    def minutes(self) -> int:
        """About how many minutes it takes to read."""
        return max(1, round(sum(len(text.split()) for text in self.texts) / _WORDS_A_MINUTE))


@dataclass(frozen=True)
class Pages:
    """The pages of a folder in reading order, and every fault of them."""

    pages: tuple[Page, ...]
    faults: tuple[Fault, ...]

    def page(self, slug: str, audience: Audience) -> Page | None:
        """A page in this version; in the other one where this is missing; None where there is neither."""
        versions = {page.audience: page for page in self.pages if page.slug == slug}
        return versions.get(audience) or next(iter(versions.values()), None)

    def versions(self, audience: Audience) -> tuple[Page, ...]:
        """Every page once in reading order, in this version where there is one."""
        slugs = dict.fromkeys(page.slug for page in self.pages)
        return tuple([page for slug in slugs if (page := self.page(slug, audience)) is not None])

    def about(self, muscle_id: str, audience: Audience) -> tuple[Page, ...]:
        """The pages that show a muscle or link to it."""
        return tuple([page for page in self.versions(audience) if muscle_id in page.muscles])

    @cached_property
    def cited(self) -> AbstractSet[str]:
        """The keys of all works that some page cites."""
        return frozenset(key for page in self.pages for key in page.sources)
