"""What is wrong with the learning pages."""

from __future__ import annotations

from pathlib import Path

from atlas.data import Fault, Library
from atlas.data.faults import did_you_mean, quoted
from atlas.data.pages import read_pages
from atlas.render.views import NAMES


def page_faults(library: Library, folder: Path | None = None) -> list[Fault]:
    """Faults of the pages' words, and pictures that ask for a view that there is not; the folder as in `read_pages`."""
    pages = read_pages(library, folder)
    found = list(pages.faults)
    for page in pages.pages:
        if page.path.is_relative_to(folder or library.folder):
            for picture in page.pictures:
                if picture.view and picture.view not in NAMES:
                    message = f"there is no view {quoted(picture.view)}{did_you_mean(picture.view, NAMES)}"
                    found.append(Fault(page.path, picture.line, picture.column, message))
    return sorted(found, key=lambda fault: (fault.path, fault.line, fault.column))
