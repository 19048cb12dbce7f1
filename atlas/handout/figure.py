"""A plate as a file: PNG, SVG or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from atlas.handout.ink import cross, haloed, shares
from atlas.render.letters import Box
from atlas.render.paint import DRAWN_RGB, ESSENTIAL_RGB, KNOWN_RGB, SPILLOVER_RGB, UNEXPLAINED_RGB
from atlas.render.plate import BELLY_TONES, MarkKind, Plate, legend

FORMATS = (".png", ".svg", ".pdf")
_METADATA: dict[str, dict[str, str | None]] = {
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
}
_DPI = 100.0
# How bold a cross is, of its arm.
_BOLD = 1.9
_GROUND = (0.957, 0.961, 0.965)
_INK = "#26323a"
_SOFT_INK = "#5c6a72"


@dataclass(frozen=True)
class Caption:
    """What is written under a picture."""

    title: str
    subtitle: str = ""
    foot: str = ""


def save_plate(
    plate: Plate, path: Path, caption: Caption | None = None, *, legend: bool = True, dpi: float = _DPI
) -> None:
    """Draw a plate into a file; its suffix says the format. The file is there whole, or as it was before.

    `dpi` says how large the plate's pixels are on paper. Raises ValueError for another suffix, OSError when it cannot
    be written.
    """
    kind = path.suffix.lower()
    if kind not in FORMATS:
        raise ValueError(f"'{path.suffix}' is not one of {', '.join(FORMATS)}")
    unfinished = path.with_name(f".{path.name}.part")
    try:
        if kind == ".png":
            _save_pixels(plate, unfinished, caption, legend=legend, dpi=dpi)
        else:
            figure = figure_of(plate, caption, legend=legend, dpi=dpi)
            # Without a date the same picture is the same file.
            figure.savefig(unfinished, dpi=dpi, format=kind[1:], metadata=_METADATA[kind], facecolor=_GROUND)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _save_pixels(plate: Plate, path: Path, caption: Caption | None, *, legend: bool, dpi: float) -> None:
    """A PNG: lines and letters are drawn alone and laid over the pixels, which takes a third of the time."""
    figure = figure_of(plate, caption, legend=legend, dpi=dpi, picture=False)
    raw = BytesIO()
    figure.savefig(raw, format="rgba", dpi=dpi, facecolor="none")
    width, height = plate.camera.width, len(raw.getbuffer()) // (4 * plate.camera.width)
    over = np.frombuffer(raw.getbuffer(), dtype=np.uint8).reshape(height, width, 4)
    rgb = np.empty((height, width, 3), dtype=np.uint8)
    rgb[:] = np.round(np.array(_GROUND) * 255).astype(np.uint8)
    rgb[: plate.camera.height] = composed(plate)
    flat, laid = rgb.reshape(-1, 3), over.reshape(-1, 4)
    some = np.flatnonzero(laid[:, 3])
    opacity = laid[some, 3:].astype(np.float32) / 255
    flat[some] = laid[some, :3] * opacity + flat[some] * (1 - opacity) + 0.5
    about = PngInfo()
    about.add_text("Software", "Trigger Point Atlas")
    Image.fromarray(rgb).save(path, "PNG", compress_level=3, dpi=(dpi, dpi), pnginfo=about)


def figure_of(
    plate: Plate, caption: Caption | None = None, *, legend: bool = True, dpi: float = _DPI, picture: bool = True
) -> Figure:
    """A plate as a figure whose pixels are the plate's, with room for a caption below; or all but the `picture`."""
    width, height = plate.camera.width, plate.camera.height
    unit = text_unit(width)
    below = caption_room(width) if caption else 0
    figure = Figure(figsize=(width / dpi, (height + below) / dpi), dpi=dpi)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, below / (height + below), 1.0, height / (height + below)))
    axes.set_axis_off()
    if picture:
        axes.imshow(composed(plate), extent=(0, width, height, 0), interpolation="none", aspect="auto")
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    _strokes(axes, plate)
    _marks(axes, plate, unit)
    _letters(axes, plate, unit)
    _names(axes, plate)
    _grid(axes, plate)
    if legend:
        _legend(axes, plate, unit)
    if caption:
        _caption(figure, caption, below, height + below, width, unit)
    return figure


def text_unit(width: int) -> float:
    """The height in pixels of a small text on a picture of that width."""
    return float(np.clip(width / 58, 8, 48))


def caption_room(width: int) -> int:
    """How many pixels a caption takes below a picture of that width."""
    return round(7.5 * text_unit(width))


def legend_room(width: int, height: int) -> Box:
    """Where the legend may lie on a picture of that size: names keep clear of it."""
    unit = text_unit(width)
    return 0.0, height - 10.2 * unit, 26.0 * unit, float(height)


def composed(plate: Plate) -> NDArray[np.uint8]:
    """The pixels over the ground, opaque RGB (height, width, 3)."""
    # What shines through is the same for all pixels of an opacity, and a premultiplied pixel leaves room for it.
    through = (255 - np.arange(256, dtype=np.float32))[:, None] * np.array(_GROUND, dtype=np.float32)
    rgb: NDArray[np.uint8] = (through + 0.5).astype(np.uint8)[plate.pixels[..., 3]]
    rgb += plate.pixels[..., 2::-1]
    return rgb


def _points(axes: Axes) -> float:
    """Points to a pixel of the plate."""
    figure = axes.get_figure()
    assert figure is not None
    return 72 / float(figure.dpi)


def _strokes(axes: Axes, plate: Plate) -> None:
    points = _points(axes)
    axes.add_collection(
        LineCollection(
            [stroke.points for stroke in plate.strokes],
            colors=[(*shares(stroke.rgb), stroke.opacity) for stroke in plate.strokes],
            linewidths=[stroke.width * points for stroke in plate.strokes],
            linestyles=[(0, (4, 3)) if stroke.dashed else "solid" for stroke in plate.strokes],
            capstyle="round",
        ),
        autolim=False,
    )


def _marks(axes: Axes, plate: Plate, unit: float) -> None:
    for mark in plate.marks:
        if mark.kind is MarkKind.KNOT:
            axes.add_patch(Circle((mark.x, mark.y), 0.32 * unit, facecolor="white", edgecolor=_INK, linewidth=1))
            continue
        _point(axes, mark.x, mark.y, 0.62 * unit, hidden=mark.kind is MarkKind.HIDDEN_POINT)
        if mark.label:
            haloed(axes, mark.label_at, mark.label, 0.95 * unit * _points(axes))


def _point(axes: Axes, x: float, y: float, arm: float, *, hidden: bool) -> None:
    cross(axes, x, y, arm, _BOLD * arm * _points(axes), hidden=hidden)


def _letters(axes: Axes, plate: Plate, unit: float) -> None:
    for letter in plate.letters:
        haloed(axes, (letter.x, letter.y), letter.text, 1.25 * unit * _points(axes))


def _names(axes: Axes, plate: Plate) -> None:
    for name in plate.names:
        (x, y), (to_x, to_y) = name.line_start, name.anchor
        for colour, width in (("white", 2.2), (_INK, 0.7)):
            axes.plot([x, to_x], [y, to_y], color=colour, linewidth=width * _points(axes), alpha=0.75)
        axes.add_patch(Circle(name.anchor, 0.16 * name.size, facecolor=_INK, edgecolor="white", linewidth=0.5))
        axes.text(
            name.x,
            name.y,
            name.text,
            ha="right" if name.left else "left",
            va="center",
            fontsize=name.size * _points(axes),
            color=_INK,
            path_effects=[withStroke(linewidth=0.2 * name.size, foreground="white")],
        )


def _grid(axes: Axes, plate: Plate) -> None:
    for line in plate.grid:
        draw = axes.axhline if line.across else axes.axvline
        draw(line.at, color="#3c6fa8", linewidth=0.5, alpha=0.7)
        x, y = (2.0, line.at - 2) if line.across else (line.at + 2, 11.0)
        axes.text(x, y, f"{line.cm:g}", fontsize=7.5, color="#1d3f66")


def _legend(axes: Axes, plate: Plate, unit: float) -> None:
    entries = legend(plate)
    top = plate.camera.height - (len(entries) * 1.6 + 0.6) * unit
    if entries:
        longest = max(len(words) for _, words in entries)
        corner, size = (
            (0.4 * unit, top - 1.1 * unit),
            ((longest * 0.58 + 3.6) * unit, (len(entries) * 1.6 + 0.6) * unit),
        )
        axes.add_patch(Rectangle(corner, *size, facecolor=(*_GROUND, 0.72), linewidth=0))
    for row, (kind, words) in enumerate(entries):
        x, y = 1.6 * unit, top + row * 1.6 * unit
        if kind in ("point", "hidden"):
            _point(axes, x, y, 0.42 * unit, hidden=kind == "hidden")
        elif kind == "muscle":
            for k, offset in enumerate((-0.3, 0.0, 0.3)):
                line = y + offset * unit
                colour = shares(BELLY_TONES[k % 2])
                axes.plot([x - 0.7 * unit, x + 0.7 * unit], [line, line], color=colour, linewidth=1.4)
        else:
            _swatch(axes, x, y, unit, kind)
        axes.text(x + 1.3 * unit, y, words, fontsize=0.95 * unit * _points(axes), color=_INK, va="center")


_SOLID = {
    "rival": ESSENTIAL_RGB,
    "essential": ESSENTIAL_RGB,
    "drawn": DRAWN_RGB,
    "unexplained": UNEXPLAINED_RGB,
    "known": KNOWN_RGB,
}


def _swatch(axes: Axes, x: float, y: float, unit: float, kind: str) -> None:
    solid = kind in _SOLID
    colour = shares(_SOLID.get(kind, SPILLOVER_RGB))
    box = (x - 0.7 * unit, y - 0.45 * unit)
    axes.add_patch(Rectangle(box, 1.4 * unit, 0.9 * unit, facecolor=(*colour, 0.85 if solid else 0.15)))
    if not solid:
        for dx, dy in ((-0.45, -0.2), (0, 0.15), (0.45, -0.15), (-0.3, 0.28), (0.25, -0.3), (0.5, 0.28)):
            axes.add_patch(Circle((x + dx * unit, y + dy * unit), 0.11 * unit, facecolor=colour))


def _caption(figure: Figure, caption: Caption, below: int, height: int, width: int, unit: float) -> None:
    points = unit * 72 / figure.dpi
    left = 1.2 * unit / width
    figure.text(
        left, (below - 1.9 * unit) / height, caption.title, fontsize=1.7 * points, color=_INK, fontweight="bold"
    )
    figure.text(left, (below - 3.9 * unit) / height, caption.subtitle, fontsize=1.05 * points, color=_INK)
    figure.text(left, (below - 5.9 * unit) / height, caption.foot, fontsize=0.85 * points, color=_SOFT_INK)
