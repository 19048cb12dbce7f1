"""From a document to the atlas' own objects: every fault of a file is found in one run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from atlas.anatomy import Border, Landmark, Muscle, RedFlag, Region, Rival, Source, Symptom
from atlas.data.body_schema import BorderEntry, LandmarksEntry, RegionEntry, RegionsEntry, SourcesEntry
from atlas.data.faults import Fault
from atlas.data.marked import Document
from atlas.data.messages import faults_of
from atlas.data.muscle_schema import MuscleEntry
from atlas.data.pain_schema import FlagEntry, FlagsEntry, RivalsEntry, SymptomEntry
from atlas.data.places_schema import Id


@dataclass(frozen=True, slots=True)
class RegionsFile:
    """What a file of regions holds: regions by id, and borders by their number in the file."""

    regions: dict[str, Region]
    borders: dict[int, Border]


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _entry(kind: object, document: Document) -> tuple[Any, list[Fault]]:
    """The validated entry, or None and what is wrong."""
    try:
        return _adapter(kind).validate_python(document.data), []
    except ValidationError as error:
        return None, faults_of(error, kind, document)


def muscle_of(document: Document) -> tuple[Muscle | None, list[Fault]]:
    """The muscle of a document; None, and at least one fault, where it is not one."""
    entry, faults = _entry(MuscleEntry, document)
    return (entry.built() if entry else None), faults


def landmarks_of(document: Document) -> tuple[dict[str, Landmark], list[Fault]]:
    """The landmarks of a document by name, without those that have a fault."""
    entries, faults = _sound_entries(LandmarksEntry, document)
    return {name: entry.built(name) for name, entry in entries.items()}, faults


def sources_of(document: Document) -> tuple[dict[str, Source], list[Fault]]:
    """The sources of a document by key, without those that have a fault."""
    entries, faults = _sound_entries(SourcesEntry, document)
    return {key: entry.built(key) for key, entry in entries.items()}, faults


def rivals_of(document: Document) -> tuple[dict[str, Rival], list[Fault]]:
    """The rivals of a document by id, without those that have a fault."""
    entries, faults = _sound_entries(RivalsEntry, document)
    return {name: entry.built(name) for name, entry in entries.items()}, faults


def flags_of(document: Document) -> tuple[dict[str, Symptom], dict[str, RedFlag], list[Fault]]:
    """The symptoms and red flags of a document by id, without those that have a fault."""
    entry, faults = _entry(FlagsEntry, document)
    if entry is not None:
        symptoms, flags = entry.built()
        return symptoms, flags, faults
    data = document.data if isinstance(document.data, dict) else {}
    kept = _sound(dict[Id, SymptomEntry], data.get("symptoms"))
    raised = _sound(dict[Id, FlagEntry], data.get("flags"))
    return (
        {name: Symptom(name, each.clinician, each.patient) for name, each in kept.items()},
        {name: each.built(name) for name, each in raised.items()},
        faults,
    )


def regions_of(document: Document) -> tuple[RegionsFile, list[Fault]]:
    """The regions and borders of a document, without those that have a fault."""
    entry, faults = _entry(RegionsEntry, document)
    if entry is not None:
        regions, borders = entry.regions, dict(enumerate(entry.borders))
    else:
        data = document.data if isinstance(document.data, dict) else {}
        named, lines = data.get("regions"), data.get("borders")
        regions = _sound(dict[Id, RegionEntry], named)
        borders = {
            number: border
            for number, value in enumerate(lines if isinstance(lines, list) else ())
            if (border := _sound_value(BorderEntry, value))
        }
    return RegionsFile(
        {name: region.built(name) for name, region in regions.items()},
        {number: border.built() for number, border in borders.items()},
    ), faults


def _sound_entries(kind: object, document: Document) -> tuple[dict[str, Any], list[Fault]]:
    """The entries of a mapping that have no fault of their own, and what is wrong with the others."""
    entries, faults = _entry(kind, document)
    return (_sound(kind, document.data) if entries is None else entries), faults


def _sound(kind: object, data: object) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in data.items() if isinstance(data, dict) else ():
        found |= _sound_value(kind, {name: value}) or {}
    return found


def _sound_value(kind: object, value: object) -> Any:
    """The entry, or None: what is wrong with it was found when the whole was validated."""
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError:
        return None
