"""Contact sheets: a muscle's trigger points, each alone and from the sides that matter, for review by eye."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from atlas.anatomy import SideChoice
from atlas.cli.pictures import shown_of
from atlas.handout.figure import figure_of
from atlas.render.plate import plate
from atlas.render.views import whole_body

if TYPE_CHECKING:
    from atlas.anatomy import Muscle
    from atlas.edition import Edition
    from atlas.render.scene import Scene, Shown
    from atlas.render.views import View

_WIDTH, _HEIGHT = 380, 520


def draw_sheet(edition: Edition, muscle: Muscle, file: Path) -> None:
    """One row a trigger point: the view that shows most, the opposite one, and the whole body from three sides."""
    scene = edition.scene()
    rows = []
    for point in muscle.trigger_points:
        shown = shown_of(edition, scene, muscle, point.id, SideChoice.RIGHT)
        pictures = []
        for view in _views(scene, shown):
            figure = figure_of(plate(scene, view.camera(_WIDTH, _HEIGHT), shown), legend=False)
            pictures.append(_pixels(figure))
        rows.append(np.concatenate(pictures, axis=1))
    image = np.concatenate(rows)
    height, width = image.shape[:2]
    figure = Figure(figsize=(width / 100, height / 100), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.imshow(image, extent=(0, width, height, 0), interpolation="none")
    for row, point in enumerate(muscle.trigger_points):
        axes.text(10, row * _HEIGHT + 22, f"{muscle.name} {point.id}: {point.name} ({point.certainty})", fontsize=11)
    figure.savefig(file, dpi=100, metadata={"Software": "Trigger Point Atlas"})


def _pixels(figure: Figure) -> NDArray[np.uint8]:
    """A figure's pixels, RGB."""
    stream = io.BytesIO()
    figure.savefig(stream, format="rgba", dpi=100)
    width, height = (round(100 * inches) for inches in figure.get_size_inches())
    flat: NDArray[np.uint8] = np.frombuffer(stream.getvalue(), np.uint8)
    return flat.reshape(height, width, 4)[..., :3]


def _views(scene: Scene, shown: Shown) -> list[View]:
    from dataclasses import replace

    best = scene.best_view(shown)
    other = (best.yaw + 360) % 360 - 180
    opposite = replace(best, yaw=other)
    return [best, opposite, whole_body(scene.fine, 0), whole_body(scene.fine, 180), whole_body(scene.fine, -90)]
