"""Visits and bookings for tests, made by the events that make real ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from desk.domain import appointment_states, visit_states
from desk.domain.appointment import (
    Appointment,
    AppointmentAction,
    AppointmentEvent,
    AppointmentState,
)
from desk.domain.event_data import written
from desk.domain.visit import Action, Outcome, TicketState, Visit, VisitEvent
from desk.domain.visit_undo import snapshot

DAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""9.00 on the wall clock of that day."""

CLERK = UUID(int=1)
_ids = count(1000)


def new_id() -> UUID:
    """An id nobody else has."""
    return UUID(int=next(_ids))


def at(minutes: float) -> datetime:
    """So many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


def event(
    visit: Visit | None,
    kind: Action,
    when: datetime,
    data: Mapping[str, object] | None = None,
    *,
    counter: str = "3",
    visit_id: UUID | None = None,
) -> VisitEvent:
    """The next event of a visit, its data in stored form."""
    return VisitEvent(
        id=new_id(),
        visit_id=visit.id if visit else visit_id or new_id(),
        seq=visit.version + 1 if visit else 1,
        kind=kind,
        at=when,
        recorded_at=when,
        actor_id=CLERK,
        counter=counter,
        data={name: written(value) for name, value in (data or {}).items()},
    )


def then(
    visit: Visit,
    kind: Action,
    when: datetime,
    *,
    here: str = "3",
    **data: object,
) -> Visit:
    """The visit after one more event, at the counter `here`."""
    return visit_states.apply(visit, event(visit, kind, when, data, counter=here))


def ticket(
    arrived: datetime = NINE,
    *,
    number: str = "A001",
    slot: datetime | None = None,
    present: bool = True,
    appointment_id: UUID | None = None,
    priority: str = "",
    services: tuple[str, ...] = ("passport",),
) -> Visit:
    """A visit that has just begun."""
    data = {
        "site": "riga-2",
        "day": DAY,
        "number": number,
        "services": services,
        "arrival": "in_time" if slot else "walk_in",
        "place_at": max(slot, arrived) if slot else arrived,
        "slot": slot,
        "appointment_id": appointment_id,
        "priority": priority or None,
        "present": present,
    }
    return visit_states.apply(None, event(None, Action.ISSUE, arrived, data))


PATHS: Mapping[TicketState, tuple[tuple[Action, dict[str, object]], ...]] = {
    TicketState.WAITING: (),
    TicketState.CALLED: ((Action.CALL, {}),),
    TicketState.SERVING: ((Action.CALL, {}), (Action.START, {})),
    TicketState.PARKED: ((Action.PARK, {"reason": "payment"}),),
    TicketState.TRANSFERRED: ((Action.TRANSFER, {"counter": "5"}),),
    TicketState.SERVED: (
        (Action.CALL, {}),
        (Action.START, {}),
        (Action.FINISH, {"outcome": Outcome.SOLVED.value}),
    ),
    TicketState.NO_SHOW: ((Action.CALL, {}), (Action.NO_SHOW, {})),
    TicketState.STOPPED: ((Action.STOP, {"reason_id": UUID(int=5)}),),
    TicketState.LEFT: ((Action.LEAVE, {}),),
}
"""How a ticket comes into each state."""


def in_state(state: TicketState) -> Visit:
    """A visit in a state; its steps are a minute apart."""
    visit = ticket()
    for minute, (kind, data) in enumerate(PATHS[state], start=1):
        visit = then(visit, kind, at(minute), **data)
    return visit


DATA: Mapping[Action, dict[str, object]] = {
    Action.PARK: {"reason": "papers"},
    Action.TRANSFER: {"counter": "7", "service": ""},
    Action.FINISH: {"outcome": "solved", "reason_id": None, "legal_basis_id": None},
    Action.ADD_SERVICE: {"service": "eid"},
    Action.REMOVE_SERVICE: {"service": "eid"},
    Action.SET_NOTE: {"note_id": UUID(int=7)},
    Action.SET_CONTACT: {"contact_id": UUID(int=8)},
    Action.SET_ASSISTANCE: {"assistance_id": UUID(int=9)},
    Action.TICK: {"tick": "document_presented", "on": True},
    Action.CORRECT: {"state": "left", "outcome": None, "reason_id": None, "why_id": UUID(int=6)},
}
"""Details that each kind of event needs."""


def undo(before: Visit, after: Visit, when: datetime) -> Visit:
    """The visit after the step between two stands was taken back."""
    data = {"undoes": after.last_event_id, "kind": "", **snapshot(before)}
    return visit_states.apply(after, event(after, Action.UNDO, when, data))


def booking(
    start: datetime,
    *,
    reference: str = "R1",
    source: str = "file",
    state: AppointmentState = AppointmentState.BOOKED,
    expected_at: datetime | None = None,
) -> Appointment:
    """A booking as it was imported, brought into a state that a client still to come can have."""
    data = {
        "site": "riga-2",
        "day": DAY,
        "start": start,
        "minutes": 15,
        "service": "passport",
        "source": source,
        "reference": reference,
    }
    kind = AppointmentAction.BOOK if source == "phone" else AppointmentAction.IMPORT
    made = appointment_states.apply(None, booking_event(None, kind, data))
    if expected_at is not None:
        made = booking_then(made, AppointmentAction.NOTIFY_LATE, expected_at=expected_at)
    if state is AppointmentState.CANCELLED:
        made = booking_then(made, AppointmentAction.CANCEL)
    return made


def booking_event(
    booking: Appointment | None, kind: AppointmentAction, data: Mapping[str, object]
) -> AppointmentEvent:
    """The next event of a booking, its data in stored form."""
    return AppointmentEvent(
        id=new_id(),
        appointment_id=booking.id if booking else new_id(),
        seq=booking.version + 1 if booking else 1,
        kind=kind,
        at=NINE,
        recorded_at=NINE,
        actor_id=CLERK,
        data={name: written(value) for name, value in data.items()},
    )


def booking_then(booking: Appointment, kind: AppointmentAction, **data: object) -> Appointment:
    """The booking after one more event."""
    return appointment_states.apply(booking, booking_event(booking, kind, data))
