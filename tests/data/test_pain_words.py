"""Red flags, symptoms and rivals: what is read, whose they are, and what is no fault of theirs."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from atlas.anatomy import Citation, Occasion, RegionZone, RivalKind, Side, Urgency
from atlas.data import Library, PainWords, content_folder, read_library, read_pain_words
from tests.data.conftest import at
from tests.data.pain_sample import EVERY_FLAG, EVERY_RIVAL, FILES, add_pain_words
from tests.data.test_any_bytes import LINE_END, Lines, edits


@pytest.fixture
def words_folder(folder: Path) -> Path:
    """A copy of the small library, with red flags and rivals, without a fault."""
    return add_pain_words(folder)


@pytest.fixture(scope="module")
def own() -> Library:
    """The atlas' own library."""
    return read_library()


# ---- the atlas' own --------------------------------------------------------------------------------------------------


def test_the_atlas_own_words_have_no_faults(own: Library) -> None:
    words = read_pain_words(own)
    assert words.faults == ()
    assert {flag.urgency for flag in words.flags.values()} == set(Urgency)
    assert {rival.kind for rival in words.rivals.values()} == set(RivalKind)
    assert words.files.keys() == words.rivals.keys()
    used = {symptom for flag in words.flags.values() for occasion in flag.when for symptom in occasion.symptoms}
    assert used == words.symptoms.keys(), "every symptom that can be chosen raises some flag"


@pytest.mark.parametrize(
    ("name", "pattern", "kind"),
    [
        ("red_flags.yaml", "regions", "region"),
        ("red_flags.yaml", "symptoms", "symptom"),
        ("red_flags.yaml", "sources", "source"),
        ("rivals/nerve_roots.yaml", "loop", "landmark"),
        ("rivals/nerve_roots.yaml", "felt_in", "region"),
        ("rivals/nerve_roots.yaml", "sources", "source"),
        ("rivals/peripheral_nerves.yaml", "region", "region"),
    ],
)
def test_a_slip_in_a_copy_of_the_atlas_own_words_costs_one_entry(
    tmp_path: Path, own: Library, name: str, pattern: str, kind: str
) -> None:
    shutil.copytree(content_folder() / "rivals", tmp_path / "rivals")
    shutil.copy(content_folder() / "red_flags.yaml", tmp_path)
    text = (tmp_path / name).read_text("utf-8")
    hit = re.search(rf"\b{pattern}:\s*[\[-]?\s*([a-z0-9]+(?:-[a-z0-9]+)+)", text)
    assert hit, f"no {pattern} in {name}"
    right, place = hit[1], hit.start(1)
    (tmp_path / name).write_text(text[:place] + right[:-1] + "qq" + text[place + len(right) :], "utf-8")
    before = read_pain_words(own)
    words = read_pain_words(replace(own, folder=tmp_path))
    line, column = text[:place].count("\n") + 1, place - text[:place].rfind("\n")
    (fault,) = words.faults
    assert str(fault).startswith(f"{tmp_path / name}:{line}:{column}: unknown {kind} '{right[:-1]}qq'; did you mean '")
    assert words.symptoms == before.symptoms
    lost = [set(before.flags) - set(words.flags), set(before.rivals) - set(words.rivals)]
    assert sorted(map(len, lost)) == [0, 1]
    assert {**words.flags, **words.rivals}.items() <= {**before.flags, **before.rivals}.items()


# ---- what is right ---------------------------------------------------------------------------------------------------


def test_everything_that_is_written_is_read(words_folder: Path) -> None:
    words = read_pain_words(read_library(words_folder))
    assert words.faults == ()
    assert list(words.symptoms) == ["fever", "faint"]
    assert words.symptoms["fever"].clinician == "fever or rigors"
    assert list(words.flags) == EVERY_FLAG
    heart = words.flags["heart"]
    assert (heart.urgency, words.flags["infection"].urgency) == (Urgency.EMERGENCY, Urgency.SAME_DAY)
    assert heart.ask == ("Does it come with effort?", "Do you sweat?")
    assert heart.sources == (Citation("kwon-2017"),)
    assert heart.when == (
        Occasion(("front-of-shoulder", "outer-arm"), ("faint",), 0.2, (Side.LEFT,)),
        Occasion(("cheek",), (), 0.1, tuple(Side)),
    )
    assert list(words.rivals) == EVERY_RIVAL
    root = words.rivals["c5-root"]
    assert (root.kind, words.rivals["shoulder-joint"].kind) == (RivalKind.NERVE_ROOT, RivalKind.JOINT)
    assert root.felt_in == ("front-of-shoulder", "shoulder-blade")
    assert root.zones[1] == RegionZone("shoulder-blade")
    assert words.files["shoulder-joint"].path == words_folder / "rivals/joints.yaml"
    assert words.flags_file is not None
    assert words.flags_file.path == words_folder / "red_flags.yaml"


@pytest.mark.parametrize("sides", ["any", "both", "left", "right"])
def test_sides_may_be_one_or_either(words_folder: Path, sides: str) -> None:
    text = FILES["red_flags.yaml"].replace("sides: left", f"sides: {sides}")
    (words_folder / "red_flags.yaml").write_text(text, "utf-8")
    words = read_pain_words(read_library(words_folder))
    assert words.faults == ()
    found = words.flags["heart"].when[0].sides
    assert found == (tuple(Side) if sides in ("any", "both") else (Side(sides),))


def test_rivals_may_lie_in_folders(words_folder: Path) -> None:
    (words_folder / "rivals/arm").mkdir()
    (words_folder / "rivals/joints.yaml").rename(words_folder / "rivals/arm/joints.yaml")
    words = read_pain_words(read_library(words_folder))
    assert words.faults == ()
    assert set(words.rivals) == set(EVERY_RIVAL)


# ---- files that are not there ----------------------------------------------------------------------------------------


def test_a_folder_without_them_has_the_atlas_own(tmp_path: Path, own: Library) -> None:
    (tmp_path / "muscles").mkdir()
    words, before = read_pain_words(read_library(tmp_path)), read_pain_words(own)
    assert words.faults == ()
    assert words.symptoms == before.symptoms
    assert words.flags == before.flags
    assert words.rivals == before.rivals
    assert {document.path.parent for document in words.files.values()} == {content_folder() / "rivals"}


def test_a_folder_with_some_has_its_own_and_the_rest_of_the_atlas(tmp_path: Path, own: Library) -> None:
    (tmp_path / "muscles").mkdir()
    (tmp_path / "rivals").mkdir()
    before = read_pain_words(own)
    words = read_pain_words(read_library(tmp_path))
    assert (words.faults, words.rivals, words.flags) == ((), {}, before.flags)
    (tmp_path / "rivals").rmdir()
    (tmp_path / "red_flags.yaml").write_text("symptoms: {}\nflags: {}\n", "utf-8")
    words = read_pain_words(read_library(tmp_path))
    assert (words.faults, words.rivals, words.flags) == ((), before.rivals, {})


@pytest.mark.parametrize("name", ["red_flags.yaml", "rivals"])
def test_what_the_atlas_own_say_is_no_fault_of_a_folder_with_other_regions(words_folder: Path, name: str) -> None:
    """As with landmarks and regions: the faults of the atlas' own files are no news about another folder."""
    place = words_folder / name
    place.unlink() if place.is_file() else shutil.rmtree(place)
    words = read_pain_words(read_library(words_folder))
    elsewhere = [fault for fault in words.faults if not fault.path.is_relative_to(words_folder)]
    assert len(elsewhere) == 0, f"{len(elsewhere)} faults of the atlas' own files, such as {elsewhere[0]}"


def test_in_a_folder_of_loose_muscles_they_are_no_muscles(words_folder: Path) -> None:
    """A folder may hold muscles without a folder `muscles`."""
    for area in sorted((words_folder / "muscles").iterdir()):
        area.rename(words_folder / area.name)
    (words_folder / "muscles").rmdir()
    library = read_library(words_folder)
    assert len(library.muscles) == 3
    assert sorted({fault.path.name for fault in library.faults}) == []


# ---- words that are there, but broken --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("red_flags.yaml", "clinician: fever", "klinician: fever"),
        ("regions/body.yaml", "area: arm", "area: leg-and-arm"),
        ("regions/body.yaml", "regions:", "regions: ["),
        ("landmarks/body.yaml", "vertex: 101", "vertex: 99999"),
        ("landmarks/body.yaml", "acromion: {", "acromion: ["),
        ("sources.yaml", "year: 1999", "year: MCMXCIX"),
        ("sources.yaml", "simons-1999:", "simons-1999: ["),
    ],
    ids=["symptom", "region", "file of regions", "landmark", "file of landmarks", "source", "file of sources"],
)
def test_a_word_with_a_fault_of_its_own_is_not_called_unknown(
    words_folder: Path, name: str, old: str, new: str
) -> None:
    """It is broken, not unknown: as in a muscle's file, no fault is repeated for each use."""
    file = words_folder / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    library = read_library(words_folder)
    faults = (*library.faults, *read_pain_words(library).faults)
    assert faults
    unknown = re.compile("unknown (landmark|region|source|symptom)")
    assert [at(fault) for fault in faults if unknown.match(fault.message)] == []


# ---- whatever is in them ---------------------------------------------------------------------------------------------


def _sensible(words: PainWords, library: Library) -> None:
    """All that must hold of what is read from any files at all."""
    for fault in words.faults:
        lines = LINE_END.split(fault.path.read_bytes())
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1].decode("utf-8", "replace")) + 1
        assert fault.message
        assert str(fault).isprintable()
    for flag in words.flags.values():
        assert {citation.work for citation in flag.sources} <= library.sources.keys()
        for occasion in flag.when:
            assert set(occasion.regions) <= library.regions.keys()
            assert set(occasion.symptoms) <= words.symptoms.keys()
            assert occasion.regions or occasion.symptoms
    for rival in words.rivals.values():
        assert set(rival.felt_in) <= library.regions.keys()
        assert {citation.work for citation in rival.sources} <= library.sources.keys()
    assert words.files.keys() == words.rivals.keys()


@pytest.mark.parametrize("name", ["red_flags.yaml", "rivals/roots.yaml"])
def test_whatever_is_done_to_a_file_ends_in_words_that_hold_together(words_folder: Path, name: str) -> None:
    library = read_library(words_folder)
    before = read_pain_words(library)

    @settings(max_examples=120, deadline=None)
    @given(changed=edits(tuple(FILES[name].encode().splitlines(keepends=True))))
    def spoil(changed: Lines) -> None:
        content = b"".join(changed)
        (words_folder / name).write_bytes(content)
        words = read_pain_words(library)
        assert (words_folder / name).read_bytes() == content
        _sensible(words, library)
        if name == "red_flags.yaml":
            assert words.rivals == before.rivals
        else:
            assert words.flags == before.flags
            assert words.rivals["shoulder-joint"] == before.rivals["shoulder-joint"]

    spoil()
