"""Closing the day of a site: never on people (WE-01), with what is left to do in sight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from desk.domain.appointment import Appointment
from desk.domain.board import ClosingForecast, Counts, QueueRow
from desk.domain.closing import last_end, overtime_minutes, still_here
from desk.domain.day_counts import counts
from desk.domain.day_record import DayAction, DayRecord, DayState
from desk.domain.deadlines import end_of_day
from desk.domain.entry_log import Occasion
from desk.domain.errors import DeskError
from desk.domain.follow_up import FollowUpLine
from desk.domain.hours import DayHours
from desk.domain.person import Purpose
from desk.domain.queue_order import order
from desk.domain.roles import Actor, Right
from desk.domain.visit import Visit
from desk.services import counter_hold, retention_job
from desk.services.board_rows import RowMaker
from desk.services.closing_forecast import closing_forecast
from desk.services.day_aggregates import note_figures
from desk.services.day_records import note_day
from desk.services.env import Env
from desk.services.follow_up_list import lines
from desk.services.kept_text import assistance_of, kept, reason_text, text_of
from desk.services.opening import hours_of
from desk.services.queue_policy import called_since_walk_in, order_policy
from desk.services.queue_steps import today

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class DayPage:
    """A day that is to be closed, or has been.

    Args:
        here: who waits, is parked or being served: the day stays open for them.
        due: open follow-ups whose term ends with the day or has passed.
        overtime: minutes past closing so far; None where no closing time is known.
        closing: when the last client is likely to leave; None for an earlier day.
        reason, reopen_reason: as worded by the head; "" once erased.
        closed_by: a name.
        unclosed: an earlier day, the last one with clients, that nobody has closed.
    """

    now: datetime
    day: date
    today: bool
    hours: DayHours
    record: DayRecord | None
    here: tuple[QueueRow, ...]
    counts: Counts
    due: tuple[FollowUpLine, ...]
    last_end: datetime | None
    overtime: int | None
    closing: ClosingForecast | None
    reason: str
    reopen_reason: str
    closed_by: str
    unclosed: date | None

    @property
    def closed(self) -> bool:
        """Whether the day has been closed."""
        return self.record is not None and self.record.state is DayState.CLOSED


def page(reader: Reader, env: Env, actor: Actor, day: date | None = None) -> DayPage:
    """What the head sees before closing.

    Args:
        day: None = today.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.CLOSE_DAY)
    now, site, meant = env.clock(), actor.site, day or today(env)
    visits = reader.visits.of_day(site, meant)
    booked = reader.appointments.of_day(site, meant)
    record = reader.days.of(site, meant)
    hours = hours_of(reader, env, site, meant)
    names = reader.accounts.names()
    bookings = {item.id: item for item in booked}
    rows = RowMaker(env, now, bookings, names, assistance_of(reader, visits))
    end, is_today = last_end(visits), meant == today(env)
    return DayPage(
        now=now,
        day=meant,
        today=is_today,
        hours=hours,
        record=record,
        here=tuple(map(rows.ticket, still_here(visits))),
        counts=counts(visits, booked, now),
        due=_due(reader, env, actor, meant),
        last_end=end,
        overtime=overtime_minutes(hours, end),
        closing=_forecast(reader, env, site, hours, visits, booked) if is_today else None,
        reason=text_of(reader, record.reason_id if record else None),
        reopen_reason=text_of(reader, record.reopen_reason_id if record else None),
        closed_by=names.get(record.closed_by, "") if record and record.closed_by else "",
        unclosed=_unclosed(reader, env, actor),
    )


def close(
    uow: UnitOfWork, env: Env, actor: Actor, day: date | None = None, reason: str = ""
) -> DayRecord:
    """Close a day: nobody is left, and no ticket is issued for it any more.

    Args:
        day: None = today; reason: why there was overtime, if the head wants to say.

    Raises:
        DeskError: "access.no_right", "day.people_wait" (count, numbers), "day.in_future",
            "day.closed_already", "text.too_long", "text.personal_code".
    """
    actor.require(Right.CLOSE_DAY)
    meant = day or today(env)
    if meant > today(env):
        raise DeskError("day.in_future")
    visits = uow.visits.of_day(actor.site, meant)
    here = still_here(visits)
    if here:
        numbers = ", ".join(visit.number for visit in here)
        raise DeskError("day.people_wait", count=len(here), numbers=numbers)
    end = last_end(visits)
    hours = hours_of(uow, env, actor.site, meant)
    data = {
        "last_end": end,
        "overtime_minutes": overtime_minutes(hours, end),
        "reason_id": kept(uow, env, Purpose.DAY_NOTE, reason_text(reason), from_day=meant),
    }
    retention_job.day_closed(uow, env, actor.site, meant)
    uow.entry_log.checkpoint(Occasion.DAY_CLOSE)
    if meant == today(env):
        counter_hold.end_all(uow, actor.site)
    record = note_day(uow, env, actor, meant, DayAction.CLOSE, data)
    note_figures(uow, env, record, visits)
    return record


def reopen(uow: UnitOfWork, env: Env, actor: Actor, day: date | None, reason: str) -> DayRecord:
    """Open a closed day again, with a reason.

    Raises:
        DeskError: "access.no_right", "day.reason_missing", "day.not_closed", "text.too_long",
            "text.personal_code".
    """
    actor.require(Right.CLOSE_DAY)
    why = reason_text(reason)
    if not why:
        raise DeskError("day.reason_missing")
    meant = day or today(env)
    reason_id = kept(uow, env, Purpose.DAY_NOTE, why, from_day=meant)
    return note_day(uow, env, actor, meant, DayAction.REOPEN, {"reason_id": reason_id})


def _due(reader: Reader, env: Env, actor: Actor, day: date) -> tuple[FollowUpLine, ...]:
    found = lines(reader, env, actor).open
    return tuple(line for line in found if line.due_at and line.due_at <= end_of_day(day))


def _unclosed(reader: Reader, env: Env, actor: Actor) -> date | None:
    last = reader.visits.last_day(actor.site, today(env))
    record = reader.days.of(actor.site, last) if last else None
    closed = record is not None and record.state is DayState.CLOSED
    return None if closed else last


def _forecast(
    reader: Reader,
    env: Env,
    site: str,
    hours: DayHours,
    visits: Sequence[Visit],
    booked: Collection[Appointment],
) -> ClosingForecast:
    now = env.clock()
    ranked = order(
        visits,
        booked,
        now=now,
        policy=order_policy(env, site),
        since=called_since_walk_in(reader, env, site, hours.day),
    )
    return closing_forecast(env, now, hours, visits, booked, ranked)
