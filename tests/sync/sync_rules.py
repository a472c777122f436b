"""Headquarters and branches through everything that goes wrong: after healing, all is everywhere.

Rules write, erase, and sync with lost, repeated, late and interrupted requests; PCs and
headquarters go off at every commit; lines are cut; backups are restored, at both ends; databases
are cloned, PCs revoked, clocks jump, programs are upgraded.  Then all is healed and compared.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import msgspec
import pytest
from branch_pc import Branch
from hq_chains import broken_chains
from hq_device import Pc
from hq_tables import Saved, emptied, put_back, saved
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from incoming import bulletin
from sqlalchemy import func, select, update
from virtual import VirtualClock, make_id

from db.hq.database import open_hq, transaction
from db.hq.models import feed, op, quarantine
from db.layout import database_path
from desk.domain.errors import DeskError
from desk.hq.authoring import author_all
from desk.hq.enrolling import new_code
from desk.hq.identity import make
from desk.hq.status import revoke
from desk.hq.work import Work
from desk.sync import hq_chain
from desk.sync.down import BULLETIN
from desk.sync.hq_chain import Break
from desk.sync.rounds import Round
from desk.sync.wire import HQ_STREAM, Batch, Change

FAULTS = st.lists(
    st.sampled_from(["", "", "request", "reply", "twice", "late", "hq", "crash"]), max_size=6
)
_WHICH = st.integers(0, 2)
_PLACES = ("riga-2", "riga-2", "ogre")
_STREAMS = st.sampled_from((*sorted(set(_PLACES)), HQ_STREAM))
_HEALING = 5


class Machine(RuleBasedStateMachine):
    """Three PCs of two branches, and headquarters."""

    template: ClassVar[Path]
    """An empty branch database."""

    new_url: ClassVar[Callable[[Path], str]]
    """Makes headquarters' tables for a run; the folder is thrown away after it."""

    @initialize()
    def begin(self) -> None:
        """Everything is new."""
        self.root = Path(tempfile.mkdtemp(prefix="sync-"))
        self.clock = VirtualClock(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
        self.work = Work(open_hq(type(self).new_url(self.root)), self.clock)
        emptied(self.work.engine)
        with transaction(self.work.engine) as connection:
            make(connection, make_id)
        self.made = 0
        self.pcs = [self._new(name) for name in _PLACES]
        self.clone: tuple[int, Branch] | None = None
        self.gone: dict[Branch, int] = {}
        self.backups: dict[int, Path] = {}
        self.hq_backup: Saved | None = None
        self.doubts: frozenset[str] = frozenset()

    @rule(which=_WHICH, rows=st.integers(1, 4))
    def write(self, which: int, rows: int) -> None:
        """A clerk works."""
        self.pcs[which].write(rows)

    @rule(which=_WHICH, person=st.integers(0, 9))
    def erase(self, which: int, person: int) -> None:
        """Somebody's data reaches its last day."""
        self.pcs[which].erase(person)

    @rule(which=_WHICH, faults=FAULTS)
    def sync(self, which: int, faults: list[str]) -> None:
        """A round that may break off."""
        self._round(which, *faults)

    @rule(which=_WHICH, point=st.integers(1, 12))
    def crash(self, which: int, point: int) -> None:
        """A PC goes off before or after one of the commits of a round."""
        self._round(which, crash_at=point)

    @rule(which=_WHICH)
    def deliver_late(self, which: int) -> None:
        """A request arrives that nobody thinks of any more."""
        self.pcs[which].line.deliver_late()

    @rule(which=_WHICH)
    def cut_or_mend_the_line(self, which: int) -> None:
        """A branch is alone, or no longer."""
        line = self.pcs[which].line
        line.is_cut = not line.is_cut

    @rule(which=_WHICH)
    def back_up(self, which: int) -> None:
        """A backup, whether or not everything was sent."""
        target = self.root / f"backup-{which}-{make_id()}"
        self.pcs[which].copy_to(target)
        self.backups[which] = target

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Yesterday's backup is put in place; of today there is what headquarters have."""
        which = data.draw(st.sampled_from(sorted(self.backups)))
        self.hq_backup = None
        self.pcs[which].restore_from(self.backups[which])

    @precondition(lambda self: self.clone is None)
    @rule(which=_WHICH, whole=st.booleans(), rows=st.integers(0, 2))
    def clone_a_pc(self, which: int, whole: bool, rows: int) -> None:
        """A second PC starts with a copy of the file, or of the whole folder, and works too."""
        self.made += 1
        folder = self.root / f"pc-{self.made}"
        pc = self.pcs[which]
        pc.copy_to(folder)
        if whole and (pc.folder / "incarnation").exists():
            shutil.copyfile(pc.folder / "incarnation", folder / "incarnation")
        other = Branch(folder, self.work, VirtualClock(self.clock.now), pc.name)
        if rows:
            other.write(rows)
        self.clone = which, other
        self.hq_backup = None

    @precondition(lambda self: self.clone is not None)
    @rule(faults=FAULTS)
    def clone_syncs(self, faults: list[str]) -> None:
        """One of both is left behind, and hears so."""
        assert self.clone is not None
        _which, other = self.clone
        try:
            other.round(*faults)
        except DeskError as error:
            assert error.code == "hq.superseded", error
            if other.is_left_behind:
                self._leave(other)
                self.clone = None

    @rule()
    def back_up_headquarters(self) -> None:
        """A copy of all that headquarters have."""
        self.hq_backup = saved(self.work.engine)

    @precondition(lambda self: self.hq_backup is not None and self.clone is None)
    @rule()
    def set_headquarters_back(self) -> None:
        """They lose what came since; no PC was restored meanwhile, so the PCs have it all."""
        assert self.hq_backup is not None
        put_back(self.work.engine, self.hq_backup)
        for pc in self.pcs:
            pc.line.late.clear()  # minutes have passed: they would be refused for their age
        self.backups.clear()

    @rule(which=st.integers(0, 3), seconds=st.integers(-90_000, 90_000))
    def clock_jumps(self, which: int, seconds: int) -> None:
        """Of a PC, or of headquarters; nothing depends on it."""
        clocks = [pc.clock for pc in self.pcs]
        [*clocks, self.clock][which].advance(seconds=seconds)

    @precondition(lambda self: self.clone is None and len(self.gone) < 2)
    @rule(which=_WHICH, rows=st.integers(1, 3))
    def revoke_a_pc(self, which: int, rows: int) -> None:
        """A PC is stolen, a new one takes its place; what the old one says is kept apart."""
        old = self.pcs[which]
        old.line.late.clear()
        with transaction(self.work.engine) as connection:
            device = revoke(connection, old.known.device, self.clock())
            feeds = select(func.count()).select_from(feed).where(feed.c.device == device.id)
            self.gone[old] = connection.execute(feeds).scalar_one()
        self.pcs[which] = self._new(old.name)
        self.backups.pop(which, None)
        self.hq_backup = None
        self._last_words(old, rows)

    def _last_words(self, old: Branch, rows: int) -> None:
        old.line.is_cut = False
        old.write(rows)
        with pytest.raises(DeskError, match=r"hq\.revoked"):
            old.round()
        with transaction(self.work.engine) as connection:
            kept = select(quarantine.c.batch).where(quarantine.c.device == old.known.device)
            batches = [bytes(row.batch) for row in connection.execute(kept)]
        ops = [op for raw in batches for op in msgspec.json.decode(raw, type=Batch).ops]
        assert len(ops) >= rows, "unsent operations are in quarantine"

    @rule(which=_WHICH)
    def upgrade(self, which: int) -> None:
        """A newer program makes other bodies, of old rows too when they have to be made again."""
        self.pcs[which].newer += 1

    @rule(stream=_STREAMS, count=st.integers(1, 3))
    def headquarters_say(self, stream: str, count: int) -> None:
        """Something goes down, to one branch or to all of them."""
        self._say(stream, count)

    @rule(which=_WHICH, stream=_STREAMS)
    def headquarters_words_are_altered(self, which: int, stream: str) -> None:
        """Whoever holds their database changes a word; no PC takes it until it is put back."""
        *_others, wrong = self._say(stream, 2)
        here = update(op).where(op.c.op_id == wrong)
        with transaction(self.work.engine) as connection:
            right = connection.execute(select(op.c.body).where(op.c.op_id == wrong)).scalar_one()
            connection.execute(here.values(body=b"{}"))
        self.doubts = frozenset(Break)
        self._round(which)
        self.doubts = frozenset()
        assert all(wrong not in pc.heard() for pc in self.pcs), "an altered word is not taken"
        with transaction(self.work.engine) as connection:
            connection.execute(here.values(body=bytes(right)))

    def _say(self, stream: str, count: int) -> list[UUID]:
        with transaction(self.work.engine) as connection:
            words = [(BULLETIN, bulletin()) for _ in range(count)]
            return [*author_all(connection, stream, words, self.clock(), new_id=make_id)]

    @rule()
    def newer_pc_joins(self) -> None:
        """A PC whose program is newer writes what nobody else knows yet."""
        pc = Pc(self.work)
        with transaction(self.work.engine) as connection:
            code = new_code(connection, _PLACES[0], self.clock())
        pc.enrol(code)
        pc.write(b"?", b"!", kind="made_tomorrow")
        pc.push()
        self.hq_backup = None

    def _new(self, name: str) -> Branch:
        self.made += 1
        folder = self.root / f"pc-{self.made}"
        folder.mkdir()
        shutil.copyfile(self.template, database_path(folder))
        return Branch(folder, self.work, VirtualClock(self.clock.now), name)

    def _round(self, which: int, *faults: str, crash_at: int = 0) -> Round | None:
        """A round of a PC; the one that was left behind by its clone gives way to it."""
        pc = self.pcs[which]
        try:
            return pc.round(*faults, crash_at=crash_at)
        except DeskError as error:
            if error.code in self.doubts:
                return None
            assert error.code == "hq.superseded", error
        if pc.is_left_behind:
            assert self.clone is not None, "nobody else has this database"
            assert self.clone[0] == which
            self._leave(pc)
            self.pcs[which], self.clone = self.clone[1], None
            self.backups.pop(which, None)
        return None

    def _leave(self, pc: Branch) -> None:
        """A PC is not asked any more."""
        pc.database.close()
        self.hq_backup = None

    def teardown(self) -> None:
        """Heal, then compare."""
        if not hasattr(self, "pcs"):
            return
        try:
            self._heal()
            self._compare()
        finally:
            for pc in (*self.pcs, *self.gone, *([self.clone[1]] if self.clone else [])):
                pc.database.close()
            self.work.engine.dispose()
            shutil.rmtree(self.root)

    def _heal(self) -> None:
        for pc in self.pcs:
            pc.line.is_cut = False
            pc.line.deliver_late()
        for _ in range(_HEALING):
            for which in range(len(self.pcs)):
                self._round(which)
            if self.clone is not None:
                which, other = self.clone
                for pc in (self.pcs[which], other):
                    pc.line.is_cut = False
                    pc.write()
                self.clone_syncs([])
        assert self.clone is None, "two PCs with one database do not both work on unnoticed"
        for which in range(len(self.pcs)):
            done = self._round(which)
            assert done is not None
            assert (done.sent, done.read, done.restored) == (0, 0, False), "it comes to rest"

    def _compare(self) -> None:
        assert broken_chains(self.work.engine) == []
        streams = {name: self._stream(name) for name in (*set(_PLACES), HQ_STREAM)}
        for pc in self.pcs:
            changes = streams[pc.name]
            ids = [change.op_id for change in changes]
            assert len(ids) == len(set(ids)), "nothing is in a stream twice"
            heard, hq = pc.heard(), pc.known.hq
            rows = {change.op_id for change in changes if change.device != hq}
            assert set(pc.held()) - heard == rows, "every PC of a branch knows all of it"
            said = {one.op_id for one in (*changes, *streams[HQ_STREAM]) if one.device == hq}
            assert said <= heard, "and all that headquarters say"
            with pc.database.reader() as reader:
                assert hq_chain.doubt(reader, pc.known) is None
            own = [change for change in changes if change.device == pc.known.device]
            for change in own:
                assert pc.has_row_of(change.op_id), "what is there is what is here"
                if change.kind == "person_erased":
                    person = UUID(msgspec.json.decode(change.body)["id"])
                    assert not pc.can_read(person), "what was erased stays erased"
        for old in self.gone:
            count = sum(c.device == old.known.device for c in streams[old.name])
            assert count == self.gone[old], "nothing was taken of a PC after it was revoked"

    def _stream(self, name: str) -> list[Change]:
        pc = next(one for one in self.pcs if name in (one.name, HQ_STREAM))
        changes: list[Change] = []
        while page := pc.line.changes(name, len(changes)).changes:
            changes += page
        assert [change.feed for change in changes] == list(range(1, len(changes) + 1))
        return changes
