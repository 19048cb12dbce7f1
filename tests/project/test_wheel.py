"""What an installed atlas finds beside it: its content, the body and the licences."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    wheel = next(iter(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def packed(folder: str, pattern: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern)}


def test_body_and_icons_land_in_the_package(names: list[str]) -> None:
    assert "atlas/assets/body.npz" in names
    assert "atlas/assets/LICENSE-BODY.md" in names
    assert {f"atlas/{icon}" for icon in packed("assets", "*.svg")} <= set(names)


def test_all_content_is_packed(names: list[str]) -> None:
    assert packed("atlas/data/content", "*.yaml") <= set(names)
    assert packed("atlas/data/content", "*.md") <= set(names)


def test_nothing_else_is_packed(names: list[str]) -> None:
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"atlas"}
    assert not [name for name in names if name.startswith("atlas/assets/") and name.endswith((".py", ".pyc"))]


def test_licences_travel_with_the_wheel(names: list[str]) -> None:
    licences = {name.split("/licenses/")[1] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-DATA.md", "assets/LICENSE-BODY.md"}
