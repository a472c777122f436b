"""`desk --check`: whether the program works on this PC; for IT and for those who build packages."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from desk.commands.output import EXIT_OK, EXIT_REFUSED, show


def run(args: argparse.Namespace) -> int:
    """Check the program, a line for each check as soon as it is done."""
    from desk.check.run import check_program

    found = []
    for one in check_program():
        found.append(one)
        if not args.json:
            word = "ok" if one.ok else "failed"
            print(f"{word:<7} {one.check:<10} {one.seconds:>5.1f} s  {one.message}")
            sys.stdout.flush()
    good = all(one.ok for one in found)
    if args.json:
        show(args, {"ok": good, "checks": [asdict(one) for one in found]}, ())
    return EXIT_OK if good else EXIT_REFUSED
