"""The window's named colours and type sizes, light and dark. Plain text, so that pages can be built without Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as `#rrggbb` and type sizes in device-independent pixels.

    Red is for pain alone and is no colour of the window. Text colours keep a contrast of 4.5 on every ground
    that they are used on; `outline` and `accent` keep 3 as borders.
    """

    dark: bool
    window: str  # panes and menus
    surface: str  # fields, popups and dialogs
    ground_top: str  # behind the body, graded downward
    ground_bottom: str
    hover: str
    selected: str
    hairline: str
    outline: str  # the border of something that can be operated
    text: str
    text_soft: str
    text_disabled: str
    accent: str  # what can be touched, and what has the focus
    accent_hover: str
    on_accent: str
    right: str  # the frame of a right answer, beside its sign
    warning: str
    warning_soft: str
    size_small: int = 12
    size_body: int = 14
    size_title: int = 17
    size_display: int = 24


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` of the way from the first to the second, 0 to 1."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """The contrast of two colours by WCAG 2, 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _derived(
    *, dark: bool, paper: str, raised: str, ink: str, accent: str, on_accent: str, green: str, amber: str, glow: str
) -> Tokens:
    return Tokens(
        dark=dark,
        window=paper,
        surface=raised,
        ground_top=mix(paper, ink, 0.06) if dark else mix(paper, ink, 0.01),
        ground_bottom=mix(paper, "#05090a", 0.35) if dark else mix(paper, ink, 0.10),
        hover=mix(paper, ink, 0.06),
        selected=mix(paper, accent, 0.22 if dark else 0.13),
        hairline=mix(paper, ink, 0.16 if dark else 0.13),
        outline=mix(paper, ink, 0.52),
        text=ink,
        text_soft=mix(ink, paper, 0.28),
        text_disabled=mix(ink, paper, 0.55),
        accent=accent,
        accent_hover=mix(accent, ink, 0.2),
        on_accent=on_accent,
        right=green,
        warning=amber,
        warning_soft=mix(paper, glow, 0.12),
    )


LIGHT = _derived(
    dark=False,
    paper="#f8fafa",
    raised="#fdfefe",
    ink="#1d2b30",
    accent="#0b6674",
    on_accent="#f4fbfb",
    green="#1e7a3c",
    amber="#7a4f06",
    glow="#f0a818",
)
DARK = _derived(
    dark=True,
    paper="#1a2225",
    raised="#20292d",
    ink="#dfe8e9",
    accent="#66c4cf",
    on_accent="#0a2025",
    green="#6fc98a",
    amber="#e2b765",
    glow="#d9a13c",
)
