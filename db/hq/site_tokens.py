"""Codes for several PCs of a branch; only their digests are kept.  And who asked with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, select, update

from db.hq.models import applicant, site_token

_ADD: Final = insert(site_token)
_FIND: Final = select(site_token).where(site_token.c.digest == bindparam("key")).with_for_update()
_ASKED: Final = select(func.count()).where(applicant.c.token == bindparam("key"))
_ASK: Final = insert(applicant)
_WHO: Final = select(applicant, site_token.c.stream).join(
    site_token, site_token.c.digest == applicant.c.token
)
_BY_DEVICE: Final = _WHO.where(applicant.c.device == bindparam("key"))
_UNDECIDED: Final = _WHO.where(applicant.c.decided_at.is_(None)).order_by(
    site_token.c.stream, applicant.c.asked_at, applicant.c.device
)
_DECIDE: Final = update(applicant).where(applicant.c.device == bindparam("key"))


@dataclass(frozen=True, slots=True)
class SiteToken:
    """A code by its digest: of which branch, for how many PCs, until when."""

    digest: bytes
    stream: str
    most: int
    made_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Applicant:
    """A PC that asked; `wanted` is None until somebody decides."""

    device: UUID
    token: bytes
    name: str
    public_key: bytes
    asked_at: datetime
    decided_at: datetime | None
    wanted: bool | None
    stream: str


def add(connection: Connection, token: SiteToken) -> None:
    """Keep a new code."""
    connection.execute(_ADD, {name: getattr(token, name) for name in site_token.c.keys()})  # noqa: SIM118


def find(connection: Connection, digest: bytes) -> SiteToken | None:
    """A code, with which nobody else asks until this transaction ends; None when there is none."""
    row = connection.execute(_FIND, {"key": digest}).first()
    return None if row is None else SiteToken(*row)


def asked(connection: Connection, digest: bytes) -> int:
    """How many PCs have asked with a code."""
    return int(connection.execute(_ASKED, {"key": digest}).scalar_one())


def ask(
    connection: Connection,
    token: bytes,
    device: UUID,
    name: str,
    public_key: bytes,
    at: datetime,
) -> None:
    """Keep a PC that asks."""
    values = {"device": device, "token": token, "name": name}
    connection.execute(_ASK, {**values, "public_key": public_key, "asked_at": at})


def applied(connection: Connection, device: UUID) -> Applicant | None:
    """A PC that has asked, or None."""
    row = connection.execute(_BY_DEVICE, {"key": device}).first()
    return None if row is None else Applicant(*row)


def undecided(connection: Connection) -> tuple[Applicant, ...]:
    """PCs that wait for a person, by branch and time."""
    return tuple(Applicant(*row) for row in connection.execute(_UNDECIDED))


def decide(connection: Connection, device: UUID, at: datetime, *, wanted: bool) -> None:
    """Write down what a person decided."""
    connection.execute(_DECIDE.values(decided_at=at, wanted=wanted), {"key": device})
