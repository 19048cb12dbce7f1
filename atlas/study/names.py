"""The names by which a muscle may be called, folded for comparing, and words as they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from atlas.anatomy import Muscle
from atlas.finder.search import fold


def folded_names(muscle: Muscle) -> tuple[str, ...]:
    """All names of a muscle, without case and punctuation: its own, Latin ones, aliases, abbreviations."""
    return tuple(dict.fromkeys(filter(None, map(fold, _said(muscle)))))


def _said(muscle: Muscle) -> Iterator[str]:
    yield from (muscle.name, *muscle.aliases, muscle.latin, _short(muscle.latin), muscle.id.replace("-", " "))
    # "Trapezius" and "deep masseter" are names too, though the files say "upper trapezius" and "masseter, deep layer".
    yield whole_name(muscle.latin)
    if "," in muscle.name:
        whole, part = muscle.name.split(",", 1)
        yield f"{part} {whole}"


@lru_cache(maxsize=1024)
def whole_name(latin: str) -> str:
    """The folded Latin name of the muscle that a head, layer or part belongs to."""
    return fold(re.split(r"[,(]", _short(latin))[0])


def _short(latin: str) -> str:
    """A Latin name without the word for muscle."""
    return re.sub(r"^(musculus|musculi|m\.|mm\.)\s+", "", latin.casefold())


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words one after the other, as they stand in a sentence; apart by semicolons where they hold commas."""
    between = "; " if any("," in word for word in words) else ", "
    return f" {last} ".join([between.join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def titled(muscle: Muscle, points: Sequence[str]) -> str:
    """A muscle and some of its trigger points by name: the points are left out where they are all it has."""
    if len(points) == len(muscle.trigger_points):
        return muscle.name
    return f"{muscle.name} ({listed(points)})"
