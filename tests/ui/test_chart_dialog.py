"""A chart of a part of the body, asked for in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from atlas.store.settings import Settings
from atlas.ui.chart_dialog import ChartDialog
from atlas.ui.window import AtlasWindow
from tests.ui.stories import WAIT, Opened


@pytest.fixture
def dialog(qtbot: QtBot, window: AtlasWindow) -> Iterator[ChartDialog]:
    made = window.takeaway.charter()
    assert made is not None
    made.open()
    yield made
    made.shut()


def test_the_menu_draws_the_part_of_the_present_muscle(
    qtbot: QtBot, opened: Opened, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(Settings(muscle="biceps-brachii", paper="letter"))
    path = tmp_path / "wall"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))

    def use(dialog: ChartDialog) -> int:
        dialog.show()
        assert dialog.area_box.currentText() == "Arm"
        assert "5 muscles" in dialog.state.text()
        with qtbot.waitSignal(dialog.maker.finished, timeout=WAIT):
            qtbot.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
            assert not dialog.area_box.isEnabled()
        qtbot.waitUntil(lambda: not dialog.making)
        assert f"Saved to {path}.pdf" in dialog.state.text()
        assert dialog.area_box.isEnabled()
        return 0

    monkeypatch.setattr(ChartDialog, "exec", use)
    window.actions_by_id["plate.chart"].trigger()
    page = PdfReader(f"{path}.pdf").pages[0]
    assert [float(page.mediabox.width), float(page.mediabox.height)] == pytest.approx([612, 792], abs=0.5)
    text = " ".join(page.extract_text().split())
    for name in ("Arm: where trigger points refer pain", "Biceps brachii", "Coracobrachialis", "Anconeus"):
        assert name in text


def test_a_chart_given_up_leaves_the_old_file(qtbot: QtBot, dialog: ChartDialog, tmp_path: Path) -> None:
    path = tmp_path / "hip.pdf"
    path.write_text("mine")
    dialog.area_box.setCurrentText("Hip")
    with qtbot.waitSignal(dialog.maker.finished, timeout=WAIT):
        dialog.draw(path)
        assert dialog.leave.text() == "Cancel"
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.making)
    assert dialog.state.text() == "Given up; no file was written."
    assert [file.name for file in tmp_path.iterdir()] == ["hip.pdf"]
    assert path.read_text() == "mine"
    assert dialog.isVisible()


def test_a_folder_that_is_not_there_is_told(qtbot: QtBot, dialog: ChartDialog, tmp_path: Path) -> None:
    path = tmp_path / "none" / "arm.pdf"
    with qtbot.waitSignal(dialog.maker.finished, timeout=WAIT):
        dialog.draw(path)
    qtbot.waitUntil(lambda: not dialog.making)
    assert f"could not be saved to {path}" in dialog.state.text()
