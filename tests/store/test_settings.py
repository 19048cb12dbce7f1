"""Settings survive: bad files, bad values, bad folders and files of a later version."""

import errno
import json
import os
from pathlib import Path

import pytest

from atlas.store import paths
from atlas.store.settings import MOST_RECENT, SCHEMA, Panes, Settings


def written(folder: Path) -> dict[str, object]:
    read = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def test_a_first_start_has_defaults_and_makes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    settings = Settings.load(folder)
    assert (settings.theme, settings.body, settings.side, settings.problems) == ("system", "male", "right", [])
    assert not folder.exists()


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "new" / "folder")
    settings.theme = "dark"
    settings.panes = Panes(notes_open=False, list_width=300)
    settings.geometry = "AdnQywAD"
    settings.reduce_motion = True
    settings.remember("soleus")
    settings.remember("infraspinatus")
    settings.remember("soleus")
    assert settings.save()
    again = Settings.load(tmp_path / "new" / "folder")
    assert again == settings
    assert again.recent == ("soleus", "infraspinatus")
    assert again.muscle == "soleus"
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["settings.json"]


def test_recent_is_short(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)
    for k in range(40):
        settings.remember(f"muscle-{k}")
    assert len(settings.recent) == MOST_RECENT
    assert settings.recent[0] == "muscle-39"


def test_keys_of_a_later_version_are_kept(tmp_path: Path) -> None:
    later = {"schema": SCHEMA + 3, "theme": "light", "later": {"a": [1]}, "panes": {"third": 5}}
    (tmp_path / "settings.json").write_text(json.dumps(later), encoding="utf-8")
    settings = Settings.load(tmp_path)
    settings.side = "both"
    assert settings.save()
    read = written(tmp_path)
    assert read["schema"] == SCHEMA + 3
    assert read["later"] == {"a": [1]}
    assert read["side"] == "both"
    assert isinstance(read["panes"], dict)
    assert read["panes"]["third"] == 5


@pytest.mark.parametrize("content", [b"{", b"", b"[1]", b"\xff\xfe\x00", b'"text"', b"[" * 100_000])
def test_a_corrupt_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    settings = Settings.load(tmp_path)
    assert settings.theme == "system"
    assert str(file) in settings.problems[0]
    assert (tmp_path / "settings.json.broken").read_bytes() == content
    assert settings.save()
    assert Settings.load(tmp_path).problems == []


def test_wrong_values_are_told_and_replaced(tmp_path: Path) -> None:
    values = {
        "theme": "purple",
        "body": 7,
        "side": None,
        "geometry": [],
        "panes": 3,
        "reduce_motion": "yes",
        "recent": "soleus",
        "muscle": 1,
    }
    (tmp_path / "settings.json").write_text(json.dumps(values), encoding="utf-8")
    settings = Settings.load(tmp_path)
    assert settings == Settings()
    assert len(settings.problems) == len(values)
    assert "purple" in settings.problems[0]


def test_wrong_panes_keep_what_is_right(tmp_path: Path) -> None:
    panes = {"list_open": False, "notes_open": 3, "list_width": 1e9, "notes_width": -4}
    (tmp_path / "settings.json").write_text(json.dumps({"panes": panes}), encoding="utf-8")
    assert Settings.load(tmp_path).panes == Panes(list_open=False, notes_width=120)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    settings = Settings.load(tmp_path / "file")
    assert settings.problems == [] or "could not be read" in settings.problems[0]
    assert not settings.save()
    assert str(tmp_path / "file") in settings.problems[-1]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.load(tmp_path)
    assert settings.save()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    settings.theme = "dark"
    assert not settings.save()
    assert not settings.save()
    assert len(settings.problems) == 1
    assert "no space left" in settings.problems[0]
    assert Settings.load(tmp_path).theme == "system"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_file_out_of_reach_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load(tmp_path).save()
    before = (tmp_path / "settings.json").read_bytes()

    def refused(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refused)
        settings = Settings.load(tmp_path)
    settings.theme = "dark"
    assert not settings.save()
    assert "permission denied" in settings.problems[0]
    assert (tmp_path / "settings.json").read_bytes() == before


def test_home_overrides_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    folders = {paths.config_folder(), paths.cache_folder(), paths.log_folder()}
    assert {folder.parent for folder in folders} == {tmp_path / "home"}
    assert len(folders) == 3
    assert not (tmp_path / "home").exists()


def test_without_home_the_system_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_HOME", " ")
    assert all(
        "trigger-point-atlas" in str(folder)
        for folder in (paths.config_folder(), paths.cache_folder(), paths.log_folder())
    )
