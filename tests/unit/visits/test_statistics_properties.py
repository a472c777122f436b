"""Whatever is reported: cells add up, in any order, and nothing small leaves the branch."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from clock_making import report, wall
from hypothesis import given
from hypothesis import strategies as st
from statistics_making import counted, facts_of, later, visits

from desk.domain.incident import Channel, Incident, IncidentKind, Step
from desk.domain.incident_handling import Act, Apology, ApologyForm, Cause, Detail, Findings
from desk.domain.incident_handling import Before as Situation
from desk.domain.statistics import ENOUGH, Statistics
from desk.domain.statistics_tables import COUNT, UNKNOWN, Known, Row, rows

KNOWN = Known({"passport": 1000, "eid": 0}, ["insulting", "threat"], ["wrong_data"])
TABLES = {
    "aggression.level": "aggression.per_visits",
    "aggression.channel": "aggression.per_visits",
    "aggression.service": "aggression.per_visits",
    "aggression.holiday": "aggression.per_visits",
    "aggression.weekday_hour": "aggression.per_visits",
    "error.grade": "error.per_services",
}
"""Divisions, and the row that shows what their counts add up to."""

LEVELS = {
    IncidentKind.AGGRESSION: ("0", "1", "2", "3"),
    IncidentKind.ERROR: ("E0", "E1", "E2", "E3", "E4", ""),
    IncidentKind.NEAR_MISS: ("E0",),
    IncidentKind.DATA: ("", "E1"),
}
STEPS = ("warn", "stop", "call_guard", "call_guard:came", "call_police", "calmed", "left")


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """A report of any kind, on any day of November."""
    kind = draw(st.sampled_from(list(IncidentKind)))
    at = wall(8, day=date(2026, 11, 1)) + timedelta(hours=draw(st.integers(0, 23 * 24)))
    steps = draw(st.lists(st.sampled_from(STEPS), max_size=4, unique=True))
    said = Apology(ApologyForm.PHONE, at, report().reporter_id)
    values: dict[str, Any] = {
        "occurred_at": at,
        "recorded_at": at + timedelta(minutes=5),
        "time_unknown": draw(st.booleans()),
        "channel": draw(st.sampled_from(list(Channel))),
        "service": draw(st.sampled_from(("", "passport", "eid", "gone"))),
        "triggers": tuple(draw(st.sets(st.sampled_from(("insulting", "threat", "odd"))))),
        "steps": tuple(Step(one, later(place)) for place, one in enumerate(steps)),
        "apology": draw(st.sampled_from((None, said))),
        "findings": Findings(tuple(draw(st.sets(st.sampled_from(list(Cause)))))),
        "detail": Detail(
            acts=tuple(draw(st.sets(st.sampled_from(list(Act)), max_size=3))),
            before=tuple(draw(st.sets(st.sampled_from(list(Situation)), max_size=2))),
        ),
    }
    return report(kind, draw(st.sampled_from(LEVELS.get(kind, ("",)))), **values)


MANY = st.lists(incidents(), max_size=25)


def november(found: list[Incident]) -> Statistics:
    return counted(facts_of(*found), visits({wall(9): 600, wall(11): 400}))


def total(bars: Any) -> int:
    return sum(bar.rate.count for bar in bars)


@given(MANY)
def test_every_division_adds_up(found: list[Incident]) -> None:
    figures = november(found)
    aggression, mistakes = figures.aggression, figures.mistakes
    whole = aggression.per_visits.count
    for bars in (aggression.services, aggression.channels, aggression.months, aggression.holidays):
        assert total(bars) == whole
    assert total(aggression.levels) == whole + aggression.tally
    timed = [one for one in found if one.kind is IncidentKind.AGGRESSION and not one.time_unknown]
    assert total(aggression.heat) == sum(one.level != "0" for one in timed)
    errors = mistakes.per_services.count
    assert total(mistakes.grades) == errors + mistakes.near
    assert total(mistakes.months) == errors
    everything = whole + aggression.tally + errors + mistakes.near + total(figures.other)
    assert figures.reports == everything == len(found)


@given(MANY, st.randoms())
def test_the_order_of_reports_changes_nothing(found: list[Incident], random: Any) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    assert november(mixed) == november(found)


@given(MANY)
def test_every_ladder_goes_downwards(found: list[Incident]) -> None:
    aggression = november(found).aggression
    for rung in aggression.ladder:
        assert rung.share.whole == aggression.per_visits.count
        assert 0 <= rung.calmed.part <= rung.calmed.whole == rung.share.part <= rung.share.whole


@given(MANY)
def test_no_small_count_leaves_the_branch(found: list[Incident]) -> None:
    for row in rows(november(found), KNOWN):
        if row.hidden:
            assert (row.count, row.result, row.low, row.high) == (None,) * 4
        elif row.figure not in ("visits", "services", "open_hours"):
            assert row.count is not None and not 0 < row.count < ENOUGH
            if row.unit != COUNT and row.figure.startswith(("ladder.", "process.", "error.ap")):
                rest = (row.of or 0) - row.count
                assert not 0 < rest < ENOUGH


@given(MANY)
def test_a_hidden_count_does_not_follow_from_the_total(found: list[Incident]) -> None:
    """Where a total is shown, never a single cell of its table is hidden, nor empty ones alone."""
    by_figure: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(november(found), KNOWN):
        by_figure[row.figure].append(row)
    for division, sum_of in TABLES.items():
        whole = by_figure[sum_of][0].count
        closed = [row for row in by_figure[division] if row.hidden]
        if whole is None:
            assert all(not row.count for row in by_figure[division])
        elif closed:
            left = whole - sum(row.count or 0 for row in by_figure[division])
            assert len(closed) > 1 and left > 0


@given(MANY)
def test_the_same_rows_whatever_is_in_them(found: list[Incident]) -> None:
    """Which values a table lists tells nothing, but for ids that no pack knows any more."""

    def names(figures: Statistics) -> set[tuple[str, str]]:
        return {(row.figure, row.value) for row in rows(figures, KNOWN)}

    retired = {("aggression.service", "gone"), ("aggression.trigger", "odd")}
    retired |= {("error.type", one) for one in ("insulting", "threat", "odd")}
    more = names(november(found)) - names(november([]))
    assert {one for one in more if one[0] != "aggression.weekday_hour"} <= retired


def test_what_nobody_noted_has_a_row_of_its_own() -> None:
    found = [report(IncidentKind.AGGRESSION, "1", time_unknown=True) for _ in range(40)]
    shown = {(row.figure, row.value): row.count for row in rows(november(found), KNOWN)}
    assert shown["aggression.service", UNKNOWN] == shown["aggression.weekday_hour", UNKNOWN] == 40
    assert shown["aggression.per_visits", ""] == shown["aggression.level", "1"] == 40


def test_causes_of_errors_are_hidden_where_all_causes_would_tell_the_rest() -> None:
    cause = Findings((Cause.IT,))
    errors = [report(IncidentKind.ERROR, "E2", findings=cause) for _ in range(6)]
    other = [report(IncidentKind.AGGRESSION, "1", findings=cause) for _ in range(2)]
    shown = {(row.figure, row.value): row.count for row in rows(november(errors + other), KNOWN)}
    assert (shown["cause", "it"], shown["error.cause", "it"]) == (8, None)
