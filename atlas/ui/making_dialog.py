"""A dialog in which something is chosen and then made in a thread, with a bar and a way to give it up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget


class MakingDialog(QDialog):
    """A form, a line of words, a bar, Save and Close. Closing gives up first what is being made."""

    crashed = Signal(str)
    """The traceback of what should not have happened."""
    making_words = "It is being made."
    stopping_words = "It stops after this step."
    failed_words = "It could not be made."

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.state = QLabel(self)
        self.bar = QProgressBar(self)
        self.begin, self.leave = QPushButton("Save…", self), QPushButton("Close", self)
        self._making = False
        self.state.setWordWrap(True)
        self.state.setProperty("look", "soft")
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Room for what is said at the end: a dialog does not grow with its words.
        self.state.setMinimumHeight(3 * self.state.fontMetrics().lineSpacing())
        self.bar.hide()
        self.begin.setDefault(True)
        self.begin.clicked.connect(self.ask)
        self.leave.clicked.connect(self._leave)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(10)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(self.form)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)
        self.setMinimumWidth(460)

    @property
    def making(self) -> bool:
        """True while something is made."""
        return self._making

    def ask(self) -> None:
        """Ask for the file and begin."""
        raise NotImplementedError

    def give_up(self) -> None:
        """Tell the thread to stop soon."""
        raise NotImplementedError

    def started(self, steps: int) -> None:
        """Show that the work, of so many steps, has begun."""
        self._making = True
        self.begin.setEnabled(False)
        self.leave.setText("Cancel")
        self.bar.setRange(0, steps)
        self.bar.setValue(0)
        self.bar.show()
        self.state.setText(self.making_words)

    def rest(self, words: str) -> None:
        """Show that the work has ended, and with what."""
        self._making = False
        self.begin.setEnabled(True)
        self.leave.setText("Close")
        self.bar.hide()
        self.state.setText(words)

    def fail(self, report: str) -> None:
        """Take the traceback of a thread that fell."""
        self.rest(self.failed_words)
        self.crashed.emit(report)

    def _leave(self) -> None:
        if self.making:
            self.state.setText(self.stopping_words)
            self.give_up()
        else:
            self.accept()

    def reject(self) -> None:
        """Escape gives up the work first, then the dialog."""
        if self.making:
            self._leave()
        else:
            super().reject()
