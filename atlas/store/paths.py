"""The folders of this user. Nothing is made until something is written into it."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "trigger-point-atlas"


def config_folder() -> Path:
    """Where the settings are."""
    return _home_folder("config") or platformdirs.user_config_path(_NAME, appauthor=False)


def data_folder() -> Path:
    """Where the learners' answers are."""
    return _home_folder("data") or platformdirs.user_data_path(_NAME, appauthor=False)


def cache_folder() -> Path:
    """Where what can be computed again is kept."""
    return _home_folder("cache") or platformdirs.user_cache_path(_NAME, appauthor=False)


def pattern_folder() -> Path:
    """Where built patterns are kept."""
    return cache_folder() / "patterns"


def log_folder() -> Path:
    """Where the log of faults is."""
    return _home_folder("logs") or platformdirs.user_log_path(_NAME, appauthor=False)


def _home_folder(name: str) -> Path | None:
    """A folder under ATLAS_HOME, which keeps tests and portable copies to themselves."""
    home = os.environ.get("ATLAS_HOME", "").strip()
    return Path(home).expanduser().absolute() / name if home else None
