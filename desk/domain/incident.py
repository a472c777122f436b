"""An incident's first report (requirements B3.A): what happened, who was told, in a minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class IncidentKind(StrEnum):
    """B3 field 2; the first report form exists for the first two, the rest follow."""

    AGGRESSION = "aggression"
    ERROR = "error"
    NEAR_MISS = "near_miss"
    FILMING = "filming"
    GIFT = "gift"
    DATA = "data"
    SAFETY = "safety"


class IncidentState(StrEnum):
    """B4, as far as the first report goes."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"


class IncidentAction(StrEnum):
    """What can happen to a report; also the kind of its event."""

    REPORT = "report"
    AMEND = "amend"  # by the reporter, until acknowledged
    ACKNOWLEDGE = "acknowledge"  # by head or deputy, never by the reporter


class Place(StrEnum):
    """B3 field 4."""

    COUNTER = "counter"
    HALL = "hall"
    ENTRANCE = "entrance"
    OUTSIDE = "outside"
    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"


class Channel(StrEnum):
    """B3 field 5."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    EMAIL = "email"
    POST = "post"
    SOCIAL = "social"


class Answer(StrEnum):
    """B3 field 10: yes, no, or not known yet."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder that was taken (B3 field 8): its id in the content pack, and when."""

    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """The human act of notice (invariant 5): who was told, how ("in_person", "phone"), when.

    Args:
        whom: id of the content pack's list of recipients, or a name; "" once erased.
    """

    whom: str
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """What a report itself keeps of a `Told`: whom stands in a `person_data` row."""

    whom_id: UUID | None
    how: str
    at: datetime


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
