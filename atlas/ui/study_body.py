"""The body that asks: shows a pattern without giving its muscle away, takes paint or a point, shows the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from atlas.anatomy import SideChoice
from atlas.edition import Edition
from atlas.finder.drawing import Drawing
from atlas.finder.index import Candidate
from atlas.finder.reasons import Part
from atlas.render.paint import Drawn, Glaze
from atlas.render.plate import Extras
from atlas.render.raster import Floats
from atlas.render.scene import Scene, Shown
from atlas.render.views import SIDES, whole_body
from atlas.study.marking import Painted, Placed
from atlas.study.questions import Form, Question
from atlas.surface.bound import Bound
from atlas.surface.brush import Brush
from atlas.surface.field import REACH_CM
from atlas.ui.body_view import BodyView
from atlas.ui.studio import Photographer

BRUSH_CM, _POINT_CM = 4.0, 2.4


class StudyBody(BodyView):
    """A body for one question after the other."""

    def __init__(self, edition: Edition, photographer: Photographer) -> None:
        super().__init__(photographer)
        self._edition = edition
        self._others: tuple[Shown, ...] = ()
        self._form: Form | None = None
        self._brush: tuple[str, Brush] | None = None
        self._put: Bound | None = None
        self.drawing = Drawing(edition.model.fine_vertices)
        self.setAccessibleName("The body")
        self.stroke_begun.connect(self._begin)
        self.stroked.connect(self._paint)

    def extras(self) -> Extras:
        """The patterns beside the first too."""
        return replace(super().extras(), others=self._others)

    # ---- asking ------------------------------------------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        """Show what belongs to a question, and take what its form wants."""
        self._form, self._others, self._put = question.form, (), None
        self.drawing = Drawing(self._edition.model.fine_vertices)
        self.brush_cm = {Form.PAINT: BRUSH_CM, Form.PUT_POINT: _POINT_CM}.get(question.form)
        shown = self._pattern(question.shown[0], reveal=False) if question.shown else None
        self.glaze([Glaze(Drawn.ASKED, self._part(question.part))] if question.part is not None else [])
        self.show_pattern(shown)
        if self.scene is None:
            return
        if shown is not None:
            self.turn_to(self.scene.best_view(shown))
        elif question.part is not None:
            side = question.part[1] or question.side
            self.turn_to(self.scene.best_view(self.scene.zone(self._edition.region_field(question.part[0]), side)))
        else:
            # Always the same view: one that fits the question would give its answer away.
            self.look_from("front")

    def look_from(self, side: str) -> None:
        """Turn to the whole body from one of its four sides."""
        if self.scene is not None:
            self.turn_to(whole_body(self.scene.coarse, SIDES[side]))

    def _pattern(self, candidate: Candidate, *, reveal: bool) -> Shown | None:
        scene = self.scene
        if scene is None:
            return None
        depth = self._edition.library.muscles[candidate.muscle].depth
        pattern = self._edition.pattern(candidate.muscle)
        shown = scene.show(pattern, candidate.point, SideChoice(candidate.side.value), depth)
        if reveal:
            return shown
        # Fibres and crosses would name the muscle.
        nothing = np.full_like(shown.belly, REACH_CM)
        return replace(
            shown, belly=nothing, fibres=shown.fibres[:0], fibre_normals=shown.fibre_normals[:0], sheets=(), sites=()
        )

    def _part(self, part: Part) -> Floats:
        name, side = part
        mask = Drawing.mask(self._edition.region_field(name), self._edition.model.fine_vertices)
        if side is not None and side.value == "left":
            mask = mask[self._edition.model.fine_mirror]
        return mask

    # ---- answering ---------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self._form is Form.PUT_POINT:
            self.drawing = Drawing(len(self.drawing.weights))
            self._put = None
        self.drawing.begin()

    def _paint(self, touched: list[tuple[int, Floats]]) -> None:
        scene = self.scene
        if scene is None or self._form not in (Form.PAINT, Form.PUT_POINT):
            return
        if self._brush is None or self._brush[0] != scene.body:
            self._brush = scene.body, Brush(scene.fine.points, self._edition.model.fine_skin_quads)
        if self._form is Form.PUT_POINT:
            # One point, where the pointer was first put.
            if self._put is not None:
                return
            self._put, touched = _bound(scene, *touched[0]), touched[:1]
        for vertex, position in touched:
            self.drawing.paint(*self._brush[1].reach(vertex, position, (self.brush_cm or BRUSH_CM) / 2))
        self.glaze([Glaze(Drawn.ANSWER, self.drawing.weights)])

    def undo(self) -> None:
        """Take the last stroke back."""
        self.drawing.undo()
        self._put = None
        self.glaze([Glaze(Drawn.ANSWER, self.drawing.weights)])

    @property
    def reply(self) -> Painted | Placed | None:
        """What was painted or put, None if nothing was."""
        if self._form is Form.PUT_POINT:
            return Placed(self._put) if self._put is not None else None
        return Painted(self.drawing.weights.copy()) if not self.drawing.empty else None

    # ---- after the answer --------------------------------------------------------------------------------------------

    def reveal(self, truth: Sequence[Candidate], taken: Sequence[Candidate], *, stay: bool) -> None:
        """Show the patterns that are right, then those of a wrong answer in other colours, over what was painted.

        With `stay` the body keeps its view: what was asked about is in it.
        """
        self._form, self.brush_cm = None, None
        found = [each for one in [*truth, *taken] if (each := self._pattern(one, reveal=True)) is not None]
        self._others = tuple(found[1:4])
        self.show_pattern(found[0] if found else None)
        if found and self.scene is not None and not stay:
            self.turn_to(self.scene.best_view(found[0]))


def _bound(scene: Scene, vertex: int, position: Floats) -> Bound:
    """A position (3,) on the skin near a vertex, in its triangle: vertices lie too far apart to stand for it."""
    numbers = scene.fine.around[vertex]
    corners = scene.fine.triangles[numbers]
    points = scene.fine.points[corners].astype(np.float64)
    # Barycentric weights (k, 3) in each triangle round the vertex; the right one has none below 0.
    sides = np.stack([points[:, 1] - points[:, 0], points[:, 2] - points[:, 0]], axis=-1)
    inside = np.einsum("kij,kj->ki", np.linalg.pinv(sides), position - points[:, 0])
    weights = np.concatenate([1 - inside.sum(axis=1, keepdims=True), inside], axis=1)
    best = int(np.argmax(weights.min(axis=1)))
    held = np.clip(weights[best], 0, 1)
    return Bound(corners[best : best + 1].astype(np.int32), (held / held.sum())[None].astype(np.float32))
