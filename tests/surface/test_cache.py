"""Built patterns are kept, found again, and never trusted blindly."""

from pathlib import Path

import numpy as np
import pytest

from atlas.edition import Edition

MUSCLE = "infraspinatus"


def opened(edition: Edition, folder: Path | None) -> Edition:
    return Edition(edition.library, edition.model, folder)


def test_a_pattern_from_the_cache_is_the_pattern_that_was_built(edition: Edition, tmp_path: Path) -> None:
    built = opened(edition, tmp_path).pattern(MUSCLE)
    again = opened(edition, tmp_path)
    kept = again.pattern(MUSCLE)
    assert "skin" not in again.__dict__, "nothing had to be built"
    assert [p.id for p in kept.points] == [p.id for p in built.points]
    for one, other in zip(kept.points, built.points, strict=True):
        assert (one.essential.vertices == other.essential.vertices).all()
        assert one.spillover.values == pytest.approx(other.spillover.values)
    assert kept.fibres.weights == pytest.approx(built.fibres.weights)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x93NUMPY rubbish" * 40])
def test_a_broken_file_in_the_cache_is_built_anew(edition: Edition, tmp_path: Path, content: bytes) -> None:
    opened(edition, tmp_path).pattern(MUSCLE)
    for file in tmp_path.glob("*.npz"):
        file.write_bytes(content)
    assert len(opened(edition, tmp_path).pattern(MUSCLE).points) >= 3


def test_a_cache_that_cannot_be_written_is_said_once_and_hinders_nothing(edition: Edition, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder")
    again = opened(edition, blocked / "patterns")
    assert again.pattern(MUSCLE).points
    assert again.cache.problem is not None
    assert str(blocked) in again.cache.problem


def test_another_landmark_vertex_makes_another_pattern(edition: Edition, tmp_path: Path) -> None:
    from dataclasses import replace

    first = opened(edition, tmp_path)
    first.pattern(MUSCLE)
    marks = dict(edition.library.landmarks)
    marks["infraspinous-fossa-mid"] = replace(marks["infraspinous-fossa-mid"], vertex=marks["acromion"].vertex)
    moved = Edition(replace(edition.library, landmarks=marks), edition.model, tmp_path).pattern(MUSCLE)
    sites = [np.asarray(e.pattern(MUSCLE).points[2].site.corners) for e in (first,)]
    assert (sites[0] != moved.points[2].site.corners).any()
