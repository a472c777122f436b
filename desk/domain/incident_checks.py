"""What an event must not say of the report that it happens to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.errors import DeskError
from desk.domain.incident import Incident, IncidentAction, IncidentEvent
from desk.domain.incident_handling import Task, TaskKind
from desk.domain.incident_levels import floor
from desk.domain.incident_moves import barred

_A = IncidentAction


def required(incident: Incident, event: IncidentEvent) -> None:
    """Refuse an event that says what cannot be.

    Raises:
        DeskError: "incident.level_below_facts" (level), "incident.task_unknown",
            "incident.task_exists", "incident.task_done_already", "incident.task_open_still",
            "incident.task_not_corrective", "incident.merge_itself", "incident.concerned_less",
            "attachment.exists", "attachment.unknown"; each with number.
    """
    ask = _REQUIRED.get(event.kind)
    code = ask(incident, event) if ask else ""
    if code:
        level = {"level": floor(incident)} if code == "incident.level_below_facts" else {}
        raise DeskError(code, number=incident.number, **level)


def _level_stands(incident: Incident, event: IncidentEvent) -> str:
    below = read.text(event.data, "level") < floor(incident)
    return "incident.level_below_facts" if below else ""


def _named_task(incident: Incident, event: IncidentEvent) -> Task | None:
    meant = read.identity(event.data, "task_id")
    return next((one for one in incident.handling.tasks if one.id == meant), None)


def _task_is_new(incident: Incident, event: IncidentEvent) -> str:
    new = read.identity(event.data, "id")
    taken = any(one.id == new for one in incident.handling.tasks)
    return "incident.task_exists" if taken else ""


def _task_is_open(incident: Incident, event: IncidentEvent) -> str:
    task = _named_task(incident, event)
    if task is None:
        return "incident.task_unknown"
    return "" if task.open else "incident.task_done_already"


def _task_is_done(incident: Incident, event: IncidentEvent) -> str:
    task = _named_task(incident, event)
    if task is None:
        return "incident.task_unknown"
    if task.kind is not TaskKind.CORRECTIVE:
        return "incident.task_not_corrective"
    return "incident.task_open_still" if task.open else ""


def _file_is_new(incident: Incident, event: IncidentEvent) -> str:
    new = read.identity(event.data, "id")
    taken = any(one.id == new for one in incident.handling.attachments)
    return "attachment.exists" if taken else ""


def _file_is_there(incident: Incident, event: IncidentEvent) -> str:
    meant = read.identity(event.data, "attachment_id")
    there = any(one.id == meant and not one.removed for one in incident.handling.attachments)
    return "" if there else "attachment.unknown"


def _into_another(incident: Incident, event: IncidentEvent) -> str:
    same = read.identity(event.data, "into") == incident.id
    return "incident.merge_itself" if same else ""


def _names_no_fewer(incident: Incident, event: IncidentEvent) -> str:
    """Whoever is concerned, or reported it, may name more people, never take anybody out."""
    handling = incident.handling
    named = {UUID(one) for one in read.texts(event.data, "accounts")}
    judges = handling.superior or not barred(incident, event.actor_id)
    return "" if judges or set(handling.concerned) <= named else "incident.concerned_less"


_REQUIRED: Final[Mapping[IncidentAction, Callable[[Incident, IncidentEvent], str]]] = {
    _A.LEVEL: _level_stands,
    _A.TASK: _task_is_new,
    _A.TASK_DONE: _task_is_open,
    _A.TASK_CHECKED: _task_is_done,
    _A.ATTACH: _file_is_new,
    _A.DETACH: _file_is_there,
    _A.MERGE: _into_another,
    _A.CONCERNS: _names_no_fewer,
}
