"""Red flags, symptoms and rivals: read when a patient's pain is first asked for, and by `check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from atlas.anatomy import RedFlag, Rival, Symptom
from atlas.data.faults import DataPath, Fault, did_you_mean, quoted
from atlas.data.folders import present, yaml_files
from atlas.data.library import Library, content_folder
from atlas.data.marked import Document, read_document
from atlas.data.rawtext import Unreadable
from atlas.data.references import Reference, references_below
from atlas.data.schema import flags_of, rivals_of

RED_FLAGS, RIVALS = "red_flags.yaml", "rivals"


@dataclass(frozen=True)
class PainWords:
    """What the files say, and every fault of them. What has a fault is left out of everything else.

    `files` has the document of each rival, `flags_file` that of the red flags.
    """

    symptoms: Mapping[str, Symptom]
    flags: Mapping[str, RedFlag]
    rivals: Mapping[str, Rival]
    faults: tuple[Fault, ...]
    files: Mapping[str, Document]
    flags_file: Document | None


def read_pain_words(library: Library) -> PainWords:
    """Read the red flags and rivals of a library's folder, or the atlas' own where it has none. Never raises."""
    faults: list[Fault] = []
    symptoms: dict[str, Symptom] = {}
    flags: dict[str, RedFlag] = {}
    document = _document(_home(library.folder, RED_FLAGS) / RED_FLAGS, faults)
    if document is not None:
        symptoms, flags, found = flags_of(document)
        faults += found
        for reference in _flag_names(document.data):
            message = _unknown(reference, library, symptoms)
            if message:
                faults.append(_fault(document, reference.path, message))
                flags.pop(str(reference.path[1]), None)
    rivals: dict[str, Rival] = {}
    files: dict[str, Document] = {}
    paths, wrong = yaml_files(_home(library.folder, RIVALS) / RIVALS)
    faults += wrong
    for path in paths:
        file = _document(path, faults)
        if file is not None:
            _read_rivals(file, library, rivals, files, faults)
    return PainWords(symptoms, flags, rivals, tuple(faults), files, document)


def _home(folder: Path, name: str) -> Path:
    return folder if present(folder / name) else content_folder()


def _document(path: Path, faults: list[Fault]) -> Document | None:
    try:
        document = read_document(path)
    except Unreadable as error:
        faults += error.faults
        return None
    faults += document.faults
    return document


def _read_rivals(
    file: Document, library: Library, rivals: dict[str, Rival], files: dict[str, Document], faults: list[Fault]
) -> None:
    found, wrong = rivals_of(file)
    faults += wrong
    data = file.data if isinstance(file.data, dict) else {}
    for name, rival in found.items():
        if name in rivals:
            faults.append(_fault(file, (name,), f"the rival {quoted(name)} is given twice"))
            continue
        bad = [
            _fault(file, reference.path, message)
            for reference in references_below(data.get(name), (name,))
            if (message := _unknown(reference, library, {}))
        ]
        faults += bad
        if not bad:
            rivals[name], files[name] = rival, file


def _flag_names(data: object) -> Iterator[Reference]:
    """The symptoms, regions and sources that red flags name."""
    flags = data.get("flags") if isinstance(data, dict) else None
    for name, flag in flags.items() if isinstance(flags, dict) else ():
        if not isinstance(flag, dict):
            continue
        for number, key in _listed(flag.get("sources")):
            yield Reference("source", key, ("flags", name, "sources", number))
        for place, group in enumerate(flag.get("when") or () if isinstance(flag.get("when"), list) else ()):
            if isinstance(group, dict):
                for number, key in _listed(group.get("regions")):
                    yield Reference("region", key, ("flags", name, "when", place, "regions", number))
                for number, key in _listed(group.get("symptoms")):
                    yield Reference("symptom", key, ("flags", name, "when", place, "symptoms", number))


def _listed(value: object) -> Iterator[tuple[int, str]]:
    for number, entry in enumerate(value if isinstance(value, list) else ()):
        if isinstance(entry, str):
            yield number, entry


def _unknown(reference: Reference, library: Library, symptoms: Mapping[str, Symptom]) -> str:
    known: Iterable[str]
    match reference.kind:
        case "landmark":
            known = library.landmarks
        case "region":
            known = library.regions
        case "source":
            known = library.sources
        case "symptom":
            known = symptoms
        case _:
            return ""
    if reference.name in known:
        return ""
    return f"unknown {reference.kind} {quoted(reference.name)}{did_you_mean(reference.name, known)}"


def _fault(document: Document, path: DataPath, message: str) -> Fault:
    line, column = document.marks.value(path)
    return Fault(document.path, line, column, message)
