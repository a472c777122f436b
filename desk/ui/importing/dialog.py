"""Importing the day file: nothing changes before "Import"."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import import_day
from desk.services.dayfile.model import Covers
from desk.services.import_day import ImportResult, Preview
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.importing.pages import ChoosePage, PreviewPage, ResultPage
from desk.ui.preview.files import ask_open, dropped_file
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.empty import EmptyState


class ImportDialog(Dialog):
    """Choose, look, import, read what happened; closes with the ImportResult or None."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Import the day file"), size="full")
        self.context = context
        self.path: Path | None = None
        self.shown: Preview | None = None
        self.declared: Covers | None = None
        self._guarded = False
        self._mapping: dict[str, str] | None = None
        self.pages = QStackedWidget()
        self.choose, self.waiting = ChoosePage(), EmptyState()
        self._preview: PreviewPage | None = None
        for page in (self.choose, self.waiting):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self.other = Button(_("Another file…"))
        self.go = Button(_("Import"), kind="primary", key="Ctrl+Enter", guarded=True)
        self.buttons.addWidget(self.other)
        self.buttons.addWidget(self.go)
        self.setAcceptDrops(True)
        self._connect()
        self._turn_to(self.choose)

    @property
    def preview(self) -> PreviewPage:
        """What importing would do; made when there is a file to look at."""
        if self._preview is None:
            made = self._preview = PreviewPage()
            self.pages.addWidget(made)
            made.columns.changed.connect(self._mapped)
            made.cover.changed.connect(self._declare)
        return self._preview

    def start_focus(self) -> QWidget:
        """Choosing a file is the first thing."""
        return self.choose.choose

    def look_at(self, path: Path) -> None:
        """Read a file and show what importing it would do."""
        self.path, self.declared, self._mapping = path, None, None
        self._read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here too."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the dropped file."""
        if (path := dropped_file(event.mimeData())) is not None:
            self.look_at(path)

    def _connect(self) -> None:
        self.choose.chosen.connect(self.look_at)
        self.choose.browse.connect(self._browse)
        self.other.clicked.connect(self._begin_again)
        self.go.clicked.connect(self._import)
        confirm_with_ctrl_enter(self, self.go)

    def _turn_to(self, page: QWidget) -> None:
        looking = page is self._preview
        self.pages.setCurrentWidget(page)
        self.go.setVisible(looking)
        self.go.setEnabled(looking)
        self.other.setVisible(looking)

    def _browse(self) -> None:
        kinds = [_("Day files (*.csv *.ics *.txt)"), _("All files (*)")]
        ask_open(self, _("Choose the day file"), kinds, self.look_at)

    def _begin_again(self) -> None:
        self._turn_to(self.choose)
        self.choose.choose.setFocus()

    def _mapped(self) -> None:
        self._mapping = self.preview.columns.mapping()
        self._read()

    def _declare(self) -> None:
        site = self.shown.site if self.shown else self.context.actor.site
        self.declared = self.preview.cover.covers(site)
        self._read()

    def _read(self) -> None:
        assert self.path is not None
        if self.shown is None:
            self.waiting.set(_("Reading {name}…").format(name=self.path.name))
            self._turn_to(self.waiting)
        self.go.setEnabled(False)
        self.context.read(
            import_day.preview,
            self.path,
            self._mapping,
            self.declared,
            done=self._show,
            failed=self._unreadable,
            kind="import.preview",
        )

    def _show(self, shown: Preview) -> None:
        self.shown = shown
        self.go.setEnabled(True)
        first = self.pages.currentWidget() is not self._preview
        name = self.path.name if self.path else ""
        self.title.setText(_("Import the day file: {name}").format(name=name))
        self.preview.show_preview(shown)
        self.preview.cover.show_preview(shown, self.declared)
        self.preview.refusal.hide()
        self._turn_to(self.preview)
        guarded, self._guarded = self._guarded, shown.plan.needs_confirmation
        if self._guarded and not guarded:
            self.preview.cover.typed.setFocus()
        elif first:
            self.go.setFocus()

    def _unreadable(self, error: DeskError) -> None:
        self.shown = None
        self.choose.refusal.setText(error_text(error))
        self.choose.refusal.show()
        self._begin_again()

    def _import(self) -> None:
        assert self.shown is not None
        self.go.setEnabled(False)
        self.context.write(
            import_day.apply,
            self.shown,
            self.preview.cover.typed.text(),
            done=self._done,
            failed=self._refused,
        )

    def _refused(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        typed = self.preview.cover.typed
        wrong = error.code == "import.confirm_cancel"
        typed.set_wrong(wrong)
        if wrong:
            typed.setFocus()
        self.preview.refusal.setText(error_text(error))
        self.preview.refusal.show()

    def _done(self, result: ImportResult) -> None:
        assert self.shown is not None
        page = ResultPage(self.shown)
        self.pages.addWidget(page)
        self._turn_to(page)
        close = Button(_("Close"), kind="primary")
        close.clicked.connect(lambda: self.finish(result))
        self.buttons.addWidget(close)
        close.show()
        close.setFocus()


def bring_import(context: Context) -> None:
    """Open the import in steps, as a key does."""
    context.overlay.bring(lambda: ImportDialog(context), kind=ImportDialog)


def open_import(context: Context, path: Path | None = None) -> ImportDialog:
    """Open the import, with a file to look at when one was dropped."""
    dialog = ImportDialog(context)
    context.open(dialog)
    if path is not None:
        dialog.look_at(path)
    return dialog
