"""Headquarters that open a branch's days, and a branch that books, for tests of bookings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from branch_pc import Branch
from sqlalchemy import Connection
from virtual import DEVICE, VirtualClock, VirtualUptime, make_id

from db.hq import bookings, people
from db.hq.booking_models import booking, place
from db.hq.database import transaction
from db.hq.people import Person as HqPerson
from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.booking import cells
from desk.domain.clock import RIGA
from desk.domain.errors import DeskError
from desk.domain.person import Person
from desk.domain.roles import Actor, Role
from desk.hq import booking_desk, booking_slots
from desk.hq.booking_desk import FileRow, Imported, Slot
from desk.hq.people import HqRole
from desk.hq.people import add as add_person
from desk.hq.work import Work
from desk.hq.writing import Pen
from desk.services import appointments
from desk.services.calendar import work_calendar
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import Pack
from desk.services.env import Env
from desk.services.queue_authority import LocalAuthority

SITE = "riga-2"
_OFF = frozenset(
    {
        AppointmentState.CANCELLED,
        AppointmentState.CANCELLED_NOTIFIED,
        AppointmentState.NO_SHOW,
    }
)
DAY = date(2026, 11, 25)
CLIENT = Person("Zelma Rasaspura", "+37120000012", "")
OTHER = Person("Olivers Zemgalis", "+37120000013", "o@example.com")


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of the day that is booked."""
    return wall(hour, minute)


def wall(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """An instant by the clock on the wall."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=RIGA).astimezone(UTC)


@contextmanager
def refuses(code: str) -> Iterator[None]:
    """What is done inside must be refused with this code."""
    with pytest.raises(DeskError) as refusal:
        yield
    assert refusal.value.code == code


@cache
def _pack() -> Pack:
    return bundled_pack("pmlp")


def _environment(clock: VirtualClock) -> Env:
    return Env(
        clock=clock,
        new_id=make_id,
        pack=_pack(),
        calendar=work_calendar(_pack()),
        device_id=DEVICE,
        institution="pmlp",
        home_branch=SITE,
        authority=LocalAuthority(),
        uptime=VirtualUptime(),
    )


@dataclass
class Stand:
    """One branch and headquarters."""

    work: Work
    clock: VirtualClock
    folder: Path

    def __post_init__(self) -> None:
        self.branch = Branch(self.folder, self.work, self.clock, SITE)
        self.env = _environment(self.clock)
        self.anna = Actor(make_id(), "Anna", Role.CLERK, SITE, "3")
        self.head = Actor(make_id(), "Ilze", Role.HEAD, SITE, "1")
        self.clerk = HqPerson(
            make_id(), "rita", "Rita", "Registrar", frozenset({HqRole.REGISTRAR.value}),
            "-", self.clock(),
        )  # fmt: skip
        with transaction(self.work.engine) as connection:
            if not people.anybody(connection):
                add_person(connection, None, self.clerk, self.clock(), new_id=make_id)

    def hq(self, deed: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """A committed deed of headquarters."""
        with transaction(self.work.engine) as connection:
            return deed(self.pen(connection), SITE, *values, **named)

    def pen(self, connection: Connection) -> Pen:
        """Somebody at headquarters who writes."""
        return Pen(connection, self.clerk, self.clock(), make_id)

    def open(self, places: int = 1, share: int = 0, begin: int = 9, end: int = 16) -> None:
        """Open the day."""
        plan = {"minutes": 15, "share": share, "days": 14, "keep_days": 30}
        self.hq(booking_slots.set_plan, **plan)
        self.hq(booking_slots.open_day, DAY, time(begin), time(end), places)

    def sell(self, start: datetime, person: Person = OTHER, minutes: int = 15) -> Any:
        """Book at headquarters."""
        return self.hq(booking_desk.book, Slot(start, minutes, "passport-eid"), person)

    def import_file(self, rows: Sequence[tuple[str, datetime | None]]) -> Imported:
        """A day file at headquarters: references and starts, None for a cancelled one."""
        slots = [
            FileRow(name, Slot(start, 15, "passport-eid") if start else None, OTHER)
            for name, start in rows
        ]
        done: Imported = self.hq(booking_desk.import_rows, slots)
        return done

    def do(self, use_case: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """A committed change at the branch."""
        with self.branch.database.unit_of_work() as uow:
            result = use_case(uow, self.env, self.anna, *values, **named)
            uow.commit()
        return result

    def ask(self, query: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """A look at the branch."""
        with self.branch.database.reader() as reader:
            return query(reader, self.env, self.anna, *values, **named)

    def book(self, start: datetime, minutes: int = 15) -> Appointment:
        """Book at the branch."""
        made: Appointment = self.do(
            appointments.book,
            start=start,
            minutes=minutes,
            service="passport-eid",
            person=CLIENT,
            confirm_outside=True,
        )
        return made

    def state(self, known: Any) -> AppointmentState:
        """Where a booking stands at the branch."""
        return self.of(known).state

    def of(self, known: Any) -> Appointment:
        """A booking at the branch, by what tells it apart."""
        with self.branch.database.reader() as reader:
            found = reader.appointments.by_reference(known.source, [known.reference])
        return found[known.reference]

    def there(self, known: Any) -> Any:
        """A booking at headquarters."""
        with transaction(self.work.engine) as connection:
            return bookings.by_identity(connection, SITE, known.source, known.reference)

    def sync(self, rounds: int = 2) -> None:
        """Rounds until both ends know what the other one said."""
        for _ in range(rounds):
            self.branch.round()

    def sold(self) -> dict[datetime, list[Any]]:
        """Who holds places, by cell; every place holds one at most by its very shape."""
        found: dict[datetime, list[Any]] = {}
        with transaction(self.work.engine) as connection:
            for one in connection.execute(place.select().order_by(place.c.start, place.c.place)):
                found.setdefault(one.start, []).append(one.booking)
        return found

    def require_sound(self) -> None:
        """Nothing is oversold: whoever is confirmed has places, whoever has none is listed.

        And nobody holds a place who is off, or elsewhere.
        """
        with transaction(self.work.engine) as connection:
            rows = connection.execute(booking.select()).all()
            minutes = bookings.plan(connection, SITE).minutes
            places = connection.execute(place.select()).all()
        free = {one.start for one in places if not one.leased and one.booking is None}
        sold = self.sold()
        self._require_no_ghosts({row.id: row for row in rows}, sold, minutes)
        for row in rows:
            wanted = [cell for cell in _cells(row, minutes) if cell in sold]
            seats = [cell for cell in wanted if row.id in sold[cell]]
            if row.state == AppointmentState.BOOKED:
                assert seats == wanted, (row, seats)
            if row.state == AppointmentState.CONFLICT:
                assert len(seats) < len(wanted), row
                assert row.conflict is not None, row
                assert set(wanted) - set(seats) - free, f"a free place, and it waits: {row}"

    def _require_no_ghosts(
        self, rows: dict[Any, Any], sold: dict[datetime, list[Any]], minutes: int
    ) -> None:
        for cell, holders in sold.items():
            for who in filter(None, holders):
                assert cell in _may_hold(rows[who], minutes), rows[who]
                assert holders.count(who) == 1, rows[who]


def _may_hold(row: Any, minutes: int) -> set[datetime]:
    """The cells in which a booking may have a place: its own, and those it is asked to move to."""
    if row.state in _OFF:
        return set()
    wished = cells(row.wish_start, row.wish_minutes, minutes) if row.wish_start else ()
    return {*_cells(row, minutes), *wished}


def _cells(row: Any, minutes: int) -> Sequence[datetime]:
    return cells(row.start, row.minutes, minutes)
