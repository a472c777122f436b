"""What goes on paper: frozen values that the reports lay out, gathered by services.

Paper shows what the day or an incident is, never more about a person than the work needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desk.domain.paper_proof import IncidentProof


@dataclass(frozen=True, slots=True)
class DaySheetBooking:
    """A line of the day sheet; `name` is what the counter calls the client by on paper."""

    start: datetime
    minutes: int
    reference: str
    service: str
    name: str
    phone: str
    state: str
    ticket: str


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The day on paper, for work without the PC (anchors: paper fallback).

    Args:
        institution, branch: full names, in Latvian.
        hours: as shown to clients, e.g. "8.30–16.00"; "" when closed.
        confirmed: whether HQ confirmed the hours.
        printed_by: who printed it; the print is in the access log.
        blank_lines: empty lines for walk-ins and times written by hand.
        services: the quick services, numbered as on screen.
        numbers: label and phone number of whom to call.
    """

    institution: str
    branch: str
    day: date
    hours: str
    confirmed: bool
    bookings: tuple[DaySheetBooking, ...]
    services: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    printed_at: datetime
    printed_by: str
    blank_lines: int = 20


@dataclass(frozen=True, slots=True)
class IncidentPaper:
    """An incident's first report on paper.

    Args:
        fields: label and value pairs, in order, already in words.
        steps: what was done, with its time.
        text: the reporter's own line.
        history: what happened to the report: when, what, by whom.
        proof: its place in the incident log.
    """

    institution: str
    branch: str
    number: str
    title: str
    fields: tuple[tuple[str, str], ...]
    steps: tuple[tuple[datetime, str], ...]
    text: str
    history: tuple[tuple[datetime, str, str], ...]
    printed_at: datetime
    printed_by: str
    proof: IncidentProof | None = None
