"""Reports that are for headquarters: of level 2 and up, and errors; without anybody's identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.hq import projections
from desk.domain.errors import DeskError
from desk.domain.incident import Incident


@dataclass(frozen=True, slots=True)
class Case:
    """A report as headquarters see it.

    Args:
        handed_up: the branch asked headquarters to review it.
        clear: False when something of it did not come as it must; `desk hq verify` says more.
    """

    stream: str
    incident_id: UUID
    number: str
    kind: str
    level: str
    state: str
    occurred_at: datetime
    place: str
    channel: str
    triggers: tuple[str, ...]
    hurt: str
    weapon: str
    handed_up: bool
    serious: bool
    answered_at: datetime | None
    clear: bool


def waiting(connection: Connection, most: int) -> tuple[Case, ...]:
    """Reports that wait for an answer, the oldest first."""
    return cases(projections.waiting(connection, most))


def of_branch(connection: Connection, branch: str, most: int) -> tuple[Case, ...]:
    """A branch's reports that are for headquarters, answered or not, the newest first."""
    return cases(projections.cases_of(connection, branch, most))


def find(connection: Connection, number: str, branch: str = "") -> Case:
    """A report by its number or id.

    Args:
        branch: needed when two branches have the number.

    Raises:
        DeskError: "hq.incident_unknown", "hq.incident_twice", "hq.incident_not_ours".
    """
    rows = projections.cases_called(connection, number)
    found = [one for one in cases(rows) if branch in ("", one.stream)]
    if not found:
        raise DeskError("hq.incident_unknown")
    if len(found) > 1:
        raise DeskError("hq.incident_twice")
    if not found[0].serious:
        raise DeskError("hq.incident_not_ours")
    return found[0]


def cases(rows: Sequence[Any]) -> tuple[Case, ...]:
    """Rows of `incident_case` as headquarters see them."""
    return tuple(map(_case, rows))


def _case(row: Any) -> Case:
    one = msgspec.json.decode(row.body, type=Incident)
    return Case(
        stream=row.stream,
        incident_id=row.incident_id,
        number=row.number,
        kind=row.kind,
        level=row.level,
        state=row.state,
        occurred_at=row.occurred_at,
        place=one.place.value,
        channel=one.channel.value,
        triggers=one.triggers,
        hurt=one.hurt.value,
        weapon=one.weapon.value,
        handed_up=row.handed_up,
        serious=row.serious,
        answered_at=row.answered_at,
        clear=row.clear,
    )
