"""Where it hurts: what is drawn or named becomes answers, and the answers are shown over the drawing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from atlas.anatomy import RedFlag, Side, SideChoice
from atlas.edition import Edition
from atlas.finder.complaint import Complaint
from atlas.finder.cover import Cover, smallest_covers, unexplained
from atlas.finder.drawing import Drawing, Floats
from atlas.finder.flags import raised, region_shares
from atlas.finder.ranking import Answer, rank
from atlas.render.paint import Drawn, Glaze
from atlas.store.drawings import DrawingError, load_drawing, save_drawing
from atlas.surface.brush import Brush
from atlas.ui.answer_rows import AnswerRow
from atlas.ui.compare import FEWEST, MOST, CompareDialog
from atlas.ui.guide import Guide
from atlas.ui.pain_panel import PainPanel
from atlas.ui.pain_rows import (
    answer_rows,
    card_words,
    chip_words,
    cover_rows,
    flags_html,
    rival_rows,
    rival_words,
    state_words,
    unread,
)
from atlas.ui.stage import Stage
from atlas.ui.studio import Workshop

_ASK = "Paint on the body where it hurts, or name a place."
_HINT = "Paint on the skin \N{MIDDLE DOT} drag beside it to turn"
# While a stroke is drawn the answers follow so often.
_ANSWER_MS = 40


class PainGuide(QObject):
    """Leads from a patient's pain to what may explain it."""

    def __init__(
        self,
        edition: Edition,
        guide: Guide,
        parts: tuple[PainPanel, Stage, Workshop],
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._edition, self._guide, self._actions = edition, guide, actions
        self.panel, self._stage, workshop = parts
        self._body = self._stage.body
        # Its size is known once the body is refined, in the workshop.
        self.complaint = Complaint(0)
        self.answers: list[Answer] = []
        self.covers: list[Cover] = []
        self.active = False
        self._acknowledged: set[str] = set()
        self.flags: list[RedFlag] = []
        # The questions that were put before the reader last; none once they are out of date.
        self._told: list[RedFlag] = []
        self._brushes: dict[str, Brush] = {}
        self._shown_over: AnswerRow | None = None
        self._answer_due = QTimer(self, singleShot=True, interval=_ANSWER_MS)
        self._answer_due.timeout.connect(self.answer)
        self._body.stroke_begun.connect(self._begin_stroke)
        self._body.stroked.connect(self._stroke)
        workshop.index_ready.connect(self.answer)
        self.panel.place_chosen.connect(self.name_place)
        self.panel.place_dropped.connect(self.drop_place)
        self.panel.answer_hovered.connect(self._show_over)
        self.panel.answer_chosen.connect(self._choose)
        self.panel.brush.valueChanged.connect(lambda _value: self._take_brush())
        self.panel.acknowledged.connect(self.acknowledge)
        self.panel.questions_asked.connect(self.show_questions)
        self._tell_actions()

    @property
    def drawing(self) -> Drawing:
        """What is painted."""
        return self.complaint.drawing

    # ---- the mode ----------------------------------------------------------------------------------------------------

    def enter(self, on: bool) -> None:
        """Ask where it hurts, or leave that; the drawing is kept."""
        self.active = on
        self._prepare()
        self._guide.selection.asks_for_pain = on
        self._take_brush()
        self._shown_over = None
        self._told = []
        self._actions["pain.erase"].setChecked(False)
        if on:
            self._guide.clear()
            self._body.tell(_HINT)
            self.answer()
        else:
            self._body.glaze(())
            self._guide.come_back()
        self._tell_actions()

    def _prepare(self) -> None:
        if len(self.drawing.weights):
            return
        self.complaint = Complaint(self._edition.model.fine_vertices)
        regions = self._edition.library.regions.values()
        symptoms = self._edition.pain_words.symptoms.values()
        self.panel.set_choices(
            [
                *[("region", region.id, region.patient_name, region.clinician_name) for region in regions],
                *[("symptom", symptom.id, symptom.patient, symptom.clinician) for symptom in symptoms],
            ]
        )

    def _take_brush(self) -> None:
        self._body.brush_cm = float(self.panel.brush.value()) if self.active else None
        self._body.update()

    def resize_brush(self, step: int) -> None:
        """A wider (1) or narrower (-1) brush."""
        self.panel.brush.setValue(self.panel.brush.value() + step)

    # ---- drawing -----------------------------------------------------------------------------------------------------

    def _brush(self) -> Brush:
        scene = self._guide.selection.scene
        if scene.body not in self._brushes:
            self._brushes = {scene.body: Brush(scene.fine.points, self._edition.model.fine_skin_quads)}
        return self._brushes[scene.body]

    def _begin_stroke(self) -> None:
        self.complaint.begin()

    def _stroke(self, touched: list[tuple[int, Floats]]) -> None:
        brush, erases = self._brush(), self._actions["pain.erase"].isChecked()
        for vertex, position in touched:
            near, strength = brush.reach(vertex, position, self.panel.brush.value() / 2)
            if erases:
                self.drawing.erase(near, strength)
            else:
                self.drawing.paint(near, strength, self.panel.strength.value())
        self._glaze()
        if not self._answer_due.isActive():
            self._answer_due.start()

    def undo(self) -> None:
        """Take the last step back: a stroke, or what was named, with its paint."""
        self.complaint.undo()
        self.answer()

    def redo(self) -> None:
        """Have the step again."""
        self.complaint.redo()
        self.answer()

    def clear(self) -> None:
        """Forget the drawing, what was named and what was shown of it: the next patient begins."""
        self._acknowledged.clear()
        self._told = []
        self.complaint.clear()
        self._shown_over = None
        if self.active:
            self._guide.clear()
        self.answer()

    def name_place(self, kind: str, name: str) -> None:
        """Mark a region by its name, on the chosen side or both, and turn the body to it if it is out of sight."""
        if kind == "region":
            side = self._guide.selection.side
            mask = self._region(name, side)
            self.complaint.mark(name, side, mask, self.panel.strength.value())
            self._turn_to(mask)
        else:
            self.complaint.add_symptom(name)
        self.answer()

    def drop_place(self, kind: str, name: str) -> None:
        """Take back what was named."""
        masks = [self._region(name, side) for place, side in self.complaint.named.places if place == name]
        if kind == "region" and masks:
            self.complaint.unmark(name, np.maximum.reduce(masks))
        else:
            self.complaint.drop_symptom(name)
        self.answer()

    def _turn_to(self, mask: Floats) -> None:
        view = self._body.view
        if view is None or self._body.scene is None:
            return
        camera = view.camera(self._body.width(), self._body.height())
        better = self._body.scene.better_view(camera, view, mask)
        if better is not None:
            self._body.turn_to(better)
            self._actions["view.auto"].setChecked(True)

    def _region(self, name: str, sides: SideChoice) -> Floats:
        mask = Drawing.mask(self._edition.region_field(name), len(self.drawing.weights))
        mirrored = mask[self._edition.model.fine_mirror]
        shown = {Side.RIGHT: mask, Side.LEFT: mirrored}
        first, *others = (shown[side] for side in sides.sides)
        return np.maximum(first, others[0]) if others else first

    # ---- answering ---------------------------------------------------------------------------------------------------

    def answer(self) -> None:
        """Rank anew and show it."""
        index = self._edition.pain_index_ready
        if self.drawing.empty or index is None:
            self.answers, self.covers = [], []
        self._tell_actions()
        if not self.active:
            return
        if self.drawing.empty or index is None:
            waits = not self.drawing.empty
            self.panel.show_answers("Preparing the patterns \N{HORIZONTAL ELLIPSIS}" if waits else _ASK, ())
            self._show_chips()
            self._warn()
            self._glaze()
            return
        weights = self.drawing.weights
        self.answers = rank(index, weights)
        self.covers = smallest_covers(index, weights)
        self._tell_actions()
        edition = self._edition
        rows = [*answer_rows(edition, weights, self.answers), *cover_rows(edition, self.covers)]
        self.panel.show_answers(state_words(index, weights, self.answers), [*rows, *rival_rows(edition, weights)])
        self._show_chips()
        self._warn()
        self._glaze()

    def _warn(self) -> None:
        """Show what must be asked first: once for a drawing, then in a line."""
        index, words = self._edition.pain_index_ready, self._edition.pain_words
        shares = region_shares(self._edition.regions, index.areas, self.drawing.weights) if index else {}
        self.flags = raised(words.flags.values(), shares, self.complaint.named.symptoms)
        new = unread(self.flags, self._acknowledged)
        self.panel.card.say(card_words(new or self.flags, read=not new), read=not new)
        if new and new != self._told:
            self._told = new
            self._guide.show_page(flags_html(self._edition, new))
        elif self._told and not self.flags:
            self._told = []
            # The questions of what is not there any more must not stay beside it.
            rival = self._guide.selection.rival
            if rival is None:
                self._guide.show_chosen()
            else:
                self._guide.show_rival(*rival, *rival_words(self._edition, rival[0]))

    def acknowledge(self) -> None:
        """The questions of the card were asked."""
        self._acknowledged.update(flag.id for flag in self.flags)
        self._warn()

    def show_questions(self) -> None:
        """Show the questions of the card again: those that were not asked yet, or all."""
        self._told = unread(self.flags, self._acknowledged) or self.flags
        self._guide.show_page(flags_html(self._edition, self._told))

    def _show_chips(self) -> None:
        self.panel.show_chips(chip_words(self._edition, self.complaint.named))

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _glaze(self) -> None:
        if not self.active:
            return
        weights = self.drawing.weights
        glazes = [Glaze(Drawn.PAIN, weights)]
        index = self._edition.pain_index_ready
        if index is not None and self.answers:
            left = unexplained(index, weights)
            if left.any():
                glazes.append(Glaze(Drawn.UNEXPLAINED, left))
        self._body.glaze(glazes)

    def _show_over(self, row: AnswerRow | None) -> None:
        """Show an answer's pattern over the drawing while the pointer is on it."""
        if not self.active or row == self._shown_over:
            return
        self._shown_over = row
        if row is not None and row.rival:
            self._body.show_pattern(self._guide.selection.rival_zone(row.rival, row.side))
            return
        pattern = self._edition.ready(row.muscle) if row is not None and row.muscle else None
        if row is None or pattern is None:
            self._guide.refresh()
            return
        depth = self._edition.library.muscles[row.muscle].depth
        shown = self._guide.selection.scene.show(pattern, row.point, SideChoice(row.side.value), depth)
        self._body.show_pattern(shown)

    def _choose(self, row: AnswerRow) -> None:
        """Open the muscle of an answer, or a nerve or joint: words beside, and its zones over the drawing."""
        if row.rival:
            self._guide.show_rival(row.rival, row.side, *rival_words(self._edition, row.rival))
            return
        muscle, side = (row.muscle, row.side) if row.muscle else row.muscles[0] if row.muscles else ("", Side.RIGHT)
        if not muscle:
            return
        self._actions[f"side.{side.value}"].setChecked(True)
        self._guide.selection.side = SideChoice(side.value)
        self._guide.choose_here(muscle, row.point or None)

    def told(self) -> str:
        """The drawing and what was asked first, in a line: it stays with a saved picture."""
        asked = "; ".join(flag.title for flag in self.flags)
        return self.panel.state.text() + (f" Ask first: {asked}." if asked else "")

    def compared(self) -> list[AnswerRow]:
        """The answers to be compared: those that are chosen, or the first three."""
        chosen = [row for row in self.panel.chosen_rows() if row.kind == "point"]
        if len(chosen) < FEWEST:
            chosen = [row for row in self.panel.rows() if row.kind == "point"][:3]
        return chosen[:MOST] if len(chosen) >= FEWEST else []

    def compare(self) -> CompareDialog | None:
        """The answers side by side, in the body's present view; None where there are not two."""
        rows, view = self.compared(), self._body.view
        if not rows or view is None:
            return None
        scene = self._guide.selection.scene
        return CompareDialog(self._edition, scene, view, self.drawing.weights, rows, self.panel.window())

    def _tell_actions(self) -> None:
        self._actions["pain.undo"].setEnabled(self.active and self.drawing.can_undo)
        self._actions["pain.redo"].setEnabled(self.active and self.drawing.can_redo)
        self._actions["pain.clear"].setEnabled(self.active and not self.complaint.empty)
        self._actions["pain.save"].setEnabled(not self.drawing.empty)
        self._actions["pain.erase"].setEnabled(self.active)
        self._actions["pain.compare"].setEnabled(self.active and len(self.answers) > 1)

    # ---- keeping -----------------------------------------------------------------------------------------------------

    def save(self, path: Path) -> str:
        """Write the drawing to a file; what went wrong in plain words, or an empty text."""
        held = np.flatnonzero(self.drawing.weights)
        try:
            save_drawing(path, {int(k): float(self.drawing.weights[k]) for k in held})
        except OSError as error:
            return f"The drawing could not be saved to {path}: {error.strerror or error}"
        return ""

    def open(self, path: Path) -> str:
        """Show the drawing of a file; what is wrong with it in plain words, or an empty text."""
        try:
            pain = load_drawing(path, self._edition.model.fine_vertices)
        except DrawingError as error:
            return str(error)
        weights = np.zeros(self._edition.model.fine_vertices, dtype=np.float32)
        weights[list(pain)] = list(pain.values())
        self._prepare()
        # It may be another patient's: what was asked of the last one was not asked of this one.
        self._acknowledged.clear()
        self._told = []
        self.complaint.replace(weights)
        if not self.active:
            self._actions["pain.mode"].trigger()
        self.answer()
        return ""
