"""Stories of a complaint: what is painted and what is named go back and forth together."""

from __future__ import annotations

import numpy as np

from atlas.anatomy import SideChoice
from atlas.finder.complaint import Complaint, Named

RIGHT, LEFT = SideChoice.RIGHT, SideChoice.LEFT
FIRST = np.array([1, 0, 0, 0], dtype=np.float32)
SECOND = np.array([0, 0, 1, 1], dtype=np.float32)


def test_a_named_place_is_undone_with_its_paint() -> None:
    complaint = Complaint(4)
    complaint.mark("kneecap", RIGHT, FIRST, 10)
    complaint.mark("kneecap", LEFT, SECOND, 10)
    assert list(complaint.named.places) == [("kneecap", RIGHT), ("kneecap", LEFT)]
    complaint.undo()
    assert list(complaint.named.places) == [("kneecap", RIGHT)]
    assert complaint.drawing.weights.tolist() == FIRST.tolist()
    complaint.redo()
    assert len(complaint.named.places) == 2
    complaint.unmark("kneecap", np.maximum(FIRST, SECOND))
    assert complaint.empty
    complaint.undo()
    assert len(complaint.named.places) == 2
    assert complaint.drawing.weights.tolist() == (FIRST + SECOND).tolist()


def test_clearing_takes_symptoms_and_undo_brings_all_back() -> None:
    complaint = Complaint(4)
    complaint.add_symptom("fever")
    complaint.add_symptom("fever")
    complaint.begin()
    complaint.drawing.paint(np.array([1]), np.ones(1, dtype=np.float32))
    complaint.clear()
    assert complaint.empty
    complaint.clear()
    complaint.undo()
    assert complaint.named == Named((), ("fever",))
    assert complaint.drawing.weights.tolist() == [0, 1, 0, 0]
    complaint.undo()
    assert complaint.drawing.empty
    assert complaint.named.symptoms == ("fever",)
    complaint.drop_symptom("fever")
    complaint.undo()
    complaint.undo()
    assert complaint.empty
    assert not complaint.drawing.can_undo


def test_more_steps_than_are_kept_still_go_back_in_pairs() -> None:
    complaint = Complaint(4)
    for number in range(130):
        complaint.add_symptom(str(number))
    steps = 0
    while complaint.drawing.can_undo:
        complaint.undo()
        steps += 1
    assert complaint.named.symptoms == tuple(str(number) for number in range(130 - steps))
