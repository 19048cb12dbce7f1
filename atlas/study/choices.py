"""What to choose from beside the right answer, from the geometry: near enough to be mistaken, never right as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from atlas.anatomy import Grade, Side
from atlas.finder.reasons import Part
from atlas.study.cards import CardError
from atlas.study.coverage import CLEAR_SHARE, steps
from atlas.study.facts import SAME_PATTERN, Facts

# Beside the right muscle stand so many others; these nearest ones always, the rest by chance from the next.
_WRONG_MUSCLES = 4
_ALWAYS = 2
_NEXT = 5
# A list of muscles for a region: so many right and wrong ones at most, and so much of the region at most by error.
_MOST_RIGHT = 4
_MOST_LISTED = 8
_NONE = 0.01
# So many regions beside the one that holds a point, all of them further from it than this.
_WRONG_REGIONS = 3
_BORDER_CM = 1.5


def patterns_beside(facts: Facts, shown: int, chance: Random, beside: str = "") -> list[str]:
    """The wrong muscles for a pattern: those whose own patterns have most skin in common with it.

    Where too few have any, those follow whose pain is felt nearest. Never a twin, nor two that are each other's twins,
    since one of them could not be right without the other. A muscle `beside` is taken in, if it may be.
    """
    asked = facts.index.candidates[shown]
    ranked = _by_likeness(facts, shown)
    likely = _untwinned(facts, ranked, _ALWAYS + _NEXT)
    chosen = [*likely[:_ALWAYS], *chance.sample(likely[_ALWAYS:], min(_WRONG_MUSCLES - _ALWAYS, len(likely) - _ALWAYS))]
    if beside in ranked and beside not in chosen and beside != asked.muscle:
        chosen = [beside, *(each for each in chosen if beside not in facts.twins[each])][:_WRONG_MUSCLES]
    return chosen


def _by_likeness(facts: Facts, shown: int) -> list[str]:
    """The muscles that may stand beside a pattern as wrong ones, the likest first."""
    candidates, asked = facts.index.candidates, facts.index.candidates[shown]
    best: dict[str, tuple[float, float]] = {}
    too_like = {asked.muscle, *facts.twins.get(asked.muscle, ())}
    far = np.linalg.norm(facts.centres - facts.centres[shown], axis=1)
    for number, candidate in enumerate(candidates):
        if candidate.side is not asked.side or candidate.muscle in too_like:
            continue
        common = float(facts.overlap[shown, number])
        if common > SAME_PATTERN:
            too_like.add(candidate.muscle)
        key = -round(common, 3), float(far[number])
        best[candidate.muscle] = min(key, best.get(candidate.muscle, key))
    return sorted((each for each in best if each not in too_like), key=lambda each: (best[each], each))


def _untwinned(facts: Facts, ranked: Iterable[str], count: int) -> list[str]:
    kept: list[str] = []
    for muscle in ranked:
        if not facts.twins[muscle] & set(kept):
            kept.append(muscle)
        if len(kept) == count:
            break
    return kept


@dataclass(frozen=True, slots=True)
class Referring:
    """Muscles that may be listed for a part: felt there in the essential zone, in the spillover zone alone, or not."""

    part: Part
    essential: tuple[str, ...]
    spillover: tuple[str, ...]
    wrong: tuple[str, ...]


def referring_all(facts: Facts, region: str, side: Side) -> tuple[Part, dict[str, float], dict[str, float]] | None:
    """How much of a region the whole patterns of each muscle cover at most, and how much their essential zones.

    The part that the region is on that side comes first. None for a region without skin.
    """
    number = facts.coverage.number(region, side)
    if number is None:
        return None
    whole, essential = facts.coverage.shares(number), facts.coverage.essential_shares(number)
    most: dict[str, float] = dict.fromkeys(facts.patterns, 0.0)
    core: dict[str, float] = dict.fromkeys(facts.patterns, 0.0)
    for k, candidate in enumerate(facts.index.candidates):
        point = facts.point(candidate.muscle, candidate.point)
        if candidate.side is side or point.only is candidate.side:
            most[candidate.muscle] = max(most[candidate.muscle], float(whole[k]))
            core[candidate.muscle] = max(core[candidate.muscle], float(essential[k]))
    return facts.coverage.parts[number], most, core


def referring(facts: Facts, region: str, side: Side, chance: Random) -> Referring | None:
    """Muscles to list for a region: some that clearly refer pain there and some that clearly do not.

    None where none clearly does. The wrong ones refer pain to its neighbours, and none of them is the twin of a right
    one.
    """
    found = referring_all(facts, region, side)
    if found is None:
        return None
    part, most, core = found
    # A muscle counts as essential only if its essential zone clearly reaches; all that reach at all are told apart.
    essential = [each for each in most if core[each] >= CLEAR_SHARE]
    spillover = [each for each in most if most[each] >= CLEAR_SHARE and core[each] < CLEAR_SHARE]
    if not essential and not spillover:
        return None
    right = chance.sample(essential, min(_MOST_RIGHT - bool(spillover), len(essential)))
    right += chance.sample(spillover, min(_MOST_RIGHT - len(right), len(spillover)))
    every = {*essential, *spillover}
    near = _near(facts, part)
    wrong = [each for each in most if most[each] < _NONE and not facts.twins[each] & every and near.get(each, 0) > 0]
    wrong.sort(key=lambda each: (-near[each], each))
    wrong = wrong[: 2 * _MOST_LISTED]
    wrong = chance.sample(wrong, min(_MOST_LISTED - len(right), len(wrong)))
    core_set = set(essential)
    return Referring(
        part,
        tuple(each for each in right if each in core_set),
        tuple(each for each in right if each not in core_set),
        tuple(wrong),
    )


def _near(facts: Facts, part: Part) -> dict[str, float]:
    """How much of the best covered region near a part each muscle covers; more counts what is a border nearer."""
    cover = facts.coverage
    far = steps(cover, [cover.parts.index(part)], frozenset(range(len(cover.parts))))
    side = part[1] or Side.RIGHT
    near = [number for number, step in far.items() if 0 < step <= 3 and cover.parts[number][1] in (None, side)]
    shares = cover.whole[:, near] / cover.areas[near] / np.array([far[number] for number in near], dtype=np.float32)
    best = shares.max(axis=1, initial=0)
    result: dict[str, float] = {}
    for number, candidate in enumerate(facts.index.candidates):
        if candidate.side is side:
            result[candidate.muscle] = max(result.get(candidate.muscle, 0.0), float(best[number]))
    return result


def site_regions(facts: Facts, muscle: str, point: str, side: Side, chance: Random) -> tuple[str, list[str]]:
    """The region that holds a trigger point, and others near by that it does not touch.

    Raises CardError for a point that lies in no region.
    """
    cover = facts.coverage
    site = facts.site(muscle, point, side)
    own = int(cover.label[site])
    if own < 0:
        raise CardError(f"{point} of '{muscle}' lies in no region")
    far = np.linalg.norm(facts.points - facts.points[site], axis=1)
    touched = set(np.unique(cover.label[far < _BORDER_CM]).tolist())
    taken = {cover.parts[part][0] for part in touched if part >= 0}
    away = steps(cover, [own], frozenset(range(len(cover.parts))))
    near: list[str] = []
    for part in sorted(away, key=lambda each: (away[each], each)):
        name, its = cover.parts[part]
        if its in (None, side) and name not in taken and name in facts.regions:
            taken.add(name)
            near.append(name)
    return cover.parts[own][0], chance.sample(near[: 2 * _WRONG_REGIONS], min(_WRONG_REGIONS, len(near)))


def held_regions(facts: Facts, number: int) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The regions of a candidate's essential zone, of its spillover zone alone, and those neither right nor wrong.

    The first two are what the file says that the pain is felt in. What else the zones touch is left open.
    """
    candidate = facts.index.candidates[number]
    refers = facts.point(candidate.muscle, candidate.point).refers
    essential = frozenset(refers.felt_in(Grade.ESSENTIAL))
    spillover = frozenset(refers.felt_in(Grade.SPILLOVER)) - essential
    touched = np.flatnonzero(facts.coverage.whole[number] > 0).tolist()
    open_to_both = frozenset(facts.coverage.parts[part][0] for part in touched) - essential - spillover
    return essential, spillover, open_to_both


def best_points(facts: Facts, muscles: Sequence[str], part: Part) -> dict[str, int]:
    """By muscle, the candidate that covers most of a part."""
    number = facts.coverage.parts.index(part)
    side = part[1] or Side.RIGHT
    found: dict[str, int] = {}
    for muscle in muscles:
        own = facts.of_muscle(muscle, side)
        if own:
            found[muscle] = max(own, key=lambda k: float(facts.coverage.whole[k, number]))
    return found
