"""The schema of places and zones, and how they become the atlas' own objects.

A union is decided here by its key, before pydantic looks at it: so an error is about the one shape that was
meant.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Self, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from atlas.anatomy import Band, Between, LandmarkPlace, LeftOf, Patch, Place, RegionZone, Spot, Toward, Zone

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
Id: TypeAlias = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

PLACE_KEYS = ("between", "at", "from", "toward", "cm", "left")
ZONE_KEYS = ("spot", "band", "patch", "region")


def as_list(value: object) -> object:
    """One thing where a list may stand, as a list of one."""
    return value if isinstance(value, list) else [value]


class Entry(BaseModel):
    """What every mapping of the dataset has in common: no unknown keys, and no value of another type."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        # A nested model is built as part of the whole, once, when the first file is read.
        defer_build=True,
        protected_namespaces=(),
        populate_by_name=False,
    )


class BetweenEntry(Entry):
    """`{between: [A, B], at: 0.4}`."""

    between: Annotated[list[PlaceEntry], Field(min_length=2, max_length=2)]
    at: Annotated[float, Field(ge=0, le=1)]

    def built(self) -> Between:
        """The place."""
        first, second = self.between
        return Between(place(first), place(second), self.at)


class TowardEntry(Entry):
    """`{from: A, toward: B, cm: 3}`."""

    start: Annotated[PlaceEntry, Field(alias="from")]
    toward: PlaceEntry
    cm: Annotated[float, Field(ge=0, le=200)]

    def built(self) -> Toward:
        """The place."""
        return Toward(place(self.start), place(self.toward), self.cm)


class LeftEntry(Entry):
    """`{left: A}`."""

    left: PlaceEntry

    def built(self) -> LeftOf:
        """The place."""
        return LeftOf(place(self.left))


def _place_kind(value: object) -> str | None:
    if isinstance(value, str):
        return "<landmark>"
    if isinstance(value, dict):
        if "between" in value or "at" in value:
            return "<between>"
        if "from" in value or "toward" in value or "cm" in value:
            return "<from>"
        if "left" in value:
            return "<left>"
    return None


PlaceEntry: TypeAlias = Annotated[
    Annotated[Id, Tag("<landmark>")]
    | Annotated[BetweenEntry, Tag("<between>")]
    | Annotated[TowardEntry, Tag("<from>")]
    | Annotated[LeftEntry, Tag("<left>")],
    Discriminator(_place_kind, custom_error_type="place", custom_error_message="not a place"),
]
Line: TypeAlias = list[PlaceEntry]


def place(entry: str | BetweenEntry | TowardEntry | LeftEntry) -> Place:
    """The place that an entry says."""
    return _landmark(entry) if isinstance(entry, str) else entry.built()


# A few hundred landmarks are named thousands of times.
_landmark = lru_cache(4096)(LandmarkPlace)


def line(entries: Line) -> tuple[Place, ...]:
    """The places of a line."""
    return tuple([place(entry) for entry in entries])


class SpotShape(Entry):
    """What stands under `spot:`."""

    at: PlaceEntry
    radius_cm: Annotated[float, Field(gt=0, le=60)]


class BandShape(Entry):
    """What stands under `band:`."""

    through: Annotated[Line, Field(min_length=2)]
    width_cm: Annotated[list[Annotated[float, Field(gt=0, le=60)]], BeforeValidator(as_list), Field(min_length=1)]

    @model_validator(mode="after")
    def _one_width_a_place(self) -> Self:
        places, widths = len(self.through), len(self.width_cm)
        if widths not in (1, places):
            message = "'width_cm' should be one width or one for each of the {places} places, not {widths}"
            raise PydanticCustomError("words", message, {"places": places, "widths": widths, "under": ("width_cm",)})
        return self


class PatchShape(Entry):
    """What stands under `patch:`."""

    loop: Annotated[Line, Field(min_length=3)]


class ZoneBase(Entry):
    """What a zone of any shape may have."""

    cut: Annotated[list[ZoneEntry], Field(alias="except", default_factory=list)]


class SpotEntry(ZoneBase):
    """A spot, with what is cut out of it."""

    spot: SpotShape

    def built(self) -> Spot:
        """The zone."""
        return Spot(place(self.spot.at), self.spot.radius_cm, zones(self.cut))


class BandEntry(ZoneBase):
    """A band, with what is cut out of it."""

    band: BandShape

    def built(self) -> Band:
        """The zone."""
        return Band(line(self.band.through), tuple(self.band.width_cm), zones(self.cut))


class PatchEntry(ZoneBase):
    """A patch, with what is cut out of it."""

    patch: PatchShape

    def built(self) -> Patch:
        """The zone."""
        return Patch(line(self.patch.loop), zones(self.cut))


class RegionZoneEntry(ZoneBase):
    """A whole region, with what is cut out of it."""

    region: Id

    def built(self) -> RegionZone:
        """The zone."""
        return RegionZone(self.region, zones(self.cut))


def _zone_kind(value: object) -> str | None:
    if isinstance(value, dict):
        return next((f"<{key}>" for key in ZONE_KEYS if key in value), None)
    return None


ZoneEntry: TypeAlias = Annotated[
    Annotated[SpotEntry, Tag("<spot>")]
    | Annotated[BandEntry, Tag("<band>")]
    | Annotated[PatchEntry, Tag("<patch>")]
    | Annotated[RegionZoneEntry, Tag("<region>")],
    Discriminator(_zone_kind, custom_error_type="zone", custom_error_message="not a zone"),
]


def zones(entries: list[ZoneEntry]) -> tuple[Zone, ...]:
    """The zones that a list of entries says."""
    return tuple([entry.built() for entry in entries])
