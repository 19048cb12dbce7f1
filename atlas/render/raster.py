"""Triangles to pixels in numpy: which triangle does each pixel of the picture show, and where inside it?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from atlas.render.camera import Camera

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class PixelMap:
    """What a camera sees, made once for a camera; every recolouring looks it up.

    `pixel` (k,) flat numbers of the pixels that show the body, ascending; `triangle` (k,) the triangle that each of
    them shows; `weight` (k, 3) barycentric weights; `depth` (height, width) cm toward the viewer, -inf off the body.
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
        result: Floats = (
            values[corner[:, 0]] * w[:, 0] + values[corner[:, 1]] * w[:, 1] + values[corner[:, 2]] * w[:, 2]
        )
        return result

    def reached(self, xy: NDArray[np.float64], depth: NDArray[np.float64], slack: float) -> NDArray[np.bool_]:
        """Which points (k,), projected to pixel positions (k, 2) and depths (k,), the picture shows.

        A point is shown when it lies in the picture and no more than `slack` cm behind the skin that its pixel shows.
        """
        column, row = np.floor(xy[:, 0]).astype(np.int64), np.floor(xy[:, 1]).astype(np.int64)
        within = (column >= 0) & (column < self.camera.width) & (row >= 0) & (row < self.camera.height)
        near = self.depth[np.where(within, row, 0), np.where(within, column, 0)]
        shown: NDArray[np.bool_] = within & (depth > near - slack)
        return shown

    def number(self, x: int, y: int) -> int | None:
        """The number k of a pixel among those that show the body, None off the body."""
        if not (0 <= x < self.camera.width and 0 <= y < self.camera.height):
            return None
        key = y * self.camera.width + x
        k = int(np.searchsorted(self.pixel, key))
        return k if k < len(self.pixel) and int(self.pixel[k]) == key else None

    def at(self, x: int, y: int) -> tuple[int, Floats] | None:
        """Triangle number and weights (3,) under a pixel, None off the body."""
        k = self.number(x, y)
        return None if k is None else (int(self.triangle[k]), self.weight[k])


def rasterise(points: Floats, triangles: Ints, camera: Camera) -> PixelMap:
    """The pixel map of a mesh: points (n, 3) in cm, triangles (m, 3) counter-clockwise from outside.

    Each front-facing triangle is cut into spans, one a row of pixels, and each span into its pixels; all in whole
    arrays. Of the fragments that fall on one pixel the nearest stays.
    """
    faces = _front(*_projected(points, camera), triangles)
    spans = _spans(faces, camera)
    fragments = _fragments(faces, spans)
    shown, pick = _nearest(fragments.pixel, fragments.near, camera.width * camera.height)
    depth = np.full(camera.width * camera.height, -np.inf, dtype=np.float32)
    depth[shown] = fragments.near[pick]
    triangle, weight = _weighed(faces, spans, fragments, pick)
    return PixelMap(camera, shown, triangle, weight, depth.reshape(camera.height, camera.width))


def samples(
    points: Floats, triangles: Ints, camera: Camera, wanted: NDArray[np.bool_], finer: int
) -> tuple[Ints, Ints, Floats]:
    """What a few pixels show when each is looked at in a square of `finer` by `finer` samples.

    `wanted` is a mask of pixels (height, width). Returns, for the samples (k,) that show the body, the wanted pixel's
    number in reading order, the triangle, and its weights (k, 3).
    """
    chosen = _touching(*_projected(points, camera)[:2], triangles, wanted)
    close = replace(camera, scale=camera.scale * finer, width=camera.width * finer, height=camera.height * finer)
    faces = _front(*_projected(points, close), triangles[chosen])
    faces = replace(faces, number=chosen[faces.number])
    spans = _spans(faces, close)
    fragments = _fragments(faces, spans)
    row, column = np.divmod(fragments.pixel, np.int32(close.width))
    slot = np.full(wanted.shape, -1, dtype=np.int32)
    count = int(wanted.sum())
    slot[wanted] = np.arange(count, dtype=np.int32)
    big = np.int32(finer)
    home = slot[row // big, column // big]
    mine = np.flatnonzero(home >= 0).astype(np.int32)
    key = home[mine] * (big * big) + row[mine] % big * big + column[mine] % big
    shown, pick = _nearest(key, fragments.near[mine], count * finer * finer)
    triangle, weight = _weighed(faces, spans, fragments, mine[pick])
    return shown // (big * big), triangle, weight


def _projected(points: Floats, camera: Camera) -> tuple[Floats, Floats, Floats]:
    xy, depth = camera.project(points)
    x, y, z = (np.ascontiguousarray(column, dtype=np.float32) for column in (xy[:, 0], xy[:, 1], depth))
    return x, y, z


@dataclass(frozen=True)
class _Faces:
    """Front-facing triangles.

    Number, first corner (x, y, z), rows of pixels that they reach, and the slopes of the second and third weight and
    of the depth along x and y.
    """

    number: Ints
    x: Floats
    y: Floats
    z: Floats
    low: Floats
    high: Floats
    second: tuple[Floats, Floats]
    third: tuple[Floats, Floats]
    depth: tuple[Floats, Floats]


@dataclass(frozen=True)
class _Spans:
    """Runs of pixels: which face, first flat pixel number, length, and weights and depth at the first pixel."""

    face: Ints
    first: Ints
    length: Ints
    second: Floats
    third: Floats
    near: Floats


def _f32(values: NDArray[np.floating]) -> Floats:
    return values.astype(np.float32, copy=False)


def _front(x: Floats, y: Floats, z: Floats, triangles: Ints) -> _Faces:
    a, b, c = (np.ascontiguousarray(triangles[:, k]) for k in range(3))
    xa, ya = x[a], y[a]
    abx, aby, acx, acy = x[b] - xa, y[b] - ya, x[c] - xa, y[c] - ya
    area = abx * acy - aby * acx
    # y runs down on the picture, so counter-clockwise from outside has a negative area there.
    front = np.flatnonzero(area < -1e-9).astype(np.int32)
    xa, ya, abx, aby, acx, acy = (v[front] for v in (xa, ya, abx, aby, acx, acy))
    inverse = _f32(np.float32(1.0) / area[front])
    za = z[a[front]]
    zb, zc = _f32(z[b[front]] - za), _f32(z[c[front]] - za)
    second = (_f32(acy * inverse), _f32(-acx * inverse))
    third = (_f32(-aby * inverse), _f32(abx * inverse))
    zero = np.float32(0)
    return _Faces(
        front,
        xa,
        ya,
        za,
        ya + np.minimum(np.minimum(aby, acy), zero),
        ya + np.maximum(np.maximum(aby, acy), zero),
        second,
        third,
        (_f32(second[0] * zb + third[0] * zc), _f32(second[1] * zb + third[1] * zc)),
    )


# Sums are kept of squares of so many pixels across: of a large picture those of all pixels take longest of all.
_SQUARE = 8


def _touching(x: Floats, y: Floats, triangles: Ints, wanted: NDArray[np.bool_]) -> Ints:
    """The triangles whose box of pixels comes near a wanted one, by a table of running sums."""
    height, width = (-(-size // _SQUARE) for size in wanted.shape)
    row, column = np.divmod(np.flatnonzero(wanted), wanted.shape[1])
    held = np.zeros((height, width), dtype=bool)
    held[row // _SQUARE, column // _SQUARE] = True
    sums = np.zeros((height + 1, width + 1), dtype=np.int32)
    np.cumsum(np.cumsum(held, axis=0, dtype=np.int32), axis=1, out=sums[1:, 1:])
    box = []
    for values, size in ((x, width), (y, height)):
        a, b, c = (values[np.ascontiguousarray(triangles[:, k])] / np.float32(_SQUARE) for k in range(3))
        box.append(np.clip(np.floor(np.minimum(np.minimum(a, b), c)), 0, size).astype(np.int32))
        box.append(np.clip(np.floor(np.maximum(np.maximum(a, b), c)) + 1, 0, size).astype(np.int32))
    left, right, top, bottom = box
    count = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.flatnonzero(count > 0).astype(np.int32)


# A hair of tolerance closes the seams between neighbours.
_SEAM = np.float32(1e-4)


def _spans(faces: _Faces, camera: Camera) -> _Spans:
    """The rows of pixel centres inside each face."""
    half = np.float32(0.5)
    top = np.clip(np.ceil(faces.low - half), 0, camera.height).astype(np.int32)
    bottom = np.clip(np.floor(faces.high - half) + 1, 0, camera.height).astype(np.int32)
    rows = np.maximum(bottom - top, 0)
    face = np.repeat(np.arange(len(rows), dtype=np.int32), rows)
    row = np.arange(len(face), dtype=np.int32) - (np.cumsum(rows, dtype=np.int32) - rows - top)[face]
    dy = row.astype(np.float32) + half - faces.y[face]
    low = np.full(len(face), -1e30, dtype=np.float32)
    high = np.full(len(face), 1e30, dtype=np.float32)
    second, third = (tuple(slope[face] for slope in pair) for pair in (faces.second, faces.third))
    for slope, rest in (
        (second[0], second[1] * dy + _SEAM),
        (third[0], third[1] * dy + _SEAM),
        (-second[0] - third[0], 1 + _SEAM - (second[1] + third[1]) * dy),
    ):
        # Inside where slope * dx + rest >= 0.
        steep = np.where(np.abs(slope) < 1e-12, np.float32(1e-12), slope)
        bound = -rest / steep
        np.maximum(low, bound, out=low, where=steep > 0)
        np.minimum(high, bound, out=high, where=steep < 0)
    shift = faces.x[face] - half
    left = np.clip(np.ceil(low + shift), 0, camera.width).astype(np.int32)
    right = np.clip(np.floor(high + shift) + 1, 0, camera.width).astype(np.int32)
    some = np.flatnonzero(right > left)
    face, row, left, dy = face[some], row[some], left[some], dy[some]
    dx = left.astype(np.float32) - shift[some]
    second_at, third_at = (
        second[0][some] * dx + second[1][some] * dy,
        third[0][some] * dx + third[1][some] * dy,
    )
    near = faces.z[face] + faces.depth[0][face] * dx + faces.depth[1][face] * dy
    return _Spans(face, row * np.int32(camera.width) + left, right[some] - left, second_at, third_at, near)


@dataclass(frozen=True)
class _Fragments:
    """All pixels of all spans: flat pixel number, depth, span, and place in the span."""

    pixel: Ints
    near: Floats
    span: Ints
    step: Floats


def _fragments(faces: _Faces, spans: _Spans) -> _Fragments:
    length = spans.length
    span = np.repeat(np.arange(len(length), dtype=np.int32), length)
    step = np.arange(len(span), dtype=np.int32) - np.repeat(np.cumsum(length, dtype=np.int32) - length, length)
    pixel = np.repeat(spans.first, length) + step
    steps = step.astype(np.float32)
    near = np.repeat(spans.near, length) + steps * np.repeat(faces.depth[0][spans.face], length)
    return _Fragments(pixel, near, span, steps)


def _nearest(key: Ints, near: Floats, size: int) -> tuple[Ints, Ints]:
    """Of the fragments with one key the nearest.

    The keys that occur, ascending, and the number of the fragment that each keeps.
    """
    # Of several writes to one place the last stays; then those that were nearer are written again, the nearest last.
    holder = np.full(size, -1, dtype=np.int32)
    holder[key] = np.arange(len(key), dtype=np.int32)
    wronged = np.flatnonzero(near > near[holder[key]])
    wronged = wronged[np.argsort(near[wronged], kind="stable")]
    holder[key[wronged]] = wronged
    shown = np.flatnonzero(holder >= 0).astype(np.int32)
    return shown, holder[shown].astype(np.int32, copy=False)


def _weighed(faces: _Faces, spans: _Spans, fragments: _Fragments, pick: Ints) -> tuple[Ints, Floats]:
    """Triangles (k,) and weights (k, 3) of some fragments."""
    owner, step = fragments.span[pick], fragments.step[pick]
    face = spans.face[owner]
    weight = np.empty((len(pick), 3), dtype=np.float32)
    weight[:, 1] = spans.second[owner] + step * faces.second[0][face]
    weight[:, 2] = spans.third[owner] + step * faces.third[0][face]
    np.clip(weight[:, 1:], 0, 1, out=weight[:, 1:])
    weight[:, 0] = np.maximum(1 - weight[:, 1] - weight[:, 2], 0)
    return faces.number[face], weight
