"""What is wrong with where one muscle's places and zones lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Effect, Grade, Muscle, TriggerPoint
from atlas.data import DataPath, Fault
from atlas.edition import Edition
from atlas.surface.errors import PlaceError
from atlas.surface.field import Field, united
from atlas.surface.geodesics import Geodesics
from atlas.surface.patterns import areas_inside
from atlas.surface.region_map import RegionMap

# How much of a zone may lie in regions that `felt_in` does not name.
STRAY_SHARE = 0.2
# How far a trigger point may lie outside its muscle's fibres.
STRAY_CM = 1.0
# A zone smaller than this has fallen off the body.
_LEAST_CM2 = 0.2
# All zones of a trigger point together: less or more was meant in other units, or has run out of its border.
LEAST_PATTERN_CM2, MOST_PATTERN_CM2 = 2.0, 2000.0
# So much of a pattern may lie on the other side of the midline: a band across the belly lies on both.
_OTHER_SIDE = 0.5


def muscle_faults(edition: Edition, muscle: Muscle) -> list[Fault]:
    """What is wrong with where a muscle's places and zones lie."""
    try:
        tiling = edition.regions
    except PlaceError:
        # Said by `body_faults`, and no muscle's own fault.
        return []
    found: list[Fault] = []
    for number, point in enumerate(muscle.trigger_points):
        faults = _point_faults(edition, tiling, point, ("trigger_points", number))
        found.extend(edition.library.fault(muscle.id, at, message) for at, message in faults)
    found.extend(_fibre_faults(edition, muscle))
    if not found:
        found.extend(_stray_points(edition, muscle))
    return found


def _stray_points(edition: Edition, muscle: Muscle) -> Iterator[Fault]:
    """Trigger points that lie outside their own muscle."""
    if not muscle.fibres:
        return
    skin = edition.skin
    belly = skin.belly(muscle).dense(len(skin.geodesics.points))
    for number, point in enumerate(muscle.trigger_points):
        site = skin.places.find(point.site).position
        outside = float(skin.binder.bind(site[None]).on(belly)[0])
        if outside > STRAY_CM:
            message = f"this point lies {outside:.1f} cm or more outside the muscle's own fibres"
            yield edition.library.fault(muscle.id, ("trigger_points", number, "site"), message, "warning")


def _point_faults(
    edition: Edition, tiling: RegionMap, point: TriggerPoint, path: DataPath
) -> Iterator[tuple[DataPath, str]]:
    """What is wrong with where a trigger point and its zones lie. Each zone is built once."""
    try:
        edition.skin.places.find(point.site)
    except PlaceError as error:
        yield (*path, "site"), str(error)
    everything: list[Field] = []
    for grade in Grade:
        where: DataPath = (*path, "refers", grade.value)
        built: list[Field] = []
        for number, zone in enumerate(point.refers.zones(grade)):
            try:
                built.append(edition.skin.builder.zones([zone]))
            except PlaceError as error:
                yield (*where, number), str(error)
        if len(built) == len(point.refers.zones(grade)):
            yield from _zone_faults(edition.skin.geodesics, tiling, point, grade, built, where)
        everything += built
    for message in _size_and_side(edition.skin.geodesics, everything):
        yield (*path, "refers"), message
    if point.effect is Effect.PAIN and not point.refers.essential:
        yield (*path, "refers"), "a point that refers pain needs an essential zone"


def _size_and_side(geodesics: Geodesics, zones: Sequence[Field]) -> Iterator[str]:
    """What is wrong with all zones of a trigger point together."""
    if not zones:
        return
    whole = united(zones, len(geodesics.points))
    inside = whole.vertices[whole.values < 0]
    areas = geodesics.areas[inside]
    total = float(areas.sum())
    if not LEAST_PATTERN_CM2 <= total <= MOST_PATTERN_CM2:
        yield f"the zones cover {total:.1f} cm2; {LEAST_PATTERN_CM2:g} to {MOST_PATTERN_CM2:g} is likely"
    # The right side has the negative x.
    across = float(areas[geodesics.points[inside, 0] > 0].sum()) / max(total, 1e-9)
    if across > _OTHER_SIDE:
        yield f"{across:.0%} of the zones lie on the left; patterns are written for the right side"


def _zone_faults(
    geodesics: Geodesics,
    tiling: RegionMap,
    point: TriggerPoint,
    grade: Grade,
    zones: Sequence[Field],
    where: DataPath,
) -> Iterator[tuple[DataPath, str]]:
    named = point.refers.felt_in(grade)
    said: DataPath = (*where[:-1], "felt_in")
    for number, zone in enumerate(zones):
        if areas_inside(zone, geodesics.areas) < _LEAST_CM2:
            yield (*where, number), "this zone holds no skin: is it too small, or cut away?"
    if not zones and named:
        yield (*said, grade.value), f"regions are named, but there is no {grade.value} zone"
    if not zones:
        return
    if not named:
        yield said, f"the {grade.value} zone lies somewhere, but no region is named for it"
        return
    whole = united(zones, len(geodesics.points))
    inside = whole.vertices[whole.values < 0]
    share = region_shares(tiling, inside, geodesics.areas[inside])
    for number, region in enumerate(named):
        if region in tiling.names and not share[tiling.names.index(region)] > 0:
            path = (*said, grade.value, number)
            yield path, f"the {grade.value} zone does not touch '{region}'; it lies in {_listed(tiling, share)}"
    message = strays(tiling, share, named)
    if message:
        lies = f"{message[0]} of the {grade.value} zone lies in regions that 'felt_in' does not name"
        yield (*said, grade.value), f"{lies}: {message[1]}"


def strays(tiling: RegionMap, share: NDArray[np.float64], named: Sequence[str]) -> tuple[str, str] | None:
    """How much of a zone lies in regions that are not named, and in which; None where that is little."""
    known = [tiling.names.index(region) for region in named if region in tiling.names]
    stray = 1 - float(share[known].sum())
    if stray <= STRAY_SHARE:
        return None
    rest = share.copy()
    rest[known] = 0
    return f"{stray:.0%}", _listed(tiling, rest)


def region_shares(tiling: RegionMap, vertices: NDArray[np.integer], areas: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of some skin, vertices (k,) with their areas, lies in each region (r,)."""
    labels = tiling.label[vertices]
    held = labels >= 0
    total = np.bincount(labels[held], areas[held], len(tiling.names))
    return np.asarray(total / max(float(areas.sum()), 1e-9), dtype=np.float64)


def _listed(tiling: RegionMap, share: NDArray[np.float64]) -> str:
    order = [k for k in np.argsort(-share)[:4] if share[k] >= 0.005]
    return ", ".join(f"{tiling.names[k]} {share[k]:.0%}" for k in order) or "no region"


def _fibre_faults(edition: Edition, muscle: Muscle) -> Iterator[Fault]:
    for number, sheet in enumerate(muscle.fibres):
        for key, line in (("from", sheet.from_line), ("to", sheet.to_line)):
            for k, place in enumerate(line):
                try:
                    edition.skin.places.find(place)
                except PlaceError as error:
                    yield edition.library.fault(muscle.id, ("fibres", number, key, k), str(error))
