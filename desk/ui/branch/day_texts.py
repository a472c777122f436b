"""The day page in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from desk.domain.board import QueueRow
from desk.domain.clock import local_day
from desk.domain.visit import TicketState
from desk.formats import (
    datetime_text,
    day_text,
    duration_text,
    intervals_text,
    minutes_text,
    time_text,
)
from desk.i18n import _, ngettext
from desk.services.day_close import DayPage
from desk.ui.today.words import state_text


def day_name(page: DayPage) -> str:
    """ "Today, Tuesday, 24 November"."""
    name = day_text(page.day)
    return _("Today, {day}").format(day=name) if page.today else name


def end_pairs(page: DayPage) -> Iterator[tuple[str, str]]:
    """Opening hours, the last client's end, overtime."""
    yield _("Opening hours"), intervals_text(page.hours.intervals) or _("closed")
    doors_at = page.record.doors_at if page.record else None
    yield _("Doors opened"), time_text(doors_at) if doors_at else ""
    yield _("Last client's end"), time_text(page.last_end) if page.last_end else _("none yet")
    if page.overtime:
        yield _("Overtime"), duration_text(page.overtime)
    if page.reason:
        yield _("Why overtime"), page.reason


def figure_pairs(page: DayPage) -> list[tuple[str, str]]:
    """The figures of the day, of nobody in particular."""
    counts = page.counts
    pairs = [
        (_("Served"), str(counts.served)),
        (_("Did not come"), str(counts.no_show) if counts.no_show else ""),
        (_("Left"), str(counts.left) if counts.left else ""),
        (_("Contact ended"), str(counts.stopped) if counts.stopped else ""),
        (_("Booked, not seen"), str(counts.expected) if counts.expected else ""),
        (_("Average wait"), minutes_text(counts.average_wait_minutes)),
        (_("Longest wait"), minutes_text(counts.longest_wait_minutes)),
    ]
    if counts.started_in_time_percent is not None:
        pairs.append((_("Booked, begun in time"), f"{counts.started_in_time_percent} %"))
    return pairs


def here_title(count: int) -> str:
    """Why the day cannot be closed yet."""
    many = ngettext(
        "{n} client is still here: the day stays open",
        "{n} clients are still here: the day stays open",
        count,
    )
    return many.format(n=count)


def here_line(line: QueueRow) -> str:
    """ "A014 · waiting", "B003 · being served at counter 3"."""
    state = state_text(line.state) if line.state else ""
    if line.state in (TicketState.CALLED, TicketState.SERVING) and line.counter:
        state = _("{state}, counter {counter}").format(state=state, counter=line.counter)
    return f"{line.number} · {state}"


def closed_text(page: DayPage) -> str:
    """When and by whom the day was closed."""
    if page.record is None or page.record.closed_at is None:
        return ""
    when = _moment(page.record.closed_at, page.now)
    if not page.closed_by:
        return _("Closed {when}.").format(when=when)
    return _("Closed {when} by {who}.").format(when=when, who=page.closed_by)


def _moment(at: datetime, now: datetime) -> str:
    return time_text(at) if local_day(at) == local_day(now) else datetime_text(at)
