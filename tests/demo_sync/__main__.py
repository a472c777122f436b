"""`make demo-sync`: headquarters and three branches through a bad day, and what is true after it.

PostgreSQL, a server with two workers and three branches are started as real processes with
databases of their own.  The network is cut, work goes on, one place is booked at both ends, a
branch is restored from yesterday's backup, the server is killed; then everything is healed and
checked.  The exit code is 1 when a check fails.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from desk.clocks import system_clock
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from tests.demo_sync.branch import Branch
from tests.demo_sync.checks import Checks
from tests.demo_sync.day import Day
from tests.demo_sync.registrar import Registrar
from tests.hq_process import command, started
from tests.postgres_server import running
from tests.sync_proxy import proxied

_BRANCHES = ("riga-2", "cesis", "dobele")
_SEED = 5


def main() -> int:
    """Play the day and check it."""
    began = time.monotonic()
    with ExitStack() as stack:
        room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sync-demo-")))
        checks = _played(room, stack)
    tell(f"\n{checks.passed} of {checks.made} checks hold; {time.monotonic() - began:.0f} seconds.")
    return 0 if checks.passed == checks.made else 1


def _played(room: Path, stack: ExitStack) -> Checks:
    tell("PostgreSQL and headquarters with two workers start; three branches are taken in.")
    (room / "pg").mkdir()
    database = stack.enter_context(running(room / "pg", durable=True)).new()
    command(database, "init")
    server = stack.enter_context(started(database, room, "--workers", "2"))
    proxy, url = stack.enter_context(proxied(server.url, _SEED, share=0))
    branches = [Branch(name, room / name) for name in _BRANCHES]
    for branch in branches:
        branch.start()
        stack.callback(branch.kill)
    for branch in branches:
        code = command(database, "enrol-code", "--branch", branch.name)["code"]
        branch.ask("join", url, code)
    registrar, place = Registrar(database), local_day(system_clock()) + timedelta(days=3)
    day = Day(database, room, server, proxy, branches, stack, registrar, place)
    for part in (
        day.morning,
        day.open_a_place,
        day.yesterday,
        day.cut,
        day.book_twice,
        day.restore,
        day.kill,
        day.heal,
    ):
        title = (part.__doc__ or "").strip()
        tell(f"- {title}")
        for line in part():
            tell(f"    {line}")
    tell("\nChecked after healing:")
    return Checks(database, branches, day.seen, registrar, place, tell).run()


def tell(text: str) -> None:
    """Say how far it is."""
    print(text, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DeskError as error:
        tell(f"refused: {error}")
        sys.exit(1)
