"""Gathering the monthly sheet: a branch's figures on one page, nobody's name in it (B6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from desk.domain.roles import Actor, Right
from desk.domain.statistics import Rate, Share, Span, Statistics
from desk.domain.statistics_paper import KeyFigure, Lines, StatisticsPaper
from desk.formats import date_text, datetime_text, month_text
from desk.i18n import _
from desk.services import lessons
from desk.services import statistics_paper_parts as parts
from desk.services import statistics_words as words
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.incident_paper import institution_name
from desk.services.statistics import month as month_of
from desk.services.statistics import of_branch

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_MOST_LESSONS: Final = 4
_LESSON_LENGTH: Final = 260


def sheet(
    uow: UnitOfWork, env: Env, actor: Actor, month: Span, site: str | None = None
) -> StatisticsPaper:
    """A month on paper, in the language in force; logged as a print.

    Args:
        month: any days; a whole month is named, others are told from day to day.
        site: as for `statistics.of_branch`.

    Raises:
        DeskError: "access.no_right", "site.not_permitted" (site), "statistics.span" (maximum).
    """
    actor.require(Right.READ_STATISTICS)
    found = of_branch(uow, env, actor, month, site)
    looked(uow, env, actor, Look.PRINT, "statistics", None, "statistics_sheet")
    return StatisticsPaper(
        institution=institution_name(env),
        branch=env.branch(found.site).name,
        site=found.site,
        period=_period(month),
        compared=_compared(found),
        key=tuple(_key(found)),
        charts=parts.charts(env, found),
        heat=parts.heat(found.aggression.heat),
        ladder=parts.ladder(env, found),
        sections=parts.sections(found),
        lessons=_lessons(uow, env, actor, month),
        counted=tuple(_counted(env, found)),
        printed_at=env.clock(),
        printed_by=actor.name,
    )


def _period(span: Span) -> str:
    if span == month_of(span.first):
        return month_text(span.first)
    return f"{date_text(span.first)} – {date_text(span.last)}"


def _compared(found: Statistics) -> str:
    return _period(found.before.span) if found.before else ""


def _key(found: Statistics) -> Iterator[KeyFigure]:
    before = found.before
    yield _rate(
        _("Aggression per 1,000 visits"),
        found.aggression.per_visits,
        before.aggression if before else None,
    )
    yield _rate(
        _("Errors per 1,000 services"),
        found.mistakes.per_services,
        before.mistakes if before else None,
    )
    yield _near(found)
    told = found.process.told
    lines = [_of(told)] if told.whole else []
    if not told.enough:
        lines.append(_("too few to compare"))
    yield KeyFigure(_("Told somebody at once"), words.percent_text(told.value), tuple(lines))
    overdue = words.count_text(found.process.overdue_tasks)
    days = words.number_text(found.process.days_to_close)
    closed = _("half closed within {days} days").format(days=days)
    none = _("no report was closed")
    line = none if found.process.days_to_close is None else closed
    yield KeyFigure(_("Tasks past their date"), overdue, (line,))


def _rate(name: str, rate: Rate, before: Rate | None) -> KeyFigure:
    counted = _("{n} of {base}").format(
        n=words.count_text(rate.count), base=words.count_text(rate.base)
    )
    sure = _("95 %: {interval}").format(interval=words.interval_text(rate))
    lines = [counted, sure] if rate.base else [counted]
    if not rate.enough:
        lines.append(_("too few to compare"))
    return KeyFigure(name, words.number_text(rate.value), (*lines, *_before(rate, before)))


def _before(rate: Rate, before: Rate | None) -> Iterator[str]:
    """Beside the month before; a change is one only where the intervals lie apart."""
    if before is None or not before.base:
        return
    was = words.number_text(before.value)
    if not (rate.enough and before.enough):
        yield _("before: {was}").format(was=was)
    elif rate.low > before.high:
        yield _("more than before: {was}").format(was=was)
    elif rate.high < before.low:
        yield _("less than before: {was}").format(was=was)
    else:
        yield _("before: {was}, no clear change").format(was=was)


def _near(found: Statistics) -> KeyFigure:
    near, errors = found.mistakes.near, found.mistakes.per_services.count
    ratio = words.number_text(near / errors if errors else None)
    counts = _("near misses: {near}, errors: {errors}")
    line = counts.format(near=words.count_text(near), errors=words.count_text(errors))
    return KeyFigure(_("Near misses for each error"), ratio, (line, _("more is a good sign")))


def _of(share: Share) -> str:
    return _("{n} of {base}").format(
        n=words.count_text(share.part), base=words.count_text(share.whole)
    )


def _lessons(uow: UnitOfWork, env: Env, actor: Actor, month: Span) -> Lines:
    found = [one for one in lessons.shared(uow, env, actor) if month.first <= one.day <= month.last]
    return tuple((words.kind_name(one.kind), _short(one.text)) for one in found[:_MOST_LESSONS])


def _short(text: str) -> str:
    """As much of a lesson as the page has room for; the screen shows it whole."""
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= _LESSON_LENGTH else f"{tidy[: _LESSON_LENGTH - 1].rstrip()}…"


def _counted(env: Env, found: Statistics) -> Iterator[str]:
    """How the figures were counted, a sentence each."""
    as_of = _("As of {when}: {visits} visits, {services} services, {hours} open hours.")
    yield as_of.format(
        when=datetime_text(env.clock()),
        visits=words.count_text(found.visits),
        services=words.count_text(found.services),
        hours=words.count_text(found.open_hours),
    )
    yield _("A report counts where it happened or was found; voided and merged ones do not count.")
    tally = _("Aggression is level 1 and up; heated talks, level 0, are only counted: {n}.")
    yield tally.format(n=words.count_text(found.aggression.tally))
    yield _("95 %: the true rate lies in between, with that certainty (Byar, Wilson).")
    yield _("Fewer than five reports are too few to compare. No figure is of a person.")
