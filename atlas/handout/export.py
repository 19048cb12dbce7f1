"""The picture in another size than the screen's: for a page, a slide or a print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from atlas.handout.figure import Caption, caption_room, legend_room, save_plate
from atlas.render.layers import Dress
from atlas.render.plate import Extras, plate_of
from atlas.render.scene import Scene, Shown
from atlas.render.views import View

# A mark's own pixel on a picture of this width is a pixel.
_PLAIN_WIDTH = 900
# What is done after each step, of all the work.
_STEPS = (0.5, 0.6, 0.65, 1.0)


@dataclass(frozen=True)
class Size:
    """The size of a picture in pixels, and how many of these go to an inch of paper."""

    name: str
    width: int
    height: int
    dpi: float


SIZES = (
    Size("A4 upright, 300 to the inch", 2480, 3508, 300),
    Size("A4 across, 300 to the inch", 3508, 2480, 300),
    Size("Letter upright, 300 to the inch", 2550, 3300, 300),
    Size("Slide", 1920, 1080, 96),
    Size("Square", 1500, 1500, 150),
)
LEAST, MOST = 200, 6000


@dataclass(frozen=True)
class Order:
    """A picture as it is ordered: what it shows, from where, and how large. `extras` are those of the screen."""

    scene: Scene
    view: View
    shown: Shown | None
    dress: Dress | None
    extras: Extras
    size: Size
    caption: Caption | None = None
    labels: bool = True
    legend: bool = True


def export(order: Order, path: Path, told: Callable[[float], bool] = lambda _share: True) -> bool:
    """Draw a picture into a file, as `save_plate` does; it says what is raised.

    Args:
        order: The picture.
        path: The file.
        told: Is given how much is done, 0..1; when it answers False, nothing more is done and no file is left.

    Returns:
        Whether it was finished.
    """
    size = order.size
    if not told(0.0):
        return False
    height = size.height - (caption_room(size.width) if order.caption else 0)
    seen = order.scene.still(order.view.camera(size.width, height))
    if not told(_STEPS[0]):
        return False
    if order.dress is not None:
        seen = order.dress.on(seen)
    if not told(_STEPS[1]):
        return False
    room = [legend_room(size.width, height)] if order.legend else []
    names = order.extras.names if order.labels else {}
    unit = size.width / _PLAIN_WIDTH
    extras = replace(order.extras, unit=unit, covered=room, names=names, plain=not order.labels)
    picture = plate_of(order.scene, seen, order.shown, extras)
    if not told(_STEPS[2]):
        return False
    save_plate(picture, path, order.caption, legend=order.legend, dpi=size.dpi)
    told(_STEPS[3])
    return True
