"""Learning pages: what is read, and every kind of fault with its place."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.anatomy import SideChoice
from atlas.checks.pages import page_faults
from atlas.data import Library, content_folder, read_library
from atlas.data.markdown import read_markdown
from atlas.data.page_file import MAX_CHARACTERS
from atlas.data.page_text import Audience, Heading, Link, Listing, Pages, Paragraph, Picture, Quote, Span, Table, plain
from atlas.data.pages import read_pages
from tests.data.conftest import LIBRARY, at, in_order, pointed

SAMPLE = Path(__file__).parent / "pages_sample"
PATIENT, CLINICIAN = Audience.PATIENT, Audience.CLINICIAN
FRONT = "---\ntitle: A title\norder: 1\nsummary: A summary.\n---\n"


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(LIBRARY)


@pytest.fixture
def learn(tmp_path: Path) -> Path:
    """A copy of the sample pages."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "learn"))


def one_of(pages: Pages, slug: str, audience: Audience) -> tuple[object, ...]:
    page = pages.page(slug, audience)
    assert page is not None
    return page.blocks


# ---- what is read ----------------------------------------------------------------------------------------------------


def test_the_sample_has_no_fault_and_all_its_pages_in_order(library: Library) -> None:
    pages = read_pages(library, SAMPLE)
    assert page_faults(library, SAMPLE) == []
    assert [(page.slug, page.audience) for page in pages.pages] == [
        ("what-is-a-knot", CLINICIAN),
        ("what-is-a-knot", PATIENT),
        ("how-far-to-trust-it", CLINICIAN),
        ("how-far-to-trust-it", PATIENT),
    ]
    assert [page.title for page in pages.versions(PATIENT)] == ["What a knot is", "How far to trust it"]
    assert pages.cited == {"simons-1999", "kwon-2017"}
    assert [page.slug for page in pages.about("infraspinatus", CLINICIAN)] == ["what-is-a-knot", "how-far-to-trust-it"]
    assert pages.about("soleus", PATIENT) == ()
    assert all(page.minutes == 1 for page in pages.pages)


def test_blocks_and_words_of_a_page(library: Library) -> None:
    pages = read_pages(library, SAMPLE)
    heading, first, points, picture, last = one_of(pages, "what-is-a-knot", PATIENT)
    assert isinstance(heading, Heading)
    assert (heading.level, plain(heading.words)) == (2, "What you may feel")
    assert isinstance(first, Paragraph)
    assert Span("small", strong=True) in first.words
    assert Span("tender", emphasis=True) in first.words
    assert isinstance(points, Listing)
    assert not points.numbered
    assert isinstance(picture, Picture)
    assert (picture.muscle, picture.point, picture.side, picture.view) == ("infraspinatus", "TrP1", SideChoice.LEFT, "")
    assert picture.words == "A knot on the shoulder blade"
    assert isinstance(last, Paragraph)
    assert Span("how far to trust it", link=Link("page", "how-far-to-trust-it")) in last.words
    numbered = one_of(pages, "what-is-a-knot", CLINICIAN)[2]
    assert isinstance(numbered, Listing)
    assert numbered.numbered
    table, quote, _ = one_of(pages, "how-far-to-trust-it", CLINICIAN)
    assert isinstance(table, Table)
    assert [plain(words) for words in table.head] == ["Work", "Finding"]
    assert plain(table.rows[0][0]) == "The manual"
    assert isinstance(quote, Quote)


def test_the_pages_of_the_atlas_stand_in_for_a_folder_without_any(library: Library) -> None:
    assert page_faults(library) == []
    assert {page.path.parent for page in read_pages(library).pages} <= {content_folder() / "learn"}


def test_a_missing_version_is_shown_in_the_other_one(library: Library, learn: Path) -> None:
    (learn / "what-is-a-knot.patient.md").unlink()
    shown = read_pages(library, learn).page("what-is-a-knot", PATIENT)
    assert shown is not None
    assert shown.audience is CLINICIAN


# ---- faults of a text ------------------------------------------------------------------------------------------------

# A page's text, and "from where it points -> what it says".
TEXTS = {
    "an unknown source": (
        "Known [@simons-1999], not known [@simons-1998].",
        ["simons-1998]. -> unknown source 'simons-1998'; did you mean 'simons-1999'?"],
    ),
    "the second of two sources": (
        "One line.\nNot known [@kwon-2017, @nobody].",
        ["nobody]. -> unknown source 'nobody'"],
    ),
    "no citation": ("See [@Simons 1999].", None),
    "an unknown muscle": (
        "- An entry\n- [x](muscle:infraspinata)",
        ["infraspinata) -> unknown muscle 'infraspinata'; did you mean 'infraspinatus'?"],
    ),
    "an unknown page": (
        "| a | b |\n| - | - |\n| c | [x](page:nowhere) |",
        ["nowhere) | -> unknown page 'nowhere'"],
    ),
    "an unknown point": (
        "![words](plate:infraspinatus?side=left&point=TrP9)",
        ["TrP9) -> infraspinatus has no point 'TrP9': it has TrP1, TrP2"],
    ),
    "an unknown muscle in a picture": (
        "![words](plate:infra?point=TrP1)",
        ["infra?point=TrP1) -> unknown muscle 'infra'"],
    ),
    "an unknown side": (
        "![words](plate:infraspinatus?side=up)",
        ["plate:infraspinatus?side=up) -> the side 'up' should be right, left or both"],
    ),
    "an unknown view": (
        "![words](plate:infraspinatus?view=bcak)",
        ["plate:infraspinatus?view=bcak) -> there is no view 'bcak'; did you mean 'back'?"],
    ),
    "an unknown word in a picture's address": (
        "![words](plate:infraspinatus?sied=left)",
        ["plate:infraspinatus?sied=left) -> unknown word 'sied' in a picture's address; did you mean 'side'?"],
    ),
    "a word twice in a picture's address": (
        "![words](plate:infraspinatus?side=left&side=right)",
        ["plate:infraspinatus?side=left&side=right) -> the picture's side is given twice"],
    ),
    "a picture without words": ("![](plate:infraspinatus)", None),
    "a remote picture": (
        "![words](https://example.org/a.png)",
        ["https://example.org/a.png) -> a picture should be one that the atlas makes: plate:MUSCLE"],
    ),
    "a picture from a file": ("![words](file:///etc/passwd)", None),
    "a picture of data": ("![words](data:image/png;base64,AAAA)", None),
    "a picture in a sentence": (
        "Look ![words](plate:infraspinatus) here.",
        ["![words](plate:infraspinatus) here. -> a picture should be a line of its own"],
    ),
    "a picture in a list": ("- ![words](plate:infraspinatus)", None),
    "a picture in a link": ("[![words](plate:infraspinatus)](muscle:infraspinatus)", None),
    "a remote link": (
        "Go [there](http://example.org/).",
        ["http://example.org/). -> links out of the atlas are not allowed: 'http://example.org/'; cite with [@key]"],
    ),
    "a bare address": ("Go to <https://example.org>.", None),
    "a mail address": ("Write to <someone@example.org>.", None),
    "a script as a link": ("[x](javascript:alert(1))", None),
    "a script behind a tab": ("[x](java&#9;script:alert)", None),
    "a file as a link": ("[x](file:///etc/passwd)", None),
    "a link to an anchor": ("[x](#top)", None),
    "a link without a target": ("[x](muscle:)", None),
    "a tag": ("Some <b>bold</b> words.", None),
    "a script": ("<script>alert(1)</script>", None),
    "a comment": ("<!-- hidden -->", ["<!-- hidden --> -> HTML is not allowed: it is shown as it stands"]),
    "a heading of the first level": (
        "# Title",
        ["# Title -> headings begin with '##': the title stands in the front matter"],
    ),
    "a footnote": ("Words[^1].", ["[^1]. -> footnotes are not allowed: cite with [@key]"]),
    "a rule": ("One.\n\n***\n\nTwo.", ["*** -> a rule has no place on a page: headings begin with '##'"]),
    "code": ("```\nrm -rf\n```", ["``` -> a block of code has no place on a page"]),
    "no text": ("", None),
}


def write(learn: Path, text: str, audience: Audience = CLINICIAN) -> Path:
    path = learn / f"what-is-a-knot.{audience}.md"
    path.write_text(FRONT + text, "utf-8")
    return path


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_each_fault_of_a_text_is_told_with_its_place(
    library: Library, learn: Path, text: str, expected: list[str] | None
) -> None:
    path = write(learn, text)
    faults = page_faults(library, learn)
    assert faults
    assert all(fault.path == path and fault.severity == "error" and fault.line >= 5 for fault in faults)
    if expected is not None:
        shown = [pointed(fault, FRONT + text) for fault in faults]
        assert [told.replace("cite a source with", "cite with") for told in shown] == expected


def test_what_is_no_fault(library: Library, learn: Path) -> None:
    write(learn, "P < 0.001, x <3 and 5 > 4; an \\[escaped\\] bracket, R&D, &lt;b&gt;, *a* [b] (c).\n\n    indented\n")
    assert page_faults(library, learn) == []


# ---- faults of files -------------------------------------------------------------------------------------------------

FILES = {
    "no front matter": ("Just words.", "1:1: a page begins with a line '---', then title, order and summary"),
    "an open front matter": (
        "---\ntitle: x\n\nWords.",
        "1:1: the front matter is never closed: a line '---' is missing after it",
    ),
    "an empty front matter": (
        "---\n---\nWords.",
        "1:1: the front matter is empty: title, order and summary are missing",
    ),
    "a missing key": (FRONT.replace("order: 1\n", "") + "Words.", "2:1: the key 'order' is missing"),
    "an unknown key": (
        FRONT.replace("summary", "sumary", 1) + "Words.",
        "4:1: unknown key 'sumary', did you mean 'summary'?",
    ),
    "an order in words": (FRONT.replace("1", "first") + "Words.", "3:8: 'order' should be a whole number, not text"),
    "broken YAML": (FRONT.replace("A title", '"A title') + "Words.", "2:8: this quotation mark is never closed"),
    "a list": ("---\n- a\n---\nWords.", "2:1: the file should be a mapping (key: value), not a list"),
    "an alias": (FRONT.replace("A title", "*a") + "Words.", "2:8: the alias '*a' is not allowed: write the value out"),
    "too long": (FRONT + "word " * 9000, f"1:1: the page is too long: 45052 characters; the most is {MAX_CHARACTERS}"),
    "a control character": (
        FRONT + "A \u202eturned word.",
        "6:3: the character U+202E (right-to-left override) is not allowed in the text",
    ),
}


@pytest.mark.parametrize(("text", "expected"), FILES.values(), ids=FILES)
def test_each_fault_of_a_file_is_told_and_the_other_pages_are_read(
    library: Library, learn: Path, text: str, expected: str
) -> None:
    path = learn / "what-is-a-knot.clinician.md"
    path.write_text(text, "utf-8")
    pages = read_pages(library, learn)
    assert expected in [at(fault) for fault in pages.faults if fault.path == path]
    assert {fault.path for fault in pages.faults} == {path}
    assert len(pages.pages) >= 3


def test_files_that_are_no_pages(library: Library, learn: Path) -> None:
    (learn / "knot.md").write_text("x", "utf-8")
    (learn / "Knot.patient.md").write_text("x", "utf-8")
    (learn / "notes.txt").write_text("x", "utf-8")
    (learn / ".hidden").write_text("x", "utf-8")
    (learn / "more").mkdir()
    (learn / "folder.patient.md").mkdir()
    (learn / "nothing.patient.md").symlink_to(learn / "nowhere")
    told = {(fault.path.name, fault.message.split(":")[0]) for fault in read_pages(library, learn).faults}
    assert {name for name, message in told if message == "is not read"} == {
        "knot.md", "Knot.patient.md", "notes.txt", "more",
    }  # fmt: skip
    assert ("folder.patient.md", "is not a file") in told
    assert any(name == "nothing.patient.md" and message.startswith("cannot be read") for name, message in told)


def test_binary_files(library: Library, learn: Path) -> None:
    path = learn / "what-is-a-knot.clinician.md"
    for data in (b"\xff\xfe\x00", b"---\n\x00", b"\x80", b""):
        path.write_bytes(data)
        assert {fault.path for fault in read_pages(library, learn).faults} == {path}


def test_a_missing_folder_holds_no_page(library: Library, tmp_path: Path) -> None:
    assert read_pages(library, tmp_path / "nowhere") == Pages((), ())
    (tmp_path / "file").write_text("x", "utf-8")
    pages = read_pages(library, tmp_path / "file")
    assert [fault.message for fault in pages.faults] == ["cannot be read: Not a directory"]


def test_a_missing_version_is_a_fault_of_the_other_one(library: Library, learn: Path) -> None:
    (learn / "what-is-a-knot.patient.md").unlink()
    faults = read_pages(library, learn).faults
    assert [(fault.path.name, at(fault)) for fault in faults] == [
        (
            "what-is-a-knot.clinician.md",
            "1:1: the version for patients is missing: 'what-is-a-knot.patient.md'",
        )
    ]


def test_orders_are_one_to_a_page(library: Library, learn: Path) -> None:
    for audience in Audience:
        path = learn / f"how-far-to-trust-it.{audience}.md"
        path.write_text(path.read_text("utf-8").replace("order: 2", "order: 1"), "utf-8")
    messages = {fault.message for fault in read_pages(library, learn).faults}
    assert messages == {"the order 1 is taken already, by how-far-to-trust-it.clinician.md"}


def test_the_versions_of_a_page_have_one_order(library: Library, learn: Path) -> None:
    path = learn / "what-is-a-knot.patient.md"
    path.write_text(path.read_text("utf-8").replace("order: 1", "order: 7"), "utf-8")
    assert [at(fault) for fault in read_pages(library, learn).faults] == [
        "3:8: the order 7 is not that of what-is-a-knot.clinician.md"
    ]


def test_patients_are_spoken_to_calmly_and_in_short_sentences(library: Library, learn: Path) -> None:
    long = "One " + "word and " * 13 + "an end."
    text = f"Calm words.\nThe **muscle** is damaged. {long}\n\n- Torn fibres [@kwon-2017].\n"
    write(learn, text, CLINICIAN)
    assert read_pages(library, learn).faults == ()
    path = write(learn, text, PATIENT)
    faults = read_pages(library, learn).faults
    assert all(fault.severity == "warning" and fault.path == path for fault in faults)
    assert [pointed(fault, FRONT + text)[:40] for fault in faults] == [
        f"damaged. {long}"[:40],
        long[:40],
        "Torn fibres [@kwon-2017]. -> 'Torn' may alarm"[:40],
    ]


def test_title_summary_and_pictures_of_patients_are_judged_too(library: Library, learn: Path) -> None:
    front = FRONT.replace("A title", "Worn out").replace("A summary", "An inflamed muscle")
    path = learn / "what-is-a-knot.patient.md"
    path.write_text(f"{front}![A torn muscle](plate:infraspinatus)", "utf-8")
    assert [(fault.line, fault.message.split("'")[1]) for fault in read_pages(library, learn).faults] == [
        (2, "Worn out"),
        (4, "inflamed"),
        (6, "torn"),
    ]


def test_a_muscle_whose_own_file_is_broken_is_not_unknown(library: Library, learn: Path) -> None:
    muscles = {name: muscle for name, muscle in library.muscles.items() if name != "infraspinatus"}
    broken = replace(library, muscles=muscles, faults=(library.fault("infraspinatus", (), "broken"),))
    assert read_pages(broken, learn).faults == ()


def test_thousands_of_faults_are_told_shortly(library: Library, learn: Path) -> None:
    write(learn, " ".join(f"[@no-{number}]" for number in range(3000)))
    faults = read_pages(library, learn).faults
    assert 100 <= len(faults) <= 102
    assert in_order(faults)


# ---- properties ------------------------------------------------------------------------------------------------------

_SIGNS = (
    "[ ] ( ) ![ ]( plate: muscle:x page: [@a] [@ * ** _ ` ``` ~~~ < > <b> | - 1. # --- &#9; \\ a ?point= {n} {n}{n} {s}"
)
_MARKUP = st.lists(
    st.sampled_from([" ", *[sign.format(n="\n", s="    ") for sign in _SIGNS.split()]]), max_size=60
).map("".join)


@given(st.one_of(st.text(max_size=300), _MARKUP))
def test_any_text_is_read_and_every_place_is_inside_it(text: str) -> None:
    reading = read_markdown(text, 7)
    lines = text.split("\n")
    for line, column in [(r.line, r.column) for r in reading.remarks] + [(m.line, m.column) for m in reading.mentions]:
        assert 7 <= line <= 7 + len(lines)
        assert column >= 1


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "*a" * 10_000, "![" * 10_000, "> " * 10_000, "- " * 10_000, "[@" * 10_000, "|a" * 9_000]
)
def test_hostile_nesting_is_read(text: str) -> None:
    read_markdown(text)


# ---- the atlas' own pages --------------------------------------------------------------------------------------------


@pytest.mark.skipif(not (content_folder() / "learn").exists(), reason="the pages are not there yet")
def test_the_atlas_own_pages_have_no_fault() -> None:
    library = read_library()
    assert [str(fault) for fault in page_faults(library)] == []
    pages = read_pages(library)
    assert len(pages.versions(PATIENT)) >= 8
    assert all(page.minutes <= 10 for page in pages.pages)
