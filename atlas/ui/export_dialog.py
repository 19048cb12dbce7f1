"""Asks how large a picture shall be, and draws it in a thread while one may still change one's mind."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from atlas.handout.export import LEAST, MOST, SIZES, Order, Size, export
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


class ExportDialog(QDialog):
    """Size, labels, legend and caption; then the file."""

    crashed = Signal(str)

    def __init__(self, order: Order, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._order, self._name = order, name
        self.setWindowTitle("Export the picture")
        self.exporter = Exporter(self)
        self.size_box = QComboBox(self)
        self.wide, self.tall = QSpinBox(self), QSpinBox(self)
        self.labels, self.legend = QCheckBox("Names, and letters of the points", self), QCheckBox("Legend", self)
        self.caption = QCheckBox("Title below", self)
        self.state = QLabel(self)
        self.bar = QProgressBar(self)
        self.begin, self.leave = QPushButton("Save…", self), QPushButton("Close", self)
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
        self.state.setWordWrap(True)
        self.state.setProperty("look", "soft")
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName("How much is drawn")
        self.bar.hide()
        self.begin.setDefault(True)
        pair = QHBoxLayout()
        for widget in (self.wide, QLabel("×", self), self.tall):
            pair.addWidget(widget)
        pair.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("Size", self.size_box)
        form.addRow("Pixels", pair)
        form.addRow("With", self.labels)
        for check in (self.legend, self.caption):
            form.addRow("", check)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)
        self.setMinimumWidth(420)

    def _connect(self) -> None:
        self.size_box.currentIndexChanged.connect(self._take_size)
        for box in (self.wide, self.tall):
            box.valueChanged.connect(self._own_size)
        self.begin.clicked.connect(self.ask)
        self.leave.clicked.connect(self._leave)
        self.exporter.progressed.connect(lambda share: self.bar.setValue(round(100 * share)))
        self.exporter.finished.connect(self._finished)
        self.exporter.stopped.connect(lambda: self._rest("Given up; no file was written."))
        self.exporter.crashed.connect(self._crashed)

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
        self.begin.setEnabled(False)
        self.leave.setText("Cancel")
        self.bar.setValue(0)
        self.bar.show()
        self.state.setText("The picture is being drawn.")
        file = path if path.suffix else path.with_suffix(".png")
        self._done = f"Saved to {file}."
        self.exporter.draw(self.ordered, file)

    @property
    def drawing(self) -> bool:
        """True while a picture is drawn."""
        return not self.begin.isEnabled()

    def _finished(self, problem: str) -> None:
        self._rest(problem or self._done)

    def _crashed(self, report: str) -> None:
        self._rest("The picture could not be drawn.")
        self.crashed.emit(report)

    def _rest(self, words: str) -> None:
        self.state.setText(words)
        self.bar.hide()
        self.begin.setEnabled(True)
        self.leave.setText("Close")

    def _leave(self) -> None:
        if self.drawing:
            self.state.setText("It stops after this step.")
            self.exporter.give_up()
        else:
            self.accept()

    def reject(self) -> None:
        """Escape gives up the drawing first, then the dialog."""
        if self.drawing:
            self._leave()
        else:
            super().reject()

    def shut(self) -> None:
        """End the thread."""
        self.exporter.give_up()
        self.exporter.close()
        self.deleteLater()
