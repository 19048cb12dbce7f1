"""The composition root: makes the application and its window, and knows everybody."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication

from atlas.edition import Edition
from atlas.store.paths import log_folder, pattern_folder
from atlas.store.settings import Settings
from atlas.ui import theme
from atlas.ui.crash import CrashDialog, install_excepthook
from atlas.ui.window import AtlasWindow

# A picture of the window is given up after so long (seconds).
_PATIENCE = 120.0


class StartError(Exception):
    """The window cannot be opened as asked; the message says why in plain words."""


@dataclass(frozen=True)
class Options:
    """How to open the window. None leaves a choice to the settings; `screenshot` saves a picture and leaves."""

    select: str | None = None
    point: str | None = None
    theme: str | None = None
    body: str | None = None
    side: str | None = None
    layer: str | None = None
    content: Path | None = None
    screenshot: Path | None = None
    size: tuple[int, int] = (1280, 800)


def application() -> QApplication:
    """The one application of this process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("trigger-point-atlas")
    app.setApplicationDisplayName("Trigger Point Atlas")
    return app


def make_window(options: Options) -> AtlasWindow:
    """The window, not shown yet. Raises StartError for a muscle, point or body that there is not."""
    settings = Settings() if options.screenshot else Settings.load()
    if options.theme:
        settings.theme = options.theme
    if options.side:
        settings.side = options.side
    theme.apply(application(), settings.theme)
    if options.layer:
        settings.layer = options.layer
    edition = Edition.open(options.content, pattern_folder())
    if options.body is not None:
        if options.body not in edition.model.names:
            raise StartError(f"there is no body '{options.body}': there are {', '.join(edition.model.names)}")
        settings.body = options.body
    if options.select is not None:
        muscle = edition.library.muscles.get(options.select)
        if muscle is None:
            raise StartError(f"there is no muscle '{options.select}'; `list` names them all")
        if options.point is not None and muscle.point(options.point) is None:
            raise StartError(f"{muscle.id} has no point '{options.point}'")
        settings.muscle = options.select
    return AtlasWindow(edition, settings, options.point if options.select is not None else None)


def run(options: Options) -> int:
    """Open the window and stay until it is closed, or save its picture; returns the exit code."""
    app = application()
    window = make_window(options)
    if options.screenshot is not None:
        return _photograph(app, window, options.screenshot, options.size)
    restore = install_excepthook(log_folder() / "atlas.log", _show_crash)
    window.crashed.connect(_show_crash)
    try:
        window.show()
        return app.exec()
    finally:
        restore()


def _show_crash(text: str) -> None:
    CrashDialog(text).exec()


def _photograph(app: QApplication, window: AtlasWindow, path: Path, size: tuple[int, int]) -> int:
    # Nobody is there to close a dialog: what goes wrong is printed and makes the command fail.
    failures: list[str] = []
    restore = install_excepthook(log_folder() / "atlas.log", failures.append)
    window.crashed.connect(failures.append)
    window.body.reduce_motion = True
    if size[0] < window.minimumSizeHint().width():
        # Too narrow for three columns: the body and the list stay.
        window.notes.hide()
    window.resize(*size)
    window.show()
    until = time.monotonic() + _PATIENCE
    while not (window.at_rest and not window.selection.waiting_knots()) and not failures and time.monotonic() < until:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    # The second picture comes a moment after the first.
    until = time.monotonic() + 0.4
    while time.monotonic() < until:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    at_rest = window.at_rest
    saved = window.grab().save(str(path))
    window.close()
    restore()
    if not saved:
        raise StartError(f"'{path}' cannot be written")
    for failure in failures:
        sys.stderr.write(failure)
    return 0 if at_rest and not failures else 1
