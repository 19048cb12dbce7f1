"""Asks for which part of the body a chart shall be, and draws it in a thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from atlas.anatomy import Area
from atlas.edition import Edition
from atlas.handout.chart import save_chart
from atlas.handout.errors import SheetError
from atlas.handout.paper import Paper
from atlas.surface.errors import PlaceError
from atlas.ui.making_dialog import MakingDialog
from atlas.ui.studio import Task, Worker

_PAPERS = {Paper.A4: "A4", Paper.LETTER: "Letter"}


class ChartMaker(Worker):
    """Draws charts in a thread."""

    progressed = Signal(float)
    """How much is drawn, 0..1."""
    finished = Signal(str)
    """What came of it, in a sentence."""

    def __init__(self, edition: Edition, parent: QWidget) -> None:
        super().__init__("chart", parent)
        self._edition = edition
        self._wish: Task | None = None
        self._given_up = False
        self._thread.start()

    def draw(self, area: Area, paper: Paper, body: str, path: Path) -> None:
        """Begin."""
        with self._wake:
            self._given_up = False
            self._wish = partial(self._draw, area, paper, body, path)
            self._wake.notify()

    def give_up(self) -> None:
        """Stop at the next pattern."""
        self._given_up = True

    def _take(self) -> Task | None:
        wish, self._wish = self._wish, None
        return wish

    def _draw(self, area: Area, paper: Paper, body: str, path: Path) -> None:
        try:
            pages = save_chart(area, self._edition, path, paper=paper, body=body, told=self._told)
        except (SheetError, PlaceError, OSError) as error:
            self.finished.emit(f"The chart could not be saved to {path}: {error}")
            return
        words = f"Saved to {path}, {pages} {'page' if pages == 1 else 'pages'}."
        self.finished.emit(words if pages else "Given up; no file was written.")

    def _told(self, share: float) -> bool:
        self.progressed.emit(share)
        return not self._given_up


class ChartDialog(MakingDialog):
    """A part of the body and the paper; then the file."""

    making_words = "The chart is being drawn."
    stopping_words = "It stops after this pattern."
    failed_words = "The chart could not be drawn."

    def __init__(
        self, edition: Edition, areas: Sequence[Area], chosen: tuple[Area | None, str, str], parent: QWidget
    ) -> None:
        """Offer these areas. `chosen` is what is shown now: the area if any, the name of the paper, and the body."""
        super().__init__("Save a chart", parent)
        self._edition = edition
        area, paper, self._body = chosen
        self.maker = ChartMaker(edition, self)
        self.area_box, self.paper_box = QComboBox(self), QComboBox(self)
        for each in areas:
            self.area_box.addItem(each.value.capitalize(), each)
        for size, name in _PAPERS.items():
            self.paper_box.addItem(name, size)
        if area is not None:
            self.area_box.setCurrentIndex(max(self.area_box.findData(area), 0))
        self.paper_box.setCurrentIndex(max(self.paper_box.findData(Paper(paper)), 0))
        self.bar.setAccessibleName("How much is drawn")
        self.form.addRow("Part of the body", self.area_box)
        self.form.addRow("Paper", self.paper_box)
        self.area_box.currentIndexChanged.connect(self._tell)
        self.maker.progressed.connect(lambda share: self.bar.setValue(round(100 * share)))
        self.maker.finished.connect(self.rest)
        self.maker.crashed.connect(self.fail)
        self._tell()

    @property
    def area(self) -> Area:
        """The part of the body that is chosen."""
        return Area(self.area_box.currentData())

    def _tell(self) -> None:
        muscles = [muscle for muscle in self._edition.library.muscles.values() if muscle.region is self.area]
        points = sum(len(muscle.trigger_points) for muscle in muscles)
        count = f"{len(muscles)} {'muscle' if len(muscles) == 1 else 'muscles'}"
        self.state.setText(f"Every pattern of {count} with {points} trigger points, as a PDF for the wall.")

    def ask(self) -> None:
        """Ask for the file and begin."""
        name = f"{self.area.value}-chart.pdf"
        path, _ = QFileDialog.getSaveFileName(self, "Save a chart", name, "Pages (*.pdf)")
        if path:
            self.draw(Path(path))

    def draw(self, path: Path) -> None:
        """Begin to draw into a file."""
        self._enable(on=False)
        self.started(100)
        file = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        self.maker.draw(self.area, Paper(self.paper_box.currentData()), self._body, file)

    def give_up(self) -> None:
        """Stop at the next pattern."""
        self.maker.give_up()

    def rest(self, words: str) -> None:
        """Show that the chart is there, or why not."""
        super().rest(words)
        self._enable(on=True)

    def _enable(self, *, on: bool) -> None:
        for box in (self.area_box, self.paper_box):
            box.setEnabled(on)

    def shut(self) -> None:
        """End the thread."""
        self.maker.give_up()
        self.maker.close()
        self.deleteLater()
