"""Names of trigger points beside their crosses: inside the picture, apart from one another, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

Box = tuple[float, float, float, float]

# Where a name may stand: steps to the right and down, the best first; then the same further away.
_PLACES = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))
_STEPS = (1.0, 1.9)
# How high a line of letters is, of its size.
_HIGH = 0.9


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its middle at (x, y)."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Room:
    """Where names may stand: the picture's width and height, and what they must not cover."""

    width: float
    height: float
    taken: tuple[Box, ...] = ()


def labels_beside(
    crosses: Sequence[tuple[float, float]],
    arm: float,
    texts: Sequence[Sequence[tuple[str, float]]],
    size: float,
    room: Room,
) -> list[Label | None]:
    """A place for the name of each cross, None where there is no room for it.

    Args:
        crosses: Where the crosses are.
        arm: How long their arms are.
        texts: The ways to write each name with their widths, the longest first. A shorter way is taken for all.
        size: The size of the letters.
        room: Where they may stand.
    """
    best: list[Label | None] = [None] * len(crosses)
    ways = max((len(each) for each in texts), default=0)
    for way in range(ways):
        written = [each[min(way, len(each) - 1)] for each in texts]
        found = _placed(crosses, arm, written, size, room)
        if sum(label is not None for label in found) > sum(label is not None for label in best):
            best = found
        if all(best):
            break
    return best


def _placed(
    crosses: Sequence[tuple[float, float]], arm: float, texts: Sequence[tuple[str, float]], size: float, room: Room
) -> list[Label | None]:
    """The names placed one after the other, always the one with the fewest places left."""
    taken = [*room.taken, *((x - arm, y - arm, x + arm, y + arm) for x, y in crosses)]
    left: dict[int, list[Box]] = {
        number: [
            box
            for box in _boxes(crosses[number], arm, width, size)
            if _inside(box, room) and not any(_touch(box, other) for other in taken) and _owns(box, number, crosses)
        ]
        for number, (_, width) in enumerate(texts)
    }
    found: list[Label | None] = [None] * len(crosses)
    while left:
        number = min(left, key=lambda each: len(left[each]))
        boxes = left.pop(number)
        if boxes:
            # Of several places the one that leaves the others most room, then the best.
            box = min(boxes, key=lambda one: sum(_touch(one, other) for rest in left.values() for other in rest))
            found[number] = Label(texts[number][0], (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            left = {each: [other for other in rest if not _touch(box, other)] for each, rest in left.items()}
    return found


def _boxes(cross: tuple[float, float], arm: float, width: float, size: float) -> Iterator[Box]:
    half, tall = width / 2, _HIGH * size / 2
    for step, (dx, dy) in product(_STEPS, _PLACES):
        away = arm + 0.35 * size * step
        # Above or below a name may begin over its cross.
        x = cross[0] + dx * ((away + half) if not dy else max(half, away) if dx else 0.0)
        y = cross[1] + dy * (away + tall)
        yield x - half, y - tall, x + half, y + tall


def _inside(box: Box, room: Room) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= room.width and box[3] <= room.height


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _owns(box: Box, number: int, crosses: Sequence[tuple[float, float]]) -> bool:
    """Whether a name would stand nearest to its own cross."""
    away = [_away(box, x, y) for x, y in crosses]
    return away[number] <= min(away) + 1e-6


def _away(box: Box, x: float, y: float) -> float:
    dx = max(box[0] - x, x - box[2], 0.0)
    dy = max(box[1] - y, y - box[3], 0.0)
    return float((dx * dx + dy * dy) ** 0.5)
