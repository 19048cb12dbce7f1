"""How patients are spoken to: in short sentences, and calmly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.anatomy import Muscle
from atlas.data.faults import DataPath, quoted

MOST_WORDS = 25

_ALARMING_WORDS = (
    r"\b(?:damag\w*|injur\w*|degenerat\w*|lesions?|torn|tears?|tearing|inflam\w*|ruptur\w*"
    r"|wear and tear|worn out|abnormal\w*|patholog\w*|diseased?|crippl\w*|crumbl\w*)\b"
)
# The first takes a quarter of the second's time, and nearly always finds nothing.
_ALARMING_SMALL = re.compile(_ALARMING_WORDS)
ALARMING = re.compile(_ALARMING_WORDS, re.IGNORECASE)
# Nobody has looked yet.
_PROMISE = re.compile(r"\b(?:is|are) (?:quite |perfectly )?(?:healthy|fine|harmless)\b|\bnothing is wrong\b")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+")


def patient_texts(muscle: Muscle) -> Iterator[tuple[DataPath, str]]:
    """The texts that a patient reads, and the way to each in the muscle's file.

    Not the red flags: they are meant to alarm.
    """
    for number, point in enumerate(muscle.trigger_points):
        yield ("trigger_points", number, "refers", "patient"), point.refers.patient
    for number, text in enumerate(muscle.self_care):
        yield ("self_care", number), text
    yield ("stretch", "name"), muscle.stretch.name
    for number, text in enumerate(muscle.stretch.steps):
        yield ("stretch", "steps", number), text
    yield ("stretch", "hold"), muscle.stretch.hold
    yield ("explain",), muscle.explain


def wording_warnings(muscle: Muscle) -> Iterator[tuple[DataPath, str]]:
    """What could be said better to a patient, and the way to the text."""
    for path, text in patient_texts(muscle):
        alarming = ALARMING.findall(text) if _ALARMING_SMALL.search(text.lower()) else ()
        for word in dict.fromkeys(alarming):
            yield path, f"{quoted(word)} may alarm a patient: say it in calmer words"
        for word in _PROMISE.findall(text):
            yield path, f"{quoted(word)} promises what only an examination can tell: say that it may be so"
        if len(text.split()) <= MOST_WORDS:
            continue
        for sentence in SENTENCE_END.split(text):
            count = len(sentence.split())
            if count > MOST_WORDS:
                words = f"{count} words in a sentence for patients; the most is {MOST_WORDS}"
                yield path, f"{words}: {quoted(sentence)}"
