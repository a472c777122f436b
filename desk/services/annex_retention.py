"""When a sealed annex is erased: on a clock of its own, which begins with the incident's end."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from db.stores.annex import PURPOSE
from desk.domain.clock import at_local, local_day
from desk.domain.incident import ENDED, IncidentState
from desk.services.env import Env

if TYPE_CHECKING:
    from datetime import datetime

    from db.unit_of_work import Reader

_LOOKED_AT: Final = 200
_MIDNIGHT: Final = time()


def days(env: Env) -> int | None:
    """For how many days after the incident's end it is kept; None while nobody has set it."""
    periods = {one.purpose: one.days for one in env.policy.retention}
    return periods.get(PURPOSE)


def due(reader: Reader, env: Env, today: date, limit: int) -> tuple[UUID, ...]:
    """Entries whose day has closed, some of them at a time."""
    period = days(env)
    if period is None:
        return ()
    before = at_local(today - timedelta(days=period), _MIDNIGHT)
    ended = reader.annex.ended_before(before, _LOOKED_AT)
    over = [one for one in ended if _ended(reader, one, before)]
    return reader.annex.readable_of(over)[:limit] if over else ()


def until(reader: Reader, env: Env, incident_id: UUID) -> date | None:
    """The day at whose close an incident's annex is erased; None while it is open."""
    period, incident = days(env), reader.incidents.get(incident_id)
    at = reader.annex.end_of(incident_id) if incident.state in ENDED else None
    return local_day(at) + timedelta(days=period) if at and period is not None else None


def _ended(reader: Reader, incident_id: UUID, before: datetime) -> bool:
    """Whether it is over; one that was merged goes on in the report that it was merged into."""
    seen = {incident_id}
    incident = reader.incidents.get(incident_id)
    while incident.state is IncidentState.MERGED:
        into = incident.handling.halt.into if incident.handling.halt else None
        if into is None or into in seen:
            break
        seen.add(into)
        incident = reader.incidents.get(into)
    at = reader.annex.end_of(incident.id)
    return incident.state in ENDED and at is not None and at < before
