"""`make bench`: every budget of the design as a ratio, measured in one run.

    python -m tests.bench [--quick] [--whole-day] [--json] [--only PART ...]

The database of ten years is made once (some minutes) and kept in the user's cache folder
(`DESK_BENCH_DIR` names another); every part works on a copy of it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import budgets, starting
from tests.bench.ten_years import QUICK_VISITS, VISITS, Made, cached, copied

PARTS = ("start", "searching", "writing", "stalls", "incoming", "day", "sync")
_SAMPLES, _QUICK_SAMPLES = 2000, 300
_CHANGES, _QUICK_CHANGES = 10_000, 1000
_WEEK, _QUICK_WEEK = 1500, 150
_BRANCHES, _QUICK_BRANCHES = 30, 4
_REPEATS, _QUICK_REPEATS = 5, 2
_ROUNDS, _QUICK_ROUNDS = 500, 50


def main() -> int:
    """Measure and print; the exit code tells whether every budget that was measured holds."""
    args = _arguments()
    if args.only == ["sync"]:
        return _told({"sync": _sync(args.quick)}, args)
    full, empty = cached(QUICK_VISITS if args.quick else VISITS), cached(0)
    _tell(
        f"{full.visits:,} visits, {full.incidents:,} incidents, {full.megabytes:,} MB; {_machine()}"
    )
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        place = Path(folder)
        ours = copied(full, place / "full" / "branch-desk")
        new = copied(empty, place / "empty" / "branch-desk")
        os.sync()
        for part in args.only or PARTS:
            began = time.monotonic()
            try:
                found[part] = _part(part, ours, new, args)
            except subprocess.CalledProcessError:
                _tell(f"{part}: FAILED")  # the others are measured nevertheless
            _tell(f"{part}: {time.monotonic() - began:.0f} s")
    return _told(found, args)


def _told(found: dict[str, Any], args: argparse.Namespace) -> int:
    rows = list(budgets.lines(found))
    if args.json:
        print(json.dumps({"lines": [row.as_json() for row in rows], "parts": found}, indent=1))
    else:
        print(budgets.table(rows))
        for stall in found.get("stalls", {}).get("tour", {}).get("stalls", [])[:5]:
            print(f"  {stall['ms']:6.1f} ms {stall['during']}: {' '.join(stall['stack'])[-200:]}")
    whole = set(found) == set(args.only or PARTS)
    return int(not whole or any(row.holds is False for row in rows))


def _part(part: str, full: Made, empty: Made, args: argparse.Namespace) -> Any:
    quick, folder = args.quick, str(full.folder)
    if part == "start":
        return starting.measure(empty.folder, full.folder, 5 if quick else starting.SPAWNS)
    if part == "searching":
        return in_a_child("searching", folder)
    if part == "writing":
        samples = _QUICK_SAMPLES if quick else _SAMPLES
        return in_a_child(
            "writing", folder, str(samples), *(day.isoformat() for day in full.days_ahead)
        )
    if part == "incoming":
        other = copied(full, full.folder.parents[1] / "incoming" / "branch-desk")
        return in_a_child("incoming", str(other.folder), str(_QUICK_CHANGES if quick else _CHANGES))
    if part == "stalls":
        return in_a_child("stalls", folder, str(_QUICK_CHANGES if quick else _CHANGES))
    if part == "sync":
        return _sync(quick)
    return in_a_child("day_at_speed", folder, *(["--whole"] if args.whole_day else []))


def _sync(quick: bool) -> Any:
    """Rows that need none of the ten years."""
    visits = str(_QUICK_WEEK if quick else _WEEK)
    repeats, rounds = (_QUICK_REPEATS, _QUICK_ROUNDS) if quick else (_REPEATS, _ROUNDS)
    branches = _QUICK_BRANCHES if quick else _BRANCHES
    return {
        "speed": in_a_child("sync_speed", visits, str(repeats), str(rounds)),
        "fleet": in_a_child("sync_fleet", str(branches), visits),
    }


def in_a_child(module: str, *arguments: str) -> Any:
    """A part in a process of its own, so that none sees what another left in memory."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        env=environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a twentieth of the data, fewer samples"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--whole-day", action="store_true", help="all of the day of 300 clients: 48 minutes"
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    return parser.parse_args()


def _machine() -> str:
    return f"{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}"


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
