"""A learning page in the HTML that QTextBrowser reads. No Qt.

The page has links of its own kinds only, which the window acts on: `muscle:ID`, `page:SLUG` and `source:KEY`; and
pictures that are named by `plate:` addresses alone. Whatever comes from a file is escaped: it comes as plain words
(atlas.data.page_text), and nothing in them becomes a tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote, urlencode

from atlas.anatomy import Muscle, SideChoice, Source
from atlas.data.page_text import (
    Audience,
    Block,
    Cited,
    Heading,
    Listing,
    Page,
    Pages,
    Paragraph,
    Picture,
    Quote,
    Span,
    Table,
    Words,
    plain,
)
from atlas.ui.notes_html import page_html, short_source, source_text
from atlas.ui.tokens import Tokens

# A patient reads larger letters.
_LARGER = 1.15
# The letters of a line of a table, less the air between its columns.
_LINE = 62
_SIDES = {
    SideChoice.RIGHT: "right side",
    SideChoice.LEFT: "left side",
    SideChoice.BOTH: "both sides",
}
_FOOT = "Patterns vary from person to person. The atlas teaches; it does not diagnose."


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a page may refer to: the other pages, muscles by id, sources by key."""

    pages: Pages
    muscles: Mapping[str, Muscle]
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the parts of one page need."""

    shelf: Shelf
    tokens: Tokens
    picture: tuple[int, int]
    audience: Audience


def learn_html(page: Page, shelf: Shelf, tokens: Tokens, picture: tuple[int, int]) -> str:
    """A page.

    Args:
        page: The page.
        shelf: What it may refer to; only what is there becomes a link.
        tokens: The colours and type sizes.
        picture: Width and height of every picture in logical pixels.

    Returns:
        A whole HTML page in the subset that QTextBrowser reads.
    """
    if page.audience is Audience.PATIENT:
        sizes = ("size_body", "size_title")
        tokens = replace(tokens, **{name: round(getattr(tokens, name) * _LARGER) for name in sizes})
    setting = _Setting(shelf, tokens, picture, page.audience)
    body = [
        f"<h1>{escape(page.title)}</h1>",
        f"<p class='soft'>{escape(page.summary)}</p>",
        *_blocks(setting, page.blocks),
        *_next(setting, page),
        *_sources(setting, page),
        f"<p class='small'>{_FOOT}</p>",
    ]
    return page_html("".join(body), tokens)


def picture_address(picture: Picture) -> str:
    """The address by which a page names a picture: made anew, whatever the file wrote."""
    wishes = {"point": picture.point or "", "side": picture.side.value, "view": picture.view}
    query = urlencode({key: value for key, value in wishes.items() if value})
    return f"plate:{quote(picture.muscle, safe='')}?{query}"


def spoken_picture(picture: Picture, muscles: Mapping[str, Muscle], audience: Audience) -> str:
    """What a picture is of: muscle, point and side in words."""
    muscle = muscles.get(picture.muscle)
    name = muscle.name if muscle is not None else picture.muscle
    point = spoken_point(picture.point or "", audience)
    parts = [name, point[:1].lower() + point[1:] if audience is Audience.PATIENT else point, _SIDES[picture.side]]
    return ", ".join(part for part in parts if part)


def spoken_point(point: str, audience: Audience) -> str:
    """A trigger point's id, as a patient calls it: `Spot 1`."""
    return point.replace("TrP", "Spot ") if audience is Audience.PATIENT else point


def _blocks(setting: _Setting, blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Heading():
                # The body's own sizes make two of the three levels.
                tag = "h2" if block.level == 2 else "h3"
                yield f"<{tag}>{_words(setting, block.words)}</{tag}>"
            case Paragraph():
                yield f"<p>{_words(setting, block.words)}</p>"
            case Listing():
                yield _listing(setting, block)
            case Quote():
                yield _quote(setting, block)
            case Table():
                yield _table(setting, block)
            case Picture():
                yield _picture(setting, block)


def _listing(setting: _Setting, listing: Listing) -> str:
    tag = "ol" if listing.numbered else "ul"
    entries = "".join(f"<li>{_entry(setting, entry)}</li>" for entry in listing.entries)
    return f"<{tag}>{entries}</{tag}>"


def _entry(setting: _Setting, blocks: tuple[Block, ...]) -> str:
    # A paragraph inside an entry would begin below the entry's own mark.
    first = f"{_words(setting, blocks[0].words)}" if blocks and isinstance(blocks[0], Paragraph) else ""
    return first + "".join(_blocks(setting, blocks[1:] if first else blocks))


def _quote(setting: _Setting, block: Quote) -> str:
    inner = "".join(_blocks(setting, block.blocks))
    return (
        "<table width='100%' style='margin: 6px 0 10px 0' cellspacing='0' cellpadding='0'><tr>"
        f"<td width='3' bgcolor='{setting.tokens.accent}'></td>"
        f"<td bgcolor='{setting.tokens.hover}'><table width='100%' cellpadding='10' cellspacing='0'><tr>"
        f"<td>{inner}</td></tr></table></td></tr></table>"
    )


def _table(setting: _Setting, table: Table) -> str:
    rule = f"style='border-top: 1px solid {setting.tokens.hairline}'"
    head = "".join(
        f"<td valign='bottom' width='{width}%'><b>{_words(setting, words)}</b></td>"
        for words, width in zip(table.head, _widths(setting, table), strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td {rule}>{_words(setting, words)}</td>" for words in row) + "</tr>" for row in table.rows
    )
    collapse = "style='border-collapse: collapse; margin: 6px 0 12px 0' cellspacing='0' cellpadding='6'"
    return f"<table width='100%' {collapse}><tr>{head}</tr>{rows}</table>"


def _widths(setting: _Setting, table: Table) -> list[int]:
    """The share of each column in percent: room for its longest word, and more for those that say more."""
    columns = [[_seen(setting, words) for words in cells] for cells in zip(table.head, *table.rows, strict=True)]
    needs = [
        100 * max((len(word) for text in texts for word in text.replace("-", " ").split()), default=1) / _LINE
        for texts in columns
    ]
    weights = [max(map(len, texts)) for texts in columns]
    left = 100 - sum(needs)
    if left <= 0:
        return [round(100 * need / sum(needs)) for need in needs]
    return [round(need + left * weight / sum(weights)) for need, weight in zip(needs, weights, strict=True)]


def _seen(setting: _Setting, words: Words) -> str:
    """Words as they are read, with their citations."""
    cited = [part for part in words if isinstance(part, Cited)]
    return f"{plain(words)} {' '.join(_cited(setting, part, live=False) for part in cited)}"


def _picture(setting: _Setting, picture: Picture) -> str:
    width, height = setting.picture
    image = f"<img src=\"{escape(picture_address(picture))}\" width='{width}' height='{height}'>"
    what = escape(spoken_picture(picture, setting.shelf.muscles, setting.audience))
    if picture.muscle in setting.shelf.muscles:
        image, what = _link("muscle", picture.muscle, image), _link("muscle", picture.muscle, what)
    caption = f"{escape(picture.words.rstrip('.'))}. {what}" if picture.words else what
    # The line that a picture stands in is as high as it: more would be a gap below.
    place = "style='margin: 14px 0 4px 0; line-height: 100%'"
    return f"<p {place}>{image}</p><p class='small' style='margin-bottom: 18px'>{caption}</p>"


def _words(setting: _Setting, words: Words) -> str:
    parts: list[str] = []
    for part in words:
        if isinstance(part, Span):
            parts.append(_span(setting, part))
        else:
            if parts:
                parts[-1] = parts[-1].rstrip()
            # It never begins a line, apart from what it belongs to.
            parts.append(f"&nbsp;<span class='small'>({_cited(setting, part)})</span>")
    return "".join(parts)


def _span(setting: _Setting, span: Span) -> str:
    text = escape(span.text).replace("\n", "<br>")
    if span.strong:
        text = f"<b>{text}</b>"
    if span.emphasis:
        text = f"<i>{text}</i>"
    link = span.link
    if link is None:
        return text
    if link.kind == "muscle":
        there = link.target in setting.shelf.muscles
    else:
        there = setting.shelf.pages.page(link.target, setting.audience) is not None
    return _link(link.kind, link.target, text) if there else text


def _cited(setting: _Setting, cited: Cited, *, live: bool = True) -> str:
    """Short sources; without links where only their words are wanted."""
    sources = setting.shelf.sources
    names = {key: short_source(sources[key]) if key in sources else key for key in cited.keys}
    if not live:
        return "; ".join(names.values())
    return "; ".join(
        _link("source", key, escape(name)) if key in sources else escape(name) for key, name in names.items()
    )


def _next(setting: _Setting, page: Page) -> Iterable[str]:
    pages = setting.shelf.pages.versions(page.audience)
    after = [other for other in pages if (other.order, other.slug) > (page.order, page.slug)]
    if after:
        rule = f"style='border-top: 1px solid {setting.tokens.hairline}'"
        words = f"Next: {_link('page', after[0].slug, escape(after[0].title))}"
        yield f"<table width='100%' cellspacing='0' cellpadding='10'><tr><td {rule}>{words}</td></tr></table>"


def _sources(setting: _Setting, page: Page) -> Iterable[str]:
    if not page.sources:
        return
    yield "<h3>Sources</h3>"
    for key in page.sources:
        source = setting.shelf.sources.get(key)
        text = source_text(source) if source is not None else key
        yield f"<p class='small'><a name='{source_anchor(key)}'></a>{escape(text)}</p>"


def source_anchor(key: str) -> str:
    """The name of a source's place in the list at the page's end."""
    return f"source-{quote(key, safe='')}"


def _link(kind: str, target: str, inner: str) -> str:
    """A link of the page's own; `inner` is HTML already."""
    return f'<a href="{kind}:{quote(target, safe="")}">{inner}</a>'
