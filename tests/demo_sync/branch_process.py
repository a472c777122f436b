"""One branch of the demonstration: a process with its own data folder, told what to do by lines.

    python -m tests.demo_sync.branch_process FOLDER BRANCH [BACKUP]

Each line of standard input is a JSON list, an action and its arguments; each is answered by a line.
With BACKUP that is put in the place of the database, and nothing else is done.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.backup import backup
from db.stores.sync import Enrolment
from desk.app import App, create_app, has_database, open_app, unlocked_key
from desk.clocks import new_uuid7, system_clock
from desk.domain.errors import DeskError
from desk.domain.person import Person
from desk.domain.roles import Actor, Role
from desk.restoring import restore
from desk.services import appointments, conflicts, queue
from desk.sync.joining import Address, join
from desk.sync.line import Line
from desk.sync.rounds import Rounds
from desk.version import VERSION
from tests.demo_sync.branch import SERVICE

INSTITUTION = "pmlp"


class BranchAtWork:
    """What the branch's people and its line do."""

    def __init__(self, app: App, branch: str) -> None:
        self._app = app
        self._head = Actor(new_uuid7(), "Ilze", Role.HEAD, branch, "1")

    def join(self, url: str, code: str) -> str:
        """Headquarters take this PC in."""
        address = Address(url)
        known = join(self._app.database, address, code, "PC 1", system_clock, new_uuid7)
        return str(known.device)

    def work(self, clients: int) -> int:
        """Clients come and take their tickets; how many rows wait to be sent now."""
        for _ in range(clients):
            self._do(queue.take_in_walk_in, (SERVICE,), override_closing=True)
        return self.waiting()

    def book(self, start: str, name: str) -> str:
        """A booking by telephone, whether or not there is a line; its state."""
        made = self._do(
            appointments.book,
            start=datetime.fromisoformat(start),
            minutes=15,
            service=SERVICE,
            person=Person(name=name, phone="+37120000001"),
            confirm_outside=True,
        )
        return str(made.state.value)

    def conflicts(self) -> int:
        """Bookings without a place, which somebody has to decide about."""
        with self._app.database.reader() as reader:
            return len(conflicts.waiting(reader, self._app.env, self._head))

    def sync(self) -> dict[str, Any]:
        """One round."""
        known = self._known()
        sign = Ed25519PrivateKey.from_private_bytes(known.private).sign
        with Address(known.url).client() as client:
            line = Line(client, known.device, sign, system_clock, new_uuid7)
            done = Rounds(self._app.database, line, new_uuid7, VERSION).once()
        return {"sent": done.sent, "read": done.read, "restored": done.restored}

    def back_up(self, target: str) -> None:
        """A backup as the program makes it every night."""
        backup(self._app.folder, unlocked_key(self._app.folder), Path(target))

    def waiting(self) -> int:
        """Rows that headquarters do not have yet, as far as this PC knows."""
        known = self._known()
        with self._app.database.reader() as reader:
            unsealed = len(reader.sync.unsealed(known.sealed, 1_000_000))
        return unsealed + known.seq - known.acked

    def held(self) -> list[str]:
        """Every operation that this PC knows."""
        with self._app.database.reader() as reader:
            rows = reader._connection.exec_driver_sql(
                "SELECT op_id FROM sealed_op UNION SELECT op_id FROM received_op"
            ).all()
        return [str(UUID(bytes=row[0])) for row in rows]

    def sound(self) -> bool:
        """Whether the file is whole, in all its pages."""
        with self._app.database.reader() as reader:
            told = reader._connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            return bool(told == "ok")

    def close(self) -> None:
        """End of the working day."""
        self._app.close()

    def _known(self) -> Enrolment:
        with self._app.database.reader() as reader:
            known = reader.sync.enrolment()
        if known is None:
            raise DeskError("sync.not_enrolled")
        return known

    def _do(self, use_case: Callable[..., Any], *values: Any, **named: Any) -> Any:
        with self._app.database.unit_of_work() as uow:
            result = use_case(uow, self._app.env, self._head, *values, **named)
            uow.commit()
        return result


def main(folder: Path, branch: str) -> int:
    """Answer lines until there are no more."""
    if has_database(folder):
        app = open_app(folder)
    else:
        app, _code = create_app(folder, institution=INSTITUTION, branch=branch)
    at_work = BranchAtWork(app, branch)
    for line in sys.stdin:
        action, *arguments = json.loads(line)
        try:
            answer = {"done": getattr(at_work, action)(*arguments)}
        except DeskError as error:
            answer = {"refused": error.code}
        print(json.dumps(answer), flush=True)
    at_work.close()
    return 0


def _no_code() -> str:
    raise DeskError("keys.wrong_code")  # this PC's own key opens its own backups


if __name__ == "__main__":
    if sys.argv[3:]:
        restore(Path(sys.argv[3]), Path(sys.argv[1]), code=_no_code, allow=lambda app: None)
    else:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
