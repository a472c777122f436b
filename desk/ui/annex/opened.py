"""An annex that was opened: for two minutes, and not a moment longer than the window is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.annex import OpenedFile
from desk.domain.annex_paper import AnnexPaper
from desk.domain.roles import Actor
from desk.formats import datetime_text, seconds_text
from desk.i18n import _, ngettext, speaking
from desk.services import annex_paper
from desk.services.annex_open import OpenedAnnex
from desk.services.annex_paper import pairs_of, purpose_text, sealed_text
from desk.services.attachments import copy_sealed, look_sealed
from desk.services.env import Env
from desk.ui.attachments.texts import ENDINGS
from desk.ui.attachments.viewer import FileView
from desk.ui.context import Context
from desk.ui.duties.sheet import Sheet
from desk.ui.preview.child import OFFICIAL
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.preview.files import ask_save, write_file
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import row

OPEN_SECONDS = 120
_TALL = 220


class OpenedDialog(Dialog):
    """What was sealed, and who opened it before.

    It closes by itself, and when the window is locked, covered, folded or turned to a client.

    Args:
        words: what was typed to the purpose, for the paper.
        include: takes the annex into the answer to a person; None = nobody asks for that.
    """

    def __init__(
        self,
        context: Context,
        opened: OpenedAnnex,
        words: str,
        include: Callable[[OpenedAnnex], None] | None = None,
    ) -> None:
        title = _("Who it was: {number}").format(number=opened.number)
        super().__init__(title, size="normal", allowed=frozenset({"lock"}))
        self.context = context
        self._opened: OpenedAnnex | None = opened
        self._words, self._include = words, include
        self._meant: OpenedFile | None = None
        self._target = Path()
        self._preview: PreviewDialog | FileView | None = None
        self.sheet = Sheet(title, side=12)
        self.sheet.setMinimumHeight(px(_TALL))
        self.body.addWidget(self.sheet)
        self.paper = Button(_("On paper…"))
        self.take = Button(_("Include in the answer"), kind="primary")
        self.close_now = Button(_("Close"), key="Esc", kind="normal" if include else "primary")
        for button in (self.paper, self.take, self.close_now):
            self.buttons.addWidget(button)
        self.take.setVisible(include is not None)
        self.paper.clicked.connect(self._on_paper)
        self.take.clicked.connect(self._take)
        self.close_now.clicked.connect(self.leave)
        self.closing = QTimer(self)
        self.closing.setSingleShot(True)
        self.closing.setInterval(OPEN_SECONDS * 1000)
        self.closing.timeout.connect(self.wipe)
        self.closing.start()
        context.overlay.changed.connect(self._end_when_on_top)
        self._show(opened)

    def start_focus(self) -> QWidget:
        """Reading begins; Esc closes."""
        return self.sheet

    def wipe(self) -> None:
        """Nothing of it stays in the window, nor for screen readers; then the dialog goes."""
        self._opened, self._words, self._meant = None, "", None
        self.closing.stop()
        for label in self.sheet.findChildren(QLabel):  # they live on until the loop has the word
            label.clear()
            label.setAccessibleName("")
        self.sheet.wipe()
        QTimer.singleShot(0, self, self._end)

    def hideEvent(self, event: QHideEvent) -> None:
        """Locked, covered, folded or closed."""
        self.wipe()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Brought back with somebody's forms: there is nothing in it any more."""
        super().showEvent(event)
        if self._opened is None:
            self.wipe()

    def _end(self) -> None:
        if self._preview is not None and self.context.overlay.top() is self._preview:
            self._preview.finish(None)
        self._end_when_on_top()

    def _end_when_on_top(self) -> None:
        """Another dialog over it, a report of aggression for instance, is left alone."""
        if self._opened is None and self.context.overlay.top() is self:
            self.finish(None)

    def _show(self, opened: OpenedAnnex) -> None:
        until = seconds_text(opened.at + timedelta(seconds=OPEN_SECONDS))
        purpose = purpose_text(opened.purpose)
        said = _("Opened for: {purpose}. It closes by itself at {time}; the opening is logged.")
        self.sheet.text(said.format(purpose=purpose, time=until), "small", "ink2")
        for entry in opened.entries:
            self.sheet.section(sealed_text(opened, entry))
            self.sheet.pairs(list(pairs_of(entry.who)))
        for one in opened.files:
            self._offer_file(opened, one)
        if opened.locked:
            text = ngettext(
                "{n} more entry: its key is still to come.",
                "{n} more entries: their keys are still to come.",
                opened.locked,
            )
            self.sheet.text(text.format(n=opened.locked), tone="warn")
        if opened.lost:
            text = ngettext(
                "{n} more entry: its key is lost, nobody can read it. The rest is whole.",
                "{n} more entries: their keys are lost, nobody can read them. The rest is whole.",
                opened.lost,
            )
            self.sheet.text(text.format(n=opened.lost), tone="warn")
        if opened.damaged:
            text = ngettext(
                "{n} more entry was altered or damaged. The rest is as it was sealed.",
                "{n} more entries were altered or damaged. The rest is as it was sealed.",
                opened.damaged,
            )
            self.sheet.text(text.format(n=opened.damaged), tone="warn")
        if opened.openings:
            self.sheet.section(_("Opened before"))
            lines = [
                (datetime_text(one.at), _opening_text(opened.names.get(one.by, ""), one.why))
                for one in opened.openings
            ]
            self.sheet.pairs(lines)
        self.sheet.end()

    def _offer_file(self, opened: OpenedAnnex, one: OpenedFile) -> None:
        """A sealed picture or scan, looked at apart or copied out."""
        when = " · ".join((datetime_text(one.at), opened.names.get(one.by, "")))
        self.sheet.section(_("Picture or scan"), when)
        about = one.what.about or _("It was not said what it shows.")
        self.sheet.text(about)
        look = Button(text := _("Look"), name=f"{text}: {about}")
        look.clicked.connect(lambda: self._look_at(one))
        copy = Button(text := _("Save a copy…"), name=f"{text}: {about}")
        copy.clicked.connect(lambda: self._copy_out(one))
        line = row(gap=8)
        for button in (look, copy):
            line.addWidget(button)
        line.addStretch(1)
        self.sheet.lay(line)
        self.sheet.text(_("A copy leaves the protection for good."), "small", "warn")

    def _look_at(self, one: OpenedFile) -> None:
        if self._opened is not None:
            self._meant = one
            self.context.write(look_sealed, self._opened, one.what.file_id, done=self._show_file)

    def _show_file(self, data: bytes) -> None:
        one = self._meant
        if self._opened is None or one is None:  # it was closed meanwhile
            return
        title = _("Sealed picture or scan")
        self._open_preview(FileView(self.context, title, one.what.about, one.what.kind, data))

    def _copy_out(self, one: OpenedFile) -> None:
        opened = self._opened
        if opened is None:
            return

        def take(path: Path) -> None:
            self._target = path
            self.context.write(copy_sealed, opened, one.what.file_id, done=self._write_file)

        ending = ENDINGS[one.what.kind]
        kinds = [f"{ending.upper()} (*.{ending})"]
        ask_save(self, _("Save a copy"), f"{opened.number}.{ending}", kinds, take)

    def _write_file(self, data: bytes) -> None:
        path = self._target

        def write() -> str:
            write_file(path, data)
            return path.name

        self.context.runner.work(write, self._written, self.context.fail)

    def _written(self, name: str) -> None:
        self.context.say(_("Saved: {name}").format(name=name))

    def _on_paper(self) -> None:
        opened, words = self._opened, self._words
        if opened is None:
            return

        def gather(uow: Any, env: Env, actor: Actor) -> AnnexPaper:
            with speaking(OFFICIAL):
                return annex_paper.paper(uow, env, actor, opened, words)

        title = _("Sealed data on paper")
        preview = PreviewDialog(self.context, title, gather, f"{opened.number}-slegts")
        self._open_preview(preview)

    def _open_preview(self, preview: PreviewDialog | FileView) -> None:
        self._preview = preview
        preview.closed.connect(self._forget_preview)
        self.context.open(preview)

    def _forget_preview(self, _result: object) -> None:
        self._preview = None

    def _take(self) -> None:
        if self._opened is not None and self._include is not None:
            self._include(self._opened)
            self.leave()


def _opening_text(name: str, why: Any) -> str:
    return " · ".join(part for part in (name, purpose_text(why.purpose), why.words) if part)
