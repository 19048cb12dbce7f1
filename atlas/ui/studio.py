"""Work behind the window: patterns are built and stills are taken in threads of their own; the newest wish first."""

from __future__ import annotations

import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from atlas.edition import Edition
from atlas.render.camera import Camera
from atlas.render.layers import Dress
from atlas.render.scene import Scene
from atlas.render.shade import Look, Still
from atlas.surface.errors import PlaceError

Task: TypeAlias = Callable[[], None]


class Worker(QObject):
    """A thread that does one task after the other, and sleeps while there is none."""

    crashed = Signal(str)
    """The traceback of what should not have happened."""

    def __init__(self, name: str, parent: QObject | None) -> None:
        super().__init__(parent)
        self._stop = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def close(self) -> None:
        """Stop after the task in hand."""
        with self._wake:
            self._stop = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _take(self) -> Task | None:
        """The next task, or None; asked while nobody else may change what is wanted."""
        raise NotImplementedError

    def _work(self) -> None:
        while (task := self._next()) is not None:
            try:
                task()
            except Exception:  # noqa: BLE001 - a thread's error is handed on to be shown, with all its details
                self.crashed.emit(traceback.format_exc())

    def _next(self) -> Task | None:
        with self._wake:
            task = None
            while not self._stop and (task := self._take()) is None:
                self._wake.wait()
            return None if self._stop else task


class Workshop(Worker):
    """Builds the patterns of an edition one after the other, what is asked for first."""

    ready = Signal(str)
    """The id of a muscle whose pattern is there now."""
    failed = Signal(str, str)
    """A muscle's id and what is wrong with it, in plain words."""
    progressed = Signal(int, int)
    """How many patterns have been seen to, and how many there are."""
    warmed = Signal(str)
    """The name of a body that can be shown without waiting now."""
    musculature_ready = Signal(str)
    """The name of a body whose muscles can be shown together without waiting now."""

    index_ready = Signal()
    """A drawing of pain can be compared with all patterns now."""

    def __init__(self, edition: Edition, parent: QObject | None = None) -> None:
        super().__init__("patterns", parent)
        self._edition = edition
        self._wanted: deque[str] = deque()
        self._bodies: deque[str] = deque()
        self._fleshless: deque[str] = deque()
        self._done: set[str] = set()
        self._total = 0
        self._grown = self._settled = False

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

    def flesh_out(self, body: str) -> None:
        """Prepare a body's muscles for showing together, once all patterns are built."""
        with self._wake:
            self._fleshless.append(body)
            self._wake.notify()

    @property
    def idle(self) -> bool:
        """True when no pattern is left to build."""
        return len(self._done) >= self._total

    @property
    def settled(self) -> bool:
        """True when nothing at all is left to do: bodies, patterns, muscles, regions and what pain is looked up in."""
        return self._settled and not (self._bodies or self._wanted or self._fleshless)

    def _take(self) -> Task | None:
        if self._bodies:
            return partial(self._warm, self._bodies.popleft())
        if self._wanted:
            return partial(self._build, self._wanted.popleft())
        if self._fleshless:
            return partial(self._flesh_out, self._fleshless.popleft())
        # Last, since nothing waits for it: what lies under the pointer gets a name.
        grown, self._grown = self._grown, True
        return None if grown else self._grow_regions

    def _warm(self, body: str) -> None:
        self._edition.scene(body).warm()
        self.warmed.emit(body)

    def _build(self, muscle: str) -> None:
        problem = None
        try:
            self._edition.pattern(muscle)
        except PlaceError as error:
            problem = str(error)
        finally:
            # A muscle that cannot be built is seen to as well, or the rest would wait for it for ever.
            self._done.add(muscle)
            self.progressed.emit(len(self._done), self._total)
        if problem is None:
            self.ready.emit(muscle)
        else:
            self.failed.emit(muscle, problem)

    def _flesh_out(self, body: str) -> None:
        self._edition.musculature(body)
        self.musculature_ready.emit(body)

    def _grow_regions(self) -> None:
        try:
            self._edition.grow_regions()
        except PlaceError as error:
            self.failed.emit("", str(error))
        self._edition.pain_index()
        self.index_ready.emit()
        # Rivals come after the muscles: they stand below them.
        self._edition.rival_index()
        self._settled = True
        self.index_ready.emit()


class Photographer(Worker):
    """Takes stills of bodies at rest, in full detail; of several wishes only the newest is met."""

    taken = Signal(object, object)
    """The scene and its still."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("stills", parent)
        self._wish: tuple[Scene, Camera, Dress | None] | None = None
        # The last still as it was in its skin: to wear something else it need not be taken again.
        self._bare: tuple[Scene, Still, Look] | None = None
        self._thread.start()

    def ask(self, scene: Scene, camera: Camera, dress: Dress | None = None) -> None:
        """Take this still instead of any that was asked for before."""
        with self._wake:
            self._wish = (scene, camera, dress)
            self._wake.notify()

    def forget(self) -> None:
        """Nothing is wished for any more."""
        with self._wake:
            self._wish = None

    def _take(self) -> Task | None:
        wish, self._wish = self._wish, None
        return partial(self._photograph, *wish) if wish is not None else None

    def _photograph(self, scene: Scene, camera: Camera, dress: Dress | None) -> None:
        same = self._bare is not None and self._bare[0] is scene and self._bare[2] is scene.look
        if self._bare is None or not same or self._bare[1].camera != camera:
            self._bare = scene, scene.still(camera), scene.look
        seen = self._bare[1]
        self.taken.emit(scene, seen if dress is None else dress.on(seen))
