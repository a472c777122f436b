"""What the server does for each request: one transaction each, and no web in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, Engine

from db.hq import streams
from db.hq.database import transaction
from db.hq.devices import Device
from desk.clocks import new_uuid7
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.hq import enrolling, escrow, lane, pull, push, witness
from desk.hq.booking_slots import lease_ahead
from desk.hq.door import Signed, admit
from desk.hq.identity import history, identity
from desk.hq.push import Forked
from desk.hq.standing import head_of, readable, rewound, standing, take_over
from desk.sync.escrow import EscrowBox, EscrowKept, EscrowKey
from desk.sync.lane_bodies import LaneEntry, LaneHead, LanePage, LaneUp, WitnessAsked, Witnessed
from desk.sync.wire import (
    Batch,
    Enrol,
    Enrolled,
    Head,
    Hello,
    Page,
    Pushed,
    Takeover,
    Welcome,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work:
    """The work of headquarters over one database.

    Args:
        clock: headquarters' own; devices sign with it as they last heard it.
    """

    engine: Engine
    clock: Clock

    def enrol(self, asked: Enrol) -> Enrolled:
        """Take a PC in by its code; DeskError "hq.waiting" while a person has to approve it."""
        now = self.clock()
        with transaction(self.engine) as connection:
            who = identity(connection)
            device = enrolling.take_in(connection, asked, now)
        if device is None:
            raise DeskError("hq.waiting")
        return Enrolled(device.stream, who.id, who.public_key, who.history, now)

    def hello(self, signed: Signed, hello: Hello) -> Welcome:
        """Compare both ends before anything is sent."""

        def compare(connection: Connection, device: Device) -> Welcome:
            lease_ahead(connection, device.stream, self.clock(), new_uuid7)
            heads = readable(connection, device)
            kept = lane.head(connection, device.stream)
            return Welcome(
                standing(connection, device, hello),
                head_of(device),
                history(connection),
                heads,
                self.clock(),
                rewound(connection, hello, heads),
                erased=kept.erased,
                lane=kept.entries,
            )

        return self._admitted(signed, compare, hello.program, durable=False)

    def take_over(self, signed: Signed, asked: Takeover) -> Head:
        """A restored or moved database goes on as a new epoch."""
        return self._admitted(
            signed, lambda connection, device: take_over(connection, device.id, asked, self.clock())
        )

    def push(self, signed: Signed, batch: Batch, keys: tuple[LaneEntry, ...] = ()) -> Pushed:
        """Take operations in; of a fork both contents are kept, and nothing else happens.

        Args:
            keys: entries of the lane that are kept if and only if the operations are.
        """
        if batch.device != signed.device:
            raise DeskError("hq.signature")

        def take(connection: Connection, device: Device) -> Pushed:
            chain = push.checked(batch, device.public_key)
            told = history(connection)
            along = lane.take_in(connection, device, LaneUp(keys)).entries if keys else None
            taken = push.keep(connection, device, batch, chain, self.clock())
            return Pushed(taken.results, taken.head, told, taken.feed, self.clock(), along)

        try:
            return self._admitted(signed, take, lock=True)
        except Forked as fork:
            with transaction(self.engine) as connection:
                streams.keep_fork(connection, fork.rows)
            raise DeskError("hq.forked") from fork
        except DeskError as error:
            if error.code == "hq.revoked":
                self._quarantine(batch)
            raise

    def changes(self, signed: Signed, stream: str, after: int) -> Page:
        """The next page of a stream that the device may read."""

        def read(connection: Connection, device: Device) -> Page:
            heads = readable(connection, device)
            if stream not in heads:
                raise DeskError("hq.not_your_stream")
            changes = pull.page(connection, stream, after)
            told = history(connection)
            return Page(stream, changes, heads[stream], told, self.clock())

        return self._admitted(signed, read, durable=False)

    def lane_up(self, signed: Signed, up: LaneUp) -> LaneHead:
        """Keep personal keys and sealed parts."""
        return self._admitted(signed, lambda connection, who: lane.take_in(connection, who, up))

    def lane_down(self, signed: Signed, erased: int, after: int | None) -> LanePage:
        """The lane of the device's branch after these numbers."""
        return self._admitted(
            signed,
            lambda connection, who: lane.page(connection, who, erased, after),
            durable=False,
        )

    def witness(self, signed: Signed, asked: WitnessAsked) -> Witnessed:
        """Countersign a checkpoint of the device's incident log."""
        return self._admitted(
            signed, lambda connection, who: witness.look(connection, who.id, asked, self.clock())
        )

    def escrow_key(self, signed: Signed) -> EscrowKey:
        """The institution's recovery key."""
        return self._admitted(signed, lambda connection, _who: escrow.key(connection))

    def escrow(self, signed: Signed, box: EscrowBox) -> EscrowKept:
        """Keep a sealed database key."""
        return self._admitted(
            signed, lambda connection, who: escrow.keep(connection, who, box, self.clock())
        )

    def ready(self) -> None:
        """Whether the database answers and is ours; DeskError otherwise."""
        with transaction(self.engine) as connection:
            identity(connection)

    def _admitted(
        self,
        signed: Signed,
        work: Callable[[Connection, Device], T],
        program: str = "",
        *,
        durable: bool = True,
        lock: bool = False,
    ) -> T:
        """The work of an admitted device; what only looks need not wait for the disk."""
        with transaction(self.engine, durable=durable) as connection:
            return work(connection, admit(connection, signed, self.clock(), program, lock=lock))

    def _quarantine(self, batch: Batch) -> None:
        """What a revoked device still had to say is kept for a person to look at."""
        raw = msgspec.json.encode(batch)
        row = {
            "device": batch.device,
            "hash": sha256(raw).digest(),
            "batch": raw,
            "received_at": self.clock(),
        }
        with transaction(self.engine) as connection:
            streams.keep_quarantined(connection, row)
