"""Charts: every pattern of a part of the body, each once, with its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from pypdf import PdfReader

from atlas.anatomy import Area
from atlas.edition import Edition
from atlas.handout.arrange import MARGIN
from atlas.handout.chart import chart_figures, chart_items, grid_of, save_chart
from atlas.handout.errors import SheetError
from atlas.handout.paper import Paper


@pytest.mark.parametrize("area", [Area.SHOULDER, Area.ARM])
def test_a_chart_shows_every_pattern_of_an_area_once(edition: Edition, area: Area) -> None:
    items = chart_items(area, edition)
    there = sorted((m.id, p.id) for m in edition.library.muscles.values() if m.region is area for p in m.trigger_points)
    assert sorted((item.muscle.id, point) for item in items for point in item.points) == there
    grid = grid_of(items)
    assert [item for page in grid.pages for item, _, _ in page] == items
    for page in grid.pages:
        taken = [(row, column + k) for item, row, column in page for k in range(len(item.views))]
        assert len(set(taken)) == len(taken)
        assert all(row < grid.down and column < grid.across for row, column in taken)


def test_a_chart_names_each_pattern(edition: Edition, tmp_path: Path) -> None:
    count = save_chart(Area.SHOULDER, edition, tmp_path / "chart.pdf", paper=Paper.LETTER)
    text = " ".join(PdfReader(tmp_path / "chart.pdf").pages[0].extract_text().split())
    assert count == 1
    for told in ("Infraspinatus TrP1 to TrP3", "Infraspinatus TrP4: Medial border", "Deltoid TrP1: Anterior"):
        assert told in text
    assert "Essential zone" in text
    assert "Seen from" in text, "a second picture says from where it looks"
    with pytest.raises(SheetError, match="should end in"):
        save_chart(Area.SHOULDER, edition, tmp_path / "chart.png")


def test_a_chart_looks_nearer_than_the_screen(edition: Edition) -> None:
    scene = edition.scene()
    items = chart_items(Area.HAND, edition)
    for item in items:
        far, near = scene.best_view(item.shown), item.views[0]
        assert (near.yaw, near.pitch) == (far.yaw, far.pitch)
        assert near.down < 0.8 * far.down
        assert min(near.down, near.across) >= 16, "enough to tell where on the body it is"


def test_captions_of_a_chart_keep_apart(edition: Edition) -> None:
    # The neck's longest names.
    items = [item for item in chart_items(Area.NECK, edition) if "capitis" in item.muscle.id]
    figure = next(chart_figures(Area.NECK, items, edition))
    # As fine as print: on a coarse grid of pixels letters are hinted to other widths.
    figure.set_dpi(288)
    renderer = FigureCanvasAgg(figure).get_renderer()
    page = next(axes for axes in figure.axes if axes.get_label() == "page")
    texts = page.texts
    extents = [text.get_window_extent(renderer).padded(-3.6) for text in texts]
    plates = [axes.get_window_extent(renderer) for axes in figure.axes if axes.get_label() == "plate"]
    for number, extent in enumerate(extents):
        assert extent.x1 < figure.bbox.width - 4 * (MARGIN - 2)
        assert not any(extent.overlaps(other) for other in extents[number + 1 :]), texts[number].get_text()
        assert not any(extent.overlaps(plate) for plate in plates), texts[number].get_text()
    assert len(plates) >= len(items)
