"""Writing a day's bookings as a file that other programs, and our own import, can read."""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.clock import local
from desk.domain.person import Person
from desk.services.dayfile.cells import guard
from desk.version import VERSION

CSV_COLUMNS = ("reference", "start", "service", "name", "phone", "email", "state")
_STATUS = {
    AppointmentState.CANCELLED: "CANCELLED",
    AppointmentState.CANCELLED_NOTIFIED: "CANCELLED",
    AppointmentState.PROVISIONAL: "TENTATIVE",
}


class Format(StrEnum):
    """The forms that a day can be written in."""

    ICS = "ics"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking with the particulars of who booked it; those of an erased person are empty."""

    appointment: Appointment
    person: Person = field(default_factory=Person)

    @property
    def reference(self) -> str:
        """The booking system's number; our own id for a booking that has none."""
        return self.appointment.reference or str(self.appointment.id)

    @property
    def service(self) -> str:
        """The service as the booking system calls it, else as the catalogue does."""
        return self.appointment.service_text or self.appointment.service


def write(
    bookings: Sequence[Booking], form: Format, *, site: str, day: date, now: datetime
) -> bytes:
    """The file's bytes.

    Args:
        site, day: whose bookings they are (named in JSON).
        now: the instant that iCalendar wants on every event.
    """
    if form is Format.CSV:
        return _csv(bookings)
    if form is Format.ICS:
        return _ics(bookings, now)
    return _json(bookings, site, day)


def _csv(bookings: Sequence[Booking]) -> bytes:
    """Semicolons, CRLF and a byte order mark: what spreadsheets here open with a double click."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for item in bookings:
        writer.writerow(guard(cell) for cell in _cells(item))
    return BOM_UTF8 + text.getvalue().encode()


def _cells(item: Booking) -> Iterator[str]:
    yield item.reference
    yield _start_text(item.appointment.start)
    yield item.service
    yield item.person.name
    yield item.person.phone
    yield item.person.email
    yield item.appointment.state


def _start_text(start: datetime) -> str:
    """The wall clock; with its offset where the hour happens twice."""
    wall = local(start)
    if wall.fold:
        return wall.isoformat()
    shown = wall.replace(tzinfo=None)
    return shown.isoformat(" ", "auto" if shown.second else "minutes")


def _json(bookings: Sequence[Booking], site: str, day: date) -> bytes:
    rows = [
        {
            "reference": item.reference,
            "start": local(item.appointment.start).isoformat(),
            "minutes": item.appointment.minutes,
            "service": item.service,
            "name": item.person.name,
            "phone": item.person.phone,
            "email": item.person.email,
            "state": item.appointment.state,
        }
        for item in bookings
    ]
    whole = {"branch": site, "date": day.isoformat(), "appointments": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"


def _ics(bookings: Sequence[Booking], now: datetime) -> bytes:
    from icalendar import Calendar, Event, vText  # large, and needed only while a file is written

    calendar = Calendar()
    calendar.add("prodid", f"-//Branch Desk//{VERSION}//LV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for item in bookings:
        event = Event()
        for name, value in _times(item.appointment, now):
            event.add(name, value)
        for name, text in _texts(item):
            if text:
                event.add(name, vText(text))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _times(booking: Appointment, now: datetime) -> Iterator[tuple[str, object]]:
    yield "dtstamp", now
    yield "dtstart", booking.start
    yield "duration", timedelta(minutes=booking.minutes)


def _texts(item: Booking) -> Iterator[tuple[str, str]]:
    state = item.appointment.state
    yield "uid", item.reference
    yield "summary", item.service
    yield "status", _STATUS.get(state, "CONFIRMED")
    yield "x-branchdesk-state", state
    yield "x-branchdesk-name", item.person.name
    yield "x-branchdesk-phone", item.person.phone
    yield "x-branchdesk-email", item.person.email
