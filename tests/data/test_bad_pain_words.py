"""Red flags and rivals that are wrong: told where they stand, left out, and nothing else goes with them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.anatomy import RivalKind
from atlas.data import PainWords, read_library, read_pain_words
from tests.data.conftest import at, pointed
from tests.data.pain_sample import EVERY_FLAG, EVERY_RIVAL, FLAGS, JOINTS, ROOTS, add_pain_words


@pytest.fixture
def words_folder(folder: Path) -> Path:
    """A copy of the small library, with red flags and rivals, without a fault."""
    return add_pain_words(folder)


Spoilt = Callable[[str, str, str], tuple[PainWords, str]]


@pytest.fixture
def spoilt(words_folder: Path) -> Spoilt:
    """Put other text into one of the files, and read: what is found, and the file's text as it is now."""

    def read(name: str, old: str, new: str) -> tuple[PainWords, str]:
        file = words_folder / name
        text = file.read_text("utf-8")
        assert old in text
        text = text.replace(old, new, 1)
        file.write_text(text, "utf-8")
        words = read_pain_words(read_library(words_folder))
        assert all(fault.path == file for fault in words.faults)
        return words, text

    return read


# ---- red flags that are wrong ----------------------------------------------------------------------------------------

# What is replaced, by what, and the faults: "where it points -> what it says"; then the flag that is left out.
BAD_FLAGS = {
    "an unknown region": (
        "outer-arm]",
        "outer-amr]",
        ["outer-amr] -> unknown region 'outer-amr'; did you mean 'outer-arm'?"],
        "heart",
    ),
    "an unknown symptom": (
        "[faint]",
        "[fainted]",
        ["fainted] -> unknown symptom 'fainted'; did you mean 'faint'?"],
        "heart",
    ),
    "an unknown source": (
        "[kwon-2017]",
        "[kwon-2071]",
        ["kwon-2071] -> unknown source 'kwon-2071'; did you mean 'kwon-2017'?"],
        "heart",
    ),
    "a name like no other": ("[fever]", "[zzz]", ["zzz]}] -> unknown symptom 'zzz'"], "infection"),
    "a missing key": (
        "    do: See a doctor today.\n",
        "",
        ["title: Pain with fever -> the key 'do' is missing"],
        "infection",
    ),
    "a misspelt key": (
        "ask: [Is it warm?]",
        "asks: [Is it warm?]",
        [
            "title: Pain with fever -> the key 'ask' is missing",
            "asks: [Is it warm?] -> unknown key 'asks', did you mean 'ask'?",
        ],
        "infection",
    ),
    "a wrong urgency": (
        "urgency: emergency",
        "urgency: emergancy",
        ["emergancy -> 'urgency' should be one of: emergency, same day, soon; did you mean 'emergency'?"],
        "heart",
    ),
    "no occasion": (
        "when: [{symptoms: [fever]}]",
        "when: []",
        ["[] -> 'when' should have 1 entry or more, not 0"],
        "infection",
    ),
    "nothing for when": (
        "when: [{symptoms: [fever]}]",
        "when:",
        [" -> 'when' should be a list; nothing is written here"],
        "infection",
    ),
    "an occasion of nothing": (
        "{symptoms: [fever]}",
        "{sides: left, symptoms: []}",
        ["{sides: left, symptoms: []}] -> a group of 'when' needs 'regions' or 'symptoms'"],
        "infection",
    ),
    "an occasion that is a word": (
        "[{symptoms: [fever]}]",
        "[fever]",
        ["fever] -> entry 1 of 'when' should be a mapping (key: value), not text"],
        "infection",
    ),
    "a share of nothing": ("0.2", "0", ["0 -> 'least_share' should be more than 0"], "heart"),
    "a share of more than all": ("0.2", "20", ["20 -> 'least_share' should be 1 or less"], "heart"),
    "a wrong side": ("sides: left", "sides: lft", None, "heart"),
    "no question": ("[Is it warm?]", "[]", ["[] -> 'ask' should have 1 entry or more, not 0"], "infection"),
    "no source": ("[simons-1999]", "[]", ["[] -> 'sources' should have 1 entry or more, not 0"], "infection"),
    "an id with capitals": ("  infection:", "  Infection:", None, "infection"),
    "a key twice": (
        "    do: See a doctor today.\n",
        "    do: See a doctor today.\n    do: Wait.\n",
        ["do: Wait. -> the key 'do' is given twice, first in line 23"],
        "infection",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected", "lost"), BAD_FLAGS.values(), ids=BAD_FLAGS)
def test_a_red_flag_with_a_fault_is_left_out_and_the_rest_is_read(
    spoilt: Spoilt, old: str, new: str, expected: list[str] | None, lost: str
) -> None:
    words, text = spoilt("red_flags.yaml", old, new)
    found = [pointed(fault, text) for fault in words.faults]
    assert len(found) == 1 if expected is None else found == expected
    assert list(words.flags) == [name for name in EVERY_FLAG if name != lost]
    assert list(words.symptoms) == ["fever", "faint"]
    assert list(words.rivals) == EVERY_RIVAL


def test_several_faults_of_the_red_flags_are_found_in_one_run(spoilt: Spoilt) -> None:
    broken = FLAGS.replace("same day", "today").replace("[faint]", "[fain]").replace("[kwon-2017]", "[kwon-17]")
    words, text = spoilt("red_flags.yaml", FLAGS, broken)
    assert {pointed(fault, text).split(" -> ")[0] for fault in words.faults} == {"today", "fain]", "kwon-17]"}
    assert words.flags == {}
    assert list(words.symptoms) == ["fever", "faint"]


def test_a_flag_given_twice_is_told_and_read_once(spoilt: Spoilt) -> None:
    words, _ = spoilt("red_flags.yaml", "  infection:", "  heart:")
    assert [at(fault) for fault in words.faults] == ["18:3: the key 'heart' is given twice, first in line 5"]
    assert list(words.flags) == ["heart"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "the file is empty"),
        ("[]", "should be a mapping"),
        ("just words", "should be a mapping"),
        ("symptoms: {fever: {clinician: fever", "closing bracket"),
        ("flags:\n\tx: 1\n", "tab"),
        ("a: &x 1\nb: *x\n", "not allowed"),
        ("\0", "NUL"),
    ],
)
def test_an_unreadable_file_of_red_flags_is_told_and_the_rivals_stay(
    words_folder: Path, content: str, told: str
) -> None:
    file = words_folder / "red_flags.yaml"
    file.write_text(content, "utf-8")
    words = read_pain_words(read_library(words_folder))
    assert any(told in fault.message and fault.path == file for fault in words.faults)
    assert (words.symptoms, words.flags) == ({}, {})
    assert list(words.rivals) == EVERY_RIVAL


# ---- rivals that are wrong -------------------------------------------------------------------------------------------

BAD_RIVALS = {
    "an unknown landmark": (
        "{at: acromion,",
        "{at: acromon,",
        ["acromon, radius_cm: 4} -> unknown landmark 'acromon'; did you mean 'acromion'?"],
        "c5-root",
    ),
    "an unknown landmark deep inside": (
        "greater-tubercle",
        "greater-tubercel",
        [
            (
                "greater-tubercel, lateral-epicondyle], at: 0.5}], width_cm: 3}}]"
                " -> unknown landmark 'greater-tubercel'; did you mean 'greater-tubercle'?"
            )
        ],
        "c6-root",
    ),
    "an unknown region for a zone": (
        "region: shoulder-blade",
        "region: shoulder-balde",
        ["shoulder-balde -> unknown region 'shoulder-balde'; did you mean 'shoulder-blade'?"],
        "c5-root",
    ),
    "an unknown region in felt_in": (
        ", shoulder-blade]",
        ", shoulder-balde]",
        ["shoulder-balde] -> unknown region 'shoulder-balde'; did you mean 'shoulder-blade'?"],
        "c5-root",
    ),
    "an unknown source": (
        "[simons-1999]",
        "[simons-1989]",
        ["simons-1989] -> unknown source 'simons-1989'; did you mean 'simons-1999'?"],
        "c6-root",
    ),
    "a missing key": (
        "  tell_apart: Weak biceps.\n",
        "",
        ["name: C6 nerve root -> the key 'tell_apart' is missing"],
        "c6-root",
    ),
    "a word of no list": (
        "kind: nerve root",
        "kind: nerve rot",
        ["nerve rot -> 'kind' should be one of: nerve root, peripheral nerve, joint; did you mean 'nerve root'?"],
        "c5-root",
    ),
    "no zone": (
        "    - spot: {at: acromion, radius_cm: 4}\n    - region: shoulder-blade\n",
        "    []\n",
        ["[] -> 'zones' should have 1 entry or more, not 0"],
        "c5-root",
    ),
    "a zone of no shape": ("    - spot: {at: acromion", "    - spto: {at: acromion", None, "c5-root"),
    "a key twice": (
        "certainty: Maps differ.",
        "certainty: Maps differ.\n  kind: joint",
        ["kind: joint -> the key 'kind' is given twice, first in line 4"],
        "c5-root",
    ),
    "an anchor": ("name: C5", "name: &c5 C5", None, "c5-root"),
    "felt nowhere": (
        "felt_in: [outer-arm]",
        "felt_in: []",
        ["[] -> 'felt_in' should have 1 entry or more, not 0"],
        "c6-root",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected", "lost"), BAD_RIVALS.values(), ids=BAD_RIVALS)
def test_a_rival_with_a_fault_is_left_out_and_the_rest_is_read(
    spoilt: Spoilt, old: str, new: str, expected: list[str] | None, lost: str
) -> None:
    words, text = spoilt("rivals/roots.yaml", old, new)
    found = [pointed(fault, text) for fault in words.faults]
    assert len(found) == 1 if expected is None else found == expected
    assert list(words.rivals) == [name for name in EVERY_RIVAL if name != lost]
    assert words.files.keys() == words.rivals.keys()
    assert list(words.flags) == EVERY_FLAG


def test_several_faults_of_a_rival_are_found_in_one_run(spoilt: Spoilt) -> None:
    words, text = spoilt("rivals/roots.yaml", ROOTS, ROOTS.replace("nerve root\n", "nerv\n").replace("-2017", "-17"))
    found = [pointed(fault, text).split(" -> ")[0] for fault in words.faults]
    assert "kwon-17]" in found, "its names are looked up though its kind is wrong"


def test_a_rival_in_two_files_is_told_in_the_second_and_the_first_stays(spoilt: Spoilt, words_folder: Path) -> None:
    words, text = spoilt("rivals/roots.yaml", "c6-root:", "shoulder-joint:")
    (fault,) = words.faults
    assert fault.path == words_folder / "rivals/roots.yaml"
    assert fault.message == "the rival 'shoulder-joint' is given twice"
    start = text.splitlines().index("shoulder-joint:") + 1
    assert fault.line in (start, start + 1)
    assert list(words.rivals) == ["shoulder-joint", "c5-root"]
    assert words.rivals["shoulder-joint"].kind is RivalKind.JOINT
    assert words.files["shoulder-joint"].path == words_folder / "rivals/joints.yaml"


def test_a_rival_twice_in_one_file_is_told(spoilt: Spoilt) -> None:
    words, _ = spoilt("rivals/roots.yaml", "c6-root:", "c5-root:")
    assert [at(fault) for fault in words.faults] == ["12:1: the key 'c5-root' is given twice, first in line 2"]
    assert list(words.rivals) == ["shoulder-joint", "c5-root"]


@pytest.mark.parametrize("content", ["", "[]", "c5-root: {name: [C5", "\tx: 1", "\0", "c5-root: 3"])
def test_an_unreadable_file_of_rivals_is_told_and_the_others_stay(words_folder: Path, content: str) -> None:
    file = words_folder / "rivals/roots.yaml"
    file.write_text(content, "utf-8")
    words = read_pain_words(read_library(words_folder))
    assert words.faults
    assert {fault.path for fault in words.faults} == {file}
    assert list(words.rivals) == ["shoulder-joint"]
    assert list(words.flags) == EVERY_FLAG


def test_a_file_with_another_ending_is_told(words_folder: Path) -> None:
    (words_folder / "rivals/more.yml").write_text(JOINTS, "utf-8")
    words = read_pain_words(read_library(words_folder))
    assert [str(fault) for fault in words.faults] == [
        f"{words_folder / 'rivals/more.yml'}:1:1: is not read: its name should end in '.yaml'"
    ]


def test_things_that_are_no_files_are_told(words_folder: Path) -> None:
    shutil.rmtree(words_folder / "rivals")
    (words_folder / "rivals").write_text(JOINTS, "utf-8")
    (words_folder / "red_flags.yaml").unlink()
    (words_folder / "red_flags.yaml").mkdir()
    words = read_pain_words(read_library(words_folder))
    assert [(fault.path.name, fault.line, fault.column) for fault in words.faults] == [
        ("red_flags.yaml", 1, 1),
        ("rivals", 1, 1),
    ]
    assert (words.flags, words.rivals) == ({}, {})
