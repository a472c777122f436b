"""A file from a branch that has no line: taken in as what comes over the line, and answered.

It may overlap with the line: operations keep their ids, so what is here already is known again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from sqlalchemy import Connection, Engine

from db.hq import courier, devices, streams
from db.hq.database import transaction
from db.hq.devices import Device
from desk.clocks import new_uuid7
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.hq import courier_beside as beside
from desk.hq import lane, pull, push, witness
from desk.hq.booking_slots import lease_ahead
from desk.hq.identity import Identity, identity, private_key
from desk.hq.push import Forked
from desk.hq.standing import head_of, readable, rewound, standing
from desk.sync.courier_file import (
    Answer,
    Checked,
    Header,
    LaneAsked,
    LaneKept,
    Progress,
    Sealed,
    Way,
    Writer,
    checked,
    look,
    opener,
    written,
)
from desk.sync.lane_bodies import LaneUp, WitnessAsked, Witnessed
from desk.sync.wire import Batch, Hello, Page, Pushed, Standing, Verdict
from desk.version import VERSION


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of a file.

    Args:
        taken: operations that were new; known: that were here already; refused: by the rules.
        given: changes that the answer takes back.
    """

    device: Device
    number: int
    taken: int
    known: int
    refused: int
    given: int


@dataclass(slots=True)
class _Heard:
    """What a file held, as far as the answer tells of it."""

    pushed: list[Pushed] = field(default_factory=list)
    kept: list[LaneKept] = field(default_factory=list)
    asked: LaneAsked | None = None
    witnessed: Witnessed | None = None

    @property
    def said(self) -> Iterator[Struct]:
        """The pieces of the answer."""
        yield from self.pushed
        yield from self.kept
        if self.witnessed is not None:
            yield self.witnessed


@dataclass(slots=True)
class Counter:
    """Headquarters' counter for files.

    Args:
        clock: headquarters' own.
    """

    engine: Engine
    clock: Clock

    def take(self, source: Path, target: Path, told: Progress = lambda percent: None) -> Carried:
        """Take a branch's file in, and write the answer that the stick takes back.

        The file counts once the answer is written, so that a full stick costs nothing: do it again.

        Raises:
            DeskError: "courier.*" about a file, "courier.repeated", "courier.older",
                "courier.restored" (the branch's database was restored or copied), "hq.revoked",
                "hq.unknown_device", and what `desk.hq.push` refuses with.
        """
        with transaction(self.engine) as connection:
            who, key = identity(connection), private_key(connection)
            sealed, device = _of(connection, who, look(source))
        file = checked(sealed, device.public_key)
        self._require_new(file)
        pieces = file.read(opener(key), told)
        hello = next(pieces, None)
        if not isinstance(hello, Hello):
            raise DeskError("courier.damaged")
        heard = _Heard()
        for piece in pieces:
            self._hear(device, hello, piece, heard)
        if device.revoked_at is not None:
            raise DeskError("hq.revoked")
        header = self._header(who, sealed.header)
        sign = Ed25519PrivateKey.from_private_bytes(key).sign
        with written(target, header, device.public_key, sign) as writer:
            given = self._answer(writer, device.id, hello, heard)
        self._count(file)
        return _carried(device, sealed.header.number, heard.pushed, given)

    def _require_new(self, file: Checked) -> None:
        header = file.sealed.header
        with transaction(self.engine) as connection:
            number, digest = courier.last(connection, header.device)
        if file.digest == digest:
            raise DeskError("courier.repeated")
        if header.number <= number:
            raise DeskError("courier.older")

    def _hear(self, device: Device, hello: Hello, piece: Any, heard: _Heard) -> None:
        """One piece; operations of a device that is heard no more are kept apart."""
        if isinstance(piece, Batch) and piece.device == device.id:
            if device.revoked_at is None:
                heard.pushed.append(self._push(device, hello, piece))
            else:
                self._quarantine(piece)
        elif not isinstance(piece, LaneAsked | LaneUp | WitnessAsked):
            raise DeskError("courier.damaged")
        elif device.revoked_at is None:
            self._hear_beside(device.id, hello, piece, heard)

    def _hear_beside(
        self, device: UUID, hello: Hello, piece: LaneAsked | LaneUp | WitnessAsked, heard: _Heard
    ) -> None:
        if isinstance(piece, LaneAsked):
            heard.asked = piece
            return
        with transaction(self.engine) as connection:
            if isinstance(piece, WitnessAsked):
                heard.witnessed = witness.look(connection, device, piece, self.clock())
            elif kept := beside.keep(connection, _found(connection, device), hello, piece):
                heard.kept.append(kept)

    def _push(self, device: Device, hello: Hello, batch: Batch) -> Pushed:
        """As over the line, where a restored database would have been found out by `Hello`."""
        chain = push.checked(batch, device.public_key)
        try:
            with transaction(self.engine) as connection:
                now = _found(connection, device.id)
                if standing(connection, now, hello) in (Standing.SUPERSEDED, Standing.FORKED):
                    raise DeskError("courier.restored")
                taken = push.take_in(connection, device.id, batch, chain, self.clock())
                feed = streams.head(connection, device.stream) or 0
                history = identity(connection).history
        except Forked as fork:
            raise DeskError("courier.restored") from fork
        return Pushed(taken.results, taken.head, history, feed, self.clock())

    def _answer(self, writer: Writer, device_id: UUID, hello: Hello, heard: _Heard) -> int:
        with transaction(self.engine) as connection:
            device = _found(connection, device_id)
            lease_ahead(connection, device.stream, self.clock(), new_uuid7)
            heads = readable(connection, device)
            anew = rewound(connection, hello, heads)
            history = identity(connection).history
            erased = lane.head(connection, device.stream).erased
        asked, now = heard.asked or LaneAsked(0), self.clock()
        writer.put(Answer(head_of(device), history, heads, now, anew, erased, asked.keys))
        known = 0 if anew or asked.erased > erased else asked.erased
        for page in beside.erasures(self.engine, device, known):
            writer.put(page)
        for one in heard.said:
            writer.put(one)
        given = 0
        for name, last in heads.items():
            mark = hello.marks.get(name)
            after = mark.seq if mark and name not in anew else 0
            for changes in self._pages(name, after, last, history):
                writer.put(changes)
                given += len(changes.changes)
        for keys in beside.keys(self.engine, device, asked):
            writer.put(keys)
        return given

    def _pages(self, name: str, after: int, last: int, history: UUID) -> Iterator[Page]:
        while after < last:
            with transaction(self.engine) as connection:
                changes = pull.page(connection, name, after)
            if not changes:
                return
            yield Page(name, changes, last, history, self.clock())
            after = changes[-1].feed

    def _header(self, who: Identity, asked: Header) -> Header:
        return Header(Way.DOWN, asked.device, who.id, asked.number, self.clock(), VERSION)

    def _count(self, file: Checked) -> None:
        header, now = file.sealed.header, self.clock()
        with transaction(self.engine) as connection:
            courier.keep(connection, _row(header, file.digest, now))

    def _quarantine(self, batch: Batch) -> None:
        raw = msgspec.json.encode(batch)
        row = {
            "device": batch.device,
            "hash": sha256(raw).digest(),
            "batch": raw,
            "received_at": self.clock(),
        }
        with transaction(self.engine) as connection:
            streams.keep_quarantined(connection, row)


def _of(connection: Connection, who: Identity, sealed: Sealed) -> tuple[Sealed, Device]:
    """The device that a file says it is from."""
    header = sealed.header
    if header.way is not Way.UP:
        raise DeskError("courier.wrong_way")
    if header.hq != who.id:
        raise DeskError("courier.other_hq")
    return sealed, _found(connection, header.device)


def _found(connection: Connection, device_id: UUID) -> Device:
    device = devices.find(connection, device_id)
    if device is None:
        raise DeskError("hq.unknown_device")
    return device


def _row(header: Header, digest: bytes, at: datetime) -> dict[str, Any]:
    return {"device": header.device, "number": header.number, "digest": digest, "taken_at": at}


def _carried(device: Device, number: int, pushed: list[Pushed], given: int) -> Carried:
    verdicts = [one.verdict for batch in pushed for one in batch.results]
    return Carried(
        device,
        number,
        taken=sum(one in (Verdict.ACCEPTED, Verdict.HELD) for one in verdicts),
        known=verdicts.count(Verdict.KNOWN),
        refused=verdicts.count(Verdict.REFUSED),
        given=given,
    )
