"""What goes on the small papers for clients, and on the door: frozen values, gathered by services.

Official paper speaks Latvian; the client's other languages stand small beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk.domain.hours import Interval


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Latvian, with English and Russian where they are known ("" where not)."""

    lv: str
    en: str = ""
    ru: str = ""

    def others(self) -> tuple[str, ...]:
        """The helper languages, without what would only repeat the Latvian."""
        return tuple(dict.fromkeys(one for one in (self.en, self.ru) if one and one != self.lv))


class PaperSize(StrEnum):
    """What a printer is loaded with; stored as text in the device's settings."""

    ROLL_58 = "roll_58"
    ROLL_80 = "roll_80"
    A6 = "a6"
    A5 = "a5"
    A4 = "a4"

    @property
    def width(self) -> int:
        """Width in millimetres."""
        return _WIDTHS[self]

    @property
    def height(self) -> int | None:
        """Height in millimetres; None for a roll, which is cut where the text ends."""
        return _HEIGHTS.get(self)


_WIDTHS = {
    PaperSize.ROLL_58: 58,
    PaperSize.ROLL_80: 80,
    PaperSize.A6: 105,
    PaperSize.A5: 148,
    PaperSize.A4: 210,
}
_HEIGHTS = {PaperSize.A6: 148, PaperSize.A5: 210, PaperSize.A4: 297}


@dataclass(frozen=True, slots=True)
class Place:
    """A branch as its clients need it.

    Args:
        institution, branch: full names in Latvian; address, phone: "" when HQ has not given them.
        week: intervals of Monday to Sunday in force; empty when no hours are known.
        confirmed: whether HQ confirmed the hours.
        web: where bookings are made, "" when unknown.
    """

    institution: str
    branch: str
    address: str = ""
    phone: str = ""
    week: tuple[tuple[Interval, ...], ...] = ()
    confirmed: bool = True
    web: str = ""


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """A ticket on paper: no name, nothing personal.

    Args:
        slot: the booked time, None for a walk-in.
        before: about how many come before, None when nobody can say; never a promise.
        prepare: what to have at hand.
    """

    size: PaperSize
    institution: str
    branch: str
    number: str
    services: tuple[Words, ...]
    issued_at: datetime
    slot: datetime | None
    before: int | None
    prepare: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class BookedTime:
    """A booking as its client takes it home.

    Args:
        minutes_early: how long before to be there (AP-01), 0 where nothing is asked.
        calendar: the text of the calendar QR (`desk.domain.calendar_text`).
        provisional: headquarters have not confirmed it, or gave its place to another one.
    """

    start: datetime
    minutes: int
    service: Words
    reference: str
    minutes_early: int
    calendar: str
    provisional: bool = False


class NextStep(StrEnum):
    """What the client does next, when no time is booked yet."""

    BOOK = "book"
    COME = "come"
    SEND = "send"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class NextTimeSlip:
    """ "Nākamajai reizei": what was missing and what comes next (AP-18, IP-31).

    Args:
        name: the client's, only where the clerk chose so; missing: ticked from the pack's list.
        note: typed for this paper and kept nowhere else.
    """

    size: PaperSize
    place: Place
    name: str
    service: Words
    missing: tuple[Words, ...]
    note: str
    step: NextStep
    booked: BookedTime | None


@dataclass(frozen=True, slots=True)
class ReminderSlip:
    """When to come, where, and what to bring (AP-22)."""

    size: PaperSize
    place: Place
    name: str
    booked: BookedTime
    bring: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class RivalBooking:
    """One of two bookings for one place, as the person who calls the clients needs it."""

    name: str
    phone: str
    email: str
    service: Words
    start: datetime
    minutes: int
    reference: str


@dataclass(frozen=True, slots=True)
class ConflictSlip:
    """Two bookings for one place: for the branch's own use, to be destroyed after it.

    Args:
        loser: has no place; winner: None when the branch does not know it.
        decided: in words, "" while nothing is decided.
    """

    size: PaperSize
    place: Place
    loser: RivalBooking
    winner: RivalBooking | None
    decided: Words
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class ReferralSlip:
    """Where the client's matter belongs (RR-01).

    Args:
        to: unit or institution; matter: what it answers for.
        reach: ways to reach it: kind of the directory ("phone", "web", ...) and value.
        reason: typed for this paper and kept nowhere else.
    """

    size: PaperSize
    place: Place
    to: Words
    matter: Words
    reach: tuple[tuple[str, str], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class DoorNotice:
    """Closed, or other hours: to be put on the door (OH-21, OH-22).

    Args:
        days: days in order with their intervals; none = closed all day.
        meanwhile: where to go until then, and how to reach it; "" for nowhere else.
    """

    place: Place
    days: tuple[tuple[date, tuple[Interval, ...]], ...]
    reason: Words
    meanwhile: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class PaperLog:
    """Blank lines for an outage, to be entered later with their true times.

    Args:
        numbers: of the paper series, one for each line; services: as numbered on screen.
        outcomes: how a visit can end, in Latvian.
    """

    institution: str
    branch: str
    numbers: tuple[str, ...]
    services: tuple[str, ...]
    outcomes: tuple[str, ...]
    printed_at: datetime
