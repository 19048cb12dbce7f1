"""One muscle's file: everything that can be said about it without the other muscles' files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from atlas.anatomy import Area, Muscle
from atlas.data.faults import DataPath, Fault, Severity, quoted
from atlas.data.marked import Document, Marks, read_document
from atlas.data.rawtext import Unreadable
from atlas.data.references import Kind, Names, named, references
from atlas.data.schema import muscle_of
from atlas.data.wording import wording_warnings

_AREAS = frozenset(map(str, Area))


@dataclass(slots=True)
class MuscleFile:
    """What a file says, and what is wrong with it.

    `muscle` is None where the file has a fault that forbids its use; `id` is what the file calls itself, even
    then; `named` are the landmarks, regions, sources and muscles that it names, and `data` is all that it holds.
    """

    path: Path
    faults: list[Fault]
    id: str | None = None
    muscle: Muscle | None = None
    named: Mapping[Kind, set[str]] = field(default_factory=dict)
    marks: Marks | None = None
    data: object = None

    def complain(self, where: DataPath, message: str, severity: Severity = "error") -> None:
        """Add a fault of the value at a path."""
        line, column = self.marks.value(where) if self.marks else (1, 1)
        self.faults.append(Fault(self.path, line, column, message, severity))


def read_muscle(path: Path, names: Names, *, in_its_folder: bool) -> MuscleFile:
    """Read a muscle's file; `in_its_folder` asks that its folder be named after its region."""
    try:
        document = read_document(path)
    except Unreadable as error:
        return MuscleFile(path, list(error.faults))
    muscle, faults = muscle_of(document)
    faults += document.faults
    file = MuscleFile(path, faults, marks=document.marks, data=document.data, muscle=None if faults else muscle)
    _check_name(file, document, in_its_folder=in_its_folder)
    _check_point_ids(file, document)
    _check_references(file, document, names)
    if muscle:
        for where, message in wording_warnings(muscle):
            file.complain(where, message, "warning")
    return file


def _check_name(file: MuscleFile, document: Document, *, in_its_folder: bool) -> None:
    data = document.data if isinstance(document.data, dict) else {}
    name, region, folder = data.get("id"), data.get("region"), file.path.parent.name
    if isinstance(name, str):
        file.id = name
        if name != file.path.stem:
            file.complain(("id",), f"the id {quoted(name)} is not the file's name {quoted(file.path.stem)}")
    # Elsewhere a folder may have any name, but hardly that of another region.
    if isinstance(region, str) and region in _AREAS and folder != region and (in_its_folder or folder in _AREAS):
        file.complain(("region",), f"the region {quoted(region)} is not the file's folder {quoted(folder)}")


def _check_point_ids(file: MuscleFile, document: Document) -> None:
    first: dict[str, int] = {}
    for number, name in _point_ids(document.data):
        if name in first:
            line, _ = document.marks.value(("trigger_points", first[name], "id"))
            where = "trigger_points", number, "id"
            file.complain(where, f"the id {quoted(name)} is given twice, first in line {line}")
        else:
            first[name] = number


def _point_ids(data: object) -> Iterator[tuple[int, str]]:
    points = data.get("trigger_points") if isinstance(data, dict) else None
    for number, point in enumerate(points if isinstance(points, list) else ()):
        name = point.get("id") if isinstance(point, dict) else None
        if isinstance(name, str):
            yield number, name


def _check_references(file: MuscleFile, document: Document, names: Names) -> None:
    file.named = found = named(document.data)
    if names.fit(found) and file.id not in found["muscle"]:
        return
    for reference in references(document.data):
        if message := names.complaint(reference):
            file.complain(reference.path, message)
        if not names.usable(reference):
            file.muscle = None
        if reference.kind == "muscle" and reference.name == file.id:
            satellite = reference.path[0] == "satellites"
            message = "a muscle cannot be its own satellite" if satellite else "a muscle cannot name itself here"
            file.complain(reference.path, message)
