"""Which landmarks, regions, sources and muscles a file names, and whether there are such.

The file's plain values are walked and not the objects made of them: so a file with a fault elsewhere still
has its names checked in the same run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from atlas.data.faults import DataPath, did_you_mean, quoted
from atlas.data.places_schema import ID_PATTERN


class Kind(StrEnum):
    """What a name is the name of."""

    LANDMARK = "landmark"
    REGION = "region"
    SOURCE = "source"
    MUSCLE = "muscle"


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in a file, and the way to it."""

    kind: Kind
    name: str
    path: DataPath


# What the words under a key name; None where they are only words. Under any other key they name what the
# words around that key do.
_UNDER: Mapping[str, Kind | None] = {
    **dict.fromkeys(
        ("at", "between", "from", "left", "line", "loop", "seeds", "site", "through", "to", "toward"),
        Kind.LANDMARK,
    ),
    **dict.fromkeys(("felt_in", "region"), Kind.REGION),
    "sources": Kind.SOURCE,
    "chapter": None,
    "muscle": Kind.MUSCLE,
}
_is_id = re.compile(ID_PATTERN).match


def references(data: object) -> Iterator[Reference]:
    """The names in the data of a muscle's file or a file of regions, in the file's order.

    What is not even formed like a name is left out: the schema has reported it.
    """
    if isinstance(data, dict):
        for key, value in data.items():
            # At the top, `region` is the part of the body.
            if key != "region":
                yield from _walk(value, (key,), _UNDER.get(key))


def _walk(value: object, path: DataPath, kind: Kind | None) -> Iterator[Reference]:
    if isinstance(value, str):
        if kind and _is_id(value):
            yield Reference(kind, value, path)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(inner, str) or key in _UNDER or kind:
                yield from _walk(inner, (*path, key), _UNDER.get(key, kind))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if kind or not isinstance(inner, str):
                yield from _walk(inner, (*path, number), kind)


@dataclass(slots=True)
class Names:
    """The names that files may use.

    `known` has every name that some file gives, `sound` those whose entry can be used. Of an `open` kind not
    all names are known, because a file could not be read: then none is called unknown.
    """

    known: dict[Kind, Collection[str]] = field(default_factory=dict)
    sound: dict[Kind, Collection[str]] = field(default_factory=dict)
    open: set[Kind] = field(default_factory=set)
    _messages: dict[tuple[Kind, str], str] = field(default_factory=dict)

    def complaint(self, reference: Reference) -> str | None:
        """What is wrong with a reference, or None."""
        kind, name = reference.kind, reference.name
        if kind not in self.known or kind in self.open or name in self.known[kind]:
            return None
        # The nearest name is found once: a wrong one often stands in many places.
        if (kind, name) not in self._messages:
            near = did_you_mean(name, self.known[kind])
            self._messages[kind, name] = f"unknown {kind} {quoted(name)}{near}"
        return self._messages[kind, name]

    def usable(self, reference: Reference) -> bool:
        """Whether what is named can be used: it is there, and its own entry has no fault."""
        return reference.kind not in self.sound or reference.name in self.sound[reference.kind]
