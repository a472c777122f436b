"""Figures of years of visits and reports, added up by the database; no row of it is a person.

Who reported, who was told or who reviewed is not even read: `UNREAD` columns stay where they are,
and visits come as counts alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final, NamedTuple
from uuid import UUID

from msgspec import json
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    type_coerce,
)

from db.models import incident, period, ticket, visit, visit_event, visit_service
from db.stores.base import StoreReader
from db.stores.incident_rows import incident_of
from db.types import Instant
from desk.domain.incident import Incident, IncidentKind
from desk.domain.statistics_visits import Visits, month_of

_NOBODY: Final = UUID(int=0)
UNREAD: Final = {
    "reporter_id": _NOBODY,
    "acknowledged_by": None,
    "told_whom_id": None,
    "text_id": None,
    "counter": "",
}
"""Columns that statistics leave alone, and what stands in their place."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_HOUR: Final = timedelta(hours=1)
_ONE_DAY: Final = timedelta(days=1)
_HOUR: Final = 3_600_000_000
_MINUTE: Final = 60_000_000

_ISSUED: Final = type_coerce(visit.c.issued_at, Integer)
_LENGTH: Final = type_coerce(period.c.end, Integer) - type_coerce(period.c.start, Integer)
_WAITED: Final = (
    select(func.sum(_LENGTH) // _MINUTE)
    .where(
        period.c.visit_id == ticket.c.visit_id,
        period.c.kind == literal_column("'waiting'"),
        period.c.end.is_not(None),
    )
    .correlate(ticket)
    .scalar_subquery()
)
_ASKED_FOR: Final = (
    select(func.json_group_array(visit_service.c.service))
    .where(visit_service.c.visit_id == ticket.c.visit_id)
    .correlate(ticket)
    .scalar_subquery()
)
_VISITS: Final = (
    select(
        (_ISSUED // _HOUR).label("hour"),
        _WAITED.label("minutes"),
        _ASKED_FOR.label("services"),
        visit.c.outcome.is_not(None).label("given"),
    )
    .select_from(ticket.join(visit, visit.c.id == ticket.c.visit_id))
    .where(
        ticket.c.site == bindparam("site"),
        ticket.c.day >= bindparam("first"),
        ticket.c.day <= bindparam("last"),
        visit.c.by_mistake == literal_column("0"),
    )
)
"""Four numbers of each visit; grouped by the database they would be sorted first."""

_LAST_EVENT: Final = select(func.max(visit_event.c.position))
_CHANGED: Final = (
    select(visit_event.c.site, visit_event.c.day, visit_event.c.position)
    .where(visit_event.c.position > bindparam("after"))
    .order_by(visit_event.c.position)
)
_NEXT_VISIT: Final = (
    select(ticket.c.day)
    .where(ticket.c.site == bindparam("site"), ticket.c.day > bindparam("after"))
    .order_by(ticket.c.day)
    .limit(1)
)
_NEXT_REPORT: Final = (
    select(incident.c.day)
    .where(incident.c.site == bindparam("site"), incident.c.day > bindparam("after"))
    .order_by(incident.c.day)
    .limit(1)
)
_BEGAN: Final[ColumnElement[datetime]] = type_coerce(
    case(
        (incident.c.time_unknown == literal_column("1"), incident.c.recorded_at),
        else_=func.min(incident.c.occurred_at, incident.c.recorded_at),
    ),
    Instant,
)
_HAPPENED: Final = and_(
    incident.c.site == bindparam("site"),
    incident.c.day >= bindparam("first"),
    bindparam("since", type_=Instant()) <= _BEGAN,
    bindparam("until", type_=Instant()) > _BEGAN,
)
_INCIDENTS: Final = (
    select(*(column for column in incident.c if column.name not in UNREAD))
    .where(_HAPPENED)
    .order_by(incident.c.day, incident.c.id)
)
_KINDS: Final = (
    select(incident.c.kind, incident.c.level, func.count().label("number"))
    .where(_HAPPENED, literal_column("state NOT IN ('voided', 'merged')"))
    .group_by(incident.c.kind, incident.c.level)
)
_LESSONS: Final = (
    select(incident.c.number, incident.c.kind, incident.c.handling)
    .where(
        incident.c.site == bindparam("site"),
        literal_column("state = 'closed'"),
        literal_column("json_extract(handling, '$.findings.share')"),
        literal_column("json_extract(handling, '$.findings.lesson_id') IS NOT NULL"),
    )
    .order_by(literal_column("json_extract(handling, '$.closed_at')").desc(), incident.c.number)
    .limit(bindparam("most"))
)


class SharedLesson(NamedTuple):
    """A lesson of a closed review that is meant for everybody; its words lie in `text_id`."""

    number: str
    kind: IncidentKind
    closed_at: datetime
    text_id: UUID


class _Months:
    """What a reading connection remembers of whole months, until a visit of one changes."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, date], Visits] = {}
        self.seen = 0


class StatisticsReader(StoreReader):
    """Questions about a span of days of a site.

    Args:
        remembers: whether whole months are kept in mind; not of what may yet be rolled back.
    """

    def __init__(self, connection: Connection, *, remembers: bool = True) -> None:
        super().__init__(connection)
        self._remembers = remembers

    def visits(self, site: str, first: date, last: date) -> Visits:
        """The visits of some days, both ends included, as counts."""
        months = self._months()
        parts = []
        for since, until in _by_month(first, last):
            whole = _is_whole(since, until)
            found = months.known.get((site, since)) if whole else None
            if found is None:
                found = self._counted(site, since, until)
            if whole:
                months.known[site, since] = found
            parts.append(found)
        return Visits.together(parts)

    def read_ahead(self, site: str, first: date, last: date) -> int:
        """Read the visits of one month that is not in mind yet; how many months are left.

        Years are read in so many short questions, and others can be asked in between.
        """
        known, wanted = self._months().known, list(_by_month(first, last))
        new = [one for one in wanted if _is_whole(*one) and (site, one[0]) not in known]
        if not new or not self._remembers:
            return 0
        known[site, new[0][0]] = self._counted(site, *new[0])
        return len(new) - 1

    def incidents(
        self, site: str, first: date, since: datetime, until: datetime
    ) -> tuple[Incident, ...]:
        """Reports of what happened in a stretch of time, by day, without who reported them.

        Args:
            first: the local day of `since`: nothing is recorded before it happens.
            since, until: the first instant, and the first after the last.
        """
        rows = self._all(_INCIDENTS, site=site, first=first, since=since, until=until)
        return tuple(incident_of(_filled(row)) for row in rows)

    def kinds(
        self, site: str, first: date, since: datetime, until: datetime
    ) -> Mapping[tuple[IncidentKind, str], int]:
        """How many reports there are of each kind and level; arguments as for `incidents`."""
        rows = self._all(_KINDS, site=site, first=first, since=since, until=until)
        return {(IncidentKind(row.kind), row.level): row.number for row in rows}

    def next_day(self, site: str, after: date) -> date | None:
        """The first day after another of which anything is kept: a visit or a report."""
        found = (
            self._value(_NEXT_VISIT, site=site, after=after),
            self._value(_NEXT_REPORT, site=site, after=after),
        )
        return min((day for day in found if day is not None), default=None)

    def lessons(self, site: str, most: int) -> tuple[SharedLesson, ...]:
        """The lessons that closed reviews of a site share, the one closed last first."""
        rows = self._all(_LESSONS, site=site, most=most)
        return tuple(_lesson(row) for row in rows)

    def _months(self) -> _Months:
        """What is remembered, without the months of visits that changed since."""
        if not self._remembers:
            return _Months()
        months: _Months | None = self._connection.info.get("statistics")
        if months is None:
            months = self._connection.info["statistics"] = _Months()
            months.seen = self._number(_LAST_EVENT)
        for row in self._all(_CHANGED, after=months.seen):
            months.known.pop((row.site, row.day.replace(day=1)), None)
            months.seen = row.position
        return months

    def _counted(self, site: str, first: date, last: date) -> Visits:
        rows = self._all(_VISITS, site=site, first=first, last=last)
        month = month_of(first)
        hours = Counter(row.hour for row in rows)
        asked = Counter((row.services, row.given) for row in rows)
        services: Counter[tuple[str, str]] = Counter()
        given: Counter[tuple[str, str]] = Counter()
        for (together, ended), number in asked.items():
            for service in json.decode(together):
                services[month, service] += number
                given[month, service] += number if ended else 0
        return Visits(
            hours={_EPOCH + hour * _ONE_HOUR: number for hour, number in hours.items()},
            services=services,
            given=given,
            waits=Counter(row.minutes for row in rows if row.minutes is not None),
        )


def _by_month(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The stretches of a span that lie in one month each."""
    while first <= last:
        following = (first.replace(day=1) + 32 * _ONE_DAY).replace(day=1)
        yield first, min(last, following - _ONE_DAY)
        first = following


def _is_whole(first: date, last: date) -> bool:
    return first.day == 1 and (last + _ONE_DAY).day == 1


def _lesson(row: Any) -> SharedLesson:
    handling = row.handling
    return SharedLesson(
        number=row.number,
        kind=IncidentKind(row.kind),
        closed_at=datetime.fromisoformat(handling["closed_at"]),
        text_id=UUID(handling["findings"]["lesson_id"]),
    )


def _filled(row: Any) -> Any:
    return SimpleNamespace(**row._asdict(), **UNREAD)
