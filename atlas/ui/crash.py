"""What happens when the program itself goes wrong: it is logged, shown, and can be copied. Nothing is swallowed."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from atlas.ui import icons

_LOG_BYTES = 500_000
_LOG_FILES = 3


class CrashDialog(QDialog):
    """Says calmly that something failed, with the details to copy."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        mark = QLabel(self)
        mark.setPixmap(icons.icon("warning").pixmap(QSize(32, 32), self.devicePixelRatioF()))
        title = QLabel("Something went wrong in the atlas", self)
        title.setProperty("look", "title")
        words = QLabel(
            "What you were doing may not have worked. You can go on; if it comes back, send these details to whoever "
            "looks after the atlas. They hold no patient's data.",
            self,
        )
        words.setWordWrap(True)
        words.setProperty("look", "soft")
        self.details = QPlainTextEdit(text, self)
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName("Details")
        self.copy_button = QPushButton("Copy details", self)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self.close_button = QPushButton("Go on", self)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self._lay_out(mark, title, words)
        self.close_button.setFocus()
        self.resize(620, 420)

    def _lay_out(self, mark: QLabel, title: QLabel, words: QLabel) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(mark)
        head.addWidget(title, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(words)
        layout.addWidget(self.details, 1)
        layout.addLayout(buttons)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText("Copied")


class _Reporter(QObject):
    """Brings a fault from whichever thread it happened in to the one that may open windows."""

    happened = Signal(str)

    def __init__(self, show: Callable[[str], None]) -> None:
        super().__init__()
        self._show = show
        self._showing = False
        self.happened.connect(self._report, Qt.ConnectionType.AutoConnection)

    def _report(self, text: str) -> None:
        if self._showing:  # a fault that comes while one is shown is in the log; a second window would pile up
            return
        self._showing = True
        try:
            self._show(text)
        finally:
            self._showing = False


def install_excepthook(log_path: Path, show: Callable[[str], None]) -> Callable[[], None]:
    """Log and show what nobody caught, in every thread, and still print it to the terminal.

    Args:
        log_path: The log; its folder is made with the first entry, and it is turned over at 500 kB.
        show: Called in the window's thread with the traceback as text; not while it is still showing another.

    Returns:
        A function that puts the former hooks back.
    """
    logger = _logger(log_path)
    reporter = _Reporter(show)
    before, thread_before, unraisable_before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, where: str) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        logger.error("Not caught in %s:\n%s", where, text)
        reporter.happened.emit(text)

    def in_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(kind, error, trace)
        if issubclass(kind, Exception):
            report(kind, error, trace, "the main thread")

    def in_thread(args: threading.ExceptHookArgs) -> None:
        thread_before(args)
        if issubclass(args.exc_type, Exception):
            name = args.thread.name if args.thread is not None else "a thread"
            report(args.exc_type, args.exc_value, args.exc_traceback, name)

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        unraisable_before(args)
        text = "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
        logger.error("Could not be raised (%s):\n%s", args.err_msg, text)

    sys.excepthook, threading.excepthook, sys.unraisablehook = in_main, in_thread, unraisable

    def restore() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before, thread_before, unraisable_before
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            handler.close()

    return restore


def _logger(path: Path) -> logging.Logger:
    logger = logging.getLogger("atlas")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        from logging.handlers import RotatingFileHandler

        handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True)
    except OSError as error:
        logger.warning("No log can be written to %s: %s", path, error)
        return logger
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    return logger
