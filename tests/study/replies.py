"""What a learner might give for an answer."""

from __future__ import annotations

import numpy as np

from atlas.anatomy import Side
from atlas.finder.index import Floats
from atlas.study.facts import Facts
from atlas.study.questions import Question


def zone_paint(facts: Facts, question: Question, side: Side | None = None) -> Floats:
    """A question's own pattern as paint, or the one of a side."""
    number = facts.candidate(question.card.muscle, question.card.point, side or question.side)
    assert number is not None
    paint = np.zeros(facts.index.vertices, dtype=np.float32)
    paint[facts.index.zone(number)[0]] = 1
    return paint
