"""The bad day, part by part; each part tells in lines what happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

from desk.domain.clock import at_local
from desk.domain.errors import DeskError
from desk.sync.line import is_passing
from tests.demo_sync.branch import SERVICE, Branch
from tests.demo_sync.registrar import Registrar
from tests.hq_process import Server, started_at
from tests.sync_proxy import Proxy

_ROUNDS = 3


@dataclass
class Day:
    """Everybody who takes part; `seen` are the operations that were acknowledged or restored."""

    database: str
    room: Path
    server: Server
    proxy: Proxy
    branches: list[Branch]
    stack: ExitStack
    registrar: Registrar
    place: date
    seen: dict[str, set[str]] = field(default_factory=dict)

    def morning(self) -> Iterator[str]:
        """Clients come, and everything goes to headquarters."""
        for branch in self.branches:
            waiting = branch.ask("work", 5)
            done = branch.ask("sync")
            yield f"{branch.name}: {waiting} rows saved, {done['sent']} sent"
            self._remember(branch)

    def open_a_place(self) -> Iterator[str]:
        """Headquarters open one place for bookings at the second branch."""
        second = self.branches[1]
        self.registrar.be_added()
        self.registrar.open_one_place(second.name, self.place)
        second.ask("sync")
        yield f"{second.name}: {self.place:%d.%m.%Y} 9.00, one place"

    def yesterday(self) -> Iterator[str]:
        """A backup of the first branch is made; then it works on and sends what it saved."""
        first = self.branches[0]
        first.ask("back_up", str(self.room / "backup"))
        first.ask("work", 4)
        done = first.ask("sync")
        self._remember(first)
        yield f"{first.name}: {done['sent']} rows sent that the backup does not have"

    def cut(self) -> Iterator[str]:
        """The network is cut; all branches go on."""
        self.proxy.cut()
        for branch in self.branches:
            waiting = branch.ask("work", 6)
            yield f"{branch.name}: {waiting} rows wait; sync says {_refusal(branch)}"

    def book_twice(self) -> Iterator[str]:
        """The same place is booked at headquarters and, without a line, at the branch."""
        second = self.branches[1]
        reference = self.registrar.book(second.name, self.place, SERVICE, "Zelma Rasaspura")
        yield f"headquarters: booked, number {reference}"
        start = at_local(self.place, time(9)).isoformat()
        state = second.ask("book", start, "Olivers Zemgalis")
        yield f"{second.name}: {state}, told so to the client"

    def restore(self) -> Iterator[str]:
        """The first branch's disk dies; its backup of yesterday is put in place."""
        first = self.branches[0]
        first.kill()
        first.restore(self.room / "backup")
        first.start()
        first.ask("work", 2)
        yield f"{first.name}: {len(first.ask('held'))} changes known, and new ones saved"

    def kill(self) -> Iterator[str]:
        """The line is back; headquarters are killed while the branches send."""
        self.proxy.heal()
        second, third = self.branches[1:]
        second.tell("sync")
        self.server.kill()
        yield f"{second.name}: {_answer(second)}"
        third.ask("work", 3)
        yield f"{third.name}: sync says {_refusal(third)}"
        third.kill()
        third.start()
        yield f"{third.name}: its PC loses power too, and starts again"

    def heal(self) -> Iterator[str]:
        """Headquarters start again; every branch syncs."""
        again = started_at(self.server, self.database, self.room, "--workers", "2")
        self.server = self.stack.enter_context(again)
        for branch in self.branches:
            told = [branch.ask("sync") for _ in range(_ROUNDS)]
            sent, read = (sum(one[name] for one in told) for name in ("sent", "read"))
            noticed = ", noticed that it was restored" if told[0]["restored"] else ""
            yield f"{branch.name}: {sent} sent, {read} read{noticed}"

    def _remember(self, branch: Branch) -> None:
        """What headquarters acknowledged must be there for ever."""
        self.seen.setdefault(branch.name, set()).update(branch.ask("held"))


def _refusal(branch: Branch) -> str:
    try:
        branch.ask("sync")
    except DeskError as error:
        if not is_passing(error):
            raise
        return error.code
    return "nothing"


def _answer(branch: Branch) -> str:
    try:
        done = branch.answer()
    except DeskError as error:
        if not is_passing(error):
            raise
        return f"its round broke off ({error.code})"
    return f"its round was faster, {done['sent']} sent"
