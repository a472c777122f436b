"""`desk doctor`: check this installation."""

from __future__ import annotations

import argparse
from typing import Any

from desk.commands.output import EXIT_OK, EXIT_REFUSED, show

_EPILOG = """\
Checks the data folder, disk space and encryption, clock, fonts, printer, versions, what IT has set
for this PC, updates, key store, the database's every page and its schema, the content pack, the
retention table, the sealed annex, the last backup, the second place, and whether headquarters
answer (at most ten seconds; that they do not is no fault).  Reads no personal data, so nobody signs
in.  Exit code 1 when something is wrong; a warning alone is 0.

Examples:
  desk doctor
  desk doctor --data-dir /srv/branch-desk --json
"""


def add_parser(sub: Any) -> None:
    """Add `doctor` to the command line."""
    sub.add_parser("doctor", help="check this installation", epilog=_EPILOG)


def run(args: argparse.Namespace) -> int:
    """Check everything and say what was found."""
    from desk.app import default_data_dir
    from desk.clocks import system_clock
    from desk.doctor import Status, examine

    found = examine(args.data_dir or default_data_dir(), system_clock)
    good = all(finding.status is not Status.PROBLEM for finding in found)
    data = {
        "ok": good,
        "checks": [
            {"check": item.check, "status": item.status.value, "message": item.message}
            for item in found
        ],
    }
    show(args, data, [f"{item.status.value:<8} {item.check:<15} {item.message}" for item in found])
    return EXIT_OK if good else EXIT_REFUSED
