"""Questions about visits as they stand, and about their events."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)

from db.memory import Memory, memory
from db.models import appointment, period, ticket, visit, visit_event, visit_service
from db.stores.base import StoreReader
from db.stores.visit_rows import called_of, event_of, visit_of
from db.types import Instant, Json
from desk.domain.errors import DeskError
from desk.domain.queue_ranks import Called
from desk.domain.visit import (
    COMPLAINT_TOLD,
    PeriodKind,
    TicketState,
    Visit,
    VisitEvent,
)

_TICKET: Final = [
    column for column in ticket.c if column.name not in {"visit_id", "site", "day", "open"}
]
_BY_NUMBER: Final = attrgetter("day", "series", "serial")
_BY_BIRTH: Final = attrgetter("issued_at", "id")
_SITE_DAY: Final = and_(ticket.c.site == bindparam("site"), ticket.c.day == bindparam("day"))
_OPEN: Final = and_(ticket.c.site == bindparam("site"), ticket.c.open == bindparam("open"))


def _parts(table: Table, name: str, *columns: ColumnElement[Any]) -> Any:
    """A visit's parts as one JSON value, each a list that begins with its place."""
    part = func.json_group_array(func.json_array(table.c.place, *columns))
    found = select(part).where(table.c.visit_id == ticket.c.visit_id).correlate(ticket)
    return type_coerce(found.scalar_subquery(), Json).label(name)


_PLAIN: Final = [
    *visit.c,
    *_TICKET,
    _parts(visit_service, "services", visit_service.c.service),
    _parts(
        period,
        "periods",
        period.c.kind,
        period.c.start,
        period.c.end,
        period.c.counter,
        func.hex(period.c.actor_id),
        period.c.gap_seconds,
    ),
]


def question(*condition: ColumnElement[bool]) -> Select[Any]:
    """What reads the visits whose ticket meets a condition, their parts in the same row.

    They are put in order afterwards: asked for an order, the database would rather read years of
    tickets in that order than the few that are open.
    """
    return select(*_PLAIN).join(ticket, ticket.c.visit_id == visit.c.id).where(*condition)


_BY_ID: Final = question(ticket.c.visit_id == bindparam("id"))
_OF_DAY: Final = question(_SITE_DAY)
_MARKS: Final = (
    select(ticket.c.visit_id, ticket.c.last_event_id)
    .where(_SITE_DAY)
    .order_by(ticket.c.series, ticket.c.serial)
)
"""A visit is what its events come to: while the last one is the same, it is the same."""
_OPEN_OF: Final = question(_OPEN, ticket.c.day == bindparam("day"))
_STALE: Final = question(_OPEN, ticket.c.day < bindparam("before"))
_AT_COUNTER: Final = question(
    _OPEN,
    ticket.c.day == bindparam("day"),
    ticket.c.counter == bindparam("counter"),
    literal_column(f"ticket.state IN ('{TicketState.CALLED}', '{TicketState.SERVING}')"),
)
_BY_APPOINTMENT: Final = question(visit.c.appointment_id == bindparam("appointment"))
_HIGHEST: Final = select(func.max(ticket.c.serial)).where(
    _SITE_DAY, ticket.c.series == bindparam("series")
)
_CALLED: Final = (
    select(
        type_coerce(func.max(period.c.start), Instant).label("at"),
        ticket.c.number,
        ticket.c.place_at,
        visit.c.slot,
        appointment.c.start.label("booked_at"),
        appointment.c.expected_at,
    )
    .select_from(ticket)
    .join(visit, visit.c.id == ticket.c.visit_id)
    .join(period, period.c.visit_id == ticket.c.visit_id)
    .outerjoin(appointment, appointment.c.id == visit.c.appointment_id)
    .where(_SITE_DAY, period.c.kind == PeriodKind.CALLED.value)
    .group_by(ticket.c.visit_id)
    .order_by(literal_column("at").desc(), ticket.c.number.desc())
    .limit(bindparam("most"))
)
_INCOMPLETE: Final = (
    select(visit.c.id)
    .where(visit.c.site == bindparam("site"), visit.c.day >= bindparam("first"))
    .where(literal_column("outcome = 'refused' AND completed_at IS NULL"))
    .where(
        or_(
            visit.c.reason_id.is_(None),
            visit.c.legal_basis_id.is_(None),
            type_coerce(visit.c.ticks, Text).not_like(f'%"{COMPLAINT_TOLD}"%'),
        )
    )
)
_LAST_DAY: Final = select(func.max(ticket.c.day)).where(
    ticket.c.site == bindparam("site"), ticket.c.day < bindparam("before")
)
_EVENTS: Final = (
    select(visit_event)
    .where(visit_event.c.visit_id == bindparam("visit"))
    .order_by(visit_event.c.seq)
)
_LAST_AT_COUNTER: Final = (
    select(visit_event)
    .where(visit_event.c.site == bindparam("site"), visit_event.c.day == bindparam("day"))
    .where(visit_event.c.counter == bindparam("counter"))
    .order_by(visit_event.c.position.desc())
    .limit(1)
)


class VisitReader(StoreReader):
    """Questions about visits."""

    def get(self, visit_id: UUID) -> Visit:
        """A visit as it stands; DeskError "visit.unknown" when there is none."""
        found = self._ask(_BY_ID, id=visit_id)
        if not found:
            raise DeskError("visit.unknown")
        return found[0]

    def events(self, visit_id: UUID) -> tuple[VisitEvent, ...]:
        """What happened to a visit, first to last."""
        return tuple(map(event_of, self._all(_EVENTS, visit=visit_id)))

    def open_of(self, site: str, day: date) -> tuple[Visit, ...]:
        """The visits of a day that have not ended, by number."""
        return self._ask(_OPEN_OF, site=site, open=True, day=day)

    def of_day(self, site: str, day: date) -> tuple[Visit, ...]:
        """All visits of a day, by number."""
        marks = dict(self._all(_MARKS, site=site, day=day))
        known: Memory[Visit] = memory(self._connection, "visits")
        return known.fresh((site, day), marks, self.get, lambda: self._day(site, day))

    def called_of(self, site: str, day: date, most: int) -> tuple[Called, ...]:
        """The last call of each visit of a day that was called, the newest first.

        Args:
            most: so many at most.
        """
        return tuple(map(called_of, self._all(_CALLED, site=site, day=day, most=most)))

    def stale_open(self, site: str, before: date) -> tuple[Visit, ...]:
        """Visits of earlier days that never ended."""
        return self._ask(_STALE, site=site, open=True, before=before)

    def incomplete_refusals(self, site: str, first: date) -> tuple[Visit, ...]:
        """Refusals from a day on whose reason, legal basis or way to complain was not noted."""
        rows = self._all(_INCOMPLETE, site=site, first=first)
        return tuple(self.get(row.id) for row in rows)

    def last_day(self, site: str, before: date) -> date | None:
        """The last day before another on which a site had clients."""
        found: date | None = self._value(_LAST_DAY, site=site, before=before)
        return found

    def at_counter(self, site: str, day: date, counter: str) -> Visit | None:
        """The visit that is called to or served at a counter."""
        found = self._ask(_AT_COUNTER, site=site, open=True, day=day, counter=counter)
        return found[0] if found else None

    def by_appointment(self, appointment_id: UUID) -> Visit | None:
        """The latest visit that a booking became."""
        found = self._ask(_BY_APPOINTMENT, appointment=appointment_id)
        return max(found, key=_BY_BIRTH, default=None)

    def last_event_at_counter(self, site: str, day: date, counter: str) -> VisitEvent | None:
        """The event recorded last at a counter that day."""
        row = self._one(_LAST_AT_COUNTER, site=site, day=day, counter=counter)
        return None if row is None else event_of(row)

    def highest_number(self, site: str, day: date, series: str) -> int:
        """The highest count given out in a series of ticket numbers that day; 0 for none."""
        return self._number(_HIGHEST, site=site, day=day, series=series)

    def _day(self, site: str, day: date) -> tuple[Visit, ...]:
        return self._ask(_OF_DAY, site=site, day=day)

    def _ask(self, statement: Select[Any], **values: object) -> tuple[Visit, ...]:
        rows = sorted(self._all(statement, **values), key=_BY_NUMBER)
        return tuple(map(visit_of, rows))
