"""What is held about one person: asked for by the person, shown, put right, erased (GDPR 15-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from desk.domain.person import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """By what the person can be found; what is empty is not looked for."""

    name: str = ""
    phone: str = ""
    email: str = ""
    reference: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not any(part.strip() for part in (self.name, self.phone, self.email, self.reference))


class Match(StrEnum):
    """By what a record was found."""

    REFERENCE = "reference"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"  # the words stand in what somebody wrote: to be read by a person
    LINKED = "linked"  # the visit of a booking that was found, or the other way round


class Stays(StrEnum):
    """Why a field is not erased although a person asks."""

    BOOKING_AHEAD = "booking_ahead"
    VISIT_OPEN = "visit_open"
    INCIDENT_OPEN = "incident_open"
    CALL_OPEN = "call_open"
    FOLLOW_UP_OPEN = "follow_up_open"
    REFUSAL = "refusal"  # has to be accounted for while it can be contested


@dataclass(frozen=True, slots=True)
class HeldField:
    """One row of personal data.

    Args:
        purpose: why it is kept; since: when it was recorded, or put right last.
        until: the day at whose close it is erased; None = no day is set.
        corrected: it was put right once.
        stays: why it cannot be erased now; None = it can.
        named: the person asked for was found in this very row.
    """

    row_id: UUID
    purpose: str
    person: Person
    since: datetime
    until: date | None
    corrected: bool
    stays: Stays | None
    named: bool


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A record in which something is held.

    Args:
        kind: "appointment", "visit", "incident", "phone_call", "follow_up", "day_record", "draft".
        number: the booking's reference, the ticket's or incident's number; "" for none.
        matches: by what it was found.
        exact: the whole name, number, address or reference is the same, not only its beginning.
    """

    kind: str
    id: UUID
    number: str
    site: str
    at: datetime
    matches: frozenset[Match]
    fields: tuple[HeldField, ...]
    exact: bool = False

    @property
    def key(self) -> str:
        """Names the record among those found."""
        return f"{self.kind}:{self.id}:{self.number}"

    @property
    def sure(self) -> bool:
        """Whether it is about the person; else somebody has to read it first."""
        return bool(self.matches - {Match.TEXT})

    @property
    def erasable(self) -> tuple[HeldField, ...]:
        """What goes when the person's request is granted."""
        return tuple(field for field in self.fields if field.stays is None)


@dataclass(frozen=True, slots=True)
class HeldLook:
    """A look at one of the records: when, what was done, by somebody in what role."""

    at: datetime
    what: str
    role: str


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """A record as it is told to the person: a heading, and label and value pairs, in words."""

    title: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """The answer to a person who asks what is held about them, also that nothing is.

    Args:
        asked: label and value pairs of what was looked for.
        looks: who looked at these records: when, what, in what role.
        purposes: name of each purpose met, why it is kept, and for how long.
        sealed: so many other incidents have a sealed part, which no search reaches.
    """

    institution: str
    branch: str
    asked: tuple[tuple[str, str], ...]
    entries: tuple[HeldEntry, ...]
    looks: tuple[HeldLook, ...]
    purposes: tuple[tuple[str, str, str], ...]
    printed_at: datetime
    printed_by: str
    sealed: int = 0
