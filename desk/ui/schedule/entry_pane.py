"""The chosen booking: who, for what, how to reach them, and what can be noted about it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.appointment import EXPECTED_STATES, AppointmentState
from desk.domain.board import ScheduleEntry
from desk.formats import minutes_text, time_text
from desk.i18n import _
from desk.ui.duties.sheet import Sheet
from desk.ui.schedule.head import DAY
from desk.ui.schedule.texts import (
    arrival_text,
    source_text,
    standing_texts,
    state_kind,
    state_text,
)
from desk.ui.style import air, px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, at_once, row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Elided

_WIDTH, _UNDER = 300, 200
"""Beside the table, and the most height under it; in design pixels."""
_ANY = 16_777_215

_ENDED = frozenset(
    {
        AppointmentState.CANCELLED,
        AppointmentState.CANCELLED_NOTIFIED,
        AppointmentState.NO_SHOW,
    }
)


class EntryPane(Panel):
    """Signals:
    wanted(str): "take_in", "late", "cancel", "reopen", "reminder" or "history" for the booking.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.entry: ScheduleEntry | None = None
        self._day, self._brief = True, False
        self._line = Elided(role="strong")
        self.sheet = Sheet()
        self._nothing = EmptyState()
        self._holder, self._head_line = QWidget(), QWidget()
        self._pages = QStackedLayout(self._holder)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.sheet)
        row(self._head_line, margins=(16, 6, 16, 2)).addWidget(self._line)
        self.body.addWidget(self._head_line)
        self.body.addWidget(self._holder, 1)
        self.buttons: dict[str, Button] = {
            "take_in": Button(kind="primary", guarded=True),
            "late": Button(guarded=True),
            "cancel": Button(kind="danger-outline", guarded=True),
            "reopen": Button(guarded=True),
            "reminder": Button(),
            "history": Button(),
        }
        self._bar = Surface("bar")
        self._flow = flow = Flow(self._bar, gap=6)
        for name, button in self.buttons.items():
            button.setProperty("action", name)
            button.clicked.connect(self._clicked)
            flow.addWidget(button)
        self.add_foot(self._bar)
        self.retranslate()
        self.show_entry(None, today=False)

    def use_room(self, *, wide: bool, tall: bool) -> None:
        """Beside the table, under it, or in a low window one line under it while one is chosen."""
        self._brief = not wide and not tall
        self.setMinimumWidth(px(_WIDTH) if wide else 0)
        under = _ANY if self._brief else px(_UNDER)
        self.setMaximumSize(px(_WIDTH) if wide else _ANY, _ANY if wide else under)
        self._holder.setVisible(not self._brief)
        self._head_line.setVisible(self._brief)
        self._flow.setContentsMargins(*map(air, (12, 12, 12, 12) if tall else (12, 6, 12, 6)))
        self._show()

    def use_mode(self, mode: str) -> None:
        """It belongs to a day; a week has none."""
        self._day = mode == DAY
        self._show()

    def _show(self) -> None:
        self.set_title("" if self._brief else _("Chosen booking"))
        self.setVisible(self._day and (self.entry is not None or not self._brief))

    def retranslate(self) -> None:
        """Say everything again."""
        self.set_title("" if self._brief else _("Chosen booking"))
        self.sheet.setAccessibleName(_("Chosen booking"))
        self.buttons["take_in"].set_text(_("Take in"))
        self.buttons["late"].set_text(_("Will be late…"))
        self.buttons["cancel"].set_text(_("Will not come"))
        self.buttons["reopen"].set_text(_("Expect again"))
        self.buttons["reminder"].set_text(_("Reminder slip…"))
        self.buttons["history"].set_text(_("History…"))
        title = _("No booking is chosen")
        self._nothing.set(
            title, _("Choose one with the arrow keys to see how to reach the client.")
        )

    def show_entry(self, entry: ScheduleEntry | None, *, today: bool) -> None:
        """Show a booking, or that none is chosen.

        Args:
            today: whether it is a booking of today: only those can be taken in.
        """
        self.entry = entry
        with at_once(self):
            if self.parentWidget() is not None:
                self._show()
            if entry is None:
                self._bar.hide()
                self._pages.setCurrentWidget(self._nothing)
            else:
                self._show_whole(entry, today=today)

    def _show_whole(self, entry: ScheduleEntry, *, today: bool) -> None:
        offered = _offered(entry.appointment.state, today=today)
        if "late" in offered:
            offered |= {"reminder"}
        if entry.appointment.visit_id is not None:
            offered |= {"history"}
        with at_once(self._bar):
            for name, button in self.buttons.items():
                button.setVisible(name in offered)
        self._bar.setVisible(bool(offered))
        self._fill(entry)
        self._pages.setCurrentWidget(self.sheet)

    def _fill(self, entry: ScheduleEntry) -> None:
        item, sheet = entry.appointment, self.sheet
        sheet.wipe()
        text = state_text(item, provisional=entry.provisional)
        sheet.pills([(text, state_kind(entry))])
        sheet.text(time_text(item.start), "number")
        sheet.text(entry.person.name if entry.person else _("Name not given"), "heading")
        sheet.text(entry.service, tone="ink2")
        for text in standing_texts(entry):
            sheet.text(text, tone="warn")
        sheet.section(_("How to reach the client"))
        reach = list(_reach(entry))
        for name, value in reach:  # on lines of their own: an address has nowhere to break
            sheet.text(value).setAccessibleName(f"{name}: {value}")
        if not reach:
            sheet.text(_("No phone or e-mail was given."), tone="dim")
        self._line.set_whole(_in_one_line(entry))
        sheet.section(_("About the booking"))
        sheet.pairs(_facts(entry), width=104)
        if entry.outside_hours:
            text = _("Nobody is refused because of it: serve the client or agree another time.")
            sheet.box(_("Outside the opening hours"), text)
        sheet.end()

    def _clicked(self) -> None:
        self.wanted.emit(str(self.sender().property("action")))


def _in_one_line(entry: ScheduleEntry) -> str:
    name = entry.person.name if entry.person else ""
    reach = (value for _name, value in _reach(entry))
    parts = (time_text(entry.appointment.start), name, *reach, entry.service)
    return " · ".join(part for part in parts if part)


def _offered(state: AppointmentState, *, today: bool) -> frozenset[str]:
    """What can be done with a booking in a state."""
    if state in EXPECTED_STATES or state is AppointmentState.CONFLICT:
        return frozenset({"late", "cancel", "take_in"} if today else {"late", "cancel"})
    if state is AppointmentState.NO_SHOW and today:
        return frozenset({"take_in", "reopen"})
    return frozenset({"reopen"}) if state in _ENDED else frozenset()


def _reach(entry: ScheduleEntry) -> Iterator[tuple[str, str]]:
    person = entry.person
    if person is not None and person.phone:
        yield _("Phone"), person.phone
    if person is not None and person.email:
        yield _("E-mail"), person.email


def _facts(entry: ScheduleEntry) -> list[tuple[str, str]]:
    item = entry.appointment
    return [
        (_("Number"), item.reference),
        (_("Length"), minutes_text(item.minutes)),
        (_("Booked"), source_text(item.source)),
        (_("Ticket"), entry.ticket),
        (_("Arrival"), arrival_text(entry.arrival)),
    ]
