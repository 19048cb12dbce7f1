"""What reading costs; run with `--benchmark-enable --benchmark-disable-gc`."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from atlas.data import read_library
from atlas.data.marked import read_document
from tests.data.conftest import GOOD, LIBRARY


def test_a_muscle_s_yaml(benchmark: BenchmarkFixture) -> None:
    document = benchmark(read_document, LIBRARY / GOOD)
    assert document.faults == ()


def test_a_small_library(benchmark: BenchmarkFixture) -> None:
    library = benchmark(read_library, LIBRARY)
    assert len(library.muscles) == 3
