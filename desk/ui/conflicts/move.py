"""Another slot for one of two bookings: one of those that are free, chosen by its digit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.board import SlotLoad
from desk.domain.booking import Decided
from desk.domain.clock import local_day
from desk.formats import short_day_text, time_text
from desk.i18n import _
from desk.services import conflicts
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.text import Label


class MoveDialog(Dialog):
    """Closes with what was decided, or None."""

    def __init__(self, context: Context, conflict: UUID, booking: UUID) -> None:
        super().__init__(_("Another time"), size="narrow", parent=context.overlay)
        self.context, self._conflict, self._booking = context, conflict, booking
        self.slots = ChoiceList(_("Free slots"), fit=False)
        self.slots.setMinimumHeight(px(300))
        self.move_it = Button(_("Move"), kind="primary", key="Ctrl+Enter", guarded=True)
        self.body.addWidget(Label(_("Agree it with the client first."), tone="ink2", wrap=True))
        self.body.addWidget(self.slots, 1)
        self.buttons.addWidget(self.move_it)
        self.move_it.setEnabled(False)
        self.slots.chosen.connect(lambda key: self.move_it.setEnabled(bool(key)))
        self.move_it.clicked.connect(self._move)
        confirm_with_ctrl_enter(self, self.move_it)
        context.read(conflicts.offers, booking, done=self._show, kind="conflicts.offers")

    def start_focus(self) -> QWidget:
        """The free slots."""
        return self.slots

    def _show(self, offered: tuple[SlotLoad, ...]) -> None:
        self.slots.set_choices(
            [
                Choice(
                    slot.start.isoformat(),
                    f"{short_day_text(local_day(slot.start))} {time_text(slot.start)}",
                    right=_("{free} free").format(free=slot.capacity - slot.taken),
                )
                for slot in offered
            ]
        )

    def _move(self) -> None:
        key = self.slots.key()
        if key:
            self.context.write(
                conflicts.move,
                self._conflict,
                self._booking,
                datetime.fromisoformat(key),
                done=self._moved,
            )

    def _moved(self, decided: Decided) -> None:
        self.context.say(_("Moved. Headquarters get it with the next connection."))
        self.finish(decided)
