"""A day at the counter in a process that is killed; each action is said only when it is saved.

Reads "FOLDER SEED" lines from the standard input and forks a clerk for each, so that two hundred
of them do not load the program two hundred times.  Says "pid N", and then for every commit the
ids of the events it made.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from queue_desk import Desk, environment, pack
from sqlalchemy import func, select
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from db.models import ticket, visit_event
from desk.domain.clock import RIGA
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.person import Person
from desk.domain.visit import Outcome
from desk.services import incidents, queue

MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=RIGA).astimezone(UTC)
EVENTS = ("visit_event", "incident_event", "appointment_event")


class Clerk:
    """One process's share of the day: whatever is possible next, by chance."""

    def __init__(self, folder: str, seed: int) -> None:
        clock = VirtualClock(MORNING)
        self.database = Database.open(Path(folder), KEY, make_id, clock, DEVICE)
        clock.now = self._newest()
        self.desk = Desk(self.database, clock)
        self.chance = random.Random(seed)
        self.known = self._positions()

    def work(self) -> None:
        """Go on until killed."""
        while True:
            self.desk.clock.advance(seconds=self.chance.randint(2, 20))
            try:
                self.chance.choice(self._possible())()
            except DeskError:
                continue
            self._say()

    def _possible(self) -> list[Callable[[], object]]:
        chosen, anna, inese = self.chance, self.desk.anna, self.desk.inese
        actor = chosen.choice((anna, inese))
        served = self._serving(actor.counter)
        do = self.desk.do
        steps: list[Callable[[], object]] = [
            lambda: self.desk.walk_in("passport", by=actor),
            lambda: do(queue.call_next, by=actor),
            lambda: do(queue.start, by=actor),
            lambda: do(queue.undo, by=actor),
            lambda: self.desk.booking(self.desk.clock() + timedelta(minutes=30), "Zelma Rasa"),
            lambda: do(incidents.report, self._report(), by=actor),
        ]
        if served is not None:
            steps += [
                lambda: do(queue.finish, served, Outcome.SOLVED, by=actor),
                lambda: do(queue.park, served, by=actor),
                lambda: do(queue.set_note, served, "Zelma lūdz kopiju", by=actor),
                lambda: do(queue.set_contact, served, Person(phone="20000001"), by=actor),
            ]
        return steps

    def _serving(self, counter: str) -> UUID | None:
        """Whom a counter serves, if anybody."""
        found = select(ticket.c.visit_id).where(
            ticket.c.open, ticket.c.counter == counter, ticket.c.state == "serving"
        )
        with self.database.reader() as reader:
            served: UUID | None = reader._connection.execute(found).scalar()
        return served

    def _report(self) -> FirstReport:
        now = self.desk.clock()
        return FirstReport(
            kind=IncidentKind.AGGRESSION,
            occurred_at=now,
            text="kliedza",
        )

    def _newest(self) -> datetime:
        """When the one before was killed: the day goes on from there."""
        with self.database.reader() as reader:
            found = reader._connection.execute(select(func.max(visit_event.c.recorded_at))).scalar()
        return found or MORNING

    def _positions(self) -> dict[str, int]:
        with self.database.reader() as reader:
            run = reader._connection.exec_driver_sql
            return {
                name: run(f"SELECT coalesce(max(position), 0) FROM {name}").scalar_one()
                for name in EVENTS
            }

    def _say(self) -> None:
        with self.database.reader() as reader:
            run = reader._connection.exec_driver_sql
            for name in EVENTS:
                rows = run(
                    f"SELECT position, hex(id) FROM {name} WHERE position > {self.known[name]}"
                ).all()
                for position, key in rows:
                    self.known[name] = position
                    os.write(1, f"{name} {key}\n".encode())


def main() -> None:
    """Fork a clerk for each line; what each of them needs is loaded before."""
    environment(VirtualClock(MORNING), pack())
    for line in sys.stdin:
        folder, seed = line.split()
        pid = os.fork()
        if pid == 0:
            Clerk(folder, int(seed)).work()
        os.write(1, f"pid {pid}\n".encode())
        _pid, status = os.waitpid(pid, 0)
        os.write(1, b"killed\n" if os.WIFSIGNALED(status) else b"failed\n")


if __name__ == "__main__":
    main()
