"""What to choose from beside the right answer, from the geometry: near enough to be mistaken, never right as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from atlas.anatomy import Grade, Side
from atlas.finder.index import Floats
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


@dataclass(frozen=True, slots=True)
class Referred:
    """How much of a part the patterns of each muscle cover, 0 to 1: the one of its points that covers most.

    `least` and `most` differ where a point of one side alone covers more: `least` holds on either side. `essential` is
    what the essential zones cover, on either side.
    """

    part: Part
    least: Mapping[str, float]
    most: Mapping[str, float]
    essential: Mapping[str, float]

    @property
    def in_essential(self) -> tuple[str, ...]:
        """The muscles whose essential zones clearly reach the part, those that cover most first."""
        return self._clearly(self.essential)

    @property
    def in_spillover(self) -> tuple[str, ...]:
        """The muscles whose zones clearly reach the part, but not their essential ones."""
        return tuple(each for each in self._clearly(self.least) if self.essential[each] < CLEAR_SHARE)

    @staticmethod
    def _clearly(shares: Mapping[str, float]) -> tuple[str, ...]:
        found = [muscle for muscle, share in shares.items() if share >= CLEAR_SHARE]
        return tuple(sorted(found, key=lambda muscle: (-shares[muscle], muscle)))


def referred_to(facts: Facts, region: str, side: Side) -> Referred | None:
    """Which muscles refer pain to a region. None for a region without skin."""
    number = facts.coverage.number(region, side)
    if number is None:
        return None
    whole: list[dict[str, float]] = []
    essential: list[dict[str, float]] = []
    for each in Side:
        there = facts.coverage.number(region, each)
        if there is not None:
            whole.append(_largest(facts, facts.coverage.shares(there), each))
            essential.append(_largest(facts, facts.coverage.essential_shares(there), each))
    return Referred(
        facts.coverage.parts[number],
        {muscle: min(shares[muscle] for shares in whole) for muscle in facts.patterns},
        {muscle: max(shares[muscle] for shares in whole) for muscle in facts.patterns},
        {muscle: min(shares[muscle] for shares in essential) for muscle in facts.patterns},
    )


def _largest(facts: Facts, shares: Floats, side: Side) -> dict[str, float]:
    """The largest of the shares (k,) that the candidates of each muscle have on a side."""
    found: dict[str, float] = dict.fromkeys(facts.patterns, 0.0)
    for candidate, share in zip(facts.index.candidates, shares.tolist(), strict=True):
        if candidate.side is side:
            found[candidate.muscle] = max(found[candidate.muscle], share)
    return found


def referring(facts: Facts, region: str, side: Side, chance: Random) -> Referring | None:
    """Muscles to list for a region: some that clearly refer pain there and some that clearly do not.

    None where none clearly does, and for a region of which the dataset says that no pattern is meant to reach it. The
    wrong ones refer pain near by, and none of them is the twin of a right one.
    """
    found = None if facts.regions[region].unfelt else referred_to(facts, region, side)
    if found is None or not found.in_essential + found.in_spillover:
        return None
    essential, spillover = found.in_essential, found.in_spillover
    core = chance.sample(essential, min(_MOST_RIGHT - bool(spillover), len(essential)))
    edge = chance.sample(spillover, min(_MOST_RIGHT - len(core), len(spillover)))
    near = _near(facts, found.part)
    wrong = [
        muscle
        for muscle, share in found.most.items()
        if share < _NONE and near.get(muscle, 0) > 0 and not facts.twins[muscle] & {*essential, *spillover}
    ]
    wrong.sort(key=lambda each: (-near[each], each))
    wanted = _MOST_LISTED - len(core) - len(edge)
    close = wrong[: wanted + _NEXT]
    return Referring(found.part, tuple(core), tuple(edge), tuple(chance.sample(close, min(wanted, len(close)))))


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
    far = facts.along(np.array([site], dtype=np.int32))
    away = np.full(len(cover.parts), np.inf)
    inside = cover.label >= 0
    np.minimum.at(away, cover.label[inside], far[inside])
    taken = {cover.parts[part][0] for part in np.flatnonzero(away < _BORDER_CM).tolist()}
    near: list[str] = []
    for part in np.argsort(away, kind="stable").tolist():
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
