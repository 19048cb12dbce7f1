"""Which landmarks, regions, sources and muscles a file names, and whether there are such.

The file's plain values are walked and not the objects made of them: so a file with a fault elsewhere still
has its names checked in the same run. Where a name stands is found only in a file in which one is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from atlas.data.faults import DataPath, did_you_mean, quoted
from atlas.data.places_schema import ID_PATTERN

# What a name is the name of.
Kind: TypeAlias = Literal["landmark", "region", "source", "muscle", "symptom"]


class Reference(NamedTuple):
    """A name in a file, and the way to it."""

    kind: Kind
    name: str
    path: DataPath


# What the words under a key name; None where they are only words. Under any other key they name what the
# words around that key do.
_UNDER: Mapping[str, Kind | None] = {
    **dict.fromkeys(
        ("at", "between", "from", "left", "line", "loop", "seeds", "site", "through", "to", "toward"),
        "landmark",
    ),
    **dict.fromkeys(("felt_in", "region"), "region"),
    "sources": "source",
    "chapter": None,
    "muscle": "muscle",
}
# Where a file has names at all; there, `region` is a zone and not the part of the body.
_TOP = frozenset(
    ("fibres", "trigger_points", "satellites", "shares_pattern_with", "needling", "sources", "regions", "borders")
)
_is_id = re.compile(ID_PATTERN).match


def references(data: object) -> list[Reference]:
    """The names in the data of a muscle's file or a file of regions.

    What is not even formed like a name is left out: the schema has reported it.
    """
    found: list[Reference] = []
    if isinstance(data, dict):
        for key in _TOP.intersection(data):
            _walk(data[key], (key,), _UNDER.get(key), found)
    return found


def references_below(data: object, path: DataPath) -> list[Reference]:
    """The names in a part of another file's data, which stands at a path of it."""
    found: list[Reference] = []
    _walk(data, path, None, found)
    return found


def named(data: object) -> dict[Kind, set[str]]:
    """What `references` finds, but not where, and perhaps more: words that are not formed like a name."""
    found: dict[Kind, set[str]] = {"landmark": set(), "region": set(), "source": set(), "muscle": set()}
    if isinstance(data, dict):
        for key in _TOP.intersection(data):
            _gather([data[key]], _UNDER.get(key), found)
    return found


def _gather(values: Iterable[object], kind: Kind | None, found: dict[Kind, set[str]]) -> None:
    # Runs for every value of every file: what is in a mapping is told apart here, and not in another call.
    for value in values:
        if type(value) is dict:
            for key, inner in value.items():
                under = None if key == "at" and "between" in value else _UNDER.get(key, kind)
                if type(inner) is str:
                    if under:
                        found[under].add(inner)
                elif type(inner) is list:
                    _gather(inner, under, found)
                elif type(inner) is dict:
                    _gather((inner,), under, found)
        elif type(value) is str:
            if kind:
                found[kind].add(value)
        elif type(value) is list:
            _gather(value, kind, found)


def _walk(value: object, path: DataPath, kind: Kind | None, found: list[Reference]) -> None:
    # Runs for every value of every file.
    if isinstance(value, str):
        if kind and _is_id(value):
            found.append(Reference(kind, value, path))
    elif isinstance(value, dict):
        for key, inner in value.items():
            # In `{between: [A, B], at: 0.4}` it is no place.
            under = None if key == "at" and "between" in value else _UNDER.get(key, kind)
            if under or not isinstance(inner, str):
                _walk(inner, (*path, key), under, found)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if kind or not isinstance(inner, str):
                _walk(inner, (*path, number), kind, found)


@dataclass(slots=True)
class Names:
    """The names that files may use.

    `known` has every name that some file gives, `sound` those whose entry can be used. Of an `open` kind not
    all names are known, because a file could not be read: then none is called unknown.
    """

    known: dict[Kind, AbstractSet[str]] = field(default_factory=dict)
    sound: dict[Kind, AbstractSet[str]] = field(default_factory=dict)
    open: set[Kind] = field(default_factory=set)
    _messages: dict[tuple[Kind, str], str] = field(default_factory=dict)

    def fit(self, names: Mapping[Kind, set[str]]) -> bool:
        """Whether nothing can be wrong with any reference to one of these names."""
        return all(
            (kind in self.open or kind not in self.known or found <= self.known[kind])
            and (kind not in self.sound or found <= self.sound[kind])
            for kind, found in names.items()
        )

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
