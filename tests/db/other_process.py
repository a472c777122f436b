"""What another process does with a data folder; run by the tests with a task's name.

hold: take the write lock, say "held", keep it until the standard input ends.
count ROUNDS: so many small changes one after another, each reading what it changes.
fill SERIES: new visits without end, each number said only when it is committed.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from making import issue
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database


def main(task: str, folder: str, *more: str) -> None:
    clock = VirtualClock(datetime.now(UTC))
    database = Database.open(Path(folder), KEY, make_id, clock, DEVICE)
    print("open", flush=True)
    if task == "hold":
        _hold(database)
    elif task == "count":
        _count(database, int(more[0]))
    else:
        _fill(database, clock, more[0])


def _hold(database: Database) -> None:
    with database.unit_of_work():
        print("held", flush=True)
        sys.stdin.read()


def _count(database: Database, rounds: int) -> None:
    for _ in range(rounds):
        with database.unit_of_work() as uow:
            uow.meta.put("count", str(int(uow.meta.get("count", "0")) + 1))
            uow.commit()


def _fill(database: Database, clock: VirtualClock, series: str) -> None:
    serial = 0
    while True:
        serial += 1
        with database.unit_of_work() as uow:
            visit = issue(uow, clock, f"{series}{serial:05d}")
            uow.commit()
        print(visit.id, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
