"""`desk hq trial`: headquarters for a trial, made and started by one command."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
Everything lies in one folder: a SQLite database, a certificate authority made for it and a
certificate for this PC.  The command says what is to be typed at the branch, and answers until
Ctrl+C.  Started again it uses the same folder; a branch that was taken in stays so.  Nothing else
has to be set up; delete the folder and it is gone.

Examples:
  desk hq trial
  desk hq trial --folder /srv/hq-trial --port 9443 --branch riga-3
"""


def add_actions(action: Any) -> None:
    """Add `trial`."""
    trial = action("trial", "everything by one command, to try it out")
    trial.epilog = _EPILOG
    trial.add_argument("--folder", type=Path, default=Path("hq-trial"), metavar="DIR")
    trial.add_argument("--port", type=int, default=8443)
    trial.add_argument("--branch", default="riga-2", help="of which the code takes a PC in")


def trial(args: argparse.Namespace) -> int:
    """Make what is missing, say what to type, and serve."""
    from desk.clocks import new_uuid7, system_clock
    from desk.hq.serving import DATABASE, Listening, serve
    from desk.hq.trial import EVERYWHERE, prepare, require_free

    require_free(args.port)
    folder = args.folder.absolute()
    made = prepare(folder, args.branch, system_clock, new_uuid7)
    files = made.certificates
    urls = [_url(name, args.port) for name in made.names]
    data = {
        "folder": str(folder),
        "database": made.database,
        "urls": urls,
        "ca_file": str(files.authority),
        "new_authority": files.renewed,
        "branch": args.branch,
        "code": made.code,
    }
    show(args, data, _lines(args, folder, urls[0], made))
    sys.stdout.flush()
    os.environ[DATABASE] = made.database
    serve(Listening(EVERYWHERE, args.port, 1, files.certificate, files.key))
    return EXIT_OK


def _lines(args: argparse.Namespace, folder: Path, url: str, made: Any) -> list[str]:
    local = _url("localhost", args.port)
    authority = made.certificates.authority
    lines = [
        f"Headquarters for a trial are in {folder}; they answer until Ctrl+C.",
        "",
        f"At a branch on this PC, as a head or IT of {args.branch} (LOGIN), type:",
        "",
        f'  desk enrol --hq {local} --ca-file "{authority}" --code {made.code} --login LOGIN',
        "  desk sync --once",
        "",
        f"On another PC copy the file {authority.name} there first, and type instead:",
        "",
        f"  desk enrol --hq {url} --ca-file {authority.name} --code {made.code} --login LOGIN",
        "  desk sync --once",
        "",
        "The code takes one PC in, within seven days. A code for another one:",
        "",
        f'  desk hq enrol-code --branch {args.branch} --database "{made.database}"',
        "",
    ]
    if made.certificates.renewed:
        lines += [f"The authority is new: branches taken in before need {authority} again.", ""]
    return lines


def _url(name: str, port: int) -> str:
    return f"https://[{name}]:{port}" if ":" in name else f"https://{name}:{port}"


HANDLERS = {"trial": trial}
