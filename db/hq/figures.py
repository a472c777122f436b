"""Daily figures of branches, and the serious reports of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select

from db.hq.lane_models import day_figures
from db.hq.models import incident_case

_KEY: Final = (
    (day_figures.c.stream == bindparam("in_stream"))
    & (day_figures.c.day == bindparam("of_day"))
    & (day_figures.c.site == bindparam("of_site"))
    & (day_figures.c.device == bindparam("of_device"))
)
_VERSION: Final = select(day_figures.c.version).where(_KEY)
_DROP: Final = delete(day_figures).where(_KEY)
_ADD: Final = insert(day_figures)
_OF_DAY: Final = (
    select(day_figures)
    .where(day_figures.c.stream == bindparam("in_stream"), day_figures.c.day == bindparam("of_day"))
    .order_by(day_figures.c.site, day_figures.c.device)
)
_CASES: Final = (
    select(incident_case)
    .where(
        incident_case.c.stream == bindparam("in_stream"),
        incident_case.c.serious,
        incident_case.c.occurred_at >= bindparam("since"),
        incident_case.c.occurred_at < bindparam("until"),
    )
    .order_by(incident_case.c.occurred_at)
)


def put(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep figures in place of those of an earlier closing."""
    key = {
        "in_stream": row["stream"],
        "of_day": row["day"],
        "of_site": row["site"],
        "of_device": row["device"],
    }
    known = connection.execute(_VERSION, key).scalar()
    if known is not None and known > row["version"]:
        return
    connection.execute(_DROP, key)
    connection.execute(_ADD, dict(row))


def of_day(connection: Connection, stream: str, day: str) -> Sequence[Any]:
    """The figures of a branch's sites on a day (ISO)."""
    return connection.execute(_OF_DAY, {"in_stream": stream, "of_day": day}).all()


def serious(connection: Connection, stream: str, since: datetime, until: datetime) -> Sequence[Any]:
    """Reports of level 2 and up and errors that happened between two instants."""
    values = {"in_stream": stream, "since": since, "until": until}
    return connection.execute(_CASES, values).all()
