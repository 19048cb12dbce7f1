"""What `bench` measures of what patients see and take home."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.edition import Edition

WORDS = {
    "presenter_open_ms": "the patient's window, from the key to its first picture",
    "presenter_frame_ms": "a frame while the pain travels, 1920 x 1080",
    "presenter_frame_p95_ms": "the same: 19 of 20 frames take less",
    "handout_ms": "a hand-out as PDF, from click to file",
    "export_a4_ms": "a picture for A4 at 300 dpi as PNG",
}


def explaining(home: Path) -> dict[str, float]:
    """Explaining it to the patient."""
    from atlas.app import application
    from atlas.edition import Edition
    from atlas.store.settings import Settings
    from atlas.ui.window import AtlasWindow

    edition = Edition.open(cache_folder=home / "warm" / "cache" / "patterns")
    window = AtlasWindow(edition, Settings.load(home / "patient"))
    window.resize(1280, 800)
    window.show()

    def wait(until: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not until() and time.monotonic() < end:
            application().processEvents()

    wait(lambda: window.at_rest and window.workshop.settled)
    start = time.perf_counter()
    presenter = window.companions.present()
    wait(lambda: presenter.body.plate is not None)
    figures = {"presenter_open_ms": 1000 * (time.perf_counter() - start)}
    presenter.resize(1920, 1080)
    wait(lambda: presenter.body.at_rest)
    frames = []
    for step in range(60):
        start = time.perf_counter()
        presenter.body.travel_to(step / 60)
        presenter.grab()
        frames.append(1000 * (time.perf_counter() - start))
    figures["presenter_frame_ms"] = statistics.median(frames)
    figures["presenter_frame_p95_ms"] = statistics.quantiles(frames, n=20)[-1]
    window.close()
    return {**figures, **_on_paper(edition, home)}


def _on_paper(edition: Edition, home: Path) -> dict[str, float]:
    from atlas.anatomy import SideChoice
    from atlas.cli.measure import median_ms
    from atlas.handout.export import SIZES, Order, export
    from atlas.handout.paper import Pick, Sheet
    from atlas.handout.sheet import save_sheet
    from atlas.render.plate import Extras

    sheet = Sheet((Pick("infraspinatus"),))
    scene = edition.scene()
    depth = edition.library.muscles["infraspinatus"].depth
    shown = scene.show(edition.pattern("infraspinatus"), None, SideChoice.RIGHT, depth)
    order = Order(scene, scene.best_view(shown), shown, None, Extras(), SIZES[0])
    return {
        "handout_ms": median_ms(lambda: save_sheet(sheet, edition, home / "handout.pdf"), 5),
        "export_a4_ms": median_ms(lambda: export(order, home / "a4.png"), 3),
    }
