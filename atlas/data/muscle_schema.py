"""The schema of a muscle's file (docs/dataset-format.md), and how it becomes a muscle of the atlas."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from atlas import anatomy as objects
from atlas.anatomy import Area, CautionKind, Certainty, Depth, DifferentialKind, Effect, Side
from atlas.data.places_schema import Entry, Id, Line, PlaceEntry, Text, ZoneEntry, line, place, zones

FMA_PATTERN = r"^FMA:[0-9]+$"
UBERON_PATTERN = r"^UBERON:[0-9]{7}$"
POINT_PATTERN = r"^TrP[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*$"
ROOT_PATTERN = r"^(?:C[1-8]|T[1-9]|T1[0-2]|L[1-5]|S[1-5]|Co1|CN V[1-3]|CN (?:I{1,3}|IV|VI{0,3}|IX|XI{0,2}))$"

# A word of an enumeration is written as plain text: only there may pydantic make one type of another.
_WORD = Field(strict=False)
DepthWord: TypeAlias = Annotated[Depth, _WORD]
AreaWord: TypeAlias = Annotated[Area, _WORD]
Texts: TypeAlias = list[Text]
SomeTexts: TypeAlias = Annotated[list[Text], Field(min_length=1)]


class CitationEntry(Entry):
    """A key of sources.yaml with a chapter; a bare key is read as one without."""

    work: Id
    chapter: Text | None = None

    def built(self) -> objects.Citation:
        """The citation."""
        return objects.Citation(self.work, self.chapter)


def _bare_key(value: object) -> object:
    return {"work": value} if isinstance(value, str) else value


Citations: TypeAlias = Annotated[
    list[Annotated[CitationEntry, BeforeValidator(_bare_key)]],
    Field(min_length=1),
]


def _citations(entries: list[CitationEntry]) -> tuple[objects.Citation, ...]:
    return tuple([entry.built() for entry in entries])


class IdentifiersEntry(Entry):
    """`ids`."""

    fma: Annotated[str, StringConstraints(pattern=FMA_PATTERN)] | None = None
    uberon: Annotated[str, StringConstraints(pattern=UBERON_PATTERN)] | None = None


class InnervationEntry(Entry):
    """`innervation`."""

    nerve: Text
    roots: Annotated[list[Annotated[str, StringConstraints(pattern=ROOT_PATTERN)]], Field(min_length=1)]


class AnatomyEntry(Entry):
    """`anatomy`."""

    origin: Text
    insertion: Text
    action: Text
    innervation: InnervationEntry
    relations: Text

    def built(self) -> objects.Anatomy:
        """The muscle's anatomy."""
        supply = objects.Innervation(self.innervation.nerve, tuple(self.innervation.roots))
        return objects.Anatomy(self.origin, self.insertion, self.action, supply, self.relations)


class FibresEntry(Entry):
    """One entry of `fibres`."""

    from_line: Annotated[Line, Field(alias="from", min_length=1)]
    to_line: Annotated[Line, Field(alias="to", min_length=1)]

    def built(self) -> objects.Fibres:
        """The sheet of fibres."""
        return objects.Fibres(line(self.from_line), line(self.to_line))


class FeltInEntry(Entry):
    """`felt_in`."""

    essential: list[Id] = Field(default_factory=list)
    spillover: list[Id] = Field(default_factory=list)


class PainReferralEntry(Entry):
    """`refers` of a point that refers pain."""

    essential: list[ZoneEntry]
    spillover: list[ZoneEntry] = Field(default_factory=list)
    felt_in: FeltInEntry
    clinician: Text
    patient: Text

    @model_validator(mode="after")
    def _zones_and_regions_agree(self) -> Self:
        if not self.essential and not self.spillover:
            raise PydanticCustomError("words", "a point that refers pain needs a zone under 'essential' or 'spillover'")
        for grade, drawn, said in (
            ("essential", self.essential, self.felt_in.essential),
            ("spillover", self.spillover, self.felt_in.spillover),
        ):
            if drawn and not said:
                message, under = f"'felt_in' names no region for the {grade} zones", ("felt_in", grade)
            elif said and not drawn:
                message, under = f"'felt_in' names regions, but there is no {grade} zone", ("felt_in", grade)
            else:
                continue
            raise PydanticCustomError("words", "{text}", {"text": message, "under": under})
        return self

    def built(self) -> objects.Referral:
        """The referral."""
        said = self.felt_in
        return objects.Referral(
            essential=zones(self.essential),
            spillover=zones(self.spillover),
            felt_in_essential=tuple(said.essential),
            felt_in_spillover=tuple(said.spillover),
            clinician=self.clinician,
            patient=self.patient,
        )


class AutonomicReferralEntry(Entry):
    """`refers` of a point whose effect is autonomic: words alone."""

    clinician: Text
    patient: Text

    def built(self) -> objects.Referral:
        """A referral without zones."""
        return objects.Referral((), (), (), (), self.clinician, self.patient)


class FrequencyEntry(Entry):
    """`frequency`."""

    text: Text
    sources: Citations

    def built(self) -> objects.Frequency:
        """The figure."""
        return objects.Frequency(self.text, _citations(self.sources))


class PointBase(Entry):
    """What every trigger point has."""

    id: Annotated[str, StringConstraints(pattern=POINT_PATTERN)]
    name: Text
    site: PlaceEntry
    where: Text
    palpation: Text
    twitch: Text
    only: Annotated[Side, _WORD] | None = None
    frequency: FrequencyEntry | None = None
    certainty: Annotated[Certainty, _WORD]
    certainty_note: Text | None = None
    sources: Citations

    def with_referral(self, refers: objects.Referral, effect: Effect) -> objects.TriggerPoint:
        """The trigger point."""
        return objects.TriggerPoint(
            id=self.id,
            name=self.name,
            site=place(self.site),
            where=self.where,
            palpation=self.palpation,
            twitch=self.twitch,
            refers=refers,
            certainty=self.certainty,
            sources=_citations(self.sources),
            certainty_note=self.certainty_note,
            frequency=self.frequency.built() if self.frequency else None,
            effect=effect,
            only=self.only,
        )


class PainPointEntry(PointBase):
    """A trigger point that refers pain."""

    effect: Annotated[Effect, _WORD] = Effect.PAIN
    refers: PainReferralEntry

    def built(self) -> objects.TriggerPoint:
        """The trigger point."""
        return self.with_referral(self.refers.built(), Effect.PAIN)


class AutonomicPointEntry(PointBase):
    """A trigger point with another effect than pain."""

    effect: Literal["autonomic"]
    refers: AutonomicReferralEntry

    def built(self) -> objects.TriggerPoint:
        """The trigger point."""
        return self.with_referral(self.refers.built(), Effect.AUTONOMIC)


def _point_kind(value: object) -> str:
    return "<autonomic>" if isinstance(value, dict) and value.get("effect") == "autonomic" else "<pain>"


PointEntry: TypeAlias = Annotated[
    Annotated[PainPointEntry, Tag("<pain>")] | Annotated[AutonomicPointEntry, Tag("<autonomic>")],
    Discriminator(_point_kind),
]


class SatelliteEntry(Entry):
    """One muscle of `satellites`."""

    muscle: Id
    note: Text | None = None


class SatellitesEntry(Entry):
    """`satellites`."""

    keeps_going: list[SatelliteEntry] = Field(default_factory=list)
    kept_going_by: list[SatelliteEntry] = Field(default_factory=list)

    def built(self) -> objects.Satellites:
        """The links both ways."""
        keeps, kept = (
            tuple([objects.SatelliteLink(link.muscle, link.note) for link in links])
            for links in (self.keeps_going, self.kept_going_by)
        )
        return objects.Satellites(keeps, kept)


class SharedPatternEntry(Entry):
    """One muscle of `shares_pattern_with`."""

    muscle: Id
    note: Text


class DifferentialEntry(Entry):
    """One entry of `differential`."""

    name: Text
    kind: Annotated[DifferentialKind, _WORD]
    tell_apart: Text


class StretchEntry(Entry):
    """`stretch`."""

    name: Text
    steps: SomeTexts
    hold: Text


class CautionEntry(Entry):
    """One entry of `cautions`."""

    kind: Annotated[CautionKind, _WORD]
    structure: Text
    depth: Text
    text: Text
    sources: Citations

    def built(self) -> objects.Caution:
        """The caution."""
        return objects.Caution(self.kind, self.structure, self.depth, self.text, _citations(self.sources))


class NeedlingEntry(Entry):
    """`needling`."""

    approach: Text
    cautions: list[CautionEntry]

    def built(self) -> objects.Needling:
        """The way to needle and its dangers."""
        return objects.Needling(self.approach, tuple([caution.built() for caution in self.cautions]))


class MuscleEntry(Entry):
    """A muscle's file."""

    id: Id
    name: Text
    latin: Text
    aliases: Texts = Field(default_factory=list)
    ids: IdentifiersEntry = IdentifiersEntry.model_construct()
    region: AreaWord
    depth: DepthWord
    anatomy: AnatomyEntry
    fibres: list[FibresEntry]
    shares_pattern_with: list[SharedPatternEntry] = Field(default_factory=list)
    trigger_points: Annotated[list[PointEntry], Field(min_length=1)]
    symptoms: SomeTexts
    activated_by: SomeTexts
    perpetuated_by: SomeTexts
    satellites: SatellitesEntry = SatellitesEntry.model_construct()
    differential: Annotated[list[DifferentialEntry], Field(min_length=1)]
    red_flags: Texts
    self_care: SomeTexts
    stretch: StretchEntry
    in_clinic: SomeTexts
    needling: NeedlingEntry
    explain: Text
    sources: Citations

    def built(self) -> objects.Muscle:
        """The muscle."""
        return objects.Muscle(
            id=self.id,
            name=self.name,
            latin=self.latin,
            aliases=tuple(self.aliases),
            ids=objects.Identifiers(self.ids.fma, self.ids.uberon),
            region=self.region,
            depth=self.depth,
            anatomy=self.anatomy.built(),
            fibres=tuple([sheet.built() for sheet in self.fibres]),
            trigger_points=tuple([point.built() for point in self.trigger_points]),
            symptoms=tuple(self.symptoms),
            activated_by=tuple(self.activated_by),
            perpetuated_by=tuple(self.perpetuated_by),
            satellites=self.satellites.built(),
            differential=tuple([objects.Differential(d.name, d.kind, d.tell_apart) for d in self.differential]),
            red_flags=tuple(self.red_flags),
            self_care=tuple(self.self_care),
            stretch=objects.Stretch(self.stretch.name, tuple(self.stretch.steps), self.stretch.hold),
            in_clinic=tuple(self.in_clinic),
            needling=self.needling.built(),
            explain=self.explain,
            sources=_citations(self.sources),
            shares_pattern_with=tuple([objects.SharedPattern(s.muscle, s.note) for s in self.shares_pattern_with]),
        )
