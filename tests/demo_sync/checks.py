"""What must be true once everything is healed, each with its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from db.hq import devices, open_matters, streams
from db.hq.database import open_hq, transaction
from db.hq.models import feed, op
from tests.demo_sync.branch import Branch
from tests.demo_sync.registrar import Registrar
from tests.sync.hq_chains import broken_chains


@dataclass
class Checks:
    """The checks, and how many of them hold.

    Args:
        seen: by branch, the operations that it knew to be at headquarters at some time.
    """

    database: str
    branches: list[Branch]
    seen: dict[str, set[str]]
    registrar: Registrar
    place: date
    tell: Callable[[str], None]
    made: int = 0
    passed: int = 0

    def run(self) -> Checks:
        """Check everything."""
        self._engine = open_hq(self.database)
        for branch in self.branches:
            self._branch(branch)
        self._chains()
        self._booking()
        with transaction(self._engine) as connection:
            forks, refused = open_matters.forks(connection), open_matters.refused(connection)
            epochs = {device.stream: device.epoch for device in devices.every(connection)}
        self._say(forks == refused == 0, f"{forks} forks, {refused} refused operations")
        first = self.branches[0].name
        restored = [name for name, epoch in epochs.items() if epoch > 1]
        self._say(restored == [first], f"only {first} went on as a new epoch: {epochs[first]}")
        self._engine.dispose()
        return self

    def _branch(self, branch: Branch) -> None:
        with transaction(self._engine) as connection:
            head = streams.head(connection, branch.name)
            rows = connection.execute(
                select(feed.c.seq, op.c.op_id)
                .join(
                    op,
                    (op.c.stream == feed.c.stream)
                    & (op.c.device == feed.c.device)
                    & (op.c.epoch == feed.c.epoch)
                    & (op.c.seq == feed.c.op_seq),
                )
                .where(feed.c.stream == branch.name)
                .order_by(feed.c.seq)
            ).all()
        there, held = [str(row.op_id) for row in rows], branch.ask("held")
        gapless = [row.seq for row in rows] == list(range(1, len(rows) + 1)) and head == len(rows)
        twice = len(there) - len(set(there))
        self._say(gapless, f"{branch.name}: numbers 1 to {len(rows)} without a gap")
        self._say(not twice, f"{branch.name}: {twice} operations are there twice")
        missing = self.seen[branch.name] - set(there)
        acknowledged = len(self.seen[branch.name])
        self._say(
            not missing, f"{branch.name}: of {acknowledged} acknowledged, {len(missing)} missing"
        )
        apart = set(held) ^ set(there)
        self._say(not apart, f"{branch.name}: {len(held)} here, {len(set(there))} there, the same")
        waiting = branch.ask("waiting")
        self._say(not waiting, f"{branch.name}: {waiting} rows still wait")
        self._say(branch.ask("sound"), f"{branch.name}: every page of the file is whole")

    def _chains(self) -> None:
        broken = broken_chains(self._engine)
        with transaction(self._engine) as connection:
            count = len(connection.execute(select(op.c.seq)).all())
        self._say(
            not broken, f"{count} operations at headquarters, {len(broken)} out of their chain"
        )

    def _booking(self) -> None:
        """One place, two bookings: one has it, the other is in somebody's hands."""
        second = self.branches[1]
        states, listed = (
            self.registrar.booked(second.name, self.place),
            second.ask("conflicts"),
        )
        holds = states == ["booked", "conflict"] and listed == 1
        text = f"{second.name}: of one place {len(states)} bookings: {' and '.join(states)}"
        self._say(holds, f"{text}; in the branch's worklist {listed}")

    def _say(self, holds: bool, text: str) -> None:
        self.made += 1
        self.passed += holds
        self.tell(f"    {'holds' if holds else 'FAILS'}  {text}")
