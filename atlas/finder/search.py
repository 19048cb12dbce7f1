"""Search by name: exact names and abbreviations first, then beginnings, then words, then misspellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from atlas.anatomy import Muscle

# The best score of each way of matching, from 100 down.
_EXACT = 100.0
_PREFIX = 90.0
_WORDS = 75.0
_INSIDE = 60.0
_FUZZY = 50.0

# What a match of another name is worth less than one of the muscle's own.
_ALIAS_COST = 1.0
_LATIN_COST = 2.0
_POINT_COST = 12.0
_AREA_COST = 20.0

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
_LEAST_FUZZY_LETTERS = 3
_LEAST_LIKENESS = 0.82
_LEAST_LIKENESS_BESIDE_BETTER = 0.9


@dataclass(frozen=True, slots=True)
class Hit:
    """A muscle that a search found: its id, how well it fits (0 to 100), and the name that matched."""

    muscle: str
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class _Name:
    muscle: int
    text: str
    folded: str
    words: tuple[str, ...]
    cost: float
    guessed: bool  # whether a misspelling may mean it


class NameSearch:
    """Finds muscles by name, Latin name, alias, abbreviation, trigger point name or part of the body.

    Misspellings are forgiven in a muscle's own names; those of trigger points ("Upper, medial") are too alike.
    """

    def __init__(self, muscles: Sequence[Muscle]) -> None:
        self._ids = tuple(muscle.id for muscle in muscles)
        self._names = tuple(tuple(_names_of(index, muscle)) for index, muscle in enumerate(muscles))
        self._letters = tuple("\n".join(_letters(name) for name in names) for names in self._names)
        self._guessed = tuple(name for names in self._names for name in names if name.guessed)
        self._joined = tuple("".join(name.words) for name in self._guessed)
        self._holders: dict[str, set[int]] = {}
        for index, name in enumerate(self._guessed):
            for word in name.words:
                self._holders.setdefault(word, set()).add(index)
        self._vocabulary = tuple(sorted(self._holders))

    def find(self, text: str, limit: int = 30) -> list[Hit]:
        """The muscles that a text may mean, best first; none for a blank text.

        Args:
            text: What the user typed; case, accents and punctuation do not matter.
            limit: The most hits to return.
        """
        tokens = fold(text).split()[:_MOST_WORDS]
        if not tokens:
            return []
        best: dict[int, Hit] = {}
        for index, letters in enumerate(self._letters):
            if all(token in letters for token in tokens):
                for name in self._names[index]:
                    self._keep(best, name, _spelled(tokens, name))
        floor = _LEAST_LIKENESS_BESIDE_BETTER if best else _LEAST_LIKENESS
        for index, likeness in self._alike(tokens, floor):
            self._keep(best, self._guessed[index], _FUZZY * likeness)
        ranked = sorted(best.items(), key=lambda item: (-item[1].score, item[0]))
        return [hit for _, hit in ranked[:limit]]

    def _keep(self, best: dict[int, Hit], name: _Name, score: float) -> None:
        if score <= 0:
            return
        worth = score - name.cost
        known = best.get(name.muscle)
        if known is None or worth > known.score:
            best[name.muscle] = Hit(self._ids[name.muscle], worth, name.text)

    def _alike(self, tokens: list[str], floor: float) -> Iterator[tuple[int, float]]:
        """The names, by number, that a misspelled query resembles, with their likeness from `floor` to 1."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        joined = "".join(tokens)
        if max(map(len, tokens)) < _LEAST_FUZZY_LETTERS:
            return
        whole: dict[int, float] = {
            index: likeness
            for _, likeness, index in extract(
                joined, self._joined, scorer=OSA.normalized_similarity, score_cutoff=floor, limit=50
            )
        }
        for way in [tokens, [joined]] if len(tokens) > 1 else [tokens]:
            for index, likeness in self._by_word(way):
                if likeness >= floor:
                    whole[index] = max(likeness, whole.get(index, 0.0))
        yield from whole.items()

    def _by_word(self, tokens: list[str]) -> Iterator[tuple[int, float]]:
        """The mean over the tokens of the likeness of a name's nearest word, for names with any such word."""
        sums: dict[int, float] = {}
        for token in tokens:
            nearest: dict[int, float] = {}
            for word, likeness in self._near(token):
                for index in self._holders[word]:
                    nearest[index] = max(likeness, nearest.get(index, 0.0))
            for index, likeness in nearest.items():
                sums[index] = sums.get(index, 0.0) + likeness
        for index, total in sums.items():
            yield index, total / len(tokens)

    def _near(self, token: str) -> Iterator[tuple[str, float]]:
        from rapidfuzz.distance import OSA, JaroWinkler
        from rapidfuzz.process import extract

        cutoff = _LEAST_LIKENESS if len(token) >= _LEAST_FUZZY_LETTERS else 1.0
        for scorer in (JaroWinkler.normalized_similarity, OSA.normalized_similarity):
            for word, likeness, _ in extract(token, self._vocabulary, scorer=scorer, score_cutoff=cutoff, limit=25):
                yield word, likeness


def fold(text: str) -> str:
    """Text without case, accents and punctuation, its words one space apart."""
    bare = text
    if not text.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.casefold().replace("'", "").replace("’", "")))


def _names_of(index: int, muscle: Muscle) -> Iterator[_Name]:
    texts = [(muscle.name, 0.0)]
    texts += [(alias, _ALIAS_COST) for alias in muscle.aliases]
    texts += [(muscle.latin, _LATIN_COST), (re.sub(r"^(musculus|musculi|m\.|mm\.)\s+", "", muscle.latin), _LATIN_COST)]
    texts += [(muscle.id.replace("-", " "), _LATIN_COST)]
    texts += [(f"{muscle.name}, {point.id} {point.name}", _POINT_COST) for point in muscle.trigger_points]
    texts += [(muscle.region.value, _AREA_COST)]
    seen: set[str] = set()
    for text, cost in texts:
        folded = fold(text)
        if folded and folded not in seen:
            seen.add(folded)
            yield _Name(index, text, folded, tuple(folded.split()), cost, cost < _POINT_COST)


def _letters(name: _Name) -> str:
    """Everything that a rightly spelled word must be part of to fit the name, written together or apart."""
    return f"{name.folded} {''.join(name.words)}"


def _spelled(tokens: list[str], name: _Name) -> float:
    """How well rightly spelled words fit a name; 0 if they do not."""
    query = " ".join(tokens)
    if query == name.folded:
        return _EXACT
    # The more of the name is typed, the better: "gluteus me" is nearer to medius than to a longer name.
    typed = min(len(query) / len(name.folded), 1.0)
    if name.folded.startswith(query):
        return _PREFIX + 5 * typed
    spaced = f" {name.folded}"
    if all(f" {token}" in spaced for token in tokens):
        return _WORDS + 5 * typed
    if len(query) < _LEAST_FUZZY_LETTERS:
        return 0.0
    if "".join(name.words).startswith("".join(tokens)):
        return _WORDS + 5 * typed - 5
    return _INSIDE + 5 * typed if query in name.folded else 0.0
