"""A muscle's file as a page: everything that it says, in the order in which a clinician reads it. No Qt.

The page has links of its own kinds only, which the notes pane acts on: `muscle:ID`, `point:ID` (`point:` alone is the
whole muscle), `page:SLUG` and `source:KEY`. Whatever comes from a file is escaped; nothing in it becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from string import Template
from urllib.parse import quote

from atlas.anatomy import (
    Caution,
    CautionKind,
    Certainty,
    Citation,
    Differential,
    Effect,
    Muscle,
    Source,
    TriggerPoint,
)
from atlas.ui.tokens import Tokens

# The parts of the page that can be jumped to: the anchor's name, and what the jump bar calls it.
SECTIONS = (
    ("top", "Pattern"),
    ("symptoms", "Symptoms"),
    ("causes", "Causes"),
    ("differential", "Tell apart"),
    ("red-flags", "Red flags"),
    ("needling", "Needling"),
    ("care", "Care"),
    ("patient", "Patient"),
    ("anatomy", "Anatomy"),
    ("sources", "Sources"),
)

# What to read on at a part of the page: the learning page's slug, and what the link calls it.
READ_ON = {
    "top": ("how-patterns-were-found", "How far patterns can be trusted"),
    "red-flags": ("when-to-see-a-doctor", "When to see a doctor"),
    "needling": ("dry-needling", "What dry needling is"),
    "cautions": ("side-effects-and-caution", "Side effects, and who should be cautious"),
    "care": ("self-care", "How to care for oneself"),
    "patient": ("why-pain-is-felt-elsewhere", "Why pain is felt elsewhere"),
}

CONTESTED = (Citation("quintner-2015"), Citation("rathbone-2017"), Citation("dommerholt-2015"))

_CERTAINTIES = {
    Certainty.WELL_DOCUMENTED: "Well documented: the manuals and later work agree on this pattern.",
    Certainty.DESCRIBED: "Described: in the manuals, with little later work behind it.",
    Certainty.UNCERTAIN: "Uncertain: few reports, or reports that differ.",
}

_CAUTIONS = {
    CautionKind.PNEUMOTHORAX: "Lung",
    CautionKind.VESSEL: "Vessel",
    CautionKind.NERVE: "Nerve",
    CautionKind.ORGAN: "Organ",
    CautionKind.EYE: "Eye",
    CautionKind.INFECTION: "Infection",
    CautionKind.JOINT: "Joint",
    CautionKind.OTHER: "Caution",
}

_STYLE = Template("""
body { color: $text; font-size: ${size_body}px; }
a { color: $accent; text-decoration: none; }
h1 { font-size: ${size_display}px; font-weight: 600; margin: 0 0 2px 0; }
h2 { font-size: ${size_title}px; font-weight: 600; margin: 28px 0 9px 0; }
h3 { font-size: ${size_body}px; font-weight: 600; margin: 16px 0 4px 0; }
p { margin: 0 0 8px 0; line-height: 145%; }
ul { margin: 0 0 8px 0; -qt-list-indent: 0; }
ol { margin: 0 0 8px 0; -qt-list-indent: 1; }
li { margin: 0 0 5px 16px; line-height: 140%; }
ol li { margin-left: 0; }
td { line-height: 135%; }
.soft { color: $text_soft; }
.small { color: $text_soft; font-size: ${size_small}px; }
.label { color: $text_soft; font-size: ${size_small}px; font-weight: 600; margin: 12px 0 1px 0; }
.warn { color: $warning; font-weight: 600; font-size: ${size_small}px; }
""")


@dataclass(frozen=True, slots=True)
class _Page:
    """What the parts of one page need: the other muscles, the sources, the colours."""

    muscles: Mapping[str, Muscle]
    sources: Mapping[str, Source]
    tokens: Tokens


def notes_html(
    muscle: Muscle,
    point_id: str,
    muscles: Mapping[str, Muscle],
    sources: Mapping[str, Source],
    tokens: Tokens,
) -> str:
    """The page of a muscle.

    Args:
        muscle: The muscle.
        point_id: The trigger point that is shown alone; an empty or unknown id means the whole muscle.
        muscles: Every muscle by id: links to others are live only if they are here.
        sources: Every source by key.
        tokens: The colours and type sizes.

    Returns:
        A whole HTML page in the subset that QTextBrowser reads.
    """
    page = _Page(muscles, sources, tokens)
    point = muscle.point(point_id)
    chosen = (point,) if point is not None else muscle.trigger_points
    parts = [
        _title(muscle),
        *_points(page, muscle, chosen, alone=point is not None),
        *_shared(page, muscle),
        _read_on("top"),
        *_sentences("symptoms", "Symptoms", muscle.symptoms),
        *_causes(page, muscle),
        *_differential(page, muscle.differential),
        *_red_flags(page, muscle.red_flags),
        *_needling(page, muscle),
        *_care(muscle),
        *_heading("patient", "Explain it to the patient"),
        _paragraph(muscle.explain),
        _read_on("patient"),
        *_anatomy(muscle),
        *_sources(page, muscle),
    ]
    return page_html("".join(parts), tokens)


def page_html(body: str, tokens: Tokens) -> str:
    """A body of HTML with the notes' style round it."""
    sizes_and_colours = {
        name: getattr(tokens, name)
        for name in ("text", "text_soft", "accent", "warning", "size_small", "size_body", "size_title", "size_display")
    }
    return f"<html><head><style>{_STYLE.substitute(sizes_and_colours)}</style></head><body>{body}</body></html>"


def message_html(title: str, text: str, tokens: Tokens) -> str:
    """A page that says one thing: nothing is chosen, something is being read, something failed."""
    return page_html(f"<h2>{escape(title)}</h2><p class='soft'>{escape(text)}</p>", tokens)


def source_text(source: Source) -> str:
    """A full reference as plain text."""
    year = f" ({source.year})" if source.year is not None else ""
    parts = [f"{source.authors}{year}", source.title, source.publisher, source.about]
    text = ". ".join(part.rstrip(". ") for part in parts if part) + "."
    if source.isbn:
        text += f" ISBN {source.isbn}."
    return f"{text} doi {source.doi}" if source.doi else text


def short_source(source: Source) -> str:
    """A source as it is named in the text: the first author's family name and the year."""
    names = re.split(r",| et al", source.authors)
    # "Quintner JL": the letters of the first names are left out; "World Health Organization" has none.
    family = re.sub(r" [A-Z-]{1,4}$", "", names[0].split(" (")[0].strip())
    others = " et al." if len(names) > 1 else ""
    return f"{family}{others} {source.year}" if source.year is not None else f"{family}{others}"


def _title(muscle: Muscle) -> str:
    also = f"<p class='small'>Also: {escape(', '.join(muscle.aliases))}</p>" if muscle.aliases else ""
    latin = f"<p class='soft'><i>{escape(muscle.latin)}</i> · {escape(muscle.depth.value)}</p>"
    return f"<a name='top'></a><h1>{escape(muscle.name)}</h1>{latin}{also}"


def _points(page: _Page, muscle: Muscle, chosen: tuple[TriggerPoint, ...], *, alone: bool) -> Iterable[str]:
    yield "<a name='points'></a>"
    for point in chosen:
        link = _link("point", "" if alone else point.id, f"{point.id} · {point.name}")
        yield f"<h2>{link if not alone else escape(f'{point.id} · {point.name}')}</h2>"
        yield from _point(page, point)
    if alone and len(muscle.trigger_points) > 1:
        others = [_link("point", p.id, p.id) for p in muscle.trigger_points if p is not chosen[0]]
        yield f"<p class='small'>{_link('point', '', 'Whole muscle')} · {' · '.join(others)}</p>"


def _point(page: _Page, point: TriggerPoint) -> Iterable[str]:
    # The patient's words come first: they are what is said aloud, and the shortest picture of the pattern.
    yield _paragraph(point.refers.patient)
    if point.effect is Effect.AUTONOMIC:
        yield "<p class='soft'>This point refers no pain; its effect is autonomic, so the body shows no zone.</p>"
    if point.only is not None:
        yield f"<p class='soft'>This point exists on the {escape(point.only.value)} side only.</p>"
    yield _labelled("Pattern", point.refers.clinician)
    yield _labelled("Where to find it", point.where)
    yield _labelled("Palpation", point.palpation)
    yield _labelled("Twitch response", point.twitch)
    if point.frequency is not None:
        cited = _cited(page, point.frequency.sources)
        yield _labelled("How often", point.frequency.text, cited)
    yield _labelled("Certainty", " ".join(filter(None, (_CERTAINTIES[point.certainty], point.certainty_note))))
    yield f"<p class='small'>{_cited(page, point.sources)}</p>"


def _shared(page: _Page, muscle: Muscle) -> Iterable[str]:
    if muscle.shares_pattern_with:
        yield "<h3>Shares its pattern with</h3>"
        yield f"<ul>{''.join(_other(page, shared.muscle, shared.note) for shared in muscle.shares_pattern_with)}</ul>"


def _causes(page: _Page, muscle: Muscle) -> Iterable[str]:
    yield from _heading("causes", "What brings it on")
    yield _list(muscle.activated_by)
    if muscle.perpetuated_by:
        yield "<h3>What keeps it going</h3>" + _list(muscle.perpetuated_by)
    for title, links in (
        ("Muscles that keep it going", muscle.satellites.kept_going_by),
        ("Muscles that it keeps going", muscle.satellites.keeps_going),
    ):
        if links:
            yield f"<h3>{title}</h3><ul>{''.join(_other(page, link.muscle, link.note) for link in links)}</ul>"


def _other(page: _Page, muscle_id: str, text: str | None) -> str:
    """Another muscle as an entry of a list, with a word on it."""
    other = page.muscles.get(muscle_id)
    name = _link("muscle", other.id, other.name) if other is not None else escape(_spoken(muscle_id))
    note = f"<br><span class='soft'>{escape(text)}</span>" if text else ""
    return f"<li>{name}{note}</li>"


def _differential(page: _Page, causes: tuple[Differential, ...]) -> Iterable[str]:
    if not causes:
        return
    yield from _heading("differential", "What else it may be")
    rule = f"style='border-top: 1px solid {page.tokens.hairline}'"
    rows = [
        f"<tr><td width='38%' {rule}><b>{escape(cause.name)}</b><br>"
        f"<span class='small'>{escape(cause.kind.value)}</span></td>"
        f"<td {rule}>{escape(cause.tell_apart)}</td></tr>"
        for cause in causes
    ]
    collapse = "style='border-collapse: collapse; margin-top: 4px' cellspacing='0' cellpadding='6'"
    yield f"<table width='100%' {collapse}>{''.join(rows)}</table>"


def _red_flags(page: _Page, flags: tuple[str, ...]) -> Iterable[str]:
    if not flags:
        return
    yield from _heading("red-flags", "Red flags")
    yield _panel(page, _list(flags))
    yield _read_on("red-flags")


def _needling(page: _Page, muscle: Muscle) -> Iterable[str]:
    yield from _heading("needling", "Needling")
    yield _paragraph(muscle.needling.approach)
    cautions = muscle.needling.cautions
    if cautions:
        yield _panel(page, "".join(_caution(page, caution) for caution in cautions))
    yield _read_on("needling", "cautions")


def _caution(page: _Page, caution: Caution) -> str:
    label = f"<span class='warn'>{_CAUTIONS[caution.kind].upper()}</span>"
    cited = f" <span class='small'>{_cited(page, caution.sources)}</span>" if caution.sources else ""
    return (
        f"<p>{label}&nbsp; <b>{escape(caution.structure)}</b><br>"
        f"<span class='soft'>{escape(caution.depth)}</span><br>{escape(caution.text)}{cited}</p>"
    )


def _care(muscle: Muscle) -> Iterable[str]:
    yield from _heading("care", "In clinic")
    yield _list(muscle.in_clinic)
    yield f"<h2>Stretch</h2><h3>{escape(muscle.stretch.name)}</h3>"
    yield _list(muscle.stretch.steps, "ol")
    yield _paragraph(muscle.stretch.hold)
    yield from _sentences("self-care", "Self-care", muscle.self_care)
    yield _read_on("care")


def _anatomy(muscle: Muscle) -> Iterable[str]:
    yield from _heading("anatomy", "Anatomy")
    anatomy = muscle.anatomy
    supply = f"{anatomy.innervation.nerve} ({', '.join(anatomy.innervation.roots)})"
    for label, text in (
        ("Origin", anatomy.origin),
        ("Insertion", anatomy.insertion),
        ("Action", anatomy.action),
        ("Innervation", supply),
        ("Relations", anatomy.relations),
    ):
        yield _labelled(label, text)
    ids = [text for text in (muscle.ids.fma, muscle.ids.uberon) if text]
    if ids:
        yield f"<p class='small'>{escape(' · '.join(ids))}</p>"


def _sources(page: _Page, muscle: Muscle) -> Iterable[str]:
    yield from _heading("sources", "Sources")
    yield (
        "<p>Patterns vary from patient to patient. The theory of trigger points is contested, and examiners often "
        f"disagree on where they are. <span class='small'>{_cited(page, CONTESTED)}</span></p>"
    )
    chapters: dict[str, list[str]] = {}
    for citation in _citations(muscle):
        found = chapters.setdefault(citation.work, [])
        if citation.chapter and citation.chapter not in found:
            found.append(citation.chapter)
    for key, named in chapters.items():
        source = page.sources.get(key)
        text = source_text(source) if source is not None else key
        chapters_word = "Chapter" if len(named) == 1 else "Chapters"
        where = f" <span class='soft'>{chapters_word}: {escape('; '.join(named))}.</span>" if named else ""
        yield f"<p><a name='source-{quote(key, safe='')}'></a>{escape(text)}{where}</p>"


def _citations(muscle: Muscle) -> Iterable[Citation]:
    yield from muscle.sources
    for point in muscle.trigger_points:
        yield from point.sources
        if point.frequency is not None:
            yield from point.frequency.sources
    for caution in muscle.needling.cautions:
        yield from caution.sources
    yield from CONTESTED


def _cited(page: _Page, citations: Iterable[Citation]) -> str:
    named: dict[str, str] = {}
    for citation in citations:
        source = page.sources.get(citation.work)
        if source is None:
            named[citation.work] = escape(citation.work)
        else:
            named[citation.work] = _link("source", citation.work, short_source(source))
    return "; ".join(named.values())


def _sentences(anchor: str, title: str, sentences: tuple[str, ...]) -> Iterable[str]:
    if sentences:
        yield from _heading(anchor, title)
        yield _list(sentences)


def _read_on(*parts: str) -> str:
    return f"<p class='small'>Read on: {' · '.join(_link('page', *READ_ON[part]) for part in parts)}</p>"


def _heading(anchor: str, title: str) -> Iterable[str]:
    yield f"<h2><a name='{anchor}'></a>{escape(title)}</h2>"


def _list(sentences: Iterable[str], kind: str = "ul") -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<{kind}>{items}</{kind}>" if items else ""


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _labelled(label: str, text: str, after: str = "") -> str:
    tail = f" <span class='small'>{after}</span>" if after else ""
    return f"<p class='label'>{escape(label)}</p><p>{escape(text)}{tail}</p>"


def _panel(page: _Page, inner: str) -> str:
    """A calm block that is seen at once: a tinted ground behind an amber edge."""
    edge, ground = page.tokens.warning, page.tokens.warning_soft
    return (
        "<table width='100%' style='margin-top: 6px' cellspacing='0' cellpadding='0'><tr>"
        f"<td width='3' bgcolor='{edge}'></td>"
        f"<td bgcolor='{ground}'><table width='100%' cellpadding='10' cellspacing='0'><tr><td>{inner}</td></tr></table>"
        "</td></tr></table>"
    )


def _link(kind: str, target: str, text: str) -> str:
    return f'<a href="{kind}:{quote(target, safe="")}">{escape(text)}</a>'


def _spoken(muscle_id: str) -> str:
    return muscle_id.replace("-", " ").capitalize()
