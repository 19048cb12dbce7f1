"""Sheets that are made and read back."""

from __future__ import annotations

from pathlib import Path

from pypdf import PageObject, PdfReader

from atlas.edition import Edition
from atlas.handout.paper import Sheet
from atlas.handout.sheet import save_sheet


def read_back(path: Path) -> tuple[str, PageObject]:
    """The text of a PDF of one page, its lines joined, and the page."""
    reader = PdfReader(path)
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split()), reader.pages[0]


def saved(sheet: Sheet, edition: Edition, folder: Path) -> str:
    save_sheet(sheet, edition, folder / "sheet.pdf")
    return read_back(folder / "sheet.pdf")[0]
