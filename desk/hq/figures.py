"""What headquarters see of a branch's day by default: figures, and reports that are for them.

No person is in either: no client, no colleague, no text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from db.hq import figures, streams
from desk.domain.clock import at_local
from desk.domain.day_figures import DayFigures
from desk.domain.errors import DeskError
from desk.hq.incidents import Case, cases
from desk.sync.wire import Number

DAY_AGGREGATE = "day_aggregate"
"""The kind of a day's figures."""


class _Row(msgspec.Struct):
    site: str
    day: date
    version: Number
    at: datetime
    figures: DayFigures


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A site's day; `at`: when it was closed."""

    site: str
    at: datetime
    figures: DayFigures


@dataclass(frozen=True, slots=True)
class BranchDay:
    """A branch's day: the figures of those of its sites that have closed it, and reports."""

    branch: str
    day: date
    sites: tuple[SiteDay, ...]
    incidents: tuple[Case, ...]


def read_aggregate(connection: Connection, stream: str, row: Any) -> None:
    """Keep a day's figures from an operation; `msgspec.MsgspecError` when they cannot be read."""
    told = msgspec.json.decode(row.body, type=_Row)
    figures.put(
        connection,
        {
            "stream": stream,
            "day": told.day.isoformat(),
            "site": told.site,
            "device": row.device,
            "version": told.version,
            "figures": msgspec.json.encode(told.figures),
            "at": told.at,
        },
    )


def branch_day(connection: Connection, branch: str, day: date) -> BranchDay:
    """A branch's day.

    Raises:
        DeskError: "hq.stream" when there is no such branch.
    """
    if streams.head(connection, branch) is None:
        raise DeskError("hq.stream")
    sites = tuple(
        SiteDay(row.site, row.at, msgspec.json.decode(row.figures, type=DayFigures))
        for row in figures.of_day(connection, branch, day.isoformat())
    )
    since, until = at_local(day, time()), at_local(day + timedelta(days=1), time())
    return BranchDay(branch, day, sites, cases(figures.serious(connection, branch, since, until)))
