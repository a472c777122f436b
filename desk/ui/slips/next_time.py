"""The next-time slip: tick what was missing, say what comes next, print."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.appointment import Appointment
from desk.domain.clock import local_day
from desk.domain.roles import Actor
from desk.domain.slips import NextStep, PaperSize, Words
from desk.formats import day_text, time_text
from desk.i18n import _, language
from desk.services import paper_slips
from desk.services.env import Env
from desk.ui.booking.dialog import open_booking
from desk.ui.context import Context
from desk.ui.slips.common import GatherSized, SlipDialog
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.layout import row
from desk.ui.widgets.text import Label, SectionTitle


class NextTimeDialog(SlipDialog):
    """For one visit; nothing of it is kept beside the print itself."""

    def __init__(self, context: Context, visit_id: UUID, number: str) -> None:
        title = _("For the next time: {number}").format(number=number)
        super().__init__(context, title, number)
        self._visit = visit_id
        self._things: list[tuple[CheckRow, Words]] = []
        self._missing = SectionTitle(_("What was missing"))
        self.note = LineField(_("Something else"), _("Something else, as the client shall read it"))
        self.step = Picker(_("What comes next"))
        self.booking = Picker(_("Booked time"))
        self.book = Button(_("Book a time…"))
        self.named = CheckRow(_("Put the client's name on it"))
        self._build()
        context.read(_look, visit_id, done=self._show)

    def start_focus(self) -> QWidget:
        """What was missing, or the line to write it."""
        return self._things[0][0] if self._things else self.note

    def gatherer(self) -> GatherSized | None:
        """The slip as ticked."""
        ticked = tuple(words for check, words in self._things if check.isChecked())
        booking = UUID(self.booking.key()) if self.booking.key() else None
        step, note = NextStep(self.step.key()), self.note.text()
        if not (ticked or note.strip() or booking or step):
            self.need(_("Tick or write something first."), self.note)
            return None
        return partial(
            _gather,
            self._visit,
            missing=ticked,
            note=note,
            step=step,
            booking=booking,
            named=self.named.isChecked(),
        )

    def _build(self) -> None:
        self.body.addWidget(self._missing)
        self.body.addWidget(self.note)
        self.body.addWidget(SectionTitle(_("What comes next")))
        self.step.set_items(
            [
                (NextStep.NOTHING.value, _("Nothing to say")),
                (NextStep.BOOK.value, _("Book a time, then come")),
                (NextStep.COME.value, _("Come without a booking")),
                (NextStep.SEND.value, _("Send what is missing")),
            ]
        )
        self.body.addWidget(self.step)
        line = row(gap=8)
        line.addWidget(self.booking, 1)
        line.addWidget(self.book)
        self.body.addLayout(line)
        self.body.addWidget(self.named)
        self.body.addWidget(
            Label(_("What is written here is printed and kept nowhere."), "small", "dim", wrap=True)
        )
        self.body.addWidget(self.problem)
        self._offer(())
        self.book.clicked.connect(self._book)

    def _show(self, found: tuple[tuple[Words, ...], tuple[Appointment, ...], bool]) -> None:
        things, bookings, known = found
        place = self.body.indexOf(self._missing) + 1
        for number, words in enumerate(things):
            check = CheckRow({"en": words.en, "ru": words.ru}.get(language()) or words.lv)
            self.body.insertWidget(place + number, check)
            check.show()
            self._things.append((check, words))
        self.named.setVisible(known)
        self._offer(bookings, bookings[0] if bookings else None)
        self.body.activate()
        self.context.overlay.fit()
        self.start_focus().setFocus()

    def _offer(self, bookings: tuple[Appointment, ...], chosen: Appointment | None = None) -> None:
        items = [("", _("No time is booked"))]
        for item in bookings:
            when = f"{day_text(local_day(item.start))}, {time_text(item.start)}"
            items.append((str(item.id), when))
        self.booking.set_items(items, str(chosen.id) if chosen else "")

    def _book(self) -> None:
        open_booking(self.context).closed.connect(self._booked)

    def _booked(self, made: object) -> None:
        if isinstance(made, Appointment):
            self._offer((made,), made)


def _look(
    reader: Any, env: Env, actor: Actor, visit_id: UUID
) -> tuple[tuple[Words, ...], tuple[Appointment, ...], bool]:
    """What can be ticked, the times that seem to be this client's, whether a name is known."""
    visit = reader.visits.get(visit_id)
    client = paper_slips.client_of(reader, visit)
    return (
        paper_slips.to_bring(env, visit.services),
        paper_slips.next_bookings(reader, env, actor, visit_id),
        client is not None and bool(client.name),
    )


def _gather(
    visit_id: UUID, uow: Any, env: Env, actor: Actor, size: PaperSize, **options: Any
) -> Any:
    return paper_slips.next_time_slip(uow, env, actor, visit_id, size=size, **options)
