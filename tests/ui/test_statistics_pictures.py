"""What the charts of the statistics say: exact figures, once, in words, table and paint alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich_year import rich_year, sparse_month
from virtual import VirtualClock

from desk.app import open_app
from desk.domain.name_pattern import looks_like_name
from desk.domain.statistics import Bar, Span, Statistics
from desk.domain.statistics_rates import rate, share
from desk.i18n import speaking
from desk.services.env import Env
from desk.services.statistics_words import count_text, percent_text
from desk.ui.statistics.columns import scale_step
from desk.ui.statistics.heat import shade_of
from desk.ui.statistics.key_figures import key_figures
from desk.ui.statistics.numbers import (
    hours_text,
    interval_text,
    minutes_text,
    number_text,
    share_interval,
)
from desk.ui.statistics.of_aggression import FEW_VISITS, aggression_pictures
from desk.ui.statistics.of_mistakes import mistake_pictures
from desk.ui.statistics.of_process import process_pictures
from desk.ui.statistics.picture import Look, Picture
from desk.ui.statistics.points import pareto, rated, shared
from desk.ui.statistics.spans import Unit, last_month, span_of, span_text, spans_of

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def env(demo_folder: Path, demo_clock: VirtualClock) -> Iterator[Env]:
    """The demo's institution."""
    app = open_app(demo_folder, clock=demo_clock)
    yield app.env
    app.close()


def pictures(found: Statistics, env: Env) -> dict[str, Picture]:
    """All charts of the page by id."""
    made = (
        *aggression_pictures(found, found, env),
        *mistake_pictures(found, found, env),
        *process_pictures(found),
    )
    assert len({one.id for one in made}) == len(made)
    return {one.id: one for one in made}


@pytest.mark.parametrize("found", [rich_year(), sparse_month()], ids=["year", "month"])
def test_each_point_has_a_figure_for_each_heading(found: Statistics, env: Env) -> None:
    for picture in pictures(found, env).values():
        assert picture.title
        assert picture.points or picture.nothing
        assert len({point.id for point in picture.points}) == len(picture.points)
        for point in picture.points:
            assert len(point.cells) == len(picture.columns)
            assert not picture.heads or len(point.figures) == len(picture.heads)
            assert point.label and picture.say(point).startswith(point.label)


def test_words_table_and_copy_tell_the_same(env: Env) -> None:
    for picture in pictures(rich_year(), env).values():
        heads, *rows = picture.table()
        assert len(rows) == len(picture.points)
        for row, point in zip(rows, picture.points, strict=True):
            said = picture.say(point)
            assert all(cell in said for cell in row if cell)
            assert said in picture.summary()
        assert picture.lines().split("\n")[0] == "\t".join(heads)


def test_nobody_is_named_or_counted_apart(env: Env) -> None:
    told = " ".join(one.summary() for one in pictures(rich_year(), env).values())
    for word in ("Bērziņa", "counter 3", "clerk:", "account"):
        assert word not in told


@pytest.mark.parametrize("language", ["lv", "en", "ru"])
def test_known_ids_have_words_in_each_language(env: Env, language: str) -> None:
    with speaking(language):
        found = pictures(rich_year(), env)
        names = {point.label for key in ("triggers", "types", "ladder", "services") for point in
                 found[key].points}  # fmt: skip
        assert not [name for name in names if "_" in name or "-" in name]
        assert found["services"].points[-1].label


def test_what_is_too_few_says_so_and_is_hatched(env: Env) -> None:
    found = pictures(rich_year(), env)
    for key in ("months", "services", "holidays", "process"):
        for point in found[key].points:
            assert point.few == ("too few to compare" in found[key].say(point))
    assert any(point.few for point in found["months"].points)
    month = pictures(sparse_month(), env)
    assert all(point.few for point in month["months"].points)


def test_hours_with_few_visits_are_hatched(env: Env) -> None:
    heat = pictures(rich_year(), env)["heat"]
    visits = {point.id: int(point.cells[2].replace(",", "")) for point in heat.points}
    assert {point.id for point in heat.points if point.few} == {
        key for key, count in visits.items() if count < FEW_VISITS
    }
    assert "longer span" in pictures(sparse_month(), env)["heat"].note
    assert heat.points[0].label == "Monday 8:00–9:00"


def test_causes_add_up_to_all_of_them(env: Env) -> None:
    causes = pictures(rich_year(), env)["causes"]
    assert causes.look is Look.PARETO
    parts = [point.part for point in causes.points]
    assert parts == sorted(parts) and parts[-1] == 1.0
    assert causes.points[0].cells == ("Information for clients", "21", f"35{NBSP}%", f"35{NBSP}%")
    assert pareto((), str) == ()


def test_a_rate_is_told_with_its_interval_and_the_span_before() -> None:
    aggression, errors, near, told, late = key_figures(rich_year())
    assert aggression.number == "1.6"
    assert aggression.lines[0] == "per 1,000 visits · 95 %: 1.3–2.1"
    assert aggression.lines[1] == "67 in 41,280 visits"
    assert aggression.lines[2] == "before: 1.0, no clear change"
    assert errors.number == "0.6" and near.number == "1.5"
    assert told.number == f"92{NBSP}%" and late.number == "4"


def test_a_small_branch_gets_counts_and_no_rates() -> None:
    aggression, errors, near, told, _late = key_figures(sparse_month())
    assert (aggression.number, aggression.lines) == ("2", ("in 410 visits", "too few to compare"))
    assert errors.number == "0" and near.number == "2"
    assert told.number == "2 of 2" and "too few" in told.say()


def test_more_and_less_are_said_only_when_intervals_lie_apart() -> None:
    year = rich_year()
    assert year.before is not None
    for count, word in ((5, "more"), (60, "no clear change"), (300, "less")):
        before = replace(year.before, aggression=rate(count, 39_100))
        line = key_figures(replace(year, before=before))[0].lines[2]
        assert word in line, line


def test_shares_are_bars_from_nothing_to_all() -> None:
    points = shared((("a", "All", share(6, 6)), ("b", "None of none", share(0, 0))))
    assert points[0].value == 1.0 and points[0].high == 1.0
    assert points[1].value is None and points[1].low is None
    assert points[1].cells[3] == "–"


def test_a_rate_without_visits_has_no_bar() -> None:
    (point,) = rated((Bar("x", rate(2, 0)),), str)
    assert point.value is None and point.figures == ("2", "–") and point.few


@pytest.mark.parametrize(
    ("value", "english", "latvian"),
    [(None, "–", "–"), (0.0, "0", "0"), (0.04, "<0.1", "<0,1"), (1.25, "1.2", "1,2"),
     (1234.5, "1,234", f"1{NBSP}234")],
)  # fmt: skip
def test_numbers_in_the_language(value: float | None, english: str, latvian: str) -> None:
    assert number_text(value) == english
    with speaking("lv"):
        assert number_text(value) == latvian


def test_durations_shares_and_counts() -> None:
    assert hours_text(0.5) == "30 min" and hours_text(26) == "26 h"
    assert hours_text(52) == "2 days" and hours_text(None) == "–"
    assert minutes_text(0.4) == "<1 min" and minutes_text(0) == "0 min"
    assert percent_text(0.555).startswith("56") and percent_text(None) == "–"
    assert interval_text(0.2, 1.0) == "0.2–1.0"
    assert share_interval(share(0, 0)) == "–"
    assert count_text(12345) == "12,345"


@pytest.mark.parametrize(
    ("unit", "first", "last", "text"),
    [(Unit.MONTH, date(2026, 2, 1), date(2026, 2, 28), "February 2026"),
     (Unit.QUARTER, date(2026, 1, 1), date(2026, 3, 31), "I quarter 2026"),
     (Unit.YEAR, date(2026, 1, 1), date(2026, 12, 31), "2026")],
)  # fmt: skip
def test_spans_of_a_day(unit: Unit, first: date, last: date, text: str) -> None:
    span = span_of(date(2026, 2, 14), unit)
    assert span == Span(first, last) and span_text(span, unit) == text


def test_spans_are_those_that_hold_data_newest_first() -> None:
    months = tuple(span_of(date(2026, month, 1), Unit.MONTH) for month in (11, 10, 3))
    assert [one.first.month for one in spans_of(months, Unit.MONTH)] == [11, 10, 3]
    assert [one.first.month for one in spans_of(months, Unit.QUARTER)] == [10, 1]
    year = spans_of(months, Unit.YEAR)
    assert len(year) == 1 and last_month(year[0], months) == months[0]


@pytest.mark.parametrize(
    ("top", "step"), [(1.0, 0.25), (4.0, 1.0), (5.3, 2.0), (10.0, 2.5), (0.03, 0.01), (90, 25)]
)
def test_scales_have_round_steps(top: float, step: float) -> None:
    assert scale_step(top) == pytest.approx(step)


def test_shades_go_from_nothing_to_the_most() -> None:
    assert shade_of(0, 5) == 0 and shade_of(0.1, 5) == 1 and shade_of(5, 5) == 4
    assert shade_of(1, 0) == 0


@pytest.mark.parametrize(
    ("text", "named"),
    [("Par trūkstošu dokumentu saka pie takts, ne pie lodziņa.", False),
     ("Prasīt eID. Tad zvanīt uz PMLP.", False), ("", False), ("Pase Nr 5", False),
     ("Anna Bērziņa kļūdījās", True), ("kungs J. Kalns", True), ("Liepa-Kalniņa", True),
     ("как сказала Анна Петрова", True)],
)  # fmt: skip
def test_what_looks_like_a_name(text: str, named: bool) -> None:
    assert looks_like_name(text) is named
