"""`desk restore`: put a backup, or the mirror, in the place of the present database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError

_EPILOG = """\
SOURCE is a file of `desk backup --out`, a folder in `backups` of a data folder, a folder
`replaced-...` of an earlier restore, or the second place (`desk mirror`).

Nothing is destroyed: what is there now goes to `replaced-<time>` in the data folder, and stays for
as long as a backup may.  Close the program on this PC first.  The restored database is checked to
the last page before anything is exchanged; a command that is killed half-way is ended by the next
start.  The PC takes a ticket series of its own, and what has been erased since stays erased.

This PC's own key opens its own backups; then a branch head or IT signs in (--login), as the backup
knows them.  On any other PC the recovery code is asked for (or --recovery-code-stdin, --code-fd);
the key that headquarters' escrow gave out is taken in its place.

Examples:
  desk restore /media/usb/riga-2.branchbackup
  desk restore /mnt/share/branch-desk/riga-2-0199aaaa --recovery-code-stdin < code.txt
  desk restore backup.branchbackup --data-dir /srv/branch-desk --code-fd 3 3< code.txt
"""


def add_parser(sub: Any) -> None:
    """Add `restore` to the command line."""
    parser = sub.add_parser("restore", help="put a backup in place", epilog=_EPILOG)
    parser.add_argument("source", type=Path, metavar="SOURCE")
    code = parser.add_mutually_exclusive_group()
    code.add_argument(
        "--recovery-code-stdin", action="store_true", help="read the code from standard input"
    )
    code.add_argument("--code-fd", type=int, metavar="N", help="descriptor to read the code from")


def run(args: argparse.Namespace) -> int:
    """Restore and say what became of what was there."""
    from desk.app import default_data_dir
    from desk.restoring import restore

    if not args.source.exists():
        raise DeskError("backup.unreadable", name=args.source.name)
    folder = args.data_dir or default_data_dir()
    done = restore(
        args.source, folder, code=lambda: _code(args), allow=lambda app: _allow(app, args)
    )
    data = {
        "data_dir": str(folder),
        "made": done.made.isoformat() if done.made else None,
        "replaced": str(done.replaced) if done.replaced else None,
        "by_recovery_code": done.by_code,
        "unusable_parts": done.unusable,
        "newest_change": done.newest.isoformat() if done.newest else None,
        "known_to_headquarters": done.by_hq,
    }
    show(args, data, _lines(done))
    return EXIT_OK


def _code(args: argparse.Namespace) -> str:
    from desk.commands.person import secret

    if args.recovery_code_stdin:
        return sys.stdin.readline().strip()
    return secret("Recovery code: ", args.code_fd)


def _allow(app: Any, args: argparse.Namespace) -> None:
    from desk.commands.person import acting
    from desk.services.safety import may_back_up

    may_back_up(acting(app, args))


def _lines(done: Any) -> list[str]:
    made = f" as it was at {done.made:%Y-%m-%d %H:%M:%S} UTC" if done.made else ""
    lines = [f"Restored into {done.folder}{made}."]
    if done.newest:
        lines.append(f"The newest change in it was saved at {done.newest:%Y-%m-%d %H:%M:%S} UTC.")
    if done.by_hq:
        lines.append("Headquarters may have newer ones: `desk sync --once`, or open the program.")
    elif done.newest:
        lines.append("What was entered after it is not here: ask the clerks, look at the papers.")
    if done.unusable:
        lines.append(f"{done.unusable} newer parts of the mirror are damaged and were left out.")
    if done.replaced:
        lines.append(f"What was there lies in {done.replaced}; `desk restore` takes it back.")
    return [*lines, "A second place has to be set again: desk mirror set DIR"]
