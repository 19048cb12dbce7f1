"""The two sides of the body."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """One side of the body. The dataset is written for the right; the left is its mirror."""

    RIGHT = "right"
    LEFT = "left"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.LEFT if self is Side.RIGHT else Side.RIGHT


class SideChoice(StrEnum):
    """Which sides to show."""

    RIGHT = "right"
    LEFT = "left"
    BOTH = "both"

    @property
    def sides(self) -> tuple[Side, ...]:
        """The chosen sides, right first."""
        return (Side.RIGHT, Side.LEFT) if self is SideChoice.BOTH else (Side(self.value),)
