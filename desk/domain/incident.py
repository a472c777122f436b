"""An incident's first report (requirements B3.A), and the incident as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from desk.domain.incident_handling import Handling
from desk.domain.incident_words import (
    ENDED,
    Answer,
    Channel,
    IncidentAction,
    IncidentKind,
    IncidentState,
    Notice,
    Place,
    Step,
    Told,
)
from desk.domain.remedy import Remedy

__all__ = [
    "ENDED",
    "Answer",
    "Channel",
    "FirstReport",
    "Incident",
    "IncidentAction",
    "IncidentEvent",
    "IncidentKind",
    "IncidentState",
    "Notice",
    "Place",
    "Step",
    "Told",
]


@dataclass(frozen=True, slots=True)
class FirstReport:
    """The eleven fields of the first report, as typed.

    Args:
        kind, occurred_at, time_unknown: what and when (`time_unknown`: "cannot be determined").
        place, channel: where and how the client was in touch.
        triggers: ids from the institution's list (AG-01, AG-11) or the error types (B2).
        level: "0".."3" for aggression (Aachen), "E0".."E4" for errors.
        steps: ladder steps taken, each with its time.
        told: who was told in person or by phone; None = not yet, and the screen keeps asking.
        hurt, weapon: B3 field 10.
        text: one line of fact; kept as personal data.
        remedy: what was done about an error of our own.
    """

    kind: IncidentKind
    occurred_at: datetime
    time_unknown: bool = False
    place: Place = Place.COUNTER
    channel: Channel = Channel.IN_PERSON
    triggers: tuple[str, ...] = ()
    level: str = ""
    steps: tuple[Step, ...] = ()
    told: Told | None = None
    hurt: Answer = Answer.NO
    weapon: Answer = Answer.NO
    text: str = ""
    remedy: Remedy = field(default_factory=Remedy)


@dataclass(frozen=True, slots=True)
class IncidentEvent:
    """One thing that happened to an incident, as stored: insert-only (fields as in VisitEvent)."""

    id: UUID
    incident_id: UUID
    seq: int
    kind: IncidentAction
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as it stands now (a projection); texts and names lie in person_data.

    Args:
        number: local, e.g. "riga-2-2026-0042".
        counter, service, waited_minutes: copied from the visit, not linked to it.
        handling: what was done with the report since.
    """

    id: UUID
    version: int
    site: str
    day: date
    number: str
    state: IncidentState
    kind: IncidentKind
    occurred_at: datetime
    recorded_at: datetime
    reporter_id: UUID
    place: Place
    channel: Channel
    triggers: tuple[str, ...]
    level: str
    hurt: Answer
    weapon: Answer
    steps: tuple[Step, ...] = ()
    told: Notice | None = None
    time_unknown: bool = False
    text_id: UUID | None = None
    counter: str = ""
    service: str = ""
    waited_minutes: int | None = None
    acknowledged_by: UUID | None = None
    acknowledged_at: datetime | None = None
    handling: Handling = field(default_factory=Handling)
