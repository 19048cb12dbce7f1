"""The atlas' own dataset as facts for questions, made once for all tests of the study room."""

from __future__ import annotations

import pytest

from atlas.edition import Edition
from atlas.study.cards import Card
from atlas.study.facts import Facts, facts_of
from atlas.study.questions import all_cards


@pytest.fixture(scope="session")
def facts(edition: Edition) -> Facts:
    """What questions are made from."""
    return facts_of(edition)


@pytest.fixture(scope="session")
def cards(facts: Facts) -> tuple[Card, ...]:
    """Every card that the dataset gives."""
    return all_cards(facts)
