"""What every test needs: no test opens a window on a real screen or touches the user's own folders."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["ATLAS_HOME"] = tempfile.mkdtemp(prefix="atlas-tests-")

if TYPE_CHECKING:
    from atlas.edition import Edition
    from atlas.surface.body import BodyModel


@pytest.fixture(scope="session")
def model() -> "BodyModel":
    """The six bodies."""
    from atlas.surface.body import BodyModel

    return BodyModel()


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> "Edition":
    """The atlas' own dataset on the body; patterns are built once for all tests."""
    from atlas.edition import Edition

    return Edition.open(cache_folder=tmp_path_factory.mktemp("patterns"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder for settings, cache and log."""
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
