"""Catmull-Clark subdivision of a closed quad mesh, as one sparse matrix that serves every body of the same topology."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    # Late, here and below: scipy costs a third of the start and the first window does without it.
    from scipy.sparse import csr_array

Ints = NDArray[np.int32]


def triangles_of(quads: NDArray[np.integer]) -> Ints:
    """Two triangles a quad, shape (2 m, 3): triangle t belongs to quad t // 2."""
    result = np.empty((2 * len(quads), 3), dtype=np.int32)
    result[0::2] = quads[:, [0, 1, 2]]
    result[1::2] = quads[:, [0, 2, 3]]
    return result


def triangles_around(triangles: Ints, vertices: int) -> Ints:
    """The triangles (n, most) round each vertex, some of them repeated where there are fewer."""
    corner = triangles.ravel()
    order = np.argsort(corner, kind="stable")
    count = np.bincount(corner, minlength=vertices)
    start = np.cumsum(count) - count
    slot = np.minimum(np.arange(int(count.max()))[None, :], np.maximum(count - 1, 0)[:, None])
    around: Ints = (order[np.minimum(start[:, None] + slot, len(order) - 1)] // 3).astype(np.int32)
    return around


def vertex_normals(points: NDArray[np.floating], triangles: Ints) -> NDArray[np.float32]:
    """Outward unit normals (n, 3), weighted by area."""
    p = points[triangles]
    face = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
    rows = triangles.ravel()
    normal = np.stack([np.bincount(rows, np.repeat(face[:, k], 3), len(points)) for k in range(3)], axis=1)
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    result: NDArray[np.float32] = (normal / np.maximum(length, 1e-12)).astype(np.float32)
    return result


def subdivision(quads: NDArray[np.integer], vertices: int) -> tuple[csr_array, Ints]:
    """One Catmull-Clark step.

    Returns the matrix that turns (n, d) vertex values into the finer mesh's, and its quads (4 m, 4). The finer
    vertices are the old ones first (their numbers hold), then one an edge, then one a face. At a border (an eyeball's
    rim) the rule for curves applies.
    """
    from scipy.sparse import csr_array

    corners = np.asarray(quads, dtype=np.int64)
    quads = corners
    faces = len(quads)
    a, b = quads.ravel(), np.roll(quads, -1, axis=1).ravel()
    low, high = np.minimum(a, b), np.maximum(a, b)
    key, edge_of = np.unique(low * vertices + high, return_inverse=True)
    ends = np.stack([key // vertices, key % vertices], axis=1)
    edges = len(ends)
    face_of = np.repeat(np.arange(faces), 4)
    face_matrix = csr_array((np.full(4 * faces, 0.25), (face_of, quads.ravel())), shape=(faces, vertices))
    edge_face = csr_array((np.ones(4 * faces), (edge_of, face_of)), shape=(edges, faces))
    inner = np.bincount(edge_of, minlength=edges) == 2

    middle = csr_array(
        (np.full(2 * edges, 0.5), (np.repeat(np.arange(edges), 2), ends.ravel())), shape=(edges, vertices)
    )
    beside = (
        edge_face.multiply((0.5 * inner / np.maximum(np.bincount(edge_of, minlength=edges), 1))[:, None]) @ face_matrix
    )
    edge_matrix = csr_array(middle.multiply(np.where(inner, 0.5, 1.0)[:, None]) + beside)

    point_matrix = _moved_points(corners, vertices, ends, inner, face_matrix, middle)
    matrix = _stack([point_matrix, edge_matrix, face_matrix])
    edge_of = edge_of.reshape(faces, 4) + vertices
    centre = np.arange(faces) + vertices + edges
    finer = np.empty((4 * faces, 4), dtype=np.int32)
    for k in range(4):
        finer[k::4] = np.stack([quads[:, k], edge_of[:, k], centre, edge_of[:, k - 1]], axis=1)
    return matrix, finer


def _moved_points(
    quads: NDArray[np.int64],
    vertices: int,
    ends: NDArray[np.int64],
    inner: NDArray[np.bool_],
    face: csr_array,
    middle: csr_array,
) -> csr_array:
    """The matrix that moves the old vertices: (Q + 2 R + (n - 3) P) / n inside, (1, 6, 1) / 8 on a border."""
    from scipy.sparse import csr_array

    faces = len(quads)
    valence = np.bincount(quads.ravel(), minlength=vertices).astype(float)
    touch = csr_array((np.ones(4 * faces), (quads.ravel(), np.repeat(np.arange(faces), 4))), shape=(vertices, faces))
    spokes = csr_array(
        (np.ones(2 * len(ends)), (ends.ravel(), np.repeat(np.arange(len(ends)), 2))), shape=(vertices, len(ends))
    )
    rim = np.zeros(vertices, dtype=bool)
    rim[ends[~inner].ravel()] = True
    n = np.maximum(valence, 1)
    kept = csr_array(
        (np.where(rim, 0.5, (n - 3) / n), (np.arange(vertices), np.arange(vertices))), shape=(vertices, vertices)
    )
    of_faces = (touch @ face).multiply(np.where(rim, 0, 1 / n**2)[:, None])
    of_edges = (spokes @ middle).multiply(np.where(rim, 0, 2 / n**2)[:, None])
    outer = spokes.multiply((~inner).astype(float)[None, :]) @ middle
    of_rim = outer.multiply(np.where(rim, 0.25, 0)[:, None])
    return csr_array(kept + of_faces + of_edges + of_rim)


def _stack(parts: list[csr_array]) -> csr_array:
    """The parts one under the other."""
    from scipy.sparse import csr_array

    data = np.concatenate([p.data for p in parts])
    indices = np.concatenate([p.indices for p in parts])
    starts = np.cumsum([0] + [p.nnz for p in parts[:-1]])
    indptr = np.concatenate([[0]] + [p.indptr[1:] + s for p, s in zip(parts, starts, strict=True)])
    return csr_array((data, indices, indptr), shape=(sum(p.shape[0] for p in parts), parts[0].shape[1]))


def catmull_clark(
    points: NDArray[np.floating], quads: NDArray[np.integer]
) -> tuple[NDArray[np.float64], Ints, csr_array]:
    """Finer points, finer quads and the matrix that made them."""
    matrix, finer = subdivision(quads, len(points))
    return np.asarray(matrix @ points), finer, matrix
