"""The commands without a window, as a user runs them: output, errors, exit codes."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.cli import main
from atlas.data import content_folder

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the dataset, to be broken."""
    folder = tmp_path / "content"
    shutil.copytree(content_folder(), folder)
    return folder


def infraspinatus(content: Path) -> Path:
    return content / "muscles" / "shoulder" / "infraspinatus.yaml"


def test_the_dataset_has_no_faults(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "--strict"])
    assert capsys.readouterr().out == ""
    assert code == 0


def test_check_names_file_line_and_column_of_every_fault(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = infraspinatus(content)
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[0] += "\nfrequenzy: often"
    site = next(n for n, line in enumerate(lines) if line.startswith("    site:"))
    lines[site] = "    site: infraspinous-fosa-mid"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert main(["check", str(file)]) == 1
    out = capsys.readouterr().out
    assert "infraspinatus.yaml:2:1: " in out
    assert "frequenzy" in out
    assert f"infraspinatus.yaml:{site + 2}:11: " in out
    assert "infraspinous-fossa-mid" in out, "it says what was meant"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("felt_in:\n        essential: [", "felt_in:\n        essential: [kneecap, ", "does not touch 'kneecap'"),
        ("front-of-shoulder, outer-shoulder, front-of-upper-arm", "kneecap", "does not touch"),
        ("essential: [between-shoulder-blades-upper, ", "essential: [", "'felt_in' does not name"),
        ("width_cm: [6.5, 5, 3.5]", "width_cm: [0.01, 0.01, 0.01]", "holds no skin"),
    ],
)
def test_text_and_picture_cannot_drift_apart(
    content: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    file = infraspinatus(content)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["check", str(file)]) == 1
    assert told in capsys.readouterr().out


def test_a_zone_that_misses_the_body_and_a_path_that_ends_too_soon_are_told(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = infraspinatus(content)
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(
            "{from: scapular-spine-root, toward: scapula-superior-angle, cm: 1}",
            "{from: scapular-spine-root, toward: scapula-superior-angle, cm: 90}",
        ),
        encoding="utf-8",
    )
    assert main(["check", str(file)]) == 1
    assert "beyond the end of the path" in capsys.readouterr().out


def test_a_point_outside_its_own_muscle_is_warned_of(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = infraspinatus(content)
    lines = file.read_text(encoding="utf-8").splitlines()
    site = next(n for n, line in enumerate(lines) if line.startswith("    site:"))
    lines[site] = "    site: nipple"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert main(["check", str(file)]) == 0, "a warning is no fault"
    assert main(["check", "--strict", str(file)]) == 1
    assert "outside the muscle's own fibres" in capsys.readouterr().out


def test_check_of_what_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "nothing.yaml")]) == 2
    assert "there is no file or folder" in capsys.readouterr().err


def test_list_tells_every_muscle(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    muscles = json.loads(capsys.readouterr().out)["muscles"]
    assert len(muscles) >= 49
    by_id = {muscle["id"]: muscle for muscle in muscles}
    assert by_id["infraspinatus"]["region"] == "shoulder"
    assert by_id["infraspinatus"]["trigger_points"][0] == {"id": "TrP1", "certainty": "well documented"}
    assert set(by_id["soleus"]) == {"id", "name", "latin", "aliases", "region", "trigger_points"}
    assert main(["list"]) == 0
    assert "infraspinatus" in capsys.readouterr().out


def test_where_tells_the_zones_of_a_point_of_the_skin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", "--json", "--landmark", "deltoid-front", "--vertex", "0"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"deltoid-front", "0"}
    zones = found["deltoid-front"]
    infra = [z for z in zones if z["muscle"] == "infraspinatus" and z["zone"] == "essential"]
    assert {z["trigger_point"] for z in infra} >= {"TrP1", "TrP2"}
    assert all(z["side"] == "right" and z["distance_cm"] < 0 for z in infra)
    assert all(z["distance_cm"] <= 1.5 for z in zones)


def test_where_is_mirrored_on_the_left(capsys: pytest.CaptureFixture[str]) -> None:
    from atlas.data import read_library
    from atlas.surface.body import BodyModel

    right = read_library().landmarks["deltoid-front"].vertex
    left = int(BodyModel().mirror[right])
    assert main(["where", "--json", "--vertex", str(right), "--vertex", str(left)]) == 0
    found = json.loads(capsys.readouterr().out)
    sides = [
        sorted(
            (z["muscle"], z["trigger_point"], z["zone"], z["distance_cm"]) for z in found[str(v)] if z["side"] == side
        )
        for v, side in ((right, "right"), (left, "left"))
    ]
    assert sides[0] == sides[1]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["where"], "name a point"),
        (["where", "--vertex", "13380"], "not on the skin"),
        (["where", "--landmark", "acromio"], "did you mean 'acromion'"),
        (["plate", "infraspinatuss", "-o", "x.png"], "did you mean 'infraspinatus'"),
        (["plate", "infraspinatus", "-o", "x.gif"], "should end in"),
        (["plate", "infraspinatus", "--point", "TrP9", "-o", "x.png"], "has no point 'TrP9'"),
        (["plate", "infraspinatus", "--view", "inside", "-o", "x.png"], "there is no view"),
        (["plate", "infraspinatus", "--view", "nan,0", "-o", "x.png"], "YAW and PITCH are degrees"),
        (["plate", "infraspinatus", "--body", "giant", "-o", "x.png"], "there is no body"),
        (["plate", "infraspinatus", "-o", "no/such/folder/x.png"], "cannot be written"),
        (["plate", "infraspinatus", "--width", "5", "-o", "x.png"], "--width"),
        (["pick", "front", "500", "90"], "off the body"),
        (["contact-sheet", "--region", "wing", "-o", "x"], "no muscle in region"),
        (["--screenshot", "x.gif"], "should end in .png"),
        (["--screenshot", "x.png", "--size", "big"], "1280x800"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    given: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(given) == 2
    err = capsys.readouterr().err
    assert told in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("view", ["auto", "front", "neck-shoulder", "-120,10"])
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_plate_draws_a_file(tmp_path: Path, view: str, suffix: str) -> None:
    file = tmp_path / f"plate.{suffix}"
    given = ["plate", "infraspinatus", "--point", "TrP1", f"--view={view}", "--grid", "--width", "300", "-o", str(file)]
    assert main(given) == 0
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert file.read_bytes().startswith(starts[suffix])


def test_the_same_plate_is_the_same_file(tmp_path: Path) -> None:
    files = [tmp_path / "a.png", tmp_path / "b.png"]
    for file in files:
        assert main(["plate", "soleus", "--side", "both", "--width", "200", "-o", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_pick_finds_what_the_grid_shows(capsys: pytest.CaptureFixture[str]) -> None:
    from atlas.data import read_library
    from atlas.surface.body import BodyModel

    landmark = read_library().landmarks["deltoid-front"]
    x, y, _ = BodyModel().mesh(fine=True).points[landmark.vertex]
    assert main(["pick", "front", str(float(x)), str(float(y))]) == 0
    out = capsys.readouterr().out
    assert f"vertex {landmark.vertex} " in out
    assert "region front-of-shoulder" in out
    assert "deltoid-front" in out


def test_contact_sheet_draws_a_picture_a_muscle(tmp_path: Path) -> None:
    assert main(["contact-sheet", "--region", "foot", "-o", str(tmp_path / "sheets")]) == 0
    files = list((tmp_path / "sheets").glob("*.png"))
    assert files
    assert all(file.stat().st_size > 20_000 for file in files)


def _run(*given: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    }
    return subprocess.run(
        [sys.executable, "main.py", *given], cwd=ROOT, env={**env, **environment}, capture_output=True, text=True,
        timeout=110, check=False,
    )  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_it_says_so_in_one_sentence() -> None:
    done = _run()
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert "plate" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_screenshot_is_the_real_window(tmp_path: Path) -> None:
    file = tmp_path / "window.png"
    done = _run("--select", "soleus", "--screenshot", str(file), "--size", "1000x700", "--theme", "dark")
    assert done.returncode == 0, done.stderr
    data = file.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == (1000, 700)


def test_a_screenshot_of_nothing_fails(tmp_path: Path) -> None:
    done = _run("--select", "wing", "--screenshot", str(tmp_path / "x.png"))
    assert done.returncode == 2
    assert "there is no muscle 'wing'" in done.stderr


def test_commands_without_a_window_do_not_load_qt() -> None:
    code = (
        "import sys; from atlas.cli import main; main(['list']); main(['where', '--vertex', '5']);"
        "main(['check', 'atlas/data/content/muscles/leg/soleus.yaml']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr


def test_help_names_every_command() -> None:
    done = _run("--help")
    assert done.returncode == 0
    for command in ("check", "list", "where", "plate", "pick", "contact-sheet", "handout", "chart", "bench"):
        assert command in done.stdout
