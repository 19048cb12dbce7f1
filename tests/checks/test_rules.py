"""The rules between muscles, each broken on purpose in a few muscles of the atlas' own dataset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from atlas.anatomy import (
    Band,
    CautionKind,
    Landmark,
    LandmarkPlace,
    LeftOf,
    Muscle,
    SatelliteLink,
    Satellites,
    SharedPattern,
    Source,
    Spot,
    Zone,
)
from atlas.checks import muscle_faults, whole_faults
from atlas.data import Library
from atlas.edition import Edition


def with_muscles(edition: Edition, muscles: Iterable[Muscle]) -> Edition:
    """An edition of these muscles alone, on the same skin."""
    library = replace(edition.library, muscles={muscle.id: muscle for muscle in muscles})
    return _on_same_skin(edition, library)


def _on_same_skin(edition: Edition, library: Library) -> Edition:
    made = Edition(library, edition.model, None)
    made.__dict__["skin"] = edition.skin
    return made


def told(edition: Edition, word: str) -> list[str]:
    """The faults between muscles that hold a word."""
    return [str(fault) for fault in whole_faults(edition) if word in fault.message]


def muscles(edition: Edition, *names: str) -> list[Muscle]:
    return [edition.library.muscles[name] for name in names]


def with_essential(muscle: Muscle, zones: tuple[Zone, ...]) -> Muscle:
    """The muscle with its first point alone, with other essential zones and no spillover."""
    point = muscle.trigger_points[0]
    refers = replace(point.refers, essential=zones, spillover=(), felt_in_spillover=())
    return replace(muscle, trigger_points=(replace(point, refers=refers),))


def test_a_link_that_the_other_muscle_does_not_know_is_told_with_its_line(edition: Edition) -> None:
    one, other = muscles(edition, "gastrocnemius", "soleus")
    link = Satellites((SatelliteLink("soleus"),), ())
    lonely = with_muscles(edition, [replace(one, satellites=link), replace(other, satellites=Satellites())])
    (fault,) = told(lonely, "does not say so")
    assert "gastrocnemius.yaml:" in fault
    assert "'gastrocnemius' is missing among its 'kept_going_by'" in fault
    back = replace(other, satellites=Satellites((), (SatelliteLink("gastrocnemius"),)))
    assert told(with_muscles(edition, [replace(one, satellites=link), back]), "does not say so") == []


def test_a_muscle_that_hangs_together_with_none_is_told(edition: Edition) -> None:
    (one,) = muscles(edition, "soleus")
    assert told(with_muscles(edition, [replace(one, satellites=Satellites())]), "is nothing known")


def test_two_muscles_with_one_pattern_must_say_so(edition: Edition) -> None:
    longus, brevis = muscles(edition, "adductor-longus", "adductor-brevis")
    silent = [replace(muscle, shares_pattern_with=()) for muscle in (longus, brevis)]
    assert len(told(with_muscles(edition, silent), "shares_pattern_with")) == 1
    assert told(with_muscles(edition, [longus, brevis]), "shares_pattern_with") == []


def test_two_muscles_that_say_so_must_have_one(edition: Edition) -> None:
    soleus, infraspinatus = muscles(edition, "soleus", "infraspinatus")
    boast = replace(soleus, shares_pattern_with=(SharedPattern("infraspinatus", "They look alike."),))
    assert told(with_muscles(edition, [boast, infraspinatus]), "their zones differ")


@pytest.mark.parametrize(
    ("muscle", "kind"),
    [
        ("rhomboids", CautionKind.PNEUMOTHORAX),
        ("subclavius", CautionKind.PNEUMOTHORAX),
        ("rectus-abdominis", CautionKind.ORGAN),
        ("orbicularis-oculi", CautionKind.EYE),
    ],
)
def test_what_lies_under_a_point_needs_a_caution(edition: Edition, muscle: str, kind: CautionKind) -> None:
    (one,) = muscles(edition, muscle)
    careless = tuple(caution for caution in one.needling.cautions if caution.kind is not kind)
    changed = replace(one, needling=replace(one.needling, cautions=careless))
    assert told(with_muscles(edition, [changed]), f"of kind '{kind.value}'")
    assert told(with_muscles(edition, [one]), "no caution is of kind") == []


def test_research_must_be_cited(edition: Edition) -> None:
    (one,) = muscles(edition, "soleus")
    manual = tuple(citation for citation in one.sources if citation.chapter)
    bare = replace(
        one,
        sources=manual,
        trigger_points=tuple(replace(p, sources=manual, frequency=None) for p in one.trigger_points),
        needling=replace(one.needling, cautions=()),
        in_clinic=("In one trial of 84 people it helped.",),
    )
    assert told(with_muscles(edition, [bare]), "speaks of research")
    honest = replace(bare, in_clinic=("No controlled study of it is known.", "Press it slowly."))
    assert told(with_muscles(edition, [honest]), "speaks of research") == []


def test_what_nothing_names_is_told(edition: Edition) -> None:
    library = edition.library
    new = Landmark("left-over", 17, "a landmark that nobody needs")
    file = next(iter(library.landmark_files.values()))
    changed = replace(
        library,
        landmarks={**library.landmarks, "left-over": new},
        landmark_files={**library.landmark_files, "left-over": file},
        sources={**library.sources, "nobody-1999": Source("nobody-1999", "Nobody N", "Unread")},
        regions={**library.regions, "kneecap": replace(library.regions["kneecap"], unfelt="No reason.")},
        muscles={},
    )
    found = [str(fault) for fault in whole_faults(_on_same_skin(edition, changed))]
    assert any("'left-over'" in fault for fault in found)
    assert any("'nobody-1999'" in fault for fault in found)
    assert not any("'lucas-2009'" in fault for fault in found), "a general source needs no muscle"
    assert any("'front-of-shoulder'" in fault and "unfelt" in fault for fault in found), "no muscle is left to feel it"
    assert not any("'kneecap'" in fault for fault in found), "it is said why"
    called = replace(changed, muscles=library.muscles)
    assert any("'kneecap' is called unfelt" in str(fault) for fault in whole_faults(_on_same_skin(edition, called)))


def test_a_pattern_on_the_wrong_side_is_told(edition: Edition) -> None:
    (one,) = muscles(edition, "infraspinatus")
    places = (LeftOf(LandmarkPlace("deltoid-front")), LeftOf(LandmarkPlace("deltoid-tuberosity")))
    wrong = with_essential(one, (Band(places, (4.0,)),))
    found = [fault.message for fault in muscle_faults(edition, wrong)]
    assert any("lie on the left" in message for message in found), found


@pytest.mark.parametrize(("radius", "told_of"), [(0.55, "2 to 2000"), (60.0, "2 to 2000")])
def test_a_pattern_of_an_unlikely_size_is_told(edition: Edition, radius: float, told_of: str) -> None:
    (one,) = muscles(edition, "infraspinatus")
    wrong = with_essential(one, (Spot(LandmarkPlace("deltoid-front"), radius),))
    found = [fault.message for fault in muscle_faults(edition, wrong)]
    assert any(told_of in message for message in found), found
