"""The pictures and scans of one report."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QImage,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.attachment import Attachment, CleanFile, CopyPurpose
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentAction
from desk.domain.roles import RIGHTS, Right
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import annex, attachments
from desk.services.incident_list import gathered
from desk.services.incidents import IncidentDetail
from desk.ui.attachments.child import Source
from desk.ui.attachments.cleaner import Cleaner
from desk.ui.attachments.forms import AddDialog, CopyDialog, DetachDialog
from desk.ui.attachments.texts import ENDINGS, about_text, file_row, kind_text
from desk.ui.attachments.viewer import FileView
from desk.ui.context import Context
from desk.ui.incidents.annex import open_annex_of
from desk.ui.preview.files import ask_open, ask_save, dropped_file, write_file
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import row
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.text import Label

_TALL = 220


def open_files(context: Context, detail: IncidentDetail) -> FilesDialog:
    """Open the pictures and scans of a report."""
    dialog = FilesDialog(context, detail)
    context.open(dialog)
    return dialog


class FilesDialog(Dialog):
    """The list, and what can be done with each; a file can be dropped here, a picture pasted."""

    def __init__(self, context: Context, detail: IncidentDetail) -> None:
        title = _("Pictures and scans: {number}").format(number=detail.incident.number)
        super().__init__(title, size="wide", allowed=frozenset({"card", "lock"}))
        self.context, self.detail = context, detail
        self._id: UUID = detail.incident.id
        self._cleaner: Cleaner | None = None
        self._meant: Attachment | None = None
        self._target = Path()
        self._may_seal = False
        self.list = RowList(title, number_width=0, enter_opens=True)
        self.list.setMinimumHeight(px(_TALL))
        self.empty = EmptyState()
        self.state = Label(wrap=True)
        self.cancel = Button(_("Cancel"))
        self.add_file = Button(_("Add…"), key="Ctrl+O")
        self.look = Button(_("Look"), kind="primary", key="Enter")
        self.copy = Button(_("Save a copy…"))
        self.remove = Button(_("Take out…"))
        self.close_now = Button(_("Close"), key="Esc")
        self._build()
        self._connect()
        self._read(detail)
        context.read(annex.is_possible, done=self._know_holders)

    def start_focus(self) -> QWidget:
        """The list, or adding the first."""
        return self.list if self.files else self.add_file

    @property
    def files(self) -> tuple[Attachment, ...]:
        """All of the report, those that were taken out too."""
        return self.detail.handling.attachments

    @property
    def chosen(self) -> Attachment | None:
        """The one chosen in the list."""
        key = self.list.key()
        return next((file for file in self.files if str(file.id) == key), None)

    @property
    def may_add(self) -> bool:
        """Whether anything can be added now."""
        return IncidentAction.ATTACH in self.detail.allowed

    def add(self, source: Source) -> None:
        """Look at a chosen file beside the work; what it shows is asked for afterwards."""
        if not self.may_add or self._cleaner is not None:
            return
        limits = self.context.env.policy.attachments
        name = source.name if isinstance(source, Path) else _("the picture")
        self._busy(_("Looking at {name}…").format(name=name))
        self._cleaner = Cleaner(self, source, limits, self._cleaned, self._refused)

    def paste(self) -> None:
        """What the clipboard holds: a picture, or a file that was copied."""
        data = QGuiApplication.clipboard().mimeData()
        path = dropped_file(data)
        if path is not None:
            self.add(path)
            return
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self._say(_("There is no picture on the clipboard."), "warn")
            return
        self._busy(_("Looking at {name}…").format(name=_("the picture")))
        self.context.runner.work(lambda: _as_png(image), self.add, self._refused)

    def stop(self) -> None:
        """Leave off looking at a file; nothing was added."""
        if self._cleaner is not None:
            self._cleaner.stop()
            self._cleaner = None
            self._say(_("Nothing was added."), "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here."""
        if self.may_add and dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first file dropped is added."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.add(path)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed half-way: the file is not needed any more."""
        if self._cleaner is not None:
            self._cleaner.stop()
            self._cleaner = None
        super().hideEvent(event)

    def _build(self) -> None:
        self.setAcceptDrops(True)
        hint = _(
            "For damage, papers and screens. Not for photographing people: ask for the camera's"
            " recording instead, under “Police and recording”."
        )
        self.body.addWidget(Label(hint, "small", "ink2", wrap=True))
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.list)
        self.body.addWidget(holder, 1)
        line = row(gap=8)
        line.addWidget(self.state, 1)
        line.addWidget(self.cancel)
        self.body.addLayout(line)
        stays = self.cancel.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.cancel.setSizePolicy(stays)
        self.cancel.hide()
        for button in (self.add_file, self.remove, self.copy, self.close_now, self.look):
            self.buttons.addWidget(button)

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _key: self._offer())
        self.list.opened.connect(lambda _key: self._look())
        self.add_file.clicked.connect(self._ask_file)
        self.cancel.clicked.connect(self.stop)
        self.look.clicked.connect(self._look)
        self.copy.clicked.connect(self._ask_copy)
        self.remove.clicked.connect(self._ask_remove)
        self.close_now.clicked.connect(self.leave)
        keys = {
            QKeySequence(QKeySequence.StandardKey.Paste): self.paste,
            QKeySequence("Ctrl+O"): self._ask_file,
            QKeySequence("Delete"): self._ask_remove,
        }
        for key, act in keys.items():
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _know_holders(self, there_are: bool) -> None:
        self._may_seal = there_are

    def _read(self, detail: IncidentDetail) -> None:
        self.detail = detail
        known = len(self.list.rows.rows())
        self.list.set_rows([file_row(one, detail.texts, detail.names) for one in self.files])
        advice = _("Choose a file, drop it here, or press Ctrl+V for a copied picture.")
        ended = _("The report has ended: nothing can be added any more.")
        self.empty.set(_("No pictures or scans"), advice if self.may_add else ended)
        self._pages.setCurrentWidget(self.list if self.files else self.empty)
        if len(self.files) > known:
            self.list.choose(str(self.files[-1].id))
        self._offer()
        if self.context.overlay.top() is self:
            self.start_focus().setFocus()

    def _offer(self) -> None:
        file, actor = self.chosen, self.context.actor
        leads = Right.ACKNOWLEDGE_INCIDENT in RIGHTS[actor.role]
        seen = file is not None and not file.destroyed and (leads or not file.removed)
        removable = (
            file is not None
            and IncidentAction.DETACH in self.detail.allowed
            and attachments.may_remove(self.detail.incident, file, actor)
        )
        self.add_file.setVisible(self.may_add)
        self.look.setVisible(seen)
        self.copy.setVisible(seen and leads and file is not None and not file.sealed)
        self.remove.setVisible(removable)

    def _busy(self, text: str) -> None:
        self._say(text, "ink2")
        self.cancel.show()
        self.cancel.setFocus()
        self.add_file.setEnabled(False)

    def _say(self, text: str, tone: str) -> None:
        self.state.setText(text)
        self.state.set_tone(tone)
        self.add_file.setEnabled(True)
        if self.cancel.hasFocus():
            self.start_focus().setFocus()
        self.cancel.hide()

    def _refused(self, error: DeskError) -> None:
        self._cleaner = None
        self._say(error_text(error), "danger")

    def _ask_file(self) -> None:
        if self.may_add and self._cleaner is None:
            kinds = [_("Pictures and PDF (*.jpg *.jpeg *.png *.webp *.pdf)"), _("All files (*)")]
            ask_open(self, _("Choose a picture or a scan"), kinds, self.add)

    def _cleaned(self, made: CleanFile) -> None:
        self._cleaner = None
        self._say("", "")
        dialog = AddDialog(made, may_seal=self._may_seal)
        dialog.closed.connect(self._add)
        self.context.open(dialog)

    def _add(self, values: object) -> None:
        if isinstance(values, tuple):
            made, about, names_people = values
            self.context.write(
                attachments.attach,
                self._id,
                made,
                about,
                names_people=names_people,
                done=self._added,
                failed=self._refused,
            )

    def _added(self, _incident: object) -> None:
        self._changed(_("It was added."))

    def _removed(self, _incident: object) -> None:
        self._changed(_("It was taken out."))

    def _changed(self, said: str) -> None:
        self._say(said, "ok")
        actor, key = self.context.actor, self._id
        self.context.runner.read(
            lambda reader: gathered(reader, actor, key), self._read, kind="attachments.again"
        )

    def _look(self) -> None:
        file = self.chosen
        if file is None or not self.look.isVisibleTo(self):
            return
        if file.sealed:
            self._look_sealed()
            return
        self._meant = file
        self.context.write(
            attachments.look, self._id, file.id, done=self._show, failed=self._refused
        )

    def _look_sealed(self) -> None:
        """Head and deputy open the sealed part; nobody else does."""
        if Right.OPEN_ANNEX in RIGHTS[self.context.actor.role]:
            self.finish(None)
            open_annex_of(self.context, self._id)
        else:
            self._refused(DeskError("attachment.sealed"))

    def _show(self, data: bytes) -> None:
        file = self._meant
        assert file is not None
        title, about = kind_text(file, file.size), about_text(file, self.detail.texts)
        self.context.open(FileView(self.context, title, about, file.kind, data))

    def _ask_copy(self) -> None:
        dialog = CopyDialog()
        dialog.closed.connect(self._choose_place)
        self.context.open(dialog)

    def _choose_place(self, purpose: object) -> None:
        file = self.chosen
        if file is None or not isinstance(purpose, CopyPurpose):
            return
        ending = ENDINGS[file.kind]
        name = f"{self.detail.incident.number}-{self.files.index(file) + 1}.{ending}"
        ask_save(
            self,
            _("Save a copy"),
            name,
            [f"{file.kind.value.upper()} (*.{ending})"],
            lambda path: self.save_to(path, file, purpose),
        )

    def save_to(self, path: Path, file: Attachment, purpose: CopyPurpose) -> None:
        """Log the copy, then write it."""
        self._target = path
        self.context.write(
            attachments.copy, self._id, file.id, purpose, done=self._write, failed=self._refused
        )

    def _write(self, data: bytes) -> None:
        path = self._target

        def write() -> str:
            write_file(path, data)
            return path.name

        self.context.runner.work(write, self._written, self._refused)

    def _written(self, name: str) -> None:
        self._say(_("Saved: {name}").format(name=name), "ok")

    def _ask_remove(self) -> None:
        file = self.chosen
        if file is None or not self.remove.isVisibleTo(self):
            return
        dialog = DetachDialog(kind_text(file, file.size))
        dialog.closed.connect(lambda values: self._remove(file, values))
        self.context.open(dialog)

    def _remove(self, file: Attachment, values: object) -> None:
        if isinstance(values, tuple):
            why, destroy = values
            self.context.write(
                attachments.detach,
                self._id,
                file.id,
                why,
                destroy=destroy,
                done=self._removed,
                failed=self._refused,
            )


def _as_png(image: QImage) -> bytes:
    """The clipboard's picture as a file; off the window's thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
