"""Sets hand-outs in a thread: for the eye, for a file, for the printer."""

from __future__ import annotations

from collections import deque
from functools import partial
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from atlas.edition import Edition
from atlas.handout.errors import SheetError
from atlas.handout.paper import Sheet
from atlas.handout.sheet import save_sheet, sheet_page
from atlas.surface.errors import PlaceError
from atlas.ui.studio import Task, Worker


class Typist(Worker):
    """Does one page after the other; of several pages to look at only the newest is made."""

    seen = Signal(QImage, str)
    """A page to look at, and what found no room on it."""
    for_printer = Signal(QImage)
    """A page, fine enough for paper."""
    saved = Signal(str)
    """The path of a page that was written."""
    failed = Signal(str)
    """Why there is no page."""
    not_saved = Signal(str)
    """Why a page that there is could not be written."""

    def __init__(self, edition: Edition, parent: QObject) -> None:
        super().__init__("pages", parent)
        self._edition = edition
        self._look: Task | None = None
        self._orders: deque[Task] = deque()
        self._thread.start()

    def show(self, sheet: Sheet, dpi: float) -> None:
        """Make a page to look at, instead of any that waits."""
        with self._wake:
            self._look = partial(self._page, sheet, dpi, self._seen)
            self._wake.notify()

    def save(self, sheet: Sheet, path: Path) -> None:
        """Write a page."""
        self._order(partial(self._write, sheet, path))

    def print(self, sheet: Sheet, dpi: float) -> None:
        """Make a page for the printer."""
        self._order(partial(self._page, sheet, dpi, lambda image, _told: self.for_printer.emit(image)))

    def _order(self, task: Task) -> None:
        with self._wake:
            self._orders.append(task)
            self._wake.notify()

    def _take(self) -> Task | None:
        if self._orders:
            return self._orders.popleft()
        look, self._look = self._look, None
        return look

    def _seen(self, image: QImage, told: str) -> None:
        self.seen.emit(image, told)

    def _page(self, sheet: Sheet, dpi: float, give: object) -> None:
        assert callable(give)
        try:
            figure, arrangement = sheet_page(sheet, self._edition)
        except (SheetError, PlaceError) as error:
            self.failed.emit(_sentence(str(error)))
            return
        raw = BytesIO()
        figure.savefig(raw, format="rgba", dpi=dpi, facecolor="white")
        width, height = (round(side * dpi) for side in figure.get_size_inches())
        # Matplotlib rounds down.
        pixels = raw.getvalue()
        width = width if len(pixels) % (4 * width) == 0 else width - 1
        height = len(pixels) // (4 * width)
        image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
        muscles = self._edition.library.muscles
        left_out = [
            f"{', '.join(dropped)} ({muscles[pick.muscle].name})"
            for pick, dropped in zip(sheet.picks, arrangement.dropped, strict=True)
            if dropped
        ]
        give(image, f"No room for {'; '.join(left_out)}." if left_out else "")

    def _write(self, sheet: Sheet, path: Path) -> None:
        try:
            save_sheet(sheet, self._edition, path)
        except (SheetError, PlaceError) as error:
            self.failed.emit(_sentence(str(error)))
        except OSError as error:
            self.not_saved.emit(f"The page could not be saved to {path}: {error.strerror or error}.")
        else:
            self.saved.emit(str(path))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
