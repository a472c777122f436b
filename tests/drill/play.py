"""The drill: a morning, the PC dies at eleven, another one takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from desk.clocks import system_clock
from desk.domain.clock import local
from tests.drill.pc import PC, Process
from tests.drill.record import Record
from tests.hq_process import Server, command

BRANCH, COUNTER = "riga-2", "1"
HEAD, CLERK = "ilze", "anna"
ELEVEN = 11
_ROUNDS = 3
"""A round leaves notes of what it brought, which go with the next one."""
Tell = Callable[[str], None]


class FailedError(Exception):
    """Something that was safe is lost, or something else is not as it must be."""


@dataclass
class Drill:
    """One case of the drill.

    Args:
        room: an empty folder; database: headquarters'; server: that answers for them.
        share_dies, line_dies: which of the two ways to safety fails before eleven; without a
            mirror there is last night's backup.
    """

    room: Path
    database: str
    server: Server
    tell: Tell
    stack: ExitStack
    mirrored: bool
    first_to_fail: str
    record: Record = field(default_factory=Record)
    code: str = ""
    died: datetime = field(default_factory=system_clock)

    @property
    def share(self) -> Path:
        """The second place."""
        return self.room / "share"

    @property
    def backup(self) -> Path:
        """Last night's backup."""
        return self.room / "share" / "last-night.branchbackup"

    def run(self) -> float:
        """Play it; how many seconds it took from the new PC to the first client.

        Raises:
            FailedError: what was safe is not there again.
        """
        old = PC(self.room / "old")
        self._set_up(old)
        clerk = self._start(old.at_work(BRANCH, COUNTER, CLERK))
        mirror = self._start(old.mirror()) if self.mirrored else None
        self._morning(old, clerk)
        self._fail_first(old, clerk, mirror)
        self._fail_second(old, clerk, mirror)
        self._only_saved(clerk)
        tickets = clerk.ask("tickets")
        clerk.kill()
        if mirror is not None:
            mirror.kill()
        self.died = system_clock()
        old.die()
        self.tell("11:00:00  the PC is dead: its disk, and with it its own key, are gone")
        return self._new_pc(tickets)

    def _set_up(self, pc: PC) -> None:
        self.share.mkdir(parents=True)
        (pc.folder / "home").mkdir(parents=True)
        made = pc.do("init", "--institution", "pmlp", "--branch", BRANCH)
        self.code = made["recovery_code"]
        for login, name, role, by in (
            (HEAD, "Ilze Rozīte", "head", ""),
            (CLERK, "Anna Bērziņa", "clerk", HEAD),
        ):
            if (done := pc.add_account(login, name, role, by)).code:
                raise RuntimeError(done.err)
        enrol = str(command(self.database, "enrol-code", "--branch", BRANCH)["code"])
        pc.do("enrol", "--hq", self.server.url, "--code", enrol, login=HEAD)
        if self.mirrored:
            pc.do("mirror", "set", self.share, login=HEAD)
        else:
            pc.do("backup", "--out", self.backup, login=HEAD)

    def _start(self, process: Process) -> Process:
        self.stack.callback(process.kill)
        return process

    def _morning(self, pc: PC, clerk: Process) -> None:
        """Everything works: saved here, safe there."""
        for n in range(4):
            self.record.enter(clerk, "ticket", "")
            self.record.enter(clerk, "book", _later(n), f"Zelma Rasaspura {n}")
        self.record.enter(clerk, "serve")
        self.record.enter(clerk, "report", "Klients kliedza pie 1. loga, sauca Zelmu Rasaspuru")
        self._sync(pc, clerk)
        self._mirror(pc, clerk)

    def _fail_first(self, pc: PC, clerk: Process, mirror: Process | None) -> None:
        """One of the two ways to safety fails; what is entered goes the other way."""
        if self.first_to_fail == "share":
            if mirror is not None:
                mirror.kill()
            self._work(clerk, 10)
            self._sync(pc, clerk)
        else:
            self._work(clerk, 10)
            self._mirror(pc, clerk)

    def _fail_second(self, pc: PC, clerk: Process, mirror: Process | None) -> None:
        """The other way fails too; nobody is told to stop working."""
        if self.first_to_fail != "share" and mirror is not None:
            mirror.kill()

    def _only_saved(self, clerk: Process) -> None:
        self._work(clerk, 20)

    def _work(self, clerk: Process, number: int) -> None:
        self.record.enter(clerk, "ticket", "")
        self.record.enter(clerk, "serve")
        self.record.enter(clerk, "book", _later(number), f"Olivers Zemgalis {number}")
        self.record.enter(clerk, "report", f"Klients draudēja, {number}. ziņojums")

    def _sync(self, pc: PC, clerk: Process) -> None:
        for _round in range(_ROUNDS):
            pc.do("sync", "--once")
            known = pc.do("sync", "--status")
            if not known["waiting"]:
                break
        else:
            raise FailedError(f"{known['waiting']} changes do not go to headquarters")
        self.record.are_safe(clerk)

    def _mirror(self, pc: PC, clerk: Process) -> None:
        if self.mirrored:
            pc.wait_safe()
            self.record.are_safe(clerk)

    def _new_pc(self, tickets: list[str]) -> float:
        began = monotonic()
        new = PC(self.room / "new")
        (new.folder / "home").mkdir(parents=True)
        source = self.share if self.mirrored else self.backup
        for line in (*new.restore(source, self.code).splitlines(), *self._reached(new)):
            self.tell(f"          {line}")
        at_work = self._start(new.at_work(BRANCH, COUNTER, CLERK))
        first = str(at_work.ask("ticket", ""))
        took = monotonic() - began
        self.tell(f"          the first client on the new PC: {first}")
        back = new.do("sync", "--status")["came_back"]
        new.do("sync", "--once")
        if new.do("sync", "--once")["came_back"] != back:
            raise FailedError("what is sent from the new PC is told as having come back")
        self._compare(new, at_work, first, tickets)
        at_work.kill()
        return took

    def _reached(self, new: PC) -> Iterator[str]:
        """Headquarters give back what the copy lacks; the head signs in with her own password."""
        yield from new.plain("sync", "--once").splitlines()
        accounts = new.do("account", "list", login=HEAD)
        yield f"the head signs in as before: {len(accounts)} accounts"

    def _compare(self, new: PC, at_work: Process, first: str, tickets: list[str]) -> None:
        rows, persons = frozenset(at_work.ask("rows")), at_work.ask("persons")
        if lost := self.record.safe - rows:
            raise FailedError(f"{len(lost)} rows were safe and are lost: {sorted(lost)[:5]}")
        if back := self.record.only_saved & rows:
            raise FailedError(f"{len(back)} rows came back that were nowhere else")
        unread = {key for key, text in self.record.persons.items() if persons.get(key) != text}
        if unread:
            raise FailedError(f"{len(unread)} names or texts were safe and cannot be read")
        if first.removeprefix("ticket ") in tickets:
            raise FailedError(f"{first} was given out twice")
        verified = new("verify", "--json", login=HEAD)
        if verified.code:
            raise FailedError(f"the incident log is not what it was: {verified.out}")
        problems = [one for one in new("doctor", "--json").json["checks"] if _is_problem(one)]
        if problems:
            raise FailedError(f"doctor: {problems}")
        self._say_lost()

    def _say_lost(self) -> None:
        kept, lost = len(self.record.safe), self.record.only_saved
        entries = self.record.entries_of(lost)
        self.tell(f"          {kept} rows were safe: all are there, every name can be read")
        self.tell(f"          only saved, and lost with the PC: {len(entries)} entries")
        for entry in entries:
            self.tell(f"            {self.clock(entry.at)}  {entry.what}")

    def clock(self, at: datetime) -> str:
        """A time of the drill's day, on which the PC dies at eleven."""
        dead = local(self.died)
        eleven = dead.replace(hour=ELEVEN, minute=0, second=0, microsecond=0)
        return f"{local(at) + (eleven - dead):%H:%M:%S}"


def _is_problem(check: dict[str, str]) -> bool:
    return check["status"] == "problem"


def _later(number: int) -> str:
    """A time for a booking: some day to come, so that no calendar says no."""
    return (system_clock() + timedelta(days=3, minutes=15 * number)).isoformat()
