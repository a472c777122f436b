"""Content packs that were published at headquarters, released or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from db.hq.models import branch_content, publication

_ADD: Final = insert(publication)
_FIND: Final = select(publication).where(publication.c.id == bindparam("key")).with_for_update()
_SETTLE: Final = update(publication).where(publication.c.id == bindparam("key"))
_NEWEST: Final = select(func.max(publication.c.version)).where(
    publication.c.institution == bindparam("of"), publication.c.released_at.is_not(None)
)
_BODY: Final = (
    select(publication.c.body).where(publication.c.sha256 == bindparam("digest")).limit(1)
)
_HEADS: Final = [column for column in publication.c if column.name != "body"]
_LIST: Final = select(*_HEADS).order_by(publication.c.published_at.desc()).limit(bindparam("most"))
_IN_FORCE: Final = select(branch_content).order_by(branch_content.c.stream, branch_content.c.device)


@dataclass(frozen=True, slots=True)
class Publication:
    """A pack that a person published; sent when another one released it, unless it was rejected."""

    id: UUID
    institution: str
    pack_id: str
    version: int
    sha256: str
    published_by: UUID
    published_at: datetime
    released_by: UUID | None = None
    released_at: datetime | None = None
    rejected_by: UUID | None = None
    rejected_at: datetime | None = None
    rejection: str | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class InForce:
    """The pack in force on a PC, as it said."""

    stream: str
    device: UUID
    institution: str
    version: int
    sha256: str
    at: datetime


def add(connection: Connection, new: Publication) -> None:
    """Keep a publication."""
    connection.execute(_ADD, {name: getattr(new, name) for name in publication.c.keys()})  # noqa: SIM118


def find(connection: Connection, number: UUID) -> Publication | None:
    """A publication that nobody else changes until this transaction ends; None without one."""
    row = connection.execute(_FIND, {"key": number}).first()
    return None if row is None else _publication(row)


def release(connection: Connection, number: UUID, by: UUID, at: datetime) -> None:
    """Write down who released a publication."""
    connection.execute(_SETTLE.values(released_by=by, released_at=at), {"key": number})


def reject(connection: Connection, number: UUID, by: UUID, at: datetime, why: str) -> None:
    """Write down who rejected a publication, and why."""
    values = {"rejected_by": by, "rejected_at": at, "rejection": why}
    connection.execute(_SETTLE.values(**values), {"key": number})


def newest(connection: Connection, institution: str) -> int:
    """The highest version of an institution's packs that was released; 0 when none was."""
    return int(connection.execute(_NEWEST, {"of": institution}).scalar() or 0)


def body_of(connection: Connection, sha256: str) -> bytes | None:
    """A pack by its fingerprint, when it was published here."""
    found = connection.execute(_BODY, {"digest": sha256}).scalar()
    return None if found is None else bytes(found)


def latest(connection: Connection, most: int) -> tuple[Publication, ...]:
    """Publications without their packs, the newest first."""
    return tuple(_publication(row) for row in connection.execute(_LIST, {"most": most}))


def in_force(connection: Connection) -> tuple[InForce, ...]:
    """The packs in force on all PCs, by branch."""
    return tuple(InForce(*row) for row in connection.execute(_IN_FORCE))


def _publication(row: Row[tuple[object, ...]]) -> Publication:
    values = dict(row._mapping)
    return Publication(**{**values, "body": bytes(values.get("body", b""))})
