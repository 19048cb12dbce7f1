"""The page of the learning window: text that loads nothing but the atlas' own pages and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from atlas.ui.theme import current

_LONGEST_LINE = 75  # characters
_MOST_HITS = 200
_SIDE = 32
_Kind = QTextDocument.ResourceType


class LearnView(QTextBrowser):
    """Shows one page; Qt keeps the way back and forward, and the place on each page.

    Every link is given to `asked` as its kind and target; none is opened by Qt itself.
    """

    asked = Signal(QUrl)
    """The link that was clicked or taken by key."""
    arrived = Signal()
    """Another page is shown, or the same one anew."""

    def __init__(self, html: Callable[[str], str], picture: Callable[[str], QImage | None], parent: QWidget) -> None:
        """Prepare a view.

        Args:
            html: Gives the page of a slug.
            picture: Gives the picture of an address, None for an address that the page does not have.
            parent: The window.
        """
        super().__init__(parent)
        self._html, self._picture = html, picture
        self._slug = ""
        self._marked: list[QTextCursor] = []
        self._kept: set[str] = set()
        self.setAccessibleName("Page")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self.asked)
        self.sourceChanged.connect(self._arrive)

    @property
    def slug(self) -> str:
        """The slug of the page that is shown, empty before the first."""
        return self._slug

    def _arrive(self, url: QUrl) -> None:
        # `source()` itself still tells the page before.
        self._slug = url.path()
        self.arrived.emit()

    def show_page(self, slug: str) -> None:
        """Go on to a page."""
        self.setSource(QUrl(f"page:{slug}"), _Kind.HtmlResource)

    def renew(self, *, keep_place: bool) -> None:
        """Write the page again: in another theme, or in its other version."""
        bar = self.verticalScrollBar()
        place = bar.value() if keep_place else 0
        self.reload()
        bar.setValue(place)

    def put_picture(self, address: str, image: QImage) -> None:
        """Show a picture that has been made meanwhile, in the place that was kept for it."""
        self._kept.add(address)
        self.document().addResource(_Kind.ImageResource.value, QUrl(address), image)
        self.viewport().update()

    def forget_pictures(self) -> None:
        """Ask anew for every picture: a document keeps what it was given, even when its text is written again."""
        for address in self._kept:
            self.document().addResource(_Kind.ImageResource.value, QUrl(address), None)
        self._kept.clear()

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 -- Qt's name
        """A page of the atlas or a picture of the page that is shown; nothing else, from nowhere else."""
        url = QUrl(name)
        if kind == _Kind.HtmlResource.value and url.scheme() == "page":
            return self._html(url.path())
        if kind == _Kind.ImageResource.value and url.scheme() == "plate":
            return self._picture(url.toString(QUrl.ComponentFormattingOption.FullyEncoded)) or ""
        return ""

    def mark(self, words: list[str]) -> None:
        """Mark these words wherever they begin a word; none takes the marks away."""
        looks = QTextCharFormat()
        looks.setBackground(QColor(current().selected))
        marked: list[QTextEdit.ExtraSelection] = []
        self._marked = list(self._found(words))
        for cursor in self._marked:
            here = QTextEdit.ExtraSelection()
            # Plain attributes of the binding, which its types leave out.
            setattr(here, "cursor", cursor)  # noqa: B010
            setattr(here, "format", looks)  # noqa: B010
            marked.append(here)
        self.setExtraSelections(marked)

    def reveal(self) -> None:
        """Scroll to the first marked place that is not seen at the page's top anyway."""
        if self._marked:
            first = min(self._marked, key=QTextCursor.selectionStart)
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.cursorRect(first).top() - self.viewport().height() // 3)

    def _found(self, words: list[str]) -> Iterator[QTextCursor]:
        document = self.document()
        for word in words:
            cursor = document.find(word, 0)
            for _ in range(_MOST_HITS):
                if cursor.isNull():
                    break
                before = document.characterAt(cursor.selectionStart() - 1) if cursor.selectionStart() else " "
                if not before.isalnum():
                    yield QTextCursor(cursor)
                cursor = document.find(word, cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines under 75 characters, in the middle of a wide window."""
        letter = self.fontMetrics().horizontalAdvance("abcdefghijklmnopqrstuvwxyz etaoin") / 33
        spare = max(self.width() - 2 * _SIDE - round(letter * _LONGEST_LINE), 0)
        self.setViewportMargins(_SIDE + spare // 2, 12, _SIDE + spare - spare // 2 - 12, 0)
        super().resizeEvent(event)
