"""Booking by phone: one form, free slots beside it, warnings in it, never a refusal over hours."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desk.domain.appointment import Appointment
from desk.domain.board import SlotLoad
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.error_texts import error_text
from desk.formats import day_text, short_day_text, time_text
from desk.i18n import _
from desk.services import appointments, provisional, schedule
from desk.services.env import Env
from desk.services.provisional import Promise
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.booking.form import BookingFields
from desk.ui.booking.texts import made_text, promise_text
from desk.ui.context import Context
from desk.ui.slips.reminder import open_reminder
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import Surface, clear, column, row
from desk.ui.widgets.text import Label, SectionTitle

_PAUSE = 200
"""Milliseconds of quiet before free slots and warnings are read again."""


class BookingDialog(Dialog):
    """The form; closes with the booking, or None."""

    def __init__(
        self, context: Context, start: datetime | None = None, day: date | None = None
    ) -> None:
        super().__init__(_("Book by phone"), size="wide", parent=context.overlay)
        self.context = context
        self.warned: tuple[str, ...] = ()
        self._made = False
        today = local_day(context.env.clock())
        self.fields = BookingFields(context.pack, today, max(day or today, today))
        self.slots = ChoiceList(_("Free slots"), fit=False)
        self.warning = Surface("warn")
        self._warnings = Label(wrap=True)
        self._refusal = Label(tone="danger", wrap=True)
        self.promise = Label(role="small", wrap=True)
        self.book = Button(_("Book"), kind="primary", key="Ctrl+Enter", guarded=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._build()
        self._connect()
        if start is not None:
            self.fields.use_slot(start)
        self._look()

    def start_focus(self) -> QWidget:
        """The service comes first."""
        return self.fields.service

    def _build(self) -> None:
        sides = row(gap=20)
        left = column(gap=10)
        left.addWidget(self.fields)
        inside = column(self.warning, margins=(12, 10, 12, 10))
        inside.addWidget(Label(_("Nothing forbids it, but:"), "label", "warn"))
        inside.addWidget(self._warnings)
        left.addWidget(self.promise)
        left.addWidget(self.warning)
        left.addWidget(self._refusal)
        left.addStretch(1)
        right = column(gap=6)
        right.addWidget(SectionTitle(_("Next free slots")))
        self.slots.setMinimumHeight(px(380))
        right.addWidget(self.slots, 1)
        sides.addLayout(left, 3)
        sides.addLayout(right, 2)
        self.body.addLayout(sides)
        self.promise.hide()
        self.warning.hide()
        self._refusal.hide()
        self.buttons.addWidget(self.book)

    def _connect(self) -> None:
        self.fields.slot_changed.connect(self._timer.start)
        self._timer.timeout.connect(self._look)
        self.slots.chosen.connect(self._use_slot)
        self.book.clicked.connect(self._book)
        confirm_with_ctrl_enter(self, self.book)

    def _use_slot(self, key: str) -> None:
        if key:
            self.fields.use_slot(datetime.fromisoformat(key))

    def _look(self) -> None:
        """Read what is free, and what speaks against the slot typed."""
        fields, context = self.fields, self.context
        minutes = fields.length() or context.env.policy.slot_minutes
        context.read(
            schedule.free_slots,
            fields.first_day(),
            minutes,
            done=self._show_slots,
            kind="booking.slots",
        )
        wanted = fields.wanted()
        if wanted is None:
            self._show_warnings(())
            self._show_promise(Promise.OURS)
            return
        fields.clear_marks()
        self._refuse("")
        context.read(
            provisional.outlook,
            start=wanted.start,
            minutes=wanted.minutes,
            done=self._show_promise,
            kind="booking.promise",
        )
        context.read(
            appointments.warnings,
            start=wanted.start,
            minutes=wanted.minutes,
            service=wanted.service,
            done=self._show_warnings,
            kind="booking.warnings",
        )

    def _show_slots(self, slots: tuple[SlotLoad, ...]) -> None:
        if self._made:
            return
        wanted = self.fields.wanted()
        chosen = wanted.start.isoformat() if wanted else ""
        choices = [
            Choice(
                slot.start.isoformat(),
                f"{short_day_text(local_day(slot.start))} {time_text(slot.start)}",
                right=_("{free} free").format(free=slot.capacity - slot.taken),
            )
            for slot in slots
        ]
        known = chosen if any(choice.key == chosen for choice in choices) else ""
        self.slots.blockSignals(True)
        self.slots.set_choices(choices, chosen=known)
        self.slots.blockSignals(False)

    def _show_warnings(self, found: tuple[DeskError, ...]) -> None:
        if self._made:
            return
        self.warned = tuple(error.code for error in found)
        self._warnings.setText("\n".join(error_text(error) for error in found))
        self.warning.setVisible(bool(found))
        self.book.set_text(_("Book anyway") if found else _("Book"))

    def _show_promise(self, promise: Promise) -> None:
        """What the client can be told, before it is booked."""
        if self._made:
            return
        text, tone = promise_text(promise)
        self.promise.setText(text)
        self.promise.set_tone(tone)
        self.promise.setVisible(bool(text))

    def _book(self) -> None:
        wanted = self.fields.wanted()
        if wanted is None:
            missing = self.fields.mark_missing()
            if missing is not None:
                missing.setFocus()
            self._refuse(_("Day, time and minutes are needed, e.g. 24.11. and 10.45."))
            return
        self.fields.clear_marks()
        self.context.write(
            appointments.book,
            start=wanted.start,
            minutes=wanted.minutes,
            service=wanted.service,
            person=self.fields.person(),
            confirm_outside=bool(self.warned),
            done=self._booked,
            failed=self._failed,
        )

    def _failed(self, error: DeskError) -> None:
        """A warning that nobody has seen yet is shown as one; anything else is a refusal."""
        if error.code in appointments.WARNINGS:
            self._show_warnings((error,))
            return
        self.fields.mark(error.code)
        self._refuse(error_text(error))

    def _refuse(self, text: str) -> None:
        self._refusal.setText(text)
        self._refusal.setVisible(bool(text))

    def _booked(self, made: Appointment) -> None:
        """What to tell the client, large enough to read out."""
        self._timer.stop()
        self._made = True  # what is still being read comes too late
        clear(self.body)
        when = f"{day_text(made.day)}, {time_text(made.start)}"
        self.body.addWidget(Label(_("Booked. Tell the client:"), tone="ink2"))
        self.body.addWidget(Label(when, "title", wrap=True))
        number = _("Number {reference}").format(reference=made.reference)
        self.body.addWidget(Label(number, "heading"))
        self._said = Label(wrap=True)
        self.body.addWidget(self._said)
        self.body.addStretch(1)
        self.context.read(_promise, made, done=self._say_promise)
        self.book.setEnabled(False)
        self.book.hide()
        close = Button(_("Close"), kind="primary")
        close.clicked.connect(lambda: self.finish(made))
        reminder = Button(_("Reminder slip…"))
        reminder.clicked.connect(lambda: open_reminder(self.context, made))
        self.buttons.addWidget(reminder)
        self.buttons.addWidget(close)
        reminder.show()
        close.show()
        close.setFocus()
        self.context.say(_("Booked for {when}").format(when=when))

    def _say_promise(self, promise: Promise) -> None:
        """Whether it is certain: said with the words that the client needs."""
        text, tone = made_text(promise)
        self._said.setText(text)
        self._said.set_tone(tone)


def _promise(reader: Any, _env: Env, _actor: Actor, made: Appointment) -> Promise:
    return provisional.promise(reader, made)


def bring_booking(context: Context, day: date) -> None:
    """Open the form in steps, as a key does; what is typed meanwhile goes into it."""
    context.overlay.bring(lambda: BookingDialog(context, None, day), kind=BookingDialog)


def open_booking(
    context: Context, start: datetime | None = None, day: date | None = None
) -> BookingDialog:
    """Open the form, with a slot or a day filled in when one was pointed at."""
    dialog = BookingDialog(context, start, day)
    context.open(dialog)
    return dialog
