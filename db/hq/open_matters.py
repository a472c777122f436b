"""How much waits for a person's decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, literal_column, select

from db.hq.models import fork, incident_case, op, publication, quarantine, receipt

_FORKS: Final = select(func.count()).select_from(fork)
_QUARANTINED: Final = select(func.count()).select_from(quarantine)
_REFUSED: Final = select(func.count()).select_from(op).where(op.c.state == "refused")
_UNANSWERED: Final = select(func.count()).select_from(incident_case).where(literal_column("waits"))
_released: Final = publication.alias("released")
_NEWEST: Final = (
    select(func.coalesce(func.max(_released.c.version), 0))
    .where(
        _released.c.institution == publication.c.institution, _released.c.released_at.is_not(None)
    )
    .scalar_subquery()
)
_UNRELEASED: Final = (
    select(func.count())
    .select_from(publication)
    .where(
        publication.c.released_at.is_(None),
        publication.c.rejected_at.is_(None),
        publication.c.version > _NEWEST,
    )
)
_DOUBTED: Final = (
    select(receipt)
    .where(
        literal_column("outcome = 'refused'"),
        receipt.c.reason.in_(bindparam("reasons", expanding=True)),
    )
    .order_by(receipt.c.at, receipt.c.stream)
    .limit(bindparam("most"))
)


def unanswered(connection: Connection) -> int:
    """Reports of incidents that wait for headquarters' answer."""
    return int(connection.execute(_UNANSWERED).scalar_one())


def unreleased(connection: Connection) -> int:
    """Published content packs that a second person could release."""
    return int(connection.execute(_UNRELEASED).scalar_one())


def forks(connection: Connection) -> int:
    """Operations whose number was taken by another content."""
    return int(connection.execute(_FORKS).scalar_one())


def quarantined(connection: Connection) -> int:
    """Batches of devices that are heard no more."""
    return int(connection.execute(_QUARANTINED).scalar_one())


def refused(connection: Connection) -> int:
    """Operations that were refused for good."""
    return int(connection.execute(_REFUSED).scalar_one())


def doubted(connection: Connection, reasons: Sequence[str], most: int) -> Sequence[Any]:
    """Receipts by which PCs say what is wrong with headquarters' own operations, oldest first."""
    return connection.execute(_DOUBTED, {"reasons": list(reasons), "most": most}).all()
