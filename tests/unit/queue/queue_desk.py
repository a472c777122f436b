"""A branch at work: the real database, the real content pack, two counters and a head."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from virtual import DEVICE, VirtualClock, VirtualUptime, make_id

from db.database import Database
from desk.domain import appointment_states
from desk.domain.appointment import Appointment, AppointmentAction, AppointmentEvent
from desk.domain.clock import RIGA
from desk.domain.event_data import written
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor, Role
from desk.domain.visit import Visit
from desk.services import board as board_service
from desk.services import queue
from desk.services.calendar import work_calendar
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import CallOrder, HoursVersion, Pack, WeekDay
from desk.services.env import Env
from desk.services.kept_text import text_of
from desk.services.queue_authority import LocalAuthority

DAY = date(2026, 11, 24)
SITE = "riga-2"
FIGURES = CallOrder(
    due_before_minutes=2,
    walk_in_threshold_minutes=30,
    walk_in_after_bookings=2,
    call_limit=2,
    hold_minutes=15,
    arrival_margin_minutes=5,
    alert_wait_minutes=25,
)


def wall(hour: int, minute: int = 0) -> datetime:
    """An instant of the day by the clock on the wall."""
    return datetime(2026, 11, 24, hour, minute, tzinfo=RIGA).astimezone(UTC)


@cache
def pack(*, confirmed: bool = True, walk_ins: str = "live_queue") -> Pack:
    """PMLP's pack with figures and hours that these tests know: 8.30-12.00 and 13.00-16.00."""
    shipped = bundled_pack("pmlp")
    week = WeekDay(
        weekdays=[1, 2, 3, 4, 5],
        intervals=[(time(8, 30), time(12)), (time(13), time(16))],
    )
    hours = HoursVersion(
        id="known",
        applies_to=[SITE],
        valid_from=date(2026, 1, 1),
        document="pmlp-2023",
        week=[week],
        confirmed=confirmed,
    )
    assert shipped.policy is not None
    policy = msgspec.structs.replace(
        shipped.policy, call_order=FIGURES, walk_ins=walk_ins, branch_walk_ins={}
    )
    return msgspec.structs.replace(shipped, hours=[hours], policy=policy)


def environment(clock: VirtualClock, content: Pack) -> Env:
    """The surroundings of use cases with a content pack."""
    return Env(
        clock=clock,
        new_id=make_id,
        pack=content,
        calendar=work_calendar(content),
        device_id=DEVICE,
        institution="pmlp",
        home_branch=SITE,
        authority=LocalAuthority(),
        uptime=VirtualUptime(),
    )


@dataclass
class Desk:
    """The branch, and what is done in it; `do` is one committed change."""

    database: Database
    clock: VirtualClock
    content: Pack = field(default_factory=pack)
    references: int = 0

    def __post_init__(self) -> None:
        self.env = environment(self.clock, self.content)
        self.anna = Actor(make_id(), "Anna", Role.CLERK, SITE, "3")
        self.inese = Actor(make_id(), "Inese", Role.CLERK, SITE, "4")
        self.head = Actor(make_id(), "Māra", Role.HEAD, SITE, "1")

    def do(
        self,
        use_case: Callable[..., Any],
        *arguments: Any,
        by: Actor | None = None,
        **options: Any,
    ) -> Any:
        """One use case, committed."""
        with self.database.unit_of_work() as uow:
            result = use_case(uow, self.env, by or self.anna, *arguments, **options)
            uow.commit()
        return result

    def look(self, read: Callable[..., Any], *arguments: Any, by: Actor | None = None) -> Any:
        """One read."""
        with self.database.reader() as reader:
            return read(reader, self.env, by or self.anna, *arguments)

    def board(self, by: Actor | None = None) -> Any:
        """The Today screen of a counter."""
        return self.look(board_service.board, by=by)

    def get(self, visit: Visit) -> Visit:
        """A visit as the database has it."""
        with self.database.reader() as reader:
            return reader.visits.get(visit.id)

    def text(self, text_id: UUID | None) -> str:
        """What was worded, as the database has it."""
        return self.look(lambda reader, _env, _actor: text_of(reader, text_id))

    def appointment(self, appointment_id: UUID | None) -> Appointment:
        """A booking as the database has it."""
        assert appointment_id is not None
        with self.database.reader() as reader:
            return reader.appointments.get(appointment_id)

    def walk_in(self, *services: str, **options: Any) -> Visit:
        """A client without a booking."""
        return self.do(queue.take_in_walk_in, services or ("passport",), **options)

    def arrive(self, booking: Appointment, **options: Any) -> Visit:
        """A booked client at the door."""
        return self.do(queue.take_in_booking, booking.id, **options)

    def booking(
        self,
        slot: datetime,
        name: str = "",
        *,
        site: str = SITE,
        service: str = "passport",
        service_text: str = "",
        announced: datetime | None = None,
    ) -> Appointment:
        """A booking out of the day file."""
        self.references += 1
        with self.database.unit_of_work() as uow:
            person = None
            if name:
                person = uow.persons.put(
                    Purpose.APPOINTMENT, Person(name=name), at=self.clock(), expires=None
                )
            data = {
                "site": site,
                "day": slot.astimezone(RIGA).date(),
                "start": slot,
                "minutes": 15,
                "service": service,
                "service_text": service_text,
                "source": "file",
                "reference": f"P{self.references:04}",
                "person_id": person,
            }
            made = _booking_step(uow, self.clock, None, AppointmentAction.IMPORT, data)
            if announced is not None:
                later = {"expected_at": announced}
                made = _booking_step(uow, self.clock, made, AppointmentAction.NOTIFY_LATE, later)
            uow.commit()
        return made

    def cancel(self, booking: Appointment) -> Appointment:
        """The day file cancels a booking."""
        with self.database.unit_of_work() as uow:
            made = _booking_step(uow, self.clock, booking, AppointmentAction.CANCEL, {})
            uow.commit()
        return made

    def with_content(self, content: Pack) -> Desk:
        """The same branch by another content pack."""
        other = replace(self, content=content)
        other.anna, other.inese, other.head = self.anna, self.inese, self.head
        return other

    def after(self, **steps: float) -> Desk:
        """The same branch some time later."""
        self.clock.now += timedelta(**steps)
        return self


def _booking_step(
    uow: Any,
    clock: VirtualClock,
    booking: Appointment | None,
    kind: AppointmentAction,
    data: Mapping[str, object],
) -> Appointment:
    event = AppointmentEvent(
        id=make_id(),
        appointment_id=booking.id if booking else make_id(),
        seq=booking.version + 1 if booking else 1,
        kind=kind,
        at=clock(),
        recorded_at=clock(),
        actor_id=DEVICE,
        data={name: written(value) for name, value in data.items()},
    )
    made = appointment_states.apply(booking, event)
    uow.appointments.add(made, event)
    return made
