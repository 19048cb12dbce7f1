"""Indexes and drawings over sixty vertices: small enough to be reckoned by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from atlas.anatomy import Side
from atlas.finder.index import Candidate, PainIndex, indexed

Floats = NDArray[np.float32]

VERTICES = 60
# The vertex on the other side of each: the first half is the right side.
MIRROR = np.roll(np.arange(VERTICES, dtype=np.int32), VERTICES // 2)
# Strengths as they are given, in tenths.
TENTHS = [np.float32(tenth / 10) for tenth in range(11)]


def index_of(zones: Sequence[Floats], areas: Floats, names: Sequence[Candidate] | None = None) -> PainIndex:
    """The index of zones (n,), which say what they count for at each vertex."""
    candidates = names or [Candidate(f"muscle-{k}", "TrP1", Side.RIGHT) for k in range(len(zones))]
    covered = [np.flatnonzero(zone).astype(np.int64) for zone in zones]
    gains = [zone[vertices] for zone, vertices in zip(zones, covered, strict=True)]
    return indexed(list(candidates), covered, gains, areas)


def plain(*vertices: int, strength: float = 1.0) -> Floats:
    """A zone or a drawing that holds these vertices."""
    made = np.zeros(VERTICES, dtype=np.float32)
    made[list(vertices)] = strength
    return made


def even(area: float = 1.0) -> Floats:
    """Skin of which every vertex has the same area."""
    return np.full(VERTICES, area, dtype=np.float32)


def areas() -> st.SearchStrategy[Floats]:
    """Skin of uneven vertices."""
    return arrays(np.float32, VERTICES, elements=st.floats(0.25, 3, width=32))


def zones(least: int = 1, most: int = 6) -> st.SearchStrategy[list[Floats]]:
    """A handful of zones: essential (1), spillover (1/2) or not (0) at each vertex."""
    gains = st.sampled_from([np.float32(0), np.float32(0.5), np.float32(1)])
    return st.lists(arrays(np.float32, VERTICES, elements=gains), min_size=least, max_size=most)


def drawings(strengths: Sequence[np.float32] = TENTHS) -> st.SearchStrategy[Floats]:
    """A drawing of pain, empty ones among them."""
    return arrays(np.float32, VERTICES, elements=st.sampled_from(strengths))
