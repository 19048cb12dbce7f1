"""What a hand-out says about one muscle, in the patient's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.anatomy import Citation, Effect, Muscle, Side, SideChoice, Source, TriggerPoint
from atlas.handout.paper import Section
from atlas.handout.typeset import Block, Role
from atlas.render.views import View

SEE_A_DOCTOR = (
    "See a doctor if the pain follows a fall, keeps getting worse, or comes with fever, numbness, weakness, "
    "chest pain or breathlessness."
)
DISCLAIMER = "Patterns vary from person to person. For teaching, not for diagnosis."
BRAND = "Trigger Point Atlas, CC BY 4.0"

_DOT = "\N{MIDDLE DOT}"


@dataclass(frozen=True, slots=True)
class Words:
    """A muscle's part of a page: its title, what is always told, and each section that was chosen, in order.

    `spots` has the trigger points of each paragraph of `felt` after its heading.
    """

    title: tuple[Block, ...]
    felt: tuple[Block, ...]
    spots: tuple[tuple[str, ...], ...]
    sections: tuple[tuple[Section, tuple[Block, ...]], ...]
    sources: tuple[str, ...]


def side_in_words(side: SideChoice) -> str:
    """`left side`, `both sides`."""
    return f"{side.value} sides" if side is SideChoice.BOTH else f"{side.value} side"


def seen_from(view: View) -> str:
    """From where a view looks, in a patient's words."""
    if view.pitch < -45:
        return "Seen from below"
    yaw = (view.yaw + 180) % 360 - 180
    turn = abs(yaw)
    side = "left" if yaw > 0 else "right"
    if turn < 15:
        return "Seen from the front"
    if turn > 165:
        return "Seen from behind"
    if 75 <= turn <= 105:
        return f"Seen from the {side}"
    return f"Seen from the front and the {side}" if turn < 75 else f"Seen from behind and the {side}"


def side_of(point: TriggerPoint | None, side: SideChoice) -> SideChoice:
    """The side to show: a trigger point of one side only is shown there, whatever was chosen."""
    return SideChoice(point.only.value) if point is not None and point.only is not None else side


def words_of(
    muscle: Muscle,
    point: TriggerPoint | None,
    side: SideChoice,
    sections: Sequence[Section],
    sources: Mapping[str, Source],
) -> Words:
    """The words on a muscle, or on one trigger point of it."""
    there = side_of(point, side)
    points = (point,) if point is not None else _on(muscle, there)
    title = [Block(Role.TITLE, f"{muscle.name}, {side_in_words(there)}")]
    if point is not None:
        only = f": this spot is on the {there.value} side only" if point.only is not None else ""
        if only or len(muscle.trigger_points) > 1:
            title.append(Block(Role.SUBTITLE, f"{spots_in_words([point.id])}{only}"))
    cited = [*(citation for each in points for citation in each.sources), *muscle.sources]
    told = _told(points)
    alone = len(told) == 1
    felt = [Block(Role.TEXT, text if alone else f"{spots_in_words(ids)}: {text}") for text, ids in told.items()]
    return Words(
        tuple(title),
        (Block(Role.HEADING, "Where you may feel it"), *felt),
        tuple(tuple(ids) for ids in told.values()),
        tuple((section, _section(muscle, section)) for section in dict.fromkeys(sections)),
        _short(cited, sources),
    )


def _on(muscle: Muscle, side: SideChoice) -> tuple[TriggerPoint, ...]:
    sides: tuple[Side, ...] = side.sides
    return tuple(point for point in muscle.trigger_points if point.only is None or point.only in sides)


def _told(points: Sequence[TriggerPoint]) -> dict[str, list[str]]:
    """The patient's words of each pattern, with the trigger points that they tell of together."""
    told: dict[str, list[str]] = {}
    for group in same_pattern(points):
        told.setdefault(group[0].refers.patient, []).extend(point.id for point in group)
    return told


def spots_in_words(points: Sequence[str]) -> str:
    """Trigger points as a patient calls them: `Spot 1`, `Spots 1 and 2`, `Spots 1 to 3`, `Spots 1, 2 and 4`."""
    numbers = [point.removeprefix("TrP") for point in points]
    if len(numbers) == 1:
        return f"Spot {numbers[0]}"
    if len(numbers) > 2 and follow_one_another(points):
        return f"Spots {numbers[0]} to {numbers[-1]}"
    return f"Spots {', '.join(numbers[:-1])} and {numbers[-1]}"


def follow_one_another(points: Sequence[str]) -> bool:
    """Whether trigger points are numbered without a gap."""
    numbers = [int(point.removeprefix("TrP")) for point in points if point.removeprefix("TrP").isdecimal()]
    return len(numbers) == len(points) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def same_pattern(points: Sequence[TriggerPoint]) -> list[list[TriggerPoint]]:
    """Trigger points in groups with the same zones; the order stays. Autonomic points have none to compare."""
    groups: dict[object, list[TriggerPoint]] = {}
    for point in points:
        zones = (point.refers.essential, point.refers.spillover, point.only)
        key = point.id if point.effect is Effect.AUTONOMIC or not any(zones[:2]) else zones
        groups.setdefault(key, []).append(point)
    return list(groups.values())


def _section(muscle: Muscle, section: Section) -> tuple[Block, ...]:
    if section is Section.EXPLAIN:
        return Block(Role.HEADING, "What is behind it"), Block(Role.TEXT, muscle.explain)
    if section is Section.SELF_CARE:
        items = [Block(Role.ITEM, text, _DOT) for text in muscle.self_care]
        return Block(Role.HEADING, "What you can do yourself"), *items
    steps = [Block(Role.ITEM, text, f"{number}.") for number, text in enumerate(muscle.stretch.steps, 1)]
    return (
        Block(Role.HEADING, f"Stretch: {muscle.stretch.name}"),
        *steps,
        Block(Role.TEXT, muscle.stretch.hold),
    )


def _short(citations: Sequence[Citation], sources: Mapping[str, Source]) -> tuple[str, ...]:
    named = {}
    for citation in citations:
        source = sources.get(citation.work)
        if source is not None:
            authors = source.authors.removesuffix(".").removesuffix(" et al").split(",")
            # "Simons DG": the family name, without the initials.
            family = authors[0].split(" (")[0].rsplit(" ", 1)[0]
            others = " et al." if "," in source.authors or "et al" in source.authors else ""
            named[citation.work] = " ".join(filter(None, (f"{family}{others}", str(source.year or ""))))
    return tuple(dict.fromkeys(named.values()))
