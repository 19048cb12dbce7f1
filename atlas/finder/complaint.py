"""What a patient complains of: the drawing, and the places and symptoms that were named; all of it undone together."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.anatomy import SideChoice
from atlas.finder.drawing import Drawing, Floats


@dataclass(frozen=True)
class Named:
    """What was chosen by name: regions with their sides, and symptoms, in the order in which they were chosen."""

    places: tuple[tuple[str, SideChoice], ...] = ()
    symptoms: tuple[str, ...] = ()


class Complaint:
    """A drawing and what was named with it. Every change is one step, and `undo` takes a whole step back."""

    def __init__(self, vertices: int) -> None:
        self.drawing = Drawing(vertices)
        self.named = Named()
        # One for each step of the drawing, at the same end.
        self._before: list[Named] = []
        self._after: list[Named] = []

    @property
    def empty(self) -> bool:
        """True when nothing is painted and nothing was named."""
        return self.drawing.empty and self.named == Named()

    def begin(self) -> None:
        """A new stroke begins."""
        self.drawing.begin()
        self._step(self.named)

    def mark(self, place: str, sides: SideChoice, mask: Floats, intensity: int) -> None:
        """Paint a region that was named; `mask` (n,) of 0..1."""
        self.drawing.fill(mask, intensity)
        known = self.named.places
        places = known if (place, sides) in known else (*known, (place, sides))
        self._step(Named(places, self.named.symptoms))

    def unmark(self, place: str, mask: Floats) -> None:
        """Take a region back, on all sides that it was named on; `mask` (n,) of 0..1 is all of them."""
        self.drawing.empty_out(mask)
        self._step(Named(tuple(pair for pair in self.named.places if pair[0] != place), self.named.symptoms))

    def add_symptom(self, symptom: str) -> None:
        """Note a symptom."""
        if symptom not in self.named.symptoms:
            self.drawing.begin()
            self._step(Named(self.named.places, (*self.named.symptoms, symptom)))

    def drop_symptom(self, symptom: str) -> None:
        """Take a symptom back."""
        if symptom in self.named.symptoms:
            self.drawing.begin()
            self._step(Named(self.named.places, tuple(each for each in self.named.symptoms if each != symptom)))

    def replace(self, weights: Floats) -> None:
        """Another drawing (n,) altogether, with nothing named."""
        self.drawing.replace(weights)
        self._step(Named())

    def clear(self) -> None:
        """Nothing painted and nothing named."""
        if not self.empty:
            self.replace(self.drawing.weights * 0)

    def undo(self) -> None:
        """Take the last step back."""
        if self.drawing.can_undo:
            self.drawing.undo()
            self._after.append(self.named)
            self.named = self._before.pop()

    def redo(self) -> None:
        """Have the step that was taken back again."""
        if self.drawing.can_redo:
            self.drawing.redo()
            self._before.append(self.named)
            self.named = self._after.pop()

    def _step(self, named: Named) -> None:
        self._before.append(self.named)
        self._after = []
        self.named = named
