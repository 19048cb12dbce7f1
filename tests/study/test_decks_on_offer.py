"""The decks that a learner is offered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer
from atlas.study.cards import Card, CardKind
from atlas.study.decks_on_offer import FAVOURITES, MISTAKES, SUSPENDED, decks_of
from atlas.study.facts import Facts
from atlas.study.schedule import Schedule

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_decks_tell_what_is_to_be_done_today(facts: Facts, cards: tuple[Card, ...], tmp_path: Path) -> None:
    with Answers(tmp_path / "answers.sqlite") as answers:
        ada = answers.learners.add("Ada")
        fresh = decks_of(facts, cards, answers, ada, NOW)
        assert (fresh[0].title, fresh[0].cards) == ("Whole body", cards)
        assert all((deck.due, deck.new) == (0, min(10, len(deck.cards))) for deck in fresh)
        assert not {FAVOURITES, MISTAKES, SUSPENDED} & {deck.id for deck in fresh}
        card = Card(CardKind.ORIGIN, "soleus").id
        answer = Answer(ada.id, card, NOW, NOW + timedelta(seconds=9), 1, 0.0, "", 9000)
        Schedule(ada).record(answers, answer)
        answers.favour(ada.id, [card])
        later = {deck.id: deck for deck in decks_of(facts, cards, answers, ada, NOW + timedelta(hours=1))}
        for name in (FAVOURITES, MISTAKES, "leg", "lower-quarter", "all"):
            assert later[name].due == 1
        assert later["head"].due == 0
        assert later["head"].new == 9, "one of today's ten was begun"
        answers.suspend(ada.id, [card])
        resting = {deck.id: deck for deck in decks_of(facts, cards, answers, ada, NOW + timedelta(hours=1))}
        assert [each.id for each in resting[SUSPENDED].cards] == [card]
        assert resting["all"].due == 0
