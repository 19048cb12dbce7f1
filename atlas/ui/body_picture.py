"""The picture of the body in the window: coarse and quick while it moves, full when it rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEasingCurve, QPointF, QRect, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from atlas.render.camera import Camera
from atlas.render.layers import Dress, Dressed
from atlas.render.paint import Glaze
from atlas.render.plate import Extras, plate_of
from atlas.render.raster import Floats
from atlas.render.scene import Fronts, Scene, Shown, Site
from atlas.render.shade import Still
from atlas.render.views import View, whole_body
from atlas.ui.body_canvas import BodyCanvas
from atlas.ui.inset import Inset
from atlas.ui.overlay import covered, legend_place, second_place
from atlas.ui.plate_painter import image_of
from atlas.ui.studio import Photographer

TURN_MS = 250
_REST_MS = 70
_INSET_MS = 120
# Larger words would not fit into the second picture.
_INSET_TYPE = 18
_CLOSEST, _FARTHEST = 60.0, 0.6


class BodyPicture(BodyCanvas):
    """Shows a scene. While the view changes the picture is coarse and quick; when it rests a full still replaces it."""

    view_changed = Signal(object)
    """The `View` when it has come to rest."""
    glazed = Signal()
    """What is drawn on the skin is another now."""

    def __init__(self, photographer: Photographer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photographer = photographer
        photographer.taken.connect(self._still_taken)
        self._scene: Scene | None = None
        self._view: View | None = None
        self._camera: Camera | None = None
        self._shown: Shown | None = None
        self._knots: tuple[Site, ...] = ()
        self._along: Floats | None = None
        self._dress: Dress | None = None
        self._names: Mapping[str, str] = {}
        self._glazes: tuple[Glaze, ...] = ()
        self._fronts: Fronts | None = None
        self.reduce_motion = False
        # True while the user holds the body: its next still can wait.
        self.held = False
        # Widgets that lie over the body; names keep clear of them.
        self.covers: list[QWidget] = []
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask_for_still)
        self._turning = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=TURN_MS)
        self._turning.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._turning.valueChanged.connect(self._turn_step)
        self._turning.finished.connect(self._turn_done)
        self._way: tuple[View, View] | None = None
        self.inset = Inset(self)
        # Where the second picture may lie, if anywhere.
        self._second: QRect | None = None
        self.inset.turn_asked.connect(self.turn_to)
        # The second picture must not delay the first.
        self._inset_due = QTimer(self, singleShot=True, interval=_INSET_MS)
        self._inset_due.timeout.connect(self._show_inset)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 360)
        self.setAccessibleName("Body")

    def sizeHint(self) -> QSize:
        """A body's proportions."""
        return QSize(620, 720)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def scene(self) -> Scene | None:
        """The body that is shown."""
        return self._scene

    @property
    def view(self) -> View | None:
        """The view, on its way or at rest."""
        return self._way[1] if self._way else self._view

    @property
    def shown(self) -> Shown | None:
        """The pattern that is shown."""
        return self._shown

    @property
    def dress(self) -> Dress | None:
        """The muscles that the body is shown in, None for its skin."""
        return self._dress

    @property
    def cm_on_screen(self) -> float | None:
        """Logical pixels to a cm of the body, None while there is none."""
        return self._camera.scale / self.devicePixelRatioF() if self._camera else None

    @property
    def at_rest(self) -> bool:
        """True when the full still of the present view is on the screen."""
        return self._fine is not None and self._fine.camera == self._camera and self._way is None

    def show_scene(self, scene: Scene, view: View | None = None) -> None:
        """Show a body; the view stays where it is unless one is given."""
        self._scene = scene
        self._fine = self._coarse = None
        self._shown = None
        self._set_view(view or self._view or whole_body(scene.coarse, 0.0))

    def wear(self, dress: Dress | None, names: Mapping[str, str]) -> None:
        """Show the body in its muscles, or in its skin; `names` by muscle stand beside it."""
        if (dress, names) == (self._dress, self._names):
            return
        other = dress is not self._dress
        self._dress, self._names = dress, names
        self._under = None
        if other and self._view is not None:
            self._fine = None
            self._set_view(self._view)
        else:
            self._recolour()

    def look_again(self) -> None:
        """Take the picture anew: the body looks otherwise."""
        self._fine = None
        self.turn_by(0, 0)

    def show_pattern(self, shown: Shown | None, knots: Sequence[Site] = ()) -> None:
        """Paint a pattern, and other trigger points as knots, on the body as it stands."""
        self._shown, self._knots, self._along, self._fronts = shown, tuple(knots), None, None
        self._recolour()

    def glaze(self, glazes: Sequence[Glaze]) -> None:
        """Show what was drawn on the skin, under the pattern."""
        self._glazes = tuple(glazes)
        self._recolour()
        self.glazed.emit()

    @property
    def glazes(self) -> tuple[Glaze, ...]:
        """What is drawn on the skin."""
        return self._glazes

    def turn_to(self, view: View) -> None:
        """Turn to a view: smoothly, unless less motion is wished for."""
        if self._view is None or self.reduce_motion or not self.isVisible():
            self._stop_turning()
            self._set_view(view)
            return
        self._way = (self._view, view)
        self._turning.stop()
        self._turning.start()

    def _turn_step(self, share: float) -> None:
        if self._way is None:
            return
        start, end = self._way
        if self._scene is not None and self._shown is not None and share < 1:
            # While it turns the pain spreads straight from the trigger points.
            self._along = self._scene.wave(self._shown) if self._along is None else self._along
            self._fronts = Fronts(self._along, share * 45.0, share * 45.0)
        self._set_view(start.toward(end, share))

    def _turn_done(self) -> None:
        self._fronts = None
        way, self._way = self._way, None
        if way is not None:
            self._set_view(way[1])

    def _stop_turning(self) -> None:
        self._way = None
        self._turning.stop()
        self._fronts = None

    def turn_by(self, yaw: float, pitch: float) -> None:
        """Turn by degrees."""
        if self._view is None:
            return
        self._stop_turning()
        self._set_view(self._view.turned(yaw, pitch))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom, keeping what lies under a point of the widget in its place."""
        if self._view is None or self._camera is None:
            return
        self._stop_turning()
        scale = self._camera.scale / self.devicePixelRatioF()
        factor = float(np.clip(factor, _FARTHEST / scale, _CLOSEST / scale))
        where = at or QPointF(self.width() / 2, self.height() / 2)
        ratio = self.devicePixelRatioF()
        closer = self._camera.zoomed(factor, where.x() * ratio, where.y() * ratio)
        view = replace(
            self._view, centre=closer.centre, across=self._view.across / factor, down=self._view.down / factor
        )
        self._set_view(view)

    def shift_by(self, moved: QPointF) -> None:
        """Shift the body by logical pixels."""
        if self._view is None or self._camera is None:
            return
        self._stop_turning()
        ratio = self.devicePixelRatioF()
        middle = QPointF(self._camera.width / 2, self._camera.height / 2)
        centre = self._camera.unproject(middle.x() - moved.x() * ratio, middle.y() - moved.y() * ratio)
        self._set_view(replace(self._view, centre=(float(centre[0]), float(centre[1]), float(centre[2]))))

    def _set_view(self, view: View) -> None:
        self._view = view
        if self._scene is None or self.width() < 2 or self.height() < 2:
            return
        ratio = self.devicePixelRatioF()
        self._camera = view.camera(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        self._photographer.forget()
        if self._fine is not None and self._fine.camera == self._camera and self._fine.solid is self._scene.fine:
            self._recolour()
            return
        camera = self._camera
        half = replace(camera, scale=camera.scale / 2, width=(camera.width + 1) // 2, height=(camera.height + 1) // 2)
        self._fine = None
        coarse = self._scene.still(half, fine=False, smooth_edge=False)
        self._coarse = coarse if self._dress is None else self._dress.on(coarse)
        self._recolour()
        self._rest.start()

    def _ask_for_still(self) -> None:
        if self._scene is not None and self._camera is not None and self._way is None and not self.held:
            self._photographer.ask(self._scene, self._camera, self._dress)
        elif self.held:
            self._rest.start()

    def _still_taken(self, scene: Scene, seen: Still) -> None:
        dress = seen.dress if isinstance(seen, Dressed) else None
        if scene is not self._scene or seen.camera != self._camera or dress is not self._dress:
            return
        self._fine, self._coarse = seen, None
        self._recolour()
        self.view_changed.emit(self._view)

    def _recolour(self) -> None:
        if self._fine is not None:
            self._settle_second()
        self._paint_plate()
        self.inset.leave()
        self._inset_due.start()

    def _paint_plate(self) -> None:
        seen = self._fine or self._coarse
        if seen is None or self._scene is None:
            return
        self._plate = plate = plate_of(self._scene, seen, self._shown, self.extras(), fronts=self._fronts)
        self._image = image_of(plate.pixels)
        self.update()

    def extras(self) -> Extras:
        """What is shown beside the pattern."""
        unit = self.devicePixelRatioF() * self._share()
        places = [*self._covers(), *([self._second] if self._second is not None else [])]
        boxes = covered(self.size(), places, unit, self._type_share)
        return Extras(self._knots, unit=unit, covered=boxes, plain=self.plain, names=self._names, glazes=self._glazes)

    def _covers(self) -> list[QRect]:
        return [widget.geometry() for widget in self.covers if widget.isVisibleTo(self)]

    def _settle_second(self) -> None:
        """Choose where the second picture will lie, before letters and names are put: where it covers least."""
        points = np.zeros((0, 2))
        if self._shown is not None and self._scene is not None and self._camera is not None:
            points = self._scene.felt_at(self._camera, [self._shown, *self.beside()]) / self.devicePixelRatioF()
        taken = [*self._covers(), legend_place(self.size(), self._type_share)]
        self._second = second_place(self.size(), self.inset.size(), taken, points)
        if self._second is not None:
            self.inset.move(self._second.topLeft())

    def beside(self) -> Sequence[Shown]:
        """The patterns beside the first: none, but for the patient."""
        return ()

    def _share(self) -> float:
        """Pixels of the present picture to a device pixel: a half while it is coarse."""
        return 1.0 if self._fine is not None else 0.5

    def _show_inset(self) -> None:
        at_rest = self._fine is not None and self._way is None
        if self._scene is None or self._view is None or not at_rest or self._second is None:
            self.inset.leave()
            return
        self.inset.pixels = min(self.type_pixels, _INSET_TYPE)
        self.inset.show_companion(self._scene, self._shown, self._view, self.extras(), self._fronts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Frame the same view anew."""
        super().resizeEvent(event)
        if self._view is not None:
            self._set_view(self._view)
