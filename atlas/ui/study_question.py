"""One question after the other: the body at the left, the question and its answer at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from html import escape
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from atlas.edition import Edition
from atlas.finder.index import Candidate
from atlas.render.paint import SEVERAL_RGB
from atlas.store.answers import AnswersError
from atlas.store.answers_rows import Mode
from atlas.study.marking import Chosen, Nothing, Reply
from atlas.study.questions import Question
from atlas.study.rating import Rating
from atlas.study.session import KIND_WORDS, Outcome, Session, Wishes
from atlas.ui.studio import Photographer
from atlas.ui.study_body import StudyBody
from atlas.ui.study_choices import Choices
from atlas.ui.study_turns import Turns

_GRADES = {1: "Again", 2: "Hard", 3: "Good", 4: "Easy"}
_SECOND_MS = 1000
_WIDTH = 440
T = TypeVar("T")


class QuestionPage(QWidget):
    """Asks the cards of a session. Number keys choose, Space shows or goes on, 1 to 4 grade, Ctrl+Z takes back.

    F, B, L and R turn the body.
    """

    finished = Signal()
    """Nothing more is to be asked."""
    left_early = Signal()
    """The learner leaves."""
    trouble = Signal(str)
    """An answer could not be kept; the text says why."""

    def __init__(self, edition: Edition, photographer: Photographer, parent: QWidget) -> None:
        super().__init__(parent)
        self._edition = edition
        self.session: Session | None = None
        self.body = StudyBody(edition, photographer)
        self.head, self.prompt, self.verdict, self.reason, self.key = (QLabel(self) for _ in range(5))
        self.turns = Turns(self)
        self.choices = Choices(self)
        self.answer_button, self.show_button = QPushButton("Answer", self), QPushButton("I do not know", self)
        self.next_button = QPushButton("Next", self)
        self.grades = {grade: QPushButton(words, self) for grade, words in _GRADES.items()}
        self.by_names = QCheckBox("By names, without the mouse", self)
        self.typed = QCheckBox("Type the names", self)
        self.undo_button, self.bury_button = QPushButton("Take back", self), QPushButton("Tomorrow", self)
        self.suspend_button, self.favourite = QPushButton("Suspend", self), QCheckBox("Favourite", self)
        self._clock = QTimer(self, interval=_SECOND_MS)
        self._lay_out()
        self._connect()

    # ---- putting together --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.head.setProperty("look", "soft")
        self.prompt.setProperty("look", "title")
        self.verdict.setProperty("look", "title")
        for label in (self.prompt, self.verdict, self.reason, self.key):
            label.setWordWrap(True)
        self.answer_button.setDefault(True)
        leave = QPushButton("Leave", self)
        leave.clicked.connect(self.left_early)
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(leave)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(14)
        for widget in (self.prompt, self.choices, self.verdict, self.reason, self.key):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        verbs = QHBoxLayout()
        for button in (self.show_button, self.answer_button, self.next_button):
            button.setMinimumHeight(36)
            verbs.addWidget(button)
        grades = QHBoxLayout()
        for button in self.grades.values():
            button.setMinimumHeight(48)
            grades.addWidget(button, 1)
        ways = QHBoxLayout()
        ways.addWidget(self.by_names)
        ways.addWidget(self.typed)
        ways.addStretch(1)
        others = QHBoxLayout()
        for button in (self.undo_button, self.bury_button, self.suspend_button):
            button.setProperty("look", "chip")
            others.addWidget(button)
        others.addStretch(1)
        others.addWidget(self.favourite)
        right = QWidget(self)
        right.setFixedWidth(_WIDTH)
        whole = QVBoxLayout(right)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addWidget(scroll, 1)
        for row in (verbs, grades, ways, others):
            whole.addLayout(row)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.turns.over(self.body), 1)
        layout.addWidget(right)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.choices.replied.connect(self.take)
        self.answer_button.clicked.connect(self.answer)
        self.show_button.clicked.connect(lambda: self.take(Nothing()))
        self.next_button.clicked.connect(self.go_on)
        for grade, button in self.grades.items():
            button.clicked.connect(lambda _checked=False, each=grade: self.grade(each))
        for check in (self.by_names, self.typed):
            check.toggled.connect(self._wish)
        self.undo_button.clicked.connect(self.undo)
        self.bury_button.clicked.connect(lambda: self._put_off(Session.bury))
        self.suspend_button.clicked.connect(lambda: self._put_off(Session.suspend))
        self.favourite.clicked.connect(self._favour)
        self._clock.timeout.connect(self._tick)
        keys = {"Space": self._space, "Ctrl+Z": self.undo, "-": self.bury_button.click, "@": self.suspend_button.click}
        for key, what in keys.items():
            QShortcut(QKeySequence(key), self, what)
        for number in range(1, 10):
            QShortcut(QKeySequence(str(number)), self, lambda each=number: self._digit(each))
        self.turns.asked.connect(self.body.look_from)
        self.undo_button.setToolTip("Take the last answer back (Ctrl+Z)")
        self.bury_button.setToolTip("Do not ask this before tomorrow (-)")
        self.suspend_button.setToolTip("Do not ask this again until you want it (@)")

    # ---- asking ------------------------------------------------------------------------------------------------------

    def begin(self, session: Session) -> None:
        """Ask the first card of a session."""
        self.session = session
        for check, on in ((self.by_names, session.wishes.by_names), (self.typed, session.wishes.typed)):
            with QSignalBlocker(check):
                check.setChecked(on)
        exam = session.mode is Mode.EXAM
        for button in (self.undo_button, self.bury_button, self.suspend_button):
            button.setVisible(not exam)
        if session.time_left is not None:
            self._clock.start()
        self.advance()

    def advance(self) -> None:
        """Ask the next card, or say that there is none."""
        question = self._kept(Session.next)
        if question is None:
            self._clock.stop()
            self.finished.emit()
            return
        self._ask(question)

    def _ask(self, question: Question) -> None:
        session = self.session
        assert session is not None
        self.prompt.setText(question.prompt)
        self.verdict.clear()
        self.reason.clear()
        self.key.clear()
        self.choices.ask(question)
        self.body.ask(question)
        self.favourite.setChecked(session.answers.card(session.learner.id, question.card.id).favourite)
        self._tell_state(answered=False)
        if not self.choices.take_focus():
            # Not on a choice: the space bar must not choose it.
            self.show_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(question.prompt)

    def _tell_state(self, *, answered: bool) -> None:
        session = self.session
        assert session is not None
        studies = session.mode is Mode.STUDY
        for button in self.grades.values():
            button.setVisible(answered and studies)
        self.next_button.setVisible(answered and not studies)
        self.show_button.setVisible(not answered)
        takes = bool(session.question and not self.choices.buttons)
        self.answer_button.setVisible(not answered and takes)
        for label in (self.verdict, self.reason, self.key):
            label.setVisible(bool(label.text()))
        self.undo_button.setEnabled(bool(session.asked))
        self._tick()

    def _tick(self) -> None:
        session = self.session
        if session is None or session.question is None:
            return
        waiting = session.left
        parts = [KIND_WORDS[session.question.card.kind], f"{waiting} left" if waiting else "the last one"]
        left = session.time_left
        if left is not None:
            seconds = int(left.total_seconds())
            parts.append(f"{seconds // 60}:{seconds % 60:02}")
            if not seconds and session.outcome is None:
                self._clock.stop()
                self.finished.emit()
        self.head.setText(" · ".join(parts))

    # ---- answering ---------------------------------------------------------------------------------------------------

    def answer(self) -> None:
        """Take what was typed, marked, painted or put."""
        reply = self.choices.reply or self.body.reply
        if reply is None:
            self.choices.hint.setText("Answer first, or press Space if you do not know.")
            self.choices.hint.show()
            return
        self.take(reply)

    def take(self, reply: Reply) -> None:
        """Mark a reply and show what is right."""
        session = self.session
        if session is None or session.question is None or session.outcome is not None:
            return
        outcome = self._kept(lambda each: each.reply(reply))
        if outcome is None:
            return
        if outcome.mark.unclear and session.mode is not Mode.EXAM:
            # It may mean several muscles.
            self.choices.hint.setText(outcome.feedback.remark or "That may mean several muscles.")
            self.choices.hint.show()
            return
        if session.mode is Mode.EXAM:
            self.advance()
            return
        self._reveal(session.question, outcome)

    def _reveal(self, question: Question, outcome: Outcome) -> None:
        told, mark = outcome.feedback, outcome.mark
        verdict = "\N{CHECK MARK} Right" if mark.right else "Nearly"
        if mark.rating is Rating.AGAIN:
            verdict = "\N{MULTIPLICATION X} Not yet"
        self.verdict.setText(verdict if not told.remark else f"{verdict}. {told.remark}")
        told_right = "" if question.choices and mark.score == 1 else told.right
        self.reason.setText("\n\n".join(part for part in (told_right, told.reason) if part))
        taken = outcome.reply.ids if isinstance(outcome.reply, Chosen) else frozenset[str]()
        # What counted as right is told so: a twin, or a region that may or may not be marked.
        self.choices.reveal(question.right | taken if mark.score == 1 else question.right, taken)
        truth = told.truth or self._muscle_of(question)
        self.body.reveal(truth, told.taken, stay=question.part is not None)
        self.key.setText(self._colours([*truth, *told.taken]))
        for grade, button in self.grades.items():
            wait = outcome.intervals.get(grade)
            button.setText(f"{grade}  {_GRADES[grade]}\n{_span(wait)}" if wait is not None else _GRADES[grade])
            button.setDefault(grade == mark.rating)
        self._tell_state(answered=True)
        (self.grades[mark.rating] if outcome.intervals else self.next_button).setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(f"{self.verdict.text()} {self.reason.text()}")

    def grade(self, grade: int) -> None:
        """Record the answer with a grade and go on."""
        session = self.session
        if session is not None and session.outcome is not None and session.mode is Mode.STUDY:
            before = len(session.asked)
            self._kept(lambda each: each.rate(grade))
            if len(session.asked) > before:
                self.advance()

    def go_on(self) -> None:
        """Go on after an answer: with the grade that its score suggests, where there are grades."""
        session = self.session
        if session is None or session.outcome is None:
            return
        if session.mode is Mode.STUDY:
            self.grade(session.outcome.mark.rating)
        else:
            self.advance()

    def _muscle_of(self, question: Question) -> tuple[Candidate, ...]:
        """What to show after a question on a muscle's notes: the muscle, with its first point."""
        muscle = self._edition.library.muscles.get(question.card.muscle)
        return (Candidate(muscle.id, muscle.trigger_points[0].id, question.side),) if muscle is not None else ()

    def _colours(self, shown: Sequence[Candidate]) -> str:
        """Which colour is whose pattern, where there are several."""
        if len(shown) < 2:
            return ""
        lines = []
        for each, (red, green, blue) in zip(shown, SEVERAL_RGB, strict=False):
            name = escape(self._edition.library.muscles[each.muscle].name)
            lines.append(f"<span style='color: rgb({red},{green},{blue})'>\N{BLACK SQUARE}</span> {name}, {each.point}")
        return "<br>".join(lines)

    def _space(self) -> None:
        if self.session is not None and self.session.outcome is not None:
            self.go_on()
        elif self.choices.list.hasFocus():
            self.choices.toggle()
        else:
            self.show_button.click()

    def _digit(self, number: int) -> None:
        session = self.session
        if session is None:
            return
        if session.outcome is None:
            self.choices.press(number)
        elif number in self.grades:
            self.grade(number)

    # ---- taking back, putting off ------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last stroke while one paints, else the last answer."""
        session = self.session
        if session is None:
            return
        if session.outcome is None and self.body.drawing.can_undo:
            self.body.undo()
        elif self._kept(Session.undo):
            self.advance()

    def _put_off(self, how: Callable[[Session], None]) -> None:
        if self.session is not None and self.session.question is not None:
            self._kept(how)
            self.advance()

    def _favour(self, on: bool) -> None:
        self._kept(lambda each: each.favour(on=on))

    def _wish(self) -> None:
        session = self.session
        if session is None:
            return
        open_question = session.question is not None and session.outcome is None
        question = session.wish(Wishes(self.by_names.isChecked(), self.typed.isChecked()))
        if question is not None and open_question:
            self._ask(question)

    # ---- small things ------------------------------------------------------------------------------------------------

    def _kept(self, what: Callable[[Session], T]) -> T | None:
        """Do something that reads or writes answers; None, and its reason told, where that cannot be."""
        if self.session is None:
            return None
        try:
            return what(self.session)
        except AnswersError as error:
            self.trouble.emit(str(error))
            return None

    def _say(self, text: str) -> None:
        """Tell those who listen instead of looking."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _span(wait: timedelta) -> str:
    """How long, as learners read it: 10 min, 3 days, 2 months."""
    minutes = wait.total_seconds() / 60
    if minutes < 60:
        return f"{max(1, round(minutes))} min"
    if minutes < 24 * 60:
        return f"{round(minutes / 60)} h"
    days = round(minutes / (24 * 60))
    if days < 60:
        return f"{days} day" if days == 1 else f"{days} days"
    return f"{round(days / 30)} months"
