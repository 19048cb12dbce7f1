"""Every icon draws, crisp at any ratio, in the palette's colour."""

from __future__ import annotations

import gc
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from atlas.ui import icons, theme
from atlas.ui.actions import ACTIONS

ALL = sorted(icons.names())


def colours(pixmap: QPixmap) -> set[str]:
    image = pixmap.toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    found = (image.pixelColor(x, y) for x, y in points)
    return {colour.name() for colour in found if colour.alpha() == 255}


def test_there_are_some_twenty() -> None:
    assert len(ALL) >= 20
    assert {spec.icon for spec in ACTIONS if spec.icon} <= set(ALL)


@pytest.mark.parametrize("name", [name for name in ALL if name != "app"])
def test_file_is_a_line_icon_on_the_grid(name: str) -> None:
    root = ET.fromstring((Path(icons.__file__).with_name("icons") / f"{name}.svg").read_text(encoding="utf-8"))
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0, 3.0])
def test_drawn_at_the_screens_own_resolution(qapp: QApplication, name: str, ratio: float) -> None:
    made = icons.icon(name).pixmap(QSize(20, 20), ratio)
    assert made.size() == QSize(round(20 * ratio), round(20 * ratio))
    assert made.devicePixelRatio() == ratio
    assert any(made.toImage().pixelColor(x, y).alpha() for x in range(made.width()) for y in range(made.height()))


def test_follows_the_theme_without_being_made_again(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    icon = icons.icon("menu")
    light = colours(icon.pixmap(QSize(48, 48)))
    theme.apply(qapp, "dark")
    dark = colours(icon.pixmap(QSize(48, 48)))
    assert theme.current().text in dark
    assert light.isdisjoint(dark)
    theme.apply(qapp, "light")


def test_checked_and_disabled_differ(qapp: QApplication) -> None:
    icon = icons.icon("menu")
    checked = colours(icon.pixmap(QSize(48, 48), QIcon.Mode.Normal, QIcon.State.On))
    assert QColor(theme.current().accent).name() in checked
    assert colours(icon.pixmap(QSize(48, 48), QIcon.Mode.Disabled)) != colours(icon.pixmap(QSize(48, 48)))


def test_copies_outlive_what_they_came_from(qapp: QApplication) -> None:
    copy = QIcon(icons.icon("search"))
    copy.addPixmap(QPixmap(8, 8))
    gc.collect()
    assert not copy.pixmap(16).isNull()


def test_own_colour(qapp: QApplication) -> None:
    assert "#123456" in colours(icons.pixmap("menu", 24, "#123456", 2.0))


def test_unknown_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_app_icon_has_every_size(qapp: QApplication) -> None:
    assert QSize(256, 256) in icons.app_icon().availableSizes()


def test_a_button_shows_it(qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icons.icon("save"))
    button.show()
    assert not button.grab().isNull()
