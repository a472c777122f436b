"""`desk recover`: let this machine open a database by the recovery code."""

from __future__ import annotations

import argparse
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
For a backup that was put back, a data folder that was moved to another PC, or a PC that lost its
key: put the folder with branch.db and keys.json in place, then run this.  It asks for the code
that `desk init` printed, or reads it from a descriptor; the key that headquarters' escrow gave out
is taken in its place.  The PC takes a ticket series of its own.

Examples:
  desk recover
  desk recover --data-dir /srv/branch-desk --code-fd 3 3< code.txt
"""


def add_parser(sub: Any) -> None:
    """Add `recover` to the command line."""
    parser = sub.add_parser("recover", help="open a database by its recovery code", epilog=_EPILOG)
    parser.add_argument("--code-fd", type=int, metavar="N", help="descriptor to read the code from")


def run(args: argparse.Namespace) -> int:
    """Wrap the database key for this machine."""
    from desk.app import recover
    from desk.commands.person import secret

    folder = recover(args.data_dir, secret("Recovery code: ", args.code_fd))
    show(args, {"data_dir": str(folder)}, [f"This machine opens the database in {folder}."])
    return EXIT_OK
