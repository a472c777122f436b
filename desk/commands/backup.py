"""`desk backup`: make a backup and prove it by restoring it."""

from __future__ import annotations

import argparse
from contextlib import closing
from json import dumps
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
Without --out it makes the day's backup: into `backups` of the data folder and, where one is set
(`desk mirror set`), into the second place; then it lets old ones go.  With --out it writes one file
to carry away.  Either way the copy is opened and checked before it counts; nobody has to stop
working meanwhile.  A backup is encrypted as the database is: this PC opens it, or the recovery
code.  So nobody signs in, and a timer may run this; --out is noted in the access log.

Examples:
  desk backup
  desk backup --due                     only when today's is still missing (for a timer)
  desk backup --out /media/usb/riga-2.branchbackup
  desk backup --list --json
"""


def add_parser(sub: Any) -> None:
    """Add `backup` to the command line."""
    parser = sub.add_parser("backup", help="make a backup and prove it", epilog=_EPILOG)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--out", type=Path, metavar="FILE", help="write one file to carry away")
    what.add_argument("--due", action="store_true", help="only when today's is still missing")
    what.add_argument("--list", action="store_true", help="list the backups in the data folder")
    parser.add_argument(
        "--progress", action="store_true", help="say how far it is, a JSON line at a time"
    )


def run(args: argparse.Namespace) -> int:
    """Make the backup."""
    from desk.app import open_app

    with closing(open_app(args.data_dir)) as app:
        if args.list:
            return _list(app, args)
        if args.out is not None:
            return _to_file(app, args)
        return _daily(app, args)


def _daily(app: Any, args: argparse.Namespace) -> int:
    from desk.backing_up import back_up
    from desk.services import safety

    if args.due:
        with app.database.reader() as reader:
            if not safety.due(reader, app.env):
                show(args, {"made": False}, ["Not due: today's backup is there."])
                return EXIT_OK
    done = back_up(app, _told(args))
    data = {
        "made": True,
        "file": done.file,
        "bytes": done.size,
        "seconds": done.seconds,
        "second_place": done.second,
    }
    lines = [f"Made and checked: {done.file} ({done.size >> 20} MB, {done.seconds} s)"]
    if done.second == "":
        lines.append("Also in the second place.")
    elif done.second:
        lines.append(f"Not in the second place ({done.second}).")
    show(args, data, lines)
    return EXIT_OK


def _to_file(app: Any, args: argparse.Namespace) -> int:
    from desk.backing_up import back_up_to

    manifest = back_up_to(app, args.out.absolute(), _told(args))
    data = {
        "file": str(args.out),
        "created": manifest.created.isoformat(),
        "site": manifest.site,
        "bytes": args.out.stat().st_size,
        "rows": sum(manifest.rows.values()),
    }
    show(args, data, [f"Written, and proven by restoring it: {args.out}"])
    return EXIT_OK


def _list(app: Any, args: argparse.Namespace) -> int:
    from db.backup_make import BACKUPS
    from db.backup_shelf import shelf

    found = shelf(app.folder / BACKUPS)
    data = [
        {"file": str(kept.path), "created": kept.created.isoformat(), "bytes": kept.size}
        for kept in found
    ]
    lines = [
        f"{kept.created:%Y-%m-%d %H:%M}Z {kept.size >> 20:>6} MB  {kept.path}" for kept in found
    ]
    show(args, data, lines or ["No backups yet."])
    return EXIT_OK


def _told(args: argparse.Namespace) -> Any:
    """Tell of progress on standard output, once for each percent."""
    said: list[tuple[str, int]] = []

    def told(stage: str, percent: int) -> None:
        if args.progress and said[-1:] != [(stage, percent)]:
            said[:] = [(stage, percent)]
            print(dumps({"stage": stage, "percent": percent}), flush=True)

    return told
