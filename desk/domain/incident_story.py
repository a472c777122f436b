"""What each event changed of a report, in values that a window has words for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.incident import Incident, IncidentAction, IncidentEvent
from desk.domain.incident_handling import (
    Apology,
    Breach,
    Care,
    Contact,
    Correction,
    Detail,
    Evidence,
    Findings,
)
from desk.domain.incident_moves import REVIEWS
from desk.domain.incident_states import follow

_A = IncidentAction


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an event changed or said.

    Args:
        what: the field, e.g. "level", "detail.party", "task", "why", "state".
        before, after: its values as text, number, day or instant; lists as tuples, enumerations
            as their values, and a UUID for a text or a person.
    """

    what: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Moment:
    """An event with what it changed.

    Args:
        by_superior: headquarters decided it, and the branch wrote it down.
    """

    event: IncidentEvent
    changes: tuple[Change, ...]
    by_superior: bool = False


_REPORTED: Final = (
    "kind",
    "occurred_at",
    "time_unknown",
    "place",
    "channel",
    "triggers",
    "level",
    "steps",
    "told",
    "hurt",
    "weapon",
    "text_id",
)
_RECORDS: Final[Mapping[str, type[Any]]] = {
    "detail": Detail,
    "contact": Contact,
    "apology": Apology,
    "correction": Correction,
    "breach": Breach,
    "evidence": Evidence,
    "care": Care,
    "findings": Findings,
}
_BESIDE: Final = frozenset({"apology.by"})
_COMPARED: Final = frozenset(
    {
        _A.AMEND,
        _A.DETAIL,
        _A.LEVEL,
        _A.CONCERNS,
        _A.CONTACT,
        _A.APOLOGY,
        _A.CORRECTION,
        _A.BREACH,
        _A.EVIDENCE,
        _A.CARE,
        _A.FINDINGS,
    }
)
"""Events that put whole records in the place of earlier ones; others say what is new."""
_PREFIXES: Final[Mapping[IncidentAction, str]] = {_A.TASK: "task.", _A.ATTACH: "file."}
_ON_TASKS: Final = frozenset({_A.TASK_DONE, _A.TASK_CHECKED})


def moments(events: Iterable[IncidentEvent]) -> list[Moment]:
    """The events of a report, first to last, with what each changed."""
    told: list[Moment] = []
    before: Incident | None = None
    for event in events:
        after = follow(before, event)
        if before is None:
            told.append(Moment(event, ()))
        else:
            superior = before.handling.superior and event.kind in REVIEWS
            barred = event.actor_id in (before.reporter_id, *before.handling.concerned)
            changes = tuple(_changes(before, after, event))
            told.append(Moment(event, changes, superior and barred))
        before = after
    return told


def _changes(before: Incident, after: Incident, event: IncidentEvent) -> Iterator[Change]:
    if event.kind in _COMPARED:
        yield from _compared(before, after)
    elif event.kind in _ON_TASKS:
        yield from _on_task(before, event)
    else:
        yield from _said(event)
    if before.state is not after.state:
        yield Change("state", before.state.value, after.state.value)


def _compared(before: Incident, after: Incident) -> Iterator[Change]:
    old, new = dict(_flat(before)), dict(_flat(after))
    for name in new:
        if old.get(name) != new[name] and name not in _BESIDE:
            yield Change(name.removesuffix("_id"), old.get(name), new[name])
    why = after.handling.confirmed and after.handling.confirmed.why_id
    if after.handling.confirmed != before.handling.confirmed and why:
        yield Change("why", None, why)


def _said(event: IncidentEvent) -> Iterator[Change]:
    prefix = _PREFIXES.get(event.kind, "")
    for name, value in event.data.items():
        if value not in (None, "", False, []) and name != "id":
            yield Change(f"{prefix}{name.removesuffix('_id')}", None, _value(name, value))


def _on_task(before: Incident, event: IncidentEvent) -> Iterator[Change]:
    meant = read.identity(event.data, "task_id")
    task = next(one for one in before.handling.tasks if one.id == meant)
    yield Change("task.text", task.text_id, task.text_id)
    yield Change("task.owner", task.owner_id, task.owner_id)
    if "worked" in event.data:
        yield Change("task.worked", None, read.flag(event.data, "worked"))


_DAYS: Final = frozenset({"due"})
_INSTANTS: Final = frozenset({"at"})


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _INSTANTS:
        return read.moment(value)
    if name.endswith("_id") or name == "into":
        return UUID(value)
    return value


def _flat(incident: Incident) -> Iterator[tuple[str, Any]]:
    """What a report says and what was done, as names and plain values."""
    for name in _REPORTED:
        yield name, _plain(getattr(incident, name))
    yield "concerned", incident.handling.concerned
    for name in _RECORDS:
        record = getattr(incident.handling, name)
        for item in fields(_RECORDS[name]):
            value = _default(item) if record is None else getattr(record, item.name)
            yield f"{name}.{item.name}", _plain(value)


def _default(item: Field[Any]) -> Any:
    return None if item.default is MISSING else item.default


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(_plain(getattr(value, item.name)) for item in fields(value))
    return value
