"""`desk export`: a day's bookings as a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import day

_EPILOG = """\
CSV has the import's columns plus the state; all forms can be imported again.  Without --out the
file goes to standard output.  Only head and deputy may export, and it is logged.

Examples:
  desk export --format csv --date 2026-11-24 --out tuesday.csv
  desk export --format json --date 2026-11-24 --login ilze
"""


def add_parser(sub: Any) -> None:
    """Add `export` to the command line."""
    parser = sub.add_parser("export", help="export a day's bookings", epilog=_EPILOG)
    parser.add_argument("--format", required=True, choices=("ics", "csv", "json"))
    parser.add_argument("--date", required=True, type=day, metavar="YYYY-MM-DD")
    parser.add_argument("--site", default="", help="branch or sub-branch (default: home branch)")
    parser.add_argument("--out", type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Write the day's bookings."""
    from desk.app import open_app
    from desk.commands.files import write_private
    from desk.commands.person import acting
    from desk.services.dayfile.write_file import Format
    from desk.services.export_day import export

    app = open_app(args.data_dir)
    try:
        actor = acting(app, args, args.site)
        with app.database.unit_of_work() as uow:
            content = export(uow, app.env, actor, args.date, Format(args.format))
            uow.commit()
    finally:
        app.close()
    if args.out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return EXIT_OK
    write_private(args.out, content)
    show(args, {"file": str(args.out), "bytes": len(content)}, [f"Written: {args.out}"])
    return EXIT_OK
