"""Everything the Today screen shows, read at one instant.

Of personal data only what belongs to the client at this counter is read, and what help those who
wait need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.board import Board, LastCall, Serving
from desk.domain.clock import local_day
from desk.domain.day_counts import counts
from desk.domain.day_record import DayRecord
from desk.domain.person import Person
from desk.domain.queue_order import order
from desk.domain.roles import RIGHTS, Actor, Right
from desk.domain.visit import PeriodKind, Visit
from desk.domain.waiting import clock_from, interrupted, minutes, waited
from desk.services import counter_hold
from desk.services.board_arrivals import find_arrivals
from desk.services.board_forecast import can_serve
from desk.services.board_rows import RowMaker
from desk.services.closing_forecast import closing_forecast
from desk.services.env import Env
from desk.services.kept_text import assistance_of, text_of
from desk.services.opening import hours_of
from desk.services.phone_calls import running
from desk.services.queue_policy import called_since_walk_in, order_policy
from desk.services.queue_steps import AT_A_COUNTER
from desk.services.queue_undo import undo_offer

if TYPE_CHECKING:
    from db.unit_of_work import Reader

__all__ = ["board", "can_serve", "find_arrivals"]


def board(reader: Reader, env: Env, actor: Actor) -> Board:
    """The queue, the client at this counter, and the day's figures.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.RUN_QUEUE)
    now, site = env.clock(), actor.site
    day = local_day(now)
    visits = reader.visits.of_day(site, day)
    booked = reader.appointments.of_day(site, day)
    stale = reader.visits.stale_open(site, day)
    helps = assistance_of(reader, (*visits, *stale))
    names = reader.accounts.names()
    rows = RowMaker(env, now, {item.id: item for item in booked}, names, helps)
    ranked = order(
        visits,
        booked,
        now=now,
        policy=order_policy(env, site),
        counter=actor.counter,
        since=called_since_walk_in(reader, env, site, day),
    )
    hours = hours_of(reader, env, site, day)
    record = reader.days.of(site, day)
    imported = reader.imports.last(site, day)
    resting = counter_hold.holds(reader, env, site)
    return Board(
        now=now,
        site=site,
        day=day,
        hours=hours,
        rows=(*map(rows.ranked, ranked), *rows.announced(visits)),
        parked=rows.parked(visits),
        done=rows.done(visits),
        serving=_serving(reader, rows, actor, visits),
        undo=undo_offer(reader, env, actor),
        counts=counts(visits, booked, now),
        last_call=_last_call(visits, actor.counter),
        stale_open=tuple(map(rows.ticket, stale)),
        new_incidents=_new_incidents(reader, actor),
        file_imported_at=imported.at if imported else None,
        call=running(reader, env, actor),
        record=record,
        record_names=_named(record, names),
        closing=closing_forecast(env, now, hours, visits, booked, ranked),
        resting=any(one.binds(actor) for one in resting),
        resting_counters=tuple(one.counter for one in resting),
    )


def _serving(
    reader: Reader, rows: RowMaker, actor: Actor, visits: Sequence[Visit]
) -> Serving | None:
    here = (v for v in visits if v.state in AT_A_COUNTER and v.counter == actor.counter)
    visit = next(here, None)
    if visit is None or not actor.counter:
        return None
    appointment = rows.bookings.get(visit.appointment_id) if visit.appointment_id else None
    return Serving(
        visit=visit,
        since=clock_from(visit, rows.now),
        waited_minutes=minutes(waited(visit, rows.now)),
        person=_person(reader, appointment.person_id if appointment else None),
        note=text_of(reader, visit.note_id),
        assistance=rows.assistance(visit),
        contact=_person(reader, visit.contact_id),
        appointment=appointment,
        interrupted=interrupted(visit),
    )


def _named(record: DayRecord | None, names: Mapping[UUID, str]) -> dict[UUID, str]:
    """The names of those who noted something of the day."""
    return {tick.by: names.get(tick.by, "") for tick in record.ticks} if record else {}


def _person(reader: Reader, person_id: UUID | None) -> Person | None:
    return reader.persons.get(person_id) if person_id else None


def _last_call(visits: Sequence[Visit], counter: str) -> LastCall | None:
    calls = [
        LastCall(visit.number, period.counter, period.start)
        for visit in visits
        for period in visit.periods
        if period.kind is PeriodKind.CALLED and period.counter != counter
    ]
    return max(calls, key=lambda call: (call.at, call.number), default=None)


def _new_incidents(reader: Reader, actor: Actor) -> int:
    """Reports that wait for this person to acknowledge them."""
    if Right.READ_ALL_INCIDENTS not in RIGHTS[actor.role]:
        return 0
    return reader.incidents.count_new(actor.site)
