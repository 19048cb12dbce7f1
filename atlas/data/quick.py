"""The values of a well-written file, read without marks in a third of the time that its events take.

yaml-rs reads YAML 1.2 as the reader with marks does (atlas.data.marked), but for a few things that no muscle's file has
business with: tags, anchors, aliases, merge keys, dates, numbers with underscores. A file that holds anything like
them, or any fault, is left to the reader with marks.
"""

from __future__ import annotations

import re

import yaml_rs

# A value takes one character at least: within these limits a file is within those of the reader with marks.
_MOST_CHARACTERS = 50_000
_MOST_DEPTH = 20

# What is read in another way, or might bring in what may not stand in a text. Each is looked for by its first
# character, which costs a fiftieth of one pattern for them all.
_SIGNS = ("&", "*", "!", "%", "\\", "\t", "<<", "\n---", "\n...")
_DIGITS = tuple(map(re.compile, ("_[0-9]", "-[0-9][0-9]?-[0-9]")))
# Longer numbers are texts.
_LARGEST = 10**18


def quick(text: str) -> dict[str, object] | None:
    """The values of a mapping, or None for what is left to the reader with marks."""
    if len(text) > _MOST_CHARACTERS or text.startswith(("---", "...")) or any(sign in text for sign in _SIGNS):
        return None
    if any(pattern.search(text) for pattern in _DIGITS):
        return None
    try:
        values = yaml_rs.loads(text)
    except (yaml_rs.YAMLDecodeError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) and _is_plain(values) else None


def _is_plain(whole: dict[str, object]) -> bool:
    """Are all keys words, all values of the expected kinds, and is nothing nested too deeply?"""
    level: list[object] = [whole]
    for _ in range(_MOST_DEPTH):
        deeper: list[object] = []
        for value in level:
            if isinstance(value, str):
                continue
            if isinstance(value, dict):
                for key in value:
                    if not (isinstance(key, str) and key):
                        return False
                deeper.extend(value.values())
            elif isinstance(value, list):
                deeper.extend(value)
            elif isinstance(value, int):
                if abs(value) > _LARGEST:
                    return False
            elif value is not None and not isinstance(value, float):
                return False
        if not deeper:
            return True
        level = deeper
    return False
