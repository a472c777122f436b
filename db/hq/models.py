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

HQ_REVISION: Final = "0005"
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
    ForeignKeyConstraint(["stream"], ["stream.name"]),
)
"""A PC, and how far its operations are here; its row is locked while it sends."""

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
    ForeignKeyConstraint(["device"], ["device.id"]),
)
"""Each life of a device's database: a restored or moved copy begins another."""

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
    Index(None, "stream", "op_id"),
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

nonce = Table(
    "nonce",
    hq_metadata,
    _need("device", Uuid, key=True),
    _need("nonce", Uuid, key=True),
    _need("at", Moment),
    Index(None, "at"),
)
"""Requests of the last minutes, so that none is answered twice."""
