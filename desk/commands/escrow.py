"""`desk escrow`: hand this PC's database key over to headquarters, sealed."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError

_EPILOG = """\
For the day on which this PC and the recovery code on paper are both lost.  The database key is
sealed for the institution's recovery key, which lies in its safe; headquarters keep the box and
cannot open it alone.  A PC that is taken in does so by itself; this is for one that was taken in
before, or when the institution has another recovery key.  Without --fingerprint it only shows the
key's; compare it with headquarters on the telephone, then say it.  Head or IT.

Examples:
  desk escrow --login ilze
  desk escrow --login ilze --fingerprint "1f3a 9c02 77d0 e4b2"
"""


def add_parser(sub: Any) -> None:
    """Add `escrow` to the command line."""
    parser = sub.add_parser("escrow", help="the database key for headquarters", epilog=_EPILOG)
    parser.add_argument("--fingerprint", default="", help="of the institution's recovery key")


def run(args: argparse.Namespace) -> int:
    """Show the recovery key's fingerprint, or seal for it."""
    from desk.app import open_app
    from desk.commands.person import acting
    from desk.services import safety
    from desk.sync.escrow import fingerprint, sealed_for

    with closing(open_app(args.data_dir)) as app:
        safety.may_back_up(acting(app, args))
        recovery_key = offered(app)
        if not recovery_key:
            raise DeskError("escrow.none")
        seen, before = fingerprint(recovery_key), sealed_for(app.database)
        if args.fingerprint:
            if _letters(args.fingerprint) != _letters(seen):
                raise DeskError("escrow.fingerprint")
            give(app, recovery_key)
    kept = bool(args.fingerprint) or before == recovery_key
    state = "is kept by headquarters" if kept else "is not handed over yet"
    lines = [f"Headquarters' recovery key: {seen}", f"This PC's database key {state}."]
    show(args, {"fingerprint": seen, "kept": kept}, lines)
    return EXIT_OK


def offered(app: Any) -> bytes:
    """Headquarters' recovery key, asked over the line; b"" while they have none."""
    with _line(app) as line:
        key: bytes = line.escrow_key().recovery_key
        return key


def give(app: Any, recovery_key: bytes) -> None:
    """Seal the database key, and let headquarters keep it."""
    from desk.app import unlocked_key
    from desk.sync.escrow import hand_over

    with _line(app) as line:
        hand_over(app.database, line, unlocked_key(app.folder), recovery_key)


def _line(app: Any) -> Any:
    from desk.clocks import new_uuid7
    from desk.sync.joining import line_of

    return line_of(app.database, app.env.clock, new_uuid7)


def _letters(text: str) -> str:
    return "".join(text.split()).lower()
