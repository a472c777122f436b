"""`desk enrol`: headquarters take this PC in."""

from __future__ import annotations

import argparse
import socket
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, EXIT_PROBLEMS, show
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.sync.joining import Address

_WAITING = "hq.waiting"
_EPILOG = """\
Headquarters' IT gives a code for one PC of a branch (`desk hq enrol-code`).  This PC makes a key
of its own and shows it with the code; from then on what is saved here goes to headquarters too, and
everything goes on as before where they cannot be reached.  After a broken line just ask again.
Where the institution has a recovery key, the database key is handed over with it, sealed; compare
the fingerprint that is shown with headquarters.  Head or IT.

What is not given here is taken from what IT has set for this PC (`desk configure`); a code that was
left there is used once and taken away.

Examples:
  desk enrol --login ilze
  desk enrol --hq https://hq.example:8443 --code ABCD-EFGH-JKLM-NPQR --login ilze
  desk enrol --hq https://hq.example:8443 --code ABCD-EFGH-JKLM-NPQR --ca-file institution.pem
"""


def add_parser(sub: Any) -> None:
    """Add `enrol` to the command line."""
    parser = sub.add_parser("enrol", help="headquarters take this PC in", epilog=_EPILOG)
    parser.add_argument("--hq", default="", metavar="URL", help="address of headquarters")
    parser.add_argument("--code", default="", help="the code that they gave")
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
    from desk.sync.joining import join
    from desk.waiting_code import spend

    with closing(open_app(args.data_dir)) as app:
        safety.may_back_up(acting(app, args))
        address, code = _way(args)
        try:
            told = join(app.database, address, code, args.name, app.env.clock, new_uuid7)
        except DeskError as error:
            if error.code != _WAITING:
                raise
            return _waits(args, app)
        spend()
        seen = _handed_over(app)
    data = {"branch": told.stream, "device": str(told.device), "hq": told.url, "escrow": seen}
    lines = [f"Headquarters know this PC as one of {told.stream}."]
    if seen:
        lines.append(f"They keep its database key, sealed for the recovery key {seen}.")
    else:
        lines.append("They do not keep its database key: see `desk escrow --help`.")
    show(args, data, lines)
    return EXIT_OK


def _waits(args: argparse.Namespace, app: Any) -> int:
    """A person at headquarters has to look first."""
    from desk.error_texts import error_text
    from desk.sync.joining import own_fingerprint

    seen = own_fingerprint(app.database)
    data = {"waiting": True, "device": str(app.database.device_id), "fingerprint": seen}
    lines = [error_text(DeskError(_WAITING)), f"PC {app.database.device_id}", f"fingerprint {seen}"]
    show(args, data, lines)
    return EXIT_PROBLEMS


def _way(args: argparse.Namespace) -> tuple[Address, str]:
    """Where headquarters are and the code, given here or set by IT.

    Raises:
        DeskError: "sync.no_way" where neither says them.
    """
    from desk.sync.joining import Address
    from desk.waiting_code import Waiting, waiting

    known = waiting() or Waiting("", "", "")
    url, code = args.hq or known.url, args.code or known.code
    if not url or not code:
        raise DeskError("sync.no_way")
    by_site = known.ca_file if url == known.url else ""
    own = str(Path(args.ca_file).absolute()) if args.ca_file else by_site
    return Address(url, own, args.proxy), code


def _handed_over(app: Any) -> str:
    """Hand the sealed database key over; the recovery key's fingerprint, "" when it was not.

    A line that breaks just now must not undo that the PC was taken in: `desk escrow` does the rest.
    """
    from desk.commands.escrow import give, offered
    from desk.sync.escrow import fingerprint

    try:
        recovery_key = offered(app)
        if recovery_key:
            give(app, recovery_key)
    except DeskError:
        return ""
    return fingerprint(recovery_key) if recovery_key else ""
