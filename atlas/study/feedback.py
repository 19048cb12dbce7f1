"""After an answer: what is right, why, and which patterns to draw so that both can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from atlas.anatomy import Caution, Side
from atlas.finder.index import Candidate, Floats
from atlas.finder.reasons import Part, reason, sentence, spoken
from atlas.study.cards import CardKind
from atlas.study.choices import best_points, referred_to
from atlas.study.facts import Facts
from atlas.study.marking import Chosen, Mark, Reply
from atlas.study.names import listed, titled
from atlas.study.notes import text_of
from atlas.study.questions import YES, Form, Question

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Feedback:
    """What to show after an answer.

    `right` says what is right, `reason` why, `remark` what there is to say about this answer, empty if nothing.
    `truth` are the patterns that are right, `taken` those of a wrong answer; `point` marks the trigger point where one
    was asked for.
    """

    right: str
    reason: str
    remark: str
    truth: tuple[Candidate, ...] = ()
    taken: tuple[Candidate, ...] = ()
    point: Candidate | None = None


def feedback(facts: Facts, question: Question, reply: Reply, mark: Mark) -> Feedback:
    """What to show after a reply to a question, once it is marked."""
    match question.card.kind:
        case CardKind.PATTERN:
            return _pattern(facts, question, mark)
        case CardKind.PAINT:
            return _paint(facts, question, mark)
        case CardKind.PLACE:
            return _place(facts, question, mark)
        case CardKind.REGION:
            return _region(facts, question, reply, mark)
        case CardKind.REACH:
            return _reach(facts, question, mark)
        case CardKind.CAUTION:
            return _caution(facts, question, mark)
        case _:
            return _note(facts, question, reply, mark)


def pattern_of(facts: Facts, number: int) -> Floats:
    """A candidate's zones as a drawing of pain (n,): as strong as they count."""
    weights = np.zeros(facts.index.vertices, dtype=np.float32)
    vertices, gain = facts.index.zone(number)
    weights[vertices] = gain
    return weights


def pattern_sentence(facts: Facts, number: int) -> str:
    """Where a pattern is felt, in a sentence."""
    why = reason(facts.index, facts.tiling, pattern_of(facts, number), number)
    return sentence(why, facts.regions)


def difference_sentence(facts: Facts, number: int, other: int) -> str:
    """How another candidate's pattern differs from the one of a number: what it lacks of it, and what it has beyond."""
    index, tiling = facts.index, facts.tiling
    lacks = _places(facts, reason(index, tiling, pattern_of(facts, number), other).missed)
    beyond = _places(facts, reason(index, tiling, pattern_of(facts, other), number).missed)
    parts = [f"does not reach {lacks}"] if lacks else []
    parts += [f"reaches {beyond}" if lacks else f"also reaches {beyond}"] if beyond else []
    name = facts.muscle(index.candidates[other].muscle).name
    if not parts:
        return f"The pattern of {name} differs only in its outline."
    return f"{name} {', but '.join(parts)}."


def _places(facts: Facts, parts: tuple[Part, ...]) -> str:
    return listed(list(dict.fromkeys(spoken(facts.regions[name]) for name, _ in parts if name in facts.regions)))


def _asked(facts: Facts, question: Question) -> tuple[int | None, Candidate]:
    card = question.card
    side = facts.side_of(card.muscle, card.point, question.side)
    return facts.candidate(card.muscle, card.point, side), Candidate(card.muscle, card.point, side)


def _pattern(facts: Facts, question: Question, mark: Mark) -> Feedback:
    number, truth = _asked(facts, question)
    name = titled(facts.muscle(truth.muscle), facts.group(truth.muscle, truth.point))
    if number is None:
        return Feedback(name, "", mark.remark)
    why, taken = pattern_sentence(facts, number), ()
    other = facts.closest(mark.taken, number) if mark.taken not in ("", truth.muscle) else None
    if other is None:
        return Feedback(name, why, mark.remark, (truth,), taken)
    if not mark.score:
        why = f"{why} {difference_sentence(facts, number, other)}"
    return Feedback(name, why, mark.remark, (truth,), (facts.index.candidates[other],))


def _paint(facts: Facts, question: Question, mark: Mark) -> Feedback:
    number, truth = _asked(facts, question)
    refers = facts.point(truth.muscle, truth.point).refers
    regions = [facts.regions[each] for each in refers.felt_in_essential if each in facts.regions]
    right = f"Essential zone: {listed([region.patient_name for region in regions])}."
    return Feedback(right, refers.clinician, mark.remark, (truth,) if number is not None else (), point=truth)


def _place(facts: Facts, question: Question, mark: Mark) -> Feedback:
    number, truth = _asked(facts, question)
    point = facts.point(truth.muscle, truth.point)
    part = facts.tiling.at(facts.site(truth.muscle, truth.point, truth.side))
    where = facts.regions[part[0]].patient_name if part is not None and part[0] in facts.regions else ""
    right = f"It lies in this region: {where}." if where else ""
    return Feedback(right, point.where, mark.remark, (truth,) if number is not None else (), point=truth)


def _region(facts: Facts, question: Question, reply: Reply, mark: Mark) -> Feedback:
    found = referred_to(facts, question.card.region, question.side)
    if found is None:
        return Feedback("", "", mark.remark)
    offered = [choice for choice in question.choices if choice.id in question.right]
    right = f"{listed([choice.text for choice in offered])}."
    said = [_all_of(facts, "In their essential zone", found.in_essential)]
    said.append(_all_of(facts, "In spillover alone", found.in_spillover))
    wrong = sorted(reply.ids - question.right) if isinstance(reply, Chosen) else []
    truth = best_points(facts, [choice.id for choice in offered], found.part)
    taken = best_points(facts, [each for each in wrong if each in facts.muscles], found.part)
    candidates = facts.index.candidates
    return Feedback(
        right,
        " ".join(filter(None, said)),
        mark.remark,
        tuple(candidates[number] for number in truth.values()),
        tuple(candidates[number] for number in taken.values()),
    )


def _all_of(facts: Facts, start: str, muscles: Sequence[str]) -> str:
    if not muscles:
        return ""
    names = [facts.muscle(each).name for each in muscles[:_MOST_NAMED]]
    more = len(muscles) - len(names)
    return f"{start}: {listed([*names, f'{more} more'] if more else names)}."


def _reach(facts: Facts, question: Question, mark: Mark) -> Feedback:
    number, truth = _asked(facts, question)
    muscle = facts.muscle(truth.muscle)
    region = facts.regions[question.card.region].patient_name
    yes = YES in question.right
    right = f"Yes, the pain is felt there: {region}." if yes else f"No, the pain skips this region: {region}."
    refers = facts.point(truth.muscle, truth.point).refers
    name = titled(muscle, facts.group(truth.muscle, truth.point))
    why = f"{name}: {refers.clinician}"
    return Feedback(right, why, mark.remark, (truth,) if number is not None else ())


def _caution(facts: Facts, question: Question, mark: Mark) -> Feedback:
    muscle = facts.muscle(question.card.muscle)
    caution: Caution | None = next(
        (each for each in muscle.needling.cautions if each.structure in question.right), None
    )
    right = question.text(next(iter(question.right)))
    return Feedback(f"{right}.", f"{caution.depth} {caution.text}" if caution else "", mark.remark)


def _note(facts: Facts, question: Question, reply: Reply, mark: Mark) -> Feedback:
    muscle = facts.muscle(question.card.muscle)
    why = ""
    if isinstance(reply, Chosen) and question.form is Form.CHOOSE_ONE and not mark.score:
        owners = [facts.muscles[each].name for each in sorted(reply.ids) if each in facts.muscles]
        why = f"What you chose belongs to {listed(owners)}." if owners else ""
    return Feedback(text_of(muscle, question.card.kind), why, mark.remark)


def shown_sides(answer: Feedback) -> frozenset[Side]:
    """The sides of the body on which there is something to draw."""
    return frozenset(each.side for each in (*answer.truth, *answer.taken))
