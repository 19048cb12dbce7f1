"""Learning pages as HTML: what is on them, and that nothing escapes from a page's file."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.anatomy import SideChoice
from atlas.data.markdown import read_markdown
from atlas.data.page_text import Audience, Page, Pages, Picture
from atlas.ui.learn_html import Shelf, learn_html, picture_address
from atlas.ui.tokens import DARK, LIGHT
from tests.sample_muscles import MUSCLES, SOURCES

PICTURE = (520, 460)


def page(
    text: str,
    slug: str = "one",
    order: int = 1,
    *,
    audience: Audience = Audience.CLINICIAN,
    title: str = "",
    summary: str = "A summary.",
) -> Page:
    return Page(slug, audience, title or f"Title {slug}", order, summary, read_markdown(text).blocks, Path(slug))


def shelf(*pages: Page) -> Shelf:
    return Shelf(Pages(pages, ()), {muscle.id: muscle for muscle in MUSCLES}, SOURCES)


def html(
    text: str,
    *others: Page,
    audience: Audience = Audience.CLINICIAN,
    title: str = "",
    summary: str = "A summary.",
) -> str:
    one = page(text, audience=audience, title=title, summary=summary)
    return learn_html(one, shelf(one, *others), LIGHT, PICTURE)


class _Reader(HTMLParser):
    """Every tag with its attributes, and the words between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data


def read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text.partition("<body>")[2])
    return reader


def addresses(text: str) -> list[str]:
    """Everything that a page could follow or load."""
    return [value for _, attrs in read(text).tags for key, value in attrs.items() if key in ("href", "src")]


ALLOWED = re.compile(
    r"(muscle:[a-z0-9-]+|page:[a-z0-9-]+|source:[a-z0-9-]+|plate:[A-Za-z0-9%._~-]+\?[A-Za-z0-9=&%.+-]*)"
)
_TAGS = {"h1", "h2", "h3", "p", "br", "b", "i", "a", "img", "span", "ul", "ol", "li", "table", "tr", "td"}


def assert_safe(text: str) -> None:
    for tag, attrs in read(text).tags:
        assert tag in _TAGS
        assert not [key for key in attrs if key.startswith("on")]
    for address in addresses(text):
        assert ALLOWED.fullmatch(address), address


# ---- what is on a page -----------------------------------------------------------------------------------------------


def test_words_lists_tables_and_quotations() -> None:
    made = html(
        "## Head\n\nSome **bold** and *soft*.\n\n- a\n- b\n\n1. c\n\n| x | y |\n| - | - |\n| p | q |\n\n> said\n"
    )
    tags = [tag for tag, _ in read(made).tags]
    assert [tags.count(tag) for tag in ("h1", "h2", "ul", "ol", "li", "b", "i")] == [1, 1, 1, 1, 3, 3, 1]
    for word in ("Title one", "A summary.", "Head", "bold", "soft", "a", "c", "p", "q", "said"):
        assert word in read(made).words
    assert_safe(made)


def test_citations_lead_to_a_list_of_the_sources_at_the_end() -> None:
    made = html("Known [@simons-1999, @kwon-2017]. Unknown [@nobody].")
    words = read(made).words
    assert "Known\xa0(Simons et al. 1999; Kwon 2017)." in words
    assert "(nobody)" in words
    assert addresses(made) == ["source:simons-1999", "source:kwon-2017"]
    names = [attrs["name"] for tag, attrs in read(made).tags if tag == "a" and "name" in attrs]
    assert names == ["source-simons-1999", "source-kwon-2017", "source-nobody"]
    assert words.index("Sources") > words.index("Unknown")
    assert "A title of kwon-2017. A Press. doi 10.1000/kwon" in words
    assert "Sources" not in html("Nothing is cited.")


def test_links_are_live_only_where_there_is_something() -> None:
    two = page("Words.", "two", 2)
    text = "[a](muscle:soleus) [b](muscle:not-here) [c](page:two) [d](page:three)"
    made = html(text, two)
    assert addresses(made) == ["muscle:soleus", "page:two", "page:two"]
    assert all(letter in read(made).words for letter in "abcd")


def test_the_last_page_has_no_next_one() -> None:
    assert "Next: Title two" in read(html("Words.", page("Words.", "two", 2))).words
    assert "Next" not in read(html("Words.", page("Words.", "nought", 0))).words


def test_a_picture_has_its_size_its_words_and_its_side() -> None:
    made = html("![Where it *aches*.](plate:infraspinatus?side=left&point=TrP1)")
    image = next(attrs for tag, attrs in read(made).tags if tag == "img")
    assert image == {"src": "plate:infraspinatus?point=TrP1&side=left", "width": "520", "height": "460"}
    assert "Where it aches. Infraspinatus, TrP1, left side" in read(made).words
    assert addresses(made).count("muscle:infraspinatus") == 2


def test_a_picture_is_named_by_what_it_shows() -> None:
    picture = Picture("", 'a b"<&?', "T&P", SideChoice.BOTH, "x=y")
    assert picture_address(picture) == "plate:a%20b%22%3C%26%3F?point=T%26P&side=both&view=x%3Dy"


def test_patients_read_larger_letters_and_every_page_says_what_it_is_not() -> None:
    patient, clinician = html("Words.", audience=Audience.PATIENT), html("Words.")
    assert "font-size: 16px" in patient
    assert "font-size: 16px" not in clinician
    for made in (patient, clinician):
        assert "it does not diagnose" in made


def test_the_theme_is_followed() -> None:
    one = page("Words [@simons-1999].")
    assert LIGHT.accent in learn_html(one, shelf(one), LIGHT, PICTURE)
    assert DARK.accent in learn_html(one, shelf(one), DARK, PICTURE)


def test_wide_columns_are_given_to_those_that_say_much() -> None:
    made = html(f"| a | b |\n| - | - |\n| x | {'many words ' * 20} |")
    widths = [int(attrs["width"].rstrip("%")) for tag, attrs in read(made).tags if tag == "td" and "width" in attrs]
    assert widths[1] > 3 * widths[0]


# ---- nothing escapes -------------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src='http://example.org/a.png' onerror='alert(1)'>",
    "<iframe src=file:///etc/passwd></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>body { background: url(http://example.org/a.png) }</style>",
    "<!-- --><b onclick=x>bold</b>",
    "![x](http://example.org/a.png)",
    "![x](file:///etc/passwd)",
    "![x](data:image/png;base64,AAAA)",
    '![x](plate:a"onerror="alert(1))',
    '![x](plate:infraspinatus?point="><script>)',
    '![<script>](plate:infraspinatus?view="><script>alert(1)</script>)',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](//example.org)",
    '[x](muscle:soleus"onclick="x)',
    '[x](page:"><script>)',
    "<https://example.org>",
    "[x]: http://example.org\n\n[x]",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "## <script>alert(1)</script>",
    "| <script> | b |\n| - | - |\n| <img src=x> | [x](javascript:y) |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '[@"><script>]',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_escapes_from_a_text(text: str) -> None:
    made = html(f"Before.\n\n{text}\n\nAfter.")
    assert_safe(made)
    assert "Before." in read(made).words
    assert "After." in read(made).words


def test_nothing_escapes_from_title_summary_and_sources() -> None:
    made = html("Words [@x].", title="<script>a</script>", summary="<img src=http://x>")
    assert_safe(made)
    assert "<script>a</script>" in read(made).words
    assert "<img src=http://x>" in read(made).words


_SIGNS = (
    "[ ] ( ) ![ ]( plate:soleus? muscle:soleus page:one [@a] * ** ` < > <b> <a href= javascript: http://x \" ' & | #"
)


@given(st.lists(st.sampled_from([*_SIGNS.split(), " ", "\n", "\n\n", "- ", "a"]), max_size=50).map("".join))
def test_nothing_escapes_whatever_is_written(text: str) -> None:
    assert_safe(html(text))
