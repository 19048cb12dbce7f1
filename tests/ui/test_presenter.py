"""Stories of the patient's window: what is shown there, the pain that travels, a body that looks like the patient."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from atlas.anatomy import SideChoice
from atlas.data.wording import MOST_WORDS
from atlas.store.settings import TONES, Settings
from atlas.ui.presenter import Presenter
from atlas.ui.presenter_words import plain_sentences
from atlas.ui.window import AtlasWindow
from tests.ui.stories import WAIT, Opened, rested

pytestmark = [
    pytest.mark.qt_log_ignore("does not support raise"),
    pytest.mark.qt_log_ignore("does not support propagateSizeHints"),
]


@pytest.fixture
def presented(qtbot: QtBot, window: AtlasWindow) -> Iterator[tuple[AtlasWindow, Presenter]]:
    """A window and the patient's window, which shows infraspinatus on the left."""
    window.actions_by_id["side.left"].trigger()
    presenter = window.companions.present()
    presenter.body.reduce_motion = True
    presenter.resize(1100, 700)
    settled(qtbot, presenter)
    yield window, presenter
    presenter.shut()


def settled(qtbot: QtBot, presenter: Presenter) -> None:
    """Wait until the patient sees the full picture."""
    qtbot.waitUntil(lambda: presenter.body.scene is not None and presenter.body.at_rest, timeout=WAIT)


def red(presenter: Presenter) -> NDArray[np.bool_]:
    """Where the patient's picture is the red of pain."""
    plate = presenter.body.plate
    assert plate is not None
    bgr = plate.pixels[..., :3].astype(int)
    found: NDArray[np.bool_] = (bgr[..., 2] > 120) & (bgr[..., 2] > 2.2 * bgr[..., 1])
    return found


def is_playing(presenter: Presenter) -> bool:
    return presenter.playing


def test_the_patient_sees_the_left_side_in_plain_words(presented: tuple[AtlasWindow, Presenter]) -> None:
    window, presenter = presented
    assert presenter.name.text() == "Infraspinatus, left side"
    assert "front of the shoulder" in presenter.words.text()
    assert "TrP" not in presenter.words.text()
    assert presenter.body.plate is not None
    assert not any(mark.label for mark in presenter.body.plate.marks), "no jargon on the body"
    assert {mark.site.side.value for mark in presenter.body.plate.marks} == {"left"}
    assert red(presenter).sum() > 500
    assert window.isVisible()


def test_it_follows_what_the_clinician_chooses(qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]) -> None:
    window, presenter = presented
    window.guide.choose("soleus")
    # It is told when the pattern is there, which may be a moment after.
    qtbot.waitUntil(lambda: presenter.name.text() == "Soleus, left side", timeout=WAIT)
    rested(qtbot, window)
    settled(qtbot, presenter)
    assert presenter.body.shown is not None
    assert {site.muscle for site in presenter.body.shown.sites} == {"soleus"}


def test_the_pain_travels_from_the_knot_the_essential_zone_first(
    qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]
) -> None:
    window, presenter = presented
    window.guide.choose("scalenes", "TrP2")
    rested(qtbot, window)
    settled(qtbot, presenter)
    amounts = []
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        presenter.scrub(share)
        amounts.append(int(red(presenter).sum()))
    assert amounts == sorted(amounts)
    assert amounts[0] < 0.02 * amounts[-1]
    assert amounts[3] > 0.4 * amounts[-1], "the essential zone is full before the spillover comes"
    assert presenter.way.value() == 1000


def test_play_pause_and_the_way_with_less_motion(qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]) -> None:
    _, presenter = presented
    seen = []
    for _ in range(3):
        presenter.toggle()
        seen.append(round(presenter.body.come, 2))
    assert seen == [0.0, 0.6, 1.0], "steps instead of movement"
    presenter.body.reduce_motion = False
    presenter.toggle()
    assert is_playing(presenter)
    qtbot.waitUntil(lambda: 0 < presenter.body.come < 1, timeout=WAIT)
    presenter.toggle()
    assert not is_playing(presenter)
    stopped = presenter.body.come
    presenter.toggle()
    qtbot.waitUntil(lambda: presenter.body.come > stopped, timeout=WAIT)
    presenter.toggle()


def test_two_patterns_together_have_each_its_colour(qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]) -> None:
    window, presenter = presented
    window.actions_by_id["present.keep"].trigger()
    window.guide.choose("supraspinatus")
    rested(qtbot, window)
    settled(qtbot, presenter)
    assert "Supraspinatus, left side" in presenter.name.text()
    assert "Infraspinatus, left side" in presenter.name.text()
    assert presenter.name.text().count("\N{BLACK SQUARE}") == 2
    assert presenter.body.plate is not None
    assert {mark.site.muscle for mark in presenter.body.plate.marks} == {"infraspinatus", "supraspinatus"}
    window.guide.choose("infraspinatus")
    window.actions_by_id["present.keep"].trigger()
    assert presenter.kept == []


def test_kept_patterns_are_all_in_the_picture_and_forgotten_for_the_next_patient(
    qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]
) -> None:
    window, presenter = presented
    window.actions_by_id["present.keep"].trigger()
    assert "Kept in the patient's window" in window.stage.banner.text
    assert "Infraspinatus, left side" in presenter.kept_line.text()
    window.guide.choose("soleus")
    rested(qtbot, window)
    settled(qtbot, presenter)
    plate = presenter.body.plate
    assert plate is not None
    assert len(plate.several) == 2, "the legend's red is not the colour of both"
    assert {mark.site.muscle for mark in plate.marks} == {"infraspinatus", "soleus"}
    for mark in plate.marks:
        assert 0 < mark.x < plate.camera.width
        assert 0 < mark.y < plate.camera.height
    presenter.close()
    assert presenter.kept == []
    assert "forgotten" in window.stage.banner.text
    again = window.companions.present()
    settled(qtbot, again)
    assert again.kept_line.isHidden()


def test_keeping_a_pattern_opens_the_patient_s_window(qtbot: QtBot, window: AtlasWindow) -> None:
    window.actions_by_id["present.keep"].trigger()
    presenter = window.companions.presenter
    assert presenter is not None
    assert presenter.isVisible()
    assert [each.muscle for each in presenter.kept] == ["infraspinatus"]
    presenter.shut()


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_all_words_are_seen_and_are_as_large_as_the_window_allows(
    qtbot: QtBot, presented: tuple[AtlasWindow, Presenter], size: tuple[int, int]
) -> None:
    window, presenter = presented
    for muscle in ("trapezius-upper", "soleus", "sternocleidomastoid-sternal"):
        window.actions_by_id["present.keep"].trigger()
        window.guide.choose(muscle)
        rested(qtbot, window)
    presenter.resize(*size)
    settled(qtbot, presenter)
    below = presenter.words.mapTo(presenter, presenter.words.rect().bottomLeft()).y()
    assert below < presenter.way.mapTo(presenter, presenter.way.rect().topLeft()).y()
    assert presenter.words.height() >= presenter.words.heightForWidth(presenter.words.width()), "no line is cut"
    assert presenter.body.type_pixels >= size[1] / 52


def test_the_slider_begins_anew_and_the_second_picture_fills_with_the_first(
    qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]
) -> None:
    window, presenter = presented
    presenter.resize(1280, 800)
    settled(qtbot, presenter)
    inset = presenter.body.inset
    qtbot.waitUntil(inset.isVisible, timeout=WAIT)
    whole = inset.grab().toImage()
    presenter.scrub(0.3)
    assert inset.isVisible(), "it stays while the pain travels"
    qtbot.waitUntil(lambda: inset.grab().toImage() != whole, timeout=WAIT)
    presenter.way.setValue(300)
    window.guide.choose("soleus")
    rested(qtbot, window)
    qtbot.waitUntil(lambda: "Soleus" in presenter.name.text(), timeout=WAIT)
    assert presenter.way.value() == 1000


def test_the_patient_sees_the_drawing_while_asked_where_it_hurts(
    qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]
) -> None:
    window, presenter = presented
    window.actions_by_id["pain.mode"].trigger()
    qtbot.waitUntil(lambda: presenter.name.text() == "Where does it hurt?", timeout=WAIT)
    assert not presenter.play.isEnabled()
    window.pain.name_place("region", "kneecap")
    qtbot.waitUntil(lambda: bool(presenter.body.glazes), timeout=WAIT)
    settled(qtbot, presenter)
    plate = presenter.body.plate
    assert plate is not None
    blue = plate.pixels[..., 0].astype(int) - plate.pixels[..., 1]
    assert (blue > 40).sum() > 200, "the knee is in the picture, and painted"
    window.actions_by_id["pain.mode"].trigger()
    qtbot.waitUntil(lambda: not presenter.body.glazes, timeout=WAIT)


def test_the_patient_sees_what_the_clinician_points_at(qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]) -> None:
    window, presenter = presented
    before = presenter.body.grab().toImage()
    middle = window.body.rect().center()
    window.body._hover(QPointF(middle), middle)
    assert presenter.body.grab().toImage() != before
    window.body.place_hovered.emit(None)
    assert presenter.body.grab().toImage() == before


def test_escape_closes_it_and_the_atlas_stays(qtbot: QtBot, presented: tuple[AtlasWindow, Presenter]) -> None:
    window, presenter = presented
    qtbot.keyClick(presenter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not presenter.isVisible(), timeout=WAIT)
    assert window.isVisible()
    assert window.companions.present() is presenter


def test_every_muscle_has_short_plain_sentences(window: AtlasWindow) -> None:
    for muscle in window.edition.library.muscles.values():
        for point in (None, *[each.id for each in muscle.trigger_points]):
            sentences = plain_sentences(muscle, point)
            assert 2 <= len(sentences) <= 3, muscle.id
            assert all(len(sentence.split()) <= MOST_WORDS for sentence in sentences), muscle.id


@pytest.mark.parametrize("tone", TONES[1:])
def test_the_body_has_the_patient_s_skin(qtbot: QtBot, window: AtlasWindow, tone: str) -> None:
    before = window.body.plate.pixels.copy() if window.body.plate else None
    window.actions_by_id[f"tone.{tone}"].trigger()
    rested(qtbot, window)
    assert before is not None
    assert window.body.plate is not None
    skin = window.body.plate.pixels[..., 3] == 255
    assert window.body.plate.pixels[skin][:, :3].mean() < before[skin][:, :3].mean() - 8, "it is darker"
    window.actions_by_id["tone.light"].trigger()


def test_a_clinic_leaves_the_body_clothed(qtbot: QtBot, opened: Opened) -> None:
    first = opened()
    first.actions_by_id["body.modest"].trigger()
    rested(qtbot, first)
    first.close()
    again = opened(Settings.load())
    assert again.actions_by_id["body.modest"].isChecked()
    cloth = again.selection.scene.look.cloth
    assert cloth is not None
    marks = again.edition.library.landmarks
    assert cloth[marks["pubic-symphysis"].vertex] < 0 if "pubic-symphysis" in marks else cloth.min() < 0
    assert cloth[marks["patella-centre"].vertex] > 0
    assert cloth[marks["nipple"].vertex] > 0, "a man has no top"
    again.actions_by_id["body.female"].trigger()
    qtbot.waitUntil(lambda: again.body.scene is not None and again.body.scene.body == "female", timeout=WAIT)
    rested(qtbot, again)
    cloth = again.selection.scene.look.cloth
    assert cloth is not None
    assert cloth[marks["nipple"].vertex] < 0
    again.actions_by_id["body.modest"].trigger()
    again.actions_by_id["side.right"].trigger()
    assert again.guide.selection.side is SideChoice.RIGHT
