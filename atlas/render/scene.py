"""A body and what lies on it.

A pattern's fields, fibres and sites brought to one of the six bodies and to the chosen sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Depth, Side, SideChoice
from atlas.render.camera import Camera
from atlas.render.cloth import cloth
from atlas.render.inks import RGB
from atlas.render.layers import Musculature, Part, musculature_of
from atlas.render.paint import LEAST_SPOT, Ink, Stipple, Wash
from atlas.render.shade import PLAIN_LOOK, Solid, Still, still
from atlas.render.spots import spread
from atlas.render.views import Seen, View, best_view, companion_view, framed, seen_from_round, whole_body
from atlas.surface.body import BodyModel
from atlas.surface.bound import Bound
from atlas.surface.field import REACH_CM, Field, Floats
from atlas.surface.patterns import MusclePattern, PointPattern

# From where less than this share of a drawing is seen, it is better looked at from elsewhere.
_SEEN_ENOUGH = 0.3


@dataclass(frozen=True)
class Site:
    """A trigger point on a body: its side, position (3,) in cm and outward normal (3,)."""

    muscle: str
    point: str
    side: Side
    position: Floats = field(compare=False)
    normal: Floats = field(compare=False)


@dataclass(frozen=True)
class Shown:
    """A pattern on one body: signed distances (n,) in cm at the fine vertices, fibres (f, steps, 3) in cm, and sites.

    `sheets` tells how many fibres each sheet has, `felt_from` what else than a muscle the pain comes from, if so.
    """

    essential: Floats
    spillover: Floats
    belly: Floats
    fibres: Floats
    fibre_normals: Floats
    sheets: tuple[int, ...]
    sites: tuple[Site, ...]
    depth: Depth
    felt_from: str = ""


@dataclass(frozen=True)
class Fronts:
    """How far the pain has come: `along` (n,) cm from the trigger point, and the fronts (cm) of the two zones."""

    along: Floats
    essential: float
    spillover: float


class Scene:
    """One of the bodies, at both levels of detail, and how patterns lie on it."""

    def __init__(self, model: BodyModel, body: str) -> None:
        self.model = model
        self.body = body
        self.look = PLAIN_LOOK

    @cached_property
    def fine(self) -> Solid:
        """The subdivided body, for pictures at rest."""
        return self._solid(fine=True)

    @cached_property
    def coarse(self) -> Solid:
        """The plain body, for pictures while it turns. Its vertices are the fine body's first ones."""
        return self._solid(fine=False)

    def _solid(self, *, fine: bool) -> Solid:
        mesh = self.model.mesh(self.body, fine=fine)
        return Solid(mesh.points, mesh.triangles, mesh.normals, mesh.open_sky)

    def still(self, camera: Camera, *, fine: bool = True, smooth_edge: bool = True) -> Still:
        """See the body as it looks now."""
        return still(self.fine if fine else self.coarse, camera, smooth_edge=smooth_edge, look=self.look)

    def cloth(self) -> Floats:
        """How far (n,) in cm each fine vertex is from the cloth's edge when this body is modest, negative under it."""
        first = self.model.mesh(fine=True).points
        return cloth(first, top=self.body.startswith("female"))

    def warm(self) -> None:
        """Make everything that the first pictures need, so that they need not wait for it."""
        _ = (
            self.coarse.columns,
            self.fine.columns,
            self.coarse.around,
            self.fine.around,
            self.seen,
            self._spots,
            self._vertex_areas,
        )

    @cached_property
    def seen(self) -> Seen:
        """What twelve yaws show of the coarse body."""
        return seen_from_round(self.coarse)

    @cached_property
    def _spots(self) -> tuple[NDArray[np.int32], Floats, Floats, Floats]:
        corners, weights = self.model.spots()
        points = (self.fine.points[corners] * weights[..., None]).sum(axis=1)
        normals = (self.fine.normals[corners] * weights[..., None]).sum(axis=1)
        return corners, weights, points, normals

    def spots(self, shown: Shown, apart: float = 0.0) -> NDArray[np.intp]:
        """The numbers of the skin's spots that may show a spillover, none nearer to another than `apart` (cm)."""
        corners, _, points, _ = self._spots
        corner = corners[:, 0]
        near = np.flatnonzero((shown.spillover[corner] < 1.5) & (shown.essential[corner] > -1.5))
        return near[spread(points[near], apart)] if apart else near

    def stipple(
        self,
        shown: Shown,
        fronts: Fronts | None = None,
        rgb: RGB | None = None,
        *,
        spots: NDArray[np.intp] | None = None,
        least: float = LEAST_SPOT,
    ) -> Stipple:
        """Spots with the spillover's distance, all or some, kept clear of the essential zone and behind a front."""
        corners, weights, points, normals = self._spots
        near = self.spots(shown) if spots is None else spots
        if fronts is not None:
            near = near[fronts.along[corners[near, 0]] < fronts.spillover]
        field = np.maximum(shown.spillover, np.float32(0.12) - shown.essential)
        distance = (field[corners[near]] * weights[near]).sum(axis=1)
        return Stipple(points[near], normals[near], distance, rgb, least)

    def show(self, pattern: MusclePattern, point: str | None, sides: SideChoice, depth: Depth) -> Shown:
        """A muscle's pattern, or one trigger point of it, on this body."""
        chosen = pattern.chosen(point)
        sides = _where_it_is(pattern, point, sides)
        fibres = [self._fibres(pattern, side) for side in sides.sides]
        return Shown(
            self._union([(p, p.essential) for p in chosen], sides),
            self._union([(p, p.spillover) for p in chosen], sides),
            self._union([(None, pattern.belly)], sides),
            np.concatenate([f[0] for f in fibres]),
            np.concatenate([f[1] for f in fibres]),
            pattern.sheets * len(sides.sides),
            self.sites(pattern, point, sides),
            depth,
        )

    def zone(self, field: Field, side: Side, felt_from: str = "") -> Shown:
        """One zone of a side alone, shown as an essential one: a nerve's skin, a joint's pain, as `felt_from` says."""
        size = len(self.fine.points)
        dense = np.full(size, REACH_CM, dtype=np.float32)
        vertices = field.vertices if side is Side.RIGHT else self.model.fine_mirror[field.vertices]
        dense[vertices] = field.values
        far, none = np.full(size, REACH_CM, dtype=np.float32), np.zeros((0, 2, 3), dtype=np.float32)
        return Shown(dense, far, far, none, none, (), (), Depth.SUPERFICIAL, felt_from)

    def musculature(self, patterns: Sequence[tuple[MusclePattern, Depth]]) -> Musculature:
        """These muscles on both sides of this body, ready to be drawn together."""
        return musculature_of([self._part(*each) for each in patterns], self.fine, self.coarse)

    def _part(self, pattern: MusclePattern, depth: Depth) -> Part:
        belly = self._union([(None, pattern.belly)], SideChoice.BOTH)
        sides = [self._fibres(pattern, side) for side in SideChoice.BOTH.sides]
        fibres, normals = (np.concatenate([side[k] for side in sides]) for k in (0, 1))
        return Part(pattern.muscle, depth, belly, fibres, normals)

    def sites(self, pattern: MusclePattern, point: str | None, sides: SideChoice) -> tuple[Site, ...]:
        """The trigger points of a pattern, or one of them, on the chosen sides."""
        found = []
        for side in _where_it_is(pattern, point, sides).sides:
            for each in pattern.chosen(point):
                if each.only in (None, side):
                    bound = self._sided(each.site, side)
                    position, normal = bound.on(self.fine.points)[0], bound.on(self.fine.normals)[0]
                    found.append(Site(pattern.muscle, each.id, side, position, normal))
        return tuple(found)

    def _sided(self, bound: Bound, side: Side) -> Bound:
        return bound if side is Side.RIGHT else bound.mirrored(self.model.fine_mirror)

    def _fibres(self, pattern: MusclePattern, side: Side) -> tuple[Floats, Floats]:
        bound = self._sided(pattern.fibres, side)
        shape = (-1, pattern.fibre_steps, 3)
        return bound.on(self.fine.points).reshape(shape), bound.on(self.fine.normals).reshape(shape)

    def _union(self, fields: Sequence[tuple[PointPattern | None, Field]], sides: SideChoice) -> Floats:
        result = np.full(len(self.fine.points), REACH_CM, dtype=np.float32)
        for side in sides.sides:
            for point, near in fields:
                if point is None or point.only in (None, side):
                    vertices = near.vertices if side is Side.RIGHT else self.model.fine_mirror[near.vertices]
                    result[vertices] = np.minimum(result[vertices], near.values)
        return result

    def washes(
        self, shown: Shown, *, fine: bool, fronts: Fronts | None = None, strength: float = 1.0, rgb: RGB | None = None
    ) -> list[Wash]:
        """What to paint, in order, and how strongly the pain; `fronts` hold it back, `rgb` is another colour."""
        count = len(self.fine.points) if fine else len(self.coarse.points)
        wave = None if fronts is None else fronts.along[:count]
        spilled, felt = (fronts.spillover, fronts.essential) if fronts is not None else (0.0, 0.0)
        belly = 0.55 if shown.depth is Depth.DEEP else 0.9
        return [
            Wash(Ink.BELLY, shown.belly[:count], belly),
            Wash(Ink.SPILLOVER, shown.spillover[:count], strength, wave, spilled, rgb),
            Wash(Ink.ESSENTIAL, shown.essential[:count], strength, wave, felt, rgb),
        ]

    def wave(self, shown: Shown) -> Floats:
        """How far (cm, straight) each fine vertex is from the nearest site (n,)."""
        if not shown.sites:
            return np.zeros(len(self.fine.points), dtype=np.float32)
        sites = np.stack([site.position for site in shown.sites])
        result = np.full(len(self.fine.points), np.inf, dtype=np.float32)
        for site in sites:
            np.minimum(result, np.linalg.norm(self.fine.points - site, axis=1), out=result)
        return result

    def best_view(self, shown: Shown, others: Sequence[Shown] = ()) -> View:
        """The view that shows most of the points and their zones, and of those of other patterns beside it."""
        zones, sites = self._weights([shown, *others])
        return best_view(self.coarse, self.seen, zones, sites)

    def companion_view(self, shown: Shown, first: View, others: Sequence[Shown] = ()) -> View | None:
        """The view that shows what another one hides, or None where that hides little."""
        # The essential zone is what a second picture is for; faint edges of spillover are not.
        zones, sites = self._weights([shown, *others])
        count = len(self.coarse.points)
        felt = np.minimum.reduce([each.essential[:count] for each in (shown, *others)]) < 0
        essential = (self._vertex_areas * felt).astype(np.float32)
        return companion_view(self.coarse, self.seen, essential if essential.any() else zones, sites, first)

    def felt_at(self, camera: Camera, patterns: Sequence[Shown]) -> NDArray[np.float64]:
        """Where the skin of some patterns that faces a camera falls on its picture: pixel positions (k, 2)."""
        count = len(self.coarse.points)
        felt = np.minimum.reduce([np.minimum(each.essential[:count], each.spillover[:count]) for each in patterns]) < 0
        some = np.flatnonzero(felt)
        some = some[self.coarse.normals[some] @ camera.toward.astype(np.float32) > 0.1]
        return np.asarray(camera.project(self.coarse.points[some])[0], dtype=np.float64)

    def _weights(self, patterns: Sequence[Shown]) -> tuple[Floats, Floats]:
        """How much each coarse vertex matters for the zones of some patterns, and for their points."""
        zones = np.maximum.reduce([self._zone_weight(each) for each in patterns])
        return zones, self._site_weight([site for each in patterns for site in each.sites])

    def close_up(self, view: View, drawn: Floats, patterns: Sequence[Shown]) -> View:
        """As near as what is drawn and some patterns allow, from where `view` looks. `drawn` (n,) at the fine vertices.

        It looks from elsewhere if little of what is drawn is seen from there; a view that is nearer still is kept.
        """
        weight = self._drawn_weight(drawn)
        none = np.zeros_like(weight)
        if float(self._open(view) @ weight) < _SEEN_ENOUGH * float(weight.sum()):
            view = best_view(self.coarse, self.seen, weight, none)
        matters = weight + sum((self._zone_weight(shown) + self._site_weight(shown.sites) for shown in patterns), none)
        near = framed(self.coarse, np.flatnonzero(matters), view.yaw, pitch=view.pitch) if matters.any() else view
        return near if near.down < view.down else view

    def better_view(self, camera: Camera, view: View, drawn: Floats) -> View | None:
        """The view that shows most of what is drawn (n,) where the camera, which has `view`, shows little of it.

        None where it shows enough.
        """
        weight = self._drawn_weight(drawn)
        xy, _ = camera.project(self.coarse.points)
        within = ((xy >= 0) & (xy < (camera.width, camera.height))).all(axis=1)
        if float((self._open(view) * within) @ weight) >= _SEEN_ENOUGH * float(weight.sum()):
            return None
        return best_view(self.coarse, self.seen, weight, np.zeros_like(weight))

    def drawing_view(self, view: View, drawn: Floats) -> View:
        """A view as it is if it shows something of what is drawn, (n,) at the fine vertices; else one that does."""
        if self.better_view(view.camera(100, 100), view, drawn) is None:
            return view
        return self.close_up(whole_body(self.coarse, view.yaw), drawn, ())

    def _open(self, view: View) -> Floats:
        """How well each vertex is seen from about where a view looks, (n,) 0..1."""
        best: Floats = self.seen.open[int(self.seen.turns(view).argmin())]
        return best

    def _drawn_weight(self, drawn: Floats) -> Floats:
        return (self._vertex_areas * drawn[: len(self.coarse.points)]).astype(np.float32)

    def _zone_weight(self, shown: Shown) -> Floats:
        count = len(self.coarse.points)
        weight = self._vertex_areas * ((shown.essential[:count] < 0) + 0.3 * (shown.spillover[:count] < 0))
        return weight.astype(np.float32)

    def _site_weight(self, sites: Sequence[Site]) -> Floats:
        weight = np.zeros(len(self.coarse.points), dtype=np.float32)
        for site in sites:
            near = np.linalg.norm(self.coarse.points - site.position, axis=1)
            weight[near <= max(1.5, float(near.min()) + 0.1)] += 1
        return weight

    @cached_property
    def _vertex_areas(self) -> Floats:
        a, b, c = (self.coarse.points[column] for column in self.coarse.columns)
        area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 6
        count = len(self.coarse.points)
        return np.bincount(self.coarse.triangles.ravel(), np.repeat(area, 3), count).astype(np.float32)


def _where_it_is(pattern: MusclePattern, point: str | None, sides: SideChoice) -> SideChoice:
    """The sides to show: a trigger point that exists on one side only is shown there, whatever side was chosen."""
    one = pattern.point(point) if point is not None else None
    return SideChoice(one.only.value) if one is not None and one.only is not None else sides
