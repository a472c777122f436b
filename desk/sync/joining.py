"""Becoming known to headquarters: a code, a key made here, and from then on a chain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.database import Database
from db.stores.sync import Enrolment
from desk.domain.address import is_safe
from desk.domain.clock import Clock, IdMaker
from desk.domain.entry_log import short
from desk.domain.errors import DeskError
from desk.sync.chain import enrol_text
from desk.sync.incarnation import write_incarnation
from desk.sync.line import Line, open_client
from desk.sync.wire import NOTHING, Enrol, Enrolled

_JOINING: Final = "joining"


@dataclass(frozen=True, slots=True)
class Address:
    """Where headquarters are, and how to get there.

    Args:
        ca_file: certificates of the institution's own authority, "" = the system's.
        proxy: address of a proxy, "" = as the system says.
    """

    url: str
    ca_file: str = ""
    proxy: str = ""

    def client(self) -> httpx.Client:
        """A client for it; DeskError "sync.ca_file", "sync.address"."""
        if not is_safe(self.url):
            raise DeskError("sync.address")
        return open_client(self.url, ca_file=self.ca_file or None, proxy=self.proxy or None)


def join(
    database: Database, address: Address, code: str, name: str, clock: Clock, new_id: IdMaker
) -> Enrolment:
    """Ask headquarters to take this PC in, and remember what they say.

    Args:
        name: of the PC, as headquarters' IT will see it.

    Raises:
        DeskError: "sync.enrolled" when it is in already, and what the line raises.
    """
    with database.reader() as reader:
        if reader.sync.enrolment() is not None:
            raise DeskError("sync.enrolled")
    key, incarnation = _pending(database, new_id)
    public = key.public_key().public_bytes_raw()
    proof = key.sign(enrol_text(code, database.device_id, public, incarnation))
    asked = Enrol(code, database.device_id, public, incarnation, name, proof)
    with address.client() as client:
        line = Line(client, database.device_id, key.sign, clock, new_id)
        told = line.enrol(asked)
    new = _enrolment(address, told, asked, key.private_bytes_raw())
    write_incarnation(database.folder, incarnation)
    with database.unit_of_work() as uow:
        uow.sync.enrol(new)
        uow.meta.note(_JOINING, "")
        uow.commit()
    return new


def fingerprint(public_key: bytes) -> str:
    """A PC's key as two people compare it: four groups of four signs."""
    return short(sha256(b"branch-desk PC key 1:" + public_key).digest())


def own_fingerprint(database: Database) -> str:
    """The fingerprint of the key with which this PC asks to be taken in, "" when it has not."""
    with database.reader() as reader:
        kept = reader.meta.get(_JOINING, "")
    if not kept:
        return ""
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept.partition(" ")[0]))
    return fingerprint(private.public_key().public_bytes_raw())


@contextmanager
def line_of(database: Database, clock: Clock, new_id: IdMaker) -> Iterator[Line]:
    """The line of a PC that was taken in; DeskError "sync.not_enrolled" before that."""
    with database.reader() as reader:
        known = reader.sync.enrolment()
    if known is None:
        raise DeskError("sync.not_enrolled")
    sign = Ed25519PrivateKey.from_private_bytes(known.private).sign
    with Address(known.url, known.ca_file, known.proxy).client() as client:
        yield Line(client, known.device, sign, clock, new_id)


def _pending(database: Database, new_id: IdMaker) -> tuple[Ed25519PrivateKey, UUID]:
    """The key and the incarnation to join with.

    They are kept before anybody is asked: when the answer gets lost, the same are shown again.
    """
    with database.unit_of_work() as uow:
        if kept := uow.meta.get(_JOINING, ""):
            private, _, number = kept.partition(" ")
            return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)), UUID(number)
        key, incarnation = Ed25519PrivateKey.generate(), new_id()
        uow.meta.note(_JOINING, f"{key.private_bytes_raw().hex()} {incarnation}")
        uow.commit()
    return key, incarnation


def _enrolment(address: Address, told: Enrolled, asked: Enrol, private: bytes) -> Enrolment:
    return Enrolment(
        device=asked.device,
        url=address.url,
        ca_file=address.ca_file,
        proxy=address.proxy,
        stream=told.stream,
        hq=told.hq,
        hq_key=told.hq_key,
        history=told.history,
        private=private,
        incarnation=asked.incarnation,
        first_hash=NOTHING,
        enrolled_at=told.at,
        epoch=1,
        seq=0,
        hash=NOTHING,
        acked=0,
        sealed=0,
    )
