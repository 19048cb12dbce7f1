"""Marking: from a learner's reply to a score in [0, 1] and a rating from 1 to 4.

A score becomes a rating by bands: from 0.85 easy, from 0.65 good, from 0.45 hard, below that again. Where the answer
may be guessed, because there are only a few choices of which one is right, nothing is rated better than good. Speed
plays no part.

- One of several choices, or true or false: 1 or 0. A twin of the muscle, typed or chosen, counts as the muscle.
- A typed name: 1; 0.9 with a slip of the pen; 0.5 for the name of the whole of which the muscle is a part; else 0.
- Several choices: F = 2 P R / (P + R), from the recall R, the weight of what was rightly chosen among all that is
  right (1, or 1/2 for what is felt in the spillover zone alone), and the precision P, the share of what was chosen
  that is right.
- Painting: see `atlas.study.painting`. Putting a point: see `atlas.study.placing`.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import TypeAlias

from atlas.finder.index import Floats
from atlas.study.cards import CardError, CardKind
from atlas.study.choices import held_regions
from atlas.study.facts import Facts
from atlas.study.naming import Named, named, naming_remark, twin_remark
from atlas.study.painting import PaintMark, mark_paint
from atlas.study.placing import PlaceMark, mark_place
from atlas.study.questions import Form, Question
from atlas.study.rating import HALF, Rating, harmonic, rated
from atlas.surface.bound import Bound

_SLIP = 0.9
_WHOLE = 0.5


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ids of the choices that were taken."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Typed:
    """A name that was typed."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """How strongly each fine vertex (n,) was painted, 0 to 1. What is painted half or more counts."""

    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where on the skin a point was put: one bound point (`placing.at_vertex` makes one of a fine vertex)."""

    at: Bound


@dataclass(frozen=True, slots=True)
class Nothing:
    """The learner gave up."""


Reply: TypeAlias = Chosen | Typed | Painted | Placed | Nothing


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reply is worth.

    `score` in [0, 1]; `remark` is empty or says what right and wrong leave unsaid; `taken` is the muscle that was
    answered where one was asked for, empty if none; `unclear` tells that a typed name may mean several muscles, and
    the learner may be asked again. `detail` has the areas or distances.
    """

    score: float
    rating: Rating
    remark: str = ""
    taken: str = ""
    unclear: bool = False
    detail: PaintMark | PlaceMark | None = None

    @property
    def right(self) -> bool:
        """Whether the reply is good enough to go on: rated good or easy."""
        return self.rating >= Rating.GOOD


def mark(facts: Facts, question: Question, reply: Reply) -> Mark:
    """Mark a reply. Raises CardError where a question cannot be answered in this way."""
    match reply:
        case Nothing():
            return Mark(0.0, Rating.AGAIN)
        case Chosen(ids) if question.choices:
            return _chosen(facts, question, ids)
        case Typed(text) if question.form is Form.TYPE_NAME:
            return _typed(facts, question, text)
        case Painted(weights) if question.form is Form.PAINT:
            detail = mark_paint(facts, question.card.muscle, question.card.point, question.side, weights)
            return Mark(detail.score, rated(detail.score), detail.remark, detail=detail)
        case Placed(at) if question.form is Form.PUT_POINT:
            place = mark_place(facts, question.card.muscle, question.card.point, question.side, at)
            return Mark(place.score, rated(place.score), place.remark, detail=place)
        case _:
            raise CardError(f"a question of the form '{question.form}' has no such reply")


def _chosen(facts: Facts, question: Question, ids: Set[str]) -> Mark:
    if question.form is Form.CHOOSE_SEVERAL:
        return _several(facts, question, ids)
    taken = next(iter(ids)) if len(ids) == 1 else ""
    score, remark = float(taken in question.right), ""
    if question.card.kind is CardKind.PATTERN and taken in facts.twins.get(question.card.muscle, ()):
        score, remark = 1.0, twin_remark(facts, taken, question.card.muscle)
    muscle = taken if question.card.kind is CardKind.PATTERN else ""
    return Mark(score, rated(score, guessed=True), remark, muscle)


def _several(facts: Facts, question: Question, ids: Set[str]) -> Mark:
    left_open: Set[str] = frozenset()
    if question.card.kind is CardKind.PAINT:
        number = facts.candidate(question.card.muscle, question.card.point, question.side)
        if number is not None:
            *_, left_open = held_regions(facts, number)
    score = f_score(ids - left_open, question.right, question.half)
    missed, wrong = len(question.right - ids), len(ids - left_open - question.right)
    said = [f"{missed} missed"] if missed else []
    said += [f"{wrong} too many"] if wrong else []
    return Mark(score, rated(score), f"{', '.join(said)}." if said else "")


def f_score(chosen: Set[str], right: Set[str], half: Set[str]) -> float:
    """How well several choices fit what is right, 0 to 1; what is in `half` too weighs half as much."""
    hit = chosen & right
    if not hit:
        return 0.0
    weigh = {each: HALF if each in half else 1.0 for each in right}
    recall = sum(weigh[each] for each in hit) / sum(weigh.values())
    return harmonic(len(hit) / len(chosen), recall)


def _typed(facts: Facts, question: Question, text: str) -> Mark:
    right = question.card.muscle
    naming = named(facts, text, right)
    remark = naming_remark(facts, naming, right)
    taken = naming.muscles[0] if len(naming.muscles) == 1 else ""
    match naming.verdict:
        case Named.RIGHT | Named.TWIN:
            score = 1.0 if naming.spelled else _SLIP
            return Mark(score, rated(score), remark, taken)
        case Named.WHOLE:
            return Mark(_WHOLE, rated(_WHOLE), remark)
        case verdict:
            return Mark(0.0, Rating.AGAIN, remark, taken, unclear=verdict is Named.UNCLEAR)
