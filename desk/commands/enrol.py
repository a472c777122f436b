"""`desk enrol`: headquarters take this PC in."""

from __future__ import annotations

import argparse
import socket
from contextlib import closing
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
Headquarters' IT gives a code for one PC of a branch (`desk hq enrol-code`).  This PC makes a key
of its own and shows it with the code; from then on what is saved here goes to headquarters too, and
everything goes on as before where they cannot be reached.  After a broken line just ask again.
Head or IT.

Examples:
  desk enrol --hq https://hq.example:8443 --code ABCD-EFGH-JKLM-NPQR --login ilze
  desk enrol --hq https://hq.example:8443 --code ABCD-EFGH-JKLM-NPQR --ca-file institution.pem
"""


def add_parser(sub: Any) -> None:
    """Add `enrol` to the command line."""
    parser = sub.add_parser("enrol", help="headquarters take this PC in", epilog=_EPILOG)
    parser.add_argument("--hq", required=True, metavar="URL", help="address of headquarters")
    parser.add_argument("--code", required=True, help="the code that they gave")
    parser.add_argument("--name", default=socket.gethostname(), help="of this PC")
    parser.add_argument(
        "--ca-file", default="", metavar="FILE", help="own authority's certificates"
    )
    parser.add_argument("--proxy", default="", metavar="URL")


def run(args: argparse.Namespace) -> int:
    """Ask to be taken in."""
    from desk.app import open_app
    from desk.clocks import new_uuid7
    from desk.commands.person import acting
    from desk.services import safety
    from desk.sync.joining import Address, join

    with closing(open_app(args.data_dir)) as app:
        safety.may_back_up(acting(app, args))
        address = Address(args.hq, args.ca_file, args.proxy)
        told = join(app.database, address, args.code, args.name, app.env.clock, new_uuid7)
    data = {"branch": told.stream, "device": str(told.device), "hq": told.url}
    show(args, data, [f"Headquarters know this PC as one of {told.stream}."])
    return EXIT_OK
