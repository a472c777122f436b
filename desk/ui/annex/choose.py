"""Sealed annexes while a person's request is answered: no search reaches them, a head chooses."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.annex import OpenPurpose
from desk.formats import datetime_text
from desk.i18n import _, ngettext
from desk.services.annex_open import Annexed
from desk.ui.annex.ask import Include, open_annex
from desk.ui.context import Context
from desk.ui.incidents.texts import KIND_TEXTS
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label

_TALL = 260


class ChooseAnnex(Dialog):
    """The incidents that have one, newest first; Enter opens one for the person's request."""

    def __init__(self, context: Context, found: Sequence[Annexed], include: Include) -> None:
        super().__init__(_("Sealed parts of incidents"), size="normal")
        self.context, self._include = context, include
        self.list = RowList(_("Incidents"), number_width=0, enter_opens=True)
        self.list.setMinimumHeight(px(_TALL))
        self.list.set_rows([_row(one) for one in found])
        self.go = Button(_("Open…"), kind="primary", key="↵")
        self.body.addWidget(Label(_advice(), tone="ink2", wrap=True))
        self.body.addWidget(self.list)
        self.buttons.addWidget(self.go)
        self.list.choose_first()
        self.list.opened.connect(self._open)
        self.go.clicked.connect(lambda: self._open(self.list.key()))

    def start_focus(self) -> QWidget:
        """Arrows choose."""
        return self.list

    def _open(self, key: str) -> None:
        if key:
            context, include = self.context, self._include
            self.finish(None)
            open_annex(context, UUID(key), purpose=OpenPurpose.PERSON, include=include)


def sealed_text(found: int, opened: int, *, may_open: bool) -> str:
    """What whoever answers a person is told of sealed annexes."""
    text = ngettext(
        "{n} incident has a sealed part with names, which no search reaches.",
        "{n} incidents have a sealed part with names, which no search reaches.",
        found,
    ).format(n=found)
    if not may_open:
        refusal = _("Only the branch head can open them.")
        return f"{text} {refusal}"
    if not opened:
        return text
    part = ngettext("{n} is part of the answer.", "{n} are part of the answer.", opened)
    return f"{text} {part.format(n=opened)}"


def _advice() -> str:
    return _(
        "Ask the person when and where it was. Opening is logged. Into the answer go name, contact"
        " and document; witnesses and what was written besides stay out."
    )


def _row(one: Annexed) -> Row:
    when = datetime_text(one.occurred_at)
    return Row(str(one.incident_id), one.number, _(KIND_TEXTS[one.kind]), right=when)
