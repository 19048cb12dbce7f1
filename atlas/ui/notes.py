"""The notes pane: a muscle's trigger points to choose from, and everything that its file says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from atlas.anatomy import Muscle, Source
from atlas.ui.flow import FlowLayout
from atlas.ui.notes_html import SECTIONS, message_html, notes_html, page_html
from atlas.ui.theme import current

_LONGEST_LINE = 75  # characters


class Notes(QWidget):
    """Shows one muscle. The page has the width of 75 characters at most, however wide the pane is."""

    muscle_chosen = Signal(str)
    """The id of another muscle that a link leads to."""

    page_asked = Signal(str)
    """The slug of a page to read."""
    point_chosen = Signal(str)
    """The id of the trigger point to show alone; an empty text for the whole muscle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._muscle: Muscle | None = None
        self._point = ""
        self._muscles: Mapping[str, Muscle] = {}
        self._sources: Mapping[str, Source] = {}
        self._body = ""
        self._message = ("", "")
        self.page = _Page(self)
        self.page.anchorClicked.connect(self._follow)
        self.points = _Buttons("Trigger points", "chip", self)
        self.points.chosen.connect(self.point_chosen)
        self.jumps = _Buttons("Parts of the notes", "jump", self)
        self.jumps.chosen.connect(self.page.scrollToAnchor)
        self.jumps.fill(SECTIONS)
        self._rule = QFrame(self)
        self._rule.setProperty("look", "rule")
        self._lay_out()
        self.show_message("Choose a muscle", "Choose one in the list, or a knot on the body.")

    def show_muscle(
        self,
        muscle: Muscle,
        point_id: str,
        muscles: Mapping[str, Muscle],
        sources: Mapping[str, Source],
    ) -> None:
        """Show a muscle, or one of its trigger points; the same muscle keeps its place on the page.

        Args:
            muscle: The muscle.
            point_id: The trigger point that is shown alone, or an empty text.
            muscles: Every muscle by id, for the links to others.
            sources: Every source by key.
        """
        same = self._muscle is not None and self._muscle.id == muscle.id and self._point == point_id
        self._muscle, self._point = muscle, point_id
        self._muscles, self._sources = muscles, sources
        if len(muscle.trigger_points) > 1:
            names = [("", "Whole muscle"), *((point.id, point.id) for point in muscle.trigger_points)]
            self.points.fill(names, {point.id: point.name for point in muscle.trigger_points})
        else:
            self.points.fill(())
        self.points.mark(point_id if muscle.point(point_id) is not None else "")
        self._show_bars(visible=True)
        self._render(keep_place=same)

    def show_message(self, title: str, text: str) -> None:
        """Say one thing instead: nothing is chosen, something is being read, something failed."""
        self._muscle = None
        self._message, self._body = (title, text), ""
        self._show_bars(visible=False)
        self._render(keep_place=False)

    def show_page(self, body: str) -> None:
        """Show a page of its own, its body in the notes' HTML."""
        self._muscle = None
        self._body = body
        self._show_bars(visible=False)
        self._render(keep_place=False)

    def jump_to(self, section: str) -> None:
        """Scroll to a part of the page, by its name in `SECTIONS`."""
        self.page.scrollToAnchor(section)

    def changeEvent(self, event: QEvent) -> None:
        """Write the page again in the new theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_rule"):
            self._render(keep_place=True)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(18, 12, 12, 8)
        head.setSpacing(6)
        head.addWidget(self.points)
        head.addWidget(self.jumps)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._rule)
        layout.addWidget(self.page, 1)
        self.setFocusProxy(self.page)

    def _show_bars(self, *, visible: bool) -> None:
        self.points.setVisible(visible and self.points.count() > 0)
        self.jumps.setVisible(visible)
        self._rule.setVisible(visible)

    def _render(self, *, keep_place: bool) -> None:
        bar = self.page.verticalScrollBar()
        place = bar.value() if keep_place else 0
        if self._muscle is None and self._body:
            self.page.setHtml(page_html(self._body, current()))
        elif self._muscle is None:
            self.page.setHtml(message_html(*self._message, current()))
        else:
            self.page.setHtml(notes_html(self._muscle, self._point, self._muscles, self._sources, current()))
        bar.setValue(place)

    def _follow(self, url: QUrl) -> None:
        kind, _, rest = url.toString(QUrl.ComponentFormattingOption.FullyEncoded).partition(":")
        target = unquote(rest)
        if kind == "point":
            self.point_chosen.emit(target)
        elif kind == "muscle" and target in self._muscles:
            self.muscle_chosen.emit(target)
        elif kind == "page":
            self.page_asked.emit(target)
        elif kind == "source":
            self.page.scrollToAnchor(f"source-{quote(target, safe='')}")


class _Page(QTextBrowser):
    """Text that loads nothing and opens nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Notes")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 -- Qt's name
        """Nothing, whatever the page asks for: notes have no pictures, and the atlas is offline."""
        del kind, name
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines under 75 characters by growing the right margin."""
        self._set_margins()
        super().resizeEvent(event)

    def _set_margins(self) -> None:
        left, least = 18, 14
        letter = self.fontMetrics().horizontalAdvance("abcdefghijklmnopqrstuvwxyz etaoin") / 33
        widest = round(letter * _LONGEST_LINE)
        spare = self.width() - left - least - widest
        self.setViewportMargins(left, 8, least + max(spare, 0), 8)


class _Buttons(QWidget):
    """A flow of small buttons, of which at most one is chosen."""

    chosen = Signal(str)

    def __init__(self, name: str, look: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._look = look
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._flow = FlowLayout(self, 6 if look == "chip" else 2, 6 if look == "chip" else 0)

    def fill(self, names: Iterable[tuple[str, str]], tips: Mapping[str, str] | None = None) -> None:
        """Offer these: an id and a text each; unchanged ones are left alone."""
        wanted = dict(names)
        if {key: button.text() for key, button in self._buttons.items()} != wanted:
            for button in self._buttons.values():
                self._flow.removeWidget(button)
                # Gone at once: it is deleted only when the event loop comes round.
                button.hide()
                button.deleteLater()
            self._buttons = {key: self._button(key, text) for key, text in wanted.items()}
        for key, tip in (tips or {}).items():
            self._buttons[key].setToolTip(tip)
            self._buttons[key].setAccessibleName(f"{key}, {tip}")
        self.updateGeometry()

    def count(self) -> int:
        """How many buttons there are."""
        return len(self._buttons)

    def button(self, key: str) -> QPushButton:
        """The button of an id."""
        return self._buttons[key]

    def mark(self, key: str) -> None:
        """Show an id as the chosen one."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def _button(self, key: str, text: str) -> QPushButton:
        button = QPushButton(self)
        button.setText(text)
        button.setProperty("look", self._look)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMinimumHeight(26)
        button.setAutoDefault(False)
        if self._look == "chip":
            button.setCheckable(True)
            self._group.addButton(button)
        button.clicked.connect(lambda: self.chosen.emit(key))
        self._flow.addWidget(button)
        button.show()
        return button
