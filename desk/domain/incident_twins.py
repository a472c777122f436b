"""Two reports of one event: found by kind and time and proposed, merged by a person alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from desk.domain.clock import local_day
from desk.domain.incident import ENDED, Incident, IncidentKind

_K = IncidentKind

NEAR: Final = timedelta(minutes=15)
"""People who saw the same event differ by so much about when it was."""

_ALIKE: Final = (
    frozenset({_K.AGGRESSION, _K.FILMING, _K.SAFETY}),
    frozenset({_K.ERROR, _K.NEAR_MISS, _K.DATA}),
    frozenset({_K.GIFT}),
)
"""Kinds under which two people may report the same event."""


def twins(incident: Incident, others: Iterable[Incident]) -> tuple[Incident, ...]:
    """Open reports that may be of the same event, the most likely one first.

    Counters are not compared: a colleague who saw it sat at another one.  Where one of the two
    cannot tell the time, the same day is near enough.
    """
    found = [one for one in others if one.id != incident.id and _may_be(incident, one)]
    return tuple(sorted(found, key=lambda one: (_apart(incident, one), one.number)))


def _may_be(incident: Incident, other: Incident) -> bool:
    together = any({incident.kind, other.kind} <= kinds for kinds in _ALIKE)
    if other.site != incident.site or other.state in ENDED or not together:
        return False
    if incident.time_unknown or other.time_unknown:
        return local_day(incident.occurred_at) == local_day(other.occurred_at)
    return _apart(incident, other) <= NEAR


def _apart(incident: Incident, other: Incident) -> timedelta:
    return abs(incident.occurred_at - other.occurred_at)
