"""The page holds the whole file, in order, and nothing of a file becomes markup."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html import unescape

import pytest

from atlas.anatomy import Citation, Effect, Muscle, Side, Source
from atlas.ui.notes_html import SECTIONS, message_html, notes_html, short_source, source_text
from atlas.ui.tokens import DARK, LIGHT
from tests.sample_muscles import MUSCLES, SOURCES, muscle, trigger_point

BY_ID = {one.id: one for one in MUSCLES}
INFRA = BY_ID["infraspinatus"]
NASTY = ["<script>alert(1)</script>", "a & b", "<img src=http://x/y.png>", "javascript:alert(1)", "\"'><a href='x'>"]


def page(one: Muscle = INFRA, point: str = "") -> str:
    return notes_html(one, point, BY_ID, SOURCES, LIGHT)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html.split("</style>")[1]))


def texts(value: object) -> list[str]:
    """Every text in a muscle, however deep; places, ids of regions and words of enumerations left out."""
    if isinstance(value, Enum):
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for entry in value for text in texts(entry)]
    if is_dataclass(value):
        kept = [f.name for f in fields(value) if f.name not in {"site", "essential", "spillover", "region", "work"}]
        return [text for name in kept if not name.startswith("felt_in") for text in texts(getattr(value, name))]
    return []


def test_everything_in_the_file_is_on_the_page() -> None:
    shown = plain(page())
    ids = {"infraspinatus", "soleus", "not-here"}
    missing = [text for text in texts(INFRA) if text not in shown and text not in ids]
    assert missing == []


def test_order_is_the_clinicians() -> None:
    html = page()
    places = [html.index(f"<a name='{anchor}'>") for anchor, _ in SECTIONS]
    assert places == sorted(places)
    shown = plain(html)
    order = ["Patient words", "Clinician pattern", "Where TrP1", "Palpation of", "Twitch of", "Frequency of", "Note on"]
    places = [shown.index(text) for text in order]
    assert places == sorted(places)


def test_one_point_alone() -> None:
    shown = plain(page(point="TrP2"))
    assert "Where TrP2 lies." in shown
    assert "Where TrP1 lies." not in shown
    assert 'href="point:"' in page(point="TrP2")
    assert 'href="point:TrP1"' in page(point="TrP2")


def test_an_unknown_point_is_the_whole_muscle() -> None:
    assert page(point="TrP9") == page()
    assert 'href="point:TrP1"' in page()


def test_satellites_are_live_only_if_they_are_here() -> None:
    html = page()
    assert 'href="muscle:soleus"' in html
    assert "Not here" in html
    assert "muscle:not-here" not in html


def test_contested_line_is_always_there() -> None:
    shown = plain(page())
    assert "contested" in shown
    assert "Quintner et al. 2015; Rathbone et al. 2017" in shown
    assert "Dommerholt" in shown, "the answer to the critique is named beside it"
    assert "10.1093/quintner" in shown


def test_full_references_and_unknown_keys() -> None:
    odd = replace(INFRA, sources=(Citation("unknown-2020"),))
    shown = plain(page(odd))
    assert "Simons DG, Travell JG (1999). A title of simons-1999. A Press." in shown
    assert "unknown-2020" in shown


@pytest.mark.parametrize("nasty", NASTY)
def test_text_of_a_file_stays_text(nasty: str) -> None:
    point = replace(trigger_point(), name=nasty, where=nasty, palpation=nasty)
    source = Source("simons-1999", nasty, nasty, publisher=nasty, year=1999, doi=nasty)
    one = muscle("odd", nasty, aliases=(nasty,), latin=nasty, points=(point,), explain=nasty)
    one = replace(one, symptoms=(nasty,), red_flags=(nasty,), self_care=(nasty,))
    html = notes_html(one, "", {**BY_ID, "soleus": replace(one, id=nasty)}, {"simons-1999": source}, LIGHT)
    assert "<script" not in html
    assert "<img" not in html
    assert set(re.findall(r"href=[\"']?(\w*):", html)) <= {"muscle", "page", "point", "source"}
    assert nasty in plain(html)


def test_no_link_leaves_the_program() -> None:
    assert "http" not in page()
    assert set(re.findall(r'href="(\w+):', page())) == {"muscle", "page", "point", "source"}


def test_rare_kinds_of_points() -> None:
    rare = replace(trigger_point(effect=Effect.AUTONOMIC), only=Side.RIGHT, frequency=None, certainty_note=None)
    shown = plain(page(muscle("odd", "Odd", points=(rare,))))
    assert "autonomic" in shown
    assert "right side only" in shown


def test_sparse_muscle_has_no_empty_headings() -> None:
    bare = replace(INFRA, symptoms=(), differential=(), red_flags=(), perpetuated_by=(), aliases=())
    html = page(bare)
    assert "Symptoms" not in html
    assert "What else" not in html
    assert "Also:" not in html


def test_colours_are_the_themes() -> None:
    assert DARK.text in notes_html(INFRA, "", BY_ID, SOURCES, DARK)
    assert LIGHT.text not in notes_html(INFRA, "", BY_ID, SOURCES, DARK)


def test_message_is_escaped() -> None:
    assert "&lt;b&gt;" in message_html("<b>", "x & y", LIGHT)


@pytest.mark.parametrize(
    ("authors", "year", "expected"),
    [
        ("Simons DG, Travell JG", 1999, "Simons et al. 1999"),
        ("Donnelly JM (editor)", 2019, "Donnelly 2019"),
        ("Cerezo-Téllez E, Torres M", 2016, "Cerezo-Téllez et al. 2016"),
        ("Anonymous", None, "Anonymous"),
    ],
)
def test_short_names_of_sources(authors: str, year: int | None, expected: str) -> None:
    assert short_source(Source("k", authors, "T", year=year)) == expected


def test_source_without_details() -> None:
    assert source_text(Source("k", "A B", "A title.")) == "A B. A title."
