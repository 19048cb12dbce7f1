"""The result of an exam on paper: a PDF in A4 whose text can be selected, with its letters in the file."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.study.whole_file import whole_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

# A4 in points, and what is left free of it.
_WIDTH, _HEIGHT = 595.276, 841.89
_LEFT, _RIGHT, _TOP, _FOOT = 56.0, _WIDTH - 56.0, 60.0, _HEIGHT - 58.0
_FONT = "DejaVu Sans"
_INK, _SOFT, _LINE, _RIGHT_INK, _WRONG_INK = "#1b252b", "#4c585f", "#cfd6d9", "#0b6674", "#8a4b00"
_TITLE, _HEADING, _TEXT, _SMALL = 19.0, 11.5, 9.5, 8.0
_LEADING = 1.4
# No line holds more letters than this.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class ExamQuestion:
    """One question of an exam and what came of it."""

    kind: str  # in words, such as "Pattern to muscle"
    question: str
    answered: str  # empty where the exam ended before it
    correct: str
    score: float  # 0 to 1
    right: bool
    why: str = ""  # it is right; where a pattern was asked about, in words what its picture showed
    muscle: str = ""  # what was asked about, by id; empty where it was a region
    point: str = ""


@dataclass(frozen=True, slots=True)
class ExamResult:
    """An exam that is over."""

    learner: str
    deck: str
    taken_at: datetime  # in the learner's own time
    minutes: float
    questions: tuple[ExamQuestion, ...]

    @property
    def score(self) -> float:
        """The mean score, 0 to 1; 0 for an exam without questions."""
        return _mean(self.questions)

    @property
    def unanswered(self) -> int:
        """How many questions the exam ended before."""
        return sum(not question.answered for question in self.questions)

    def by_kind(self) -> Mapping[str, tuple[ExamQuestion, ...]]:
        """The questions of each kind, in the order in which the kinds came."""
        kinds = dict.fromkeys(question.kind for question in self.questions)
        return {kind: tuple(each for each in self.questions if each.kind == kind) for kind in kinds}


def write_exam_sheet(result: ExamResult, path: Path, *, disclaimer: str) -> int:
    """Write the result as a PDF, as a whole file or not at all; how many pages it has. Raises OSError."""
    from matplotlib.backends.backend_pdf import PdfPages

    pages = exam_pages(result, disclaimer=disclaimer)
    about: dict[str, Any] = {
        "Title": f"{result.deck}: result of {result.learner}",
        "Creator": "Trigger Point Atlas",
        "Producer": None,
        # Without the present time the same result is the same file.
        "CreationDate": None,
    }
    with whole_file(path) as unfinished, _type_42(), PdfPages(unfinished, metadata=about) as book:
        for page in pages:
            book.savefig(page)
    return len(pages)


def _type_42() -> AbstractContextManager[None]:
    """Letters go into the file as they are and not as drawings of letters, so that they can be selected."""
    from matplotlib import rc_context

    return rc_context({"pdf.fonttype": 42, "pdf.use14corefonts": False})


def exam_pages(result: ExamResult, *, disclaimer: str) -> list[Figure]:
    """The pages, to be shown before they are printed."""
    sheet = _Sheet()
    sheet.line("Examination result", _TITLE, weight="bold")
    sheet.gap(6)
    date = f"{result.taken_at.day} {result.taken_at:%B %Y, %H:%M}"
    for name, value in (
        ("Learner", result.learner),
        ("Date", f"{date}, {max(round(result.minutes), 1)} min"),
        ("Deck", result.deck),
    ):
        sheet.pair(name, value)
    right = sum(question.right for question in result.questions)
    sheet.gap(10)
    sheet.line(f"{result.score:.0%}", 30, weight="bold", color=_RIGHT_INK)
    left = f", {result.unanswered} not answered" if result.unanswered else ""
    sheet.line(f"{right} of {len(result.questions)} right{left}", _HEADING, color=_SOFT)
    sheet.gap(12)
    if result.questions:
        sheet.line("By kind of question", _HEADING, weight="bold")
        sheet.gap(4)
        for kind, questions in result.by_kind().items():
            sheet.score(kind, questions)
        sheet.gap(14)
        sheet.line("Questions", _HEADING, weight="bold")
        sheet.gap(4)
    for number, question in enumerate(result.questions, 1):
        sheet.question(number, question)
    return sheet.finished(f"{result.learner}, {result.deck}, {date}", disclaimer)


class _Sheet:
    """Pages that are filled from the top."""

    def __init__(self) -> None:
        self._pages: list[Figure] = []
        self._y = 0.0
        self._begin()

    def gap(self, points: float) -> None:
        self._y += points

    def line(self, text: str, size: float, **style: Any) -> None:
        for each in _broken(text, size, _RIGHT - _LEFT, bold=style.get("weight") == "bold"):
            self._need(size * _LEADING)
            self._y += size * _LEADING
            self._write(_LEFT, self._y, each, size, **style)

    def pair(self, name: str, value: str) -> None:
        """A value behind what it is."""
        for number, each in enumerate(_broken(value, _TEXT, _RIGHT - _LEFT - 70)):
            self._y += _TEXT * 1.5
            if number == 0:
                self._write(_LEFT, self._y, name, _TEXT, color=_SOFT)
            self._write(_LEFT + 70, self._y, each, _TEXT)

    def score(self, kind: str, questions: Sequence[ExamQuestion]) -> None:
        """A kind of question with a bar for its score."""
        self._need(20)
        self._y += 18
        room = 190.0
        (first, *_) = _broken(kind, _TEXT, room)
        self._write(_LEFT, self._y, first, _TEXT)
        start, length = _LEFT + room + 12, 160.0
        share = _mean(questions)
        self._box(start, self._y - 7.5, length, 8.0, _LINE)
        self._box(start, self._y - 7.5, length * share, 8.0, _RIGHT_INK)
        right = sum(question.right for question in questions)
        self._write(start + length + 12, self._y, f"{share:.0%}", _TEXT, weight="bold")
        self._write(_RIGHT, self._y, f"{right} of {len(questions)}", _TEXT, color=_SOFT, ha="right")

    def question(self, number: int, question: ExamQuestion) -> None:
        """A question with its verdict in words; the right answer too if another was given. Kept on one page."""
        start, room = _LEFT + 30, _RIGHT - _LEFT - 30 - 90
        lines = [(each, _INK) for each in _broken(question.question, _TEXT, room)]
        if not question.right:
            lines += [
                (each, _SOFT) for each in _broken(f"Your answer: {question.answered or 'not answered'}", _TEXT, room)
            ]
        told = "Answer" if question.right else "Correct"
        lines += [(each, _SOFT) for each in _broken(f"{told}: {question.correct}", _TEXT, room)]
        self._need(min(len(lines) * _TEXT * _LEADING + 10, _FOOT - _TOP))
        self._y += 6
        self._box(_LEFT, self._y - 1, _RIGHT - _LEFT, 0.5, _LINE)
        for place, (each, colour) in enumerate(lines):
            # Only a question longer than a page comes to its end here.
            self._need(_TEXT * _LEADING)
            self._y += _TEXT * _LEADING
            if place == 0:
                self._write(_LEFT, self._y, f"{number}.", _TEXT, color=_SOFT)
            self._write(start, self._y, each, _TEXT, color=colour)
            if place == 0:
                verdict, ink = ("right", _RIGHT_INK) if question.right else ("wrong", _WRONG_INK)
                if not question.right and question.score > 0:
                    verdict = f"wrong, {question.score:.0%}"
                self._write(_RIGHT, self._y, verdict, _TEXT, color=ink, ha="right", weight="bold")
        self._y += 3

    def finished(self, foot: str, disclaimer: str) -> list[Figure]:
        """The pages, with what stands below each."""
        for number, page in enumerate(self._pages, 1):
            place = f"page {number} of {len(self._pages)}"
            room = _RIGHT - _LEFT - 90
            _text(page, _LEFT, _FOOT + 22, _broken(foot, _SMALL, room)[0], _SMALL, color=_SOFT)
            _text(page, _RIGHT, _FOOT + 22, place, _SMALL, color=_SOFT, ha="right")
            _text(page, _LEFT, _FOOT + 34, _broken(disclaimer, _SMALL, _RIGHT - _LEFT)[0], _SMALL, color=_SOFT)
        return self._pages

    def _need(self, height: float) -> None:
        if self._y + height > _FOOT:
            self._begin()

    def _begin(self) -> None:
        from matplotlib.figure import Figure

        self._pages.append(Figure(figsize=(_WIDTH / 72, _HEIGHT / 72), facecolor="white"))
        self._y = _TOP

    def _write(self, x: float, y: float, text: str, size: float, **style: Any) -> None:
        _text(self._pages[-1], x, y, text, size, **style)

    def _box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle

        page = self._pages[-1]
        corner = (x / _WIDTH, 1 - (y + height) / _HEIGHT)
        box = Rectangle(corner, width / _WIDTH, height / _HEIGHT, facecolor=colour, linewidth=0)
        # On the screen a hairline that is moved to whole pixels may vanish.
        box.set(transform=page.transFigure, snap=False)
        page.add_artist(box)


def _text(page: Figure, x: float, y: float, text: str, size: float, **style: Any) -> None:
    bold = style.pop("weight", "normal") == "bold"
    style.setdefault("color", _INK)
    page.text(
        x / _WIDTH, 1 - y / _HEIGHT, text, fontsize=size, fontproperties=_font(text, bold), parse_math=False,
        va="baseline", **style,
    )  # fmt: skip


def _broken(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """A text in lines of at most so many points; a word that is longer is cut. At least one line."""
    lines = [""]
    for word in _pieces(_shown(text).split(), size, room, bold):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size, bold) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _pieces(words: Iterable[str], size: float, room: float, bold: bool) -> Iterator[str]:
    for word in words:
        rest = word
        while len(rest) > 1 and _width(rest[:_LONGEST], size, bold) > room:
            # The longest start that fits.
            fits = bisect_right(range(2, min(len(rest), _LONGEST)), room, key=lambda n: _width(rest[:n], size, bold))
            yield rest[: fits + 1]
            rest = rest[fits + 1 :]
        yield rest


def _shown(text: str) -> str:
    """Without what no font draws."""
    return "".join(" " if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") else letter for letter in text)


@lru_cache(maxsize=5000)
def _width(text: str, size: float, bold: bool) -> float:
    from matplotlib.textpath import TextToPath

    if not text:
        return 0.0
    # matplotlib measures ink: a little more stands for the letters' own margins.
    return float(TextToPath().get_text_width_height_descent(text, _font(text, bold, size), ismath=False)[0]) + 0.5


def _font(text: str, bold: bool, size: float | None = None) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    families = [_FONT, *_others("".join(sorted({letter for letter in text if ord(letter) > 0x24F})))]
    return FontProperties(family=families, weight="bold" if bold else "normal", size=size)


@lru_cache(maxsize=200)
def _others(letters: str) -> tuple[str, ...]:
    """Fonts of this machine for letters that the usual one does not have, as in names of other scripts."""
    from matplotlib.font_manager import findfont, fontManager, get_font

    missing = {ord(letter) for letter in letters} - set(get_font(findfont(_FONT)).get_charmap())
    found: list[str] = []
    for entry in fontManager.ttflist:
        if not missing:
            break
        if missing & (has := set(get_font(entry.fname).get_charmap())):
            found.append(entry.name)
            missing -= has
    return tuple(found)


def _mean(questions: Sequence[ExamQuestion]) -> float:
    return sum(question.score for question in questions) / len(questions) if questions else 0.0
