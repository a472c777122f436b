"""`desk support-bundle`: one file for whoever helps from afar, with nobody's data in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
What doctor finds, versions, logs, reports of crashes, what IT has set, the shape of the database
and how many rows its tables have, how the line to headquarters stands.  No row of the database, no
name, login, address, key or code; the names of this PC and of its users are taken out.  What is
inside is printed, and every file of it is plain text: read it before it leaves the PC.  Nobody
signs in.

Examples:
  desk support-bundle --out bundle.zip
  desk support-bundle --out bundle.zip --data-dir /srv/branch-desk --json
"""


def add_parser(sub: Any) -> None:
    """Add `support-bundle` to the command line."""
    parser = sub.add_parser("support-bundle", help="a file for support", epilog=_EPILOG)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.zip")


def run(args: argparse.Namespace) -> int:
    """Write the bundle and tell what is in it."""
    from desk.clocks import system_clock
    from desk.commands.files import write_private
    from desk.data_folder import traces_dir
    from desk.support_bundle import packed, parts

    made = parts(args.data_dir or traces_dir(), system_clock)
    write_private(args.out, packed(made))
    sizes = [(part.name, len(part.text.encode()), part.says) for part in made]
    data = [{"name": name, "bytes": size, "says": says} for name, size, says in sizes]
    lines = [f"{name:<28} {size:>9,} B  {says}" for name, size, says in sizes]
    show(args, {"file": str(args.out), "parts": data}, [f"{args.out}:", *lines])
    return EXIT_OK
