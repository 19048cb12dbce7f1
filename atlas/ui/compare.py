"""Two to four answers side by side: the same view of each pattern over the drawing, and what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from atlas.anatomy import Muscle, SideChoice, TriggerPoint
from atlas.edition import Edition
from atlas.finder.drawing import Floats
from atlas.render.paint import Drawn, Glaze
from atlas.render.plate import Extras, Plate, plate_of
from atlas.render.scene import Scene, Shown
from atlas.render.views import View
from atlas.ui.answer_rows import AnswerRow
from atlas.ui.plate_painter import draw_ground, draw_letters, draw_marks, draw_strokes, image_of
from atlas.ui.theme import current

FEWEST, MOST = 2, 4
_FINER = 2
_HEADS, _MARGIN, _GAP, _FRAME = 96, 16, 16, 2
# The pictures take this share of the height, and the words under them the rest.
_PICTURES = 0.42
_SMALLEST = QSize(120, 160)
# While the window is drawn larger the pictures are stretched; after so long they are taken anew.
_REST_MS = 150


class CompareDialog(QDialog):
    """Shows the answers; it changes nothing."""

    def __init__(
        self, edition: Edition, scene: Scene, view: View, drawn: Floats, rows: Sequence[AnswerRow], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare")
        self.rows = tuple(rows[:MOST])
        self._scene, self._view, self._drawn = scene, view, drawn
        self._patterns = [_pattern(edition, scene, row) for row in self.rows]
        self.pictures = [QLabel(self) for _ in self.rows]
        self.cells: list[list[QLabel]] = []
        """The lines of the table: its head, and a cell for each answer."""
        self._area = QScrollArea(self)
        self._fill(compared_lines(edition, self.rows))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._picture_row())
        layout.addWidget(self._area, 1)
        layout.addLayout(self._foot())
        self._due = QTimer(self, singleShot=True, interval=_REST_MS)
        self._due.timeout.connect(self._take)
        self.setMinimumSize(_HEADS + 150 * len(self.rows), 480)
        self.resize(min(160 + 280 * len(self.rows), 1200), 780)

    def _picture_row(self) -> QGridLayout:
        grid = _grid(len(self.rows))
        # The table's scroll bar is always there, so that pictures and columns have the same room.
        bar = self._area.verticalScrollBar().sizeHint().width()
        grid.setContentsMargins(_MARGIN, 0, _MARGIN + bar, 0)
        # An empty column would go without the gap beside it.
        grid.addWidget(QLabel(self), 0, 0)
        for column, (label, row) in enumerate(zip(self.pictures, self.rows, strict=True), start=1):
            label.setAccessibleName(f"{row.title}: its pattern over what hurts")
            label.setScaledContents(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.addWidget(label, 0, column)
        return grid

    def _fill(self, lines: Sequence[tuple[str, Sequence[str]]]) -> None:
        page = QWidget(self._area)
        grid = _grid(len(self.rows))
        grid.setContentsMargins(_MARGIN - _FRAME, _FRAME, _MARGIN - _FRAME, _MARGIN)
        for number, (head, texts) in enumerate(lines):
            if number:
                rule = QFrame(page)
                rule.setProperty("look", "rule")
                grid.addWidget(rule, 2 * number - 1, 0, 1, len(texts) + 1)
            cells = [QLabel(text, page) for text in (head, *texts)]
            for column, cell in enumerate(cells):
                cell.setWordWrap(True)
                cell.setTextFormat(Qt.TextFormat.RichText)
                cell.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
                cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(cell, 2 * number, column)
            cells[0].setProperty("look", "small")
            self.cells.append(cells)
        grid.setRowStretch(2 * len(lines), 1)
        page.setLayout(grid)
        self._area.setWidget(page)
        self._area.setWidgetResizable(True)
        focus = f"QScrollArea:focus {{ border-color: {current().accent}; }}"
        self._area.setStyleSheet(f"QScrollArea {{ border: {_FRAME}px solid transparent; }} {focus}")
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setAccessibleName("What tells them apart")

    def _foot(self) -> QHBoxLayout:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        words = QLabel("Violet is what hurts, red the pattern. Where they meet it is crimson: that pain is explained.")
        words.setProperty("look", "small")
        words.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, 12)
        foot.addWidget(words, 1)
        foot.addWidget(buttons)
        return foot

    @property
    def text(self) -> str:
        """All words of the table."""
        return "\n".join(" ".join(cell.text() for cell in line) for line in self.cells)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the pictures grow with the window."""
        super().resizeEvent(event)
        for label in self.pictures:
            label.setFixedHeight(max(round(self.height() * _PICTURES), _SMALLEST.height()))
        if self.pictures[0].pixmap().isNull():
            self._take()
        else:
            self._due.start()

    def _take(self) -> None:
        bar = self._area.verticalScrollBar().sizeHint().width()
        room = self.width() - 2 * _MARGIN - bar - _HEADS - _GAP * len(self.rows)
        size = QSize(room // len(self.rows), self.pictures[0].height()).expandedTo(_SMALLEST)
        plates = _plates(self._scene, self._view, self._drawn, self._patterns, size * _FINER)
        for label, plate in zip(self.pictures, plates, strict=True):
            label.setPixmap(_pixmap(plate, size, self))


def _grid(answers: int) -> QGridLayout:
    """A narrow column of heads, and one of the same width for each answer."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(_GAP)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, _HEADS)
    for column in range(1, answers + 1):
        grid.setColumnStretch(column, 1)
    return grid


def _pattern(edition: Edition, scene: Scene, row: AnswerRow) -> Shown:
    depth = edition.library.muscles[row.muscle].depth
    return scene.show(edition.pattern(row.muscle), row.point, SideChoice(row.side.value), depth)


def _plates(scene: Scene, view: View, drawn: Floats, patterns: Sequence[Shown], size: QSize) -> list[Plate]:
    nearer = scene.close_up(view, drawn, patterns)
    seen = scene.still(nearer.camera(size.width(), size.height()), smooth_edge=False)
    extras = Extras(unit=_FINER, glazes=(Glaze(Drawn.PAIN, drawn),))
    return [plate_of(scene, seen, shown, extras) for shown in patterns]


def _pixmap(plate: Plate, size: QSize, widget: QWidget) -> QPixmap:
    picture = QImage(size * _FINER, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(picture)
    draw_ground(painter, QRectF(picture.rect()), current())
    painter.drawImage(0, 0, image_of(plate.pixels))
    draw_strokes(painter, plate.strokes)
    draw_letters(painter, plate.letters, _FINER)
    draw_marks(painter, plate.marks, _FINER)
    painter.end()
    ratio = widget.devicePixelRatioF()
    smaller = picture.scaled(
        size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    smaller.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(smaller)


def compared_lines(edition: Edition, rows: Sequence[AnswerRow]) -> list[tuple[str, list[str]]]:
    """The table under the pictures: a line for each thing that may tell the answers apart, as HTML."""
    found: list[tuple[AnswerRow, Muscle, TriggerPoint]] = []
    for row in rows:
        muscle = edition.library.muscles[row.muscle]
        found.append((row, muscle, muscle.point(row.point) or muscle.trigger_points[0]))
    return [
        ("", [f"<b>{escape(m.name)}</b><br>{p.id}, {r.side.value}" for r, m, p in found]),
        ("Explains", [f"{r.explained or 0:.0%} of the pain" for r, _, _ in found]),
        ("Of its zones", [f"{1 - (r.unpainted or 0):.0%} hurt" for r, _, _ in found]),
        ("Pattern", [escape(p.refers.clinician) for _, _, p in found]),
        ("The knot", [escape(p.where) for _, _, p in found]),
        ("Palpation", [escape(p.palpation) for _, _, p in found]),
        ("It moves", [escape(m.anatomy.action) for _, m, _ in found]),
        ("Patients say", ["<br>".join(map(escape, m.symptoms[:3])) for _, m, _ in found]),
        ("Brought on by", ["<br>".join(map(escape, m.activated_by[:2])) for _, m, _ in found]),
        ("Stretch", [escape(m.stretch.name) for _, m, _ in found]),
        ("Certainty", [p.certainty.value for _, _, p in found]),
    ]
