"""The colours keep their contrast, stay clear of red, and follow choice and system."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from atlas.ui import theme
from atlas.ui.style import style_sheet
from atlas.ui.tokens import DARK, LIGHT, Tokens, contrast, mix

GROUNDS = ("window", "surface", "hover", "selected", "warning_soft", "ground_top", "ground_bottom")
BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light")


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["text", "text_soft", "accent", "accent_hover", "warning"])
def test_text_can_be_read_on_every_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@BOTH
def test_text_on_the_accent_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5


@BOTH
def test_borders_and_rings_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.outline, tokens.window) >= 3
    assert contrast(tokens.outline, tokens.surface) >= 3
    assert all(contrast(tokens.accent, getattr(tokens, ground)) >= 3 for ground in GROUNDS)


@BOTH
def test_no_red_and_no_pure_grey(tokens: Tokens) -> None:
    for field in fields(tokens):
        colour = getattr(tokens, field.name)
        if not isinstance(colour, str):
            continue
        red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
        hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)[0], 0, max(red, green, blue) - min(red, green, blue)
        assert saturation > 0, f"{field.name} is a pure grey"
        assert saturation < 0.12 or 0.06 < hue < 0.94, f"{field.name} is red"


def test_contrast_and_mix_are_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    assert mix("#000000", "#ff8000", 0.5) == "#804000"


@BOTH
def test_style_sheet_is_complete(tokens: Tokens) -> None:
    assert "$" not in style_sheet(tokens)


def test_choice_changes_palette_and_tells(qtbot: QtBot, qapp: QApplication) -> None:
    look = theme.apply(qapp, "light")
    label = QLabel("x")
    qtbot.addWidget(label)
    with qtbot.waitSignal(look.changed) as told:
        theme.apply(qapp, "dark")
    assert told.args == [theme.current()]
    assert theme.current().dark
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text


def test_same_look_is_not_told_again(qtbot: QtBot, qapp: QApplication) -> None:
    look = theme.apply(qapp, "dark")
    with qtbot.assertNotEmitted(look.changed):
        theme.apply(qapp, "dark")


def test_system_is_followed_live(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    look = theme.apply(qapp, "system")
    hints = qapp.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Dark)
    scheme = hints.colorScheme()
    assert look.tokens.dark is (scheme is Qt.ColorScheme.Dark)
    hints.setColorScheme(Qt.ColorScheme.Light)
    assert not look.tokens.dark


def test_unknown_choice_is_the_system(qapp: QApplication) -> None:
    assert theme.apply(qapp, "purple").choice is theme.ThemeChoice.SYSTEM


def test_sizes_are_four_and_grow_together() -> None:
    tokens = theme.current()
    sizes = [tokens.size_small, tokens.size_body, tokens.size_title, tokens.size_display]
    assert sizes == sorted(set(sizes))
    assert tokens.size_body >= 14


@BOTH
def test_ticks_can_be_seen_on_their_ground(tokens: Tokens) -> None:
    files = [Path(path) for path in re.findall(r'url\("(.+?)"\)', style_sheet(tokens))]
    assert {file.stem.split("-")[0] for file in files} == {"tick", "up", "down"}
    for file in files:
        found = re.search(r'stroke="(#\w+)"', file.read_text(encoding="utf-8"))
        ground = tokens.accent if file.stem.startswith("tick") else tokens.surface
        assert found is not None
        assert contrast(found[1], ground) >= 4.5
