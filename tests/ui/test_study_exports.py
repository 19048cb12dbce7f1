"""A learner takes answers and cards along."""

from __future__ import annotations

import csv
import json
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget
from pytestqt.qtbot import QtBot

from atlas.edition import Edition
from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer, KeptAnswer, Learner
from atlas.study.cards import Card, CardKind
from atlas.study.facts import Facts, facts_of
from atlas.study.questions import all_cards
from atlas.ui.study_card_printer import CardPrinter
from atlas.ui.study_exports import AnkiDialog, export_csv

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support propagateSizeHints")

WAIT = 60_000
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIELDS = ("Id", "Front", "FrontPicture", "Back", "BackPicture", "Disclaimer")
DECK = (
    Card(CardKind.PATTERN, "infraspinatus", "TrP1"),
    Card(CardKind.PAINT, "infraspinatus", "TrP1"),
    Card(CardKind.PLACE, "infraspinatus", "TrP1"),
    Card(CardKind.ORIGIN, "infraspinatus"),
    Card(CardKind.REGION, region="front-of-shoulder"),
)


@pytest.fixture(scope="module")
def facts(edition: Edition) -> Facts:
    return facts_of(edition)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    (tmp_path / "kept").mkdir()
    with Answers(tmp_path / "kept" / "answers.sqlite") as opened:
        yield opened


@pytest.fixture
def learner(answers: Answers) -> Learner:
    learner = answers.learners.add("Jo O'Neill")
    for number in range(3):
        at = NOW + timedelta(minutes=number)
        answers.record(Answer(learner.id, "origin:soleus", at, at, 3, 1.0, "soleus", 6000))
    return learner


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def dialog(qtbot: QtBot, window: QWidget, edition: Edition, facts: Facts) -> Iterator[AnkiDialog]:
    made = AnkiDialog(edition, facts, "Upper quarter", DECK, window)
    made.open()
    yield made
    made.done(0)


def answer_with(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    """Let the dialog for files answer with a path; what it was offered."""
    offered: list[str] = []

    def ask(_parent: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return ("" if path is None else str(path), "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return offered


def packed(qtbot: QtBot, dialog: AnkiDialog, path: Path) -> None:
    dialog.pack(path)
    qtbot.waitUntil(lambda: not dialog.making, timeout=WAIT)


def notes_of(path: Path, folder: Path) -> dict[str, dict[str, str]]:
    """The notes of a package by their ids."""
    with zipfile.ZipFile(path) as archive:
        archive.extract("collection.anki2", folder)
    with closing(sqlite3.connect(folder / "collection.anki2")) as database:
        rows = [row[0].split("\x1f") for row in database.execute("SELECT flds FROM notes")]
    return {row[0]: dict(zip(FIELDS, row, strict=True)) for row in rows}


def media_of(path: Path) -> dict[str, bytes]:
    """The pictures of a package by their names."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(number) for number, name in json.loads(archive.read("media")).items()}


# ---- answers as a table ----------------------------------------------------------------------------------------------


def test_all_answers_are_saved_as_a_table(
    window: QWidget, answers: Answers, learner: Learner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = answer_with(monkeypatch, folder / "mine")
    said = export_csv(window, answers, learner)
    assert said == f"3 answers saved to {folder / 'mine.csv'}."
    assert offered == ["jo-o-neill-answers.csv"]
    with (folder / "mine.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["learner"], row["card"]) for row in rows] == [("Jo O'Neill", "origin:soleus")] * 3


def test_no_file_no_table(window: QWidget, answers: Answers, learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, None)
    assert export_csv(window, answers, learner) == ""


def test_a_table_that_cannot_be_saved_is_told_of(
    window: QWidget, answers: Answers, learner: Learner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, folder / "no such folder" / "mine.csv")
    assert "could not be saved to" in export_csv(window, answers, learner)
    answer_with(monkeypatch, folder / "mine.csv")
    answers.close()
    assert str(answers.path) in export_csv(window, answers, learner)
    assert list(folder.iterdir()) == []


def test_a_table_that_is_given_up_leaves_no_file(
    window: QWidget, answers: Answers, learner: Learner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, folder / "mine.csv")
    # The learner is quicker than any hand.
    monkeypatch.setattr(QProgressDialog, "setMinimumDuration", lambda bar, _ms: QTimer.singleShot(0, bar.canceled.emit))
    monkeypatch.setattr(Answers, "all", _slowly(Answers.all))
    assert export_csv(window, answers, learner) == "Given up; no file was written."
    assert list(folder.iterdir()) == []


def _slowly(read: Callable[[Answers, int], Iterator[KeptAnswer]]) -> Callable[[Answers, int], Iterator[KeptAnswer]]:
    """As many answers as it takes until the reader is stopped."""

    def again_and_again(answers: Answers, learner: int) -> Iterator[KeptAnswer]:
        while True:
            time.sleep(0.001)
            yield from read(answers, learner)

    return again_and_again


# ---- cards for Anki --------------------------------------------------------------------------------------------------


def test_a_deck_with_pictures_is_a_package(
    qtbot: QtBot, dialog: AnkiDialog, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = answer_with(monkeypatch, folder / "deck")
    assert dialog.state.text() == "5 cards, each with its question and the right answer."
    qtbot.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
    assert dialog.making
    assert dialog.bar.isVisible()
    qtbot.waitUntil(lambda: not dialog.making, timeout=WAIT)
    assert dialog.state.text().startswith(f"5 cards saved to {folder / 'deck.apkg'} (")
    assert offered == ["trigger-points-upper-quarter.apkg"]
    assert [file.name for file in folder.iterdir()] == ["deck.apkg"]
    notes = notes_of(folder / "deck.apkg", tmp_path)
    assert set(notes) == {card.id for card in DECK}
    asked = notes["pattern:infraspinatus:TrP1"]
    assert asked["Front"] == "Which muscle refers pain like this?"
    assert asked["Back"].startswith("Infraspinatus")
    assert asked["FrontPicture"] != asked["BackPicture"]
    # What is asked of a point is answered with the same picture.
    for kind in ("paint", "place"):
        note = notes[f"{kind}:infraspinatus:TrP1"]
        assert (note["FrontPicture"], note["BackPicture"]) == ("", asked["BackPicture"])
    assert notes["place:infraspinatus:TrP1"]["Front"].endswith("?")
    assert notes["origin:infraspinatus"]["BackPicture"]
    region = notes["region:front-of-shoulder"]
    assert region["FrontPicture"]
    assert "Infraspinatus" in region["Front"] + region["Back"]
    assert "not for diagnosis" in region["Disclaimer"]


def test_the_pictures_are_pictures_and_the_one_that_asks_shows_no_muscle(
    qtbot: QtBot, dialog: AnkiDialog, folder: Path, tmp_path: Path
) -> None:
    packed(qtbot, dialog, folder / "deck.apkg")
    media = media_of(folder / "deck.apkg")
    notes = notes_of(folder / "deck.apkg", tmp_path)
    assert len(media) == 4
    sizes = set()
    for data in media.values():
        with Image.open(BytesIO(data)) as picture:
            sizes.add(picture.size)
            assert picture.format == "PNG"
        assert len(data) < 100_000
    assert sizes == {(480, 440)}
    front = notes["pattern:infraspinatus:TrP1"]["FrontPicture"].split('"')[1]
    back = notes["pattern:infraspinatus:TrP1"]["BackPicture"].split('"')[1]
    dark = {name: _dark(media[name]) for name in (front, back)}
    # The cross and its legend are nearly black.
    assert dark[front] < dark[back]


def _dark(data: bytes) -> int:
    with Image.open(BytesIO(data)) as picture:
        return sum(picture.convert("L").histogram()[:64])


def test_anki_itself_reads_the_package(qtbot: QtBot, dialog: AnkiDialog, folder: Path, tmp_path: Path) -> None:
    library = pytest.importorskip("anki.collection", reason="Anki's library is not there for this system")
    dialog.name.setText("My deck")
    packed(qtbot, dialog, folder / "deck.apkg")
    collection = library.Collection(str(tmp_path / "collection.anki2"))
    try:
        options = library.ImportAnkiPackageOptions(with_scheduling=False)
        request = library.ImportAnkiPackageRequest(package_path=str(folder / "deck.apkg"), options=options)
        collection.import_anki_package(request)
        assert collection.note_count() == len(DECK)
        assert collection.decks.id_for_name("My deck") is not None
        assert not collection.media.check().missing
    finally:
        collection.close()


def test_without_pictures_there_are_words_alone(qtbot: QtBot, dialog: AnkiDialog, folder: Path, tmp_path: Path) -> None:
    dialog.pictures.click()
    packed(qtbot, dialog, folder / "deck.apkg")
    assert media_of(folder / "deck.apkg") == {}
    notes = notes_of(folder / "deck.apkg", tmp_path)
    assert {note["FrontPicture"] + note["BackPicture"] for note in notes.values()} == {""}


def test_given_up_leaves_no_file_and_the_dialog_open(qtbot: QtBot, dialog: AnkiDialog, folder: Path) -> None:
    dialog.pack(folder / "never.apkg")
    assert dialog.leave.text() == "Cancel"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.making, timeout=WAIT)
    assert dialog.state.text() == "Given up; no file was written."
    assert list(folder.iterdir()) == []
    assert dialog.isVisible()
    assert dialog.leave.text() == "Close"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_name_that_cannot_be_is_told_of_at_once(qtbot: QtBot, dialog: AnkiDialog) -> None:
    for name, words in (("  ", "needs a name"), ("a::b", "two colons")):
        dialog.name.selectAll()
        qtbot.keyClicks(dialog.name, name)
        assert words in dialog.state.text()
        assert not dialog.begin.isEnabled()
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "Mine")
    assert dialog.begin.isEnabled()


def test_a_deck_without_cards_cannot_be_saved(window: QWidget, edition: Edition, facts: Facts) -> None:
    empty = AnkiDialog(edition, facts, "Mistakes", (), window)
    assert empty.state.text() == "This deck holds no cards."
    assert not empty.begin.isEnabled()
    empty.done(0)


def test_a_package_that_cannot_be_saved_is_told_of(qtbot: QtBot, dialog: AnkiDialog, folder: Path) -> None:
    packed(qtbot, dialog, folder / "no such folder" / "deck.apkg")
    assert "could not be saved to" in dialog.state.text()
    assert dialog.begin.isEnabled()


def test_a_card_that_the_dataset_lost_is_left_out(
    qtbot: QtBot, window: QWidget, edition: Edition, facts: Facts, folder: Path, tmp_path: Path
) -> None:
    cards = (Card(CardKind.ORIGIN, "no-such-muscle"), DECK[3])
    dialog = AnkiDialog(edition, facts, "Old", cards, window)
    packed(qtbot, dialog, folder / "old.apkg")
    assert dialog.state.text().startswith("1 card saved to ")
    assert set(notes_of(folder / "old.apkg", tmp_path)) == {DECK[3].id}
    dialog.done(0)


def test_every_kind_of_card_can_be_printed(edition: Edition, facts: Facts) -> None:
    printer = CardPrinter(edition, facts, pictures=False)
    first = {card.kind: card for card in reversed(all_cards(facts))}
    assert set(first) == set(CardKind)
    for kind, card in first.items():
        note = printer.note(card)
        assert note.front, kind
        assert note.back, kind
        assert kind.value in note.tags
