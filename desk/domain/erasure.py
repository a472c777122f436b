"""Personal data that was destroyed or put right: why, on what ground, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from desk.domain.person import Purpose


class Why(StrEnum):
    """Why personal data was destroyed."""

    EXPIRED = "expired"  # its period had ended
    DAY_CLOSED = "day_closed"  # kept for the day alone, and the day was closed
    REQUESTED = "requested"  # the person asked, and a head or the officer granted it
    MISTAKE = "mistake"  # a picture or scan that should not have been added
    REPLAYED = "replayed"  # an old copy of the database had brought it back


class Ground(StrEnum):
    """On what ground a requested erasure was granted (GDPR article 17(1))."""

    NOT_NEEDED = "not_needed"  # a: no longer needed for what it was kept for
    WITHDRAWN = "withdrawn"  # b: consent taken back
    OBJECTION = "objection"  # c: objected, and nothing weighs more
    UNLAWFUL = "unlawful"  # d: should never have been kept
    LEGAL_DUTY = "legal_duty"  # e: a law demands it


@dataclass(frozen=True, slots=True)
class Due:
    """A row that is held: since when, and the day at whose close it is erased, None without one."""

    person_id: UUID
    purpose: Purpose
    at: datetime
    expires: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is held for one purpose now.

    Args:
        purpose: as stored; a newer program may know more of them.
        rows: how many; oldest: when the first of them was recorded.
        next_expiry: the day at whose close the next ones are erased; None = no day is set.
        overdue: rows whose day has closed already.
        without_day: rows that have no day.
    """

    purpose: str
    rows: int
    oldest: datetime
    next_expiry: date | None
    overdue: int
    without_day: int


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """A line of the erasure log: equal erasures of one instant counted together.

    Args:
        actor_id: who granted it; None when the program did it by itself.
        ground: of a requested one.
    """

    at: datetime
    purpose: str
    why: Why
    ground: Ground | None
    actor_id: UUID | None
    rows: int
