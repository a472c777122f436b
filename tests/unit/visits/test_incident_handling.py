"""What becomes of a report: levels, reviewers, tasks, halts, and what stands against closing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from incident_making import (
    CONCERNED,
    DEPUTY,
    GIFT,
    HEAD,
    OTHER,
    OWNER,
    A,
    S,
    after,
    event,
    in_state,
    reported,
    task,
    without_open,
)
from visit_making import CLERK, NINE, new_id

from desk.domain import incident_states
from desk.domain.errors import DeskError
from desk.domain.incident import Answer, FirstReport, Incident, IncidentEvent, IncidentKind, Told
from desk.domain.incident_handling import (
    Act,
    Breach,
    Cause,
    Contact,
    ContactNeed,
    Correction,
    Detail,
    Findings,
    Grade,
    TaskKind,
    WaitsFor,
)
from desk.domain.incident_levels import floor, is_error, is_serious, needs_level
from desk.domain.incident_moves import close_refusals
from desk.domain.incident_story import Change, moments
from desk.domain.record_data import record_read, record_written

INSULT = FirstReport(IncidentKind.AGGRESSION, NINE, triggers=("insulting",), level="1")
ERROR = FirstReport(IncidentKind.ERROR, NINE, level="E1")


def under_review(first: FirstReport) -> Incident:
    return after(after(reported(first), A.ACKNOWLEDGE), A.REVIEW)


def detailed(incident: Incident, **values: Any) -> Incident:
    return after(incident, A.DETAIL, CLERK, **record_written(Detail(**values)))


# Levels.


@pytest.mark.parametrize(
    ("detail", "level"),
    [
        ({}, "1"),
        ({"acts": (Act.VERBAL, Act.DAMAGE)}, "1"),
        ({"acts": (Act.THREAT_VEILED,)}, "2"),
        ({"acts": (Act.WITH_OBJECT,)}, "3"),
        ({"physical": Grade.LOW}, "3"),
        ({"physical": Grade.NONE, "psychological": Grade.SEVERE}, "1"),
    ],
)
def test_facts_of_the_detail_raise_the_level(detail: dict[str, Any], level: str) -> None:
    made = detailed(reported(INSULT), **detail)
    assert (made.level, made.handling.proposed) == (level, "1")
    assert floor(made) == ("" if level == "1" else level)


def test_a_raise_takes_a_confirmation_back_and_an_equal_level_leaves_it() -> None:
    confirmed = after(under_review(INSULT), A.LEVEL, level="2", why_id=OTHER)
    assert (confirmed.level, confirmed.handling.proposed) == ("2", "1")
    same = detailed(confirmed, acts=(Act.THREAT_DIRECT,))
    assert same.handling.confirmed == confirmed.handling.confirmed
    raised = detailed(confirmed, acts=(Act.WITH_OBJECT,))
    assert (raised.level, raised.handling.confirmed) == ("3", None)


@pytest.mark.parametrize(("level", "allowed"), [("1", False), ("2", True), ("3", True)])
def test_nobody_lowers_a_level_below_the_facts(level: str, allowed: bool) -> None:
    before = under_review(replace(INSULT, triggers=("threat",)))
    if allowed:
        assert after(before, A.LEVEL, level=level).level == level
        return
    with pytest.raises(DeskError) as refusal:
        after(before, A.LEVEL, level=level)
    assert (refusal.value.code, refusal.value.params["level"]) == (
        "incident.level_below_facts",
        "2",
    )


def test_an_amendment_does_not_undo_what_was_confirmed_unless_facts_ask_for_more() -> None:
    confirmed = after(under_review(INSULT), A.LEVEL, level="2", why_id=OTHER)
    back = after(confirmed, A.RETURN, why_id=OTHER)
    for changed, level, stands in (
        ({"level": "0"}, "2", True),
        ({"weapon": Answer.YES}, "3", False),
        ({"kind": IncidentKind.ERROR, "level": "E1"}, "E1", False),
    ):
        data = incident_states.report_data(replace(INSULT, **changed), None, None)  # type: ignore[arg-type] # by name
        made = after(back, A.AMEND, CLERK, **data)
        assert (made.level, made.handling.confirmed is not None) == (level, stands)
        assert made.state is S.UNDER_REVIEW


@pytest.mark.parametrize(
    ("kind", "level", "error", "serious", "needs"),
    [
        ("error", "", True, False, True),
        ("error", "E0", False, False, True),
        ("error", "E1", True, False, True),
        ("near_miss", "", False, False, True),
        ("near_miss", "E2", True, True, True),
        ("data", "", False, False, True),
        ("data", "E3", True, True, True),
        ("aggression", "1", False, False, True),
        ("aggression", "2", False, True, True),
        ("filming", "", False, False, False),
        ("gift", "", False, False, False),
        ("safety", "E1", False, False, True),
    ],
)
def test_what_a_level_means(kind: str, level: str, error: bool, serious: bool, needs: bool) -> None:
    made = reported(FirstReport(IncidentKind(kind), NINE, level=level))
    assert (is_error(made), is_serious(made), needs_level(made)) == (error, serious, needs)


# Whom it concerns.


def test_the_reviewers_word_falls_when_it_turns_out_to_concern_them() -> None:
    made = after(under_review(INSULT), A.LEVEL, DEPUTY, level="1")
    made = after(made, A.REVIEW, DEPUTY)
    assert (made.handling.reviewer_id, made.handling.confirmed is not None) == (DEPUTY, True)
    barred = after(made, A.CONCERNS, HEAD, accounts=[DEPUTY])
    assert (barred.handling.reviewer_id, barred.handling.confirmed) == (None, None)
    other = after(made, A.CONCERNS, DEPUTY, accounts=[OWNER])
    assert other.handling == replace(made.handling, concerned=(OWNER,))


def test_whom_it_concerns_cannot_take_anybody_out() -> None:
    made = after(reported(), A.CONCERNS, HEAD, accounts=[CONCERNED])
    for actor in (CONCERNED, CLERK):
        with pytest.raises(DeskError) as refusal:
            after(made, A.CONCERNS, actor, accounts=[])
        assert refusal.value.code == "incident.concerned_less"
        more = after(made, A.CONCERNS, actor, accounts=[CONCERNED, OWNER])
        assert more.handling.concerned == (CONCERNED, OWNER)
    assert after(made, A.CONCERNS, HEAD, accounts=[]).handling.concerned == ()


# Being told, tasks, halts.


def test_the_first_notice_counts_and_headquarters_is_noted_apart() -> None:
    made = reported(replace(GIFT, told=Told("x", "phone", NINE)))
    later = {"whom_id": OTHER, "how": "in_person", "at": NINE + timedelta(minutes=5)}
    assert after(made, A.TOLD, CLERK, **later).told == made.told
    earlier = after(made, A.TOLD, CLERK, **{**later, "at": NINE - timedelta(minutes=5)})
    assert earlier.told is not None and earlier.told.how == "in_person"
    up = after(made, A.TOLD, CLERK, **later, headquarters=True)
    assert up.told == made.told
    assert up.handling.told_hq is not None and up.handling.told_hq.whom_id == OTHER


def test_a_task_opens_and_its_end_leads_on() -> None:
    made = after(under_review(GIFT), A.PLANNED)
    assert made.state is S.AWAITING_CLOSE
    assert made.handling.planned_at is not None
    made = after(made, A.TASK, **task())
    assert made.state is S.ACTIONS_OPEN
    blocked = after(made, A.BLOCK, waits_for="police", why_id=OTHER)
    assert blocked.handling.halt and blocked.handling.halt.waits_for is WaitsFor.POLICE
    done = without_open(blocked)
    assert done.state is S.BLOCKED
    assert after(done, A.RESUME).state is S.AWAITING_CLOSE
    assert after(blocked, A.RESUME).state is S.ACTIONS_OPEN
    with pytest.raises(DeskError) as refusal:
        after(made, A.TASK, **record_written(made.handling.tasks[0]))
    assert refusal.value.code == "incident.task_exists"


def test_a_closed_report_opens_again_and_says_how_often() -> None:
    closed = after(under_review(GIFT), A.CLOSE, note_id=OTHER)
    assert closed.handling.findings == Findings(note_id=OTHER)
    assert closed.handling.closed_by == HEAD
    again = after(closed, A.REOPEN, DEPUTY, why_id=OTHER)
    handling = again.handling
    assert (again.state, handling.reopened, handling.reviewer_id) == (S.UNDER_REVIEW, 1, DEPUTY)
    assert (handling.closed_at, handling.closed_by, handling.planned_at) == (None, None, None)


def test_a_report_is_not_merged_into_itself() -> None:
    made = reported()
    with pytest.raises(DeskError) as refusal:
        after(made, A.MERGE, into=made.id)
    assert refusal.value.code == "incident.merge_itself"
    merged = after(made, A.MERGE, into=OTHER)
    assert merged.handling.halt is not None and merged.handling.halt.into == OTHER


# Closing.


def settled_error() -> Incident:
    """An error that lacks nothing."""
    made = under_review(replace(ERROR, level="E2"))
    made = after(made, A.LEVEL, level="E2")
    made = detailed(made)
    made = after(made, A.APOLOGY, CLERK, form="phone", at=NINE)
    made = after(made, A.FINDINGS, causes=["procedure"])
    return without_open(after(made, A.TASK, **task(TaskKind.CORRECTIVE)))


def _open_task(one: Incident) -> Incident:
    return after(one, A.TASK, **task())


def lacking(name: str, value: object) -> Any:
    return lambda one: replace(one, handling=replace(one.handling, **{name: value}))


@pytest.mark.parametrize(
    ("lack", "code"),
    [
        (_open_task, "tasks"),
        (lacking("confirmed", None), "level"),
        (lambda one: replace(one, kind=IncidentKind.AGGRESSION, weapon=Answer.YES, level="1"),
         "level_low"),
        (lacking("detail", None), "detail"),
        (lacking("apology", None), "apology"),
        (lacking("contact", Contact(ContactNeed.NEEDED)), "contact"),
        (lacking("correction", Correction(NINE)), "correction"),
        (lacking("findings", Findings()), "cause"),
        (lacking("findings", None), "cause"),
        (lacking("tasks", ()), "corrective"),
        (lacking("breach", Breach(NINE)), "breach"),
    ],
)  # fmt: skip
def test_each_lack_stands_against_closing_with_its_own_reason(lack: Any, code: str) -> None:
    whole = settled_error()
    assert close_refusals(whole) == ()
    assert after(whole, A.CLOSE).state is S.CLOSED
    wanting = lack(whole)
    assert close_refusals(wanting) == (f"incident.close_{code}",)
    with pytest.raises(DeskError) as refusal:
        after(wanting, A.CLOSE)
    assert refusal.value.code == f"incident.close_{code}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contact", Contact(ContactNeed.UNKNOWN)),
        ("contact", Contact(ContactNeed.NEEDED, at=NINE)),
        ("correction", Correction(NINE, NINE)),
        ("breach", Breach(NINE, reported_at=NINE)),
        ("breach", Breach(NINE, not_reported=True)),
    ],
)
def test_what_is_settled_stands_against_nothing(name: str, value: object) -> None:
    assert close_refusals(lacking(name, value)(settled_error())) == ()


def test_an_error_lacks_everything_at_first_and_a_gift_nothing() -> None:
    found = close_refusals(reported(replace(ERROR, level="E2")))
    assert [code.removeprefix("incident.close_") for code in found] == [
        "level",
        "detail",
        "apology",
        "cause",
        "corrective",
    ]
    assert close_refusals(reported()) == ()


def test_a_merged_report_adds_to_what_is_asked_for() -> None:
    whole = under_review(GIFT)
    error, threat = reported(ERROR), reported(replace(INSULT, weapon=Answer.YES))
    tasks = in_state(S.MERGED)
    assert set(close_refusals(whole, [error])) == {
        "incident.close_apology",
        "incident.close_cause",
        "incident.close_corrective",
    }
    assert close_refusals(whole, [tasks]) == ("incident.close_tasks",)
    insult = after(under_review(INSULT), A.LEVEL, level="1")
    assert close_refusals(insult, [threat]) == ("incident.close_level_low",)
    caught = after(under_review(replace(ERROR, level="E0")), A.LEVEL, level="E0")
    assert close_refusals(caught, [error]) == (), "the grade of the one event is confirmed"


# Events: their data, and what they say.


@pytest.mark.parametrize(
    "record",
    [
        Detail(acts=(Act.VERBAL,), witnesses_staff=(OTHER,), made_at=NINE, lost_days=0),
        Breach(NINE, ("contact",), 3, Answer.YES, officer=None, contained_id=OTHER),
        Breach(NINE, officer=reported(replace(GIFT, told=Told("x", "phone", NINE))).told),
        Findings((Cause.IT, Cause.CLIENT), share=True, note_id=OTHER),
        record_read(type(in_state(S.UNDER_REVIEW).handling.tasks[0]), task()),
        in_state(S.BLOCKED).handling,
    ],
)
def test_a_record_comes_back_from_its_data(record: Any) -> None:
    data = record_written(record)
    assert record_read(type(record), data) == record
    assert set(data) == {item.name for item in fields(record)}


def told_story(*happened: tuple[A, dict[str, object]]) -> list[tuple[Change, ...]]:
    """What each of some events changed, the report first."""
    incident, kept = reported(INSULT), list[IncidentEvent]()
    first = incident_states.report_data(INSULT, None, None)
    kept.append(replace(event(None, A.REPORT, CLERK, day=incident.day, **first),
                        incident_id=incident.id))  # fmt: skip
    for kind, data in happened:
        actor = CLERK if kind is A.AMEND else HEAD
        kept.append(event(incident, kind, actor, **data))
        incident = incident_states.apply(incident, kept[-1])
    return [moment.changes for moment in moments(kept)]


def test_the_story_says_what_changed() -> None:
    why, text, due = new_id(), new_id(), in_state(S.UNDER_REVIEW).day
    new_task = {"id": new_id(), "kind": "remedy", "text_id": text, "owner_id": OWNER, "due": due}
    calmer = incident_states.report_data(replace(INSULT, level="0"), text, None)
    story = told_story(
        (A.AMEND, calmer),
        (A.ACKNOWLEDGE, {}),
        (A.LEVEL, {"level": "2", "why_id": why}),
        (A.DETAIL, {"party": "client", "lost_days": 0}),
        (A.TASK, new_task),
        (A.TASK_DONE, {"task_id": new_task["id"]}),
        (A.BLOCK, {"waits_for": "police", "why_id": why}),
    )
    assert story == [
        (),
        (Change("level", "1", "0"), Change("text", None, text)),
        (Change("state", "reported", "acknowledged"),),
        (
            Change("level", "0", "2"),
            Change("why", None, why),
            Change("state", "acknowledged", "under_review"),
        ),
        (Change("detail.party", None, "client"), Change("detail.lost_days", None, 0)),
        (
            Change("task.kind", None, "remedy"),
            Change("task.text", None, text),
            Change("task.owner", None, OWNER),
            Change("task.due", None, due),
        ),
        (Change("task.text", text, text), Change("task.owner", OWNER, OWNER)),
        (
            Change("waits_for", None, "police"),
            Change("why", None, why),
            Change("state", "under_review", "blocked"),
        ),
    ]
