"""The page for the patient: what stands on it at the left, the page itself at the right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from atlas.edition import Edition
from atlas.finder.search import NameSearch
from atlas.handout.paper import MOST_PICKS, Paper, Pick, Section, Sheet
from atlas.store.settings import Settings
from atlas.ui import theme
from atlas.ui.selection import Selection
from atlas.ui.typist import Typist

_SECTIONS = {
    Section.EXPLAIN: "What is behind it",
    Section.SELF_CARE: "What to do at home",
    Section.STRETCH: "The stretch",
}
_PAPERS = {Paper.A4: "A4", Paper.LETTER: "Letter"}
_REST_MS = 250
_PRINT_DPI = 300.0
# Scores of a name search: the whole name; a name rightly spelled; so like one that it is worth asking.
_WHOLE, _SPELLED, _LIKE = 98.0, 55.0, 45.0
# A muscle that fits so much better than the next one is meant.
_CLEARLY = 15.0


class HandoutDialog(QDialog):
    """Asks what shall stand on the page, shows it, and saves or prints it.

    The clinic's name and logo, paper and print size are remembered; nothing else is.
    """

    crashed = Signal(str)
    """The traceback of what should not have happened."""

    def __init__(
        self, edition: Edition, settings: Settings, picks: Sequence[Pick], selection: Selection, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._edition, self._settings = edition, settings
        self._side, self._body = selection.side, selection.body
        self.picks = list(dict.fromkeys(picks))[:MOST_PICKS]
        self._page: QImage | None = None
        self._asked = False
        self._printer: QPrinter | None = None
        self._search = NameSearch(tuple(edition.library.muscles.values()))
        self.setWindowTitle("Hand out a page")
        self.typist = Typist(edition, self)
        self.chips = QVBoxLayout()
        self.another = QLineEdit(self)
        self.sections = {each: QCheckBox(words, self) for each, words in _SECTIONS.items()}
        self.lines = QPlainTextEdit(self)
        self.clinic, self.logo = QLineEdit(settings.clinic, self), QLineEdit(settings.logo, self)
        self.dated, self.large = QCheckBox("Today's date", self), QCheckBox("Large print", self)
        self.paper = QComboBox(self)
        self.page, self.state = QLabel(self), QLabel(self)
        self.save_button, self.print_button = QPushButton("Save…", self), QPushButton("Print…", self)
        self._due = QTimer(self, singleShot=True, interval=_REST_MS)
        self._fill()
        self._lay_out()
        self._connect()
        self._show_picks()
        self.renew()

    # ---- putting together --------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        completer = QCompleter(sorted(muscle.name for muscle in self._edition.library.muscles.values()), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.another.setCompleter(completer)
        self.another.setPlaceholderText("Add a muscle")
        self.another.setAccessibleName("Add a muscle")
        for check in self.sections.values():
            check.setChecked(True)
        for paper, words in _PAPERS.items():
            self.paper.addItem(words, paper)
        self.paper.setCurrentIndex(list(_PAPERS).index(Paper(self._settings.paper)))
        self.large.setChecked(self._settings.large_print)
        self.lines.setPlaceholderText("Your own lines for the patient. They are not kept.")
        self.lines.setAccessibleName("Own words")
        self.lines.setTabChangesFocus(True)
        self.lines.setFixedHeight(84)
        self.clinic.setPlaceholderText("Name of the clinic")
        self.logo.setPlaceholderText("No logo")

    def _lay_out(self) -> None:
        browse = QPushButton("Browse…", self)
        browse.clicked.connect(self._browse)
        logo = QHBoxLayout()
        logo.addWidget(self.logo, 1)
        logo.addWidget(browse)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("Muscles", self.chips)
        form.addRow("", self.another)
        for number, check in enumerate(self.sections.values()):
            form.addRow("With" if number == 0 else "", check)
        form.addRow("Own words", self.lines)
        form.addRow("Clinic", self.clinic)
        form.addRow("Logo", logo)
        form.addRow("", self.dated)
        form.addRow("Paper", self.paper)
        form.addRow("", self.large)
        self.state.setWordWrap(True)
        leave = QPushButton("Close", self)
        leave.clicked.connect(self.reject)
        # Return adds a muscle; it must not save the page meanwhile.
        for button in (leave, browse, self.print_button, self.save_button):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (leave, self.print_button, self.save_button):
            buttons.addWidget(button)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        left.addWidget(self.state)
        left.addLayout(buttons)
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setMinimumSize(380, 500)
        self.page.setWordWrap(True)
        self.page.setAccessibleName("The page as it will be")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(24)
        layout.addLayout(left, 2)
        layout.addWidget(self.page, 3)
        self.resize(1000, 760)

    def _connect(self) -> None:
        self._due.timeout.connect(self._ask)
        self.another.returnPressed.connect(self._add)
        self.another.completer().activated.connect(lambda _text: QTimer.singleShot(0, self._add))
        for check in (*self.sections.values(), self.dated, self.large):
            check.toggled.connect(self.renew)
        self.lines.textChanged.connect(self.renew)
        for field in (self.clinic, self.logo):
            field.textChanged.connect(self.renew)
        self.paper.currentIndexChanged.connect(self.renew)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print)
        self.typist.seen.connect(self._seen)
        self.typist.saved.connect(lambda path: self._tell(f"Saved to {path}."))
        self.typist.failed.connect(self._failed)
        self.typist.not_saved.connect(lambda why: self._tell(why, warning=True))
        self.typist.for_printer.connect(self._to_printer)
        self.typist.crashed.connect(self._crashed)

    # ---- what stands on the page -------------------------------------------------------------------------------------

    def _show_picks(self) -> None:
        while (item := self.chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                # Until it is gone it would stand in the dialog's corner.
                widget.hide()
                widget.deleteLater()
        for pick in self.picks:
            name = self._edition.library.muscles[pick.muscle].name
            chip = QPushButton(f"{name}{f', {pick.point}' if pick.point else ''}  ×", self)
            chip.setProperty("look", "chip")
            chip.setToolTip(f"Leave {name} out")
            chip.setAutoDefault(False)
            chip.setEnabled(len(self.picks) > 1)
            chip.clicked.connect(lambda _checked=False, each=pick: self.leave_out(each))
            self.chips.addWidget(chip)
        self.another.setVisible(len(self.picks) < MOST_PICKS)

    def add(self, pick: Pick) -> None:
        """Explain one more muscle, up to four."""
        if pick not in self.picks and len(self.picks) < MOST_PICKS:
            self.picks.append(pick)
            self._show_picks()
            self.renew()

    def leave_out(self, pick: Pick) -> None:
        """Explain one less."""
        if pick in self.picks and len(self.picks) > 1:
            self.picks.remove(pick)
            self._show_picks()
            self.renew()

    def _add(self) -> None:
        typed = self.another.text().strip()
        if not typed:
            return
        muscle, others = meant(self._search, typed)
        if muscle is None:
            names = " or ".join(self._edition.library.muscles[each].name for each in others)
            what = f"That may mean {names}." if names else "There is no muscle of that name."
            self._tell(f"{what} Take one that is offered.", warning=True)
            return
        self.another.clear()
        self.add(Pick(muscle))

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Logo", "", "Pictures (*.png)")
        if path:
            self.logo.setText(path)

    @property
    def _paper(self) -> Paper:
        # Qt gives back a plain text.
        return Paper(self.paper.currentData())

    @property
    def sheet(self) -> Sheet:
        """The page as it is asked for now."""
        today = QLocale().toString(QDate.currentDate(), "d MMMM yyyy")
        return Sheet(
            picks=tuple(self.picks),
            side=self._side,
            paper=self._paper,
            large=self.large.isChecked(),
            body=self._body,
            clinic=self.clinic.text().strip(),
            logo=Path(self.logo.text().strip()) if self.logo.text().strip() else None,
            lines=tuple(line for line in self.lines.toPlainText().splitlines() if line.strip()),
            date=today if self.dated.isChecked() else "",
            sections=tuple(each for each, check in self.sections.items() if check.isChecked()),
        )

    # ---- looking -----------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Make the page again once nothing more is changed."""
        self._due.start()
        self._tell("")

    @property
    def at_rest(self) -> bool:
        """True when the page is as it was asked for, or cannot be."""
        return not self._due.isActive() and not self._asked

    def _ask(self) -> None:
        if not self.picks:
            self._failed("Choose a muscle first.")
            return
        self._asked = True
        self.typist.show(self.sheet, 130.0)

    def _seen(self, image: QImage, told: str) -> None:
        self._asked = self._due.isActive()
        self._page = image
        self._tell(told, warning=True)
        for button in (self.save_button, self.print_button):
            button.setEnabled(True)
        self._show_page()

    def _failed(self, why: str) -> None:
        self._asked = False
        self._tell(why, warning=True)
        # The former page is not the one that was asked for.
        self._page = None
        self.page.setText(why)
        for button in (self.save_button, self.print_button):
            button.setEnabled(False)

    def _crashed(self, report: str) -> None:
        self._failed("The page could not be made.")
        self.crashed.emit(report)

    def _tell(self, text: str, *, warning: bool = False) -> None:
        """Say what happened, or what found no room, below the form."""
        tokens = theme.current()
        self.state.setStyleSheet(f"color: {tokens.warning if warning else tokens.text_soft}")
        self.state.setText(text)

    def _show_page(self) -> None:
        if self._page is None:
            if not self.page.text():
                self.page.setText("The page is being set.")
            return
        ratio = self.devicePixelRatioF()
        room = QSize(self.page.size() * ratio)
        smooth = Qt.TransformationMode.SmoothTransformation
        shown = QPixmap.fromImage(self._page.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        shown.setDevicePixelRatio(ratio)
        self.page.setPixmap(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page into its place."""
        super().resizeEvent(event)
        self._show_page()

    # ---- taking away -------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask for a file and write the page."""
        name = "-".join(pick.muscle for pick in self.picks)[:60]
        path, _ = QFileDialog.getSaveFileName(self, "Save the page", f"{name}.pdf", "Pages (*.pdf *.png)")
        if path:
            file = Path(path)
            self._tell("The page is being saved.")
            self.typist.save(self.sheet, file if file.suffix else file.with_suffix(".pdf"))

    def print(self) -> None:
        """Ask for a printer and print the page."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("Print the page")
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._printer = printer
            self._tell("The page goes to the printer.")
            self.typist.print(self.sheet, _PRINT_DPI)

    def _to_printer(self, image: QImage) -> None:
        if self._printer is None:
            return
        printer, self._printer = self._printer, None
        printer.setFullPage(True)
        painter = QPainter()
        if not painter.begin(printer):
            self._tell("The printer does not answer.", warning=True)
            return
        room = painter.viewport()
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(QPoint((room.width() - size.width()) // 2, 0), size), image)
        painter.end()
        self._tell("The page was given to the printer.")

    # ---- leaving -----------------------------------------------------------------------------------------------------

    def done(self, result: int) -> None:
        """Remember what belongs to the clinic."""
        settings = self._settings
        settings.clinic, settings.logo = self.clinic.text().strip(), self.logo.text().strip()
        settings.paper, settings.large_print = self._paper.value, self.large.isChecked()
        super().done(result)

    def shut(self) -> None:
        """End the thread."""
        self.typist.close()
        self.deleteLater()


def meant(search: NameSearch, text: str) -> tuple[str | None, list[str]]:
    """The id of the muscle that a typed name surely means, or None and up to three that it may mean."""
    hits = search.find(text)
    exact = [hit for hit in hits if hit.score >= _WHOLE]
    spelled = exact or [hit for hit in hits if hit.score >= _SPELLED]
    if len(spelled) == 1 or (len(spelled) > 1 and not exact and spelled[0].score >= spelled[1].score + _CLEARLY):
        return spelled[0].muscle, []
    return None, [hit.muscle for hit in spelled or hits if hit.score >= _LIKE][:3]
