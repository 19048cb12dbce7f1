"""From a score in [0, 1] to the four ratings that a scheduler takes."""

from __future__ import annotations

from enum import IntEnum

# What is felt by some only weighs so much.
HALF = 0.5


class Rating(IntEnum):
    """How well something was known, as learners know the four keys."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


# The least score of each rating, the best first.
BANDS: tuple[tuple[float, Rating], ...] = ((0.85, Rating.EASY), (0.65, Rating.GOOD), (0.45, Rating.HARD))


def rated(score: float, *, guessed: bool = False) -> Rating:
    """The rating of a score in [0, 1]; never better than good where the answer may have been guessed."""
    best = next((rating for least, rating in BANDS if score >= least), Rating.AGAIN)
    return min(best, Rating.GOOD) if guessed else best


def harmonic(precision: float, recall: float) -> float:
    """2 P R / (P + R), which is high only where both are; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
