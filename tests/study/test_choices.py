"""Choices never hold a second right answer, and the wrong ones are near enough to be mistaken."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from atlas.anatomy import Side
from atlas.finder.search import fold
from atlas.study.cards import NOTE_KINDS, Card, CardKind, parsed
from atlas.study.choices import referred_to, site_regions
from atlas.study.coverage import CLEAR_SHARE
from atlas.study.facts import SAME_PATTERN, Facts
from atlas.study.names import whole_name
from atlas.study.notes import text_of
from atlas.study.questions import Form, ask

SEEDS = range(4)


def of_kind(cards: tuple[Card, ...], *kinds: CardKind) -> list[Card]:
    return [card for card in cards if card.kind in kinds]


def test_no_other_muscle_among_the_choices_has_the_pattern(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, CardKind.PATTERN):
        shown = facts.candidate(card.muscle, card.point, Side.RIGHT)
        assert shown is not None
        side = facts.index.candidates[shown].side
        for seed in SEEDS:
            question = ask(facts, card, seed=seed)
            ids = [choice.id for choice in question.choices]
            assert len(ids) == len(set(ids)) == 5
            wrong = set(ids) - {card.muscle}
            assert not wrong & facts.twins[card.muscle]
            # Of two twins neither could be right alone.
            assert not any(facts.twins[each] & wrong for each in wrong)
            for each in wrong:
                assert all(facts.overlap[shown, k] <= SAME_PATTERN for k in facts.of_muscle(each, side))


def test_the_muscles_that_overlap_most_are_always_there(facts: Facts) -> None:
    for seed in SEEDS:
        ids = {choice.id for choice in ask(facts, parsed("pattern:plantaris:TrP1"), seed=seed).choices}
        assert "popliteus" in ids


def test_a_partner_is_among_the_choices_of_a_drill(facts: Facts) -> None:
    for seed in SEEDS:
        question = ask(facts, parsed("pattern:infraspinatus:TrP1"), seed=seed, beside="soleus")
        assert {"soleus", "infraspinatus"} <= {choice.id for choice in question.choices}
        assert len(question.choices) == 5
    twin = ask(facts, parsed("pattern:digastric:TrP1"), beside="stylohyoid")
    assert "stylohyoid" not in {choice.id for choice in twin.choices}


def test_listed_muscles_clearly_refer_to_a_region_or_not_at_all(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, CardKind.REGION):
        found = referred_to(facts, card.region, Side.RIGHT)
        assert found is not None
        for seed in SEEDS:
            question = ask(facts, card, seed=seed)
            assert 1 <= len(question.right) <= 4
            assert 4 <= len(question.choices) <= 8
            for choice in question.choices:
                if choice.id in question.right:
                    assert found.least[choice.id] >= CLEAR_SHARE
                    assert (choice.id in question.half) == (found.essential[choice.id] < CLEAR_SHARE)
                else:
                    assert found.most[choice.id] < 0.01
                    assert not facts.twins[choice.id] & question.right


def test_the_shoulder_hurts_from_infraspinatus(facts: Facts) -> None:
    found = referred_to(facts, "front-of-shoulder", Side.RIGHT)
    assert found is not None
    assert found.essential["infraspinatus"] > 0.5
    assert "infraspinatus" in found.in_essential
    assert referred_to(facts, "horn", Side.RIGHT) is None


def test_what_one_side_alone_refers_is_neither_right_nor_wrong(facts: Facts) -> None:
    # The left upper belly has a point of its own, over the heart.
    found = referred_to(facts, "breast", Side.LEFT)
    assert found is not None
    assert found.most["rectus-abdominis"] > found.least["rectus-abdominis"]


def test_notes_have_four_choices_of_which_one_is_right(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, *NOTE_KINDS):
        for seed in SEEDS:
            question = ask(facts, card, seed=seed)
            texts = [fold(choice.text) for choice in question.choices]
            assert len(texts) == len(set(texts)) == 4
            assert len(question.right) == 1


def test_wrong_notes_are_of_other_muscles_and_do_not_name_the_asked_one(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, *(kind for kind in NOTE_KINDS if kind is not CardKind.CAUTION)):
        muscle = facts.muscles[card.muscle]
        for choice in ask(facts, card, seed=1).choices:
            other = facts.muscles[choice.id]
            assert choice.text == text_of(other, card.kind)
            if other is not muscle:
                assert whole_name(other.latin) != whole_name(muscle.latin)
                assert fold(muscle.name) not in fold(choice.text)


def test_wrong_nerves_are_other_nerves(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, CardKind.INNERVATION):
        for choice in ask(facts, card, seed=2).choices:
            if choice.id != card.muscle:
                assert not facts.nerves[choice.id] & facts.nerves[card.muscle]


@pytest.mark.parametrize(
    ("card_id", "like"),
    [
        ("action:infraspinatus", "teres-minor"),
        ("action:vastus-medialis", "vastus-intermedius"),
        ("insertion:soleus", "gastrocnemius"),
        ("origin:extensor-carpi-ulnaris", "extensor-digitorum"),
        ("innervation:supraspinatus", "infraspinatus"),
        ("insertion:gluteus-minimus-anterior", "gluteus-minimus-posterior"),
    ],
)
def test_a_text_that_would_be_right_too_is_never_offered(facts: Facts, card_id: str, like: str) -> None:
    for seed in range(30):
        assert like not in {choice.id for choice in ask(facts, parsed(card_id), seed=seed).choices}


def test_every_caution_of_a_muscle_is_asked_of_in_turn(facts: Facts) -> None:
    structures = {ask(facts, parsed("caution:infraspinatus"), seed=seed).right for seed in range(4)}
    assert structures == {frozenset({"pleura and lung"}), frozenset({"suprascapular nerve and vessels"})}


def test_wrong_cautions_are_not_the_muscles_own(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, CardKind.CAUTION):
        own = {caution.structure for caution in facts.muscles[card.muscle].needling.cautions}
        for seed in SEEDS:
            question = ask(facts, card, seed=seed)
            offered = {choice.id for choice in question.choices}
            assert offered & own == question.right


def test_no_lung_is_called_harmless_at_the_trunk(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, CardKind.CAUTION):
        if facts.muscles[card.muscle].region in ("chest", "back", "abdomen"):
            question = ask(facts, card, seed=7)
            wrong = [choice.text for choice in question.choices if choice.id not in question.right]
            assert not any("pleura" in text.lower() for text in wrong)


def test_a_place_lies_in_one_of_the_regions_offered(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, CardKind.PLACE):
        question = ask(facts, card, form=Form.CHOOSE_ONE, seed=3)
        site = facts.tiling.at(facts.site(card.muscle, card.point, question.side))
        assert site is not None
        assert question.right == {site[0]}
        assert len(question.choices) == 4


def test_regions_at_the_border_of_a_place_are_not_offered(facts: Facts, cards: tuple[Card, ...]) -> None:
    for card in of_kind(cards, CardKind.PLACE)[::5]:
        side = facts.side_of(card.muscle, card.point, Side.RIGHT)
        own, wrong = site_regions(facts, card.muscle, card.point, side, Random(1))
        site = facts.points[facts.site(card.muscle, card.point, side)]
        assert own not in wrong
        for each in wrong:
            part = facts.coverage.number(each, side)
            far = np.linalg.norm(facts.points[facts.coverage.label == part] - site, axis=1)
            # Along the skin it is further than through the air, or through the limb.
            assert far.min() > 0.4
