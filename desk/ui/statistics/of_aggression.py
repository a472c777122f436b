"""The pictures of aggression: when, how grave, what set it off, how far the ladder went."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from desk.domain.statistics import Aggression, Bar, Cell, Rung, Statistics
from desk.i18n import _, ngettext
from desk.services.env import Env
from desk.services.statistics_words import count_text, level_name, percent_text, trigger_name
from desk.ui.incidents.review_texts import ACTS, CAUSES
from desk.ui.statistics.numbers import minutes_text, number_text, rate_interval
from desk.ui.statistics.picture import Look, Picture, Point
from desk.ui.statistics.points import (
    Named,
    counted,
    few_text,
    of_text,
    pareto,
    plain,
    rate_columns,
    rated,
    share_columns,
    shared,
)
from desk.ui.statistics.words import (
    HOLIDAYS,
    channel_name,
    hour_name,
    known,
    month_name,
    service_name,
    short_month,
    step_name,
    weekday_name,
)

FEW_VISITS = 100
"""Fewer visits than these in an hour of the week: one incident would look like a trend."""


def aggression_pictures(found: Statistics, trend: Statistics, env: Env) -> Iterator[Picture]:
    """Everything about aggression, in the order in which it is looked at.

    Args:
        trend: the year up to the end of the span.
    """
    known_ = found.aggression
    yield months(trend.aggression.months)
    yield _levels(known_, env)
    yield _around(known_)
    yield _named("triggers", _("What set it off"), known_.triggers, partial(trigger_name, env))
    yield _named("acts", _("What was done"), known_.acts, partial(known, ACTS))
    yield heat(known_.heat)
    yield ladder(known_.ladder, env)
    yield _outcome(known_)
    yield _services(known_, env)
    yield _waits(known_)
    yield _named("channels", _("How the client was in contact"), known_.channels, channel_name)
    yield _holidays(known_)


def _per() -> str:
    return _("Per 1,000 visits")


def _none() -> str:
    return _("None was reported in this span.")


def _heads() -> tuple[str, ...]:
    return (_("Count"), _("per 1,000"))


def months(bars: tuple[Bar, ...]) -> Picture:
    """The rate month by month, with how sure it is."""
    return Picture(
        "months",
        Look.COLUMNS,
        _("Aggression per 1,000 visits, month by month"),
        rate_columns(_("Month"), _per()),
        rated(bars, month_name, short_month),
        _("Thin line: where the true rate lies, with 95 % certainty. Hatched: too few to compare."),
        nothing=_none(),
        wide=True,
    )


def _levels(found: Aggression, env: Env) -> Picture:
    note = ngettext(
        "Heated talks that were only counted: {n}.",
        "Heated talks that were only counted: {n}.",
        found.tally,
    ).format(n=count_text(found.tally))
    return Picture(
        "levels",
        Look.BARS,
        _("How grave: reports by level"),
        rate_columns(_("Level"), _per()),
        counted(found.levels, partial(level_name, env)),
        note,
        _heads(),
        _none(),
    )


def _named(key: str, title: str, bars: tuple[Bar, ...], name: Named) -> Picture:
    points = counted(bars, name)
    note = _("One report can name several.") if key in ("triggers", "acts") else ""
    columns = rate_columns(title, _per())
    return Picture(key, Look.BARS, title, columns, points, note, _heads(), _none())


def _around(found: Aggression) -> Picture:
    points = shared(
        (
            ("after_refusal", _("After a refusal"), found.after_refusal),
            ("alone", _("Colleague alone at the counter"), found.alone),
            ("after_closing", _("After closing time"), found.after_closing),
            ("repeated", _("By a person known from before"), found.repeated),
        )
    )
    return Picture(
        "around",
        Look.BARS,
        _("What was around it: share of the reports"),
        share_columns(_("Circumstance")),
        points,
        _("Of the reports whose details or review say so."),
        (_("Reports"), _("Share")),
        most=1.0,
    )


def _outcome(found: Aggression) -> Picture:
    points = shared(
        (
            ("warned", _("Warned"), found.warned),
            ("calmed", _("Calmed after the warning"), found.calmed),
            ("stopped", _("Conversation ended"), found.stopped),
            ("helped", _("Help was called"), found.helped),
            ("police", _("Police were called"), found.police),
        )
    )
    return Picture(
        "outcome",
        Look.BARS,
        _("What was done about it: share of the reports"),
        share_columns(_("Step")),
        points,
        "",
        (_("Reports"), _("Share")),
        most=1.0,
    )


def _services(found: Aggression, env: Env) -> Picture:
    bars = tuple(sorted(found.services, key=lambda bar: -(bar.rate.value or 0)))
    return Picture(
        "services",
        Look.BARS,
        _("Aggression per 1,000 visits, by service"),
        rate_columns(_("Service"), _per()),
        rated((bar for bar in bars if bar.rate.count), partial(service_name, env)),
        _("Hatched: too few to compare with another service."),
        _heads(),
        _none(),
    )


def _waits(found: Aggression) -> Picture:
    before, usual = found.wait_before, found.wait_usual
    values = (
        ("before", _("Before an incident"), before, minutes_text(before)),
        ("usual", _("All visits"), usual, minutes_text(usual)),
    )
    return Picture(
        "waits",
        Look.BARS,
        _("Half of the clients waited longer than"),
        (_("Who"), _("Median wait")),
        plain(values),
        heads=("",),
    )


def _holidays(found: Aggression) -> Picture:
    return Picture(
        "holidays",
        Look.BARS,
        _("Around holidays, per 1,000 visits"),
        rate_columns(_("Day"), _per()),
        rated(found.holidays, partial(known, HOLIDAYS)),
        "",
        _heads(),
        _none(),
    )


def heat(cells: tuple[Cell, ...]) -> Picture:
    """When in the week: a rate in each hour with enough visits."""
    points = tuple(_heat_point(cell) for cell in cells if cell.rate.base or cell.rate.count)
    busy = any(not point.few for point in points)
    note = _("In each hour: incidents per 1,000 visits. Hatched: fewer than {n} visits.")
    sparse = _("Under {n} visits in each hour: too few to compare; a longer span may have enough.")
    return Picture(
        "heat",
        Look.HEAT,
        _("When in the week: aggression per 1,000 visits"),
        (_("Hour"), _("Count"), _("Visits"), _per(), _("95 % interval"), _("Remark")),
        points,
        (note if busy else sparse).format(n=FEW_VISITS),
        nothing=_("No visits in this span."),
        wide=True,
    )


def _heat_point(cell: Cell) -> Point:
    rate, few = cell.rate, cell.rate.base < FEW_VISITS
    day = weekday_name(cell.weekday).capitalize()
    name = _("{day} {hour}").format(day=day, hour=hour_name(cell.hour))
    figures = (count_text(rate.count), count_text(rate.base), number_text(rate.value))
    return Point(
        f"{cell.weekday}-{cell.hour}",
        (name, *figures, rate_interval(rate), few_text(few)),
        rate.value or 0.0,
        (number_text(rate.value),),
        few=few,
        at=(cell.hour, cell.weekday),
    )


def ladder(rungs: tuple[Rung, ...], env: Env) -> Picture:
    """How far the institution's own steps had to go."""
    columns = (
        _("Step"),
        _("Reached"),
        _("Share of reports"),
        _("Calmed there"),
        _("Share calmed"),
        _("Time since the step before"),
    )
    return Picture(
        "ladder",
        Look.LADDER,
        _("How far the ladder went, and where it calmed"),
        columns,
        tuple(_rung_point(rung, env) for rung in rungs),
        _("Wide bar: reports that reached the step. Narrow green bar: calmed there."),
        (_("Reached"), _("Calmed"), _("Time")),
        _none(),
        most=1.0,
    )


def _rung_point(rung: Rung, env: Env) -> Point:
    reached, calmed = rung.share, rung.calmed
    shares = (percent_text(reached.value), percent_text(calmed.value))
    minutes = minutes_text(rung.minutes)
    exact = (of_text(reached), shares[0], of_text(calmed), shares[1], minutes)
    return Point(
        rung.step,
        (step_name(env, rung.step), *exact),
        reached.value,
        (*shares, minutes),
        reached.low if reached.whole else None,
        reached.high if reached.whole else None,
        few=not reached.enough,
        part=(reached.value or 0) * calmed.value if calmed.value is not None else None,
    )


def causes(key: str, title: str, bars: tuple[Bar, ...]) -> Picture:
    """The causes that make most of it, first."""
    return Picture(
        key,
        Look.PARETO,
        title,
        (_("Cause"), _("Count"), _("Share"), _("Together")),
        pareto(bars, partial(known, CAUSES)),
        _("The dots add up: how much the causes so far make together. Conditions, not people."),
        (_("Count"), _("together")),
        _("No review has named a cause yet."),
        most=1.0,
    )
