"""The pins of PySide6, and the fault that they keep out."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]

# A void call that wrongly gives up a reference to None takes one from this count each time, until none are
# left and the interpreter aborts. From Python 3.12 on None is immortal and the count stands still.
VOID_CALLS = """
import sys
from PySide6.QtCore import QObject

thing = QObject()
before = sys.getrefcount(None)
for _ in range(100_000):
    thing.setObjectName("x")
print(sys.getrefcount(None) - before)
"""


def requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def test_void_calls_keep_none_alive() -> None:
    command = [sys.executable, "-c", VOID_CALLS]
    result = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    assert abs(int(result.stdout)) < 1000


@pytest.mark.parametrize(
    ("python", "accepted", "refused"),
    [
        ("3.11", ["6.11.2", "6.11.3"], ["6.11.1", "6.12.0", "6.13.0"]),
        ("3.12", ["6.11.2", "6.12.0", "6.13.0"], ["6.11.1"]),
        ("3.14", ["6.11.2", "6.12.0"], ["6.11.1"]),
    ],
)
def test_pyside_is_pinned_for_each_python(python: str, accepted: list[str], refused: list[str]) -> None:
    environment = {"python_version": python}
    pyside = [line for line in requirements() if line.name == "PySide6-Essentials"]
    lines = [line for line in pyside if line.marker and line.marker.evaluate(environment)]
    assert len(pyside) == 2
    assert len(lines) == 1
    assert all(lines[0].specifier.contains(v) for v in accepted)
    assert not any(lines[0].specifier.contains(v) for v in refused)


def test_every_dependency_has_a_lower_bound_that_holds_here() -> None:
    for line in requirements():
        assert any(s.operator == ">=" for s in line.specifier), f"{line} has no lower bound"
        if line.marker is None or line.marker.evaluate():
            installed = version(line.name)
            assert line.specifier.contains(installed), f"{line.name} {installed} is installed"


def test_only_the_essentials_of_pyside_are_asked_for() -> None:
    names = {re.sub(r"[-_.]+", "-", r.name).lower() for r in requirements()}
    assert {n for n in names if n.startswith("pyside")} == {"pyside6-essentials"}
