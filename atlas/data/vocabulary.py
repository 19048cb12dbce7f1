"""The landmarks, regions and sources of a folder: the words that muscles' files may use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from atlas.anatomy import Border, Landmark, Region, Source
from atlas.data.faults import Fault, quoted
from atlas.data.folders import present, yaml_files
from atlas.data.marked import Document, Marks, read_document
from atlas.data.rawtext import Unreadable
from atlas.data.references import Kind, Names, named, references
from atlas.data.schema import landmarks_of, regions_of, sources_of

LANDMARKS, REGIONS, SOURCES = "landmarks", "regions", "sources.yaml"


@dataclass(slots=True)
class Vocabulary:
    """What was read, where it stands, and what is wrong with it."""

    landmarks: dict[str, Landmark] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    borders: list[Border] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    landmark_files: dict[str, Path] = field(default_factory=dict)
    region_files: dict[str, Path] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    named: dict[Kind, set[str]] = field(default_factory=lambda: named(None))
    marks: dict[Path, Marks] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_vocabulary(folder: Path, shipped: Path) -> Vocabulary:
    """Read the landmarks, regions and sources of a folder; those that it does not have, from `shipped`."""
    words = Vocabulary()
    _read_landmarks(words, _home(folder, LANDMARKS, shipped) / LANDMARKS)
    _read_regions(words, _home(folder, REGIONS, shipped) / REGIONS)
    _read_sources(words, _home(folder, SOURCES, shipped) / SOURCES)
    # The faults of the atlas' own files are no news about another folder.
    if folder != shipped:
        words.faults = [fault for fault in words.faults if not fault.path.is_relative_to(shipped)]
    return words


def _home(folder: Path, name: str, shipped: Path) -> Path:
    return folder if present(folder / name) else shipped


def _read_landmarks(words: Vocabulary, folder: Path) -> None:
    known: dict[str, Document] = {}
    for document in _documents(words, folder, "landmark"):
        found, faults = landmarks_of(document)
        words.faults += faults
        for name in _new(words, "landmark", document, document.data, (), known):
            words.landmark_files[name] = document.path
            if name in found:
                words.landmarks[name] = found[name]
    words.names.known["landmark"] = known.keys()
    words.names.sound["landmark"] = words.landmarks.keys()


def _read_regions(words: Vocabulary, folder: Path) -> None:
    known: dict[str, Document] = {}
    for document in _documents(words, folder, "region"):
        found, faults = regions_of(document)
        words.faults += faults
        lost = set()
        used = named(document.data)
        for kind, there in used.items():
            words.named[kind] |= there
        for reference in () if words.names.fit(used) else references(document.data):
            if message := words.names.complaint(reference):
                line, column = document.marks.value(reference.path)
                words.faults.append(Fault(document.path, line, column, message))
            if not words.names.usable(reference):
                # The region or border that the place belongs to.
                lost.add(reference.path[1])
        words.borders += [border for number, border in found.borders.items() if number not in lost]
        data = document.data.get("regions") if isinstance(document.data, dict) else None
        for name in _new(words, "region", document, data, ("regions",), known):
            words.region_files[name] = document.path
            if name in found.regions and name not in lost:
                words.regions[name] = found.regions[name]
    words.names.known["region"] = known.keys()
    words.names.sound["region"] = words.regions.keys()


def _read_sources(words: Vocabulary, path: Path) -> None:
    document = _document(words, path, "source")
    if document:
        words.sources, faults = sources_of(document)
        words.faults += faults
        words.names.known["source"] = document.data.keys() if isinstance(document.data, dict) else set()


def _documents(words: Vocabulary, folder: Path, kind: Kind) -> Iterable[Document]:
    files, faults = yaml_files(folder)
    words.faults += faults
    if faults:
        words.names.open.add(kind)
    for path in files:
        document = _document(words, path, kind)
        if document:
            yield document


def _document(words: Vocabulary, path: Path, kind: Kind) -> Document | None:
    try:
        document = read_document(path)
    except Unreadable as error:
        words.faults += error.faults
        words.names.open.add(kind)
        return None
    words.faults += document.faults
    words.marks[path] = document.marks
    return document


def _new(
    words: Vocabulary,
    kind: Kind,
    document: Document,
    data: object,
    under: tuple[str, ...],
    known: dict[str, Document],
) -> list[str]:
    """The names of a mapping that no file before has given; the others are reported."""
    fresh = []
    for name in data if isinstance(data, dict) else ():
        if name in known:
            line, column = document.marks.key((*under, name))
            first, _ = known[name].marks.key((*under, name))
            message = f"the {kind} {quoted(name)} is given twice, first in {known[name].path.name}, line {first}"
            words.faults.append(Fault(document.path, line, column, message))
        else:
            known[name] = document
            fresh.append(name)
    return fresh
