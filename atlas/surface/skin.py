"""The first body's skin, where patterns are built."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from atlas.anatomy import Border, Grade, Landmark, Muscle, Region, TriggerPoint
from atlas.surface.body import BodyModel
from atlas.surface.bound import Binder
from atlas.surface.fibres import fibre_lines, sheet_samples
from atlas.surface.field import Field, united
from atlas.surface.fields import FieldBuilder
from atlas.surface.geodesics import Geodesics
from atlas.surface.patterns import MusclePattern, PointPattern
from atlas.surface.places import Places
from atlas.surface.region_map import RegionMap
from atlas.surface.regions import tile
from atlas.surface.subdivide import triangles_of

# A muscle reaches so far beyond its outermost fibres.
_BELLY_CM = 0.4


class Skin:
    """The first body's skin with its landmarks and regions: where patterns are built. Not for two threads at once."""

    def __init__(
        self,
        model: BodyModel,
        landmarks: Mapping[str, Landmark],
        regions: Mapping[str, Region],
        borders: Sequence[Border],
        region_map: RegionMap | None = None,
        keep: Callable[[RegionMap], None] = lambda _map: None,
    ) -> None:
        self.model = model
        self.geodesics = Geodesics(model)
        self.places = Places(self.geodesics, landmarks)
        self._regions, self._borders = regions, borders
        self._map, self._keep = region_map, keep
        self._binder: Binder | None = None

    @property
    def regions(self) -> RegionMap:
        """The tiling into named regions, grown when first asked for (some seconds) and handed to `keep`."""
        if self._map is None:
            self._map = tile(self.places, self._regions, self._borders)
            self._keep(self._map)
        return self._map

    @property
    def has_regions(self) -> bool:
        """True when the tiling is there already."""
        return self._map is not None

    @property
    def builder(self) -> FieldBuilder:
        """Builds the fields of zones."""
        return FieldBuilder(self.places, lambda: self.regions)

    @property
    def binder(self) -> Binder:
        """Binds positions to the skin."""
        if self._binder is None:
            geodesics = self.geodesics
            self._binder = Binder(geodesics.points, triangles_of(geodesics.quads), geodesics.tree)
        return self._binder

    def pattern(self, muscle: Muscle) -> MusclePattern:
        """Build a muscle's pattern. Raises PlaceError where a place or a region is not to be found."""
        points = tuple([self.point_pattern(point) for point in muscle.trigger_points])
        lines = [fibre_lines(self.places, sheet) for sheet in muscle.fibres]
        flat = np.concatenate([line.reshape(-1, 3) for line in lines]) if lines else np.zeros((0, 3))
        sheets = tuple(len(line) for line in lines)
        return MusclePattern(muscle.id, points, self.binder.bind(flat), sheets, self._belly(lines))

    def belly(self, muscle: Muscle) -> Field:
        """The signed distance (cm) to a muscle's fibres. Raises as `pattern`."""
        return self._belly([fibre_lines(self.places, sheet) for sheet in muscle.fibres])

    def _belly(self, lines: Sequence[NDArray[np.float64]]) -> Field:
        sheets = [self.builder.near(sheet_samples(line), _BELLY_CM) for line in lines]
        return united(sheets, len(self.geodesics.points))

    def point_pattern(self, point: TriggerPoint) -> PointPattern:
        """Build the pattern of one trigger point."""
        site = self.places.find(point.site)
        essential, spillover = (self.builder.zones(point.refers.zones(grade)) for grade in Grade)
        return PointPattern(point.id, self.binder.bind(site.position[None]), essential, spillover, only=point.only)
