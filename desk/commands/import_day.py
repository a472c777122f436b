"""`desk import`: read a day file of the booking system."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, EXIT_PROBLEMS, show
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.services.dayfile.model import Covers, Problem
    from desk.services.import_day import ImportResult

_EPILOG = """\
Reads iCalendar or CSV (columns reference;start;service;name;phone;email, also by other names).
Importing a file again changes nothing twice.  A booking that a file lacks is cancelled only when
the file is declared to list all of a site's day (--covers).  Lines with problems are left out and
listed; then the exit code is 3.

Examples:
  desk import tuesday.csv --dry-run
  desk import tuesday.csv --login it --password-fd 3 3< password.txt
  desk import tuesday.ics --covers riga-2:2026-11-24 --confirm-cancel 12
  desk import list.csv --map "Klienta vārds=name" --map "Piezīmes="
"""


def add_parser(sub: Any) -> None:
    """Add `import` to the command line."""
    parser = sub.add_parser("import", help="import a day file of bookings", epilog=_EPILOG)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, no more")
    parser.add_argument("--site", default="", help="branch or sub-branch (default: home branch)")
    parser.add_argument("--covers", metavar="SITE:DATE", help="the file lists that whole day")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair,
        metavar="COLUMN=FIELD",
        help="what a CSV column holds; nothing after = leaves it unread",
    )
    parser.add_argument(
        "--confirm-cancel", default="", metavar="N", help="the number of cancellations, confirmed"
    )


def run(args: argparse.Namespace) -> int:
    """Import the file, or say what importing it would do."""
    from desk.app import open_app
    from desk.commands.person import acting
    from desk.services import import_day

    covers = _covers(args.covers)
    app = open_app(args.data_dir)
    try:
        actor = acting(app, args, args.site)
        with app.database.reader() as reader:
            mapping = dict(args.map)
            shown = import_day.preview(reader, app.env, actor, args.file, mapping, covers)
        if args.dry_run:
            result = import_day.result_of(shown)
        else:
            with app.database.unit_of_work() as uow:
                result = import_day.apply(uow, app.env, actor, shown, args.confirm_cancel)
                uow.commit()
    finally:
        app.close()
    show(args, _data(result), _lines(result, dry=args.dry_run))
    left_out = any(not problem.warning for problem in result.problems)
    return EXIT_PROBLEMS if left_out else EXIT_OK


def _data(result: ImportResult) -> dict[str, object]:
    return {
        "added": result.added,
        "changed": result.changed,
        "cancelled": result.cancelled,
        "unchanged": result.unchanged,
        "problems": [
            {"line": problem.line, "field": problem.field, "message": _message(problem)}
            for problem in result.problems
        ],
    }


def _lines(result: ImportResult, *, dry: bool) -> Iterator[str]:
    if dry:
        yield "Nothing was stored; this is what would happen:"
    yield (
        f"added {result.added}, changed {result.changed}, cancelled {result.cancelled}, "
        f"unchanged {result.unchanged}, problems {len(result.problems)}"
    )
    for problem in result.problems:
        where = f"line {problem.line}" if problem.line else "file"
        field = f", {problem.field}" if problem.field else ""
        yield f"  {where}{field}: {_message(problem)}"


def _message(problem: Problem) -> str:
    from desk.error_texts import error_text

    return error_text(DeskError(problem.message_code, **problem.params))


def _covers(text: str | None) -> Covers | None:
    if text is None:
        return None
    from desk.services.dayfile.covering import read_covers

    return read_covers(text.replace(":", " ", 1))


def _pair(text: str) -> tuple[str, str]:
    from desk.services.dayfile.model import Field

    column, equals, field = (part.strip() for part in text.partition("="))
    if not equals or not column:
        raise argparse.ArgumentTypeError("must be COLUMN=FIELD")
    if field not in {"", *Field}:
        raise argparse.ArgumentTypeError(f"{field!r} is none of {', '.join(Field)}")
    return column, field
