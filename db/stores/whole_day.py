"""Telephone calls, follow-ups and day records as they stand, and their events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Row, bindparam, exists, literal_column, select

from db.models import (
    day_record,
    day_record_event,
    follow_up,
    follow_up_event,
    phone_call,
    phone_call_event,
)
from db.stores.subjects import Kind, Statements, SubjectReader, SubjectStore
from desk.domain import day_record as days
from desk.domain import follow_up as follow_ups
from desk.domain import phone_call as calls
from desk.domain.day_record import DayAction, DayRecord, DayState, Ticked
from desk.domain.follow_up import FollowUp, FollowUpAction, FollowUpKind, FollowUpState
from desk.domain.phone_call import CallAction, CallOutcome, CallState, PhoneCall
from desk.domain.topics import Topic


def _call_of(row: Row[Any]) -> PhoneCall:
    values = row._asdict()
    values["state"], values["step"] = CallState(row.state), CallAction(row.step)
    values["outcome"] = CallOutcome(row.outcome) if row.outcome else None
    return PhoneCall(**values)


def _follow_up_of(row: Row[Any]) -> FollowUp:
    values = row._asdict()
    values["kind"], values["state"] = FollowUpKind(row.kind), FollowUpState(row.state)
    return FollowUp(**values)


def _record_of(row: Row[Any]) -> DayRecord:
    values = row._asdict()
    values["state"] = DayState(row.state)
    values["ticks"] = tuple(msgspec.convert(row.ticks, list[Ticked]))
    return DayRecord(**values)


CALLS: Final = Kind(
    phone_call, phone_call_event, CallAction, _call_of, calls.replay, Topic.CALLS, "call"
)
FOLLOW_UPS: Final = Kind(
    follow_up,
    follow_up_event,
    FollowUpAction,
    _follow_up_of,
    follow_ups.replay,
    Topic.FOLLOW_UPS,
    "followup",
)
DAYS: Final = Kind(
    day_record, day_record_event, DayAction, _record_of, days.replay, Topic.DAY_RECORD, "day"
)

_OF_SITE: Final = phone_call.c.site == bindparam("site")
_AT_COUNTER: Final = (
    select(phone_call)
    .where(_OF_SITE, phone_call.c.day == bindparam("day"))
    .where(phone_call.c.counter == bindparam("counter"))
    .order_by(phone_call.c.step_at.desc(), phone_call.c.id.desc())
    .limit(1)
)
_CALLED_BACK: Final = (
    exists()
    .where(follow_up.c.kind == literal_column(f"'{FollowUpKind.CALL_BACK.value}'"))
    .where(follow_up.c.subject_id == phone_call.c.id)
    .where(follow_up.c.state == literal_column(f"'{FollowUpState.DONE.value}'"))
)
_TO_CALL_BACK: Final = (
    select(phone_call)
    .where(_OF_SITE, phone_call.c.day >= bindparam("first"), ~_CALLED_BACK)
    .where(phone_call.c.outcome == literal_column(f"'{CallOutcome.CALL_BACK.value}'"))
    .where(phone_call.c.state == literal_column(f"'{CallState.ENDED.value}'"))
)
_CALLS_OF_DAY: Final = select(phone_call).where(_OF_SITE, phone_call.c.day == bindparam("day"))
_STORED_OPEN: Final = (
    select(follow_up)
    .where(follow_up.c.site == bindparam("site"))
    .where(follow_up.c.state == literal_column(f"'{FollowUpState.OPEN.value}'"))
)
_DONE: Final = (
    select(follow_up)
    .where(follow_up.c.site == bindparam("site"), follow_up.c.done_at >= bindparam("since"))
    .order_by(follow_up.c.done_at.desc())
)
_OF_SUBJECT: Final = (
    select(follow_up)
    .where(follow_up.c.kind == bindparam("kind"))
    .where(follow_up.c.subject_id == bindparam("about"))
)
_OF_SUBJECTS: Final = (
    select(follow_up)
    .where(follow_up.c.kind == bindparam("kind"))
    .where(follow_up.c.subject_id.in_(bindparam("about", expanding=True)))
)
_DAY_OF: Final = (
    select(day_record)
    .where(day_record.c.site == bindparam("site"))
    .where(day_record.c.day == bindparam("day"))
)


class CallReader(SubjectReader[PhoneCall, CallAction]):
    """Questions about telephone calls."""

    kind = CALLS
    statements = Statements(CALLS)

    def last_at_counter(self, site: str, day: date, counter: str) -> PhoneCall | None:
        """The call that was begun, ended or taken back last at a counter that day."""
        row = self._one(_AT_COUNTER, site=site, day=day, counter=counter)
        return None if row is None else _call_of(row)

    def to_call_back(self, site: str, first: date) -> tuple[PhoneCall, ...]:
        """Calls from a day on whose caller was promised a call back that nobody has made."""
        return self._ask(_TO_CALL_BACK, site=site, first=first)

    def of_day(self, site: str, day: date) -> tuple[PhoneCall, ...]:
        """All calls of a day."""
        return self._ask(_CALLS_OF_DAY, site=site, day=day)


class CallStore(CallReader, SubjectStore[PhoneCall, CallAction]):
    """Writes of telephone calls."""


class FollowUpReader(SubjectReader[FollowUp, FollowUpAction]):
    """Questions about stored follow-ups."""

    kind = FOLLOW_UPS
    statements = Statements(FOLLOW_UPS)

    def open(self, site: str) -> tuple[FollowUp, ...]:
        """The open ones of a site."""
        return self._ask(_STORED_OPEN, site=site)

    def done_since(self, site: str, since: datetime) -> tuple[FollowUp, ...]:
        """Those of a site that were done since an instant, newest first."""
        return self._ask(_DONE, site=site, since=since)

    def of_subject(self, kind: FollowUpKind, about: UUID) -> FollowUp | None:
        """What was decided about a derived follow-up."""
        row = self._one(_OF_SUBJECT, kind=kind.value, about=about)
        return None if row is None else _follow_up_of(row)

    def of_subjects(self, kind: FollowUpKind, about: list[UUID]) -> tuple[FollowUp, ...]:
        """What was decided about several derived follow-ups of a kind."""
        return self._ask(_OF_SUBJECTS, kind=kind.value, about=about) if about else ()


class FollowUpStore(FollowUpReader, SubjectStore[FollowUp, FollowUpAction]):
    """Writes of follow-ups."""


class DayReader(SubjectReader[DayRecord, DayAction]):
    """Questions about the records of days."""

    kind = DAYS
    statements = Statements(DAYS)

    def of(self, site: str, day: date) -> DayRecord | None:
        """A site's day; None when nothing was noted of it."""
        row = self._one(_DAY_OF, site=site, day=day)
        return None if row is None else _record_of(row)


class DayStore(DayReader, SubjectStore[DayRecord, DayAction]):
    """Writes of the records of days."""
