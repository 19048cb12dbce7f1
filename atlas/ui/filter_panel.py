"""Narrowing the list: a folding panel with a choice for each facet, and a chip for each choice that was made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from atlas.anatomy import Muscle
from atlas.finder.filters import Facet, Filter, choices
from atlas.ui.flow import FlowLayout


class FilterPanel(QWidget):
    """Chooses a `Filter`. Folded, it shows the chips of what is asked for; a click on one takes it back."""

    changed = Signal()
    """The filter is another one now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = Filter()
        self._muscles: tuple[Muscle, ...] = ()
        self.boxes = {facet: QComboBox(self) for facet in Facet}
        self._rows = QWidget(self)
        self._chips = QWidget(self)
        self.count = QLabel(self)
        self._lay_out()
        self.unfold(on=False)

    def _lay_out(self) -> None:
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (facet, box) in enumerate(self.boxes.items()):
            label = QLabel(facet.value.capitalize(), self._rows)
            label.setProperty("look", "small")
            label.setBuddy(box)
            box.setAccessibleName(f"Narrow the list by {facet.value}")
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setMaxVisibleItems(20)
            box.activated.connect(lambda _index, which=facet: self._take(which))
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        FlowLayout(self._chips)
        self.count.setProperty("look", "small")
        self.count.setContentsMargins(2, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(8)
        for widget in (self._rows, self._chips, self.count):
            layout.addWidget(widget)

    def set_muscles(self, muscles: Sequence[Muscle]) -> None:
        """The muscles that there are to choose from."""
        self._muscles = tuple(muscles)
        self._refresh()

    def unfold(self, *, on: bool) -> None:
        """Show the choices, or only the chips of what is asked for."""
        self._rows.setVisible(on)

    def choose(self, facet: Facet, word: str) -> None:
        """Ask for one more thing; an empty word takes it back."""
        self._set(self.filter.having(facet, word))

    def clear(self) -> None:
        """Ask for nothing."""
        self._set(Filter())

    def _take(self, facet: Facet) -> None:
        self.choose(facet, self.boxes[facet].currentData())

    def _set(self, wanted: Filter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self._refresh()
            self.changed.emit()

    def _refresh(self) -> None:
        for facet, box in self.boxes.items():
            word = self.filter.word(facet)
            box.clear()
            box.addItem("Any", "")
            for choice, count in choices(self._muscles, self.filter, facet):
                box.addItem(f"{choice} \N{MIDDLE DOT} {count}", choice)
            box.setCurrentIndex(max(box.findData(word), 0))
        self._fill_chips()
        left = sum(self.filter.takes(muscle) for muscle in self._muscles)
        self.count.setText(f"{left} of {len(self._muscles)} muscles")
        self.count.setVisible(bool(self.filter.asked))

    def _fill_chips(self) -> None:
        flow = self._chips.layout()
        assert flow is not None
        while (item := flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                # Not at once: it may be the chip that was just clicked.
                old.hide()
                old.deleteLater()
        for facet, word in self.filter.asked:
            chip = QPushButton(f"{word}  \N{MULTIPLICATION SIGN}", self._chips)
            chip.setProperty("look", "chip")
            chip.setToolTip(f"{facet.value.capitalize()}: {word}. Click to take this away.")
            chip.setAccessibleName(f"Take away: {facet.value} {word}")
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.clicked.connect(lambda _checked=False, which=facet: self.choose(which, ""))
            flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(self.filter.asked))
        self._chips.updateGeometry()
