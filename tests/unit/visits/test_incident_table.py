"""An incident's report: who may change it until when, and the level it has at least."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from visit_making import CLERK, DAY, NINE, new_id

from desk.domain import incident_states
from desk.domain.errors import DeskError
from desk.domain.incident import (
    Answer,
    FirstReport,
    Incident,
    IncidentAction,
    IncidentEvent,
    IncidentKind,
    IncidentState,
    Notice,
    Step,
    Told,
)

HEAD = UUID(int=2)
A = IncidentAction
FIRST = FirstReport(
    kind=IncidentKind.AGGRESSION,
    occurred_at=NINE,
    triggers=("insulting",),
    level="1",
    steps=(Step("warn", NINE), Step("stop", NINE + timedelta(minutes=1))),
    told=Told("head", "phone", NINE + timedelta(minutes=2)),
    text="not kept in the event",
)


def event(
    incident: Incident | None, kind: A, actor: UUID, data: dict[str, object]
) -> IncidentEvent:
    return IncidentEvent(
        id=new_id(),
        incident_id=incident.id if incident else new_id(),
        seq=incident.version + 1 if incident else 1,
        kind=kind,
        at=NINE,
        recorded_at=NINE,
        actor_id=actor,
        data=data,
    )


def reported() -> Incident:
    data = {
        "site": "riga-2",
        "day": DAY.isoformat(),
        "number": "riga-2-2026-0001",
        "counter": "3",
        "service": "passport",
        "waited_minutes": 12,
        **incident_states.report_data(FIRST, UUID(int=9), UUID(int=8)),
    }
    return incident_states.apply(None, event(None, A.REPORT, CLERK, data))


def acknowledged() -> Incident:
    before = reported()
    return incident_states.apply(before, event(before, A.ACKNOWLEDGE, HEAD, {}))


def test_a_report_keeps_what_was_typed_and_no_text() -> None:
    incident = reported()
    assert (incident.state, incident.reporter_id) == (IncidentState.REPORTED, CLERK)
    assert FIRST.told is not None
    notice = Notice(UUID(int=8), FIRST.told.how, FIRST.told.at)
    assert (incident.steps, incident.told) == (FIRST.steps, notice)
    assert (incident.triggers, incident.level) == (("insulting",), "1")
    assert (incident.counter, incident.waited_minutes) == ("3", 12)
    assert incident.text_id == UUID(int=9)
    kept = str(incident_states.report_data(FIRST, None, None))
    assert FIRST.text not in kept and FIRST.told.whom not in kept


@pytest.mark.parametrize(
    ("state", "action", "actor", "result"),
    [
        ("reported", A.AMEND, CLERK, "reported"),
        ("reported", A.AMEND, HEAD, "incident.not_reporter"),
        ("reported", A.ACKNOWLEDGE, HEAD, "acknowledged"),
        ("reported", A.ACKNOWLEDGE, CLERK, "incident.own_report"),
        ("reported", A.REPORT, CLERK, "incident.exists"),
        ("acknowledged", A.AMEND, CLERK, "incident.acknowledged_already"),
        ("acknowledged", A.AMEND, HEAD, "incident.acknowledged_already"),
        ("acknowledged", A.ACKNOWLEDGE, HEAD, "incident.acknowledged_already"),
        ("acknowledged", A.ACKNOWLEDGE, CLERK, "incident.acknowledged_already"),
        ("acknowledged", A.REPORT, HEAD, "incident.exists"),
    ],
)
def test_every_state_action_and_person(state: str, action: A, actor: UUID, result: str) -> None:
    before = reported() if state == "reported" else acknowledged()
    data = incident_states.report_data(FIRST, None, None) if action is A.AMEND else {}
    if "." not in result:
        assert incident_states.apply(before, event(before, action, actor, data)).state == result
        return
    with pytest.raises(DeskError) as refused:
        incident_states.apply(before, event(before, action, actor, data))
    assert refused.value.code == result


def test_an_amendment_keeps_number_place_in_the_queue_and_reporter() -> None:
    before = reported()
    other = FirstReport(kind=IncidentKind.ERROR, occurred_at=NINE, level="E2")
    data = incident_states.report_data(other, None, None)
    after = incident_states.apply(before, event(before, A.AMEND, CLERK, data))
    assert (after.kind, after.level, after.steps, after.told) == ("error", "E2", (), None)
    assert (after.number, after.waited_minutes) == (before.number, 12)
    assert after.recorded_at == before.recorded_at


@pytest.mark.parametrize(
    ("kind", "level", "triggers", "weapon", "hurt", "result"),
    [
        ("aggression", "0", (), "no", "no", "0"),
        ("aggression", "", (), "unknown", "unknown", ""),
        ("aggression", "1", (), "yes", "no", "3"),
        ("aggression", "", (), "no", "yes", "3"),
        ("aggression", "0", ("threat",), "no", "no", "2"),
        ("aggression", "", ("threat",), "no", "no", "2"),
        ("aggression", "3", ("threat",), "no", "no", "3"),
        ("aggression", "1", ("insulting",), "no", "no", "1"),
        ("error", "E1", ("threat",), "yes", "yes", "E1"),
    ],
)
def test_the_level_is_only_ever_raised(
    kind: str, level: str, triggers: tuple[str, ...], weapon: str, hurt: str, result: str
) -> None:
    report = FirstReport(
        IncidentKind(kind),
        NINE,
        level=level,
        triggers=triggers,
        weapon=Answer(weapon),
        hurt=Answer(hurt),
    )
    assert incident_states.raised_level(report) == result


def test_the_pack_can_name_what_raises_the_level() -> None:
    report = FirstReport(IncidentKind.AGGRESSION, NINE, level="1", triggers=("grabs", "insulting"))
    raises = {"grabs": "2", "insulting": ""}
    assert incident_states.raised_level(report, raises) == "2"
    assert incident_states.report_data(report, None, None, raises)["level"] == "2"


def test_a_replay_of_the_events_is_the_incident() -> None:
    first = event(None, A.REPORT, CLERK, {"day": DAY.isoformat(), "number": "x"})
    made = incident_states.apply(None, first)
    second = event(made, A.ACKNOWLEDGE, HEAD, {})
    made = incident_states.apply(made, second)
    assert incident_states.replay([first, second]) == made
    assert (made.acknowledged_by, made.acknowledged_at) == (HEAD, NINE)
