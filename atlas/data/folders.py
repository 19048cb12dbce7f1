"""The YAML files of a folder."""

from __future__ import annotations

import os
from pathlib import Path

from atlas.data.faults import Fault

SUFFIX = ".yaml"


def present(path: Path) -> bool:
    """Whether there is anything of that name, be it a file, a folder or a link that leads nowhere."""
    return os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Whether it is a folder, or a link to one."""
    try:
        return path.is_dir()
    except OSError:
        return False


def yaml_files(folder: Path) -> tuple[list[Path], list[Fault]]:
    """The files under a folder whose names end in `.yaml`, in order, and what is wrong with the folder.

    Links to folders are followed, each folder is read once; names that begin with a dot are left out.
    """
    files: list[Path] = []
    faults: list[Fault] = []
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            status = here.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(entry for entry in here.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            faults.append(Fault(here, 1, 1, f"cannot be read: {error.strerror or error}"))
            continue
        except ValueError:
            faults.append(Fault(here, 1, 1, "is not the name of a folder"))
            continue
        for entry in entries:
            if entry.suffix == SUFFIX:
                # Anything of that name, even a folder: reading it says what it is.
                files.append(entry)
            elif entry.suffix.lower() in (SUFFIX, ".yml"):
                faults.append(Fault(entry, 1, 1, f"is not read: its name should end in '{SUFFIX}'"))
            elif is_folder(entry):
                waiting.append(entry)
    return sorted(files), faults
