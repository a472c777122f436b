"""Clocks over holidays, moved days and clock changes; what holds for any report (properties)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from clock_making import CALENDAR, ILZE, LIMITS, TUESDAY, found, report, wall
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.clock import local_day
from desk.domain.deadlines import add_months, end_of_day
from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentKind,
    IncidentState,
    Notice,
)
from desk.domain.incident_clock_rules import care_days, clocks
from desk.domain.incident_clocks import (
    CARE_TERMS,
    MONTHLY_TREND,
    TERMS,
    Clock,
    ClockState,
    Duty,
    known,
    month_ended,
)
from desk.domain.incident_handling import (
    Breach,
    Care,
    Correction,
    Detail,
    Evidence,
    FoundBy,
    Grade,
    Halt,
    Task,
    TaskKind,
)

K, S = IncidentKind, IncidentState
WEDNESDAY, THURSDAY = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)
HURT = Detail(physical=Grade.MODERATE)
SEVERE = Detail(physical=Grade.SEVERE)
FOUND_BY_CLIENT = Detail(found_by=FoundBy.CLIENT)
TASK = Task(UUID(int=7), TaskKind.REMEDY, None, ILZE, THURSDAY)


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
