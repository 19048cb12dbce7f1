"""Stories of users, told through the window's own menus, keys and mouse."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atlas.anatomy import Side
from atlas.edition import Edition
from atlas.store.settings import Settings
from atlas.ui.window import AtlasWindow
from tests.ui.stories import WAIT, Opened, chosen, pixels, press, red, rested, type_search

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def test_the_first_start_opens_on_infraspinatus_with_its_pain_on_the_body(window: AtlasWindow) -> None:
    assert chosen(window) == "infraspinatus"
    assert "Infraspinatus" in window.notes.page.toPlainText()
    assert red(window).sum() > 500
    assert len(window.muscles.visible_ids()) == len(window.edition.library.muscles)
    assert "Infraspinatus" in window.body.accessibleDescription()


def test_a_student_types_scm_and_learns_its_pattern(qtbot: QtBot, window: AtlasWindow) -> None:
    before = window.body.view
    type_search(qtbot, window, "scm")
    assert chosen(window).startswith("sternocleidomastoid")
    assert "ternocleidomastoid" in window.notes.page.toPlainText()
    assert window.body.view != before, "the body turned"
    assert red(window).sum() > 100


def test_a_misspelt_name_is_found_too(qtbot: QtBot, window: AtlasWindow) -> None:
    type_search(qtbot, window, "pirifromis")
    assert chosen(window) == "piriformis"


def test_every_muscle_can_be_shown_one_after_the_other(qtbot: QtBot, window: AtlasWindow) -> None:
    qtbot.waitUntil(lambda: window.workshop.idle, timeout=WAIT)
    seen = set()
    for _ in window.edition.library.muscles:
        window.actions_by_id["go.next_muscle"].trigger()
        seen.add(chosen(window))
        assert window.body.shown is not None
        assert window.body.plate is not None
        assert window.body.plate.has_essential, chosen(window)
    assert seen == set(window.edition.library.muscles)


def test_dragging_turns_the_body_and_the_letters_stay_true(qtbot: QtBot, window: AtlasWindow) -> None:
    before = window.body.view
    middle = window.body.rect().center()
    qtbot.mousePress(window.body, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 8):
        qtbot.mouseMove(window.body, middle + QPoint(20 * step, 0))
        _drag(window, middle + QPoint(20 * step, 0))
    qtbot.mouseRelease(window.body, Qt.MouseButton.LeftButton, pos=middle + QPoint(140, 0))
    rested(qtbot, window)
    assert before is not None
    assert window.body.view is not None
    assert abs(window.body.view.yaw - before.yaw) > 20
    assert window.body.plate is not None
    assert window.body.plate.letters


def _drag(window: AtlasWindow, position: QPoint) -> None:
    """A move with the button held: QTest's own moves carry no buttons offscreen."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    point = QPointF(position)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        window.body.mapToGlobal(point),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window.body, event)


def test_the_wheel_zooms_at_the_pointer(qtbot: QtBot, window: AtlasWindow) -> None:
    spot = window.body.position_of("infraspinatus", "TrP2")
    assert spot is not None
    before = window.body.view
    event = QWheelEvent(
        spot,
        window.body.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(window.body, event)
    rested(qtbot, window)
    after = window.body.position_of("infraspinatus", "TrP2")
    assert after is not None
    assert before is not None
    assert window.body.view is not None
    assert window.body.view.down < 0.8 * before.down
    assert (after - spot).manhattanLength() < 6


@pytest.mark.parametrize(
    ("key", "letters"),
    [
        (Qt.Key.Key_F, {Side.RIGHT, Side.LEFT}),
        (Qt.Key.Key_B, {Side.RIGHT, Side.LEFT}),
        (Qt.Key.Key_L, {Side.LEFT}),
        (Qt.Key.Key_R, {Side.RIGHT}),
    ],
)
def test_keys_show_the_four_sides_and_r_and_l_stand_there(
    qtbot: QtBot, window: AtlasWindow, key: Qt.Key, letters: set[Side]
) -> None:
    press(qtbot, window, key)
    assert window.body.plate is not None
    assert letters <= {letter.side for letter in window.body.plate.letters}


def test_the_close_ups_each_show_another_part(qtbot: QtBot, window: AtlasWindow) -> None:
    centres = set()
    for digit in range(10):
        press(qtbot, window, Qt.Key(Qt.Key.Key_0 + digit))
        assert window.body.view is not None
        assert window.body.plate is not None
        assert window.body.plate.letters
        centres.add(window.body.view.centre)
    assert len(centres) == 10


def test_the_side_switch_mirrors_the_pattern(qtbot: QtBot, window: AtlasWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F)
    shift = Qt.KeyboardModifier.ShiftModifier
    press(qtbot, window, Qt.Key.Key_L, shift)
    assert {site.side for site in window.body.shown.sites} == {Side.LEFT} if window.body.shown else False
    press(qtbot, window, Qt.Key.Key_F)
    columns = np.flatnonzero(red(window).any(axis=0))
    assert columns.mean() > window.body.plate.camera.width / 2 if window.body.plate else False
    press(qtbot, window, Qt.Key.Key_B, shift)
    press(qtbot, window, Qt.Key.Key_F)
    both = np.flatnonzero(red(window).any(axis=0))
    middle = window.body.plate.camera.width / 2 if window.body.plate else 0
    assert both.min() < middle < both.max()


def test_a_satellite_leads_to_another_muscle_and_back_returns(qtbot: QtBot, window: AtlasWindow) -> None:
    from PySide6.QtCore import QUrl

    link = window.selection.muscle.satellites.keeps_going[0].muscle if window.selection.muscle else ""
    assert f"muscle:{link}" in window.notes.page.toHtml()
    window.notes.page.anchorClicked.emit(QUrl(f"muscle:{link}"))
    rested(qtbot, window)
    assert chosen(window) == link
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    rested(qtbot, window)
    assert chosen(window) == "infraspinatus"
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    rested(qtbot, window)
    assert chosen(window) == link


def test_a_knot_on_the_body_is_hovered_and_clicked(qtbot: QtBot, window: AtlasWindow) -> None:
    qtbot.waitUntil(lambda: window.workshop.idle, timeout=WAIT)
    press(qtbot, window, Qt.Key.Key_B)
    assert window.body.plate is not None
    knots = [m for m in window.body.plate.marks if m.site.muscle != "infraspinatus"]
    assert knots, "the shoulder's other knots are there"
    knot = knots[0]
    spot = window.body.position_of(knot.site.muscle, knot.site.point)
    assert spot is not None
    qtbot.mouseMove(window.body, spot.toPoint())
    qtbot.mouseClick(window.body, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    rested(qtbot, window)
    assert (chosen(window), window.selection.point) == (knot.site.muscle, knot.site.point)


def test_one_point_alone_and_the_whole_muscle(qtbot: QtBot, window: AtlasWindow) -> None:
    press(qtbot, window, Qt.Key.Key_A)
    assert window.selection.point == "TrP1"
    press(qtbot, window, Qt.Key.Key_N)
    assert window.selection.point == "TrP2"
    press(qtbot, window, Qt.Key.Key_P)
    press(qtbot, window, Qt.Key.Key_P)
    assert window.selection.point == "TrP4"
    assert len({s.point for s in window.body.shown.sites}) == 1 if window.body.shown else False
    press(qtbot, window, Qt.Key.Key_A)
    assert window.selection.point is None


def _wait_for_body(qtbot: QtBot, window: AtlasWindow, body: str) -> None:
    qtbot.waitUntil(lambda: window.body.scene is not None and window.body.scene.body == body, timeout=WAIT)


def test_all_six_bodies_show_the_pattern(qtbot: QtBot, window: AtlasWindow) -> None:
    for body in window.edition.model.names:
        window.actions_by_id[f"body.{body}"].trigger()
        _wait_for_body(qtbot, window, body)
        rested(qtbot, window)
        assert red(window).sum() > 300, body


def test_the_palette_finds_a_muscle_and_a_command(qtbot: QtBot, window: AtlasWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.palette_box
    qtbot.waitUntil(box.isVisible)
    qtbot.keyClicks(box.field, "soleus")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    rested(qtbot, window)
    assert chosen(window) == "soleus"


def test_a_heading_of_the_list_shows_the_knots_of_that_part(qtbot: QtBot, window: AtlasWindow) -> None:
    qtbot.waitUntil(lambda: window.workshop.idle, timeout=WAIT)
    window.muscles.area_chosen.emit("thigh")
    rested(qtbot, window)
    assert not window.muscles.tree.selectedItems()
    assert window.body.plate is not None
    muscles = {mark.site.muscle for mark in window.body.plate.marks}
    assert muscles
    assert all(window.edition.library.muscles[m].region == "thigh" for m in muscles)


def test_what_lies_under_the_pointer_is_named(qtbot: QtBot, window: AtlasWindow) -> None:
    qtbot.waitUntil(lambda: window.edition.place_at(0) is not None, timeout=WAIT)
    spot = window.body.position_of("infraspinatus", "TrP2")
    assert spot is not None
    _hover(window, spot + QPointF(0, 20))
    assert "shoulder blade" in window.body.told


def _hover(window: AtlasWindow, point: QPointF) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    nothing = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, point, window.body.mapToGlobal(point), nothing, nothing, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window.body, event)


def test_dark_and_light_by_choice_and_pain_keeps_its_colour(qtbot: QtBot, window: AtlasWindow) -> None:
    light, pain = pixels(window), red(window).sum()
    window.actions_by_id["theme.dark"].trigger()
    rested(qtbot, window)
    dark = pixels(window)
    assert dark[5, 5].mean() < 80 < light[5, 5].mean()
    assert red(window).sum() == pain
    window.actions_by_id["theme.light"].trigger()


def test_the_state_is_remembered(qtbot: QtBot, opened: Opened) -> None:
    first = opened()
    type_search(qtbot, first, "soleus")
    press(qtbot, first, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    first.actions_by_id["pane.notes"].trigger()
    first.close()
    again = opened(Settings.load())
    assert chosen(again) == "soleus"
    assert again.selection.side == "left"
    assert not again.notes.isVisible()
    assert again.actions_by_id["side.left"].isChecked()


def test_what_cannot_be_saved_is_said(qtbot: QtBot, opened: Opened, home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be")
    settings = Settings.load()
    assert settings.save() is False
    window = opened(settings)
    assert str(home) in window.stage.banner.text
    assert chosen(window) == "infraspinatus", "and everything works"


def test_a_broken_file_is_named_and_the_rest_works(
    qtbot: QtBot, opened: Opened, edition: Edition, tmp_path: Path
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(edition.library.folder, folder)
    broken = folder / "muscles" / "shoulder" / "deltoid.yaml"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("\ndepth: ", "\ndepth: [", 1), encoding="utf-8")
    before = broken.read_bytes()
    window = opened(using=Edition.open(folder, tmp_path / "cache"))
    assert "deltoid.yaml:" in window.stage.banner.text
    assert "deltoid" not in window.muscles.visible_ids()
    assert red(window).sum() > 300
    assert broken.read_bytes() == before, "the file is left as it is"


def test_a_picture_is_saved_and_copied(qtbot: QtBot, window: AtlasWindow, tmp_path: Path) -> None:
    for suffix in ("png", "svg", "pdf"):
        file = tmp_path / f"picture.{suffix}"
        assert window.takeaway.save_to(file)
        assert file.stat().st_size > 5_000
    assert not window.takeaway.save_to(tmp_path / "no" / "such" / "folder.png")
    assert "could not be saved" in window.stage.banner.text
    window.actions_by_id["plate.copy"].trigger()
    assert not QApplication.clipboard().pixmap().isNull()


def test_the_second_picture_shows_the_hidden_side_and_turns_there(qtbot: QtBot, window: AtlasWindow) -> None:
    press(qtbot, window, Qt.Key.Key_A)
    press(qtbot, window, Qt.Key.Key_B)
    qtbot.waitUntil(window.body.inset.isVisible, timeout=5_000)
    there = window.body.inset.view
    qtbot.mouseClick(window.body.inset, Qt.MouseButton.LeftButton)
    rested(qtbot, window)
    assert window.body.view == there


def test_motion_turns_the_body_smoothly_and_ends_where_it_should(qtbot: QtBot, window: AtlasWindow) -> None:
    window.body.reduce_motion = False
    qtbot.keyClick(window.body, Qt.Key.Key_F)
    rested(qtbot, window)
    assert window.body.view is not None
    assert window.body.view.yaw == 0


def test_nothing_is_left_behind_when_the_window_closes(qtbot: QtBot, opened: Opened) -> None:
    import threading

    window = opened()
    window.close()
    assert not [t for t in threading.enumerate() if t.name in ("patterns", "stills") and t.is_alive()]


def test_letters_are_commands_from_the_start_and_after_a_search(qtbot: QtBot, opened: Opened) -> None:
    window = opened()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.body.hasFocus()
    type_search(qtbot, window, "soleus")
    assert chosen(window) == "soleus"
    assert window.body.hasFocus()
    point = window.selection.point
    qtbot.keyClick(window.body, Qt.Key.Key_N)
    rested(qtbot, window)
    assert window.selection.point != point
    assert window.muscles.field.text() == "soleus"
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.muscles.field.hasFocus()
    qtbot.keyClick(window.muscles.field, Qt.Key.Key_Escape)
    qtbot.keyClick(window.muscles.field, Qt.Key.Key_Escape)
    assert window.body.hasFocus()
    qtbot.keyClick(window.body, Qt.Key.Key_W)
    rested(qtbot, window)
    assert window.pain.active
