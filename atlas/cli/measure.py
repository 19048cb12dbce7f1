"""What `bench` measures."""

from __future__ import annotations


def measure(*, as_json: bool) -> int:
    """Measure, print."""
    raise NotImplementedError(as_json)
