"""The learning pages: Markdown files in a folder `learn/`, two versions of each, and every fault of their words.

A file is named `<slug>.patient.md` or `<slug>.clinician.md`. It begins with front matter (title, order, summary)
between two lines of `---`; its text follows as plain CommonMark (atlas.data.markdown).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from atlas.data.faults import Fault, did_you_mean, listed, quoted
from atlas.data.folders import is_folder, present
from atlas.data.library import Library, content_folder
from atlas.data.markdown import Mention
from atlas.data.page_file import PageFile, read_page_file
from atlas.data.page_text import Audience, Page, Pages
from atlas.data.rawtext import MAX_FAULTS

__all__ = ["LEARN", "Audience", "Page", "Pages", "read_pages"]

LEARN = "learn"
_SUFFIX = ".md"
_NAME = re.compile(rf"([a-z0-9]+(?:-[a-z0-9]+)*)\.({'|'.join(Audience)})\.md")
_ARTICLE = {Audience.PATIENT: "for patients", Audience.CLINICIAN: "for clinicians"}


def read_pages(library: Library, folder: Path | None = None) -> Pages:
    """Read the pages of a folder; of the library's own, or the atlas' where it has none, if none is named.

    Never raises. A page that cannot be read or has no title is left out; of other pages, that which is wrong. Where
    the atlas' own pages stand in for a folder's, no fault of them is told: it is no news about that folder.
    """
    own = library.folder / LEARN
    if folder is not None or present(own):
        folder, foreign = folder or own, False
    else:
        folder, foreign = content_folder() / LEARN, True
    if not present(folder):
        return Pages((), ())
    paths, faults = _paths(folder)
    files = [read_page_file(*each) for each in paths]
    names = _Names(library, {file.slug for file in files})
    for file in files:
        names.check(file)
    _check_versions(files)
    _check_orders(files)
    every = [*faults, *[fault for file in files for fault in listed(file.faults, MAX_FAULTS)]]
    every.sort(key=lambda fault: (fault.path, fault.line, fault.column))
    pages = [file.page for file in files if file.page is not None]
    pages.sort(key=lambda page: (page.order, page.slug, page.audience))
    return Pages(tuple(pages), () if foreign else tuple(every))


def _paths(folder: Path) -> tuple[list[tuple[Path, str, Audience]], list[Fault]]:
    """The pages' files with slug and audience, in order, and what is wrong with the folder."""
    found: list[tuple[Path, str, Audience]] = []
    faults: list[Fault] = []
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        return [], [Fault(folder, 1, 1, f"cannot be read: {error.strerror or error}")]
    for entry in entries:
        name = _NAME.fullmatch(entry.name)
        if name:
            # Anything of that name, even a folder: reading it says what it is.
            found.append((entry, name.group(1), Audience(name.group(2))))
        elif entry.suffix.lower() == _SUFFIX and not is_folder(entry):
            faults.append(Fault(entry, 1, 1, "is not read: a page is named such as 'self-care.patient.md'"))
        else:
            faults.append(Fault(entry, 1, 1, f"is not read: only pages, whose names end in '{_SUFFIX}', belong here"))
    return found, faults


class _Names:
    """What pages may name."""

    def __init__(self, library: Library, slugs: Iterable[str]) -> None:
        self._muscles = library.muscles
        # A muscle whose own file is broken is not unknown, nor is a page.
        broken = {fault.path.stem for fault in library.errors}
        self._known = {
            "muscle": {*library.muscles, *broken},
            "page": set(slugs),
            "source": set(library.sources),
        }
        self._messages: dict[tuple[str, str], str] = {}

    def check(self, file: PageFile) -> None:
        """Report the names that there are not."""
        for mention in file.mentions:
            message = self._complaint(mention)
            if message:
                file.complain(mention.line, mention.column, message)
            if len(file.faults) > MAX_FAULTS:
                # Looking for the nearest name takes milliseconds, and a broken file may hold thousands.
                file.complain(mention.line, mention.column, "not all faults from here on are listed")
                return

    def _complaint(self, mention: Mention) -> str:
        name = mention.name
        if mention.kind != "point":
            known = self._known[mention.kind]
            if name in known:
                return ""
            # One unknown name often stands in many places.
            said = (mention.kind, name)
            if said not in self._messages:
                self._messages[said] = f"unknown {mention.kind} {quoted(name)}{did_you_mean(name, known)}"
            return self._messages[said]
        muscle = self._muscles.get(mention.of)
        if muscle is None or muscle.point(name) is not None:
            return ""
        points = ", ".join(point.id for point in muscle.trigger_points)
        return f"{muscle.id} has no point {quoted(name)}: it has {points}"


def _check_versions(files: list[PageFile]) -> None:
    there = {(file.slug, file.audience) for file in files}
    for file in files:
        for audience in Audience:
            if (file.slug, audience) not in there:
                missing = f"{file.slug}.{audience}{_SUFFIX}"
                file.complain(1, 1, f"the version {_ARTICLE[audience]} is missing: {quoted(missing)}")


def _check_orders(files: list[PageFile]) -> None:
    """Two pages may not have one place in the list, nor one page two."""
    first: dict[int, PageFile] = {}
    places: defaultdict[str, dict[int, PageFile]] = defaultdict(dict)
    for file in files:
        if file.page is None:
            continue
        order = file.page.order
        taken = first.setdefault(order, file)
        mine = places[file.slug]
        if taken.slug != file.slug:
            file.complain(*file.where("order"), f"the order {order} is taken already, by {taken.path.name}")
        elif mine and order not in mine:
            other = next(iter(mine.values()))
            file.complain(*file.where("order"), f"the order {order} is not that of {other.path.name}")
        mine.setdefault(order, file)
