"""Other hours on a day, by headquarters' word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from db.hq import authored
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.hours import Interval
from desk.domain.opening import tidy
from desk.hq.people import HqRole, require
from desk.hq.writing import Pen, addressed
from desk.sync.down import HOURS_EXCEPTION, HoursException, Wording

_MAX_REASON = 200


def set_hours(
    pen: Pen,
    branches: Collection[str],
    day: date,
    intervals: Sequence[Interval],
    reason: Wording,
    *,
    site: str = "",
) -> tuple[str, ...]:
    """Set the hours of a day; none = closed.

    Args:
        branches: none = all; site: of the branch, "" = all of its sites.

    Returns:
        the streams that it went into.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "opening.past_day",
            "opening.intervals", "opening.reason_missing" (maximum).
    """
    require(pen.person, HqRole.EDITOR, HqRole.REGISTRAR)
    if day < local_day(pen.at):
        raise DeskError("opening.past_day")
    if any(one.end <= one.start for one in intervals):
        raise DeskError("opening.intervals")
    if not reason.lv.strip() or len(reason.lv) > _MAX_REASON:
        raise DeskError("opening.reason_missing", maximum=_MAX_REASON)
    body = HoursException(
        id=pen.new_id(),
        day=day,
        intervals=tuple((one.start, one.end) for one in tidy(intervals)),
        reason=reason,
        by=pen.person.id,
        office=pen.person.office,
        at=pen.at,
        site=site,
    )
    names = addressed(pen.connection, branches)
    for name in names:
        pen.write(name, HOURS_EXCEPTION, _subject(day, site), body)
    return names


def withdraw(pen: Pen, branches: Collection[str], day: date, *, site: str = "") -> tuple[str, ...]:
    """Take other hours back, where they were set.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.nothing_to_withdraw".
    """
    require(pen.person, HqRole.EDITOR, HqRole.REGISTRAR)
    names = addressed(pen.connection, branches)
    for name in names:
        before = _in_force(pen, name, day, site)
        body = msgspec.structs.replace(
            before,
            id=pen.new_id(),
            withdrawn=True,
            by=pen.person.id,
            office=pen.person.office,
            at=pen.at,
        )
        pen.write(name, HOURS_EXCEPTION, _subject(day, site), body)
    return names


def _in_force(pen: Pen, stream: str, day: date, site: str) -> HoursException:
    row = authored.word(pen.connection, stream, HOURS_EXCEPTION, _subject(day, site))
    found = row and msgspec.json.decode(row.body, type=HoursException)
    if found is None or found.withdrawn:
        raise DeskError("hq.nothing_to_withdraw")
    return found


def _subject(day: date, site: str) -> str:
    return f"{day.isoformat()} {site}".rstrip()
