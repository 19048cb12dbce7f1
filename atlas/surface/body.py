"""The six bodies: one topology, six shapes, at two levels of detail."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from atlas.surface.subdivide import subdivision, triangles_of, vertex_normals

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

SKIN_VERTICES = 13380
FIRST_BODY = "male"
_HERE = Path(__file__).resolve()


def body_file() -> Path:
    """Where `body.npz` lies: beside the package in a wheel, in `assets/` in a checkout."""
    inside = _HERE.parent.parent / "assets" / "body.npz"
    return inside if inside.exists() else _HERE.parent.parent.parent / "assets" / "body.npz"


@dataclass(frozen=True)
class Mesh:
    """One body at one level of detail.

    `points` (n, 3) cm; `triangles` (m, 3) counter-clockwise from outside; `normals` (n, 3); `open_sky` (n,) 0..1, how
    much of the sky each vertex sees. Vertices 0-13379 are hm08's skin.
    """

    points: Floats
    triangles: Ints
    normals: Floats
    open_sky: Floats


class BodyModel:
    """The bodies' shared topology and their shapes.

    `digest` names the file's content; `names` of the bodies, the first is the one on which distances are measured;
    `mirror` (n,) the opposite vertex; `segment` (n,) numbers into `segment_names`. Raises FileNotFoundError when the
    body file is missing, ValueError when it is not one.
    """

    def __init__(self, file: Path | None = None) -> None:
        content = (file or body_file()).read_bytes()
        self.digest = hashlib.sha256(content).hexdigest()[:16]
        with np.load(io.BytesIO(content), allow_pickle=False) as data:
            self.names: tuple[str, ...] = tuple(str(n) for n in data["names"])
            first = data["first"].astype(np.int64)
            step = float(data["step_cm"])
            self._shapes = np.concatenate([first[None], first + data["others"]]).astype(np.float32) * np.float32(step)
            self.quads: Ints = data["quads"].astype(np.int32)
            self.mirror: Ints = data["mirror"].astype(np.int32)
            self.segment: NDArray[np.uint8] = data["segment"]
            self.segment_names: tuple[str, ...] = tuple(str(n) for n in data["segment_names"])
            self.skin_vertices, self.skin_quads = (int(k) for k in data["skin"])
            self._sky = data["open_sky"].astype(np.float32) / 255
            self._spot_quad, self._spot_uv = (
                data["spot_quad"].astype(np.int32),
                data["spot_uv"].astype(np.float32) / 255,
            )
        self._meshes: dict[tuple[str, bool], Mesh] = {}

    @property
    def vertices(self) -> int:
        """Number of vertices of the base mesh, eyes included."""
        return len(self.mirror)

    @cached_property
    def _finer(self) -> tuple[csr_array, Ints]:
        return subdivision(self.quads, self.vertices)

    @cached_property
    def fine_quads(self) -> Ints:
        """Quads (4 m, 4) of the once-subdivided mesh, the skin's first."""
        return self._finer[1]

    @property
    def fine_skin_quads(self) -> Ints:
        """The quads of the subdivided skin, without the eyes."""
        return self.fine_quads[: 4 * self.skin_quads]

    @property
    def fine_vertices(self) -> int:
        """Vertices of the fine mesh."""
        return len(self.fine_mirror)

    @cached_property
    def fine_mirror(self) -> Ints:
        """The opposite vertex of each vertex of the subdivided mesh."""
        base, quads, twin = self.vertices, self.quads.astype(np.int64), self.mirror.astype(np.int64)
        fine = np.empty(self._finer[0].shape[0], dtype=np.int32)
        fine[:base] = self.mirror
        # Corner k of a quad became a small quad (corner, edge to the next, centre, edge from the one before).
        small = self.fine_quads.reshape(len(quads), 4, 4)
        ends = np.stack([quads, np.roll(quads, -1, axis=1)], axis=-1).reshape(-1, 2)
        self._pair(fine, ends, small[:, :, 1].ravel(), twin)
        self._pair(fine, quads, small[:, 0, 2], twin)
        return fine

    @staticmethod
    def _pair(fine: Ints, owners: NDArray[np.int64], numbers: NDArray[np.int32], twin: NDArray[np.int64]) -> None:
        """Let new vertices (k,), each made of some old ones (k, c), find the new vertex that is made of their twins."""

        def keys(of: NDArray[np.int64]) -> NDArray[np.int64]:
            # Four numbers below 2 ** 15 fit into one.
            name = np.zeros(len(of), dtype=np.int64)
            for corner in np.sort(of, axis=1).T:
                name = (name << 15) + corner
            return name

        mine = keys(owners)
        order = np.argsort(mine, kind="stable")
        found = order[np.searchsorted(mine, keys(twin[owners]), sorter=order)]
        fine[numbers] = numbers[found]

    def mesh(self, name: str = FIRST_BODY, *, fine: bool) -> Mesh:
        """One body, kept once made. Raises KeyError for a name that is not in `names`."""
        key = (name, fine)
        if key not in self._meshes:
            if name not in self.names:
                raise KeyError(name)
            index = self.names.index(name)
            points, sky, quads = self._shapes[index], self._sky[index], self.quads
            if fine:
                matrix, quads = self._finer
                points = np.asarray(matrix @ points.astype(np.float64)).astype(np.float32)
                sky = np.asarray(matrix @ sky.astype(np.float64)).astype(np.float32)
            triangles = triangles_of(quads)
            self._meshes[key] = Mesh(points, triangles, vertex_normals(points, triangles), sky)
        return self._meshes[key]

    def spots(self) -> tuple[Ints, Floats]:
        """Evenly scattered stipple spots on the skin as corners (k, 4) of base quads and weights (k, 4)."""
        u, v = self._spot_uv[:, 0], self._spot_uv[:, 1]
        weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], axis=1)
        return self.quads[self._spot_quad], weights.astype(np.float32)
