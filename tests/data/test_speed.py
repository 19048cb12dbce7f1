"""What reading costs; run with `--benchmark-enable --benchmark-disable-gc`."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from atlas.data import content_folder, read_library
from atlas.data.marked import read_document
from atlas.data.muscle_file import read_muscle
from atlas.data.vocabulary import read_vocabulary
from tests.data.conftest import GOOD, LIBRARY


def test_a_muscle_s_yaml(benchmark: BenchmarkFixture) -> None:
    document = benchmark(read_document, LIBRARY / GOOD)
    assert document.faults == ()


def test_a_complete_muscle(benchmark: BenchmarkFixture) -> None:
    content = content_folder()
    names = read_vocabulary(content, content).names
    path = content / "muscles/shoulder/infraspinatus.yaml"
    file = benchmark(read_muscle, path, names, in_its_folder=True)
    assert file.muscle


def test_a_small_library(benchmark: BenchmarkFixture) -> None:
    library = benchmark(read_library, LIBRARY)
    assert len(library.muscles) == 3
