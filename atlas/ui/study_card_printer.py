"""A card as a note for Anki: its question and the right answer in words, and pictures of what they are about."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np

from atlas.anatomy import Side, SideChoice
from atlas.edition import Edition
from atlas.finder.index import Candidate
from atlas.finder.reasons import Part
from atlas.render.camera import Camera
from atlas.render.plate import Extras, plate_of
from atlas.render.scene import Shown
from atlas.render.shade import Still
from atlas.study.anki import AnkiCard
from atlas.study.cards import Card, CardKind
from atlas.study.decks import area_of
from atlas.study.facts import Facts
from atlas.study.feedback import feedback
from atlas.study.marking import Chosen, Mark
from atlas.study.questions import Form, Question, ask
from atlas.study.rating import Rating
from atlas.surface.field import REACH_CM

_WIDTH, _HEIGHT = 480, 440
# A picture of the body has few hues: so many colours are enough, and take half the room.
_COLOURS = 128
# A mark's own pixel on a picture of this width is a pixel.
_PLAIN_WIDTH = 600
# Without choices to look at, and without a body to paint on.
_FORMS = {CardKind.PATTERN: Form.TYPE_NAME, CardKind.PAINT: Form.CHOOSE_SEVERAL}
# The picture of a region shows no pattern, so there is nothing to explain.
_REGION = "region"
_UNCERTAIN = "Few reports stand behind this, or they differ."


class CardPrinter:
    """Turns cards into notes with pictures. For one thread."""

    def __init__(self, edition: Edition, facts: Facts, *, pictures: bool) -> None:
        self._edition, self._facts, self._with_pictures = edition, facts, pictures
        self._scene = edition.scene()
        self._pictures: dict[str, Callable[[], Shown]] = {}
        # The picture on the back is often seen from where that on the front is.
        self._last: tuple[Camera, Still] | None = None

    def note(self, card: Card) -> AnkiCard:
        """A card with its question and the right answer. Raises CardError for what the dataset does not have."""
        facts = self._facts
        question = ask(facts, card, Side.RIGHT, _FORMS.get(card.kind))
        told = feedback(facts, question, Chosen(question.right), Mark(1.0, Rating.EASY))
        lines = [told.right, told.reason, _UNCERTAIN if question.uncertain else ""]
        area = area_of(card, facts.muscles, facts.regions)
        tags = (card.kind.value, area.value if area else "", card.muscle)
        front, back = self._keys(question) if self._with_pictures else (None, None)
        return AnkiCard(card.id, _front(question), "\n\n".join(filter(None, lines)), front, back, tags)

    def _keys(self, question: Question) -> tuple[str | None, str | None]:
        """The names of the pictures on the front and on the back."""
        card, side = question.card, question.side
        if card.kind is CardKind.REGION:
            part = question.part
            shown = None if part is None else self._key(f"{_REGION} {part[0]} {part[1]}", partial(self._region, part))
            return shown, None
        if card.muscle not in self._facts.patterns:
            return None, None
        found = Candidate(card.muscle, card.point, side)
        front = None
        if card.kind is CardKind.PATTERN:
            front = self._key(f"asked {card.muscle} {card.point} {side}", partial(self._pattern, found, reveal=False))
        back = self._key(f"shown {card.muscle} {card.point} {side}", partial(self._pattern, found, reveal=True))
        return front, back

    def _key(self, name: str, show: Callable[[], Shown]) -> str:
        self._pictures.setdefault(name, show)
        return name

    def picture(self, name: str) -> bytes:
        """A picture as PNG."""
        # Late: what draws for paper takes long to load.
        from PIL import Image

        from atlas.handout.figure import save_plate

        scene, shown = self._scene, self._pictures[name]()
        camera = scene.best_view(shown).camera(_WIDTH, _HEIGHT)
        if self._last is None or self._last[0] != camera:
            self._last = camera, scene.still(camera)
        plate = plate_of(scene, self._last[1], shown, Extras(unit=_WIDTH / _PLAIN_WIDTH))
        made = BytesIO()
        with tempfile.TemporaryDirectory(prefix="atlas-cards-") as folder:
            file = Path(folder) / "picture.png"
            save_plate(plate, file, legend=not name.startswith(_REGION))
            with Image.open(file) as drawn:
                drawn.quantize(_COLOURS).save(made, "PNG", optimize=True)
        return made.getvalue()

    def _pattern(self, asked: Candidate, *, reveal: bool) -> Shown:
        """A pattern; unless it is revealed, without fibres and crosses, which would name the muscle."""
        depth = self._edition.library.muscles[asked.muscle].depth
        pattern = self._edition.pattern(asked.muscle)
        shown = self._scene.show(pattern, asked.point or None, SideChoice(asked.side.value), depth)
        if reveal:
            return shown
        nothing, none = np.full_like(shown.belly, REACH_CM), shown.fibres[:0]
        return replace(shown, belly=nothing, fibres=none, fibre_normals=none, sheets=(), sites=())

    def _region(self, part: Part) -> Shown:
        name, side = part
        return self._scene.zone(self._edition.region_field(name), side or Side.RIGHT)


def _front(question: Question) -> str:
    if question.card.kind is CardKind.PLACE:
        # Nothing can be put anywhere on a card.
        return f"{question.prompt.partition('?')[0]}?"
    if question.card.kind is CardKind.REGION:
        choices = [choice.text for choice in sorted(question.choices, key=lambda choice: choice.text)]
        return "\n".join([question.prompt, "", *choices])
    return question.prompt
