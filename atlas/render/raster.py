"""Triangles to pixels in numpy: which triangle does each pixel of the picture show, and where inside it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from atlas.render.camera import Camera

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class PixelMap:
    """What a camera sees, made once for a camera; every recolouring looks it up.

    `pixel` (k,) flat numbers of the pixels that show the body, ascending; `triangle` (k,) the triangle that each of them
    shows; `weight` (k, 3) barycentric weights; `depth` (height, width) cm toward the viewer, -inf off the body.
    """

    camera: Camera
    pixel: Ints
    triangle: Ints
    weight: Floats
    depth: Floats

    def interpolate(self, corners: Ints, values: Floats) -> Floats:
        """Values (n,) at vertices to values (k,) at the pixels; `corners` (m, 3) are the vertices of each triangle."""
        corner = corners[self.triangle]
        w = self.weight
        result: Floats = values[corner[:, 0]] * w[:, 0] + values[corner[:, 1]] * w[:, 1] + values[corner[:, 2]] * w[:, 2]
        return result

    def at(self, x: int, y: int) -> tuple[int, Floats] | None:
        """Triangle number and weights (3,) under a pixel, None off the body."""
        if not (0 <= x < self.camera.width and 0 <= y < self.camera.height):
            return None
        key = y * self.camera.width + x
        k = int(np.searchsorted(self.pixel, key))
        if k == len(self.pixel) or int(self.pixel[k]) != key:
            return None
        return int(self.triangle[k]), self.weight[k]


def rasterise(points: Floats, triangles: Ints, camera: Camera) -> PixelMap:
    """The pixel map of a mesh: points (n, 3) in cm, triangles (m, 3) counter-clockwise from outside.

    Each front-facing triangle's box of pixels is laid out in one long row; edge functions are evaluated in one pass; depth
    is settled by letting the nearest write last.
    """
    xy, depth = camera.project(points)
    x, y = xy[:, 0].astype(np.float32), xy[:, 1].astype(np.float32)
    z = depth.astype(np.float32)
    chosen, box = _visible(x, y, triangles, camera)
    tri = triangles[chosen]
    width = (box[1] - box[0]).astype(np.int32)
    count = width * (box[3] - box[2])
    owner = np.repeat(np.arange(len(chosen), dtype=np.int32), count)
    start = np.cumsum(count) - count
    offset = np.arange(len(owner), dtype=np.int32) - start.astype(np.int32)[owner]
    wide = width[owner]
    row = offset // wide
    px = offset - row * wide
    px += box[0].astype(np.int32)[owner]
    py = row + box[2].astype(np.int32)[owner]

    a, b, c = tri[:, 0], tri[:, 1], tri[:, 2]
    # Edge functions relative to corner a keep float32 exact enough at any zoom.
    abx, aby, acx, acy = x[b] - x[a], y[b] - y[a], x[c] - x[a], y[c] - y[a]
    inverse = np.float32(1.0) / (abx * acy - aby * acx)
    dx = px.astype(np.float32) + np.float32(0.5) - x[a][owner]
    dy = py.astype(np.float32) + np.float32(0.5) - y[a][owner]
    wb = dx * (acy * inverse)[owner] - dy * (acx * inverse)[owner]
    wc = dy * (abx * inverse)[owner] - dx * (aby * inverse)[owner]
    # A hair of tolerance closes the seams between neighbours.
    inside = np.flatnonzero((wb >= -1e-4) & (wc >= -1e-4) & (wb + wc <= 1.0001))
    owner, wb, wc = owner[inside], wb[inside], wc[inside]
    near = z[a][owner] + wb * (z[b] - z[a])[owner] + wc * (z[c] - z[a])[owner]
    pixel = py[inside] * np.int32(camera.width) + px[inside]
    return _settle(camera, chosen, pixel, owner, wb, wc, near)


def _visible(x: Floats, y: Floats, triangles: Ints, camera: Camera) -> tuple[Ints, tuple[Ints, Ints, Ints, Ints]]:
    """The front-facing triangles that own a pixel centre of the picture, and their pixel boxes (left, right, top, bottom)."""
    tx, ty = x[triangles], y[triangles]
    # y runs down on the picture, so counter-clockwise from outside has a negative area there.
    area = (tx[:, 1] - tx[:, 0]) * (ty[:, 2] - ty[:, 0]) - (ty[:, 1] - ty[:, 0]) * (tx[:, 2] - tx[:, 0])
    front = np.flatnonzero(area < -1e-9)
    tx, ty = tx[front], ty[front]
    left = np.clip(np.ceil(tx.min(axis=1) - 0.5), 0, camera.width).astype(np.int32)
    right = np.clip(np.floor(tx.max(axis=1) - 0.5) + 1, 0, camera.width).astype(np.int32)
    top = np.clip(np.ceil(ty.min(axis=1) - 0.5), 0, camera.height).astype(np.int32)
    bottom = np.clip(np.floor(ty.max(axis=1) - 0.5) + 1, 0, camera.height).astype(np.int32)
    some = np.flatnonzero((right > left) & (bottom > top))
    return front[some].astype(np.int32), (left[some], right[some], top[some], bottom[some])


def _settle(camera: Camera, chosen: Ints, pixel: Ints, owner: Ints, wb: Floats, wc: Floats, near: Floats) -> PixelMap:
    """Keep the nearest fragment of each pixel."""
    depth = np.full(camera.width * camera.height, -np.inf, dtype=np.float32)
    waiting = np.arange(len(pixel))
    # Of several writes to one pixel the last stays. Those that are nearer than what stayed write again, until none is.
    while len(waiting):
        depth[pixel[waiting]] = near[waiting]
        waiting = waiting[near[waiting] > depth[pixel[waiting]]]
    winner = np.flatnonzero(near == depth[pixel])
    holder = np.full(len(depth), -1, dtype=np.int32)
    holder[pixel[winner]] = winner
    shown = np.flatnonzero(holder >= 0).astype(np.int32)
    pick = holder[shown]
    weight = np.empty((len(pick), 3), dtype=np.float32)
    weight[:, 1], weight[:, 2] = wb[pick], wc[pick]
    weight[:, 0] = 1 - weight[:, 1] - weight[:, 2]
    return PixelMap(camera, shown, chosen[owner[pick]], weight, depth.reshape(camera.height, camera.width))
