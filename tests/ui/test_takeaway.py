"""Taking the picture away: in another size, by drag."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from atlas.ui.export_dialog import ExportDialog
from atlas.ui.window import AtlasWindow


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


@pytest.fixture
def dialog(qtbot: QtBot, window: AtlasWindow) -> Iterator[ExportDialog]:
    made = window.takeaway.exporter()
    assert made is not None
    made.open()
    yield made
    made.shut()


def test_a_picture_for_a_slide_is_as_large_as_a_slide(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.size_box.setCurrentText("Slide")
    assert (dialog.wide.value(), dialog.tall.value()) == (1920, 1080)
    with qtbot.waitSignal(dialog.exporter.finished, timeout=60_000) as told:
        dialog.draw(tmp_path / "slide")
    assert told.args == [""]
    qtbot.waitUntil(lambda: not dialog.making)
    assert "slide.png" in dialog.state.text()
    assert size_of(tmp_path / "slide.png") == (1920, 1080)
    assert [file.name for file in tmp_path.iterdir()] == ["slide.png"]


def test_a_page_is_a_page_of_paper_with_its_words(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    with qtbot.waitSignal(dialog.exporter.finished, timeout=60_000):
        dialog.draw(tmp_path / "page.pdf")
    page = PdfReader(tmp_path / "page.pdf").pages[0]
    assert [float(page.mediabox.width), float(page.mediabox.height)] == pytest.approx([595.2, 841.9], abs=0.5)
    text = page.extract_text()
    assert "Infraspinatus" in text
    assert "Essential zone" in text
    assert "not for diagnosis" in text


def test_without_legend_and_title_the_picture_has_no_words(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    for check in (dialog.labels, dialog.legend, dialog.caption):
        check.click()
    dialog.wide.setValue(400)
    dialog.tall.setValue(300)
    assert dialog.size_box.currentText() == "Own size"
    with qtbot.waitSignal(dialog.exporter.finished, timeout=60_000):
        dialog.draw(tmp_path / "plain.pdf")
    assert "Essential" not in PdfReader(tmp_path / "plain.pdf").pages[0].extract_text()
    assert "Infraspinatus" not in PdfReader(tmp_path / "plain.pdf").pages[0].extract_text()


def test_given_up_leaves_no_file(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    with qtbot.waitSignal(dialog.exporter.stopped, timeout=60_000):
        dialog.draw(tmp_path / "never.png")
        assert dialog.leave.text() == "Cancel"
        qtbot.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.making)
    assert "Given up" in dialog.state.text()
    assert list(tmp_path.iterdir()) == []
    assert dialog.isVisible()


def test_a_file_that_cannot_be_is_told(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.size_box.setCurrentText("Slide")
    with qtbot.waitSignal(dialog.exporter.finished, timeout=60_000) as told:
        dialog.draw(tmp_path / "no such folder" / "x.png")
    assert "could not be saved" in str(told.args)
    with qtbot.waitSignal(dialog.exporter.finished, timeout=60_000) as told:
        dialog.draw(tmp_path / "x.bmp")
    assert ".bmp" in dialog.state.text()


def test_the_menu_asks_for_a_file(
    qtbot: QtBot, window: AtlasWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "square.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))

    def use(dialog: ExportDialog) -> int:
        dialog.size_box.setCurrentText("Square")
        with qtbot.waitSignal(dialog.exporter.finished, timeout=60_000):
            dialog.begin.click()
        return 0

    monkeypatch.setattr(ExportDialog, "exec", use)
    window.actions_by_id["plate.export"].trigger()
    assert size_of(path) == (1500, 1500)


def test_the_picture_is_dragged_into_a_document(
    qtbot: QtBot, window: AtlasWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[QDrag] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_given: carried.append(drag))
    handle = window.stage.handle
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.mouseMove(handle, QPoint(12, 11))
    assert not carried
    qtbot.mouseMove(handle, QPoint(60, 10))
    qtbot.mouseMove(handle, QPoint(90, 10))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    assert len(carried) == 1
    data = carried[0].mimeData()
    assert data.hasImage()
    file = Path(data.urls()[0].toLocalFile())
    assert file.name == "infraspinatus.png"
    with Image.open(file) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    assert pixels.std() > 10
    assert isinstance(data.imageData(), QImage)
    window.takeaway.shut()
    assert not file.exists()


def test_a_click_on_the_handle_copies_the_picture_and_says_so(qtbot: QtBot, window: AtlasWindow) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    qtbot.mouseClick(window.stage.handle, Qt.MouseButton.LeftButton)
    assert not clipboard.pixmap().isNull()
    assert "clipboard" in window.body.told
