"""A muscle's name as a learner types it: small slips are forgiven, another muscle's name is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rapidfuzz.distance import OSA

from atlas.finder.search import fold
from atlas.study.facts import Facts
from atlas.study.names import listed, whole_name

# Shorter names are abbreviations, in which every letter counts. Up to so many letters of a name, so many may be wrong.
_ABBREVIATION = 5
_SLIPS = ((7, 1), (14, 2))
_MOST_SLIPS = 3


class Named(Enum):
    """What a typed name comes to."""

    RIGHT = "right"
    TWIN = "twin"
    WHOLE = "whole"
    WRONG = "wrong"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Naming:
    """What a typed name comes to, the muscles that it fits best, and whether it was spelled as the atlas spells it.

    `WHOLE` is the name of the muscle of which the right one is a part, such as trapezius; `UNCLEAR` fits several
    muscles as well as the right one, `UNKNOWN` none.
    """

    verdict: Named
    muscles: tuple[str, ...]
    spelled: bool = True


def named(facts: Facts, text: str, right: str) -> Naming:
    """Judge what was typed where the muscle `right` was asked for."""
    typed = fold(text)
    if not typed:
        return Naming(Named.UNKNOWN, ())
    distances = {
        muscle: min((_slips(typed, name) for name in names), default=_MOST_SLIPS + 1)
        for muscle, names in facts.names.items()
    }
    least = min(distances.values(), default=_MOST_SLIPS + 1)
    if least > _MOST_SLIPS:
        return Naming(Named.UNKNOWN, ())
    fitting = tuple(muscle for muscle, slips in distances.items() if slips == least)
    spelled = least == 0
    twins = facts.twins.get(right, frozenset())
    if set(fitting) <= twins:
        return Naming(Named.TWIN, fitting, spelled)
    if set(fitting) <= twins | {right}:
        return Naming(Named.RIGHT, (right,), spelled)
    if right not in fitting:
        return Naming(Named.WRONG, fitting, spelled)
    # The name of a muscle that the atlas keeps in parts is not wrong, only not enough.
    whole = whole_name(facts.muscles[right].latin)
    if _slips(typed, whole) == least and all(whole_name(facts.muscles[each].latin) == whole for each in fitting):
        return Naming(Named.WHOLE, fitting, spelled)
    return Naming(Named.UNCLEAR, fitting, spelled)


def naming_remark(facts: Facts, naming: Naming, right: str) -> str:
    """What to tell a learner about a typed name, beside right or wrong; empty where there is nothing to tell."""
    name = facts.muscle(right).name
    match naming.verdict:
        case Named.RIGHT:
            return "" if naming.spelled else f"Right. It is spelled {name}."
        case Named.TWIN:
            return twin_remark(facts, naming.muscles[0], right)
        case Named.WHOLE:
            parts = [facts.muscle(each).name for each in naming.muscles]
            return f"Nearly: say which part. The atlas tells apart {listed(parts)}."
        case Named.UNCLEAR:
            several = [facts.muscle(each).name for each in naming.muscles[:4]]
            return f"That may mean {listed(several, 'or')}. Name one muscle."
        case Named.UNKNOWN:
            return "The atlas knows no muscle of that name."
        case Named.WRONG:
            return ""


def twin_remark(facts: Facts, twin: str, right: str) -> str:
    """That a muscle counts as right for another's pattern, and why."""
    one, other = facts.muscle(twin), facts.muscle(right)
    notes = [each.note for each in other.shares_pattern_with if each.muscle == twin]
    notes += [each.note for each in one.shares_pattern_with if each.muscle == right]
    return " ".join([f"{one.name} counts as right: it shares this pattern with {other.name}.", *notes[:1]])


def _slips(typed: str, name: str) -> int:
    """How many letters of a name are mistaken: more than `_MOST_SLIPS` where that is too many to mean it."""
    if typed == name or typed.replace(" ", "") == name.replace(" ", ""):
        return 0
    letters = min(len(typed), len(name))
    if letters < _ABBREVIATION:
        return _MOST_SLIPS + 1
    most = next((slips for length, slips in _SLIPS if letters <= length), _MOST_SLIPS)
    slips = OSA.distance(typed, name, score_cutoff=most)
    return slips if slips <= most else _MOST_SLIPS + 1
