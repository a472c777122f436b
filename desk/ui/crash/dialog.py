"""The report of a run that ended badly: every word of it is read here before it goes anywhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desk.crash import CrashReport
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.crash.words import when_text
from desk.ui.preview.files import ask_save, write_file
from desk.ui.style import px
from desk.ui.trouble.ways import Ways
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.text import Label

_LINES = 14


class CrashDialog(Dialog):
    """The exact text; saved, deleted, or kept for a month."""

    def __init__(self, ways: Ways, report: CrashReport) -> None:
        title = _("Report: {when}").format(when=when_text(report, ways.clock()))
        super().__init__(title, size="wide")
        self.ways, self.report = ways, report
        self.text = QPlainTextEdit(report.text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LINES + px(16))
        advice = _(
            "This is all that the program kept: where in the program it happened, and the versions."
            " No names, nothing that was typed. Nothing is sent anywhere; after a month it is gone."
        )
        self.outcome = Label(role="small", tone="danger", wrap=True)
        self.outcome.hide()
        for widget in (Label(advice, tone="ink2", wrap=True), self.text, self.outcome):
            self.body.addWidget(widget)
        self.delete = Button(_("Delete"), kind="danger-outline")
        self.save = Button(_("Save as…"))
        self.close_it = Button(_("Close"), kind="primary")
        for button in (self.delete, self.save, self.close_it):
            self.buttons.addWidget(button)
        self.delete.clicked.connect(self._delete)
        self.save.clicked.connect(self._ask)
        self.close_it.clicked.connect(self.leave)
        ways.mark_read(report)

    def start_focus(self) -> QWidget:
        """Closing changes nothing."""
        return self.close_it

    def save_to(self, path: Path) -> None:
        """Write the very text that is shown."""
        try:
            write_file(path, self.report.text.encode("utf-8"))
        except DeskError as error:
            self._say(error_text(error), "danger")
            return
        self._say(_("Saved: {name}").format(name=path.name), "ok")

    def _ask(self) -> None:
        kinds = [_("Text (*.txt)")]
        ask_save(self, _("Save the report"), self.report.path.name, kinds, self.save_to)

    def _say(self, text: str, tone: str) -> None:
        self.outcome.set_tone(tone)
        self.outcome.setText(text)
        self.outcome.show()

    def _delete(self) -> None:
        self.ways.delete_crash(self.report)
        self.finish("deleted")
