"""Every clock of B5: from when it runs, what it is due by, and the one fact that stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from clock_making import ANNA, CALENDAR, ILZE, LIMITS, TUESDAY, found, report, wall
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.clock import local_day
from desk.domain.deadlines import add_months, end_of_day, start_of_day
from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentKind,
    IncidentState,
    Notice,
    Step,
)
from desk.domain.incident_clock_rules import care_days, clocks
from desk.domain.incident_clocks import (
    CARE_TERMS,
    MONTHLY_TREND,
    TERMS,
    Clock,
    ClockKind,
    ClockState,
    Duty,
    Limits,
    Stop,
    called_done,
    known,
    month_ended,
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


# Calendars: holidays, moved days, clock changes


@pytest.mark.parametrize(
    ("recorded", "name", "due"),
    [
        (wall(15, day=date(2026, 12, 23)), "acknowledge", date(2026, 12, 28)),  # over Christmas
        (wall(15, day=date(2026, 6, 19)), "acknowledge", date(2026, 6, 25)),  # over Midsummer
        (wall(15, day=date(2026, 6, 26)), "acknowledge", date(2026, 6, 27)),  # a moved Saturday
        (wall(15, day=date(2025, 12, 31)), "talk", date(2026, 1, 5)),  # 2 January is moved
        (wall(15, day=date(2026, 6, 15)), "review", date(2026, 7, 1)),
        (wall(9, day=date(2026, 11, 28)), "told", date(2026, 11, 28)),  # on a Saturday, that day
        (wall(9, day=date(2026, 10, 30)), "update:1", date(2026, 11, 30)),
        (wall(9, day=date(2027, 1, 30)), "update:1", date(2027, 2, 28)),
    ],
)
def test_days_off_and_moved_days(recorded: datetime, name: str, due: date) -> None:
    assert found(report(level="1", recorded_at=recorded))[name].due == end_of_day(due)


@pytest.mark.parametrize("day", [date(2026, 10, 23), date(2027, 3, 26), date(2026, 12, 23)])
def test_72_hours_are_72_hours_over_a_clock_change_and_holidays(day: date) -> None:
    aware = wall(12, day=day)
    clock = found(report(K.DATA, breach=Breach(aware)))["breach"]
    assert (clock.due - aware, clock.amber - aware) == (timedelta(hours=72), timedelta(hours=48))


def test_the_month_that_ended() -> None:
    assert month_ended(date(2026, 3, 1)) == month_ended(date(2026, 3, 31)) == date(2026, 2, 28)
    until = LIMITS.due(MONTHLY_TREND, end_of_day(date(2026, 11, 30)))
    assert until == end_of_day(date(2026, 12, 14))


def test_looking_after_somebody_again() -> None:
    assert care_days(report(level="2"), LIMITS) == (
        WEDNESDAY,
        TUESDAY + timedelta(days=7),
        add_months(TUESDAY, 1),
    )
    planned = report(level="2", care=Care(next=(THURSDAY,)))
    assert [name for name in found(planned) if name.startswith("care")] == ["care:2026-11-26"]


@pytest.mark.parametrize("name", ["", "told:1", "update", "update:x", "task:7", "care:soon", "it"])
def test_what_is_no_id_of_a_clock(name: str) -> None:
    assert not known(name)


def test_every_term_is_in_the_packs_and_marked_as_ours_where_it_is() -> None:
    from desk.services.content.bundled import bundled_pack

    named = {name for limit in TERMS.values() for name in limit if name} | set(CARE_TERMS)
    named |= {"serious_notice", "serious_notice_amber", "shift_notice", MONTHLY_TREND}
    for institution in ("pmlp", "atd"):
        sources = {term.id: term.source for term in bundled_pack(institution).terms}
        assert named <= set(sources)
        ours = {name for name in named if sources[name] == "default"}
        assert named - ours == {"data_breach", "feedback_handled"}


# Properties

INSTANTS = st.datetimes(datetime(2018, 6, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
AMOUNTS = st.timedeltas(timedelta(0), timedelta(days=500))
LEVELS = st.sampled_from(["", "0", "1", "2", "3", "E0", "E1", "E2", "E4"])


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Reports of any kind and day, with any of the facts that stop a clock."""
    recorded = draw(INSTANTS)
    later = st.none() | st.builds(lambda amount: recorded + amount, AMOUNTS)
    day = st.builds(lambda amount: local_day(recorded + amount), AMOUNTS)
    told = draw(later)
    updates = tuple(sorted(filter(None, (draw(later), draw(later)))))
    sent, halted, done = draw(later), draw(later), draw(later)
    task = replace(TASK, due=draw(day), done_at=done)
    state = draw(st.sampled_from([S.REPORTED, S.BLOCKED, S.RETURNED, S.CLOSED, S.ACTIONS_OPEN]))
    return report(
        draw(st.sampled_from(K)),
        draw(LEVELS),
        recorded_at=recorded,
        occurred_at=recorded + draw(st.timedeltas(timedelta(days=-30), timedelta(minutes=5))),
        state=state,
        hurt=draw(st.sampled_from(Answer)),
        channel=draw(st.sampled_from(Channel)),
        told=Notice(None, "phone", told) if told else None,
        acknowledged_at=draw(later),
        updates=updates,
        planned_at=draw(later),
        closed_at=recorded + draw(AMOUNTS) if state is S.CLOSED else None,
        halt=Halt(halted, ILZE) if halted else None,
        tasks=(task,),
        correction=draw(st.none() | st.just(Correction(recorded, sent))),
        breach=draw(st.none() | st.just(Breach(recorded, reported_at=draw(later)))),
        detail=draw(st.none() | st.sampled_from([HURT, SEVERE, FOUND_BY_CLIENT])),
        evidence=draw(
            st.none() | st.just(Evidence(cctv=Answer.YES, asked_at=sent, kept_until=draw(day)))
        ),
        care=draw(st.none() | st.just(Care(talked_at=draw(later), next=(draw(day), draw(day))))),
    )


ORDER = {ClockState.RUNNING: 0, ClockState.WAITS: 0, ClockState.MISSED: 1}


@given(incidents(), AMOUNTS, AMOUNTS)
def test_never_negative_and_never_back(
    incident: Incident, first: timedelta, more: timedelta
) -> None:
    now, then = incident.recorded_at + first, incident.recorded_at + first + more
    for clock in clocks(incident, LIMITS):
        assert clock.start <= clock.amber <= clock.due
        assert clock.outer is None or clock.outer >= clock.due
        for instant in (now, then):
            assert clock.left(instant) >= timedelta(0)
            assert clock.over(instant) >= timedelta(0)
            assert not (clock.left(instant) and clock.over(instant))
        assert clock.left(then) <= clock.left(now)
        assert clock.over(then) >= clock.over(now)
        _never_back(clock, now, then)


def _never_back(clock: Clock, now: datetime, then: datetime) -> None:
    before, later = clock.state(now), clock.state(then)
    if clock.stopped_at is not None:
        assert before is later
    else:
        assert ORDER[later] >= ORDER[before]
        assert before is not ClockState.WAITS or later is ClockState.WAITS
    assert clock.asks_why(then) or not clock.asks_why(now)


@given(incidents())
def test_ids_are_stable_known_and_none_is_there_twice(incident: Incident) -> None:
    names = [clock.id for clock in clocks(incident, LIMITS)]
    assert len(names) == len(set(names))
    assert all(map(known, names))
    dues = [clock.due for clock in clocks(incident, LIMITS)]
    assert dues == sorted(dues)


@given(incidents())
def test_whoever_has_to_act_is_known(incident: Incident) -> None:
    for clock in clocks(incident, LIMITS):
        assert (clock.owner_id is not None) is (clock.duty is Duty.OWNER)


@given(INSTANTS)
def test_working_days_end_on_working_days(recorded: datetime) -> None:
    for name in ("acknowledge", "review", "talk"):
        clock = found(report(level="1", recorded_at=recorded))[name]
        assert CALENDAR.is_working_day(local_day(clock.due))
        assert clock.due > recorded
