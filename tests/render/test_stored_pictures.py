"""Pictures against stored ones, with a tolerance. Set ATLAS_STORE_PICTURES=1 to store them anew, and look at them."""

import os
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread, imsave
from numpy.typing import NDArray

from atlas.anatomy import SideChoice
from atlas.edition import Edition
from atlas.handout.figure import composed
from atlas.render.plate import plate
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
    shown = scene.show(edition.pattern(muscle), point, SideChoice.RIGHT, edition.library.muscles[muscle].depth)
    if view == "auto":
        look = scene.best_view(shown)
    else:
        look = whole_body(scene.fine, 180) if view == "back" else named(scene.fine, view)
    return composed(plate(scene, look.camera(240, 320), shown))


@pytest.mark.parametrize("name", CASES)
def test_the_picture_is_the_stored_one(edition: Edition, name: str) -> None:
    picture = drawn(edition, *CASES[name])
    file = FOLDER / f"{name}.png"
    if os.environ.get("ATLAS_STORE_PICTURES"):
        imsave(file, picture)
    stored = (imread(file)[..., :3] * 255).round().astype(int)
    difference = np.abs(picture.astype(int) - stored)
    assert difference.mean() < MEAN_TOLERANCE
    assert (difference.max(axis=2) > 60).mean() < 0.002
