"""Headquarters and branches through everything that goes wrong: after healing, all is everywhere.

Rules write, sync with lost, repeated and interrupted requests, restore yesterday's backup, set
headquarters back, and let clocks jump; then everything is healed and compared.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
from branch_pc import Branch
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from postgres_server import Postgres
from sqlalchemy import select
from virtual import KEY, VirtualClock, make_id

from db.hq.database import open_hq, transaction
from db.hq.devices import epochs
from db.hq.models import op
from db.hq.upgrade import upgrade_hq
from db.layout import database_path
from db.upgrade import prepare
from desk.hq.identity import make
from desk.hq.work import Work
from desk.sync.chain import op_hash
from desk.sync.wire import Change, Op

_FAULTS = st.lists(st.sampled_from(["", "", "request", "reply", "twice", "crash"]), max_size=6)
_WHICH = st.integers(0, 2)
_PLACES = ("riga-2", "riga-2", "ogre")
_HEALING = 4


class Machine(RuleBasedStateMachine):
    """Three PCs of two branches, and headquarters on SQLite (`url` = "" ) or PostgreSQL."""

    template: ClassVar[Path]
    new_database: ClassVar[object] = None

    @initialize()
    def begin(self) -> None:
        """Everything is new."""
        self.root = Path(tempfile.mkdtemp(prefix="sync-"))
        self.clock = VirtualClock(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
        server = type(self).new_database
        url = server.new() if isinstance(server, Postgres) else f"sqlite:///{self.root / 'hq.db'}"
        self.work = Work(open_hq(url), self.clock)
        upgrade_hq(self.work.engine)
        with transaction(self.work.engine) as connection:
            make(connection, make_id)
        self.pcs = [self._new(n, name) for n, name in enumerate(_PLACES)]
        self.backups: dict[int, Path] = {}
        self.written = 0
        self.hq_backup: dict[str, bytes] | None = None

    def _new(self, number: int, name: str) -> Branch:
        folder = self.root / f"pc-{number}"
        folder.mkdir()
        shutil.copyfile(self.template, database_path(folder))
        return Branch(folder, self.work, self.clock, name)

    @rule(which=_WHICH, rows=st.integers(1, 4))
    def write(self, which: int, rows: int) -> None:
        """A clerk works."""
        self.pcs[which].write(rows)

    @rule(which=_WHICH, faults=_FAULTS)
    def sync(self, which: int, faults: list[str]) -> None:
        """A round that may break off."""
        self.pcs[which].round(*faults)

    @rule(which=_WHICH)
    def back_up(self, which: int) -> None:
        """A backup of everything that headquarters have of this PC."""
        self._whole_round(which)
        target = self.root / f"backup-{which}-{make_id()}"
        self.pcs[which].copy_to(target)
        self.backups[which] = target

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Yesterday's backup is put in place; what was sent since is at headquarters."""
        which = data.draw(st.sampled_from(sorted(self.backups)))
        self._whole_round(which)
        self.hq_backup = None
        self.pcs[which].restore_from(self.backups[which])

    @precondition(lambda self: type(self).new_database is None)
    @rule()
    def back_up_headquarters(self) -> None:
        """A copy of headquarters' file."""
        self.work.engine.dispose()
        self.hq_backup = {f.name: f.read_bytes() for f in self.root.glob("hq.db*")}

    @precondition(lambda self: self.hq_backup is not None)
    @rule()
    def set_headquarters_back(self) -> None:
        """Headquarters lose what came since; no PC was restored meanwhile, so they all have it."""
        assert self.hq_backup is not None
        self.work.engine.dispose()
        for file in self.root.glob("hq.db*"):
            file.unlink()
        for name, raw in self.hq_backup.items():
            (self.root / name).write_bytes(raw)
        self.backups.clear()

    @rule(seconds=st.integers(-90_000, 90_000))
    def clock_jumps(self, seconds: int) -> None:
        """Nothing depends on the clock."""
        self.clock.advance(seconds=seconds)

    def _whole_round(self, which: int) -> None:
        done = self.pcs[which].round()
        assert done is not None

    def teardown(self) -> None:
        """Heal, then compare."""
        if not hasattr(self, "pcs"):
            return
        try:
            for _ in range(_HEALING):
                for which in range(len(self.pcs)):
                    self._whole_round(which)
            self._compare()
        finally:
            for pc in self.pcs:
                pc.database.close()
            self.work.engine.dispose()
            shutil.rmtree(self.root)

    def _compare(self) -> None:
        streams = {name: self._stream(name) for name in set(_PLACES)}
        for pc in self.pcs:
            changes = streams[pc.name]
            ids = [change.op_id for change in changes]
            assert len(ids) == len(set(ids)), "nothing is in a stream twice"
            assert set(pc.held()) == set(ids), "every PC of a branch knows all of it"
            own = [change for change in changes if change.device == pc.known.device]
            for change in own:
                assert self._row_of(pc, change), "what is there is what is here"
        self._chains()

    def _stream(self, name: str) -> list[Change]:
        pc = next(one for one in self.pcs if one.name == name)
        changes: list[Change] = []
        while page := pc.line.changes(name, len(changes)).changes:
            changes += page
        assert [change.feed for change in changes] == list(range(1, len(changes) + 1))
        return changes

    def _row_of(self, pc: Branch, change: Change) -> bool:
        with pc.database.reader() as reader:
            kept = reader._connection.exec_driver_sql(
                "SELECT id FROM person_data JOIN sealed_op ON row_id = id WHERE op_id = ?"
                " UNION ALL SELECT op_id FROM received_op WHERE op_id = ?",
                (change.op_id.bytes, change.op_id.bytes),
            ).first()
        return bool(kept)

    def _chains(self) -> None:
        """Every epoch's operations follow one another, from the hash that it began with."""
        with transaction(self.work.engine) as connection:
            for pc in self.pcs:
                for life in epochs(connection, pc.known.device):
                    last = life.first_hash
                    rows = connection.execute(
                        select(op)
                        .where(op.c.device == life.device, op.c.epoch == life.epoch)
                        .order_by(op.c.seq)
                    ).all()
                    for n, row in enumerate(rows):
                        assert row.seq == n + 1
                        made = Op(row.op_id, row.txn_id, row.seq, row.ends, row.schema, row.kind,
                                  bytes(row.body))  # fmt: skip
                        last = op_hash(life.device, life.epoch, made, last)
                        assert last == bytes(row.hash)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty branch database."""
    folder = tmp_path_factory.mktemp("machine")
    prepare(folder, KEY)
    return database_path(folder)


def _run(machine: type[Machine], examples: int) -> None:
    test = machine.TestCase
    test.settings = settings(
        max_examples=examples,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    test("runTest").runTest()


def test_everything_heals_on_sqlite(template: Path) -> None:
    _run(type("OnSqlite", (Machine,), {"template": template}), examples=15)


def test_everything_heals_on_postgresql(template: Path, postgres: Postgres) -> None:
    _run(type("OnPostgres", (Machine,), {"template": template, "new_database": postgres}), 8)
