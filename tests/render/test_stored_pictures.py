"""Pictures against stored ones, with a tolerance. Set ATLAS_STORE_PICTURES=1 to store them anew, and look at them."""

import os
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread, imsave
from numpy.typing import NDArray

from atlas.anatomy import Depth, SideChoice
from atlas.edition import Edition
from atlas.handout.figure import composed
from atlas.render.layers import Dress
from atlas.render.plate import Extras, plate, plate_of
from atlas.render.shade import PLAIN_LOOK, still
from atlas.render.views import named, whole_body

FOLDER = Path(__file__).parent.parent / "pictures"
CASES = {
    "infraspinatus-auto": ("infraspinatus", "TrP1", "male", "auto"),
    "gastrocnemius-back": ("gastrocnemius", None, "female", "back"),
    "trapezius-upper-head": ("trapezius-upper", "TrP1", "male-old", "head"),
    "soleus-foot": ("soleus", "TrP1", "female-slight", "foot"),
}
# Of 255: other versions of numpy may round a shade, nothing more.
MEAN_TOLERANCE = 0.6


def drawn(edition: Edition, muscle: str, point: str | None, body: str, view: str) -> NDArray[np.uint8]:
    scene = edition.scene(body)
    # Another story may have left the body clothed.
    scene.look = PLAIN_LOOK
    shown = scene.show(edition.pattern(muscle), point, SideChoice.RIGHT, edition.library.muscles[muscle].depth)
    if view == "auto":
        look = scene.best_view(shown)
    else:
        look = whole_body(scene.fine, 180) if view == "back" else named(scene.fine, view)
    return composed(plate(scene, look.camera(240, 320), shown))


LAYERED = ("pectoralis-major", "pectoralis-minor", "rectus-abdominis", "deltoid", "rectus-femoris", "tibialis-anterior")


def test_the_muscles_are_drawn_as_before(edition: Edition) -> None:
    """A few muscles of two layers with their names, the one that lies below shown where the other leaves it free."""
    scene, muscles = edition.scene("female"), edition.library.muscles
    musculature = scene.musculature([(edition.pattern(name), muscles[name].depth) for name in LAYERED])
    seen = still(scene.fine, whole_body(scene.fine, 0).camera(240, 320), smooth_edge=True)
    extras = Extras(unit=0.5, names={name: muscles[name].name for name in LAYERED})
    made = plate_of(scene, Dress(musculature, Depth.SUPERFICIAL).on(seen), None, extras)
    assert {name.muscle for name in made.names} == set(LAYERED) - {"pectoralis-minor"}
    _is_stored("muscles-front", composed(made))


@pytest.mark.parametrize("name", CASES)
def test_the_picture_is_the_stored_one(edition: Edition, name: str) -> None:
    _is_stored(name, drawn(edition, *CASES[name]))


def _is_stored(name: str, picture: NDArray[np.uint8]) -> None:
    file = FOLDER / f"{name}.png"
    if os.environ.get("ATLAS_STORE_PICTURES"):
        imsave(file, picture)
    stored = (imread(file)[..., :3] * 255).round().astype(int)
    difference = np.abs(picture.astype(int) - stored)
    assert difference.mean() < MEAN_TOLERANCE
    assert (difference.max(axis=2) > 60).mean() < 0.002
