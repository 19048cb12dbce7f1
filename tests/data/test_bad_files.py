"""Files that are not even YAML, or mean harm: each is a fault, the rest is read, no byte is changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from atlas.data import Unreadable, read_document, read_library
from tests.data.conftest import at

# What stands in the file, and the one fault that is reported.
CONTENTS = {
    "nothing": (b"", "1:1: the file is empty"),
    "only a comment": (b"# nothing yet\n", "1:1: the file is empty"),
    "a quotation mark that is never closed": (
        b"id: infraspinatus\nname: 'Infraspinatus\nlatin: musculus\n",
        "2:7: this quotation mark is never closed",
    ),
    "a colon in a text": (
        b"id: infraspinatus\nname: Infraspinatus: the muscle\n",
        "2:20: ': ' is not allowed here: put the text in quotes, or mend the indentation",
    ),
    "a tab": (b"anatomy:\n\torigin: bone\n", "2:1: a tab is not allowed here: use spaces"),
    "a bracket that is never closed": (
        b"aliases: [infra, ISP\nname: x\n",
        (
            "2:5: a ',' or a closing bracket is missing, or a text with ',' or ': ' in it needs quotes"
            " (in what begins in line 1)"
        ),
    ),
    "two documents": (b"id: a\n---\nid: b\n", "2:1: a second document begins here; a file holds one"),
    "a text": (b"only words\n", "1:1: the file should be a mapping (key: value), not text"),
    "a list": (b"- id\n", "1:1: the file should be a mapping (key: value), not a list"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "3:1: the file is not text: it holds a NUL byte"),
    "other binary": (bytes(range(128, 256)) * 20, "1:1: the file is not UTF-8 (byte 0x80); save it as UTF-8"),
    "UTF-16": ("id: infraspinatus\n".encode("utf-16"), "1:1: the file is written in UTF-16; save it as UTF-8"),
    "UTF-32": ("id: infraspinatus\n".encode("utf-32"), "1:1: the file is written in UTF-32; save it as UTF-8"),
    "Latin-1": (
        "id: infraspinatus\nname: Muskel für\n".encode("latin-1"),
        "2:15: the file is not UTF-8 (byte 0xFC); save it as UTF-8",
    ),
    "deep lists": (b"a: " + b"[" * 60 + b"]" * 60, "1:43: lists and mappings are nested more than 40 deep"),
    "very deep lists": (b"a: " + b"[" * 90_000, "1:1003: lists and mappings are nested too deep"),
    "deep mappings": (
        b"".join(b" " * i + b"a:\n" for i in range(300)),
        "41:41: lists and mappings are nested more than 40 deep",
    ),
    "many values": (b"a: [" + b"x," * 60_000 + b"]", "1:100001: the file holds more than 50000 values"),
}


@pytest.mark.parametrize(("content", "expected"), CONTENTS.values(), ids=CONTENTS)
def test_a_file_that_is_no_data_is_one_fault(folder: Path, good: Path, content: bytes, expected: str) -> None:
    good.write_bytes(content)
    library = read_library(folder)
    # Its name is known, although it cannot be read: nothing else is wrong.
    found = [at(fault) for fault in library.faults]
    assert found[0] == expected
    assert {fault.path for fault in library.faults} == {good}
    assert len(found) == 1
    assert list(library.muscles) == ["zygomaticus", "supraspinatus"]
    assert good.read_bytes() == content


def test_a_bomb_of_aliases_costs_nothing(folder: Path, good: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 40)]
    good.write_text("\n".join(lines), "utf-8")
    begun = time.process_time()
    library = read_library(folder)
    assert time.process_time() - begun < 2
    assert at(library.faults[0]) == "1:5: the anchor '&a0' is not allowed"
    assert any("the alias '*a0' is not allowed" in fault.message for fault in library.faults)
    assert len(library.faults) <= 102
    assert len(library.muscles) == 2


def test_a_python_tag_runs_nothing(folder: Path, good: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    good.write_text(f"id: !!python/object/apply:os.mkdir ['{trace}']\n", "utf-8")
    library = read_library(folder)
    assert "1:5: the tag '!!python/object/apply:os.mkdir' is not allowed" in map(at, library.faults)
    assert not trace.exists()


def test_a_huge_file_is_not_read(folder: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with good.open("wb") as stream:
        stream.truncate(50_000_000)
    opened: list[Path] = []
    plain_open = Path.open

    def watched(path: Path, *args: Any) -> object:
        opened.append(path)
        return plain_open(path, *args)

    monkeypatch.setattr(Path, "open", watched)
    library = read_library(folder)
    assert [at(fault) for fault in library.faults] == ["1:1: the file is too large: 50.0 MB; the most is 1 MB"]
    assert good not in opened
    assert len(library.muscles) == 2


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.yaml").write_text("id: inside\n", "utf-8")


# What stands in the place of a file, and what is said of it.
THINGS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a folder": (_folder, "is not a file"),
    "a link to nothing": (lambda path: path.symlink_to("gone"), "No such file or directory"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
    "a pipe": (os.mkfifo, "is not a file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is not a file"),
}


@pytest.mark.parametrize(("make", "expected"), THINGS.values(), ids=THINGS)
def test_what_is_no_file_is_one_fault(folder: Path, good: Path, make: Callable[[Path], None], expected: str) -> None:
    good.unlink()
    make(good)
    library = read_library(folder)
    (fault,) = library.faults
    assert at(fault).startswith("1:1: ")
    assert expected in fault.message
    assert fault.path == good
    assert list(library.muscles) == ["zygomaticus", "supraspinatus"]


def test_a_file_out_of_reach_is_one_fault(folder: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain_open = Path.open

    # The administrator, as whom tests may run, can read everything.
    def refusing(path: Path, *args: Any) -> object:
        if path == good:
            raise PermissionError(13, "Permission denied")
        return plain_open(path, *args)

    monkeypatch.setattr(Path, "open", refusing)
    library = read_library(folder)
    assert [at(fault) for fault in library.faults] == ["1:1: cannot be read: Permission denied"]
    assert len(library.muscles) == 2


def test_a_folder_that_links_to_itself_is_read_once(folder: Path) -> None:
    (folder / "muscles/shoulder/round").symlink_to(folder / "muscles", target_is_directory=True)
    library = read_library(folder)
    assert library.faults == ()
    assert len(library.muscles) == 3


def test_names_that_would_be_overlooked_are_reported(folder: Path, good: Path) -> None:
    other = good.rename(good.with_suffix(".yml"))
    (good.parent / ".#supraspinatus.yaml").symlink_to("someone@host")
    (good.parent / "notes.txt").write_text("nothing", "utf-8")
    library = read_library(folder)
    assert [(fault.path, fault.message) for fault in library.faults if fault.path == other] == [
        (other, "is not read: its name should end in '.yaml'")
    ]


def test_a_folder_that_is_not_there_or_empty_is_a_fault(tmp_path: Path) -> None:
    assert [f.message for f in read_library(tmp_path / "gone").faults] == ["cannot be read: No such file or directory"]
    assert [f.message for f in read_library(tmp_path).faults] == ["holds no muscle's file"]
    assert [f.message for f in read_library(Path("a\0b")).faults] == ["is not the name of a folder"]
    file = tmp_path / "file"
    file.write_text("x", "utf-8")
    assert [f.message for f in read_library(file).faults] == ["cannot be read: Not a directory"]


def test_line_ends_and_a_mark_of_windows_change_nothing(folder: Path, good: Path) -> None:
    text = good.read_text("utf-8").replace("acromion, radius_cm: 4", "akromion, radius_cm: 4")
    good.write_bytes(b"\xef\xbb\xbf" + text.encode().replace(b"\n", b"\r\n"))
    (windows,) = read_library(folder).faults
    good.write_text(text, "utf-8")
    (plain,) = read_library(folder).faults
    assert windows == plain


def test_a_document_is_read_by_itself(good: Path) -> None:
    document = read_document(good)
    assert isinstance(document.data, dict)
    assert document.marks.value(("region",)) == (6, 9)
    assert document.marks.key(("region",)) == (6, 1)
    good.write_bytes(b"\0")
    with pytest.raises(Unreadable, match="NUL"):
        read_document(good)
