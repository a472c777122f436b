"""Which branch received and read what, and when; and who is still to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.hq import authored, devices, projections, publications
from db.hq.devices import Device
from desk.domain.errors import DeskError
from desk.sync.down import BULLETIN, BULLETIN_READ, CONTENT_RELEASE, Bulletin
from desk.sync.wire import HQ_STREAM

LATEST: Final = 50
"""Releases, and versions of bulletins, that are looked at when none is named."""


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody read a bulletin: their account at the branch, their role, and when."""

    person: UUID
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """How it is with one PC: None, while it has not said that it received it."""

    device: UUID
    name: str
    branch: str
    received_at: datetime | None
    outcome: str
    reason: str
    read: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A PC refused something: a release, or another operation of headquarters, by its id."""

    subject: UUID
    kind: str
    branch: str
    device: UUID
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that was sent, and how far it is.

    Args:
        kind: of the operation; title: what people call it.
        pcs: all that it was sent to, by branch.
    """

    kind: str
    id: UUID
    version: int
    title: str
    at: datetime
    must_read: bool
    withdrawn: bool
    pcs: tuple[Reached, ...]


def receipts(
    connection: Connection, *, only: UUID | None = None, branch: str = ""
) -> tuple[Sent, ...]:
    """What was sent lately, the newest first, each with how far it is.

    Args:
        only: one release or bulletin; branch: the PCs of one branch alone.

    Raises:
        DeskError: "hq.nothing_sent" when there is no such release or bulletin.
    """
    pcs = [pc for pc in devices.every(connection) if pc.revoked_at is None]
    pcs = [pc for pc in pcs if branch in ("", pc.stream)]
    found = [*_releases(connection, pcs), *_bulletins(connection, pcs)]
    if only is not None:
        found = [one for one in found if one.id == only]
        if not found:
            raise DeskError("hq.nothing_sent")
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def refused(connection: Connection, most: int) -> tuple[Refused, ...]:
    """What PCs refused of what was sent to them, the newest first."""
    return tuple(
        Refused(row.subject, row.kind, row.stream, row.device, row.reason, row.at)
        for row in projections.refused(connection, most)
    )


def _releases(connection: Connection, pcs: Sequence[Device]) -> Iterable[Sent]:
    works_for = {one.device: one.institution for one in publications.in_force(connection)}
    for one in publications.latest(connection, LATEST):
        if one.released_at is None:
            continue
        meant = [pc for pc in pcs if works_for.get(pc.id, one.institution) == one.institution]
        told = _by_device(projections.receipts(connection, one.id))
        yield Sent(
            kind=CONTENT_RELEASE,
            id=one.id,
            version=one.version,
            title=f"{one.institution} {one.version}",
            at=one.released_at,
            must_read=False,
            withdrawn=False,
            pcs=tuple(_reached(pc, told[pc.id]) for pc in meant),
        )


def _bulletins(connection: Connection, pcs: Sequence[Device]) -> Iterable[Sent]:
    lately = authored.words(connection, BULLETIN, LATEST)
    for subject in dict.fromkeys(row.subject for row in lately):
        words = authored.everywhere(connection, BULLETIN, subject)
        names = {row.stream for row in words}
        body = msgspec.json.decode(words[0].body, type=Bulletin)
        told = _by_device(projections.receipts(connection, body.id), body.version)
        meant = [pc for pc in pcs if HQ_STREAM in names or pc.stream in names]
        yield Sent(
            kind=BULLETIN,
            id=body.id,
            version=body.version,
            title=body.text.lv,
            at=body.at,
            must_read=body.must_read,
            withdrawn=body.withdrawn,
            pcs=tuple(_reached(pc, told[pc.id]) for pc in meant),
        )


def _by_device(rows: Iterable[Any], version: int = 0) -> dict[UUID, list[Any]]:
    """Receipts by PC, of one version of what was sent; of a release there is none."""
    found = defaultdict(list)
    for row in rows:
        if row.version == version:
            found[row.device].append(row)
    return found


def _reached(pc: Device, own: Sequence[Any]) -> Reached:
    got = next((row for row in own if row.kind != BULLETIN_READ), None)
    read = tuple(Read(row.person, row.role, row.at) for row in own if row.kind == BULLETIN_READ)
    return Reached(
        device=pc.id,
        name=pc.name,
        branch=pc.stream,
        received_at=got.at if got else None,
        outcome=got.outcome if got else "",
        reason=got.reason if got else "",
        read=read,
    )
