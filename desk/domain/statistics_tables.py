"""A month's figures as rows that may leave the branch: counts alone, small ones hidden (B6).

Every table lists all values that there can be, those with nothing too: that a value is missing
would tell as much as its count.  No sum over tables is shown, and no month together with others,
as a hidden count could be worked out of such sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desk.domain.incident import Channel, IncidentKind
from desk.domain.incident_handling import Act, Cause, FoundBy
from desk.domain.statistics import ENOUGH, Aggression, Bar, Rate, Share, Statistics
from desk.domain.statistics_hidden import hidden, small
from desk.domain.statistics_rates import rate

UNKNOWN: Final = "unknown"
"""In place of a value that nobody noted."""

COUNT, PER_1000, SHARE = "count", "per_1000", "share"
"""What a row's result is."""

_TALLY, _NEAR = "0", "E0"
_OTHER: Final = (
    IncidentKind.FILMING,
    IncidentKind.GIFT,
    IncidentKind.DATA,
    IncidentKind.SAFETY,
)


@dataclass(frozen=True, slots=True)
class Known:
    """All values that there can be, of those that the content pack and the queue name.

    Args:
        services: visits by service; triggers, types: ids of the pack.
    """

    services: Mapping[str, int]
    triggers: Sequence[str]
    types: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure; where it is hidden, everything that tells of it is None.

    Args:
        figure: which, e.g. "aggression.level"; value: of a division, "" of a single figure.
        of: what it is counted against; unit: of the result, `COUNT`, `PER_1000` or `SHARE`.
    """

    figure: str
    value: str
    unit: str
    count: int | None
    of: int | None
    result: float | None
    low: float | None
    high: float | None
    hidden: bool


def rows(found: Statistics, known: Known) -> tuple[Row, ...]:
    """A month as rows, in an order that never changes."""
    return (
        _open("visits", found.visits),
        _open("services", found.services),
        _open("open_hours", found.open_hours),
        *_aggression(found.aggression, known),
        *_mistakes(found, known),
        *_single("other", _by_id(found.other, _OTHER, found.visits)),
        *_single("cause", _by_id(found.causes, Cause, found.visits)),
        *_harm(found),
        *_process(found),
    )


def _aggression(found: Aggression, known: Known) -> Iterator[Row]:
    total, visits = found.per_visits.count, found.per_visits.base
    yield from _single("aggression.per_visits", {"": found.per_visits})
    yield from _single("aggression.per_open_hours", {"": found.per_hours})
    yield from _single("aggression.tally", {"": rate(found.tally, visits)})
    levels = [one for one in found.levels if one.id != _TALLY]
    yield from _table("aggression.level", _by_id(levels, ("1", "2", "3"), visits))
    yield from _table("aggression.channel", _by_id(found.channels, Channel, visits))
    services = {one: rate(0, base) for one, base in known.services.items()}
    services |= {UNKNOWN: rate(0, 0)} | {one.id or UNKNOWN: one.rate for one in found.services}
    yield from _table("aggression.service", dict(sorted(services.items())))
    yield from _table("aggression.holiday", _by_id(found.holidays, (), visits))
    heat = {f"{one.weekday + 1}-{one.hour:02}": one.rate for one in found.heat}
    timed = sum(one.rate.count for one in found.heat)
    yield from _table("aggression.weekday_hour", heat | {UNKNOWN: rate(total - timed, 0)})
    yield from _single("aggression.trigger", _by_id(found.triggers, known.triggers, visits))
    yield from _single("aggression.act", _by_id(found.acts, Act, visits))
    for name, share in (
        ("after_refusal", found.after_refusal),
        ("alone", found.alone),
        ("after_closing", found.after_closing),
        ("repeated", found.repeated),
    ):
        yield _share(f"aggression.{name}", share, within=total)
    yield from _ladder(found)


def _ladder(found: Aggression) -> Iterator[Row]:
    """How far it went; who calmed after a step is shown where it is shown who came so far."""
    for one in found.ladder:
        reached = _share("ladder.reached", one.share, one.step)
        yield reached
        yield _share("ladder.calmed", one.calmed, one.step, unless=reached.hidden)
    for name, share in (
        ("warned", found.warned),
        ("stopped", found.stopped),
        ("helped", found.helped),
        ("police", found.police),
    ):
        yield _share(f"ladder.{name}", share)


def _mistakes(everything: Statistics, known: Known) -> Iterator[Row]:
    found = everything.mistakes
    base = found.per_services.base
    yield from _single("error.per_services", {"": found.per_services})
    yield from _single("error.near_miss", {"": rate(found.near, base)})
    grades = [one for one in found.grades if one.id != _NEAR]
    yield from _table("error.grade", _by_id(grades, ("E1", "E2", "E3", "E4", UNKNOWN), base))
    yield from _single("error.type", _by_id(found.types, known.types, base))
    causes = {one.id: one.rate.count for one in everything.causes}
    for cause, one in _by_id(found.causes, Cause, base).items():
        rest = causes.get(cause, 0) - one.count
        yield _rate("error.cause", cause, one, shut=small(one.count) or small(rest))
    yield from _single("error.found_by", _by_id(found.found_by, FoundBy, base))
    yield _share("error.apologised", found.apologised)
    yield _share("error.complaint_told", found.complaint_told)
    yield _counted("error.data_breach", found.breaches)


def _harm(found: Statistics) -> Iterator[Row]:
    """Reports, never persons; how long somebody was away is not told outside at all."""
    harm = found.harm
    yield _counted("harm.injured", harm.injured)
    yield _counted("harm.psychological", harm.psychological)
    yield _counted("harm.accident_record", harm.accident_records)
    beside = harm.support_offered.whole - found.aggression.per_visits.count
    offered = _share("harm.support_offered", harm.support_offered, unless=0 < beside < ENOUGH)
    yield offered
    yield _share("harm.support_taken", harm.support_taken, unless=offered.hidden)


def _process(found: Statistics) -> Iterator[Row]:
    process = found.process
    yield _share("process.told", process.told)
    yield _share("process.acknowledged", process.acknowledged)
    yield _share("process.checked", process.checked)
    yield _counted("process.overdue_tasks", process.overdue_tasks)
    yield _counted("process.reopened", process.reopened)


def _by_id(bars: Iterable[Bar], ids: Iterable[str], base: int) -> dict[str, Rate]:
    """The rates of all values that there can be, and of what else was found."""
    none = {str(one): rate(0, base) for one in ids}
    return none | {one.id or UNKNOWN: one.rate for one in bars}


def _table(figure: str, rates: Mapping[str, Rate]) -> Iterator[Row]:
    """A division whose counts add up to a total that is shown too."""
    closed = hidden([one.count for one in rates.values()])
    for place, (value, one) in enumerate(rates.items()):
        yield _rate(figure, value, one, shut=place in closed)


def _single(figure: str, rates: Mapping[str, Rate]) -> Iterator[Row]:
    """Counts that add up to nothing: a report can have several of the values, or there is one."""
    return (_rate(figure, value, one, shut=small(one.count)) for value, one in rates.items())


def _rate(figure: str, value: str, one: Rate, *, shut: bool) -> Row:
    if shut:
        return Row(figure, value, PER_1000, None, one.base, None, None, None, hidden=True)
    low, high = (one.low, one.high) if one.base else (None, None)
    return Row(figure, value, PER_1000, one.count, one.base, one.value, low, high, hidden=False)


def _share(
    figure: str, one: Share, value: str = "", *, within: int | None = None, unless: bool = False
) -> Row:
    """A share, and so its remainder too.

    Args:
        within: the number that `whole` is itself a part of, where that is shown.
        unless: hidden in any case.
    """
    rest = [within - one.whole] if within is not None and within > one.whole else []
    if unless or hidden((one.part, one.whole - one.part, *rest)):
        return Row(figure, value, SHARE, None, None, None, None, None, hidden=True)
    low, high = (one.low, one.high) if one.whole else (None, None)
    return Row(figure, value, SHARE, one.part, one.whole, one.value, low, high, hidden=False)


def _counted(figure: str, count: int) -> Row:
    if small(count):
        return Row(figure, "", COUNT, None, None, None, None, None, hidden=True)
    return _open(figure, count)


def _open(figure: str, count: int) -> Row:
    """What is no count of incidents: nothing of it is hidden."""
    return Row(figure, "", COUNT, count, None, None, None, None, hidden=False)
