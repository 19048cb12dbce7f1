"""The sheet of keys is the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from atlas.ui.actions import ACTIONS, shown_key
from atlas.ui.shortcuts import ShortcutSheet, balanced, sections


def test_every_key_is_on_the_sheet(qtbot: QtBot) -> None:
    sheet = ShortcutSheet()
    qtbot.addWidget(sheet)
    shown = [label.text() for label in sheet.findChildren(QLabel)]
    for spec in ACTIONS:
        for key in spec.keys:
            assert shown_key(key) in shown
            assert spec.text.rstrip("…") in shown


def test_the_keys_of_the_other_windows_are_on_it_too() -> None:
    there = {title: {key for spec in specs for key in spec.keys} for title, specs in sections()}
    assert there["In the patient's window"] == {"Space", "F11", "Esc"}
    assert {"Space", "1", "4", "Ctrl+Z", "-", "@", "Esc"} <= there["While studying"]
    assert {"Ctrl+1", "Ctrl+2", "Ctrl+F", "Alt+Left", "Esc"} <= there["While reading"]


def test_columns_keep_order_and_are_about_even() -> None:
    columns = balanced(sections(), 2)
    assert [part for column in columns for part in column] == sections()
    lengths = [sum(len(specs) + 2 for _, specs in column) for column in columns]
    assert max(lengths) < 2 * min(lengths)


def test_escape_closes(qtbot: QtBot) -> None:
    sheet = ShortcutSheet()
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
