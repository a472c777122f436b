"""Statistics of a branch at work: the real database, read by counts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall
from virtual import VirtualClock

from desk.app import App, open_app
from desk.demo.make import make_demo
from desk.domain.clock import local
from desk.domain.day_counts import is_mistake
from desk.domain.incident import FirstReport, IncidentKind, IncidentState, Step
from desk.domain.statistics import Span, Statistics
from desk.domain.visit import Outcome, Visit
from desk.domain.waiting import minutes, waited
from desk.services import incident_review, incidents, queue, session, statistics
from desk.services.statistics import month, months, of_branch, span_before

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
INSULT = FirstReport(IncidentKind.AGGRESSION, wall(8, 30), triggers=("insulting",), level="1")


def figures(branch: Branch, span: Span = NOVEMBER, **named: Any) -> Statistics:
    found = branch.read(of_branch, span, by=branch.head, **named)
    assert isinstance(found, Statistics)
    return found


def served(branch: Branch, *services: str) -> Visit:
    """A client who waits seven minutes and is served."""
    visit = branch.do(queue.take_in_walk_in, list(services), by=branch.anna)
    branch.clock.advance(minutes=7)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    done = branch.do(queue.finish, visit.id, Outcome.SOLVED, by=branch.anna)
    assert isinstance(done, Visit)
    return done


def test_visits_are_counted_without_those_issued_by_mistake(branch: Branch) -> None:
    served(branch, "passport-eid", "eid")
    branch.do(queue.take_in_walk_in, ["eid"], by=branch.anna)
    branch.do(queue.take_in_walk_in, ["eid"], by=branch.anna)
    branch.do(queue.undo, by=branch.anna)
    found = figures(branch)
    assert (found.visits, found.services) == (2, 2)
    assert found.aggression.wait_usual is not None
    assert next(cell for cell in found.aggression.heat if cell.rate.base).hour == 9


def test_what_is_taken_in_later_is_counted_too(branch: Branch) -> None:
    """Whole months are kept in mind until one of their visits changes."""
    served(branch, "eid")
    assert (figures(branch).visits, figures(branch).services) == (1, 1)
    second = branch.do(queue.take_in_walk_in, ["eid"], by=branch.anna)
    assert (figures(branch).visits, figures(branch).services) == (2, 1)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    branch.do(queue.finish, second.id, Outcome.SOLVED, by=branch.anna)
    assert (figures(branch).visits, figures(branch).services) == (2, 2)


def test_reading_ahead_goes_month_by_month_and_changes_no_figure(branch: Branch) -> None:
    span = Span(date(2026, 10, 1), date(2026, 11, 30))
    served(branch, "eid")
    left = [branch.read(statistics.read_ahead, span, by=branch.head) for _ in range(5)]
    assert left == [3, 2, 1, 0, 0]
    assert branch.read(statistics.read_ahead, NOVEMBER, by=branch.head, compare=False) == 0
    assert figures(branch, span).visits == 1
    served(branch, "eid")
    assert branch.read(statistics.read_ahead, span, by=branch.head) == 0
    assert figures(branch, span).visits == 2
    assert branch.do(statistics.read_ahead, span, by=branch.head) == 0


def test_without_comparison_nothing_is_said_of_before(branch: Branch) -> None:
    branch.do(incidents.report, INSULT, by=branch.anna)
    december = month(date(2026, 12, 1))
    assert figures(branch, december).before is not None
    assert figures(branch, december, compare=False) == replace(
        figures(branch, december), before=None
    )


def test_what_was_rolled_back_is_not_kept_in_mind(branch: Branch) -> None:
    served(branch, "eid")
    with branch.database.unit_of_work() as uow:
        queue.take_in_walk_in(uow, branch.env, branch.anna, ["eid"])
        assert of_branch(uow, branch.env, branch.head, NOVEMBER).visits == 2
    assert figures(branch).visits == 1
    with branch.database.unit_of_work() as uow:
        assert of_branch(uow, branch.env, branch.head, NOVEMBER).visits == 1


def test_a_report_is_counted_once_and_not_when_voided_or_merged(branch: Branch) -> None:
    first = branch.do(incidents.report, INSULT, by=branch.anna)
    second = branch.do(incidents.report, INSULT, by=branch.inese)
    third = branch.do(incidents.report, INSULT, by=branch.inese)
    assert figures(branch).aggression.per_visits.count == 3
    branch.do(incident_review.merge, second.id, first.id, "viens notikums", by=branch.head)
    branch.do(incident_review.void, third.id, "kļūdas pēc", by=branch.head)
    found = figures(branch)
    assert (found.aggression.per_visits.count, found.reports) == (1, 1)


def test_a_report_counts_when_it_happened_not_when_it_was_written(branch: Branch) -> None:
    branch.clock.now = wall(9, day=date(2026, 12, 2))
    late = replace(INSULT, occurred_at=wall(15, day=date(2026, 11, 30)))
    branch.do(incidents.report, late, by=branch.anna)
    assert figures(branch).reports == 1
    december = figures(branch, month(date(2026, 12, 1)))
    assert december.reports == 0
    assert december.before is not None and december.before.aggression.count == 1


def test_the_ladder_is_the_institutions_own(branch: Branch) -> None:
    steps = (Step("warn", wall(8, 31)), Step("calmed", wall(8, 33)))
    branch.do(incidents.report, replace(INSULT, steps=steps), by=branch.anna)
    ladder = figures(branch).aggression.ladder
    own = [step.id for step in branch.env.pack.ladders[0].steps]
    assert [one.step for one in ladder if ":" not in one.step] == own
    assert (ladder[0].step, ladder[0].share.part, ladder[0].calmed.part) == ("warn", 1, 1)


def test_open_hours_begin_with_the_first_day_and_end_today(branch: Branch) -> None:
    assert figures(branch).open_hours == 0
    served(branch, "eid")
    today = figures(branch).open_hours
    assert today > 0
    branch.clock.now = wall(9, day=DAY + timedelta(days=1))
    assert figures(branch).open_hours > today
    assert figures(branch, Span(DAY, DAY)).open_hours == today


def test_months_that_hold_data_newest_first(branch: Branch) -> None:
    assert branch.read(months, by=branch.head) == ()
    served(branch, "eid")
    branch.clock.now = wall(9, day=date(2027, 2, 3))
    branch.do(incidents.report, replace(INSULT, occurred_at=branch.clock()), by=branch.anna)
    first, second = month(date(2027, 2, 28)), NOVEMBER
    assert branch.read(months, by=branch.head) == (first, second)
    assert first == Span(date(2027, 2, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("span", "before"),
    [
        (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        (("2026-04-01", "2026-06-30"), ("2026-01-01", "2026-03-31")),
        (("2026-11-23", "2026-11-29"), ("2026-11-16", "2026-11-22")),
        (("2026-11-24", "2026-11-24"), ("2026-11-23", "2026-11-23")),
        (("2026-11-01", "2026-11-29"), ("2026-10-03", "2026-10-31")),
    ],
)
def test_what_a_span_is_compared_with(span: tuple[str, str], before: tuple[str, str]) -> None:
    assert span_before(Span(*map(date.fromisoformat, span))) == Span(
        *map(date.fromisoformat, before)
    )


def test_of_nothing_before_nothing_is_said(branch: Branch) -> None:
    served(branch, "eid")
    assert figures(branch).before is None


def test_other_sites_days_and_people_are_refused(branch: Branch) -> None:
    with refuses("site.not_permitted"):
        figures(branch, site="riga-1")
    with refuses("statistics.span"):
        figures(branch, Span(DAY, DAY - timedelta(days=1)))
    with refuses("statistics.span"):
        figures(branch, Span(date(2000, 1, 1), DAY))
    with refuses("access.no_right"):
        branch.read(of_branch, NOVEMBER, by=branch.anna)
    assert branch.looks() == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The demo as it is shipped, at its beginning."""
    folder = tmp_path_factory.mktemp("statistics") / "demo"
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("DESK_KEY_DIR", str(folder.parent / "key"))
    clock = VirtualClock(wall(6))
    app = open_app(make_demo(folder, clock=clock), clock=clock)
    yield app
    app.close()
    monkeypatch.undo()


def test_the_demo_counted_one_visit_at_a_time_gives_the_same(demo: App) -> None:
    with demo.database.reader() as reader:
        actor = session.nobody(reader, demo.env)
        span = months(reader, demo.env, actor)[0]
        found = of_branch(reader, demo.env, actor, span)
        days = (span.first + timedelta(days=number) for number in range(31))
        visits = [one for day in days for one in reader.visits.of_day(SITE, day)]
    real = [one for one in visits if not is_mistake(one)]
    assert found.visits == len(real) > 10
    assert found.services == sum(len(one.services) for one in real if one.outcome is not None)
    hours = Counter((local(one.issued_at).weekday(), local(one.issued_at).hour) for one in real)
    heat = {(cell.weekday, cell.hour): cell.rate.base for cell in found.aggression.heat}
    assert {place: count for place, count in heat.items() if count} == hours
    waits = [minutes(waited(one, demo.env.clock())) for one in real]
    assert found.aggression.wait_usual is not None
    assert min(waits) <= found.aggression.wait_usual <= max(waits)


def test_the_demo_counted_one_report_at_a_time_gives_the_same(demo: App) -> None:
    gone = (IncidentState.VOIDED, IncidentState.MERGED)
    with demo.database.reader() as reader:
        actor = session.nobody(reader, demo.env)
        spans = months(reader, demo.env, actor)
        found = [of_branch(reader, demo.env, actor, span) for span in spans]
        reports = [one for one in reader.incidents.list(SITE) if one.state not in gone]
    assert sum(one.reports for one in found) == len(reports) > 3
    levels: Counter[str] = Counter()
    for one in found:
        levels.update({bar.id: bar.rate.count for bar in one.aggression.levels})
    told = Counter(one.level for one in reports if one.kind is IncidentKind.AGGRESSION)
    assert +levels == told


def test_no_report_is_read_with_who_wrote_it(branch: Branch) -> None:
    branch.do(incidents.report, INSULT, by=branch.anna)
    with branch.database.reader() as reader:
        [found] = reader.statistics.incidents(SITE, DAY, wall(0), wall(23))
    assert found.reporter_id.int == 0
    assert (found.counter, found.text_id, found.acknowledged_by) == ("", None, None)
    assert statistics.LONGEST > 366
