"""What is wrong between muscles: rules that need all of them, and the skin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Citation, Effect, Grade, Muscle, landmark_names
from atlas.data import DataPath, Fault
from atlas.data.pages import read_pages
from atlas.data.vocabulary import SOURCES
from atlas.edition import Edition
from atlas.surface.cache import zone_places
from atlas.surface.errors import PlaceError
from atlas.surface.patterns import MusclePattern

# Two points whose zones share so much of what they cover together have one pattern; less than the other share, none.
ONE_PATTERN = 0.85
NO_COMMON_PATTERN = 0.25
# A sentence that speaks of research, or gives a figure from it.
_RESEARCH = re.compile(r"\b(?:stud(?:y|ies)|trials?|volunteers|survey)\b|[0-9] ?%|\b[0-9]+ of [0-9]+\b", re.IGNORECASE)
_NO_RESEARCH = re.compile(r"\bno (?:\w+ )?stud(?:y|ies)\b", re.IGNORECASE)


def whole_faults(edition: Edition) -> list[Fault]:
    """What is wrong between the muscles of a whole dataset. All are warnings: each muscle alone can be used."""
    library = edition.library
    found = [*_one_way_links(edition), *_alone(edition), *_claims(edition), *_unused(edition)]
    patterns: dict[str, MusclePattern] = {}
    for muscle in library.muscles:
        try:
            patterns[muscle] = edition.pattern(muscle)
        except PlaceError:
            # Said with the muscle's own faults.
            continue
    found.extend(_twins(edition, patterns))
    found.extend(_without_cautions(edition))
    return found


def _one_way_links(edition: Edition) -> Iterator[Fault]:
    """Satellites that the other muscle does not know of."""
    library = edition.library
    for muscle in library.muscles.values():
        sides = (
            ("keeps_going", muscle.satellites.keeps_going, "kept_going_by"),
            ("kept_going_by", muscle.satellites.kept_going_by, "keeps_going"),
        )
        for here, links, there in sides:
            for number, link in enumerate(links):
                other = library.muscles.get(link.muscle)
                if other is None:
                    continue
                back = getattr(other.satellites, there)
                if muscle.id not in {each.muscle for each in back}:
                    path: DataPath = ("satellites", here, number)
                    message = f"'{other.id}' does not say so: '{muscle.id}' is missing among its '{there}'"
                    yield library.fault(muscle.id, path, message, "warning")


def _alone(edition: Edition) -> Iterator[Fault]:
    """Muscles that no other hangs together with."""
    for muscle in edition.library.muscles.values():
        if not muscle.satellites.keeps_going and not muscle.satellites.kept_going_by:
            message = "no muscle keeps this one going, and it keeps none going: is nothing known?"
            yield edition.library.fault(muscle.id, (), message, "warning")


def _claims(edition: Edition) -> Iterator[Fault]:
    """Sentences that speak of research in a file that cites manuals alone."""
    library = edition.library
    manuals = {c.work for muscle in library.muscles.values() for c in _citations(muscle) if c.chapter}
    for muscle in library.muscles.values():
        if any(citation.work not in manuals for citation in _citations(muscle)):
            continue
        for path, text in _texts(muscle, ()):
            said = _RESEARCH.search(_NO_RESEARCH.sub("", text))
            if said:
                message = f"'{said.group(0)}' speaks of research, but the file cites manuals alone"
                yield library.fault(muscle.id, path, message, "warning")


def _citations(muscle: Muscle) -> Iterator[Citation]:
    yield from muscle.sources
    for point in muscle.trigger_points:
        yield from point.sources
        if point.frequency is not None:
            yield from point.frequency.sources
    for caution in muscle.needling.cautions:
        yield from caution.sources


def _texts(value: object, path: DataPath) -> Iterator[tuple[DataPath, str]]:
    """The texts of an object of the atlas, and the way to each in the file."""
    if isinstance(value, Enum | Citation):
        return
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), (*path, field.name))


def _unused(edition: Edition) -> Iterator[Fault]:
    """Landmarks and sources that nothing names, and regions in which no pain is felt."""
    library, words = edition.library, edition.pain_words
    rivals = words.rivals.values()
    marks = {mark for r in rivals for zone in r.zones for p in zone_places(zone) for mark in landmark_names(p)}
    cited = {citation.work for rival in rivals for citation in rival.sources}
    cited |= {citation.work for flag in words.flags.values() for citation in flag.sources}
    cited |= read_pages(library).cited
    used: dict[str, Set[str]] = {
        "landmark": library.named["landmark"] | marks,
        "source": library.named["source"] | cited,
    }
    for name in library.landmarks:
        if name not in used["landmark"]:
            message = f"nothing is said by the landmark '{name}'"
            yield library.fault(library.landmark_files[name], (name,), message, "warning")
    for key, source in library.sources.items():
        if key not in used["source"] and not source.general:
            message = f"nothing cites '{key}': is it 'general'?"
            yield library.fault(library.folder / SOURCES, (key,), message, "warning")
    felt = {
        region
        for muscle in library.muscles.values()
        for point in muscle.trigger_points
        for grade in Grade
        for region in point.refers.felt_in(grade)
    }
    for region in library.regions.values():
        path: DataPath = ("regions", region.id)
        if region.id not in felt and region.unfelt is None:
            message = f"no muscle refers pain to '{region.id}': say why under 'unfelt'"
            yield library.fault(library.region_files[region.id], path, message, "warning")
        elif region.id in felt and region.unfelt is not None:
            message = f"'{region.id}' is called unfelt, but a muscle refers pain to it"
            yield library.fault(library.region_files[region.id], (*path, "unfelt"), message, "warning")


@dataclass(frozen=True)
class _Covered:
    """The trigger points that refer pain, and how much of what each two cover they share: essential, and in all."""

    points: list[tuple[str, int]]
    essential: NDArray[np.float32]
    whole: NDArray[np.float32]


def _covered(edition: Edition, patterns: Mapping[str, MusclePattern]) -> _Covered:
    areas = edition.skin.geodesics.areas.astype(np.float32)
    points: list[tuple[str, int]] = []
    rows: dict[Grade, list[NDArray[np.bool_]]] = {grade: [] for grade in Grade}
    for muscle, pattern in patterns.items():
        for number, point in enumerate(pattern.points):
            if edition.library.muscles[muscle].trigger_points[number].effect is Effect.PAIN:
                points.append((muscle, number))
                for grade in Grade:
                    inside = np.zeros(len(areas), dtype=bool)
                    field = point.field(grade)
                    inside[field.vertices[field.values < 0]] = True
                    rows[grade].append(inside)
    shape = len(points), len(areas)
    essential = np.array(rows[Grade.ESSENTIAL], dtype=bool).reshape(shape)
    whole = essential | np.array(rows[Grade.SPILLOVER], dtype=bool).reshape(shape)
    return _Covered(points, _alike(essential, areas), _alike(whole, areas))


def _alike(inside: NDArray[np.bool_], areas: NDArray[np.float32]) -> NDArray[np.float32]:
    """The share (k, k) of what two zones cover together that both cover, for zones as rows (k, n) of flags."""
    if not len(inside):
        return np.zeros((0, 0), dtype=np.float32)
    own = inside.astype(np.float32)
    both = (own * areas) @ own.T
    size = np.diag(both)
    return np.asarray(both / np.maximum(size[:, None] + size[None] - both, np.float32(1e-6)), dtype=np.float32)


def _twins(edition: Edition, patterns: Mapping[str, MusclePattern]) -> Iterator[Fault]:
    """Muscles with one pattern that do not say so, and muscles that say so and have none in common."""
    library = edition.library
    covered = _covered(edition, patterns)
    alike = np.minimum(covered.essential, covered.whole)
    said = {(m.id, other.muscle) for m in library.muscles.values() for other in m.shares_pattern_with}
    common: dict[tuple[str, str], float] = {}
    for one, (muscle, number) in enumerate(covered.points):
        for two, (other, _) in enumerate(covered.points[:one]):
            if muscle == other:
                continue
            pair = (min(muscle, other), max(muscle, other))
            share = float(max(covered.essential[one, two], covered.whole[one, two]))
            common[pair] = max(common.get(pair, 0.0), share)
            if alike[one, two] > ONE_PATTERN and not {(muscle, other), (other, muscle)} & said:
                said.add((muscle, other))
                point = library.muscles[other].trigger_points[covered.points[two][1]].id
                message = f"this pattern is that of '{other}' {point}: is it, or should 'shares_pattern_with' say so?"
                yield library.fault(muscle, ("trigger_points", number, "refers"), message, "warning")
    for muscle_id in patterns:
        for number, shared in enumerate(library.muscles[muscle_id].shares_pattern_with):
            pair = (min(muscle_id, shared.muscle), max(muscle_id, shared.muscle))
            if shared.muscle in patterns and common.get(pair, 0.0) < NO_COMMON_PATTERN:
                message = f"says that it shares a pattern with '{shared.muscle}', but their zones differ"
                yield library.fault(muscle_id, ("shares_pattern_with", number), message, "warning")


def _without_cautions(edition: Edition) -> Iterator[Fault]:
    """Trigger points over lung, organs or eye in muscles without a caution of that kind."""
    library = edition.library
    try:
        tiling = edition.regions
    except PlaceError:
        return
    skin = edition.skin
    for muscle in library.muscles.values():
        there = {caution.kind for caution in muscle.needling.cautions}
        for number, point in enumerate(muscle.trigger_points):
            try:
                place = tiling.at(skin.geodesics.nearest(skin.places.find(point.site).position))
            except PlaceError:
                continue
            if place is None:
                continue
            for kind in library.regions[place[0]].beware:
                if kind not in there:
                    there.add(kind)
                    message = f"this point lies over '{place[0]}', but no caution is of kind '{kind.value}'"
                    yield library.fault(muscle.id, ("trigger_points", number, "site"), message, "warning")
