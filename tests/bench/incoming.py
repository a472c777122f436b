"""The longest time the window's loop did not turn while headquarters' changes come in.

`python -m tests.bench.incoming FOLDER CHANGES` prints JSON; run it after `ten_years`.

Headquarters are a process of their own.  Half of the changes are theirs; the others are this PC's
own, which come back because a backup from before them was restored: they are put back row by row.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from datetime import time as wall
from pathlib import Path
from typing import Any

from db.hq.database import open_hq, transaction
from desk.app import App, open_app
from desk.clocks import new_uuid7
from desk.domain.clock import at_local
from desk.domain.roles import Actor, Role
from desk.hq.authoring import author_all
from desk.services.sync_state import LineState
from desk.sync.attempts import once
from desk.sync.down import BULLETIN, HOURS_EXCEPTION, Bulletin, HoursException, Wording
from desk.sync.joining import Address, join
from desk.version import VERSION
from tests.bench.people import HOME, TODAY
from tests.bench.playing import import_bookings
from tests.bench.stalls import Tour, told
from tests.bench.stand import HandClock, Hands
from tests.bench.watchdog import Watchdog
from tests.hq_process import command, started

_FILE = 200
_BULLETINS = 20
_PATIENCE = 900
_SETTLED = 8


def prepare(folder: Path, url: str, database: str, changes: int) -> None:
    """Let headquarters have so many changes that the folder's database lacks."""
    moment = at_local(TODAY, wall(12))
    with closing(open_app(folder, clock=lambda: moment)) as app:
        code = command(database, "enrol-code", "--branch", HOME)["code"]
        join(app.database, Address(url), code, "bench", app.env.clock, new_uuid7)
        _begin_here(app)
        _round(app)
    backup = folder.parent / "backup"
    _copy(folder, backup)
    with closing(open_app(folder, clock=lambda: moment)) as app:
        _book(app, changes // 4)  # each is two rows: the booking, and sealed who it is for
        _round(app)
    _copy(backup, folder)
    _author(database, changes // 2)


def _begin_here(app: App) -> None:
    """What the ten years hold need not go up: it is not what is measured."""
    with app.database.unit_of_work() as uow:
        uow.sync.change(sealed=uow.outbox.last())
        uow.commit()
    app.database.tidy()


def _round(app: App) -> None:
    tried = once(app.database, app.env.clock, new_uuid7, VERSION)
    if tried.done is None:
        raise RuntimeError(tried.outcome)


def _copy(source: Path, target: Path) -> None:
    """Copy the database's file as a backup does, over whatever is there."""
    target.mkdir(exist_ok=True)
    for old in target.glob("branch.db*"):
        old.unlink()
    for file in source.glob("branch.db*"):
        shutil.copyfile(file, target / file.name)


def _book(app: App, number: int) -> None:
    with app.database.reader() as reader:
        account = next(one for one in reader.accounts.all() if one.role is Role.HEAD)
    actor = Actor(account.id, account.name, Role.HEAD, HOME, "")
    for file in range(-(-number // _FILE)):
        day = TODAY + timedelta(days=700 + file)
        start = at_local(day, wall(9))
        slots = [
            (f"Y-{day}-{n:03}", start + timedelta(minutes=n), "passport") for n in range(_FILE)
        ]
        with app.database.unit_of_work() as uow:
            import_bookings(uow, app.env, actor, slots)
            uow.commit()


def _author(database: str, number: int) -> None:
    """Other hours of many days, and bulletins among them, each a transaction of its own."""
    engine, at = open_hq(database), at_local(TODAY, wall(12))
    with transaction(engine) as connection:
        for n in range(number):
            kind, body = _bulletin(at) if n % _BULLETINS == 0 else _hours(n, at)
            author_all(connection, HOME, [(kind, body)], at, new_id=new_uuid7)
    engine.dispose()


def _bulletin(at: datetime) -> tuple[str, Bulletin]:
    text = Wording("Rīt no rīta sistēma nedarbosies stundu; klientus pieņem kā parasti.")
    return BULLETIN, Bulletin(new_uuid7(), text, new_uuid7(), "IT", at)


def _hours(n: int, at: datetime) -> tuple[str, HoursException]:
    day = TODAY + timedelta(days=30 + n % 300)
    open_ = ((wall(9), wall(12)), (wall(13), wall(16)))
    reason = Wording("Mācības")
    return HOURS_EXCEPTION, HoursException(
        new_uuid7(), day, open_, reason, new_uuid7(), "HQ", at, HOME
    )


def measure(folder: Path, changes: int) -> dict[str, Any]:
    """Clients are called in the window while everything comes in."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-hq-") as place:
        database = f"sqlite:///{place}/hq.db"
        command(database, "init")
        with started(database, Path(place)) as server:
            prepare(folder, server.url, database, changes)
            return _watched(folder)


def _watched(folder: Path) -> dict[str, Any]:
    clock = HandClock(at_local(TODAY, wall(12)))
    hands = Hands(folder, clock)
    gc.freeze()
    with closing(hands):
        hands.open()
        keeper = hands.window.keepers.sync
        assert keeper is not None
        keeper.leave_off()
        hands.rest(_SETTLED)  # until every screen is made: that is another row's subject
        dog = Watchdog()
        dog.start()
        tour, began = Tour(hands, clock, dog), time.monotonic()
        keeper.sync_now()
        while keeper.state.state is not LineState.RESTORED or keeper.running:
            if keeper.state.error is not None or time.monotonic() - began > _PATIENCE:
                raise RuntimeError(keeper.state)
            tour.clients(1)
            dog.during = f"changes of headquarters {keeper.progress}"
        seconds = time.monotonic() - began
        dog.stop()
        with hands.window.app.database.reader() as reader:
            open_ = reader.sync.came_count("refused"), reader.sync.came_count("unknown")
    return told(dog) | {"seconds": round(seconds, 1), "refused, unknown": open_}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
