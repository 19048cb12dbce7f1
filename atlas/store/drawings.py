"""Drawings of pain as small JSON files: numbers of skin points and how strong the pain is there, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

FORMAT = "trigger-point-atlas drawing"
VERSION = 1
# A drawing of all the skin is smaller than this.
_MOST_BYTES = 4_000_000


class DrawingError(Exception):
    """A file that is no drawing; the message says why in plain words, with line and column where there are any."""


def save_drawing(path: Path, weights: Mapping[int, float]) -> None:
    """Write how strong the pain is (above 0 to 1) at points of the skin. Raises OSError."""
    told = {
        "format": FORMAT,
        "version": VERSION,
        "about": "fine vertices of the atlas' body, x below 0 is the right side; strength 0 to 1",
        "pain": [[number, round(weight, 3)] for number, weight in sorted(weights.items())],
    }
    path.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")


def load_drawing(path: Path, vertices: int) -> dict[int, float]:
    """Read a drawing on a skin of so many points. Raises DrawingError for what is none."""
    told = _json(path)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise DrawingError(f"{path}: no drawing of the atlas")
    version = told.get("version")
    if type(version) is not int or version != VERSION:
        raise DrawingError(f"{path}: a drawing of version {_short(version)}; this atlas reads {VERSION}")
    pain = told.get("pain")
    if not isinstance(pain, list):
        raise DrawingError(f"{path}: 'pain' should be a list of [point, strength]")
    return dict(_pair(path, number, entry, vertices) for number, entry in enumerate(pain))


def _json(path: Path) -> object:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise DrawingError(f"{path}: too large for a drawing")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DrawingError(f"{path}: no JSON") from None
    except OSError as error:
        raise DrawingError(f"{path}: {(error.strerror or type(error).__name__).lower()}") from None
    except ValueError:
        # A NUL in the name.
        raise DrawingError(f"{str(path)!r}: no file can be called that") from None
    try:
        found: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise DrawingError(f"{path}:{error.lineno}:{error.colno}: no JSON: {error.msg}") from None
    except (ValueError, RecursionError):
        raise DrawingError(f"{path}: no JSON") from None
    return found


def _short(value: object) -> str:
    """A value as it is told of; numbers of thousands of digits cannot even be written."""
    text = "of very many digits" if isinstance(value, int) and abs(value) > 10**18 else repr(value)
    return text if len(text) <= 40 else f"{text[:39]}\N{HORIZONTAL ELLIPSIS}"


def _pair(path: Path, number: int, entry: object, vertices: int) -> tuple[int, float]:
    match entry:
        case [int(vertex), int() | float() as weight] if not isinstance(vertex, bool) and not isinstance(weight, bool):
            if not 0 <= vertex < vertices:
                raise DrawingError(
                    f"{path}: entry {number + 1} of 'pain': there is no point {_short(vertex)} of the skin"
                )
            if not 0 <= weight <= 1:
                raise DrawingError(f"{path}: entry {number + 1} of 'pain': the strength should be 0 to 1")
            return vertex, float(weight)
    raise DrawingError(f"{path}: entry {number + 1} of 'pain' should be [point, strength]")
