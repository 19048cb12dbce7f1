"""YAML with marks: plain Python values, and the line and column of each.

The events of PyYAML's C parser are read, without its loader: no tag is ever followed and no alias is ever
resolved, and what a hostile file can cost is limited by its size, its depth and its number of values. Of a file
that atlas.data.quick can read, only the values are read; the marks when something is wrong with one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from yaml._yaml import CParser
from yaml.error import Mark, MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from atlas.data.faults import DataPath, Fault, listed, quoted
from atlas.data.quick import quick
from atlas.data.rawtext import MAX_FAULTS, Unreadable, decoded, forbidden_in_value, read_bytes
from atlas.data.scalars import resolve
from atlas.data.syntax import UNCLOSED, plain_words

MAX_DEPTH = 40
MAX_VALUES = 50_000

# Line and column from 0, and the children: by key with the key's own line and column, or in order. Plain
# tuples: a muscle has hundreds of them.
Node: TypeAlias = "tuple[int, int, dict[str, tuple[int, int, Node]] | list[Node] | None]"


class _Refused:
    """What stands for a value that was refused and reported: nobody need complain about it twice."""

    def __repr__(self) -> str:
        return "REFUSED"


REFUSED = _Refused()


class Marks:
    """Where the values and keys of a text are; found when the first is asked for, if not known before."""

    __slots__ = ("_root", "_text")

    def __init__(self, text: str, root: Node | None = None) -> None:
        self._text = text
        self._root = root

    def value(self, path: DataPath) -> tuple[int, int]:
        """Line and column, from 1, of the value at a path, or of the nearest parent there is."""
        node, _ = self._walk(path)
        return node[0] + 1, node[1] + 1

    def key(self, path: DataPath) -> tuple[int, int]:
        """Line and column, from 1, of the key that the path ends in, or of the nearest parent there is."""
        _, key = self._walk(path)
        return (key[0] + 1, key[1] + 1) if key else self.value(path)

    def _walk(self, path: DataPath) -> tuple[Node, tuple[int, int] | None]:
        if self._root is None:
            self._root = _root(self._text)
        node = self._root
        key: tuple[int, int] | None = None
        for part in path:
            children = node[2]
            if isinstance(children, dict) and isinstance(part, str) and part in children:
                line, column, node = children[part]
                key = line, column
            elif isinstance(children, list) and isinstance(part, int) and 0 <= part < len(children):
                node, key = children[part], None
            else:
                return node, None
        return node, key


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data (dict, list, str, int, float, bool, None or REFUSED), its marks and its faults."""

    path: Path
    data: object
    marks: Marks
    faults: tuple[Fault, ...]


def read_document(path: Path) -> Document:
    """Read one YAML file. Raises Unreadable where nothing of it can be used."""
    return parse_document(read_bytes(path), path)


def parse_document(data: bytes, path: Path) -> Document:
    """Read YAML from bytes; `path` only names the file in faults.

    Raises Unreadable where nothing of it can be used.
    """
    text, faults = decoded(data, path)
    if not faults and (values := quick(text)) is not None:
        return Document(path, values, Marks(text), ())
    return with_marks(text, path, faults)


def with_marks(text: str, path: Path, faults: list[Fault]) -> Document:
    """Read YAML from the text of a file in which some faults were found already. Raises as `parse_document`."""
    reader = _Reader(text, path, faults)
    try:
        value, node = reader.document()
    except YAMLError as error:
        raise Unreadable((*listed(faults, MAX_FAULTS), _syntax_fault(error, text, path))) from None
    return Document(path, value, Marks("", node), listed(faults, MAX_FAULTS))


def _root(text: str) -> Node:
    """Where the values are of a text that was read without marks."""
    try:
        _, node = _Reader(text, Path(), []).document()
    except (Unreadable, YAMLError):
        # It was read, so it cannot be; at worst a fault is shown in line 1.
        return 0, 0, None
    return node


class _Reader:
    """Builds the values of one document from the parser's events."""

    def __init__(self, text: str, path: Path, faults: list[Fault]) -> None:
        # Every event has marks, and there is a next one until the stream's end: more than its types say.
        self._next: Callable[[], Any] = CParser(text).get_event
        self._path = path
        self._faults = faults
        self._values = 0
        # Only an escape can bring a forbidden character into a value: the text itself has been searched.
        self._suspicious = "\\" in text or "\t" in text

    def document(self) -> tuple[object, Node]:
        self._next()
        event = self._next()
        if isinstance(event, StreamEndEvent):
            raise Unreadable((*self._faults, Fault(self._path, 1, 1, "the file is empty")))
        result = self._node(self._next(), 1)
        self._next()
        event = self._next()
        if isinstance(event, DocumentStartEvent):
            self._stop(event, "a second document begins here; a file holds one")
        return result

    def _node(self, event: Any, depth: int) -> tuple[object, Node]:
        mark = event.start_mark
        if type(event) is ScalarEvent:
            return self._scalar(event), (mark.line, mark.column, None)
        self._values += 1
        if isinstance(event, AliasEvent):
            self._report(event, f"the alias {quoted(f'*{event.anchor}')} is not allowed: write the value out")
            return REFUSED, (mark.line, mark.column, None)
        if depth > MAX_DEPTH:
            self._stop(event, f"lists and mappings are nested more than {MAX_DEPTH} deep")
        if isinstance(event, CollectionStartEvent) and (event.tag is not None or event.anchor is not None):
            self._no_tag_or_anchor(event)
        return self._mapping(mark, depth) if type(event) is MappingStartEvent else self._sequence(mark, depth)

    def _scalar(self, event: ScalarEvent) -> object:
        value: str = event.value
        self._values += 1
        if self._values > MAX_VALUES:
            self._stop(event, f"the file holds more than {MAX_VALUES} values")
        if event.tag is not None or event.anchor is not None:
            self._no_tag_or_anchor(event)
        if self._suspicious and (message := forbidden_in_value(value)):
            self._report(event, message)
        return resolve(value) if event.implicit[0] else value

    # The next two run for every value of every file: the parser's types, which nobody derives from, are told
    # apart by identity, and a scalar takes no detour through _node.
    def _sequence(self, mark: Mark, depth: int) -> tuple[object, Node]:
        values: list[object] = []
        nodes: list[Node] = []
        following = self._next
        while type(event := following()) is not SequenceEndEvent:
            start = event.start_mark
            if type(event) is ScalarEvent:
                values.append(self._scalar(event))
                nodes.append((start.line, start.column, None))
            else:
                value, node = self._node(event, depth + 1)
                values.append(value)
                nodes.append(node)
        return values, (mark.line, mark.column, nodes)

    def _mapping(self, mark: Mark, depth: int) -> tuple[object, Node]:
        values: dict[str, object] = {}
        nodes: dict[str, tuple[int, int, Node]] = {}
        following = self._next
        while type(event := following()) is not MappingEndEvent:
            key = self._key(event, depth)
            inner = following()
            start = inner.start_mark
            node: Node
            if type(inner) is ScalarEvent:
                value, node = self._scalar(inner), (start.line, start.column, None)
            else:
                value, node = self._node(inner, depth + 1)
            if key is None:
                continue
            if key in nodes:
                first = nodes[key][0] + 1
                self._report(event, f"the key {quoted(key)} is given twice, first in line {first}")
                continue
            values[key] = value
            start = event.start_mark
            nodes[key] = start.line, start.column, node
        return values, (mark.line, mark.column, nodes)

    def _key(self, event: Any, depth: int) -> str | None:
        if type(event) is not ScalarEvent:
            self._node(event, depth + 1)
            if not isinstance(event, AliasEvent):
                self._report(event, "a key should be a word, not a list or a mapping")
            return None
        key: str = event.value
        if event.tag is not None or event.anchor is not None:
            self._no_tag_or_anchor(event)
        if self._suspicious and (message := forbidden_in_value(key)):
            self._report(event, message)
        if not key:
            self._report(event, "a key is missing before this ':'")
            return None
        return key

    def _no_tag_or_anchor(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(event, f"the tag {quoted(tag)} is not allowed")
        if event.anchor is not None:
            self._report(event, f"the anchor {quoted('&' + event.anchor)} is not allowed")

    def _report(self, event: Event, message: str) -> None:
        if len(self._faults) > MAX_FAULTS:
            self._stop(event, message)
        self._faults.append(self._fault(event, message))

    def _stop(self, event: Event, message: str) -> NoReturn:
        raise Unreadable((*listed(self._faults, MAX_FAULTS), self._fault(event, message)))

    def _fault(self, event: Any, message: str) -> Fault:
        mark = event.start_mark
        return Fault(self._path, mark.line + 1, mark.column + 1, message)


def _syntax_fault(error: YAMLError, text: str, path: Path) -> Fault:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if not isinstance(error, MarkedYAMLError) or mark is None:
        return Fault(path, 1, 1, f"this is not YAML: {quoted(str(error))}")
    begun = error.context_mark or mark
    message = plain_words(error.problem or "", error.context or "", text[mark.index : mark.index + 1])
    if message == UNCLOSED:
        # The end of the file, where libyaml noticed it, helps nobody.
        return Fault(path, begun.line + 1, begun.column + 1, message)
    line, column = mark.line, mark.column
    if line > text.count("\n"):
        # A last line without an end: libyaml is already in the next.
        line, column = text.count("\n"), len(text) - text.rfind("\n") - 1
    if begun.line != line:
        message += f" (in what begins in line {begun.line + 1})"
    return Fault(path, line + 1, column + 1, message)
