"""`desk demo`: an invented day to try the program with."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
The demo is a database of its own with invented people; it starts at 10.51 of a working day and
its clock runs on.  It is made anew when its day is over.

Examples:
  desk demo                    open the demo's window
  desk demo --reset            from the beginning
  desk demo --tour out         walk through the main job and leave pictures and PDFs in out/
  desk demo --no-window        only make it, e.g. to try commands with --data-dir
"""


def add_parser(sub: Any) -> None:
    """Add `demo` to the command line."""
    parser = sub.add_parser("demo", help="open an invented day to try it", epilog=_EPILOG)
    parser.add_argument("--reset", action="store_true", help="begin from the beginning")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="leave pictures of the main job")
    parser.add_argument("--no-window", action="store_true", help="make the demo and end")


def run(args: argparse.Namespace) -> int:
    """Make the demo when needed, then open its window or walk the tour."""
    from desk.commands.display import require_display
    from desk.demo import PASSWORD
    from desk.demo.make import make_demo

    if args.tour is None and not args.no_window:
        require_display()
    folder = make_demo(args.data_dir, reset=args.reset or args.tour is not None)
    if args.no_window:
        data = {"data_dir": str(folder), "password": PASSWORD}
        show(args, data, [f"Demo: {folder}", f"Password of everyone in it: {PASSWORD}"])
        return EXIT_OK
    if args.tour is not None:
        from desk.ui.tour.walk import run_tour

        return int(run_tour(folder, args.tour))
    from desk.ui.main import run_window

    return run_window(folder)
