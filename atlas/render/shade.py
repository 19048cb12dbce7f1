"""Light on the skin: the picture of a body before any pain is painted on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from atlas.render.camera import Camera
from atlas.render.raster import Floats, Ints, PixelMap, rasterise, samples
from atlas.surface.subdivide import triangles_around

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Bytes = NDArray[np.uint8]
T = TypeVar("T")

# Skin from shadow to light, warm and neutral: share of light, then red, green, blue.
_SKINS = {
    "light": (
        (0.00, 66, 46, 42),
        (0.30, 140, 101, 88),
        (0.55, 190, 148, 130),
        (0.78, 226, 190, 171),
        (0.93, 243, 217, 202),
        (1.00, 252, 236, 226),
    ),
    "tan": (
        (0.00, 54, 36, 29),
        (0.30, 116, 80, 62),
        (0.55, 164, 120, 94),
        (0.78, 200, 155, 125),
        (0.93, 221, 181, 152),
        (1.00, 236, 203, 178),
    ),
    "brown": (
        (0.00, 40, 26, 21),
        (0.30, 86, 57, 44),
        (0.55, 124, 85, 66),
        (0.78, 157, 113, 90),
        (0.93, 180, 137, 112),
        (1.00, 202, 162, 137),
    ),
    "dark": (
        (0.00, 28, 19, 17),
        (0.30, 60, 41, 34),
        (0.55, 89, 62, 51),
        (0.78, 116, 84, 70),
        (0.93, 139, 104, 88),
        (1.00, 164, 130, 114),
    ),
}
TONES = tuple(_SKINS)
# A plain cloth, where the body is to wear one.
_CLOTH_RGB = (126, 140, 148)
_STEPS = 256


def _ramp(tone: str) -> Floats:
    stops = np.array(_SKINS[tone])
    at = np.linspace(0, 1, _STEPS)
    return np.stack([np.interp(at, stops[:, 0], stops[:, k]) for k in (1, 2, 3)], axis=1).astype(np.float32)


_RAMPS = {tone: _ramp(tone) for tone in _SKINS}


@dataclass(frozen=True, eq=False)
class Look:
    """How a body looks before anything is painted on it: its skin's tone, and where it wears cloth.

    `cloth` (n,) is the distance in cm to its edge at the fine vertices, negative under it; None for none.
    """

    tone: str = TONES[0]
    cloth: Floats | None = None


PLAIN_LOOK = Look()


@dataclass(frozen=True)
class Solid:
    """A body at one level of detail, as the renderer needs it.

    Positions (n, 3) in cm, triangles (m, 3), unit normals (n, 3) and `open_sky` (n,), the share of the sky that each
    vertex sees.
    """

    points: Floats
    triangles: Ints
    normals: Floats
    open_sky: Floats

    @cached_property
    def columns(self) -> tuple[Ints, Ints, Ints]:
        """First, second and third corner of each triangle: looking up single columns is several times faster."""
        first, second, third = (np.ascontiguousarray(self.triangles[:, k]) for k in range(3))
        return first, second, third

    @cached_property
    def around(self) -> Ints:
        """The triangles (n, most) round each vertex, some of them repeated."""
        return triangles_around(self.triangles, len(self.points))

    @cached_property
    def _averaging(self) -> csr_array:
        # Late: scipy costs a third of the start, and nothing is drawn on the skin at once.
        from scipy.sparse import csr_array

        count = len(self.points)
        ends = np.concatenate([self.triangles[:, pair] for pair in ((0, 1), (1, 2), (2, 0))])
        ones = np.ones(len(ends), dtype=np.float32)
        joined = csr_array((ones, (ends[:, 0], ends[:, 1])), shape=(count, count))
        joined = joined + joined.T
        # A vertex counts as much as all its neighbours together.
        degree = np.asarray(joined.sum(axis=1), dtype=np.float32).ravel()
        half = csr_array((0.5 / np.maximum(degree, 1), (np.arange(count), np.arange(count))), shape=(count, count))
        alone = csr_array((np.full(count, 0.5, np.float32), (np.arange(count), np.arange(count))), shape=(count, count))
        return csr_array(half @ joined + alone)

    def softened(self, values: Floats) -> Floats:
        """Values (n,) of the vertices, each drawn half way to what is round it: edges no longer follow the mesh."""
        return np.asarray(self._averaging @ values, dtype=np.float32)


@dataclass(frozen=True)
class Still:
    """A body seen by a camera, made once for a camera: all that a recolouring needs.

    `pixels` (height, width, 4) is the plain skin as premultiplied BGRA bytes, transparent off the body; `light` (k,)
    0..1 and `cover` (k,) 0..1 belong to the pixels of `map`.
    """

    solid: Solid
    map: PixelMap
    pixels: Bytes
    light: Floats
    cover: Floats
    # The skin's tone, by which what is painted on it is chosen.
    tone: str = field(default=TONES[0], kw_only=True)
    # How much cloth there is at each pixel of the map, (k,) 0..1; None where the body wears none.
    worn: Floats | None = field(default=None, kw_only=True)
    # What was found out about it once: the same fibres and letters need not be looked for at every recolouring.
    kept: dict[Hashable, tuple[object, object]] = field(default_factory=dict, compare=False, repr=False, kw_only=True)

    def skin_at(self, x: float, y: float) -> tuple[int, Floats] | None:
        """The skin at a pixel position: its nearest vertex, and where (3,) in cm it is; None off the body."""
        hit = self.map.at(int(x), int(y))
        if hit is None:
            return None
        corners = self.solid.triangles[hit[0]]
        return int(corners[int(np.argmax(hit[1]))]), hit[1] @ self.solid.points[corners]

    def once(self, key: Hashable, owner: object, make: Callable[[], T]) -> T:
        """What `make` makes, made once for a key while the owner is the same object."""
        held = self.kept.get(key)
        if held is None or held[0] is not owner:
            held = self.kept[key] = (owner, make())
        return cast("T", held[1])

    def bare(self) -> Bytes:
        """A copy of the pixels, with skin where there is cloth: no cloth belongs on muscles."""
        pixels = self.pixels.copy()
        if self.worn is not None:
            under = np.flatnonzero(self.worn > 0)
            colour = _coloured(self.light[under], None, self.tone)[:, ::-1] * self.cover[under, None]
            pixels.reshape(-1, 4)[self.map.pixel[under], :3] = (colour + 0.5).astype(np.uint8)
        return pixels

    @property
    def camera(self) -> Camera:
        """The camera."""
        return self.map.camera


def vertex_light(solid: Solid, camera: Camera) -> Floats:
    """How light each vertex is, (n,) in 0..1.

    A soft key light from the upper left, a fill, open sky and a darker rim.
    """
    normal = solid.normals @ camera.axes.T.astype(np.float32)
    key = np.clip((normal @ _unit(-0.42, 0.52, 0.74) + 0.25) / 1.25, 0, 1)
    fill = np.clip(normal @ _unit(0.75, 0.05, 0.55), 0, 1)
    sky = 0.42 + 0.58 * np.clip(solid.open_sky, 0, 1)
    rim = np.clip(1 - normal[:, 2], 0, 1) ** 3
    light = (0.10 + 0.78 * key + 0.14 * fill) * sky - 0.12 * rim
    result: Floats = np.clip(light, 0, 1).astype(np.float32)
    return result


def _unit(x: float, y: float, z: float) -> NDArray[np.float32]:
    vector = np.array([x, y, z], dtype=np.float32)
    result: NDArray[np.float32] = vector / np.float32(np.linalg.norm(vector))
    return result


def still(solid: Solid, camera: Camera, *, smooth_edge: bool, look: Look = PLAIN_LOOK) -> Still:
    """See a body. With `smooth_edge` the outline and the inner edges are antialiased: nine samples a pixel there."""
    pixel_map = rasterise(solid.points, solid.triangles, camera)
    brightness = vertex_light(solid, camera)
    light = pixel_map.interpolate(solid.triangles, brightness)
    pixels = np.zeros((camera.height, camera.width, 4), dtype=np.uint8)
    cloth = None if look.cloth is None else look.cloth[: len(solid.points)]
    worn = None if cloth is None else _worn(pixel_map.interpolate(solid.triangles, cloth), camera)
    colour = _coloured(light, worn, look.tone)
    flat = pixels.reshape(-1, 4)
    flat[pixel_map.pixel, :3] = (colour[:, ::-1] + 0.5).astype(np.uint8)
    flat[pixel_map.pixel, 3] = 255
    cover = np.ones(len(light), dtype=np.float32)
    if smooth_edge:
        edge = edges(pixel_map)
        pixels[edge] = _supersampled(solid, camera, (brightness, cloth, look.tone), edge)
        cover = pixels.reshape(-1, 4)[pixel_map.pixel, 3].astype(np.float32) / 255
    return Still(solid, pixel_map, pixels, light, cover, tone=look.tone, worn=worn)


def edges(pixel_map: PixelMap) -> NDArray[np.bool_]:
    """The pixels (height, width) at the outline and where one part of the body stands before another."""
    depth = np.maximum(pixel_map.depth, np.float32(-1e4))
    jump = max(0.3, 4.0 / pixel_map.camera.scale)
    edge = np.zeros(depth.shape, dtype=bool)
    down = np.abs(np.diff(depth, axis=0)) > jump
    across = np.abs(np.diff(depth, axis=1)) > jump
    edge[:-1] |= down
    edge[1:] |= down
    edge[:, :-1] |= across
    edge[:, 1:] |= across
    return edge


def _worn(distance: Floats, camera: Camera) -> Floats:
    """How much cloth (k,) 0..1 there is so far from its edge: compared a pixel, the edge does not follow the mesh."""
    soft = max(0.75 / camera.scale, 0.06)
    result: Floats = np.clip(0.5 - distance / np.float32(2 * soft), 0, 1)
    return result


def _coloured(light: Floats, cloth: Floats | None, tone: str) -> Floats:
    """The colours (k, 3), red first, of skin under so much light (k,), and of cloth where there is any (k,)."""
    colour: Floats = _RAMPS[tone][(light * (_STEPS - 1)).astype(np.uint8)]
    if cloth is not None:
        dyed = np.array(_CLOTH_RGB, dtype=np.float32) * np.clip(0.42 + 0.7 * light, 0, 1.1)[:, None]
        colour = colour + (np.minimum(dyed, 255) - colour) * cloth[:, None]
    return colour


_FINER = 3


def _supersampled(
    solid: Solid, camera: Camera, skin: tuple[Floats, Floats | None, str], edge: NDArray[np.bool_]
) -> Bytes:
    """The skin at some pixels (k in all), each the mean of a square of samples: bytes (k, 4).

    `skin` is how light each vertex is, how far it is to the edge of its cloth, and the tone.
    """
    brightness, cloth, tone = skin
    owner, triangle, weight = samples(solid.points, solid.triangles, camera, edge, _FINER)
    light = (brightness[solid.triangles[triangle]] * weight).sum(axis=1)
    worn = None if cloth is None else _worn((cloth[solid.triangles[triangle]] * weight).sum(axis=1), camera)
    colour = _coloured(light, worn, tone)
    count = int(edge.sum())
    square = _FINER * _FINER
    result = np.empty((count, 4), dtype=np.uint8)
    for channel in range(3):
        result[:, channel] = np.bincount(owner, colour[:, 2 - channel], count) / square + 0.5
    result[:, 3] = np.bincount(owner, minlength=count) * 255 / square + 0.5
    return result
