"""Whatever is done to a good file, reading it ends in faults that make sense, or in none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.data import Library, read_library, read_muscle_file
from tests.data.conftest import GOOD, LIBRARY

LINES = tuple((LIBRARY / GOOD).read_bytes().splitlines(keepends=True))
PIECES = (
    "\t", "\n", " ", "  ", ":", ": ", "- ", "-", ",", "[", "]", "{", "}", "#", "'", '"', "|", ">", "%", "@", "&a ",
    "*a", "!!str ", "!x ", "---\n", "...\n", "? ", "~", "null", "true", "1e999", "-1", "0x1f", ".nan", "\\", "\0",
    "\r", "\x1b", "\u2028", "\ufeff", "é", "\U0001f600", "site: ", "left: ", "between: ", "\ud7ff", "<<: ",
)  # fmt: skip

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
    return tmp_path_factory.mktemp("spoilt")


def _sensible(library: Library, content: bytes) -> None:
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for fault in library.faults:
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1].decode("utf-8", "replace")) + 1
        assert fault.message
        assert len(str(fault).splitlines()) == 1
        assert fault.message.isprintable()


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=edits(LINES))
def test_a_spoilt_muscle_is_a_muscle_or_has_faults(spoilt: Path, lines: Lines) -> None:
    file = spoilt / "infraspinatus.yaml"
    content = b"".join(lines)
    file.write_bytes(content)
    library = read_library(spoilt)
    assert {fault.path for fault in library.faults} <= {file}
    _sensible(library, content)
    assert library.errors or "infraspinatus" in library.muscles
    assert file.read_bytes() == content


@settings(max_examples=100, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode())))
def test_any_bytes_are_faults(spoilt: Path, content: bytes) -> None:
    file = spoilt / "any.yaml"
    file.write_bytes(content)
    library = read_muscle_file(file)
    assert library.errors
    _sensible(library, content)


@pytest.mark.parametrize("name", ["landmarks/body.yaml", "regions/body.yaml", "sources.yaml"])
def test_a_spoilt_file_of_words_leaves_the_rest(folder: Path, name: str) -> None:
    file = folder / name
    lines = tuple(file.read_bytes().splitlines(keepends=True))

    @settings(max_examples=60, deadline=None)
    @given(changed=edits(lines))
    def spoil(changed: Lines) -> None:
        content = b"".join(changed)
        file.write_bytes(content)
        library = read_library(folder)
        assert library.landmarks or name.startswith("landmarks")
        assert all(fault.line >= 1 and len(str(fault).splitlines()) == 1 for fault in library.faults)
        _sensible_only(library, file, content)

    spoil()


def _sensible_only(library: Library, file: Path, content: bytes) -> None:
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for fault in library.faults:
        if fault.path == file:
            assert fault.line <= len(lines)
