"""The ticket's states as a table, and what a visit is after each thing that happens to it.

What an event of each kind carries in `data` (instants as ISO 8601 in UTC, ids as text):

| kind | data |
| --- | --- |
| issue | site, day, number, services, arrival, place_at, slot, appointment_id, priority, |
|       | assistance_id, note_id, after_hours; present (false: called without check-in) |
| call | reason (id of why this one before others; "" for the next in order) |
| recall, no_show | nothing |
| start | arrival (only when the answer to the call was the arrival) |
| park | reason (id) |
| transfer | counter (only this one may call), service (comes first from now on) |
| stop | reason_id |
| leave | reason_id; mistake (true: the ticket was issued by mistake) |
| finish | outcome, reason_id, legal_basis_id |
| requeue | place_at, arrival (both only for a booked client who comes after all), |
|         | present (false: a call without check-in taken back) |
| add_service, remove_service | service |
| set_note | note_id |
| set_contact | contact_id |
| set_assistance | assistance_id |
| interrupt, resume | call_id |
| complete | reason_id, legal_basis_id, told (how to complain) |
| tick | tick, on |
| undo | undoes (event id), kind, and what the visit goes back to (`visit_undo.snapshot`) |
| correct | state, outcome, reason_id, legal_basis_id, why_id |

What a clerk words, and what help a client needs, lies in `person_data`; here stand the ids of the
rows.

Events entered later from a paper log carry `paper` (true); their `at` is the time written there.

A leave, requeue, park or transfer that answers an issue or a call taken back carries also
`compensates`, the id of that event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from desk.domain import visit_changes, visit_undo
from desk.domain.errors import DeskError
from desk.domain.visit import OPEN_STATES, Action, Outcome, TicketState, Visit, VisitEvent
from desk.domain.waiting import arrived_at, interrupted

_S = TicketState
_A = Action

_WITHOUT_MOVING = (
    _A.ADD_SERVICE,
    _A.REMOVE_SERVICE,
    _A.SET_NOTE,
    _A.SET_CONTACT,
    _A.SET_ASSISTANCE,
    _A.TICK,
)

_MOVES: dict[tuple[TicketState, Action], TicketState] = {
    (_S.WAITING, _A.CALL): _S.CALLED,
    (_S.WAITING, _A.PARK): _S.PARKED,
    (_S.WAITING, _A.TRANSFER): _S.TRANSFERRED,
    (_S.WAITING, _A.STOP): _S.STOPPED,
    (_S.WAITING, _A.LEAVE): _S.LEFT,
    (_S.WAITING, _A.REQUEUE): _S.WAITING,
    (_S.CALLED, _A.RECALL): _S.CALLED,
    (_S.CALLED, _A.START): _S.SERVING,
    (_S.CALLED, _A.NO_SHOW): _S.NO_SHOW,
    (_S.CALLED, _A.PARK): _S.PARKED,
    (_S.CALLED, _A.TRANSFER): _S.TRANSFERRED,
    (_S.CALLED, _A.STOP): _S.STOPPED,
    (_S.CALLED, _A.LEAVE): _S.LEFT,
    (_S.CALLED, _A.REQUEUE): _S.WAITING,
    (_S.SERVING, _A.PARK): _S.PARKED,
    (_S.SERVING, _A.TRANSFER): _S.TRANSFERRED,
    (_S.SERVING, _A.STOP): _S.STOPPED,
    (_S.SERVING, _A.FINISH): _S.SERVED,
    (_S.SERVING, _A.LEAVE): _S.LEFT,
    (_S.SERVING, _A.INTERRUPT): _S.SERVING,
    (_S.SERVING, _A.RESUME): _S.SERVING,
    (_S.PARKED, _A.CALL): _S.CALLED,
    (_S.PARKED, _A.TRANSFER): _S.TRANSFERRED,
    (_S.PARKED, _A.STOP): _S.STOPPED,
    (_S.PARKED, _A.LEAVE): _S.LEFT,
    (_S.PARKED, _A.REQUEUE): _S.WAITING,
    (_S.TRANSFERRED, _A.CALL): _S.CALLED,
    (_S.TRANSFERRED, _A.PARK): _S.PARKED,
    (_S.TRANSFERRED, _A.TRANSFER): _S.TRANSFERRED,
    (_S.TRANSFERRED, _A.STOP): _S.STOPPED,
    (_S.TRANSFERRED, _A.LEAVE): _S.LEFT,
    (_S.TRANSFERRED, _A.REQUEUE): _S.WAITING,
    (_S.NO_SHOW, _A.REQUEUE): _S.WAITING,
    (_S.STOPPED, _A.REQUEUE): _S.WAITING,
    (_S.LEFT, _A.REQUEUE): _S.WAITING,
}

ALLOWED: Mapping[tuple[TicketState, Action], TicketState] = {
    **_MOVES,
    **{(state, action): state for state in OPEN_STATES for action in _WITHOUT_MOVING},
    (_S.SERVED, _A.COMPLETE): _S.SERVED,
}
"""Every allowed step.  Undo and correct are not in it: they lead where their data says.

Steps with a condition: requeue of a waiting ticket is only for a booked client who was called
without check-in and has not been seen yet; a call interrupts serving once until it is resumed; only
a refusal is completed.
"""

CORRECTABLE_TO = frozenset({_S.WAITING, _S.SERVED, _S.NO_SHOW, _S.STOPPED, _S.LEFT})
"""States that a correction may set; the others are moments at a counter, not results."""

_NEEDED_STATE = {
    _A.RECALL: "visit.not_called",
    _A.START: "visit.not_called",
    _A.NO_SHOW: "visit.not_called",
    _A.FINISH: "visit.not_serving",
    _A.INTERRUPT: "visit.not_serving",
    _A.RESUME: "visit.not_serving",
    _A.COMPLETE: "visit.not_refused",
}

_ALREADY = {
    (_S.CALLED, _A.CALL): "visit.already_called",
    (_S.SERVING, _A.CALL): "visit.already_serving",
    (_S.SERVING, _A.START): "visit.already_serving",
    (_S.SERVING, _A.RECALL): "visit.already_serving",
    (_S.SERVING, _A.NO_SHOW): "visit.already_serving",
    (_S.SERVING, _A.REQUEUE): "visit.park_instead",
    (_S.PARKED, _A.PARK): "visit.already_parked",
    (_S.SERVED, _A.REQUEUE): "visit.served_already",
}


def check(visit: Visit, action: Action) -> None:
    """Refuse an action that the ticket's state does not allow.

    Raises:
        DeskError: "visit.not_called", "visit.not_serving", "visit.already_called",
            "visit.already_serving", "visit.already_parked", "visit.already_waiting",
            "visit.park_instead", "visit.served_already", "visit.issued_already",
            "visit.interrupted_already", "visit.not_interrupted", "visit.not_refused" or
            "visit.ended", each with number, state and counter.
    """
    if action in (_A.UNDO, _A.CORRECT):
        return
    if (visit.state, action) not in ALLOWED:
        raise _refused(_reason(visit.state, action), visit)
    if action is _A.REQUEUE and visit.state is _S.WAITING and arrived_at(visit):
        raise _refused("visit.already_waiting", visit)
    if action is _A.COMPLETE and visit.outcome is not Outcome.REFUSED:
        raise _refused("visit.not_refused", visit)
    if action is _A.INTERRUPT and interrupted(visit):
        raise _refused("visit.interrupted_already", visit)
    if action is _A.RESUME and not interrupted(visit):
        raise _refused("visit.not_interrupted", visit)


def _reason(state: TicketState, action: Action) -> str:
    if action is _A.ISSUE:
        return "visit.issued_already"
    if (state, action) in _ALREADY:
        return _ALREADY[state, action]
    if state not in OPEN_STATES:
        return "visit.ended"
    return _NEEDED_STATE[action]


def _refused(code: str, visit: Visit) -> DeskError:
    return DeskError(code, number=visit.number, state=visit.state.value, counter=visit.counter)


def apply(visit: Visit | None, event: VisitEvent) -> Visit:
    """The visit after an event; None before its issue.

    Raises:
        DeskError: "visit.changed_meanwhile" when the event does not follow the visit's last one,
            "visit.unknown" when there is no visit to change, "visit.last_service", for a
            correction "visit.not_correctable_to", "visit.outcome_missing" or
            "visit.nothing_to_correct", and those of `check`.
    """
    if visit is None:
        if event.kind is not _A.ISSUE:
            raise DeskError("visit.unknown")
        return visit_changes.issued(event)
    if event.seq != visit.version + 1:
        raise DeskError("visit.changed_meanwhile", number=visit.number)
    check(visit, event.kind)
    changed = _changed(visit, event)
    return replace(changed, version=event.seq, last_event_id=event.id, last_event_at=event.at)


def _changed(visit: Visit, event: VisitEvent) -> Visit:
    if event.kind is _A.UNDO:
        return visit_undo.restored(visit, event)
    if event.kind is _A.CORRECT:
        return _corrected(visit, event)
    if event.kind in _WITHOUT_MOVING or event.kind is _A.COMPLETE:
        return visit_changes.edited(visit, event)
    return visit_changes.moved(visit, event, ALLOWED[visit.state, event.kind])


def _corrected(visit: Visit, event: VisitEvent) -> Visit:
    changed = visit_changes.corrected(visit, event)
    if changed.state not in CORRECTABLE_TO:
        raise _refused("visit.not_correctable_to", changed)
    if changed.state is _S.SERVED and changed.outcome is None:
        raise _refused("visit.outcome_missing", visit)
    if _result(visit) == _result(changed):
        raise _refused("visit.nothing_to_correct", visit)
    return changed


def _result(visit: Visit) -> tuple[object, ...]:
    return visit.state, visit.outcome, visit.reason_id, visit.legal_basis_id, visit.by_mistake


def replay(events: Iterable[VisitEvent]) -> Visit:
    """The visit that its events tell, in the order of their seq.

    Raises:
        DeskError: as `apply`; "visit.unknown" when there are none.
    """
    visit: Visit | None = None
    for event in events:
        visit = apply(visit, event)
    if visit is None:
        raise DeskError("visit.unknown")
    return visit
