"""Red flags, symptoms and rivals: read when a patient's pain is first asked for, and by `check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from atlas.anatomy import RedFlag, Rival, Symptom
from atlas.data.faults import DataPath, Fault, quoted
from atlas.data.folders import present, yaml_files
from atlas.data.library import Library, content_folder
from atlas.data.marked import Document, read_document
from atlas.data.rawtext import Unreadable
from atlas.data.references import Kind, Names, Reference, references_below
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
    flags_home, rivals_home = _home(library.folder, RED_FLAGS), _home(library.folder, RIVALS)
    document = _document(flags_home / RED_FLAGS, faults)
    symptoms, flags = _read_flags(document, library.names, faults) if document is not None else ({}, {})
    rivals: dict[str, Rival] = {}
    files: dict[str, Document] = {}
    paths, wrong = yaml_files(rivals_home / RIVALS)
    faults += wrong
    for path in paths:
        file = _document(path, faults)
        if file is not None:
            _read_rivals(file, library.names, rivals, files, faults)
    shipped = content_folder()
    if library.folder != shipped:
        # What the atlas' own files say in another folder's words is no news about that folder.
        faults = [fault for fault in faults if not fault.path.is_relative_to(shipped)]
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


def _read_flags(document: Document, names: Names, faults: list[Fault]) -> tuple[dict[str, Symptom], dict[str, RedFlag]]:
    symptoms, flags, found = flags_of(document)
    faults += found
    data = document.data if isinstance(document.data, dict) else {}
    told = data.get("symptoms")
    known: dict[Kind, Set[str]] = {"symptom": set(told) if isinstance(told, dict) else set()}
    own = Names(known=known, sound={"symptom": symptoms.keys()})
    for name in _faulty(document, ("flags",)):
        flags.pop(name, None)
    for reference in _flag_names(data):
        asked = own if reference.kind == "symptom" else names
        if message := asked.complaint(reference):
            faults.append(_fault(document, reference.path, message))
        if message or not asked.usable(reference):
            flags.pop(str(reference.path[1]), None)
    return symptoms, flags


def _read_rivals(
    file: Document, names: Names, rivals: dict[str, Rival], files: dict[str, Document], faults: list[Fault]
) -> None:
    found, wrong = rivals_of(file)
    faults += wrong
    data = file.data if isinstance(file.data, dict) else {}
    left_out = _faulty(file, ())
    for name, entry in data.items():
        usable = True
        for reference in references_below(entry, (name,)):
            if message := names.complaint(reference):
                faults.append(_fault(file, reference.path, message))
            usable = usable and not message and names.usable(reference)
        if name in files:
            faults.append(_fault(file, (name,), f"the rival {quoted(name)} is given twice"))
        elif name in found and usable and name not in left_out:
            rivals[name], files[name] = found[name], file


def _faulty(document: Document, path: DataPath) -> set[str]:
    """The entries of a mapping that hold a fault which reading the file found, such as a key twice or an anchor."""
    data: object = document.data
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    starts = sorted((*document.marks.key((*path, name)), name) for name in data) if isinstance(data, dict) else []
    found: set[str] = set()
    for fault in document.faults:
        before = [entry for entry in starts if entry[0] <= fault.line and entry[1] < fault.column]
        if before:
            found.add(before[-1][2])
    return found


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


def _fault(document: Document, path: DataPath, message: str) -> Fault:
    line, column = document.marks.value(path)
    return Fault(document.path, line, column, message)
