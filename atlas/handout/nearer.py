"""Views nearer to their pattern than the screen's: a picture on paper is small, and cannot be zoomed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from atlas.render.raster import Floats
from atlas.render.scene import Scene, Shown
from atlas.render.views import View

# Share of the picture that what is framed may take.
_FILL = 0.8
# Skin that turns so far away from the viewer shows nothing.
_SEEN = 0.2


def nearer(scene: Scene, shown: Shown, views: Sequence[View], least: float) -> list[View]:
    """The same directions, framed close round what each of them shows.

    The first view frames all zones and points that it shows, another the essential zones and points that the first
    one hides. A picture shows at least so many cm of the body, so that one can tell where it is.
    """
    solid = scene.coarse
    count = len(solid.points)
    essential = shown.essential[:count] < 0
    zones = essential | (shown.spillover[:count] < 0)
    sites = np.array([site.position for site in shown.sites], dtype=np.float32).reshape(-1, 3)
    at = [int(np.linalg.norm(solid.points - site, axis=1).argmin()) for site in sites]
    missing = np.ones(len(sites), dtype=bool)
    opens = [scene.seen.open[int(scene.seen.turns(view).argmin())] > _SEEN for view in views]
    result = []
    for number, (view, open_) in enumerate(zip(views, opens, strict=True)):
        inside = (zones if number == 0 else essential) & open_
        if not inside.any():
            inside = zones & open_
        there = missing & open_[at]
        # A point that no view shows is marked in the first, as one on the far side.
        if number == 0 and not any(other[at].any() for other in opens):
            there = missing
        missing = missing & ~there
        result.append(_framed(view, np.concatenate([solid.points[inside], sites[there]]), least))
    return result


def _framed(view: View, places: Floats, least: float) -> View:
    if not len(places):
        return view
    axes = view.camera(1, 1).axes
    local = places @ axes.T
    low, high = local.min(axis=0), local.max(axis=0)
    across, down = (max(float(size) / _FILL, least) for size in (high - low)[:2])
    if across >= view.across and down >= view.down:
        return view
    x, y, z = (float(value) for value in ((low + high) / 2) @ axes)
    return View(view.yaw, view.pitch, (x, y, z), across, down)
