"""The patient's window: what the clinician chooses, large and in plain words, and the pain that travels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from atlas.anatomy import Muscle, SideChoice
from atlas.edition import Edition
from atlas.render.paint import SEVERAL_RGB
from atlas.render.raster import Floats
from atlas.render.scene import Shown
from atlas.ui import icons
from atlas.ui.presented_body import PresentedBody
from atlas.ui.selection import Selection
from atlas.ui.studio import Photographer

# The whole way of the pain at usual speed, and how often a frame is asked for.
TRAVEL_MS, _FRAME_MS = 4000, 25
# At the end the whole pattern stays for a moment before it begins anew.
_PAUSE_SHARE = 0.35
_SPEEDS = (("Slow", 0.5), ("Usual", 1.0), ("Fast", 2.0))
_MOST_SENTENCES = 3
_MOST_KEPT = 3


@dataclass(frozen=True)
class Presented:
    """What can be shown at once: a muscle, or one of its points, on a side."""

    muscle: str
    point: str | None
    side: SideChoice


class Presenter(QWidget):
    """A window of its own, for a second screen. Space plays and pauses, F11 fills the screen, Esc leaves."""

    closed = Signal()

    def __init__(self, edition: Edition, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._edition = edition
        self._photographer = Photographer(self)
        self.body = PresentedBody(self._photographer, self)
        self.kept: list[Presented] = []
        self._shows: Presented | None = None
        self._clock = QElapsedTimer()
        self._frame = QTimer(self, interval=_FRAME_MS)
        self._frame.timeout.connect(self._step)
        self.setWindowTitle("For the patient")
        self.name = QLabel(self)
        self.words = QLabel(self)
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
        for label in (self.name, self.words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
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
        text.setContentsMargins(32, 48, 48, 32)
        text.setSpacing(20)
        for widget in (self.name, self.words):
            text.addWidget(widget)
        text.addStretch(1)
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
        for key, what in (("Space", self.toggle), ("F11", self.toggle_full_screen), ("Esc", self.close)):
            QShortcut(QKeySequence(key), self, what)

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def follow(self, selection: Selection) -> None:
        """Show what the clinician has chosen, on the same body and from where the body turns to show it best."""
        self._end()
        scene = selection.scene
        if self.body.scene is not scene:
            self.body.show_scene(scene, selection.first_view())
        muscle = selection.muscle
        if muscle is None or self._edition.ready(muscle.id) is None:
            self._shows = None
            self.body.present(None, _nothing)
            self.name.setText("")
            self.words.setText("")
            return
        self._shows = Presented(muscle.id, selection.point, selection.side)
        shown = selection.shown()
        chosen = muscle.id, selection.point, selection.side
        others = [each for kept in self.kept if kept != self._shows and (each := self._shown(selection, kept))]
        self.body.present(shown, lambda: self._edition.along_skin(*chosen), others)
        self.name.setText(_headline([self._shows, *[k for k in self.kept if k != self._shows]], self._edition))
        sentences = "".join(f"<p style='margin: 0 0 18px 0'>{escape(text)}</p>" for text in self._told(muscle))
        self.words.setText(sentences)
        if shown is not None:
            self.body.turn_to(scene.best_view(shown))

    def _told(self, muscle: Muscle) -> list[str]:
        return plain_sentences(muscle, self._shows.point if self._shows else None)

    def _shown(self, selection: Selection, kept: Presented) -> Shown | None:
        pattern = self._edition.ready(kept.muscle)
        if pattern is None:
            return None
        depth = self._edition.library.muscles[kept.muscle].depth
        return selection.scene.show(pattern, kept.point, kept.side, depth)

    def keep(self, selection: Selection) -> None:
        """Keep what is shown now beside whatever comes next, or no more."""
        if self._shows is None:
            return
        if self._shows in self.kept:
            self.kept.remove(self._shows)
        else:
            self.kept = [*self.kept, self._shows][-_MOST_KEPT:]
        self.follow(selection)

    # ---- the pain travels --------------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """True while the pain travels."""
        return self._frame.isActive()

    def toggle(self) -> None:
        """Play, or pause where it is."""
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
        """Stop what moves."""
        self._end()
        super().closeEvent(event)
        self.closed.emit()


def plain_sentences(muscle: Muscle, point: str | None) -> list[str]:
    """Two or three plain sentences for the patient: where it is felt, and what a muscle has to do with it."""
    points = [each for each in muscle.trigger_points if point in (None, each.id)]
    felt = _sentences(points[0].refers.patient)[:1]
    return [*felt, *[text for text in _sentences(muscle.explain) if text not in felt]][:_MOST_SENTENCES]


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


def _nothing() -> Floats:
    return np.zeros(0, dtype=np.float32)


_SIDES = {SideChoice.RIGHT: "right side", SideChoice.LEFT: "left side", SideChoice.BOTH: "both sides"}


def _headline(shown: Sequence[Presented], edition: Edition) -> str:
    """What is shown, with its side in words; of several each with the colour of its pain."""
    lines = []
    for number, each in enumerate(shown):
        name = f"{escape(edition.library.muscles[each.muscle].name)}, {_SIDES[each.side]}"
        red, green, blue = SEVERAL_RGB[number % len(SEVERAL_RGB)]
        mark = f"<span style='color: rgb({red},{green},{blue})'>\N{BLACK SQUARE}</span> " if len(shown) > 1 else ""
        lines.append(mark + name)
    return "<br>".join(lines)
