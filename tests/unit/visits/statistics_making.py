"""A span to count: reports as facts, visits as counts, Riga's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from clock_making import CALENDAR, LIMITS, TUESDAY, wall

from desk.domain.incident import Incident
from desk.domain.ladder import LadderState, Path, Rung
from desk.domain.statistics import Span, Statistics
from desk.domain.statistics_counting import Facts, statistics
from desk.domain.statistics_facts import Report, report_of
from desk.domain.statistics_visits import Visits

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
NOW = wall(12)
PATH = Path(
    (
        Rung("warn", LadderState.WARNED),
        Rung("stop", LadderState.STOPPED),
        Rung("call_guard", LadderState.HELPER_CALLED),
        Rung("call_police", LadderState.HELPER_CALLED),
    ),
    (LadderState.CALMED, LadderState.LEFT, LadderState.REMOVED, LadderState.POLICE),
)
NO_VISITS = Visits({}, {}, {}, {})


def visits(hours: Mapping[datetime, int] | None = None, service: str = "passport") -> Visits:
    """Visits of one service, all served; a thousand on Tuesday at nine unless said otherwise."""
    known = hours if hours is not None else {wall(9): 1000}
    count = sum(known.values())
    asked = {("2026-11", service): count}
    return Visits(known, asked, asked, {5: count})


def facts_of(*incidents: Incident) -> tuple[Report, ...]:
    """Reports as they are counted on Tuesday at noon."""
    found = (report_of(one, LIMITS, NOW) for one in incidents)
    return tuple(one for one in found if one is not None)


def counted(reports: Iterable[Report], taken_in: Visits | None = None, **parts: Any) -> Statistics:
    """November's figures of some reports."""
    values: dict[str, Any] = {
        "site": "riga-2",
        "span": NOVEMBER,
        "open_hours": 160,
        "calendar": CALENDAR,
        "path": PATH,
        "helpers": frozenset({"call_guard"}),
        "closing": _at_four,
        **parts,
    }
    known = visits() if taken_in is None else taken_in
    return statistics(Facts(reports=tuple(reports), visits=known, **values), None)


def _at_four(day: date) -> datetime | None:
    return None if day.weekday() > 4 else wall(16, day=day)


def later(minutes: int) -> datetime:
    """An instant after Tuesday, ten o'clock."""
    return wall(10, day=TUESDAY) + timedelta(minutes=minutes)
