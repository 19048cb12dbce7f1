"""Search finds what people type: abbreviations, beginnings, plain misspellings."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.finder.search import NameSearch, fold
from tests.sample_muscles import MUSCLES, many

SEARCH = NameSearch(MUSCLES)


def first(text: str) -> str:
    return SEARCH.find(text)[0].muscle


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scm", "sternocleidomastoid-sternal"),
        ("QL", "quadratus-lumborum-deep"),
        ("tfl", "tensor-fasciae-latae"),
        ("LT", "trapezius-lower"),
        ("Infraspinatus", "infraspinatus"),
        ("infra", "infraspinatus"),
        ("solé", "soleus"),
        ("musculus soleus", "soleus"),
        ("joggers heel", "soleus"),
        ("FUSSSTRECKER", "soleus"),
        ("lower trap", "trapezius-lower"),
        ("trapezius low", "trapezius-lower"),
        ("lumborum", "quadratus-lumborum-deep"),
        ("clavicular", "sternocleidomastoid-clavicular"),
        ("sternoclidomastoid", "sternocleidomastoid-sternal"),
        ("sterno cleido mastoid", "sternocleidomastoid-sternal"),
        ("pirifromis", "piriformis"),
        ("piriformus", "piriformis"),
        ("traps", "trapezius-upper"),
        ("glutius medius", "gluteus-medius"),
        ("tensor fascia lata", "tensor-fasciae-latae"),
        ("deltiod", "deltoid"),
        ("soleus trp2", "soleus"),
    ],
)
def test_finds_what_people_type(text: str, expected: str) -> None:
    assert first(text) == expected


def test_both_divisions_share_an_abbreviation_in_the_given_order() -> None:
    assert [hit.muscle for hit in SEARCH.find("SCM")][:2] == [
        "sternocleidomastoid-sternal",
        "sternocleidomastoid-clavicular",
    ]


def test_a_plural_finds_every_part() -> None:
    assert {hit.muscle for hit in SEARCH.find("traps")} >= {"trapezius-upper", "trapezius-lower"}


def test_a_part_of_the_body_finds_its_muscles() -> None:
    assert [hit.muscle for hit in SEARCH.find("shoulder")] == ["infraspinatus", "deltoid"]


def test_says_which_name_matched() -> None:
    assert SEARCH.find("tfl")[0].text == "TFL"


@pytest.mark.parametrize("text", ["", "  ", "!?", "xyzzyq"])
def test_nothing_for_nothing(text: str) -> None:
    assert SEARCH.find(text) == []


def test_limit_and_order() -> None:
    hits = SEARCH.find("e", limit=3)
    assert len(hits) <= 3
    scores = [hit.score for hit in SEARCH.find("glut")]
    assert scores == sorted(scores, reverse=True)


def test_no_muscles_at_all() -> None:
    assert NameSearch(()).find("soleus") == []


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for hit in SEARCH.find(text):
        assert 0 < hit.score <= 100
    assert fold(fold(text)) == fold(text)


def test_fast_enough_for_every_key_stroke() -> None:
    search = NameSearch(many(150))
    search.find("warm up")
    times = []
    for text in ("sternoclidomastoid", "traps", "glutius medius", "q", "xyzzy plugh"):
        start = time.perf_counter()
        search.find(text)
        times.append(time.perf_counter() - start)
    assert sorted(times)[2] < 0.02  # 5 ms when the machine is idle
