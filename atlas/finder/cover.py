"""The smallest sets of muscles that together explain a drawing of pain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Side
from atlas.finder.index import Floats, PainIndex
from atlas.finder.ranking import painted

# A set explains a drawing when no more than this share of the pain lies outside all its zones.
ENOUGH = 0.9
# Sums of many small areas are not exact.
_SLACK = 1e-5
# So many muscles at most stand in a set; up to this number the smallest sets are found exactly.
MOST = 3
# So many sets are told.
_SETS = 3

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class MuscleOnSide:
    """A muscle on one side, with all its trigger points."""

    muscle: str
    side: Side


@dataclass(frozen=True)
class Cover:
    """Muscles that together explain a share (0..1) of a drawing's pain."""

    muscles: tuple[MuscleOnSide, ...]
    explained: float


@dataclass(frozen=True)
class _Cells:
    """The painted skin, gathered to cells that the same muscles cover: flags (muscles, cells), shares (cells,)."""

    muscles: tuple[MuscleOnSide, ...]
    covers: Flags
    share: NDArray[np.float64]


def smallest_covers(index: PainIndex, weights: Floats) -> list[Cover]:
    """The smallest sets that explain enough of a drawing, those that explain most first.

    Where no set of MOST muscles does, the best ones of that size. None for an empty drawing.
    """
    cells = _cells(index, weights)
    if cells is None:
        return []
    kept = _undominated(cells)
    best: list[tuple[float, tuple[int, ...]]] = []
    for size in range(1, min(MOST, len(kept)) + 1):
        best = sorted(_sets(cells, kept, size), key=lambda pair: (-round(pair[0], 6), pair[1]))[:_SETS]
        if best and best[0][0] >= ENOUGH - _SLACK:
            best = [pair for pair in best if pair[0] >= ENOUGH - _SLACK]
            break
    return [Cover(tuple(cells.muscles[k] for k in chosen), share) for share, chosen in best]


def unexplained(index: PainIndex, weights: Floats) -> Floats:
    """The part of a drawing (n,) that no zone of any muscle covers."""
    result = weights.copy()
    result[np.diff(index.first) > 0] = 0
    return result


def _cells(index: PainIndex, weights: Floats) -> _Cells | None:
    some = painted(weights)
    entries, owner = index.over(some)
    if not len(entries):
        return None
    numbers: dict[MuscleOnSide, int] = {}
    of_candidate = np.empty(len(index.candidates), dtype=np.int64)
    for k in np.unique(index.candidate[entries]).tolist():
        candidate = index.candidates[k]
        of_candidate[k] = numbers.setdefault(MuscleOnSide(candidate.muscle, candidate.side), len(numbers))
    covers = np.zeros((len(some), len(numbers)), dtype=bool)
    covers[owner, of_candidate[index.candidate[entries]]] = True
    pain = (index.areas[some] * weights[some]).astype(np.float64)
    cells, cell = np.unique(np.packbits(covers, axis=1), axis=0, return_inverse=True)
    flags = np.unpackbits(cells, axis=1, count=len(numbers)).astype(bool)
    share = np.bincount(cell.ravel(), pain, len(cells)) / pain.sum()
    return _Cells(tuple(numbers), flags.T.copy(), share)


def _undominated(cells: _Cells) -> list[int]:
    """Muscles of which no other covers all that they cover, and more: only these need be tried.

    Of muscles that cover the same one stands for all.
    """
    covers = cells.covers
    size = covers @ cells.share
    order = np.argsort(-size, kind="stable").tolist()
    kept: list[int] = []
    for k in order:
        if not any((covers[k] <= covers[other]).all() for other in kept):
            kept.append(k)
    return kept


def _sets(cells: _Cells, kept: list[int], size: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    covers, share = cells.covers[kept], cells.share
    if size == 1:
        yield from ((float(total), (kept[k],)) for k, total in enumerate(covers @ share))
        return
    # What is left after all but the last muscle, and what each last one adds, for all sets in one product.
    firsts = list(combinations(range(len(kept)), size - 1))
    left = np.ones((len(firsts), covers.shape[1]), dtype=np.float32)
    for place in range(size - 1):
        left *= ~covers[[chosen[place] for chosen in firsts]]
    weighted = left * share.astype(np.float32)
    already = 1 - weighted.sum(axis=1)
    added = weighted @ covers.T.astype(np.float32)
    last = np.array([chosen[-1] for chosen in firsts])
    added[np.arange(len(kept))[None] <= last[:, None]] = -1
    total = already[:, None] + added
    for flat in np.argsort(-total, axis=None)[: 4 * _SETS].tolist():
        row, column = divmod(flat, len(kept))
        if added[row, column] >= 0:
            chosen = (*firsts[row], column)
            yield float(total[row, column]), tuple(kept[k] for k in chosen)
