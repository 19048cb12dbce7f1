"""The values of YAML that is written plainly, in a third of the time that its events take.

Plainly means: keys of letters, digits and hyphens; a text, or a list or mapping in brackets, on the line of its
key; no tabs, no escapes, no comment behind a value; and nothing that is a fault. Whatever else a file holds,
`quick` leaves the whole of it to the reader with marks (atlas.data.marked). What it does read, it reads as that
does.

Lists and mappings in brackets become JSON, once their texts are put in quotes, and JSON is read quickly.
"""

from __future__ import annotations

import re
from itertools import accumulate
from json import JSONDecoder
from typing import NoReturn

from atlas.data.scalars import LONGEST_NUMBER, resolve

# A value takes one character at least: within these limits a file is within those of the reader with marks.
_MOST_CHARACTERS = 50_000
_LAST_COLUMN = 16
_MOST_BRACKETS = 20

_KEY = "[A-Za-z0-9_][A-Za-z0-9_-]{0,99}+"
# Spaces, a list's dash, a key, and the rest of the line.
_LINE = re.compile(rf"^( *)(- )?(?:({_KEY}):(?: +|$))?(.*)$", re.MULTILINE)
# What no text without quotes begins with.
_NO_TEXT_BEGINS = frozenset(" -?:,[]{}#&*!|>%@`'\"")

# In brackets: the keys and texts without quotes. What else there is, is a number, true, false or null, and the
# same in JSON, or no JSON. A number has no space in it.
_IN = r"""[^,\[\]{}:?#"\\]"""
_BARE = re.compile(
    # The first character, and that something begins there.
    r"""([^\s,\[\]{}:?#"\\'&*!|>%@`~+-](?<=[\[{, ].)(?:"""
    # A key or a text, of which only the first 100 characters are looked at twice.
    r"(?<=[^.0-9])(?!(?<=[tTfFnN])(?:rue|RUE|alse|ALSE|ull|ULL)[,\]}])"
    rf"(?:{_IN}{{0,99}}+(?=[,\]}}]|: )|{_IN}*+(?=[,\]}}]))(?<! )"
    # Or a text that begins like a number.
    rf"|(?<=[.0-9]){_IN.replace('^', '^ ')}*+ {_IN}*+(?=[,\]}}])(?<! )"
    r"))"
)
_OPENING = frozenset("[{")
_BRACKET = re.compile(r"[\[\]{}]")
_DEEPER = {"[": 1, "{": 1, "]": -1, "}": -1}
# Put between a file's lists and mappings; it needs an escape, and so can be in none of them.
_BETWEEN, _BETWEEN_READ = ',"\\n",', "\n"


class _NotPlainError(Exception):
    """Something that is left to the reader with marks."""


def _mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs) or "" in values:
        raise _NotPlainError
    return values


def _number(word: str) -> float:
    if len(word) > LONGEST_NUMBER:
        raise _NotPlainError
    return float(word)


def _whole_number(word: str) -> int:
    if len(word) > LONGEST_NUMBER:
        raise _NotPlainError
    return int(word)


def _no_number(_word: str) -> NoReturn:
    raise _NotPlainError


_json = JSONDecoder(object_pairs_hook=_mapping, parse_float=_number, parse_int=_whole_number, parse_constant=_no_number)


def quick(text: str) -> dict[str, object] | None:
    """The mapping in a text without forbidden characters, or None: then the reader with marks should read it."""
    if len(text) > _MOST_CHARACTERS or "\t" in text:
        return None
    try:
        return _Block(text).document()
    except (_NotPlainError, ValueError):
        return None


class _Block:
    """The lines of a text, read one after the other."""

    def __init__(self, text: str) -> None:
        # The column, the list's dash if there is one, the key and what follows.
        self._lines = [
            (len(spaces), dash, key, rest.rstrip(" "))
            for spaces, dash, key, rest in _LINE.findall(text)
            if key or dash or (rest and rest[0] != "#")
        ]
        # One zone is often written under several trigger points: it is read once, and nobody changes what is read.
        flows = list(dict.fromkeys([rest for _, _, _, rest in self._lines if rest[:1] in _OPENING]))
        self._flows = dict(zip(flows, _in_brackets(flows), strict=True))
        # Ends whatever is open.
        self._lines.append((-1, "", "", ""))
        self._at = 0

    def document(self) -> dict[str, object]:
        column, dash, _, _ = self._lines[0]
        if column or dash:
            raise _NotPlainError
        return self._mapping(0)

    def _mapping(self, column: int) -> dict[str, object]:
        """From the line of the first key, whose dash, if any, belongs to the list around."""
        if column > _LAST_COLUMN:
            raise _NotPlainError
        values: dict[str, object] = {}
        lines = self._lines
        while True:
            _, _, key, rest = lines[self._at]
            if not key or key in values:
                raise _NotPlainError
            self._at += 1
            below, dash, _, _ = lines[self._at]
            if rest:
                values[key] = self._value(rest)
            elif below > column or (dash and below == column):
                values[key] = self._list(below) if dash else self._mapping(below)
                below, dash, _, _ = lines[self._at]
            else:
                values[key] = None
            if below < column:
                return values
            # Further in, the text of the line above would go on.
            if below > column or dash:
                raise _NotPlainError

    def _list(self, column: int) -> list[object]:
        values: list[object] = []
        lines = self._lines
        while True:
            _, _, key, rest = lines[self._at]
            if key:
                values.append(self._mapping(column + 2))
            elif rest:
                values.append(self._value(rest))
                self._at += 1
            else:
                raise _NotPlainError
            below, dash, _, _ = lines[self._at]
            if below > column:
                raise _NotPlainError
            if below < column or not dash:
                return values

    def _value(self, rest: str) -> object:
        """The value that stands in a line."""
        if rest[0] in _OPENING:
            return self._flows[rest]
        if rest[0] == '"' and rest.find('"', 1) == len(rest) - 1 and "\\" not in rest:
            return rest[1:-1]
        if rest[0] in _NO_TEXT_BEGINS or ": " in rest or " #" in rest or rest[-1] == ":":
            raise _NotPlainError
        return resolve(rest)


def _in_brackets(flows: list[str]) -> list[object]:
    """The values of lists and mappings in brackets: all of a file's in one go."""
    if not flows:
        return []
    if any(flow.count("[") + flow.count("{") > _MOST_BRACKETS and _too_deep(flow) for flow in flows):
        raise _NotPlainError
    text = _BETWEEN.join(flows)
    if text.count("\\") != len(flows) - 1:
        raise _NotPlainError
    # Every other piece stands in quotes already.
    pieces = text.split('"')
    pieces[::2] = ['"'.join(_BARE.split(piece)) for piece in pieces[::2]]
    values: list[object] = _json.decode("[" + '"'.join(pieces) + "]")
    # Each was whole by itself if what was put between them is between them still.
    if len(values) != 2 * len(flows) - 1 or any(between != _BETWEEN_READ for between in values[1::2]):
        raise _NotPlainError
    return values[::2]


def _too_deep(flow: str) -> bool:
    steps = map(_DEEPER.__getitem__, _BRACKET.findall("".join(flow.split('"')[::2])))
    return max(accumulate(steps), default=0) > _MOST_BRACKETS
