"""The page for the patient, made from the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from atlas.handout.paper import Pick
from atlas.store.settings import Settings
from atlas.ui import theme
from atlas.ui.handout_dialog import HandoutDialog
from atlas.ui.presenter import Presenter
from atlas.ui.window import AtlasWindow
from tests.paper import printed, printed_pictures
from tests.ui.stories import WAIT, Opened, rested

# What the offscreen platform says where a window is raised, and where names are offered while one types.
pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support propagateSizeHints", "does not support grabbing the keyboard"
)


@pytest.fixture
def dialog(qtbot: QtBot, window: AtlasWindow) -> Iterator[HandoutDialog]:
    made = window.companions.paper()
    made.open()
    settled(qtbot, made)
    yield made
    made.done(0)
    made.shut()


def settled(qtbot: QtBot, dialog: HandoutDialog) -> None:
    qtbot.waitUntil(lambda: dialog.at_rest, timeout=WAIT)


def saved(qtbot: QtBot, dialog: HandoutDialog, path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Save by the button; returns the page's text."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))
    with qtbot.waitSignal(dialog.typist.saved, timeout=WAIT):
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert str(path) in dialog.state.text()
    return " ".join(PdfReader(path).pages[0].extract_text().split()) if path.suffix == ".pdf" else ""


def differing(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """How much of two pictures is clearly not alike, 0..1."""
    return float((np.abs(one.astype(int) - other.astype(int)).max(axis=2) > 60).mean())


def named(presenter: Presenter, name: str) -> Callable[[], bool]:
    return lambda: presenter.name.text() == name


def test_shown_played_and_handed_out_on_the_left(
    qtbot: QtBot, window: AtlasWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, pictures = {}, {}
    for side in ("right", "left"):
        window.actions_by_id[f"side.{side}"].trigger()
        rested(qtbot, window)
        presenter = window.companions.present()
        qtbot.waitUntil(named(presenter, f"Infraspinatus, {side} side"), timeout=WAIT)
        qtbot.mouseClick(presenter.play, Qt.MouseButton.LeftButton)
        path = tmp_path / f"{side}.pdf"

        def hand_out(dialog: HandoutDialog, path: Path = path, side: str = side) -> int:
            dialog.show()
            settled(qtbot, dialog)
            texts[side] = saved(qtbot, dialog, path, monkeypatch)
            return 0

        monkeypatch.setattr(HandoutDialog, "exec", hand_out)
        window.actions_by_id["handout.open"].trigger()
        pictures[side] = printed_pictures(path)
    assert "Infraspinatus, left side" in texts["left"]
    assert "right side" not in texts["left"]
    assert "See a doctor" in texts["left"]
    # As printed, the picture of the left is that of the right in a mirror, but for letters and dots.
    assert len(pictures["left"]) == len(pictures["right"]) == 2
    for left, right in zip(pictures["left"], pictures["right"], strict=True):
        assert differing(left, right[:, ::-1]) < 0.06
        assert differing(left, right) > 0.15


def test_the_page_is_shown_before_it_is_saved(qtbot: QtBot, dialog: HandoutDialog) -> None:
    before = dialog.page.pixmap().toImage()
    assert before.height() > 400
    qtbot.keyClick(dialog.large, Qt.Key.Key_Space)
    assert dialog.sheet.large
    settled(qtbot, dialog)
    assert dialog.page.pixmap().toImage() != before


def test_another_muscle_own_lines_and_the_clinic(
    qtbot: QtBot, dialog: HandoutDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.keyClicks(dialog.another, "Soleus")
    qtbot.keyClick(dialog.another, Qt.Key.Key_Return)
    assert dialog.picks == [Pick("infraspinatus"), Pick("soleus")]
    qtbot.keyClicks(dialog.lines, "Walk every day.")
    qtbot.keyClicks(dialog.clinic, "Harbour Street")
    text = saved(qtbot, dialog, tmp_path / "two.pdf", monkeypatch)
    for words in ("Soleus", "Infraspinatus", "Walk every day.", "Harbour Street"):
        assert words in text
    dialog.leave_out(Pick("infraspinatus"))
    settled(qtbot, dialog)
    assert "Infraspinatus" not in saved(qtbot, dialog, tmp_path / "one.pdf", monkeypatch)
    saved(qtbot, dialog, tmp_path / "one.png", monkeypatch)
    with Image.open(tmp_path / "one.png") as picture:
        assert picture.size[1] > picture.size[0] > 1000


@pytest.mark.parametrize("typed", ["soleus", " SOLEUS ", "tib ant", "upper trap"])
def test_a_muscle_is_added_as_one_types_it(qtbot: QtBot, dialog: HandoutDialog, typed: str) -> None:
    qtbot.keyClicks(dialog.another, typed)
    qtbot.keyClick(dialog.another, Qt.Key.Key_Return)
    assert [pick.muscle for pick in dialog.picks[1:]] in (["soleus"], ["tibialis-anterior"], ["trapezius-upper"])
    assert dialog.another.text() == ""


def test_a_name_that_may_mean_several_is_asked_about(qtbot: QtBot, dialog: HandoutDialog) -> None:
    qtbot.keyClicks(dialog.another, "masseter")
    qtbot.keyClick(dialog.another, Qt.Key.Key_Return)
    assert dialog.picks == [Pick("infraspinatus")]
    assert "That may mean" in dialog.state.text()
    assert " or " in dialog.state.text()


def test_what_found_no_room_is_told_in_the_colour_of_a_warning(qtbot: QtBot, dialog: HandoutDialog) -> None:
    for muscle in ("soleus", "pectoralis-major", "rectus-femoris"):
        dialog.add(Pick(muscle))
    settled(qtbot, dialog)
    assert "No room for" in dialog.state.text()
    assert theme.current().warning in dialog.state.styleSheet()


def test_a_name_that_there_is_not_is_told(qtbot: QtBot, dialog: HandoutDialog) -> None:
    qtbot.keyClicks(dialog.another, "Nonsense")
    qtbot.keyClick(dialog.another, Qt.Key.Key_Return)
    assert "no muscle of that name" in dialog.state.text()
    assert dialog.isVisible()
    assert dialog.picks == [Pick("infraspinatus")]


def test_a_logo_that_is_none_is_told_and_mended(qtbot: QtBot, dialog: HandoutDialog, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("not a picture", encoding="utf-8")
    dialog.logo.setText(str(tmp_path / "logo.png"))
    settled(qtbot, dialog)
    assert "is not a PNG file" in dialog.state.text()
    assert not dialog.save_button.isEnabled()
    assert dialog.page.pixmap().isNull(), "the former page is not the one that was asked for"
    assert "is not a PNG file" in dialog.page.text()
    dialog.logo.setText("")
    settled(qtbot, dialog)
    assert dialog.save_button.isEnabled()
    assert not dialog.page.pixmap().isNull()


def test_a_folder_that_is_not_there_is_told(
    qtbot: QtBot, dialog: HandoutDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "no" / "page.pdf"), ""))
    with qtbot.waitSignal(dialog.typist.not_saved, timeout=WAIT):
        dialog.save()
    assert "could not be saved" in dialog.state.text()
    assert not dialog.page.pixmap().isNull(), "the page is as good as before"
    assert dialog.save_button.isEnabled(), "another folder may be better"


def test_only_what_belongs_to_the_clinic_is_remembered(qtbot: QtBot, opened: Opened, home: Path) -> None:
    window = opened()
    dialog = window.companions.paper()
    dialog.open()
    dialog.clinic.setText("Harbour Street")
    dialog.lines.setPlainText("Mr Miller walks")
    dialog.paper.setCurrentIndex(1)
    dialog.done(0)
    dialog.shut()
    window.close()
    assert (Settings.load().clinic, Settings.load().paper) == ("Harbour Street", "letter")
    assert not any("Miller" in file.read_text(errors="replace") for file in home.rglob("*.json"))


def test_the_page_goes_to_the_printer(
    qtbot: QtBot, dialog: HandoutDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "printed.pdf"

    def accept(asked: QPrintDialog) -> int:
        asked.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        asked.printer().setOutputFileName(str(paper))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    with qtbot.waitSignal(dialog.typist.for_printer, timeout=WAIT):
        qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "was given to the printer" in dialog.state.text())
    (image,) = PdfReader(paper).pages[0].images
    assert image.image is not None
    assert image.image.height > 2000, "fine enough for paper"
    (picture,) = printed_pictures(paper)
    page = printed(paper)
    assert picture.shape == pytest.approx(page.shape, abs=4), "it fills the page"
    assert (page < 128).mean() > 0.005
