"""The figures that stand first: each with how sure it is, and how it was before."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.statistics import ENOUGH, Rate, Statistics
from desk.i18n import _
from desk.services.statistics_words import count_text, percent_text
from desk.ui.statistics.numbers import days_text, number_text, rate_interval, share_interval
from desk.ui.statistics.points import of_text


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure.

    Args:
        name: what it is; number: shown large; lines: how sure, out of what, and before.
    """

    name: str
    number: str
    lines: tuple[str, ...]

    def say(self) -> str:
        """All of it in words."""
        return ", ".join((self.name, self.number, *self.lines))


def key_figures(found: Statistics) -> tuple[KeyFigure, ...]:
    """Aggression, errors, near misses, told at once, open work."""
    before = found.before
    return (
        _rate(
            _("Aggression"),
            (_("per 1,000 visits"), _("{n} in {of} visits"), _("in {of} visits")),
            found.aggression.per_visits,
            before.aggression if before else None,
        ),
        _rate(
            _("Errors"),
            (_("per 1,000 services"), _("{n} in {of} services"), _("in {of} services")),
            found.mistakes.per_services,
            before.mistakes if before else None,
        ),
        _near(found),
        _told(found),
        _open(found),
    )


def _rate(name: str, words: tuple[str, str, str], rate: Rate, before: Rate | None) -> KeyFigure:
    """A rate where it may be compared, else the bare number."""
    per, counted, out_of = words
    count, base = count_text(rate.count), count_text(rate.base)
    if not rate.enough:
        return KeyFigure(name, count, (out_of.format(of=base), _("too few to compare")))
    sure = _sure(rate_interval(rate))
    lines = (f"{per} · {sure}", counted.format(n=count, of=base), _change(rate, before))
    return KeyFigure(name, number_text(rate.value), lines)


def _sure(interval: str) -> str:
    return _("95 %: {interval}").format(interval=interval)


def _change(now: Rate, before: Rate | None) -> str:
    """Beside the span before; a change is one only where the intervals lie apart."""
    if before is None or not before.base:
        return _("nothing known of the span before")
    if not before.enough:
        return _("before: too few to compare")
    was = number_text(before.value)
    if now.low > before.high:
        return _("more than before: {was}").format(was=was)
    if now.high < before.low:
        return _("less than before: {was}").format(was=was)
    return _("before: {was}, no clear change").format(was=was)


def _near(found: Statistics) -> KeyFigure:
    """Near misses for each error, where there are enough errors to say so."""
    errors, near = found.mistakes.per_services.count, found.mistakes.near
    good = _("more of them told is a good sign")
    if errors < ENOUGH:
        beside = _("errors: {n}").format(n=count_text(errors))
        return KeyFigure(_("Near misses"), count_text(near), (beside, good))
    counts = _("for each error: {near} to {errors}")
    line = counts.format(near=count_text(near), errors=count_text(errors))
    return KeyFigure(_("Near misses"), number_text(near / errors), (line, good))


def _told(found: Statistics) -> KeyFigure:
    told, name = found.process.told, _("Told somebody at once")
    if not told.enough:
        return KeyFigure(name, of_text(told), (_("too few to compare"),))
    sure = _sure(share_interval(told))
    return KeyFigure(name, percent_text(told.value), (f"{of_text(told)} · {sure}",))


def _open(found: Statistics) -> KeyFigure:
    process = found.process
    name, late = _("Tasks past their date"), count_text(process.overdue_tasks)
    if process.days_to_close is None:
        return KeyFigure(name, late, (_("no report was closed in this span"),))
    time = days_text(process.days_to_close)
    line = _("half of the reports closed within {time}").format(time=time)
    return KeyFigure(name, late, (line,))
