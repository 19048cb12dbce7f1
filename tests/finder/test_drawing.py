"""Drawing pain: strokes, the eraser, and taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from atlas.finder.drawing import STRONGEST, WEAKEST, Drawing
from atlas.surface.field import Field
from tests.finder.small_index import VERTICES, Floats, areas

QUICK = settings(max_examples=25, deadline=None)
# Steps are kept in half precision.
HALF = 1e-3

Step: TypeAlias = Callable[[Drawing], None]

STRENGTHS = st.floats(0, 1, width=32)
MASKS = arrays(np.float32, VERTICES, elements=STRENGTHS)


@st.composite
def touches(draw: st.DrawFn) -> tuple[NDArray[np.int64], Floats]:
    """What a brush finds: vertices, each once, and how strongly."""
    vertices = draw(st.lists(st.integers(0, VERTICES - 1), min_size=1, max_size=12, unique=True))
    strength = draw(st.lists(STRENGTHS, min_size=len(vertices), max_size=len(vertices)))
    return np.array(vertices, dtype=np.int64), np.array(strength, dtype=np.float32)


def _stroke(found: tuple[NDArray[np.int64], Floats], intensity: int) -> Step:
    def do(drawing: Drawing) -> None:
        drawing.begin()
        drawing.paint(*found, intensity)

    return do


def _erased(found: tuple[NDArray[np.int64], Floats]) -> Step:
    def do(drawing: Drawing) -> None:
        drawing.begin()
        drawing.erase(*found)

    return do


INTENSITIES = st.integers(WEAKEST, STRONGEST)
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(_stroke, touches(), INTENSITIES),
    st.builds(_erased, touches()),
    st.builds(lambda mask, i: lambda drawing: drawing.fill(mask, i), MASKS, INTENSITIES),
    st.builds(lambda mask: lambda drawing: drawing.empty_out(mask), MASKS),
    st.builds(lambda mask: lambda drawing: drawing.replace(mask), MASKS),
)


def drawing_of(weights: Floats) -> Drawing:
    made = Drawing(VERTICES)
    made.replace(weights)
    return made


def painted(vertex: int, strength: float = 1.0, intensity: int = STRONGEST) -> Step:
    return _stroke((np.array([vertex]), np.array([strength], dtype=np.float32)), intensity)


# ---- painting and erasing --------------------------------------------------------------------------------------------


@QUICK
@given(before=MASKS, found=touches(), intensity=INTENSITIES)
def test_paint_never_weakens_and_leaves_the_rest(
    before: Floats, found: tuple[NDArray[np.int64], Floats], intensity: int
) -> None:
    drawing = drawing_of(before)
    drawing.paint(*found, intensity)
    vertices, strength = found
    assert (drawing.weights >= before).all()
    assert drawing.weights[vertices] == pytest.approx(np.maximum(before[vertices], strength * intensity / 10))
    rest = np.setdiff1d(np.arange(VERTICES), vertices)
    assert (drawing.weights[rest] == before[rest]).all()


@QUICK
@given(before=MASKS, found=touches())
def test_a_stroke_of_the_eraser_takes_its_like_wholly(before: Floats, found: tuple[NDArray[np.int64], Floats]) -> None:
    drawing = Drawing(VERTICES)
    drawing.paint(*found)
    drawing.erase(*found)
    assert not drawing.weights.any()


@QUICK
@given(before=MASKS, found=touches())
def test_the_eraser_never_strengthens_and_takes_all_where_it_is_full(
    before: Floats, found: tuple[NDArray[np.int64], Floats]
) -> None:
    drawing = drawing_of(before)
    drawing.erase(*found)
    vertices, strength = found
    assert (drawing.weights <= before).all()
    assert not drawing.weights[vertices[strength == 1]].any()
    assert (drawing.weights[vertices[strength == 0]] == before[vertices[strength == 0]]).all()
    rest = np.setdiff1d(np.arange(VERTICES), vertices)
    assert (drawing.weights[rest] == before[rest]).all()


@QUICK
@given(steps=st.lists(STEPS, max_size=8))
def test_pain_is_never_less_than_none_nor_more_than_all(steps: list[Step]) -> None:
    drawing = Drawing(VERTICES)
    for step in steps:
        step(drawing)
        assert drawing.weights.dtype == np.float32
        assert drawing.weights.min() >= 0
        assert drawing.weights.max() <= 1
        assert drawing.empty == (not drawing.weights.any())


@pytest.mark.parametrize("intensity", range(WEAKEST, STRONGEST + 1))
def test_a_patients_number_is_a_tenth_of_the_full_strength(intensity: int) -> None:
    drawing = Drawing(3)
    drawing.paint(np.array([1]), np.ones(1, dtype=np.float32), intensity)
    assert drawing.weights.tolist() == pytest.approx([0, intensity / 10, 0])


def test_a_whole_place_is_filled_and_emptied() -> None:
    place = Field(np.array([2, 3, 4, 5], np.int32), np.array([-2, 0, 0.2, 1], np.float32))
    mask = Drawing.mask(place, VERTICES)
    assert mask[[2, 3, 4, 5]].tolist() == pytest.approx([1, 0.5, 0.25, 0])
    assert np.count_nonzero(mask) == 3
    drawing = Drawing(VERTICES)
    drawing.fill(mask, 6)
    assert drawing.weights == pytest.approx(mask * 0.6)
    drawing.fill(mask, 2)
    assert drawing.weights == pytest.approx(mask * 0.6), "it hurts no less where it hurts a little as well"
    drawing.empty_out(mask)
    assert drawing.empty, "its soft edge as well"
    drawing.undo()
    assert drawing.weights == pytest.approx(mask * 0.6, abs=HALF)


@QUICK
@given(weights=MASKS, areas=areas())
def test_the_painted_skin_is_measured(weights: Floats, areas: Floats) -> None:
    whole = sum(area for area, weight in zip(areas.tolist(), weights.tolist(), strict=True) if weight > 0)
    assert drawing_of(weights).area(areas) == pytest.approx(whole, rel=1e-5)


@QUICK
@given(before=MASKS, mask=MASKS)
def test_emptying_a_place_leaves_nothing_in_it_and_all_beside_it(before: Floats, mask: Floats) -> None:
    drawing = drawing_of(before)
    drawing.empty_out(mask)
    assert not drawing.weights[mask > 0].any()
    assert (drawing.weights[mask == 0] == before[mask == 0]).all()


# ---- taking back -----------------------------------------------------------------------------------------------------


@QUICK
@given(steps=st.lists(STEPS, min_size=1, max_size=8), back=st.integers(1, 10))
def test_every_step_is_taken_back_and_had_again_in_order(steps: list[Step], back: int) -> None:
    drawing, seen = Drawing(VERTICES), []
    for step in steps:
        seen.append(drawing.weights.copy())
        step(drawing)
    seen.append(drawing.weights.copy())
    at = len(steps)
    for _ in range(back):
        assert drawing.can_undo == (at > 0)
        drawing.undo()
        at = max(at - 1, 0)
        assert drawing.weights == pytest.approx(seen[at], abs=HALF)
    for _ in range(back):
        assert drawing.can_redo == (at < len(steps))
        drawing.redo()
        at = min(at + 1, len(steps))
        assert drawing.weights == pytest.approx(seen[at], abs=HALF)


@QUICK
@given(weights=MASKS, times=st.integers(1, 30))
def test_going_back_and_forth_changes_nothing(weights: Floats, times: int) -> None:
    drawing = drawing_of(weights)
    for _ in range(times):
        drawing.undo()
        assert drawing.empty
        drawing.redo()
    assert drawing.weights == pytest.approx(weights, abs=HALF)


def test_a_new_stroke_forgets_what_was_taken_back() -> None:
    drawing = Drawing(VERTICES)
    for vertex in (1, 2):
        painted(vertex)(drawing)
    drawing.undo()
    painted(3)(drawing)
    assert not drawing.can_redo
    drawing.redo()
    assert np.flatnonzero(drawing.weights).tolist() == [1, 3]


def test_one_stroke_of_many_touches_is_one_step() -> None:
    drawing = Drawing(VERTICES)
    drawing.begin()
    for vertex in range(10):
        drawing.paint(np.array([vertex]), np.ones(1, dtype=np.float32))
    drawing.undo()
    assert drawing.empty
    assert not drawing.can_undo


def test_after_more_than_a_hundred_strokes_the_last_hundred_are_taken_back() -> None:
    drawing = Drawing(200)
    for vertex in range(150):
        painted(vertex)(drawing)
    steps = 0
    while drawing.can_undo:
        drawing.undo()
        steps += 1
    assert steps == 100
    assert np.flatnonzero(drawing.weights).tolist() == list(range(50))
    while drawing.can_redo:
        drawing.redo()
    assert np.flatnonzero(drawing.weights).tolist() == list(range(150))


def test_everything_is_cleared_in_one_step_and_nothing_is_not_cleared_twice() -> None:
    drawing = Drawing(VERTICES)
    drawing.clear()
    assert not drawing.can_undo, "there was nothing to clear"
    painted(4, intensity=7)(drawing)
    drawing.clear()
    drawing.clear()
    assert drawing.empty
    drawing.undo()
    assert drawing.weights[4] == pytest.approx(0.7, abs=HALF)
    drawing.undo()
    assert not drawing.can_undo


def test_with_nothing_done_there_is_nothing_to_take_back() -> None:
    drawing = Drawing(VERTICES)
    drawing.undo()
    drawing.redo()
    assert drawing.empty
    assert not drawing.can_undo
    assert not drawing.can_redo


def test_a_drawing_is_its_own_and_not_the_one_it_was_made_from() -> None:
    weights = np.ones(VERTICES, dtype=np.float32)
    drawing = drawing_of(weights)
    drawing.erase(np.array([0]), np.ones(1, dtype=np.float32))
    assert weights.all()
