"""How much of each region each trigger point's zones cover, and which regions lie beside each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Area, Region, Side
from atlas.finder.index import GAIN, Floats, PainIndex
from atlas.finder.reasons import Part
from atlas.surface.region_map import RegionMap

# A zone that holds so much of a region clearly reaches it. Below that, unless it is nothing at all, nothing is asked.
CLEAR_SHARE = 0.25
# Regions on each side that meet in fewer edges than this only touch at a corner.
_LEAST_BORDER = 2

# The parts of the body within which a pattern may skip a region.
LIMBS: tuple[frozenset[Area], ...] = (
    frozenset({Area.HEAD, Area.NECK}),
    frozenset({Area.SHOULDER, Area.ARM, Area.FOREARM, Area.HAND}),
    frozenset({Area.CHEST, Area.BACK, Area.ABDOMEN}),
    frozenset({Area.HIP, Area.THIGH, Area.LEG, Area.FOOT}),
)


@dataclass(frozen=True, eq=False)
class Coverage:
    """The skin (cm2) that candidates share with parts, each a region on one side or a region of the midline.

    `areas` (p,) of the parts; `whole` and `essential` (k, p), what the candidates' zones, or their essential zones
    alone, cover of them; `beside`, by part the numbers of its neighbours; `label` (n,) the part of each fine vertex,
    -1 for none.
    """

    parts: tuple[Part, ...]
    areas: Floats
    whole: Floats
    essential: Floats
    beside: tuple[frozenset[int], ...]
    label: NDArray[np.int64]

    def number(self, region: str, side: Side) -> int | None:
        """The part of a region on a side, or of a midline region; None for one that there is not."""
        for part in ((region, side), (region, None)):
            if part in self.parts:
                return self.parts.index(part)
        return None

    def shares(self, number: int) -> Floats:
        """How much (k,) of a part each candidate's zones cover, 0 to 1."""
        share: Floats = self.whole[:, number] / self.areas[number]
        return share

    def essential_shares(self, number: int) -> Floats:
        """How much (k,) of a part each candidate's essential zones cover, 0 to 1."""
        share: Floats = self.essential[:, number] / self.areas[number]
        return share


def coverage(index: PainIndex, tiling: RegionMap, edges: NDArray[np.integer]) -> Coverage:
    """Lay the index over the regions. `edges` (e, 2) of the fine skin tell which regions meet."""
    count = len(tiling.names)
    sided = np.array([name not in tiling.midline for name in tiling.names])
    region = tiling.label.astype(np.int64)
    left = (tiling.side_x > 0.01) & sided[region]
    label = np.where(region >= 0, 2 * region + left, -1)
    areas = np.bincount(label[label >= 0], index.areas[label >= 0], 2 * count)
    # Every region of the midline has but one part, and a dataset's region may hold no skin at all.
    kept = np.flatnonzero(areas > 0)
    new = np.full(2 * count + 1, -1, dtype=np.int64)
    new[kept] = np.arange(len(kept))
    label = new[label]
    parts = []
    for old in kept.tolist():
        name = tiling.names[old // 2]
        side = None if name in tiling.midline else Side.LEFT if old % 2 else Side.RIGHT
        parts.append((name, side))
    whole = _summed(index, label, len(parts), index.gain > 0)
    essential = _summed(index, label, len(parts), index.gain == max(GAIN.values()))
    beside = _beside(label, edges, len(parts))
    return Coverage(tuple(parts), areas[kept].astype(np.float32), whole, essential, beside, label)


def _summed(index: PainIndex, label: NDArray[np.int64], parts: int, entries: NDArray[np.bool_]) -> Floats:
    vertex = np.repeat(np.arange(index.vertices), np.diff(index.first))
    counted = entries & (label[vertex] >= 0)
    cell = index.candidate[counted].astype(np.int64) * parts + label[vertex[counted]]
    flat = np.bincount(cell, index.areas[vertex[counted]], len(index.candidates) * parts)
    return flat.reshape(len(index.candidates), parts).astype(np.float32)


def _beside(label: NDArray[np.int64], edges: NDArray[np.integer], parts: int) -> tuple[frozenset[int], ...]:
    one, other = label[edges[:, 0]], label[edges[:, 1]]
    border = (one >= 0) & (other >= 0) & (one != other)
    low, high = np.minimum(one, other)[border], np.maximum(one, other)[border]
    pairs, count = np.unique(low * parts + high, return_counts=True)
    beside: list[set[int]] = [set() for _ in range(parts)]
    for pair in pairs[count >= _LEAST_BORDER].tolist():
        a, b = divmod(pair, parts)
        beside[a].add(b)
        beside[b].add(a)
    return tuple(map(frozenset, beside))


def steps(cover: Coverage, start: Iterable[int], through: frozenset[int]) -> dict[int, int]:
    """How many borders each part lies from the nearest start, going only through the given parts."""
    far = dict.fromkeys(start, 0)
    queue = deque(far)
    while queue:
        part = queue.popleft()
        for other in cover.beside[part]:
            if other in through and other not in far:
                far[other] = far[part] + 1
                queue.append(other)
    return far


def skipped(cover: Coverage, candidate: int, regions: Mapping[str, Region], side: Side) -> list[int]:
    """The parts that a pattern leaves out between two parts of one limb that it clearly covers.

    Such a part holds nothing of the pattern, and lies on a shortest way from one piece of the pattern to another. The
    shortest gaps come first, and in each the middle.
    """
    touched = cover.whole[candidate] > 0
    clear = cover.whole[candidate] >= CLEAR_SHARE * cover.areas
    found: dict[int, tuple[int, int]] = {}
    for limb in LIMBS:
        parts = _limb(cover, limb, regions, side)
        pieces = _pieces(cover, frozenset(part for part in parts if touched[part]))
        pieces = [piece for piece in pieces if any(clear[part] for part in piece)]
        empty = frozenset(part for part in parts if not touched[part])
        for first, piece in enumerate(pieces):
            one = steps(cover, piece, empty)
            for other_piece in pieces[:first]:
                other = steps(cover, other_piece, empty)
                between = one.keys() & other.keys() & empty
                shortest = min((one[part] + other[part] for part in between), default=0)
                for part in between:
                    if one[part] + other[part] == shortest:
                        found[part] = shortest, abs(one[part] - other[part])
    return sorted(found, key=lambda part: (*found[part], part))


def covered(cover: Coverage, candidate: int, regions: Mapping[str, Region], side: Side, like: int) -> list[int]:
    """The parts that a pattern clearly covers on the limb of another part, those nearest to it first."""
    area = regions[cover.parts[like][0]].area
    limb = next((limb for limb in LIMBS if area in limb), frozenset({area}))
    parts = _limb(cover, limb, regions, side)
    far = steps(cover, [like], parts)
    clear = cover.whole[candidate] >= CLEAR_SHARE * cover.areas
    return sorted((part for part in far if clear[part]), key=lambda part: (far[part], part))


def _limb(cover: Coverage, limb: frozenset[Area], regions: Mapping[str, Region], side: Side) -> frozenset[int]:
    return frozenset(
        number
        for number, (name, its) in enumerate(cover.parts)
        if its in (None, side) and name in regions and regions[name].area in limb
    )


def _pieces(cover: Coverage, parts: frozenset[int]) -> list[frozenset[int]]:
    """The parts, gathered to those that hang together."""
    left, pieces = set(parts), []
    while left:
        piece = frozenset(steps(cover, [min(left)], parts))
        pieces.append(piece)
        left -= piece
    return pieces
