"""What "find anything" asks of the database: few rows each, however many years lie in it.

Nothing is counted and nothing sorted but what an index gives in order; the newest come first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, column, literal_column, select, table

from db.models import appointment, incident, person_key, ticket, visit, visit_service
from db.search_words import StemsAsked, match_in_text, match_text
from db.stores.appointments import appointment_of
from db.stores.base import StoreReader
from db.stores.incident_rows import incident_of
from desk.domain.appointment import Appointment
from desk.domain.incident import Incident
from desk.domain.visit import TicketState

_BOOKINGS: Final = 60
"""Bookings that are read of one name, the latest made first: enough to choose the nearest from."""
_REPORTS: Final = 8
_TEXTS_LOOKED_AT: Final = 1000
"""Reports with the word, the newest first, among which those that one may read are looked for."""

_NEWEST: Final = attrgetter("day", "recorded_at")

_WORDS: Final = table("person_search", column("rowid"), column("words"))
_MATCH: Final = literal_column("person_search").op("MATCH")(bindparam("match"))
_OF_PERSON: Final = (
    select(appointment)
    .select_from(_WORDS)
    .join(person_key, person_key.c.search_id == _WORDS.c.rowid)
    .join(appointment, appointment.c.person_id == person_key.c.person_id)
    .where(_MATCH, appointment.c.site == bindparam("site"))
    .order_by(_WORDS.c.rowid.desc())
    .limit(_BOOKINGS)
)
_TICKET: Final = (
    select(
        ticket.c.visit_id,
        ticket.c.day,
        ticket.c.series,
        ticket.c.serial,
        ticket.c.number,
        ticket.c.state,
        ticket.c.counter,
        visit.c.appointment_id,
        visit.c.contact_id,
        visit_service.c.service,
    )
    .join(visit, visit.c.id == ticket.c.visit_id)
    .outerjoin(
        visit_service,
        and_(visit_service.c.visit_id == ticket.c.visit_id, visit_service.c.place == 0),
    )
    .where(ticket.c.site == bindparam("site"), ticket.c.day == bindparam("day"))
)
_OF_NUMBER: Final = _TICKET.where(
    ticket.c.series == bindparam("series"), ticket.c.serial == bindparam("serial")
)
_INCIDENT_IDS: Final = (
    select(incident.c.id)
    .where(incident.c.site == bindparam("site"))
    .order_by(incident.c.day.desc())
    .limit(_REPORTS)
)
_HITS: Final = (
    select(person_key.c.person_id, _WORDS.c.rowid)
    .select_from(_WORDS)
    .join(person_key, person_key.c.search_id == _WORDS.c.rowid)
    .where(_MATCH)
    .order_by(_WORDS.c.rowid.desc())
    .limit(_TEXTS_LOOKED_AT)
    .subquery("hits")
)
_SITE_AFTERWARDS: Final[ColumnElement[str]] = literal_column("+incident.site")
_WITH: Final = (
    select(incident)
    .join(_HITS, incident.c.text_id == _HITS.c.person_id)
    .where(bindparam("site") == _SITE_AFTERWARDS)
    .order_by(_HITS.c.rowid.desc())
    .limit(_REPORTS)
)
_OWN_WITH: Final = _WITH.where(incident.c.reporter_id == bindparam("reporter"))
"""The hits first, then their reports: never all reports of the site."""
_BY_IDS: Final = select(incident).where(incident.c.id.in_(bindparam("ids", expanding=True)))
_NUMBERED: Final = select(incident).where(
    incident.c.site == bindparam("site"),
    incident.c.year.in_(bindparam("years", expanding=True)),
    incident.c.serial == bindparam("serial"),
)


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket as a list of finds shows it."""

    visit_id: UUID
    day: date
    series: str
    serial: int
    number: str
    state: TicketState
    counter: str
    service: str
    appointment_id: UUID | None
    contact_id: UUID | None


class FindReader(StoreReader):
    """Questions of the palette; which of them a person may ask, the services decide."""

    def bookings_of(self, site: str, text: str) -> tuple[Appointment, ...]:
        """The latest bookings of clients in whose name or contacts every word begins a word."""
        match = match_text(text)
        rows = self._all(_OF_PERSON, match=match, site=site) if match else ()
        return tuple(map(appointment_of, rows))

    def tickets_of_day(self, site: str, day: date) -> tuple[TicketLine, ...]:
        """All tickets of a day, in no certain order."""
        return tuple(map(_line, self._all(_TICKET, site=site, day=day)))

    def ticket(self, site: str, day: date, series: str, serial: int) -> TicketLine | None:
        """The ticket of a day with a number."""
        row = self._one(_OF_NUMBER, site=site, day=day, series=series, serial=serial)
        return None if row is None else _line(row)

    def incidents_numbered(
        self, site: str, years: Collection[int], serial: int
    ) -> tuple[Incident, ...]:
        """The reports of some years with a number, newest first."""
        return self._reports(self._all(_NUMBERED, site=site, years=list(years), serial=serial))

    def incidents_like(
        self,
        site: str,
        *,
        kinds: Collection[str] = (),
        places: Collection[str] = (),
        reporter: UUID | None = None,
        day: date | None = None,
    ) -> tuple[Incident, ...]:
        """The newest reports of one of these kinds or places, of one's own, of a day.

        Args:
            kinds, places: values of IncidentKind and Place; none = all.
            reporter: only those that this account reported.
        """
        asked = _INCIDENT_IDS
        if kinds:
            asked = asked.where(incident.c.kind.in_(sorted(kinds)))
        if places:
            asked = asked.where(incident.c.place.in_(sorted(places)))
        if reporter is not None:
            asked = asked.where(incident.c.reporter_id == reporter)
        if day is not None:
            asked = asked.where(incident.c.day == day)
        ids = [row.id for row in self._asked(asked, site=site)]
        return self._reports(self._all(_BY_IDS, ids=ids) if ids else ())

    def incidents_with(
        self, site: str, text: str, stems_asked: StemsAsked, reporter: UUID | None = None
    ) -> tuple[Incident, ...]:
        """The newest reports in whose text every word begins a word or is a form of one."""
        match = match_in_text(text, stems_asked)
        if not match:
            return ()
        if reporter is None:
            return self._reports(self._all(_WITH, match=match, site=site))
        return self._reports(self._all(_OWN_WITH, match=match, site=site, reporter=reporter))

    def _reports(self, rows: Any) -> tuple[Incident, ...]:
        return tuple(sorted(map(incident_of, rows), key=_NEWEST, reverse=True))


def _line(row: Any) -> TicketLine:
    values = row._asdict()
    values["state"] = TicketState(row.state)
    values["service"] = row.service or ""
    return TicketLine(**values)
