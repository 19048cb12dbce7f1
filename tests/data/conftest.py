"""A small whole library, copied for each test that breaks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from atlas.data import Fault, Library, read_library

LIBRARY = Path(__file__).parent / "library"
GOOD = "muscles/shoulder/infraspinatus.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the library without a fault."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


@pytest.fixture
def good(folder: Path) -> Path:
    """The file of infraspinatus in it."""
    return folder / GOOD


Broken = Callable[[str, str], tuple[Library, str]]


@pytest.fixture
def broken(folder: Path, good: Path) -> Broken:
    """Put other text into infraspinatus' file and read the library: it, and the file's text as it is now."""

    def read(old: str, new: str) -> tuple[Library, str]:
        text = good.read_text("utf-8")
        assert old in text
        text = text.replace(old, new, 1)
        good.write_text(text, "utf-8")
        library = read_library(folder)
        assert all(fault.path == good for fault in library.faults)
        assert good.read_text("utf-8") == text
        return library, text

    return read


def at(fault: Fault) -> str:
    """A fault without its file."""
    return f"{fault.line}:{fault.column}: {fault.message}"


def pointed(fault: Fault, text: str) -> str:
    """The text from where a fault points to the line's end, and the message."""
    line = text.splitlines()[fault.line - 1]
    assert 1 <= fault.column <= len(line) + 1
    return f"{line[fault.column - 1 :]} -> {fault.message}"


def in_order(faults: Iterable[Fault]) -> bool:
    """Whether faults are sorted as they stand in the files."""
    places = [(fault.path, fault.line, fault.column) for fault in faults]
    return places == sorted(places)
