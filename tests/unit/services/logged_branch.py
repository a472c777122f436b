"""A branch with a logged history of two days, for tests of the incident log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from branch_at_work import Branch
from sqlalchemy import Connection
from tampering import sql, tamperer

from desk.domain.entry_log import Occasion, Root
from desk.domain.incident import FirstReport, Incident, IncidentKind, Told
from desk.domain.log_check import LogCheck
from desk.services import incidents
from desk.services.verify import verify

BEFORE = 4
"""Incidents before the first printed root; as many come after it."""


class Log:
    """A branch whose incidents have been logged on two days, a root printed at each one's end."""

    def __init__(self, branch: Branch) -> None:
        self.branch, self.folder = branch, branch.database.folder
        self.made: list[Incident] = []
        self.roots: list[Root] = []
        for _day in range(2):
            for _incident in range(BEFORE):
                self.report()
            self.roots.append(self.print_root())
            branch.clock.advance(days=1)

    def report(self) -> Incident:
        branch = self.branch
        branch.clock.advance(minutes=7)
        first = FirstReport(
            kind=IncidentKind.AGGRESSION,
            occurred_at=branch.clock(),
            level="1",
            told=Told("chief", "in_person", branch.clock()),
            text=f"shouted at the counter, number {len(self.made) + 1}",
        )
        made: Incident = branch.do(incidents.report, first, by=branch.anna)
        branch.clock.advance(minutes=2)
        longer = replace(first, text=f"{first.text}, and left")
        branch.do(incidents.amend, made.id, longer, by=branch.anna)
        branch.clock.advance(minutes=2)
        self.made.append(branch.do(incidents.acknowledge, made.id, by=branch.head))
        return self.made[-1]

    def print_root(self) -> Root:
        with self.branch.database.unit_of_work() as uow:
            made = uow.entry_log.checkpoint(Occasion.CLOSING_SHEET)
            uow.commit()
        return Root(made.size, made.root)

    def check(self, *roots: Root, erased: tuple[UUID, ...] = ()) -> LogCheck:
        with self.branch.database.reader() as reader:
            return verify(reader, roots, erased=erased)

    def tamper(self, *steps: Callable[[Connection], object]) -> None:
        with tamperer(self.folder) as connection:
            for step in steps:
                step(connection)

    def event(self, place: int, seq: int) -> bytes:
        """The id of an event."""
        with self.branch.database.reader() as reader:
            return reader.incidents.events(self.made[place].id)[seq - 1].id.bytes

    def text(self, place: int) -> UUID:
        text_id = self.made[place].text_id
        assert text_id is not None
        return text_id

    def label(self, place: int, seq: int, what: str) -> str:
        return f"{self.made[place].number}/{seq} {what}"


def swap_lines(first: int, second: int) -> Callable[[Connection], None]:
    def swap(on: Connection) -> None:
        for old, new in ((first, -1), (second, first), (-1, second)):
            sql(on, "UPDATE entry_log SET idx = ? WHERE idx = ?", new, old)

    return swap
