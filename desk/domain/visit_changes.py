"""What each kind of event changes in a visit: its fields and its periods.

Every move ends the running period and begins the next at the same instant, so that the times of a
visit leave no hole while the client is at the branch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from desk.domain import event_data as read
from desk.domain.errors import DeskError
from desk.domain.visit import (
    COMPLAINT_TOLD,
    OPEN_STATES,
    Action,
    ArrivalClass,
    Outcome,
    Period,
    PeriodKind,
    Priority,
    TicketState,
    Visit,
    VisitEvent,
)

PERIOD_OF = {
    TicketState.WAITING: PeriodKind.WAITING,
    TicketState.TRANSFERRED: PeriodKind.WAITING,
    TicketState.CALLED: PeriodKind.CALLED,
    TicketState.SERVING: PeriodKind.SERVING,
    TicketState.PARKED: PeriodKind.PARKED,
}
"""What time is spent on in each open state; an ended visit spends none."""


_PERIOD_AFTER = {Action.INTERRUPT: PeriodKind.INTERRUPTED}


def issued(event: VisitEvent) -> Visit:
    """The visit that a ticket begins."""
    data = event.data
    day = read.day(data, "day")
    place_at = read.instant(data, "place_at")
    if day is None:
        raise DeskError("visit.unknown")
    visit = Visit(
        id=event.visit_id,
        version=event.seq,
        site=read.text(data, "site"),
        day=day,
        number=read.text(data, "number"),
        state=TicketState.WAITING,
        services=read.texts(data, "services"),
        issued_at=event.at,
        place_at=place_at or event.at,
        arrival=ArrivalClass(read.text(data, "arrival", ArrivalClass.WALK_IN)),
        slot=read.instant(data, "slot"),
        appointment_id=read.identity(data, "appointment_id"),
        priority=_priority(read.text(data, "priority")),
        actor_id=event.actor_id,
        assistance_id=read.identity(data, "assistance_id"),
        note_id=read.identity(data, "note_id"),
        after_hours=read.flag(data, "after_hours"),
        last_event_id=event.id,
        last_event_at=event.at,
    )
    return _begin(visit, event) if read.flag(data, "present", True) else visit


def _priority(value: str) -> Priority | None:
    return Priority(value) if value else None


def moved(visit: Visit, event: VisitEvent, state: TicketState) -> Visit:
    """The visit after an action of the table that leads to `state`."""
    changed = _FIELDS.get(event.kind, _same)(visit, event)
    if event.kind is Action.RECALL:
        return changed
    changed = replace(ended(changed, event.at), state=state, actor_id=event.actor_id)
    if event.kind is Action.REQUEUE and not read.flag(event.data, "present", True):
        return changed
    return _begin(changed, event)


def ended(visit: Visit, at: datetime) -> Visit:
    """The visit with its running period ended."""
    if not visit.periods or visit.periods[-1].end is not None:
        return visit
    return replace(visit, periods=(*visit.periods[:-1], replace(visit.periods[-1], end=at)))


def _begin(visit: Visit, event: VisitEvent) -> Visit:
    kind = _PERIOD_AFTER.get(event.kind) or PERIOD_OF.get(visit.state)
    if kind is None:
        return visit
    period = Period(kind, event.at, counter=visit.counter, actor_id=event.actor_id)
    return replace(visit, periods=(*visit.periods, period))


def _same(visit: Visit, event: VisitEvent) -> Visit:
    return visit


def _called(visit: Visit, event: VisitEvent) -> Visit:
    return replace(visit, counter=event.counter, calls=visit.calls + 1, parked_for="")


def _recalled(visit: Visit, event: VisitEvent) -> Visit:
    return replace(visit, calls=visit.calls + 1)


def _started(visit: Visit, event: VisitEvent) -> Visit:
    arrival = ArrivalClass(read.text(event.data, "arrival", visit.arrival))
    return replace(visit, counter=event.counter, arrival=arrival)


def _parked(visit: Visit, event: VisitEvent) -> Visit:
    return replace(visit, parked_for=read.text(event.data, "reason"), calls=0)


def _transferred(visit: Visit, event: VisitEvent) -> Visit:
    service = read.text(event.data, "service")
    rest = tuple(other for other in visit.services if other != service)
    return replace(
        _back_in_queue(visit),
        target_counter=read.text(event.data, "counter"),
        services=(service, *rest) if service else visit.services,
    )


def _requeued(visit: Visit, event: VisitEvent) -> Visit:
    return replace(
        _back_in_queue(visit),
        place_at=read.instant(event.data, "place_at") or visit.place_at,
        arrival=ArrivalClass(read.text(event.data, "arrival", visit.arrival)),
    )


def _back_in_queue(visit: Visit) -> Visit:
    return replace(
        visit,
        counter="",
        target_counter="",
        calls=0,
        parked_for="",
        outcome=None,
        reason_id=None,
        legal_basis_id=None,
        completed_at=None,
        by_mistake=False,
    )


def _ended_why(visit: Visit, event: VisitEvent) -> Visit:
    return replace(
        visit,
        reason_id=read.identity(event.data, "reason_id"),
        by_mistake=read.flag(event.data, "mistake"),
        parked_for="",
    )


def _finished(visit: Visit, event: VisitEvent) -> Visit:
    return replace(
        _ended_why(visit, event),
        outcome=Outcome(read.text(event.data, "outcome")),
        legal_basis_id=read.identity(event.data, "legal_basis_id"),
    )


_FIELDS: dict[Action, Callable[[Visit, VisitEvent], Visit]] = {
    Action.CALL: _called,
    Action.RECALL: _recalled,
    Action.START: _started,
    Action.PARK: _parked,
    Action.TRANSFER: _transferred,
    Action.STOP: _ended_why,
    Action.LEAVE: _ended_why,
    Action.FINISH: _finished,
    Action.REQUEUE: _requeued,
}


def edited(visit: Visit, event: VisitEvent) -> Visit:
    """The visit after an action that does not move it."""
    data = event.data
    match event.kind:
        case Action.ADD_SERVICE | Action.REMOVE_SERVICE:
            return replace(visit, services=_services(visit, event))
        case Action.SET_NOTE:
            return replace(visit, note_id=read.identity(data, "note_id"))
        case Action.SET_CONTACT:
            return replace(visit, contact_id=read.identity(data, "contact_id"))
        case Action.SET_ASSISTANCE:
            return replace(visit, assistance_id=read.identity(data, "assistance_id"))
        case Action.COMPLETE:
            return _completed(visit, event)
        case _:
            return replace(visit, ticks=_ticks(visit, event))


def _completed(visit: Visit, event: VisitEvent) -> Visit:
    told = read.flag(event.data, "told") and COMPLAINT_TOLD not in visit.ticks
    return replace(
        visit,
        ticks=(*visit.ticks, COMPLAINT_TOLD) if told else visit.ticks,
        reason_id=read.identity(event.data, "reason_id"),
        legal_basis_id=read.identity(event.data, "legal_basis_id"),
        completed_at=event.at,
    )


def _services(visit: Visit, event: VisitEvent) -> tuple[str, ...]:
    service = read.text(event.data, "service")
    rest = tuple(other for other in visit.services if other != service)
    if event.kind is Action.ADD_SERVICE:
        return visit.services if service in visit.services else (*visit.services, service)
    if not rest:
        raise DeskError("visit.last_service", number=visit.number)
    return rest


def _ticks(visit: Visit, event: VisitEvent) -> tuple[str, ...]:
    tick = read.text(event.data, "tick")
    rest = tuple(other for other in visit.ticks if other != tick)
    return (*rest, tick) if read.flag(event.data, "on") else rest


def corrected(visit: Visit, event: VisitEvent) -> Visit:
    """The visit after a correction: the state and outcome it should have had, from now on."""
    state = TicketState(read.text(event.data, "state", visit.state))
    changed = replace(visit, state=state, actor_id=event.actor_id)
    if state is TicketState.WAITING:
        return _begin(_back_in_queue(ended(changed, event.at)), event)
    outcome = read.text(event.data, "outcome")
    return replace(
        ended(changed, event.at) if state not in OPEN_STATES else changed,
        outcome=Outcome(outcome) if outcome else None,
        reason_id=read.identity(event.data, "reason_id"),
        legal_basis_id=read.identity(event.data, "legal_basis_id"),
        completed_at=None,
        by_mistake=False,
        parked_for="",
    )
