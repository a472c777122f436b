"""A booking: who comes when for what.  HQ and the branch both know it; the branch's facts win."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class AppointmentState(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    LATE_NOTIFIED = "late_notified"  # the client called: will be late (AP-02, AP-03)
    ARRIVED = "arrived"
    SERVING = "serving"
    SERVED = "served"
    CANCELLED = "cancelled"  # by the booking system
    CANCELLED_NOTIFIED = "cancelled_notified"  # the client told the branch (AP-03)
    NO_SHOW = "no_show"
    PROVISIONAL = "provisional"  # booked here, not confirmed by HQ
    CONFLICT = "conflict"  # HQ gave the place to another one: a person decides


EXPECTED_STATES = frozenset(
    {AppointmentState.BOOKED, AppointmentState.LATE_NOTIFIED, AppointmentState.PROVISIONAL}
)
"""States of a client who is still to come."""


class AppointmentAction(StrEnum):
    """What can happen to a booking; also the kind of its event."""

    BOOK = "book"  # by phone at the branch
    IMPORT = "import"  # first seen in a day file
    UPDATE = "update"  # the day file changed it (moved, other service, other contact)
    CANCEL = "cancel"
    NOTIFY_LATE = "notify_late"
    NOTIFY_CANCEL = "notify_cancel"
    ARRIVE = "arrive"
    START = "start"
    SERVE = "serve"
    NO_SHOW = "no_show"
    REOPEN = "reopen"  # a no-show or a cancelled client came after all; also an undone step
    CONFIRM = "confirm"  # HQ: it has its place
    COMPETE = "compete"  # HQ: another booking has the place


@dataclass(frozen=True, slots=True)
class AppointmentEvent:
    """One thing that happened to a booking, as stored: insert-only (fields as in VisitEvent)."""

    id: UUID
    appointment_id: UUID
    seq: int
    kind: AppointmentAction
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booking as it stands now (a projection of its events).

    Args:
        source: who gave it: "file" (the booking system) or "phone" (this branch).
        reference: the booking system's own number; (source, reference) is unique.
        start: the slot's instant (UTC); `day` is its local date.
        minutes: planned length.
        person_id: the `person_data` row with name, phone and e-mail; None when none was given.
        expected_at: the new time a late client named.
        visit_id: the visit that it became.
        confirmed_outside_hours: the clerk was warned that it lies outside hours and kept it.
    """

    id: UUID
    version: int
    site: str
    day: date
    start: datetime
    minutes: int
    service: str
    service_text: str
    state: AppointmentState
    source: str
    reference: str
    person_id: UUID | None = None
    expected_at: datetime | None = None
    visit_id: UUID | None = None
    confirmed_outside_hours: bool = False
