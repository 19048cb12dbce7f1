"""Stories of the body in its muscles, and of the list that is narrowed."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from atlas.finder.filters import Facet, Filter
from atlas.store.settings import Settings
from atlas.ui.window import AtlasWindow
from tests.ui.stories import WAIT, Opened, chosen, pixels, press, red, rested

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def free_place_of(window: AtlasWindow, muscle: str) -> QPoint:
    """A point of the widget at which a muscle is shown and no knot is near."""
    for name in window.body.plate.names if window.body.plate else ():
        at = QPointF(*name.anchor) / window.body.devicePixelRatioF()
        if name.muscle == muscle and window.body.mark_at(at) is None:
            return at.toPoint()
    raise AssertionError(f"{muscle} is not to be seen")


def test_a_student_peels_the_body_with_a_key_and_lays_it_on_again(qtbot: QtBot, window: AtlasWindow) -> None:
    skin = pixels(window)
    press(qtbot, window, Qt.Key.Key_F)
    seen = []
    for layer in ("superficial", "intermediate", "deep", "deep"):
        press(qtbot, window, Qt.Key.Key_BracketRight)
        assert window.selection.layer is not None
        assert window.selection.layer.value == layer
        assert window.actions_by_id[f"layer.{layer}"].isChecked()
        assert red(window).sum() > 100, "the pain stays"
        seen.append(pixels(window))
    assert window.stage.layers.slider.value() == 3
    assert (seen[0] != seen[1]).any()
    assert (seen[1] != seen[2]).any()
    assert (seen[2] == seen[3]).all(), "there is nothing below the deep muscles"
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_BracketLeft)
    assert window.selection.layer is None
    press(qtbot, window, Qt.Key.Key_Space)
    assert np.abs(pixels(window).astype(int) - skin).mean() < 1.0


def test_the_slider_and_its_words_choose_the_layer(qtbot: QtBot, window: AtlasWindow) -> None:
    slider = window.stage.layers.slider
    qtbot.keyClick(slider, Qt.Key.Key_Down)
    rested(qtbot, window)
    assert window.actions_by_id["layer.superficial"].isChecked()
    window.actions_by_id["layer.deep"].trigger()
    rested(qtbot, window)
    assert slider.value() == 3
    assert slider.accessibleDescription() == "Deep"


def test_a_click_on_a_muscle_chooses_it_and_the_body_stays(qtbot: QtBot, window: AtlasWindow) -> None:
    window.actions_by_id["layer.superficial"].trigger()
    press(qtbot, window, Qt.Key.Key_F)
    before = window.body.view
    at = free_place_of(window, "tibialis-anterior")
    qtbot.mouseMove(window.body, at)
    window.body._hover(QPointF(at), at)
    assert QToolTip.text() == "Tibialis anterior"
    qtbot.mouseClick(window.body, Qt.MouseButton.LeftButton, pos=at)
    rested(qtbot, window)
    assert chosen(window) == "tibialis-anterior"
    assert window.body.view == before
    assert "Tibialis anterior" in window.notes.page.toPlainText()
    assert window.guide.history.can_go_back


def test_in_its_skin_a_click_beside_the_knots_chooses_nothing(qtbot: QtBot, window: AtlasWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F)
    place = QPoint(window.body.width() // 2, window.body.height() // 2)
    assert window.body.mark_at(QPointF(place)) is None
    qtbot.mouseClick(window.body, Qt.MouseButton.LeftButton, pos=place)
    assert chosen(window) == "infraspinatus"


def test_names_can_be_put_away(qtbot: QtBot, window: AtlasWindow) -> None:
    window.actions_by_id["layer.superficial"].trigger()
    press(qtbot, window, Qt.Key.Key_B)
    assert window.body.plate is not None
    assert {"Latissimus dorsi", "Gluteus maximus"} <= {name.text for name in window.body.plate.names}
    press(qtbot, window, Qt.Key.Key_M)
    assert not window.body.plate.names
    press(qtbot, window, Qt.Key.Key_M)
    assert window.body.plate.names


def test_the_layer_is_there_again_at_the_next_start(qtbot: QtBot, opened: Opened) -> None:
    first = opened()
    first.actions_by_id["layer.intermediate"].trigger()
    first.actions_by_id["layers.names"].trigger()
    rested(qtbot, first)
    first.close()
    again = opened(Settings.load())
    assert again.selection.layer is not None
    assert again.selection.layer.value == "intermediate"
    assert again.stage.layers.slider.value() == 2
    assert again.body.dress is not None
    assert again.body.plate is not None
    assert not again.body.plate.names


@pytest.mark.parametrize("body", ["female", "male-heavy"])
def test_every_body_has_the_same_muscles(qtbot: QtBot, window: AtlasWindow, body: str) -> None:
    window.actions_by_id["layer.superficial"].trigger()
    press(qtbot, window, Qt.Key.Key_F)
    assert window.body.plate is not None
    before = {name.text for name in window.body.plate.names}
    window.actions_by_id[f"body.{body}"].trigger()
    qtbot.waitUntil(lambda: window.edition.musculature_ready(body) is not None, timeout=WAIT)
    rested(qtbot, window)
    after = {name.text for name in window.body.plate.names}
    assert len(before & after) > 0.7 * len(before)


def test_a_muscle_whose_knot_is_chosen_stands_out(qtbot: QtBot, window: AtlasWindow) -> None:
    window.actions_by_id["layer.superficial"].trigger()
    press(qtbot, window, Qt.Key.Key_B)
    assert window.body.dress is not None
    assert window.body.dress.strength < 1
    window.guide.choose_area("back")
    rested(qtbot, window)
    assert window.body.dress.strength == 1, "nothing is chosen, so all are strong"


def test_a_clinician_looks_for_what_c5_supplies_over_the_lung(qtbot: QtBot, window: AtlasWindow) -> None:
    everything = window.muscles.visible_ids()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    panel = window.muscles.filters
    assert panel.boxes[Facet.ROOT].isVisible()
    for facet, word in ((Facet.ROOT, "C5"), (Facet.CAUTION, "Lung")):
        box = panel.boxes[facet]
        box.setCurrentIndex(box.findData(word))
        box.activated.emit(box.currentIndex())
    found = window.muscles.visible_ids()
    assert 0 < len(found) < len(everything)
    assert "infraspinatus" in found
    assert panel.count.text() == f"{len(found)} of {len(everything)} muscles"
    qtbot.keyClicks(window.muscles.field, "scal")
    assert window.muscles.visible_ids()[0].startswith("scalen")
    window.muscles.field.clear()
    window.actions_by_id["go.next_muscle"].trigger()
    assert chosen(window) == found[(found.index("infraspinatus") + 1) % len(found)], "next means in the list"
    chips = [chip for chip in panel.findChildren(QPushButton) if not chip.isHidden()]
    for chip in chips:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert panel.filter == Filter()
    assert window.muscles.visible_ids() == everything
    assert not panel.count.isVisible()


def test_what_nothing_fits_says_so_and_leads_back(qtbot: QtBot, window: AtlasWindow) -> None:
    panel = window.muscles.filters
    panel.choose(Facet.ROOT, "C5")
    qtbot.keyClicks(window.muscles.field, "soleus")
    assert window.muscles.visible_ids() == []
    page = window.muscles._empty
    assert page.isVisible()
    assert "fits all of this" in page.title.text()
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert len(window.muscles.visible_ids()) == len(window.edition.library.muscles)
