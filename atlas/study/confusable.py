"""Pairs of muscles that are easily mixed up, and drills on them.

A pair's weight is 1/2 s + 1/2 n / (n + 2), in [0, 1): s is the largest common share of any of their patterns, and n
how often this learner answered one where the other was asked. So one mistake moves a pair up by a sixth, two by a
quarter, and ten by no more than five twelfths: the skin never loses its say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, zip_longest

from atlas.anatomy import Side
from atlas.study.cards import Card, CardKind
from atlas.study.facts import Facts

# After so many mistakes history counts half of what it may.
_HALFWAY = 2
# Patterns with less in common are not mixed up by their looks.
LEAST_OVERLAP = 0.1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two muscles, by id and in order: the common share of their patterns, the mistakes made, and the weight."""

    one: str
    other: str
    overlap: float
    mistakes: int
    weight: float


def weight(overlap: float, mistakes: int) -> float:
    """How much a pair needs a drill, by the formula above."""
    return overlap / 2 + mistakes / (mistakes + _HALFWAY) / 2


def confusable(
    facts: Facts, history: Mapping[tuple[str, str], int], muscles: Iterable[str] | None = None, most: int = 20
) -> list[Pair]:
    """The pairs that are most easily mixed up, the heaviest first.

    Twins are left out, since either of them is right.

    Args:
        facts: What the patterns are compared in.
        history: How often a muscle (asked, answered) was answered for another; the right answers do not count.
        muscles: The muscles to look at, by id; all of them if none are named.
        most: So many pairs at most.
    """
    chosen = set(facts.muscles if muscles is None else muscles) & facts.muscles.keys()
    made: Counter[tuple[str, str]] = Counter()
    for (asked, answered), count in history.items():
        if asked != answered and count > 0:
            made[min(asked, answered), max(asked, answered)] += count
    found = []
    for one, other in combinations(sorted(chosen), 2):
        mistakes = made[one, other]
        if other in facts.twins[one]:
            continue
        overlap = _alike(facts, one, other)
        if mistakes or overlap >= LEAST_OVERLAP:
            found.append(Pair(one, other, overlap, mistakes, weight(overlap, mistakes)))
    found.sort(key=lambda pair: (-pair.weight, pair.one, pair.other))
    return found[:most]


def _alike(facts: Facts, one: str, other: str) -> float:
    return facts.alike(one, other, Side.RIGHT)


def drill(facts: Facts, one: str, other: str) -> tuple[Card, ...]:
    """The cards that tell two muscles apart: their patterns to be named by turns, then to be painted.

    Ask the first with the partner among the choices (`beside`). Points without a pattern have no card.
    """
    groups = [[Card(CardKind.PATTERN, each, group[0]) for group in facts.groups.get(each, ())] for each in (one, other)]
    named = [card for pair in zip_longest(*groups) for card in pair if card is not None]
    return (*named, *(Card(CardKind.PAINT, card.muscle, card.point) for card in named))


def partner(card: Card, one: str, other: str) -> str:
    """The muscle of a pair that a card does not ask about; empty for a card of neither."""
    return {one: other, other: one}.get(card.muscle, "")
