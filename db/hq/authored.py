"""Headquarters' own operations: the end of their chain, and the last word on each subject."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from db.hq.models import authored, op, stream

_LOCK: Final = select(stream.c.name).where(stream.c.name == bindparam("called")).with_for_update()
_LAST: Final = (
    select(op.c.seq, op.c.hash)
    .where(
        op.c.stream == bindparam("called"),
        op.c.device == bindparam("author"),
        op.c.epoch == bindparam("in_epoch"),
    )
    .order_by(op.c.seq.desc())
    .limit(1)
)
_WITH_BODY: Final = select(authored, op.c.body).join(
    op, (op.c.stream == authored.c.stream) & (op.c.op_id == authored.c.op_id)
)
_ONE: Final = _WITH_BODY.where(
    authored.c.stream == bindparam("called"),
    authored.c.kind == bindparam("of_kind"),
    authored.c.subject == bindparam("about"),
)
_OF_ALL: Final = _WITH_BODY.where(
    authored.c.kind == bindparam("of_kind"), authored.c.subject == bindparam("about")
).order_by(authored.c.stream)
_LOST: Final = (
    select(authored.c.op_id)
    .outerjoin(op, (op.c.stream == authored.c.stream) & (op.c.op_id == authored.c.op_id))
    .where(authored.c.stream == bindparam("called"), op.c.op_id.is_(None))
)
_LATEST: Final = (
    _WITH_BODY.where(authored.c.kind == bindparam("of_kind"))
    .order_by(authored.c.at.desc())
    .limit(bindparam("most"))
)
_ADD: Final = insert(authored)
_SET: Final = update(authored).where(
    authored.c.stream == bindparam("called"),
    authored.c.kind == bindparam("of_kind"),
    authored.c.subject == bindparam("about"),
)


def lock(connection: Connection, name: str) -> bool:
    """Nobody else writes into a stream until this transaction ends; False when there is none."""
    return connection.execute(_LOCK, {"called": name}).first() is not None


def last(connection: Connection, name: str, author: UUID, epoch: int) -> tuple[int, bytes] | None:
    """Number and chain hash of an author's last operation in a stream; None before the first."""
    values = {"called": name, "author": author, "in_epoch": epoch}
    row = connection.execute(_LAST, values).first()
    return None if row is None else (row.seq, bytes(row.hash))


def put(
    connection: Connection, name: str, kind: str, subject: str, op_id: UUID, at: datetime
) -> None:
    """An operation is the last word on a subject now; the stream is locked by the caller."""
    key = {"called": name, "of_kind": kind, "about": subject}
    if connection.execute(_SET.values(op_id=op_id, at=at), key).rowcount:
        return
    row = {"stream": name, "kind": kind, "subject": subject, "op_id": op_id, "at": at}
    connection.execute(_ADD, row)


def word(connection: Connection, name: str, kind: str, subject: str) -> Any:
    """The last word on a subject (columns of `authored`, and `body`); None when there is none."""
    return connection.execute(_ONE, {"called": name, "of_kind": kind, "about": subject}).first()


def everywhere(connection: Connection, kind: str, subject: str) -> Sequence[Any]:
    """The last words on a subject in all streams that have one, by stream."""
    return connection.execute(_OF_ALL, {"of_kind": kind, "about": subject}).all()


def words(connection: Connection, kind: str, most: int) -> Sequence[Any]:
    """The last words of a kind, the newest first."""
    return connection.execute(_LATEST, {"of_kind": kind, "most": most}).all()


def lost(connection: Connection, name: str) -> Sequence[UUID]:
    """Operations of a stream that are the last word on something, and are not there."""
    return connection.execute(_LOST, {"called": name}).scalars().all()
