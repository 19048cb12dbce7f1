"""One sitting of a learner: which card comes next, what an answer does, and what can be taken back. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from atlas.anatomy import Side
from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer, Learner, Mode
from atlas.study.cards import Card, CardError, CardKind, parsed
from atlas.study.confusable import Pair, partner
from atlas.study.exam_sheet import ExamQuestion, ExamResult
from atlas.study.facts import Facts
from atlas.study.feedback import Feedback, feedback
from atlas.study.marking import Chosen, Mark, Nothing, Painted, Placed, Reply, Typed, mark
from atlas.study.questions import FORMS, Form, Question, ask
from atlas.study.schedule import Schedule

KIND_WORDS = {
    CardKind.PATTERN: "Pattern to muscle",
    CardKind.PAINT: "Muscle to pattern",
    CardKind.PLACE: "Place of the point",
    CardKind.REGION: "Region to muscles",
    CardKind.REACH: "Does it reach?",
    CardKind.ORIGIN: "Origin",
    CardKind.INSERTION: "Insertion",
    CardKind.ACTION: "Action",
    CardKind.INNERVATION: "Innervation",
    CardKind.CAUTION: "Caution",
}
# An answer that took longer was a pause.
_LONGEST_MS = 10 * 60 * 1000


@dataclass(frozen=True)
class Wishes:
    """How a learner likes to be asked: by names instead of with the pointer, and by typing instead of choosing."""

    by_names: bool = False
    typed: bool = False

    def form(self, kind: CardKind) -> Form:
        """The form in which a kind is asked."""
        forms = FORMS[kind]
        if kind is CardKind.PATTERN:
            return Form.TYPE_NAME if self.typed else forms[0]
        return forms[-1] if self.by_names else forms[0]


@dataclass(frozen=True)
class Outcome:
    """What came of a reply, and in how long the card would come again for each grade (empty where that is fixed)."""

    reply: Reply
    mark: Mark
    feedback: Feedback
    intervals: dict[int, timedelta]


def _now() -> datetime:
    return datetime.now(UTC)


class Session:
    """Asks a deck's cards. Studying follows the schedule and has no end of its own; a drill or an exam asks each once.

    Whatever is recorded is on the disk when the method returns. Methods that read or write answers raise AnswersError.
    """

    def __init__(
        self,
        facts: Facts,
        answers: Answers,
        learner: Learner,
        title: str,
        deck: Sequence[Card],
        mode: Mode = Mode.STUDY,
        *,
        wishes: Wishes | None = None,
        side: Side = Side.RIGHT,
        pair: Pair | None = None,
        minutes: float | None = None,
        clock: Callable[[], datetime] = _now,
        seed: int | None = None,
    ) -> None:
        """Begin.

        Args:
            facts: What questions are made from.
            answers: Where answers are kept.
            learner: Whose.
            title: What the deck is called.
            deck: Its cards; a drill or an exam shuffles them.
            mode: Whether the schedule leads.
            wishes: How to ask.
            side: The side of the body to ask on.
            pair: The two muscles that a drill is about.
            minutes: How long an exam lasts at most.
            clock: The time, in UTC.
            seed: For tests: the same seed asks the same questions.
        """
        self.facts, self.answers, self.learner, self.title, self.mode = facts, answers, learner, title, mode
        self.wishes = wishes or Wishes()
        self.schedule = Schedule(learner, seed=learner.id)
        self.question: Question | None = None
        self.outcome: Outcome | None = None
        self.asked: list[ExamQuestion] = []
        self._side, self._pair, self._clock = side, pair, clock
        self._seed = answers.count(learner.id) if seed is None else seed
        self._deck = [card.id for card in deck]
        self._waiting = list(self._deck)
        if mode is not Mode.STUDY:
            Random(self._seed).shuffle(self._waiting)
        self._begun = self._shown = clock()
        self._ends = None if minutes is None else self._begun + timedelta(minutes=minutes)
        self._again: str | None = None

    # ---- asking ------------------------------------------------------------------------------------------------------

    @property
    def left(self) -> int:
        """How many cards wait, beside the one that is asked."""
        if self.mode is Mode.STUDY:
            order = self.schedule.today(self.answers, self._deck, self._clock()).order
            return len([card for card in order if self.question is None or card != self.question.card.id])
        return len(self._waiting)

    @property
    def time_left(self) -> timedelta | None:
        """How long the exam still lasts, never less than nothing; None where no time is set."""
        return None if self._ends is None else max(self._ends - self._clock(), timedelta())

    def next(self) -> Question | None:
        """Ask the next card; None when nothing is to be asked now."""
        last = self.question.card.id if self.question is not None else ""
        self.question = self.outcome = None
        while (card_id := self._take(last)) is not None:
            try:
                return self._ask(parsed(card_id))
            except CardError:
                # The dataset has changed: what cannot be asked any more rests.
                self._deck = [each for each in self._deck if each != card_id]
        return None

    def _take(self, last: str) -> str | None:
        if self._again is not None:
            again, self._again = self._again, None
            return again
        if self.time_left == timedelta():
            return None
        if self.mode is not Mode.STUDY:
            return self._waiting.pop(0) if self._waiting else None
        order = self.schedule.today(self.answers, self._deck, self._clock()).order
        # A card that was just answered does not come again at once, if there is another.
        return next((card for card in order if card != last), order[0] if order else None)

    def _ask(self, card: Card, form: Form | None = None) -> Question:
        beside = partner(card, self._pair.one, self._pair.other) if self._pair is not None else ""
        form = form or self.wishes.form(card.kind)
        self._seed += 1
        self.question = ask(self.facts, card, self._side, form, self._seed, beside)
        self.outcome = None
        self._shown = self._clock()
        return self.question

    def wish(self, wishes: Wishes) -> Question | None:
        """Ask in another way, the present card too if it is not answered yet."""
        self.wishes = wishes
        if self.question is not None and self.outcome is None:
            return self._ask(self.question.card)
        return self.question

    # ---- answering ---------------------------------------------------------------------------------------------------

    def reply(self, reply: Reply) -> Outcome:
        """Mark a reply. An unclear one leaves the question open; drills and exams record at once.

        Raises CardError where nothing is asked.
        """
        if self.question is None:
            raise CardError("nothing is asked")
        marked = mark(self.facts, self.question, reply)
        told = feedback(self.facts, self.question, reply, marked)
        intervals: dict[int, timedelta] = {}
        if self.mode is Mode.STUDY and not marked.unclear:
            kept = self.answers.card(self.learner.id, self.question.card.id)
            intervals = self.schedule.intervals(self.question.card.id, kept.state, self._clock())
        outcome = Outcome(reply, marked, told, intervals)
        if marked.unclear and self.mode is not Mode.EXAM:
            return outcome
        self.outcome = outcome
        if self.mode is not Mode.STUDY:
            self._record(marked.rating)
        return outcome

    def rate(self, grade: int) -> None:
        """Record the answer that was marked, with a grade from 1 to 4. Raises CardError where there is none."""
        if self.outcome is None or self.mode is not Mode.STUDY:
            raise CardError("no answer waits for a grade")
        self._record(grade)

    def _record(self, grade: int) -> None:
        question, outcome = self.question, self.outcome
        assert question is not None
        assert outcome is not None
        now = max(self._clock(), self._shown)
        took = min(int((now - self._shown).total_seconds() * 1000), _LONGEST_MS)
        answer = Answer(
            self.learner.id,
            question.card.id,
            self._shown,
            now,
            int(grade),
            outcome.mark.score,
            answered(outcome),
            took,
            self.mode,
        )
        self.schedule.record(self.answers, answer)
        self.asked.append(_told(question, in_words(question, outcome), outcome.mark, outcome.feedback))

    # ---- taking back, putting off ------------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Take the last recorded answer of this sitting back and ask its card again; False if there is none."""
        if not self.asked or self.mode is Mode.EXAM:
            return False
        taken = self.answers.undo(self.learner.id)
        if taken is None:
            return False
        self.asked.pop()
        if self.mode is not Mode.STUDY and self.question is not None and self.outcome is None:
            self._waiting.insert(0, self.question.card.id)
        self._again = taken.answer.card
        return True

    def bury(self) -> None:
        """Put the present card off until tomorrow."""
        if self.question is not None:
            until = self.schedule.tomorrow(self._clock())
            self.answers.bury(self.learner.id, [self.question.card.id], until)

    def suspend(self) -> None:
        """Ask the present card no more until it is wanted again."""
        if self.question is not None:
            self.answers.suspend(self.learner.id, [self.question.card.id])

    def favour(self, *, on: bool) -> None:
        """Make the present card a favourite, or no longer."""
        if self.question is not None:
            change = self.answers.favour if on else self.answers.unfavour
            change(self.learner.id, [self.question.card.id])

    @property
    def unanswered(self) -> int:
        """How many questions of an exam are not answered yet; 0 in any other sitting."""
        return len(self._unanswered())

    def _unanswered(self) -> list[str]:
        if self.mode is not Mode.EXAM:
            return []
        present = [self.question.card.id] if self.question is not None and self.outcome is None else []
        return present + self._waiting

    def _not_answered(self) -> list[ExamQuestion]:
        """The questions that an exam ended before. They count for its result, but nothing is kept of them."""
        found = []
        for card_id in self._unanswered():
            try:
                card = parsed(card_id)
                question = ask(self.facts, card, self._side, self.wishes.form(card.kind), self._seed)
            except CardError:
                continue
            marked = mark(self.facts, question, Nothing())
            found.append(_told(question, "", marked, feedback(self.facts, question, Nothing(), marked)))
        return found

    def result(self) -> ExamResult:
        """What came of everything that was asked; in an exam, of everything that was to be asked."""
        end = self._clock()
        minutes = (end - self._begun).total_seconds() / 60
        return ExamResult(
            self.learner.name, self.title, end.astimezone(), minutes, (*self.asked, *self._not_answered())
        )


def _told(question: Question, answer: str, marked: Mark, told: Feedback) -> ExamQuestion:
    card = question.card
    return ExamQuestion(
        KIND_WORDS[card.kind],
        question.prompt,
        answer,
        told.right,
        marked.score,
        marked.right,
        told.reason if card.kind is CardKind.PATTERN else "",
        card.muscle,
        card.point,
    )


def answered(outcome: Outcome) -> str:
    """An answer as it is kept: the muscle, the choices' ids, what was typed, or how far off a point was put."""
    if outcome.mark.taken:
        return outcome.mark.taken
    match outcome.reply:
        case Chosen(ids):
            return ",".join(sorted(ids))
        case Typed(text):
            return text
        case Painted() | Placed():
            return f"{outcome.mark.score:.2f}"
        case Nothing():
            return ""


def in_words(question: Question, outcome: Outcome) -> str:
    """An answer as the learner reads it."""
    match outcome.reply:
        case Chosen(ids):
            return "; ".join(question.text(each) for each in sorted(ids)) or "Nothing"
        case Typed(text):
            return text
        case Painted() | Placed():
            return outcome.mark.remark or f"{outcome.mark.score:.0%}"
        case Nothing():
            return "Not known"
