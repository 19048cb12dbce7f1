"""A learner looks at how far the learning has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atlas.anatomy import Side
from atlas.edition import Edition
from atlas.render.paint import Drawn
from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer, Learner
from atlas.study.cards import Card
from atlas.study.facts import Facts, facts_of
from atlas.study.questions import all_cards
from atlas.study.schedule import Schedule
from atlas.ui import theme
from atlas.ui.study_progress import ProgressPage
from atlas.ui.study_screens import SCREENS, Source, card_title

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support propagateSizeHints")

WAIT = 60_000
TITLES = [title for title, _ in SCREENS]
SHOULDER = ("infraspinatus", "supraspinatus", "teres-minor")


@pytest.fixture(scope="module")
def facts(edition: Edition) -> Facts:
    return facts_of(edition)


@pytest.fixture(scope="module")
def cards(facts: Facts) -> tuple[Card, ...]:
    return all_cards(facts)


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "answers.sqlite") as opened:
        yield opened


@pytest.fixture
def learner(answers: Answers) -> Learner:
    return answers.learners.add("Jo")


@pytest.fixture
def page(qtbot: QtBot, edition: Edition, answers: Answers) -> Iterator[ProgressPage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    made = ProgressPage(edition, answers)
    made.body.reduce_motion = True
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.shut()
    theme.apply(app, "light")


def study(answers: Answers, learner: Learner, cards: tuple[Card, ...], days: int = 12) -> int:
    """Answer the cards of three muscles every third day; infraspinatus is taken for its neighbour at first."""
    mine = [card.id for card in cards if card.muscle in SHOULDER]
    schedule, count = Schedule(learner), 0
    for day in range(days, -1, -3):
        at = datetime.now(UTC) - timedelta(days=day, minutes=30)
        for number, card in enumerate(mine):
            muscle = card.split(":")[1]
            wrong = muscle == "infraspinatus" and day > 5 and "pattern" in card
            shown = at + timedelta(seconds=10 * number)
            given = Answer(
                learner.id, card, shown, shown + timedelta(seconds=6), 1 if wrong else 3, float(not wrong),
                "supraspinatus" if wrong else muscle, 6000,
            )  # fmt: skip
            schedule.record(answers, given)
            count += 1
    return count


def rested(qtbot: QtBot, page: ProgressPage) -> None:
    qtbot.waitUntil(lambda: page.at_rest, timeout=WAIT)


def words(page: ProgressPage) -> str:
    return page.chart.accessibleDescription()


def drawn(page: ProgressPage) -> QImage:
    return page.chart.pixmap().toImage()


def warmth(page: ProgressPage) -> NDArray[np.int64]:
    """How much redder than blue each pixel of the body is: skin is warm, what is known is not."""
    plate = page.body.plate
    assert plate is not None
    return plate.pixels[..., 2].astype(np.int64) - plate.pixels[..., 0]


def test_who_has_learned_nothing_yet_is_told_so_on_every_screen(
    qtbot: QtBot, page: ProgressPage, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    page.show_learner(learner, facts, cards)
    rested(qtbot, page)
    told = []
    for title in TITLES:
        assert page.chart.accessibleName() == title
        assert not drawn(page).isNull()
        told.append(words(page))
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        rested(qtbot, page)
    assert told == [
        "Nothing learned yet.",
        "No reviews yet.",
        "No answers in the last 60 days.",
        "0 cards due today, 0 in the 29 days after. Tomorrow: 0.",
        "Nothing stands out.",
        "No mix-ups yet.",
    ]
    assert page.body.accessibleDescription() == "No region is known yet."
    assert page.body.plate is not None
    assert not page.body.plate.drawn


def test_what_is_known_is_told_in_words_and_painted_on_the_body(
    qtbot: QtBot, page: ProgressPage, answers: Answers, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    page.show_learner(learner, facts, cards)
    rested(qtbot, page)
    before = warmth(page)
    study(answers, learner, cards)
    page.show_learner(learner, facts, cards)
    rested(qtbot, page)
    assert words(page).startswith("You would remember ")
    assert "Shoulder" in words(page)
    assert "Foot 0%, 0 of" in words(page)
    assert page.body.plate is not None
    assert page.body.plate.drawn == {Drawn.KNOWN}
    assert "Remembered best:" in page.body.accessibleDescription()
    assert (before - warmth(page) > 10).sum() > 200
    assert not (warmth(page) > before).any()


def test_a_region_is_known_as_well_as_the_muscles_that_refer_pain_to_it(
    answers: Answers, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    study(answers, learner, cards)
    source = Source(answers, learner, facts, cards, datetime.now(UTC))
    front, heel = source.regions["front-of-shoulder"], source.regions["sole-of-heel"]
    assert front.seen > 0
    assert front.known > 0.05
    assert (heel.seen, heel.known) == (0, 0)
    assert heel.cards > 0
    skin = source.known_skin
    assert 0 < float(skin.max()) <= 1
    where = facts.coverage.label == facts.coverage.number("front-of-shoulder", Side.RIGHT)
    assert float(np.median(skin[where])) == pytest.approx(front.known, abs=0.01)
    # As on the right, so on the left.
    np.testing.assert_allclose(skin, skin[facts.mirror], atol=0.05)


def test_the_other_screens_tell_their_main_figures(
    qtbot: QtBot, page: ProgressPage, answers: Answers, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    count = study(answers, learner, cards)
    page.show_learner(learner, facts, cards)
    told = {}
    for title in TITLES:
        rested(qtbot, page)
        told[title] = words(page)
        assert page.list.currentItem().data(Qt.ItemDataRole.AccessibleDescriptionRole) == words(page)
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert "you remembered" in told["Remembered and predicted"]
    assert told["Answers per day"].startswith(f"{count} answers in the last 60 days")
    assert "due today" in told["Coming up"]
    assert "Infraspinatus (TrP1): pattern to muscle, forgotten" in told["Hardest"]
    assert told["Mixed up"].startswith("Mixed up the most: Infraspinatus and Supraspinatus, ")


def test_a_screen_is_chosen_with_the_mouse_and_the_body_stands_beside_the_first_alone(
    qtbot: QtBot, page: ProgressPage, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    page.show_learner(learner, facts, cards)
    rested(qtbot, page)
    assert page.body.isVisible()
    narrow = page.chart.width()
    where = page.list.visualItemRect(page.list.item(TITLES.index("Coming up"))).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    rested(qtbot, page)
    assert page.chart.accessibleName() == "Coming up"
    assert not page.body.isVisible()
    assert page.chart.width() > narrow
    assert drawn(page).size() == page.chart.size() * page.devicePixelRatioF()


def test_a_chart_is_drawn_again_for_another_size_and_another_theme(
    qtbot: QtBot, page: ProgressPage, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    page.show_learner(learner, facts, cards)
    page.list.setCurrentRow(2)
    rested(qtbot, page)
    assert drawn(page).pixelColor(3, 3).lightness() > 200
    page.resize(840, 560)
    qtbot.waitUntil(lambda: drawn(page).size() == page.chart.size() * page.devicePixelRatioF(), timeout=WAIT)
    rested(qtbot, page)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "dark")
    qtbot.waitUntil(lambda: drawn(page).pixelColor(3, 3).lightness() < 60, timeout=WAIT)
    assert drawn(page).pixelColor(3, 3) == QColor(theme.current().window)


def test_escape_and_the_button_lead_back(
    qtbot: QtBot, page: ProgressPage, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    page.show_learner(learner, facts, cards)
    for widget in (page.list, page.chart, page.body):
        with qtbot.waitSignal(page.closed):
            qtbot.keyClick(widget, Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.closed):
        qtbot.mouseClick(page.leave, Qt.MouseButton.LeftButton)


def test_every_opening_reads_the_answers_anew_and_keeps_the_screen(
    qtbot: QtBot, page: ProgressPage, answers: Answers, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    page.show_learner(learner, facts, cards)
    page.list.setCurrentRow(2)
    rested(qtbot, page)
    now = datetime.now(UTC)
    answers.record(Answer(learner.id, "origin:infraspinatus", now, now, 3, 1.0, "infraspinatus", 6000))
    page.show_learner(learner, facts, cards)
    rested(qtbot, page)
    assert page.chart.accessibleName() == "Answers per day"
    assert words(page).startswith("1 answer in the last 60 days, 100% of them remembered.")
    other = answers.learners.add("Kim")
    page.show_learner(other, facts, cards)
    rested(qtbot, page)
    assert page.name.text() == "Kim"
    assert words(page).startswith("No answers")


def test_the_body_is_turned_and_tells_what_is_under_the_pointer(
    qtbot: QtBot, page: ProgressPage, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    page.show_learner(learner, facts, cards)
    rested(qtbot, page)
    qtbot.keyClick(page.turns["back"], Qt.Key.Key_Space)
    rested(qtbot, page)
    assert page.body.view is not None
    assert page.body.view.yaw == pytest.approx(180)
    qtbot.mouseClick(page.turns["front"], Qt.MouseButton.LeftButton)
    rested(qtbot, page)
    assert page.body.view.yaw == pytest.approx(0)
    middle = QPoint(page.body.width() // 2, page.body.height() // 2)
    qtbot.mouseMove(page.body, middle)
    qtbot.mouseMove(page.body, middle + QPoint(14, -60))
    qtbot.waitUntil(lambda: page.body.told.endswith("0%"))
    qtbot.mouseMove(page.body, QPoint(3, 3))
    qtbot.waitUntil(lambda: page.body.told == "")


def test_answers_that_cannot_be_read_are_told_of(
    qtbot: QtBot, page: ProgressPage, answers: Answers, learner: Learner, facts: Facts, cards: tuple[Card, ...]
) -> None:
    page.show_learner(learner, facts, cards)
    rested(qtbot, page)
    answers.close()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    rested(qtbot, page)
    assert str(answers.path) in page.chart.text()
    assert words(page) == page.chart.text()
    assert page.chart.accessibleName() == "Remembered and predicted"


@pytest.mark.parametrize(
    ("card", "title"),
    [
        ("pattern:infraspinatus:TrP1", "Infraspinatus (TrP1): pattern to muscle"),
        ("origin:infraspinatus", "Infraspinatus: origin"),
        ("region:front-of-shoulder", "Front of the shoulder"),
        ("origin:no-such-muscle", "origin:no-such-muscle"),
        ("what is this", "what is this"),
    ],
)
def test_cards_have_titles(facts: Facts, card: str, title: str) -> None:
    assert card_title(facts, card) == title


def test_a_card_that_asks_about_a_gap_names_the_region(facts: Facts, cards: tuple[Card, ...]) -> None:
    card = next(card for card in cards if card.kind.value == "reach")
    assert card_title(facts, card.id).endswith(f"reaches {facts.regions[card.region].patient_name}?")
