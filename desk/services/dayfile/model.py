"""What a day file of the booking system holds once it is read: rows and problems, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000


class Field(StrEnum):
    """What a column can hold; every other column is left unread."""

    REFERENCE = "reference"
    START = "start"  # date and time, or the time alone beside a DATE column
    DATE = "date"
    SERVICE = "service"
    NAME = "name"  # whole, or the first name beside a SURNAME column
    SURNAME = "surname"
    PHONE = "phone"
    EMAIL = "email"
    MINUTES = "minutes"
    STATE = "state"


class Covers(NamedTuple):
    """A file that says it lists *all* bookings of a site on a day."""

    site: str
    day: date


@dataclass(frozen=True, slots=True)
class Row:
    """One booking as the file has it.

    Args:
        line: where it begins in the file, counted from 1.
        start: an instant (UTC); None only for a cancelled booking whose time is not given.
        minutes: planned length; None when the file does not say.
    """

    line: int
    reference: str
    start: datetime | None
    minutes: int | None
    service_text: str
    name: str
    phone: str
    email: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a line; the whole row is left out, unless it is only a warning.

    Args:
        line: counted from 1; 0 for the file as a whole.
        field: a `Field`, "covers", or "" for the line as a whole.
        message_code: a code of the texts table, with `params` for its placeholders; a cell's
            content, which may be personal data, is never among them.
    """

    line: int
    field: str
    message_code: str
    params: Mapping[str, object] = made(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True)
class DayFile:
    """A day file, read.

    Args:
        columns: the headers that were understood, by field (empty for iCalendar).
        unmapped: headers of columns that were left unread.
        covers: the site and day whose bookings the file declares to list in full.
        seen: all references in the file, those of rows that were left out included.
        complete: False when a row was left out whose reference is unknown; the absence of a
            booking then proves nothing.
    """

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: Mapping[Field, str] = made(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    covers: Covers | None = None
    seen: frozenset[str] = frozenset()
    complete: bool = True


def refused(code: str, params: Mapping[str, object] | None = None, line: int = 0) -> DayFile:
    """A file of which nothing could be read, and why."""
    return DayFile(problems=(Problem(line, "", code, params or {}),), complete=False)
