"""Which reports stand first for head and deputy, and which may break in while somebody is served.

Design: nothing pops up while a client is being served, level 2 and up and safety excepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from desk.domain.incident import Answer, Incident, IncidentAction, IncidentKind, IncidentState
from desk.domain.incident_clock_rules import GRAVE
from desk.domain.incident_levels import is_error
from desk.domain.roles import Role


def breaks_in(incident: Incident) -> bool:
    """Whether it may be said at once, whoever is being served: level 2 and up, or danger."""
    danger = Answer.YES in (incident.hurt, incident.weapon)
    return incident.level in GRAVE or danger


def stands_first(incident: Incident) -> bool:
    """Whether head and deputy meet it before anything else: what breaks in, and errors."""
    if breaks_in(incident) or is_error(incident):
        return True
    return incident.kind in (IncidentKind.DATA, IncidentKind.SAFETY)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A report that somebody has not read yet; no names.

    Args:
        told: whether a human told somebody above (invariant 5); breaks_in: see there.
    """

    incident_id: UUID
    number: str
    kind: IncidentKind
    level: str
    state: IncidentState
    occurred_at: datetime
    recorded_at: datetime
    counter: str
    told: bool
    breaks_in: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody has read a report."""

    name: str
    role: Role | None
    at: datetime


READ = "read"
"""What is told of a report besides its actions: that somebody has read it."""

TOLD_TO_REPORTER = frozenset(
    {
        IncidentAction.ACKNOWLEDGE,
        IncidentAction.REVIEW,
        IncidentAction.LEVEL,
        IncidentAction.HAND_UP,
        IncidentAction.TASK,
        IncidentAction.TASK_DONE,
        IncidentAction.CONTACT,
        IncidentAction.APOLOGY,
        IncidentAction.CORRECTION,
        IncidentAction.CARE,
        IncidentAction.UPDATE,
        IncidentAction.PLANNED,
        IncidentAction.RETURN,
        IncidentAction.BLOCK,
        IncidentAction.RESUME,
        IncidentAction.MERGE,
        IncidentAction.CLOSE,
        IncidentAction.REOPEN,
        IncidentAction.VOID,
    }
)
"""What others did with a report that its reporter hears of: silence is no answer (S5)."""


@dataclass(frozen=True, slots=True)
class ReportNews:
    """One thing that was done with a person's own report.

    Args:
        what: an `IncidentAction`'s value, or `READ`.
        text: what was said: the update, the closing note, the reason, the task.
        level: of a confirmed level; `other`: number of the report that it goes on in.
    """

    incident_id: UUID
    number: str
    at: datetime
    what: str
    who: str
    role: Role | None = None
    text: str = ""
    level: str = ""
    other: str = ""


class Why(StrEnum):
    """Why somebody is proposed to be told."""

    HEAD = "head"
    DEPUTY = "deputy"
    HEAD_REPORTED = "head_reported"  # so the superior official at headquarters is
    HEAD_CONCERNED = "head_concerned"
    NOBODY_HERE = "nobody_here"  # no head or deputy who may be told
    POLICY = "policy"  # the institution's rules name this recipient
    LEVEL = "level"  # of level 2 and up headquarters hears on the same day
    OTHER = "other"  # can be told too


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told, as proposed.

    Args:
        whom: for `Told.whom`: a person's name, or an id of the pack's list of recipients.
        account_id: of a person with an account.
        title: for a person: the pack's recipient that they stand for, e.g. "supervisor".
        number: the deputy's place in the branch's own order; 0 = none set.
        phone: from the pack's directory; "" = to come from headquarters.
        here: was at work at this PC today.
    """

    whom: str
    why: Why
    account_id: UUID | None = None
    title: str = ""
    role: Role | None = None
    number: int = 0
    phone: str = ""
    here: bool = False
