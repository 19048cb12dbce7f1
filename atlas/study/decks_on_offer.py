"""The decks that a learner is offered, with what is to be done in each today. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from atlas.anatomy import Area
from atlas.store.answers import Answers
from atlas.store.answers_rows import Learner
from atlas.store.tallies import last_mistakes
from atlas.study.cards import Card
from atlas.study.decks import EXAMINATION_SETS, of_areas, of_examination, of_ids
from atlas.study.facts import Facts
from atlas.study.schedule import Schedule, todays

FAVOURITES, MISTAKES, SUSPENDED = "favourites", "mistakes", "suspended"


@dataclass(frozen=True)
class Deck:
    """A deck by its id and title; `due` and `new` tell what is to be done today, of new cards what the limit leaves."""

    id: str
    title: str
    cards: tuple[Card, ...]
    due: int = 0
    new: int = 0


def decks_of(facts: Facts, cards: Sequence[Card], answers: Answers, learner: Learner, now: datetime) -> list[Deck]:
    """The examination sets, the learner's own decks, and the parts of the body, those without cards left out.

    Raises AnswersError.
    """
    muscles, regions = facts.muscles, facts.regions
    kept = answers.cards(learner.id)
    # All of it first, then the parts that examinations ask about.
    sets = sorted(EXAMINATION_SETS, key=lambda each: each.areas != frozenset(Area))
    found = [Deck(each.id, each.title, of_examination(cards, each.id, muscles, regions)) for each in sets]
    favourites = [card for card, known in kept.items() if known.favourite]
    suspended = [card for card, known in kept.items() if known.suspended]
    found += [
        Deck(FAVOURITES, "Favourites", of_ids(cards, favourites)),
        Deck(MISTAKES, "Last mistakes", of_ids(cards, sorted(last_mistakes(answers, learner.id)))),
        Deck(SUSPENDED, "Asked no more", of_ids(cards, suspended)),
    ]
    found += [
        Deck(area.value, area.value.capitalize(), of_areas(cards, frozenset({area}), muscles, regions)) for area in Area
    ]
    schedule = Schedule(learner)
    counted = []
    limit = schedule.today(answers, [card.id for card in cards], now).new
    ends = schedule.tomorrow(now)
    for deck in found:
        if not deck.cards:
            continue
        today = todays(dict.fromkeys(card.id for card in deck.cards), kept, now, ends, len(limit))
        due = len(today.learning) + len(today.reviews)
        counted.append(Deck(deck.id, deck.title, deck.cards, due, len(today.new)))
    return counted
