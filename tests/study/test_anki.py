"""The exported deck is read back by Anki's own library, pictures and all."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from atlas.study.anki import AnkiCard, write_package

if TYPE_CHECKING:
    from anki.collection import Collection

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DISCLAIMER = "For teaching, not for diagnosis <really>."
CARDS = [
    AnkiCard(
        "pattern:soleus:TrP1", "Which muscle?", "Soleus\n& the heel", "front-soleus", "back-soleus", ["lower leg"]
    ),
    AnkiCard("pattern:scaleni:TrP2", "Which muscle?", "Scalenes <3", "front-scaleni", None, ["neck", "a::b", "<>"]),
    AnkiCard("origin:soleus", "Where does soleus begin?", "Tibia and fibula"),
]


def picture(key: str) -> bytes:
    """A PNG of one pixel, another one for each name; only the two of soleus are the same."""
    return b"\x89PNG\r\n\x1a\n" + key.removeprefix("front-").removeprefix("back-").encode()


def export(path: Path, cards: list[AnkiCard] = CARDS, at: datetime = NOW) -> int:
    return write_package(path, "Atlas, lower leg", cards, picture, disclaimer=DISCLAIMER, at=at)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    library = pytest.importorskip("anki.collection", reason="Anki's library is not there for this system")
    opened = library.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def read_in(collection: Collection, path: Path) -> None:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    options = ImportAnkiPackageOptions(with_scheduling=False)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))


def test_anki_reads_cards_pictures_tags_and_disclaimer(collection: Collection, tmp_path: Path) -> None:
    assert export(tmp_path / "deck.apkg") == 3
    read_in(collection, tmp_path / "deck.apkg")
    notes = {note["Id"]: note for note in map(collection.get_note, collection.find_notes(""))}
    assert set(notes) == {card.id for card in CARDS}
    soleus = notes["pattern:soleus:TrP1"]
    assert soleus["Front"] == "Which muscle?"
    assert soleus["Back"] == "Soleus<br>&amp; the heel"
    assert soleus.tags == ["lower-leg"]
    assert sorted(notes["pattern:scaleni:TrP2"].tags) == ["a::b", "neck"]
    (card,) = soleus.cards()
    assert DISCLAIMER.replace("<", "&lt;").replace(">", "&gt;") in card.answer()
    assert "Which muscle?" in card.question()
    assert "Soleus" not in card.question()
    deck = collection.decks.get(card.did)
    assert deck is not None
    assert deck["name"] == "Atlas, lower leg"
    assert "For teaching" in deck["desc"]
    for note in notes.values():
        for field in ("FrontPicture", "BackPicture"):
            for name in re.findall(r'src="([^"]+)"', note[field]):
                kept = Path(collection.media.dir()) / name
                assert kept.read_bytes().startswith(b"\x89PNG")
    assert (
        picture("front-soleus")
        == (Path(collection.media.dir()) / re.findall('src="(.+)"', soleus["FrontPicture"])[0]).read_bytes()
    )
    checked = collection.media.check()
    assert list(checked.missing) == []
    assert list(checked.unused) == []


def test_a_later_package_changes_the_cards_and_keeps_what_was_learned(collection: Collection, tmp_path: Path) -> None:
    export(tmp_path / "deck.apkg")
    read_in(collection, tmp_path / "deck.apkg")
    (number,) = collection.find_cards('"Id:origin:soleus"')
    learned = collection.get_card(number)
    learned.reps = 7
    collection.update_card(learned)
    changed = [AnkiCard("origin:soleus", "Where does soleus begin?", "Changed", "new-picture"), *CARDS[:2]]
    added = AnkiCard("action:soleus", "What does soleus do?", "It stands.")
    export(tmp_path / "later.apkg", [*changed, added], NOW + timedelta(days=3))
    read_in(collection, tmp_path / "later.apkg")
    notes = {note["Id"]: note for note in map(collection.get_note, collection.find_notes(""))}
    assert len(notes) == 4
    assert collection.card_count() == 4
    assert notes["origin:soleus"]["Back"] == "Changed"
    assert "<img" in notes["origin:soleus"]["FrontPicture"]
    assert collection.get_card(number).reps == 7
    assert len(collection.decks.all_names_and_ids(skip_empty_default=True)) == 1
    assert len([each for each in collection.models.all_names_and_ids() if "Trigger" in each.name]) == 1


def test_equal_pictures_are_there_once_and_each_is_asked_for_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def asking(key: str) -> bytes:
        asked.append(key)
        return picture(key)

    cards = [*CARDS, AnkiCard("region:heel", "Which muscles refer there?", "Soleus", "front-soleus")]
    write_package(tmp_path / "deck.apkg", "Deck", cards, asking, disclaimer=DISCLAIMER, at=NOW)
    assert asked == ["front-soleus", "back-soleus", "front-scaleni"]
    with zipfile.ZipFile(tmp_path / "deck.apkg") as archive:
        media = json.loads(archive.read("media"))
        assert set(archive.namelist()) == {"collection.anki2", "media", *media}
    assert len(media) == 2


def test_the_same_cards_are_the_same_file_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    export(tmp_path / "one.apkg")
    export(tmp_path / "two.apkg")
    with zipfile.ZipFile(tmp_path / "one.apkg") as one, zipfile.ZipFile(tmp_path / "two.apkg") as two:
        assert one.namelist() == two.namelist()
        names = [name for name in one.namelist() if name != "collection.anki2"]
        assert [one.read(name) for name in names] == [two.read(name) for name in names]
    assert list(scratch.iterdir()) == []
    assert {file.name for file in tmp_path.iterdir()} == {"one.apkg", "two.apkg", "scratch"}


def test_what_goes_wrong_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    path.write_text("older")

    def broken(key: str) -> bytes:
        raise OSError("no picture")

    with pytest.raises(OSError, match="no picture"):
        write_package(path, "Deck", CARDS, broken, disclaimer=DISCLAIMER, at=NOW)
    with pytest.raises(ValueError, match="two cards are called origin:soleus"):
        export(path, [CARDS[2], CARDS[2]])
    with pytest.raises(ValueError, match="name"):
        write_package(path, " ", CARDS, picture, disclaimer=DISCLAIMER, at=NOW)
    with pytest.raises(OSError, match="No such file"):
        export(tmp_path / "nowhere" / "deck.apkg")
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    write_package(
        tmp_path / "deck.apkg", "Deck", CARDS, picture, disclaimer=DISCLAIMER, at=NOW, progress=told.append
    )  # fmt: skip
    assert told == [1, 2, 3]
