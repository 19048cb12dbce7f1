"""The patient's window: what the clinician chooses, large and in plain words, and the pain that travels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from atlas.edition import Edition
from atlas.render.paint import Drawn, Glaze
from atlas.render.scene import Shown
from atlas.render.shade import Look
from atlas.render.views import View
from atlas.ui import icons
from atlas.ui.presented_body import PresentedBody
from atlas.ui.presenter_words import (
    ASK_TITLE,
    ASK_WORDS,
    NAME_SHARE,
    Presented,
    fitting_pixels,
    headline,
    named,
    paragraphs,
    plain_sentences,
)
from atlas.ui.selection import Selection
from atlas.ui.studio import Photographer

# The whole way of the pain at usual speed, and how often a frame is asked for.
TRAVEL_MS, _FRAME_MS = 4000, 25
# At the end the whole pattern stays for a moment before it begins anew.
_PAUSE_SHARE = 0.35
_SPEEDS = (("Slow", 0.5), ("Usual", 1.0), ("Fast", 2.0))
_MOST_KEPT = 3


class Presenter(QWidget):
    """A window of its own, for a second screen. Space plays and pauses, F11 fills the screen, Esc leaves."""

    closed = Signal()
    forgotten = Signal()
    """What was kept beside the next is forgotten, as the window was closed: the next patient has other pain."""
    keep_asked = Signal()
    """What is shown is to be kept beside the next, or no more."""

    def __init__(self, edition: Edition, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._edition = edition
        self._photographer = Photographer(self)
        self.body = PresentedBody(self._photographer, self)
        self.kept: list[Presented] = []
        self._shows: Presented | None = None
        self._look: Look | None = None
        self._followed: tuple[object, ...] = ()
        self._pixels = 0
        # True while the patient is asked where it hurts.
        self._asks = False
        self._clock = QElapsedTimer()
        self._frame = QTimer(self, interval=_FRAME_MS)
        self._frame.timeout.connect(self._step)
        self.setWindowTitle("For the patient")
        self.name = QLabel(self)
        self.words = QLabel(self)
        self.kept_line = QLabel(self)
        self._page = QScrollArea(self)
        self.play = QPushButton("Play", self)
        self.way = QSlider(Qt.Orientation.Horizontal, self)
        self.speed = QComboBox(self)
        self.loop = QCheckBox("Again and again", self)
        self._lay_out()
        self._bind()
        self.resize(1280, 800)

    def _lay_out(self) -> None:
        self.name.setProperty("look", "presented-name")
        self.words.setProperty("look", "presented")
        self.kept_line.setProperty("look", "soft")
        self.kept_line.hide()
        for label in (self.name, self.words, self.kept_line):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
        sheet = QWidget(self._page)
        told = QVBoxLayout(sheet)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(20)
        told.addWidget(self.name)
        told.addWidget(self.words)
        told.addStretch(1)
        self._page.setWidget(sheet)
        self._page.setWidgetResizable(True)
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.play.setIcon(icons.icon("forward"))
        self.play.setIconSize(QSize(24, 24))
        self.play.setMinimumSize(120, 48)
        self.way.setRange(0, 1000)
        self.way.setValue(1000)
        self.way.setMinimumHeight(32)
        self.way.setAccessibleName("How far the pain has spread")
        self.speed.setMinimumHeight(36)
        self.speed.setAccessibleName("How fast the pain spreads")
        for words, factor in _SPEEDS:
            self.speed.addItem(words, factor)
        self.speed.setCurrentIndex(1)
        leave = QPushButton("Close", self)
        leave.setMinimumHeight(48)
        leave.clicked.connect(self.close)
        text = QVBoxLayout()
        text.setContentsMargins(32, 32, 32, 32)
        text.setSpacing(16)
        text.addWidget(self._page, 1)
        text.addWidget(self.kept_line)
        text.addWidget(self.way)
        controls = QHBoxLayout()
        controls.setSpacing(12)
        for part in (self.play, self.speed, self.loop):
            controls.addWidget(part)
        controls.addStretch(1)
        controls.addWidget(leave)
        text.addLayout(controls)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.body, 3)
        layout.addLayout(text, 2)

    def _bind(self) -> None:
        self.play.clicked.connect(self.toggle)
        self.way.sliderMoved.connect(lambda value: self.scrub(value / 1000))
        self.body.travelled.connect(lambda share: self.way.setValue(round(1000 * share)))
        for key, what in (
            ("Space", self.toggle),
            ("F11", self.toggle_full_screen),
            ("Esc", self.close),
            ("Shift+K", self.keep_asked.emit),
        ):
            QShortcut(QKeySequence(key), self, what)

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def follow(self, selection: Selection, view: View | None = None) -> None:
        """Show what the clinician has chosen, on the same body and from where the body turns to show it best.

        While the patient is asked where it hurts the body is seen as the clinician sees it, in `view`.
        """
        scene = selection.scene
        asks = selection.muscle is None and selection.asks_for_pain
        state = (scene, scene.look, selection.muscle, selection.point, selection.side, tuple(self.kept), asks)
        # What else becomes ready in the window must not stop the pain on its way.
        if state == self._followed and self.body.shown is not None:
            return
        self._followed = state
        self._end()
        if self.body.scene is not scene:
            self.body.show_scene(scene, selection.first_view())
        elif self._look is not scene.look:
            self.body.look_again()
        self._look = scene.look
        self.way.setValue(1000)
        muscle = selection.muscle
        shown = selection.shown()
        for control in (self.play, self.way, self.speed, self.loop):
            control.setEnabled(shown is not None)
        if muscle is None or shown is None:
            self._shows = None
            self.body.present(None)
            self._asks = asks
            self._say(ASK_TITLE if self._asks else "", [ASK_WORDS] if self._asks else [])
            if self._asks and view is not None:
                self.body.turn_to(view)
            return
        self._asks = False
        self._shows = Presented(muscle.id, selection.point, selection.side)
        chosen = muscle.id, selection.point, selection.side
        beside = [kept for kept in self.kept if kept != self._shows]
        others = [each for kept in beside if (each := self._shown(selection, kept))]
        self.body.present(shown, lambda: self._edition.along_skin(*chosen), others)
        self._say(headline([self._shows, *beside], self._edition), plain_sentences(muscle, self._shows.point))
        self.body.turn_to(scene.best_view(shown, others))

    def mirror(self, glazes: Sequence[Glaze], view: View | None) -> None:
        """Show where the patient said it hurts, and while that is asked, from where the clinician looks."""
        drawn = [glaze for glaze in glazes if glaze.what is Drawn.PAIN]
        self.body.glaze(drawn)
        scene = self.body.scene
        if not self._asks or view is None or scene is None:
            return
        for glaze in drawn:
            view = scene.drawing_view(view, glaze.values)
        if view != self.body.view:
            self.body.turn_to(view)

    def _say(self, name: str, sentences: Sequence[str]) -> None:
        self.name.setText(name)
        self.words.setText(paragraphs(sentences))
        kept = "; ".join(named(each, self._edition) for each in self.kept)
        self.kept_line.setText(f"Kept beside the next: {kept}.")
        self.kept_line.setVisible(bool(kept))
        self._fit()

    def _fit(self) -> None:
        """Write as large as the window allows, for people who sit at a distance, and so that all is seen."""
        most = round(min(self.height() / 25, self.width() / 36))
        below = self.layout()
        if below is not None:
            below.activate()
        room = float(self._page.width() - 6), float(self._page.height() - 12)
        pixels = fitting_pixels(self.name.text(), self.words.text(), self.words.font(), most, room)
        if pixels == self._pixels:
            return
        self._pixels = pixels
        small = max(14, round(most * 0.45))
        self.setStyleSheet(
            f'QLabel[look="presented"] {{ font-size: {pixels}px; }}'
            f'QLabel[look="presented-name"] {{ font-size: {round(NAME_SHARE * pixels)}px; }}'
            f'QLabel[look="soft"], QPushButton, QComboBox, QCheckBox {{ font-size: {small}px; }}'
        )

    def _shown(self, selection: Selection, kept: Presented) -> Shown | None:
        pattern = self._edition.ready(kept.muscle)
        if pattern is None:
            return None
        depth = self._edition.library.muscles[kept.muscle].depth
        return selection.scene.show(pattern, kept.point, kept.side, depth)

    def keep(self, selection: Selection) -> str:
        """Keep what is shown now beside whatever comes next, or no more; what was done, in words for the clinician."""
        if self._shows is None:
            return "Nothing is kept: choose a muscle first, then keep its pattern beside the next."
        name = named(self._shows, self._edition)
        if self._shows in self.kept:
            self.kept.remove(self._shows)
            told = f"No longer kept in the patient's window: {name}."
        else:
            self.kept = [*self.kept, self._shows][-_MOST_KEPT:]
            told = f"Kept in the patient's window beside the next: {name}. Press Shift+K on it again to let it go."
        self.follow(selection)
        return told

    # ---- the pain travels --------------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """True while the pain travels."""
        return self._frame.isActive()

    def toggle(self) -> None:
        """Play, or pause where it is."""
        if self.body.shown is None:
            return
        if self.playing:
            self._end()
            return
        if self.body.reduce_motion:
            # Steps instead of movement: nothing, the essential zone, all.
            share = self.body.come
            self.body.travel_to(0.0 if share >= 1 else 0.6 if share < 0.6 else 1.0)
            return
        self._begun = 0.0 if self.body.come >= 1 else self.body.come
        self._clock.start()
        self._frame.start()
        self.play.setText("Pause")

    def scrub(self, share: float) -> None:
        """Go to a place of the way, 0..1."""
        self._end()
        self.body.travel_to(share)

    def _step(self) -> None:
        gone = self._clock.elapsed() * float(self.speed.currentData()) / TRAVEL_MS
        share = self._begun + gone
        if share >= 1 and self.loop.isChecked():
            if share >= 1 + _PAUSE_SHARE:
                self._begun = 0.0
                self._clock.restart()
            share = min(share, 1.0)
        self.body.travel_to(min(share, 1.0))
        if share >= 1 and not self.loop.isChecked():
            self._end()

    def _end(self) -> None:
        self._frame.stop()
        self.play.setText("Play")

    # ---- the window --------------------------------------------------------------------------------------------------

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no more."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def shut(self) -> None:
        """Close for good, with the thread that takes its stills."""
        self._end()
        self.close()
        self._photographer.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what moves, and forget what was kept."""
        self._end()
        super().closeEvent(event)
        had, self.kept = bool(self.kept), []
        self.kept_line.hide()
        self.closed.emit()
        if had:
            self.forgotten.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write larger or smaller."""
        super().resizeEvent(event)
        self._fit()
