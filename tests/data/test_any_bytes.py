"""Whatever is done to a good file, reading it ends in faults that make sense, or in none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.data import Library, read_library
from tests.data.conftest import GOOD, LIBRARY, in_order

LINES = tuple((LIBRARY / GOOD).read_bytes().splitlines(keepends=True))
PIECES = (
    "\t", "\n", " ", "  ", ":", ": ", "- ", "-", ",", "[", "]", "{", "}", "#", "'", '"', "|", ">", "%", "@", "&a ",
    "*a", "!!str ", "!x ", "---\n", "...\n", "? ", "~", "null", "true", "1e999", "-1", "0x1f", ".nan", "\\", "\0",
    "\r", "\x1b", "\u2028", "\ufeff", "é", "\U0001f600", "site: ", "left: ", "between: ", "\ud7ff", "<<: ",
)  # fmt: skip

LINE_END = re.compile(rb"\r\n|\n|\r")
Lines = tuple[bytes, ...]


@st.composite
def edits(draw: st.DrawFn, lines: Lines) -> Lines:
    """Lines deleted, doubled, swapped or pushed sideways, and pieces put in or bytes taken out of one."""
    changed = list(lines)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(changed) - 1))
        other = draw(st.integers(0, len(changed) - 1))
        match draw(st.sampled_from(("delete", "double", "swap", "move", "indent", "piece", "piece", "cut", "byte"))):
            case "delete":
                changed[at] = b""
            case "double":
                changed.insert(at, changed[at])
            case "swap":
                changed[at], changed[other] = changed[other], changed[at]
            case "move":
                changed.insert(other, changed.pop(at))
            case "indent":
                line = changed[at]
                changed[at] = b" " * draw(st.integers(0, 8)) + line.lstrip(b" ")
            case "piece":
                place = draw(st.integers(0, len(changed[at])))
                piece = draw(st.sampled_from(PIECES)).encode()
                changed[at] = changed[at][:place] + piece + changed[at][place:]
            case "cut":
                first = draw(st.integers(0, len(changed[at])))
                last = draw(st.integers(first, len(changed[at])))
                changed[at] = changed[at][:first] + changed[at][last:]
            case _:
                place = draw(st.integers(0, len(changed[at])))
                changed[at] = changed[at][:place] + bytes([draw(st.integers(0, 255))]) + changed[at][place:]
    return tuple(changed)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the library; each example spoils one of its files again."""
    return Path(shutil.copytree(LIBRARY, tmp_path_factory.mktemp("spoilt") / "library"))


def _sensible(library: Library, content: bytes) -> None:
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for fault in library.faults:
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1].decode("utf-8", "replace")) + 1
        assert fault.message
        assert len(str(fault).splitlines()) == 1
        assert fault.message.isprintable()


@settings(max_examples=200, deadline=None)
@given(lines=edits(LINES))
def test_a_spoilt_muscle_is_a_muscle_or_has_faults(spoilt: Path, lines: Lines) -> None:
    library = _spoil(spoilt, GOOD, b"".join(lines))
    assert library.errors or "infraspinatus" in library.muscles
    assert {"zygomaticus", "supraspinatus"} <= library.muscles.keys()


@settings(max_examples=80, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_faults(spoilt: Path, content: bytes) -> None:
    assert _spoil(spoilt, GOOD, content).errors


@pytest.mark.parametrize("name", ["landmarks/body.yaml", "regions/body.yaml", "sources.yaml"])
def test_a_spoilt_file_of_words_leaves_the_rest(folder: Path, name: str) -> None:
    lines = tuple((folder / name).read_bytes().splitlines(keepends=True))

    @settings(max_examples=50, deadline=None)
    @given(changed=edits(lines))
    def spoil(changed: Lines) -> None:
        library = _spoil(folder, name, b"".join(changed))
        assert "zygomaticus" in library.muscles
        assert "nasion" in library.landmarks

    spoil()


def _spoil(folder: Path, name: str, content: bytes) -> Library:
    """The library with other bytes in one file, once all that must hold of its faults has been found to hold."""
    spoilt = folder / name
    spoilt.write_bytes(content)
    library = read_library(folder)
    assert spoilt.read_bytes() == content
    assert in_order(library.faults)
    for fault in library.faults:
        lines = LINE_END.split(fault.path.read_bytes())
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1].decode("utf-8", "replace")) + 1
        assert fault.message
        assert str(fault).isprintable()
    return library
