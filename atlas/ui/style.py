"""The one style sheet of the window, made from the tokens."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template

from atlas.ui.tokens import Tokens

# Qt draws these from files as they are: one for each theme.
_MARKS = Path(__file__).with_name("marks")

_SHEET = Template("""
QMainWindow, QDialog, QMenuBar, QMenu, QStatusBar { background: $window; color: $text; }
QToolTip { background: $surface; color: $text; border: 1px solid $hairline; padding: 4px 8px; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:hover { background: $accent; }
QLabel { background: transparent; }
QLabel[look="soft"] { color: $text_soft; }
QLabel[look="small"] { color: $text_soft; font-size: ${size_small}px; }
QLabel[look="title"] { font-size: ${size_title}px; font-weight: 600; }
QLabel[look="display"] { font-size: ${size_display}px; font-weight: 600; }

QLabel[look="presented-name"] { font-size: ${size_display}px; color: $text_soft; }
QLabel[look="presented"] { font-size: 32px; font-weight: 500; }

QMenuBar { border-bottom: 1px solid $hairline; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: 5px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $hairline; padding: 6px; }
QMenu::item { padding: 5px 28px 5px 28px; border-radius: 5px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $hairline; margin: 5px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; border: 1px solid $outline; border-radius: 8px; }
QMenu::indicator:non-exclusive { border-radius: 4px; }
QMenu::indicator:exclusive:checked { width: 6px; height: 6px; border: 5px solid $accent; background: $surface; }
QMenu::indicator:non-exclusive:checked { background: $accent; border-color: $accent; image: url("$tick"); }

QCheckBox { spacing: 8px; min-height: 24px; }
QCheckBox::indicator {
    width: 16px; height: 16px; border: 1px solid $outline; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:hover { border-color: $accent; background: $hover; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:focus { border: 2px solid $accent; width: 14px; height: 14px; }
QCheckBox::indicator:checked:focus { border-color: $text; }
QCheckBox::indicator:disabled { border-color: $hairline; background: $hover; }
QCheckBox:disabled { color: $text_disabled; }

QSpinBox, QComboBox {
    background: $surface; color: $text; border: 1px solid $outline; border-radius: 6px;
    padding: 3px 9px; min-height: 20px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QSpinBox { padding-right: 22px; qproperty-alignment: AlignCenter; }
QComboBox { padding-right: 26px; }
QSpinBox:focus, QComboBox:focus { border: 2px solid $accent; padding-top: 2px; padding-bottom: 2px; padding-left: 8px; }
QSpinBox:disabled, QComboBox:disabled { color: $text_disabled; border-color: $hairline; }
QSpinBox::up-button, QSpinBox::down-button {
    subcontrol-origin: border; width: 20px; border: none; border-left: 1px solid $hairline;
}
QSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: $hover; }
QSpinBox::up-arrow { image: url("$up"); width: 10px; height: 10px; }
QSpinBox::down-arrow { image: url("$down"); width: 10px; height: 10px; }
QComboBox::drop-down { subcontrol-origin: border; subcontrol-position: center right; width: 24px; border: none; }
QComboBox::down-arrow { image: url("$down"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $surface; color: $text; border: 1px solid $outline; padding: 4px;
    selection-background-color: $selected; selection-color: $text;
}

QLineEdit {
    background: $surface; color: $text; border: 1px solid $hairline; border-radius: 6px;
    placeholder-text-color: $text_soft; padding: 6px 7px; min-height: 20px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover { border-color: $outline; }
QLineEdit:focus { border: 2px solid $accent; padding: 5px 6px; }
QLineEdit > QToolButton { border: none; padding: 0; min-width: 0; min-height: 0; background: transparent; }
QLineEdit#palette-field { border: none; background: transparent; font-size: ${size_title}px; padding: 10px 8px; }

QPushButton, QToolButton {
    background: transparent; color: $text; border: 2px solid transparent; border-radius: 6px;
    padding: 3px 10px; min-height: 20px;
}
QToolButton { padding: 3px; min-width: 20px; }
QPushButton { background: $surface; border: 1px solid $outline; padding: 4px 13px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $selected; }
QToolButton:checked { background: $selected; color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 12px; }
QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $text_disabled; border-color: transparent; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:hover { background: $accent_hover; }
QPushButton:default:focus { border-color: $text; }
QPushButton[look="chip"] {
    border: 1px solid $hairline; border-radius: 13px; padding: 2px 11px; background: $surface;
}
QPushButton[look="chip"]:hover { border-color: $outline; background: $hover; }
QPushButton[look="chip"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[look="chip"]:focus { border: 2px solid $accent; padding: 1px 10px; }
QPushButton[look="chip"]:checked:focus { border: 2px solid $text; padding: 1px 10px; }
QListWidget[look="rows"]::item { padding: 4px 6px; }
QPushButton[look="choice"] { text-align: left; padding: 8px 12px; min-height: 22px; }
QPushButton[look="choice"][mark] { border: 2px solid transparent; padding: 7px 11px; background: $surface; }
QPushButton[look="choice"][mark="right"] { border-color: $right; }
QPushButton[look="choice"][mark="wrong"] { border-color: $warning; }
QToolButton[look="jump"], QPushButton[look="jump"] {
    color: $accent; background: transparent; border: none; border-radius: 4px;
    font-size: ${size_small}px; padding: 2px 6px;
}
QPushButton[look="jump"]:hover { background: $hover; }
QPushButton[look="jump"]:focus { border: 2px solid $accent; padding: 0 4px; }

QToolButton[look="layer"] { padding: 1px 6px; font-size: ${size_small}px; text-align: left; min-height: 18px; }
QSlider::groove:vertical { width: 3px; background: $hairline; border-radius: 1px; }
QSlider::handle:vertical {
    height: 14px; margin: 0 -7px; border-radius: 8px; background: $surface; border: 2px solid $accent;
}
QSlider::handle:vertical:hover { background: $selected; }
QSlider::groove:horizontal { height: 3px; background: $hairline; border-radius: 1px; }
QSlider::handle:horizontal {
    width: 14px; margin: -7px 0; border-radius: 8px; background: $surface; border: 2px solid $accent;
}
QSlider::handle:horizontal:hover { background: $selected; }
QSlider:focus { border: 2px solid $accent; border-radius: 6px; }

QAbstractScrollArea { background: $window; border: none; }
QTreeView, QListView, QTextBrowser, QPlainTextEdit {
    background: $window; color: $text; border: none; outline: none;
    selection-background-color: $selected; selection-color: $text;
}
QTextBrowser { selection-background-color: $accent; selection-color: $on_accent; }
QTextBrowser:focus { border-left: 2px solid $accent; }
QPlainTextEdit { background: $surface; border: 1px solid $hairline; border-radius: 6px; padding: 6px; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: 5px; }
QFrame[look="rule"] { background: $hairline; border: none; max-height: 1px; min-height: 1px; }
QLabel[look="key"] {
    color: $text_soft; background: $hover; border: 1px solid $hairline; border-radius: 4px;
    padding: 1px 6px; font-size: ${size_small}px;
}
QFrame#palette { background: $surface; border: 1px solid $outline; border-radius: 10px; }
QFrame#palette QListView { background: transparent; }
QFrame#banner { background: $warning_soft; border: none; border-bottom: 1px solid $hairline; }
QFrame#banner QLabel { color: $text; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $hairline; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of the whole application in one theme."""
    ground = "dark" if tokens.dark else "light"
    marks = {name: (_MARKS / f"{name}-{ground}.svg").as_posix() for name in ("tick", "up", "down")}
    return _SHEET.substitute(asdict(tokens) | marks)
