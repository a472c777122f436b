"""What the screens show: frozen read models, made by services from stored facts.

Screens hold these and nothing else; they are plain values, safe to hand from one thread to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from desk.domain.appointment import Appointment
from desk.domain.day_record import DayRecord
from desk.domain.hours import DayHours, DayPlaces
from desk.domain.person import Person
from desk.domain.phone_call import CallNote, PhoneCall
from desk.domain.visit import ArrivalClass, TicketState, Visit


@dataclass(frozen=True, slots=True)
class Why:
    """Why someone is next, as a code and its values; the window turns it into a sentence.

    Codes: "priority", "walk_in_overdue", "booking_due", "booking_due_unchecked", "walk_in_turn",
    "early_and_free", "only_one"; and why not: "announced_late", "other_counter" (`reason` is it).
    """

    code: str
    minutes: int = 0
    count: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of the queue: a ticket, or a due booking that has not checked in (`visit` None).

    Args:
        number: the ticket's number; "" for a booking without a ticket.
        minutes: waited so far (waiting), late by (not arrived), or parked for.
        assistance: what help is needed, ids of the content pack's list; only while it is open.
        callable_here: whether this counter may call it now.
    """

    visit_id: UUID | None
    appointment_id: UUID | None
    number: str
    state: TicketState | None
    service: str
    more_services: int
    slot: datetime | None
    arrived_at: datetime | None
    arrival: ArrivalClass | None
    minutes: int
    overdue: bool
    late: bool
    expected_at: datetime | None
    assistance: tuple[str, ...]
    priority: str
    counter: str
    parked_for: str
    by_name: str
    callable_here: bool
    why: Why


@dataclass(frozen=True, slots=True)
class Serving:
    """The visit at this counter: called or being served.

    Args:
        since: from when a running clock shows the time in this state, telephone calls left out.
        assistance: what help is needed, ids of the content pack's list.
        interrupted: the clerk is on the phone meanwhile; the clock stands.
    """

    visit: Visit
    since: datetime
    waited_minutes: int
    person: Person | None
    note: str
    assistance: tuple[str, ...]
    contact: Person | None
    appointment: Appointment | None
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class RunningCall:
    """The telephone call at this counter, with what is noted of it so far."""

    call: PhoneCall
    note: CallNote


@dataclass(frozen=True, slots=True)
class ClosingForecast:
    """When the last client is likely to leave today.

    Args:
        at: None when nobody is left, or when there is not enough to go by.
        closes: the end of today's last interval; None when closed or unknown.
        left: how many are still to be served: waiting, parked, booked and still to come.
        basis: "pace" of the last two hours, "usual" minutes of the services, "nobody" is left,
            "unknown" (no counter has called anybody in the last hour).
    """

    at: datetime | None
    closes: datetime | None
    left: int
    basis: str

    @property
    def overtime_minutes(self) -> int:
        """So many minutes past closing; 0 when within hours or not known."""
        if self.at is None or self.closes is None:
            return 0
        return max((self.at - self.closes) // timedelta(minutes=1), 0)


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """What Ctrl+Z would take back now, or why it would not."""

    visit_id: UUID | None
    action: str
    number: str
    until: datetime | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The day's figures at a site so far."""

    waiting: int
    expected: int
    served: int
    no_show: int
    left: int
    stopped: int
    parked: int
    average_wait_minutes: int
    longest_wait_minutes: int
    started_in_time_percent: int | None


@dataclass(frozen=True, slots=True)
class LastCall:
    """The latest call at another counter, for the footer."""

    number: str
    counter: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the Today screen shows, read at one instant.

    Args:
        rows: in call order; the first callable one is "next".
        parked: parked tickets, longest first.
        done: tickets that ended today (no-show, stopped, left, served), newest first, at most 50.
        stale_open: open tickets of the site's last open day, shown and never purged.
        call: the telephone call that goes on at this counter.
        record: what was noted of the day itself: checklist, doors, close; record_names: by whom.
        closing: when the last client is likely to leave.
        resting: this counter rests after an incident, until its clerk is ready.
        resting_counters: all counters of the site that rest, by their labels.
    """

    now: datetime
    site: str
    day: date
    hours: DayHours
    rows: tuple[QueueRow, ...]
    parked: tuple[QueueRow, ...]
    done: tuple[QueueRow, ...]
    serving: Serving | None
    undo: UndoOffer
    counts: Counts
    last_call: LastCall | None
    stale_open: tuple[QueueRow, ...]
    new_incidents: int
    file_imported_at: datetime | None
    call: RunningCall | None = None
    record: DayRecord | None = None
    record_names: Mapping[UUID, str] = field(default_factory=dict)
    closing: ClosingForecast | None = None
    resting: bool = False
    resting_counters: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether nobody is called, served or on the telephone at this counter."""
        return self.serving is None and self.call is None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Answer to "can we still serve this person today?"

    Args:
        likely: "yes", "unsure", "no".
        start: when this person's turn is expected to begin.
        closes: the end of today's last interval, None when closed or unknown.
        people_before: how many come earlier.
    """

    likely: str
    start: datetime
    closes: datetime | None
    people_before: int


@dataclass(frozen=True, slots=True)
class ScheduleEntry:
    """A booking on the Schedule screen with its person's particulars.

    Args:
        provisional: headquarters have not confirmed it yet.
    """

    appointment: Appointment
    person: Person | None
    service: str
    ticket: str
    arrival: ArrivalClass | None
    outside_hours: bool
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class SlotLoad:
    """A slot of the day: how many bookings run in it, how many could."""

    start: datetime
    taken: int
    capacity: int
    open: bool


@dataclass(frozen=True, slots=True)
class DaySchedule:
    """A day on the Schedule screen."""

    site: str
    day: date
    hours: DayHours
    entries: tuple[ScheduleEntry, ...]
    slots: tuple[SlotLoad, ...]
    file_imported_at: datetime | None
    places: int = 0
    own_places: DayPlaces | None = None


@dataclass(frozen=True, slots=True)
class DaySummary:
    """A day of the week view.

    Args:
        capacity: of all slots together; places: how many bookings may run at once.
        own_places: set where the branch itself said how many; None = HQ's figure.
        outside: bookings whose clients would stand before shut doors.
    """

    day: date
    hours: DayHours
    booked: int
    capacity: int
    slots: tuple[SlotLoad, ...]
    places: int = 0
    own_places: DayPlaces | None = None
    outside: int = 0


@dataclass(frozen=True, slots=True)
class OutsideBooking:
    """A booking that other hours leave before shut doors; nothing in it names the client."""

    appointment_id: UUID
    start: datetime
    service: str
    reference: str


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day for which other hours are being considered.

    Args:
        usual: by HQ alone; now: in force at present; outside: by the hours considered.
    """

    day: date
    usual: DayHours
    now: DayHours
    outside: tuple[OutsideBooking, ...]


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A line of the incident list: nothing that identifies a client.

    Args:
        superior: headquarters reviews it; open_tasks, overdue: tasks, and whether one is late.
        waits_for: of a blocked one, a value of `WaitsFor`.
    """

    incident_id: UUID
    number: str
    kind: str
    level: str
    state: str
    occurred_at: datetime
    recorded_at: datetime
    place: str
    counter: str
    reporter: str
    own: bool
    told: bool
    triggers: tuple[str, ...]
    level_confirmed: bool = False
    reviewer: str = ""
    superior: bool = False
    open_tasks: int = 0
    overdue: bool = False
    waits_for: str = ""
