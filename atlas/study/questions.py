"""From a card to a question: what is asked, in which form, what to choose from and what is right.

The same card, side and seed always make the same question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from atlas.anatomy import Effect, Region, Side
from atlas.finder.index import Candidate
from atlas.finder.reasons import Part
from atlas.study.cards import NOTE_KINDS, Card, CardError, CardKind
from atlas.study.choices import held_regions, patterns_beside, referring, site_regions
from atlas.study.coverage import covered, skipped
from atlas.study.facts import Facts
from atlas.study.names import titled
from atlas.study.notes import caution_choices, has_notes, note_choices

# So many regions that a pattern skips are asked of one pattern, and as many that it covers.
_MOST_SKIPPED = 3
YES, NO = "yes", "no"


class Form(StrEnum):
    """How a question is answered."""

    CHOOSE_ONE = "choose one"
    CHOOSE_SEVERAL = "choose several"
    TRUE_OR_FALSE = "true or false"
    TYPE_NAME = "type a name"
    PAINT = "paint"
    PUT_POINT = "put a point"


# The forms in which each kind can be asked, the usual one first; each kind has one that needs no mouse.
FORMS: dict[CardKind, tuple[Form, ...]] = dict.fromkeys(NOTE_KINDS, (Form.CHOOSE_ONE,)) | {
    CardKind.PATTERN: (Form.CHOOSE_ONE, Form.TYPE_NAME),
    CardKind.PAINT: (Form.PAINT, Form.CHOOSE_SEVERAL),
    CardKind.PLACE: (Form.PUT_POINT, Form.CHOOSE_ONE),
    CardKind.REGION: (Form.CHOOSE_SEVERAL,),
    CardKind.REACH: (Form.TRUE_OR_FALSE,),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: an id, and how it reads."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A card, asked.

    `choices` are empty where there is nothing to choose from; `right` holds the ids of the right ones, `half` those
    of right ones that count half. `shown` are the patterns to draw with the question, `part` the region to show.
    `uncertain` tells that little is known of what is asked.
    """

    card: Card
    side: Side
    form: Form
    prompt: str
    choices: tuple[Choice, ...] = ()
    right: frozenset[str] = frozenset()
    half: frozenset[str] = frozenset()
    shown: tuple[Candidate, ...] = ()
    part: Part | None = None
    uncertain: bool = False
    seed: int = field(default=0, compare=False)

    def text(self, choice_id: str) -> str:
        """How a choice reads; the id itself for one that is not offered."""
        return next((choice.text for choice in self.choices if choice.id == choice_id), choice_id)


def ask(
    facts: Facts, card: Card, side: Side = Side.RIGHT, form: Form | None = None, seed: int = 0, beside: str = ""
) -> Question:
    """Ask a card.

    Args:
        facts: What the questions are made from.
        card: What to ask.
        side: The side of the body; a point of one side alone is asked on that side.
        form: One of the forms of the card's kind, the usual one if none is named.
        seed: Another number gives other choices in another order.
        beside: A muscle that must be among the choices for a pattern, if it can be.

    Raises:
        CardError: The dataset has nothing for this card, or its kind is not asked in this form.
    """
    form = form or FORMS[card.kind][0]
    if form not in FORMS[card.kind]:
        raise CardError(f"a card of the kind '{card.kind}' is not asked in the form '{form}'")
    chance = Random(f"{card.id} {seed}")
    match card.kind:
        case CardKind.PATTERN:
            return _pattern(facts, card, side, form, seed, chance, beside)
        case CardKind.PAINT:
            return _paint(facts, card, side, form, seed)
        case CardKind.PLACE:
            return _place(facts, card, side, form, seed, chance)
        case CardKind.REGION:
            return _region(facts, card, side, seed, chance)
        case CardKind.REACH:
            return _reach(facts, card, side, seed)
        case CardKind.CAUTION:
            return _caution(facts, card, side, seed, chance)
        case CardKind.ORIGIN | CardKind.INSERTION | CardKind.ACTION | CardKind.INNERVATION:
            return _note(facts, card, side, seed, chance)


def _of_pattern(facts: Facts, card: Card, side: Side) -> Candidate:
    facts.point(card.muscle, card.point)
    number = facts.candidate(card.muscle, card.point, side)
    if number is None:
        raise CardError(f"{card.point} of {facts.muscle(card.muscle).name} has no pattern of pain")
    return facts.index.candidates[number]


def _shuffled(chance: Random, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    # Sorted first: what is shuffled must not depend on the order in which it was found.
    ordered = sorted(choices, key=lambda choice: (choice.id, choice.text))
    chance.shuffle(ordered)
    return tuple(ordered)


def _headed(region: Region) -> str:
    return f"{region.patient_name[:1].upper()}{region.patient_name[1:]}"


def _pattern(facts: Facts, card: Card, side: Side, form: Form, seed: int, chance: Random, beside: str) -> Question:
    shown = _of_pattern(facts, card, side)
    choices: tuple[Choice, ...] = ()
    if form is Form.CHOOSE_ONE:
        wrong = patterns_beside(facts, facts.numbers[shown], chance, beside)
        choices = _shuffled(chance, [Choice(each, facts.muscle(each).name) for each in (card.muscle, *wrong)])
    return Question(
        card,
        shown.side,
        form,
        "Which muscle refers pain like this?",
        choices,
        frozenset({card.muscle}),
        shown=(shown,),
        uncertain=facts.uncertain(card.muscle, card.point),
        seed=seed,
    )


def _paint(facts: Facts, card: Card, side: Side, form: Form, seed: int) -> Question:
    candidate = _of_pattern(facts, card, side)
    name = titled(facts.muscle(card.muscle), facts.group(card.muscle, card.point))
    choices: tuple[Choice, ...] = ()
    right: frozenset[str] = frozenset()
    half: frozenset[str] = frozenset()
    prompt = f"{name}, on the {candidate.side}: paint where the pain is felt."
    if form is Form.CHOOSE_SEVERAL:
        regions = sorted(facts.regions.values(), key=lambda region: (region.area.rank, region.patient_name))
        choices = tuple(Choice(region.id, _headed(region)) for region in regions)
        essential, spillover, _ = held_regions(facts, facts.numbers[candidate])
        right, half = essential | spillover, spillover
        prompt = f"{name}: in which regions is the pain felt?"
    return Question(
        card,
        candidate.side,
        form,
        prompt,
        choices,
        right,
        half,
        uncertain=facts.uncertain(card.muscle, card.point),
        seed=seed,
    )


def _place(facts: Facts, card: Card, side: Side, form: Form, seed: int, chance: Random) -> Question:
    muscle, point = facts.muscle(card.muscle), facts.point(card.muscle, card.point)
    side = facts.side_of(card.muscle, card.point, side)
    facts.site(card.muscle, card.point, side)
    which = "the trigger point"
    if len(muscle.trigger_points) > 1:
        which = f"{point.id} ({point.name[:1].lower()}{point.name[1:]})"
    choices: tuple[Choice, ...] = ()
    right: frozenset[str] = frozenset()
    prompt = f"{muscle.name}: where is {which}? Put it on the {side}."
    if form is Form.CHOOSE_ONE:
        own, wrong = site_regions(facts, card.muscle, card.point, side, chance)
        choices = _shuffled(chance, [Choice(each, _headed(facts.regions[each])) for each in (own, *wrong)])
        right = frozenset({own})
        prompt = f"{muscle.name}: in which region is {which}?"
    uncertain = facts.uncertain(card.muscle, card.point)
    return Question(card, side, form, prompt, choices, right, uncertain=uncertain, seed=seed)


def _region(facts: Facts, card: Card, side: Side, seed: int, chance: Random) -> Question:
    if card.region not in facts.regions:
        raise CardError(f"the dataset has no region '{card.region}' any more")
    there = referring(facts, card.region, side, chance)
    if there is None:
        raise CardError(f"no muscle clearly refers pain to '{card.region}'")
    choices = [Choice(each, facts.muscle(each).name) for each in (*there.essential, *there.spillover, *there.wrong)]
    return Question(
        card,
        side,
        Form.CHOOSE_SEVERAL,
        f"Which of these muscles refer pain here: {facts.regions[card.region].patient_name}? Choose all that do.",
        _shuffled(chance, choices),
        frozenset({*there.essential, *there.spillover}),
        frozenset(there.spillover),
        part=there.part,
        seed=seed,
    )


def reach_of(facts: Facts, muscle: str, point: str) -> dict[str, bool]:
    """The regions that are asked of a pattern with a gap: those that it skips (False), and as many that it covers.

    Looked up on the right, for which the dataset is written; the left is its mirror.
    """
    number = facts.candidate(muscle, point, Side.RIGHT)
    if number is None:
        return {}
    side = facts.index.candidates[number].side
    cover, regions = facts.coverage, facts.regions
    found: dict[str, bool] = {}
    gaps = skipped(cover, number, regions, side)[:_MOST_SKIPPED]
    for gap in gaps:
        found[cover.parts[gap][0]] = False
    near = covered(cover, number, regions, side, gaps[0]) if gaps else []
    for part in near[: len(gaps)]:
        found[cover.parts[part][0]] = True
    return found


def _reach(facts: Facts, card: Card, side: Side, seed: int) -> Question:
    candidate = _of_pattern(facts, card, side)
    asked = reach_of(facts, card.muscle, card.point)
    if card.region not in asked:
        raise CardError(f"whether {card.muscle} {card.point} reaches '{card.region}' is not asked any more")
    name = titled(facts.muscle(card.muscle), facts.group(card.muscle, card.point))
    number = facts.coverage.number(card.region, candidate.side)
    return Question(
        card,
        candidate.side,
        Form.TRUE_OR_FALSE,
        f"{name}: does the pain reach this region: {facts.regions[card.region].patient_name}?",
        (Choice(YES, "Yes"), Choice(NO, "No")),
        frozenset({YES if asked[card.region] else NO}),
        part=None if number is None else facts.coverage.parts[number],
        uncertain=facts.uncertain(card.muscle, card.point),
        seed=seed,
    )


def _note(facts: Facts, card: Card, side: Side, seed: int, chance: Random) -> Question:
    muscle = facts.muscle(card.muscle)
    if not has_notes(facts, muscle, card.kind):
        raise CardError(f"nothing is asked of the {card.kind} of {muscle.name}")
    texts = note_choices(facts, muscle, card.kind, chance)
    choices = _shuffled(chance, [Choice(owner, text) for owner, text in texts.items()])
    prompt = f"{muscle.name}: what is the {card.kind.value}?"
    return Question(card, side, Form.CHOOSE_ONE, prompt, choices, frozenset({muscle.id}), seed=seed)


def _caution(facts: Facts, card: Card, side: Side, seed: int, chance: Random) -> Question:
    muscle = facts.muscle(card.muscle)
    if not has_notes(facts, muscle, card.kind):
        raise CardError(f"nothing is asked of the cautions of {muscle.name}")
    right, wrong = caution_choices(facts, muscle, seed, chance)
    choices = _shuffled(chance, [Choice(text, text[:1].upper() + text[1:]) for text in (right, *wrong)])
    prompt = f"{muscle.name}: of which structure do the notes on needling warn?"
    return Question(card, side, Form.CHOOSE_ONE, prompt, choices, frozenset({right}), seed=seed)


def all_cards(facts: Facts) -> tuple[Card, ...]:
    """Every card that the dataset gives: muscle by muscle in the atlas' order, then the regions.

    Points with one and the same pattern share the card of that pattern, under the first of them.
    """
    found: list[Card] = []
    for muscle in facts.muscles.values():
        found += [Card(kind, muscle.id) for kind in NOTE_KINDS if has_notes(facts, muscle, kind)]
        if muscle.id in facts.patterns:
            found += [Card(CardKind.PLACE, muscle.id, point.id) for point in muscle.trigger_points]
        for first, *_ in facts.groups[muscle.id]:
            found += [Card(kind, muscle.id, first) for kind in (CardKind.PATTERN, CardKind.PAINT)]
            found += [Card(CardKind.REACH, muscle.id, first, region) for region in reach_of(facts, muscle.id, first)]
    regions = [region for region in facts.regions if referring(facts, region, Side.RIGHT, Random(region)) is not None]
    return (*found, *(Card(CardKind.REGION, region=region) for region in regions))


def uncertain(facts: Facts, card: Card) -> bool:
    """Whether a card asks about a trigger point of which little is known. False for a card of no point."""
    return bool(card.point) and facts.uncertain(card.muscle, card.point)


def without_pain(facts: Facts, card: Card) -> bool:
    """Whether a card asks about a trigger point that refers no pain."""
    return bool(card.point) and facts.point(card.muscle, card.point).effect is Effect.AUTONOMIC
