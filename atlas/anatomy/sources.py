"""The works that the atlas cites."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A work that can be cited by its key.

    A `general` one speaks of the atlas as a whole, and no muscle need cite it.
    """

    key: str
    authors: str
    title: str
    about: str | None = None
    publisher: str | None = None
    year: int | None = None
    doi: str | None = None
    isbn: str | None = None
    general: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to a work by its key, and to a chapter of it where one is named."""

    work: str
    chapter: str | None = None
