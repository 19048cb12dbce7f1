"""Stories of a patient's pain from one patient to the next: questions read again, a clean start, steps back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from atlas.anatomy import Side
from atlas.render.plate import legend
from atlas.ui.answer_rows import AnswerRow
from atlas.ui.chip import Chip
from atlas.ui.window import AtlasWindow
from tests.ui.painting import drag, paint_shoulder, place_of, points
from tests.ui.stories import chosen, press, rested

pytestmark = pytest.mark.qt_log_ignore("does not support raise")
QUESTIONS = "Before any muscle"


def notes(window: AtlasWindow) -> str:
    return window.notes.page.toPlainText()


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def enabled(window: AtlasWindow, *names: str) -> list[bool]:
    return [window.actions_by_id[f"pain.{name}"].isEnabled() for name in names]


def erasing(window: AtlasWindow) -> bool:
    return window.actions_by_id["pain.erase"].isChecked()


def chips(window: AtlasWindow) -> list[Chip]:
    return [chip for chip in window.pain_panel.findChildren(Chip) if not chip.isHidden()]


def legend_words(window: AtlasWindow) -> list[str]:
    assert window.body.plate is not None
    return [words for _, words in legend(window.body.plate)]


def rival(window: AtlasWindow, name: str) -> AnswerRow:
    return next(row for row in window.pain_panel.rows() if row.rival == name)


def test_the_questions_can_be_read_whenever_they_are_needed(qtbot: QtBot, asking: AtlasWindow) -> None:
    panel, card = asking.pain_panel, asking.pain_panel.card
    asking.pain.name_place("region", "breastbone")
    assert QUESTIONS in notes(asking)
    panel.answer_chosen.emit(points(asking)[0])
    assert QUESTIONS not in notes(asking)
    assert "at the right" not in card.text.text()
    click(qtbot, card.questions)
    assert QUESTIONS in notes(asking)
    press(qtbot, asking, Qt.Key.Key_W)
    assert QUESTIONS not in notes(asking)
    press(qtbot, asking, Qt.Key.Key_W)
    assert QUESTIONS in notes(asking), "nobody said yet that they were asked"
    click(qtbot, card.button)
    assert not card.button.isVisible()
    panel.answer_chosen.emit(points(asking)[0])
    click(qtbot, card.questions)
    assert "pressure, tightness" in notes(asking)
    press(qtbot, asking, Qt.Key.Key_W)
    press(qtbot, asking, Qt.Key.Key_W)
    assert QUESTIONS not in notes(asking)


def test_questions_of_what_was_undone_do_not_stay(qtbot: QtBot, asking: AtlasWindow) -> None:
    asking.pain.name_place("region", "breastbone")
    assert QUESTIONS in notes(asking)
    press(qtbot, asking, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Where does it hurt?" in notes(asking)


def test_the_next_patient_finds_nothing_of_the_last(qtbot: QtBot, asking: AtlasWindow) -> None:
    paint_shoulder(qtbot, asking)
    asking.pain_panel.answer_chosen.emit(next(row for row in points(asking) if row.muscle == "deltoid"))
    assert asking.actions_by_id["point.alone"].isChecked()
    asking.actions_by_id["pain.clear"].trigger()
    assert asking.stage.title.text() == "Where does it hurt?"
    assert asking.stage.hint.text() == ""
    assert asking.body.shown is None
    assert not asking.actions_by_id["point.alone"].isChecked()
    assert "Where does it hurt?" in notes(asking)
    assert enabled(asking, "compare", "clear", "save", "undo") == [False, False, False, True]


def test_leaving_shows_the_muscle_its_notes_and_the_usual_hint(qtbot: QtBot, asking: AtlasWindow) -> None:
    asking.pain.name_place("region", "breastbone")
    asking.pain_panel.answer_chosen.emit(points(asking)[0])
    click(qtbot, asking.pain_panel.card.questions)
    name = asking.stage.title.text()
    press(qtbot, asking, Qt.Key.Key_W)
    assert asking.stage.title.text() == name
    assert name in notes(asking)
    assert QUESTIONS not in notes(asking)
    assert asking.body.told.startswith("Click a knot")


def test_leaving_without_an_answer_brings_the_muscle_of_before(qtbot: QtBot, window: AtlasWindow) -> None:
    window.guide.choose("soleus")
    press(qtbot, window, Qt.Key.Key_W)
    assert chosen(window) == ""
    press(qtbot, window, Qt.Key.Key_W)
    assert chosen(window) == "soleus"
    assert "Soleus" in notes(window)
    assert window.body.told.startswith("Click a knot")


def test_nothing_can_be_undone_or_erased_before_it_is_asked(qtbot: QtBot, window: AtlasWindow) -> None:
    names = ("erase", "undo", "redo", "clear", "compare", "save")
    assert enabled(window, *names) == [False] * len(names)
    press(qtbot, window, Qt.Key.Key_E)
    press(qtbot, window, Qt.Key.Key_W)
    assert not erasing(window)
    press(qtbot, window, Qt.Key.Key_E)
    assert erasing(window)
    press(qtbot, window, Qt.Key.Key_W)
    press(qtbot, window, Qt.Key.Key_W)
    assert not erasing(window)
    press(qtbot, window, Qt.Key.Key_F)
    drag(window, [place_of(window, "deltoid-front")])
    assert not window.pain.drawing.empty


def test_names_and_paint_are_undone_together(qtbot: QtBot, asking: AtlasWindow) -> None:
    asking.pain.name_place("region", "kneecap")
    asking.pain.name_place("symptom", "saddle-numbness")
    assert len(chips(asking)) == 2
    asking.actions_by_id["pain.clear"].trigger()
    assert not chips(asking)
    asking.actions_by_id["pain.undo"].trigger()
    assert len(chips(asking)) == 2
    assert asking.pain.flags
    asking.actions_by_id["pain.undo"].trigger()
    asking.actions_by_id["pain.undo"].trigger()
    assert not chips(asking)
    assert asking.pain.drawing.empty
    asking.actions_by_id["pain.redo"].trigger()
    assert "kneecap" in chips(asking)[0].text()
    assert points(asking)[0].muscle == "rectus-femoris"


def test_symptoms_alone_can_be_cleared(asking: AtlasWindow) -> None:
    asking.pain.name_place("symptom", "saddle-numbness")
    assert enabled(asking, "clear") == [True]
    asking.actions_by_id["pain.clear"].trigger()
    assert not chips(asking)
    assert not asking.pain_panel.card.isVisible()


def test_the_body_turns_to_a_named_place_that_is_out_of_sight(qtbot: QtBot, asking: AtlasWindow) -> None:
    asking.actions_by_id["view.back"].trigger()
    rested(qtbot, asking)
    asking.pain.name_place("region", "kneecap")
    rested(qtbot, asking)
    there = asking.body.view
    assert there is not None
    assert abs(there.yaw) < 90
    asking.pain.drop_place("region", "kneecap")
    asking.pain.name_place("region", "kneecap")
    assert asking.body.view == there, "it is seen already"
    asking.pain.name_place("region", "front-of-shoulder")
    assert asking.body.view != there, "it faces the viewer, but beside the picture"


def test_a_joint_stays_under_its_own_name_until_another_answer_is_chosen(qtbot: QtBot, asking: AtlasWindow) -> None:
    panel = asking.pain_panel
    asking.pain.name_place("region", "front-of-shoulder")
    muscle = points(asking)[0]
    panel.answer_chosen.emit(muscle)
    assert "Essential zone: felt by nearly all" in legend_words(asking)
    joint = rival(asking, "shoulder-joint")
    panel.answer_hovered.emit(joint)
    panel.answer_chosen.emit(joint)
    panel.answer_hovered.emit(None)
    assert asking.stage.title.text() == joint.title
    assert joint.title in notes(asking)
    assert not asking.actions_by_id["point.alone"].isChecked()
    assert legend_words(asking) == ["Where it hurts", "Felt from this joint"]
    panel.answer_hovered.emit(muscle)
    assert "Felt from this joint" not in legend_words(asking)
    panel.answer_hovered.emit(None)
    assert "Felt from this joint" in legend_words(asking)
    panel.answer_chosen.emit(muscle)
    assert "Felt from this joint" not in legend_words(asking)
    assert muscle.title.endswith(asking.stage.title.text())


def test_nerves_and_roots_are_named_in_the_legend(asking: AtlasWindow) -> None:
    asking.pain.name_place("region", "base-of-thumb")
    asking.pain_panel.answer_chosen.emit(rival(asking, "c6-root"))
    assert "Felt from this nerve root" in legend_words(asking)
    kinds = {row.rival for row in asking.pain_panel.rows() if row.rival}
    nerves = [name for name in kinds if asking.edition.pain_words.rivals[name].kind.value == "peripheral nerve"]
    asking.pain_panel.answer_chosen.emit(rival(asking, nerves[0]))
    assert "Felt from this nerve" in legend_words(asking)
    assert asking.selection.rival == (nerves[0], Side.RIGHT)


def test_in_a_small_window_nothing_is_cut_off(qtbot: QtBot, asking: AtlasWindow) -> None:
    press(qtbot, asking, Qt.Key.Key_W)
    asking.resize(1024, 700)
    asking.splitter.setSizes([200, 480, 340])
    rested(qtbot, asking)
    press(qtbot, asking, Qt.Key.Key_W)
    panel = asking.pain_panel
    asking.pain.name_place("region", "upper-chest")
    asking.pain.name_place("symptom", "effort-pain")
    for width in (asking.column.width(), 190):
        asking.splitter.setSizes([width, 1024 - width - 340, 340])
        qtbot.wait(50)
        for widget in (*chips(asking), panel.card.questions, panel.card.button):
            right = widget.mapTo(panel, QPoint(widget.width(), 0)).x()
            assert right <= panel.width() - 12, "its end can be clicked"
            assert widget.fontMetrics().horizontalAdvance(widget.text()) <= widget.width()
        assert all(chip.text().endswith("\N{MULTIPLICATION SIGN}") for chip in chips(asking))
        words = panel.card.text
        assert words.height() >= words.heightForWidth(words.width())
        results = panel.results
        assert results.viewport().width() <= width
        for number in range(results.count()):
            item = results.item(number)
            needed = results.itemDelegate().sizeHint(QStyleOptionViewItem(), results.indexFromItem(item))
            assert results.visualItemRect(item).height() == needed.height()
    click(qtbot, chips(asking)[0])
    assert asking.pain.drawing.empty


def test_leaving_gives_the_notes_their_width_back(qtbot: QtBot, asking: AtlasWindow) -> None:
    press(qtbot, asking, Qt.Key.Key_W)
    asking.resize(1024, 700)
    asking.splitter.setSizes([200, 480, 340])
    rested(qtbot, asking)
    before = asking.splitter.sizes()
    press(qtbot, asking, Qt.Key.Key_W)
    assert asking.column.width() > before[0]
    press(qtbot, asking, Qt.Key.Key_W)
    assert asking.splitter.sizes() == before


def test_bars_and_number_are_explained_over_the_answers(asking: AtlasWindow) -> None:
    key = asking.pain_panel.key
    assert not key.isVisible()
    asking.pain.name_place("region", "kneecap")
    assert key.isVisible()
    assert "of its zone hurts" in key.text()
    assert "no probability" in key.toolTip()


def test_another_file_is_another_patient(qtbot: QtBot, asking: AtlasWindow, tmp_path: Path) -> None:
    file = tmp_path / "pain.json"
    asking.pain.name_place("region", "breastbone")
    click(qtbot, asking.pain_panel.card.button)
    assert asking.pain.save(file) == ""
    asking.pain.name_place("symptom", "saddle-numbness")
    asking.open_drawing(file)
    assert not chips(asking)
    assert asking.pain_panel.card.button.isVisible(), "this one was not asked yet"
    assert QUESTIONS in notes(asking)
