"""The parts of the monthly sheet: charts, the heat map, the ladder, and short tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from desk.domain.statistics import ENOUGH, Bar, Cell, Rate, Rung, Statistics
from desk.domain.statistics_paper import BarLine, Chart, HeatMap, Lines
from desk.i18n import _
from desk.services import statistics_words as words
from desk.services.env import Env
from desk.services.incident_steps import step_text

_MOST_BARS: Final = 6


def charts(env: Env, found: Statistics) -> tuple[Chart, ...]:
    """Bars in two columns: aggression on the left, errors on the right."""

    def level(one: str) -> str:
        return words.level_name(env, one)

    aggression, mistakes = found.aggression, found.mistakes
    return (
        _chart(_("Aggression by level"), aggression.levels, level),
        _chart(_("Errors by grade"), mistakes.grades, level),
        _chart(_("What set it off"), aggression.triggers, lambda one: words.trigger_name(env, one)),
        _chart(_("What the errors were"), mistakes.types, lambda one: words.error_name(env, one)),
        _chart(_("Causes, of all reports"), found.causes, words.cause_name),
        _chart(_("Who found the errors"), mistakes.found_by, words.finder_name),
    )


def sections(found: Statistics) -> tuple[tuple[str, Lines], ...]:
    """Short tables of what the charts do not show."""
    return (
        (_("Around it"), tuple(_around(found))),
        (_("Errors"), tuple(_errors(found))),
        (_("How reports were dealt with"), tuple(_process(found))),
        (_("People"), tuple(_harm(found))),
    )


def _chart(title: str, bars: Sequence[Bar], name: Callable[[str], str]) -> Chart:
    """The longest bars; what is left out is told as a number."""
    shown, rest = bars[:_MOST_BARS], bars[_MOST_BARS:]
    most = max((one.rate.count for one in bars), default=0)
    total = sum(one.rate.count for one in bars)
    remarks = []
    if rest:
        count = sum(one.rate.count for one in rest)
        remarks.append(_("and {n} of other kinds").format(n=words.count_text(count)))
    if few := _few(total):
        remarks.append(few)
    lines = (
        BarLine(name(one.id), one.rate.count / most if most else 0.0, str(one.rate.count))
        for one in shown
    )
    return Chart(title, tuple(lines) if total else (), " · ".join(remarks))


def _few(total: int) -> str:
    """What is said of so few; "" where there are enough."""
    if not total:
        return _("Nothing was noted.")
    return _("too few to compare") if total < ENOUGH else ""


def heat(cells: Sequence[Cell]) -> HeatMap:
    """Weekdays as rows, hours as columns."""
    days = sorted({one.weekday for one in cells})
    hours = sorted({one.hour for one in cells})
    rates = {(one.weekday, one.hour): one.rate for one in cells}
    names = words.day_names()
    highest = max((one.value or 0.0 for one in rates.values() if one.count), default=0.0)
    total = sum(one.count for one in rates.values())
    return HeatMap(
        title=_("Aggression by weekday and hour"),
        days=tuple(names[day] for day in days),
        hours=tuple(str(hour) for hour in hours),
        counts=tuple(tuple(rates[day, hour].count for hour in hours) for day in days),
        shades=tuple(tuple(_shade(rates[day, hour], highest) for hour in hours) for day in days),
        remark=_few(total)
        or _("Number: reports. Shade: reports per 1,000 visits taken in at that hour."),
    )


def _shade(rate: Rate, highest: float) -> float:
    """How dark; where nobody was taken in at that hour, as dark as can be."""
    if not rate.count:
        return 0.0
    return rate.value / highest if rate.value is not None and highest else 1.0


def ladder(env: Env, found: Statistics) -> Chart:
    rungs = [one for one in found.aggression.ladder if one.share.part or ":" not in one.step]
    whole = found.aggression.per_visits.count
    return Chart(
        title=_("How far the ladder went, of {n} reports").format(n=words.count_text(whole)),
        bars=tuple(_rung(env, one) for one in rungs) if whole else (),
        remark=_few(whole),
    )


def _rung(env: Env, rung: Rung) -> BarLine:
    parts = [words.percent_text(rung.share.value)]
    if rung.calmed.part:
        calm = words.percent_text(rung.calmed.value)
        parts.append(_("calm after it: {percent}").format(percent=calm))
    if rung.minutes is not None:
        after = words.number_text(rung.minutes)
        parts.append(_("after {minutes} min").format(minutes=after))
    return BarLine(step_text(env, rung.step), rung.share.value or 0.0, " · ".join(parts))


def _around(found: Statistics) -> Iterator[tuple[str, str]]:
    aggression = found.aggression
    yield _("Per 1,000 open hours"), words.number_text(aggression.per_hours.value)
    yield _("After a refusal"), words.of_text(aggression.after_refusal)
    yield _("Alone at the counter"), words.of_text(aggression.alone)
    yield _("After closing time"), words.of_text(aggression.after_closing)
    yield _("By a person known from before"), words.of_text(aggression.repeated)
    waits = (words.number_text(one, 0) for one in (aggression.wait_before, aggression.wait_usual))
    yield _("Wait before it / usual, min"), " / ".join(waits)
    yield _("Police"), words.of_text(aggression.police)
    for one in found.other:
        yield words.kind_name(one.id), words.count_text(one.rate.count)


def _errors(found: Statistics) -> Iterator[tuple[str, str]]:
    mistakes = found.mistakes
    yield _("From made to found"), words.hours_text(mistakes.found)
    yield _("From found to the client told"), words.hours_text(mistakes.told)
    yield _("From found to put right"), words.hours_text(mistakes.mended)
    yield _("Apologised"), words.of_text(mistakes.apologised)
    yield _("Right to complain explained"), words.of_text(mistakes.complaint_told)
    yield _("Breaches of personal data"), words.count_text(mistakes.breaches)


def _process(found: Statistics) -> Iterator[tuple[str, str]]:
    process = found.process
    yield _("Told at once"), words.of_text(process.told)
    yield _("Acknowledged in time"), words.of_text(process.acknowledged)
    yield _("Days to close, median"), words.number_text(process.days_to_close)
    yield _("Opened again"), words.count_text(process.reopened)
    yield _("Effect of tasks checked"), words.of_text(process.checked)


def _harm(found: Statistics) -> Iterator[tuple[str, str]]:
    harm = found.harm
    yield _("Reports with somebody injured"), words.count_text(harm.injured)
    yield _("Reports with psychological harm"), words.count_text(harm.psychological)
    yield _("Working days lost"), words.count_text(harm.lost_days)
    yield _("Accident records"), words.count_text(harm.accident_records)
    yield _("Support offered"), words.of_text(harm.support_offered)
    yield _("Support taken"), words.of_text(harm.support_taken)
