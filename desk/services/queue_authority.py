"""Who decides about the queue: gives numbers, grants a call, takes note of an end.

Today that is this PC alone: one PC is one queue, and the window says so.  A branch's hub will be
another authority behind the same three questions.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from desk.domain.back_entry import PAPER_SERIES
from desk.domain.visit import Visit

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

SERIES_KEY = "series"
"""Name of the setting (`uow.meta`) that holds this database's series, e.g. "AB"."""

FIRST_SERIES = "AB"


class QueueAuthority(Protocol):
    """Decides about one site's queue."""

    @property
    def one_pc(self) -> bool:
        """Whether this PC alone is the queue; then nothing reaches another PC."""

    def issue_number(self, uow: UnitOfWork, site: str, day: date, *, booked: bool) -> str:
        """A ticket number that no other ticket of the site has that day."""

    def claim(self, uow: UnitOfWork, visit: Visit, counter: str) -> None:
        """Grant a counter the call of a ticket.

        Raises:
            DeskError: "visit.already_called" (number, counter) when another counter has it.
        """

    def finish(self, uow: UnitOfWork, visit: Visit) -> None:
        """Take note that a visit has ended and nobody holds its ticket any more."""


class LocalAuthority:
    """This PC is the queue: the write transaction alone keeps two calls apart."""

    one_pc = True

    def issue_number(self, uow: UnitOfWork, site: str, day: date, *, booked: bool) -> str:
        """The next number of the day: A014 for a walk-in, B021 for a booking."""
        walk_in_series, booking_series = split_series(uow.meta.get(SERIES_KEY, FIRST_SERIES))
        series = booking_series if booked else walk_in_series
        return f"{series}{uow.visits.highest_number(site, day, series) + 1:03}"

    def claim(self, uow: UnitOfWork, visit: Visit, counter: str) -> None:
        """Granted: the visit was read in this transaction, and no other can write meanwhile."""

    def finish(self, uow: UnitOfWork, visit: Visit) -> None:
        """Nobody else needs to know."""


def split_series(series: str) -> tuple[str, str]:
    """The letters of walk-ins and of bookings: "AB" -> "A", "B"; "AAAB" -> "AA", "AB"."""
    half = len(series) // 2
    return series[:half], series[half:]


def next_series(series: str) -> str:
    """The series a restored or copied database takes, so that no number is given out twice.

    "AB" -> "CD" -> ... -> "MN" -> "QR" -> ... -> "YZ" -> "AAAB" -> "ACAD" -> ...; the series of
    numbers written by hand is never among them.
    """
    _, last = split_series(series)
    first = _after(last)
    pair = (first, _after(first))
    whole = "".join(pair)
    return next_series(whole) if PAPER_SERIES in pair else whole


def _after(letters: str) -> str:
    """The letters that come next, as columns of a sheet are named: B -> C, Z -> AA, AZ -> BA."""
    head, last = letters[:-1], letters[-1]
    if last != "Z":
        return head + chr(ord(last) + 1)
    return (_after(head) if head else "A") + "A"
