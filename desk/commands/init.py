"""`desk init`: set this PC up for a branch."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
Makes the encrypted database, loads the institution's content pack and prints the recovery code.
The code is shown this once and kept nowhere: write it down and lock it away.  An existing
database is never touched; a set-up that was interrupted begins anew.

Examples:
  desk init --institution pmlp --branch riga-2
  desk init --institution atd --branch atd-cesis --data-dir /srv/branch-desk
"""


def add_parser(sub: Any) -> None:
    """Add `init` to the command line."""
    parser = sub.add_parser("init", help="set this PC up for a branch", epilog=_EPILOG)
    parser.add_argument("--institution", required=True, help="pmlp, atd ...")
    parser.add_argument("--branch", required=True, help="the branch's id, e.g. riga-2")


def run(args: argparse.Namespace) -> int:
    """Make the database and print the recovery code."""
    from desk.app import create_app, default_data_dir

    folder = args.data_dir or default_data_dir()

    def hand_over(code: str) -> None:
        data = {
            "institution": args.institution,
            "branch": args.branch,
            "data_dir": str(folder),
            "recovery_code": code,
        }
        show(args, data, _lines(args.branch, str(folder), code))
        sys.stdout.flush()

    app, _code = create_app(
        folder, institution=args.institution, branch=args.branch, hand_over=hand_over
    )
    app.close()
    return EXIT_OK


def _lines(branch: str, folder: str, code: str) -> list[str]:
    return [
        f"Ready: {branch}",
        f"Data folder: {folder}",
        "",
        f"Recovery code: {code}",
        "",
        "Write the code down and lock it away.  Without it the data cannot be read on another",
        "machine (`desk recover`), and nobody can show it again.",
        "Next: desk account add LOGIN --name NAME --role head",
    ]
