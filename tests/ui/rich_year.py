"""A year of a large branch, made up: every chart has something to show, some of it too few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desk.domain.statistics import (
    Aggression,
    Bar,
    Before,
    Cell,
    Harm,
    Mistakes,
    Process,
    Rung,
    Span,
    Statistics,
)
from desk.domain.statistics_rates import rate, share

VISITS, SERVICES = 41_280, 47_900
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def _bars(base: int, **counts: int) -> tuple[Bar, ...]:
    return tuple(Bar(key, rate(count, base)) for key, count in counts.items())


def _months(counts: tuple[int, ...], base: int) -> tuple[Bar, ...]:
    names = (f"2026-{month:02}" for month in range(1, 13))
    return tuple(Bar(name, rate(n, base)) for name, n in zip(names, counts, strict=True))


def _heat() -> tuple[Cell, ...]:
    return tuple(
        Cell(
            day,
            hour,
            rate((day * 3 + hour * 2) % 5 * (hour > 11), 60 if hour == 17 else 900 + 10 * hour),
        )
        for day in range(5)
        for hour in range(8, 18)
    )


def rich_year() -> Statistics:
    """The year."""
    return Statistics(
        site="riga-2",
        span=YEAR,
        visits=VISITS,
        services=SERVICES,
        open_hours=2_040,
        reports=127,
        other=_bars(VISITS, filming=9, gift=4, data=3, safety=2),
        causes=_bars(
            VISITS, information=21, staffing=14, procedure=9, layout=6, it=5, training=3, client=2
        ),
        aggression=_aggression(),
        harm=Harm(3, 7, 11, 2, share(14, 17), share(9, 14)),
        mistakes=_mistakes(),
        process=Process(share(61, 66), share(70, 88), 4, 9.5, 2, share(12, 31)),
        before=Before(
            Span(date(2025, 1, 1), date(2025, 12, 31)),
            39_100,
            rate(38, 39_100),
            rate(20, 44_000),
        ),
    )


def _aggression() -> Aggression:
    return Aggression(
        per_visits=rate(67, VISITS),
        per_hours=rate(67, 2_040),
        tally=31,
        levels=_bars(VISITS, **{"0": 31, "1": 45, "2": 19, "3": 3}),
        triggers=_bars(VISITS, provocative=31, aggressive=26, intoxication_suspected=12, threat=9),
        acts=_bars(VISITS, verbal=52, threat_conditional=11, threat_direct=8, damage=4, physical=3),
        services=(
            Bar("passport", rate(22, 15_000)),
            Bar("residence-permit", rate(31, 6_200)),
            Bar("eid", rate(9, 14_800)),
            Bar("declare-residence", rate(3, 900)),
            Bar("", rate(2, 0)),
        ),
        channels=_bars(VISITS, in_person=60, phone=6, email=1),
        months=_months((3, 4, 6, 5, 2, 7, 9, 8, 6, 7, 10, 0), 3_440),
        holidays=(
            Bar("before", rate(9, 1_900)),
            Bar("after", rate(6, 2_100)),
            Bar("other", rate(52, 37_280)),
        ),
        heat=_heat(),
        after_refusal=share(34, 58),
        alone=share(9, 58),
        after_closing=share(4, 67),
        repeated=share(6, 41),
        wait_before=31.0,
        wait_usual=12.0,
        warned=share(49, 67),
        calmed=share(27, 49),
        stopped=share(18, 67),
        helped=share(11, 67),
        police=share(3, 67),
        ladder=(
            Rung("warn", share(49, 67), share(27, 49), None),
            Rung("stop", share(18, 67), share(6, 18), 2.0),
            Rung("call_guard", share(8, 67), share(3, 8), 1.0),
            Rung("call_supervisor", share(9, 67), share(5, 9), 1.5),
            Rung("call_police", share(3, 67), share(0, 3), 4.0),
        ),
    )


def _mistakes() -> Mistakes:
    return Mistakes(
        per_services=rate(27, SERVICES),
        near=41,
        grades=_bars(SERVICES, E0=41, E1=14, E2=9, E3=4, E4=0),
        types=_bars(
            SERVICES, wrong_data=24, wrong_information=15, missed_deadline=9, wrong_recipient=4
        ),
        causes=_bars(SERVICES, procedure=11, training=8, it=6, staffing=2),
        months=_months((1, 2, 3, 2, 4, 1, 2, 3, 5, 2, 1, 1), 3_990),
        found_by=_bars(SERVICES, clerk=33, colleague=19, client=12, audit=4),
        found=26.0,
        told=1.5,
        mended=52.0,
        apologised=share(24, 27),
        complaint_told=share(19, 27),
        breaches=3,
    )


def sparse_month() -> Statistics:
    """A month of a small branch: hardly anything may be compared."""
    year, small = rich_year(), Span(date(2026, 11, 1), date(2026, 11, 30))
    aggression = replace(
        year.aggression,
        per_visits=rate(2, 410),
        tally=1,
        levels=_bars(410, **{"0": 1, "1": 1, "2": 1, "3": 0}),
        triggers=_bars(410, provocative=2),
        acts=(),
        services=(Bar("eid", rate(2, 120)),),
        channels=_bars(410, in_person=2),
        months=(Bar("2026-10", rate(1, 390)), Bar("2026-11", rate(2, 410))),
        holidays=(Bar("before", rate(1, 20)), Bar("after", rate(0, 0)), Bar("other", rate(1, 390))),
        heat=tuple(Cell(day, hour, rate(0, 9)) for day in range(5) for hour in range(9, 16)),
        wait_before=None,
        ladder=(Rung("stop", share(1, 2), share(0, 1), None),),
    )
    mistakes = replace(
        year.mistakes, per_services=rate(0, 440), near=2, grades=(), types=(), causes=(),
        months=(Bar("2026-11", rate(0, 440)),), found_by=(), found=None, told=None, mended=None,
        apologised=share(0, 0), complaint_told=share(0, 0), breaches=0,
    )  # fmt: skip
    process = Process(share(2, 2), share(1, 2), 0, None, 0, share(0, 0))
    return replace(
        year, span=small, visits=410, services=440, reports=4, other=(), causes=(),
        aggression=aggression, mistakes=mistakes, process=process, before=None,
    )  # fmt: skip
