"""`handout` and `chart` as a user runs them."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from pypdf import PdfReader

from atlas.cli import handouts
from atlas.cli.common import CommandError
from atlas.edition import Edition


@pytest.fixture(autouse=True)
def one_edition(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the edition of all tests, whose patterns are built once."""
    monkeypatch.setattr(handouts, "open_edition", lambda: edition)


def run(*given: str) -> int:
    """Run a command as `main` does."""
    parser = argparse.ArgumentParser()
    handouts.add_commands(parser.add_subparsers())
    parsed = parser.parse_args(given)
    code: int = parsed.run(parsed)
    return code


def test_a_handout_of_two_muscles_with_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sheet.pdf"
    code = run(
        "handout", "infraspinatus:TrP1", "soleus:TrP1", "--side", "left", "--paper", "letter", "--clinic", "Old Mill",
        "--note", "Twice a day.", "--note", "Come back on Tuesday.", "--date", "12 May",
        "--sections", "self-care,stretch", "--body", "female", "-o", str(file),
    )  # fmt: skip
    assert code == 0
    assert capsys.readouterr().err == ""
    text = " ".join(PdfReader(file).pages[0].extract_text().split())
    for told in (
        "Infraspinatus, left side",
        "Soleus, left side",
        "Old Mill",
        "12 May",
        "Twice a day.",
        "Come back on Tuesday.",
        "Stretch: Arm across the chest",
    ):
        assert told in text
    assert "What is behind it" not in text


def test_what_found_no_room_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("handout", "rectus-abdominis", "--large", "-o", str(tmp_path / "sheet.png")) == 0
    assert "no room on the page for" in capsys.readouterr().err


def test_a_chart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "chart.pdf"
    assert run("chart", "--region", "shoulder", "--paper", "letter", "-o", str(file)) == 0
    assert "1 page in" in capsys.readouterr().err
    assert "Shoulder: where trigger points refer pain" in PdfReader(file).pages[0].extract_text()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["handout", "infraspinatuss", "-o", "x.pdf"], "did you mean 'infraspinatus'"),
        (["handout", "infraspinatus:TrP9", "-o", "x.pdf"], "has no point 'TrP9': it has TrP1"),
        (["handout", "infraspinatus", "--sections", "explain,needles", "-o", "x.pdf"], "no section 'needles'"),
        (["handout", "infraspinatus", "-o", "x.docx"], "should end in one of .pdf, .png"),
        (["handout", *["soleus"] * 5, "-o", "x.pdf"], "one to 4 muscles, not 5"),
        (["handout", "soleus:TrP1", "-o", "no/such/folder/x.pdf"], "cannot be written"),
        (["chart", "--region", "sholder", "-o", "x.pdf"], "did you mean 'shoulder'"),
        (["chart", "--region", "shoulder", "-o", "x.png"], "should end in .pdf"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    given: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError) as caught:
        run(*given)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
