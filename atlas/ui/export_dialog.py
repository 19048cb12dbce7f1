"""Asks how large a picture shall be, and draws it in a thread while one may still change one's mind."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from atlas.handout.export import LEAST, MOST, SIZES, Order, Size, export
from atlas.ui.making_dialog import MakingDialog
from atlas.ui.studio import Task, Worker

_FORMATS = "Pictures (*.png *.svg *.pdf)"
_OWN = "Own size"


class Exporter(Worker):
    """Draws a picture in a thread."""

    progressed = Signal(float)
    """How much is done, 0..1."""
    finished = Signal(str)
    """What went wrong, or an empty text."""
    stopped = Signal()
    """The work was given up, and no file is left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("export", parent)
        self._wish: Task | None = None
        self._given_up = False
        self._thread.start()

    def draw(self, order: Order, path: Path) -> None:
        """Begin."""
        with self._wake:
            self._given_up = False
            self._wish = partial(self._draw, order, path)
            self._wake.notify()

    def give_up(self) -> None:
        """Stop at the next step."""
        self._given_up = True

    def _take(self) -> Task | None:
        wish, self._wish = self._wish, None
        return wish

    def _draw(self, order: Order, path: Path) -> None:
        try:
            done = export(order, path, self._told)
        except (OSError, ValueError) as error:
            self.finished.emit(f"The picture could not be saved to {path}: {error}")
            return
        self.finished.emit("") if done else self.stopped.emit()

    def _told(self, share: float) -> bool:
        self.progressed.emit(share)
        return not self._given_up


class ExportDialog(MakingDialog):
    """Size, labels, legend and caption; then the file."""

    making_words = "The picture is being drawn."
    failed_words = "The picture could not be drawn."

    def __init__(self, order: Order, name: str, parent: QWidget) -> None:
        super().__init__("Export the picture", parent)
        self._order, self._name = order, name
        self.exporter = Exporter(self)
        self.size_box = QComboBox(self)
        self.wide, self.tall = QSpinBox(self), QSpinBox(self)
        self.labels, self.legend = QCheckBox("Names, and letters of the points", self), QCheckBox("Legend", self)
        self.caption = QCheckBox("Title below", self)
        self._lay_out()
        self._connect()
        self._take_size(0)

    def _lay_out(self) -> None:
        for size in SIZES:
            self.size_box.addItem(size.name, size)
        self.size_box.addItem(_OWN, None)
        for box, words in ((self.wide, "Width in pixels"), (self.tall, "Height in pixels")):
            box.setRange(LEAST, MOST)
            box.setSuffix(" px")
            box.setAccessibleName(words)
        for check in (self.labels, self.legend, self.caption):
            check.setChecked(True)
        self.caption.setEnabled(self._order.caption is not None)
        self.bar.setAccessibleName("How much is drawn")
        pair = QHBoxLayout()
        for widget in (self.wide, QLabel("×", self), self.tall):
            pair.addWidget(widget)
        pair.addStretch(1)
        self.form.addRow("Size", self.size_box)
        self.form.addRow("Pixels", pair)
        self.form.addRow("With", self.labels)
        for check in (self.legend, self.caption):
            self.form.addRow("", check)

    def _connect(self) -> None:
        self.size_box.currentIndexChanged.connect(self._take_size)
        for box in (self.wide, self.tall):
            box.valueChanged.connect(self._own_size)
        self.exporter.progressed.connect(lambda share: self.bar.setValue(round(100 * share)))
        self.exporter.finished.connect(self._finished)
        self.exporter.stopped.connect(lambda: self.rest("Given up; no file was written."))
        self.exporter.crashed.connect(self.fail)

    def _take_size(self, index: int) -> None:
        size = self.size_box.itemData(index)
        if isinstance(size, Size):
            for box, value in ((self.wide, size.width), (self.tall, size.height)):
                with QSignalBlocker(box):
                    box.setValue(value)

    def _own_size(self) -> None:
        self.size_box.setCurrentIndex(self.size_box.count() - 1)

    @property
    def ordered(self) -> Order:
        """The picture as it is asked for now."""
        size = self.size_box.currentData()
        if not isinstance(size, Size):
            size = Size(_OWN, self.wide.value(), self.tall.value(), 150)
        return replace(
            self._order,
            size=size,
            labels=self.labels.isChecked(),
            legend=self.legend.isChecked(),
            caption=self._order.caption if self.caption.isChecked() else None,
        )

    def ask(self) -> None:
        """Ask for the file and begin."""
        path, _ = QFileDialog.getSaveFileName(self, "Export the picture", f"{self._name}.png", _FORMATS)
        if path:
            self.draw(Path(path))

    def draw(self, path: Path) -> None:
        """Begin to draw into a file."""
        self.started(100)
        file = path if path.suffix else path.with_suffix(".png")
        self._done = f"Saved to {file}."
        self.exporter.draw(self.ordered, file)

    def give_up(self) -> None:
        """Stop at the next step."""
        self.exporter.give_up()

    def _finished(self, problem: str) -> None:
        self.rest(problem or self._done)

    def shut(self) -> None:
        """End the thread."""
        self.exporter.give_up()
        self.exporter.close()
        self.deleteLater()
