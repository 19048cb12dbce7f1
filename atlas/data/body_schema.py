"""The schema of the files of landmarks, regions and sources, and how they become the atlas' own objects."""

from __future__ import annotations

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atlas.anatomy import Area, Border, CautionKind, Landmark, Region, Source
from atlas.data.places_schema import Entry, Id, Line, Text, line

# The skin of hm08; the eyeballs that follow it have no landmarks.
LAST_VERTEX = 13_379


class LandmarkEntry(Entry):
    """One landmark of a file; its name is the key."""

    vertex: Annotated[int, Field(ge=0, le=LAST_VERTEX)]
    description: Text
    midline: bool = False

    def built(self, name: str) -> Landmark:
        """The landmark."""
        return Landmark(name, self.vertex, self.description, self.midline)


class RegionEntry(Entry):
    """One region of a file; its id is the key."""

    clinician: Text
    patient: Text
    area: Annotated[Area, Field(strict=False)]
    seeds: Annotated[list[Annotated[Line, Field(min_length=1)]], Field(min_length=1)]
    midline: bool = False
    beware: list[Annotated[CautionKind, Field(strict=False)]] = Field(default_factory=list)
    unfelt: Text | None = None

    def built(self, name: str) -> Region:
        """The region."""
        seeds, beware = tuple([line(seed) for seed in self.seeds]), tuple(self.beware)
        return Region(name, self.clinician, self.patient, self.area, seeds, self.midline, beware, self.unfelt)


class BorderEntry(Entry):
    """One border line of a file."""

    name: Text
    line: Annotated[Line, Field(min_length=2)]
    closed: bool = False

    @model_validator(mode="after")
    def _a_loop_has_three_places(self) -> Self:
        if self.closed and len(self.line) < 3:
            raise PydanticCustomError("words", "a closed line needs 3 places or more", {"under": ("line",)})
        return self

    def built(self) -> Border:
        """The border."""
        return Border(self.name, line(self.line), self.closed)


class RegionsEntry(Entry):
    """A file of regions and borders."""

    regions: dict[Id, RegionEntry] = Field(default_factory=dict)
    borders: list[BorderEntry] = Field(default_factory=list)


class SourceEntry(Entry):
    """One work; its key is the key."""

    authors: Text
    title: Text
    about: Text | None = None
    publisher: Text | None = None
    year: Annotated[int, Field(ge=1500, le=2200)] | None = None
    doi: Annotated[str, Field(pattern=r"^10\.[0-9]{4,9}/\S+$")] | None = None
    isbn: Annotated[str, Field(pattern=r"^[0-9][0-9-]{8,15}[0-9X]$")] | None = None
    general: bool = False

    def built(self, key: str) -> Source:
        """The source."""
        edition = (self.publisher, self.year, self.doi, self.isbn)
        return Source(key, self.authors, self.title, self.about, *edition, general=self.general)


LandmarksEntry: TypeAlias = dict[Id, LandmarkEntry]
SourcesEntry: TypeAlias = dict[Id, SourceEntry]
