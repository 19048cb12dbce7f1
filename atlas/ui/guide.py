"""What is shown, and how the list, the body and the notes follow: the window's conduct without its furniture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from atlas.anatomy import Area, Depth, Side, SideChoice
from atlas.edition import Edition
from atlas.render.scene import Site
from atlas.render.shade import Look
from atlas.store.settings import LAYERS, Settings
from atlas.ui.banner import faults_line
from atlas.ui.history import History, Stop
from atlas.ui.muscle_list import MuscleList
from atlas.ui.notes import Notes
from atlas.ui.selection import Selection
from atlas.ui.stage import Stage
from atlas.ui.studio import Workshop

FIRST_MUSCLE = "infraspinatus"
_HINT = "Click a knot \N{MIDDLE DOT} drag to turn \N{MIDDLE DOT} scroll to zoom"


class Guide(QObject):
    """Leads through the atlas: what the user chooses, and what the workers have ready, becomes what is shown.

    `problems` are things that went wrong, in plain words.
    """

    shown = Signal()
    """What is shown may be another now."""

    def __init__(
        self,
        edition: Edition,
        settings: Settings,
        parts: tuple[MuscleList, Stage, Notes, Workshop],
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._edition, self._settings, self._actions = edition, settings, actions
        self._muscles, self._stage, self._notes, self._workshop = parts
        self._body = self._stage.body
        self.selection = Selection(edition)
        self.history = History()
        self.problems: list[str] = []
        self._turn_when_ready = False
        self._body.place_hovered.connect(self._tell_place)
        self._body.describe = self._site_words
        self._names = {muscle.id: muscle.name for muscle in edition.library.muscles.values()}
        self._body.name_of = lambda muscle: self._names[muscle]
        self._workshop.musculature_ready.connect(self._musculature_ready)
        self._workshop.ready.connect(self._pattern_ready)
        self._workshop.failed.connect(self._pattern_failed)
        self._workshop.progressed.connect(self._tell_progress)
        self._workshop.warmed.connect(self._scene_warm)

    def begin(self, point: str | None = None) -> None:
        """Set the workers to work and show the first muscle, or one trigger point of it alone."""
        library = self._edition.library
        first = self._settings.muscle if self._settings.muscle in library.muscles else FIRST_MUSCLE
        if first not in library.muscles:
            first = next(iter(library.muscles), "")
        order = [first, *[m for m in library.muscles if m != first]] if first else []
        self._workshop.start(self.selection.body, order)
        self._workshop.flesh_out(self.selection.body)
        self.tell_faults()
        if first and self.selection.muscle is None:
            self.choose(first, point)
        elif not first:
            self._notes.show_message("No muscles", "The dataset holds no muscle that can be read.")
        self._body.tell(_HINT)

    # ---- choosing ----------------------------------------------------------------------------------------------------

    def choose(self, muscle: str, point: str | None = None) -> None:
        """Show a muscle, or one of its trigger points alone, and turn the body to it. An unknown id is ignored."""
        if muscle not in self._edition.library.muscles:
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
        self._muscles.select("")
        self._stage.say(None, None)
        self._stage.title.setText(area.capitalize())
        self._notes.show_message(area.capitalize(), "Click a knot on the body, or a muscle in the list.")
        self._paint()
        self.turn_to_pattern()

    def choose_side(self, side: SideChoice) -> None:
        """Show the pattern on the right, the left or both."""
        self.selection.side = side
        self._settings.side = side.value
        self._paint()
        self.turn_to_pattern()

    def choose_body(self, body: str) -> None:
        """Show another of the bodies."""
        self.selection.body = body
        self._settings.body = body
        self._body.message = "Preparing the body \N{HORIZONTAL ELLIPSIS}"
        self._body.update()
        self._workshop.warm(body)
        self._workshop.flesh_out(body)

    def choose_tone(self, tone: str) -> None:
        """Another tone of the skin."""
        self._settings.tone = tone
        self._dress_up()

    def clothe(self, on: bool) -> None:
        """Let the body wear plain cloth, or not."""
        self._settings.modest = on
        self._dress_up()

    def _dress_up(self) -> None:
        """Let the body look as the settings say."""
        scene, settings = self.selection.scene, self._settings
        if (scene.look.tone, scene.look.cloth is not None) != (settings.tone, settings.modest):
            scene.look = Look(settings.tone, scene.cloth() if settings.modest else None)
            self._body.look_again()
        self.shown.emit()

    def choose_layer(self, name: str) -> None:
        """Show the body in its skin (`skin`), or its muscles from a layer inward."""
        self.selection.layer = None if name == LAYERS[0] else Depth(name)
        self._settings.layer = name
        self._paint()

    def step_layer(self, step: int) -> None:
        """One layer deeper (1) or back (-1)."""
        here = LAYERS.index(self._settings.layer)
        name = LAYERS[min(max(here + step, 0), len(LAYERS) - 1)]
        self._actions[f"layer.{name}"].trigger()

    def toggle_names(self, on: bool) -> None:
        """Write names beside a layer's muscles, or not."""
        self._settings.names = on
        self._paint()

    def choose_here(self, muscle: str, point: str | None = None) -> None:
        """Show a muscle, or one of its trigger points, on the body as it is turned."""
        if muscle in self._edition.library.muscles:
            self.history.visit(Stop(muscle, point))
            self._show(muscle, point, turn=False)

    def clear(self) -> None:
        """Show the body alone, and ask where it hurts."""
        self.selection.choose_nothing()
        self._show_no_muscle("Where does it hurt?", "Paint on the body, or name a place, and choose an answer.")

    def show_rival(self, rival: str, side: Side, title: str, text: str) -> None:
        """Show a nerve or a joint: its zone on the body, and words in the place of the notes."""
        self.selection.choose_rival(rival, side)
        self._show_no_muscle(title, text)

    def _show_no_muscle(self, title: str, text: str) -> None:
        self._muscles.select("")
        self._actions["point.alone"].setChecked(False)
        self._stage.title.setText(title)
        self._stage.hint.setText("")
        self._notes.show_message(title, text)
        self._paint()

    def come_back(self) -> None:
        """Show the chosen muscle with its notes, or the one before it was asked where it hurts."""
        self._body.tell(_HINT)
        if self.selection.muscle is not None:
            self._show(self.selection.muscle.id, self.selection.point, turn=False)
        elif self.history.current is not None:
            self.revisit(self.history.current)
        else:
            self._paint()

    def show_page(self, body: str) -> None:
        """Show a page of its own, written in the notes' HTML, in the place of the notes."""
        self._notes.show_page(body)

    def show_chosen(self) -> None:
        """Show the notes of what is chosen again, or the question where it hurts; the body stays as it is turned."""
        if self.selection.muscle is not None:
            self._show(self.selection.muscle.id, self.selection.point, turn=False)
        elif self.selection.rival is None:
            self.clear()

    def refresh(self) -> None:
        """Show again what is chosen on the body."""
        self._paint()

    def _show(self, muscle: str, point: str | None, *, turn: bool) -> None:
        self.selection.choose(muscle, point)
        chosen = self.selection.muscle
        assert chosen is not None
        self._muscles.select(muscle)
        library = self._edition.library
        self._notes.show_muscle(chosen, self.selection.point or "", library.muscles, library.sources)
        self._stage.say(chosen, self.selection.point)
        self._actions["point.alone"].setChecked(self.selection.point is not None)
        self._actions["go.back"].setEnabled(self.history.can_go_back)
        self._actions["go.forward"].setEnabled(self.history.can_go_forward)
        self._settings.remember(muscle)
        self._turn_when_ready = turn
        for knot in self.selection.waiting_knots():
            self._workshop.ask(knot)
        if self._edition.ready(muscle) is None:
            self._body.message = f"Preparing the pattern of {chosen.name} \N{HORIZONTAL ELLIPSIS}"
            self._workshop.ask(muscle)
        self._paint()
        if self._edition.ready(muscle) is not None and turn:
            self.turn_to_pattern()

    def _paint(self) -> None:
        if self._body.scene is None:
            return
        shown = self.selection.shown()
        if self.selection.muscle is None or shown is not None:
            self._body.message = ""
        self._body.wear(self.selection.dress(), self._names if self._settings.names else {})
        if self.selection.layer is not None and self.selection.dress() is None:
            self._body.message = "Preparing the muscles \N{HORIZONTAL ELLIPSIS}"
        self._body.show_pattern(shown, self.selection.knots())
        self._body.setAccessibleDescription(self._spoken())
        self.shown.emit()

    def _spoken(self) -> str:
        """What a screen reader says of the picture."""
        muscle = self.selection.muscle
        if muscle is None and self.selection.asks_for_pain:
            return f"The body, with what hurts. {self._stage.title.text()}"
        if muscle is None:
            return "The body, with the trigger points of a part of it"
        points = [p for p in muscle.trigger_points if self.selection.point in (None, p.id)]
        return f"{muscle.name}. " + " ".join(f"{p.id}: {p.refers.patient}" for p in points)

    def _site_words(self, site: Site) -> str:
        muscle = self._edition.library.muscles[site.muscle]
        point = muscle.point(site.point)
        return f"{muscle.name}, {site.point}" + (f": {point.name}" if point else "")

    def step_point(self, step: int) -> None:
        """Show the next (1) or previous (-1) trigger point alone."""
        point = self.selection.next_point(step)
        if point is not None and self.selection.muscle is not None:
            self.choose(self.selection.muscle.id, point)

    def step_muscle(self, step: int) -> None:
        """Show the next (1) or previous (-1) muscle of the list."""
        muscle = self.selection.neighbour(step, self._muscles.visible_ids())
        if muscle is not None:
            self.choose(muscle)

    def toggle_alone(self, on: bool) -> None:
        """Show one trigger point alone, or the whole muscle."""
        if self.selection.muscle is None:
            return
        first = self.selection.muscle.trigger_points[0].id
        self.choose(self.selection.muscle.id, (self.selection.point or first) if on else None)

    def toggle_knots(self, on: bool) -> None:
        """Show the knots of the whole body, or of the chosen part alone."""
        self.selection.all_knots = on
        self._paint()

    def revisit(self, stop: Stop | None) -> None:
        """Show a stop of the history again."""
        if stop is not None:
            self._show(stop.muscle, stop.point, turn=True)

    # ---- looking -----------------------------------------------------------------------------------------------------

    def turn_to_pattern(self) -> None:
        """Turn the body to the view that shows most of what is chosen."""
        if self._body.scene is None:
            return
        shown = self._body.shown
        self._body.turn_to(self.selection.scene.best_view(shown) if shown else self.selection.area_view())
        self._actions["view.auto"].setChecked(True)

    def turn_named(self, name: str) -> None:
        """Turn the body to a side or a close-up."""
        if self._body.scene is not None:
            self._body.turn_to(self.selection.named_view(name))

    def reduce_motion(self, on: bool) -> None:
        """Change pictures at once, or smoothly."""
        self._body.reduce_motion = self._settings.reduce_motion = on

    # ---- what the workers say ----------------------------------------------------------------------------------------

    def _scene_warm(self, body: str) -> None:
        if body != self.selection.body:
            return
        same = self._body.view
        self._dress_up()
        self._body.message = ""
        self._body.show_scene(self.selection.scene, same or self.selection.first_view())
        self._paint()
        if same is None and self.selection.muscle and self._edition.ready(self.selection.muscle.id):
            self.turn_to_pattern()

    def _musculature_ready(self, body: str) -> None:
        if body == self.selection.body and self.selection.layer is not None:
            self._paint()

    def _pattern_ready(self, muscle: str) -> None:
        chosen = self.selection.muscle
        if chosen is not None and chosen.id == muscle:
            self._paint()
            if self._turn_when_ready:
                self._turn_when_ready = False
                self.turn_to_pattern()
        elif self._edition.library.muscles[muscle].region is self.selection.area:
            self._paint()

    def _pattern_failed(self, muscle: str, message: str) -> None:
        path = self._edition.library.files.get(muscle, Path(muscle))
        self.problems.append(f"{path}: {message}")
        self.tell_faults()
        if self.selection.muscle is not None and self.selection.muscle.id == muscle:
            self._body.message = "This muscle's pattern cannot be drawn; see the line above."
            self._body.update()

    def _tell_progress(self, done: int, total: int) -> None:
        if done < total:
            self._body.tell(f"Preparing patterns: {done} of {total}")
            return
        if not self.selection.asks_for_pain:
            self._body.tell(_HINT)
        if self._edition.cache.problem and self._edition.cache.problem not in self.problems:
            self.problems.append(self._edition.cache.problem)
            self.tell_faults()
        self._paint()

    def _tell_place(self, vertex: int | None) -> None:
        place = self._edition.place_at(vertex) if vertex is not None else None
        if place is None:
            if self._workshop.idle and not self.selection.asks_for_pain:
                self._body.tell(_HINT)
            return
        region, side = place
        self._body.tell(f"{region.patient_name} \N{MIDDLE DOT} {region.clinician_name}" + (f", {side}" if side else ""))

    def tell_faults(self) -> None:
        """Say in the banner what is wrong, worst first."""
        errors = self._edition.library.errors
        problems = [*self.problems, *self._settings.problems]
        if errors:
            self._stage.banner.say(faults_line(errors))
        elif problems:
            self._stage.banner.say(problems[0])
