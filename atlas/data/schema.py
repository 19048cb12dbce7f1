"""From a document to the atlas' own objects: every fault of a file is found in one run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from atlas.anatomy import Border, Landmark, Muscle, Region, Source
from atlas.data.body_schema import LandmarksEntry, RegionsEntry, SourcesEntry
from atlas.data.faults import Fault
from atlas.data.marked import Document
from atlas.data.messages import faults_of
from atlas.data.muscle_schema import MuscleEntry


@dataclass(frozen=True, slots=True)
class RegionsFile:
    """What a file of regions holds."""

    regions: dict[str, Region]
    borders: tuple[Border, ...]


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
    """The landmarks of a document by name; none of them where there is a fault."""
    entries, faults = _entry(LandmarksEntry, document)
    return {name: entry.built(name) for name, entry in (entries or {}).items()}, faults


def regions_of(document: Document) -> tuple[RegionsFile, list[Fault]]:
    """The regions and borders of a document; none of them where there is a fault."""
    entry, faults = _entry(RegionsEntry, document)
    if not entry:
        return RegionsFile({}, ()), faults
    regions = {name: region.built(name) for name, region in entry.regions.items()}
    return RegionsFile(regions, tuple([border.built() for border in entry.borders])), faults


def sources_of(document: Document) -> tuple[dict[str, Source], list[Fault]]:
    """The sources of a document by key; none of them where there is a fault."""
    entries, faults = _entry(SourcesEntry, document)
    return {key: entry.built(key) for key, entry in (entries or {}).items()}, faults
