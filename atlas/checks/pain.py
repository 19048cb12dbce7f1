"""What is wrong with the rivals and the red flags."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.anatomy import Rival
from atlas.checks.places import region_shares, strays
from atlas.data import Fault
from atlas.edition import Edition
from atlas.surface.errors import PlaceError


def pain_faults(edition: Edition) -> list[Fault]:
    """Faults of the words, and of where the rivals' zones lie."""
    words = edition.pain_words
    found = list(words.faults)
    try:
        _ = edition.regions
    except PlaceError:
        # Said by `body_faults`, and no rival's own fault.
        return found
    for rival in words.rivals.values():
        for path, message in _rival_faults(edition, rival):
            document = words.files[rival.id]
            line, column = document.marks.value((rival.id, *path))
            found.append(Fault(document.path, line, column, message))
    return found


def _rival_faults(edition: Edition, rival: Rival) -> Iterator[tuple[tuple[str | int, ...], str]]:
    try:
        field, tiling = edition.rival_field(rival.id), edition.regions
    except PlaceError as error:
        yield ("zones",), str(error)
        return
    inside = field.vertices[field.values < 0]
    areas = edition.skin.geodesics.areas[inside]
    if not len(inside):
        yield ("zones",), "these zones hold no skin"
        return
    share = region_shares(tiling, inside, areas)
    for number, region in enumerate(rival.felt_in):
        if region in tiling.names and not share[tiling.names.index(region)] > 0:
            yield ("felt_in", number), f"the zones do not touch '{region}'"
    message = strays(tiling, share, rival.felt_in)
    if message:
        yield ("felt_in",), f"{message[0]} of the zones lies in regions that 'felt_in' does not name: {message[1]}"
