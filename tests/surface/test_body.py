"""The body: six shapes of one topology, upright, symmetric, palms forward."""

import numpy as np
import pytest

from atlas.surface.body import SKIN_VERTICES, BodyModel


def test_there_are_six_bodies_of_the_heights_that_were_agreed(model: BodyModel) -> None:
    assert len(model.names) == 6
    for name, height in (("male", 178), ("female", 165)):
        points = model.mesh(name, fine=False).points
        assert points[:, 1].min() == pytest.approx(0, abs=0.3)
        assert points[:, 1].max() == pytest.approx(height, abs=0.5)


def test_left_and_right_are_exact_mirrors_on_every_body(model: BodyModel) -> None:
    flip = np.array([-1, 1, 1], dtype=np.float32)
    for name in model.names:
        coarse = model.mesh(name, fine=False).points
        assert np.abs(coarse[model.mirror] - coarse * flip).max() < 1e-4
        fine = model.mesh(name, fine=True).points
        assert np.abs(fine[model.fine_mirror] - fine * flip).max() < 1e-3


def test_the_mirror_is_its_own_inverse(model: BodyModel) -> None:
    for mirror in (model.mirror, model.fine_mirror):
        assert (mirror[mirror] == np.arange(len(mirror))).all()


def test_skin_vertices_keep_their_numbers_on_the_subdivided_mesh(model: BodyModel) -> None:
    coarse, fine = model.mesh(fine=False).points, model.mesh(fine=True).points
    moved = np.linalg.norm(fine[:SKIN_VERTICES] - coarse[:SKIN_VERTICES], axis=1)
    assert model.skin_vertices == SKIN_VERTICES
    assert moved.max() < 1.5


def test_normals_point_outward(model: BodyModel) -> None:
    mesh = model.mesh(fine=True)
    crown = int(mesh.points[:, 1].argmax())
    assert mesh.normals[crown, 1] > 0.9
    assert mesh.normals.mean(axis=0) == pytest.approx([0, 0, 0], abs=0.2)


def test_palms_face_forward_and_the_right_side_has_negative_x(model: BodyModel, edition: object) -> None:
    from atlas.edition import Edition

    assert isinstance(edition, Edition)
    mesh = model.mesh(fine=False)
    palm = edition.library.landmarks["palm-centre"].vertex
    assert mesh.points[palm, 0] < -20
    assert mesh.normals[palm, 2] > 0.6


def test_no_triangle_is_a_spike(model: BodyModel) -> None:
    for name in model.names:
        mesh = model.mesh(name, fine=False)
        corners = mesh.points[mesh.triangles]
        edges = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
        assert edges.max() < 9.0


def test_an_unknown_body_is_refused(model: BodyModel) -> None:
    with pytest.raises(KeyError):
        model.mesh("centaur", fine=False)
