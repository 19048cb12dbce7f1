"""What the commands share."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from atlas.store.paths import pattern_folder

if TYPE_CHECKING:
    from atlas.anatomy import Muscle
    from atlas.edition import Edition

PROGRAM = "trigger-point-atlas"

# argparse has no public name for what add_subparsers returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


class CommandError(Exception):
    """What a command was asked for cannot be done; the message says why in plain words."""


def open_edition() -> Edition:
    """The atlas' own dataset on the body, with the user's cache of patterns."""
    from atlas.edition import Edition

    return Edition.open(cache_folder=pattern_folder())


def muscle_of(edition: Edition, name: str) -> Muscle:
    """A muscle by its id."""
    muscle = edition.library.muscles.get(name)
    if muscle is None:
        raise CommandError(f"there is no muscle '{name}'{meant(name, edition.library.muscles)}")
    return muscle


def meant(name: str, names: Iterable[str]) -> str:
    """A question after the nearest name, or nothing."""
    near = difflib.get_close_matches(name, list(names), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
