"""Where rivals lie is checked against where they are said to be felt, and told with file, line and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from atlas.anatomy import LandmarkPlace, Toward
from atlas.checks import body_faults, pain_faults
from atlas.edition import Edition

# One joint, which is felt where its zones lie; then what its zones are and where it is said to be felt.
JOINT = """\
some-joint:
  name: Some joint
  kind: joint
  zones: {zones}
  felt_in: {felt_in}
  tell_apart: It hurts when it is moved.
  certainty: One study.
  sources: [lee-2008]
"""
GOOD = JOINT.format(zones="[{region: front-of-shoulder}]", felt_in="[front-of-shoulder]")
ZONES_LINE, ZONES_COLUMN = 4, 10
FELT_LINE, FELT_COLUMN = 5, 12

Told = Callable[[str], list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of rivals alone; everything else is the atlas' own."""
    (tmp_path / "muscles").mkdir()
    (tmp_path / "rivals").mkdir()
    return tmp_path


def opened(edition: Edition, folder: Path) -> Edition:
    """The folder's edition on the skin of the atlas' own, whose landmarks and regions are the same."""
    made = Edition.open(folder)
    made.__dict__["skin"] = edition.skin
    return made


@pytest.fixture
def told(edition: Edition, folder: Path) -> Told:
    """Check a file of rivals: what is wrong, without its name."""

    def check(text: str) -> list[str]:
        file = folder / "rivals" / "joints.yaml"
        file.write_text(text, "utf-8")
        faults = pain_faults(opened(edition, folder))
        assert all(fault.path == file for fault in faults)
        return [str(fault).removeprefix(f"{file}:") for fault in faults]

    return check


def test_the_atlas_own_rivals_are_felt_where_they_lie(edition: Edition) -> None:
    assert edition.pain_words.rivals
    assert [str(fault) for fault in pain_faults(edition)] == []


@pytest.mark.parametrize(
    ("zones", "felt_in"),
    [
        ("[{region: front-of-shoulder}]", "[front-of-shoulder]"),
        ("[{region: breastbone}]", "[breastbone]"),
        ("[{region: front-of-shoulder}, {region: kneecap}]", "[kneecap, front-of-shoulder]"),
        ("[{spot: {at: deltoid-front, radius_cm: 2}}]", "[front-of-shoulder]"),
        ("[{region: front-of-thigh-upper}, {spot: {at: deltoid-front, radius_cm: 1}}]", "[front-of-thigh-upper]"),
    ],
    ids=["a region", "a midline region", "two regions", "a spot", "a little elsewhere"],
)
def test_a_rival_that_is_felt_where_it_lies_has_no_fault(told: Told, zones: str, felt_in: str) -> None:
    assert told(JOINT.format(zones=zones, felt_in=felt_in)) == []


def test_a_region_that_the_zones_do_not_touch_is_told_where_it_is_named(told: Told) -> None:
    text = GOOD.replace("felt_in: [front-of-shoulder]", "felt_in: [front-of-shoulder, kneecap]")
    column = FELT_COLUMN + len("[front-of-shoulder, ")
    assert told(text) == [f"{FELT_LINE}:{column}: the zones do not touch 'kneecap'"]


def test_every_region_that_the_zones_do_not_touch_is_told(told: Told) -> None:
    text = GOOD.replace("felt_in: [", "felt_in:\n    - kneecap\n    - heel-of-hand-ulnar\n    - ").replace("er]", "er")
    assert told(text) == [
        "6:7: the zones do not touch 'kneecap'",
        "7:7: the zones do not touch 'heel-of-hand-ulnar'",
    ]


def test_zones_that_stray_are_told_with_the_regions_that_are_not_named(told: Told) -> None:
    text = JOINT.format(zones="[{region: front-of-shoulder}, {region: shin}]", felt_in="[front-of-shoulder]")
    (fault,) = told(text)
    assert fault.startswith(f"{FELT_LINE}:{FELT_COLUMN}: ")
    assert "of the zones lies in regions that 'felt_in' does not name: shin " in fault
    assert "front-of-shoulder" not in fault


def test_zones_that_lie_elsewhere_altogether_are_told_twice(told: Told) -> None:
    first, second = told(GOOD.replace("felt_in: [front-of-shoulder]", "felt_in: [kneecap]"))
    assert first == f"{FELT_LINE}:{FELT_COLUMN + 1}: the zones do not touch 'kneecap'"
    start = "100% of the zones lies in regions that 'felt_in' does not name: front-of-shoulder "
    assert second.startswith(f"{FELT_LINE}:{FELT_COLUMN}: {start}")


@pytest.mark.parametrize(
    ("zones", "message"),
    [
        (
            "[{spot: {at: {from: acromion, toward: deltoid-front, cm: 190}, radius_cm: 3}}]",
            "190 cm is beyond the end of the path",
        ),
        ("[{spot: {at: {between: [deltoid-front, acromion], at: 0.37}, radius_cm: 0.01}}]", "these zones hold no skin"),
        ("[{region: kneecap, except: [{region: kneecap}]}]", "these zones hold no skin"),
    ],
    ids=["a place beyond the end", "too small", "cut away"],
)
def test_zones_that_are_nowhere_are_told_where_they_stand(told: Told, zones: str, message: str) -> None:
    (fault,) = told(JOINT.format(zones=zones, felt_in="[front-of-shoulder]"))
    assert fault.startswith(f"{ZONES_LINE}:{ZONES_COLUMN}: ")
    assert message in fault


def test_a_rival_that_names_what_there_is_not_is_told_once_and_not_laid_on_the_skin(told: Told) -> None:
    (fault,) = told(GOOD.replace("region: front-of-shoulder", "spot: {at: acromon, radius_cm: 3}"))
    column = ZONES_COLUMN + len("[{spot: {at: ")
    assert fault == f"{ZONES_LINE}:{column}: unknown landmark 'acromon'; did you mean 'acromion'?"


def test_a_bad_rival_leaves_the_others_and_each_fault_has_its_own_line(told: Told) -> None:
    worse = GOOD.replace("some-joint", "worse-joint").replace("felt_in: [front-of-shoulder]", "felt_in: [kneecap]")
    gone = GOOD.replace("some-joint", "gone-joint").replace("region: front-of-shoulder", "region: front-of-sholder")
    said = told(GOOD + worse + gone)
    lines = GOOD.count("\n")
    assert [int(fault.split(":")[0]) for fault in said] == [
        2 * lines + ZONES_LINE,
        lines + FELT_LINE,
        lines + FELT_LINE,
    ]


def test_the_fault_is_told_in_the_file_of_its_rival(edition: Edition, folder: Path) -> None:
    (folder / "rivals" / "a.yaml").write_text(GOOD, "utf-8")
    second = folder / "rivals" / "b.yaml"
    second.write_text(GOOD.replace("some-", "other-").replace("[front-of-shoulder]", "[kneecap]"), "utf-8")
    faults = pain_faults(opened(edition, folder))
    assert {(fault.path, fault.line) for fault in faults} == {(second, FELT_LINE)}


def test_what_is_wrong_with_a_region_is_not_told_of_every_rival(edition: Edition, folder: Path) -> None:
    """As with muscles: it is said where the region stands, and is no rival's own fault."""
    (folder / "rivals" / "joints.yaml").write_text(GOOD, "utf-8")
    library = Edition.open(folder).library
    beyond = Toward(LandmarkPlace("acromion"), LandmarkPlace("deltoid-front"), 190)
    kneecap = replace(library.regions["kneecap"], seeds=((beyond,),))
    broken = Edition(replace(library, regions={**library.regions, "kneecap": kneecap}), edition.model, None)
    assert any("190 cm is beyond the end" in fault.message for fault in body_faults(broken))
    assert [str(fault) for fault in pain_faults(broken)] == []
