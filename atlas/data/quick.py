"""The values of a well-written file, read without marks in a third of the time that its events take.

yaml-rs reads YAML 1.2 as the reader with marks does (atlas.data.marked), but for a few things that no muscle's file has
business with: tags, anchors, aliases, merge keys, dates, numbers with underscores. A file that holds anything like
them, or any fault, is left to the reader with marks.
"""

from __future__ import annotations

import re
from itertools import chain

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
_KINDS = frozenset({str, dict, list, int, float, bool, type(None)})


def quick(text: str) -> dict[str, object] | None:
    """The values of a mapping, or None for what is left to the reader with marks."""
    if len(text) > _MOST_CHARACTERS or text.startswith(("---", "...")) or any(sign in text for sign in _SIGNS):
        return None
    if any(pattern.search(text) for pattern in _DIGITS):
        return None
    try:
        values = yaml_rs.loads(text)
    except (yaml_rs.YAMLDecodeError, ValueError, TypeError, RecursionError):
        return None
    return values if isinstance(values, dict) and _is_plain(values) else None


def _is_plain(whole: dict[str, object]) -> bool:
    """Are all keys words, all values of the expected kinds, and is nothing nested too deeply?"""
    level: list[object] = [whole]
    for _ in range(_MOST_DEPTH):
        kinds = set(map(type, level))
        if not kinds <= _KINDS or (int in kinds and _has_long_number(level)):
            return False
        # A level at a time: most values are texts, and these are passed over without a step of Python for each.
        mappings = [value for value in level if isinstance(value, dict)] if dict in kinds else []
        lists = [value for value in level if isinstance(value, list)] if list in kinds else []
        if not mappings and not lists:
            return True
        keys = set(chain.from_iterable(mappings))
        if "" in keys or not set(map(type, keys)) <= {str}:
            return False
        level = [*chain.from_iterable(mapping.values() for mapping in mappings), *chain.from_iterable(lists)]
    return False


def _has_long_number(values: list[object]) -> bool:
    return any(abs(value) > _LARGEST for value in values if isinstance(value, int))
