"""How far a learner is: a list of screens at the left, the chosen chart at the right, with the body where it tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from atlas.edition import Edition
from atlas.render.paint import Drawn, Glaze
from atlas.render.views import SIDES, whole_body
from atlas.store.answers import Answers, AnswersError
from atlas.store.answers_rows import Learner
from atlas.study.cards import Card
from atlas.study.charts import DARK, LIGHT, Canvas
from atlas.study.facts import Facts
from atlas.ui import theme
from atlas.ui.body_view import BodyView
from atlas.ui.rows import RowDelegate
from atlas.ui.studio import Photographer, Task, Worker
from atlas.ui.study_screens import SCREENS, Chart, Source, best_and_least

_LIST_WIDTH = 240
_RESIZED_MS = 80
_TURNS = {"front": "From the front", "back": "From behind"}
_SMALLEST_CHART = (360, 300)


class ChartDrawer(Worker):
    """Draws charts in a thread: the library that draws takes long to load. Of several wishes only the newest is met."""

    drawn = Signal(int, QImage)
    """The number of a wish and its chart."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("charts", parent)
        self._wish: tuple[int, Chart, Canvas] | None = None
        self._thread.start()

    def ask(self, number: int, chart: Chart, canvas: Canvas) -> None:
        """Draw this chart instead of any that waits."""
        with self._wake:
            self._wish = number, chart, canvas
            self._wake.notify()

    def _take(self) -> Task | None:
        wish, self._wish = self._wish, None
        return None if wish is None else lambda: self._draw(*wish)

    def _draw(self, number: int, chart: Chart, canvas: Canvas) -> None:
        # Late: it takes long to load.
        from matplotlib import rcParams

        # To save the figure would lay it out once more.
        agg: Any = chart.draw(canvas).canvas
        # Hinted letters take half as long again. This one setting is changed and no other: they are the same for all
        # threads, and a hand-out may be set meanwhile with its own.
        hinting = rcParams["text.hinting"]
        rcParams["text.hinting"] = "no_hinting"
        try:
            agg.draw()
        finally:
            rcParams["text.hinting"] = hinting
        pixels = np.asarray(agg.buffer_rgba())
        height, width = pixels.shape[:2]
        image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(canvas.ratio)
        self.drawn.emit(number, image)


class ChartLabel(QLabel):
    """A chart, which can have the focus so that its words are read out."""

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A chart is drawn for the room that there is, and must not hold that room open.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(*_SMALLEST_CHART)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def show_image(self, image: QImage) -> None:
        """Show a chart."""
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setPixmap(QPixmap.fromImage(image))

    def show_words(self, words: str) -> None:
        """Say why there is no chart."""
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of the new size."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chart, and a ring where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.current().accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)
            painter.end()


class ProgressPage(QWidget):
    """A learner's progress. `shut` ends its threads."""

    closed = Signal()
    """The learner has seen enough."""
    crashed = Signal(str)
    """The traceback of what should not have happened."""

    # Qt tells of changes before everything is put together.
    _source: Source | None = None

    def __init__(self, edition: Edition, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edition, self._answers = edition, answers
        self._charts: dict[int, Chart] = {}
        self._asked = self._shown = 0
        self._drawer = ChartDrawer(self)
        self._photographer = Photographer(self)
        self.leave = QPushButton("Back", self)
        self.name = QLabel(self)
        self.list = QListWidget(self)
        self.chart = ChartLabel(self)
        self.body = BodyView(self._photographer, self)
        self.turns = {name: QPushButton(words, self) for name, words in _TURNS.items()}
        self._beside = QWidget(self)
        self._due = QTimer(self, singleShot=True, interval=_RESIZED_MS)
        self._fill()
        self._lay_out()
        self._connect()

    # ---- putting together --------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.list.setAccessibleName("Screens of progress")
        self.list.setItemDelegate(RowDelegate(self.list, 34))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        for title, _ in SCREENS:
            self.list.addItem(QListWidgetItem(title))
        self.leave.setToolTip("Back (Esc)")
        self.name.setProperty("look", "small")
        self.name.setWordWrap(True)
        self.body.setAccessibleName("What you know, on the body")
        for button in self.turns.values():
            button.setProperty("look", "chip")

    def _lay_out(self) -> None:
        title = QLabel("Progress", self)
        title.setProperty("look", "title")
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 8)
        head.setSpacing(4)
        head.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)
        head.addSpacing(12)
        head.addWidget(title)
        head.addWidget(self.name)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        left = QWidget(self)
        left.setLayout(column)
        left.setFixedWidth(_LIST_WIDTH)
        column.setContentsMargins(0, 0, 0, 0)
        rule = QFrame(self)
        rule.setProperty("look", "rule")
        rule.setStyleSheet("max-width: 1px; min-width: 1px; max-height: 16777215px;")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 16, 16, 8)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in self.turns.values():
            buttons.addWidget(button)
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addLayout(buttons)
        beside.addWidget(self.body, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left)
        whole.addWidget(rule)
        whole.addWidget(self.chart, 6)
        whole.addWidget(self._beside, 5)

    def _connect(self) -> None:
        self.leave.clicked.connect(self.closed)
        self.list.currentRowChanged.connect(self._show_screen)
        self.chart.resized.connect(self._due.start)
        self._due.timeout.connect(self._draw)
        self._drawer.drawn.connect(self._drawn)
        for worker in (self._drawer, self._photographer):
            worker.crashed.connect(self.crashed)
        self.body.place_hovered.connect(self._hovered)
        for name, button in self.turns.items():
            button.clicked.connect(lambda _checked=False, yaw=SIDES[name]: self._turn(yaw))

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def show_learner(self, learner: Learner, facts: Facts, cards: Sequence[Card]) -> None:
        """Show how far a learner is now; everything is reckoned anew. The screen stays that of the last time."""
        self._source = Source(self._answers, learner, facts, cards, datetime.now(UTC))
        self._charts.clear()
        self.name.setText(learner.name)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        else:
            self._show_screen(self.list.currentRow())
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def drawn(self) -> bool:
        """True when the chosen screen's chart is there, at its size, or the words why there is none."""
        return self._source is not None and self._asked == self._shown and not self._due.isActive()

    @property
    def at_rest(self) -> bool:
        """True when everything is there in full."""
        return self.drawn and (self._beside.isHidden() or self.body.at_rest)

    def _show_screen(self, row: int) -> None:
        source = self._source
        if source is None or row < 0:
            return
        title, make = SCREENS[row]
        try:
            chart = self._charts.get(row) or make(source)
        except AnswersError as error:
            self._tell(title, str(error))
            return
        self._charts[row] = chart
        self._beside.setVisible(row == 0)
        self.chart.setAccessibleName(title)
        self.chart.setAccessibleDescription(chart.words)
        self.list.item(row).setData(Qt.ItemDataRole.AccessibleDescriptionRole, chart.words)
        self._draw()
        if row == 0:
            # While the chart is drawn.
            self._paint_body(source)

    def _tell(self, title: str, words: str) -> None:
        self._asked += 1
        self._shown = self._asked
        self._beside.hide()
        self.chart.setAccessibleName(title)
        self.chart.setAccessibleDescription(words)
        self.chart.show_words(words)

    def _draw(self) -> None:
        """Ask for the chosen screen's chart at the label's size and in the theme's colours."""
        chart = self._charts.get(self.list.currentRow())
        if chart is None or not self.isVisible():
            return
        # Whether the body stands beside it decides how wide the chart is.
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self._due.stop()
        self._asked += 1
        colours = DARK if theme.current().dark else LIGHT
        canvas = Canvas(self.chart.width(), self.chart.height(), colours, self.devicePixelRatioF())
        self._drawer.ask(self._asked, chart, canvas)

    def _drawn(self, number: int, image: QImage) -> None:
        # One that was overtaken has another size or belongs to another screen.
        if number == self._asked:
            self._shown = number
            self.chart.show_image(image)

    # ---- the body ----------------------------------------------------------------------------------------------------

    def _paint_body(self, source: Source) -> None:
        skin = source.known_skin
        if self.body.scene is None:
            scene = self._edition.scene()
            self.body.show_scene(scene, whole_body(scene.coarse, 0.0))
        self.body.glaze([Glaze(Drawn.KNOWN, skin)])
        self.body.setAccessibleDescription(best_and_least(source))

    def _turn(self, yaw: float) -> None:
        if self.body.scene is not None:
            self.body.turn_to(whole_body(self.body.scene.coarse, yaw))

    def _hovered(self, vertex: int | None) -> None:
        words = self._source.region_at(vertex) if self._source is not None and vertex is not None else ""
        self.body.tell(words)

    # ---- coming and going --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves. It is no shortcut: the window around has one of its own, and two would block each other."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in another theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._source is not None:
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what could not be drawn while the page had no size."""
        super().showEvent(event)
        self._draw()

    def shut(self) -> None:
        """End the threads."""
        self._due.stop()
        for worker in (self._drawer, self._photographer):
            worker.close()
