"""The tables of headquarters.

The large ones have the stream first in every key, so that they can be spread over several servers;
the small ones (devices, codes, facts) would lie on each.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.schema import Index

from db.hq.types import Moment
from db.models.base import metadata as branch_metadata

HQ_REVISION: Final = "0006"
"""The revision that the newest migration of headquarters leads to."""

hq_metadata = MetaData(naming_convention=branch_metadata.naming_convention)


def _need(name: str, kind: Any, *items: Any, key: bool = False) -> Column[Any]:
    return Column(name, kind, *items, nullable=False, primary_key=key, autoincrement=False)


def _may(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _content() -> tuple[Column[Any], ...]:
    """An operation as its origin wrote it."""
    return (
        _need("op_id", Uuid),
        _need("txn_id", Uuid),
        _need("ends", Boolean),
        _need("schema", Integer),
        _need("kind", Text),
        _need("body", LargeBinary),
    )


_OPEN: Final = text("state IN ('held', 'refused')")

fact = Table("fact", hq_metadata, _need("name", Text, key=True), _need("value", Text))
"""What headquarters are: their id, their history, the key with which they sign."""

stream = Table(
    "stream",
    hq_metadata,
    _need("name", Text, key=True),
    _need("seq", BigInteger),
)
"""A branch's or headquarters' own changes, and the number of the last one."""

device = Table(
    "device",
    hq_metadata,
    _need("id", Uuid, key=True),
    _need("stream", Text),
    _need("name", Text),
    _need("public_key", LargeBinary),
    _need("enrolled_at", Moment),
    _may("revoked_at", Moment),
    _need("incarnation", Uuid),
    _need("epoch", BigInteger),
    _need("seq", BigInteger),
    _need("hash", LargeBinary),
    _may("seen_at", Moment),
    _need("program", Text),
    _may("signature", LargeBinary),
    ForeignKeyConstraint(["stream"], ["stream.name"]),
)
"""A PC, and how far its operations are here; its row is locked while it sends.

`signature`: the PC's own, over the chain hash of its last operation.
"""

epoch = Table(
    "epoch",
    hq_metadata,
    _need("device", Uuid, key=True),
    _need("epoch", BigInteger, key=True),
    _need("incarnation", Uuid),
    _need("began_at", Moment),
    _need("after_epoch", BigInteger),
    _need("after_seq", BigInteger),
    _need("first_hash", LargeBinary),
    _may("after_signature", LargeBinary),
    ForeignKeyConstraint(["device"], ["device.id"]),
)
"""Each life of a device's database: a restored or moved copy begins another.

`after_signature`: of the PC, over the last operation of the life before.
"""

op = Table(
    "op",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("device", Uuid, key=True),
    _need("epoch", BigInteger, key=True),
    _need("seq", BigInteger, key=True),
    *_content(),
    _need("hash", LargeBinary),
    _need("received_at", Moment),
    _need("state", Text),
    _need("reason", Text),
    Index(None, "op_id", "stream"),
    Index(
        "ix_op_open",
        "stream",
        "device",
        "epoch",
        "state",
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
)
"""Every operation as it came, to the byte.

The index by `op_id` does not begin with the stream: while the table is new, PostgreSQL takes any
index that does to be as good as the key, keeps that choice, and reads a whole stream for a row.

`state`: accepted; refused, with the reason; held until its transaction is whole; repeated, when it
is in the stream already from another epoch.
"""

feed = Table(
    "feed",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("seq", BigInteger, key=True),
    _need("device", Uuid),
    _need("epoch", BigInteger),
    _need("op_seq", BigInteger),
    ForeignKeyConstraint(
        ["stream", "device", "epoch", "op_seq"],
        ["op.stream", "op.device", "op.epoch", "op.seq"],
    ),
    Index(None, "stream", "device", "epoch", "op_seq", unique=True),
)
"""The streams: which operation stands at which number."""

fork = Table(
    "fork",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("device", Uuid, key=True),
    _need("epoch", BigInteger, key=True),
    _need("seq", BigInteger, key=True),
    _need("hash", LargeBinary, key=True),
    *_content(),
    _need("received_at", Moment),
)
"""The other content of a number that was here already: kept for a person to decide."""

quarantine = Table(
    "quarantine",
    hq_metadata,
    _need("device", Uuid, key=True),
    _need("hash", LargeBinary, key=True),
    _need("batch", LargeBinary),
    _need("received_at", Moment),
)
"""What a revoked device still sent, as it came."""

enrol_code = Table(
    "enrol_code",
    hq_metadata,
    _need("digest", LargeBinary, key=True),
    _need("stream", Text),
    _need("made_at", Moment),
    _need("until", Moment),
    _may("used_at", Moment),
    _may("used_by", Uuid),
    ForeignKeyConstraint(["stream"], ["stream.name"]),
)
"""Codes that take one PC in each, as digests."""

site_token = Table(
    "site_token",
    hq_metadata,
    _need("digest", LargeBinary, key=True),
    _need("stream", Text),
    _need("most", Integer),
    _need("made_at", Moment),
    _need("until", Moment),
    ForeignKeyConstraint(["stream"], ["stream.name"]),
)
"""Codes with which several PCs of a branch may ask to be taken in, as digests."""

applicant = Table(
    "applicant",
    hq_metadata,
    _need("device", Uuid, key=True),
    _need("token", LargeBinary),
    _need("name", Text),
    _need("public_key", LargeBinary),
    _need("asked_at", Moment),
    _may("decided_at", Moment),
    _may("wanted", Boolean),
    ForeignKeyConstraint(["token"], ["site_token.digest"]),
)
"""PCs that asked with such a code, and what a person decided."""

nonce = Table(
    "nonce",
    hq_metadata,
    _need("device", Uuid, key=True),
    _need("nonce", Uuid, key=True),
    _need("at", Moment),
    Index(None, "at"),
)
"""Requests of the last minutes, so that none is answered twice."""

hq_person = Table(
    "hq_person",
    hq_metadata,
    _need("id", Uuid, key=True),
    _need("login", Text),
    _need("name", Text),
    _need("office", Text),
    _need("roles", Text),
    _need("password", Text),
    _need("made_at", Moment),
    _may("disabled_at", Moment),
    _need("failed", Integer),
    _may("wait_until", Moment),
    Index(None, "login", unique=True),
)
"""Who writes at headquarters: roles by a space, the password as argon2id."""

publication = Table(
    "publication",
    hq_metadata,
    _need("id", Uuid, key=True),
    _need("institution", Text),
    _need("pack_id", Text),
    _need("version", BigInteger),
    _need("sha256", Text),
    _need("body", LargeBinary),
    _need("published_by", Uuid),
    _need("published_at", Moment),
    _may("released_by", Uuid),
    _may("released_at", Moment),
    _may("rejected_by", Uuid),
    _may("rejected_at", Moment),
    _may("rejection", Text),
    ForeignKeyConstraint(["published_by"], ["hq_person.id"]),
    ForeignKeyConstraint(["released_by"], ["hq_person.id"]),
    Index(None, "sha256"),
    Index(None, "institution", "version"),
)
"""Content packs that one person published; branches get what another one released.

`rejection`: why somebody decided that it is not released.
"""

authored = Table(
    "authored",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("kind", Text, key=True),
    _need("subject", Text, key=True),
    _need("op_id", Uuid),
    _need("at", Moment),
    Index(None, "kind", "at"),
    Index(None, "kind", "subject"),
)
"""Which of headquarters' own operations is the last word on a subject."""

deed = Table(
    "deed",
    hq_metadata,
    _need("id", Uuid, key=True),
    _need("at", Moment),
    _need("person", Uuid),
    _need("kind", Text),
    _need("stream", Text),
    _need("subject", Text),
    ForeignKeyConstraint(["person"], ["hq_person.id"]),
    Index(None, "at", "id"),
)
"""Who did what at headquarters, in order; never changed."""

projected = Table(
    "projected",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("seq", BigInteger),
    _need("version", Integer),
)
"""How far what follows was made of each stream, and by which version of the program's reading."""

_REFUSED: Final = text("outcome = 'refused'")

receipt = Table(
    "receipt",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("subject", Uuid, key=True),
    _need("version", BigInteger, key=True),
    _need("device", Uuid, key=True),
    _need("kind", Text, key=True),
    _need("person", Uuid, key=True),
    _need("role", Text),
    _need("outcome", Text),
    _need("reason", Text),
    _need("at", Moment),
    Index(None, "subject", "stream"),
    Index("ix_receipt_refused", "at", sqlite_where=_REFUSED, postgresql_where=_REFUSED),
)
"""Which PC received, refused or read what; nobody's id where no person reads.

`subject`: a release, a bulletin, or an operation of headquarters that a PC could not apply.
"""

branch_content = Table(
    "branch_content",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("device", Uuid, key=True),
    _need("institution", Text),
    _need("version", BigInteger),
    _need("sha256", Text),
    _need("at", Moment),
)
"""The content pack in force on each PC, as it said."""

_WAITS: Final = text("waits")

incident_case = Table(
    "incident_case",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("incident_id", Uuid, key=True),
    _need("number", Text),
    _need("kind", Text),
    _need("level", Text),
    _need("state", Text),
    _need("occurred_at", Moment),
    _need("handed_up", Boolean),
    _need("serious", Boolean),
    _need("waits", Boolean),
    _need("clear", Boolean),
    _need("body", LargeBinary),
    _may("answered_at", Moment),
    Index(None, "number"),
    Index(
        "ix_incident_case_waits",
        "occurred_at",
        "stream",
        "incident_id",
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    ),
)
"""Reports of branches as they stand: `serious` ones are for headquarters, some wait for an answer.

`body`: the report as its events tell it; not `clear`, when an event did not follow the last one.
"""

courier_file = Table(
    "courier_file",
    hq_metadata,
    _need("device", Uuid, key=True),
    _need("number", BigInteger, key=True),
    _need("digest", LargeBinary),
    _need("taken_at", Moment),
    ForeignKeyConstraint(["device"], ["device.id"]),
)
"""Files that came on a stick, so that none counts twice."""

escrow = Table(
    "escrow",
    hq_metadata,
    _need("device", Uuid, key=True),
    _need("recovery_key", LargeBinary, key=True),
    _need("box", LargeBinary),
    _need("kept_at", Moment),
    ForeignKeyConstraint(["device"], ["device.id"]),
)
"""Database keys of branches, sealed for the institution's recovery key, which is not here."""
