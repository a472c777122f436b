"""Reports in any state, made by the events that make real ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from visit_making import CLERK, DAY, NINE, new_id

from desk.domain import incident_states
from desk.domain.event_data import written
from desk.domain.incident import (
    FirstReport,
    Incident,
    IncidentAction,
    IncidentEvent,
    IncidentKind,
    IncidentState,
)
from desk.domain.incident_handling import Task, TaskKind
from desk.domain.record_data import record_written

A, S = IncidentAction, IncidentState
HEAD, DEPUTY, OWNER, COLLEAGUE = (UUID(int=number) for number in (2, 3, 4, 5))
CONCERNED = UUID(int=6)
OTHER, FILE = UUID(int=77), UUID(int=88)
GIFT = FirstReport(IncidentKind.GIFT, NINE)
"""Has no level, so that nothing but its tasks stands against closing it."""


def event(
    incident: Incident | None, kind: IncidentAction, actor: UUID = HEAD, /, **data: object
) -> IncidentEvent:
    """The next event of a report, a minute after the one before."""
    seq = incident.version + 1 if incident else 1
    at = NINE + timedelta(minutes=seq)
    plain = {name: written(value) for name, value in data.items()}
    return IncidentEvent(
        new_id(), incident.id if incident else new_id(), seq, kind, at, at, actor, plain
    )


def after(
    incident: Incident, kind: IncidentAction, actor: UUID = HEAD, /, **data: object
) -> Incident:
    """A report after something that happens to it."""
    return incident_states.apply(incident, event(incident, kind, actor, **data))


def reported(first: FirstReport = GIFT, reporter: UUID = CLERK) -> Incident:
    """A new report."""
    data: dict[str, Any] = incident_states.report_data(first, None, None)
    data |= {"site": "riga-2", "day": DAY, "number": "riga-2-2026-0001"}
    return incident_states.apply(None, event(None, A.REPORT, reporter, **data))


def task(kind: TaskKind = TaskKind.REMEDY, owner: UUID = OWNER) -> dict[str, object]:
    """A task as an event's data."""
    return record_written(Task(new_id(), kind, new_id(), owner, DAY))


def with_tasks(incident: Incident) -> Incident:
    """With a picture, one open task, and a corrective one that is done."""
    incident = after(incident, A.ATTACH, id=FILE, address="00", kind="png", size=1)
    incident = after(incident, A.TASK, **task(TaskKind.CORRECTIVE))
    done = incident.handling.tasks[-1].id
    incident = after(incident, A.TASK_DONE, OWNER, task_id=done)
    return after(incident, A.TASK, **task())


def without_open(incident: Incident) -> Incident:
    """With every task done."""
    for one in incident.handling.open_tasks:
        incident = after(incident, A.TASK_DONE, OWNER, task_id=one.id)
    return incident


_WAYS: dict[IncidentState, tuple[IncidentAction, ...]] = {
    S.REPORTED: (),
    S.ACKNOWLEDGED: (A.ACKNOWLEDGE,),
    S.UNDER_REVIEW: (A.ACKNOWLEDGE, A.REVIEW),
    S.ACTIONS_OPEN: (A.ACKNOWLEDGE, A.REVIEW, A.PLANNED),
    S.AWAITING_CLOSE: (A.ACKNOWLEDGE, A.REVIEW, A.PLANNED),
    S.CLOSED: (A.ACKNOWLEDGE, A.REVIEW, A.CLOSE),
    S.RETURNED: (A.ACKNOWLEDGE, A.RETURN),
    S.BLOCKED: (A.ACKNOWLEDGE, A.BLOCK),
    S.MERGED: (A.MERGE,),
    S.VOIDED: (A.VOID,),
}
_DONE = frozenset({S.AWAITING_CLOSE, S.CLOSED})


def in_state(state: IncidentState, reporter: UUID = CLERK, *, judge: UUID = HEAD) -> Incident:
    """A report in a state, concerning `CONCERNED`, with tasks as far as the state lets them."""
    incident = after(reported(reporter=reporter), A.CONCERNS, judge, accounts=[CONCERNED])
    incident = with_tasks(incident)
    if state in _DONE:
        incident = without_open(incident)
    for kind in _WAYS[state]:
        data = {"into": OTHER} if kind is A.MERGE else {}
        incident = after(incident, kind, judge, **data)
    assert incident.state is state
    return incident
