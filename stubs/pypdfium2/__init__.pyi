# The part of pypdfium2 that the tests use.
from collections.abc import Iterator, Sequence
from os import PathLike

from PIL.Image import Image

class PdfObject:
    def get_bounds(self) -> tuple[float, float, float, float]: ...

class PdfBitmap:
    def to_pil(self) -> Image: ...

class PdfPage:
    def get_size(self) -> tuple[float, float]: ...
    def get_objects(self, filter: Sequence[int] | None = ...) -> Iterator[PdfObject]: ...  # noqa: A002
    def render(self, *, scale: float = ...) -> PdfBitmap: ...

class PdfDocument:
    def __init__(self, input: str | PathLike[str]) -> None: ...  # noqa: A002
    def __getitem__(self, index: int) -> PdfPage: ...
    def close(self) -> None: ...
