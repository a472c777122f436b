"""`desk deadline`: the day on which so many working days are over."""

from __future__ import annotations

import argparse
from typing import Any

from desk.commands.content import pack_of
from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import count, day

_EPILOG = """\
The day itself is not counted; moved working days count where the institution follows them.

Examples:
  desk deadline --from 2026-06-15 --working-days 10 --institution pmlp
  desk deadline --from 2026-12-23 --working-days 2 --institution atd --json
"""


def add_parser(sub: Any) -> None:
    """Add `deadline` to the command line."""
    parser = sub.add_parser("deadline", help="when so many working days are over", epilog=_EPILOG)
    parser.add_argument("--from", dest="start", required=True, type=day, metavar="D")
    parser.add_argument("--working-days", required=True, type=count, metavar="N")
    parser.add_argument("--institution", required=True, metavar="ID", help="e.g. pmlp, atd")


def run(args: argparse.Namespace) -> int:
    """Show the last day.

    Raises:
        DeskError: "content.unknown_institution", "calendar.year_unknown".
    """
    from desk.services.calendar import work_calendar

    calendar = work_calendar(pack_of(args, args.institution))
    due = calendar.add_working_days(args.start, args.working_days).isoformat()
    show(args, {"due": due}, [due])
    return EXIT_OK
