"""Why a trigger point explains a drawing, in a sentence: where its zones meet the pain, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Region
from atlas.finder.index import GAIN, Floats, PainIndex
from atlas.finder.ranking import painted
from atlas.surface.region_map import RegionMap

# A region is named when it holds so much of the pain, and so many regions at most.
_LEAST_SHARE = 0.04
_MOST = 2

_WITHOUT_ARTICLE = (
    "above", "along", "at", "behind", "below", "beside", "between", "inside", "just", "outside", "over", "the",
    "under", "where",
)  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """Regions, most pain first: covered by the essential zone, reached by the spillover alone, and not reached."""

    essential: tuple[str, ...]
    spillover: tuple[str, ...]
    missed: tuple[str, ...]


def reason(index: PainIndex, tiling: RegionMap, weights: Floats, number: int) -> Reason:
    """Why the candidate of a number explains a drawing (n,), or does not."""
    some = painted(weights)
    gain = np.zeros(index.vertices, dtype=np.float32)
    vertices, gains = index.zone(number)
    gain[vertices] = gains
    here = gain[some]
    pain = (index.areas[some] * weights[some]).astype(np.float64)
    label = tiling.label[some]
    full = max(GAIN.values())
    shares = [
        _shares(tiling, label[part], pain[part], float(pain.sum()))
        for part in (here == full, (here > 0) & (here < full), here == 0)
    ]
    # A region that a zone cuts in two is named where most of its pain lies.
    where = np.argmax(shares, axis=0)
    named = [_most(tiling, np.where(where == number, share, 0)) for number, share in enumerate(shares)]
    return Reason(*named)


def _shares(
    tiling: RegionMap, label: NDArray[np.int16], pain: NDArray[np.float64], whole: float
) -> NDArray[np.float64]:
    on = label >= 0
    return np.bincount(label[on], pain[on], len(tiling.names)) / max(whole, 1e-9)


def _most(tiling: RegionMap, share: NDArray[np.float64]) -> tuple[str, ...]:
    order = np.argsort(-share, kind="stable")[:_MOST].tolist()
    return tuple(tiling.names[k] for k in order if share[k] >= _LEAST_SHARE)


def sentence(why: Reason, regions: Mapping[str, Region]) -> str:
    """A reason in words."""
    parts = []
    if why.essential:
        parts.append(f"Its essential zone covers {_listed(why.essential, regions)}")
    if why.spillover:
        start = "it spills into" if parts else "Only its spillover reaches"
        parts.append(f"{start} {_listed(why.spillover, regions)}")
    text = "; ".join(parts) or "It touches the edge of what is marked"
    if why.missed:
        text += f". It does not reach {_listed(why.missed, regions)}"
    return text + "."


def _listed(names: tuple[str, ...], regions: Mapping[str, Region]) -> str:
    return " and ".join(spoken(regions[name]) if name in regions else name for name in names)


def spoken(region: Region) -> str:
    """A region as it is named within a sentence."""
    name = region.patient_name.split(",")[0]
    return name if name.split()[0].lower() in _WITHOUT_ARTICLE else f"the {name}"
