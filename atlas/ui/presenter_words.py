"""What the patient's window says: plain sentences, headlines, and how large they can be written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtGui import QFont, QTextDocument

from atlas.anatomy import Muscle, SideChoice
from atlas.edition import Edition
from atlas.render.paint import several_rgb

_MOST_SENTENCES = 3
_SIDES = {SideChoice.RIGHT: "right side", SideChoice.LEFT: "left side", SideChoice.BOTH: "both sides"}
# The name is written so much smaller than the sentences.
NAME_SHARE = 0.75
_LEAST_PIXELS, _GAP_PIXELS = 18, 20

ASK_TITLE = "Where does it hurt?"
ASK_WORDS = "Show where you feel it. What you show is painted on the body."


@dataclass(frozen=True)
class Presented:
    """What can be shown at once: a muscle, or one of its points, on a side."""

    muscle: str
    point: str | None
    side: SideChoice


def plain_sentences(muscle: Muscle, point: str | None) -> list[str]:
    """Two or three plain sentences for the patient: where it is felt, and what a muscle has to do with it."""
    points = [each for each in muscle.trigger_points if point in (None, each.id)]
    felt = _sentences(points[0].refers.patient)[:1]
    return [*felt, *[text for text in _sentences(muscle.explain) if text not in felt]][:_MOST_SENTENCES]


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


def paragraphs(sentences: Sequence[str]) -> str:
    """Sentences below one another, as rich text."""
    return "".join(f"<p style='margin: 0 0 18px 0'>{escape(text)}</p>" for text in sentences)


def named(shown: Presented, edition: Edition) -> str:
    """A muscle with its side in words."""
    return f"{edition.library.muscles[shown.muscle].name}, {_SIDES[shown.side]}"


def headline(shown: Sequence[Presented], edition: Edition) -> str:
    """What is shown, as rich text; of several each with the colour of its pain."""
    lines = []
    for number, each in enumerate(shown):
        red, green, blue = several_rgb(number)
        mark = f"<span style='color: rgb({red},{green},{blue})'>\N{BLACK SQUARE}</span> " if len(shown) > 1 else ""
        lines.append(mark + escape(named(each, edition)))
    return "<br>".join(lines)


def fitting_pixels(name: str, words: str, font: QFont, most: int, room: tuple[float, float]) -> int:
    """How large sentences can be written below a name so that all is seen, up to so many pixels.

    `room` is its width and height. What does not fit even when it is small must be scrolled.
    """
    width, height = room
    for pixels in range(most, _LEAST_PIXELS, -1):
        tall = _height(name, font, round(NAME_SHARE * pixels), width) + _height(words, font, pixels, width)
        if tall + _GAP_PIXELS <= height:
            return pixels
    return _LEAST_PIXELS


def _height(text: str, font: QFont, pixels: int, width: float) -> float:
    written = QFont(font)
    written.setPixelSize(pixels)
    written.setWeight(QFont.Weight.Medium)
    document = QTextDocument()
    document.setDocumentMargin(2)
    document.setDefaultFont(written)
    document.setHtml(text)
    document.setTextWidth(width)
    return float(document.size().height())
