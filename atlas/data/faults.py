"""What is wrong with a file, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

# The way to a value of a file: keys of mappings and numbers of list entries, from the top.
DataPath: TypeAlias = tuple[str | int, ...]

Severity: TypeAlias = Literal["error", "warning"]

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file. `line` and `column` count from 1, columns in characters."""

    path: Path
    line: int
    column: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


def quoted(text: str) -> str:
    """Text of a file, made safe for a message: in quotes, on one line, at most 60 characters."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "'" + "".join(c if c.isprintable() else "\ufffd" for c in short) + "'"


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The end of a message about an unknown word: the nearest of the known ones, or nothing."""
    near = difflib.get_close_matches(word.lower(), list(words), 1, cutoff=0.75)
    return f"; did you mean {quoted(near[0])}?" if near else ""


def listed(faults: list[Fault], most: int) -> tuple[Fault, ...]:
    """The faults in the file's order, each once; beyond `most` a last one says how many more there are."""
    ordered = sorted(dict.fromkeys(faults), key=lambda fault: (fault.path, fault.line, fault.column))
    if len(ordered) <= most:
        return tuple(ordered)
    last = ordered[most]
    more = Fault(last.path, last.line, last.column, f"and {len(ordered) - most} more faults from here on")
    return (*ordered[:most], more)
