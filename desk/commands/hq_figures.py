"""`desk hq figures`, `erase`: a branch's day in numbers; what is to be erased there."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from desk.commands.output import EXIT_OK, show

if TYPE_CHECKING:
    from desk.domain.day_figures import DayFigures
    from desk.hq.figures import BranchDay

_EPILOG = """\
figures: a branch's day as headquarters see it: how many clients came, waited and were served, once
the branch has closed the day, and its reports of level 2 and up, of errors and of leaked data;
nobody's identity.

erase: a row of personal data, by its id, is destroyed here at once and at the branch in its next
round, together with its pictures and in the branch's backups.  A registrar does it, and it cannot
be taken back.

Examples:
  desk hq figures --branch riga-2 --day 2026-11-24
  desk hq figures --branch riga-2 --day 2026-11-24 --json
  desk hq erase 0199c0de-0000-7000-8000-000000000001 --branch riga-2 --login zane
"""


def add_actions(action: Any) -> None:
    """Add `figures` and `erase`."""
    from desk.commands.hq_sign_in import add_sign_in
    from desk.commands.parsing import day

    figures = action("figures", "a branch's day in numbers")
    figures.add_argument("--branch", required=True, metavar="ID")
    figures.add_argument("--day", required=True, type=day, metavar="DATE")
    erase = action("erase", "destroy a row of personal data of a branch")
    erase.add_argument("row", type=UUID, metavar="ROW")
    erase.add_argument("--branch", required=True, metavar="ID")
    add_sign_in(erase)
    for parser in (figures, erase):
        parser.epilog = _EPILOG


def _figures(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.commands.hq_sign_in import ready
    from desk.hq.figures import branch_day
    from desk.hq.projecting import catch_up

    with ready(args) as engine:
        catch_up(engine)
        with transaction(engine) as connection:
            told = branch_day(connection, args.branch, args.day)
    show(args, _data(told), _lines(told))
    return EXIT_OK


def _erase(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.erasing import erase

    with pen(args) as by:
        new = erase(by, args.branch, args.row)
    line = "Destroyed; the branch follows in its next round." if new else "It was erased before."
    show(args, {"row": str(args.row), "branch": args.branch, "new": new}, [line])
    return EXIT_OK


def _data(told: BranchDay) -> dict[str, object]:
    import msgspec

    return {
        "branch": told.branch,
        "day": told.day.isoformat(),
        "sites": [
            {
                "site": one.site,
                "closed_at": one.at.isoformat(),
                "figures": msgspec.to_builtins(one.figures),
            }
            for one in told.sites
        ],
        "incidents": [
            {
                "number": one.number,
                "kind": one.kind,
                "level": one.level,
                "state": one.state,
                "occurred_at": one.occurred_at.isoformat(),
            }
            for one in told.incidents
        ],
    }


def _lines(told: BranchDay) -> Iterator[str]:
    from desk.domain.clock import local

    if not told.sites:
        yield "No site has closed this day yet, or its figures are still on their way."
    for one in told.sites:
        yield f"{one.site}, closed {local(one.at):%H:%M}: {_said(one.figures)}"
    for case in told.incidents:
        level = f" level {case.level}" if case.level else ""
        yield f"{case.number}  {local(case.occurred_at):%H:%M}  {case.kind}{level}, {case.state}"


def _said(day: DayFigures) -> str:
    counts = day.counts
    in_time = counts.started_in_time_percent
    parts = [
        f"{day.tickets} tickets ({day.walk_ins} without a booking)",
        f"{counts.served} served",
        f"{counts.no_show} did not come",
        f"{counts.left} left",
        f"waited {counts.average_wait_minutes} min on average",
        f"{counts.longest_wait_minutes} min at most",
        f"{in_time} % of bookings began in time" if in_time is not None else "",
        f"{day.calls} telephone calls",
    ]
    return ", ".join(part for part in parts if part)


HANDLERS: Final = {"figures": _figures, "erase": _erase}
