"""`desk hq courier`: a branch's file from a USB stick, and the answer to it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError

_EPILOG = """\
Takes in what a branch without a line wrote with `desk courier out`, and writes what goes back to
it.  Each file counts once; one that could not be answered, as the stick was full, may be read
again.

Examples:
  desk hq courier in /media/usb/riga-2.up --out /media/usb/riga-2.down
"""


def add_actions(action: Any) -> None:
    """Add `courier`."""
    parser = action("courier", "a branch's file from a stick, and the answer")
    parser.epilog = _EPILOG
    parser.add_argument("what", choices=["in"], help="take a file in")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the answer")
    parser.add_argument(
        "--progress", action="store_true", help="say how far it is, a JSON line at a time"
    )


def carry(args: argparse.Namespace) -> int:
    """Take a file in, and answer it."""
    from db.hq.upgrade import require_current
    from desk.clocks import system_clock
    from desk.commands.courier import progress
    from desk.commands.hq_open import opened
    from desk.hq.courier import Counter

    if not args.file.is_file():
        raise DeskError("courier.unreadable", name=args.file.name)
    with opened(args) as engine:
        require_current(engine)
        counter = Counter(engine, system_clock)
        done = counter.take(args.file.absolute(), args.out.absolute(), progress(args))
    data = {
        "device": str(done.device.id),
        "branch": done.device.stream,
        "number": done.number,
        "taken": done.taken,
        "known": done.known,
        "refused": done.refused,
        "given": done.given,
    }
    said = f"{done.taken} new operations of {done.device.name}, {done.device.stream}"
    lines = [f"{said}; {done.known} were here already, {done.refused} refused."]
    lines.append(f"The answer with {done.given} changes: {args.out}")
    show(args, data, lines)
    return EXIT_OK


HANDLERS = {"courier": carry}
