"""What questions are made from: the words of the muscles and the skin that their patterns cover."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from atlas.anatomy import Certainty, Grade, Muscle, Region, Side, TriggerPoint
from atlas.edition import Edition
from atlas.finder.filters import Facet, words_of
from atlas.finder.index import Candidate, Floats, Ints, PainIndex
from atlas.study.cards import CardError
from atlas.study.coverage import Coverage, coverage
from atlas.study.names import folded_names
from atlas.surface.body import FIRST_BODY
from atlas.surface.bound import Bound
from atlas.surface.errors import PlaceError
from atlas.surface.patterns import MusclePattern
from atlas.surface.region_map import RegionMap

# Patterns whose common share is more than this cannot be told apart by eye, whatever the files declare.
SAME_PATTERN = 0.95
# A point that is put further away is far away, and how far does not matter.
REACH_CM = 30.0


@dataclass(frozen=True, eq=False)
class Facts:
    """The words and the skin, and what follows from them, reckoned when it is first asked for.

    `index` holds the zones of all trigger points on both sides; `mirror` (n,) is the opposite of each fine vertex,
    `points` (n, 3) lie in cm, `edges` (e, 2) join fine vertices. `along` gives for fine vertices (m,) how far (n,)
    in cm along the skin all others lie from the nearest of them, infinite beyond `REACH_CM`.
    """

    muscles: Mapping[str, Muscle]
    regions: Mapping[str, Region]
    tiling: RegionMap
    index: PainIndex
    patterns: Mapping[str, MusclePattern]
    mirror: Ints
    points: Floats
    edges: NDArray[np.int64]
    along: Callable[[Ints], Floats]

    @cached_property
    def numbers(self) -> Mapping[Candidate, int]:
        """The number of each candidate in the index."""
        return {candidate: number for number, candidate in enumerate(self.index.candidates)}

    @cached_property
    def coverage(self) -> Coverage:
        """How much of each region each candidate covers."""
        return coverage(self.index, self.tiling, self.edges)

    @cached_property
    def overlap(self) -> Floats:
        """The common share (k, k) of what two candidates' zones cover together: 1 for the same skin, 0 for none."""
        index = self.index
        vertex = np.repeat(np.arange(index.vertices), np.diff(index.first))
        cells = (index.candidate, vertex)
        # Areas, halved between the two factors of the product.
        zones = csr_array((np.sqrt(index.areas[vertex]), cells), shape=(len(index.candidates), index.vertices))
        common = np.asarray((zones @ zones.T).todense(), dtype=np.float32)
        whole = index.zone_areas[:, None] + index.zone_areas[None] - common
        shares: Floats = np.clip(common / np.maximum(whole, 1e-9), 0, 1)
        return shares

    @cached_property
    def centres(self) -> Floats:
        """The middle (k, 3) in cm of each candidate's zones."""
        index = self.index
        vertex = np.repeat(np.arange(index.vertices), np.diff(index.first))
        areas = index.areas[vertex]
        count = len(index.candidates)
        sums = [np.bincount(index.candidate, areas * self.points[vertex, axis], count) for axis in range(3)]
        middle: Floats = (np.stack(sums, axis=1) / np.maximum(index.zone_areas, 1e-9)[:, None]).astype(np.float32)
        return middle

    @cached_property
    def twins(self) -> Mapping[str, frozenset[str]]:
        """By muscle, the others to which the literature gives its pattern, whichever of the two says so."""
        found: dict[str, set[str]] = {muscle: set() for muscle in self.muscles}
        for muscle in self.muscles.values():
            for shared in muscle.shares_pattern_with:
                if shared.muscle in found:
                    found[muscle.id].add(shared.muscle)
                    found[shared.muscle].add(muscle.id)
        return {muscle: frozenset(others) for muscle, others in found.items()}

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """By muscle, all names that it may be called by, folded."""
        return {muscle.id: folded_names(muscle) for muscle in self.muscles.values()}

    @cached_property
    def nerves(self) -> Mapping[str, frozenset[str]]:
        """By muscle, the nerves that supply it, under the names that the atlas gathers them by."""
        return {muscle.id: frozenset(words_of(muscle, Facet.NERVE)) for muscle in self.muscles.values()}

    @cached_property
    def neighbours(self) -> Mapping[str, Mapping[str, float]]:
        """By muscle, how far (cm, in a straight line) its trigger points lie from each other muscle's, nearest first.

        Muscles whose points lie nowhere have no neighbours and are nobody's.
        """
        owners = [muscle for muscle, pattern in self.patterns.items() for _ in pattern.points]
        sites = [point.site.on(self.points)[0] for pattern in self.patterns.values() for point in pattern.points]
        places = np.array(sites, dtype=np.float64).reshape(-1, 3)
        found: dict[str, dict[str, float]] = {}
        for muscle in self.muscles:
            mine = [number for number, owner in enumerate(owners) if owner == muscle]
            if not mine:
                found[muscle] = {}
                continue
            far = np.linalg.norm(places[:, None] - places[mine][None], axis=2).min(axis=1)
            nearest: dict[str, float] = {}
            for number in np.argsort(far, kind="stable").tolist():
                if owners[number] != muscle:
                    nearest.setdefault(owners[number], float(far[number]))
            found[muscle] = nearest
        return found

    def warm(self) -> None:
        """Reckon now what the first questions would otherwise wait for: some tenths of a second, for a thread."""
        _ = (self.overlap, self.centres, self.coverage, self.twins, self.groups, self.names, self.nerves)
        if any(self.neighbours.values()):
            self.along(np.zeros(1, dtype=np.int32))

    def muscle(self, muscle_id: str) -> Muscle:
        """A muscle by its id. Raises CardError for one that the dataset does not have."""
        muscle = self.muscles.get(muscle_id)
        if muscle is None:
            raise CardError(f"the dataset has no muscle '{muscle_id}' any more")
        return muscle

    def point(self, muscle_id: str, point_id: str) -> TriggerPoint:
        """A trigger point. Raises CardError for one that the dataset does not have."""
        point = self.muscle(muscle_id).point(point_id)
        if point is None:
            raise CardError(f"{self.muscle(muscle_id).name} has no trigger point '{point_id}' any more")
        return point

    def side_of(self, muscle_id: str, point_id: str, side: Side) -> Side:
        """The side on which a point is asked: the given one, unless the point exists on the other alone."""
        return self.point(muscle_id, point_id).only or side

    def candidate(self, muscle_id: str, point_id: str, side: Side) -> int | None:
        """The number of a point on a side (or on its only side) in the index; None for one without zones."""
        return self.numbers.get(Candidate(muscle_id, point_id, self.side_of(muscle_id, point_id, side)))

    def of_muscle(self, muscle_id: str, side: Side) -> tuple[int, ...]:
        """The numbers of a muscle's candidates on a side, in the order of its points."""
        if muscle_id not in self.muscles:
            return ()
        found = [self.candidate(muscle_id, point.id, side) for point in self.muscles[muscle_id].trigger_points]
        return tuple(number for number in found if number is not None)

    @cached_property
    def groups(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """By muscle, its points with zones, gathered to those with one and the same pattern."""
        return {muscle: self._grouped(muscle) for muscle in self.muscles}

    def _grouped(self, muscle_id: str) -> tuple[tuple[str, ...], ...]:
        groups: list[list[str]] = []
        for point in self.muscles[muscle_id].trigger_points:
            number = self.candidate(muscle_id, point.id, Side.RIGHT)
            if number is None:
                continue
            for group in groups:
                first = self.candidate(muscle_id, group[0], Side.RIGHT)
                if first is not None and self._same(first, number):
                    group.append(point.id)
                    break
            else:
                groups.append([point.id])
        return tuple(map(tuple, groups))

    def _same(self, one: int, other: int) -> bool:
        a, b = self.index.candidates[one], self.index.candidates[other]
        if self.overlap[one, other] < SAME_PATTERN or a.side is not b.side:
            return False
        first, second = self.point(a.muscle, a.point), self.point(b.muscle, b.point)
        return first.refers.essential == second.refers.essential

    def group(self, muscle_id: str, point_id: str) -> tuple[str, ...]:
        """The points of a muscle that share the pattern of one of them; none for a point without zones."""
        return next((group for group in self.groups.get(muscle_id, ()) if point_id in group), ())

    def closest(self, muscle_id: str, to: int) -> int | None:
        """The candidate of a muscle whose zones have most in common with another candidate's, on its side."""
        own = self.of_muscle(muscle_id, self.index.candidates[to].side)
        return max(own, key=lambda number: float(self.overlap[number, to]), default=None)

    def alike(self, one: str, other: str, side: Side = Side.RIGHT) -> float:
        """The largest common share of any pattern of one muscle with any of another, 0 to 1."""
        mine, theirs = list(self.of_muscle(one, side)), list(self.of_muscle(other, side))
        return float(self.overlap[np.ix_(mine, theirs)].max()) if mine and theirs else 0.0

    def uncertain(self, muscle_id: str, point_id: str) -> bool:
        """Whether few reports stand behind a point, or reports that differ."""
        return self.point(muscle_id, point_id).certainty is Certainty.UNCERTAIN

    def near(self, muscle_id: str, point_id: str, side: Side, within_cm: float) -> NDArray[np.bool_]:
        """The fine vertices (n,) within a distance of a point's zones, or in them."""
        found = np.zeros(self.index.vertices, dtype=bool)
        pattern = self.patterns[muscle_id].point(point_id)
        if pattern is not None:
            for grade in Grade:
                zone = pattern.field(grade)
                found[zone.vertices[zone.values < within_cm]] = True
        return found if side is Side.RIGHT else found[self.mirror]

    def site(self, muscle_id: str, point_id: str, side: Side) -> int:
        """The fine vertex nearest to a trigger point. Raises CardError for a point that lies nowhere."""
        bound = self.bound_site(muscle_id, point_id, side)
        return int(bound.corners[0][int(np.argmax(bound.weights[0]))])

    def bound_site(self, muscle_id: str, point_id: str, side: Side) -> Bound:
        """Where on the skin a trigger point lies. Raises CardError for a point that lies nowhere."""
        pattern = self.patterns.get(muscle_id)
        point = pattern.point(point_id) if pattern else None
        if point is None:
            raise CardError(f"where {point_id} of '{muscle_id}' lies is not known")
        return point.site if side is Side.RIGHT else point.site.mirrored(self.mirror)


def facts_of(edition: Edition) -> Facts:
    """The facts of an edition. Builds patterns, index and regions if they are not there yet.

    Raises PlaceError when a region or border names what there is not.
    """
    index = edition.pain_index()
    patterns = {}
    for muscle in edition.library.muscles:
        # What is wrong with one muscle is said where its own pattern is asked for.
        with suppress(PlaceError):
            patterns[muscle] = edition.pattern(muscle)

    geodesics = edition.skin.geodesics

    def along(vertices: Ints) -> Floats:
        return geodesics.distance(vertices, REACH_CM).astype(np.float32)

    return Facts(
        muscles=edition.library.muscles,
        regions=edition.library.regions,
        tiling=edition.regions,
        index=index,
        patterns=patterns,
        mirror=edition.model.fine_mirror,
        points=edition.model.mesh(FIRST_BODY, fine=True).points,
        edges=geodesics.edges,
        along=along,
    )
