"""The study window: choose a deck, answer its questions, see what came of it and what is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from atlas.edition import Edition
from atlas.store.answers import Answers, AnswersError
from atlas.store.answers_rows import Learner, Mode
from atlas.study.cards import Card
from atlas.study.confusable import Pair, confusable, drill
from atlas.study.decks_on_offer import decks_of
from atlas.study.facts import Facts
from atlas.study.progress import confusion
from atlas.study.session import Session, Wishes
from atlas.ui import icons
from atlas.ui.banner import Banner
from atlas.ui.selection import Selection
from atlas.ui.studio import Photographer
from atlas.ui.study_home import HomePage
from atlas.ui.study_progress import ProgressPage
from atlas.ui.study_question import QuestionPage
from atlas.ui.study_result import ResultPage
from atlas.ui.study_sure import sure
from atlas.ui.study_worker import Clerk

_FIRST_NAME = "Me"
_MOST_PAIRS = 12


class StudyWindow(QWidget):
    """A window of its own. Answers are kept as they are given; closing it loses nothing."""

    crashed = Signal(str)
    """The traceback of what should not have happened."""
    muscle_asked = Signal(str, str)
    """A muscle and its trigger point, which may be empty, that are to be shown in the atlas."""

    def __init__(
        self,
        edition: Edition,
        selection: Selection,
        parent: QWidget | None = None,
        *,
        path: Path | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Open the answers and begin to make the cards.

        Args:
            edition: The dataset.
            selection: Whose body, in its present look, is asked on.
            parent: The window that it belongs to.
            path: The database of answers, by default the user's.
            clock: The time, in UTC.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Study")
        self.setWindowIcon(icons.app_icon())
        self._edition, self._selection, self._clock = edition, selection, clock
        self.facts: Facts | None = None
        self.cards: tuple[Card, ...] = ()
        self.answers: Answers | None = None
        self.learner: Learner | None = None
        self.session: Session | None = None
        self._wishes = Wishes()
        self.photographer = Photographer(self)
        self.clerk = Clerk(edition, self)
        self.banner = Banner(self)
        self.stack, self.waiting = QStackedWidget(self), QLabel("The questions are being prepared.", self)
        self.home = HomePage(self)
        self.asking = QuestionPage(edition, self.photographer, self)
        self.result = ResultPage(self)
        self.progress: ProgressPage | None = None
        self._lay_out()
        self._connect()
        self._open(path)

    # ---- putting together --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setWordWrap(True)
        for page in (self.waiting, self.home, self.asking, self.result):
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.stack, 1)
        self.resize(1180, 780)

    def _connect(self) -> None:
        home = self.home
        home.learner_chosen.connect(lambda number: self._change(lambda a: self._choose(a.learners.get(number))))
        home.learner_added.connect(lambda name: self._change(lambda a: self._choose(a.learners.add(name))))
        home.learner_renamed.connect(
            lambda name: self._change(lambda a: self._choose(a.learners.rename(self._own.id, name)))
        )
        home.learner_removed.connect(lambda: self._change(self._remove))
        home.settings_changed.connect(self._set)
        home.study_asked.connect(lambda: self.study(home.cards))
        home.exam_asked.connect(self.examine)
        home.drill_asked.connect(self.drill)
        home.progress_asked.connect(self.show_progress)
        home.csv_asked.connect(self._csv)
        home.anki_asked.connect(self._anki)
        home.wanted_again.connect(self._want_again)
        self.asking.finished.connect(self._finished)
        self.asking.left_early.connect(self._stop)
        self.asking.trouble.connect(self._trouble)
        self.result.closed.connect(self.go_home)
        self.result.sheet_asked.connect(self._sheet)
        self.result.muscle_asked.connect(self.muscle_asked)
        self.clerk.ready.connect(self._prepared)
        self.clerk.failed.connect(self.waiting.setText)
        self.clerk.sheet_done.connect(self.result.state.setText)
        for worker in (self.clerk, self.photographer):
            worker.crashed.connect(self.crashed)
        QShortcut(QKeySequence("Esc"), self, self._leave)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)

    def _open(self, path: Path | None) -> None:
        try:
            self.answers = answers = Answers(path)
            learners = answers.learners.all()
            last = answers.rows("SELECT learner FROM answers ORDER BY id DESC LIMIT 1")
            known = {learner.id: learner for learner in learners}
            first = known.get(last[0][0]) if last else (learners[0] if learners else None)
            self.learner = first or answers.learners.add(_FIRST_NAME)
        except AnswersError as error:
            self.waiting.setText(str(error))
            return
        self.banner.say(" ".join(answers.notices), "")

    def _prepared(self, facts: Facts, cards: Sequence[Card]) -> None:
        self.facts, self.cards = facts, tuple(cards)
        if self.learner is not None:
            self.go_home()

    @property
    def at_rest(self) -> bool:
        """True when the learner can go on."""
        page = self.stack.currentWidget()
        return page is not self.waiting and (page is not self.asking or self.asking.body.at_rest)

    # ---- home --------------------------------------------------------------------------------------------------------

    @property
    def _own(self) -> Learner:
        assert self.learner is not None
        return self.learner

    def go_home(self) -> None:
        """Show the decks as they are now."""
        facts, answers = self.facts, self.answers
        if facts is None or answers is None:
            return
        self.session = None

        def show(answers: Answers) -> None:
            self.home.show_learners(answers.learners.all(), self._own)
            self.home.show_decks(decks_of(facts, self.cards, answers, self._own, self._clock()))
            mixed = confusion(answers, self._own.id, facts.muscles, kinds=("pattern",))
            history = {
                (one, other): int(mixed.counts[row, column])
                for row, one in enumerate(mixed.muscles)
                for column, other in enumerate(mixed.muscles)
                if row != column and mixed.counts[row, column]
            }
            pairs = confusable(facts, history, most=_MOST_PAIRS)
            self.home.show_pairs([(pair, _pair_words(facts, pair)) for pair in pairs])

        self._change(show)
        self.stack.setCurrentWidget(self.home)
        self.home.decks.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, what: Callable[[Answers], object]) -> None:
        """Do something with the answers; where that cannot be, say why."""
        if self.answers is None:
            return
        try:
            what(self.answers)
        except AnswersError as error:
            self._trouble(str(error))

    def _trouble(self, why: str) -> None:
        self.banner.say(why, "")

    def _choose(self, learner: Learner) -> None:
        self.learner = learner
        self.go_home()

    def _remove(self, answers: Answers) -> None:
        answers.learners.remove(self._own.id)
        left = answers.learners.all()
        self._choose(left[0] if left else answers.learners.add(_FIRST_NAME))

    def _set(self, new_per_day: int, retention: float) -> None:
        def change(answers: Answers) -> None:
            self._choose(answers.learners.change(self._own.id, new_per_day=new_per_day, retention=retention))

        if (new_per_day, retention) != (self._own.new_per_day, self._own.retention):
            self._change(change)

    def _want_again(self) -> None:
        cards = [card.id for card in self.home.cards]
        self._change(lambda answers: answers.unsuspend(self._own.id, cards))
        self.go_home()

    # ---- asking ------------------------------------------------------------------------------------------------------

    def study(self, cards: Sequence[Card]) -> None:
        """Study a deck as the schedule has it."""
        self._begin(cards, Mode.STUDY)

    def examine(self, count: int, minutes: float) -> None:
        """An exam on the chosen deck: some questions, some minutes, and no word before the end."""
        cards = list(self.home.cards)
        Random(self._clock().isoformat()).shuffle(cards)
        self._begin(cards[:count], Mode.EXAM, minutes=minutes)

    def drill(self, pair: Pair) -> None:
        """The cards that tell two muscles apart."""
        if self.facts is not None:
            self._begin(drill(self.facts, pair.one, pair.other), Mode.DRILL, pair=pair)

    def _begin(
        self, cards: Sequence[Card], mode: Mode, *, pair: Pair | None = None, minutes: float | None = None
    ) -> None:
        facts, answers, deck = self.facts, self.answers, self.home.deck
        if facts is None or answers is None or not cards:
            return
        title = _pair_words(facts, pair) if pair is not None else deck.title if deck is not None else ""
        scene = self._selection.scene
        if self.asking.body.scene is not scene:
            self.asking.body.show_scene(scene)

        def begin(answers: Answers) -> None:
            session = Session(
                facts, answers, self._own, title, cards, mode,
                wishes=self._wishes, pair=pair, minutes=minutes, clock=self._clock,
            )  # fmt: skip
            self.session = session
            self.stack.setCurrentWidget(self.asking)
            self.asking.begin(session)

        self._change(begin)

    def _stop(self) -> None:
        """End the sitting before its end: of an exam only after asking."""
        session = self.session
        left = session.unanswered if session is not None else 0
        if session is not None and left:
            whole = left + len(session.asked)
            words = f"{left} of {whole} questions are not answered yet, and would count as not answered."
            if not sure(self, "End the exam?", words, do="End the exam", leave="Go on"):
                return
            if self.stack.currentWidget() is not self.asking:
                # Its time ran out meanwhile.
                return
        self._finished()

    def _finished(self) -> None:
        session = self.session
        if session is None:
            return
        self._wishes = session.wishes
        in_time = session.time_left is None or session.time_left
        if not session.asked and in_time and self.stack.currentWidget() is self.asking and session.question is not None:
            self.go_home()
            return
        self.result.show_result(session.result(), exam=session.mode is Mode.EXAM)
        self.stack.setCurrentWidget(self.result)

    def _sheet(self, path: str) -> None:
        if self.result.result is not None:
            self.result.state.setText("The sheet is being set.")
            self.clerk.write(self.result.result, Path(path))

    # ---- progress and exports ----------------------------------------------------------------------------------------

    def show_progress(self) -> None:
        """Show how well what is known."""
        if self.facts is None or self.answers is None:
            return
        if self.progress is None:
            self.progress = ProgressPage(self._edition, self.answers, self)
            self.progress.closed.connect(self.go_home)
            self.progress.crashed.connect(self.crashed)
            self.stack.addWidget(self.progress)
        progress, facts = self.progress, self.facts
        self.stack.setCurrentWidget(progress)
        self._change(lambda _answers: progress.show_learner(self._own, facts, self.cards))

    def _csv(self) -> None:
        from atlas.ui.study_exports import export_csv

        if self.answers is not None:
            self.home.state.setText(export_csv(self, self.answers, self._own))

    def _anki(self) -> None:
        # Late: few learners export, and those once.
        from atlas.ui.study_exports import AnkiDialog

        deck = self.home.deck
        if self.facts is not None and deck is not None:
            dialog = AnkiDialog(self._edition, self.facts, deck.title, self.home.cards, self)
            dialog.crashed.connect(self.crashed)
            dialog.exec()

    # ---- leaving -----------------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        page = self.stack.currentWidget()
        if page is self.asking:
            self._stop()
        elif page is self.home or page is self.waiting:
            self.close()
        else:
            self.go_home()

    def shut(self) -> None:
        """Close for good, with its threads."""
        self.close()
        if self.progress is not None:
            self.progress.shut()
        self.clerk.close()
        self.photographer.close()
        if self.answers is not None:
            self.answers.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: what was answered is kept already."""
        super().closeEvent(event)


def _pair_words(facts: Facts, pair: Pair) -> str:
    return f"{facts.muscle(pair.one).name} or {facts.muscle(pair.other).name}"
