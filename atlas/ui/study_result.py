"""What came of a sitting: an exam's result with its sheet, or what was done today."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from atlas.study.exam_sheet import ExamQuestion, ExamResult
from atlas.ui.notes_html import page_html
from atlas.ui.theme import current


class ResultPage(QWidget):
    """Shows a result; `closed` when it was read."""

    closed = Signal()
    sheet_asked = Signal(str)
    """The path for the sheet as PDF."""
    muscle_asked = Signal(str, str)
    """A muscle and its trigger point, which may be empty, that are to be shown in the atlas."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.result: ExamResult | None = None
        self.title, self.state = QLabel(self), QLabel(self)
        self.title.setProperty("look", "display")
        self.state.setProperty("look", "soft")
        self.state.setWordWrap(True)
        self.page = QTextBrowser(self)
        self.page.setOpenLinks(False)
        self.page.setAccessibleName("Result")
        self.page.anchorClicked.connect(self._follow)
        self.sheet_button, self.close_button = QPushButton("Result sheet as PDF…", self), QPushButton("Done", self)
        self.close_button.setDefault(True)
        self.sheet_button.clicked.connect(self._save)
        self.close_button.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.addWidget(self.state, 1)
        buttons.addWidget(self.sheet_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.page, 1)
        layout.addLayout(buttons)

    def show_result(self, result: ExamResult, *, exam: bool, later: str = "") -> None:
        """Show what came of it; `later` says when the next card comes."""
        self.result = result
        count = len(result.questions)
        right = sum(each.right for each in result.questions)
        self.title.setText(f"{result.score:.0%}" if exam else "Done for now" if later else "Done for today")
        self.sheet_button.setVisible(exam)
        self.state.setText(later)
        left = f", {result.unanswered} not answered" if result.unanswered else ""
        words = f"{right} of {count} right{left}, in {max(1, round(result.minutes))} min."
        words = words if count else "Nothing was asked."
        kinds = "".join(
            f"<tr><td>{escape(kind)}</td><td align='right'>{sum(q.right for q in asked)} of {len(asked)}</td></tr>"
            for kind, asked in result.by_kind().items()
        )
        wrong = "".join(_wrong(each) for each in result.questions if not each.right)
        parts = [f"<p>{words}</p>", f"<table cellpadding='4'>{kinds}</table>" if count else ""]
        parts += [f"<h2>To look at again</h2>{wrong}"] if wrong else []
        self.page.setHtml(page_html("".join(parts), current()))
        self.close_button.setFocus()

    def _follow(self, link: QUrl) -> None:
        muscle, _, point = link.path().partition("/")
        self.muscle_asked.emit(muscle, point)

    def _save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save the result sheet", "exam.pdf", "PDF (*.pdf)")
        if path:
            self.sheet_asked.emit(path if path.lower().endswith(".pdf") else f"{path}.pdf")


def _wrong(question: ExamQuestion) -> str:
    given = f"You: {escape(question.answered)}" if question.answered else "Not answered"
    lines = [f"<span class='soft'>{given}</span>", escape(question.correct)]
    lines += [escape(question.why)] if question.why else []
    if question.muscle:
        lines.append(f"<a href='muscle:{escape(question.muscle)}/{escape(question.point)}'>Show it in the atlas</a>")
    return f"<h3>{escape(question.question)}</h3><p>{'<br>'.join(lines)}</p>"
