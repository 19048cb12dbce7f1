"""Which red flags a drawing and the chosen symptoms raise: what to ask before any muscle is thought of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from atlas.anatomy import Occasion, RedFlag, Side, Urgency
from atlas.finder.drawing import Floats
from atlas.finder.ranking import LEAST
from atlas.surface.region_map import MIDDLE, RegionMap

_ORDER = list(Urgency)


def region_shares(tiling: RegionMap, areas: Floats, weights: Floats) -> dict[tuple[str, Side], float]:
    """How much (0..1) of each region that is painted at all is painted, on each side.

    A midline region counts as a whole, under both sides.
    """
    marked = weights > LEAST
    sides = {Side.LEFT: tiling.side_x > MIDDLE, Side.RIGHT: tiling.side_x < -MIDDLE}
    shares: dict[tuple[str, Side], float] = {}
    for number in np.unique(tiling.label[marked]).tolist():
        if number < 0:
            continue
        name, inside = tiling.names[number], tiling.label == number
        for side in Side:
            here = inside if name in tiling.midline else inside & sides[side]
            whole = float(areas[here].sum())
            share = float(areas[here & marked].sum()) / whole if whole else 0.0
            if share > 0:
                shares[name, side] = share
    return shares


def raised(flags: Iterable[RedFlag], shares: dict[tuple[str, Side], float], symptoms: Collection[str]) -> list[RedFlag]:
    """The red flags that painted regions (see `region_shares`) and chosen symptoms raise, the most urgent first."""
    found = [flag for flag in flags if any(_holds(occasion, shares, symptoms) for occasion in flag.when)]
    return sorted(found, key=lambda flag: _ORDER.index(flag.urgency))


def _holds(occasion: Occasion, shares: dict[tuple[str, Side], float], symptoms: Collection[str]) -> bool:
    painted = any(
        shares.get((region, side), 0.0) >= occasion.least_share
        for region in occasion.regions
        for side in occasion.sides
    )
    chosen = any(symptom in symptoms for symptom in occasion.symptoms)
    return (painted or not occasion.regions) and (chosen or not occasion.symptoms)
