"""`desk practice`: a morning to practise, with a coach."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from desk.domain.errors import DeskError

_EPILOG = """\
The practice is a database of its own in the folder "practice" of the data folder, with invented
clients.  It is found on the sign-in card too.  What was begun goes on where it was left.

Examples:
  desk practice                                         go on, or begin
  desk practice --anew                                  from the beginning
  desk practice --institution atd --branch atd-cesis    as at another branch
"""


def add_parser(sub: Any) -> None:
    """Add `practice` to the command line."""
    parser = sub.add_parser("practice", help="practise a morning's work", epilog=_EPILOG)
    parser.add_argument("--institution", default="pmlp", help="pmlp, atd ... (default: pmlp)")
    parser.add_argument("--branch", default="riga-2", help="the branch's id (default: riga-2)")
    parser.add_argument("--anew", action="store_true", help="begin from the beginning")
    parser.add_argument("--looks", default="", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Open the practice's window."""
    import msgspec

    from desk.commands.display import require_display
    from desk.practice import practice_dir
    from desk.services.preferences import Preferences

    require_display()
    try:
        looks = msgspec.json.decode(args.looks, type=Preferences) if args.looks else None
    except msgspec.MsgspecError:
        raise DeskError("ui.unexpected") from None
    from desk.ui.practice.start import run_practice

    return run_practice(
        practice_dir(args.data_dir),
        args.institution,
        args.branch,
        anew=args.anew,
        looks=looks,
        shown=_shown,
    )


def _shown() -> None:
    """Told to the window that led here, which hides itself then."""
    from desk.ui.practice.way_in import SHOWN

    if sys.stdout is not None:  # a program without a console has none
        print(SHOWN, flush=True)
