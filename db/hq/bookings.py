"""Places and bookings of branches at headquarters.

Whoever changes places locks the stream first (`db.hq.authored.lock`); should somebody not, a place
still holds one booking, because it is one row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from db.hq.booking_models import booking, decision, place, slot_plan
from desk.domain.booking import Seat

_OF_STREAM: Final = booking.c.stream == bindparam("of_stream")
_BY_APPOINTMENT: Final = select(booking).where(
    _OF_STREAM, booking.c.appointment == bindparam("known_as")
)
_BY_ID: Final = select(booking).where(_OF_STREAM, booking.c.id == bindparam("of_id"))
_BY_IDENTITY: Final = select(booking).where(
    _OF_STREAM,
    booking.c.source == bindparam("from_source"),
    booking.c.reference == bindparam("called"),
)
_OF_APPOINTMENTS: Final = select(booking).where(
    _OF_STREAM, booking.c.appointment.in_(bindparam("ids", expanding=True))
)
_OF_IDENTITIES: Final = select(booking).where(
    _OF_STREAM,
    booking.c.source.in_(bindparam("sources", expanding=True)),
    booking.c.reference.in_(bindparam("called", expanding=True)),
)
_BY_WISH: Final = select(booking).where(_OF_STREAM, booking.c.wish_op == bindparam("asked_by"))
_BY_CONFLICT: Final = select(booking).where(
    _OF_STREAM, booking.c.state == "conflict", booking.c.conflict == bindparam("told_as")
)
_BETWEEN: Final = (
    select(booking)
    .where(_OF_STREAM, booking.c.start >= bindparam("since"), booking.c.start < bindparam("until"))
    .order_by(booking.c.start, booking.c.made_at, booking.c.id)
)
_WAITING: Final = (
    select(booking)
    .where(
        _OF_STREAM,
        booking.c.state == "conflict",
        booking.c.start >= bindparam("since"),
        booking.c.start < bindparam("until"),
    )
    .order_by(booking.c.made_at, booking.c.id)
)
_PLACES: Final = (
    select(place)
    .where(
        place.c.stream == bindparam("of_stream"),
        place.c.start >= bindparam("since"),
        place.c.start < bindparam("until"),
    )
    .order_by(place.c.start, place.c.place)
)
_HELD: Final = (
    select(place.c.start, place.c.place)
    .where(place.c.stream == bindparam("of_stream"), place.c.booking == bindparam("held_by"))
    .order_by(place.c.start, place.c.place)
)
_ONE_PLACE: Final = (
    (place.c.stream == bindparam("of_stream"))
    & (place.c.start == bindparam("of_start"))
    & (place.c.place == bindparam("number"))
)
_TAKE: Final = (
    update(place).where(_ONE_PLACE, place.c.booking.is_(None)).values(booking=bindparam("holder"))
)
_FREE: Final = (
    update(place).where(_ONE_PLACE, place.c.booking == bindparam("held_by")).values(booking=None)
)
_LEASE: Final = (
    update(place).where(_ONE_PLACE, place.c.booking.is_(None), ~place.c.leased).values(leased=True)
)
_RETURN: Final = update(place).where(_ONE_PLACE).values(leased=False)
_HIGHEST: Final = select(func.max(place.c.place)).where(
    place.c.stream == bindparam("of_stream"), place.c.start == bindparam("of_start")
)
_PLAN: Final = select(slot_plan).where(slot_plan.c.stream == bindparam("of_stream"))
_DECIDED: Final = select(decision.c.id).where(
    decision.c.stream == bindparam("of_stream"), decision.c.id == bindparam("of_id")
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a branch's days are cut and leased (as the table `slot_plan`)."""

    stream: str
    minutes: int = 15
    share: int = 50
    days: int = 14
    keep_days: int = 30
    leased_to: str | None = None


def plan(connection: Connection, stream: str) -> Plan:
    """The plan of a branch; the usual one when it has none."""
    row = connection.execute(_PLAN, {"of_stream": stream}).first()
    return Plan(*row) if row else Plan(stream)


def put_plan(connection: Connection, new: Plan) -> None:
    """Keep the plan of a branch."""
    values = {name: getattr(new, name) for name in slot_plan.c.keys()}  # noqa: SIM118 - columns
    if connection.execute(_PLAN, {"of_stream": new.stream}).first() is None:
        connection.execute(insert(slot_plan), values)
    else:
        connection.execute(
            update(slot_plan).where(slot_plan.c.stream == new.stream).values(**values)
        )


def by_id(connection: Connection, stream: str, booking_id: UUID) -> Any:
    """A booking by headquarters' id of it; None when there is none."""
    return connection.execute(_BY_ID, {"of_stream": stream, "of_id": booking_id}).first()


def by_appointment(connection: Connection, stream: str, appointment: UUID) -> Any:
    """A booking by the branch's id of it; None when there is none."""
    values = {"of_stream": stream, "known_as": appointment}
    return connection.execute(_BY_APPOINTMENT, values).first()


def by_identity(connection: Connection, stream: str, source: str, reference: str) -> Any:
    """A booking by what tells it apart everywhere; None when there is none."""
    values = {"of_stream": stream, "from_source": source, "called": reference}
    return connection.execute(_BY_IDENTITY, values).first()


def by_wish(connection: Connection, stream: str, op_id: UUID) -> Any:
    """The booking that an operation of headquarters is to change; None when there is none."""
    return connection.execute(_BY_WISH, {"of_stream": stream, "asked_by": op_id}).first()


def by_conflict(connection: Connection, stream: str, conflict: UUID) -> Any:
    """The booking without a place of which a branch was told; None when it has one now."""
    return connection.execute(_BY_CONFLICT, {"of_stream": stream, "told_as": conflict}).first()


def between(
    connection: Connection, stream: str, since: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """Bookings that begin from one instant on and before another, in order."""
    return connection.execute(_BETWEEN, _span(stream, since, until)).all()


def waiting(
    connection: Connection, stream: str, since: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """Bookings without a place that begin from one instant on and before another, oldest first."""
    return connection.execute(_WAITING, _span(stream, since, until)).all()


def named(
    connection: Connection,
    stream: str,
    appointments: Collection[UUID],
    identities: Collection[tuple[str, str]],
) -> Sequence[Row[Any]]:
    """Bookings by the branch's ids of them, or by source and reference."""
    found: list[Row[Any]] = []
    if appointments:
        values = {"of_stream": stream, "ids": list(appointments)}
        found += connection.execute(_OF_APPOINTMENTS, values).all()
    if identities:
        sources, references = ({pair[n] for pair in identities} for n in (0, 1))
        named_so = {"of_stream": stream, "sources": list(sources), "called": list(references)}
        found += connection.execute(_OF_IDENTITIES, named_so).all()
    return found


def add(connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """A new booking; its columns but for what headquarters have not asked yet; gives all."""
    empty = {"wish": "", "wish_op": None, "wish_start": None, "wish_minutes": None}
    row = {**empty, "conflict": None, **values}
    connection.execute(insert(booking), row)
    return row


def change(connection: Connection, stream: str, booking_id: UUID, **values: Any) -> None:
    """Set columns of a booking."""
    connection.execute(
        update(booking)
        .where(booking.c.stream == stream, booking.c.id == booking_id)
        .values(**values)
    )


def places(
    connection: Connection, stream: str, since: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """The places of the cells from one instant on and before another, in order."""
    return connection.execute(_PLACES, _span(stream, since, until)).all()


def held(connection: Connection, stream: str, booking_id: UUID) -> tuple[Seat, ...]:
    """The places that a booking has."""
    rows = connection.execute(_HELD, {"of_stream": stream, "held_by": booking_id})
    return tuple(Seat(row.start, row.place) for row in rows)


def open_places(connection: Connection, stream: str, seats: Iterable[Seat]) -> None:
    """New places, free."""
    rows = [
        {"stream": stream, "start": seat.start, "place": seat.place, "leased": False}
        | {"booking": None}
        for seat in seats
    ]
    if rows:
        connection.execute(insert(place), rows)


def next_place(connection: Connection, stream: str, start: datetime) -> int:
    """The number after the highest place of a cell."""
    values = {"of_stream": stream, "of_start": start}
    return (connection.execute(_HIGHEST, values).scalar() or 0) + 1


def take(connection: Connection, stream: str, seat: Seat, booking_id: UUID) -> bool:
    """Give a place to a booking; False when it has another one."""
    return connection.execute(_TAKE, _key(stream, seat, holder=booking_id)).rowcount == 1


def free(connection: Connection, stream: str, seat: Seat, booking_id: UUID) -> None:
    """A booking gives a place up; it stays leased if it was."""
    connection.execute(_FREE, _key(stream, seat, held_by=booking_id))


def lease(connection: Connection, stream: str, seat: Seat) -> bool:
    """Leave a free place to the branch; False when it is sold or leased already."""
    return connection.execute(_LEASE, _key(stream, seat)).rowcount == 1


def end_lease(connection: Connection, stream: str, seat: Seat) -> None:
    """The branch gave a place back."""
    connection.execute(_RETURN, _key(stream, seat))


def keep_decision(connection: Connection, stream: str, values: Mapping[str, Any]) -> bool:
    """Keep what a branch decided; False when it is here already."""
    known = {"of_stream": stream, "of_id": values["id"]}
    if connection.execute(_DECIDED, known).first() is not None:
        return False
    connection.execute(insert(decision), {"stream": stream, **values})
    return True


def _span(stream: str, since: datetime, until: datetime) -> dict[str, Any]:
    return {"of_stream": stream, "since": since, "until": until}


def _key(stream: str, seat: Seat, **more: Any) -> dict[str, Any]:
    return {"of_stream": stream, "of_start": seat.start, "number": seat.place, **more}
