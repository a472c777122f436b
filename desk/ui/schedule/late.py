"""The client called: will be late, and comes when?"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.board import ScheduleEntry
from desk.domain.clock import at_local
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.formats import time_text
from desk.i18n import _
from desk.services import appointments
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.booking.parsing import parse_time
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.layout import row
from desk.ui.widgets.text import Label

_LATER = (10, 15, 20, 30)


class LateDialog(Dialog):
    """Asks for the expected time; minutes after the slot are one click away."""

    def __init__(self, context: Context, entry: ScheduleEntry) -> None:
        super().__init__(_("Will be late"), size="narrow")
        self.context, self.entry = context, entry
        self.time = LineField(_("Expected at"))
        self._refusal = Label(tone="danger", wrap=True)
        self.save = Button(_("Note it"), kind="primary", key="Ctrl+Enter", guarded=True)
        who = entry.person.name if entry.person else entry.appointment.reference
        start = entry.appointment.start
        self.body.addWidget(Label(f"{time_text(start)} · {who}", "strong", wrap=True))
        self.body.addWidget(Label(_("Expected at"), "small", "ink2"))
        self.body.addWidget(self.time)
        self.body.addLayout(self._shortcuts(start))
        self.body.addWidget(self._refusal)
        self.buttons.addWidget(self.save)
        self._refusal.hide()
        self._use(start + timedelta(minutes=_LATER[1]))
        self.save.clicked.connect(self._save)
        confirm_with_ctrl_enter(self, self.save)

    def start_focus(self) -> QWidget:
        """The time, ready to be typed over."""
        self.time.selectAll()
        return self.time

    def _shortcuts(self, start: datetime) -> QHBoxLayout:
        line = row(gap=6)
        for minutes in _LATER:
            button = Button(_("+{minutes} min").format(minutes=minutes))
            button.clicked.connect(partial(self._use, start + timedelta(minutes=minutes)))
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _use(self, moment: datetime, _checked: bool = False) -> None:
        self.time.setText(time_text(moment))

    def _save(self) -> None:
        wall = parse_time(self.time.text())
        self.time.set_wrong(wall is None)
        if wall is None:
            self._refuse(_("Type a time, e.g. 10.45."))
            return
        item = self.entry.appointment
        self.context.write(
            appointments.notify_late,
            item.id,
            at_local(item.day, wall),
            done=self.finish,
            failed=self._failed,
        )

    def _failed(self, error: DeskError) -> None:
        self.time.set_wrong(True)
        self._refuse(error_text(error))

    def _refuse(self, text: str) -> None:
        self._refusal.setText(text)
        self._refusal.show()
