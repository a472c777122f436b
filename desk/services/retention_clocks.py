"""Days at whose close rows are erased, put right before the job looks for what is due.

Most rows get their day when they are written.  Some have a clock of their own, which begins later:
an incident's with its closing, a promise's with its being kept, a colleague's with leaving.  While
such a matter is open its data stays, and is looked at again every day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from desk.domain.account import Account
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.follow_up import FollowUpKind, FollowUpState
from desk.domain.incident import ENDED, IncidentState
from desk.domain.person import Purpose
from desk.domain.phone_call import CallOutcome
from desk.domain.visit import OPEN_STATES
from desk.services.env import Env
from desk.services.retention import expiry

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

DRAFT: Final = "draft"
"""The purpose of unfinished entries in the content pack's table."""
DRAFT_DROPPED: Final = "retention.draft_dropped"
"""Fact about a database: when a draft was dropped because a person asked; copies may hold it."""

_DAYS_IN_FORCE: Final = "retention.days."


class StillOpen(Exception):  # noqa: N818 - a state, not an error
    """The matter that a row belongs to is not closed: the row stays.

    Args:
        matter: "incident", "call", "follow_up" or "visit".
    """

    def __init__(self, matter: str) -> None:
        super().__init__(matter)
        self.matter = matter


def closed_on(reader: Reader, purpose: Purpose, subject_id: UUID) -> date | None:
    """The local day on which the matter behind a row was closed, where its period counts from it.

    Returns:
        None when the row's own day holds.

    Raises:
        StillOpen: when it is not closed yet.
    """
    clock = _CLOCKS.get(purpose)
    try:
        at = clock(reader, subject_id) if clock else None
    except DeskError:  # the record is gone: nothing holds the row any more
        return None
    return local_day(at) if at else None


def _incident(reader: Reader, subject_id: UUID) -> datetime | None:
    """Closed or voided; one that was merged ends with the report that it goes on in."""
    incident = reader.incidents.get(subject_id)
    halt = incident.handling.halt
    if incident.state is IncidentState.MERGED and halt and halt.into:
        return _incident(reader, halt.into)
    if incident.state not in ENDED:
        raise StillOpen("incident")
    return incident.handling.closed_at or (halt.at if halt else None)


def _follow_up(reader: Reader, subject_id: UUID) -> datetime | None:
    if reader.follow_ups.get(subject_id).state is FollowUpState.OPEN:
        raise StillOpen("follow_up")
    return None


def _call(reader: Reader, subject_id: UUID) -> datetime | None:
    """A caller who was promised a call back has to be reached."""
    if reader.calls.get(subject_id).outcome is CallOutcome.CALL_BACK:
        promise = reader.follow_ups.of_subject(FollowUpKind.CALL_BACK, subject_id)
        if promise is None or promise.state is FollowUpState.OPEN:
            raise StillOpen("call")
    return None


def _visit(reader: Reader, subject_id: UUID) -> datetime | None:
    """A contact is needed until the visit's last task is done; a parked ticket is none."""
    visit = reader.visits.get(subject_id)
    if visit.state in OPEN_STATES:
        raise StillOpen("visit")
    return visit.last_event_at


_CLOCKS: Final[Mapping[Purpose, Callable[[Reader, UUID], datetime | None]]] = {
    Purpose.INCIDENT_TEXT: _incident,
    Purpose.INCIDENT_TOLD: _incident,
    Purpose.INCIDENT_DETAIL: _incident,
    Purpose.INCIDENT_FILE: _incident,
    Purpose.CALL_NOTE: _call,
    Purpose.FOLLOW_UP: _follow_up,
    Purpose.VISIT_CONTACT: _visit,
}


def set_days(uow: UnitOfWork, env: Env, today: date) -> None:
    """Bring every row's day up to what the content pack and the open matters say."""
    _follow_pack(uow, env)
    _give_missing(uow, env)
    _follow_staff(uow, env)
    _follow_matters(uow, env, today)


def _follow_pack(uow: UnitOfWork, env: Env) -> None:
    """When headquarters sets another period, what was kept under the old one follows."""
    installed = uow.erasures.pack_installed_at() or env.clock()
    for period in env.policy.retention:
        name = f"{_DAYS_IN_FORCE}{period.purpose}"
        before = uow.meta.get(name)
        if before is not None and int(before) != period.days and period.purpose in set(Purpose):
            by = period.days - int(before)
            uow.erasures.shift(Purpose(period.purpose), by, installed)
        if before != str(period.days):
            uow.meta.note(name, str(period.days))


def _give_missing(uow: UnitOfWork, env: Env) -> None:
    """Rows kept while their purpose had no period count from the day they were recorded."""
    for row in uow.erasures.without_day():
        day = expiry(env, row.purpose, local_day(row.at))
        if row.purpose is not Purpose.STAFF and day is not None:
            uow.erasures.set_day(row.person_id, day)


def _follow_staff(uow: UnitOfWork, env: Env) -> None:
    """A colleague's name stays while the account works, and its period after that."""
    rows = uow.erasures.staff()
    wanted = {rows[one.id]: _staff_day(uow, env, one) for one in uow.accounts.all()}
    for person_id, row in uow.erasures.held(wanted.keys()).items():
        if row.expires != wanted[person_id]:
            uow.erasures.set_day(person_id, wanted[person_id])


def _staff_day(uow: UnitOfWork, env: Env, account: Account) -> date | None:
    if not account.disabled:
        return None
    left = None
    for event in reversed(uow.accounts.events(account.id)):
        if not event.data.get("disabled"):
            break
        left = event.at
    return expiry(env, Purpose.STAFF, local_day(left)) if left else None


def _follow_matters(uow: UnitOfWork, env: Env, today: date) -> None:
    due = {row.person_id: row.purpose for row in uow.erasures.due_of(tuple(_CLOCKS), today)}
    for person_id, holder in uow.holders.of(due.keys()).items():
        later = _later(uow, env, due[person_id], holder.id, today)
        if later is not None and later >= today:
            uow.erasures.set_day(person_id, later)


def _later(
    reader: Reader, env: Env, purpose: Purpose, subject_id: UUID, today: date
) -> date | None:
    """The day that a matter's own clock gives; while it is open, today: asked again tomorrow."""
    try:
        closed = closed_on(reader, purpose, subject_id)
    except StillOpen:
        return today
    return expiry(env, purpose, closed) if closed else None


def abandoned_before(env: Env) -> datetime | None:
    """Unfinished entries not touched since this instant are given up; None without a period."""
    days = next((one.days for one in env.policy.retention if one.purpose == DRAFT), None)
    return None if days is None else env.clock() - timedelta(days=days)
