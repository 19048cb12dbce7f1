"""Patterns that were built before, kept in the user's cache folder under a hash of all that they are made of."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import (
    Band,
    Border,
    Grade,
    Landmark,
    Muscle,
    Patch,
    Place,
    Region,
    RegionZone,
    Side,
    Spot,
    Zone,
    landmark_names,
)
from atlas.surface.bound import Bound
from atlas.surface.field import Field
from atlas.surface.patterns import MusclePattern, PointPattern
from atlas.surface.region_map import RegionMap

# To be raised whenever the way that fields or fibres are built changes.
VERSION = 4

Arrays = dict[str, NDArray[np.generic]]


class Cache:
    """A folder of built patterns; None keeps nothing.

    What cannot be read is built again, what cannot be written is said once.
    """

    def __init__(self, folder: Path | None, body: str) -> None:
        self.folder = folder
        self.problem: str | None = None
        self._body = body

    def key(self, *parts: object) -> str:
        """A name for what is made of these parts: of anything whose repr says all about it."""
        return hashlib.sha256(repr((VERSION, self._body, parts)).encode()).hexdigest()[:32]

    def load(self, key: str) -> Arrays | None:
        """What was saved under a key, or None."""
        if self.folder is None:
            return None
        try:
            # Opened here: numpy would leave a broken file open.
            with (self.folder / f"{key}.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as data:
                return {name: data[name] for name in data.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, KeyError):
            return None

    def save(self, key: str, arrays: Arrays) -> None:
        """Save under a key, whole or not at all."""
        if self.folder is None or self.problem is not None:
            return
        target = self.folder / f"{key}.npz"
        unfinished = self.folder / f"{key}.{os.getpid()}.tmp"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as stream:
                np.savez(stream, allow_pickle=False, **arrays)
            unfinished.replace(target)
        except OSError as error:
            reason = error.strerror or str(error)
            self.problem = f"Patterns cannot be kept in {self.folder} ({reason}); they are built anew at each start."
            unfinished.unlink(missing_ok=True) if self.folder.is_dir() else None


def pattern_parts(muscle: Muscle, landmarks: Mapping[str, Landmark], tiling_key: str) -> tuple[object, ...]:
    """All that a muscle's pattern is made of.

    Its geometry, the landmarks that it names, and the tiling, by its own key, if it names a region.
    """
    zones = [z for p in muscle.trigger_points for grade in Grade for z in p.refers.zones(grade)]
    places = [p.site for p in muscle.trigger_points]
    places += [place for sheet in muscle.fibres for line in (sheet.from_line, sheet.to_line) for place in line]
    places += [place for zone in zones for place in zone_places(zone)]
    names = sorted({name for place in places for name in landmark_names(place)})
    used = [(name, landmarks[name].vertex) for name in names if name in landmarks]
    geometry = [(p.id, p.site, p.only, p.refers.essential, p.refers.spillover) for p in muscle.trigger_points]
    tiling = tiling_key if any(map(names_region, zones)) else ""
    return (muscle.id, geometry, muscle.fibres, used, tiling)


def zone_parts(
    name: str, zones: Sequence[Zone], landmarks: Mapping[str, Landmark], tiling_key: str
) -> tuple[object, ...]:
    """All that the field of some zones is made of, and a name for it."""
    names = sorted({mark for zone in zones for place in zone_places(zone) for mark in landmark_names(place)})
    used = [(mark, landmarks[mark].vertex) for mark in names if mark in landmarks]
    return (name, tuple(zones), used, tiling_key if any(map(names_region, zones)) else "")


def tiling_parts(
    landmarks: Mapping[str, Landmark], regions: Mapping[str, Region], borders: Sequence[Border]
) -> tuple[object, ...]:
    """All that the tiling is made of."""
    seeds = [(region.id, region.seeds, region.midline) for region in regions.values()]
    return ([(name, mark.vertex) for name, mark in landmarks.items()], seeds, tuple(borders))


def zone_places(zone: Zone) -> Iterator[Place]:
    """The places that a zone is said by, those of its cuts too."""
    match zone:
        case Spot(at):
            yield at
        case Band(through):
            yield from through
        case Patch(loop):
            yield from loop
        case RegionZone():
            pass
    for cut in zone.cut:
        yield from zone_places(cut)


def names_region(zone: Zone) -> bool:
    """Does a zone, or a cut of it, name a region?"""
    return isinstance(zone, RegionZone) or any(map(names_region, zone.cut))


def packed(pattern: MusclePattern) -> Arrays:
    """A pattern as arrays."""
    arrays: Arrays = {"ids": np.array([p.id for p in pattern.points], dtype=np.str_)}
    arrays["only"] = np.array([p.only.value if p.only else "" for p in pattern.points], dtype=np.str_)
    bounds = [p.site for p in pattern.points] + [pattern.fibres]
    arrays["corners"] = np.concatenate([b.corners for b in bounds])
    arrays["weights"] = np.concatenate([b.weights for b in bounds])
    fields = [f for p in pattern.points for f in (p.essential, p.spillover)] + [pattern.belly]
    arrays["sizes"] = np.array([len(f.vertices) for f in fields], dtype=np.int32)
    arrays["vertices"] = np.concatenate([f.vertices for f in fields])
    arrays["sheets"] = np.array(pattern.sheets, dtype=np.int32)
    arrays["values"] = np.concatenate([f.values for f in fields])
    return arrays


def unpacked(muscle: str, arrays: Arrays | None) -> MusclePattern | None:
    """The pattern that `packed` packed; None for what is not one."""
    if arrays is None:
        return None
    try:
        ids, only = [str(i) for i in arrays["ids"]], [str(o) for o in arrays["only"]]
        ends = np.cumsum(arrays["sizes"].astype(np.int64))
        vertices = arrays["vertices"].astype(np.int32)
        values = arrays["values"].astype(np.float32)
        fields = [Field(vertices[a:b], values[a:b]) for a, b in zip([0, *ends[:-1]], ends, strict=True)]
        corners, weights = arrays["corners"].astype(np.int32), arrays["weights"].astype(np.float32)
        points = tuple(
            PointPattern(
                name,
                Bound(corners[k : k + 1], weights[k : k + 1]),
                fields[2 * k],
                fields[2 * k + 1],
                Side(only[k]) if only[k] else None,
            )
            for k, name in enumerate(ids)
        )
        fibres = Bound(corners[len(ids) :], weights[len(ids) :])
        return MusclePattern(muscle, points, fibres, tuple(int(n) for n in arrays["sheets"]), fields[-1])
    except (KeyError, IndexError, ValueError):
        return None


def packed_field(field: Field) -> Arrays:
    """A field as arrays."""
    return {"vertices": field.vertices, "values": field.values}


def unpacked_field(arrays: Arrays | None) -> Field | None:
    """The field that `packed_field` packed; None for what is not one."""
    if arrays is None or not {"vertices", "values"} <= arrays.keys():
        return None
    return Field(arrays["vertices"].astype(np.int32), arrays["values"].astype(np.float32))


def packed_map(region_map: RegionMap) -> Arrays:
    """The tiling as arrays."""
    return {
        "names": np.array(region_map.names, dtype=np.str_),
        "midline": np.array(sorted(region_map.midline), dtype=np.str_),
        "label": region_map.label,
        "side_x": region_map.side_x,
    }


def unpacked_map(arrays: Arrays | None) -> RegionMap | None:
    """The tiling that `packed_map` packed; None for what is not one."""
    if arrays is None or not {"names", "midline", "label", "side_x"} <= arrays.keys():
        return None
    return RegionMap(
        tuple(str(n) for n in arrays["names"]),
        frozenset(str(n) for n in arrays["midline"]),
        arrays["label"].astype(np.int16),
        arrays["side_x"].astype(np.float32),
    )
