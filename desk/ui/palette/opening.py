"""Where a find leads to: its screen, with the find chosen there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.visit import OPEN_STATES
from desk.services.find import FoundBooking, FoundIncident, FoundTicket, note_opened
from desk.ui.context import Context


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens finds; a record with a client in it is a look of its own."""

    context: Context

    def booking(self, found: FoundBooking) -> None:
        """A client who is here is in the queue, everybody else in the schedule."""
        item = found.booking
        self.context.write(note_opened, "appointment", item.id)
        if found.ticket and found.waits and item.visit_id is not None:
            self.context.go("today", f"visit:{item.visit_id}")
        else:
            self.context.go("schedule", f"{item.day.isoformat()} {item.id}")

    def ticket(self, found: FoundTicket) -> None:
        """An open ticket of today is in the queue; an ended one has its history."""
        line = found.ticket
        if line.state in OPEN_STATES and line.day == self._today():
            self.context.write(note_opened, "visit", line.visit_id)
            self.context.go("today", f"visit:{line.visit_id}")
        else:
            self._history(line.visit_id)

    def incident(self, found: FoundIncident) -> None:
        """The report; opening it is logged there."""
        one = found.incident
        self.context.go("incidents", f"{one.day.isoformat()} {one.id}")

    def duty(self, key: str) -> None:
        """A rule, a service, a branch or a contact, by its key in the catalogue."""
        self.context.go("duties", key)

    def _history(self, visit_id: UUID) -> None:
        from desk.ui.visit_history.dialog import open_history

        open_history(self.context, visit_id)

    def _today(self) -> date:
        return local_day(self.context.env.clock())
