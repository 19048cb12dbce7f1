"""A library without a fault: what is in it, in which order, and where it stands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from atlas.anatomy import Band, Effect, LandmarkPlace, LeftOf, Patch, RegionZone, Side, Spot, Toward
from atlas.data import Fault, content_folder, read_library, read_muscle_file

LIBRARY = Path(__file__).parent / "library"


def test_a_good_library_has_no_fault_and_lists_muscles_by_area_and_name() -> None:
    library = read_library(LIBRARY)
    assert library.faults == ()
    assert list(library.muscles) == ["zygomaticus", "infraspinatus", "supraspinatus"]
    assert len(library.landmarks) == 10
    assert list(library.regions) == ["front-of-shoulder", "shoulder-blade", "outer-arm", "cheek"]
    assert [border.closed for border in library.borders] == [False, True]
    assert library.sources["kwon-2017"].doi == "10.1000/example"
    assert library.files["zygomaticus"] == LIBRARY / "muscles/head/zygomaticus.yaml"
    assert library.landmark_files["nasion"] == LIBRARY / "landmarks/head.yaml"
    assert library.region_files["cheek"] == LIBRARY / "regions/body.yaml"


def test_a_file_becomes_a_muscle() -> None:
    muscle = read_library(LIBRARY).muscles["infraspinatus"]
    first = muscle.point("TrP1")
    assert first
    spot, band = first.refers.essential
    assert isinstance(spot, Spot)
    assert isinstance(band, Band)
    assert list(band.widths_cm) == [5, 4, 3]
    assert isinstance(band.cut[0], Spot)
    patch, region, left = first.refers.spillover
    assert isinstance(patch, Patch)
    assert isinstance(patch.loop[1], Toward)
    assert region == RegionZone("shoulder-blade")
    assert left == Spot(LeftOf(LandmarkPlace("acromion")), 2)
    second = muscle.point("TrP2")
    assert second
    assert second.only is Side.RIGHT
    assert read_library(LIBRARY).muscles["zygomaticus"].trigger_points[0].effect is Effect.AUTONOMIC


def test_a_value_is_found_again_in_its_file() -> None:
    library = read_library(LIBRARY)
    way = ("trigger_points", 0, "refers", "essential", 1, "band", "through", 2)
    file, line, column = library.locate("infraspinatus", way)
    written = file.read_text("utf-8").splitlines()[line - 1][column - 1 :]
    assert written.startswith("lateral-epicondyle]")
    # A way that ends early is followed as far as it goes.
    assert library.locate("infraspinatus", (*way, "at"))[1:] == (line, column)
    assert library.locate(LIBRARY / "landmarks/head.yaml", ("cheek-bone", "vertex"))[1:] == (2, 22)
    assert library.locate(Path("nowhere.yaml"))[1:] == (1, 1)
    assert library.fault("infraspinatus", ("id",), "what", "warning") == Fault(file, 1, 5, "what", "warning")
    with pytest.raises(KeyError):
        library.locate("no-such-muscle")


def test_a_folder_of_muscles_alone_is_read_with_the_atlas_own_words(tmp_path: Path) -> None:
    text = (LIBRARY / "muscles/shoulder/supraspinatus.yaml").read_text("utf-8")
    names = read_library().landmarks
    landmark = next(iter(names))
    region = next(iter(read_library().regions))
    mine = text.replace("scapular-spine-root", landmark).replace("outer-arm", region)
    (tmp_path / "supraspinatus.yaml").write_text(mine, "utf-8")
    library = read_library(tmp_path)
    assert library.faults == ()
    assert list(library.muscles) == ["supraspinatus"]
    assert library.landmarks.keys() == names.keys()
    assert list(read_muscle_file(tmp_path / "supraspinatus.yaml").muscles) == ["supraspinatus"]


def test_one_file_is_checked_alone(folder: Path, good: Path) -> None:
    good.write_text(good.read_text("utf-8").replace("acromion", "akromion"), "utf-8")
    library = read_muscle_file(good)
    assert library.muscles == {}
    assert any("unknown landmark 'akromion'; did you mean 'acromion'?" in str(f) for f in library.faults)
    assert {fault.path for fault in library.faults} == {good}


def test_satellites_are_looked_up_only_in_a_whole_library(folder: Path, good: Path) -> None:
    good.write_text(good.read_text("utf-8").replace("muscle: supraspinatus", "muscle: supraspinata"), "utf-8")
    library = read_library(folder)
    assert [fault.message for fault in library.faults] == [
        "unknown muscle 'supraspinata'; did you mean 'supraspinatus'?"
    ]
    assert "infraspinatus" in library.muscles
    (folder / "sources.yaml").rename(folder / "elsewhere.txt")
    assert not any("supraspinata" in fault.message for fault in read_library(folder).faults)


def test_muscles_of_the_reader_s_own_join_the_library(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = (folder / "muscles/shoulder/supraspinatus.yaml").read_text("utf-8")
    (own / "mine.yaml").write_text(text.replace("id: supraspinatus", "id: mine"), "utf-8")
    (own / "supraspinatus.yaml").write_text(text, "utf-8")
    library = read_library(folder, extra=[own, tmp_path / "gone.yaml"])
    assert set(library.muscles) == {"zygomaticus", "infraspinatus", "supraspinatus", "mine"}
    assert library.files["supraspinatus"].is_relative_to(folder)
    taken, gone = library.errors
    assert taken.path == own / "supraspinatus.yaml" or gone.path == own / "supraspinatus.yaml"
    assert any("is taken already" in fault.message for fault in library.errors)
    assert any("No such file" in fault.message for fault in library.errors)


def test_the_atlas_own_landmarks_regions_and_sources_are_in_order() -> None:
    library = read_library()
    assert library.folder == content_folder()
    assert len(library.landmarks) > 100
    assert not [fault for fault in library.errors if fault.path.parent.name == "landmarks"]


def test_reading_needs_neither_qt_nor_numpy() -> None:
    code = "import sys, atlas.data; print(sorted({'numpy', 'PySide6', 'scipy'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
