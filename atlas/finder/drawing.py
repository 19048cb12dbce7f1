"""A patient's pain drawn on the skin: how strong it is at each point, with every step to be undone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from atlas.surface.field import Field

Floats = NDArray[np.float32]

# Strengths that a patient can give.
WEAKEST, STRONGEST = 1, 10
_MOST_STEPS = 100
# A named place fades over so much at its edge.
_SOFT_CM = 0.8


class Drawing:
    """How strong the pain is at each fine vertex, 0 for none to 1, whatever body it was drawn on.

    A stroke is what is painted between `begin` and the next `begin`; `undo` takes the last one back.
    """

    def __init__(self, vertices: int) -> None:
        self.weights: Floats = np.zeros(vertices, dtype=np.float32)
        self._before: list[NDArray[np.float16]] = []
        self._after: list[NDArray[np.float16]] = []

    @property
    def empty(self) -> bool:
        """True when nothing is painted."""
        return not self.weights.any()

    @property
    def can_undo(self) -> bool:
        """True when there is a stroke to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """True when a stroke that was taken back can be had again."""
        return bool(self._after)

    def begin(self) -> None:
        """A new stroke begins."""
        self._before = [*self._before, self.weights.astype(np.float16)][-_MOST_STEPS:]
        self._after = []

    def paint(self, vertices: NDArray[np.int64], strength: Floats, intensity: int = STRONGEST) -> None:
        """Add pain at vertices (k,), `strength` (k,) in 0..1 as the brush has it; paint never weakens what is there."""
        self.weights[vertices] = np.maximum(self.weights[vertices], strength * np.float32(intensity / STRONGEST))

    def erase(self, vertices: NDArray[np.int64], strength: Floats) -> None:
        """Take pain away at vertices (k,), twice `strength` (k,): so a stroke erases its like wholly."""
        self.weights[vertices] = np.maximum(self.weights[vertices] - 2 * strength, 0)

    def fill(self, strength: Floats, intensity: int = STRONGEST) -> None:
        """A stroke of its own: all skin of a mask (n,) of 0..1."""
        self.begin()
        self.weights = np.maximum(self.weights, strength * np.float32(intensity / STRONGEST))

    def empty_out(self, strength: Floats) -> None:
        """A stroke of its own: no pain wherever a mask (n,) of 0..1 reaches."""
        self.begin()
        self.weights[strength > 0] = 0

    def replace(self, weights: Floats) -> None:
        """A stroke of its own: another drawing altogether."""
        self.begin()
        self.weights = weights.astype(np.float32)

    def clear(self) -> None:
        """A stroke of its own: nothing."""
        if not self.empty:
            self.replace(np.zeros_like(self.weights))

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._before:
            self._after.append(self.weights.astype(np.float16))
            self.weights = self._before.pop().astype(np.float32)

    def redo(self) -> None:
        """Have the stroke that was taken back again."""
        if self._after:
            self._before.append(self.weights.astype(np.float16))
            self.weights = self._after.pop().astype(np.float32)

    @staticmethod
    def mask(field: Field, vertices: int) -> Floats:
        """A zone as a mask (n,) of 0..1 with a soft edge."""
        result = np.zeros(vertices, dtype=np.float32)
        result[field.vertices] = np.clip(0.5 - field.values / _SOFT_CM, 0, 1)
        return result

    def area(self, areas: Floats) -> float:
        """How much skin is painted, in the unit of `areas` (n,)."""
        return float(areas[self.weights > 0].sum())
