"""The colours of pain by the tone of the skin: on dark skin what is red and dark on light skin could not be seen."""

from __future__ import annotations

from dataclasses import dataclass

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class PainInk:
    """How pain is painted on one tone of skin.

    The essential zone and its edge, then the ground of the spillover, how strong it is inside and how much stronger at
    its edge, then the spots and the rim round each, None for no rim. `several` is how far the colours of several
    patterns are drawn to white.
    """

    essential: RGB
    edge: RGB
    ground: RGB
    ground_alpha: float
    ground_edge: float
    spot: RGB
    rim: RGB | None = None
    several: float = 0.0


_ON_LIGHT = PainInk((214, 38, 30), (150, 14, 16), (205, 44, 36), 0.16, 0.30, (205, 44, 36))
# Beside darker skin the spillover is paler than the skin, the essential zone darker or more vivid.
_PALE_ROSE = (255, 206, 190)
PAIN_INKS = {
    "light": _ON_LIGHT,
    "tan": _ON_LIGHT,
    "brown": PainInk((206, 22, 20), (255, 196, 180), _PALE_ROSE, 0.26, 0.40, (196, 18, 18), (255, 214, 200), 0.12),
    "dark": PainInk((238, 40, 32), (255, 186, 170), _PALE_ROSE, 0.30, 0.40, (220, 28, 24), (255, 206, 192), 0.22),
}
