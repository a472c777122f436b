"""The old PC at work: a process with its own data folder, told what to do by lines.

    python -m tests.drill.work FOLDER BRANCH COUNTER LOGIN

Each line of standard input is a JSON list, an action and its arguments; each is answered by a line.
A row is known by its table and a digest of what it says.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from desk.app import App, open_app
from desk.domain.booking import ECHO
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.person import Person
from desk.domain.roles import Actor
from desk.domain.visit import Outcome
from desk.services import appointments, incidents, queue

SERVICE = "passport"
EVENTS = (
    "visit_event", "appointment_event", "incident_event", "account_event", "phone_call_event",
    "follow_up_event", "day_record_event", "person_data", "incident_seen",
    "local_hours_exception", "closure", "local_capacity",
)  # fmt: skip
"""What is never changed once it is written, and goes to headquarters."""


class AtWork:
    """What a clerk does at a counter, through the services that the window uses."""

    def __init__(self, app: App, branch: str, counter: str, login: str) -> None:
        self._app = app
        with app.database.reader() as reader:
            account = reader.accounts.by_login(login)
        assert account is not None
        self._actor = Actor(account.id, account.name, account.role, branch, counter)

    def ticket(self, note: str) -> str:
        """Somebody comes in and takes a ticket."""
        visit = self._do(queue.take_in_walk_in, (SERVICE,), override_closing=True, note=note)
        return f"ticket {visit.number}"

    def serve(self) -> str:
        """The next one is called, served and leaves."""
        visit = self._do(queue.call_next)
        self._do(queue.start)
        self._do(queue.finish, visit.id, Outcome.SOLVED)
        return f"{visit.number} served"

    def book(self, start: str, name: str) -> str:
        """A booking by telephone."""
        self._do(
            appointments.book,
            start=datetime.fromisoformat(start),
            minutes=15,
            service=SERVICE,
            person=Person(name=name, phone="+37120000001"),
            confirm_outside=True,
        )
        return f"booking of {name}"

    def report(self, text: str) -> str:
        """A rude client: a first report for the head."""
        first = FirstReport(IncidentKind.AGGRESSION, self._app.env.clock(), level="1", text=text)
        return f"report {self._do(incidents.report, first).number}"

    def rows(self) -> list[str]:
        """Every row that is never changed again."""
        with self._app.database.reader() as reader:
            raw = reader._connection
            return [
                f"{table} {_digest(dict(row))}"
                for table in EVENTS
                for row in raw.exec_driver_sql(f"SELECT * FROM {table}").mappings()
            ]

    def persons(self) -> dict[str, str]:
        """Everything personal that can be read, by the id of its row."""
        with self._app.database.reader() as reader:
            raw = reader._connection.exec_driver_sql("SELECT id FROM person_data").all()
            known = reader.persons.get_many([UUID(bytes=row[0]) for row in raw])
        return {str(number): repr(person) for number, person in known.items()}

    def tickets(self) -> list[str]:
        """The numbers of all tickets."""
        with self._app.database.reader() as reader:
            found = reader._connection.exec_driver_sql("SELECT number FROM ticket").all()
        return [row[0] for row in found]

    def close(self) -> None:
        """End of work."""
        self._app.close()

    def _do(self, use_case: Callable[..., Any], *values: Any, **named: Any) -> Any:
        with self._app.database.unit_of_work() as uow:
            result = use_case(uow, self._app.env, self._actor, *values, **named)
            uow.commit()
        return result


def _digest(row: dict[str, Any]) -> str:
    """What a row says, wherever in the file it stands.

    A decision of headquarters bears the time at which this PC heard of it; a restored PC hears it
    again.
    """
    heard = ("at", "recorded_at") if f'"{ECHO}"' in str(row.get("body")) else ()
    told = {key: value for key, value in row.items() if key not in ("position", *heard)}
    return sha256(repr(told).encode()).hexdigest()[:16]


def main(folder: Path, branch: str, counter: str, login: str) -> int:
    """Answer lines until there are no more."""
    at_work = AtWork(open_app(folder), branch, counter, login)
    for line in sys.stdin:
        action, *arguments = json.loads(line)
        try:
            answer = {"done": getattr(at_work, action)(*arguments)}
        except DeskError as error:
            answer = {"refused": str(error)}
        print(json.dumps(answer), flush=True)
    at_work.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
