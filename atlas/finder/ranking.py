"""From a drawing of pain to trigger points in the order in which they explain it.

The score of a trigger point is M / (M + U + N), in cm2, where

- M is the pain in its zones, weighted by how strong it is there (from 1/2 for the faintest to 1 for the strongest) and
  by what the zone counts for (`GAIN`: essential 1, spillover 1/2);
- U is the pain outside its zones, weighted by strength: what it does not explain;
- N is what lacks of its zones, by `LACK`: an essential zone without pain counts 1/5, a spillover zone 1/50.

It lies in [0, 1]: 0 where nothing is shared, 1 where the drawing is the pattern. More pain inside a zone never lowers
it, more pain outside never raises it, a wider zone without pain never raises it, and a drawing mirrored has the answer
mirrored. Strength is not measured against the strongest pain of the drawing: then a stronger spot inside a zone could
lower the score, because everything else would count for less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from atlas.finder.index import Candidate, Floats, PainIndex

# Paint fainter than this is none.
LEAST = 0.02
# From this strength on, skin counts as painted.
_PAINTED = 0.1
# What the faintest pain counts for beside the strongest: mild pain has the same causes as strong pain.
_FAINT = 0.5
# Scores nearer than this cannot be told apart.
SAME = 1e-4


@dataclass(frozen=True)
class Answer:
    """How well a trigger point explains a drawing.

    `score` as above; `explained` and `essential`, the share of the pain (by strength) in any of its zones and in its
    essential ones; `unpainted`, the share of its zones that is not painted; `overlap`, the common share of what drawing
    and zones cover together (Jaccard). All lie in [0, 1]. `number` is the candidate's in the index.
    """

    candidate: Candidate
    number: int
    score: float
    explained: float
    essential: float
    unpainted: float
    overlap: float


def painted(weights: Floats) -> NDArray[np.int64]:
    """The vertices of a drawing (n,) that hold any pain."""
    return np.flatnonzero(weights > LEAST).astype(np.int64)


def rank(index: PainIndex, weights: Floats) -> list[Answer]:
    """The trigger points that explain a drawing at all, the best first; none for an empty drawing.

    Args:
        index: What there is to choose from.
        weights: How strong the pain is at each fine vertex (n,), 0 for none to 1.
    """
    some = painted(weights)
    if not len(some):
        return []
    count = len(index.candidates)
    entries, owner = index.over(some)
    candidate, gain = index.candidate[entries], index.gain[entries]
    area = index.areas[some]
    marked = area * np.clip(weights[some] / _PAINTED, 0, 1)
    pain = marked * (_FAINT + (1 - _FAINT) * weights[some])
    total = float(pain.sum())

    def summed(values: Floats) -> NDArray[np.float64]:
        return np.bincount(candidate, values, count).astype(np.float64)

    matched, covered = summed(pain[owner] * gain), summed(pain[owner])
    essential = summed(np.where(gain == 1, pain[owner], 0))
    lacks = np.maximum(index.zone_lacks - summed(marked[owner] * index.lack[entries]), 0)
    common = summed(marked[owner])
    together = index.zone_areas + float(marked.sum()) - common
    score = matched / np.maximum(matched + (total - covered) + lacks, 1e-9)
    touched = np.flatnonzero(matched > 0)
    order = touched[np.lexsort((touched, -covered[touched], -np.round(score[touched], 6)))]
    return [
        Answer(
            index.candidates[k],
            k,
            min(float(score[k]), 1.0),
            min(float(covered[k]) / total, 1.0),
            min(float(essential[k]) / total, 1.0),
            max(1 - float(common[k]) / max(float(index.zone_areas[k]), 1e-9), 0.0),
            min(float(common[k]) / max(float(together[k]), 1e-9), 1.0),
        )
        for k in order.tolist()
    ]
