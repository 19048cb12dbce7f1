"""Stories of a patient's pain: painted or named, answered, warned of, compared, kept."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from atlas.anatomy import Side
from atlas.ui.window import AtlasWindow
from tests.ui.painting import drag, paint_shoulder, place_of, points
from tests.ui.stories import WAIT, press, rested

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def shown(widget: QWidget) -> bool:
    return not widget.isHidden()


def asks(window: AtlasWindow) -> bool:
    return window.pain.active


def over_it(window: AtlasWindow) -> bool:
    return window.body.shown is not None


def test_a_patient_paints_the_shoulder_and_sees_which_muscles_explain_it(qtbot: QtBot, asking: AtlasWindow) -> None:
    assert asking.pain_panel.rows() == []
    assert "Paint on the body" in asking.pain_panel.state.text()
    paint_shoulder(qtbot, asking)
    found = points(asking)
    names = [row.muscle for row in found]
    assert names[0] == "infraspinatus"
    assert {"deltoid", "supraspinatus", "scalenes"} <= set(names[:9])
    assert all(row.side is Side.RIGHT for row in found[:9])
    assert "Its essential zone covers the front of the shoulder" in found[0].text
    assert "cm" in asking.pain_panel.state.text()
    assert asking.pain.answers[0].explained > 0.8


def test_undo_redo_and_clear(qtbot: QtBot, asking: AtlasWindow) -> None:
    paint_shoulder(qtbot, asking)
    both = asking.pain.drawing.weights.copy()
    qtbot.keyClick(asking, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    first = asking.pain.drawing.weights.copy()
    assert 0 < np.count_nonzero(first) < np.count_nonzero(both)
    qtbot.keyClick(asking, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert np.allclose(asking.pain.drawing.weights, both, atol=1e-3)
    asking.actions_by_id["pain.clear"].trigger()
    assert asking.pain.drawing.empty
    assert asking.pain_panel.rows() == []
    assert not asking.actions_by_id["pain.clear"].isEnabled()


def test_the_paint_is_on_the_arm_s_back_too_when_the_body_is_turned(qtbot: QtBot, asking: AtlasWindow) -> None:
    asking.actions_by_id["view.right"].trigger()
    rested(qtbot, asking)
    asking.pain_panel.brush.setValue(12)
    drag(asking, [place_of(asking, "deltoid-tuberosity")])
    before = asking.body.plate.pixels.copy() if asking.body.plate else None
    asking.actions_by_id["view.back"].trigger()
    rested(qtbot, asking)
    assert before is not None
    assert asking.body.plate is not None
    pixels = asking.body.plate.pixels.astype(int)
    violet = (pixels[..., 0] > pixels[..., 1] + 40) & (pixels[..., 3] > 0)
    assert violet.sum() > 40
    right_half = np.flatnonzero(violet.any(axis=0)).mean()
    assert right_half > violet.shape[1] / 2, "the body's right is at the right when it is seen from behind"


def test_the_eraser_takes_pain_away(qtbot: QtBot, asking: AtlasWindow) -> None:
    paint_shoulder(qtbot, asking)
    before = float(asking.pain.drawing.weights.sum())
    press(qtbot, asking, Qt.Key.Key_E)
    drag(asking, [place_of(asking, "deltoid-front")])
    assert float(asking.pain.drawing.weights.sum()) < before - 5


def test_a_drag_beside_the_body_or_with_the_right_button_turns_it(qtbot: QtBot, asking: AtlasWindow) -> None:
    press(qtbot, asking, Qt.Key.Key_F)
    before = asking.body.view
    drag(asking, [QPoint(20, 500), QPoint(50, 500), QPoint(80, 500)])
    turned = asking.body.view
    assert turned != before
    assert asking.pain.drawing.empty
    middle = asking.body.rect().center()
    drag(asking, [middle, middle + QPoint(40, 0)], Qt.MouseButton.RightButton)
    assert asking.body.view != turned
    assert asking.pain.drawing.empty


def test_a_place_is_named_by_keyboard_on_the_chosen_side(qtbot: QtBot, asking: AtlasWindow) -> None:
    asking.actions_by_id["side.left"].trigger()
    panel = asking.pain_panel
    panel.field.setFocus()
    qtbot.keyClicks(panel.field, "web thumb")
    assert panel.offers.isVisible()
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    found = points(asking)
    assert found
    assert all(row.side is Side.LEFT for row in found)
    assert "adductor-pollicis" in {row.muscle for row in found[:4]}
    chip = next(chip for chip in panel.findChildren(QPushButton) if "web" in chip.text() and not chip.isHidden())
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert asking.pain.drawing.empty


def test_every_region_and_symptom_can_be_named(asking: AtlasWindow) -> None:
    words = asking.edition.pain_words
    for region in asking.edition.library.regions.values():
        asking.pain_panel.field.setText(region.clinician_name)
        assert asking.pain_panel.offers.count() > 0, region.id
    for symptom in words.symptoms.values():
        asking.pain_panel.field.setText(symptom.patient)
        assert asking.pain_panel.offers.count() > 0, symptom.id
    asking.pain_panel.field.clear()


def test_chest_pain_raises_the_card_once(qtbot: QtBot, asking: AtlasWindow) -> None:
    card = asking.pain_panel.card
    asking.pain.name_place("region", "front-of-shoulder")
    assert not shown(card)
    asking.pain.name_place("region", "breastbone")
    assert shown(card)
    assert "heart" in card.text.text()
    assert "Before any muscle" in asking.notes.page.toPlainText()
    assert "pressure, tightness" in asking.notes.page.toPlainText()
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert not shown(card.button)
    assert "Asked" in card.text.text()
    asking.pain.name_place("region", "kneecap")
    assert not shown(card.button), "it is asked once for a drawing"
    assert "heart" in asking.pain.told()
    asking.pain.name_place("symptom", "saddle-numbness")
    assert shown(card.button), "something else is asked"
    asking.actions_by_id["pain.clear"].trigger()
    assert not shown(card)


def test_an_answer_shows_its_pattern_over_the_drawing_and_opens(qtbot: QtBot, asking: AtlasWindow) -> None:
    paint_shoulder(qtbot, asking)
    row = next(row for row in points(asking) if row.muscle == "deltoid")
    asking.pain_panel.answer_hovered.emit(row)
    assert asking.body.shown is not None
    assert {site.muscle for site in asking.body.shown.sites} == {"deltoid"}
    asking.pain_panel.answer_hovered.emit(None)
    assert not over_it(asking)
    before = asking.body.view
    asking.pain_panel.answer_chosen.emit(row)
    assert "Deltoid" in asking.notes.page.toPlainText()
    assert asking.body.shown is not None
    assert asking.body.view == before


def test_nerves_and_joints_of_the_same_skin_stand_below(qtbot: QtBot, asking: AtlasWindow) -> None:
    asking.pain.name_place("region", "base-of-thumb")
    rivals = [row for row in asking.pain_panel.rows() if row.kind == "rival"]
    assert any(row.rival == "c6-root" for row in rivals)
    row = next(row for row in rivals if row.rival == "c6-root")
    asking.pain_panel.answer_hovered.emit(row)
    assert asking.body.shown is not None
    assert (asking.body.shown.essential < 0).any()
    asking.pain_panel.answer_chosen.emit(row)
    assert row.title in asking.notes.page.toPlainText()


def test_what_one_muscle_does_not_explain_a_set_does(qtbot: QtBot, asking: AtlasWindow) -> None:
    asking.pain.name_place("region", "front-of-shoulder")
    asking.pain.name_place("region", "sole-of-heel")
    covers = [row for row in asking.pain_panel.rows() if row.kind == "cover"]
    assert covers
    assert all(len(row.muscles) == 2 for row in covers)
    assert any("soleus" in {muscle for muscle, _ in row.muscles} for row in covers)


def test_answers_are_compared_side_by_side(qtbot: QtBot, asking: AtlasWindow) -> None:
    assert not asking.actions_by_id["pain.compare"].isEnabled()
    paint_shoulder(qtbot, asking)
    assert asking.actions_by_id["pain.compare"].isEnabled()
    dialog = asking.pain.compare()
    assert dialog is not None
    qtbot.addWidget(dialog)
    assert [row.muscle for row in dialog.rows] == [row.muscle for row in points(asking)[:3]]
    text = dialog.text
    assert "Palpation" in text
    assert "Infraspinatus" in text
    dialog.show()
    for picture, cell in zip(dialog.pictures, dialog.cells[0][1:], strict=True):
        left, cell_left = (widget.mapToGlobal(QPoint(0, 0)).x() for widget in (picture, cell))
        assert abs(left - cell_left) <= 1
        assert abs(picture.width() - cell.width()) <= 1
    pictures = [label.pixmap().toImage() for label in dialog.pictures]
    assert pictures[0] != pictures[1]
    dialog.resize(1500, 1000)
    qtbot.waitUntil(lambda: dialog.pictures[0].pixmap().width() > pictures[0].width() + 80, timeout=WAIT)


def test_a_drawing_is_saved_opened_and_dropped(qtbot: QtBot, asking: AtlasWindow, tmp_path: Path) -> None:
    paint_shoulder(qtbot, asking)
    file = tmp_path / "pain.json"
    assert asking.pain.save(file) == ""
    kept = asking.pain.drawing.weights.copy()
    assert "infraspinatus" not in file.read_text(encoding="utf-8"), "pain alone, and nothing about anybody"
    asking.actions_by_id["pain.clear"].trigger()
    press(qtbot, asking, Qt.Key.Key_W)
    assert not asks(asking)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    nothing = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, nothing)
    asking.dropEvent(drop)
    assert asks(asking)
    assert np.allclose(asking.pain.drawing.weights, kept, atol=1e-3)
    assert points(asking)[0].muscle == "infraspinatus"
    assert asking.takeaway.save_to(tmp_path / "pain.svg")
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({"format": "something else"}), encoding="utf-8")
    asking.open_drawing(broken)
    assert "no drawing of the atlas" in asking.stage.banner.text
    assert np.allclose(asking.pain.drawing.weights, kept, atol=1e-3), "nothing is lost"


def test_leaving_keeps_the_drawing_for_this_session_and_shows_the_muscle(qtbot: QtBot, asking: AtlasWindow) -> None:
    paint_shoulder(qtbot, asking)
    asking.pain_panel.answer_chosen.emit(points(asking)[0])
    tab = next(tab for tab in asking.column.findChildren(QPushButton) if tab.text() == "Muscles")
    qtbot.mouseClick(tab, Qt.MouseButton.LeftButton)
    assert not asks(asking)
    assert asking.muscles.isVisible()
    assert asking.selection.muscle is not None
    assert asking.body.plate is not None
    assert not asking.body.plate.drawn
    qtbot.keyClick(asking, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, asking, Qt.Key.Key_W)
    assert not asking.pain.drawing.empty
    assert points(asking)
