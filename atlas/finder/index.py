"""Every trigger point's zones, looked up by the skin that they cover: what a drawing of pain is compared with.

Ranking looks only at the skin that is painted: its cost grows with the painted vertices and the zones over them, not
with all the skin or all the patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Grade, Side
from atlas.surface.field import Field
from atlas.surface.patterns import MusclePattern

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# What a cm2 of pain in an essential zone and in a spillover zone counts for.
GAIN = {Grade.ESSENTIAL: 1.0, Grade.SPILLOVER: 0.5}
# What a cm2 of zone without pain counts against: little, since few patients have the whole of a pattern, and hardly
# anything where only some feel it.
LACK = {Grade.ESSENTIAL: 0.2, Grade.SPILLOVER: 0.02}


@dataclass(frozen=True)
class Candidate:
    """A trigger point on one side."""

    muscle: str
    point: str
    side: Side


@dataclass(frozen=True, eq=False)
class PainIndex:
    """The zones of all trigger points on both sides.

    `areas` (n,) cm2 belongs to the fine vertices. The covered vertices of all candidates lie in `candidate` (m,), a
    number into `candidates`, and `gain` (m,), what the zone counts for there; those of vertex v are the entries
    `first[v]` to `first[v + 1]`.
    """

    candidates: tuple[Candidate, ...]
    areas: Floats
    first: NDArray[np.int64]
    candidate: Ints
    gain: Floats

    @property
    def vertices(self) -> int:
        """How many vertices the skin has."""
        return len(self.areas)

    @cached_property
    def zone_areas(self) -> Floats:
        """How much skin (k,) in cm2 each candidate's zones cover."""
        return np.bincount(self.candidate, self.areas[self._vertex], len(self.candidates)).astype(np.float32)

    @cached_property
    def lack(self) -> Floats:
        """What each entry (m,) counts against, per cm2, where there is no pain."""
        return np.where(self.gain == GAIN[Grade.ESSENTIAL], LACK[Grade.ESSENTIAL], LACK[Grade.SPILLOVER]).astype(
            np.float32
        )

    @cached_property
    def zone_lacks(self) -> Floats:
        """What all of each candidate's zones (k,) count against where there is no pain at all."""
        return np.bincount(self.candidate, self.areas[self._vertex] * self.lack, len(self.candidates)).astype(
            np.float32
        )

    @cached_property
    def _vertex(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(self.vertices), np.diff(self.first))

    def over(self, vertices: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The entries over some vertices (k,), and for each which of the vertices (0 to k - 1) it is over."""
        start, count = self.first[vertices], np.diff(self.first)[vertices]
        owner = np.repeat(np.arange(len(vertices)), count)
        step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        return start[owner] + step, owner

    def zone(self, number: int) -> tuple[NDArray[np.int64], Floats]:
        """The vertices that a candidate's zones cover, and what they count for there."""
        entries = self._by_candidate[self._starts[number] : self._starts[number + 1]]
        return self._vertex[entries], self.gain[entries]

    @cached_property
    def _by_candidate(self) -> NDArray[np.int64]:
        return np.argsort(self.candidate, kind="stable")

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(np.bincount(self.candidate, minlength=len(self.candidates)))])


def pain_index(patterns: Iterable[MusclePattern], areas: Floats, mirror: Ints) -> PainIndex:
    """Build the index.

    Args:
        patterns: The muscles' patterns, of the right side.
        areas: The skin (n,) in cm2 that belongs to each fine vertex.
        mirror: The vertex (n,) on the other side of each.
    """
    candidates: list[Candidate] = []
    vertices: list[NDArray[np.int64]] = []
    gains: list[Floats] = []
    for pattern in patterns:
        for point in pattern.points:
            gain = np.zeros(len(areas), dtype=np.float32)
            for grade in (Grade.SPILLOVER, Grade.ESSENTIAL):
                zone = point.field(grade)
                gain[zone.vertices[zone.values < 0]] = GAIN[grade]
            covered = np.flatnonzero(gain)
            if not len(covered):
                continue
            for side in Side:
                if point.only in (None, side):
                    candidates.append(Candidate(pattern.muscle, point.id, side))
                    vertices.append(covered if side is Side.RIGHT else mirror[covered].astype(np.int64))
                    gains.append(gain[covered])
    return indexed(candidates, vertices, gains, areas)


def zone_index(fields: Mapping[str, Field], areas: Floats, mirror: Ints) -> PainIndex:
    """The index of single zones of the right side by name, all of which count as essential; else as `pain_index`."""
    candidates: list[Candidate] = []
    vertices: list[NDArray[np.int64]] = []
    for name, zone in fields.items():
        covered = zone.vertices[zone.values < 0].astype(np.int64)
        for side in Side:
            candidates.append(Candidate(name, "", side))
            vertices.append(covered if side is Side.RIGHT else mirror[covered].astype(np.int64))
    gains = [np.full(len(each), GAIN[Grade.ESSENTIAL], dtype=np.float32) for each in vertices]
    return indexed(candidates, vertices, gains, areas)


def indexed(
    candidates: list[Candidate], vertices: list[NDArray[np.int64]], gains: list[Floats], areas: Floats
) -> PainIndex:
    """The index of candidates, each with the vertices that it covers and what they count for."""
    nothing = np.zeros(0, dtype=np.int64)
    vertex = np.concatenate([nothing, *vertices])
    owner = np.repeat(np.arange(len(candidates), dtype=np.int32), [len(each) for each in vertices])
    gain = np.concatenate([np.zeros(0, dtype=np.float32), *gains])
    order = np.argsort(vertex, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(vertex, minlength=len(areas)))])
    return PainIndex(tuple(candidates), areas, first, owner[order], gain[order])
