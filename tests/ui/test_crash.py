"""A fault is logged, shown and can be copied, whichever thread it happens in."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atlas.ui.crash import CrashDialog, install_excepthook

Install = Callable[[Path, Callable[[str], None]], None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    undo: list[Callable[[], None]] = []

    def quiet(*_: object) -> None:
        return

    monkeypatch.setattr(sys, "excepthook", quiet)
    monkeypatch.setattr(threading, "excepthook", quiet)
    monkeypatch.setattr(sys, "unraisablehook", quiet)
    yield lambda path, show: undo.append(install_excepthook(path, show))
    for restore in undo:
        restore()
    assert sys.excepthook is quiet
    assert logging.getLogger("atlas").handlers == []


def raised(error: BaseException) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        raise error
    except type(error) as caught:
        return type(caught), caught, caught.__traceback__


def test_shown_and_logged(qapp: QApplication, install: Install, tmp_path: Path) -> None:
    seen: list[str] = []
    log = tmp_path / "logs" / "atlas.log"
    install(log, seen.append)
    sys.excepthook(*raised(ValueError("the reason")))
    assert "ValueError: the reason" in seen[0]
    assert "ValueError: the reason" in log.read_text(encoding="utf-8")


def test_a_thread_is_shown_in_the_windows_thread(qtbot: QtBot, install: Install, tmp_path: Path) -> None:
    seen: list[tuple[str, bool]] = []
    main = QThread.currentThread()
    install(tmp_path / "atlas.log", lambda text: seen.append((text, QThread.currentThread() is main)))

    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail, name="builder")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert "in a thread" in seen[0][0]
    assert seen[0][1]
    assert "Not caught in builder" in (tmp_path / "atlas.log").read_text(encoding="utf-8")


def test_stopping_from_the_terminal_is_no_fault(qapp: QApplication, install: Install, tmp_path: Path) -> None:
    seen: list[str] = []
    install(tmp_path / "atlas.log", seen.append)
    sys.excepthook(*raised(KeyboardInterrupt()))
    assert seen == []


def test_no_second_window_while_one_is_open(qapp: QApplication, install: Install, tmp_path: Path) -> None:
    seen: list[str] = []

    def show(text: str) -> None:
        seen.append(text)
        sys.excepthook(*raised(ValueError("second")))

    install(tmp_path / "atlas.log", show)
    sys.excepthook(*raised(ValueError("first")))
    assert len(seen) == 1
    assert "second" in (tmp_path / "atlas.log").read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_does_no_harm(qapp: QApplication, install: Install, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    seen: list[str] = []
    install(tmp_path / "file" / "atlas.log", seen.append)
    sys.excepthook(*raised(ValueError("still shown")))
    assert len(seen) == 1


def test_details_can_be_copied(qtbot: QtBot) -> None:
    dialog = CrashDialog("Traceback <b>\nValueError")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.details.toPlainText() == "Traceback <b>\nValueError"
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "Traceback <b>\nValueError"
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
