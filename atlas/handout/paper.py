"""What may be asked of a hand-out, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from atlas.anatomy import SideChoice

MOST_PICKS = 4


class Paper(StrEnum):
    """A sheet of paper, upright."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, 72 to the inch."""
        return (595.28, 841.89) if self is Paper.A4 else (612.0, 792.0)


class Section(StrEnum):
    """A part of a hand-out that may be left out."""

    EXPLAIN = "explain"
    SELF_CARE = "self-care"
    STRETCH = "stretch"


@dataclass(frozen=True, slots=True)
class Pick:
    """A muscle to be explained, by id; with a trigger point's id that one alone, without one all of them."""

    muscle: str
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A hand-out as it is ordered.

    One to four picks. `lines` are the clinician's own paragraphs; `clinic`, `logo` (a PNG file) and `date` may be
    empty. Sections are printed in this order, and left out from the end when the page is full. Nothing here is kept.
    """

    picks: tuple[Pick, ...]
    side: SideChoice = SideChoice.RIGHT
    paper: Paper = Paper.A4
    large: bool = False
    body: str = "male"
    clinic: str = ""
    logo: Path | None = None
    lines: tuple[str, ...] = ()
    date: str = ""
    sections: tuple[Section, ...] = tuple(Section)
