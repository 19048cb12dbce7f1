"""What plates and pages draw alike: colours for matplotlib, crosses, and words with a halo."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from atlas.handout.typeset import FONT, INK


def shares(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """A colour of bytes as matplotlib's shares of one."""
    return rgb[0] / 255, rgb[1] / 255, rgb[2] / 255


def cross(axes: Axes, x: float, y: float, arm: float, bold: float, *, hidden: bool) -> None:
    """A trigger point: a cross with arms of so many units of the axes, with its white halo; `bold` in points."""
    for colour, width in (("white", 0.52 * bold), (INK, 0.25 * bold)):
        for sign in (-1, 1):
            axes.plot(
                [x - arm, x + arm],
                [y - sign * arm, y + sign * arm],
                color=colour,
                linewidth=width,
                linestyle=(0, (1.2, 1.2)) if hidden else "solid",
                alpha=0.6 if hidden else 1.0,
                solid_capstyle="round",
            )


def haloed(axes: Axes, middle: tuple[float, float], text: str, size: float) -> None:
    """A word of so many points that is legible on any skin."""
    axes.text(
        *middle,
        text,
        ha="center",
        va="center",
        fontsize=size,
        fontfamily=FONT,
        color=INK,
        fontweight="bold",
        path_effects=[withStroke(linewidth=0.28 * size, foreground="white")],
        clip_on=True,
        parse_math=False,
    )
