"""What is read without marks is what the reader with marks reads, or is left to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.data import Unreadable, content_folder
from atlas.data.marked import with_marks
from atlas.data.quick import quick
from atlas.data.rawtext import decoded
from tests.data.conftest import LIBRARY
from tests.data.test_any_bytes import LINES, Lines, edits

NAME = Path("any.yaml")

PLAIN = {
    "texts": ("a: two words\nb: it's 5 cm\nc: x:y\n", ["two words", "it's 5 cm", "x:y"]),
    "words and numbers": ("a: [true, null, 0.5, -2, 1e3, no]\n", [[True, None, 0.5, -2, 1000.0, "no"]]),
    "texts that begin like numbers": ("a: [2 cm, 5th rib, a 3]\nb: 1-x-3\n", [["2 cm", "5th rib", "a 3"], "1-x-3"]),
    "nothing": ("a:\nb: \nc: []\nd: {}\n", [None, None, [], {}]),
    "quotes": ('a: "x: [y], #"\nb: ["p, q", r, "{"]\n', ["x: [y], #", ["p, q", "r", "{"]]),
    "brackets in brackets": ("a: [{b: [c, {d: e}], f: 1}, [[]]]\n", [[{"b": ["c", {"d": "e"}], "f": 1}, [[]]]]),
    "spaces": ("a:   b c  \nd: [ e,f,  g]  \n", ["b c", ["e", "f", "g"]]),
    "lists": ("a:\n- b\n- c\nd:\n  - e: f\n    g:\n      - h\n  - i\n", [["b", "c"], [{"e": "f", "g": ["h"]}, "i"]]),
    "mappings": ("a:\n  b:\n    c: d\n  e: f\n\n# done\ng: h", [{"b": {"c": "d"}, "e": "f"}, "h"]),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN)
def test_plain_yaml_is_read(text: str, expected: list[object]) -> None:
    values = quick(text)
    assert values is not None
    assert list(values.values()) == expected
    assert _agree(text.encode())


UNUSUAL = (
    "", "# only words\n", "- a\n", "a\n", " a: b\n", "a: b\n  c\n", "a: |\n  b\n", "a: >\n  b\n", "a: b # c\n",
    "a: b: c\n", "a: b:\n", "a: 'b'\n", "'a': b\n", '"a": b\n', "a: [b\n", "a: [b,\n  c]\n", "a: [b]]\n",
    "a: [b\nc: d], [e]\n", "a: {b}\n", "a: [b: c]\n", "a: {b: c} d\n", "a: [b, c,]\n", "a: {: b}\n",
    "a:\n  - b\n c: d\n", "a: -Infinity]\n", "a: [-Infinity]\n", "a: [True, .nan]\n", "? a\n: b\n", "a: - b\n",
    "- - a\n", "a:\n  - - b\n", "a: [b ?c]\n", "a: [b#c]\n", "a : b\n", "a: [x\"y, z\"]\n", "a: @b\n", "a: 012\n",
    "a: 0o17\nb: 0x1F\nc: +1\nd: 1.\n", "a: .5\nb: 1e5\nc: ~\nd: NULL\n", "a: yes\nb: off\nc: TRUE\n",
    "a: 12:30:00\n", "a: 1:30\n", "? {a: b}\n: c\n", "? a: {b: c}\n",
)  # fmt: skip


@pytest.mark.parametrize("text", UNUSUAL)
def test_what_is_unusual_is_read_alike_or_left_to_the_reader_with_marks(text: str) -> None:
    _agree(text.encode())


LEFT = (
    'a: "\\n"\n', 'a: ["\\n"]\n',
    "a: &b c\n", "a: *b\n", "a: !!str b\n", "a: [!x b]\n", "a: {b: 1, b: 2}\n", "a: b\na: c\n",
    'a: {"": b}\n', f"a: [{'1' * 61}]\n", "a:\tb\n", "---\na: b\n", "a: b\n---\nc: d\n", "a: b\n...\n",
    "%YAML 1.2\n---\na: b\n", f"a: {'[' * 41}{']' * 41}\n", f"a: [{'b,' * 30_000}c]\n", "a: 2020-01-01\n", "a: 1_000\n",
    "<<: {a: b}\n", "1: a\n", "- a\n", "a: [b\n",
)  # fmt: skip


@pytest.mark.parametrize("text", LEFT)
def test_what_would_be_read_otherwise_or_is_a_fault_is_left_to_the_reader_with_marks(text: str) -> None:
    assert quick(text) is None


def test_good_files_are_read() -> None:
    for path in LIBRARY.rglob("*.yaml"):
        assert _agree(path.read_bytes())
    shipped = [_agree(path.read_bytes()) for path in content_folder().rglob("*.yaml")]
    assert sum(shipped) > len(shipped) / 2


@settings(max_examples=150, deadline=None)
@given(lines=edits(LINES))
def test_a_spoilt_file_is_read_as_with_marks(lines: Lines) -> None:
    _agree(b"".join(lines))


TOKENS = (
    "a", "b-c", "x y", "1", "0.5", "-2", "true", "null", "Null", "e5", "12 a", "'s'", '"q, r"', '"', "\\", "é",
    ", ", ",", ": ", ":", "[", "]", "{", "}", "a: ", "b: ", "k:", "- ", "-", "#", " #", "?", "~", " ",
    "\n", "\n  ", "\n- ", "\n    ", "\nc: ", "\n  d: [", "]\ne: {f: ",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(start=st.sampled_from(("a: ", "a:\n  - ", "a: [", "a: {b: ")), tokens=st.lists(st.sampled_from(TOKENS)))
def test_any_pieces_are_read_as_with_marks(start: str, tokens: list[str]) -> None:
    _agree((start + "".join(tokens)).encode())


def _agree(content: bytes) -> bool:
    """Whether it is read without marks; then it must be read without a fault with marks, as the very same."""
    try:
        text, faults = decoded(content, NAME)
    except Unreadable:
        return False
    values = None if faults else quick(text)
    if values is not None:
        document = with_marks(text, NAME, [])
        assert document.faults == ()
        assert repr(document.data) == repr(values)
    return values is not None
