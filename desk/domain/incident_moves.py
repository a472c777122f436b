"""Who may do what with a report in which state (B4): one table, and the reason for every no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from desk.domain.errors import DeskError
from desk.domain.incident import ENDED, Incident, IncidentAction, IncidentState
from desk.domain.incident_handling import ContactNeed, TaskKind
from desk.domain.incident_levels import floor, is_error, is_serious, needs_level, scale
from desk.domain.roles import RIGHTS, Right, Role

_S = IncidentState
_A = IncidentAction
_T = TypeVar("_T")


class Turn(StrEnum):
    """A next state that follows from the report itself."""

    BACK = "back"  # to the state before it stood still
    TASKS = "tasks"  # actions_open while a task is open, else awaiting_close


WORKING: Final = (
    _S.REPORTED,
    _S.ACKNOWLEDGED,
    _S.UNDER_REVIEW,
    _S.ACTIONS_OPEN,
    _S.AWAITING_CLOSE,
)
STILL: Final = (_S.RETURNED, _S.BLOCKED)
"""States in which a report stands still and comes back to where it was."""

OPEN: Final = (*WORKING, *STILL)
"""States in which somebody still has something to do."""

_REVIEWED: Final = (_S.UNDER_REVIEW, _S.ACTIONS_OPEN, _S.AWAITING_CLOSE)
_KNOWN: Final = (_S.ACKNOWLEDGED, *_REVIEWED)

Next = Mapping[IncidentState, IncidentState | Turn]


def _stays(*states: IncidentState) -> dict[IncidentState, IncidentState | Turn]:
    return {state: state for state in states}


def _all_to(
    result: IncidentState | Turn, *states: IncidentState
) -> dict[IncidentState, IncidentState | Turn]:
    return dict.fromkeys(states, result)


_BEGUN: Final[Next] = {**_stays(*_REVIEWED), _S.ACKNOWLEDGED: _S.UNDER_REVIEW}
_FACT: Final[Next] = _stays(*OPEN)

MOVES: Final[Mapping[IncidentAction, Next]] = {
    _A.REPORT: {},
    _A.AMEND: {_S.REPORTED: _S.REPORTED, _S.RETURNED: Turn.BACK},
    _A.TOLD: _FACT,
    _A.DETAIL: _FACT,
    _A.ACKNOWLEDGE: {_S.REPORTED: _S.ACKNOWLEDGED},
    _A.REVIEW: _BEGUN,
    _A.LEVEL: {**_BEGUN, _S.BLOCKED: _S.BLOCKED},
    _A.CONCERNS: _FACT,
    _A.HAND_UP: {**_FACT, **_all_to(_S.UNDER_REVIEW, _S.REPORTED, _S.ACKNOWLEDGED)},
    _A.TASK: {**_FACT, _S.AWAITING_CLOSE: _S.ACTIONS_OPEN},
    _A.TASK_DONE: {
        **_FACT,
        **_all_to(Turn.TASKS, _S.ACTIONS_OPEN, _S.AWAITING_CLOSE),
        _S.MERGED: _S.MERGED,
    },
    _A.TASK_CHECKED: _stays(*OPEN, _S.CLOSED, _S.MERGED),
    _A.CONTACT: _FACT,
    _A.APOLOGY: _FACT,
    _A.CORRECTION: _FACT,
    _A.COMPLAINT: _FACT,
    _A.BREACH: _FACT,
    _A.EVIDENCE: _FACT,
    _A.ATTACH: _FACT,
    _A.DETACH: _FACT,
    _A.CARE: _stays(*OPEN, _S.CLOSED),
    _A.FINDINGS: {**_BEGUN, _S.BLOCKED: _S.BLOCKED},
    _A.UPDATE: _stays(*_KNOWN, _S.RETURNED, _S.BLOCKED),
    _A.MISSED: _stays(*OPEN, _S.CLOSED),
    _A.PLANNED: {_S.UNDER_REVIEW: Turn.TASKS},
    _A.RETURN: _all_to(_S.RETURNED, *WORKING),
    _A.BLOCK: _all_to(_S.BLOCKED, *_KNOWN),
    _A.RESUME: _all_to(Turn.BACK, _S.RETURNED, _S.BLOCKED),
    _A.MERGE: _all_to(_S.MERGED, *OPEN),
    _A.CLOSE: _all_to(_S.CLOSED, _S.UNDER_REVIEW, _S.AWAITING_CLOSE),
    _A.REOPEN: {_S.CLOSED: _S.UNDER_REVIEW},
    _A.VOID: _all_to(_S.VOIDED, *OPEN),
    _A.ANNEX: _stays(*OPEN, _S.CLOSED),
}
"""Where every action leads from every state; what is missing here is refused."""

REVIEWS: Final = frozenset(
    {
        _A.ACKNOWLEDGE,
        _A.REVIEW,
        _A.LEVEL,
        _A.FINDINGS,
        _A.UPDATE,
        _A.TASK_CHECKED,
        _A.PLANNED,
        _A.RETURN,
        _A.BLOCK,
        _A.RESUME,
        _A.MERGE,
        _A.CLOSE,
        _A.REOPEN,
        _A.VOID,
    }
)
"""Judged by head or deputy, never by the reporter or whom it concerns (B4)."""

_LEADS: Final = REVIEWS | {_A.CONCERNS, _A.HAND_UP}

_BY_STATE: Final = {
    _S.REPORTED: "incident.not_acknowledged",
    _S.ACKNOWLEDGED: "incident.not_in_review",
    _S.UNDER_REVIEW: "incident.in_review",
    _S.ACTIONS_OPEN: "incident.planned_already",
    _S.AWAITING_CLOSE: "incident.planned_already",
    _S.RETURNED: "incident.returned",
    _S.BLOCKED: "incident.blocked",
    _S.CLOSED: "incident.closed",
    _S.MERGED: "incident.merged",
    _S.VOIDED: "incident.voided",
}
_BY_ACTION: Final = {
    _A.AMEND: "incident.acknowledged_already",
    _A.ACKNOWLEDGE: "incident.acknowledged_already",
    _A.RESUME: "incident.goes_on",
    _A.REOPEN: "incident.open_still",
}


def refused(state: IncidentState, action: IncidentAction) -> str:
    """The code of what stands against an action in a state; "" when it is allowed there."""
    if state in MOVES[action]:
        return ""
    if action is _A.REPORT:
        return "incident.exists"
    if (action, state) == (_A.CLOSE, _S.ACTIONS_OPEN):
        return "incident.close_tasks"
    if state in ENDED or (action is _A.ACKNOWLEDGE and state is _S.RETURNED):
        return _BY_STATE[state]
    return _BY_ACTION.get(action) or _BY_STATE[state]


def next_state(after: Incident, action: IncidentAction) -> IncidentState:
    """The state to which an action leads a report that already has what the action brought.

    Args:
        after: still in its state before.
    """
    to = MOVES[action][after.state]
    if to is Turn.BACK:
        to = IncidentState(after.handling.before)
        return _by_tasks(after) if to in (_S.ACTIONS_OPEN, _S.AWAITING_CLOSE) else to
    return _by_tasks(after) if isinstance(to, Turn) else to


def _by_tasks(incident: Incident) -> IncidentState:
    return _S.ACTIONS_OPEN if incident.handling.open_tasks else _S.AWAITING_CLOSE


def barred(incident: Incident, account_id: UUID) -> bool:
    """Whether a person reported it or is concerned, and so must not review it."""
    return account_id == incident.reporter_id or account_id in incident.handling.concerned


def is_lead(role: Role) -> bool:
    """Whether a role may review reports at all."""
    return Right.ACKNOWLEDGE_INCIDENT in RIGHTS[role]


def may(
    incident: Incident, action: IncidentAction, actor_id: UUID, role: Role | None
) -> DeskError | None:
    """Why a person may not do something with a report now; None when they may.

    Merged reports and other leads are not known here: the services ask for them besides.

    Args:
        role: None = somebody whose right has been asked for already.
    """
    code = (
        refused(incident.state, action)
        or _by_person(incident, action, actor_id, role)
        or _by_matter(incident, action)
    )
    return DeskError(code, number=incident.number) if code else None


def _by_person(
    incident: Incident, action: IncidentAction, actor_id: UUID, role: Role | None
) -> str:
    own, lead = actor_id == incident.reporter_id, role is None or is_lead(role)
    if action is _A.AMEND:
        return "" if own else "incident.not_reporter"
    if action is _A.RESUME and incident.state is _S.RETURNED and own:
        return ""
    if action in _LEADS:
        return _by_lead(incident, action, actor_id) if lead else "incident.lead_only"
    owns = any(task.owner_id == actor_id for task in incident.handling.open_tasks)
    if own or lead or (action is _A.TASK_DONE and owns):
        return ""
    return "incident.not_yours"


def _by_lead(incident: Incident, action: IncidentAction, actor_id: UUID) -> str:
    if action not in REVIEWS or incident.handling.superior:
        return ""
    if actor_id == incident.reporter_id:
        return "incident.own_report"
    return "incident.concerned" if actor_id in incident.handling.concerned else ""


def _by_matter(incident: Incident, action: IncidentAction) -> str:
    handling = incident.handling
    if action is _A.HAND_UP and handling.superior:
        return "incident.handed_up_already"
    if action is _A.TASK_DONE and not handling.open_tasks:
        return "incident.no_task"
    if action is _A.TASK_CHECKED and all(task.open for task in handling.tasks):
        return "incident.no_task"
    if action is _A.CLOSE:
        return next(iter(close_refusals(incident)), "")
    return ""


def close_refusals(incident: Incident, merged: Iterable[Incident] = ()) -> tuple[str, ...]:
    """The codes of all that stands against closing a report (B4, SE-03, SE-04, SE-09).

    Args:
        merged: reports that go on in this one.
    """
    return tuple(_missing(incident, tuple(merged)))


def _missing(incident: Incident, merged: tuple[Incident, ...]) -> Iterator[str]:
    """Merged reports add to what is asked for, and settle nothing of it.

    The level of one of the same scale is that of the report it goes on in.
    """
    whole = (incident, *merged)
    graded = (incident, *(one for one in merged if scale(one.kind) != scale(incident.kind)))
    handling, error = incident.handling, any(map(is_error, graded))
    if any(one.handling.open_tasks for one in whole):
        yield "incident.close_tasks"
    if needs_level(incident) and handling.confirmed is None:
        yield "incident.close_level"
    elif incident.level < max(map(floor, whole)):
        yield "incident.close_level_low"
    if any(map(is_serious, graded)) and handling.detail is None:
        yield "incident.close_detail"
    if error and handling.apology is None:
        yield "incident.close_apology"
    contact = _first(one.handling.contact for one in whole)
    if contact and contact.need is ContactNeed.NEEDED and contact.at is None:
        yield "incident.close_contact"
    correction = _first(one.handling.correction for one in whole)
    if correction and correction.sent_at is None:
        yield "incident.close_correction"
    if error and not (handling.findings and handling.findings.causes):
        yield "incident.close_cause"
    if error and not any(task.kind is TaskKind.CORRECTIVE for task in handling.tasks):
        yield "incident.close_corrective"
    breach = _first(one.handling.breach for one in whole)
    if breach and breach.reported_at is None and not breach.not_reported:
        yield "incident.close_breach"


def _first(found: Iterable[_T | None]) -> _T | None:
    return next((one for one in found if one is not None), None)
