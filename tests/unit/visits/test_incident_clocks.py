"""Every clock of B5: from when it runs, what it is due by, and the one fact that stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from clock_making import ANNA, CALENDAR, ILZE, LIMITS, TUESDAY, found, report, wall

from desk.domain.deadlines import end_of_day, start_of_day
from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentKind,
    IncidentState,
    Notice,
    Step,
)
from desk.domain.incident_clock_rules import clocks
from desk.domain.incident_clocks import (
    ClockKind,
    ClockState,
    Limits,
    Stop,
    called_done,
    known,
)
from desk.domain.incident_handling import (
    Apology,
    ApologyForm,
    Breach,
    Care,
    Contact,
    ContactNeed,
    Correction,
    Detail,
    Evidence,
    FoundBy,
    Grade,
    Halt,
    Missed,
    Task,
    TaskKind,
)

K, S = IncidentKind, IncidentState
AT, LATER = wall(10), wall(10, 40)
WEDNESDAY, THURSDAY = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)
TONIGHT, TOMORROW = end_of_day(TUESDAY), end_of_day(WEDNESDAY)
TOLD = Notice(None, "phone", LATER)
HURT = Detail(physical=Grade.MODERATE)
SEVERE = Detail(physical=Grade.SEVERE)
FOUND_BY_CLIENT = Detail(found_by=FoundBy.CLIENT)
TASK = Task(UUID(int=7), TaskKind.REMEDY, None, ILZE, THURSDAY)
APOLOGY = Apology(ApologyForm.PHONE, LATER, ANNA)
MAILED = {"channel": Channel.EMAIL}


def after(**amounts: float) -> datetime:
    return AT + timedelta(**amounts)


def error(level: str = "E2", **parts: Any) -> Incident:
    return report(K.ERROR, level, **parts)


def kinds(incident: Incident) -> set[str]:
    return {clock.kind.value for clock in clocks(incident, LIMITS)}


# What a clock is due by and from when it is pressing: report, clock, due, amber.

DUE: tuple[tuple[Incident, str, datetime, datetime], ...] = (
    (error(), "told", after(minutes=60), after(minutes=15)),
    (report(K.DATA), "told", after(minutes=60), after(minutes=15)),
    (report(level="2"), "told", after(minutes=60), after(minutes=15)),
    (report(K.SAFETY), "told", after(minutes=60), after(minutes=15)),
    (report(level="1"), "told", TONIGHT, AT),
    (report(K.FILMING), "told", TONIGHT, AT),
    (report(K.GIFT), "told", TONIGHT, AT),
    (report(level="2"), "headquarters", TONIGHT, AT),
    (report(level="3"), "headquarters", after(minutes=60), after(minutes=15)),
    (report(hurt=Answer.YES), "accident", after(minutes=60), after(minutes=15)),
    (report(detail=HURT), "accident", after(minutes=60), after(minutes=15)),
    (report(detail=SEVERE), "police", after(minutes=60), after(minutes=15)),
    (report(detail=SEVERE), "inspectorate", after(minutes=60), after(minutes=15)),
    (error(**MAILED), "correction", after(minutes=60), after(minutes=15)),
    (error(correction=Correction(LATER)), "correction", wall(11, 40), wall(10, 55)),
    (error(), "apology", TONIGHT, AT),
    (error(detail=FOUND_BY_CLIENT), "feedback", TONIGHT, AT),
    (report(), "report", TONIGHT, AT),
    (report(level="2"), "detail", TOMORROW, start_of_day(WEDNESDAY)),
    (error("E2"), "detail", TOMORROW, start_of_day(WEDNESDAY)),
    (
        report(state=S.RETURNED, halt=Halt(wall(9, day=WEDNESDAY), ILZE)),
        "answer",
        end_of_day(THURSDAY),
        start_of_day(THURSDAY),
    ),
    (report(), "acknowledge", TOMORROW, start_of_day(WEDNESDAY)),
    (report(level="1"), "talk", TOMORROW, start_of_day(WEDNESDAY)),
    (report(detail=Detail(psychological=Grade.LOW)), "talk", TOMORROW, start_of_day(WEDNESDAY)),
    (report(), "update:1", end_of_day(date(2026, 12, 24)), start_of_day(date(2026, 12, 24))),
    (report(), "review", end_of_day(date(2026, 12, 8)), start_of_day(date(2026, 12, 8))),
    (
        report(level="3"),
        "trend",
        end_of_day(date(2026, 12, 24)),
        start_of_day(date(2026, 12, 24)),
    ),
    (report(K.DATA, breach=Breach(AT)), "breach", after(hours=72), after(hours=48)),
    (report(level="2"), "evidence", TOMORROW, start_of_day(WEDNESDAY)),
    (
        report(evidence=Evidence(cctv=Answer.YES, kept_until=THURSDAY)),
        "evidence",
        end_of_day(THURSDAY),
        start_of_day(THURSDAY),
    ),
    (
        report(evidence=Evidence(cctv=Answer.YES, asked_at=LATER, kept_until=date(2026, 12, 1))),
        "evidence_kept",
        end_of_day(date(2026, 12, 1)),
        start_of_day(date(2026, 12, 1)),
    ),
    (report(tasks=(TASK,)), f"task:{TASK.id}", end_of_day(THURSDAY), start_of_day(THURSDAY)),
    (report(level="2"), "care:2026-11-25", TOMORROW, start_of_day(WEDNESDAY)),
    (
        report(level="2"),
        "care:2026-12-01",
        end_of_day(date(2026, 12, 1)),
        start_of_day(date(2026, 12, 1)),
    ),
    (
        report(level="2"),
        "care:2026-12-24",
        end_of_day(date(2026, 12, 24)),
        start_of_day(date(2026, 12, 24)),
    ),
)


@pytest.mark.parametrize(
    ("incident", "name", "due", "amber"), DUE, ids=lambda value: str(value)[:24]
)
def test_when_it_is_due(incident: Incident, name: str, due: datetime, amber: datetime) -> None:
    clock = found(incident)[name]
    assert (clock.due, clock.amber) == (due, amber)
    assert known(clock.id)


def test_the_table_has_every_kind() -> None:
    assert {name.partition(":")[0] for _, name, _, _ in DUE} == set(ClockKind)


# The fact that stops it, and when: report, clock, by what, at.

STOPS: tuple[tuple[Incident, str, Stop, datetime], ...] = (
    (error(told=TOLD), "told", Stop.TOLD, LATER),
    (report(level="2", told_hq=TOLD), "headquarters", Stop.TOLD_HQ, LATER),
    (report(hurt=Answer.YES, told=TOLD), "accident", Stop.TOLD, LATER),
    (report(level="2", hurt=Answer.YES, told_hq=TOLD), "accident", Stop.TOLD_HQ, LATER),
    (
        report(hurt=Answer.YES, told=TOLD, care=Care(specialist_told_at=wall(10, 5))),
        "accident",
        Stop.SPECIALIST,
        wall(10, 5),
    ),
    (
        report(detail=SEVERE, evidence=Evidence(police_called_at=LATER)),
        "police",
        Stop.POLICE,
        LATER,
    ),
    (report(detail=SEVERE, steps=(Step("call_police", AT),)), "police", Stop.POLICE, AT),
    (
        report(detail=SEVERE, care=Care(inspectorate_told_at=LATER)),
        "inspectorate",
        Stop.INSPECTORATE,
        LATER,
    ),
    (error(correction=Correction(AT, LATER)), "correction", Stop.CORRECTED, LATER),
    (error(apology=APOLOGY), "apology", Stop.APOLOGISED, LATER),
    (
        error(apology=Apology(ApologyForm.UNREACHABLE, LATER, ANNA)),
        "apology",
        Stop.APOLOGISED,
        LATER,
    ),
    (error(detail=FOUND_BY_CLIENT, apology=APOLOGY), "feedback", Stop.APOLOGISED, LATER),
    (
        error(detail=FOUND_BY_CLIENT, contact=Contact(ContactNeed.NEEDED, at=LATER)),
        "feedback",
        Stop.CONTACTED,
        LATER,
    ),
    (
        error(detail=FOUND_BY_CLIENT, contact=Contact(ContactNeed.NOT_NEEDED)),
        "feedback",
        Stop.NOT_NEEDED,
        AT,
    ),
    (report(occurred_at=wall(9)), "report", Stop.REPORTED, AT),
    (error(detail=Detail(), detail_at=LATER), "detail", Stop.DETAILED, LATER),
    (report(acknowledged_at=LATER), "acknowledge", Stop.ACKNOWLEDGED, LATER),
    (report(reviewed_from=LATER), "acknowledge", Stop.ACKNOWLEDGED, LATER),
    (report(level="1", care=Care(talked_at=LATER)), "talk", Stop.TALKED, LATER),
    (report(updates=(LATER,)), "update:1", Stop.UPDATED, LATER),
    (report(planned_at=LATER), "review", Stop.REVIEWED, LATER),
    (report(K.DATA, breach=Breach(AT, reported_at=LATER)), "breach", Stop.NOTIFIED, LATER),
    (
        report(K.DATA, breach=Breach(AT, not_reported=True, decided_at=LATER)),
        "breach",
        Stop.NOT_NEEDED,
        LATER,
    ),
    (
        report(evidence=Evidence(cctv=Answer.YES, asked_at=LATER)),
        "evidence",
        Stop.ASKED,
        LATER,
    ),
    (
        report(tasks=(replace(TASK, done_at=LATER),)),
        f"task:{TASK.id}",
        Stop.DONE,
        LATER,
    ),
    (report(state=S.CLOSED, closed_at=LATER), "review", Stop.CLOSED, LATER),
    (report(state=S.CLOSED, closed_at=LATER), "update:1", Stop.CLOSED, LATER),
    (report(level="2", state=S.CLOSED, closed_at=LATER), "trend", Stop.CLOSED, LATER),
)


@pytest.mark.parametrize(("incident", "name", "by", "at"), STOPS)
def test_what_stops_it(incident: Incident, name: str, by: Stop, at: datetime) -> None:
    clock = found(incident)[name]
    assert (clock.stopped_by, clock.stopped_at) == (by, at)
    assert clock.left(wall(12)) == timedelta(0)


@pytest.mark.parametrize(
    ("incident", "without"),
    [
        (report(K.NEAR_MISS, "E0"), {"told", "apology", "correction", "detail", "feedback"}),
        (error("E0", **MAILED), {"told", "apology", "correction", "detail"}),
        (error("E1"), {"detail", "headquarters", "evidence", "talk", "care", "trend"}),
        (report(level="0"), {"told", "headquarters", "talk", "care", "evidence", "trend"}),
        (report(level="1"), {"headquarters", "care", "evidence", "trend", "apology", "accident"}),
        (report(K.FILMING), {"talk", "care", "apology", "detail", "evidence", "breach"}),
        (report(level="2", evidence=Evidence(cctv=Answer.NO)), {"evidence", "evidence_kept"}),
        (report(detail=replace(SEVERE, accident_record=Answer.NO)), {"accident", "police"}),
        (report(level="2", care=Care()), {"care"}),
        (error(), {"correction", "feedback", "answer", "breach", "task"}),
    ],
    ids=range(10),  # a set's own order differs from process to process
)
def test_which_clocks_it_does_not_have(incident: Incident, without: set[str]) -> None:
    assert not without & kinds(incident)


def test_of_a_merged_report_the_tasks_go_on_and_of_a_voided_one_nothing() -> None:
    merged = error(state=S.MERGED, tasks=(TASK,))
    assert [clock.kind for clock in clocks(merged, LIMITS)] == [ClockKind.TASK]
    assert clocks(replace(merged, state=S.VOIDED), LIMITS) == ()


def test_an_institution_without_the_rule_asks_for_no_apology() -> None:
    silent = replace(LIMITS, apologise=False)
    assert "apology" not in {clock.id for clock in clocks(error(), silent)}


def test_without_a_term_there_is_no_clock() -> None:
    assert clocks(report(level="3"), Limits(CALENDAR, {})) == ()
    assert clocks(error(), Limits(CALENDAR, {})) == ()


# States


@pytest.mark.parametrize(
    ("minutes", "state", "pressing"),
    [
        (0, ClockState.RUNNING, False),
        (14, ClockState.RUNNING, False),
        (15, ClockState.RUNNING, True),
        (60, ClockState.RUNNING, True),
        (61, ClockState.MISSED, False),
    ],
)
def test_the_superior_is_told_at_once(minutes: int, state: ClockState, pressing: bool) -> None:
    clock, now = found(error())["told"], after(minutes=minutes)
    assert (clock.state(now), clock.pressing(now)) == (state, pressing)
    assert clock.left(now) + (now - AT) - clock.over(now) == timedelta(hours=1)


@pytest.mark.parametrize(("minutes", "state"), [(60, ClockState.IN_TIME), (61, ClockState.LATE)])
def test_done_in_time_or_late(minutes: int, state: ClockState) -> None:
    clock = found(error(told=Notice(None, "phone", after(minutes=minutes))))["told"]
    assert clock.state(wall(23)) is state
    assert clock.asks_why(wall(23)) is (state is ClockState.LATE)
    assert clock.over(wall(23)) == timedelta(minutes=minutes - 60)


@pytest.mark.parametrize("name", ["told", "headquarters", "accident", "care:2026-12-01"])
def test_closing_the_report_is_no_human_act(name: str) -> None:
    closed = report(level="3", hurt=Answer.YES, state=S.CLOSED, closed_at=LATER)
    assert found(closed)[name].stopped_by is None


def test_the_reason_stands_beside_what_was_missed() -> None:
    reason = Missed("told", UUID(int=5), LATER, ILZE)
    newer = replace(reason, at=wall(15))
    clock = found(error(missed=(reason, newer, replace(reason, clock="review"))))["told"]
    assert clock.missed == newer
    assert not clock.asks_why(wall(15))
    assert found(error())["told"].asks_why(wall(15))
    assert not found(error())["told"].asks_why(wall(10, 30))


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        (S.BLOCKED, {"review", "trend", f"task:{TASK.id}"}),
        (S.RETURNED, {"acknowledge", "review"}),
        (S.UNDER_REVIEW, set()),
    ],
)
def test_what_waits_is_noted_not_hidden(state: IncidentState, waits: set[str]) -> None:
    incident = report(level="2", state=state, halt=Halt(LATER, ILZE), tasks=(TASK,))
    now = wall(9, day=date(2027, 3, 1))
    waiting = {clock.id for clock in clocks(incident, LIMITS) if clock.state(now) == "waits"}
    assert waiting == waits


def test_what_was_missed_before_the_halt_stays_missed() -> None:
    halted = wall(9, day=date(2026, 12, 9))
    incident = report(state=S.BLOCKED, halt=Halt(halted, ILZE))
    assert found(incident)["review"].state(halted) is ClockState.MISSED


def test_each_update_begins_a_month_anew() -> None:
    first, second = wall(9, day=date(2026, 12, 20)), wall(9, day=date(2027, 2, 1))
    clocks_ = found(report(updates=(first, second)))
    now = wall(9, day=date(2027, 2, 2))
    assert [clocks_[f"update:{n}"].state(now).value for n in (1, 2, 3)] == [
        "in_time",
        "late",
        "running",
    ]
    assert clocks_["update:3"].due == end_of_day(date(2027, 3, 1))


def test_called_done_by_hand_on_the_follow_ups_screen() -> None:
    clock = called_done(found(error())["apology"], LATER)
    assert (clock.stopped_by, clock.stopped_at) == (Stop.BY_HAND, LATER)
    by_fact = found(error(apology=APOLOGY))["apology"]
    assert called_done(by_fact, wall(15)) == by_fact


@pytest.mark.parametrize(
    ("name", "outer"),
    [
        ("report", end_of_day(date(2026, 12, 1))),
        ("talk", end_of_day(date(2026, 12, 1))),
        ("review", end_of_day(date(2027, 11, 24))),
    ],
)
def test_the_hard_limit_behind(name: str, outer: datetime) -> None:
    clock = found(report(level="1"))[name]
    assert clock.outer == outer
    running = replace(clock, stopped_at=None)
    assert not running.beyond(outer)
    assert running.beyond(outer + timedelta(microseconds=1))


def test_a_report_written_a_week_later_is_beyond_its_outer_limit() -> None:
    clock = found(report(occurred_at=AT - timedelta(days=9)))["report"]
    assert clock.state(AT) is ClockState.LATE
    assert clock.beyond(AT)


def test_when_nobody_knows_when_it_happened_the_record_counts() -> None:
    incident = error(occurred_at=wall(8), time_unknown=True)
    assert found(incident)["told"].start == AT
