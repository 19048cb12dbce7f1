"""Two to four answers side by side: the same view of each pattern over the drawing, and what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from atlas.anatomy import Muscle, SideChoice, TriggerPoint
from atlas.edition import Edition
from atlas.finder.drawing import Floats
from atlas.render.paint import Drawn, Glaze
from atlas.render.plate import Extras, Plate, plate_of
from atlas.render.scene import Scene
from atlas.render.views import View
from atlas.ui.answer_rows import AnswerRow
from atlas.ui.notes_html import page_html
from atlas.ui.plate_painter import draw_ground, draw_letters, draw_marks, draw_strokes, image_of
from atlas.ui.theme import current

FEWEST, MOST = 2, 4
_PICTURE = QSize(230, 290)
_FINER = 2


class CompareDialog(QDialog):
    """Shows the answers; it changes nothing."""

    def __init__(
        self, edition: Edition, scene: Scene, view: View, drawn: Floats, rows: Sequence[AnswerRow], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare")
        self.rows = tuple(rows[:MOST])
        self.pictures = [QLabel(self) for _ in self.rows]
        self.table = QTextBrowser(self)
        self.table.setOpenLinks(False)
        self.table.setHtml(page_html(compare_html(edition, self.rows), current()))
        self.table.setAccessibleName("What tells them apart")
        plates = _plates(edition, scene, view, drawn, self.rows)
        pictures = QHBoxLayout()
        pictures.setContentsMargins(120, 12, 12, 0)
        for label, plate, row in zip(self.pictures, plates, self.rows, strict=True):
            label.setPixmap(_pixmap(plate, self))
            label.setAccessibleName(f"{row.title}: its pattern over what hurts")
            pictures.addWidget(label, 1, Qt.AlignmentFlag.AlignHCenter)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 12)
        words = QLabel("Violet is what hurts, red the pattern; where both are, it is dark red.", self)
        words.setProperty("look", "small")
        foot.addWidget(words)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(pictures)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.resize(min(140 + 260 * len(self.rows), 1200), 760)


def _plates(edition: Edition, scene: Scene, view: View, drawn: Floats, rows: Sequence[AnswerRow]) -> list[Plate]:
    patterns = []
    for row in rows:
        depth = edition.library.muscles[row.muscle].depth
        patterns.append(scene.show(edition.pattern(row.muscle), row.point, SideChoice(row.side.value), depth))
    nearer = scene.close_up(view, drawn, patterns)
    seen = scene.still(nearer.camera(_PICTURE.width() * _FINER, _PICTURE.height() * _FINER), smooth_edge=False)
    extras = Extras(unit=_FINER, glazes=(Glaze(Drawn.PAIN, drawn),))
    return [plate_of(scene, seen, shown, extras) for shown in patterns]


def _pixmap(plate: Plate, widget: QWidget) -> QPixmap:
    picture = QImage(_PICTURE * _FINER, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(picture)
    draw_ground(painter, QRectF(picture.rect()), current())
    painter.drawImage(0, 0, image_of(plate.pixels))
    draw_strokes(painter, plate.strokes)
    draw_letters(painter, plate.letters, _FINER)
    draw_marks(painter, plate.marks, _FINER)
    painter.end()
    ratio = widget.devicePixelRatioF()
    smaller = picture.scaled(
        _PICTURE * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    smaller.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(smaller)


def compare_html(edition: Edition, rows: Sequence[AnswerRow]) -> str:
    """The table under the pictures: a column for each answer, a line for each thing that may tell them apart."""
    found: list[tuple[AnswerRow, Muscle, TriggerPoint]] = []
    for row in rows:
        muscle = edition.library.muscles[row.muscle]
        found.append((row, muscle, muscle.point(row.point) or muscle.trigger_points[0]))
    lines = (
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
    )
    rule = f"style='border-top: 1px solid {current().hairline}'"
    width = 88 // len(rows)
    body = "".join(
        f"<tr><td width='12%' {rule}><span class='small'>{head}</span></td>"
        + "".join(f"<td width='{width}%' {rule}>{cell}</td>" for cell in cells)
        + "</tr>"
        for head, cells in lines
    )
    return f"<table width='100%' cellspacing='0' cellpadding='6' style='border-collapse: collapse'>{body}</table>"
