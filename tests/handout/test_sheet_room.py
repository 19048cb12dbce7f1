"""Room on a page: nothing overflows or overlaps, and what finds none is left out in order and said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from atlas.anatomy import SideChoice
from atlas.edition import Edition
from atlas.handout.arrange import MARGIN, Arrangement, Cell, arrange
from atlas.handout.errors import SheetError
from atlas.handout.labels import Room, labels_beside
from atlas.handout.paper import Paper, Pick, Sheet
from atlas.handout.sheet import blank_page, sheet_figure, sheet_page
from atlas.handout.typeset import draw_lines
from atlas.handout.words import spots_in_words, words_of
from tests.handout.sheets import saved


def cells_of(edition: Edition, sheet: Sheet) -> list[Cell]:
    """The cells of a sheet, without asking the body for the views."""
    library = edition.library
    return [
        Cell(
            words_of(library.muscles[pick.muscle], None, sheet.side, sheet.sections, library.sources),
            ("Seen from behind and the right", "Seen from the front and the right"),
        )
        for pick in sheet.picks
    ]


_FINE = 4


def boxes(arrangement: Arrangement, sheet: Sheet) -> Iterator[tuple[str, Bbox]]:
    """Everything on the page, measured by the renderer itself, in points from the lower left corner."""
    figure, axes = blank_page(sheet.paper.size)
    # As fine as print: on a coarse grid of pixels letters are hinted to other widths.
    figure.set_dpi(72 * _FINE)
    draw_lines(axes, arrangement.lines)
    renderer = FigureCanvasAgg(figure).get_renderer()
    for text in axes.texts:
        assert isinstance(text, Text)
        yield text.get_text(), Bbox(text.get_window_extent(renderer).get_points() / _FINE)
    height = sheet.paper.size[1]
    for frame in [arrangement.key, *[frame for frames in arrangement.frames for frame in frames]]:
        yield (
            "frame",
            Bbox.from_extents(frame.x, height - frame.y - frame.height, frame.x + frame.width, height - frame.y),
        )


def check_that_it_fits(arrangement: Arrangement, sheet: Sheet) -> None:
    width, height = sheet.paper.size
    placed = list(boxes(arrangement, sheet))
    sides = np.array([box.extents for _, box in placed])
    least, most = MARGIN - 2, np.array([width, height]) - MARGIN + 2
    out = np.flatnonzero((sides[:, :2] < least).any(axis=1) | (sides[:, 2:] > most).any(axis=1))
    assert not [placed[k] for k in out]
    # An extent is taller than its letters: a point of overlap is no touch.
    x0, y0, x1, y1 = (sides + np.array([0.9, 0.9, -0.9, -0.9])).T
    across = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    down = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    touching = np.triu((across > 0) & (down > 0), 1)
    assert not [(placed[i][0], placed[j][0]) for i, j in zip(*np.nonzero(touching), strict=True)]


_TEXT = st.text(st.sampled_from("abcdefghij WMÄé.,$1"), max_size=160)


@settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_overflows_or_overlaps(edition: Edition, data: st.DataObject) -> None:
    names = sorted(edition.library.muscles)
    sheet = Sheet(
        tuple(Pick(name) for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4))),
        data.draw(st.sampled_from(SideChoice)),
        data.draw(st.sampled_from(Paper)),
        large=data.draw(st.booleans()),
        clinic=data.draw(_TEXT),
        lines=tuple(data.draw(st.lists(_TEXT, max_size=2))),
        date=data.draw(st.sampled_from(["", "12 May 2025"])),
    )
    logo = data.draw(st.sampled_from([None, (40, 40), (20, 900), (900, 20)]))
    try:
        arrangement = arrange(sheet, cells_of(edition, sheet), logo)
    except SheetError:
        own = len("".join([sheet.clinic, *sheet.lines]))
        assert own > 150 or (sheet.large and len(sheet.picks) > 2), "only own words and large print may be too much"
        return
    check_that_it_fits(arrangement, sheet)
    said = " ".join(line.text for line in arrangement.lines)
    missed = {name for dropped in arrangement.dropped for name in dropped} - {"what is behind it"}
    assert ("Ask your therapist" in said) == bool(missed)


@pytest.mark.parametrize("large", [False, True])
def test_every_muscle_alone_fits_with_what_matters(edition: Edition, large: bool) -> None:
    for muscle in edition.library.muscles:
        sheet = Sheet((Pick(muscle),), SideChoice.BOTH, Paper.LETTER, large=large)
        arrangement = arrange(sheet, cells_of(edition, sheet))
        assert arrangement.size >= (14 if large else 9)
        if not large:
            assert arrangement.dropped == ((),), f"{muscle} has room for everything"
        on_a4 = arrange(replace(sheet, paper=Paper.A4), cells_of(edition, sheet))
        assert "self-care" not in on_a4.dropped[0], f"{muscle} tells what to do, in large print too"
        assert "the other sensitive spots" not in arrangement.dropped[0], muscle


def test_what_finds_no_room_is_left_out_why_before_what_to_do(edition: Edition) -> None:
    picks = tuple(Pick(name) for name in ("soleus", "pectoralis-major", "rectus-femoris", "gastrocnemius"))
    sheet = Sheet(picks)
    arrangement = arrange(sheet, cells_of(edition, sheet))
    assert arrangement.size == 9.0, "sections go only when letters cannot be smaller"
    assert any(arrangement.dropped)
    for one in arrangement.dropped:
        assert "the other sensitive spots" not in one
        assert "self-care" not in one or "the stretch" in one
    said = " ".join(line.text for line in arrangement.lines)
    assert "Ask your therapist for the" in said, "a patient has no atlas to read on in"


def test_large_print_of_one_muscle_keeps_what_to_do_at_home(edition: Edition, tmp_path: Path) -> None:
    text = saved(Sheet((Pick("infraspinatus"),), large=True), edition, tmp_path)
    muscle = edition.library.muscles["infraspinatus"]
    for told in (*muscle.self_care, *muscle.stretch.steps):
        assert told in text
    assert "Ask your therapist" not in text


def test_only_spots_that_are_told_of_are_drawn(edition: Edition) -> None:
    names = ("sternocleidomastoid-sternal", "pectoralis-major", "soleus", "gluteus-minimus-posterior")
    own = tuple(f"Line {number}" for number in range(6))
    sheet = Sheet(tuple(Pick(name) for name in names), large=True, lines=own)
    figure, arrangement = sheet_page(sheet, edition)
    assert any("the other sensitive spots" in dropped for dropped in arrangement.dropped)
    told = {f"Spot {spot.removeprefix('TrP')}" for spots in arrangement.spots for spot in spots}
    plates = [axes for axes in figure.axes if axes.get_label() == "plate"]
    labels = {text.get_text() for axes in plates for text in axes.texts} - {"R", "L"}
    assert {label if label.startswith("Spot") else f"Spot {label}" for label in labels} <= told
    assert "about the other spots" in " ".join(line.text for line in arrangement.lines)


# The names of spots


@pytest.mark.parametrize("names", [("infraspinatus", "trapezius-upper", "soleus"), ("sternocleidomastoid-sternal",)])
def test_names_of_spots_lie_inside_their_picture_and_apart(edition: Edition, names: tuple[str, ...]) -> None:
    figure = sheet_figure(Sheet(tuple(Pick(name) for name in names)), edition)
    figure.set_dpi(288)
    renderer = FigureCanvasAgg(figure).get_renderer()
    some = 0
    for axes in figure.axes:
        if axes.get_label() == "plate":
            frame = axes.get_window_extent(renderer).padded(4)
            # An extent is taller than its letters.
            boxes = [text.get_window_extent(renderer).padded(-6) for text in axes.texts]
            some += len(boxes)
            for number, box in enumerate(boxes):
                assert frame.containsx(box.x0), axes.texts[number].get_text()
                assert frame.containsx(box.x1), axes.texts[number].get_text()
                assert not any(box.overlaps(other) for other in boxes[number + 1 :])
    assert some > 3


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (("TrP1",), "Spot 1"),
        (("TrP1", "TrP2"), "Spots 1 and 2"),
        (("TrP1", "TrP2", "TrP3"), "Spots 1 to 3"),
        (("TrP1", "TrP2", "TrP4"), "Spots 1, 2 and 4"),
    ],
)
def test_spots_are_counted_as_one_speaks(points: tuple[str, ...], said: str) -> None:
    assert spots_in_words(points) == said


def test_a_name_without_room_is_shortened_or_left_out() -> None:
    ways = [[("Spot 1", 30.0), ("1", 6.0)], [("Spot 2", 30.0), ("2", 6.0)]]
    crosses = [(20.0, 20.0), (44.0, 20.0)]
    wide = labels_beside(crosses, 4.0, ways, 8.0, Room(200, 60))
    assert [label.text for label in wide if label] == ["Spot 1", "Spot 2"]
    narrow = labels_beside(crosses, 4.0, ways, 8.0, Room(60, 26))
    assert [label.text for label in narrow if label] == ["1", "2"]
    assert labels_beside(crosses, 4.0, ways, 8.0, Room(60, 26, ((0.0, 0.0, 60.0, 60.0),))) == [None, None]
