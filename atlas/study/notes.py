"""Choices from the muscles' notes: one text is right, the others belong to neighbours and could not be right as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from random import Random

from atlas.anatomy import Caution, CautionKind, Muscle
from atlas.finder.filters import Facet, words_of
from atlas.finder.search import fold
from atlas.study.cards import CardKind
from atlas.study.coverage import LIMBS
from atlas.study.facts import Facts

_WRONG = 3
# Texts that share so much of the shorter one's words say the same.
_SAME = 0.6
# A text whose words begin like the muscle's name gives the answer away.
_STEM = 7
_EMPTY = frozenset(
    "a above across after against all along also an and any are as at be before beside between both but by for from "
    "has have in into is it its most near of off often on one or other others over part some than that the their them "
    "they this to together toward two under when where which while whole with".split()
)
# Words of a danger that do not say which it is.
_GENERAL = _EMPTY | frozenset(
    "anterior artery branch branche close cutaneous deep directly dorsal external internal joint lateral lower main "
    "medial muscle nerve posterior root skin space superficial superior inferior surface tendon trunk upper vein "
    "vessel body wall fascia common".split()
)


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
    return bool(text_of(muscle, kind)) and len(list(_unlike(facts, muscle, kind))) >= _WRONG


def note_choices(facts: Facts, muscle: Muscle, kind: CardKind, chance: Random) -> dict[str, str]:
    """Texts by the muscle that they belong to: the right one, and three of the muscle's neighbours."""
    others = list(_unlike(facts, muscle, kind))
    close = [each for each in others if each.region is muscle.region]
    limb = [each for each in others if each.region is not muscle.region and _one_limb(each, muscle)]
    rest = [each for each in others if not _one_limb(each, muscle)]
    rest.sort(key=lambda each: abs(each.region.rank - muscle.region.rank))
    chance.shuffle(close)
    chance.shuffle(limb)
    chosen = {muscle.id: text_of(muscle, kind)}
    for other in (*close, *limb, *rest):
        text = text_of(other, kind)
        # Two choices that say the same are both seen to be wrong.
        if not any(_same(text, said) for said in chosen.values()):
            chosen[other.id] = text
        if len(chosen) > _WRONG:
            break
    return chosen


def _one_limb(one: Muscle, other: Muscle) -> bool:
    return any(one.region in limb and other.region in limb for limb in LIMBS)


def _unlike(facts: Facts, muscle: Muscle, kind: CardKind) -> Iterator[Muscle]:
    """The muscles whose text would be wrong for this one."""
    right = text_of(muscle, kind)
    nerves, roots = set(words_of(muscle, Facet.NERVE)), set(muscle.anatomy.innervation.roots)
    for other in facts.muscles.values():
        if other.id == muscle.id or _base(other) == _base(muscle):
            continue
        text = text_of(other, kind)
        if not text or _same(text, right) or _names(muscle, text) or _names(other, text):
            continue
        if kind is CardKind.INNERVATION and (
            nerves & set(words_of(other, Facet.NERVE)) or roots == set(other.anatomy.innervation.roots)
        ):
            continue
        yield other


def _base(muscle: Muscle) -> str:
    """The name of the muscle that a head or a layer is part of."""
    return re.split(r"[,(]", fold_latin(muscle.latin))[0].strip()


def fold_latin(latin: str) -> str:
    """A Latin name without the word for muscle."""
    return re.sub(r"^(musculus|musculi|m\.|mm\.)\s+", "", latin.casefold())


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
    stems = {word[:_STEM] for word in fold(muscle.name).split() if len(word) >= _STEM}
    words = {word[:_STEM] for word in fold(text).split()}
    return bool(stems & words)


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
    close = _harmless(facts, muscle)
    chance.shuffle(close)
    # A nerve among nerves is harder to tell than a nerve among vessels, so those of its own kind come first.
    close.sort(key=lambda pair: (not _one_limb(pair[0], muscle), pair[1].kind is not right.kind))
    wrong: list[str] = []
    said: frozenset[str] = _specific(right.structure)
    for _, caution in close:
        if not _specific(caution.structure) & said:
            wrong.append(caution.structure)
            said |= _specific(caution.structure)
        if len(wrong) == _WRONG:
            break
    return right.structure, wrong


def _harmless(facts: Facts, muscle: Muscle) -> list[tuple[Muscle, Caution]]:
    """Cautions of other muscles that speak of nothing that this muscle's notes speak of."""
    needling, anatomy = muscle.needling, muscle.anatomy
    texts = [needling.approach, anatomy.relations, anatomy.innervation.nerve]
    for caution in needling.cautions:
        texts += [caution.structure, caution.depth, caution.text]
    spoken_of = _words(" ".join(texts), _GENERAL)
    found: dict[str, tuple[Muscle, Caution]] = {}
    for other in facts.muscles.values():
        for caution in asked_cautions(other):
            if other.id != muscle.id and not _specific(caution.structure) & spoken_of:
                known = found.get(caution.structure)
                if known is None or (not _one_limb(known[0], muscle) and _one_limb(other, muscle)):
                    found[caution.structure] = other, caution
    return list(found.values())
