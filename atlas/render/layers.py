"""The anatomical figure: the muscles of a layer drawn together on a body, and through its gaps those below.

A body's musculature is made once. Dressing a still in it recolours the still's pixels and says which muscle each of
them shows, so that hovering, clicking and naming are look-ups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Depth
from atlas.render.raster import Floats, Ints
from atlas.render.shade import Bytes, Solid, Still
from atlas.surface.field import REACH_CM

Labels = NDArray[np.int16]

# Muscles that lie side by side differ a little, as in an anatomist's drawing.
_TONES = ((172, 94, 80), (184, 108, 92), (160, 84, 74), (178, 100, 96), (166, 96, 76))
_EDGE_RGB = (88, 38, 34)
_FIBRE_RGB = (126, 52, 46)
_TENDON_RGB = (240, 230, 212)
# What no muscle of the layer covers: pale, as fascia and bone.
_GROUND_RGB = (226, 216, 204)
_GROUND_ALPHA = 0.6
_TENDON_SHARE = 0.1
_EDGE_CM = 0.16
# So many muscles at most are looked up for one triangle.
_STACK = 5
_NONE = -1
_SHADES = 32
# The strength of the others where one muscle is to stand out.
FAINT = 0.45
# Fibres are drawn as drops so many pixels apart.
_DROP_PX = 0.8


def _tints() -> Floats:
    share = np.linspace(0, 0.75, _SHADES)[None, :, None]
    tones, edge = np.array(_TONES, dtype=np.float64)[:, None], np.array(_EDGE_RGB, dtype=np.float64)
    return (tones + (edge - tones) * share).astype(np.float32)


# Each tone (_SHADES, 3) from the belly to the edge.
_TINTS = _tints()


@dataclass(frozen=True, eq=False)
class Musculature:
    """All muscles of a body, both sides together, from the skin inward and the smaller upon the larger.

    `muscles` are ids and `depths` alike; `distance` (m, n) is each muscle's signed distance in cm at the fine
    vertices, negative inside; `fibres` (f, steps, 3) and `normals` alike are lines on the body, `owner` (f,) the
    number of the muscle of each.
    """

    muscles: tuple[str, ...]
    depths: tuple[Depth, ...]
    distance: NDArray[np.float16]
    fibres: Floats
    normals: Floats
    owner: Ints
    fine: Solid
    coarse: Solid
    _stacks: dict[tuple[Depth, bool], Labels] = field(default_factory=dict)

    def stack(self, solid: Solid, layer: Depth) -> Labels:
        """The muscles (_STACK, t) that may show on each triangle once all above a layer are taken away.

        The topmost comes first; -1 stands where there are fewer. `solid` is one of the body's two levels of detail, or
        another body's: while one body gives way to another, a still may already be of the new one.
        """
        key = layer, len(solid.triangles) == len(self.fine.triangles)
        if key not in self._stacks:
            self._stacks[key] = self._stacked(solid, layer)
        return self._stacks[key]

    def warm(self) -> None:
        """Make everything that the first pictures need, so that they need not wait for it."""
        for layer in Depth:
            for solid in (self.coarse, self.fine):
                self.stack(solid, layer)

    def _stacked(self, solid: Solid, layer: Depth) -> Labels:
        first, second, third = solid.columns
        result = np.full((_STACK, len(first)), _NONE, dtype=np.int16)
        height = np.zeros(len(first), dtype=np.int16)
        for muscle, depth in enumerate(self.depths):
            if depth.rank < layer.rank:
                continue
            near = self.distance[muscle] < np.float16(0.3)
            here = np.flatnonzero((near[first] | near[second] | near[third]) & (height < _STACK))
            result[height[here], here] = muscle
            height[here] += 1
        return result


@dataclass(frozen=True)
class Dress:
    """How a body wears its muscles: down from which layer, and how strongly (0..1).

    Where one muscle is to stand out the others are faint.
    """

    musculature: Musculature
    layer: Depth
    strength: float = 1.0

    def on(self, still: Still) -> Dressed:
        """A still in these muscles; fibres are drawn on a fine one only."""
        colour, free, label, inside = _lay_bellies(still, self.musculature, self.layer)
        if still.solid is self.musculature.fine:
            _lay_fibres(still, self.musculature, colour, label)
        colour *= np.clip(0.44 + 0.72 * still.light, 0, 1.1)[:, None]
        np.clip(colour, 0, 255, out=colour)
        pixels = still.bare()
        flat: Bytes = pixels.reshape(-1, 4)
        under = flat[still.map.pixel, :3].astype(np.float32)
        over = colour[:, ::-1] * still.cover[:, None]
        alpha = np.float32(self.strength) * (1 - np.float32(1 - _GROUND_ALPHA) * free)
        flat[still.map.pixel, :3] = (under + (over - under) * alpha[:, None] + 0.5).astype(np.uint8)
        return Dressed(still.solid, still.map, pixels, still.light, still.cover, self, label, inside, tone=still.tone)


@dataclass(frozen=True)
class Dressed(Still):
    """A still on which a layer's muscles are drawn: `label` (k,) is the number of the muscle at each pixel of `map`.

    `inside` (k,) is how far (cm) the pixel lies within that muscle, 0 where there is none.
    """

    dress: Dress
    label: Labels
    inside: Floats

    def muscle_at(self, x: int, y: int) -> str | None:
        """The muscle that a pixel shows, or None."""
        number = self.map.number(x, y)
        if number is None or self.label[number] < 0:
            return None
        return self.dress.musculature.muscles[int(self.label[number])]


def _lay_bellies(still: Still, musculature: Musculature, layer: Depth) -> tuple[Floats, Floats, Labels, Floats]:
    """What the fibres are drawn on: colours (k, 3), and how free (k,) of muscles each pixel is.

    Then the number of its muscle and how far (cm) it lies inside that.

    From the highest muscle to the lowest; a pixel that is covered is not looked at again.
    """
    soft = np.float32(max(0.75 / still.camera.scale, 0.03))
    edge = np.float32(max(_EDGE_CM, 1.6 / still.camera.scale))
    count, size = len(still.map.pixel), musculature.distance.shape[1]
    flat, columns = musculature.distance.ravel(), still.solid.columns
    colour, free = np.zeros((count, 3), dtype=np.float32), np.ones(count, dtype=np.float32)
    label, inside = np.full(count, _NONE, dtype=np.int16), np.zeros(count, dtype=np.float32)
    left = np.arange(count)
    for muscles in musculature.stack(still.solid, layer):
        muscle = muscles[still.map.triangle[left]]
        some = np.flatnonzero(muscle >= 0)
        left, muscle = left[some], muscle[some]
        triangle, weight = still.map.triangle[left], still.map.weight[left]
        row = muscle.astype(np.int32) * np.int32(size)
        distance = np.zeros(len(left), dtype=np.float32)
        for k, column in enumerate(columns):
            distance += flat[row + column[triangle]] * weight[:, k]
        on = np.flatnonzero(distance < soft)
        here, there = left[on], distance[on]
        # From one tone of muscle to the dark edge in so many steps.
        tint = _TINTS[muscle[on] % len(_TONES), (np.clip(1 + there / edge, 0, 1) * (_SHADES - 1)).astype(np.int8)]
        alpha = np.clip((soft - there) / (2 * soft), 0, 1) * free[here]
        colour[here] += tint * alpha[:, None]
        free[here] -= alpha
        new = (there < 0) & (label[here] == _NONE)
        label[here[new]] = muscle[on][new]
        inside[here[new]] = -there[new]
        left = left[free[left] > 0.01]
    colour += np.array(_GROUND_RGB, dtype=np.float32) * free[:, None]
    return colour, free, label, inside


def _lay_fibres(still: Still, musculature: Musculature, colour: Floats, label: Labels) -> None:
    """Draw the fibres into the colours: dark on the belly, ivory at the first and last tenth."""
    camera = still.camera
    shown = np.full(camera.width * camera.height, _NONE, dtype=np.int16)
    shown[still.map.pixel] = label
    there = np.unique(label)
    mine = np.flatnonzero(np.isin(musculature.owner, there))
    fibres, normals, owner = musculature.fibres[mine], musculature.normals[mine], musculature.owner[mine]
    steps = fibres.shape[1]
    xy, _ = camera.project(fibres.reshape(-1, 3))
    x, y = xy.astype(np.float32).T
    facing = normals.reshape(-1, 3) @ camera.toward.astype(np.float32) > 0.02
    within = facing & (x >= 1) & (x < camera.width - 1) & (y >= 1) & (y < camera.height - 1)
    # A fibre shows where the picture shows its muscle: what lies behind or below something else is not looked for.
    at = np.where(within, y, 0).astype(np.int32) * np.int32(camera.width) + np.where(within, x, 0).astype(np.int32)
    seen = within & (shown[at] == np.repeat(owner, steps))
    # The pieces between one point of a fibre and the next, of which one end at least can be seen.
    inner = np.ones((len(fibres), steps), dtype=bool)
    inner[:, -1] = False
    first = np.flatnonzero(inner.ravel() & within & (seen | np.roll(seen, -1)))
    first = first[within[first + 1]]
    dx, dy = x[first + 1] - x[first], y[first + 1] - y[first]
    pieces = np.maximum(np.ceil(np.maximum(np.abs(dx), np.abs(dy)) / _DROP_PX), 1).astype(np.int32)
    piece = np.repeat(np.arange(len(first), dtype=np.int32), pieces)
    number = np.arange(len(piece), dtype=np.int32) - np.repeat(np.cumsum(pieces, dtype=np.int32) - pieces, pieces)
    part = number.astype(np.float32) / pieces[piece]
    fibre, step = np.divmod(first, steps)
    along = (step[piece] + part) / np.float32(steps - 1)
    drops = _Drops(
        x[first][piece] + dx[piece] * part,
        y[first][piece] + dy[piece] * part,
        owner[fibre][piece],
        np.minimum(along, 1 - along) < _TENDON_SHARE,
    )
    _splat(still, drops, shown, colour)


@dataclass(frozen=True)
class _Drops:
    """Points (k,) along fibres: pixel positions, the number of the muscle, and whether it is tendon there."""

    x: Floats
    y: Floats
    owner: Ints
    tendon: NDArray[np.bool_]


def _splat(still: Still, drops: _Drops, shown: Labels, colour: Floats) -> None:
    """Drop points on the pixels of their own muscles, each shared among four neighbours."""
    width, size = np.int32(still.camera.width), still.camera.width * still.camera.height
    left, top = (drops.x - 0.5).astype(np.int32), (drops.y - 0.5).astype(np.int32)
    right_share, lower_share = drops.x - 0.5 - left, drops.y - 0.5 - top
    weight, ivory = np.zeros(size), np.zeros(size)
    for dx, across in ((0, 1 - right_share), (1, right_share)):
        for dy, down in ((0, 1 - lower_share), (1, lower_share)):
            pixel = (top + dy) * width + left + dx
            amount = across * down * (shown[pixel] == drops.owner)
            weight += np.bincount(pixel, amount, size)
            ivory += np.bincount(pixel, amount * drops.tendon, size)
    weight, ivory = weight[still.map.pixel], ivory[still.map.pixel]
    some = np.flatnonzero(weight > 0)
    total = weight[some].astype(np.float32)
    pale = ivory[some].astype(np.float32) / total
    # Where fibres are closer than pixels they blend to a tone.
    cover = np.clip(total * np.float32(_DROP_PX), 0, 1)
    alpha = cover * np.maximum(_fibre_strength(still.camera.scale), 0.8 * pale)
    dark, light = (np.array(rgb, dtype=np.float32) for rgb in (_FIBRE_RGB, _TENDON_RGB))
    tone = dark + (light - dark) * pale[:, None]
    colour[some] += (tone - colour[some]) * alpha[:, None]


def _fibre_strength(scale: float) -> float:
    """How strongly a fibre is drawn at so many pixels to a cm: from afar they would hide the bellies' own tones."""
    return float(np.clip(0.30 + 0.025 * scale, 0.35, 0.6))


@dataclass(frozen=True)
class Part:
    """One muscle on a body, both sides: dense belly distance (n,) in cm, fibres (f, steps, 3) and their normals."""

    muscle: str
    depth: Depth
    belly: Floats
    fibres: Floats
    normals: Floats


def musculature_of(parts: Sequence[Part], fine: Solid, coarse: Solid) -> Musculature:
    """The musculature that some muscles make."""
    parts = sorted(parts, key=lambda part: (part.depth.rank, int((part.belly < 0).sum())))
    distance = np.full((len(parts), len(fine.points)), REACH_CM, dtype=np.float16)
    for row, part in enumerate(parts):
        distance[row] = part.belly
    steps = max((part.fibres.shape[1] for part in parts), default=2)
    none = np.zeros((0, steps, 3), dtype=np.float32)
    return Musculature(
        tuple(part.muscle for part in parts),
        tuple(part.depth for part in parts),
        distance,
        np.concatenate([none, *[part.fibres for part in parts]]),
        np.concatenate([none, *[part.normals for part in parts]]),
        np.repeat(np.arange(len(parts), dtype=np.int32), [len(part.fibres) for part in parts]),
        fine,
        coarse,
    )
