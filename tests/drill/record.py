"""What the drill itself writes down of the morning, to compare with what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desk.clocks import system_clock
from tests.drill.pc import Process


@dataclass(frozen=True)
class Entry:
    """Something that a clerk entered, with the rows that it wrote."""

    at: datetime
    what: str
    rows: frozenset[str]


@dataclass
class Record:
    """The morning: what was entered, what was readable, and what was safe at the last moment.

    Args:
        safe: rows that lay at headquarters or in the second place when those could last be reached.
    """

    entries: list[Entry] = field(default_factory=list)
    rows: frozenset[str] = frozenset()
    safe: frozenset[str] = frozenset()
    persons: dict[str, str] = field(default_factory=dict)

    def enter(self, clerk: Process, action: str, *arguments: object) -> None:
        """Have a clerk do something."""
        what = clerk.ask(action, *arguments)
        rows = frozenset(clerk.ask("rows"))
        self.entries.append(Entry(system_clock(), str(what), rows - self.rows))
        self.rows = rows

    def are_safe(self, clerk: Process) -> None:
        """All that is saved by now is on a second device too."""
        self.safe |= frozenset(clerk.ask("rows"))
        self.persons |= clerk.ask("persons")

    @property
    def only_saved(self) -> frozenset[str]:
        """What was on the PC that died, and nowhere else."""
        return self.rows - self.safe

    def entries_of(self, rows: frozenset[str]) -> list[Entry]:
        """What was entered by which any of the rows came to be."""
        return [entry for entry in self.entries if entry.rows & rows]
