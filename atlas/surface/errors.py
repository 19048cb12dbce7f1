"""What can be wrong with a place."""

from __future__ import annotations


class PlaceError(ValueError):
    """A place that cannot be found; the message says why in plain words."""
