"""Asks before something is done that cannot be taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


def sure(parent: QWidget, title: str, words: str, *, do: str, leave: str) -> bool:
    """Whether to do it: `do` and `leave` are the words of the buttons. Return and Esc leave it."""
    box = QMessageBox(QMessageBox.Icon.Question, title, words, QMessageBox.StandardButton.NoButton, parent)
    doing = box.addButton(do, QMessageBox.ButtonRole.AcceptRole)
    leaving = box.addButton(leave, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leaving)
    box.setEscapeButton(leaving)
    box.exec()
    return box.clickedButton() is doing
