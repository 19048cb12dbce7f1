"""Everything that a folder of the dataset says, and every fault that its words have."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from atlas.anatomy import Border, Landmark, Muscle, Region, Source
from atlas.data.faults import DataPath, Fault, Severity, listed, quoted
from atlas.data.folders import is_folder, present, yaml_files
from atlas.data.marked import Marks
from atlas.data.muscle_file import MuscleFile, read_muscle
from atlas.data.rawtext import MAX_FAULTS
from atlas.data.references import Kind, Names, references
from atlas.data.vocabulary import LANDMARKS, REGIONS, SOURCES, Vocabulary, read_vocabulary

MUSCLES = "muscles"
# What else a folder may hold, and other readers read.
OTHER_FILES = ("red_flags.yaml", "rivals", "learn")


@dataclass(frozen=True)
class Library:
    """The muscles of a folder, and the landmarks, regions and sources that they are said by.

    `muscles` is in the order in which the atlas lists them, region by region and by name, and `files` has the
    file of each. What has a fault that forbids its use is left out of everything but `faults`: a file that is
    not as docs/dataset-format.md says, a muscle or region that is said by a landmark or region that there is
    not. `faults` has the warnings too, by file and line. `named` has all names of a kind that some file uses.
    """

    folder: Path
    muscles: Mapping[str, Muscle]
    landmarks: Mapping[str, Landmark]
    regions: Mapping[str, Region]
    borders: tuple[Border, ...]
    sources: Mapping[str, Source]
    faults: tuple[Fault, ...]
    files: Mapping[str, Path]
    landmark_files: Mapping[str, Path]
    region_files: Mapping[str, Path]
    marks: Mapping[Path, Marks]
    named: Mapping[Kind, Set[str]]
    names: Names

    @cached_property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that are errors."""
        return tuple([fault for fault in self.faults if fault.severity == "error"])

    @cached_property
    def warnings(self) -> tuple[Fault, ...]:
        """The faults that are only warnings."""
        return tuple([fault for fault in self.faults if fault.severity == "warning"])

    def locate(self, where: str | Path, path: DataPath = ()) -> tuple[Path, int, int]:
        """The file, and line and column from 1, of a value of a muscle (by id) or of a file that was read.

        A path that leads nowhere is followed as far as it goes. Raises KeyError for an unknown muscle.
        """
        file = where if isinstance(where, Path) else self.files[where]
        marks = self.marks.get(file)
        return (file, *(marks.value(path) if marks else (1, 1)))

    def fault(self, where: str | Path, path: DataPath, message: str, severity: Severity = "error") -> Fault:
        """A fault of the value at a path, for a check that is made elsewhere. Raises as `locate`."""
        return Fault(*self.locate(where, path), message, severity)


def content_folder() -> Path:
    """The folder of the atlas' own content."""
    return Path(__file__).parent / "content"


def read_library(folder: Path | None = None, extra: Iterable[Path] = ()) -> Library:
    """Read a folder of the dataset, the atlas' own if none is named. Never raises for what is in a file.

    Landmarks, regions or sources that the folder does not have come from the atlas' own content: a folder may
    hold muscles alone, in a folder `muscles` or not. Only where it has everything are satellites looked up.
    `extra` names more files and folders of muscles; one whose id is taken already is a fault and left out.
    """
    folder = content_folder() if folder is None else folder
    with _collector_paused():
        return _read_library(folder, extra)


def _read_library(folder: Path, extra: Iterable[Path]) -> Library:
    words = read_vocabulary(folder, content_folder())
    whole = all(present(folder / part) for part in (MUSCLES, LANDMARKS, REGIONS, SOURCES))
    paths, faults = _muscle_paths(folder)
    files = [read_muscle(path, words.names, in_its_folder=whole) for path in paths]
    for place in extra:
        more, wrong = yaml_files(place) if is_folder(place) else ([place], [])
        faults += wrong
        files += [read_muscle(path, words.names, in_its_folder=False) for path in more]
    if not files and not faults:
        faults.append(Fault(folder, 1, 1, "holds no muscle's file"))
    if whole:
        _check_satellites(files, words.names)
    return _library(folder, words, files, faults)


def read_muscle_file(path: Path) -> Library:
    """Read one muscle's file alone: a library of that muscle, or of none, with the atlas' own other words.

    Never raises for what is in the file. Satellites are not looked up.
    """
    words = read_vocabulary(content_folder(), content_folder())
    words.faults.clear()
    return _library(path.parent, words, [read_muscle(path, words.names, in_its_folder=False)], [])


@contextmanager
def _collector_paused() -> Iterator[None]:
    """What is read makes no cycles, and hundreds of thousands of small objects: a sixth of the time is saved."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _muscle_paths(folder: Path) -> tuple[list[Path], list[Fault]]:
    if present(folder / MUSCLES):
        return yaml_files(folder / MUSCLES)
    files, faults = yaml_files(folder)
    others = [folder / name for name in (LANDMARKS, REGIONS, SOURCES, *OTHER_FILES)]
    files = [file for file in files if not any(map(file.is_relative_to, others))]
    return files, faults


def _check_satellites(files: list[MuscleFile], names: Names) -> None:
    # A muscle whose own file is broken is not unknown.
    names.known["muscle"] = {file.id for file in files if file.id} | {file.path.stem for file in files}
    for file in files:
        if file.named.get("muscle", set()) <= names.known["muscle"]:
            continue
        for reference in references(file.data):
            if reference.kind == "muscle" and (message := names.complaint(reference)):
                file.complain(reference.path, message)


def _library(folder: Path, words: Vocabulary, files: list[MuscleFile], faults: list[Fault]) -> Library:
    taken: dict[str, Path] = {}
    muscles: list[tuple[Muscle, Path]] = []
    for file in files:
        if file.id and file.id in taken:
            message = f"the id {quoted(file.id)} is taken already, by {taken[file.id]}"
            file.complain(("id",), message)
        elif file.id:
            taken[file.id] = file.path
            if file.muscle:
                muscles.append((file.muscle, file.path))
    muscles.sort(key=lambda pair: (pair[0].region.rank, pair[0].name.casefold(), pair[0].id))
    every = [fault for file in files for fault in listed(file.faults, MAX_FAULTS)]
    every += _by_file(words.faults)
    every += faults
    every.sort(key=lambda fault: (fault.path, fault.line, fault.column))
    return Library(
        folder=folder,
        muscles={muscle.id: muscle for muscle, _ in muscles},
        landmarks=words.landmarks,
        regions=words.regions,
        borders=tuple(words.borders),
        sources=words.sources,
        faults=tuple(every),
        files={muscle.id: path for muscle, path in muscles},
        landmark_files=words.landmark_files,
        region_files=words.region_files,
        marks=words.marks | {file.path: file.marks for file in files if file.marks},
        named=_named(words, files),
        names=words.names,
    )


def _named(words: Vocabulary, files: list[MuscleFile]) -> dict[Kind, Set[str]]:
    kinds: tuple[Kind, ...] = ("landmark", "region", "source", "muscle")
    return {kind: words.named[kind].union(*[file.named.get(kind, ()) for file in files]) for kind in kinds}


def _by_file(faults: list[Fault]) -> list[Fault]:
    """At most so many faults of each file as are listed of one."""
    files: dict[Path, list[Fault]] = {}
    for fault in faults:
        files.setdefault(fault.path, []).append(fault)
    return [fault for found in files.values() for fault in listed(found, MAX_FAULTS)]
