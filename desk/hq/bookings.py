"""Arbitration: what a branch says of its bookings, as it arrives.

A booking on a leased place is confirmed, any other competes for what is free.  The one that finds
nothing is a conflict: it keeps its row, and the branch is told whose place it wanted.  Facts of
the branch (arrived, served, cancelled there) go before whatever headquarters asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.hq import authored, bookings
from desk.domain import event_data as read
from desk.domain.appointment import AppointmentAction, AppointmentState
from desk.domain.booking import CLAIMED, ECHO, HQ_SOURCE, Decision, Seat
from desk.domain.clock import IdMaker
from desk.hq.authoring import author_all
from desk.hq.booking_answers import Answers
from desk.hq.booking_seats import LONGEST, Seating, seating
from desk.sync.booking_bodies import (
    APPOINTMENT_EVENT,
    BOOKING_DECISION,
    CHANGE_REFUSED,
    LEASE_RETURN,
    UNNAMED,
    AppointmentWritten,
    BookingDecision,
    ChangeRefused,
    LeaseReturn,
    SeatRow,
)

_A = AppointmentAction
_S = AppointmentState

_HEARD: Final = frozenset({APPOINTMENT_EVENT, LEASE_RETURN, BOOKING_DECISION, CHANGE_REFUSED})
_BEGINS: Final = frozenset({_A.BOOK, _A.IMPORT})
_FACTS: Final = {
    _A.ARRIVE: _S.ARRIVED,
    _A.START: _S.SERVING,
    _A.SERVE: _S.SERVED,
}
_ENDS: Final = {
    _A.CANCEL: _S.CANCELLED,
    _A.NOTIFY_CANCEL: _S.CANCELLED_NOTIFIED,
    _A.NO_SHOW: _S.NO_SHOW,
}
_IN_HAND: Final = frozenset({_S.ARRIVED, _S.SERVING, _S.SERVED})
_NO_WISH: Final = {"wish": "", "wish_op": None, "wish_start": None, "wish_minutes": None}
_LONGEST: Final = int(LONGEST.total_seconds() // 60)
_LONGEST_TEXT: Final = 200


def take(
    connection: Connection,
    stream: str,
    rows: Sequence[Mapping[str, Any]],
    at: datetime,
    new_id: IdMaker,
) -> None:
    """Hear what a branch's accepted operations say of bookings, and answer in its stream.

    What cannot be understood is passed by: the operation is kept as it came.

    Args:
        rows: of `op`, in their order; at: headquarters' clock.
    """
    wanted = [row for row in rows if row["kind"] in _HEARD]
    if not wanted or not authored.lock(connection, stream):
        return
    arbiter = Arbiter(connection, seating(connection, stream), at, new_id)
    for row in wanted:
        arbiter.hear(row["kind"], bytes(row["body"]))
    arbiter.answer()


class Arbiter:
    """Hears one batch of a branch."""

    def __init__(
        self, connection: Connection, places: Seating, at: datetime, new_id: IdMaker
    ) -> None:
        self._connection, self._places, self._at, self._new_id = connection, places, at, new_id
        self._stream = places.stream
        self._answers = Answers(connection, places, new_id)

    def hear(self, kind: str, body: bytes) -> None:
        """One operation."""
        try:
            if kind == APPOINTMENT_EVENT:
                self._event(msgspec.json.decode(body, type=AppointmentWritten))
            elif kind == LEASE_RETURN:
                self._returned(msgspec.json.decode(body, type=LeaseReturn))
            elif kind == BOOKING_DECISION:
                self._decided(msgspec.json.decode(body, type=BookingDecision))
            elif kind == CHANGE_REFUSED:
                self._refused(msgspec.json.decode(body, type=ChangeRefused))
        except (msgspec.MsgspecError, ValueError, OverflowError):
            return  # kept as it came; nothing of it was written

    def answer(self) -> None:
        """Tell the branch what came of it, as one transaction."""
        if said := self._answers.said():
            author_all(self._connection, self._stream, said, self._at, new_id=self._new_id)

    def _event(self, event: AppointmentWritten) -> None:
        kind, data = AppointmentAction(event.kind), event.body
        known = bookings.by_appointment(self._connection, self._stream, event.appointment_id)
        if kind in _BEGINS:
            if known is None:
                self._begun(event, _Told.of(event))
        elif known is not None:
            self._seen(known, event)
            if kind is _A.UPDATE:
                self._updated(known, data)
            elif kind in _FACTS:
                self._came(known, _FACTS[kind])
            elif kind in _ENDS:
                self._gone(known, _ENDS[kind])
            elif kind is _A.REOPEN:
                self._reopened(known, read.text(data, "state"))

    def _seen(self, known: Any, event: AppointmentWritten) -> None:
        self._change(known.id, seen=max(known.seen, event.seq))

    def _begun(self, event: AppointmentWritten, told: _Told) -> None:
        """A booking that the branch made, or has read from the same file as headquarters."""
        twin = bookings.by_identity(self._connection, self._stream, told.source, told.reference)
        known_as = {"appointment": event.appointment_id, "seen": event.seq}
        if twin is None:
            self._add(event.appointment_id, told, known_as)
            self._seat(event.appointment_id, told.start, told.minutes, told.claims)
            return
        self._change(twin.id, **known_as)
        differs = (told.start, told.minutes) != (twin.start, twin.minutes)
        if differs and ECHO not in event.body and twin.state == _S.BOOKED:
            self._move(twin, told.start, told.minutes, told.claims)

    def _add(self, booking: UUID, told: _Told, known_as: Mapping[str, Any]) -> None:
        values = {
            "stream": self._stream,
            "id": booking,
            "source": told.source,
            "reference": told.reference,
            "start": told.start,
            "minutes": told.minutes,
            "service": told.service,
            "service_text": told.service_text,
            "state": _S.BOOKED.value,
            "made_at": self._at,
            "here": False,
            "boxes": b"",
        }
        bookings.add(self._connection, {**values, **known_as})

    def _seat(self, booking: UUID, start: datetime, minutes: int, claims: frozenset[Seat]) -> None:
        """Give it its places, or note that it has none."""
        if self._places.sit(booking, start, minutes, claims):
            self._change(booking, state=_S.BOOKED.value, conflict=None)
            held = bookings.held(self._connection, self._stream, booking)
            if not claims or not claims <= set(held):
                self._answers.won(booking)
        else:
            self._change(booking, state=_S.CONFLICT.value)
            self._answers.lost(booking)

    def _updated(self, known: Any, data: Mapping[str, object]) -> None:
        if ECHO in data:
            if known.wish == "move" and str(known.wish_op) == data[ECHO]:
                self._agreed(known)
            return
        service = _checked(read.text(data, "service", known.service))
        self._change(known.id, service=service)
        start = read.instant(data, "start") or known.start
        minutes = _minutes(read.number(data, "minutes", known.minutes))
        if known.state in (_S.BOOKED, _S.CONFLICT) and (
            "start" in data or minutes != known.minutes
        ):
            self._move(known, start, minutes, _claims(data))

    def _move(self, known: Any, start: datetime, minutes: int, claims: frozenset[Seat]) -> None:
        """The branch moved it: it competes for the new slot and gives the old one up."""
        self._change(known.id, start=start, minutes=minutes, **_NO_WISH)
        self._seat(known.id, start, minutes, claims)
        self._freed(self._places.stand_up(known.id, self._places.cells(start, minutes)))

    def _agreed(self, known: Any) -> None:
        """The branch carried out what headquarters had asked for."""
        start, minutes = known.wish_start, known.wish_minutes
        self._change(known.id, start=start, minutes=minutes, **_NO_WISH)
        self._freed(self._places.stand_up(known.id, self._places.cells(start, minutes)))
        if known.state == _S.CONFLICT:
            self._change(known.id, state=_S.BOOKED.value, conflict=None)
            self._answers.won(known.id)

    def _came(self, known: Any, state: AppointmentState) -> None:
        """The client is there: a fact, whatever was asked meanwhile."""
        self._unasked(known)
        self._change(known.id, state=state.value, conflict=None)

    def _gone(self, known: Any, state: AppointmentState) -> None:
        self._change(known.id, state=state.value, conflict=None, **_NO_WISH)
        self._freed(self._places.stand_up(known.id))

    def _reopened(self, known: Any, state: str) -> None:
        """Expected again after all, or a step taken back."""
        if state in _IN_HAND:
            self._change(known.id, state=state)
        elif known.state not in (_S.BOOKED, _S.CONFLICT):
            self._seat(known.id, known.start, known.minutes, frozenset())

    def _unasked(self, known: Any) -> None:
        """What headquarters asked for is void: the places held for it are free."""
        if known.wish:
            self._change(known.id, **_NO_WISH)
            keep = self._places.cells(known.start, known.minutes)
            self._freed(self._places.stand_up(known.id, keep))

    def _returned(self, said: LeaseReturn) -> None:
        for seat in said.seats:
            bookings.end_lease(self._connection, self._stream, Seat(seat.start, seat.place))
        self._freed([seat.start for seat in said.seats])

    def _refused(self, said: ChangeRefused) -> None:
        known = bookings.by_wish(self._connection, self._stream, said.op_id)
        if known is not None:
            self._unasked(known)

    def _decided(self, said: BookingDecision) -> None:
        """Both stay: the branch makes room.  A move's own event tells the rest."""
        values = {"id": said.id, "conflict": said.conflict_id, "kind": said.kind.value}
        if not bookings.keep_decision(self._connection, self._stream, {**values, "at": said.at}):
            return
        loser = bookings.by_conflict(self._connection, self._stream, said.conflict_id)
        if loser is not None and said.kind is Decision.KEEP:
            self._places.make_room(loser.id, loser.start, loser.minutes)
            self._change(loser.id, state=_S.BOOKED.value, conflict=None)
            self._answers.won(loser.id)

    def _freed(self, starts: Iterable[datetime]) -> None:
        """Cells have a place more: the booking that has waited longest for it gets it."""
        for cell in starts:
            for one in bookings.waiting(
                self._connection, self._stream, cell - LONGEST, self._places.end(cell)
            ):
                if self._places.sit(one.id, one.start, one.minutes):
                    self._change(one.id, state=_S.BOOKED.value, conflict=None)
                    self._answers.won(one.id)

    def _change(self, booking: UUID, **values: Any) -> None:
        bookings.change(self._connection, self._stream, booking, **values)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the first event of a booking says."""

    source: str
    reference: str
    start: datetime
    minutes: int
    service: str
    service_text: str
    claims: frozenset[Seat]

    @classmethod
    def of(cls, event: AppointmentWritten) -> _Told:
        """Read it; ValueError when it cannot be one."""
        data = event.body
        start = read.instant(data, "start")
        if start is None:
            raise ValueError("no start")
        reference = _checked(read.text(data, "reference"))
        return cls(
            source=_checked(read.text(data, "source", HQ_SOURCE)),
            reference=reference or f"{UNNAMED}{event.appointment_id}",
            start=start,
            minutes=_minutes(read.number(data, "minutes")),
            service=_checked(read.text(data, "service")),
            service_text=_checked(read.text(data, "service_text")),
            claims=_claims(data),
        )


def _claims(data: Mapping[str, object]) -> frozenset[Seat]:
    rows = msgspec.convert(data.get(CLAIMED, ()), tuple[SeatRow, ...])
    return frozenset(Seat(row.start, row.place) for row in rows)


def _minutes(value: int) -> int:
    return min(max(value, 1), _LONGEST)


def _checked(text: str) -> str:
    """A text that every database takes; ValueError for another."""
    if "\x00" in text or len(text) > _LONGEST_TEXT:
        raise ValueError("not a text of ours")
    return text
