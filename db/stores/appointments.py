"""Bookings as they stand, and their events."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from db.memory import Memory, memory
from db.models import appointment, appointment_event, ticket, visit
from db.stores.base import Journal, Store, StoreReader, insert_unique, require_whole
from db.stores.leases import follow, follow_anew, release_all
from desk.domain.appointment import (
    EXPECTED_STATES,
    Appointment,
    AppointmentAction,
    AppointmentEvent,
    AppointmentState,
)
from desk.domain.appointment_states import replay
from desk.domain.errors import DeskError
from desk.domain.topics import Topic

_MOST_FOUND: Final = 50
_AFTER_ANY: Final = "\U0010ffff"

_BY_ID: Final = select(appointment).where(appointment.c.id == bindparam("id"))
_OF_DAYS: Final = (
    select(appointment)
    .where(appointment.c.site == bindparam("site"))
    .where(appointment.c.day.between(bindparam("first"), bindparam("last")))
    .order_by(appointment.c.day, appointment.c.start, appointment.c.id)
)
_MARKS: Final = (
    select(appointment.c.id, appointment.c.version)
    .where(appointment.c.site == bindparam("site"), appointment.c.day == bindparam("day"))
    .order_by(appointment.c.start, appointment.c.id)
)
_HERE: Final = (
    select(visit.c.appointment_id)
    .join(ticket, ticket.c.visit_id == visit.c.id)
    .where(ticket.c.site == bindparam("site"), ticket.c.day == bindparam("day"))
    .where(ticket.c.open == bindparam("open"))
)
_EXPECTED: Final[list[ColumnElement[str]]] = [
    literal_column(f"'{state}'") for state in sorted(EXPECTED_STATES)
]
_IN_QUEUE: Final = (
    select(appointment)
    .where(appointment.c.site == bindparam("site"), appointment.c.day == bindparam("day"))
    .where(
        or_(
            and_(
                appointment.c.start <= bindparam("until"),
                or_(
                    appointment.c.start >= bindparam("since"),
                    appointment.c.expected_at >= bindparam("since"),
                ),
                appointment.c.state.in_(_EXPECTED),
            ),
            appointment.c.id.in_(_HERE),
        )
    )
)
_BY_REFERENCE: Final = (
    select(appointment)
    .where(appointment.c.source == bindparam("source"))
    .where(appointment.c.reference.in_(bindparam("references", expanding=True)))
)
_PROVISIONAL: Final = (
    select(appointment)
    .where(appointment.c.site == bindparam("site"), appointment.c.start >= bindparam("since"))
    .where(appointment.c.state == literal_column(f"'{AppointmentState.PROVISIONAL.value}'"))
    .order_by(appointment.c.start, appointment.c.id)
)
_IN_CONFLICT: Final = (
    select(appointment)
    .where(appointment.c.site == bindparam("site"))
    .where(appointment.c.state == literal_column(f"'{AppointmentState.CONFLICT.value}'"))
    .order_by(appointment.c.start, appointment.c.id)
)
_FIND: Final = (
    select(appointment)
    .where(appointment.c.site == bindparam("site"))
    .where(appointment.c.reference >= bindparam("start"))
    .where(appointment.c.reference < bindparam("stop"))
    .order_by(appointment.c.reference, appointment.c.day.desc())
    .limit(_MOST_FOUND)
)
_EVENTS: Final = (
    select(appointment_event)
    .where(appointment_event.c.appointment_id == bindparam("appointment"))
    .order_by(appointment_event.c.seq)
)
_ALL_EVENTS: Final = select(appointment_event).order_by(
    appointment_event.c.appointment_id, appointment_event.c.seq
)
_ADD_EVENT: Final = insert(appointment_event)
_ADD: Final = insert(appointment)
_DROP: Final = delete(appointment).where(appointment.c.id == bindparam("key"))
_SET: Final = update(appointment).where(appointment.c.id == bindparam("key"))


class AppointmentReader(StoreReader):
    """Questions about bookings."""

    def get(self, appointment_id: UUID) -> Appointment:
        """A booking as it stands; DeskError "appointment.unknown" when there is none."""
        row = self._one(_BY_ID, id=appointment_id)
        if row is None:
            raise DeskError("appointment.unknown")
        return appointment_of(row)

    def events(self, appointment_id: UUID) -> tuple[AppointmentEvent, ...]:
        """What happened to a booking, first to last."""
        return tuple(map(event_of, self._all(_EVENTS, appointment=appointment_id)))

    def of_day(self, site: str, day: date) -> tuple[Appointment, ...]:
        """All bookings of a day in the order of their slots, cancelled ones included."""
        marks = dict(self._all(_MARKS, site=site, day=day))
        known: Memory[Appointment] = memory(self._connection, "appointments")
        return known.fresh((site, day), marks, self.get, lambda: self.of_days(site, day, day))

    def of_days(self, site: str, first: date, last: date) -> tuple[Appointment, ...]:
        """All bookings from one day to another, both included, in the order of their slots."""
        return self._ask(_OF_DAYS, site=site, first=first, last=last)

    def in_queue(
        self, site: str, day: date, since: datetime, until: datetime
    ) -> tuple[Appointment, ...]:
        """The bookings of a day that the call order is made of, in no certain order.

        They are those with an open ticket, and those whose client is expected between two instants.
        """
        return self._ask(_IN_QUEUE, site=site, day=day, since=since, until=until, open=True)

    def by_reference(self, source: str, references: Collection[str]) -> dict[str, Appointment]:
        """The bookings of a source that have one of these references, by reference."""
        found = self._ask(_BY_REFERENCE, source=source, references=list(references))
        return {booking.reference: booking for booking in found}

    def provisional(self, site: str, since: datetime) -> tuple[Appointment, ...]:
        """Bookings with slots from an instant on that the booking system does not know yet."""
        return self._ask(_PROVISIONAL, site=site, since=since)

    def in_conflict(self, site: str) -> tuple[Appointment, ...]:
        """Bookings of a site whose place headquarters gave to another one, by slot."""
        return self._ask(_IN_CONFLICT, site=site)

    def find(self, site: str, text: str) -> tuple[Appointment, ...]:
        """Bookings of a site whose reference begins with a text, at most 50."""
        return self._ask(_FIND, site=site, start=text, stop=text + _AFTER_ANY) if text else ()

    def _ask(self, statement: Any, **values: object) -> tuple[Appointment, ...]:
        return tuple(map(appointment_of, self._all(statement, **values)))


class AppointmentStore(AppointmentReader, Store):
    """Writes of bookings: always an event together with what it comes to.

    Nobody else writes meanwhile, so what was read once, or written, is not read again.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self._seen: dict[UUID, Appointment] = {}

    def get(self, appointment_id: UUID) -> Appointment:
        """A booking as it stands; DeskError "appointment.unknown" when there is none."""
        known = self._seen.get(appointment_id) or super().get(appointment_id)
        self._seen[appointment_id] = known
        return known

    def of_day(self, site: str, day: date) -> tuple[Appointment, ...]:
        """All bookings of a day; of what may yet be rolled back nothing is remembered."""
        return self.of_days(site, day, day)

    def add(self, booking: Appointment, event: AppointmentEvent) -> None:
        """Append an event and store the booking as it stands after it.

        Raises:
            DeskError: "appointment.changed_meanwhile" when it has an event with this seq;
                "appointment.reference_taken" when its source has another with this reference.
        """
        if (booking.id, booking.version) != (event.appointment_id, event.seq):
            raise ValueError("the booking must stand as after this event")
        row = _event_row(event)
        self._append(_ADD_EVENT, row, "appointment_event", "appointment.changed_meanwhile")
        now = _row(booking)
        if event.seq > 1:
            now["key"] = now.pop("id")
        statement = _ADD if event.seq == 1 else _SET
        insert_unique(self._connection, statement, now, "appointment.reference_taken")
        follow(self._connection, booking.site, event)
        self._seen[booking.id] = booking
        self._journal.topics.add(Topic.APPOINTMENTS)

    def rebuild(self) -> None:
        """Make all bookings anew from their events."""
        self._connection.execute(delete(appointment))
        self._seen.clear()
        release_all(self._connection)
        for history in self._histories(_ALL_EVENTS, "appointment_id"):
            booking = replay(map(event_of, history))
            self._write(_ADD, **_row(booking))
            follow_anew(self._connection, booking.site, map(event_of, history))
        self._journal.topics.add(Topic.APPOINTMENTS)

    def restore(self, appointment_id: UUID) -> None:
        """Make one booking anew from its events, some of which are back.

        Raises:
            DeskError: "sync.incomplete", "appointment.reference_taken" when the same booking was
                imported again meanwhile, and what its events' domain refuses.
        """
        history = self._all(_EVENTS, appointment=appointment_id)
        require_whole(history)
        booking = replay(map(event_of, history))
        self._write(_DROP, key=appointment_id)
        insert_unique(self._connection, _ADD, _row(booking), "appointment.reference_taken")
        follow_anew(self._connection, booking.site, map(event_of, history))
        self._seen[booking.id] = booking
        self._journal.topics.add(Topic.APPOINTMENTS)

    def _ask(self, statement: Any, **values: object) -> tuple[Appointment, ...]:
        found = super()._ask(statement, **values)
        self._seen.update((booking.id, booking) for booking in found)
        return found


def _row(booking: Appointment) -> dict[str, Any]:
    """A booking as a row; no reference lies as NULL, because many bookings may have none."""
    row = {column.name: getattr(booking, column.name) for column in appointment.c}
    row["state"] = booking.state.value
    row["reference"] = booking.reference or None
    return row


def appointment_of(row: Row[Any]) -> Appointment:
    """A booking from its row."""
    values = row._asdict()
    values["state"] = AppointmentState(row.state)
    values["reference"] = row.reference or ""
    return Appointment(**values)


def _event_row(event: AppointmentEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind.value,
        "at": event.at,
        "recorded_at": event.recorded_at,
        "actor_id": event.actor_id,
        "body": event.data,
        "appointment_id": event.appointment_id,
        "seq": event.seq,
    }


def event_of(row: Row[Any]) -> AppointmentEvent:
    """An event from its row."""
    return AppointmentEvent(
        id=row.id,
        appointment_id=row.appointment_id,
        seq=row.seq,
        kind=AppointmentAction(row.kind),
        at=row.at,
        recorded_at=row.recorded_at,
        actor_id=row.actor_id,
        data=row.body,
    )
