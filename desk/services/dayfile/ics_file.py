"""Day files as iCalendar (RFC 5545): one VEVENT is one booking.

Only what a booking needs is read; descriptions, places and alarms are not even parsed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from desk.domain.errors import DeskError
from desk.services.dayfile.collecting import Collector
from desk.services.dayfile.covering import read_covers
from desk.services.dayfile.ics_lines import Block, split
from desk.services.dayfile.ics_person import read_person
from desk.services.dayfile.ics_times import minutes_text, read_time
from desk.services.dayfile.model import Covers, DayFile, Field, Problem, refused
from desk.services.dayfile.states import is_cancelled

_METHODS = ("", "PUBLISH", "REQUEST", "ADD", "CANCEL")
_RECURRENCE = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")


def read_ics(text: str) -> DayFile:
    """The bookings of an iCalendar file, given decoded.

    Raises:
        DeskError: "dayfile.too_many_rows", "dayfile.malformed".
    """
    collector = Collector()
    calendars, events = split(text, collector.broken)
    covers: Covers | None = None
    for calendar in calendars:
        covers = _covers(calendar, collector) or covers
        if _method(calendar) not in _METHODS:
            return refused("dayfile.ics_method", line=calendar.line)
    for event in events:
        _read_event(event, collector)
    return replace(collector.result(), covers=covers)


def _method(calendar: Block | None) -> str:
    try:
        return calendar.text("METHOD").upper() if calendar else ""
    except DeskError:
        return "?"


def _covers(calendar: Block, collector: Collector) -> Covers | None:
    try:
        declared = calendar.text("X-BRANCHDESK-COVERS")
        return read_covers(declared) if declared else None
    except DeskError as error:
        collector.problems.append(Problem(calendar.line, "covers", error.code))
        return None


def _read_event(event: Block, collector: Collector) -> None:
    if "" in event.lines:
        return  # a line of it could not be read, and was reported with its number
    try:
        values = _values(event)
    except DeskError as error:
        collector.broken(event.line, error.code)
        return

    def start() -> datetime | None:
        if any(name in event.lines for name in _RECURRENCE):
            raise DeskError("dayfile.recurring")
        found = event.first("DTSTART")
        if found is None:
            if is_cancelled(values.get(Field.STATE, "")):
                return None
            raise DeskError("dayfile.bad_start")
        return read_time(found)

    collector.add(event.line, values, start)


def _values(event: Block) -> dict[Field, str]:
    cancelled = _method(event.calendar) == "CANCEL"
    return {
        Field.REFERENCE: event.text("UID"),
        Field.SERVICE: event.text("SUMMARY"),
        Field.STATE: "cancelled" if cancelled else event.text("STATUS"),
        Field.MINUTES: minutes_text(event),
        **read_person(event),
    }
