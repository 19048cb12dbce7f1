"""What must be fast, for `pytest tests/benchmarks --benchmark-enable`; without that each runs once and is only true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from atlas.anatomy import SideChoice
from atlas.data import read_library
from atlas.edition import Edition
from atlas.render.plate import plate_of
from atlas.render.shade import still
from atlas.render.views import whole_body

SIZE = (700, 1400)
Benchmark = Callable[..., Any]


def test_recolour(benchmark: Benchmark, edition: Edition) -> None:
    scene = edition.scene()
    muscle = edition.library.muscles["infraspinatus"]
    shown = scene.show(edition.pattern(muscle.id), None, SideChoice.RIGHT, muscle.depth)
    seen = still(scene.fine, whole_body(scene.fine, 180).camera(*SIZE), smooth_edge=True)
    assert benchmark(plate_of, scene, seen, shown).marks


def test_still(benchmark: Benchmark, edition: Edition) -> None:
    scene = edition.scene()
    camera = whole_body(scene.fine, 0).camera(*SIZE)
    assert len(benchmark(still, scene.fine, camera, smooth_edge=True).light) > 100_000


def test_frame_while_turning(benchmark: Benchmark, edition: Edition) -> None:
    scene = edition.scene()
    camera = whole_body(scene.coarse, 30).camera(SIZE[0] // 2, SIZE[1] // 2)
    assert len(benchmark(still, scene.coarse, camera, smooth_edge=False).light) > 30_000


@pytest.mark.parametrize("muscle", ["infraspinatus", "gluteus-medius"])
def test_fields_of_a_point(benchmark: Benchmark, edition: Edition, muscle: str) -> None:
    point = edition.library.muscles[muscle].trigger_points[0]
    edition.skin.point_pattern(point)
    assert not benchmark(edition.skin.point_pattern, point).essential.empty


def test_dataset(benchmark: Benchmark) -> None:
    assert benchmark(read_library).muscles
