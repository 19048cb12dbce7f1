"""What is shown: muscle, trigger point, side and body, and the knots that go with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from atlas.anatomy import Area, Depth, Muscle, RivalKind, Side, SideChoice
from atlas.edition import Edition
from atlas.render.layers import FAINT, Dress
from atlas.render.scene import Scene, Shown, Site
from atlas.render.views import View, named, whole_body

# The close-up that shows a part of the body.
AREA_VIEWS = {
    Area.HEAD: "head",
    Area.NECK: "neck-shoulder",
    Area.SHOULDER: "neck-shoulder",
    Area.ARM: "arm",
    Area.FOREARM: "arm",
    Area.HAND: "hand",
    Area.CHEST: "trunk",
    Area.BACK: "back",
    Area.ABDOMEN: "trunk",
    Area.HIP: "hip",
    Area.THIGH: "thigh",
    Area.LEG: "leg",
    Area.FOOT: "foot",
}


class Selection:
    """The state of the window, and what it means on the body."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.muscle: Muscle | None = None
        self.point: str | None = None
        self.area: Area | None = None
        # A nerve or a joint, which is shown instead of a muscle: its id and side.
        self.rival: tuple[str, Side] | None = None
        self.side = SideChoice.RIGHT
        self.body = edition.model.names[0]
        self.all_knots = False
        # While the patient's pain is asked for, knots would only be in the way.
        self.asks_for_pain = False
        self.layer: Depth | None = None
        self._dress: Dress | None = None

    @property
    def scene(self) -> Scene:
        """The chosen body."""
        return self.edition.scene(self.body)

    def choose(self, muscle: str, point: str | None) -> None:
        """Select a muscle, or one of its points; a point that it has not counts as the whole muscle."""
        self.muscle = self.edition.library.muscles[muscle]
        self.point = point if point is not None and self.muscle.point(point) else None
        self.area = self.muscle.region
        self.rival = None

    def choose_area(self, area: Area) -> None:
        """Select a part of the body and no muscle."""
        self.muscle, self.point, self.area, self.rival = None, None, area, None

    def choose_nothing(self) -> None:
        """Select neither a muscle nor a part of the body."""
        self.muscle, self.point, self.area, self.rival = None, None, None, None

    def choose_rival(self, rival: str, side: Side) -> None:
        """Select the zone of a nerve or a joint, and no muscle."""
        self.choose_nothing()
        self.rival = rival, side

    def rival_zone(self, rival: str, side: Side) -> Shown:
        """Where the pain of a nerve or a joint is felt."""
        kind = self.edition.pain_words.rivals[rival].kind
        felt_from = "nerve" if kind is RivalKind.PERIPHERAL_NERVE else kind.value
        return self.scene.zone(self.edition.rival_field(rival), side, felt_from)

    def shown(self) -> Shown | None:
        """The pattern, if it is built."""
        if self.rival is not None:
            return self.rival_zone(*self.rival)
        if self.muscle is None:
            return None
        pattern = self.edition.ready(self.muscle.id)
        if pattern is None:
            return None
        return self.scene.show(pattern, self.point, self.side, self.muscle.depth)

    def dress(self) -> Dress | None:
        """What the body wears: the muscles of the chosen layer if they are ready, else its skin."""
        musculature = self.edition.musculature_ready(self.body)
        if self.layer is None or musculature is None:
            return None
        # Where one muscle is chosen the others are faint.
        made = Dress(musculature, self.layer, FAINT if self.muscle is not None else 1.0)
        if self._dress != made:
            self._dress = made
        return self._dress

    def knots(self) -> list[Site]:
        """The other trigger points of the chosen part of the body that are built, on the chosen sides."""
        return [] if self.asks_for_pain else list(self._sites(self._around()))

    def _around(self) -> Iterable[Muscle]:
        muscles = self.edition.library.muscles.values()
        return [m for m in muscles if self.all_knots or m.region is self.area]

    def _sites(self, muscles: Iterable[Muscle]) -> Iterator[Site]:
        for muscle in muscles:
            pattern = self.edition.ready(muscle.id)
            if pattern is None:
                continue
            for site in self.scene.sites(pattern, None, self.side):
                shown_already = muscle is self.muscle and self.point in (None, site.point)
                if not shown_already:
                    yield site

    def waiting_knots(self) -> list[str]:
        """Muscles whose knots should be shown and are not built yet."""
        return [m.id for m in self._around() if self.edition.ready(m.id) is None]

    def area_view(self) -> View:
        """The view that shows the chosen part of the body."""
        name = AREA_VIEWS[self.area] if self.area else "front"
        return self.named_view(name)

    def named_view(self, name: str) -> View:
        """A side of the body or a close-up, of the chosen side."""
        return named(self.scene.coarse, name, left=self.side is SideChoice.LEFT)

    def first_view(self) -> View:
        """The whole body, until it is known where to look."""
        return whole_body(self.scene.coarse, 0.0)

    def next_point(self, step: int) -> str | None:
        """The id of the next (1) or previous (-1) trigger point of the muscle, round and round."""
        if self.muscle is None:
            return None
        ids = [point.id for point in self.muscle.trigger_points]
        if self.point is None:
            return ids[0] if step > 0 else ids[-1]
        return ids[(ids.index(self.point) + step) % len(ids)]

    def neighbour(self, step: int, ids: Sequence[str]) -> str | None:
        """The id of the next (1) or previous (-1) muscle of a list, round and round; from outside it, its first."""
        if not ids:
            return None
        if self.muscle is None or self.muscle.id not in ids:
            return ids[0] if step > 0 else ids[-1]
        return ids[(ids.index(self.muscle.id) + step) % len(ids)]
