"""What is wrong with the landmarks and the tiling of the body."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.anatomy import Landmark
from atlas.data import DataPath, Fault
from atlas.edition import Edition
from atlas.surface.errors import PlaceError
from atlas.surface.region_map import RegionMap


def body_faults(edition: Edition) -> list[Fault]:
    """What is wrong with the landmarks and the tiling."""
    library = edition.library
    found = [
        library.fault(library.landmark_files[name], (name, "vertex"), message)
        for name, landmark in library.landmarks.items()
        if (message := _misplaced(edition, landmark))
    ]
    found.extend(_twins(edition))
    for region in library.regions.values():
        path: DataPath = ("regions", region.id)
        try:
            for line in region.seeds:
                edition.skin.places.path(line)
        except PlaceError as error:
            found.append(library.fault(library.region_files[region.id], path, str(error)))
    if found:
        return found
    try:
        tiling = edition.regions
    except PlaceError as error:
        files = sorted(set(library.region_files.values()))
        return [library.fault(files[0], (), str(error))] if files else []
    for region in library.regions.values():
        message = _broken(edition, tiling, region.id)
        if message:
            found.append(library.fault(library.region_files[region.id], ("regions", region.id), message))
    return found


def _misplaced(edition: Edition, landmark: Landmark) -> str | None:
    x = float(edition.skin.geodesics.points[landmark.vertex, 0])
    if landmark.midline and abs(x) > 0.5:
        return f"a midline landmark should lie on the midline; this vertex is {abs(x):.1f} cm beside it"
    if not landmark.midline and x > 0.05:
        return f"landmarks are given for the right side; this vertex is {x:.1f} cm to the left"
    return None


def _twins(edition: Edition) -> Iterator[Fault]:
    library = edition.library
    first: dict[int, str] = {}
    for name, landmark in library.landmarks.items():
        other = first.setdefault(landmark.vertex, name)
        if other != name:
            message = f"'{name}' is the same vertex as '{other}'"
            yield library.fault(library.landmark_files[name], (name, "vertex"), message, "warning")


def _broken(edition: Edition, tiling: RegionMap, region: str) -> str | None:
    member = tiling.members(region)
    if member is None or not member.any():
        return "this region holds no skin"
    areas = edition.skin.geodesics.pieces(member)
    if len(areas) > 1:
        sizes = ", ".join(f"{area:.1f}" for area in areas)
        return f"this region lies in {len(areas)} pieces, of {sizes} cm2"
    return None
