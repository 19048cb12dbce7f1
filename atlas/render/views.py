"""Where to look from: named views, close-ups, and the view that shows most of a pattern."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from atlas.render.camera import Camera
from atlas.render.raster import Floats, rasterise
from atlas.render.shade import Solid

# Share of the picture that what is framed may take.
_FILL = 0.86
_MOST_PITCH = 85.0


@dataclass(frozen=True)
class View:
    """A way to look at a body.

    Angles in degrees as in Camera, the point (x, y, z) in cm that falls on the middle, and how many cm the picture
    should at least show across and down.
    """

    yaw: float
    pitch: float
    centre: tuple[float, float, float]
    across: float
    down: float

    def camera(self, width: int, height: int) -> Camera:
        """The camera for a picture of width by height pixels."""
        scale = min(width / self.across, height / self.down)
        return Camera(self.yaw, self.pitch, self.centre, scale, width, height)

    def turned(self, yaw: float, pitch: float) -> View:
        """The view turned by degrees, tilted no further than it makes sense to look."""
        tilted = min(max(self.pitch + pitch, -_MOST_PITCH), _MOST_PITCH)
        return replace(self, yaw=(self.yaw + yaw + 180) % 360 - 180, pitch=tilted)

    def toward(self, other: View, share: float) -> View:
        """A view on the way to another one, the shorter way round; share 0 is this one, 1 the other."""
        turn = (other.yaw - self.yaw + 180.0) % 360.0 - 180.0
        mixed = [a + (b - a) * share for a, b in zip(self.centre, other.centre, strict=True)]
        return View(
            self.yaw + turn * share,
            self.pitch + (other.pitch - self.pitch) * share,
            (mixed[0], mixed[1], mixed[2]),
            # Zooming feels even when the scale changes by equal factors.
            self.across * (other.across / self.across) ** share,
            self.down * (other.down / self.down) ** share,
        )


# The four sides of the body: yaw in degrees.
SIDES = {"front": 0.0, "back": 180.0, "left": 90.0, "right": -90.0}

# Close-ups of the right side: yaw and pitch in degrees, centre and size as shares of the body's height. x is
# given for the right side and mirrored for the left.
_CLOSE = {
    "head": (-32.0, 4.0, (-0.01, 0.935, 0.02), 0.20),
    "neck-shoulder": (-28.0, 6.0, (-0.06, 0.84, 0.0), 0.34),
    "arm": (-50.0, 2.0, (-0.19, 0.67, -0.01), 0.52),
    "hand": (-5.0, 0.0, (-0.255, 0.465, 0.04), 0.20),
    "trunk": (0.0, 4.0, (0.0, 0.69, 0.0), 0.46),
    "hip": (-125.0, 6.0, (-0.05, 0.53, -0.01), 0.30),
    "thigh": (-40.0, 2.0, (-0.06, 0.40, 0.0), 0.36),
    "leg": (-60.0, 2.0, (-0.07, 0.19, -0.01), 0.40),
    "foot": (-50.0, 24.0, (-0.07, 0.035, 0.03), 0.20),
    "sole": (180.0, -78.0, (-0.07, 0.0, 0.02), 0.22),
}
CLOSE_UPS = tuple(_CLOSE)
NAMES = ("auto", *SIDES, *CLOSE_UPS)


def whole_body(solid: Solid, yaw: float) -> View:
    """The whole body from a side."""
    low, high = solid.points.min(axis=0), solid.points.max(axis=0)
    middle = (low + high) / 2
    centre = (0.0, float(middle[1]), float(middle[2]))
    return View(yaw, 0.0, centre, float(high[0] - low[0]) / _FILL, float(high[1] - low[1]) / 0.95)


def named(solid: Solid, name: str, *, left: bool = False) -> View:
    """A side of the body, or a close-up of one half of it. Raises KeyError for a name that is neither."""
    if name in SIDES:
        return whole_body(solid, SIDES[name])
    yaw, pitch, place, size = _CLOSE[name]
    height = float(solid.points[:, 1].max())
    x, y, z = (share * height for share in place)
    span = size * height
    if left:
        # A view from behind stays one; the body's other half comes to the middle.
        yaw, x = -yaw, -x
    return View(yaw, pitch, (x, y, z), span, span)


@dataclass(frozen=True)
class Seen:
    """What may be seen of a body from some directions.

    `angles` (v, 2) are yaw and pitch in degrees; `open` (v, n) says which vertex shows from which, 0..1.
    """

    angles: NDArray[np.float32]
    open: Floats

    def turns(self, view: View) -> NDArray[np.float64]:
        """How far (degrees) each direction is from a view's, (v,)."""
        toward = np.stack([_camera(float(yaw), float(pitch)).toward for yaw, pitch in self.angles])
        return np.degrees(np.arccos(np.clip(toward @ _camera(view.yaw, view.pitch).toward, -1, 1)))


def _camera(yaw: float, pitch: float) -> Camera:
    return Camera(yaw, pitch, (0.0, 0.0, 0.0), 1.0, 1, 1)


# The straight views first: of equals the first is taken. The last one looks at the soles.
_ANGLES = (*((yaw, 0.0) for yaw in (0, 180, -90, 90, -30, 30, -60, 60, -120, 120, -150, 150)), (180.0, -75.0))

# A slanting view must show this much more than a straight one to be taken; the soles only if nothing else will do.
_PREFERRED = np.array([1.12, 1.12, 1.04, 1.04, *[1.0] * 8, 0.55])


def seen_from_round(solid: Solid) -> Seen:
    """Find out, once for a body, which vertices each direction shows: facing the viewer and not hidden."""
    rows = []
    for yaw, pitch in _ANGLES:
        camera = replace(whole_body(solid, yaw), pitch=pitch).camera(110, 220)
        seen = rasterise(solid.points, solid.triangles, camera)
        # Skin that looks half toward the viewer is seen as well as skin that looks straight.
        facing = np.clip(solid.normals @ camera.toward.astype(np.float32) / 0.5, 0, 1)
        rows.append(facing * seen.reached(*camera.project(solid.points), 2.0))
    return Seen(np.array(_ANGLES, dtype=np.float32), np.stack(rows).astype(np.float32))


# A view from which a trigger point cannot be seen at all still counts this much.
_BLIND = 0.35


def best_view(solid: Solid, seen: Seen, zones: Floats, sites: Floats) -> View:
    """The view that shows most of the points and their zones.

    `zones` (n,) and `sites` (n,) say how much each vertex matters, in cm2. A view that shows the zones and hides the
    point, or the other way round, is worth less than one that shows something of both.
    """
    matters = np.flatnonzero((zones > 0) | (sites > 0))
    if not len(matters):
        return whole_body(solid, 0.0)
    score = _PREFERRED.copy()
    for weight in (zones, sites):
        if weight.any():
            score *= _BLIND + seen.open @ weight / weight.sum()
    yaw, pitch = (float(angle) for angle in seen.angles[int(score.argmax())])
    return framed(solid, matters, yaw, pitch=pitch)


# A second view is worth showing when the first one hides this share of the zones, or the point.
_HIDDEN = 0.4


def companion_view(solid: Solid, seen: Seen, zones: Floats, sites: Floats, first: View) -> View | None:
    """The view that shows most of what another one hides, or None where that hides little."""
    turn = seen.turns(first)
    shown = seen.open[int(turn.argmin())]
    value = np.zeros(len(seen.angles))
    worth_it = False
    for weight in (zones, sites):
        total = float(weight.sum())
        if total > 0:
            hidden = weight * (1 - shown)
            worth_it |= float(hidden.sum()) / total > _HIDDEN
            value += seen.open @ hidden / total
    if not worth_it:
        return None
    # What is nearly the same view again would only puzzle.
    value[turn < 55] = 0
    value *= np.minimum(_PREFERRED, 1.0)
    best = int(value.argmax())
    if value[best] < 0.25:
        return None
    yaw, pitch = (float(angle) for angle in seen.angles[best])
    return framed(solid, np.flatnonzero((zones > 0) | (sites > 0)), yaw, pitch=pitch)


# A patient must see where on the body a pattern is: at least this many cm are shown, and at most.
_CLOSEST, _WIDEST = 36.0, 62.0


def framed(solid: Solid, vertices: NDArray[np.integer], yaw: float, *, pitch: float = 0.0) -> View:
    """Frame some vertices from a direction, with as much of the body round them as tells where they are."""
    whole = whole_body(solid, yaw)
    axes = _camera(yaw, pitch).axes
    local = solid.points[vertices] @ axes.T
    low, high = local.min(axis=0), local.max(axis=0)
    size = high - low
    least = float(np.clip(2.6 * max(size[0], size[1]), _CLOSEST, _WIDEST))
    across, down = max(float(size[0]) / 0.62, 0.6 * least), max(float(size[1]) / 0.62, least)
    if pitch == 0 and down >= 0.8 * whole.down:
        return whole
    centre = ((low + high) / 2) @ axes
    return View(yaw, pitch, (float(centre[0]), float(centre[1]), float(centre[2])), across, down)
