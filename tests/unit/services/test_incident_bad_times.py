"""Absurd times: each is refused with its reason or kept as it is; the rest is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from branch_at_work import refuses, wall
from incident_people import ERROR, INSULT, Reviewing, desk

from desk.domain.clock import RIGA, at_local, local
from desk.domain.incident import IncidentKind, IncidentState, Told
from desk.domain.incident_handling import ApologyForm, Care, TaskKind
from desk.domain.incident_typed import ApologyTyped, BreachTyped, DetailTyped, EvidenceTyped
from desk.services import incident_clocks, incident_detail, incident_remedy, incidents
from desk.services.incident_paper import incident_paper

__all__ = ["desk"]

FIRST = datetime(1, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 12, 31, tzinfo=UTC)
ABSURD = {
    FIRST: "incident.too_long_ago",
    LAST: "incident.in_future",
    wall(9) - timedelta(days=367): "incident.too_long_ago",
    wall(9) + timedelta(minutes=30): "incident.in_future",
}


@pytest.mark.parametrize(("at", "code"), ABSURD.items(), ids=map(str, ABSURD))
def test_an_incident_at_an_absurd_time_is_not_filed(
    desk: Reviewing, at: datetime, code: str
) -> None:
    before = desk.read(incidents.rows)
    with refuses(code):
        desk.reported(INSULT, occurred_at=at)
    with refuses(code):
        desk.reported(INSULT, occurred_at=at, time_unknown=True)
    assert desk.read(incidents.rows) == before


@pytest.mark.parametrize(("at", "code"), ABSURD.items(), ids=map(str, ABSURD))
def test_putting_right_with_an_absurd_time_leaves_the_report(
    desk: Reviewing, at: datetime, code: str
) -> None:
    made = desk.reported(INSULT)
    before = desk.get(made)
    with refuses(code):
        desk.do(incidents.amend, made, replace(INSULT, occurred_at=at), by=desk.anna)
    assert desk.get(made) == before


@pytest.mark.parametrize(
    ("at", "code"), [(FIRST, "incident.time_absurd"), (LAST, "incident.in_future")]
)
def test_nothing_else_is_dated_absurdly(desk: Reviewing, at: datetime, code: str) -> None:
    told, apology = Told("Ilze", "phone", at), ApologyTyped(ApologyForm.PHONE, at)
    steps: tuple[tuple[Any, ...], ...] = (
        (incidents.told, told),
        (incident_detail.set_detail, DetailTyped(made_at=at)),
        (incident_detail.evidence, EvidenceTyped(police_called_at=at)),
        (incident_detail.care, Care(talked_at=at)),
        (incident_remedy.apology, apology),
        (incident_remedy.complaint, at),
        (incident_remedy.correction, at, None),
        (incident_remedy.breach, BreachTyped(at)),
    )
    made = desk.reported(ERROR)
    before = desk.get(made)
    for use_case, typed, *more in steps:
        with refuses(code):
            desk.do(use_case, made, typed, *more)
    with refuses(code):
        desk.reported(INSULT, told=told)
    assert desk.get(made) == before


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_nothing_is_planned_for_an_absurd_day(desk: Reviewing, day: date) -> None:
    made, at = desk.reported(ERROR), datetime.combine(day, time(12), tzinfo=UTC)
    with refuses("incident.time_absurd"):
        desk.do(incident_detail.care, made, Care(next=(day,)))
    with refuses("incident.time_absurd"):
        desk.do(incident_detail.evidence, made, EvidenceTyped(kept_until=day))
    with refuses("incident.time_absurd"):
        desk.do(incident_detail.evidence, made, EvidenceTyped(cctv_from=at, cctv_to=at))
    with refuses("incident.due_past" if day.year == 1 else "incident.time_absurd"):
        owner = desk.anna.account_id
        desk.do(incident_remedy.add_task, made, TaskKind.REMEDY, "x", owner, day)


def test_before_this_pc_was_set_up_is_a_time_like_any_other(desk: Reviewing) -> None:
    """A paper log is entered later: what happened last winter is filed, with both times."""
    made = desk.get(desk.reported(INSULT, occurred_at=wall(9) - timedelta(days=300)))
    assert (made.state, local(made.occurred_at).year) == (IncidentState.REPORTED, 2026)
    assert made.recorded_at - made.occurred_at > timedelta(days=299)
    assert desk.read(incident_clocks.of_report, made.id), "its clocks run, late as they are"


def test_an_unknown_time_is_kept_as_one(desk: Reviewing) -> None:
    made = desk.reported(INSULT, time_unknown=True)
    assert desk.get(made).time_unknown
    said = dict(desk.do(incident_paper, made).fields)
    assert said["When"].endswith("or so: the time cannot be told")


def test_a_clock_set_back_stops_nobody(desk: Reviewing) -> None:
    desk.clock.advance(hours=2)
    made = desk.reported(INSULT, occurred_at=desk.clock())
    desk.clock.advance(hours=-2)
    desk.do(incidents.acknowledge, made)
    assert desk.get(made).state is IncidentState.ACKNOWLEDGED
    late = desk.reported(INSULT, text="paliek")
    desk.clock.advance(hours=-2)
    with refuses("incident.in_future"):
        desk.do(incidents.amend, late, INSULT, by=desk.anna)
    right = replace(INSULT, occurred_at=desk.clock(), text="paliek")
    desk.do(incidents.amend, late, right, by=desk.anna)
    assert desk.opened(late).text == "paliek"


def test_the_hour_that_comes_twice_keeps_both(desk: Reviewing) -> None:
    """25 October 2026: 3.30 in summer time, and an hour later 3.30 again."""
    once = at_local(date(2026, 10, 25), time(3, 30))
    again = datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=RIGA).astimezone(UTC)
    assert again - once == timedelta(hours=1)
    desk.clock.now = at_local(date(2026, 10, 25), time(9))
    one, other = (desk.reported(INSULT, occurred_at=at, text="x") for at in (once, again))
    for made, at in ((one, once), (other, again)):
        opened = desk.opened(made)
        assert opened.report.occurred_at == at
        assert dict(desk.do(incident_paper, made).fields)["When"].endswith("3:30")
        desk.do(incidents.amend, made, replace(opened.report, text="y"), by=desk.anna)
        assert desk.get(made).occurred_at == at, "putting words right moves no clock"


def test_the_hour_that_never_comes_is_the_one_after(desk: Reviewing) -> None:
    day = date(2026, 3, 29)
    desk.clock.now = at_local(day, time(9))
    made = desk.reported(INSULT, occurred_at=at_local(day, time(3, 30)))
    assert local(desk.get(made).occurred_at).time() == time(4, 30)


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_72_hours_are_72_hours_over_a_changed_clock(desk: Reviewing, day: date) -> None:
    desk.clock.now = at_local(day, time(12))
    at = desk.clock()
    made = desk.reported(INSULT, kind=IncidentKind.DATA, occurred_at=at, level="E1", triggers=())
    desk.do(incident_remedy.breach, made, BreachTyped(at))
    (breach,) = [
        line.clock
        for line in desk.read(incident_clocks.of_report, made)
        if line.clock.id == "breach"
    ]
    assert breach.due == at + timedelta(hours=72)
