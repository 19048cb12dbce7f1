"""The learning window: pages on trigger points and dry needling, for patients and for clinicians."""

from __future__ import annotations

from urllib.parse import unquote

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from atlas.data.page_text import Audience, Page, Pages, Picture
from atlas.data.pages import read_pages
from atlas.edition import Edition
from atlas.finder.page_search import PageSearch
from atlas.finder.search import fold
from atlas.render.plate import Plate
from atlas.surface.body import FIRST_BODY
from atlas.ui import icons
from atlas.ui.learn_html import Shelf, learn_html, picture_address, source_anchor
from atlas.ui.learn_list import LearnList
from atlas.ui.learn_pictures import PICTURE, Illustrator, blank, painted
from atlas.ui.learn_view import LearnView
from atlas.ui.notes_html import message_html
from atlas.ui.theme import current

_TABS = {Audience.PATIENT: "For &patients", Audience.CLINICIAN: "For &clinicians"}
_KEYS = {Audience.PATIENT: "Ctrl+1", Audience.CLINICIAN: "Ctrl+2"}
_LIST_WIDTH = 270
# Plates are a megabyte each, four on a fine screen.
_MOST_PLATES = 24


class LearnWindow(QWidget):
    """A window of its own: the list of pages at the left, the page at the right.

    It reads the pages when it is made. Pictures are made in a thread, which ends when the window is closed.
    """

    muscle_asked = Signal(str)
    """The id of a muscle that a link or a picture leads to."""
    audience_chosen = Signal(str)
    """`patient` or `clinician`, when the reader asks for the other version."""
    crashed = Signal(str)
    """The traceback of what should not have happened."""

    def __init__(
        self,
        edition: Edition,
        parent: QWidget | None = None,
        *,
        pages: Pages | None = None,
        audience: Audience = Audience.PATIENT,
        body: str = FIRST_BODY,
    ) -> None:
        """Prepare the window.

        Args:
            edition: The dataset: muscles and sources that pages name, and what the pictures are made of.
            parent: The window that it belongs to.
            pages: The pages; those of the dataset where none are given.
            audience: For whom the first page is shown.
            body: The body that the pictures show.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Learn")
        self.setWindowIcon(icons.app_icon())
        self._edition, self._body = edition, body
        self._pages = read_pages(edition.library) if pages is None else pages
        self._audience = audience
        self._shelf = Shelf(self._pages, edition.library.muscles, edition.library.sources)
        self._searches = {each: PageSearch(self._pages.versions(each)) for each in Audience}
        self._illustrator: Illustrator | None = None
        self._pictures: dict[str, Picture] = {}
        self._plates: dict[str, Plate | None] = {}
        self._unit = 1.0
        self.list = LearnList(self)
        self.view = LearnView(self._page_html, self._picture, self)
        self.back, self.forward = QToolButton(self), QToolButton(self)
        self.tabs = {each: QPushButton(words, self) for each, words in _TABS.items()}
        self.minutes = QLabel(self)
        self._lay_out()
        self._connect()
        self._search("")
        self._show_first()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- putting together --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 8)
        head.setSpacing(6)
        for button, name, words, key in (
            (self.back, "back", "Back", "Alt+Left"),
            (self.forward, "forward", "Forward", "Alt+Right"),
        ):
            button.setIcon(icons.icon(name))
            button.setToolTip(f"{words} ({QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)})")
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setEnabled(False)
            head.addWidget(button)
        self.minutes.setProperty("look", "small")
        head.addSpacing(8)
        head.addWidget(self.minutes)
        head.addStretch(1)
        for audience, tab in self.tabs.items():
            tab.setCheckable(True)
            tab.setProperty("look", "chip")
            tab.setMinimumHeight(26)
            tab.setToolTip(QKeySequence(_KEYS[audience]).toString(QKeySequence.SequenceFormat.NativeText))
            tab.setChecked(audience is self._audience)
            group.addButton(tab)
            head.addWidget(tab)
        rule = QFrame(self)
        rule.setProperty("look", "rule")
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule)
        column.addWidget(self.view, 1)
        self._split(right)

    def _split(self, right: QWidget) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_LIST_WIDTH, 800])
        self.list.setMinimumWidth(190)
        # A picture and the margins beside it.
        right.setMinimumWidth(PICTURE.width() + 90)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)
        self.resize(1080, 820)

    def _connect(self) -> None:
        self.list.searched.connect(self._search)
        self.list.page_chosen.connect(self._open_listed)
        self.view.asked.connect(self._follow)
        self.view.arrived.connect(self._arrived)
        self.view.backwardAvailable.connect(self.back.setEnabled)
        self.view.forwardAvailable.connect(self.forward.setEnabled)
        self.back.clicked.connect(self.view.backward)
        self.forward.clicked.connect(self.view.forward)
        for audience, tab in self.tabs.items():
            tab.clicked.connect(lambda _checked=False, each=audience: self.choose_audience(each))
            self._key(_KEYS[audience], tab.click)
        self._key("Alt+Left", self.view.backward)
        self._key("Alt+Right", self.view.forward)
        for key in ("Ctrl+F", "/"):
            self._key(key, self.focus_search)
        self._key("Ctrl+W", self.close)
        self._key("Esc", self._leave)

    def _key(self, key: str, verb: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(verb)

    # ---- what is shown -----------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.page(self.view.slug, self._audience)

    @property
    def audience(self) -> Audience:
        """For whom pages are shown."""
        return self._audience

    @property
    def at_rest(self) -> bool:
        """True when every picture of the page is there."""
        return all(address in self._plates for address in self._pictures)

    def open_page(self, slug: str) -> None:
        """Show a page; nothing happens for a slug that there is not."""
        if self._pages.page(slug, self._audience) is not None:
            self.view.show_page(slug)

    def choose_audience(self, audience: Audience) -> None:
        """Show the pages as they are written for patients or for clinicians."""
        if audience is self._audience:
            return
        self._audience = audience
        self.tabs[audience].setChecked(True)
        self._search(self.list.field.text())
        if self.view.slug:
            self.view.renew(keep_place=False)
        self.audience_chosen.emit(audience.value)

    def focus_search(self) -> None:
        """Let the reader type what to look for."""
        self.list.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.field.selectAll()

    def _show_first(self) -> None:
        pages = self._pages.versions(self._audience)
        if pages:
            self.view.show_page(pages[0].slug)
        else:
            self.view.setHtml(message_html("No pages", "The dataset holds no pages to read.", current()))

    def _page_html(self, slug: str) -> str:
        page = self._pages.page(slug, self._audience)
        if page is None:
            return message_html("No such page", "The dataset does not hold this page.", current())
        # Before Qt asks for them.
        self.view.forget_pictures()
        self._pictures = {picture_address(picture): picture for picture in page.pictures}
        return learn_html(page, self._shelf, current(), (PICTURE.width(), PICTURE.height()))

    def _arrived(self) -> None:
        page = self.page
        if page is None:
            return
        self.list.mark(page.slug)
        self.setWindowTitle(f"{page.title} · Learn")
        self.minutes.setText("About a minute" if page.minutes == 1 else f"About {page.minutes} minutes")
        self._mark()
        self._ask_for_pictures()

    def _mark(self) -> None:
        self.view.mark(fold(self.list.field.text()).split())

    def _search(self, text: str) -> None:
        self.list.fill(self._searches[self._audience].find(text), self.view.slug)
        if self.view.slug:
            self._mark()

    def _open_listed(self, slug: str) -> None:
        self.open_page(slug)
        self.view.reveal()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, url: QUrl) -> None:
        kind, _, rest = url.toString(QUrl.ComponentFormattingOption.FullyEncoded).partition(":")
        target = unquote(rest)
        if kind == "muscle" and target in self._shelf.muscles:
            self.muscle_asked.emit(target)
        elif kind == "page":
            self.open_page(target)
        elif kind == "source":
            self.view.scrollToAnchor(source_anchor(target))

    # ---- pictures ----------------------------------------------------------------------------------------------------

    def _picture(self, address: str) -> QImage | None:
        """What to show at an address now; None for one that the page does not have."""
        if address not in self._pictures:
            return None
        ratio = self.devicePixelRatioF()
        if address not in self._plates:
            return blank("The picture is being made", current(), ratio)
        plate = self._plates[address]
        if plate is None:
            return blank("This picture cannot be made", current(), ratio)
        return painted(plate, current(), self._audience)

    def _ask_for_pictures(self) -> None:
        if not self.isVisible():
            return
        if self._unit != self.devicePixelRatioF():
            # The window has come to another screen, or to its first.
            self._unit = self.devicePixelRatioF()
            self._plates.clear()
        missing = [picture for address, picture in self._pictures.items() if address not in self._plates]
        if not missing:
            return
        if self._illustrator is None:
            self._illustrator = Illustrator(self._edition, self._body, self)
            self._illustrator.made.connect(self._made)
            self._illustrator.crashed.connect(self.crashed)
        self._illustrator.ask(missing, PICTURE * self._unit, self._unit)

    def _made(self, address: str, plate: Plate | None) -> None:
        while len(self._plates) >= _MOST_PLATES:
            del self._plates[next(iter(self._plates))]
        self._plates[address] = plate
        image = self._picture(address)
        if image is not None:
            self.view.put_picture(address, image)

    # ---- leaving -----------------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        """Escape gives up the search first, then the window."""
        if self.list.field.text():
            self.list.field.clear()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.close()

    def changeEvent(self, event: QEvent) -> None:
        """Write page and pictures again in the new theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "minutes") and self.view.slug:
            self.view.renew(keep_place=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the pictures that the page lacks."""
        super().showEvent(event)
        self._ask_for_pictures()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the thread finish what is in its hands; it begins anew when the window is opened again."""
        if self._illustrator is not None:
            self._illustrator.close()
            self._illustrator.deleteLater()
            self._illustrator = None
        super().closeEvent(event)
