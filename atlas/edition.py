"""The dataset laid on the body: what the window, the commands and the checks all work with."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Muscle, Region, RegionZone, Side, SideChoice
from atlas.data import Library, PainWords, read_library, read_pain_words
from atlas.finder.index import PainIndex, pain_index, zone_index
from atlas.render.layers import Musculature
from atlas.render.scene import Scene
from atlas.surface.body import FIRST_BODY, BodyModel
from atlas.surface.cache import (
    Cache,
    packed,
    packed_field,
    packed_map,
    pattern_parts,
    tiling_parts,
    unpacked,
    unpacked_field,
    unpacked_map,
    zone_parts,
)
from atlas.surface.errors import PlaceError
from atlas.surface.field import Field
from atlas.surface.patterns import MusclePattern
from atlas.surface.region_map import MIDDLE, RegionMap

if TYPE_CHECKING:
    from atlas.surface.skin import Skin


class Edition:
    """A library and the bodies, and the patterns built from them. Patterns may be asked for from any thread."""

    def __init__(self, library: Library, model: BodyModel, cache_folder: Path | None) -> None:
        self.library = library
        self.model = model
        self.cache = Cache(cache_folder, model.digest)
        self._patterns: dict[str, MusclePattern] = {}
        self._scenes: dict[str, Scene] = {}
        self._musculature: tuple[str, Musculature] | None = None
        self._pain_index: PainIndex | None = None
        self._rival_index: PainIndex | None = None
        self._rivals: dict[str, Field] = {}
        self._region_fields: dict[str, Field] = {}
        self._building = threading.Lock()

    @classmethod
    def open(cls, folder: Path | None = None, cache_folder: Path | None = None) -> Edition:
        """The atlas' own dataset, or another folder's."""
        return cls(read_library(folder), BodyModel(), cache_folder)

    @cached_property
    def skin(self) -> Skin:
        """Where patterns are built; its solvers are set up when first needed."""
        # Late: what builds patterns brings scipy, which the first window does without.
        from atlas.surface.skin import Skin

        library = self.library
        kept = unpacked_map(self.cache.load(self._tiling_key))
        return Skin(self.model, library.landmarks, library.regions, library.borders, kept, self._keep_tiling)

    @cached_property
    def _tiling_key(self) -> str:
        library = self.library
        return self.cache.key("regions", tiling_parts(library.landmarks, library.regions, library.borders))

    def _keep_tiling(self, tiling: RegionMap) -> None:
        self.cache.save(self._tiling_key, packed_map(tiling))

    @property
    def regions(self) -> RegionMap:
        """The tiling of the skin. Raises PlaceError when a region or border names what there is not."""
        with self._building:
            return self.skin.regions

    def place_at(self, vertex: int) -> tuple[Region, str | None] | None:
        """The region at a fine vertex and its side in words, if the tiling is there already."""
        if "skin" not in self.__dict__ or not self.skin.has_regions:
            return None
        place = self.skin.regions.at(vertex)
        if place is None:
            return None
        name, side = place
        return self.library.regions[name], side.value if side else None

    def grow_regions(self) -> None:
        """Make the tiling now."""
        _ = self.regions

    def ready(self, muscle_id: str) -> MusclePattern | None:
        """A pattern if it needs no work."""
        return self._patterns.get(muscle_id)

    def pattern(self, muscle_id: str) -> MusclePattern:
        """A muscle's pattern, from the cache or built.

        Raises KeyError for an unknown muscle, PlaceError for a bad place.
        """
        if muscle_id in self._patterns:
            return self._patterns[muscle_id]
        with self._building:
            if muscle_id not in self._patterns:
                self._patterns[muscle_id] = self._made(self.library.muscles[muscle_id])
            return self._patterns[muscle_id]

    def _made(self, muscle: Muscle) -> MusclePattern:
        key = self.cache.key(pattern_parts(muscle, self.library.landmarks, self._tiling_key))
        kept = unpacked(muscle.id, self.cache.load(key))
        if kept is not None:
            return kept
        pattern = self.skin.pattern(muscle)
        self.cache.save(key, packed(pattern))
        return pattern

    def musculature(self, body: str = FIRST_BODY) -> Musculature:
        """All muscles on one of the bodies, but for those that cannot be built. Builds what is not ready."""
        found = self.musculature_ready(body)
        if found is None:
            patterns = []
            for muscle in self.library.muscles.values():
                # What is wrong with one muscle is said where its own pattern is asked for.
                with suppress(PlaceError):
                    patterns.append((self.pattern(muscle.id), muscle.depth))
            found = self.scene(body).musculature(patterns)
            found.warm()
            # Some 20 megabytes: one body's are kept.
            self._musculature = body, found
        return found

    def musculature_ready(self, body: str) -> Musculature | None:
        """A body's musculature if it needs no work."""
        kept = self._musculature
        return kept[1] if kept is not None and kept[0] == body else None

    def pain_index(self) -> PainIndex:
        """Every trigger point's zones, to be compared with a drawing of pain; made once."""
        if self._pain_index is None:
            patterns = []
            for muscle in self.library.muscles:
                with suppress(PlaceError):
                    patterns.append(self.pattern(muscle))
            areas = self.skin.geodesics.areas.astype(np.float32)
            self._pain_index = pain_index(patterns, areas, self.model.fine_mirror)
        return self._pain_index

    @cached_property
    def pain_words(self) -> PainWords:
        """Red flags, symptoms and rivals; read when they are first asked for."""
        return read_pain_words(self.library)

    def along_skin(self, muscle: str, point: str | None, sides: SideChoice) -> NDArray[np.float32]:
        """How far (n,) in cm along the skin each fine vertex is from a muscle's trigger points, or from one of them."""
        pattern = self.pattern(muscle)
        mirror = self.model.fine_mirror
        sources = []
        for side in sides.sides:
            for each in pattern.chosen(point):
                if each.only in (None, side):
                    corners = each.site.corners.ravel()
                    sources.append(corners if side is Side.RIGHT else mirror[corners])
        if not sources:
            return np.zeros(len(mirror), dtype=np.float32)
        with self._building:
            along = self.skin.geodesics.distance(np.concatenate(sources), np.inf)
        return np.nan_to_num(along, posinf=1e3).astype(np.float32)

    def region_field(self, name: str) -> Field:
        """A region as a zone with a smooth edge, on the right side and not beyond the middle of the body.

        Raises PlaceError for one that there is not.
        """
        if name not in self._region_fields:
            tiling = self.regions
            with self._building:
                field = self.skin.builder.zones([RegionZone(name)])
            self._region_fields[name] = field if name in tiling.midline else field.within(tiling.side_x <= MIDDLE)
        return self._region_fields[name]

    def rival_field(self, name: str) -> Field:
        """A rival's zones on the right side, from the cache or built.

        Raises KeyError for an unknown rival, PlaceError for a bad place.
        """
        if name not in self._rivals:
            rival = self.pain_words.rivals[name]
            with self._building:
                key = self.cache.key(zone_parts(name, rival.zones, self.library.landmarks, self._tiling_key))
                kept = unpacked_field(self.cache.load(key))
                if kept is None:
                    kept = self.skin.builder.zones(rival.zones)
                    self.cache.save(key, packed_field(kept))
                self._rivals[name] = kept
        return self._rivals[name]

    def rival_index(self) -> PainIndex:
        """The rivals' zones, to be compared with a drawing of pain as trigger points are; made once."""
        if self._rival_index is None:
            fields = {}
            for name in self.pain_words.rivals:
                with suppress(PlaceError):
                    fields[name] = self.rival_field(name)
            areas = self.skin.geodesics.areas.astype(np.float32)
            self._rival_index = zone_index(fields, areas, self.model.fine_mirror)
        return self._rival_index

    @property
    def rival_index_ready(self) -> PainIndex | None:
        """The index of rivals if it needs no work."""
        return self._rival_index

    @property
    def pain_index_ready(self) -> PainIndex | None:
        """The index if it needs no work."""
        return self._pain_index

    def scene(self, body: str = FIRST_BODY) -> Scene:
        """One of the bodies. Raises KeyError for a name that the model does not have."""
        if body not in self._scenes:
            if body not in self.model.names:
                raise KeyError(body)
            self._scenes[body] = Scene(self.model, body)
        return self._scenes[body]
