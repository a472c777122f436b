"""What to do next with a report, and what else can be done."""

from __future__ import annotations

from collections.abc import Mapping

from desk.domain.incident import IncidentAction
from desk.domain.incident_levels import is_error
from desk.services.incidents import IncidentDetail
from desk.ui.incidents.review_texts import ACTIONS

_STEPS = (
    IncidentAction.RESUME,
    IncidentAction.ACKNOWLEDGE,
    IncidentAction.REVIEW,
    IncidentAction.LEVEL,
    IncidentAction.DETAIL,
    IncidentAction.CONTACT,
    IncidentAction.FINDINGS,
    IncidentAction.TASK_DONE,
    IncidentAction.TASK,
    IncidentAction.PLANNED,
    IncidentAction.CLOSE,
)
"""In this order a report is dealt with."""
_ASKED_BY: Mapping[IncidentAction, frozenset[str]] = {
    IncidentAction.LEVEL: frozenset({"incident.close_level", "incident.close_level_low"}),
    IncidentAction.DETAIL: frozenset({"incident.close_detail"}),
    IncidentAction.CONTACT: frozenset(
        {"incident.close_apology", "incident.close_contact", "incident.close_correction"}
    ),
    IncidentAction.FINDINGS: frozenset({"incident.close_cause"}),
    IncidentAction.TASK: frozenset({"incident.close_corrective"}),
    IncidentAction.TASK_DONE: frozenset({"incident.close_tasks"}),
}
"""What stands against closing, and the step that settles it."""


def next_step(detail: IncidentDetail) -> IncidentAction | None:
    """What to do next with a report; None when there is nothing for this person."""
    reviewed = detail.handling.reviewer_id is not None
    for step in _STEPS:
        wanted = _ASKED_BY.get(step)
        if step not in detail.allowed or (wanted and not wanted & set(detail.closing)):
            continue
        if step is IncidentAction.REVIEW and reviewed:
            continue
        if step is IncidentAction.PLANNED and not detail.handling.open_tasks:
            continue
        return step
    return None


def others(detail: IncidentDetail, step: IncidentAction | None) -> list[IncidentAction]:
    """What else can be done with it, in the order in which it is offered."""
    error = is_error(detail.incident)
    hidden = {step, IncidentAction.REVIEW if detail.handling.reviewer_id else None}
    if not error:
        hidden.add(IncidentAction.CONTACT)
    if not detail.handling.tasks:
        hidden.add(IncidentAction.TASK_DONE)
    return [one for one in ACTIONS if one in detail.allowed and one not in hidden]
