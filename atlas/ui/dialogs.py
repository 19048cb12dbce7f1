"""Small dialogs: faults of the dataset, about the atlas; and what a report of a fault should hold."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from atlas import __version__
from atlas.edition import Edition

_PACKAGES = ("PySide6-Essentials", "numpy", "scipy", "potpourri3d", "pydantic", "PyYAML", "matplotlib")

_ABOUT = """
<p>Select a muscle knot and see on the body where its pain is felt.</p>
<p>The atlas teaches; it does not diagnose. Pain patterns vary from person to person, fingers find trigger points with
limited reliability, and how they arise is contested. Each pattern says how certain it is and what it rests on.</p>
<p>It works without a network, needs no account and stores nothing about patients.</p>
<p>Code: MIT licence. Texts and patterns: CC BY 4.0. The body: CC0, derived from the MakeHuman base mesh.</p>
"""


def _dialog(parent: QWidget, title: str, content: QWidget, heading: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    words = QLabel(heading, dialog)
    words.setProperty("look", "title")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 16)
    layout.setSpacing(12)
    layout.addWidget(words)
    layout.addWidget(content, 1)
    layout.addWidget(buttons)
    return dialog


def problems_dialog(parent: QWidget, problems: Sequence[str]) -> QDialog:
    """Every problem, a line each, to read and to copy."""
    text = QPlainTextEdit("\n".join(problems) or "Nothing is wrong with the dataset.")
    text.setReadOnly(True)
    text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    text.setAccessibleName("Faults")
    count = len(problems)
    heading = "No faults" if not count else "1 fault" if count == 1 else f"{count} faults"
    dialog = _dialog(parent, "Faults of the dataset", text, heading)
    dialog.resize(820, 420)
    return dialog


def about_dialog(parent: QWidget) -> QDialog:
    """What the atlas is, and its licences."""
    text = QLabel(_ABOUT)
    text.setWordWrap(True)
    text.setMinimumWidth(460)
    return _dialog(parent, "About the atlas", text, f"Trigger Point Atlas {__version__}")


def diagnostics(edition: Edition) -> str:
    """Versions, system and state of the dataset: no names, no paths of the user."""
    # Late, here and in what the window rarely needs: each would cost the start some hundredths of a second.
    from importlib.metadata import PackageNotFoundError, version

    lines = [
        f"Trigger Point Atlas {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}",
        platform.platform(),
    ]
    for package in _PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            lines.append(f"{package} (version unknown)")
    library = edition.library
    lines.append(f"{len(library.muscles)} muscles, {len(library.errors)} errors, {len(library.warnings)} warnings")
    return "\n".join(lines)
