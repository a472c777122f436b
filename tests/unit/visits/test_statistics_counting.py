"""What counts and what does not, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from clock_making import ANNA, CALENDAR, ILZE, TUESDAY, report, wall
from statistics_making import NO_VISITS, NOVEMBER, counted, facts_of, later, visits

from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentKind,
    IncidentState,
    Notice,
    Step,
)
from desk.domain.incident_handling import (
    Act,
    Apology,
    ApologyForm,
    Breach,
    Care,
    Cause,
    Circumstance,
    Contact,
    ContactNeed,
    Correction,
    Detail,
    Evidence,
    Findings,
    FoundBy,
    Grade,
    Support,
    Task,
    TaskKind,
)
from desk.domain.incident_handling import Before as Situation
from desk.domain.statistics import Bar, Share, Span, Statistics
from desk.domain.statistics_bars import AFTER, BEFORE, OTHER, beside_holiday, months_of
from desk.domain.statistics_counting import compared
from desk.domain.statistics_visits import Visits

K = IncidentKind


def figures(*incidents: Incident, **parts: Any) -> Statistics:
    return counted(facts_of(*incidents), **parts)


def counts(bars: tuple[Bar, ...]) -> dict[str, int]:
    return {bar.id: bar.rate.count for bar in bars if bar.rate.count}


def part(share: Share) -> tuple[int, int]:
    return share.part, share.whole


def error(level: str = "E2", **parts: Any) -> Incident:
    return report(K.ERROR, level, **parts)


def insult(level: str = "1", **parts: Any) -> Incident:
    return report(K.AGGRESSION, level, **parts)


@pytest.mark.parametrize("state", list(IncidentState))
def test_all_states_count_but_two(state: IncidentState) -> None:
    found = figures(replace(insult(), state=state), replace(error(), state=state))
    expected = 0 if state in (IncidentState.VOIDED, IncidentState.MERGED) else 1
    assert found.aggression.per_visits.count == found.mistakes.per_services.count == expected
    assert found.reports == 2 * expected


@pytest.mark.parametrize(
    ("kind", "level", "counts_as"),
    [
        (K.AGGRESSION, "0", "tally"),
        (K.AGGRESSION, "1", "aggression"),
        (K.AGGRESSION, "3", "aggression"),
        (K.AGGRESSION, "", "aggression"),
        (K.ERROR, "E0", "near"),
        (K.ERROR, "E1", "error"),
        (K.ERROR, "E4", "error"),
        (K.ERROR, "", "error"),
        (K.NEAR_MISS, "E0", "near"),
        (K.NEAR_MISS, "E2", "error"),
        (K.DATA, "", "other"),
        (K.DATA, "E0", "near"),
        (K.DATA, "E3", "error"),
        (K.FILMING, "", "other"),
        (K.GIFT, "", "other"),
        (K.SAFETY, "", "other"),
    ],
)
def test_every_report_counts_as_one_thing(kind: IncidentKind, level: str, counts_as: str) -> None:
    found = figures(report(kind, level))
    assert {
        "tally": found.aggression.tally,
        "aggression": found.aggression.per_visits.count,
        "near": found.mistakes.near,
        "error": found.mistakes.per_services.count,
        "other": sum(counts(found.other).values()),
    } == {"tally": 0, "aggression": 0, "near": 0, "error": 0, "other": 0} | {counts_as: 1}
    before = compared(NOVEMBER, {(kind, level): 1}, visits())
    assert before is not None
    assert before.aggression.count == found.aggression.per_visits.count
    assert before.mistakes.count == found.mistakes.per_services.count


def test_rates_are_per_thousand() -> None:
    found = figures(insult(), insult(), error())
    assert found.aggression.per_visits.value == 2.0
    assert found.aggression.per_hours.value == pytest.approx(2 * 1000 / 160)
    assert found.mistakes.per_services.value == 1.0


def test_levels_are_all_there_and_add_up() -> None:
    found = figures(insult("0"), insult("1"), insult("1"), insult("3")).aggression
    assert [(bar.id, bar.rate.count) for bar in found.levels] == [
        ("0", 1),
        ("1", 2),
        ("2", 0),
        ("3", 1),
    ]


def test_a_trigger_counts_once_for_each_report() -> None:
    found = figures(insult(triggers=("a", "b", "a")), insult(triggers=("b",)))
    assert [(bar.id, bar.rate.count) for bar in found.aggression.triggers] == [("b", 2), ("a", 1)]


def test_causes_stand_most_frequent_first_then_by_name() -> None:
    causes = (Findings(causes=(Cause.IT, Cause.LAYOUT)), Findings(causes=(Cause.IT, Cause.CLIENT)))
    found = figures(error(findings=causes[0]), insult(findings=causes[1]))
    assert [bar.id for bar in found.causes] == ["it", "client", "layout"]
    assert counts(found.mistakes.causes) == {"it": 1, "layout": 1}


def test_services_are_counted_against_the_visits_for_them() -> None:
    found = figures(insult(service="passport"), insult(service="eid"), insult())
    rates = {bar.id: bar.rate for bar in found.aggression.services}
    assert {one: rate.count for one, rate in rates.items()} == {"passport": 1, "eid": 1, "": 1}
    assert (rates["passport"].base, rates["eid"].base, rates[""].base) == (1000, 0, 0)


def test_an_errors_service_stands_in_its_detail() -> None:
    detailed = insult(detail=Detail(service="eid"))
    assert counts(figures(detailed).aggression.services) == {"eid": 1}


def test_channels() -> None:
    found = figures(insult(), insult(channel=Channel.PHONE), error(channel=Channel.EMAIL))
    assert counts(found.aggression.channels) == {"in_person": 1, "phone": 1}


def test_shares_are_of_those_who_told() -> None:
    refused = Detail(before=(Situation.REFUSAL, Situation.FEE), circumstances=(Circumstance.ALONE,))
    waited = Detail(before=(Situation.LONG_WAIT,))
    found = figures(insult(detail=refused), insult(detail=waited), insult()).aggression
    assert part(found.after_refusal) == (1, 2)
    assert part(found.alone) == (1, 1)


def test_persons_known_from_before_are_a_share_of_the_reviews_that_say() -> None:
    answers = (Answer.YES, Answer.NO, Answer.NO, Answer.UNKNOWN)
    reviewed = [insult(findings=Findings(repeated=answer)) for answer in answers]
    assert part(figures(*reviewed, insult()).aggression.repeated) == (1, 3)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (wall(15, 59), (0, 1)),
        (wall(16), (1, 1)),
        (wall(23), (1, 1)),
        (wall(10, day=date(2026, 11, 21)), (0, 0)),
    ],
)
def test_after_closing_time(at: Any, expected: tuple[int, int]) -> None:
    found = figures(insult(occurred_at=at, recorded_at=at + timedelta(hours=1)))
    assert part(found.aggression.after_closing) == expected


def test_an_unknown_time_is_in_no_cell_and_not_after_closing() -> None:
    found = figures(insult(time_unknown=True), insult(occurred_at=wall(9, 30)))
    assert sum(cell.rate.count for cell in found.aggression.heat) == 1
    assert found.aggression.after_closing.whole == 1
    assert found.aggression.per_visits.count == 2


def test_waits_before_an_incident_beside_all_waits() -> None:
    found = figures(insult(waited_minutes=40), insult(waited_minutes=20), insult())
    assert (found.aggression.wait_before, found.aggression.wait_usual) == (30.0, 5.0)


def test_a_cell_is_of_the_local_clock_in_summer_and_winter() -> None:
    summer, winter = wall(9, day=date(2026, 7, 7)), wall(9, day=date(2026, 11, 24))
    assert summer.hour != winter.hour
    known = visits({summer: 3, winter: 4})
    cells = {(one.weekday, one.hour): one.rate.base for one in counted((), known).aggression.heat}
    assert cells[1, 9] == 7
    assert sum(cells.values()) == 7


def test_the_hour_that_comes_twice_is_one_cell() -> None:
    first = wall(3, 0, day=date(2026, 10, 25))
    known = visits({first: 1, first + timedelta(hours=1): 2})
    cells = {(one.weekday, one.hour): one.rate.base for one in counted((), known).aggression.heat}
    assert cells[6, 3] == 3


def test_a_weekend_has_cells_only_where_there_is_something() -> None:
    assert {cell.weekday for cell in figures().aggression.heat} == set(range(5))
    saturday = wall(9, day=date(2026, 11, 28))
    assert {cell.weekday for cell in counted((), visits({saturday: 1})).aggression.heat} == {
        *range(5),
        5,
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 17), BEFORE),  # 18 November is a Wednesday
        (date(2026, 11, 19), AFTER),
        (date(2026, 11, 20), OTHER),
        (date(2026, 4, 2), BEFORE),  # Thursday before Good Friday
        (date(2026, 4, 7), AFTER),  # Tuesday after Easter Monday
        (date(2026, 5, 8), OTHER),  # Friday before Mother's Day, a Sunday that frees no day
        (date(2026, 11, 27), OTHER),  # an ordinary weekend
        (date(2026, 12, 30), BEFORE),
        (date(2026, 1, 1), BEFORE),  # a holiday before the day off that was moved
    ],
)
def test_days_beside_holidays(day: date, expected: str) -> None:
    assert beside_holiday(day, CALENDAR) == expected


def test_holidays_have_their_own_visits_to_count_against() -> None:
    eve = wall(9, day=date(2026, 11, 17))
    known = visits({eve: 100, wall(9): 900})
    found = figures(insult(occurred_at=eve, recorded_at=eve), insult(), taken_in=known)
    bars = {bar.id: (bar.rate.count, bar.rate.base) for bar in found.aggression.holidays}
    assert bars == {BEFORE: (1, 100), AFTER: (0, 0), OTHER: (1, 900)}


def test_months_are_those_of_the_span() -> None:
    span = Span(date(2025, 11, 30), date(2026, 2, 1))
    assert months_of(span) == ("2025-11", "2025-12", "2026-01", "2026-02")
    found = counted(facts_of(insult()), span=Span(date(2026, 10, 1), date(2026, 11, 30)))
    months = [(bar.id, bar.rate.count, bar.rate.base) for bar in found.aggression.months]
    assert months == [("2026-10", 0, 0), ("2026-11", 1, 1000)]


def test_harm_is_counted_in_reports() -> None:
    hurt = Detail(physical=Grade.LOW, lost_days=2, accident_record=Answer.YES)
    shaken = Detail(psychological=Grade.SEVERE, lost_days=1, accident_record=Answer.NO)
    nothing = Detail(physical=Grade.NONE, psychological=Grade.UNKNOWN)
    found = figures(
        insult(detail=hurt), insult(detail=shaken), insult(detail=nothing), error(hurt=Answer.YES)
    ).harm
    assert (found.injured, found.psychological) == (2, 1)
    assert (found.lost_days, found.accident_records) == (3, 1)


def test_support_is_offered_to_those_affected_and_can_be_declined() -> None:
    offered = Care(given=(Support.DECLINED,))
    taken = Care(given=(Support.BREAK,))
    talked = Care(talked_at=wall(11))
    calm = insult("0", care=taken)
    found = figures(
        insult(care=offered), insult(care=taken), insult(care=talked), insult(), calm, error()
    ).harm
    assert part(found.support_offered) == (3, 4)
    assert part(found.support_taken) == (2, 3)


def test_an_errors_hours() -> None:
    made, found_at = wall(8), wall(10)
    late = error(
        occurred_at=found_at,
        detail=Detail(made_at=made, found_by=FoundBy.CLIENT),
        contact=Contact(ContactNeed.NEEDED, at=wall(11)),
        correction=Correction(found_at, wall(13)),
        tasks=(_task(done_at=wall(14)),),
    )
    found = figures(late).mistakes
    assert (found.found, found.told, found.mended) == (2.0, 1.0, 4.0)
    assert counts(found.found_by) == {"client": 1}


def test_what_is_not_remedied_whole_has_no_hours() -> None:
    half = error(tasks=(_task(done_at=wall(14)), _task()))
    unsent = error(correction=Correction(wall(10)))
    assert figures(half, unsent, error()).mistakes.mended is None


def test_a_time_before_the_error_was_found_is_none() -> None:
    odd = error(detail=Detail(made_at=wall(11)), contact=Contact(ContactNeed.NEEDED, at=wall(9)))
    found = figures(odd).mistakes
    assert (found.found, found.told) == (None, None)


def test_apologies_and_complaints_are_of_errors_not_near_misses() -> None:
    said = Apology(ApologyForm.PHONE, wall(11), ANNA)
    unreached = Apology(ApologyForm.UNREACHABLE, wall(11), ANNA)
    found = figures(
        error(apology=said, complaint_told_at=wall(11)),
        error(apology=unreached),
        error("E0", apology=said),
        report(K.NEAR_MISS, "E0"),
        report(K.DATA, breach=Breach(wall(9))),
    ).mistakes
    assert part(found.apologised) == (1, 2)
    assert part(found.complaint_told) == (1, 2)
    assert (found.near, found.breaches) == (2, 1)
    assert counts(found.grades) == {"E0": 2, "E2": 2}


def _task(kind: TaskKind = TaskKind.REMEDY, due: date = TUESDAY, **parts: Any) -> Task:
    return Task(UUID(int=5), kind, None, ILZE, due, **parts)


def test_tasks() -> None:
    corrective = TaskKind.CORRECTIVE
    found = figures(
        error(
            tasks=(
                _task(due=TUESDAY - timedelta(days=1)),
                _task(due=TUESDAY),
                _task(due=date(2026, 1, 2), done_at=wall(9)),
                _task(corrective, done_at=wall(9), checked_at=wall(10)),
                _task(corrective, done_at=wall(9)),
                _task(corrective),
            )
        )
    ).process
    assert found.overdue_tasks == 1
    assert part(found.checked) == (1, 2)


def test_told_at_once_is_of_those_whose_time_is_over() -> None:
    at_once = Notice(None, "phone", later(1))
    late = Notice(None, "phone", later(100))
    found = figures(
        insult("2", told=at_once),
        insult("2", told=late),
        insult("2"),  # ten minutes are over by noon, and nobody was told
        insult("1"),  # the same shift is not over yet
        insult("0"),  # asks for no notice
    ).process
    assert part(found.told) == (1, 3)


def test_acknowledged_in_time() -> None:
    old = wall(9, day=date(2026, 11, 2))
    found = figures(
        insult(acknowledged_at=wall(11)),
        insult(recorded_at=old),
        insult(recorded_at=old, acknowledged_at=wall(9, day=date(2026, 11, 20))),
        insult(),  # there is time until tomorrow
    ).process
    assert part(found.acknowledged) == (1, 3)


def test_closing_and_opening_again() -> None:
    closed = error(
        state=IncidentState.CLOSED, recorded_at=wall(10, day=date(2026, 11, 20)),
        closed_at=wall(10), reopened=2,
    )  # fmt: skip
    found = figures(closed, error()).process
    assert (found.days_to_close, found.reopened) == (4.0, 2)


def step(name: str, minutes: int) -> Step:
    return Step(name, later(minutes))


def rungs(*ladders: tuple[Step, ...], **parts: Any) -> dict[str, tuple[int, int, float | None]]:
    found = figures(*(insult(steps=steps, **parts) for steps in ladders)).aggression.ladder
    return {one.step: (one.share.part, one.calmed.part, one.minutes) for one in found}


def test_the_ladder_stands_in_the_institutions_order() -> None:
    order = ["warn", "stop", "call_guard", "call_guard:came", "call_police"]
    assert list(rungs()) == order


def test_how_far_it_went_and_where_it_was_calm() -> None:
    calm = (step("warn", 0), step("calmed", 3))
    again = (step("warn", 0), step("calmed", 1), step("stop", 4))
    far = (step("warn", 0), step("stop", 2), step("call_guard", 3), step("call_guard:came", 9))
    ended = (*far, step("calmed", 12))
    found = rungs(calm, again, far, ended)
    assert found["warn"] == (4, 2, None)
    assert found["stop"] == (3, 0, 2.0)
    assert found["call_guard"] == (2, 1, 1.0)
    assert found["call_guard:came"] == (2, 1, 6.0)
    assert found["call_police"] == (0, 0, None)


def test_stamps_count_by_their_time_not_by_their_place() -> None:
    noted_late = (step("calmed", 5), step("stop", 3), step("warn", 1))
    assert rungs(noted_late)["stop"] == (1, 1, 2.0)


def test_shares_of_the_ladder_are_of_all_reports_of_aggression() -> None:
    found = figures(
        insult(steps=(step("warn", 0), step("calmed", 1))),
        insult(steps=(step("stop", 0), step("call_guard", 1), step("police", 9))),
        insult(evidence=Evidence(police_called_at=later(3))),
        insult(),
        insult("0", steps=(step("warn", 0),)),
        error(steps=(step("warn", 0),)),
    ).aggression
    assert part(found.warned) == (1, 4)
    assert part(found.calmed) == (1, 1)
    assert part(found.stopped) == (1, 4)
    assert part(found.helped) == (1, 4)
    assert part(found.police) == (2, 4)


def test_nothing_at_all() -> None:
    found = counted((), NO_VISITS)
    assert (found.visits, found.reports, found.aggression.heat) == (0, 0, ())
    assert found.aggression.per_visits.value is None
    assert compared(NOVEMBER, {}, NO_VISITS) is None


def test_acts() -> None:
    detail = Detail(acts=(Act.VERBAL, Act.THREAT_DIRECT))
    found = figures(insult("2", detail=detail), insult(detail=Detail(acts=(Act.VERBAL,))))
    assert counts(found.aggression.acts) == {"verbal": 2, "threat_direct": 1}


def test_services_given_are_those_that_came_to_an_end() -> None:
    known = Visits({wall(9): 3}, {("2026-11", "eid"): 3}, {("2026-11", "eid"): 2}, {})
    found = counted(facts_of(error()), known)
    assert (found.visits, found.services) == (3, 2)
    assert found.mistakes.per_services.base == 2
