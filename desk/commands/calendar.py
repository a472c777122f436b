"""`desk calendar`: an institution's working year."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desk.commands.content import pack_of
from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import count
from desk.i18n import language

if TYPE_CHECKING:
    from desk.domain.workdays import WorkCalendar

_EPILOG = """\
Moved days are those that the institution follows.  Shortened days are the working days just before
a statutory holiday.  In JSON the holidays have their official, Latvian names.

Examples:
  desk calendar --year 2026 --institution pmlp
  desk calendar --year 2027 --institution atd --json
"""


def add_parser(sub: Any) -> None:
    """Add `calendar` to the command line."""
    parser = sub.add_parser(
        "calendar", help="working days, holidays, moved and shortened days", epilog=_EPILOG
    )
    parser.add_argument("--year", required=True, type=count, metavar="Y", help="e.g. 2026")
    parser.add_argument("--institution", required=True, metavar="ID", help="e.g. pmlp, atd")


def run(args: argparse.Namespace) -> int:
    """Show a year.

    Raises:
        DeskError: "content.unknown_institution", "calendar.year_unknown".
    """
    from desk.services.calendar import work_calendar

    pack = pack_of(args, args.institution)
    names = "lv" if args.json else language()
    data = as_json(work_calendar(pack, names), args.year)
    show(args, data, _lines(data))
    return EXIT_OK


def as_json(calendar: WorkCalendar, year: int) -> dict[str, Any]:
    """The stable shape of the issue's contract with outside checks."""
    return {
        "working_days": calendar.working_days(year),
        "holidays": [
            {"date": item.day.isoformat(), "name": item.name} for item in calendar.holidays(year)
        ],
        "moved": [
            {"off": item.off.isoformat(), "worked": item.worked.isoformat()}
            for item in calendar.moved(year)
        ],
        "shortened": [item.isoformat() for item in calendar.shortened(year)],
    }


def _lines(data: dict[str, Any]) -> Iterator[str]:
    yield f"Working days: {data['working_days']}"
    yield "Holidays:"
    yield from (f"  {item['date']}  {item['name']}" for item in data["holidays"])
    yield "Moved working days:" if data["moved"] else "Moved working days: none"
    yield from (f"  {item['off']} off, {item['worked']} worked" for item in data["moved"])
    yield "An hour shorter (before a holiday):"
    yield from (f"  {item}" for item in data["shortened"])
