"""Pages as a printer would print them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

# Pixels to a point of the page.
_SCALE = 1.5


def printed(path: Path) -> NDArray[np.uint8]:
    """The first page of a PDF, RGB (height, width, 3)."""
    document = PdfDocument(path)
    page = np.asarray(document[0].render(scale=_SCALE).to_pil().convert("RGB"))
    document.close()
    return page


def printed_pictures(path: Path) -> list[NDArray[np.uint8]]:
    """What is printed where the pictures of the first page lie, from left to right, RGB."""
    document = PdfDocument(path)
    height = document[0].get_size()[1]
    boxes = sorted(each.get_bounds() for each in document[0].get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
    document.close()
    page = printed(path)
    return [
        page[round(_SCALE * (height - top)) : round(_SCALE * (height - bottom)), round(_SCALE * x) : round(_SCALE * to)]
        for x, bottom, to, top in boxes
    ]
