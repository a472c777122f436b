"""One record of a person's request: each row to be ticked, read, or put right."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, Signal

from desk.domain.held import HeldField, HeldRecord
from desk.i18n import _
from desk.services.env import Env
from desk.services.person_request_paper import record_title
from desk.services.retention_clocks import DRAFT
from desk.ui.person_request.texts import field_remark, field_text, found_by
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow, switch_on
from desk.ui.widgets.layout import ScrollColumn, Surface, clear, column
from desk.ui.widgets.text import Label


class RecordPane(ScrollColumn):
    """The rows of the chosen record.

    Signals:
        ticked(object, bool): a row's id, and whether it is part of the answer or the erasure.
        wrong(object): a `HeldField` that is to be put right.
    """

    ticked = Signal(object, bool)
    wrong = Signal(object)

    def __init__(self, env: Env) -> None:
        super().__init__(gap=10, margins=(16, 12, 16, 12))
        self._env = env
        self.checks: dict[UUID, CheckRow] = {}
        self.corrections: dict[UUID, Button] = {}

    def show_record(self, record: HeldRecord | None, ticked: set[UUID]) -> None:
        """Show another record; None for none."""
        clear(self.column)
        self.checks, self.corrections = {}, {}
        if record is None:
            return
        self.column.addWidget(Label(record_title(record), role="heading", wrap=True))
        self.column.addWidget(Label(found_by(record), role="small", tone="ink2", wrap=True))
        if not record.sure:
            self.column.addWidget(Label(_others(), role="small", tone="warn", wrap=True))
        for field in record.fields:
            self.column.addWidget(self._box(record, field, field.row_id in ticked))
        self.column.addStretch(1)

    def _box(self, record: HeldRecord, field: HeldField, on: bool) -> Surface:
        box = Surface("box")
        lines = column(box, gap=4, margins=(12, 8, 12, 8))
        check = CheckRow(field_text(self._env, field), field_remark(field))
        switch_on(check, on)
        check.toggled.connect(self._teller(field.row_id))
        self.checks[field.row_id] = check
        lines.addWidget(check)
        if record.kind != DRAFT:
            button = Button(_("Put right…"), kind="link")
            button.clicked.connect(lambda: self.wrong.emit(field))
            self.corrections[field.row_id] = button
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _teller(self, row_id: UUID) -> Callable[[bool], None]:
        return lambda on: self.ticked.emit(row_id, on)


def _others() -> str:
    return _("Others may be named here too. Tick only what is about the person who asks.")
