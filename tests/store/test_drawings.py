"""Drawings of pain survive being kept, and a file that is none is told in one line."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.store.drawings import FORMAT, VERSION, DrawingError, load_drawing, save_drawing

# A small skin.
POINTS = 60

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

PAIN = st.dictionaries(st.integers(0, POINTS - 1), st.floats(0, 1))
NUMBERS = st.integers() | st.floats() | st.booleans() | st.text(max_size=3) | st.none()
LEAVES = NUMBERS | st.text(max_size=20)
VALUES: st.SearchStrategy[Json] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that each example writes anew."""
    return tmp_path_factory.mktemp("drawings") / "pain.json"


def whole(pain: Json, version: Json = VERSION, kind: Json = FORMAT) -> bytes:
    """A drawing's file with anything in its fields."""
    return json.dumps({"format": kind, "version": version, "pain": pain}).encode()


def written(pain: str) -> bytes:
    """A drawing's file with a list of pain as it is typed."""
    return f'{{"format": "{FORMAT}", "version": {VERSION}, "pain": {pain}}}'.encode()


def refused(path: Path, content: bytes | None = None) -> str:
    """What is said of a file that is no drawing, without its name."""
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DrawingError) as caught:
        load_drawing(path, POINTS)
    message = str(caught.value)
    assert message.startswith(f"{path}:")
    assert message.isprintable(), "it is one line"
    said = message.removeprefix(str(path))
    assert said.strip(": ")
    return said


# ---- keeping ---------------------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(pain=PAIN)
def test_what_is_saved_is_loaded(file: Path, pain: dict[int, float]) -> None:
    save_drawing(file, pain)
    again = load_drawing(file, POINTS)
    assert again == pytest.approx(pain, abs=0.0005)
    before = file.read_bytes()
    save_drawing(file, again)
    assert file.read_bytes() == before, "nothing is lost by being kept twice"


def test_a_drawing_of_all_the_skin_is_not_too_large(tmp_path: Path) -> None:
    pain = {vertex: vertex % 1000 / 1000 for vertex in range(54_000)}
    save_drawing(tmp_path / "all.json", pain)
    assert load_drawing(tmp_path / "all.json", 54_000) == pytest.approx(pain)


def test_a_drawing_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "pain.json"
    save_drawing(path, dict.fromkeys(range(POINTS), 1.0))
    save_drawing(path, {7: 0.25})
    assert load_drawing(path, POINTS) == {7: 0.25}


def test_a_strength_may_be_a_whole_number_and_no_pain_is_a_drawing(file: Path) -> None:
    file.write_bytes(whole([[0, 1], [POINTS - 1, 0], [3, 0.5]]))
    assert load_drawing(file, POINTS) == {0: 1.0, POINTS - 1: 0.0, 3: 0.5}
    file.write_bytes(whole([]))
    assert load_drawing(file, POINTS) == {}


def test_keys_that_a_later_atlas_adds_are_no_fault(file: Path) -> None:
    file.write_text(json.dumps({"format": FORMAT, "version": VERSION, "pain": [[3, 0.5]], "later": {"a": 1}}), "utf-8")
    assert load_drawing(file, POINTS) == {3: 0.5}


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file or directory"):
        save_drawing(tmp_path / "none" / "pain.json", {3: 1.0})


@settings(max_examples=40, deadline=None)
@given(pain=PAIN)
def test_nothing_about_a_person_is_in_the_file(file: Path, pain: dict[int, float]) -> None:
    save_drawing(file, pain)
    told = json.loads(file.read_text("utf-8"))
    assert set(told) == {"format", "version", "about", "pain"}
    assert (told["format"], told["version"]) == (FORMAT, VERSION)
    for vertex, strength in told["pain"]:
        assert type(vertex) is int
        assert type(strength) in (int, float)
    rest = {key: value for key, value in told.items() if key != "pain"}
    save_drawing(file, {})
    assert json.loads(file.read_text("utf-8")) == {**rest, "pain": []}, "the words do not depend on the pain"


def test_who_draws_where_and_when_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pain = {3: 0.5, 17: 1.0}
    save_drawing(tmp_path / "pain.json", pain)
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME"):
        monkeypatch.setenv(name, "erika-mustermann")
    monkeypatch.setattr("time.time", lambda: 1e9)
    folder = tmp_path / "Erika Mustermann 1964-08-12"
    folder.mkdir()
    save_drawing(folder / "Mustermann knee.json", pain)
    assert (folder / "Mustermann knee.json").read_bytes() == (tmp_path / "pain.json").read_bytes()
    assert [path.name for path in folder.iterdir()] == ["Mustermann knee.json"]


# ---- files that are none ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, 1),
        (b"\n\n", 3, 1),
        (b"{", 1, 2),
        (b'{\n "format" 1}', 2, 11),
        (b"{}\n{}", 2, 1),
        (b"{'format': 1}", 1, 2),
        (b'{"format": "two\nlines"}', 1, 16),
        (b"%PDF-1.7\r\n", 1, 1),
        (b"\0\0\0", 1, 1),
        (written("[[3, 0.5]]")[:-3], 1, len(written("[[3, 0.5]]")) - 2),
    ],
)
def test_what_is_no_json_is_told_with_line_and_column(tmp_path: Path, content: bytes, line: int, column: int) -> None:
    assert refused(tmp_path / "bad.json", content).startswith(f":{line}:{column}: no JSON: ")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe{\0}\0", b'{"format": "caf\xe9"}', b"[" * 100_000, b'{"a":' * 100_000], ids=range(4)
)
def test_what_cannot_even_be_looked_at_is_no_json(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path / "bad.json", content) == ": no JSON"


@pytest.mark.parametrize(
    "content",
    [
        b"null",
        b"3",
        b"[[3, 0.5]]",
        b'"trigger-point-atlas drawing"',
        b"{}",
        b'{"theme": "dark", "schema": 1}',
        whole([], kind="another drawing"),
        whole([], kind=[FORMAT]),
        whole([], kind=None),
    ],
)
def test_json_of_another_kind_is_no_drawing(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path / "other.json", content) == ": no drawing of the atlas"


@pytest.mark.parametrize(("version", "shown"), [(2, "2"), (0, "0"), ("1", "'1'"), (None, "None"), ("a\nb", r"'a\nb'")])
def test_another_version_is_told(tmp_path: Path, version: Json, shown: str) -> None:
    assert refused(tmp_path / "later.json", whole([], version)) == (
        f": a drawing of version {shown}; this atlas reads {VERSION}"
    )


@pytest.mark.parametrize("pain", [None, 3, "[[3, 0.5]]", {"3": 0.5}, True])
def test_pain_that_is_no_list_is_told(tmp_path: Path, pain: Json) -> None:
    assert refused(tmp_path / "bad.json", whole(pain)) == ": 'pain' should be a list of [point, strength]"


def test_pain_that_is_missing_is_told(tmp_path: Path) -> None:
    content = json.dumps({"format": FORMAT, "version": VERSION}).encode()
    assert "'pain' should be a list" in refused(tmp_path / "bad.json", content)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("3", "should be [point, strength]"),
        ("[]", "should be [point, strength]"),
        ("[3]", "should be [point, strength]"),
        ("[3, 0.5, 1]", "should be [point, strength]"),
        ('"ab"', "should be [point, strength]"),
        ('{"3": 0.5}', "should be [point, strength]"),
        ("null", "should be [point, strength]"),
        ('["3", 0.5]', "should be [point, strength]"),
        ("[3.0, 0.5]", "should be [point, strength]"),
        ("[true, 0.5]", "should be [point, strength]"),
        ("[3, true]", "should be [point, strength]"),
        ("[3, null]", "should be [point, strength]"),
        ('[3, "0.5"]', "should be [point, strength]"),
        ("[3, [0.5]]", "should be [point, strength]"),
        ("[-1, 0.5]", ": there is no point -1 of the skin"),
        (f"[{POINTS}, 0.5]", f": there is no point {POINTS} of the skin"),
        ("[3, -0.001]", ": the strength should be 0 to 1"),
        ("[3, 1.001]", ": the strength should be 0 to 1"),
        ("[3, 2]", ": the strength should be 0 to 1"),
        ("[3, NaN]", ": the strength should be 0 to 1"),
        ("[3, Infinity]", ": the strength should be 0 to 1"),
        ("[3, -Infinity]", ": the strength should be 0 to 1"),
        ("[3, 1e400]", ": the strength should be 0 to 1"),
    ],
)
def test_an_entry_that_is_wrong_is_told_by_its_number(tmp_path: Path, entry: str, told: str) -> None:
    said = refused(tmp_path / "bad.json", written(f"[[1, 0.5], {entry}, [2, 0.5]]"))
    assert said.startswith(": entry 2 of 'pain'")
    assert said.endswith(told)


@pytest.mark.parametrize("digits", [400, 5000])
@pytest.mark.parametrize("entry", ["[3, {}]", "[{}, 0.5]"], ids=["strength", "point"])
def test_a_number_with_very_many_digits_is_told(tmp_path: Path, entry: str, digits: int) -> None:
    # Python reads no whole number of more than 4300 digits, and makes no float of one with more than 308.
    refused(tmp_path / "bad.json", written(f"[{entry.format('9' * digits)}]"))


@pytest.mark.parametrize(
    "content",
    [whole([], "1" * 9000), whole([], [[]] * 900), written(f"[[{'9' * 4000}, 1]]")],
    ids=["version", "list for a version", "point"],
)
def test_what_is_said_of_a_long_value_is_short(tmp_path: Path, content: bytes) -> None:
    assert len(refused(tmp_path / "bad.json", content)) < 200


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.json"
    path.write_bytes(whole([]) + b" " * 4_000_000)
    monkeypatch.delattr(Path, "read_text")
    assert refused(path) == ": too large for a drawing"


def test_files_out_of_reach_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(tmp_path / "none.json") == ": no such file or directory"
    assert refused(tmp_path) == ": is a directory"
    (tmp_path / "file").write_bytes(whole([]))
    assert refused(tmp_path / "file" / "pain.json") == ": not a directory"
    assert refused(tmp_path / ("long" * 100)) == ": file name too long"

    def forbidden(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_text", forbidden)
    assert refused(tmp_path / "file") == ": permission denied"


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    with pytest.raises(DrawingError):
        load_drawing(tmp_path / "pain\0.json", POINTS)


# ---- whatever is in it -----------------------------------------------------------------------------------------------


def drawing_or_refusal(file: Path, content: bytes) -> None:
    """A file is read as pain at points of the skin, or refused."""
    file.write_bytes(content)
    try:
        pain = load_drawing(file, POINTS)
    except DrawingError:
        refused(file)
    else:
        assert all(type(vertex) is int and 0 <= vertex < POINTS for vertex in pain)
        assert all(type(strength) is float and 0 <= strength <= 1 for strength in pain.values())


@settings(max_examples=100, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_refused(file: Path, content: bytes) -> None:
    refused(file, content)


@settings(max_examples=80, deadline=None)
@given(
    kind=st.just(FORMAT) | VALUES,
    version=st.just(VERSION) | VALUES,
    pain=st.lists(st.lists(NUMBERS, min_size=2, max_size=2) | VALUES, max_size=4) | VALUES,
)
def test_any_json_is_a_drawing_or_refused(file: Path, kind: Json, version: Json, pain: Json) -> None:
    drawing_or_refusal(file, whole(pain, version, kind))


@settings(max_examples=80, deadline=None)
@given(pain=PAIN, data=st.data())
def test_a_spoilt_drawing_is_a_drawing_or_refused(file: Path, pain: dict[int, float], data: st.DataObject) -> None:
    save_drawing(file, pain)
    content = file.read_bytes()
    first = data.draw(st.integers(0, len(content)))
    last = data.draw(st.integers(first, min(first + 8, len(content))))
    drawing_or_refusal(file, content[:first] + data.draw(st.binary(max_size=6)) + content[last:])
