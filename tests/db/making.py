"""Facts for the database's tests, made by the domain's own rules."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from virtual import VirtualClock, make_id

from db.unit_of_work import UnitOfWork
from desk.domain import appointment_states, incident_states, visit_states
from desk.domain.appointment import Appointment, AppointmentAction, AppointmentEvent
from desk.domain.incident import FirstReport, Incident, IncidentAction, IncidentEvent
from desk.domain.visit import Action, Visit, VisitEvent

SITE = "riga-2"
TODAY = date(2026, 11, 24)
ACTOR = UUID("0199bbbb-0000-7000-8000-000000000002")


def issued(clock: VirtualClock, number: str = "A001", **data: object) -> tuple[Visit, VisitEvent]:
    """A new visit with its first event; `data` as the domain's issue has it."""
    facts = {"site": SITE, "day": TODAY.isoformat(), "number": number, "services": ["passport"]}
    event = VisitEvent(
        make_id(), make_id(), 1, Action.ISSUE, clock(), clock(), ACTOR, "", {**facts, **data}
    )
    return visit_states.apply(None, event), event


def after(
    visit: Visit, kind: Action, clock: VirtualClock, counter: str = "3", /, **data: object
) -> tuple[Visit, VisitEvent]:
    """A visit after an action, with the action's event."""
    seq = visit.version + 1
    event = VisitEvent(make_id(), visit.id, seq, kind, clock(), clock(), ACTOR, counter, data)
    return visit_states.apply(visit, event), event


def issue(uow: UnitOfWork, clock: VirtualClock, number: str = "A001", **data: object) -> Visit:
    """Store a new visit."""
    visit, event = issued(clock, number, **data)
    uow.visits.add(visit, event)
    return visit


def act(
    uow: UnitOfWork,
    clock: VirtualClock,
    visit: Visit,
    kind: Action,
    counter: str = "3",
    /,
    **data: object,
) -> Visit:
    """Store what an action makes of a visit, half a minute later."""
    clock.advance(seconds=30)
    visit, event = after(visit, kind, clock, counter, **data)
    uow.visits.add(visit, event)
    return visit


def booked(
    uow: UnitOfWork, clock: VirtualClock, reference: str = "R-1", **data: object
) -> Appointment:
    """Store a booking from a day file, two hours ahead."""
    facts = {
        "site": SITE,
        "day": TODAY.isoformat(),
        "start": (clock() + timedelta(hours=2)).isoformat(),
        "minutes": 15,
        "service": "passport",
        "service_text": "Pase",
        "source": "file",
        "reference": reference,
    }
    event = AppointmentEvent(
        make_id(),
        make_id(),
        1,
        AppointmentAction.IMPORT,
        clock(),
        clock(),
        ACTOR,
        {**facts, **data},
    )
    booking = appointment_states.apply(None, event)
    uow.appointments.add(booking, event)
    return booking


def change(
    uow: UnitOfWork,
    clock: VirtualClock,
    booking: Appointment,
    kind: AppointmentAction,
    **data: object,
) -> Appointment:
    """Store what an action makes of a booking."""
    seq = booking.version + 1
    event = AppointmentEvent(make_id(), booking.id, seq, kind, clock(), clock(), ACTOR, data)
    booking = appointment_states.apply(booking, event)
    uow.appointments.add(booking, event)
    return booking


def reported(
    uow: UnitOfWork,
    clock: VirtualClock,
    report: FirstReport,
    serial: int = 1,
    *,
    reporter: UUID = ACTOR,
    text_id: UUID | None = None,
    whom_id: UUID | None = None,
    day: date = TODAY,
) -> Incident:
    """Store an incident's first report."""
    facts = {
        **incident_states.report_data(report, text_id, whom_id),
        "site": SITE,
        "day": day.isoformat(),
        "number": f"{SITE}-{day.year}-{serial:04d}",
        "counter": "3",
        "service": "passport",
        "waited_minutes": 18,
    }
    event = IncidentEvent(
        make_id(), make_id(), 1, IncidentAction.REPORT, clock(), clock(), reporter, facts
    )
    incident = incident_states.apply(None, event)
    uow.incidents.add(incident, event)
    return incident


def acknowledged(uow: UnitOfWork, clock: VirtualClock, incident: Incident) -> Incident:
    """Store that somebody else has read the report."""
    event = IncidentEvent(
        make_id(),
        incident.id,
        incident.version + 1,
        IncidentAction.ACKNOWLEDGE,
        clock(),
        clock(),
        make_id(),
    )
    incident = incident_states.apply(incident, event)
    uow.incidents.add(incident, event)
    return incident
