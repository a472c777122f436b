"""The monthly sheet gathered from a branch at work, in Latvian as it is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from branch_at_work import DAY, Branch, refuses, wall
from incident_people import Reviewing, desk
from lessons_making import learnt

from desk.domain.incident import FirstReport, IncidentKind, Step
from desk.domain.statistics import Span
from desk.domain.statistics_paper import StatisticsPaper
from desk.i18n import speaking
from desk.services import incidents, statistics_paper
from desk.services.statistics import month

__all__ = ["desk"]

INSULT = FirstReport(
    IncidentKind.AGGRESSION,
    wall(8, 30),
    triggers=("insulting",),
    level="1",
    steps=(Step("warn", wall(8, 31)), Step("calmed", wall(8, 32))),
)


def sheet(branch: Branch, span: Span, language: str = "en") -> StatisticsPaper:
    with speaking(language):
        made = branch.do(statistics_paper.sheet, span, by=branch.head)
    assert isinstance(made, StatisticsPaper)
    return made


def test_the_figures_in_words(branch: Branch) -> None:
    for _ in range(2):
        branch.do(incidents.report, INSULT, by=branch.anna)
    made = sheet(branch, month(DAY))
    assert (made.branch, made.site) == ("Rīgas 2. nodaļa", "riga-2")
    first = made.key[0]
    assert (first.name, first.number) == ("Aggression per 1,000 visits", "–")
    assert "too few to compare" in first.lines
    levels, _, triggers, *_ = made.charts
    assert [bar.number for bar in levels.bars] == ["0", "2", "0", "0"]
    assert [(bar.name, bar.length) for bar in triggers.bars] == [("Insults", 1.0)]
    assert (
        made.ladder.bars[0].number
        == "100\N{NO-BREAK SPACE}% · calm after it: 100\N{NO-BREAK SPACE}%"
    )
    assert made.ladder.remark == "too few to compare"
    assert made.heat.hours == ("8",)
    assert [sum(row) for row in made.heat.counts] == [0, 2, 0, 0, 0]


def test_in_latvian_decimals_have_a_comma_and_names_are_the_packs(branch: Branch) -> None:
    branch.do(incidents.report, INSULT, by=branch.anna)
    made = sheet(branch, month(DAY), "lv")
    assert made.period == "2026. gada novembris"
    assert made.charts[2].bars[0].name == "Apvaino"
    assert made.heat.days[0].startswith("Pirm")


def test_a_month_without_anything(branch: Branch) -> None:
    made = sheet(branch, month(date(2026, 1, 1)))
    assert all(chart.bars == () and chart.remark for chart in (*made.charts, made.ladder))
    assert (made.heat.hours, made.compared, made.lessons) == ((), "", ())


def test_days_that_are_no_month_are_told_from_day_to_day(branch: Branch) -> None:
    made = sheet(branch, Span(date(2026, 11, 23), DAY))
    assert "–" in made.period and "24" in made.period


def test_it_is_compared_with_the_month_before(branch: Branch) -> None:
    branch.do(incidents.report, INSULT, by=branch.anna)
    branch.clock.now = wall(9, day=date(2026, 12, 3))
    later = replace(INSULT, occurred_at=wall(8, day=date(2026, 12, 3)), steps=())
    branch.do(incidents.report, later, by=branch.anna)
    assert "2026" in sheet(branch, month(date(2026, 12, 1))).compared


def test_the_print_is_logged_and_for_leads_alone(branch: Branch) -> None:
    sheet(branch, month(DAY))
    assert branch.looks() == [("print", "statistics", "statistics_sheet")]
    with refuses("access.no_right"):
        branch.do(statistics_paper.sheet, month(DAY), by=branch.anna)


def test_lessons_of_the_month_are_cut_to_the_room_there_is(desk: Reviewing) -> None:
    learnt(desk, "Dāvanas noraidām laipni. " * 30)
    made = sheet(desk.branch, month(DAY))
    [(what, lesson)] = made.lessons
    assert what == "Gift"
    assert lesson.startswith("Dāvanas noraidām laipni.") and lesson.endswith("…")
    assert len(lesson) < 300
    assert sheet(desk.branch, month(date(2026, 10, 1))).lessons == ()
