"""What an import writes: an event for each booking that is new, differs, or is cancelled."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import appointment_states
from desk.domain.appointment import Appointment, AppointmentAction, AppointmentEvent
from desk.domain.clock import local_day
from desk.domain.event_data import written
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor
from desk.services.dayfile.match_service import Matcher, service_matcher
from desk.services.dayfile.model import Field, Row
from desk.services.dayfile.plan import FILE_SOURCE, Change
from desk.services.env import Env
from desk.services.retention import expiry

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_CONTACT = frozenset({Field.NAME, Field.PHONE, Field.EMAIL})


class Changes:
    """Writes the changes of one import at one site."""

    def __init__(self, uow: UnitOfWork, env: Env, actor: Actor, site: str) -> None:
        self._uow, self._env, self._actor, self._site = uow, env, actor, site

    def add(self, row: Row) -> None:
        """Store a booking that the file brings; hours play no part (invariant 6)."""
        assert row.start is not None, "a booking without a start is never added"
        service = self._service(row.service_text)
        day = local_day(row.start)
        person_id = self._kept(_person_of(row), day)
        self._write(
            None,
            AppointmentAction.IMPORT,
            {
                "site": self._site,
                "day": written(day),
                "start": written(row.start),
                "minutes": row.minutes or self._usual_minutes(service),
                "service": service,
                "service_text": row.service_text,
                "source": FILE_SOURCE,
                "reference": row.reference,
                "person_id": written(person_id),
                "confirmed_outside_hours": False,
            },
        )

    def change(self, change: Change) -> None:
        """Store what the file has otherwise; a cancelled booking stands again first."""
        before = change.appointment
        if Field.STATE in change.fields:
            state = appointment_states.expected_state(before).value
            before = self._write(before, AppointmentAction.REOPEN, {"state": state})
        data = self._differences(before, change)
        if data:
            self._write(before, AppointmentAction.UPDATE, data)

    def cancel(self, appointment: Appointment) -> None:
        """Store that the booking system cancelled a booking."""
        self._write(appointment, AppointmentAction.CANCEL, {})

    def _differences(self, before: Appointment, change: Change) -> dict[str, object]:
        row, fields = change.row, set(change.fields)
        data: dict[str, object] = {}
        day = before.day
        if Field.START in fields and row.start is not None:
            day = local_day(row.start)
            data |= {"start": written(row.start), "day": written(day)}
        if Field.SERVICE in fields:
            service = self._service(row.service_text)
            data |= {"service": service, "service_text": row.service_text}
            data["minutes"] = row.minutes or self._usual_minutes(service)
        if Field.MINUTES in fields and row.minutes is not None:
            data["minutes"] = row.minutes
        if fields & _CONTACT or day != before.day:
            data["person_id"] = written(self._kept_anew(before, row, day))
        return data

    def _kept_anew(self, before: Appointment, row: Row, day: date) -> UUID | None:
        """The person kept until the new day's period ends; what an empty cell leaves open stays."""
        old = self._uow.persons.get(before.person_id) if before.person_id else Person()
        if old is None or before.person_id is None:
            return self._kept(_person_of(row), day) if before.person_id is None else None
        given = _person_of(row)
        self._uow.persons.erase(before.person_id)
        person = Person(
            given.name or old.name, given.phone or old.phone, given.email or old.email, old.text
        )
        return self._kept(person, day)

    def _kept(self, person: Person, day: date) -> UUID | None:
        if person == Person():
            return None
        expires = expiry(self._env, Purpose.APPOINTMENT, day)
        at = self._env.clock()
        return self._uow.persons.put(Purpose.APPOINTMENT, person, at=at, expires=expires)

    def _write(
        self, before: Appointment | None, action: AppointmentAction, data: dict[str, object]
    ) -> Appointment:
        at = self._env.clock()
        event = AppointmentEvent(
            id=self._env.new_id(),
            appointment_id=before.id if before else self._env.new_id(),
            seq=before.version + 1 if before else 1,
            kind=action,
            at=at,
            recorded_at=at,
            actor_id=self._actor.account_id,
            data=data,
        )
        after = appointment_states.apply(before, event)
        self._uow.appointments.add(after, event)
        return after

    @cached_property
    def _service(self) -> Matcher:
        return service_matcher(self._env.pack.services)

    def _usual_minutes(self, service: str) -> int:
        known = self._env.services.get(service)
        return known.minutes if known else self._env.policy.slot_minutes


def _person_of(row: Row) -> Person:
    return Person(name=row.name, phone=row.phone, email=row.email)
