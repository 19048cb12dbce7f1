"""Back and Forward: which muscles and trigger points were looked at, in order."""

from __future__ import annotations

from dataclasses import dataclass

_MOST = 200


@dataclass(frozen=True, slots=True)
class Stop:
    """A muscle, or one of its trigger points alone."""

    muscle: str
    point: str | None = None


class History:
    """Stops behind and ahead of the present one."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._at = -1

    @property
    def current(self) -> Stop | None:
        """The present stop."""
        return self._stops[self._at] if self._stops else None

    @property
    def can_go_back(self) -> bool:
        """True when there is a stop behind."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """True when there is a stop ahead."""
        return self._at < len(self._stops) - 1

    def visit(self, stop: Stop) -> None:
        """Go on to a new stop; what was ahead is forgotten. The present stop is not visited twice."""
        if stop == self.current:
            return
        self._stops = [*self._stops[: self._at + 1], stop][-_MOST:]
        self._at = len(self._stops) - 1

    def back(self) -> Stop | None:
        """Go back one stop, if there is one."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self.current

    def forward(self) -> Stop | None:
        """Go forward one stop, if there is one."""
        if not self.can_go_forward:
            return None
        self._at += 1
        return self.current
