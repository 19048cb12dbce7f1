"""The result of an exam is read back from its PDF."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from atlas.study.exam_sheet import _RIGHT, ExamQuestion, ExamResult, _broken, _width, write_exam_sheet

TAKEN = datetime(2026, 3, 5, 9, 5, tzinfo=UTC)
DISCLAIMER = "Patterns vary from person to person. For teaching, not for diagnosis."
FRONT = "Which muscle refers to the front of the shoulder?"
RIGHT = ExamQuestion("Pattern", FRONT, "Infraspinatus", "Infraspinatus", 1.0, True)
WRONG = ExamQuestion("Origin", "Where does soleus begin?", "Femur", "Tibia and fibula", 0.0, False)
HALF = ExamQuestion("Pattern", "Paint where soleus refers.", "42 cm2", "the heel", 0.4, False)
NONE = ExamQuestion("Origin", "Where does psoas begin?", "", "Lumbar vertebrae", 0.0, False)


def result(*questions: ExamQuestion, learner: str = "Ágnes Őri", deck: str = "Neck and shoulder") -> ExamResult:
    return ExamResult(learner, deck, TAKEN, 23.4, questions)


def text_of(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_the_sheet_says_who_what_when_and_how_well(tmp_path: Path) -> None:
    path = tmp_path / "exam.pdf"
    assert write_exam_sheet(result(RIGHT, WRONG, HALF, NONE), path, disclaimer=DISCLAIMER) == 1
    (text,) = text_of(path)
    for told in (
        "Learner Ágnes Őri", "Date 5 March 2026, 09:05, 23 min", "Deck Neck and shoulder", "35%", "1 of 4 right",
        "Pattern 70% 1 of 2", "Origin 0% 0 of 2", "1. Which muscle refers to the front of the shoulder? right",
        "Answer: Infraspinatus", "2. Where does soleus begin? wrong Your answer: Femur Correct: Tibia and fibula",
        "3. Paint where soleus refers. wrong, 40%",
        "Your answer: not answered Correct: Lumbar vertebrae", "page 1 of 1",
        DISCLAIMER,
    ):  # fmt: skip
        assert told in text
    about = PdfReader(path).metadata
    assert about is not None
    assert about.title == "Neck and shoulder: result of Ágnes Őri"


def test_letters_are_in_the_file_and_the_page_is_a4(tmp_path: Path) -> None:
    path = tmp_path / "exam.pdf"
    write_exam_sheet(result(RIGHT, WRONG), path, disclaimer=DISCLAIMER)
    (page,) = PdfReader(path).pages
    assert [round(float(length)) for length in page.mediabox[2:]] == [595, 842]
    resources = page["/Resources"]
    assert isinstance(resources, DictionaryObject)
    fonts = resources["/Font"].get_object()
    assert isinstance(fonts, DictionaryObject)
    assert fonts
    for font in fonts.values():
        kind = font.get_object()
        assert isinstance(kind, DictionaryObject)
        within = kind.get("/DescendantFonts")
        inner = within[0].get_object() if isinstance(within, ArrayObject) else kind
        assert isinstance(inner, DictionaryObject)
        about = inner["/FontDescriptor"].get_object()
        assert isinstance(about, DictionaryObject)
        assert "/FontFile2" in about
    # Nothing on it is a picture.
    assert not page.images


def test_many_questions_go_over_several_pages_and_none_is_lost(tmp_path: Path) -> None:
    questions = []
    for number in range(1, 71):
        words = f"Question number {number} " + "of many words " * (number % 9)
        questions.append(ExamQuestion("Pattern" if number % 3 else "Origin", words, "a", "b", 0.0, False))
    path = tmp_path / "exam.pdf"
    pages = write_exam_sheet(result(*questions), path, disclaimer=DISCLAIMER)
    texts = text_of(path)
    assert len(texts) == pages > 2
    for number, text in enumerate(texts, 1):
        assert f"page {number} of {pages}" in text
        assert DISCLAIMER in text
    found = [int(number) for text in texts for number in re.findall(r"(\d+)\. Question number \1 ", text)]
    assert found == list(range(1, 71))
    # A question is not torn: where it begins, its right answer stands too.
    for text in texts:
        assert len(re.findall(r"\d+\. Question", text)) == text.count("Correct: b")


def test_an_exam_without_questions_has_a_sheet_too(tmp_path: Path) -> None:
    assert write_exam_sheet(result(), tmp_path / "exam.pdf", disclaimer=DISCLAIMER) == 1
    assert "0 of 0 right" in text_of(tmp_path / "exam.pdf")[0]


@pytest.mark.parametrize("name", ["李雷", "a" * 60, "$x^2$ \\alpha", "tab\tand\nline", "🦴"])
def test_any_name_can_be_printed(tmp_path: Path, name: str) -> None:
    endless = ExamQuestion(name, "word" * 1000, name, name, 0.0, False)
    write_exam_sheet(result(endless, learner=name, deck=name), tmp_path / "exam.pdf", disclaimer=DISCLAIMER)
    texts = text_of(tmp_path / "exam.pdf")
    if name.isascii():
        assert " ".join(name.split()) in texts[0]
    assert "".join(texts).replace(" ", "").count("wordword") > 100


def test_the_same_result_is_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_exam_sheet(result(RIGHT, WRONG), tmp_path / name, disclaimer=DISCLAIMER)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_exam_sheet(result(RIGHT), tmp_path / "nowhere" / "exam.pdf", disclaimer=DISCLAIMER)


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(codec="latin-1"), max_size=80), st.floats(30, _RIGHT))
def test_lines_are_never_too_long_and_nothing_is_lost(text: str, room: float) -> None:
    lines = _broken(text, 9.5, room)
    assert lines
    for line in lines:
        assert _width(line, 9.5, False) <= room or len(line) == 1
    kept = "".join("".join(lines).split())
    assert kept == "".join(letter for letter in "".join(text.split()) if letter.isprintable() or letter == "\xad")
