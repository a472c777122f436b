"""`desk hours`: when the doors of a branch are open on a day."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.commands.content import database_of
from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import day
from desk.domain.errors import DeskError
from desk.i18n import language

if TYPE_CHECKING:
    from desk.domain.hours import DayHours, Interval
    from desk.services.content.schema import Pack

_EPILOG = """\
Where a database is set up, what headquarters and the branch have changed since counts; for other
institutions, and without a database, the content that came with the program.

Hours that headquarters has not confirmed are marked so.  A shorter day before a holiday is only
proposed, never set: the text names it, the JSON has the hours in force.

Examples:
  desk hours --branch riga-1 --date 2026-11-24
  desk hours --branch atd-cesis --date 2026-11-24 --json
"""


def add_parser(sub: Any) -> None:
    """Add `hours` to the command line."""
    parser = sub.add_parser("hours", help="opening hours of a branch on a day", epilog=_EPILOG)
    parser.add_argument("--branch", required=True, metavar="ID", help="e.g. riga-2, atd-cesis")
    parser.add_argument("--date", required=True, type=day, metavar="D", help="e.g. 2026-11-24")


def run(args: argparse.Namespace) -> int:
    """Show the hours of a day.

    Raises:
        DeskError: "hours.unknown_branch" (branch).
    """
    found = _hours_here(args) or hours_of(args.branch, args.date, language())
    show(args, as_json(args.branch, found), _lines(args.branch, found))
    return EXIT_OK


def _hours_here(args: argparse.Namespace) -> DayHours | None:
    """By the database: its pack in force, and what the branch itself has set over it."""
    from desk.services.opening import hours_of

    with database_of(args) as app:
        if app is None or args.branch not in app.env.branches:
            return None
        with app.database.reader() as reader:
            return hours_of(reader, app.env, args.branch, args.date)


def hours_of(branch: str, on: date, language: str) -> DayHours:
    """The hours of a branch of any shipped institution; notes are in the language."""
    from desk.services.calendar import site_hours, work_calendar

    pack = _pack_of(branch)
    return site_hours(pack, work_calendar(pack), branch, on, language=language)


def as_json(branch: str, hours: DayHours) -> dict[str, object]:
    """The stable shape of the issue's contract with outside checks."""
    return {
        "branch": branch,
        "date": hours.day.isoformat(),
        "open": hours.open,
        "confirmed": hours.confirmed,
        "intervals": [_pair(interval) for interval in hours.intervals],
    }


def _pair(interval: Interval) -> list[str]:
    return [interval.start.isoformat("minutes"), interval.end.isoformat("minutes")]


def _lines(branch: str, hours: DayHours) -> Iterator[str]:
    from desk.domain.hours import Origin

    shown = _ranges(hours.intervals) or "closed"
    if hours.origin is Origin.NONE:
        shown = "no hours are known"
    note = f" ({hours.note})" if hours.note else ""
    yield f"{branch}, {hours.day.isoformat()}: {shown}{note}"
    if not hours.confirmed:
        yield "Not confirmed by headquarters."
    if hours.proposed is not None:
        yield f"Day before a holiday, proposed: {_ranges(hours.proposed) or 'closed'}"


def _ranges(intervals: tuple[Interval, ...]) -> str:
    return ", ".join("-".join(_pair(interval)) for interval in intervals)


def _pack_of(branch: str) -> Pack:
    from desk.services.content.bundled import bundled_institutions, bundled_pack

    for info in bundled_institutions():
        pack = bundled_pack(info.institution or "")
        if any(item.id == branch for item in pack.branches):
            return pack
    raise DeskError("hours.unknown_branch", branch=branch)
