"""Arbitration: what a branch says of its bookings, as it arrives.

A booking on a leased place is confirmed, any other competes for what is free.  The one that finds
nothing is a conflict: it keeps its row, and the branch is told whose place it wanted.  Facts of
the branch (arrived, served, cancelled there) go before whatever headquarters asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
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
from desk.hq.authoring import write_all
from desk.hq.booking_answers import Answers
from desk.hq.booking_memory import Identity, Known, SeatingAtOnce
from desk.hq.booking_seats import LONGEST
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

_HEARD: Final[dict[str, type[Any]]] = {
    APPOINTMENT_EVENT: AppointmentWritten,
    LEASE_RETURN: LeaseReturn,
    BOOKING_DECISION: BookingDecision,
    CHANGE_REFUSED: ChangeRefused,
}
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
) -> list[dict[str, Any]]:
    """Hear what a branch's accepted operations say of bookings.

    What cannot be understood is passed by: the operation is kept as it came.

    Args:
        rows: of `op`, in their order; at: headquarters' clock.

    Returns:
        the answers, as rows of `op` that the caller shows in the stream.
    """
    wanted = [row for row in rows if row["kind"] in _HEARD]
    if not wanted or not authored.lock(connection, stream):
        return []
    said = [one for row in wanted if (one := _heard(row["kind"], bytes(row["body"]))) is not None]
    known = Known(connection, stream, *_names(said))
    places = SeatingAtOnce(connection, bookings.plan(connection, stream))
    arbiter = Arbiter(connection, places, known, at, new_id)
    for one in said:
        arbiter.hear(one)
    return arbiter.answer()


Word = AppointmentWritten | LeaseReturn | BookingDecision | ChangeRefused
"""What a branch's operation says of bookings."""


def _heard(kind: str, body: bytes) -> Word | None:
    """An operation's body; None when it cannot be understood."""
    try:
        word: Word = msgspec.json.decode(body, type=_HEARD[kind])
    except (msgspec.MsgspecError, ValueError, OverflowError):
        return None
    return word


def _names(said: Iterable[Word]) -> tuple[frozenset[UUID], frozenset[Identity]]:
    """The bookings that a batch names, by the branch's ids and by identities."""
    events = [one for one in said if isinstance(one, AppointmentWritten)]
    identities: set[Identity] = set()
    for event in events:
        if event.kind in _BEGINS:
            with suppress(msgspec.MsgspecError, ValueError, OverflowError):
                identities.add(_Told.of(event).identity)
    return frozenset(event.appointment_id for event in events), frozenset(identities)


class Arbiter:
    """Hears one batch of a branch.

    Args:
        known: with everything that the batch names.
    """

    def __init__(
        self,
        connection: Connection,
        places: SeatingAtOnce,
        known: Known,
        at: datetime,
        new_id: IdMaker,
    ) -> None:
        self._connection, self._places, self._at, self._new_id = connection, places, at, new_id
        self._stream, self._known = places.stream, known
        self._answers = Answers(connection, places, new_id, known)

    def hear(self, said: Word) -> None:
        """One operation."""
        try:
            if isinstance(said, AppointmentWritten):
                self._event(said)
            elif isinstance(said, LeaseReturn):
                self._returned(said)
            elif isinstance(said, BookingDecision):
                self._decided(said)
            else:
                self._refused(said)
        except (msgspec.MsgspecError, ValueError, OverflowError):
            return  # kept as it came; nothing of it was written

    def answer(self) -> list[dict[str, Any]]:
        """What came of it, as one transaction."""
        said = self._answers.said()
        if not said:
            return []
        return write_all(self._connection, self._stream, said, self._at, new_id=self._new_id)

    def _event(self, event: AppointmentWritten) -> None:
        kind, data = AppointmentAction(event.kind), event.body
        known = self._known.by_appointment(event.appointment_id)
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
        twin = self._known.by_identity(told.identity)
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
        self._known.add({**values, **known_as})

    def _seat(self, booking: UUID, start: datetime, minutes: int, claims: frozenset[Seat]) -> None:
        """Give it its places, or note that it has none."""
        if self._places.sit(booking, start, minutes, claims):
            self._change(booking, state=_S.BOOKED.value, conflict=None)
            if not claims or not claims <= self._held(booking):
                self._answers.won(booking)
        else:
            self._change(booking, state=_S.CONFLICT.value)
            self._answers.lost(booking)

    def _held(self, booking: UUID) -> frozenset[Seat]:
        return frozenset(bookings.held(self._connection, self._stream, booking))

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
            self._places.end_lease(Seat(seat.start, seat.place))
        self._freed([seat.start for seat in said.seats])

    def _refused(self, said: ChangeRefused) -> None:
        found = bookings.by_wish(self._connection, self._stream, said.op_id)
        if found is not None:
            self._unasked(self._known.of(found))

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
        cells = list(starts)
        if not cells:
            return
        since, until = min(cells) - LONGEST, self._places.end(max(cells))
        waiting = list(bookings.waiting(self._connection, self._stream, since, until))
        for cell in cells:
            for one in list(waiting):
                concerned = cell - LONGEST <= one.start < self._places.end(cell)
                if concerned and self._places.sit(one.id, one.start, one.minutes):
                    waiting.remove(one)
                    self._known.of(one)
                    self._change(one.id, state=_S.BOOKED.value, conflict=None)
                    self._answers.won(one.id)

    def _change(self, booking: UUID, **values: Any) -> None:
        self._known.change(booking, **values)


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

    @property
    def identity(self) -> Identity:
        """What tells the booking apart everywhere."""
        return self.source, self.reference

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
