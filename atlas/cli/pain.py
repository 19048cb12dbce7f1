"""`where --rank`: which trigger points explain a pain that is given by points, regions or a saved drawing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from atlas.cli.common import CommandError, meant

if TYPE_CHECKING:
    from atlas.anatomy import Side
    from atlas.edition import Edition

# What a single point stands for: a spot of this radius, as a fingertip shows it.
SPOT_CM = 2.0
_MOST = 25


def add_arguments(where: argparse.ArgumentParser) -> None:
    """Add what `where` needs to rank."""
    where.add_argument("--rank", action="store_true", help="rank the trigger points that explain pain at all of these")
    where.add_argument("--regions", default="", metavar="A,B", help="regions that hurt, by id; with --rank")
    where.add_argument("--side", choices=("right", "left", "both"), default="right", help="of those regions")
    where.add_argument("--drawing", type=Path, metavar="FILE.json", help="a saved drawing; with --rank")


def drawing_of(edition: Edition, given: argparse.Namespace, vertices: Iterable[int]) -> NDArray[np.float32]:
    """How strong the pain is (n,): spots at vertices, whole regions, and a saved drawing."""
    from atlas.anatomy import SideChoice
    from atlas.finder.drawing import Drawing
    from atlas.store.drawings import DrawingError, load_drawing
    from atlas.surface.brush import Brush

    model = edition.model
    drawing = Drawing(model.fine_vertices)
    if given.drawing is not None:
        try:
            for vertex, weight in load_drawing(given.drawing, model.fine_vertices).items():
                drawing.weights[vertex] = weight
        except DrawingError as error:
            raise CommandError(str(error)) from None
    mesh = model.mesh(fine=True)
    brush = Brush(mesh.points, model.fine_skin_quads)
    for vertex in vertices:
        drawing.paint(*brush.reach(vertex, mesh.points[vertex], SPOT_CM))
    for name in filter(None, (part.strip() for part in given.regions.split(","))):
        if name not in edition.library.regions:
            raise CommandError(f"there is no region '{name}'{meant(name, edition.library.regions)}")
        mask = Drawing.mask(edition.region_field(name), model.fine_vertices)
        for side in SideChoice(given.side).sides:
            drawing.fill(_sided(mask, side, model.fine_mirror))
    return drawing.weights


def _sided(mask: NDArray[np.float32], side: Side, mirror: NDArray[np.int32]) -> NDArray[np.float32]:
    from atlas.anatomy import Side

    return mask if side is Side.RIGHT else mask[mirror]


def told(edition: Edition, weights: NDArray[np.float32]) -> dict[str, object]:
    """The whole answer to a drawing, as plain data."""
    from atlas.finder.cover import smallest_covers
    from atlas.finder.flags import raised, region_shares
    from atlas.finder.ranking import painted, rank
    from atlas.finder.reasons import reason, sentence

    index, library, tiling = edition.pain_index(), edition.library, edition.regions
    answers = rank(index, weights)
    rivals = rank(edition.rival_index(), weights)
    shares = region_shares(tiling, index.areas, weights)
    return {
        "painted_cm2": round(float(index.areas[painted(weights)].sum()), 1),
        "red_flags": [flag.id for flag in raised(edition.pain_words.flags.values(), shares, ())],
        "answers": [
            {
                "rank": number + 1,
                "muscle": answer.candidate.muscle,
                "trigger_point": answer.candidate.point,
                "side": answer.candidate.side.value,
                "score": round(answer.score, 4),
                "explained": round(answer.explained, 4),
                "essential": round(answer.essential, 4),
                "unpainted": round(answer.unpainted, 4),
                "overlap": round(answer.overlap, 4),
                "reason": sentence(reason(index, tiling, weights, answer.number), library.regions),
            }
            for number, answer in enumerate(answers[:_MOST])
        ],
        "sets": [
            {
                "muscles": [{"muscle": m.muscle, "side": m.side.value} for m in cover.muscles],
                "explained": round(cover.explained, 4),
            }
            for cover in smallest_covers(index, weights)
        ],
        "rivals": [
            {
                "rival": answer.candidate.muscle,
                "side": answer.candidate.side.value,
                "explained": round(answer.explained, 4),
                "overlap": round(answer.overlap, 4),
            }
            for answer in rivals[:10]
        ],
    }


def print_ranking(edition: Edition, weights: NDArray[np.float32], *, as_json: bool) -> int:
    """Print the answer; 0, or 2 where nothing is painted."""
    from atlas.finder.ranking import painted

    if not len(painted(weights)):
        raise CommandError("nothing hurts: name a point, a region or a drawing")
    found = told(edition, weights)
    if as_json:
        print(json.dumps(found, indent=1))
        return 0
    print(f"{found['painted_cm2']} cm2 painted")
    flags = found["red_flags"]
    assert isinstance(flags, list)
    if flags:
        print(f"ask first: {', '.join(flags)}")
    answers = found["answers"]
    assert isinstance(answers, list)
    for answer in answers:
        print(
            f"{answer['rank']:3} {answer['score']:.2f} {answer['muscle']} {answer['trigger_point']} {answer['side']}: "
            f"{answer['reason']}"
        )
    return 0
