"""Choices from the muscles' notes: one text is right, the others are of neighbours and could not be right as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from random import Random

from atlas.anatomy import Area, Caution, CautionKind, Muscle
from atlas.finder.search import fold
from atlas.study.cards import CardKind
from atlas.study.facts import Facts
from atlas.study.names import whole_name

_WRONG = 3
# They are taken by chance from so many of the nearest neighbours.
_CLOSE = 10
# Texts that share so much of the shorter one's words say the same.
_SAME = 0.6
# A text whose words begin like the muscle's name gives the answer away.
_STEM = 7
# What a needle meets within this distance of a muscle's trigger points is never called harmless there.
_OFF_CM = 6.0
_LARGE = frozenset({CautionKind.ORGAN, CautionKind.PNEUMOTHORAX})
_TRUNK = frozenset({Area.NECK, Area.SHOULDER, Area.CHEST, Area.BACK, Area.ABDOMEN, Area.HIP})
_LITTLE = """
    a above across after against all along also an and any are as at be before beside between both but by for from has
    have in into is it its most near of off often on one or other others over part some than that the their them they
    this to together toward two under when where which while whole with
"""
# Words of a danger that do not say which it is.
_OF_MANY = """
    anterior artery body branch branche close common cutaneous deep directly dorsal external fascia internal joint
    lateral lower main medial muscle nerve posterior root skin space superficial superior inferior surface tendon trunk
    upper vein vessel wall
"""
# Words of a muscle's name that say where it lies: a nerve of that place gives nothing away.
_OF_PLACE = "anterior cervical cervicis lateral plantar posterior scapulae superficial superior thoracic thoracis upper"
_EMPTY = frozenset(_LITTLE.split())
_PLACES = frozenset(word[:_STEM] for word in _OF_PLACE.split())
_GENERAL = _EMPTY | frozenset(_OF_MANY.split())


def text_of(muscle: Muscle, kind: CardKind) -> str:
    """What the notes say of a muscle's origin, insertion, action or innervation."""
    anatomy = muscle.anatomy
    match kind:
        case CardKind.ORIGIN:
            return anatomy.origin
        case CardKind.INSERTION:
            return anatomy.insertion
        case CardKind.ACTION:
            return anatomy.action
        case _:
            nerve = anatomy.innervation.nerve
            return f"{nerve[:1].upper()}{nerve[1:]} ({', '.join(anatomy.innervation.roots)})"


def has_notes(facts: Facts, muscle: Muscle, kind: CardKind) -> bool:
    """Whether a kind can be asked of a muscle: there is a text, it does not name the muscle, and others are unlike."""
    if kind is CardKind.CAUTION:
        return bool(asked_cautions(muscle)) and len(_harmless(facts, muscle)) >= _WRONG
    if kind is CardKind.INNERVATION and _names(muscle, text_of(muscle, kind)):
        return False
    return bool(text_of(muscle, kind)) and len(list(islice(_unlike(facts, muscle, kind), _WRONG))) == _WRONG


def note_choices(facts: Facts, muscle: Muscle, kind: CardKind, chance: Random) -> dict[str, str]:
    """Texts by the muscle that they belong to: the right one, and three of the muscle's neighbours."""
    close = list(islice(_unlike(facts, muscle, kind), _CLOSE))
    chance.shuffle(close)
    chosen = {muscle.id: text_of(muscle, kind)}
    for other in (*close, *islice(_unlike(facts, muscle, kind), _CLOSE, None)):
        text = text_of(other, kind)
        # Two choices that say the same are both seen to be wrong.
        if not any(_same(text, said) for said in chosen.values()):
            chosen[other.id] = text
        if len(chosen) > _WRONG:
            break
    return chosen


def _unlike(facts: Facts, muscle: Muscle, kind: CardKind) -> Iterator[Muscle]:
    """The muscles whose text would be wrong for this one, the nearest first."""
    right = text_of(muscle, kind)
    nerves, roots = facts.nerves[muscle.id], set(muscle.anatomy.innervation.roots)
    near = facts.neighbours[muscle.id]
    for other in (facts.muscles[each] for each in (*near, *(each for each in facts.muscles if each not in near))):
        if other.id == muscle.id or whole_name(other.latin) == whole_name(muscle.latin):
            continue
        text = text_of(other, kind)
        if not text or _same(text, right) or _names(muscle, text) or _names(other, text):
            continue
        if kind is CardKind.INNERVATION and (
            nerves & facts.nerves[other.id] or roots == set(other.anatomy.innervation.roots)
        ):
            continue
        yield other


@lru_cache(maxsize=4096)
def _words(text: str, empty: frozenset[str] = _EMPTY) -> frozenset[str]:
    return frozenset(_stem(word) for word in fold(text).split()) - empty


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "is", "ss")) else word


@lru_cache(maxsize=4096)
def _first_words(text: str) -> frozenset[str]:
    """The words of the first thing that a text says, without the name of a head or layer."""
    return _words(re.split(r"[.;,]", re.sub(r"^[^.;,:]{1,30}:\s*", "", text))[0])


def _same(one: str, other: str) -> bool:
    """Whether two texts may say the same of one muscle: many words in common, or one begins as the other does."""
    if _shared(_words(one), _words(other)) >= _SAME:
        return True
    return _shared(_first_words(one), _first_words(other)) == 1


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's words that the other has too; all of them for a text without words."""
    few = min(len(one), len(other))
    return len(one & other) / few if few else 1.0


def _names(muscle: Muscle, text: str) -> bool:
    own = _stems(muscle.name) - _PLACES
    return bool(own & _stems(text)) or _padded(muscle.name) in _padded(text)


@lru_cache(maxsize=4096)
def _padded(text: str) -> str:
    """Folded text in which every word, the first and the last too, stands between spaces."""
    return f" {fold(text)} "


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in fold(text).split() if len(word) >= _STEM)


def asked_cautions(muscle: Muscle) -> tuple[Caution, ...]:
    """The cautions of a muscle that name a structure of the body."""
    return tuple(each for each in muscle.needling.cautions if _specific(each.structure) and _bodily(each))


def _bodily(caution: Caution) -> bool:
    return caution.kind not in (CautionKind.OTHER, CautionKind.INFECTION)


def _specific(structure: str) -> frozenset[str]:
    return _words(structure, _GENERAL)


def caution_choices(facts: Facts, muscle: Muscle, seed: int, chance: Random) -> tuple[str, list[str]]:
    """A structure that the notes warn of, another with each seed, and three that they do not speak of."""
    there = asked_cautions(muscle)
    right = there[seed % len(there)]
    others = _harmless(facts, muscle)
    close = others[:_CLOSE]
    chance.shuffle(close)
    # A nerve among nerves is harder to tell than a nerve among vessels, so those of its own kind come first.
    close.sort(key=lambda caution: caution.kind is not right.kind)
    wrong: list[str] = []
    said: frozenset[str] = _specific(right.structure)
    for caution in (*close, *others[_CLOSE:]):
        if not _specific(caution.structure) & said:
            wrong.append(caution.structure)
            said |= _specific(caution.structure)
        if len(wrong) == _WRONG:
            break
    return right.structure, wrong


def _harmless(facts: Facts, muscle: Muscle) -> list[Caution]:
    """Cautions of other muscles about structures that a needle in this one does not meet, the nearest first.

    That a muscle's notes do not speak of a structure is not enough: it must lie some way off, too.
    """
    needling, anatomy = muscle.needling, muscle.anatomy
    texts = [needling.approach, anatomy.relations, anatomy.innervation.nerve]
    for caution in needling.cautions:
        texts += [caution.structure, caution.depth, caution.text]
    spoken_of = _words(" ".join(texts), _GENERAL)
    found: dict[str, Caution] = {}
    for other, far in facts.neighbours[muscle.id].items():
        for caution in asked_cautions(facts.muscles[other]):
            # Organs are large: round the trunk none is called harmless.
            if far < _OFF_CM or (caution.kind in _LARGE and muscle.region in _TRUNK):
                spoken_of |= _specific(caution.structure) if far < _OFF_CM else frozenset()
            elif not _specific(caution.structure) & spoken_of:
                found.setdefault(caution.structure, caution)
    return list(found.values())
