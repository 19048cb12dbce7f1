"""The window: list, body and notes, and what happens when the user does something."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QSplitter

from atlas.anatomy import Area, SideChoice
from atlas.edition import Edition
from atlas.render.scene import Site
from atlas.store.settings import Panes, Settings
from atlas.ui import actions as table
from atlas.ui import icons, theme
from atlas.ui.banner import faults_line
from atlas.ui.body_view import BodyView
from atlas.ui.dialogs import about_dialog, diagnostics, problems_dialog
from atlas.ui.history import History, Stop
from atlas.ui.muscle_list import MuscleList
from atlas.ui.notes import Notes
from atlas.ui.palette import Palette
from atlas.ui.selection import Selection
from atlas.ui.shortcuts import ShortcutSheet
from atlas.ui.stage import Stage
from atlas.ui.studio import Photographer, Workshop

FIRST_MUSCLE = "infraspinatus"
_TURN_DEGREES = 15.0
_ZOOM = 1.25
_HINT = "Click a knot \N{MIDDLE DOT} drag to turn \N{MIDDLE DOT} scroll to zoom"


class AtlasWindow(QMainWindow):
    """The atlas' only window. `crashed` gives a traceback to whoever shows it."""

    crashed = Signal(str)

    def __init__(self, edition: Edition, settings: Settings, problems: list[str] | None = None) -> None:
        super().__init__()
        self.edition, self.settings = edition, settings
        self.problems = list(problems or [])
        self.selection = Selection(edition)
        self.history = History()
        self.photographer = Photographer(self)
        self.workshop = Workshop(edition, self)
        self.setWindowTitle("Trigger Point Atlas")
        self.setWindowIcon(icons.app_icon())
        self.actions_by_id = table.build(self)
        table.fill_menu_bar(self.menuBar(), self.actions_by_id)
        self.muscles = MuscleList(self)
        self.body = BodyView(self.photographer, self)
        self.stage = Stage(self.body, self.actions_by_id, self)
        self.notes = Notes(self)
        self.palette_box = Palette(self)
        self._turn_when_ready = False
        self._lay_out()
        self._connect()
        self._restore()
        self.muscles.set_muscles(list(edition.library.muscles.values()))
        # The list is painted before the body is even read.
        QTimer.singleShot(0, self._begin)

    # ---- putting together --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for widget in (self.muscles, self.stage, self.notes):
            self.splitter.addWidget(widget)
        for index, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(index, stretch)
        self.muscles.setMinimumWidth(200)
        self.notes.setMinimumWidth(280)
        self.setCentralWidget(self.splitter)
        self.resize(1440, 900)

    def _connect(self) -> None:
        self.muscles.muscle_chosen.connect(self.choose)
        self.muscles.area_chosen.connect(self.choose_area)
        self.notes.muscle_chosen.connect(self.choose)
        self.notes.point_chosen.connect(self.choose_point)
        self.palette_box.muscle_chosen.connect(self.choose)
        self.body.site_clicked.connect(self.choose)
        self.body.place_hovered.connect(self._tell_place)
        self.body.describe = self._site_words
        self.workshop.ready.connect(self._pattern_ready)
        self.workshop.failed.connect(self._pattern_failed)
        self.workshop.progressed.connect(self._tell_progress)
        self.workshop.warmed.connect(self._scene_warm)
        self.workshop.crashed.connect(self.crashed)
        self.photographer.crashed.connect(self.crashed)
        self.stage.banner.show_asked.connect(self.show_problems)
        for name, what in self._verbs().items():
            self.actions_by_id[name].triggered.connect(what)

    def _verbs(self) -> dict[str, Callable[..., object]]:
        """What each action does; the groups that differ by a name alone are added in loops."""
        verbs: dict[str, Callable[..., object]] = {
            "plate.save": self.save_picture,
            "plate.copy": self.copy_picture,
            "app.quit": self.close,
            "go.back": lambda: self._revisit(self.history.back()),
            "go.forward": lambda: self._revisit(self.history.forward()),
            "go.search": self._search,
            "go.palette": self._open_palette,
            "go.next_muscle": lambda: self._step_muscle(1),
            "go.previous_muscle": lambda: self._step_muscle(-1),
            "point.next": lambda: self._step_point(1),
            "point.previous": lambda: self._step_point(-1),
            "point.alone": self._toggle_alone,
            "view.auto": self._turn_to_pattern,
            "view.zoom_in": lambda: self.body.zoom_by(_ZOOM),
            "view.zoom_out": lambda: self.body.zoom_by(1 / _ZOOM),
            "show.knots": self._toggle_knots,
            "pane.list": self.muscles.setVisible,
            "pane.notes": self.notes.setVisible,
            "motion.reduce": self._reduce_motion,
            "help.problems": self.show_problems,
            "help.shortcuts": lambda: ShortcutSheet(self).exec(),
            "help.copy_diagnostics": self._copy_diagnostics,
            "help.about": lambda: about_dialog(self).exec(),
        }
        for way, (yaw, pitch) in {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}.items():
            verbs[f"view.turn_{way}"] = lambda y=yaw, p=pitch: self.body.turn_by(y * _TURN_DEGREES, p * _TURN_DEGREES)
        for name in ("front", "back", "left", "right"):
            verbs[f"view.{name}"] = lambda n=name: self._turn_named(n)
        for name in ("head", "neck_shoulder", "arm", "hand", "trunk", "hip", "thigh", "leg", "foot", "sole"):
            verbs[f"view.{name}"] = lambda n=name: self._turn_named(n.replace("_", "-"))
        for side in SideChoice:
            verbs[f"side.{side.value}"] = lambda s=side: self.choose_side(s)
        for body in self.edition.model.names:
            verbs[f"body.{body}"] = lambda b=body: self.choose_body(b)
        for choice in ("system", "light", "dark"):
            verbs[f"theme.{choice}"] = lambda c=choice: self._choose_theme(c)
        return {name: _without_checked(what, name) for name, what in verbs.items()}

    def _restore(self) -> None:
        settings = self.settings
        if settings.geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(settings.geometry)))
        panes = settings.panes
        self.muscles.setVisible(panes.list_open)
        self.notes.setVisible(panes.notes_open)
        rest = max(400, self.width() - panes.list_width - panes.notes_width)
        self.splitter.setSizes([panes.list_width, rest, panes.notes_width])
        if settings.body in self.edition.model.names:
            self.selection.body = settings.body
        self.selection.side = SideChoice(settings.side)
        self.body.reduce_motion = settings.reduce_motion
        checked = {
            f"side.{settings.side}": True,
            f"body.{self.selection.body}": True,
            f"theme.{settings.theme}": True,
            "pane.list": panes.list_open,
            "pane.notes": panes.notes_open,
            "motion.reduce": settings.reduce_motion,
        }
        for name, on in checked.items():
            self.actions_by_id[name].setChecked(on)

    def _begin(self) -> None:
        library = self.edition.library
        first = self.settings.muscle if self.settings.muscle in library.muscles else FIRST_MUSCLE
        if first not in library.muscles:
            first = next(iter(library.muscles), "")
        self.workshop.start(self.selection.body, [first, *[m for m in library.muscles if m != first]] if first else [])
        self._tell_faults()
        if first and self.selection.muscle is None:
            self.choose(first)
        elif not first:
            self.notes.show_message("No muscles", "The dataset holds no muscle that can be read.")
        self.body.tell(_HINT)

    # ---- choosing ----------------------------------------------------------------------------------------------------

    def choose(self, muscle: str, point: str | None = None) -> None:
        """Show a muscle, or one of its trigger points alone, and turn the body to it. An unknown id is ignored."""
        if muscle not in self.edition.library.muscles:
            return
        self.history.visit(Stop(muscle, point))
        self._show(muscle, point, turn=True)

    def choose_point(self, point: str) -> None:
        """Show one trigger point of the present muscle alone; an empty text shows the whole muscle."""
        if self.selection.muscle is not None:
            self.choose(self.selection.muscle.id, point or None)

    def choose_area(self, area: str) -> None:
        """Show the knots of a part of the body."""
        self.selection.choose_area(Area(area))
        self.stage.say(None, None)
        self.stage.title.setText(area.capitalize())
        self.notes.show_message(area.capitalize(), "Click a knot on the body, or a muscle in the list.")
        self._paint()
        self._turn_to_pattern()

    def choose_side(self, side: SideChoice) -> None:
        """Show the pattern on the right, the left or both."""
        self.selection.side = side
        self.settings.side = side.value
        self._paint()
        self._turn_to_pattern()

    def choose_body(self, body: str) -> None:
        """Show another of the bodies."""
        self.selection.body = body
        self.settings.body = body
        self.body.message = "Preparing the body \N{HORIZONTAL ELLIPSIS}"
        self.body.update()
        self.workshop.warm(body)

    def _show(self, muscle: str, point: str | None, *, turn: bool) -> None:
        self.selection.choose(muscle, point)
        chosen = self.selection.muscle
        assert chosen is not None
        self.muscles.select(muscle)
        library = self.edition.library
        self.notes.show_muscle(chosen, self.selection.point or "", library.muscles, library.sources)
        self.stage.say(chosen, self.selection.point)
        self.actions_by_id["point.alone"].setChecked(self.selection.point is not None)
        self.actions_by_id["go.back"].setEnabled(self.history.can_go_back)
        self.actions_by_id["go.forward"].setEnabled(self.history.can_go_forward)
        self.settings.remember(muscle)
        self._turn_when_ready = turn
        if self.edition.ready(muscle) is None:
            self.body.message = f"Preparing the pattern of {chosen.name} \N{HORIZONTAL ELLIPSIS}"
            self.workshop.ask(muscle)
        self._paint()
        if self.edition.ready(muscle) is not None and turn:
            self._turn_to_pattern()

    def _paint(self) -> None:
        if self.body.scene is None:
            return
        shown = self.selection.shown()
        if self.selection.muscle is None or shown is not None:
            self.body.message = ""
        self.body.show_pattern(shown, self.selection.knots())
        self.body.setAccessibleDescription(self._spoken())

    def _spoken(self) -> str:
        """What a screen reader says of the picture."""
        muscle = self.selection.muscle
        if muscle is None:
            return "The body, with the trigger points of a part of it"
        points = [p for p in muscle.trigger_points if self.selection.point in (None, p.id)]
        return f"{muscle.name}. " + " ".join(f"{p.id}: {p.refers.patient}" for p in points)

    def _site_words(self, site: Site) -> str:
        muscle = self.edition.library.muscles[site.muscle]
        point = muscle.point(site.point)
        return f"{muscle.name}, {site.point}" + (f": {point.name}" if point else "")

    def _step_point(self, step: int) -> None:
        point = self.selection.next_point(step)
        if point is not None and self.selection.muscle is not None:
            self.choose(self.selection.muscle.id, point)

    def _step_muscle(self, step: int) -> None:
        muscle = self.selection.neighbour(step)
        if muscle is not None:
            self.choose(muscle)

    def _toggle_alone(self, on: bool) -> None:
        if self.selection.muscle is None:
            return
        first = self.selection.muscle.trigger_points[0].id
        self.choose(self.selection.muscle.id, (self.selection.point or first) if on else None)

    def _toggle_knots(self, on: bool) -> None:
        self.selection.all_knots = on
        self._paint()

    def _revisit(self, stop: Stop | None) -> None:
        if stop is not None:
            self._show(stop.muscle, stop.point, turn=True)

    def _search(self) -> None:
        self.actions_by_id["pane.list"].setChecked(True)
        self.muscles.show()
        self.muscles.focus_search()

    def _open_palette(self) -> None:
        self.palette_box.open_with(self.actions_by_id, list(self.edition.library.muscles.values()))

    # ---- looking -----------------------------------------------------------------------------------------------------

    def _turn_to_pattern(self) -> None:
        if self.body.scene is None:
            return
        shown = self.body.shown
        self.body.turn_to(self.selection.scene.best_view(shown) if shown else self.selection.area_view())
        self.actions_by_id["view.auto"].setChecked(True)

    def _turn_named(self, name: str) -> None:
        if self.body.scene is not None:
            self.body.turn_to(self.selection.named_view(name))

    def _reduce_motion(self, on: bool) -> None:
        self.body.reduce_motion = self.settings.reduce_motion = on

    def _choose_theme(self, choice: str) -> None:
        self.settings.theme = choice
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, choice)

    # ---- what the workers say ----------------------------------------------------------------------------------------

    def _scene_warm(self, body: str) -> None:
        if body != self.selection.body:
            return
        same = self.body.view
        self.body.message = ""
        self.body.show_scene(self.selection.scene, same or self.selection.first_view())
        self._paint()
        if same is None and self.selection.muscle and self.edition.ready(self.selection.muscle.id):
            self._turn_to_pattern()

    def _pattern_ready(self, muscle: str) -> None:
        chosen = self.selection.muscle
        if chosen is not None and chosen.id == muscle:
            self._paint()
            if self._turn_when_ready:
                self._turn_when_ready = False
                self._turn_to_pattern()

    def _pattern_failed(self, muscle: str, message: str) -> None:
        path = self.edition.library.files.get(muscle, Path(muscle))
        self.problems.append(f"{path}: {message}")
        self._tell_faults()
        if self.selection.muscle is not None and self.selection.muscle.id == muscle:
            self.body.message = "This muscle's pattern cannot be drawn; see the line above."
            self.body.update()

    def _tell_progress(self, done: int, total: int) -> None:
        if done < total:
            self.body.tell(f"Preparing patterns: {done} of {total}")
            return
        self.body.tell(_HINT)
        if self.edition.cache.problem and self.edition.cache.problem not in self.problems:
            self.problems.append(self.edition.cache.problem)
            self._tell_faults()
        self._paint()

    def _tell_place(self, vertex: int | None) -> None:
        place = self.edition.place_at(vertex) if vertex is not None else None
        if place is None:
            if self.workshop.idle:
                self.body.tell(_HINT)
            return
        region, side = place
        self.body.tell(f"{region.patient_name} \N{MIDDLE DOT} {region.clinician_name}" + (f", {side}" if side else ""))

    def _tell_faults(self) -> None:
        errors = self.edition.library.errors
        problems = [*self.problems, *self.settings.problems]
        if errors:
            self.stage.banner.say(faults_line(errors))
        elif problems:
            self.stage.banner.say(problems[0])

    def show_problems(self) -> None:
        """Show every fault of the dataset and everything that could not be saved."""
        told = [str(fault) for fault in self.edition.library.faults]
        problems_dialog(self, [*told, *self.problems, *self.settings.problems]).exec()

    # ---- taking away -------------------------------------------------------------------------------------------------

    def save_picture(self) -> None:
        """Ask for a file and save the body as it is shown."""
        if self.body.plate is None:
            return
        name = f"{self.selection.muscle.id if self.selection.muscle else 'body'}.png"
        path, _ = QFileDialog.getSaveFileName(self, "Save the picture", name, "Pictures (*.png *.svg *.pdf)")
        if path:
            self.save_picture_to(Path(path))

    def save_picture_to(self, path: Path) -> bool:
        """Save the body as it is shown; False, and a line above the body, when that fails."""
        # Late: matplotlib costs half a second, and most sessions need none of it.
        from atlas.handout.figure import Caption, save_plate

        if self.body.plate is None:
            return False
        muscle, point = self.selection.muscle, self.selection.point
        foot = "Patterns vary from person to person. For teaching, not for diagnosis."
        caption = Caption(muscle.name, point or "all trigger points", foot) if muscle else None
        try:
            save_plate(self.body.plate, path if path.suffix else path.with_suffix(".png"), caption)
        except (OSError, ValueError) as error:
            self.stage.banner.say(f"The picture could not be saved to {path}: {error}", "")
            return False
        return True

    def copy_picture(self) -> None:
        """Put the body as it is shown on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.body.grab())

    def _copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(diagnostics(self.edition))

    # ---- leaving -----------------------------------------------------------------------------------------------------

    @property
    def at_rest(self) -> bool:
        """True when everything that was asked for is on the screen."""
        muscle = self.selection.muscle
        return self.body.at_rest and (muscle is None or self.edition.ready(muscle.id) is not None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's state and let the workers finish what is in their hands."""
        self.settings.geometry = base64.b64encode(bytes(self.saveGeometry().data())).decode()
        sizes = self.splitter.sizes()
        panes = self.settings.panes
        self.settings.panes = Panes(
            not self.muscles.isHidden(),
            not self.notes.isHidden(),
            sizes[0] or panes.list_width,
            sizes[2] or panes.notes_width,
        )
        self.settings.save()
        self.workshop.close()
        self.photographer.close()
        super().closeEvent(event)


def _without_checked(what: Callable[..., object], name: str) -> Callable[..., object]:
    """Qt tells every action whether it is checked; only some of ours want to know."""
    if name in {"pane.list", "pane.notes", "point.alone", "show.knots", "motion.reduce"}:
        return what
    return lambda _checked=False: what()
