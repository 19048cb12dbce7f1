"""Taking the picture away: onto the clipboard, into a file, into another program."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from atlas.anatomy import Area
from atlas.edition import Edition
from atlas.store.settings import Settings
from atlas.ui.guide import Guide
from atlas.ui.pain_guide import PainGuide
from atlas.ui.stage import Stage

if TYPE_CHECKING:
    from atlas.handout.figure import Caption
    from atlas.ui.chart_dialog import ChartDialog
    from atlas.ui.export_dialog import ExportDialog

FORMATS = "Pictures (*.png *.svg *.pdf)"
_FOOT = "Patterns vary from person to person. For teaching, not for diagnosis."


class Takeaway(QObject):
    """Saves, copies, exports and hands out by drag what the body shows."""

    crashed = Signal(str)
    """The traceback of what should not have happened."""

    def __init__(
        self, edition: Edition, settings: Settings, parts: tuple[Guide, PainGuide, Stage], window: QWidget
    ) -> None:
        super().__init__(window)
        self._edition, self._settings, self._window = edition, settings, window
        self._guide, self._pain, self._stage = parts
        # A picture that is dragged out is a file for the other program, which may read it later.
        self._dragged: TemporaryDirectory[str] | None = None
        self._stage.handle.dragged.connect(self.drag)
        self._stage.handle.clicked.connect(self.copy)

    @property
    def name(self) -> str:
        """What a file of the picture is called, without a suffix."""
        muscle = self._guide.selection.muscle
        return "pain" if self._pain.active else muscle.id if muscle else "body"

    def caption(self) -> Caption | None:
        """What is written under the picture."""
        # Late: matplotlib costs half a second, and most sessions need none of it.
        from atlas.handout.figure import Caption

        muscle, point = self._guide.selection.muscle, self._guide.selection.point
        if self._pain.active:
            return Caption("Where it hurts", self._pain.told(), _FOOT)
        return Caption(muscle.name, point or "all trigger points", _FOOT) if muscle else None

    def save(self) -> None:
        """Ask for a file and save the body as it is shown."""
        if self._stage.body.plate is not None:
            path, _ = QFileDialog.getSaveFileName(self._window, "Save the picture", f"{self.name}.png", FORMATS)
            if path:
                self.save_to(Path(path))

    def save_to(self, path: Path) -> bool:
        """Save the body as it is shown; False, and a line above the body, when that fails."""
        from atlas.handout.figure import save_plate

        plate = self._stage.body.plate
        if plate is None:
            return False
        try:
            save_plate(plate, path if path.suffix else path.with_suffix(".png"), self.caption())
        except (OSError, ValueError) as error:
            self._stage.banner.say(f"The picture could not be saved to {path}: {error}", "")
            return False
        return True

    def copy(self) -> None:
        """Put the body as it is shown on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self._stage.body.grab())
        self._stage.body.tell("The picture is on the clipboard")

    # ---- in another size ---------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask for a size and draw the picture anew."""
        dialog = self.exporter()
        if dialog is not None:
            dialog.exec()
            dialog.shut()

    def exporter(self) -> ExportDialog | None:
        """The dialog that asks for a size; None while there is no body yet."""
        from atlas.handout.export import SIZES, Order
        from atlas.ui.export_dialog import ExportDialog

        body = self._stage.body
        if body.scene is None or body.view is None:
            return None
        order = Order(body.scene, body.view, body.shown, body.dress, body.extras(), SIZES[0], self.caption())
        dialog = ExportDialog(order, self.name, self._window)
        dialog.crashed.connect(self.crashed)
        return dialog

    # ---- all patterns of a part --------------------------------------------------------------------------------------

    def chart(self) -> None:
        """Ask for a part of the body and draw its chart."""
        dialog = self.charter()
        if dialog is not None:
            dialog.exec()
            dialog.shut()

    def charter(self) -> ChartDialog | None:
        """The dialog that asks for a part of the body, that of the present muscle first; None without muscles."""
        from atlas.ui.chart_dialog import ChartDialog

        selection = self._guide.selection
        there = {muscle.region for muscle in self._edition.library.muscles.values()}
        if not there:
            return None
        areas = [area for area in Area if area in there]
        present = selection.muscle.region if selection.muscle else selection.area
        dialog = ChartDialog(self._edition, areas, (present, self._settings.paper, selection.body), self._window)
        dialog.crashed.connect(self.crashed)
        return dialog

    # ---- by drag -----------------------------------------------------------------------------------------------------

    def carried(self) -> QMimeData | None:
        """The picture as another program takes it: pixels for a document, a file for a folder."""
        body = self._stage.body
        if body.plate is None:
            return None
        picture = body.grab()
        if self._dragged is None:
            self._dragged = TemporaryDirectory(prefix="trigger-point-atlas-")
        file = Path(self._dragged.name) / f"{self.name}.png"
        data = QMimeData()
        data.setImageData(picture.toImage())
        if picture.save(str(file)):
            data.setUrls([QUrl.fromLocalFile(str(file))])
        return data

    def drag(self) -> None:
        """Let the picture hang on the pointer."""
        data = self.carried()
        if data is not None:
            drag = QDrag(self._stage.handle)
            drag.setMimeData(data)
            drag.setPixmap(self._stage.body.grab().scaledToHeight(120))
            drag.exec()

    def shut(self) -> None:
        """Forget the files of dragged pictures."""
        if self._dragged is not None:
            self._dragged.cleanup()
            self._dragged = None
