"""What pydantic finds wrong, in plain words and with the line and column."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from atlas.data.faults import DataPath, Fault, did_you_mean, quoted
from atlas.data.marked import REFUSED, Document
from atlas.data.muscle_schema import FMA_PATTERN, POINT_PATTERN, ROOT_PATTERN, UBERON_PATTERN
from atlas.data.places_schema import ID_PATTERN, PLACE_KEYS, ZONE_KEYS
from atlas.data.rawtext import MAX_FAULTS

Context = Mapping[str, Any]

_PATTERNS = {
    ID_PATTERN: "should be lower-case letters, digits and hyphens, such as 'greater-tubercle'",
    POINT_PATTERN: "should be TrP and a number, such as 'TrP1'",
    ROOT_PATTERN: "should be C1-C8, T1-T12, L1-L5, S1-S5, Co1 or a cranial nerve such as 'CN XI'",
    FMA_PATTERN: "should be such as 'FMA:32546'",
    UBERON_PATTERN: "should be such as 'UBERON:0001477'",
}
_PLACE = "should be a place: a landmark, {between: [A, B], at: 0.4}, {from: A, toward: B, cm: 3} or {left: A}"
_ZONE = "should be a zone: 'spot', 'band', 'patch' or 'region', and its shape"
_TAG = re.compile(r"<[a-z]+>")


def _given(value: object) -> str:
    match value:
        case None:
            return "nothing is written here"
        case bool():
            return f"not {str(value).lower()}"
        case str():
            return "not text"
        case int() | float():
            return "not a number"
        case dict():
            return "not a mapping"
        case list():
            return "not a list"
    return "not this"


def _text(value: object, _context: Context) -> str:
    if isinstance(value, bool | int | float):
        return "should be text: put it in quotes"
    return f"should be text; {_given(value)}" if value is None else f"should be text, {_given(value)}"


def _should_be(what: str) -> Callable[[object, Context], str]:
    def message(value: object, _context: Context) -> str:
        return f"should be {what}{';' if value is None else ','} {_given(value)}"

    return message


def _one_of(value: object, context: Context) -> str:
    words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    near = did_you_mean(value, words) if isinstance(value, str) else ""
    return f"should be one of: {', '.join(words)}{near}"


def _too_short(_value: object, context: Context) -> str:
    least, given = context["min_length"], context["actual_length"]
    entries = "entry" if least == 1 else "entries"
    return f"should have {least} {entries} or more, not {given}"


_MESSAGES: dict[str, Callable[[object, Context], str]] = {
    "string_type": _text,
    "string_too_short": lambda _value, _context: "should not be empty",
    "string_pattern_mismatch": lambda value, context: _PATTERNS.get(
        context["pattern"], f"does not look right: {quoted(str(value))}"
    ),
    "float_type": _should_be("a number"),
    "int_type": _should_be("a whole number"),
    "int_from_float": _should_be("a whole number"),
    "finite_number": lambda _value, _context: "should be a finite number",
    "bool_type": _should_be("true or false"),
    "list_type": _should_be("a list"),
    "dict_type": _should_be("a mapping (key: value)"),
    "model_type": _should_be("a mapping (key: value)"),
    "model_attributes_type": _should_be("a mapping (key: value)"),
    "enum": _one_of,
    "literal_error": _one_of,
    "too_short": _too_short,
    "too_long": lambda _value, context: f"should have {context['max_length']} entries, not {context['actual_length']}",
    "greater_than": lambda _value, context: f"should be more than {context['gt']:g}",
    "greater_than_equal": lambda _value, context: f"should be {context['ge']:g} or more",
    "less_than": lambda _value, context: f"should be less than {context['lt']:g}",
    "less_than_equal": lambda _value, context: f"should be {context['le']:g} or less",
}


def faults_of(error: ValidationError, root: object, document: Document) -> list[Fault]:
    """Every fault that validation against the type `root` found in a document."""
    details = [detail for detail in error.errors(include_url=False) if detail["input"] is not REFUSED]
    faults = [_fault(detail, root, document) for detail in details[:MAX_FAULTS]]
    if len(details) > MAX_FAULTS:
        line, column = document.marks.value(())
        faults.append(Fault(document.path, line, column, f"has {len(details)} faults; not all are listed"))
    return faults


def _fault(detail: ErrorDetails, root: object, document: Document) -> Fault:
    loc, kind, value = detail["loc"], detail["type"], detail["input"]
    context: Context = detail.get("ctx", {})
    path = _data_path(loc)
    if kind == "missing":
        line, column = document.marks.value(path[:-1])
        message = f"the key {_name(path[-1])} is missing"
    elif kind == "extra_forbidden":
        line, column = document.marks.key(path)
        message = _unknown_key(str(path[-1]), value, _known_keys(root, loc[:-1]))
    elif kind == "words":
        line, column = document.marks.value((*path, *context.get("under", ())))
        message = detail["msg"]
    elif kind in ("place", "zone"):
        line, column = document.marks.value(path)
        message = _shapeless(kind, path, value)
    elif path and path[-1] == "[key]":
        line, column = document.marks.key(path[:-1])
        message = f"the key {_name(path[-2])} {_MESSAGES[kind](value, context)}"
    else:
        line, column = document.marks.value(path)
        say = _MESSAGES.get(kind)
        message = f"{_subject(path)} {say(value, context) if say else detail['msg']}"
    return Fault(document.path, line, column, message)


def _data_path(loc: Iterable[str | int]) -> DataPath:
    """Pydantic's way to an error without the tags of unions, which no file has."""
    return tuple(part for part in loc if not (isinstance(part, str) and _TAG.fullmatch(part)))


def _name(part: str | int) -> str:
    return quoted(str(part))


def _subject(path: DataPath) -> str:
    match path:
        case (*_, str(key)):
            return _name(key)
        case (*_, str(key), int(number)) | (*_, str(key), int(_), int(number)):
            return f"entry {number + 1} of {_name(key)}"
    return "the file"


def _unknown_key(key: str, value: object, known: Sequence[str]) -> str:
    if key in ZONE_KEYS and any(shape in known for shape in ZONE_KEYS):
        return f"a zone has one shape: {_name(key)} should be a zone of its own"
    near = difflib.get_close_matches(key.lower(), known, 1)
    if near:
        return f"unknown key {_name(key)}, did you mean {_name(near[0])}?"
    if value is None and " " in key:
        return f"{_name(key)} stands where a key should: a text with a comma needs quotes here"
    # `{tell_apart: Painful arc, weakness}` looks like a key without a value.
    comma = " (or does a text with a comma need quotes here?)" if value is None else ""
    return f"unknown key {_name(key)}{comma}; the keys here are {', '.join(known)}"


def _shapeless(kind: str, path: DataPath, value: object) -> str:
    words, keys = (_PLACE, PLACE_KEYS) if kind == "place" else (_ZONE, ZONE_KEYS)
    if isinstance(value, dict):
        for key in value:
            near = difflib.get_close_matches(key.lower(), keys, 1)
            if near:
                return f"unknown key {_name(key)}, did you mean {_name(near[0])}?"
    return f"{_subject(path)} {words}"


def _known_keys(root: object, loc: Iterable[str | int]) -> tuple[str, ...]:
    """The keys that the mapping at `loc` may have, found by walking the schema's types."""
    here = root
    for part in loc:
        here = _within(here, part)
    model = _model(here)
    return tuple(field.alias or name for name, field in model.model_fields.items()) if model else ()


def _model(kind: object) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        # Its fields' types are known in full only once it has been built, alone too.
        kind.model_rebuild()
        return kind
    if get_origin(kind) is None or get_origin(kind) in (list, dict):
        return None
    return next((model for argument in get_args(kind) if (model := _model(argument))), None)


def _within(kind: object, part: str | int) -> object:
    """The type of what `part` leads to: a key, a list's number, or the tag of one member of a union."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        model = _model(kind)
        fields = model.model_fields.items() if model else ()
        return next((f.rebuild_annotation() for name, f in fields if part in (f.alias, name)), None)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is list or origin is dict:
        return arguments[-1]
    if origin is Annotated:
        return _within(arguments[0], part)
    # A union: the member with that tag, or else the one that can be entered.
    for member in arguments:
        if get_origin(member) is Annotated and Tag(str(part)) in get_args(member)[1:]:
            return get_args(member)[0]
    return next((inner for member in arguments if (inner := _within(member, part)) is not None), None)
