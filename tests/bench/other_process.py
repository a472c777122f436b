"""Another process at the same database: takes walk-ins in, books, imports.

`python -m tests.bench.other_process FOLDER CHANGES`
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from datetime import time as wall
from datetime import timedelta
from pathlib import Path

from desk.app import open_app
from desk.domain.clock import at_local
from desk.domain.roles import Actor, Role
from tests.bench.people import HOME, TODAY
from tests.bench.playing import import_bookings

_FILE = 200
_BETWEEN = 0.5
"""Seconds between two files: who writes without a pause keeps everyone else from writing."""


def work(folder: Path, changes: int) -> None:
    """Import so many bookings, a file of 200 at a time, onto days far ahead."""
    moment = at_local(TODAY, wall(12))
    app = open_app(folder, clock=lambda: moment)
    with closing(app):
        with app.database.reader() as reader:
            account = next(one for one in reader.accounts.all() if one.role is Role.HEAD)
        actor = Actor(account.id, account.name, Role.HEAD, HOME, "")
        for number in range(changes // _FILE):
            day = TODAY + timedelta(days=400 + number)
            start = at_local(day, wall(9))
            slots = [
                (f"X-{day}-{n:03}", start + timedelta(minutes=n), "passport") for n in range(_FILE)
            ]
            with app.database.unit_of_work() as uow:
                import_bookings(uow, app.env, actor, slots)
                uow.commit()
            time.sleep(_BETWEEN)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
