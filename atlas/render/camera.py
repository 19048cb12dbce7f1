"""An orthographic camera: where a point of the body falls on the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Camera:
    """A parallel projection.

    `yaw` and `pitch` are in degrees: yaw 0 looks at the front of the body, 90 at its LEFT side, 180 at its back, -90
    at its right; pitch above 0 looks from above. `centre` (cm) falls on the middle of the picture; `scale` is pixels
    a cm. `width` and `height` are pixels.
    """

    yaw: float
    pitch: float
    centre: tuple[float, float, float]
    scale: float
    width: int
    height: int

    @cached_property
    def axes(self) -> NDArray[np.float64]:
        """Rows: the body directions that point right, up and toward the viewer on the picture; shape (3, 3)."""
        yaw, pitch = np.radians(self.yaw), np.radians(self.pitch)
        right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
        toward = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
        return np.stack([right, np.cross(toward, right), toward])

    @property
    def toward(self) -> NDArray[np.float64]:
        """Unit vector from the body to the viewer, shape (3,)."""
        row: NDArray[np.float64] = self.axes[2]
        return row

    def project(self, points: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where points (n, 3) in cm fall: pixel positions (n, 2), x right and y down, and depth (n,) in cm.

        Larger depth is nearer.
        """
        local = (np.asarray(points, dtype=np.float64) - np.array(self.centre)) @ self.axes.T
        xy = np.empty((len(local), 2))
        xy[:, 0] = self.width / 2 + self.scale * local[:, 0]
        xy[:, 1] = self.height / 2 - self.scale * local[:, 1]
        return xy, local[:, 2]

    def unproject(self, x: float, y: float, depth: float = 0.0) -> NDArray[np.float64]:
        """The point (3,) in cm that falls on pixel position (x, y) at that depth: the inverse of `project`."""
        local = np.array([(x - self.width / 2) / self.scale, (self.height / 2 - y) / self.scale, depth])
        return np.array(self.centre) + local @ self.axes

    def zoomed(self, factor: float, x: float, y: float) -> Camera:
        """Zoom by a factor, keeping what is under pixel position (x, y) where it is."""
        before = self.unproject(x, y)
        closer = replace(self, scale=self.scale * factor)
        shift = before - closer.unproject(x, y)
        centre = np.array(self.centre) + shift
        return replace(closer, centre=(float(centre[0]), float(centre[1]), float(centre[2])))
