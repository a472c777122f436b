"""Incidents and their events as rows, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

import msgspec
from sqlalchemy import Row

from db.models import incident
from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentAction,
    IncidentEvent,
    IncidentKind,
    IncidentState,
    Notice,
    Place,
    Step,
)
from desk.domain.incident_handling import Handling

_WORDS: Final = {
    "state": IncidentState,
    "kind": IncidentKind,
    "place": Place,
    "channel": Channel,
    "hurt": Answer,
    "weapon": Answer,
}
_LISTS: Final = frozenset({"triggers", "steps"})
_SPLIT: Final = frozenset({"year", "serial", "told_whom_id", "told_how", "told_at", "handling"})
_PLAIN: Final = {column.name for column in incident.c} - set(_WORDS) - _LISTS - _SPLIT


_UNSET: Final = {item.name: item.default for item in fields(Handling)}


def split_number(number: str) -> tuple[int, int]:
    """An incident's year and its count in it: "riga-2-2026-0042" -> (2026, 42)."""
    _, year, serial = number.rsplit("-", 2)
    return int(year), int(serial)


def incident_row(report: Incident) -> dict[str, Any]:
    """An incident as a row of `incident`."""
    year, serial = split_number(report.number)
    told = report.told
    return {
        **{name: getattr(report, name) for name in _PLAIN},
        **{name: getattr(report, name).value for name in _WORDS},
        **{name: getattr(report, name) for name in _LISTS},
        "year": year,
        "serial": serial,
        "told_whom_id": told and told.whom_id,
        "told_how": told and told.how,
        "told_at": told and told.at,
        "handling": handling_data(report.handling),
    }


def handling_data(handling: Handling) -> dict[str, object]:
    """What was done with a report, as the column has it: only what is not as at the beginning."""
    values = {name: getattr(handling, name) for name in _UNSET}
    return {name: value for name, value in values.items() if value != _UNSET[name]}


def incident_of(row: Row[Any]) -> Incident:
    """An incident from its row."""
    words: dict[str, Any] = {name: enum(getattr(row, name)) for name, enum in _WORDS.items()}
    return Incident(
        **{name: getattr(row, name) for name in _PLAIN},
        **words,
        triggers=tuple(row.triggers),
        steps=tuple(msgspec.convert(row.steps, list[Step])),
        told=_notice_of(row),
        handling=msgspec.convert(row.handling, Handling),
    )


def _notice_of(row: Row[Any]) -> Notice | None:
    if row.told_at is None:
        return None
    return Notice(row.told_whom_id, row.told_how, row.told_at)


def event_row(event: IncidentEvent) -> dict[str, Any]:
    """An event as a row of `incident_event`."""
    return {
        "id": event.id,
        "kind": event.kind.value,
        "at": event.at,
        "recorded_at": event.recorded_at,
        "actor_id": event.actor_id,
        "body": event.data,
        "incident_id": event.incident_id,
        "seq": event.seq,
    }


def event_of(row: Row[Any]) -> IncidentEvent:
    """An event from its row."""
    return IncidentEvent(
        id=row.id,
        incident_id=row.incident_id,
        seq=row.seq,
        kind=IncidentAction(row.kind),
        at=row.at,
        recorded_at=row.recorded_at,
        actor_id=row.actor_id,
        data=row.body,
    )
