"""Alone and offline: no socket, no writing where it may not write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

# Runs the real window, with an ear on every socket that Python opens, and looks at the process' own sockets at the end:
# what Qt itself might open would show there.
_LISTEN = """
import os, sys
heard = []
def hook(event, args):
    if event.startswith("socket.") and event != "socket.gethostname":
        heard.append((event, str(args)[:80]))
sys.addaudithook(hook)
from atlas.cli import main
code = main(sys.argv[1:])
links = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")]
inodes = {os.readlink(link) for link in links if os.path.islink(link)}
for table in ("tcp", "tcp6", "udp", "udp6", "raw"):
    try:
        rows = open(f"/proc/self/net/{table}").read().splitlines()[1:]
    except OSError:
        continue
    heard += [table for row in rows if f"socket:[{row.split()[9]}]" in inodes]
print("HEARD", heard)
sys.exit(code)
"""


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", **more}


@pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="reads the process' sockets from /proc")
@pytest.mark.parametrize(
    "given",
    [
        ["--select", "infraspinatus", "--screenshot", "{out}/window.png"],
        ["plate", "infraspinatus", "-o", "{out}/plate.pdf", "--width", "200"],
        ["where", "--vertex", "100"],
    ],
)
def test_no_network_socket_is_ever_opened(given: list[str], tmp_path: Path) -> None:
    words = [word.format(out=tmp_path) for word in given]
    done = subprocess.run(
        [sys.executable, "-c", _LISTEN, *words], cwd=ROOT, env=_environment(ATLAS_HOME=str(tmp_path / "home")),
        capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "HEARD []" in done.stdout


def test_it_runs_from_a_read_only_folder_with_a_full_user_folder(tmp_path: Path) -> None:
    copy = tmp_path / "atlas-copy"
    shutil.copytree(ROOT / "atlas", copy / "atlas", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "assets", copy / "assets")
    shutil.copy(ROOT / "main.py", copy)
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    for path in [*copy.rglob("*"), copy]:
        path.chmod(path.stat().st_mode & ~0o222)
    # Nothing can be written into a home that is a file, not even by root.
    home = tmp_path / "home"
    home.write_text("full")
    file = tmp_path / "window.png"
    done = subprocess.run(
        [sys.executable, "main.py", "--select", "infraspinatus", "--screenshot", str(file)],
        cwd=copy, env=_environment(ATLAS_HOME=str(home)), capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    for path in [copy, *copy.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200)
    assert done.returncode == 0, done.stderr
    assert file.stat().st_size > 50_000
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before, (
        "nothing was written beside the program"
    )
    assert home.read_text() == "full"
