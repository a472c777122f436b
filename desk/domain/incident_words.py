"""The words of an incident: kinds, states, actions, places, and the human act of notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class IncidentKind(StrEnum):
    """B3 field 2."""

    AGGRESSION = "aggression"
    ERROR = "error"
    NEAR_MISS = "near_miss"
    FILMING = "filming"
    GIFT = "gift"
    DATA = "data"
    SAFETY = "safety"


class IncidentState(StrEnum):
    """B4: the way of a report, and four states in which it stands still."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    UNDER_REVIEW = "under_review"
    ACTIONS_OPEN = "actions_open"
    AWAITING_CLOSE = "awaiting_close"
    CLOSED = "closed"
    RETURNED = "returned"  # to the reporter, for detail
    BLOCKED = "blocked"  # waits for somebody outside
    MERGED = "merged"  # two people reported one event: goes on in the other report
    VOIDED = "voided"  # entered by mistake


ENDED: frozenset[IncidentState] = frozenset(
    {IncidentState.CLOSED, IncidentState.MERGED, IncidentState.VOIDED}
)
"""States in which nobody has to do anything any more."""


class IncidentAction(StrEnum):
    """What can happen to a report; also the kind of its event."""

    REPORT = "report"
    AMEND = "amend"  # by the reporter, until acknowledged, or when it was returned
    TOLD = "told"  # who was told, in person or by phone, added later (invariant 5)
    DETAIL = "detail"
    ACKNOWLEDGE = "acknowledge"  # by head or deputy, never by the reporter
    REVIEW = "review"  # somebody begins to review it
    LEVEL = "level"  # confirmed, or changed with a reason
    CONCERNS = "concerns"  # which colleagues it concerns besides the reporter
    HAND_UP = "hand_up"  # the superior official at headquarters reviews
    TASK = "task"
    TASK_DONE = "task_done"
    TASK_CHECKED = "task_checked"
    CONTACT = "contact"
    APOLOGY = "apology"
    CORRECTION = "correction"
    COMPLAINT = "complaint"
    BREACH = "breach"
    EVIDENCE = "evidence"
    CARE = "care"
    FINDINGS = "findings"
    UPDATE = "update"  # the reporter was told how it stands
    MISSED = "missed"  # why a time limit was missed
    PLANNED = "planned"  # the review is done, tasks are settled
    RETURN = "return"
    BLOCK = "block"
    RESUME = "resume"
    MERGE = "merge"
    CLOSE = "close"
    REOPEN = "reopen"
    VOID = "void"
    ATTACH = "attach"  # a picture or scan was added
    DETACH = "detach"  # one was taken out, with a reason
    ANNEX = "annex"  # something was sealed into the identity annex


class Place(StrEnum):
    """B3 field 4."""

    COUNTER = "counter"
    HALL = "hall"
    ENTRANCE = "entrance"
    OUTSIDE = "outside"
    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"


class Channel(StrEnum):
    """B3 field 5."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    EMAIL = "email"
    POST = "post"
    SOCIAL = "social"


class Answer(StrEnum):
    """B3 field 10: yes, no, or not known yet."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder that was taken (B3 field 8): its id in the content pack, and when."""

    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """The human act of notice (invariant 5): who was told, how ("in_person", "phone"), when.

    Args:
        whom: id of the content pack's list of recipients, or a name; "" once erased.
    """

    whom: str
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """What a report itself keeps of a `Told`: whom stands in a `person_data` row."""

    whom_id: UUID | None
    how: str
    at: datetime
