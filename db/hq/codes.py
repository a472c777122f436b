"""Codes that take one PC in each; only their digests are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from db.hq.models import enrol_code

_ADD: Final = insert(enrol_code)
_FIND: Final = select(enrol_code).where(enrol_code.c.digest == bindparam("key")).with_for_update()
_USE: Final = update(enrol_code).where(enrol_code.c.digest == bindparam("key"))


@dataclass(frozen=True, slots=True)
class Code:
    """A code by its digest: of which branch, until when, and who used it."""

    digest: bytes
    stream: str
    made_at: datetime
    until: datetime
    used_at: datetime | None
    used_by: UUID | None


def add(
    connection: Connection, digest: bytes, stream: str, made_at: datetime, until: datetime
) -> None:
    """Keep a new code."""
    connection.execute(
        _ADD, {"digest": digest, "stream": stream, "made_at": made_at, "until": until}
    )


def find(connection: Connection, digest: bytes) -> Code | None:
    """A code, which nobody else uses until this transaction ends; None when there is none."""
    row = connection.execute(_FIND, {"key": digest}).first()
    return None if row is None else Code(*row)


def use(connection: Connection, digest: bytes, device: UUID, at: datetime) -> None:
    """Mark a code as used by a device."""
    connection.execute(_USE.values(used_at=at, used_by=device), {"key": digest})
