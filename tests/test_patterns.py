"""The truth of twenty patterns, written from the words of the manuals and not from the geometry."""

from __future__ import annotations

import pytest

from atlas.anatomy import Grade
from atlas.edition import Edition

# Muscle, point; landmarks where the pain is chiefly felt; landmarks that the pattern spares altogether.
CASES = [
    ("infraspinatus", "TrP1", ["deltoid-front"], ["infraspinous-fossa-mid", "medial-epicondyle", "little-pulp"]),
    ("infraspinatus", "TrP4", ["scapula-medial-border-mid"], ["deltoid-front", "radial-styloid"]),
    ("supraspinatus", "TrP1", ["deltoid-middle", "lateral-epicondyle"], ["thumb-pulp", "nipple", "c7-spinous-process"]),
    ("subscapularis", "TrP1", ["deltoid-back"], ["nipple", "scapula-inferior-angle", "thumb-pulp"]),
    ("trapezius-upper", "TrP1", ["temple-centre", "gonion"], ["vertex", "deltoid-front", "pogonion"]),
    ("sternocleidomastoid-sternal", "TrP2", ["infraorbital-point"], ["gonion", "acromion", "nipple"]),
    ("sternocleidomastoid-clavicular", "TrP1", ["forehead-centre"], ["pogonion", "acromion", "occiput-centre"]),
    ("splenius-capitis", "TrP1", ["vertex"], ["temple-centre", "gonion", "c7-spinous-process"]),
    ("levator-scapulae", "TrP1", ["neck-shoulder-angle"], ["vertex", "deltoid-tuberosity", "nipple"]),
    ("scalenes", "TrP2", ["thumb-nail"], ["olecranon", "medial-epicondyle", "little-pulp"]),
    ("biceps-brachii", "TrP1", ["deltoid-front"], ["olecranon", "thumb-pulp", "nipple"]),
    ("triceps-brachii", "TrP4", ["olecranon"], ["thumb-pulp", "deltoid-front", "little-pulp"]),
    ("extensor-carpi-radialis-brevis", "TrP1", ["wrist-back-mid"], ["medial-epicondyle", "thumb-pulp", "palm-centre"]),
    ("flexor-carpi-ulnaris", "TrP1", ["pisiform"], ["radial-styloid", "thumb-pulp", "lateral-epicondyle"]),
    ("gluteus-medius", "TrP1", ["psis"], ["patella-centre", "lateral-malleolus"]),
    ("gluteus-minimus-posterior", "TrP1", ["thigh-mid-back"], ["patella-centre", "thigh-mid-front", "heel-pad-centre"]),
    ("vastus-medialis", "TrP1", ["patella-centre"], ["thigh-mid-back", "lateral-malleolus", "hallux-pad"]),
    ("soleus", "TrP1", ["heel-pad-centre"], ["hallux-pad", "metatarsal-head-1-plantar", "patella-centre"]),
    ("soleus", "TrP3", ["sacroiliac-joint"], ["popliteal-fossa", "thigh-mid-back"]),
    ("gastrocnemius", "TrP1", ["arch-inner-mid"], ["patella-centre", "hallux-pad", "thigh-mid-front"]),
    ("tibialis-anterior", "TrP1", ["hallux-ip-dorsal"], ["heel-pad-centre", "thigh-mid-back", "toe-5-tip"]),
    ("rectus-abdominis", "TrP1", ["t12-paraspinal"], ["l4-spinous-process", "acromion", "patella-centre"]),
]


@pytest.mark.parametrize(("muscle", "point", "felt", "spared"), CASES)
def test_the_pattern_is_where_the_manual_says(
    edition: Edition, muscle: str, point: str, felt: list[str], spared: list[str]
) -> None:
    pattern = edition.pattern(muscle).point(point)
    assert pattern is not None
    marks = edition.library.landmarks
    for name in felt:
        distance = pattern.essential.at(marks[name].vertex)
        assert distance is not None, name
        assert distance < 0.8, f"{name} is {distance:.1f} cm outside"
    for name in spared:
        for grade in Grade:
            distance = pattern.field(grade).at(marks[name].vertex)
            assert distance is None or distance > 0, f"{name} is {grade}"
