"""The schema of the files of red flags and rivals (docs/dataset-format.md), and how they become the atlas' objects."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atlas.anatomy import Citation, Occasion, RedFlag, Rival, RivalKind, Side, Symptom, Urgency
from atlas.data.places_schema import Entry, Id, Text, ZoneEntry, zones

Keys: TypeAlias = Annotated[list[Id], Field(min_length=1)]
SomeTexts: TypeAlias = Annotated[list[Text], Field(min_length=1)]


class RivalEntry(Entry):
    """One nerve root, nerve or joint; its id is the key."""

    name: Text
    kind: Annotated[RivalKind, Field(strict=False)]
    zones: Annotated[list[ZoneEntry], Field(min_length=1)]
    felt_in: Keys
    tell_apart: Text
    certainty: Text
    sources: Keys

    def built(self, name: str) -> Rival:
        """The rival."""
        cited = tuple([Citation(key) for key in self.sources])
        felt = tuple(self.felt_in)
        return Rival(name, self.name, self.kind, zones(self.zones), felt, self.tell_apart, self.certainty, cited)


class SymptomEntry(Entry):
    """One symptom; its id is the key."""

    clinician: Text
    patient: Text


class OccasionEntry(Entry):
    """One group of `when`."""

    regions: list[Id] = Field(default_factory=list)
    symptoms: list[Id] = Field(default_factory=list)
    least_share: Annotated[float, Field(gt=0, le=1)] = 0.1
    sides: Literal["any", "left", "right", "both"] = "any"

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not self.regions and not self.symptoms:
            raise PydanticCustomError("words", "a group of 'when' needs 'regions' or 'symptoms'")
        return self

    def built(self) -> Occasion:
        """The occasion."""
        sides = tuple(Side) if self.sides in ("any", "both") else (Side(self.sides),)
        return Occasion(tuple(self.regions), tuple(self.symptoms), self.least_share, sides)


class FlagEntry(Entry):
    """One red flag; its id is the key."""

    title: Text
    urgency: Annotated[Urgency, Field(strict=False)]
    when: Annotated[list[OccasionEntry], Field(min_length=1)]
    ask: SomeTexts
    do: Text
    patient: Text
    sources: Keys

    def built(self, name: str) -> RedFlag:
        """The red flag."""
        return RedFlag(
            name,
            self.title,
            self.urgency,
            tuple([occasion.built() for occasion in self.when]),
            tuple(self.ask),
            self.do,
            self.patient,
            tuple([Citation(key) for key in self.sources]),
        )


class FlagsEntry(Entry):
    """The file of red flags."""

    symptoms: dict[Id, SymptomEntry]
    flags: dict[Id, FlagEntry]

    def built(self) -> tuple[dict[str, Symptom], dict[str, RedFlag]]:
        """The symptoms and the red flags by id."""
        symptoms = {name: Symptom(name, entry.clinician, entry.patient) for name, entry in self.symptoms.items()}
        return symptoms, {name: entry.built(name) for name, entry in self.flags.items()}


RivalsEntry: TypeAlias = dict[Id, RivalEntry]
