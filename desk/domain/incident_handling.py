"""What became of a report: details, review, tasks, and what was done for the people concerned.

Requirements B3.B and B3.C.  Nothing here names a client: words that people typed stand as ids of
`person_data` rows, and what identifies a person lies in the sealed annex.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from desk.domain.attachment import Attachment
from desk.domain.incident_choices import (
    Act,
    ApologyForm,
    Before,
    Cause,
    Circumstance,
    ContactNeed,
    FoundBy,
    Grade,
    Legal,
    Party,
    ServiceEnd,
    Support,
    TaskKind,
    WaitsFor,
)
from desk.domain.incident_words import Answer, Channel, Notice

__all__ = [
    "Act",
    "Apology",
    "ApologyForm",
    "Attachment",
    "Before",
    "Breach",
    "Care",
    "Cause",
    "Circumstance",
    "Confirmed",
    "Contact",
    "ContactNeed",
    "Correction",
    "Detail",
    "Evidence",
    "Findings",
    "FoundBy",
    "Grade",
    "Halt",
    "Handling",
    "Legal",
    "Missed",
    "Party",
    "ServiceEnd",
    "Support",
    "Task",
    "TaskKind",
    "VisitBefore",
    "WaitsFor",
]


@dataclass(frozen=True, slots=True)
class VisitBefore:
    """What is copied of the visit in place of a link to it; the wait is the incident's own.

    Args:
        refusals: services refused in it, as far as known when the report was filed.
        transfers, interruptions: before the incident.
        began_earlier: the incident began before the client's ticket was taken.
    """

    refusals: int = 0
    transfers: int = 0
    interruptions: int = 0
    began_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """The detail of a report, due within a working day at level 2 and up, or from E2 (B3.B).

    Args:
        first_aid, doctor, accident_record: an accident at work is recorded apart (Reg. 950).
        witnesses_staff: colleagues' account ids; witnesses_clients: a count alone, names lie in
            the annex.
        made_at: when an error was made; the report's `occurred_at` is when it was found.
        text_id, protection_id: longer account, protective measures at once (`person_data`).
    """

    party: Party | None = None
    acts: tuple[Act, ...] = ()
    before: tuple[Before, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    witnesses_staff: tuple[UUID, ...] = ()
    witnesses_clients: int = 0
    physical: Grade = Grade.UNKNOWN
    psychological: Grade = Grade.UNKNOWN
    first_aid: Answer = Answer.UNKNOWN
    doctor: Answer = Answer.UNKNOWN
    lost_days: int | None = None
    accident_record: Answer = Answer.UNKNOWN
    damage: Answer = Answer.UNKNOWN
    damage_euro: int | None = None
    service_end: ServiceEnd | None = None
    service: str = ""
    found_by: FoundBy | None = None
    made_at: datetime | None = None
    text_id: UUID | None = None
    protection_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The level as head or deputy confirmed it; `why_id` when it was changed."""

    level: str
    by: UUID
    at: datetime
    why_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task with an owner and a term; an effectiveness check belongs to corrective ones.

    Args:
        owner_id: the account that is to do it; text_id: what (`person_data`).
        worked: whether it helped, once somebody checked.
    """

    id: UUID
    kind: TaskKind
    text_id: UUID | None
    owner_id: UUID
    due: date
    done_at: datetime | None = None
    done_by: UUID | None = None
    checked_at: datetime | None = None
    worked: bool | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None


@dataclass(frozen=True, slots=True)
class Apology:
    """An apology made, or decided while the client cannot be reached (SE-04, S10).

    Args:
        parts: of "acknowledged", "responsibility", "explanation", "regret" those that it had.
    """

    form: ApologyForm
    at: datetime
    by: UUID
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """The decision about telling the client of an error, and when that was done (SE-02)."""

    need: ContactNeed
    why_id: UUID | None = None
    at: datetime | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """An error in an e-mail put right: correction and apology sent (EE-01, EE-03)."""

    found_at: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """A possible breach of personal data (C2, GDPR 33 and 34): 72 hours from `aware_at`.

    Args:
        what: ids of the kinds of data; people: about how many persons, None = not known.
        risk: whether there is a risk to persons; high_risk: then the persons are told too.
        contained_id, decided_id: what was done at once, and why it was decided so.
        officer: the data-protection officer was told (a human act); reported_at: to the
            inspectorate; told_at: the persons; not_reported: decided that there is no risk, at
            `decided_at`.
    """

    aware_at: datetime
    what: tuple[str, ...] = ()
    people: int | None = None
    risk: Answer = Answer.UNKNOWN
    high_risk: Answer = Answer.UNKNOWN
    contained_id: UUID | None = None
    decided_id: UUID | None = None
    officer: Notice | None = None
    reported_at: datetime | None = None
    told_at: datetime | None = None
    not_reported: bool = False
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where proof lies (AG-17, B3 fields 17 and 18); pictures are `Handling.attachments`.

    Args:
        reference_id: the police's number (`person_data`); asked_id: from whom the recording was
            asked.
    """

    police_called_at: datetime | None = None
    police_came_at: datetime | None = None
    reference_id: UUID | None = None
    police_outcome_id: UUID | None = None
    cctv: Answer = Answer.UNKNOWN
    cctv_from: datetime | None = None
    cctv_to: datetime | None = None
    asked_id: UUID | None = None
    asked_at: datetime | None = None
    kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """After-care for the colleague concerned (AG-19, S13).

    Args:
        talked_at: the talk with head or deputy; next: the follow-ups still to come (after a day,
            a week, a month); inspectorate_told_at: of a severe accident at work (Reg. 950).
    """

    given: tuple[Support, ...] = ()
    talked_at: datetime | None = None
    specialist_told_at: datetime | None = None
    next: tuple[date, ...] = ()
    inspectorate_told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the review found; cause and corrective action are required to close (SE-09).

    Args:
        repeated: whether the same person was in an incident here before, as the reviewer knows; no
            mark of the person is kept, so nothing can be searched by it (B6).
    """

    causes: tuple[Cause, ...] = ()
    legal: tuple[Legal, ...] = ()
    lesson_id: UUID | None = None
    share: bool = False
    note_id: UUID | None = None
    repeated: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Missed:
    """Why a time limit was missed (S7): `clock` is an id of `desk.domain.incident_clocks`."""

    clock: str
    why_id: UUID | None
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class Halt:
    """A report that was sent back, waits for somebody outside, was merged or voided.

    Args:
        why_id: the reason; waits_for: of a blocked one; into: of a merged one.
    """

    at: datetime
    by: UUID
    why_id: UUID | None = None
    waits_for: WaitsFor | None = None
    into: UUID | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """Everything that was done with a report since it was filed.

    Args:
        proposed: the level as reported; the one in force is the incident's own.
        concerned: colleagues whom it concerns besides the reporter; none of them reviews it.
        superior: the superior official at headquarters reviews, as the head reported it or is
            concerned (B4): the branch records that they were told and what they answered.
        told_hq: the human act of telling headquarters (level 2 and up).
        apology: None = undecided; correction: of an e-mail error alone.
        complaint_told_at: the right to complain was explained (SE-10, RF-04).
        updates: instants at which the reporter was told how it stands.
        halt: why it stands still, in the states returned, blocked, merged, voided.
        before: the state that a blocked or returned report comes back to.
        reopened: how often.
        visit: what the client's visit had been through; None where the report is of no visit.
        detail_at: when the detail was first there; planned_at: when the review was done.
        attachments: pictures and scans, those that were taken out too.
    """

    proposed: str = ""
    concerned: tuple[UUID, ...] = ()
    reviewer_id: UUID | None = None
    reviewed_from: datetime | None = None
    superior: bool = False
    told_hq: Notice | None = None
    detail: Detail | None = None
    confirmed: Confirmed | None = None
    tasks: tuple[Task, ...] = ()
    contact: Contact | None = None
    apology: Apology | None = None
    correction: Correction | None = None
    complaint_told_at: datetime | None = None
    breach: Breach | None = None
    evidence: Evidence | None = None
    care: Care | None = None
    findings: Findings | None = None
    updates: tuple[datetime, ...] = ()
    missed: tuple[Missed, ...] = ()
    halt: Halt | None = None
    before: str = ""
    reopened: int = 0
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    detail_at: datetime | None = None
    planned_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    visit: VisitBefore | None = None

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """Tasks that are still to be done."""
        return tuple(task for task in self.tasks if task.open)
