"""From a page's Markdown to safe blocks (atlas.data.page_text), with a fault for whatever has no place on a page.

markdown-it-py reads the text; none of its HTML is used. Its rules for HTML, link definitions, underlined headings and
indented code are off, so what looks like them stays plain text. Its own judgement of addresses is off too: every link
is looked at here, and only the atlas' own kinds become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from atlas.anatomy import SideChoice
from atlas.data.faults import did_you_mean, quoted
from atlas.data.page_text import (
    Block,
    Cited,
    Heading,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Span,
    Table,
    Words,
    plain,
)

_LEVELS = (2, 4)
_PICTURE_KEYS = ("point", "side", "view")
_CITATION = re.compile(r"\[@[^\[\]]*\]")
_KEYS = re.compile(r"\[@[a-z0-9]+(?:-[a-z0-9]+)*(?:, *@[a-z0-9]+(?:-[a-z0-9]+)*)*\]")
# A tag, comment or declaration; not `<` before a number or a space, and no address in angle brackets.
_HTML = re.compile(r"(?<!\\)<(?:/?[A-Za-z](?![A-Za-z0-9+.-]*:)[^\s>]{0,20}>?|!--|!\[|!D|\?)", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

# What a page names, and must be looked up elsewhere.
MentionKind: TypeAlias = Literal["source", "muscle", "point", "page"]


class Mention(NamedTuple):
    """A name on a page and where it stands, lines and columns from 1; `of` is a point's muscle."""

    kind: MentionKind
    name: str
    line: int
    column: int
    of: str = ""


class Remark(NamedTuple):
    """Something wrong, and where it stands, lines and columns from 1."""

    line: int
    column: int
    message: str


class Said(NamedTuple):
    """A plain text that the reader reads, and the lines of the file from which it comes, from 1, the last included."""

    text: str
    first: int
    last: int


@dataclass(slots=True)
class Reading:
    """What a text holds, and what is wrong with it."""

    blocks: tuple[Block, ...] = ()
    remarks: list[Remark] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


def read_markdown(text: str, first_line: int = 1) -> Reading:
    """Read a page's text, which begins in a line of its file. Never raises for what is in it."""
    return _Reader(text, first_line).read()


def find(lines: list[str], needle: str, first: int, last: int, column: int = 0) -> tuple[int, int] | None:
    """Line (from 0, `first` to before `last`) and column (from 0) of a text, from a column of the first line on."""
    for number in range(first, min(last, len(lines))):
        at = lines[number].find(needle, column if number == first else 0)
        if at >= 0:
            return number, at
    return None


class _Parser(MarkdownIt):
    """Every address comes through as it was written, and is judged where links are read."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        """Yes."""
        del url
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 -- the library's name
        """The address itself."""
        return url


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False}).enable("table")
    parser.disable(["html_block", "html_inline", "reference", "lheading", "code"])
    parser.inline.ruler.before("link", "citation", _citation)
    return parser


def _citation(state: StateInline, silent: bool) -> bool:
    found = _CITATION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("citation", "", 0).content = found.group()
    state.pos = found.end()
    return True


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words at hand look."""

    strong: int = 0
    emphasis: int = 0
    link: Link | None = None


class _Reader:
    """Walks the parser's tokens once, in order."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text, self._offset = text, first_line
        self._lines = text.split("\n")
        self._reading = Reading()
        # Where the block at hand ends, and how far its text has been searched: lines and columns from 0.
        self._end, self._at = 0, (0, 0)

    def read(self) -> Reading:
        tokens = iter(_parser().parse(self._text))
        self._reading.blocks = self._blocks(tokens, "", deep=False)
        return self._reading

    # ---- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, tokens: Iterator[Token], until: str, *, deep: bool) -> tuple[Block, ...]:
        """The blocks up to a closing token. The parser nests no deeper than twenty."""
        found: list[Block] = []
        for token in tokens:
            if token.type == until:
                break
            block = self._block(token, tokens, deep=deep)
            if block is not None:
                found.append(block)
        return tuple(found)

    def _block(self, token: Token, tokens: Iterator[Token], *, deep: bool) -> Block | None:
        self._begin(token)
        match token.type:
            case "heading_open":
                return self._heading(token, next(tokens))
            case "paragraph_open":
                return self._paragraph(next(tokens), deep=deep)
            case "bullet_list_open" | "ordered_list_open":
                return self._listing(token, tokens)
            case "blockquote_open":
                return Quote(self._blocks(tokens, "blockquote_close", deep=True))
            case "table_open":
                return self._table(tokens)
            case "hr":
                self._complain("a rule has no place on a page: headings begin with '##'")
            case "fence":
                self._complain("a block of code has no place on a page")
                return Paragraph(self._plain(token.content))
        return None

    def _begin(self, token: Token) -> None:
        if token.map:
            first, self._end = token.map
            self._at = (first, 0)

    def _heading(self, opened: Token, inline: Token) -> Heading:
        level = int(opened.tag[1:])
        if level == 1:
            self._complain("headings begin with '##': the title stands in the front matter")
        return Heading(min(max(level, _LEVELS[0]), _LEVELS[1]), self._words(inline))

    def _paragraph(self, inline: Token, *, deep: bool) -> Block | None:
        children = inline.children or []
        if len(children) == 1 and children[0].type == "image":
            self._begin(inline)
            if not deep:
                return self._picture(children[0])
            self._complain("a picture has no place in a list or quotation: put it between paragraphs", "![")
            return None
        words = self._words(inline)
        return Paragraph(words) if words else None

    def _listing(self, opened: Token, tokens: Iterator[Token]) -> Listing:
        kind = opened.type.removesuffix("_open")
        entries: list[tuple[Block, ...]] = []
        for token in tokens:
            if token.type == f"{kind}_close":
                break
            entries.append(self._blocks(tokens, "list_item_close", deep=True))
        return Listing(tuple(entries), kind == "ordered_list")

    def _table(self, tokens: Iterator[Token]) -> Table:
        rows: list[list[Words]] = []
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                # The cells of a row share its line.
                self._begin(token)
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._words(token, fresh=False))
        return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))

    # ---- words -------------------------------------------------------------------------------------------------------

    def _words(self, inline: Token, *, fresh: bool = True) -> Words:
        if fresh:
            self._begin(inline)
        first = self._at[0]
        # The words are walked twice, first for markup and then for links: each search runs forward.
        start = self._at
        for tag in _HTML.findall(inline.content):
            self._complain("HTML is not allowed: it is shown as it stands", tag)
        if "[^" in inline.content:
            self._complain("footnotes are not allowed: cite with [@key]", "[^")
        self._at = start
        found: list[Span | Cited] = []
        look = _Look()
        for token in inline.children or ():
            look = self._inline(token, look, found)
        words = _joined(found)
        text = plain(words)
        if text:
            self._reading.said.append(Said(text, first + self._offset, self._end - 1 + self._offset))
        return words

    def _inline(self, token: Token, look: _Look, found: list[Span | Cited]) -> _Look:
        match token.type:
            case "text" | "code_inline":
                found.append(_span(token.content, look))
            case "softbreak":
                found.append(_span(" ", look))
            case "hardbreak":
                found.append(_span("\n", look))
            case "strong_open" | "strong_close":
                return replace(look, strong=look.strong + token.nesting)
            case "em_open" | "em_close":
                return replace(look, emphasis=look.emphasis + token.nesting)
            case "link_open":
                return replace(look, link=self._link(str(token.attrGet("href") or "")))
            case "link_close":
                return replace(look, link=None)
            case "citation":
                found.extend(self._cited(token.content))
            case "image":
                self._complain("a picture should be a line of its own", "![")
                found.append(_span(token.content, look))
        return look

    def _plain(self, text: str) -> Words:
        return (Span(text.rstrip("\n")),)

    def _cited(self, text: str) -> Iterator[Cited]:
        if not _KEYS.fullmatch(text):
            self._complain(f"{quoted(text)} is no citation: write [@key] or [@key, @key2]", text)
            return
        keys = tuple(key.strip().removeprefix("@") for key in text[1:-1].split(","))
        for key in keys:
            self._mention("source", key, f"@{key}")
        yield Cited(tuple(dict.fromkeys(keys)))

    def _link(self, address: str) -> Link | None:
        kind, _, target = address.partition(":")
        if kind == "muscle" and target:
            self._mention("muscle", target, address)
            return Link("muscle", target)
        if kind == "page" and target:
            self._mention("page", target, address)
            return Link("page", target)
        self._complain(_refused(address), address)
        return None

    # ---- pictures ----------------------------------------------------------------------------------------------------

    def _picture(self, token: Token) -> Picture | None:
        address = str(token.attrGet("src") or "")
        kind, _, rest = address.partition(":")
        muscle, _, query = rest.partition("?")
        words = _alternative(token)
        if kind != "plate" or not muscle:
            self._complain("a picture should be one that the atlas makes: plate:MUSCLE", address)
            return None
        if not words:
            self._complain("a picture needs words that say what it shows: ![words](plate:MUSCLE)")
        first = self._at[0]
        self._reading.said.append(Said(words, first + self._offset, self._end - 1 + self._offset))
        line, column = self._position(address)
        self._reading.mentions.append(Mention("muscle", muscle, line, column + len("plate:")))
        wishes = self._wishes(query, line, column)
        point, side = wishes.get("point"), wishes.get("side", "right")
        if point is not None:
            at = column + max(address.find(f"point={point}"), 0) + len("point=")
            self._reading.mentions.append(Mention("point", point, line, at, muscle))
        if side not in list(SideChoice):
            self._remark(line, column, f"the side {quoted(side)} should be right, left or both")
            side = "right"
        return Picture(words, muscle, point, SideChoice(side), wishes.get("view", ""), line, column)

    def _wishes(self, query: str, line: int, column: int) -> dict[str, str]:
        """What a picture's address asks for, without what is unknown or said twice."""
        found: dict[str, str] = {}
        for key, value in parse_qsl(query, keep_blank_values=True, max_num_fields=None):
            if key not in _PICTURE_KEYS:
                known = did_you_mean(key, _PICTURE_KEYS) or f"; there are {', '.join(_PICTURE_KEYS)}"
                self._remark(line, column, f"unknown word {quoted(key)} in a picture's address{known}")
            elif key in found:
                self._remark(line, column, f"the picture's {key} is given twice")
            else:
                found[key] = value
        return found

    # ---- where -------------------------------------------------------------------------------------------------------

    def _position(self, needle: str = "") -> tuple[int, int]:
        """Line and column, from 1, of the next such text in the block at hand, or of the block's begin."""
        line, column = self._at
        found = find(self._lines, needle, line, self._end, column) if needle else None
        if found is None:
            text = self._lines[line] if line < len(self._lines) else ""
            return line + self._offset, len(text) - len(text.lstrip()) + 1
        self._at = found[0], found[1] + len(needle)
        return found[0] + self._offset, found[1] + 1

    def _complain(self, message: str, needle: str = "") -> None:
        self._remark(*self._position(needle), message)

    def _remark(self, line: int, column: int, message: str) -> None:
        self._reading.remarks.append(Remark(line, column, message))

    def _mention(self, kind: MentionKind, name: str, needle: str) -> None:
        line, column = self._position(needle)
        self._reading.mentions.append(Mention(kind, name, line, column + needle.find(name)))


def _span(text: str, look: _Look) -> Span:
    return Span(text, look.strong > 0, look.emphasis > 0, look.link)


def _joined(parts: list[Span | Cited]) -> Words:
    """The parts with neighbours that look alike made one, and without empty ones."""
    found: list[Span | Cited] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Span) and isinstance(last, Span) and replace(last, text=part.text) == part:
            found[-1] = replace(last, text=last.text + part.text)
        elif not isinstance(part, Span) or part.text:
            found.append(part)
    return tuple(found)


def _alternative(token: Token) -> str:
    """A picture's words, plain."""
    texts = [" " if child.type == "softbreak" else child.content for child in token.children or ()]
    return " ".join("".join(texts).split())


def _refused(address: str) -> str:
    scheme = _SCHEME.match(unquote(address))
    if scheme and scheme.group(1).lower() in ("http", "https", "ftp", "mailto"):
        return f"links out of the atlas are not allowed: {quoted(address)}; cite a source with [@key]"
    return f"{quoted(address)} is no link of the atlas: write muscle:ID or page:SLUG"
