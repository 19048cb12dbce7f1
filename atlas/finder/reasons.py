"""Why a trigger point explains a drawing, in a sentence: where its zones meet the pain, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Region, Side
from atlas.finder.index import GAIN, Floats, PainIndex
from atlas.finder.ranking import painted
from atlas.surface.region_map import MIDDLE, RegionMap

# A region is named when it holds so much of the pain, and so many regions at most.
_LEAST_SHARE = 0.04
_MOST = 2

_WITHOUT_ARTICLE = (
    "above", "along", "around", "at", "behind", "below", "beside", "between", "inside", "just", "outside", "over",
    "the", "under", "where",
)  # fmt: skip


# A region and the side of it, None for one that lies on both sides as one.
Part: TypeAlias = tuple[str, Side | None]


@dataclass(frozen=True)
class Reason:
    """Parts of the skin, most pain first: covered by the essential zone, reached by the spillover alone, not reached.

    `both` is true where both sides of the body hurt: then the side must be said.
    """

    essential: tuple[Part, ...]
    spillover: tuple[Part, ...]
    missed: tuple[Part, ...]
    both: bool = False


def reason(index: PainIndex, tiling: RegionMap, weights: Floats, number: int) -> Reason:
    """Why the candidate of a number explains a drawing (n,), or does not."""
    some = painted(weights)
    gain = np.zeros(index.vertices, dtype=np.float32)
    vertices, gains = index.zone(number)
    gain[vertices] = gains
    here = gain[some]
    pain = (index.areas[some] * weights[some]).astype(np.float64)
    # The last one stands for skin without a region, which has the label -1.
    sided = np.array([*[name not in tiling.midline for name in tiling.names], False])
    label, x = tiling.label[some].astype(np.int64), tiling.side_x[some]
    # Each region twice: on the right, or in the middle, and on the left. Between the two sides of one lies neither.
    between = sided[label] & (np.abs(x) <= MIDDLE)
    part = np.where((label >= 0) & ~between, 2 * label + (sided[label] & (x > MIDDLE)), -1)
    full = max(GAIN.values())
    shares = [
        _shares(2 * len(tiling.names), part[those], pain[those], float(pain.sum()))
        for those in (here == full, (here > 0) & (here < full), here == 0)
    ]
    # A region that a zone cuts in two is named where most of its pain lies.
    where = np.argmax(shares, axis=0) if tiling.names else np.zeros(0)
    named = [_most(tiling, np.where(where == number, share, 0)) for number, share in enumerate(shares)]
    all_pain = np.sum(shares, axis=0)
    both = all_pain[1::2].sum() >= _LEAST_SHARE and all_pain[::2][sided[:-1]].sum() >= _LEAST_SHARE
    return Reason(named[0], named[1], named[2], bool(both))


def _shares(parts: int, part: NDArray[np.int64], pain: NDArray[np.float64], whole: float) -> NDArray[np.float64]:
    on = part >= 0
    return np.bincount(part[on], pain[on], parts) / max(whole, 1e-9)


def _most(tiling: RegionMap, share: NDArray[np.float64]) -> tuple[Part, ...]:
    order = np.argsort(-share, kind="stable")[:_MOST].tolist()
    found: list[Part] = []
    for k in order:
        if share[k] >= _LEAST_SHARE:
            name = tiling.names[k // 2]
            side = None if name in tiling.midline else Side.LEFT if k % 2 else Side.RIGHT
            found.append((name, side))
    return tuple(found)


def sentence(why: Reason, regions: Mapping[str, Region]) -> str:
    """A reason in words."""
    parts = []
    if why.essential:
        parts.append(f"Its essential zone covers {_listed(why, why.essential, regions)}")
    if why.spillover:
        start = "it spills into" if parts else "Only its spillover reaches"
        parts.append(f"{start} {_listed(why, why.spillover, regions)}")
    text = "; ".join(parts) or "It touches the edge of what is marked"
    if why.missed:
        text += f". It does not reach {_listed(why, why.missed, regions)}"
    return text + "."


def _listed(why: Reason, parts: tuple[Part, ...], regions: Mapping[str, Region]) -> str:
    words = []
    for name, side in parts:
        word = spoken(regions[name]) if name in regions else name
        words.append(f"{word} ({side.value})" if side is not None and why.both else word)
    return " and ".join(words)


def spoken(region: Region) -> str:
    """A region as it is named within a sentence."""
    name = region.patient_name
    return name if name.split()[0].lower() in _WITHOUT_ARTICLE else f"the {name}"
