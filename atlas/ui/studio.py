"""Work behind the window: patterns are built and stills are taken in threads of their own; the newest wish first."""

from __future__ import annotations

import threading
import traceback
from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from atlas.edition import Edition
from atlas.render.camera import Camera
from atlas.render.scene import Scene
from atlas.render.shade import still
from atlas.surface.errors import PlaceError


class Workshop(QObject):
    """Builds the patterns of an edition one after the other, what is asked for first."""

    ready = Signal(str)
    """The id of a muscle whose pattern is there now."""
    failed = Signal(str, str)
    """A muscle's id and what is wrong with it, in plain words."""
    progressed = Signal(int, int)
    """How many patterns have been seen to, and how many there are."""
    warmed = Signal(str)
    """The name of a body that can be shown without waiting now."""
    crashed = Signal(str)
    """The traceback of what should not have happened."""

    def __init__(self, edition: Edition, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edition = edition
        self._wanted: deque[str] = deque()
        self._bodies: deque[str] = deque()
        self._done: set[str] = set()
        self._total = 0
        self._stop = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="patterns", daemon=True)

    def start(self, body: str, muscles: Iterable[str]) -> None:
        """Begin with a body, then all of these muscles in their order."""
        self._bodies.append(body)
        self._wanted.extend(muscles)
        self._total = len(self._wanted)
        self._thread.start()

    def ask(self, muscle: str) -> None:
        """Build this one next."""
        with self._wake:
            if muscle in self._done:
                return
            if muscle in self._wanted:
                self._wanted.remove(muscle)
            self._wanted.appendleft(muscle)
            self._wake.notify()

    def warm(self, body: str) -> None:
        """Prepare a body for showing, before anything else."""
        with self._wake:
            self._bodies.append(body)
            self._wake.notify()

    def close(self) -> None:
        """Stop after the pattern in hand."""
        with self._wake:
            self._stop = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def idle(self) -> bool:
        """True when nothing is left to build."""
        return len(self._done) >= self._total

    def _next(self) -> tuple[str, str] | None:
        """The next task: a body to warm or a pattern to build."""
        with self._wake:
            while not self._bodies and not self._wanted and not self._stop:
                self._wake.wait()
            if self._stop:
                return None
            return ("body", self._bodies.popleft()) if self._bodies else ("pattern", self._wanted.popleft())

    def _work(self) -> None:
        while (task := self._next()) is not None:
            kind, name = task
            if kind == "body":
                self._warm(name)
            else:
                self._build(name)

    def _warm(self, body: str) -> None:
        try:
            self._edition.scene(body).warm()
        except Exception:  # noqa: BLE001 - a thread's error is handed on to be shown, with all its details
            self.crashed.emit(traceback.format_exc())
        else:
            self.warmed.emit(body)

    def _build(self, muscle: str) -> None:
        try:
            self._edition.pattern(muscle)
        except PlaceError as error:
            self._done.add(muscle)
            self.failed.emit(muscle, str(error))
        except Exception:  # noqa: BLE001 - a thread's error is handed on to be shown, with all its details
            self._done.add(muscle)
            self.crashed.emit(traceback.format_exc())
        else:
            self._done.add(muscle)
            self.ready.emit(muscle)
        self.progressed.emit(len(self._done), self._total)
        if len(self._done) >= self._total:
            self._grow_regions()

    def _grow_regions(self) -> None:
        """Last, since nothing waits for it: what lies under the pointer gets a name."""
        try:
            self._edition.grow_regions()
        except PlaceError as error:
            self.failed.emit("", str(error))


class Photographer(QObject):
    """Takes stills of bodies at rest, in full detail; of several wishes only the newest is met."""

    taken = Signal(object, object)
    """The scene and its still."""
    crashed = Signal(str)
    """The traceback of what should not have happened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wish: tuple[Scene, Camera] | None = None
        self._stop = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="stills", daemon=True)
        self._thread.start()

    def ask(self, scene: Scene, camera: Camera) -> None:
        """Take this still instead of any that was asked for before."""
        with self._wake:
            self._wish = (scene, camera)
            self._wake.notify()

    def forget(self) -> None:
        """Nothing is wished for any more."""
        with self._wake:
            self._wish = None

    def close(self) -> None:
        """Stop after the still in hand."""
        with self._wake:
            self._stop = True
            self._wake.notify()
        self._thread.join()

    def _next(self) -> tuple[Scene, Camera] | None:
        with self._wake:
            while self._wish is None and not self._stop:
                self._wake.wait()
            wish, self._wish = self._wish, None
            return None if self._stop else wish

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            scene, camera = wish
            try:
                seen = still(scene.fine, camera, smooth_edge=True)
            except Exception:  # noqa: BLE001 - a thread's error is handed on to be shown, with all its details
                self.crashed.emit(traceback.format_exc())
            else:
                self.taken.emit(scene, seen)
