"""Finds learning pages by words of their titles and texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from atlas.data.page_text import Page
from atlas.finder.search import fold

_TITLE, _SUMMARY, _TEXT = 3.0, 2.0, 1.0
_LONGEST = 110


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page that a search found, and the text in which most of the words stand."""

    page: Page
    excerpt: str


class PageSearch:
    """Looks through some pages; their texts are folded once."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = [(page, [fold(text) for text in (page.title, page.summary, *page.texts)]) for page in pages]

    def find(self, query: str) -> list[PageHit]:
        """The pages in which every word of a query begins some word, best first; all of them for a blank query."""
        words = fold(query).split()
        if not words:
            return [PageHit(page, page.summary) for page, _ in self._pages]
        found = []
        for page, folded in self._pages:
            counts = [sum(f" {word}" in f" {text}" for word in words) for text in folded]
            whole = " ".join(["", *folded])
            if all(f" {word}" in whole for word in words):
                score = _TITLE * counts[0] + _SUMMARY * counts[1] + _TEXT * max(counts)
                found.append((score, PageHit(page, _excerpt(page, counts, words))))
        # Of equals the first in reading order: sorting is stable.
        found.sort(key=lambda pair: -pair[0])
        return [hit for _, hit in found]


def _excerpt(page: Page, counts: list[int], words: list[str]) -> str:
    """The text that holds most of the words, cut to about a line and a half round the first of them."""
    texts = (page.title, page.summary, *page.texts)
    # The title is seen anyway.
    best = max(range(1, len(texts)), key=lambda number: counts[number])
    text = " ".join(texts[best].split())
    if len(text) <= _LONGEST or not counts[best]:
        return text
    parts = text.split()
    first = next((at for at, part in enumerate(parts) if any(_begins(part, word) for word in words)), 0)
    begin = max(0, first - 4)
    shown = ""
    for part in parts[begin:]:
        if len(shown) + len(part) >= _LONGEST:
            return f"{'… ' if begin else ''}{shown.strip()} …"
        shown += f" {part}"
    return f"{'… ' if begin else ''}{shown.strip()}"


def _begins(part: str, word: str) -> bool:
    return f" {word}" in f" {fold(part)}"
