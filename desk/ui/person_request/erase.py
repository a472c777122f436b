"""Granting an erasure: what goes, what stays and why, on what ground, confirmed by typing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.erasure import Ground
from desk.domain.errors import DeskError
from desk.domain.held import HeldField, HeldRecord
from desk.error_texts import error_text
from desk.i18n import _, ngettext
from desk.services import person_request_grant
from desk.services.person_request_paper import record_title
from desk.ui.context import Context
from desk.ui.erasing import eraser_of
from desk.ui.person_request.texts import GROUNDS, field_text, stays_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.text import Label


class EraseDialog(Dialog):
    """Closes with the number of erased rows.

    Args:
        records: those with a ticked row; rows: the ticked ones.
    """

    def __init__(
        self, context: Context, records: tuple[HeldRecord, ...], rows: Collection[UUID]
    ) -> None:
        super().__init__(_("Erase what is held about the person"), size="normal")
        self.context, self.records, self.rows = context, records, frozenset(rows)
        self.words = person_request_grant.confirm_words(records)
        self.ground, self.typed = Picker(_("Ground")), LineField()
        self.refused = Label(tone="danger", wrap=True)
        self.erase = Button(_("Erase for ever"), kind="danger", guarded=True, key="Ctrl+↵")
        self._build()
        self.erase.clicked.connect(self._erase)

    def start_focus(self) -> QWidget:
        """The ground comes first."""
        return self.ground

    def _build(self) -> None:
        going = [(record, field) for record, field in self._ticked() if field.stays is None]
        staying = [(record, field) for record, field in self._ticked() if field.stays is not None]
        self._list(_("This will be destroyed"), [self._line(*one) for one in going])
        self._list(_("This has to stay"), [self._staying(*one) for one in staying])
        grounds = [("", _("Choose…"))] + [(one.value, _(text)) for one, text in GROUNDS.items()]
        self.ground.set_items(grounds)
        question = _("To confirm, type {word}").format(word=" / ".join(self.words))
        self.typed.describe(question)
        for label, control in ((_("Ground"), self.ground), (question, self.typed)):
            self.body.addWidget(Label(label, role="small", tone="ink2", wrap=True))
            self.body.addWidget(control)
        self.body.addWidget(Label(_where_else(), role="small", tone="ink2", wrap=True))
        self.refused.hide()
        self.body.addWidget(self.refused)
        self.erase.setEnabled(bool(going))
        self.buttons.addWidget(self.erase)

    def _list(self, title: str, lines: list[str]) -> None:
        if lines:
            self.body.addWidget(Label(title, role="medium"))
            self.body.addWidget(Label("\n".join(lines), wrap=True))

    def _ticked(self) -> Iterator[tuple[HeldRecord, HeldField]]:
        for record in self.records:
            for field in record.fields:
                if field.row_id in self.rows:
                    yield record, field

    def _line(self, record: HeldRecord, field: HeldField) -> str:
        return f"• {record_title(record)}: {field_text(self.context.env, field)}"

    def _staying(self, record: HeldRecord, field: HeldField) -> str:
        reason = stays_text(field.stays) if field.stays else ""
        return f"{self._line(record, field)} ({reason})"

    def _erase(self) -> None:
        chosen = self.ground.key()
        if not chosen:
            self._failed(DeskError("erasure.ground_missing"))
            self.ground.setFocus()
            return
        self.context.write(
            person_request_grant.erase,
            self.records,
            Ground(chosen),
            self.typed.text(),
            self.rows,
            done=self._erased,
            failed=self._failed,
        )

    def _erased(self, count: int) -> None:
        said = ngettext("{n} entry erased", "{n} entries erased", count)
        self.context.say(said.format(n=count))
        eraser_of(self.context).settle()
        self.finish(count)

    def _failed(self, error: DeskError) -> None:
        self.refused.setText(error_text(error))
        self.refused.show()


def _where_else() -> str:
    return _(
        "It goes from this PC's backups too, and from the second place within a day. Paper,"
        " exported files and backups that were carried elsewhere have to be destroyed by hand."
    )
