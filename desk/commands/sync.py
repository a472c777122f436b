"""`desk sync`: one round with headquarters."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
Sends what is new here and reads what is new there, once.  Nothing here waits for it, and whatever
breaks off goes on next time.

Examples:
  desk sync --once
  desk sync --once --json
"""


def add_parser(sub: Any) -> None:
    """Add `sync` to the command line."""
    parser = sub.add_parser("sync", help="one round with headquarters", epilog=_EPILOG)
    parser.add_argument("--once", action="store_true", required=True, help="one round")


def run(args: argparse.Namespace) -> int:
    """One round."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from desk.app import open_app
    from desk.clocks import new_uuid7
    from desk.domain.errors import DeskError
    from desk.sync.joining import Address
    from desk.sync.line import Line
    from desk.sync.rounds import Rounds
    from desk.version import VERSION

    with closing(open_app(args.data_dir)) as app:
        with app.database.reader() as reader:
            known = reader.sync.enrolment()
        if known is None:
            raise DeskError("sync.not_enrolled")
        sign = Ed25519PrivateKey.from_private_bytes(known.private).sign
        with Address(known.url, known.ca_file, known.proxy).client() as client:
            line = Line(client, known.device, sign, app.env.clock, new_uuid7)
            done = Rounds(app.database, line, new_uuid7, VERSION).once()
    data = {
        "sent": done.sent,
        "refused": done.refused,
        "read": done.read,
        "restored": done.restored,
        "clock_seconds": round(done.offset.total_seconds()),
    }
    lines = [f"{done.sent} sent, {done.read} read."]
    lines += [f"{done.refused} were refused; they are kept here."] if done.refused else []
    lines += [
        "This database was restored; it goes on after what headquarters have."
    ] * done.restored
    show(args, data, lines)
    return EXIT_OK
