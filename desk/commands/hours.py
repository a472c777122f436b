"""`desk hours`: when the doors of a branch are open on a day, and what the branch says of it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import date, time
from typing import TYPE_CHECKING, Any

from desk.commands.content import database_of
from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import day
from desk.domain.errors import DeskError
from desk.i18n import language

if TYPE_CHECKING:
    from desk.domain.hours import DayHours, Interval
    from desk.services.content.schema import Pack

_INTERVAL = re.compile(r"(\d{1,2})[:.](\d{2})-(\d{1,2})[:.](\d{2})")
_EPILOG = """\
Where a database is set up, what headquarters and the branch have changed since counts; for other
institutions, and without a database, the content that came with the program.

Hours that headquarters has not confirmed are marked so.  A shorter day before a holiday is only
proposed, never set: the text names it, the JSON has the hours in force.

A head or deputy may set other hours at once (--open, once for each stretch) or close (no --open),
for a day or up to --until, and withdraw that; HQ may replace it.  No booking is dropped over it.
`list` tells the days with other hours from the date on.

Examples:
  desk hours --branch riga-1 --date 2026-11-24
  desk hours --branch atd-cesis --date 2026-11-24 --json
  desk hours set --branch riga-2 --date 2026-11-24 --reason "Remontdarbu dēļ" --login ilze
  desk hours set --branch riga-2 --date 2026-12-23 --open 8:30-12:00 --open 13:00-15:00 \\
      --reason "Pirms svētkiem" --login ilze
  desk hours withdraw --branch riga-2 --date 2026-12-23 --login ilze
  desk hours list --branch riga-2 --date 2026-11-24 --login ilze
"""


def add_parser(sub: Any) -> None:
    """Add `hours` to the command line."""
    parser = sub.add_parser("hours", help="opening hours of a branch on a day", epilog=_EPILOG)
    parser.add_argument(
        "action",
        nargs="?",
        default="show",
        choices=("show", "list", "set", "withdraw"),
        help="what to do (default: show)",
    )
    parser.add_argument("--branch", required=True, metavar="ID", help="e.g. riga-2, atd-cesis")
    parser.add_argument("--date", required=True, type=day, metavar="D", help="e.g. 2026-11-24")
    parser.add_argument("--until", type=day, metavar="D", help="last day to set (default: --date)")
    parser.add_argument(
        "--open",
        action="append",
        default=[],
        type=interval,
        metavar="FROM-TO",
        help="set: open from and to; without any, closed",
    )
    parser.add_argument("--reason", default="", help="set: why, as on the door")


def run(args: argparse.Namespace) -> int:
    """Show the hours of a day.

    Raises:
        DeskError: "hours.unknown_branch" (branch).
    """
    if args.action != "show":
        from desk.commands import hours_set

        return hours_set.run(args)
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


def interval(text: str) -> Interval:
    """A stretch of open doors as it is typed: "8:30-12:00"."""
    from desk.domain.hours import Interval

    found = _INTERVAL.fullmatch(text)
    try:
        if found is not None:
            first, until = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
            return Interval(first, until)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no stretch of time like 8:30-12:00")


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

    shown = ranges(hours.intervals) or "closed"
    if hours.origin is Origin.NONE:
        shown = "no hours are known"
    note = f" ({hours.note})" if hours.note else ""
    yield f"{branch}, {hours.day.isoformat()}: {shown}{note}"
    if not hours.confirmed:
        yield "Not confirmed by headquarters."
    if hours.proposed is not None:
        yield f"Day before a holiday, proposed: {ranges(hours.proposed) or 'closed'}"


def ranges(intervals: tuple[Interval, ...]) -> str:
    """Opening hours for a terminal: "08:30-12:00, 13:00-15:00"."""
    return ", ".join("-".join(_pair(interval)) for interval in intervals)


def _pack_of(branch: str) -> Pack:
    from desk.services.content.bundled import bundled_institutions, bundled_pack

    for info in bundled_institutions():
        pack = bundled_pack(info.institution or "")
        if any(item.id == branch for item in pack.branches):
            return pack
    raise DeskError("hours.unknown_branch", branch=branch)
