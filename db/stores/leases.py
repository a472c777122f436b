"""Leased places, and bookings that want the same place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.models import booking_decision, booking_rivals, lease_return, leased_place
from db.prepared import run
from db.stores.base import Store, StoreReader
from desk.domain.appointment import AppointmentEvent
from desk.domain.booking import Decided, Decision, Rivals, Seat, claim_of, claimed, gives_up
from desk.domain.topics import Topic

_ONE: Final = (leased_place.c.start == bindparam("cell")) & (
    leased_place.c.place == bindparam("number")
)
_HERE: Final = leased_place.c.site == bindparam("at_site")
_BETWEEN: Final = (
    select(leased_place)
    .where(
        _HERE, leased_place.c.start >= bindparam("since"), leased_place.c.start < bindparam("until")
    )
    .order_by(leased_place.c.start, leased_place.c.place)
)
_MINUTES: Final = select(func.max(leased_place.c.minutes)).where(
    _HERE, leased_place.c.start >= bindparam("since")
)
_HELD_BY: Final = leased_place.c.appointment_id == bindparam("holder")
_GRANT: Final = upsert(leased_place).on_conflict_do_nothing()
_CLAIM: Final = (
    update(leased_place)
    .where(_HERE, _ONE, leased_place.c.appointment_id.is_(None))
    .values(appointment_id=bindparam("taker"))
)
_RELEASE: Final = update(leased_place).where(_HELD_BY).values(appointment_id=None)
_RELEASE_ALL: Final = (
    update(leased_place)
    .where(leased_place.c.appointment_id.is_not(None))
    .values(appointment_id=None)
)
_END: Final = delete(leased_place).where(_HERE, _ONE)
_FORGET: Final = delete(leased_place).where(leased_place.c.start < bindparam("before"))
_ADD_RETURN: Final = insert(lease_return)
_RETURN: Final = select(lease_return).where(lease_return.c.id == bindparam("key"))
_ADD_RIVALS: Final = upsert(booking_rivals).on_conflict_do_nothing()
_OF_LOSERS: Final = (
    select(booking_rivals)
    .where(booking_rivals.c.loser_id.in_(bindparam("losers", expanding=True)))
    .order_by(booking_rivals.c.at, booking_rivals.c.id)
)
_RIVALS: Final = select(booking_rivals).where(booking_rivals.c.id == bindparam("key"))
_DECIDED: Final = (
    select(booking_decision)
    .where(booking_decision.c.conflict_id.in_(bindparam("conflicts", expanding=True)))
    .order_by(booking_decision.c.position)
)
_DECIDE: Final = insert(booking_decision)


class LeaseReader(StoreReader):
    """Questions about leased places and rivals."""

    def between(self, site: str, since: datetime, until: datetime) -> Sequence[Any]:
        """Leased places of a site from one instant on and before another, in order."""
        return tuple(self._all(_BETWEEN, at_site=site, since=since, until=until))

    def minutes(self, site: str, since: datetime) -> int:
        """Minutes of a cell, of places from an instant on; 0 when none is leased."""
        return self._number(_MINUTES, at_site=site, since=since)

    def rivals(self, conflict: UUID) -> Rivals | None:
        """Two bookings for one place; None when there is no such conflict."""
        row = self._one(_RIVALS, key=conflict)
        return None if row is None else Rivals(*row)

    def of_losers(self, losers: Collection[UUID]) -> dict[UUID, Rivals]:
        """The newest conflict of each of these bookings."""
        rows = self._all(_OF_LOSERS, losers=list(losers)) if losers else ()
        return {row.loser_id: Rivals(*row) for row in rows}

    def decided(self, conflicts: Collection[UUID]) -> dict[UUID, Decided]:
        """What was decided last about each of these conflicts."""
        rows = self._all(_DECIDED, conflicts=list(conflicts)) if conflicts else ()
        return {
            row.conflict_id: Decided(
                row.id, row.conflict_id, Decision(row.kind), row.moved_id, row.actor_id, row.at
            )
            for row in rows
        }


class LeaseStore(LeaseReader, Store):
    """Writes of leased places and rivals."""

    def grant(self, site: str, minutes: int, seats: Iterable[Seat]) -> None:
        """Headquarters leave places to the branch; the same again changes nothing."""
        for seat in seats:
            values = {"start": seat.start, "place": seat.place, "appointment_id": None}
            self._write(_GRANT, site=site, minutes=minutes, **values)
        self._journal.topics.add(Topic.APPOINTMENTS)

    def give_back(self, site: str, seats: Sequence[Seat], actor_id: UUID, at: datetime) -> None:
        """Places that the branch does not want: headquarters are told."""
        row_id = self._journal.new_id()
        values = {"id": row_id, "site": site, "seats": claim_of(seats)}
        self._write(_ADD_RETURN, **values, actor_id=actor_id, at=at)
        self._journal.point(lease_return.name, row_id)
        self._end(site, seats)

    def again(self, row_id: UUID) -> None:
        """A return that was lost with an earlier state of this file is back."""
        row = self._one(_RETURN, key=row_id)
        self._end(row.site, claimed({"leased": row.seats}))

    def forget(self, before: datetime) -> None:
        """Places of cells that began before an instant are of no use any more."""
        self._write(_FORGET, before=before)

    def compete(self, rivals: Rivals) -> None:
        """Two bookings want one place; the same again changes nothing."""
        self._write(
            _ADD_RIVALS,
            id=rivals.id,
            loser_id=rivals.loser,
            winner_id=rivals.winner,
            at=rivals.at,
        )
        self._journal.topics.add(Topic.APPOINTMENTS)

    def decide(self, decided: Decided) -> None:
        """Keep what was decided; headquarters are told."""
        values = {"id": decided.id, "conflict_id": decided.conflict, "kind": decided.kind.value}
        self._write(
            _DECIDE,
            **values,
            moved_id=decided.moved,
            actor_id=decided.actor_id,
            at=decided.at,
        )
        self._journal.point(booking_decision.name, decided.id)
        self._journal.topics.add(Topic.APPOINTMENTS)

    def _end(self, site: str, seats: Iterable[Seat]) -> None:
        for seat in seats:
            self._write(_END, at_site=site, cell=seat.start, number=seat.place)
        self._journal.topics.add(Topic.APPOINTMENTS)


def follow(connection: Connection, site: str, event: AppointmentEvent) -> None:
    """Leased places are as a booking's event tells."""
    seats = claimed(event.data)
    if event.seq > 1 and (seats or gives_up(event.kind, event.data)):
        run(connection, _RELEASE, {"holder": event.appointment_id})
    for seat in seats:
        values = {"at_site": site, "cell": seat.start, "number": seat.place}
        run(connection, _CLAIM, {**values, "taker": event.appointment_id})


def follow_anew(connection: Connection, site: str, history: Iterable[AppointmentEvent]) -> None:
    """The same for all of a booking's events, first to last."""
    for event in history:
        follow(connection, site, event)


def release_all(connection: Connection) -> None:
    """No leased place has a booking, before all bookings' events are told anew."""
    run(connection, _RELEASE_ALL, {})
