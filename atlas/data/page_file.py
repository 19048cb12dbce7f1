"""One learning page's file: everything that can be said about it without the dataset and the other pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from atlas.data.faults import Fault, quoted
from atlas.data.markdown import Mention, Said, find, read_markdown
from atlas.data.marked import Document, parse_document
from atlas.data.messages import faults_of
from atlas.data.page_text import Audience, Page
from atlas.data.places_schema import Entry, Text
from atlas.data.rawtext import Unreadable, decoded, read_bytes, unreadable

# What tells how patients are spoken to; muscles' texts are judged by the same.
from atlas.data.wording import ALARMING, MOST_WORDS, SENTENCE_END

MAX_CHARACTERS = 40_000
_FENCE = "---"


class _FrontMatter(Entry):
    """What stands between the two lines of `---`."""

    title: Text
    order: Annotated[int, Field(ge=1, le=999)]
    summary: Text


@dataclass(slots=True)
class PageFile:
    """What a file says, and what is wrong with it.

    `page` is None where the file has a fault that forbids its use; `mentions` are the names that its text uses.
    """

    path: Path
    slug: str
    audience: Audience
    faults: list[Fault] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    page: Page | None = None
    front: Document | None = None

    def complain(self, line: int, column: int, message: str, *, warning: bool = False) -> None:
        """Add a fault at a line and column, from 1."""
        self.faults.append(Fault(self.path, line, column, message, "warning" if warning else "error"))

    def where(self, key: str) -> tuple[int, int]:
        """Line and column of a value of the front matter."""
        return self.front.marks.value((key,)) if self.front else (1, 1)


def read_page_file(path: Path, slug: str, audience: Audience) -> PageFile:
    """Read one version of a page. Never raises for what is in the file."""
    file = PageFile(path, slug, audience)
    try:
        text, faults = decoded(read_bytes(path), path)
        file.faults += faults
        if len(text) > MAX_CHARACTERS:
            raise unreadable(path, 1, 1, f"the page is too long: {len(text)} characters; the most is {MAX_CHARACTERS}")
        lines = text.split("\n")
        end = _front_matter_end(lines, path)
        # A comment stands for the first line, so that every mark is the file's own.
        file.front = parse_document("\n".join(["#", *lines[1:end]]).encode(), path)
    except Unreadable as error:
        file.faults += error.faults
        return file
    file.faults += file.front.faults
    front = _front_matter(file, file.front)
    # The text is read even where the front matter is broken: all faults are told in one run.
    reading = read_markdown("\n".join(lines[end + 1 :]), end + 2)
    file.mentions = reading.mentions
    for remark in reading.remarks:
        file.complain(*remark)
    if not reading.blocks and not reading.remarks:
        file.complain(end + 1, 1, "the page has no text")
    if audience is Audience.PATIENT:
        _check_wording(file, front, reading.said, lines)
    if front is not None:
        file.page = Page(slug, audience, front.title, front.order, front.summary, reading.blocks, path)
    return file


def _front_matter_end(lines: list[str], path: Path) -> int:
    """The number, from 0, of the line that closes the front matter. Raises Unreadable where there is none."""
    bare = [line.rstrip() for line in lines]
    if bare[0] != _FENCE:
        raise unreadable(path, 1, 1, f"a page begins with a line '{_FENCE}', then title, order and summary")
    if _FENCE not in bare[1:]:
        raise unreadable(path, 1, 1, f"the front matter is never closed: a line '{_FENCE}' is missing after it")
    end = bare.index(_FENCE, 1)
    if not any(line and not line.lstrip().startswith("#") for line in bare[1:end]):
        raise unreadable(path, 1, 1, "the front matter is empty: title, order and summary are missing")
    return end


@cache
def _adapter() -> TypeAdapter[_FrontMatter]:
    return TypeAdapter(_FrontMatter)


def _front_matter(file: PageFile, document: Document) -> _FrontMatter | None:
    try:
        return _adapter().validate_python(document.data)
    except ValidationError as error:
        file.faults += faults_of(error, _FrontMatter, document)
        return None


def _check_wording(file: PageFile, front: _FrontMatter | None, said: list[Said], lines: list[str]) -> None:
    """Warn of what could be said better to a patient."""
    for key in ("title", "summary") if front is not None else ():
        for _, message in badly_said(getattr(front, key)):
            file.complain(*file.where(key), message, warning=True)
    for text in said:
        for words, message in badly_said(text.text):
            # Words that a link or emphasis interrupts are not found as they stand: then the text's begin is named.
            found = find(lines, words, text.first - 1, text.last)
            line, column = found or (text.first - 1, len(lines[text.first - 1]) - len(lines[text.first - 1].lstrip()))
            file.complain(line + 1, column + 1, message, warning=True)


def badly_said(text: str) -> Iterator[tuple[str, str]]:
    """What could be said better to a patient: the words that are meant, or a sentence's first two, and the message."""
    for word in dict.fromkeys(ALARMING.findall(text)):
        yield word, f"{quoted(word)} may alarm a patient: say it in calmer words"
    for sentence in SENTENCE_END.split(text):
        words = sentence.split()
        if len(words) > MOST_WORDS:
            message = f"{len(words)} words in a sentence for patients; the most is {MOST_WORDS}: {quoted(sentence)}"
            yield " ".join(words[:2]), message
