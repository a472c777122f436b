"""`desk retention`: how long personal data is kept, and the job that erases it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, EXIT_PROBLEMS, EXIT_UNSETTLED, show

if TYPE_CHECKING:
    from desk.app import App
    from desk.services.retention_table import PurposeRow, RetentionTable

_EPILOG = """\
Without an action: the table of purposes and periods, what is held under each now, and when the
erasure job last ran.  `run` erases what is due, as the program does by itself every day; it can be
put into the system's scheduler.  Neither shows anything about a person, so nobody signs in.

When the PC's date has jumped, nothing is erased until a person has looked at it: confirm it in the
window (Branch, Personal data), or with --date-is-right and --login.

What is erased leaves the backups too, those of the second place included.  Exit codes: 0 nothing is
left anywhere; 3 nothing was erased, the date has to be confirmed; 4 erased, but a backup may still
hold it: it could not be opened, one was just being made, or the second place could not be reached.
The program tries again by itself; so does the next run.

Examples:
  desk retention
  desk retention --json
  desk retention run
  desk retention run --date-is-right --login ilze
"""


def add_parser(sub: Any) -> None:
    """Add `retention` to the command line."""
    parser = sub.add_parser("retention", help="periods of personal data, erasing", epilog=_EPILOG)
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    run = actions.add_parser("run", help="erase what is due", epilog=_EPILOG)
    run.add_argument(
        "--date-is-right", action="store_true", help="a person has looked at the PC's date"
    )


def run(args: argparse.Namespace) -> int:
    """Show the table, or erase what is due."""
    from desk.app import open_app

    with closing(open_app(args.data_dir)) as app:
        if args.action == "run":
            return _erase(app, args)
        return _show(app, args)


def _show(app: App, args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from desk.services.retention_table import table

    with app.database.reader() as reader:
        found = table(reader, app.env)
    data = {
        "purposes": [asdict(row) for row in found.rows],
        "others": [{"what": what, "rule": rule} for what, rule in found.others],
        "last_run": found.last_run.isoformat() if found.last_run else None,
        "date_believed": found.date.believed,
        "without_period": list(found.without_period),
        "overdue": found.overdue,
    }
    show(args, data, _lines(found))
    return EXIT_OK


def _lines(found: RetentionTable) -> Iterator[str]:
    from desk.formats import datetime_text

    yield from map(_line, found.rows)
    yield from (f"{what}: {rule}" for what, rule in found.others)
    ran = datetime_text(found.last_run) if found.last_run else "never"
    yield f"last run: {ran}; overdue: {found.overdue}"
    if not found.date.believed:
        yield "the date of this PC has jumped: nothing is erased until a person confirms it"


def _line(row: PurposeRow) -> str:
    period = "no period" if row.days is None else f"{row.days} days {row.counted_from}"
    mark = " (program's default)" if row.default else ""
    held = "" if row.rows is None else f"; held: {row.rows}"
    until = f", next expiry {row.next_expiry}" if row.next_expiry else ""
    return f"{row.name}: {period}{mark}{held}{until}"


def _erase(app: App, args: argparse.Namespace) -> int:
    from desk.erasing import run_to_end

    if args.date_is_right:
        _confirm(app, args)
    done = run_to_end(app.database, app.env)
    settled = app.settle_erasures()
    data = {
        "erased": done.erased,
        "waits": done.waits,
        "copies": settled.copies.copies,
        "erased_in_copies": settled.copies.rows,
        "copies_failed": list(settled.copies.failed),
        "settled": settled.done,
        "settled_here": settled.here,
        "settled_in_second_place": settled.elsewhere,
    }
    lines = [f"erased: {done.erased}; in {settled.copies.copies} copies: {settled.copies.rows}"]
    if done.waits:
        lines.append("the date of this PC has jumped: confirm it with --date-is-right --login NAME")
    lines += [f"could not be rid of erased data: {name}" for name in settled.copies.failed]
    if not settled.done:
        where = "this PC" if not settled.here else "the second place"
        lines.append(f"backups of {where} may still hold what was erased: run it again")
    show(args, data, lines)
    if done.waits:
        return EXIT_PROBLEMS
    return EXIT_OK if settled.done else EXIT_UNSETTLED


def _confirm(app: App, args: argparse.Namespace) -> None:
    from desk.commands.person import acting
    from desk.services.retention_clock import confirm_date

    actor = acting(app, args)
    with app.database.unit_of_work() as uow:
        confirm_date(uow, app.env, actor)
        uow.commit()
