"""What questions are made from: overlap, groups of points, regions covered and skipped, over the real dataset."""

from __future__ import annotations

import numpy as np
import pytest

from atlas.anatomy import Effect, Side
from atlas.study.cards import CardError
from atlas.study.coverage import CLEAR_SHARE, covered, skipped
from atlas.study.facts import Facts
from atlas.study.names import listed, titled


def number(facts: Facts, muscle: str, point: str, side: Side = Side.RIGHT) -> int:
    found = facts.candidate(muscle, point, side)
    assert found is not None
    return found


def test_overlap_is_a_common_share(facts: Facts) -> None:
    overlap = facts.overlap
    assert overlap.shape == (len(facts.index.candidates),) * 2
    assert np.allclose(overlap, overlap.T, atol=1e-5)
    assert np.allclose(np.diag(overlap), 1, atol=1e-4)
    assert overlap.min() >= 0


def test_overlap_is_the_common_skin_divided_by_all_skin(facts: Facts) -> None:
    one, other = number(facts, "infraspinatus", "TrP1"), number(facts, "supraspinatus", "TrP1")
    a, b = (set(facts.index.zone(each)[0].tolist()) for each in (one, other))
    areas = facts.index.areas
    share = areas[list(a & b)].sum() / areas[list(a | b)].sum()
    assert facts.overlap[one, other] == pytest.approx(float(share), abs=1e-4)


def test_warming_changes_nothing(facts: Facts) -> None:
    before = facts.overlap
    facts.warm()
    assert facts.overlap is before


def test_sides_mirror_each_other(facts: Facts) -> None:
    for muscle, other in (("infraspinatus", "deltoid"), ("scalenes", "supraspinatus")):
        right, left = facts.alike(muscle, other), facts.alike(muscle, other, Side.LEFT)
        assert right == pytest.approx(left, abs=1e-4)


def test_points_with_one_pattern_stand_together(facts: Facts) -> None:
    assert facts.groups["infraspinatus"] == (("TrP1", "TrP2", "TrP3"), ("TrP4",))
    assert facts.group("infraspinatus", "TrP2") == ("TrP1", "TrP2", "TrP3")
    # The same skin, but not the same of it is essential.
    assert facts.groups["psoas-major"] == (("TrP1",), ("TrP2",))


def test_points_without_pain_stand_in_no_group(facts: Facts) -> None:
    silent = [
        (muscle.id, point.id)
        for muscle in facts.muscles.values()
        for point in muscle.trigger_points
        if point.effect is Effect.AUTONOMIC
    ]
    assert silent
    for muscle, point in silent:
        assert facts.group(muscle, point) == ()
        assert facts.candidate(muscle, point, Side.RIGHT) is None


def test_twins_are_twins_both_ways(facts: Facts) -> None:
    # Only the second of the two says so.
    assert "semispinalis-cervicis" in facts.twins["semispinalis-capitis"]
    for muscle, twins in facts.twins.items():
        assert muscle not in twins
        assert all(muscle in facts.twins[twin] for twin in twins)


def test_a_point_of_one_side_is_asked_on_that_side(facts: Facts) -> None:
    assert facts.side_of("rectus-abdominis", "TrP5", Side.RIGHT) is Side.LEFT
    assert facts.index.candidates[number(facts, "rectus-abdominis", "TrP5")].side is Side.LEFT


def test_what_the_dataset_does_not_have_is_told(facts: Facts) -> None:
    with pytest.raises(CardError, match="no muscle 'unicorn'"):
        facts.muscle("unicorn")
    with pytest.raises(CardError, match="Infraspinatus has no trigger point 'TrP9'"):
        facts.point("infraspinatus", "TrP9")
    with pytest.raises(CardError, match="not known"):
        facts.site("infraspinatus", "TrP9", Side.RIGHT)


def test_a_site_lies_in_the_muscle_and_is_mirrored(facts: Facts) -> None:
    right = facts.site("infraspinatus", "TrP1", Side.RIGHT)
    left = facts.site("infraspinatus", "TrP1", Side.LEFT)
    assert facts.mirror[right] == left
    place = facts.tiling.at(left)
    assert place is not None
    assert place[1] is Side.LEFT


def test_parts_cover_every_region_once_or_on_each_side(facts: Facts) -> None:
    cover = facts.coverage
    assert {name for name, _ in cover.parts} == set(facts.regions)
    assert len(set(cover.parts)) == len(cover.parts)
    assert all(cover.areas > 0)
    assert (cover.essential <= cover.whole + 1e-3).all()
    assert (cover.whole <= cover.areas * 1.001).all()


def test_what_parts_hold_of_a_pattern_is_the_pattern(facts: Facts) -> None:
    assert np.allclose(facts.coverage.whole.sum(axis=1), facts.index.zone_areas, rtol=1e-3, atol=1e-2)


def test_neighbours_are_neighbours_both_ways(facts: Facts) -> None:
    cover = facts.coverage
    for part, others in enumerate(cover.beside):
        assert part not in others
        assert all(part in cover.beside[other] for other in others)
    shoulder = cover.number("front-of-shoulder", Side.RIGHT)
    outer = cover.number("outer-shoulder", Side.RIGHT)
    assert shoulder is not None
    assert outer in cover.beside[shoulder]


def names(facts: Facts, parts: list[int]) -> list[str]:
    return [facts.coverage.parts[part][0] for part in parts]


@pytest.mark.parametrize(
    ("muscle", "region"),
    [("scalenus-minimus", "outer-elbow"), ("coracobrachialis", "back-of-wrist"), ("soleus", "back-of-knee")],
)
def test_known_gaps_are_found(facts: Facts, muscle: str, region: str) -> None:
    point = "TrP3" if muscle == "soleus" else "TrP1"
    gaps = skipped(facts.coverage, number(facts, muscle, point), facts.regions, Side.RIGHT)
    assert region in names(facts, gaps)


def test_a_pattern_in_one_piece_skips_nothing(facts: Facts) -> None:
    assert skipped(facts.coverage, number(facts, "gluteus-medius", "TrP1"), facts.regions, Side.RIGHT) == []


def test_skipped_regions_hold_nothing_and_covered_ones_much(facts: Facts) -> None:
    cover = facts.coverage
    for k, candidate in enumerate(facts.index.candidates):
        gaps = skipped(cover, k, facts.regions, candidate.side)
        assert all(cover.whole[k, gap] == 0 for gap in gaps)
        for part in covered(cover, k, facts.regions, candidate.side, gaps[0]) if gaps else []:
            assert cover.whole[k, part] >= CLEAR_SHARE * cover.areas[part]


def test_words_in_a_row() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert listed(["a, the first", "b", "c"]) == "a, the first; b and c"


def test_titles_name_points_only_where_they_tell_apart(facts: Facts) -> None:
    muscle = facts.muscles["infraspinatus"]
    assert titled(muscle, ("TrP1", "TrP2", "TrP3")) == "Infraspinatus (TrP1, TrP2 and TrP3)"
    assert titled(facts.muscles["teres-minor"], ("TrP1",)) == "Teres minor"
