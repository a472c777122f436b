"""Visits written on paper, entered when the PC works again: true times, marked as from paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import back_entry as rules
from desk.domain import visit_states
from desk.domain.appointment import EXPECTED_STATES, Appointment, AppointmentState
from desk.domain.arrival import classify
from desk.domain.back_entry import PAPER_SERIES, Ended, Finding, PaperVisit, paper_number
from desk.domain.clock import at_local
from desk.domain.errors import DeskError
from desk.domain.event_data import written
from desk.domain.roles import Actor, Right
from desk.domain.visit import Action, ArrivalClass, Visit, VisitEvent
from desk.services.counters import counter_label
from desk.services.env import Env
from desk.services.queue_steps import follow

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_MAY_STILL_COME = EXPECTED_STATES | {AppointmentState.NO_SHOW}
Step = tuple[Action, datetime, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of the lines of a paper log.

    Args:
        visits: of the lines that were entered, by their place in the log.
        findings: of all lines; a line that has one which is no warning was not entered.
    """

    visits: dict[int, Visit]
    findings: tuple[Finding, ...]


def start(reader: Reader, env: Env, actor: Actor, day: date) -> tuple[int, tuple[Appointment, ...]]:
    """What a form for a day begins with: the next free number, and who has not come by our books.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BACK_ENTER)
    booked = reader.appointments.of_day(actor.site, day)
    first = reader.visits.highest_number(actor.site, day, PAPER_SERIES) + 1
    return first, tuple(item for item in booked if item.state in _MAY_STILL_COME)


def check(
    reader: Reader, env: Env, actor: Actor, day: date, rows: Sequence[PaperVisit]
) -> tuple[Finding, ...]:
    """What is wrong or odd in the lines, before any of them is entered.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BACK_ENTER)
    visits = reader.visits.of_day(actor.site, day)
    paper = (rules.read_number(v.number) for v in visits if rules.is_from_paper(v.number))
    found = rules.findings(rows, day, env.clock(), {one for one in paper if one}, visits)
    return (*found, *_unknown(env, rows), *_bookings(reader, actor, day, rows))


def enter(
    uow: UnitOfWork, env: Env, actor: Actor, day: date, rows: Sequence[PaperVisit]
) -> Entered:
    """Enter each line whole or not at all; a warning does not keep a line out.

    Every event happened when the paper says (`at`) and is recorded now; the clerk who enters is
    its actor.  A refusal's reason is added afterwards, by correcting it.

    Raises:
        DeskError: "access.no_right", "visit.number_taken" when a colleague entered the same log.
    """
    found = check(uow, env, actor, day, rows)
    wrong = {one.row for one in found if not one.warning}
    made = {
        row: _entered(uow, env, actor, day, line)
        for row, line in enumerate(rows)
        if row not in wrong
    }
    return Entered(made, found)


def _unknown(env: Env, rows: Sequence[PaperVisit]) -> Iterator[Finding]:
    for row, line in enumerate(rows):
        if line.service and line.service not in env.services:
            yield Finding(row, "service", "paper.service")
        try:
            counter_label(line.counter)
        except DeskError:
            yield Finding(row, "counter", "paper.counter")


def _bookings(
    reader: Reader, actor: Actor, day: date, rows: Sequence[PaperVisit]
) -> Iterator[Finding]:
    """A booking can be served once."""
    named = [line.appointment_id for line in rows]
    free = {
        item.id
        for item in reader.appointments.of_day(actor.site, day)
        if item.state in _MAY_STILL_COME and reader.visits.by_appointment(item.id) is None
    }
    for row, booking in enumerate(named):
        if booking is not None and (booking not in free or booking in named[:row]):
            yield Finding(row, "appointment_id", "paper.booking")


def _entered(uow: UnitOfWork, env: Env, actor: Actor, day: date, line: PaperVisit) -> Visit:
    booking = uow.appointments.get(line.appointment_id) if line.appointment_id else None
    visit_id, visit = env.new_id(), None
    for action, at, data in _steps(env, actor, day, line, booking):
        event = _event(env, actor, visit_id, visit, action, at, data, line.counter)
        visit = visit_states.apply(visit, event)
        uow.visits.add(visit, event)
    assert visit is not None  # a line has an arrival at least
    if booking is not None:
        follow(uow, env, actor, booking, visit)
    return visit


def _steps(
    env: Env, actor: Actor, day: date, line: PaperVisit, booking: Appointment | None
) -> Iterator[Step]:
    """What happened to the client of a line, in order."""

    def instant(wall: time | None) -> datetime:
        assert wall is not None  # `check` has asked for it
        return at_local(day, wall)

    arrived = instant(line.arrived)
    yield Action.ISSUE, arrived, _issue(env, actor, day, line, booking)
    if line.called or line.started:
        yield Action.CALL, instant(line.called or line.started), {"reason": ""}
    if line.started:
        yield Action.START, instant(line.started), {}
    over = instant(line.finished)
    if line.ended is Ended.LEFT:
        yield Action.LEAVE, over, {}
    elif line.ended is Ended.NO_SHOW:
        yield Action.NO_SHOW, over, {}
    else:
        yield Action.FINISH, over, {"outcome": line.ended.value}


def _issue(
    env: Env, actor: Actor, day: date, line: PaperVisit, booking: Appointment | None
) -> dict[str, object]:
    assert line.number is not None and line.arrived is not None
    arrived = at_local(day, line.arrived)
    data: dict[str, object] = {
        "site": actor.site,
        "day": day,
        "number": paper_number(line.number),
        "services": (line.service,),
        "arrival": ArrivalClass.WALK_IN.value,
        "place_at": arrived,
    }
    if booking is None:
        return data
    margin = env.policy.call_order.arrival_margin_minutes
    return {
        **data,
        "arrival": classify(booking.start, arrived, margin).value,
        "place_at": max(booking.start, arrived),
        "slot": booking.start,
        "appointment_id": booking.id,
    }


def _event(
    env: Env,
    actor: Actor,
    visit_id: UUID,
    before: Visit | None,
    action: Action,
    at: datetime,
    data: dict[str, object],
    counter: str,
) -> VisitEvent:
    return VisitEvent(
        id=env.new_id(),
        visit_id=visit_id,
        seq=before.version + 1 if before else 1,
        kind=action,
        at=at,
        recorded_at=env.clock(),
        actor_id=actor.account_id,
        counter="" if action is Action.ISSUE else counter,
        data={"paper": True, **{name: written(value) for name, value in data.items()}},
    )
