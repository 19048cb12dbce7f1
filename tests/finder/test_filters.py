"""Narrowing the list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.anatomy import Muscle
from atlas.data import read_library
from atlas.finder.filters import NERVES, Facet, Filter, choices, words_of

MUSCLES: tuple[Muscle, ...] = tuple(read_library().muscles.values())
QUICK = settings(max_examples=40, deadline=None)
FACETS = st.sampled_from(list(Facet))


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Any filter of words that there are."""
    made = Filter()
    for facet in draw(st.lists(FACETS, max_size=5)):
        word = draw(st.sampled_from(sorted({w for muscle in MUSCLES for w in words_of(muscle, facet)})))
        made = made.having(facet, word)
    return made


def taken(chosen: Filter) -> set[str]:
    return {muscle.id for muscle in MUSCLES if chosen.takes(muscle)}


@pytest.mark.parametrize(
    ("facet", "word", "there", "not_there"),
    [
        (Facet.REGION, "Head", {"masseter-deep"}, {"soleus"}),
        (Facet.NERVE, "Ulnar nerve", {"flexor-carpi-ulnaris"}, {"pronator-teres", "soleus"}),
        (Facet.NERVE, "Radial nerve", {"brachioradialis", "extensor-indicis"}, {"pronator-teres"}),
        (Facet.NERVE, "Tibial nerve", {"soleus", "abductor-hallucis"}, {"tibialis-anterior"}),
        (Facet.NERVE, "Spinal accessory nerve", {"trapezius-upper"}, {"rhomboids"}),
        (Facet.ROOT, "C5", {"deltoid", "infraspinatus"}, {"soleus"}),
        (Facet.ROOT, "CN V3", {"temporalis"}, {"frontalis"}),
        (Facet.CAUTION, "Lung", {"rhomboids", "intercostals", "subclavius"}, {"soleus"}),
        (Facet.CAUTION, "Eye", {"orbicularis-oculi"}, {"soleus"}),
        (Facet.CERTAINTY, "Uncertain", {"pronator-quadratus"}, {"pectineus"}),
    ],
)
def test_a_word_keeps_what_has_it(facet: Facet, word: str, there: set[str], not_there: set[str]) -> None:
    found = taken(Filter().having(facet, word))
    assert there <= found
    assert not not_there & found


def test_no_muscle_is_lost_to_any_facet() -> None:
    for muscle in MUSCLES:
        for facet in Facet:
            if facet is not Facet.CAUTION:
                assert words_of(muscle, facet), f"{muscle.id} has no {facet.value}"


def test_every_nerve_that_is_offered_supplies_something() -> None:
    supplied = {word for muscle in MUSCLES for word in words_of(muscle, Facet.NERVE)}
    assert supplied == set(NERVES)


def test_asking_for_nothing_keeps_everything() -> None:
    assert taken(Filter()) == {muscle.id for muscle in MUSCLES}
    assert Filter().asked == ()


@QUICK
@given(chosen=filters(), facet=FACETS)
def test_each_choice_tells_how_many_it_would_leave(chosen: Filter, facet: Facet) -> None:
    for word, count in choices(MUSCLES, chosen, facet):
        assert len(taken(chosen.having(facet, word))) == count > 0


@QUICK
@given(chosen=filters(), facet=FACETS)
def test_asking_for_more_never_brings_more(chosen: Filter, facet: Facet) -> None:
    assert taken(chosen) <= taken(chosen.having(facet, ""))
    assert {facet_ for facet_, _ in chosen.having(facet, "").asked} <= set(Facet) - {facet}


def test_choices_run_from_the_head_down() -> None:
    assert [word for word, _ in choices(MUSCLES, Filter(), Facet.REGION)][:3] == ["Head", "Neck", "Shoulder"]
    roots = [word for word, _ in choices(MUSCLES, Filter(), Facet.ROOT)]
    assert roots.index("CN VII") < roots.index("CN XI") < roots.index("C1") < roots.index("T1") < roots.index("S5")
    assert roots.index("T2") < roots.index("T10")
