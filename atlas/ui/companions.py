"""The windows beside the atlas' own: for the patient, to read, to learn. They are made when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from atlas.edition import Edition
from atlas.store.settings import Settings
from atlas.ui.body_view import BodyView
from atlas.ui.guide import Guide

if TYPE_CHECKING:
    from atlas.ui.handout_dialog import HandoutDialog
    from atlas.ui.learn import LearnWindow
    from atlas.ui.presenter import Presenter
    from atlas.ui.study import StudyWindow

_MIRROR_MS = 40


class Companions(QObject):
    """Opens the windows beside the atlas, lets them follow what is chosen, and closes them with it."""

    crashed = Signal(str)
    """The traceback of what should not have happened."""
    told = Signal(str)
    """What was kept for the patient, or forgotten, in words for the clinician."""

    def __init__(self, edition: Edition, settings: Settings, guide: Guide, body: BodyView, window: QWidget) -> None:
        super().__init__(window)
        self._edition, self._settings, self._guide, self._body, self._window = edition, settings, guide, body, window
        self.presenter: Presenter | None = None
        self.learn: LearnWindow | None = None
        self.study: StudyWindow | None = None
        # While a stroke is drawn the patient's picture follows at its leisure.
        self._mirror_due = QTimer(self, singleShot=True, interval=_MIRROR_MS)
        self._mirror_due.timeout.connect(self._mirror)

    # ---- the patient's window ----------------------------------------------------------------------------------------

    def present(self) -> Presenter:
        """Open the patient's window, on another screen where there is one."""
        if self.presenter is None:
            # Late, as the others: not part of the start.
            from atlas.ui.presenter import Presenter

            self.presenter = Presenter(self._edition)
            self.presenter.setWindowIcon(self._window.windowIcon())
            self._guide.shown.connect(self._follow)
            self._body.place_hovered.connect(self.presenter.body.point_at)
            self._body.glazed.connect(self._mirror_soon)
            self._body.view_changed.connect(self._mirror_soon)
            self.presenter.keep_asked.connect(self.keep)
            self.presenter.forgotten.connect(self._tell_forgotten)
            others = [screen for screen in QGuiApplication.screens() if screen is not self._window.screen()]
            if others:
                self.presenter.setGeometry(others[0].availableGeometry())
        self.presenter.body.reduce_motion = self._settings.reduce_motion
        self.presenter.show()
        self.presenter.raise_()
        # The window is there before its first picture is.
        QTimer.singleShot(0, self._follow)
        return self.presenter

    def keep(self) -> None:
        """Keep what the patient sees beside whatever comes next, or no more; opens the patient's window for it."""
        if self.presenter is None or not self.presenter.isVisible():
            self.present()
            self._follow()
        if self.presenter is not None:
            self.told.emit(self.presenter.keep(self._guide.selection))

    def _tell_forgotten(self) -> None:
        self.told.emit("The patient's window is closed, and what was kept for it is forgotten.")

    def _follow(self) -> None:
        if self.presenter is not None and self.presenter.isVisible() and self._body.scene is not None:
            self.presenter.follow(self._guide.selection, self._body.view)
            self._mirror_soon()

    def _mirror_soon(self) -> None:
        if not self._mirror_due.isActive():
            self._mirror_due.start()

    def _mirror(self) -> None:
        presenter = self.presenter
        if presenter is None or not presenter.isVisible() or presenter.body.scene is not self._body.scene:
            return
        if self._body.glazes or presenter.body.glazes:
            presenter.mirror(self._body.glazes, self._body.view)

    # ---- reading -----------------------------------------------------------------------------------------------------

    def read(self, slug: str = "") -> LearnWindow:
        """Open the pages to read, at one of them if it is named."""
        if self.learn is None:
            # Late: reading the pages is not part of the start.
            from atlas.data.page_text import Audience
            from atlas.ui.learn import LearnWindow

            audience = Audience(self._settings.audience)
            self.learn = LearnWindow(self._edition, self._window, audience=audience, body=self._guide.selection.body)
            self.learn.muscle_asked.connect(self._to_muscle)
            self.learn.audience_chosen.connect(self._remember_audience)
            self.learn.crashed.connect(self.crashed)
        self.learn.show()
        self.learn.raise_()
        self.learn.activateWindow()
        if slug:
            self.learn.open_page(slug)
        return self.learn

    def _to_muscle(self, muscle: str, point: str = "") -> None:
        self._guide.choose(muscle, point or None)
        self._window.activateWindow()

    def _remember_audience(self, audience: str) -> None:
        self._settings.audience = audience

    # ---- studying ----------------------------------------------------------------------------------------------------

    def practise(self) -> StudyWindow:
        """Open the window in which the patterns are learned."""
        if self.study is None:
            # Late: it opens the learner's answers, which most sessions leave alone.
            from atlas.ui.study import StudyWindow

            self.study = StudyWindow(self._edition, self._guide.selection, self._window)
            self.study.crashed.connect(self.crashed)
            self.study.muscle_asked.connect(self._to_muscle)
        self.study.show()
        self.study.raise_()
        self.study.activateWindow()
        return self.study

    # ---- the page for the patient ------------------------------------------------------------------------------------

    def hand_out(self) -> None:
        """Make a page for the patient of what is shown, and of what was kept beside it."""
        dialog = self.paper()
        dialog.exec()
        dialog.shut()

    def paper(self) -> HandoutDialog:
        """The dialog that makes the page."""
        # Late: matplotlib costs half a second, and most sessions need none of it.
        from atlas.handout.paper import Pick
        from atlas.ui.handout_dialog import HandoutDialog

        selection = self._guide.selection
        kept = self.presenter.kept if self.presenter is not None else []
        picks = [Pick(selection.muscle.id, selection.point)] if selection.muscle else []
        picks += [Pick(each.muscle, each.point) for each in kept]
        dialog = HandoutDialog(self._edition, self._settings, picks, selection, self._window)
        dialog.crashed.connect(self.crashed)
        return dialog

    # ---- leaving -----------------------------------------------------------------------------------------------------

    def shut(self) -> None:
        """Close them all, with their threads."""
        if self.presenter is not None:
            self.presenter.shut()
        if self.learn is not None:
            self.learn.close()
        if self.study is not None:
            self.study.shut()
