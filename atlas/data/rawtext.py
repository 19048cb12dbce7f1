"""From a file to its text: size, encoding and characters that have no business in it."""

from __future__ import annotations

import codecs
import re
import stat
import unicodedata
from pathlib import Path

from atlas.data.faults import Fault, listed

MAX_BYTES = 1_000_000
MAX_FAULTS = 100

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# Control characters but tab and line feed; line and paragraph separators; marks that reorder the text around
# them; a byte order mark inside; what is no character at all.
_PLAIN = bytes([*b"\n\r", *range(32, 127)])
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
# The same in a value: there a tab, too, has no business.
_FORBIDDEN_IN_VALUE = re.compile(_FORBIDDEN.pattern.replace("[\x00-\x08", "[\x00-\x09"))


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """A file that cannot be read as data at all; the last of its `faults` is what stopped the reading."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def unreadable(path: Path, line: int, column: int, message: str) -> Unreadable:
    """The error for one fault."""
    return Unreadable((Fault(path, line, column, message),))


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises Unreadable if it is no file, out of reach, or too large: then none is read."""
    try:
        status = path.stat()
        # A pipe or a device could keep the reader waiting, or never end.
        if not stat.S_ISREG(status.st_mode):
            raise unreadable(path, 1, 1, "is not a file")
        if status.st_size <= MAX_BYTES:
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            if len(data) <= MAX_BYTES:
                return data
    except OSError as error:
        raise unreadable(path, 1, 1, f"cannot be read: {error.strerror or error}") from None
    except ValueError:
        # A name with a NUL in it.
        raise unreadable(path, 1, 1, "is not the name of a file") from None
    size = max(status.st_size, MAX_BYTES + 1) / 1e6
    raise unreadable(path, 1, 1, f"the file is too large: {size:.1f} MB; the most is {MAX_BYTES / 1e6:g} MB")


def decoded(data: bytes, path: Path) -> tuple[str, list[Fault]]:
    """The text of a file, with a line feed at the end of each line, and the faults of single characters.

    Forbidden characters become spaces, so that every position stays. Raises Unreadable for another encoding
    than UTF-8 and for binary data.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise unreadable(path, 1, 1, f"the file is written in {name}; save it as UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    zero = data.find(b"\0")
    if zero >= 0:
        line, column = _position(data[:zero].decode("utf-8", "replace"))
        raise unreadable(path, line, column, "the file is not text: it holds a NUL byte")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _position(data[: error.start].decode("utf-8"))
        message = f"the file is not UTF-8 (byte 0x{data[error.start]:02X}); save it as UTF-8"
        raise unreadable(path, line, column, message) from None
    text = _with_line_feeds(text)
    # Nearly every text passes the first question, which is quick: what is not ASCII is little.
    if data.translate(None, _PLAIN).decode("utf-8").isprintable() or not _FORBIDDEN.search(text):
        return text, []
    found = list(_FORBIDDEN.finditer(text))
    faults = [
        Fault(path, *_position(text[: hit.start()]), _forbidden_message(hit.group())) for hit in found[:MAX_FAULTS]
    ]
    if len(found) > MAX_FAULTS:
        last = faults[-1]
        too_many = "the file holds so many control characters that it is hardly text"
        raise Unreadable((*listed(faults, MAX_FAULTS), Fault(path, last.line, last.column, too_many)))
    return _FORBIDDEN.sub(" ", text), faults


def forbidden_in_value(value: str) -> str | None:
    """What is wrong with the characters of a value, or None: an escape may have brought in any."""
    hit = _FORBIDDEN_IN_VALUE.search(value)
    return _forbidden_message(hit.group()) if hit else None


def _forbidden_message(character: str) -> str:
    name = unicodedata.name(character, "control character")
    label = "tab" if character == "\t" else name.lower()
    return f"the character U+{ord(character):04X} ({label}) is not allowed in the text"


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _position(before: str) -> tuple[int, int]:
    """Line and column, from 1, of the character that follows a text."""
    before = _with_line_feeds(before)
    return before.count("\n") + 1, len(before) - before.rfind("\n")
