"""Cards as a package for Anki: front and back with pictures, so that they can be learned on a telephone too."""

from __future__ import annotations

import hashlib
import html
import itertools
import json
import sqlite3
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.study.whole_file import whole_file

if TYPE_CHECKING:
    from genanki import Deck, Model, Note, Package

_SPACE = "trigger-point-atlas"
_FIELDS = ("Id", "Front", "FrontPicture", "Back", "BackPicture", "Disclaimer")
_FRONT = '<div class="text">{{Front}}</div>{{FrontPicture}}'
_BACK = (
    '{{FrontSide}}<hr id="answer"><div class="text">{{Back}}</div>{{BackPicture}}'
    '<div class="disclaimer">{{Disclaimer}}</div>'
)
_CSS = """
.card { font-family: system-ui, sans-serif; font-size: 20px; line-height: 1.4; text-align: center;
  color: #1d2b30; background: #f8fafa; }
.card.nightMode, .nightMode .card { color: #dfe8e9; background: #1a2225; }
.text { max-width: 34em; margin: 0.6em auto; }
img { max-width: 100%; max-height: 70vh; border-radius: 6px; }
.disclaimer { margin-top: 1.6em; font-size: 13px; opacity: 0.75; }
"""
# The least and the most that Anki's own ids of this kind would be.
_LEAST_ID, _MOST_ID = 1 << 30, 1 << 40
# A moment of the past that every zip file can hold: without the present one the same cards are the same file.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """One card. Texts are plain; `front_picture` and `back_picture` are whatever the caller's pictures go by."""

    id: str  # such as pattern:infraspinatus:TrP1; the same id is the same note for ever
    front: str
    back: str
    front_picture: str | None = None
    back_picture: str | None = None
    tags: Sequence[str] = ()


def write_package(
    path: Path,
    deck: str,
    cards: Iterable[AnkiCard],
    picture: Callable[[str], bytes],
    *,
    disclaimer: str,
    at: datetime,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write cards as an `.apkg`, as a whole file or not at all; how many they are.

    `picture` gives the PNG bytes for what a card names; it is asked once for each name. The disclaimer stands on the
    back of every card and with the deck. Who imports a package with a later `at` gets the changed cards, and what was
    learned is kept. `progress` is told after each card how many are done.

    Raises OSError, ValueError for two cards with one id or a name that Anki could not show, and whatever `picture`
    raises.
    """
    from genanki import Package

    if not deck.strip() or "::" in deck:
        raise ValueError("a deck needs a name, without '::'")
    pictures = _Pictures(picture)
    made = _deck(deck, disclaimer)
    count = 0
    seen: set[str] = set()
    model = _model()
    with whole_file(path) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for count, card in enumerate(cards, 1):
            if card.id in seen:
                raise ValueError(f"two cards are called {card.id}")
            seen.add(card.id)
            made.add_note(_note(model, card, pictures, disclaimer))
            pictures.store(archive)
            if progress is not None:
                progress(count)
        _write(archive, "media", json.dumps(pictures.media).encode())
        _write(archive, "collection.anki2", _collection(Package(made), at))
    return count


class _Pictures:
    """The package's media: each picture once, under a name that tells what is in it."""

    def __init__(self, picture: Callable[[str], bytes]) -> None:
        self.media: dict[str, str] = {}  # number in the archive: name
        self._picture = picture
        self._names: dict[str, str] = {}
        self._waiting: list[tuple[str, bytes]] = []

    def tag(self, key: str | None) -> str:
        """The HTML that shows a picture."""
        if key is None:
            return ""
        if key not in self._names:
            data = self._picture(key)
            # Another picture is another file: Anki then shows the new one, and its check finds the old one unused.
            name = f"{_SPACE}-{hashlib.sha256(data).hexdigest()[:20]}.png"
            if name not in self._names.values():
                number = str(len(self.media))
                self.media[number] = name
                self._waiting.append((number, data))
            self._names[key] = name
        return f'<img src="{self._names[key]}">'

    def store(self, archive: zipfile.ZipFile) -> None:
        """Put what is new into the archive, so that the pictures are not all in memory."""
        for number, data in self._waiting:
            _write(archive, number, data, zipfile.ZIP_STORED)
        self._waiting.clear()


def _note(model: Model, card: AnkiCard, pictures: _Pictures, disclaimer: str) -> Note:
    from genanki import Note, guid_for

    return Note(
        model,
        [
            html.escape(card.id),
            _html(card.front),
            pictures.tag(card.front_picture),
            _html(card.back),
            pictures.tag(card.back_picture),
            _html(disclaimer),
        ],
        tags=[tag for tag in map(_tag, card.tags) if tag],
        guid=guid_for(_SPACE, card.id),
    )


def _model() -> Model:
    from genanki import Model

    return Model(
        _number("model 1"),
        "Trigger Point Atlas",
        [{"name": name} for name in _FIELDS],
        [{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        _CSS,
    )


def _deck(name: str, disclaimer: str) -> Deck:
    from genanki import Deck

    return Deck(_number(f"deck {name}"), name, _html(disclaimer))


def _number(what: str) -> int:
    """A number that is always the same for the same thing, as Anki's ids need to be."""
    digest = hashlib.sha256(f"{_SPACE} {what}".encode()).digest()
    return _LEAST_ID + int.from_bytes(digest[:8], "big") % (_MOST_ID - _LEAST_ID)


def _html(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _tag(text: str) -> str:
    # Anki parts tags at blanks, and takes :: for a tag within a tag.
    kept = "".join(letter if unicodedata.category(letter)[0] in "LN" or letter in "-_:" else "-" for letter in text)
    return kept.strip("-:")


def _collection(package: Package, at: datetime) -> bytes:
    """The package's database. The library's own way of writing it leaves a file behind in the temporary folder."""
    moment = at.timestamp()
    with tempfile.TemporaryDirectory(prefix="atlas-anki-") as folder:
        file = Path(folder) / "collection.anki2"
        with closing(sqlite3.connect(file)) as database:
            package.write_to_db(database.cursor(), moment, itertools.count(int(moment * 1000)))
            database.commit()
        return file.read_bytes()


def _write(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data, how)
