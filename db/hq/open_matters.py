"""How much waits for a person's decision."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select

from db.hq.models import fork, op, quarantine

_FORKS: Final = select(func.count()).select_from(fork)
_QUARANTINED: Final = select(func.count()).select_from(quarantine)
_REFUSED: Final = select(func.count()).select_from(op).where(op.c.state == "refused")


def forks(connection: Connection) -> int:
    """Operations whose number was taken by another content."""
    return int(connection.execute(_FORKS).scalar_one())


def quarantined(connection: Connection) -> int:
    """Batches of devices that are heard no more."""
    return int(connection.execute(_QUARANTINED).scalar_one())


def refused(connection: Connection) -> int:
    """Operations that were refused for good."""
    return int(connection.execute(_REFUSED).scalar_one())
