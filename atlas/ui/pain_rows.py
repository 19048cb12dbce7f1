"""The answers to a drawing of pain as rows of a list and as words of a card."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape

from atlas.anatomy import RedFlag, Side, Urgency
from atlas.edition import Edition
from atlas.finder.complaint import Named
from atlas.finder.cover import Cover, unexplained
from atlas.finder.index import Floats, PainIndex
from atlas.finder.ranking import Answer, rank
from atlas.finder.reasons import reason, sentence, spoken
from atlas.ui.answer_rows import AnswerRow
from atlas.ui.notes_html import short_source

MOST_ROWS = 40
MOST_RIVALS = 6
# A rival that shares less than this of the pain is none.
_LEAST_RIVAL = 0.15
_SHORT = {Side.RIGHT: "R", Side.LEFT: "L"}
_URGENCY = {Urgency.EMERGENCY: "Ask first", Urgency.SAME_DAY: "Ask as well", Urgency.SOON: "Bear in mind"}


def answer_rows(edition: Edition, weights: Floats, answers: Sequence[Answer]) -> list[AnswerRow]:
    """One row for a muscle and side: its best point, and those that explain as much."""
    index, library = edition.pain_index(), edition.library
    groups: dict[tuple[str, Side], list[Answer]] = {}
    for answer in answers:
        groups.setdefault((answer.candidate.muscle, answer.candidate.side), []).append(answer)
    rows: list[AnswerRow] = []
    for number, ((muscle, side), found) in enumerate(list(groups.items())[:MOST_ROWS]):
        best = found[0]
        alike = [a.candidate.point for a in found if a.score > best.score - 0.005]
        site = library.muscles[muscle].point(best.candidate.point)
        where = f" {', '.join(alike)}: {site.name[:1].lower()}{site.name[1:]}." if site is not None else ""
        why = sentence(reason(index, edition.regions, weights, best.number), library.regions)
        rows.append(
            AnswerRow(
                "point",
                f"{number + 1}  {library.muscles[muscle].name}",
                f"{_SHORT[side]}  {best.score:.2f}",
                why + where,
                best.explained,
                best.unpainted,
                muscle,
                best.candidate.point,
                side,
            )
        )
    return rows


def cover_rows(edition: Edition, covers: Sequence[Cover]) -> list[AnswerRow]:
    """The smallest sets of muscles, where one alone is not enough."""
    if not covers or len(covers[0].muscles) < 2:
        return []
    rows = [AnswerRow("heading", "Together they explain it")]
    for cover in covers:
        names = [f"{edition.library.muscles[m.muscle].name} {_SHORT[m.side]}" for m in cover.muscles]
        pairs = tuple((m.muscle, m.side) for m in cover.muscles)
        rows.append(AnswerRow("cover", " + ".join(names), f"{cover.explained:.0%}", "", cover.explained, muscles=pairs))
    return rows


def rival_rows(edition: Edition, weights: Floats) -> list[AnswerRow]:
    """The nerve roots, nerves and joints that share the painted skin."""
    index = edition.rival_index_ready
    if index is None:
        return []
    rows: list[AnswerRow] = []
    for answer in sorted(rank(index, weights), key=lambda a: (-round(a.score, 6), a.number)):
        if answer.explained < _LEAST_RIVAL or len(rows) == MOST_RIVALS:
            continue
        rival = edition.pain_words.rivals[answer.candidate.muscle]
        rows.append(
            AnswerRow(
                "rival",
                rival.name,
                f"{_SHORT[answer.candidate.side]}  {answer.explained:.0%} of the pain",
                rival.tell_apart.split(". ")[0].rstrip(".") + ".",
                answer.explained,
                answer.unpainted,
                side=answer.candidate.side,
                rival=rival.id,
            )
        )
    return [AnswerRow("heading", "Nerves and joints of the same skin"), *rows] if rows else []


def state_words(index: PainIndex, weights: Floats, answers: Sequence[Answer]) -> str:
    """How much skin is marked, and how much of it nothing explains."""
    areas = index.areas
    painted = float(areas[weights > 0].sum())
    text = f"{painted:.0f} cm\N{SUPERSCRIPT TWO} marked, {painted / float(areas.sum()):.1%} of the skin."
    if not answers:
        return f"{text} No pattern of the atlas reaches it."
    left = unexplained(index, weights)
    share = float((left * areas).sum() / max(float((weights * areas).sum()), 1e-9))
    return text + (f" {share:.0%} of it no muscle explains (dark)." if share >= 0.01 else "")


def chip_words(edition: Edition, named: Named) -> list[tuple[str, str, str, str]]:
    """What was named, for the chips: kind, id, words, and what must be read after them, which is the side."""
    chips = []
    for name, side in named.places:
        region = edition.library.regions[name]
        where = {"right": " (R)", "left": " (L)", "both": " (R + L)"}[side.value] if not region.midline else ""
        chips.append(("region", name, spoken(region).removeprefix("the "), where))
    told = edition.pain_words.symptoms
    return [*chips, *[("symptom", name, told[name].patient, "") for name in named.symptoms]]


def card_words(flags: Sequence[RedFlag], *, read: bool) -> str:
    """The card in the column: what must be asked before any muscle is thought of, or what was asked."""
    if not flags:
        return ""
    if read:
        return f"<b>Asked:</b> {escape('; '.join(shortened(flag.title, 60) for flag in flags[:3]))}."
    more = f" And {len(flags) - 1} more." if len(flags) > 1 else ""
    return f"<b>{_URGENCY[flags[0].urgency]}:</b> {escape(flags[0].title)}.{more}"


def flags_html(edition: Edition, flags: Sequence[RedFlag]) -> str:
    """All red flags in full, the most urgent first, for the place of the notes."""
    parts = ["<h1>Before any muscle</h1><p class='soft'>The atlas does not diagnose. These questions come first.</p>"]
    for flag in flags:
        asked = "".join(f"<li>{escape(question)}</li>" for question in flag.ask)
        known = edition.library.sources
        works = [short_source(known[c.work]) for c in flag.sources if c.work in known]
        parts.append(
            f"<h2>{escape(flag.title)}</h2><p class='warn'>{_URGENCY[flag.urgency].upper()}: "
            f"{escape(flag.urgency.value)}</p><p>{escape(flag.patient)}</p><ul>{asked}</ul>"
            f"<p class='label'>If so</p><p>{escape(flag.do)}</p><p class='small'>{escape('; '.join(works))}</p>"
        )
    return "".join(parts)


def shortened(text: str, most: int = 30) -> str:
    """A text that is cut at a word where it is too long for its place."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"


def unread(flags: Sequence[RedFlag], acknowledged: Collection[str]) -> list[RedFlag]:
    """The flags that were not acknowledged yet."""
    return [flag for flag in flags if flag.id not in acknowledged]


def rival_words(edition: Edition, rival: str) -> tuple[str, str]:
    """A rival's name, and all that is said of it."""
    found = edition.pain_words.rivals[rival]
    cited: Mapping[str, object] = edition.library.sources
    works = [citation.work for citation in found.sources if citation.work in cited]
    sources = "; ".join(edition.library.sources[work].title for work in works)
    return found.name, f"{found.tell_apart} {found.certainty}" + (f" Sources: {sources}." if sources else "")
