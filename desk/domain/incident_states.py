"""An incident's report, event by event: what each event carries, and what it makes of the report.

What an event of each kind carries in `data` (instants as ISO 8601 in UTC, ids as text):

| kind | data |
| --- | --- |
| report | site, day, number, kind, occurred_at, time_unknown, place, channel, triggers, level, |
|        | steps ([step, instant] pairs), told ([whom_id, how, instant] or null), hurt, weapon, |
|        | text_id, counter, service, waited_minutes, visit (a record of that name, or missing) |
| amend | the same fields as typed anew, without site, day, number, counter, service, waiting |
| told | whom_id, how, at, headquarters |
| hand_up | whom_id, how, at |
| level | level, why_id |
| concerns | accounts |
| detail, evidence, care, findings, breach | the fields of the record of that name |
| contact, correction | the same; apology: without `by` |
| complaint | at |
| task | id, kind, text_id, owner_id, due |
| task_done | task_id; task_checked: task_id, worked |
| attach | the fields of the record, without at, by and what removing says |
| detach | attachment_id, why_id, destroyed |
| update | text_id |
| missed | clock, why_id |
| return, reopen, void | why_id; block: why_id, waits_for; merge: why_id, into |
| close | note_id |
| acknowledge, review, planned, resume | nothing |
| annex | what the annex's service says |

`report_data` writes the typed fields of the first two, `desk.domain.record_data` the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, Incident, IncidentAction, IncidentEvent
from desk.domain.incident_changes import changed, reported
from desk.domain.incident_checks import required
from desk.domain.incident_levels import RAISES, THREAT, raised_level
from desk.domain.incident_moves import STILL, WORKING, may, next_state, refused

__all__ = [
    "RAISES",
    "THREAT",
    "apply",
    "check",
    "follow",
    "raised_level",
    "replay",
    "report_data",
]


def report_data(
    report: FirstReport,
    text_id: UUID | None,
    whom_id: UUID | None,
    raises: Mapping[str, str] = RAISES,
) -> dict[str, object]:
    """The typed fields as a report's or an amendment's `data`, the level already raised.

    Args:
        text_id, whom_id: the `person_data` rows with the text and with who was told.
    """
    told = report.told
    return {
        "kind": report.kind.value,
        "occurred_at": read.written(report.occurred_at),
        "time_unknown": report.time_unknown,
        "place": report.place.value,
        "channel": report.channel.value,
        "triggers": list(report.triggers),
        "level": raised_level(report, raises),
        "steps": [[step.step, read.written(step.at)] for step in report.steps],
        "told": [read.written(whom_id), told.how, read.written(told.at)] if told else None,
        "hurt": report.hurt.value,
        "weapon": report.weapon.value,
        "text_id": read.written(text_id),
    }


def check(incident: Incident, action: IncidentAction, actor_id: UUID) -> None:
    """Refuse what B4 does not allow this person in this state; rights are asked for elsewhere.

    Raises:
        DeskError: as `desk.domain.incident_moves.may` says; each with number.
    """
    refusal = may(incident, action, actor_id, None)
    if refusal is not None:
        raise refusal


def apply(incident: Incident | None, event: IncidentEvent) -> Incident:
    """The incident after an event that happens now; None before its report.

    Raises:
        DeskError: "incident.changed_meanwhile" when the event does not follow the last one,
            "incident.unknown" when there is nothing to change, those of `check`, and of
            `desk.domain.incident_checks.required` about what the event carries.
    """
    if incident is not None:
        _require_next(incident, event)
        check(incident, event.kind, event.actor_id)
        required(incident, event)
    return follow(incident, event)


def follow(incident: Incident | None, event: IncidentEvent) -> Incident:
    """The incident after an event that happened once: who might do it then is asked no more.

    Raises:
        DeskError: "incident.changed_meanwhile", "incident.unknown", and the code of a move that
            no table allows.
    """
    if incident is None:
        return reported(event)
    _require_next(incident, event)
    code = refused(incident.state, event.kind)
    if code:
        raise DeskError(code, number=incident.number)
    after = changed(incident, event)
    state = next_state(after, event.kind)
    if incident.state in STILL and state in WORKING:
        after = replace(after, handling=replace(after.handling, halt=None, before=""))
    return replace(after, version=event.seq, state=state)


def _require_next(incident: Incident, event: IncidentEvent) -> None:
    if event.seq != incident.version + 1:
        raise DeskError("incident.changed_meanwhile", number=incident.number)


def replay(events: Iterable[IncidentEvent]) -> Incident:
    """The incident that its events tell, in the order of their seq.

    Raises:
        DeskError: as `follow`; "incident.unknown" when there are none.
    """
    incident: Incident | None = None
    for event in events:
        incident = follow(incident, event)
    if incident is None:
        raise DeskError("incident.unknown")
    return incident
