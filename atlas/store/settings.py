"""What the window remembers from one start to the next, in one small JSON file."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TypeAlias, TypeGuard, cast

from atlas.store.paths import config_folder

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

SCHEMA = 1
FILE_NAME = "settings.json"
MOST_RECENT = 12

THEMES = ("system", "light", "dark")
BODIES = ("male", "female", "male-old", "female-old", "male-heavy", "female-slight")
SIDES = ("right", "left", "both")

TONES = ("light", "tan", "brown", "dark")
AUDIENCES = ("patient", "clinician")
PAPERS = ("a4", "letter")
LAYERS = ("skin", "superficial", "intermediate", "deep")

_WORDS = {
    "theme": THEMES,
    "body": BODIES,
    "side": SIDES,
    "layer": LAYERS,
    "tone": TONES,
    "audience": AUDIENCES,
    "paper": PAPERS,
}


@dataclass(frozen=True, slots=True)
class Panes:
    """Which columns are open, and their widths in device-independent pixels."""

    list_open: bool = True
    notes_open: bool = True
    list_width: int = 260
    notes_width: int = 400


@dataclass(slots=True)
class Settings:
    """The settings. Change a field, then `save`.

    Neither loading nor saving raises: what goes wrong is told in `problems`, in plain words with the path.
    """

    theme: str = "system"
    body: str = "male"
    side: str = "right"
    layer: str = "skin"
    tone: str = "light"  # of the skin
    modest: bool = False  # the body wears plain cloth
    names: bool = True  # beside the muscles of a layer
    audience: str = "patient"  # for whom the pages to read are written
    clinic: str = ""  # the name on hand-outs
    logo: str = ""  # the path of a PNG file for hand-outs
    paper: str = "a4"
    large_print: bool = False  # of hand-outs
    geometry: str = ""  # the window's, base64
    panes: Panes = field(default_factory=Panes)
    muscle: str = ""  # the last one shown
    reduce_motion: bool = False
    recent: tuple[str, ...] = ()  # muscle ids, the newest first
    problems: list[str] = field(default_factory=list, compare=False)
    _path: Path | None = field(default=None, repr=False, compare=False)
    _read: dict[str, Json] = field(default_factory=dict, repr=False, compare=False)
    _keep_file: bool = field(default=False, repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path | None = None) -> Settings:
        """The settings of a folder, by default the user's; defaults for what is missing or wrong."""
        settings = cls(_path=(folder or config_folder()) / FILE_NAME)
        settings._read_file()
        return settings

    def remember(self, muscle: str) -> None:
        """Note a muscle as the last one shown and the newest of the recent ones."""
        self.muscle = muscle
        self.recent = (muscle, *[other for other in self.recent if other != muscle])[:MOST_RECENT]

    def save(self) -> bool:
        """Write the file as a whole or not at all; False, and a problem, if that could not be done."""
        if self._path is None or self._keep_file:
            return False
        temporary: Path | None = None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".settings-", suffix=".tmp")
            temporary = Path(name)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(self._written(), indent=2, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
        except OSError as error:
            self._tell(f"The settings could not be saved to {self._path}: {_reason(error)}.")
            if temporary is not None:
                _discard(temporary)
            return False
        return True

    def _written(self) -> dict[str, Json]:
        known: dict[str, Json] = {
            item.name: cast(Json, getattr(self, item.name)) for item in fields(self) if item.name in _KNOWN
        }
        schema = self._read.get("schema")
        newest = max(schema, SCHEMA) if _is_int(schema) else SCHEMA
        panes = self._read.get("panes")
        unknown_panes = panes if isinstance(panes, dict) else {}
        return {
            **self._read,
            **known,
            "schema": newest,
            "panes": {**unknown_panes, **asdict(self.panes)},
            "recent": list(self.recent),
        }

    def _read_file(self) -> None:
        assert self._path is not None
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except UnicodeDecodeError:
            self._set_aside("it is not text")
            return
        except OSError as error:
            # It may be well and only out of reach for now: it must not be written over.
            self._keep_file = True
            self._tell(f"The settings in {self._path} could not be read: {_reason(error)}. Changes are not saved.")
            return
        try:
            read = json.loads(text)
        except (ValueError, RecursionError) as error:
            self._set_aside(f"it is damaged ({error})")
            return
        if not isinstance(read, dict):
            self._set_aside("it does not hold settings")
            return
        self._read = read
        self._take()

    def _take(self) -> None:
        for name, value in self._read.items():
            if name not in _KNOWN:
                continue
            taken = _checked(name, value)
            if taken is None:
                self._tell(f"{self._path}: '{name}' cannot be {json.dumps(value)[:60]}; the default is used.")
            else:
                setattr(self, name, taken)

    def _set_aside(self, why: str) -> None:
        assert self._path is not None
        broken = self._path.with_name(f"{self._path.name}.broken")
        try:
            self._path.replace(broken)
        except OSError as error:
            self._keep_file = True
            self._tell(f"The settings in {self._path} cannot be used: {why}. {_reason(error)}; changes are not saved.")
            return
        self._tell(f"The settings in {self._path} could not be used: {why}. The file was kept as {broken}.")

    def _tell(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


_KNOWN = frozenset(
    {
        "theme",
        "body",
        "side",
        "geometry",
        "panes",
        "muscle",
        "reduce_motion",
        "recent",
        "layer",
        "names",
        "tone",
        "modest",
        "audience",
        "clinic",
        "logo",
        "paper",
        "large_print",
    }
)


def _checked(name: str, value: Json) -> str | bool | Panes | tuple[str, ...] | None:
    """A value in its field's type, or None if it is none."""
    if name in ("reduce_motion", "names", "modest", "large_print"):
        return value if isinstance(value, bool) else None
    if name == "panes":
        return _panes(value)
    if name == "recent":
        if not isinstance(value, list):
            return None
        return tuple(entry for entry in value if isinstance(entry, str))[:MOST_RECENT]
    if not isinstance(value, str):
        return None
    return value if value in _WORDS.get(name, (value,)) else None


def _panes(value: Json) -> Panes | None:
    if not isinstance(value, dict):
        return None
    usual = Panes()
    return Panes(
        list_open=_flag(value.get("list_open"), usual.list_open),
        notes_open=_flag(value.get("notes_open"), usual.notes_open),
        list_width=_width(value.get("list_width"), usual.list_width),
        notes_width=_width(value.get("notes_width"), usual.notes_width),
    )


def _flag(value: Json, usual: bool) -> bool:
    return value if isinstance(value, bool) else usual


def _width(value: Json, usual: int) -> int:
    return min(max(value, 120), 2000) if _is_int(value) else usual


def _is_int(value: Json) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # a leftover of a few bytes in a folder that is out of order anyway
