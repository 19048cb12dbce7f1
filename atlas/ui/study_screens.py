"""What the screens of a learner's progress show: each reads the answers, and says in words what its chart draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from atlas.anatomy import Area
from atlas.finder.index import Floats
from atlas.store.answers import Answers
from atlas.store.answers_rows import Learner
from atlas.study.cards import Card, CardError, CardKind, parsed
from atlas.study.charts import (
    Canvas,
    calibration_chart,
    confusion_chart,
    days_chart,
    forecast_chart,
    hardest_chart,
    memory_chart,
)
from atlas.study.coverage import CLEAR_SHARE
from atlas.study.days import day_of
from atlas.study.decks import area_of
from atlas.study.facts import Facts
from atlas.study.names import listed, titled
from atlas.study.progress import (
    Memory,
    answers_per_day,
    calibration,
    confusion,
    forecast,
    hardest,
    memory_by_muscle,
    memory_by_region,
    retention,
)
from atlas.study.schedule import Schedule
from atlas.study.session import KIND_WORDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DAYS = 60
_DAYS_AHEAD = 30
_HARDEST = 10
_MOST_MIXED = 10
# How often each vertex takes the mean of its neighbours: regions end between vertices, along no line of the mesh.
_SOFTENED = 4
# So many of a long list are read out.
_SPOKEN = 5


@dataclass(frozen=True)
class Chart:
    """A chart to be drawn at any size, and its main figures in words."""

    words: str
    draw: Callable[[Canvas], Figure]


class Source:
    """What progress is read from, and when; what several screens need is reckoned once."""

    def __init__(self, answers: Answers, learner: Learner, facts: Facts, cards: Sequence[Card], now: datetime) -> None:
        self.answers, self.learner, self.facts, self.now = answers, learner, facts, now
        self._cards = cards

    @cached_property
    def _memory(self) -> Mapping[str, Memory]:
        """How well each part of the body, each muscle, and what is asked of each region is known."""
        groups: dict[str, list[str]] = {}
        for card in self._cards:
            area, card_id = area_of(card, self.facts.muscles, self.facts.regions), card.id
            for key in (area.value if area else "", _of_muscle(card.muscle), _of_region(card.region)):
                groups.setdefault(key, []).append(card_id)
        return memory_by_muscle(self.answers, Schedule(self.learner), groups, self.now)

    @property
    def areas(self) -> dict[str, Memory]:
        """How well each part of the body is known, by its name, from head to foot."""
        found = self._memory
        return {area.value.capitalize(): found[area.value] for area in Area if area.value in found}

    @cached_property
    def regions(self) -> dict[str, Memory]:
        """How well each region of the skin is known: its own cards, and the muscles that clearly refer pain to it."""
        cover = self.facts.coverage
        clear = cover.whole >= CLEAR_SHARE * cover.areas
        muscles: dict[str, set[str]] = {}
        for number, (region, _) in enumerate(cover.parts):
            found = np.flatnonzero(clear[:, number]).tolist()
            muscles.setdefault(region, set()).update(
                _of_muscle(self.facts.index.candidates[each].muscle) for each in found
            )
        return memory_by_region(
            self._memory, {region: [_of_region(region), *sorted(each)] for region, each in muscles.items()}
        )

    @property
    def known_skin(self) -> Floats:
        """The share of a region's cards that would be remembered now, at each fine vertex (n,), with soft borders."""
        cover = self.facts.coverage
        # The last one is for skin of no region.
        shares = np.array([*(self.regions[region].known for region, _ in cover.parts), 0.0])
        found = shares[cover.label]
        one, other = self.facts.edges.T
        beside = np.bincount(one, minlength=len(found)) + np.bincount(other, minlength=len(found))
        for _ in range(_SOFTENED):
            near = np.bincount(one, found[other], len(found)) + np.bincount(other, found[one], len(found))
            found = (found + near) / (1 + beside)
        soft: Floats = found.astype(np.float32)
        return soft

    def region_at(self, vertex: int) -> str:
        """What is known of the region at a fine vertex, in words; empty where there is none."""
        number = int(self.facts.coverage.label[vertex])
        if number < 0:
            return ""
        name = self.facts.coverage.parts[number][0]
        if name not in self.facts.regions:
            return ""
        memory, words = self.regions[name], self.facts.regions[name].patient_name
        words = f"{words[:1].upper()}{words[1:]}"
        return f"{words}: {memory.known:.0%}" if memory.cards else words


def _of_muscle(muscle: str) -> str:
    # No part of the body is called so, and no muscle is a region.
    return f"muscle {muscle}"


def _of_region(region: str) -> str:
    return f"region {region}"


def known(source: Source) -> Chart:
    """Memory by part of the body."""
    areas = source.areas
    whole, seen = sum(each.cards for each in areas.values()), sum(each.seen for each in areas.values())
    if not seen:
        return Chart("Nothing learned yet.", partial(memory_chart, memory=areas))
    share = sum(each.known * each.cards for each in areas.values()) / whole
    parts = [f"{name} {each.known:.0%}, {each.seen} of {each.cards} seen" for name, each in areas.items()]
    words = f"You would remember {share:.0%} of all {whole:,} cards today. {'; '.join(parts)}."
    return Chart(words, partial(memory_chart, memory=areas))


def remembered(source: Source) -> Chart:
    """What was remembered against what was predicted."""
    bins = calibration(source.answers, source.learner.id)
    whole = retention(bins)
    words = "No reviews yet."
    if whole is not None:
        words = f"In {_counted(whole.answers, 'review')} you remembered {whole.remembered:.0%}; the schedule had"
        words = f"{words} predicted {whole.predicted:.0%}, and you aim at {source.learner.retention:.0%}."
    return Chart(words, partial(calibration_chart, bins=bins))


def per_day(source: Source) -> Chart:
    """The answers of each day."""
    days = answers_per_day(source.answers, source.learner.id, day_of(source.now), _DAYS)
    total = sum(day.answers for day in days)
    words = f"No answers in the last {_DAYS} days."
    if total:
        most = max(days, key=lambda day: day.answers)
        share = sum(day.remembered for day in days) / total
        words = f"{_counted(total, 'answer')} in the last {_DAYS} days, {share:.0%} of them remembered. "
        words += f"The most on {most.day.day} {most.day:%B}: {most.answers:,}. Today: {days[-1].answers:,}."
    return Chart(words, partial(days_chart, days=days))


def coming(source: Source) -> Chart:
    """What comes due."""
    days = forecast(source.answers, source.learner.id, source.now, _DAYS_AHEAD)
    later = sum(day.cards for day in days[1:])
    words = f"{_counted(days[0].cards, 'card')} due today, {later:,} in the {_DAYS_AHEAD - 1} days after."
    if len(days) > 1:
        words += f" Tomorrow: {days[1].cards:,}."
    return Chart(words, partial(forecast_chart, days=days))


def hard(source: Source) -> Chart:
    """The cards that are forgotten the most."""
    found = hardest(source.answers, source.learner.id, _HARDEST)
    names = {each.card: card_title(source.facts, each.card) for each in found}
    spoken = [f"{names[each.card]}, forgotten {each.forgotten} times in {each.answers}" for each in found[:_SPOKEN]]
    words = f"{'; '.join(spoken)}." if spoken else "Nothing stands out."
    return Chart(words, partial(hardest_chart, cards=found, names=names))


def mixed_up(source: Source) -> Chart:
    """Which muscle was taken for which."""
    muscles = source.facts.muscles
    found = confusion(source.answers, source.learner.id, muscles, (CardKind.PATTERN.value,), _MOST_MIXED)
    names = {muscle: muscles[muscle].name for muscle in found.muscles}
    spoken = [f"{names[one]} and {names[other]}, {_times(count)}" for one, other, count in found.pairs()[:_SPOKEN]]
    words = f"Mixed up the most: {'; '.join(spoken)}." if spoken else "No mix-ups yet."
    return Chart(words, partial(confusion_chart, confusion=found, names=names))


# The screens in their order, by title.
SCREENS: tuple[tuple[str, Callable[[Source], Chart]], ...] = (
    ("What you know", known),
    ("Remembered and predicted", remembered),
    ("Answers per day", per_day),
    ("Coming up", coming),
    ("Hardest", hard),
    ("Mixed up", mixed_up),
)


def card_title(facts: Facts, card_id: str) -> str:
    """A card in a few words; its id for one that the dataset does not have any more."""
    try:
        card = parsed(card_id)
    except CardError:
        return card_id
    region = facts.regions.get(card.region)
    muscle = facts.muscles.get(card.muscle)
    if muscle is None:
        return f"{region.patient_name[:1].upper()}{region.patient_name[1:]}" if region else card_id
    # Points that share a pattern share its card: the first one's name is enough here.
    name = titled(muscle, [card.point]) if card.point else muscle.name
    what = f"reaches {region.patient_name}?" if region else KIND_WORDS[card.kind].lower()
    return f"{name}: {what}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def best_and_least(source: Source) -> str:
    """Which regions of the skin are known best and least, in words."""
    asked = {region: each for region, each in source.regions.items() if each.cards and region in source.facts.regions}
    if not any(each.seen for each in asked.values()):
        return "No region is known yet."
    order = sorted(asked, key=lambda region: (-asked[region].known, region))
    names = {region: source.facts.regions[region].patient_name for region in order}
    best = [f"{names[region]} {asked[region].known:.0%}" for region in order[:_SPOKEN]]
    least = [names[region] for region in reversed(order[-_SPOKEN:])]
    return f"Remembered best: {listed(best)}. Least: {listed(least)}."
