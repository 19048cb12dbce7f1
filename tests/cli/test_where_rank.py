"""`where --rank`, as a user runs it: which trigger points explain a pain, what to ask first, and what cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from atlas.cli import main
from atlas.edition import Edition
from atlas.finder.drawing import Drawing
from atlas.finder.reasons import spoken
from atlas.store.drawings import save_drawing
from atlas.surface.brush import Brush

Answer: TypeAlias = dict[str, Any]
Ranked = Callable[..., dict[str, Any]]
Said = Callable[..., str]

MOST = 25
SHOULDER = ("front-of-shoulder", "outer-shoulder")


@pytest.fixture(scope="module")
def brush(edition: Edition) -> Brush:
    """The brush on the first body."""
    return Brush(edition.model.mesh(fine=True).points, edition.model.fine_skin_quads)


@pytest.fixture(autouse=True)
def _set_up_once(edition: Edition, brush: Brush, monkeypatch: pytest.MonkeyPatch) -> None:
    """The patterns of the atlas' own dataset, and the brush, are made once for all runs of the command."""
    monkeypatch.setattr("atlas.cli.words.open_edition", lambda: edition)
    monkeypatch.setattr("atlas.surface.brush.Brush", lambda *_: brush)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What the command prints when all is well."""

    def run(*given: str) -> str:
        assert main(["where", "--rank", *given]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return run


@pytest.fixture
def ranked(said: Said) -> Ranked:
    """The answer as JSON."""

    def run(*given: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(said("--json", *given))
        return found

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Said:
    """What the command says when it cannot be done: one line."""

    def run(*given: str) -> str:
        assert main(["where", "--rank", *given]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert len(printed.err.splitlines()) == 1
        return printed.err

    return run


def drawn(edition: Edition, path: Path, *regions: str, strength: float = 1.0) -> Path:
    """A saved drawing of whole regions on the right side."""
    drawing = Drawing(edition.model.fine_vertices)
    for region in regions:
        drawing.fill(Drawing.mask(edition.region_field(region), edition.model.fine_vertices))
    weights = drawing.weights * np.float32(strength)
    save_drawing(path, {int(vertex): float(weights[vertex]) for vertex in np.flatnonzero(weights)})
    return path


def keyed(found: dict[str, Any], **swapped: str) -> dict[tuple[str, str, str], Answer]:
    """The answers by muscle, trigger point and side, the sides under other names if any are given."""
    return {
        (answer["muscle"], answer["trigger_point"], swapped.get(answer["side"], answer["side"])): answer
        for answer in found["answers"]
    }


# ---- what it tells ---------------------------------------------------------------------------------------------------


def test_pain_of_the_shoulder_is_explained_by_the_muscle_that_is_known_for_it(ranked: Ranked) -> None:
    found = ranked("--regions", ",".join(SHOULDER))
    first = found["answers"][0]
    assert (first["rank"], first["muscle"], first["side"]) == (1, "infraspinatus", "right")
    most = max(answer["explained"] for answer in found["answers"])
    assert found["sets"][0]["explained"] >= most, "a set of muscles explains no less than one point"
    assert found["red_flags"] == []


@pytest.mark.parametrize(
    "given",
    [
        ("--regions", "front-of-shoulder"),
        ("--regions", "breastbone,upper-chest", "--side", "both"),
        ("--landmark", "deltoid-front"),
        ("--vertex", "5", "--landmark", "patella-centre"),
    ],
)
def test_the_json_has_this_shape(ranked: Ranked, edition: Edition, given: tuple[str, ...]) -> None:
    found = ranked(*given)
    assert set(found) == {"painted_cm2", "red_flags", "answers", "sets", "rivals"}
    assert found["painted_cm2"] > 1
    assert set(found["red_flags"]) <= edition.pain_words.flags.keys()
    assert [answer["rank"] for answer in found["answers"]] == list(range(1, len(found["answers"]) + 1))
    assert 0 < len(found["answers"]) <= MOST
    shares = ("score", "explained", "essential", "unpainted", "overlap")
    for answer in found["answers"]:
        assert set(answer) == {"rank", "muscle", "trigger_point", "side", *shares, "reason"}
        muscle = edition.library.muscles[answer["muscle"]]
        assert answer["trigger_point"] in {point.id for point in muscle.trigger_points}
        assert answer["side"] in ("right", "left")
        assert all(0 <= answer[share] <= 1 for share in shares)
        assert answer["essential"] <= answer["explained"]
        assert answer["reason"].endswith(".")
        assert answer["reason"].isprintable()
    scores = [answer["score"] for answer in found["answers"]]
    assert scores == sorted(scores, reverse=True)
    for each in found["sets"]:
        assert set(each) == {"muscles", "explained"}
        assert 1 <= len(each["muscles"]) <= 3
        assert all(set(one) == {"muscle", "side"} for one in each["muscles"])
        assert {one["muscle"] for one in each["muscles"]} <= edition.library.muscles.keys()
    for rival in found["rivals"]:
        assert set(rival) == {"rival", "side", "explained", "overlap"}
        assert rival["rival"] in edition.pain_words.rivals
    assert len(found["rivals"]) <= 10


def test_the_text_tells_what_the_json_does(said: Said, ranked: Ranked) -> None:
    found = ranked("--regions", "breastbone")
    lines = said("--regions", "breastbone").splitlines()
    assert lines[0] == f"{found['painted_cm2']} cm2 painted"
    assert lines[1] == f"ask first: {', '.join(found['red_flags'])}"
    assert [line.strip() for line in lines[2:]] == [
        f"{answer['rank']} {answer['score']:.2f} {answer['muscle']} {answer['trigger_point']} {answer['side']}:"
        f" {answer['reason']}"
        for answer in found["answers"]
    ]


def test_pain_over_the_breastbone_asks_for_the_heart_first(ranked: Ranked, said: Said, edition: Edition) -> None:
    found = ranked("--regions", "breastbone")
    assert found["red_flags"][0] == "chest-and-arm"
    assert edition.pain_words.flags["chest-and-arm"].urgency.value == "emergency"
    assert "ask first: chest-and-arm" in said("--regions", "breastbone").splitlines()[1]
    assert "ask first" not in said("--regions", ",".join(SHOULDER))


def test_the_reason_names_a_region_that_hurts(ranked: Ranked, edition: Edition) -> None:
    hurting = [spoken(region) for name, region in edition.library.regions.items() if name in SHOULDER]
    every = map(spoken, edition.library.regions.values())
    others = [name for name in every if not any(name in each for each in hurting)]
    for answer in ranked("--regions", ",".join(SHOULDER))["answers"][:10]:
        reason = answer["reason"]
        assert any(name in reason for name in hurting), reason
        plain = reason.replace(".", " ").replace(";", " ")
        assert [name for name in others if f" {name} " in plain] == [], "no pain was marked there"


def test_the_reason_of_pain_on_both_sides_does_not_deny_what_is_covered(ranked: Ranked) -> None:
    one = keyed(ranked("--regions", ",".join(SHOULDER)))["infraspinatus", "TrP1", "right"]
    both = keyed(ranked("--regions", ",".join(SHOULDER), "--side", "both"))["infraspinatus", "TrP1", "right"]
    covers = "Its essential zone covers the front of the shoulder"
    assert covers in one["reason"]
    assert both["essential"] == pytest.approx(one["essential"] / 2, abs=0.05), "half of the pain is its own"
    assert covers in both["reason"]


# ---- where it hurts --------------------------------------------------------------------------------------------------


def test_a_landmark_is_the_vertex_that_it_names(ranked: Ranked, edition: Edition) -> None:
    vertex = edition.library.landmarks["deltoid-front"].vertex
    found = ranked("--landmark", "deltoid-front")
    assert found == ranked("--vertex", str(vertex))
    assert 5 < found["painted_cm2"] < 30, "a spot as a fingertip shows it"
    assert "front of the shoulder" in found["answers"][0]["reason"]


def test_several_points_are_one_pain(ranked: Ranked, edition: Edition) -> None:
    front, knee = (edition.library.landmarks[name].vertex for name in ("deltoid-front", "patella-centre"))
    alone, other = ranked("--vertex", str(front)), ranked("--vertex", str(knee))
    together = ranked("--vertex", str(front), "--vertex", str(knee))
    assert together["painted_cm2"] == pytest.approx(alone["painted_cm2"] + other["painted_cm2"], abs=0.2)
    assert together == ranked("--vertex", str(knee), "--landmark", "deltoid-front")
    assert {alone["answers"][0]["muscle"], other["answers"][0]["muscle"]} <= {
        answer["muscle"] for answer in together["answers"]
    }
    assert max(answer["explained"] for answer in together["answers"]) < 0.9, "no point explains both"


def test_regions_may_be_named_in_any_order_and_with_blanks(ranked: Ranked) -> None:
    found = ranked("--regions", ",".join(SHOULDER))
    assert ranked("--regions", " outer-shoulder , front-of-shoulder,") == found
    assert ranked("--regions", "outer-shoulder,front-of-shoulder,outer-shoulder") == found


def test_the_left_side_is_the_mirror_of_the_right(ranked: Ranked) -> None:
    right, left = (ranked("--regions", ",".join(SHOULDER), "--side", side) for side in ("right", "left"))
    assert left["painted_cm2"] == pytest.approx(right["painted_cm2"], rel=0.01)
    mirrored = keyed(left, left="right", right="left")
    best = list(keyed(right).items())[:15]
    for key, answer in best:
        assert mirrored[key]["score"] == pytest.approx(answer["score"], abs=0.005)
        assert mirrored[key]["reason"] == answer["reason"]
    assert {answer["side"] for answer in left["answers"][:5]} == {"left"}
    assert ranked("--regions", ",".join(SHOULDER)) == right, "the right side is meant where none is named"


def test_a_point_and_its_mirror_have_mirrored_answers(ranked: Ranked, edition: Edition) -> None:
    right = edition.library.landmarks["deltoid-front"].vertex
    left = int(edition.model.mirror[right])
    assert left != right
    one, other = ranked("--vertex", str(right)), ranked("--vertex", str(left))
    mirrored = keyed(other, left="right", right="left")
    for key, answer in list(keyed(one).items())[:10]:
        assert mirrored[key]["score"] == pytest.approx(answer["score"], abs=0.005)


def test_both_sides_are_one_and_the_other(ranked: Ranked) -> None:
    right, both = (ranked("--regions", "front-of-shoulder", "--side", side) for side in ("right", "both"))
    assert both["painted_cm2"] == pytest.approx(2 * right["painted_cm2"], rel=0.01)
    first, second = both["answers"][:2]
    assert (first["muscle"], first["trigger_point"]) == (second["muscle"], second["trigger_point"])
    assert {first["side"], second["side"]} == {"right", "left"}


def test_a_region_of_the_midline_is_the_same_on_every_side(ranked: Ranked) -> None:
    areas = [ranked("--regions", "breastbone", "--side", side)["painted_cm2"] for side in ("right", "left", "both")]
    assert areas[1:] == pytest.approx([areas[0]] * 2, rel=0.01)


# ---- saved drawings --------------------------------------------------------------------------------------------------


def test_a_saved_drawing_has_the_answer_of_what_was_drawn(ranked: Ranked, edition: Edition, tmp_path: Path) -> None:
    file = drawn(edition, tmp_path / "pain.json", *SHOULDER)
    found, named = ranked("--drawing", str(file)), ranked("--regions", ",".join(SHOULDER))
    assert found["painted_cm2"] == pytest.approx(named["painted_cm2"], rel=0.01)
    for key, answer in list(keyed(named).items())[:15]:
        assert keyed(found)[key]["score"] == pytest.approx(answer["score"], abs=0.005)


def test_a_weaker_drawing_has_nearly_the_same_scores(ranked: Ranked, edition: Edition, tmp_path: Path) -> None:
    strong, weak = (
        ranked("--drawing", str(drawn(edition, tmp_path / f"{strength}.json", *SHOULDER, strength=strength)))
        for strength in (1.0, 0.5)
    )
    # Milder pain weighs less beside what lacks, and its soft edge falls below what counts a little earlier.
    for key, answer in list(keyed(strong).items())[:10]:
        assert keyed(weak)[key]["score"] == pytest.approx(answer["score"], abs=0.05)


def test_a_drawing_and_what_is_named_beside_it_are_one_pain(ranked: Ranked, edition: Edition, tmp_path: Path) -> None:
    file = drawn(edition, tmp_path / "pain.json", "front-of-shoulder")
    alone, knee = ranked("--drawing", str(file)), ranked("--regions", "kneecap")
    together = ranked("--drawing", str(file), "--regions", "kneecap")
    assert together["painted_cm2"] == pytest.approx(alone["painted_cm2"] + knee["painted_cm2"], abs=0.2)
    both = ranked("--drawing", str(file), "--regions", "outer-shoulder")
    assert keyed(both).keys() == keyed(ranked("--regions", ",".join(SHOULDER))).keys()


# ---- what cannot be done ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--regions", "front-of-sholder"), "no region 'front-of-sholder'; did you mean 'front-of-shoulder'?"),
        (("--regions", "kneecap,brestbone"), "no region 'brestbone'; did you mean 'breastbone'?"),
        (("--regions", "Kneecap"), "no region 'Kneecap'; did you mean 'kneecap'?"),
        (("--regions", "zzz"), "no region 'zzz'\n"),
        (("--landmark", "acromio"), "no landmark 'acromio'; did you mean 'acromion'?"),
        (("--vertex", "13380"), "vertex 13380 is not on the skin"),
        (("--vertex", "-1"), "vertex -1 is not on the skin"),
    ],
)
def test_what_is_not_there_is_told_with_what_was_meant(refused: Said, given: tuple[str, ...], told: str) -> None:
    assert told in refused(*given)


@pytest.mark.parametrize("given", [(), ("--json",), ("--regions", ""), ("--regions", " , "), ("--side", "both")])
def test_without_any_pain_there_is_nothing_to_rank(refused: Said, given: tuple[str, ...]) -> None:
    assert "nothing hurts: name a point, a region or a drawing" in refused(*given)


@pytest.mark.parametrize(
    "pain",
    [
        {},
        dict.fromkeys(range(2000, 2400), 0.0),
        # Paint fainter than atlas.finder.ranking.LEAST is none.
        dict.fromkeys(range(2000, 2400), 0.01),
    ],
    ids=["empty", "without strength", "too faint to count"],
)
def test_a_drawing_without_pain_has_nothing_to_rank(refused: Said, tmp_path: Path, pain: dict[int, float]) -> None:
    save_drawing(tmp_path / "pain.json", pain)
    assert "nothing hurts" in refused("--drawing", str(tmp_path / "pain.json"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{\n "format" 1}', ":2:11: no JSON: "),
        ("", ":1:1: no JSON: "),
        ("{}", ": no drawing of the atlas"),
        ('{"format": "trigger-point-atlas drawing", "version": 9, "pain": []}', ": a drawing of version 9"),
        (
            '{"format": "trigger-point-atlas drawing", "version": 1, "pain": [[5, 0.5], [9000000, 1]]}',
            ": entry 2 of 'pain': there is no point 9000000 of the skin",
        ),
        (
            '{"format": "trigger-point-atlas drawing", "version": 1, "pain": [[5, 7]]}',
            ": entry 1 of 'pain': the strength should be 0 to 1",
        ),
    ],
)
def test_a_file_that_is_no_drawing_is_told_with_its_name(
    refused: Said, tmp_path: Path, content: str, told: str
) -> None:
    file = tmp_path / "pain.json"
    file.write_text(content, "utf-8")
    assert f"{file}{told}" in refused("--drawing", str(file))


def test_a_drawing_that_is_not_there_is_told(refused: Said, tmp_path: Path) -> None:
    assert f"{tmp_path / 'none.json'}: no such file" in refused("--drawing", str(tmp_path / "none.json"))
    assert f"{tmp_path}: is a directory" in refused("--drawing", str(tmp_path))


def test_a_side_that_there_is_not_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["where", "--rank", "--regions", "kneecap", "--side", "middle"])
    assert caught.value.code == 2
    assert "--side" in capsys.readouterr().err
