"""What `bench` measures: each figure the median of several runs, with yardsticks measured in the same run."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.edition import Edition
    from atlas.ui.body_view import BodyView
    from atlas.ui.selection import Selection

SIZE = (700, 1400)
_ROOT = Path(__file__).resolve().parent.parent.parent

# A window of nothing but Qt, with numpy imported: the yardstick for starting.
_BARE = """
import numpy
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1280, 800)
window.show()
app.processEvents()
print("painted", flush=True)
"""
_START = """
from atlas.app import Options, application, make_window
window = make_window(Options(screenshot="-"))
window.resize(1280, 800)
window.show()
application().processEvents()
print("painted", flush=True)
window.close()
"""
_MEMORY = """
import time
from atlas.app import Options, application, make_window
window = make_window(Options(screenshot="-"))
window.resize(1280, 800)
window.show()
while not (window.at_rest and window.workshop.settled):
    application().processEvents()
    time.sleep(0.01)
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmRSS")), flush=True)
window.close()
"""


def measure(*, as_json: bool) -> int:
    """Measure everything and print it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from atlas.cli.measure_patient import explaining
    from atlas.cli.measure_study import studying

    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as home:
        for part in (_starting, _reading, _building, _drawing, _asking, explaining, studying, _yardstick, _memory):
            if not as_json:
                print(part.__doc__, file=sys.stderr)
            figures.update(part(Path(home)))
    if as_json:
        whole = {"muscles"}
        told = {name: int(value) if name in whole else round(value, 3) for name, value in figures.items()}
        print(json.dumps(told, indent=1))
        return 0
    for name, value, words in _told(figures):
        print(f"{name:23} {value:>10}  {words}")
    return 0


def _told(figures: dict[str, float]) -> list[tuple[str, str, str]]:
    from atlas.cli.measure_patient import WORDS
    from atlas.cli.measure_study import WORDS as STUDY_WORDS

    f = figures
    per_muscle = f["dataset_ms"] / max(f["muscles"], 1)
    ratio = f["trisurf_ms"] / f["select_ms"]
    words = {
        "select_ms": f"select to painted body, 700 x 1400; plot_trisurf takes {ratio:.0f} x as long",
        "turn_ms": "one frame while turning, on the screen",
        "still_ms": "the still that follows",
        "start_ms": f"start to first painted window: {f['start_ms'] / f['bare_window_ms']:.1f} x a bare window",
        "bare_window_ms": "a bare PySide6 window with numpy imported",
        "trisurf_ms": "matplotlib plot_trisurf redrawing the same mesh",
        "dataset_ms": f"reading the dataset without cache: {per_muscle:.2f} ms a muscle",
        "muscles": "muscles",
        "field_ms": "a new trigger point's fields, once the solver is up",
        "all_patterns_s": "all patterns after a fresh install, in the background",
        "musculature_ms": "the muscles of a body put together, in the background",
        "layer_dress_ms": "a full still put into its muscles",
        "layer_turn_ms": "one frame while turning, in muscles",
        "layer_select_ms": "select to painted body, in muscles",
        "rank_ms": "ranking all trigger points against a drawing",
        "cover_ms": "the smallest sets of muscles that explain it",
        "rank_100x_ms": "ranking 100 times as many",
        "stroke_ms": "a touch of the brush, on the screen",
        **WORDS,
        **STUDY_WORDS,
        "rss_mb": "resident memory with everything loaded",
    }
    return [(name, f"{value:.1f}", words.get(name, "")) for name, value in figures.items()]


def median_ms(what: Callable[[], object], runs: int = 15) -> float:
    """The median time of some runs in ms, after one that is not counted."""
    what()
    times = []
    gc.collect()
    for _ in range(runs):
        start = time.perf_counter()
        what()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def _run(script: str, home: Path) -> tuple[float, str]:
    """Milliseconds until a script in a fresh process prints its line, and the line."""
    environment = {**os.environ, "ATLAS_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_ROOT)}
    # As for a user, code is compiled once and not at every start, but nothing is left beside the sources.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(home / "bytecode")
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = 1000 * (time.perf_counter() - start)
    return took, line.strip()


def _starting(home: Path) -> dict[str, float]:
    """Starting the window."""
    _run(_MEMORY, home / "warm")
    bare, full = [], []
    for _ in range(5):
        bare.append(_run(_BARE, home)[0])
        full.append(_run(_START, home / "warm")[0])
    return {"start_ms": statistics.median(full), "bare_window_ms": statistics.median(bare)}


def _reading(_home: Path) -> dict[str, float]:
    """Reading the dataset."""
    from atlas.data import read_library

    muscles = len(read_library().muscles)
    return {"dataset_ms": median_ms(read_library, 7), "muscles": float(muscles)}


def _building(_home: Path) -> dict[str, float]:
    """Building patterns."""
    from atlas.edition import Edition

    edition = Edition.open()
    start = time.perf_counter()
    for muscle in edition.library.muscles:
        edition.pattern(muscle)
    whole = time.perf_counter() - start
    points = [p for m in edition.library.muscles.values() for p in m.trigger_points]
    times = []
    for point in points[::3]:
        begun = time.perf_counter()
        edition.skin.point_pattern(point)
        times.append(1000 * (time.perf_counter() - begun))
    return {"field_ms": statistics.median(times), "all_patterns_s": whole}


def _drawing(home: Path) -> dict[str, float]:
    """Drawing the body."""
    from atlas.app import application
    from atlas.edition import Edition
    from atlas.render.shade import still
    from atlas.ui.body_view import BodyView
    from atlas.ui.selection import Selection
    from atlas.ui.studio import Photographer

    application()
    edition = Edition.open(cache_folder=home / "warm" / "cache" / "patterns")
    selection = Selection(edition)
    photographer = Photographer()
    view = BodyView(photographer)
    view.resize(*SIZE)
    view.show()
    view.show_scene(selection.scene)
    names = [name for name in ("infraspinatus", "scalenes", "gastrocnemius") if name in edition.library.muscles]
    for name in names:
        edition.pattern(name)
    turn = 0

    def select() -> None:
        nonlocal turn
        turn += 1
        selection.choose(names[turn % len(names)], None)
        view.show_pattern(selection.shown(), selection.knots())
        view.grab()

    def turned() -> None:
        view.turn_by(3.0, 0.0)
        view.grab()

    scene = selection.scene
    camera = selection.first_view().camera(*SIZE)
    still_ms = median_ms(lambda: still(scene.fine, camera, smooth_edge=True), 7)
    select()
    turn_ms = median_ms(turned)
    view.turn_to(selection.first_view())
    _wait_for(view)
    select_ms = median_ms(select)
    layered = _layered(edition, selection, view, (select, turned))
    photographer.close()
    return {"select_ms": select_ms, "turn_ms": turn_ms, "still_ms": still_ms, **layered}


def _layered(
    edition: Edition, selection: Selection, view: BodyView, actions: tuple[Callable[[], None], Callable[[], None]]
) -> dict[str, float]:
    """The same on a body in its superficial muscles, with their names."""
    from atlas.anatomy import Depth
    from atlas.render.shade import still

    select, turned = actions
    start = time.perf_counter()
    edition.musculature(selection.body)
    musculature_ms = 1000 * (time.perf_counter() - start)
    selection.layer = Depth.SUPERFICIAL
    dress = selection.dress()
    assert dress is not None
    seen = still(selection.scene.fine, selection.first_view().camera(*SIZE), smooth_edge=True)
    dress_ms = median_ms(lambda: dress.on(seen), 7)
    view.wear(dress, {muscle.id: muscle.name for muscle in edition.library.muscles.values()})
    turn_ms = median_ms(turned)
    view.turn_to(selection.first_view())
    _wait_for(view)
    return {
        "musculature_ms": musculature_ms,
        "layer_dress_ms": dress_ms,
        "layer_turn_ms": turn_ms,
        "layer_select_ms": median_ms(select),
    }


def _asking(home: Path) -> dict[str, float]:
    """Asking where it hurts."""
    import numpy as np

    from atlas.edition import Edition
    from atlas.finder.cover import smallest_covers
    from atlas.finder.index import indexed
    from atlas.finder.ranking import rank
    from atlas.render.paint import Drawn, Glaze
    from atlas.surface.brush import Brush
    from atlas.ui.body_view import BodyView
    from atlas.ui.studio import Photographer

    edition = Edition.open(cache_folder=home / "warm" / "cache" / "patterns")
    index, scene = edition.pain_index(), edition.scene()
    weights = np.zeros(index.vertices, dtype=np.float32)
    for name in ("front-of-shoulder", "outer-shoulder", "front-of-upper-arm"):
        if name in edition.library.regions:
            field = edition.region_field(name)
            weights[field.vertices[field.values < 0]] = 1
    rank(index, weights)
    figures = {
        "rank_ms": median_ms(lambda: rank(index, weights)),
        "cover_ms": median_ms(lambda: smallest_covers(index, weights)),
    }
    zones = [index.zone(number) for number in range(len(index.candidates))] * 100
    many = indexed(list(index.candidates) * 100, [z[0] for z in zones], [z[1] for z in zones], index.areas)
    rank(many, weights)
    figures["rank_100x_ms"] = median_ms(lambda: rank(many, weights), 5)
    photographer = Photographer()
    view = BodyView(photographer)
    view.resize(*SIZE)
    view.show_scene(scene)
    brush = Brush(scene.fine.points, edition.model.fine_skin_quads)
    start = edition.library.landmarks["deltoid-front"].vertex

    def stroke() -> None:
        near, strength = brush.reach(start, scene.fine.points[start], 2.0)
        weights[near] = np.maximum(weights[near], strength)
        view.glaze([Glaze(Drawn.PAIN, weights)])
        view.grab()

    _wait_for(view)
    figures["stroke_ms"] = median_ms(stroke)
    photographer.close()
    return figures


def _wait_for(view: BodyView) -> None:
    """Wait until the full still is on the screen."""
    from atlas.app import application

    until = time.monotonic() + 30
    while not view.at_rest and time.monotonic() < until:
        application().processEvents()


def _yardstick(_home: Path) -> dict[str, float]:
    """The yardstick: plot_trisurf."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from atlas.surface.body import BodyModel

    mesh = BodyModel().mesh(fine=False)
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot(projection="3d")
    x, y, z = mesh.points.T
    axes.plot_trisurf(x, z, y, triangles=mesh.triangles)
    return {"trisurf_ms": median_ms(canvas.draw, 3)}


def _memory(home: Path) -> dict[str, float]:
    """Memory with everything loaded."""
    if not Path("/proc/self/status").exists():
        return {"rss_mb": float("nan")}
    _, line = _run(_MEMORY, home / "warm")
    return {"rss_mb": float(line or "nan") / 1024}
