"""Every key on one sheet, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from atlas.ui.actions import ACTIONS, ActionSpec, shown_key

_COLUMNS = 2


def _elsewhere(window: str, *rows: tuple[str, tuple[str, ...]]) -> list[ActionSpec]:
    return [ActionSpec("", text, window, keys) for text, keys in rows]


# The windows beside the atlas' own have keys of their own, which are no actions.
_ELSEWHERE = (
    *_elsewhere(
        "In the patient's window",
        ("Let the pain travel, or stop it", ("Space",)),
        ("Full screen", ("F11",)),
        ("Close", ("Esc",)),
    ),
    *_elsewhere(
        "While studying",
        ("Show the answer, or go on", ("Space",)),
        ("Take an answer by its number, up to 9", ("1",)),
        ("Grade: again, hard, good, easy", ("1", "2", "3", "4")),
        ("Take the last answer back", ("Ctrl+Z",)),
        ("Not before tomorrow", ("-",)),
        ("Not until I want it", ("@",)),
        ("Leave", ("Esc",)),
        ("Close the window", ("Ctrl+W",)),
    ),
    *_elsewhere(
        "While reading",
        ("Pages for patients", ("Ctrl+1",)),
        ("Pages for clinicians", ("Ctrl+2",)),
        ("Find in the pages", ("Ctrl+F", "/")),
        ("Back", ("Alt+Left",)),
        ("Forward", ("Alt+Right",)),
        ("Leave the search, or close", ("Esc",)),
        ("Close the window", ("Ctrl+W",)),
    ),
)


class ShortcutSheet(QDialog):
    """Shows what each key does, menu by menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        sheet = QWidget(self)
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(24, 8, 24, 16)
        columns.setSpacing(40)
        for column in balanced(sections(), _COLUMNS):
            side = QVBoxLayout()
            side.setSpacing(20)
            for title, specs in column:
                side.addLayout(_section(title, specs))
            side.addStretch()
            columns.addLayout(side, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 16)
        layout.addWidget(area)
        footer = QHBoxLayout()
        footer.setContentsMargins(24, 0, 24, 0)
        footer.addWidget(buttons)
        layout.addLayout(footer)
        self.resize(760, 720)


def sections() -> list[tuple[str, list[ActionSpec]]]:
    """The actions that have keys, under their menus; then the keys of the other windows."""
    found: dict[str, list[ActionSpec]] = {}
    for spec in (*ACTIONS, *_ELSEWHERE):
        if spec.keys:
            found.setdefault(spec.menu.replace("/", ": "), []).append(spec)
    return list(found.items())


def balanced(parts: list[tuple[str, list[ActionSpec]]], columns: int) -> list[list[tuple[str, list[ActionSpec]]]]:
    """The sections in their order, cut into columns of about the same length."""
    lengths = [len(specs) + 2 for _, specs in parts]
    made: list[list[tuple[str, list[ActionSpec]]]] = [[] for _ in range(columns)]
    before = 0
    for part, length in zip(parts, lengths, strict=True):
        column = min(int((before + length / 2) * columns / sum(lengths)), columns - 1)
        made[column].append(part)
        before += length
    return made


def _section(title: str, specs: list[ActionSpec]) -> QVBoxLayout:
    heading = QLabel(title)
    heading.setProperty("look", "title")
    rule = QFrame()
    rule.setProperty("look", "rule")
    grid = QGridLayout()
    grid.setColumnStretch(0, 1)
    grid.setVerticalSpacing(6)
    for row, spec in enumerate(specs):
        label = QLabel(spec.text.rstrip("…"))
        label.setToolTip(spec.tip)
        grid.addWidget(label, row, 0)
        keys = QHBoxLayout()
        keys.setSpacing(4)
        for key in spec.keys:
            chip = QLabel(shown_key(key))
            chip.setProperty("look", "key")
            keys.addWidget(chip)
        grid.addLayout(keys, row, 1, Qt.AlignmentFlag.AlignRight)
    made = QVBoxLayout()
    made.setSpacing(8)
    made.addWidget(heading)
    made.addWidget(rule)
    made.addLayout(grid)
    return made
