"""The booking's states as a table, and what a booking is after each thing that happens to it.

What an event of each kind carries in `data` (instants as ISO 8601 in UTC, ids as text):

| kind | data |
| --- | --- |
| book, import | site, day, start, minutes, service, service_text, source, reference, person_id, |
|              | confirmed_outside_hours; leased (of book): as in `desk.domain.booking.claimed` |
| update | any of day, start, minutes, service, service_text, person_id, confirmed_outside_hours; |
|        | a key that is missing stays as it was; leased; awaits: HQ have to confirm it anew |
| notify_late | expected_at |
| arrive | visit_id |
| no_show | visit_id (when it was called) |
| reopen | state (where it goes back to), visit_id (null: no visit any more) |
| cancel, notify_cancel, start, serve, confirm, compete | nothing |

What headquarters asked for names their operation besides (`op`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from desk.domain import event_data as read
from desk.domain.appointment import (
    EXPECTED_STATES,
    Appointment,
    AppointmentAction,
    AppointmentEvent,
    AppointmentState,
)
from desk.domain.booking import claimed
from desk.domain.errors import DeskError

_S = AppointmentState
_A = AppointmentAction

_STILL_TO_COME = (_S.BOOKED, _S.LATE_NOTIFIED, _S.PROVISIONAL, _S.CONFLICT)

ALLOWED: Mapping[tuple[AppointmentState, AppointmentAction], AppointmentState] = {
    **{(state, _A.UPDATE): state for state in _STILL_TO_COME},
    **{(state, _A.CANCEL): _S.CANCELLED for state in _STILL_TO_COME},
    **{(state, _A.NOTIFY_LATE): _S.LATE_NOTIFIED for state in _STILL_TO_COME},
    **{(state, _A.NOTIFY_CANCEL): _S.CANCELLED_NOTIFIED for state in _STILL_TO_COME},
    **{(state, _A.ARRIVE): _S.ARRIVED for state in _STILL_TO_COME},
    **{(state, _A.NO_SHOW): _S.NO_SHOW for state in _STILL_TO_COME},
    (_S.ARRIVED, _A.NO_SHOW): _S.NO_SHOW,
    (_S.ARRIVED, _A.START): _S.SERVING,
    (_S.SERVING, _A.SERVE): _S.SERVED,
    **{(state, _A.CONFIRM): _S.BOOKED for state in (_S.BOOKED, _S.PROVISIONAL, _S.CONFLICT)},
    (_S.LATE_NOTIFIED, _A.CONFIRM): _S.LATE_NOTIFIED,
    (_S.CONFLICT, _A.NOTIFY_LATE): _S.CONFLICT,  # still to be decided
    **{(state, _A.COMPETE): _S.CONFLICT for state in _STILL_TO_COME},
}
"""Every allowed step but reopen.  Arrived, serving and served are facts: no plan changes them."""

_TO_COME = frozenset(EXPECTED_STATES)

REOPENS_TO: Mapping[AppointmentState, frozenset[AppointmentState]] = {
    _S.CANCELLED: _TO_COME,
    _S.CANCELLED_NOTIFIED: _TO_COME,
    _S.NO_SHOW: _TO_COME | {_S.ARRIVED},
    _S.ARRIVED: _TO_COME,
    _S.SERVING: frozenset({_S.ARRIVED}),
    _S.SERVED: frozenset({_S.ARRIVED, _S.SERVING}),
}
"""Where a reopened booking may go back to: a client who came after all, or an undone step."""

_REASONS = {
    _S.ARRIVED: "appointment.arrived_already",
    _S.SERVING: "appointment.arrived_already",
    _S.SERVED: "appointment.served_already",
    _S.CANCELLED: "appointment.cancelled",
    _S.CANCELLED_NOTIFIED: "appointment.cancelled",
    _S.NO_SHOW: "appointment.no_show",
}


def expected_state(appointment: Appointment) -> AppointmentState:
    """The state of this booking while its client is still to come."""
    if appointment.expected_at is not None:
        return _S.LATE_NOTIFIED
    return _S.PROVISIONAL if appointment.source == "phone" else _S.BOOKED


def check(appointment: Appointment, action: AppointmentAction) -> None:
    """Refuse an action that the booking's state does not allow.

    Raises:
        DeskError: "appointment.arrived_already", "appointment.served_already",
            "appointment.cancelled", "appointment.no_show", "appointment.not_arrived",
            "appointment.not_ended" or "appointment.exists", each with reference and state.
    """
    if action is _A.REOPEN and appointment.state in REOPENS_TO:
        return
    if (appointment.state, action) not in ALLOWED:
        raise _refused(_reason(appointment.state, action), appointment)


def _reason(state: AppointmentState, action: AppointmentAction) -> str:
    if action in (_A.BOOK, _A.IMPORT):
        return "appointment.exists"
    if action is _A.REOPEN:
        return "appointment.not_ended"
    return _REASONS.get(state, "appointment.not_arrived")


def _refused(code: str, appointment: Appointment) -> DeskError:
    return DeskError(code, reference=appointment.reference, state=appointment.state.value)


def apply(appointment: Appointment | None, event: AppointmentEvent) -> Appointment:
    """The booking after an event; None before it was booked or imported.

    Raises:
        DeskError: "appointment.changed_meanwhile" when the event does not follow the last one,
            "appointment.unknown" when there is nothing to change, and those of `check`.
    """
    if appointment is None:
        return _begun(event)
    if event.seq != appointment.version + 1:
        raise DeskError("appointment.changed_meanwhile", reference=appointment.reference)
    check(appointment, event.kind)
    return replace(_changed(appointment, event), version=event.seq)


def _begun(event: AppointmentEvent) -> Appointment:
    data = event.data
    day, start = read.day(data, "day"), read.instant(data, "start")
    if event.kind not in (_A.BOOK, _A.IMPORT) or day is None or start is None:
        raise DeskError("appointment.unknown")
    return Appointment(
        id=event.appointment_id,
        version=event.seq,
        site=read.text(data, "site"),
        day=day,
        start=start,
        minutes=read.number(data, "minutes"),
        service=read.text(data, "service"),
        service_text=read.text(data, "service_text"),
        state=_S.PROVISIONAL if event.kind is _A.BOOK and not claimed(data) else _S.BOOKED,
        source=read.text(data, "source"),
        reference=read.text(data, "reference"),
        person_id=read.identity(data, "person_id"),
        confirmed_outside_hours=read.flag(data, "confirmed_outside_hours"),
    )


def _changed(appointment: Appointment, event: AppointmentEvent) -> Appointment:
    if event.kind is _A.REOPEN:
        return _reopened(appointment, event)
    changed = replace(appointment, state=ALLOWED[appointment.state, event.kind])
    if event.kind is _A.UPDATE:
        return _updated(changed, event)
    if event.kind is _A.NOTIFY_LATE:
        return replace(changed, expected_at=read.instant(event.data, "expected_at"))
    if event.kind in (_A.ARRIVE, _A.NO_SHOW) and event.data.get("visit_id"):
        return replace(changed, visit_id=read.identity(event.data, "visit_id"))
    return changed


def _reopened(appointment: Appointment, event: AppointmentEvent) -> Appointment:
    state = AppointmentState(read.text(event.data, "state", expected_state(appointment)))
    if state not in REOPENS_TO[appointment.state]:
        raise _refused("appointment.not_ended", appointment)
    changed = replace(appointment, state=state)
    if "visit_id" in event.data:
        return replace(changed, visit_id=read.identity(event.data, "visit_id"))
    return changed


def _updated(appointment: Appointment, event: AppointmentEvent) -> Appointment:
    data = event.data
    person = read.identity(data, "person_id")
    state = appointment.state
    if "awaits" in data:
        state = _S.PROVISIONAL if read.flag(data, "awaits") else _S.BOOKED
    return replace(
        appointment,
        state=state,
        day=read.day(data, "day") or appointment.day,
        start=read.instant(data, "start") or appointment.start,
        minutes=read.number(data, "minutes", appointment.minutes),
        service=read.text(data, "service", appointment.service),
        service_text=read.text(data, "service_text", appointment.service_text),
        person_id=person if "person_id" in data else appointment.person_id,
        confirmed_outside_hours=read.flag(
            data, "confirmed_outside_hours", appointment.confirmed_outside_hours
        ),
    )


def replay(events: Iterable[AppointmentEvent]) -> Appointment:
    """The booking that its events tell, in the order of their seq.

    Raises:
        DeskError: as `apply`; "appointment.unknown" when there are none.
    """
    appointment: Appointment | None = None
    for event in events:
        appointment = apply(appointment, event)
    if appointment is None:
        raise DeskError("appointment.unknown")
    return appointment
