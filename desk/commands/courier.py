"""`desk courier`: what goes to headquarters and comes back, on a USB stick."""

from __future__ import annotations

import argparse
from contextlib import closing
from json import dumps
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError

_EPILOG = """\
For days without a line.  `out` writes one file with everything that headquarters have not confirmed
yet; there `desk hq courier in` reads it and writes the answer, and `in` takes that in here.  The
files are sealed: a stick that is found tells the branch and the time, and nothing else.  Nothing
counts as sent before the answer is here, so a lost stick costs nothing: write another one.  The
line may come back at any time; enrolling, and going on after a restore, need it.

The stick stays the same; each new file contains what the one before had and was not answered.
Nobody signs in; both are noted in the access log.

Examples:
  desk courier out --to /media/usb/riga-2.up
  desk hq courier in /media/usb/riga-2.up --out /media/usb/riga-2.down     (at headquarters)
  desk courier in /media/usb/riga-2.down
"""


def add_parser(sub: Any) -> None:
    """Add `courier` to the command line."""
    parser = sub.add_parser("courier", help="headquarters by a USB stick", epilog=_EPILOG)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    out = actions.add_parser("out", help="write a file for headquarters", epilog=_EPILOG)
    out.add_argument("--to", type=Path, required=True, metavar="FILE")
    back = actions.add_parser("in", help="take their answer in", epilog=_EPILOG)
    back.add_argument("file", type=Path, metavar="FILE")
    for action in (out, back):
        action.add_argument(
            "--progress", action="store_true", help="say how far it is, a JSON line at a time"
        )


def run(args: argparse.Namespace) -> int:
    """Write a file, or take one in."""
    from desk.app import open_app
    from desk.clocks import new_uuid7
    from desk.sync.courier import Courier
    from desk.version import VERSION

    with closing(open_app(args.data_dir)) as app:
        courier = Courier(app.database, app.env.clock, new_uuid7, VERSION)
        return (_out if args.action == "out" else _in)(app, courier, args)


def _out(app: Any, courier: Any, args: argparse.Namespace) -> int:
    packed = courier.pack(args.to.absolute(), progress(args))
    _noted(app, "export")
    data = {"file": str(args.to), "number": packed.number, "operations": packed.ops}
    data["bytes"] = args.to.stat().st_size
    lines = [
        f"{packed.ops} operations are in {args.to}; they stay here until the answer comes.",
        f"At headquarters: desk hq courier in {args.to.name} --out ANSWER",
    ]
    show(args, data, lines)
    return EXIT_OK


def _in(app: Any, courier: Any, args: argparse.Namespace) -> int:
    if not args.file.is_file():
        raise DeskError("courier.unreadable", name=args.file.name)
    done = courier.unpack(args.file.absolute(), progress(args))
    _noted(app, "import")
    data = {
        "number": done.number,
        "confirmed": done.settled,
        "refused": done.refused,
        "read": done.read,
    }
    lines = [f"Headquarters have {done.settled} more operations; {done.read} changes were read."]
    lines += [f"{done.refused} were refused; they are kept here."] if done.refused else []
    show(args, data, lines)
    return EXIT_OK


def _noted(app: Any, what: str) -> None:
    with app.database.unit_of_work() as uow:
        device = app.env.device_id
        uow.access_log.add(app.env.clock(), device, what, "database", None, "courier")
        uow.commit()


def progress(args: argparse.Namespace) -> Any:
    """Tells of progress on standard output, once for each percent."""
    said: list[int] = []

    def told(percent: int) -> None:
        if args.progress and said[-1:] != [percent]:
            said[:] = [percent]
            print(dumps({"percent": percent}), flush=True)

    return told
