"""Files that are YAML and yet not right: what is said, where, and that everything else is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.data import read_library
from tests.data.conftest import Broken, at, in_order, pointed

# What is replaced in a good file, by what, and the faults: "where it points -> what it says".
UNUSABLE = {
    "a misspelt key": (
        "palpation: Flat palpation across the fibres.",
        "palpatoin: Flat",
        [
            "id: TrP1 -> the key 'palpation' is missing",
            "palpatoin: Flat -> unknown key 'palpatoin', did you mean 'palpation'?",
        ],
    ),
    "a misspelt key in a zone": (
        "radius_cm: 1.5}}]",
        "radius: 1.5}}]",
        [
            "{at: lateral-epicondyle, radius: 1.5}}] -> the key 'radius_cm' is missing",
            "radius: 1.5}}] -> unknown key 'radius', did you mean 'radius_cm'?",
        ],
    ),
    "an American spelling": (
        "fibres:\n",
        "fibers:\n",
        [
            "id: infraspinatus -> the key 'fibres' is missing",
            "fibers: -> unknown key 'fibers', did you mean 'fibres'?",
        ],
    ),
    "a key twice": (
        "region: shoulder",
        "name: Infra\nregion: shoulder",
        ["name: Infra -> the key 'name' is given twice, first in line 2"],
    ),
    "text for a number": ("at: 0.4}", "at: near}", ["near} -> 'at' should be a number, not text"]),
    "a number for text": (
        "name: Infraspinatus",
        "name: 12",
        ["12 -> 'name' should be text: put it in quotes"],
    ),
    "a number out of range": ("at: 0.4}", "at: 1.4}", ["1.4} -> 'at' should be 1 or less"]),
    "nothing for text": (
        "latin: musculus infraspinatus",
        "latin:",
        [" -> 'latin' should be text; nothing is written here"],
    ),
    "a text for a list": (
        "symptoms:\n  - Pain deep",
        "symptoms:\n  Pain deep",
        ["Pain deep in the front of the shoulder. -> 'symptoms' should be a list, not text"],
    ),
    "an empty list": (
        "roots: [C5, C6]}",
        "roots: []}",
        ["[]} -> 'roots' should have 1 entry or more, not 0"],
    ),
    "a word of no list": (
        "depth: superficial",
        "depth: superfical",
        ["superfical -> 'depth' should be one of: superficial, intermediate, deep; did you mean 'superficial'?"],
    ),
    "no root of a nerve": (
        "C6]",
        "C9]",
        ["C9]} -> entry 2 of 'roots' should be C1-C8, T1-T12, L1-L5, S1-S5, Co1 or a cranial nerve such as 'CN XI'"],
    ),
    "a comma without quotes": (
        "tell_apart: Painful arc.",
        "tell_apart: Painful arc, weak arm",
        ["weak arm} -> 'weak arm' stands where a key should: a text with a comma needs quotes here"],
    ),
    "a comma and one word": (
        "tell_apart: Painful arc.",
        "tell_apart: Painful arc, weakness",
        [
            (
                "weakness} -> unknown key 'weakness' (or does a text with a comma need quotes here?);"
                " the keys here are name, kind, tell_apart"
            )
        ],
    ),
    "no zone": (
        "- region: shoulder-blade",
        "- regoin: shoulder-blade",
        ["regoin: shoulder-blade -> unknown key 'regoin', did you mean 'region'?"],
    ),
    "no place": (
        "site: infraspinous-fossa-mid",
        "site: 7",
        [
            (
                "7 -> 'site' should be a place: a landmark, {between: [A, B], at: 0.4},"
                " {from: A, toward: B, cm: 3} or {left: A}"
            )
        ],
    ),
    "two widths for three places": (
        "width_cm: [5, 4, 3]",
        "width_cm: [5, 4]",
        ["[5, 4]} -> 'width_cm' should be one width or one for each of the 3 places, not 2"],
    ),
    "zones without their regions": (
        "      felt_in: {essential: [front-of-shoulder]}",
        "      felt_in: {}",
        ["{} -> 'felt_in' names no region for the essential zones"],
    ),
    "an unknown landmark": (
        "{at: acromion, radius_cm: 4}",
        "{at: acromon, radius_cm: 4}",
        ["acromon, radius_cm: 4} -> unknown landmark 'acromon'; did you mean 'acromion'?"],
    ),
    "a landmark like no other": (
        "to: [greater-tubercle]",
        "to: [nowhere]",
        ["nowhere]} -> unknown landmark 'nowhere'"],
    ),
    "an unknown region in a zone": (
        "region: shoulder-blade",
        "region: shoulder-balde",
        ["shoulder-balde -> unknown region 'shoulder-balde'; did you mean 'shoulder-blade'?"],
    ),
    "an unknown region in felt_in": (
        "spillover: [shoulder-blade]}",
        "spillover: [ear]}",
        ["ear]} -> unknown region 'ear'"],
    ),
    "an anchor": ("origin: Inner", "origin: &a Inner", None),
    "an alias": ("[C5, C6]", "[C5, *c6]", ["*c6]} -> the alias '*c6' is not allowed: write the value out"]),
    "a python tag": ("origin: Inner", "origin: !!python/object/apply:os.abort Inner", None),
    "an escape that turns text round": ("origin: Inner", 'origin: "a\\u202e" # Inner', None),
    "a mark that turns text round": ("origin: Inner", "origin: a\u202eInner", None),
}


@pytest.mark.parametrize(("old", "new", "expected"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_muscle_with_a_fault_is_left_out_and_the_rest_is_read(
    broken: Broken, old: str, new: str, expected: list[str] | None
) -> None:
    library, text = broken(old, new)
    assert list(library.muscles) == ["zygomaticus", "supraspinatus"]
    found = [pointed(fault, text) for fault in library.faults]
    assert len(found) == 1 if expected is None else found == expected


USABLE = {
    "an unknown source": (
        "sources: [kwon-2017]",
        "sources: [kwon-2018]",
        "kwon-2018] -> unknown source 'kwon-2018'; did you mean 'kwon-2017'?",
    ),
    "a trigger point's id twice": (
        "id: TrP2",
        "id: TrP1",
        "TrP1 -> the id 'TrP1' is given twice, first in line 17",
    ),
    "a satellite of itself": (
        "muscle: supraspinatus, note: Often tender together.}",
        "muscle: infraspinatus}",
        "infraspinatus} -> a muscle cannot be its own satellite",
    ),
    "an unknown satellite": (
        "muscle: zygomaticus, note: Only for the test.}",
        "muscle: zygomatics}",
        "zygomatics} -> unknown muscle 'zygomatics'; did you mean 'zygomaticus'?",
    ),
    "another region than the folder": (
        "region: shoulder\n",
        "region: back\n",
        "back -> the region 'back' is not the file's folder 'shoulder'",
    ),
    "another id than the name": (
        "id: infraspinatus",
        "id: infraspinata",
        "infraspinata -> the id 'infraspinata' is not the file's name 'infraspinatus'",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), USABLE.values(), ids=USABLE)
def test_a_wrong_name_that_nothing_is_drawn_by_is_a_fault_and_the_muscle_stays(
    broken: Broken, old: str, new: str, expected: str
) -> None:
    library, text = broken(old, new)
    assert [pointed(fault, text) for fault in library.faults] == [expected]
    assert len(library.muscles) == 3


def test_several_faults_of_a_file_are_found_in_one_run(folder: Path, good: Path) -> None:
    text = good.read_text("utf-8").replace("acromion", "acromon").replace("kwon-2017", "kwon-17")
    good.write_text(text.replace("depth: superficial", "depth: shallow").replace("hold:", "holds:"), "utf-8")
    faults = read_library(folder).faults
    assert in_order(faults)
    messages = " ".join(fault.message for fault in faults)
    for word in ("acromon", "kwon-17", "'depth'", "'hold' is missing", "'holds'"):
        assert word in messages


def test_alarming_words_and_long_sentences_are_warnings(broken: Broken) -> None:
    long = "One " + "word and " * 13 + "an end."
    start = "explain: A muscle on your shoulder blade has a small sensitive spot."
    library, text = broken(start, f"explain: The tissue is damaged and inflamed. {long}")
    assert [fault.message for fault in library.faults] == [
        "'damaged' may alarm a patient: say it in calmer words",
        "'inflamed' may alarm a patient: say it in calmer words",
        f"29 words in a sentence for patients; the most is 25: '{long[:59]}…'",
    ]
    assert all(pointed(fault, text).startswith("The tissue") for fault in library.faults)
    assert library.errors == ()
    assert len(library.warnings) == 3
    assert len(library.muscles) == 3


def test_a_region_that_is_no_word_is_told(broken: Broken) -> None:
    library, _ = broken("region: shoulder", "region: {shoulder: shoulder}")
    assert any("region" in fault.message for fault in library.errors)
    assert len(library.muscles) == 2


def test_a_promise_of_health_is_a_warning(broken: Broken) -> None:
    start = "explain: A muscle on your shoulder blade has a small sensitive spot."
    library, text = broken(start, "explain: The arm aches although it is healthy. Some places may be healthy.")
    (fault,) = library.faults
    assert fault.message == "'is healthy' promises what only an examination can tell: say that it may be so"
    assert pointed(fault, text).startswith("The arm aches")
    assert len(library.muscles) == 3


def test_a_muscle_in_two_files_is_read_once(folder: Path, good: Path) -> None:
    twin = folder / "muscles/shoulder/zz.yaml"
    twin.write_bytes(good.read_bytes())
    library = read_library(folder)
    assert library.files["infraspinatus"] == good
    assert {at(fault) for fault in library.faults} == {
        f"1:5: the id 'infraspinatus' is taken already, by {good}",
        "1:5: the id 'infraspinatus' is not the file's name 'zz'",
    }


def test_a_landmark_in_two_files_is_a_fault(folder: Path) -> None:
    head = folder / "landmarks/head.yaml"
    head.write_text(head.read_text("utf-8") + "acromion: {vertex: 5, description: once more}\n", "utf-8")
    library = read_library(folder)
    assert [at(fault) for fault in library.faults] == [
        "3:1: the landmark 'acromion' is given twice, first in body.yaml, line 2"
    ]
    assert library.landmarks["acromion"].vertex == 100


def test_a_broken_landmark_takes_with_it_only_what_is_said_by_it(folder: Path) -> None:
    body = folder / "landmarks/body.yaml"
    body.write_text(body.read_text("utf-8").replace("vertex: 103", "vertex: 99999"), "utf-8")
    library = read_library(folder)
    # No fault is repeated for each use.
    assert [at(fault) for fault in library.faults] == ["5:31: 'vertex' should be 13379 or less"]
    assert list(library.muscles) == ["zygomaticus"]
    assert "acromion" in library.landmarks
    assert [border.name for border in library.borders] == ["round the shoulder"]


def test_an_unreadable_file_of_landmarks_is_one_fault(folder: Path) -> None:
    (folder / "landmarks/body.yaml").write_text("acromion: {vertex: 1", "utf-8")
    library = read_library(folder)
    assert len(library.faults) == 1
    assert list(library.muscles) == ["zygomaticus"]


def test_a_region_with_an_unknown_landmark_takes_with_it_the_muscles_that_name_it(folder: Path) -> None:
    regions = folder / "regions/body.yaml"
    regions.write_text(regions.read_text("utf-8").replace("[cheek-bone]", "[cheekbone]"), "utf-8")
    library = read_library(folder)
    assert [at(f) for f in library.faults] == ["5:74: unknown landmark 'cheekbone'; did you mean 'cheek-bone'?"]
    assert "cheek" not in library.regions
    assert len(library.muscles) == 3


def test_regions_and_sources_with_faults_leave_the_others(folder: Path) -> None:
    regions = folder / "regions/body.yaml"
    text = regions.read_text("utf-8").replace("area: head", "area: face")
    regions.write_text(text.replace("name: ridge of", "title: ridge of"), "utf-8")
    sources = folder / "sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace("year: 1999", "year: MCMXCIX"), "utf-8")
    library = read_library(folder)
    assert {fault.path.name for fault in library.faults} == {"body.yaml", "sources.yaml"}
    assert len(library.regions) == 3
    assert len(library.borders) == 1
    assert list(library.sources) == ["kwon-2017"]
    # The other source is broken, not unknown.
    assert not any("unknown source" in fault.message for fault in library.faults)
