"""The first report of an incident: reported, amended by its reporter, acknowledged by another.

What an event of each kind carries in `data` (instants as ISO 8601 in UTC, ids as text):

| kind | data |
| --- | --- |
| report | site, day, number, kind, occurred_at, time_unknown, place, channel, triggers, level, |
|        | steps ([step, instant] pairs), told ([whom_id, how, instant] or null), hurt, weapon, |
|        | text_id, counter, service, waited_minutes |
| amend | the same fields as typed anew, without site, day, number, counter, service, waiting |
| acknowledge | nothing |

`report_data` writes the typed fields in this form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.errors import DeskError
from desk.domain.event_data import Data
from desk.domain.incident import (
    Answer,
    Channel,
    FirstReport,
    Incident,
    IncidentAction,
    IncidentEvent,
    IncidentKind,
    IncidentState,
    Notice,
    Place,
    Step,
)

_S = IncidentState
_A = IncidentAction

ALLOWED: Mapping[tuple[IncidentState, IncidentAction], IncidentState] = {
    (_S.REPORTED, _A.AMEND): _S.REPORTED,
    (_S.REPORTED, _A.ACKNOWLEDGE): _S.ACKNOWLEDGED,
}

THREAT = "threat"
"""Id of the trigger that a threat was made; known to every institution."""

RAISES: Mapping[str, str] = {THREAT: "2"}
"""Triggers that raise the level, and to which: used where the content pack names none."""


def raised_level(report: FirstReport, raises: Mapping[str, str] = RAISES) -> str:
    """The level an aggression has at least: it is only ever raised, never lowered (B2).

    A weapon shown or somebody hurt makes it 3, a threat at least 2.  Errors keep their grade.

    Args:
        report: as typed.
        raises: the least level by trigger id ("" = it raises nothing).
    """
    if report.kind is not IncidentKind.AGGRESSION:
        return report.level
    if Answer.YES in (report.weapon, report.hurt):
        return "3"
    return max(report.level, *(raises.get(trigger, "") for trigger in report.triggers), "")


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
    """Refuse what B4 does not allow this person in this state.

    Raises:
        DeskError: "incident.acknowledged_already" (amending or acknowledging again),
            "incident.not_reporter" (only the reporter amends), "incident.own_report" (nobody
            acknowledges a report of their own), "incident.exists"; each with number.
    """
    if action is _A.REPORT:
        raise DeskError("incident.exists", number=incident.number)
    if (incident.state, action) not in ALLOWED:
        raise DeskError("incident.acknowledged_already", number=incident.number)
    own = incident.reporter_id == actor_id
    if action is _A.AMEND and not own:
        raise DeskError("incident.not_reporter", number=incident.number)
    if action is _A.ACKNOWLEDGE and own:
        raise DeskError("incident.own_report", number=incident.number)


def apply(incident: Incident | None, event: IncidentEvent) -> Incident:
    """The incident after an event; None before its report.

    Raises:
        DeskError: "incident.changed_meanwhile" when the event does not follow the last one,
            "incident.unknown" when there is nothing to change, and those of `check`.
    """
    if incident is None:
        return _reported(event)
    if event.seq != incident.version + 1:
        raise DeskError("incident.changed_meanwhile", number=incident.number)
    check(incident, event.kind, event.actor_id)
    if event.kind is _A.AMEND:
        return replace(_typed(incident, event.data), version=event.seq)
    return replace(
        incident,
        version=event.seq,
        state=_S.ACKNOWLEDGED,
        acknowledged_by=event.actor_id,
        acknowledged_at=event.at,
    )


def _reported(event: IncidentEvent) -> Incident:
    data = event.data
    day = read.day(data, "day")
    if event.kind is not _A.REPORT or day is None:
        raise DeskError("incident.unknown")
    waited = data.get("waited_minutes")
    blank = Incident(
        id=event.incident_id,
        version=event.seq,
        site=read.text(data, "site"),
        day=day,
        number=read.text(data, "number"),
        state=_S.REPORTED,
        kind=IncidentKind.AGGRESSION,
        occurred_at=event.at,
        recorded_at=event.recorded_at,
        reporter_id=event.actor_id,
        place=Place.COUNTER,
        channel=Channel.IN_PERSON,
        triggers=(),
        level="",
        hurt=Answer.NO,
        weapon=Answer.NO,
        counter=read.text(data, "counter"),
        service=read.text(data, "service"),
        waited_minutes=waited if isinstance(waited, int) else None,
    )
    return _typed(blank, data)


def _typed(incident: Incident, data: Data) -> Incident:
    return replace(
        incident,
        kind=IncidentKind(read.text(data, "kind", incident.kind)),
        occurred_at=read.instant(data, "occurred_at") or incident.occurred_at,
        time_unknown=read.flag(data, "time_unknown"),
        place=Place(read.text(data, "place", Place.COUNTER)),
        channel=Channel(read.text(data, "channel", Channel.IN_PERSON)),
        triggers=read.texts(data, "triggers"),
        level=read.text(data, "level"),
        steps=_steps(data),
        told=_told(data),
        hurt=Answer(read.text(data, "hurt", Answer.NO)),
        weapon=Answer(read.text(data, "weapon", Answer.NO)),
        text_id=read.identity(data, "text_id"),
    )


def _steps(data: Data) -> tuple[Step, ...]:
    pairs = cast("list[tuple[str, str]]", data.get("steps") or [])
    return tuple(Step(step, read.moment(at)) for step, at in pairs)


def _told(data: Data) -> Notice | None:
    told = cast("tuple[str | None, str, str] | None", data.get("told"))
    if told is None:
        return None
    whom, how, at = told
    return Notice(UUID(whom) if whom else None, how, read.moment(at))


def replay(events: Iterable[IncidentEvent]) -> Incident:
    """The incident that its events tell, in the order of their seq.

    Raises:
        DeskError: as `apply`; "incident.unknown" when there are none.
    """
    incident: Incident | None = None
    for event in events:
        incident = apply(incident, event)
    if incident is None:
        raise DeskError("incident.unknown")
    return incident
