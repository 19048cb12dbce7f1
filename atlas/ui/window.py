"""The window: list, body and notes, and what happens when the user does something."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QSplitter

from atlas.anatomy import Depth, SideChoice
from atlas.edition import Edition
from atlas.render.views import CLOSE_UPS, SIDES
from atlas.store.settings import LAYERS, THEMES, TONES, Panes, Settings
from atlas.ui import actions as table
from atlas.ui import icons, theme
from atlas.ui.body_view import BodyView
from atlas.ui.companions import Companions
from atlas.ui.dialogs import about_dialog, diagnostics, problems_dialog
from atlas.ui.guide import Guide
from atlas.ui.left_column import LeftColumn
from atlas.ui.muscle_list import MuscleList
from atlas.ui.notes import Notes
from atlas.ui.pain_guide import PainGuide
from atlas.ui.pain_panel import PainPanel
from atlas.ui.palette import Palette
from atlas.ui.selection import Selection
from atlas.ui.shortcuts import ShortcutSheet
from atlas.ui.stage import Stage
from atlas.ui.studio import Photographer, Workshop
from atlas.ui.takeaway import Takeaway

_TURN_DEGREES = 15.0
_ZOOM = 1.25
# The answers need a wider column than the names of muscles; where it is narrow the notes give way, to this width.
_ROOM_FOR_PAIN, _LEAST_NOTES = 310, 280
# Long enough for the window to appear before the workers begin.
_FIRST_PAINT_MS = 20
_TOGGLES = frozenset(
    {
        "pane.list",
        "pane.notes",
        "point.alone",
        "show.knots",
        "layers.names",
        "list.filter",
        "pain.mode",
        "body.modest",
        "motion.reduce",
    }
)


class AtlasWindow(QMainWindow):
    """The atlas' only window; it opens on the settings' last muscle, or on one trigger point of it alone.

    `crashed` gives a traceback to whoever shows it.
    """

    crashed = Signal(str)

    def __init__(self, edition: Edition, settings: Settings, first_point: str | None = None) -> None:
        super().__init__()
        self.edition, self.settings = edition, settings
        self.photographer = Photographer(self)
        self.workshop = Workshop(edition, self)
        # The widths of list, body and notes before the pain was asked for, and since.
        self._sizes_before: list[int] = []
        self._sizes_for_pain: list[int] = []
        self.setWindowTitle("Trigger Point Atlas")
        self.setWindowIcon(icons.app_icon())
        self.actions_by_id = table.build(self)
        table.fill_menu_bar(self.menuBar(), self.actions_by_id)
        self.muscles = MuscleList(self, self.actions_by_id["list.filter"])
        self.body = BodyView(self.photographer, self)
        self.pain_panel = PainPanel(self.actions_by_id, self)
        self.stage = Stage(self.body, self.actions_by_id, self)
        self.notes = Notes(self)
        self.palette_box = Palette(self)
        parts = (self.muscles, self.stage, self.notes, self.workshop)
        self.guide = Guide(edition, settings, parts, self.actions_by_id, self)
        pain_parts = (self.pain_panel, self.stage, self.workshop)
        self.pain = PainGuide(edition, self.guide, pain_parts, self.actions_by_id, self)
        self.companions = Companions(edition, settings, self.guide, self.body, self)
        self.takeaway = Takeaway(edition, settings, (self.guide, self.pain, self.stage), self)
        self._lay_out()
        self._connect()
        self._restore()
        self.muscles.set_muscles(list(edition.library.muscles.values()))
        # Where letters are commands: in the search field they would be typed.
        self.body.setFocus()
        # The list is painted before the body is even read.
        QTimer.singleShot(_FIRST_PAINT_MS, lambda: self.guide.begin(first_point))

    # ---- putting together --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.column = LeftColumn(self.muscles, self.pain_panel, self.actions_by_id["pain.mode"], self)
        for widget in (self.column, self.stage, self.notes):
            self.splitter.addWidget(widget)
        for index, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(index, stretch)
        self.column.setMinimumWidth(180)
        self.notes.setMinimumWidth(260)
        self.setCentralWidget(self.splitter)
        self.setAcceptDrops(True)
        self.resize(1440, 900)

    def _connect(self) -> None:
        self.muscles.muscle_chosen.connect(self.guide.choose)
        self.muscles.area_chosen.connect(self.guide.choose_area)
        self.muscles.left.connect(self.body.setFocus)
        self.notes.muscle_chosen.connect(self.guide.choose)
        self.notes.point_chosen.connect(self.guide.choose_point)
        self.notes.page_asked.connect(self.companions.read)
        self.palette_box.muscle_chosen.connect(self.guide.choose)
        self.body.site_clicked.connect(self.guide.choose)
        self.body.muscle_clicked.connect(self.guide.choose_here)
        self.workshop.crashed.connect(self.crashed)
        self.photographer.crashed.connect(self.crashed)
        self.companions.crashed.connect(self.crashed)
        self.companions.told.connect(lambda text: self.stage.banner.say(text, ""))
        self.takeaway.crashed.connect(self.crashed)
        self.stage.banner.show_asked.connect(self.show_problems)
        for name, what in self._verbs().items():
            self.actions_by_id[name].triggered.connect(what)

    def _verbs(self) -> dict[str, Callable[..., object]]:
        """What each action does; the groups that differ by a name alone are added in loops."""
        verbs: dict[str, Callable[..., object]] = {
            "plate.save": self.takeaway.save,
            "plate.export": self.takeaway.export,
            "plate.chart": self.takeaway.chart,
            "plate.copy": self.takeaway.copy,
            "app.quit": self.close,
            "go.back": lambda: self.guide.revisit(self.guide.history.back()),
            "go.forward": lambda: self.guide.revisit(self.guide.history.forward()),
            "go.search": self._search,
            "go.palette": self._open_palette,
            "go.next_muscle": lambda: self.guide.step_muscle(1),
            "go.previous_muscle": lambda: self.guide.step_muscle(-1),
            "point.next": lambda: self.guide.step_point(1),
            "point.previous": lambda: self.guide.step_point(-1),
            "point.alone": self.guide.toggle_alone,
            "view.auto": self.guide.turn_to_pattern,
            "view.zoom_in": lambda: self.body.zoom_by(_ZOOM),
            "view.zoom_out": lambda: self.body.zoom_by(1 / _ZOOM),
            "show.knots": self.guide.toggle_knots,
            "list.filter": self._narrow,
            "present.open": self.companions.present,
            "present.keep": self.companions.keep,
            "handout.open": self.companions.hand_out,
            "study.open": self.companions.practise,
            "learn.open": self.companions.read,
            "pain.mode": self._ask_for_pain,
            "pain.erase": lambda: None,
            "pain.undo": self.pain.undo,
            "pain.redo": self.pain.redo,
            "pain.clear": self.pain.clear,
            "pain.compare": self._compare,
            "pain.wider": lambda: self.pain.resize_brush(1),
            "pain.narrower": lambda: self.pain.resize_brush(-1),
            "pain.open": self._open_drawing,
            "pain.save": self._save_drawing,
            "body.modest": self.guide.clothe,
            "layers.deeper": lambda: self.guide.step_layer(1),
            "layers.shallower": lambda: self.guide.step_layer(-1),
            "layers.names": self.guide.toggle_names,
            "pane.list": self.column.setVisible,
            "pane.notes": self.notes.setVisible,
            "motion.reduce": self.guide.reduce_motion,
            "help.problems": self.show_problems,
            "help.shortcuts": lambda: ShortcutSheet(self).exec(),
            "help.copy_diagnostics": self._copy_diagnostics,
            "help.about": lambda: about_dialog(self).exec(),
        }
        for way, (yaw, pitch) in {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}.items():
            verbs[f"view.turn_{way}"] = lambda y=yaw, p=pitch: self.body.turn_by(y * _TURN_DEGREES, p * _TURN_DEGREES)
        for name in (*SIDES, *CLOSE_UPS):
            verbs[table.view_id(name)] = lambda n=name: self.guide.turn_named(n)
        for side in SideChoice:
            verbs[f"side.{side.value}"] = lambda s=side: self.guide.choose_side(s)
        for body in self.edition.model.names:
            verbs[f"body.{body}"] = lambda b=body: self.guide.choose_body(b)
        for tone in TONES:
            verbs[f"tone.{tone}"] = lambda name=tone: self.guide.choose_tone(name)
        for layer in LAYERS:
            verbs[f"layer.{layer}"] = lambda name=layer: self.guide.choose_layer(name)
        for choice in THEMES:
            verbs[f"theme.{choice}"] = lambda c=choice: self._choose_theme(c)
        return {name: _without_checked(what, name) for name, what in verbs.items()}

    def _restore(self) -> None:
        settings = self.settings
        if settings.geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(settings.geometry)))
        panes = settings.panes
        self.column.setVisible(panes.list_open)
        self.notes.setVisible(panes.notes_open)
        rest = max(400, self.width() - panes.list_width - panes.notes_width)
        self.splitter.setSizes([panes.list_width, rest, panes.notes_width])
        if settings.body in self.edition.model.names:
            self.guide.selection.body = settings.body
        self.guide.selection.side = SideChoice(settings.side)
        self.guide.selection.layer = None if settings.layer == LAYERS[0] else Depth(settings.layer)
        self.body.reduce_motion = settings.reduce_motion
        checked = {
            f"side.{settings.side}": True,
            f"body.{self.guide.selection.body}": True,
            f"layer.{settings.layer}": True,
            f"tone.{settings.tone}": True,
            "body.modest": settings.modest,
            "layers.names": settings.names,
            f"theme.{settings.theme}": True,
            "pane.list": panes.list_open,
            "pane.notes": panes.notes_open,
            "motion.reduce": settings.reduce_motion,
        }
        for name, on in checked.items():
            self.actions_by_id[name].setChecked(on)

    def _search(self) -> None:
        self._open_column()
        self.column.ask_for_pain(on=False)
        self.muscles.focus_search()

    def _narrow(self, on: bool) -> None:
        if on:
            self._open_column()
            self.column.ask_for_pain(on=False)

    def _open_column(self) -> None:
        self.actions_by_id["pane.list"].setChecked(True)
        self.column.show()

    def _ask_for_pain(self, on: bool) -> None:
        if on:
            self._open_column()
            self._make_room_for_pain()
        elif self._sizes_for_pain == self.splitter.sizes():
            self.splitter.setSizes(self._sizes_before)
        self.pain.enter(on)

    def _make_room_for_pain(self) -> None:
        before = sizes = self.splitter.sizes()
        stage = max(sizes[1] - max(_ROOM_FOR_PAIN - sizes[0], 0), self.stage.minimumWidth())
        notes = max(min(sizes[2], sum(sizes) - stage - _ROOM_FOR_PAIN), min(sizes[2], _LEAST_NOTES))
        column = sum(sizes) - stage - notes
        if column > sizes[0]:
            self.splitter.setSizes([column, stage, notes])
        self._sizes_before, self._sizes_for_pain = before, self.splitter.sizes()

    def _compare(self) -> None:
        dialog = self.pain.compare()
        if dialog is not None:
            dialog.exec()

    def _save_drawing(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save the drawing", "pain.json", "Drawings (*.json)")
        if path:
            file = Path(path)
            self.stage.banner.say(self.pain.save(file if file.suffix else file.with_suffix(".json")), "")

    def _open_drawing(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Open a drawing", "", "Drawings (*.json)")
        if path:
            self.open_drawing(Path(path))

    def open_drawing(self, path: Path) -> None:
        """Show a saved drawing of pain, or say in the banner what is wrong with the file."""
        self.stage.banner.say(self.pain.open(path), "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A drawing may be dropped on the window."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the drawing that was dropped."""
        self.open_drawing(Path(event.mimeData().urls()[0].toLocalFile()))

    def _open_palette(self) -> None:
        self.palette_box.open_with(self.actions_by_id, list(self.edition.library.muscles.values()))

    def _choose_theme(self, choice: str) -> None:
        self.settings.theme = choice
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, choice)

    def show_problems(self) -> None:
        """Show every fault of the dataset and everything that could not be saved."""
        told = [str(fault) for fault in self.edition.library.faults]
        problems_dialog(self, [*told, *self.guide.problems, *self.settings.problems]).exec()

    def _copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(diagnostics(self.edition))

    @property
    def selection(self) -> Selection:
        """What is chosen."""
        return self.guide.selection

    # ---- leaving -----------------------------------------------------------------------------------------------------

    @property
    def at_rest(self) -> bool:
        """True when everything that was asked for is on the screen."""
        selection = self.guide.selection
        # A pattern may be built already while the worker's word of it is still on its way.
        built = selection.muscle is None or self.body.shown is not None
        dressed = selection.layer is None or (self.body.dress is not None and self.body.dress is selection.dress())
        return self.body.at_rest and built and dressed

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's state and let the workers finish what is in their hands."""
        self.settings.geometry = base64.b64encode(bytes(self.saveGeometry().data())).decode()
        sizes = self.splitter.sizes()
        panes = self.settings.panes
        self.settings.panes = Panes(
            not self.column.isHidden(),
            not self.notes.isHidden(),
            sizes[0] or panes.list_width,
            sizes[2] or panes.notes_width,
        )
        self.settings.save()
        self.companions.shut()
        self.takeaway.shut()
        self.workshop.close()
        self.photographer.close()
        super().closeEvent(event)


def _without_checked(what: Callable[..., object], name: str) -> Callable[..., object]:
    """Qt tells every action whether it is checked; only some of ours want to know."""

    def triggered(checked: bool = False) -> None:
        if name in _TOGGLES:
            what(checked)
        else:
            what()

    return triggered
