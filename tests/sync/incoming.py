"""Operations of headquarters as they lie in a branch's database, waiting to be applied."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from virtual import make_id

from db.database import Database
from db.stores.sync import Enrolment
from desk.services.content.bundled import bundled_pack
from desk.services.content.codec import encode
from desk.sync.applying import Applied, apply_waiting
from desk.sync.down import (
    Bulletin,
    HoursException,
    IncidentAnswer,
    Wording,
)
from desk.sync.wire import NOTHING

HQ = UUID("0199c0de-0000-7000-8000-00000000f00d")
OFFICER = UUID("0199c0de-0000-7000-8000-0000000000aa")
OFFICE = "Dežurants"
AT = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
OWN = "riga-2"
HQ_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def enrol(database: Database, private: bytes = bytes(32)) -> Enrolment:
    """Make the database known to headquarters, without any."""
    known = Enrolment(
        database.device_id, "https://hq", "", "", OWN, HQ,
        HQ_KEY.public_key().public_bytes_raw(), make_id(), private, make_id(), NOTHING, AT,
        1, 0, NOTHING, 0, 0,
    )  # fmt: skip
    with database.unit_of_work() as uow:
        uow.sync.enrol(known)
        uow.commit()
    return known


def install_pack(database: Database, home: str = OWN) -> None:
    """Put the shipped content in force, as setting up does."""
    from desk.services import content_store

    with database.unit_of_work() as uow:
        content_store.install_first(uow, bundled_pack("pmlp"), at=AT, account_id=OFFICER)
        uow.meta.put("home_branch", home)
        uow.commit()


class Incoming:
    """What comes down to one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.feeds: dict[str, int] = {}

    def rows(
        self, stream: str, *ops: tuple[str, msgspec.Struct | bytes], schema: int = 1, **given: Any
    ) -> list[dict[str, Any]]:
        """A transaction of headquarters in a stream."""
        txn = make_id()
        return [
            self._row(stream, txn, kind, body, schema, n == len(ops)) | given
            for n, (kind, body) in enumerate(ops, 1)
        ]

    def keep(self, rows: list[dict[str, Any]]) -> None:
        """They came."""
        with self.database.unit_of_work() as uow:
            uow.received.keep(rows)
            uow.commit()

    def apply(self) -> Applied:
        """Apply what waits."""
        return apply_waiting(self.database, make_id)

    def come(self, stream: str, *ops: tuple[str, msgspec.Struct | bytes], **given: Any) -> Applied:
        """A transaction comes and is applied."""
        self.keep(self.rows(stream, *ops, **given))
        return self.apply()

    def states(self) -> dict[str, str]:
        """State of what came last of each kind."""
        found = self.ask("SELECT kind, state FROM received_op ORDER BY stream, seq")
        return dict(found)

    def ask(self, sql: str) -> list[Any]:
        """Rows as they lie in the file."""
        with self.database.reader() as reader:
            return [tuple(row) for row in reader._connection.exec_driver_sql(sql).all()]

    def _row(
        self,
        stream: str,
        txn: UUID,
        kind: str,
        body: msgspec.Struct | bytes,
        schema: int,
        ends: bool,
    ) -> dict[str, Any]:
        feed = self.feeds[stream] = self.feeds.get(stream, 0) + 1
        return {
            "op_id": make_id(),
            "stream": stream,
            "seq": feed,
            "device": HQ,
            "epoch": 1,
            "op_seq": feed,
            "txn_id": txn,
            "ends": ends,
            "schema": schema,
            "kind": kind,
            "body": body if isinstance(body, bytes) else msgspec.json.encode(body),
            "hash": bytes(32),
            "at": AT,
        }


def bulletin(text: str = "Jauna veidlapa no 1. decembra.", **given: Any) -> Bulletin:
    """A message."""
    words = given.pop("wording", Wording(lv=text))
    number = given.pop("id", None) or make_id()
    return Bulletin(number, words, OFFICER, OFFICE, AT, **given)


def hours(day: date, *intervals: Any, **given: Any) -> HoursException:
    """Other hours on a day."""
    words = given.pop("reason", Wording(lv="Elektrības pārtraukums"))
    return HoursException(make_id(), day, intervals, words, OFFICER, OFFICE, AT, **given)


def answer(incident: UUID, text: str = "Zvaniet mums.", number: str = "R") -> IncidentAnswer:
    """What headquarters say to a report."""
    return IncidentAnswer(make_id(), incident, number, text, OFFICER, OFFICE, AT)


def packed(version: int) -> bytes:
    """The shipped content under another version, encoded."""
    pack = bundled_pack("pmlp")
    info = msgspec.structs.replace(pack.info, version=version)
    return encode(msgspec.structs.replace(pack, info=info))
