"""Making the events of calls, follow-ups and day records."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from desk.domain.event import Event, K
from desk.domain.event_data import written
from desk.domain.roles import Actor
from desk.services.env import Env


def happened(
    env: Env, actor: Actor, subject_id: UUID, seq: int, kind: K, data: Mapping[str, object]
) -> Event[K]:
    """The next event of a subject, now; instants, days and ids in `data` are written as text."""
    at = env.clock()
    return Event(
        id=env.new_id(),
        subject_id=subject_id,
        seq=seq,
        kind=kind,
        at=at,
        recorded_at=at,
        actor_id=actor.account_id,
        data={name: written(value) for name, value in data.items()},
    )
