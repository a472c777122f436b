"""Any day at two counters, on the real database: whatever is pressed, the facts stay in order."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from queue_actions import ACTS, check_everything
from queue_desk import Desk, wall
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from db.upgrade import prepare
from desk.domain.errors import DeskError
from desk.domain.visit import OPEN_STATES, Visit


class Branch(RuleBasedStateMachine):
    """Clients come, two counters press keys, time goes by."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        prepare(self.folder, KEY)
        self.clock = VirtualClock(wall(9))
        self.database = Database.open(self.folder, KEY, make_id, self.clock, DEVICE)
        self.desk = Desk(self.database, self.clock)

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    @initialize(slots=st.lists(st.integers(-20, 60), min_size=1, max_size=4))
    def day_file(self, slots: list[int]) -> None:
        for slot in slots:
            self.desk.booking(wall(9 + (60 + slot) // 60 - 1, (60 + slot) % 60))
        self.desk.walk_in()

    @rule(seconds=st.sampled_from([0, 1, 20, 90, 400]))
    def time_goes_by(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    @rule()
    def a_walk_in_comes(self) -> None:
        self.desk.walk_in()

    @rule(number=st.integers(0, 3))
    def a_booked_client_comes(self, number: int) -> None:
        with self.database.reader() as reader:
            booked = reader.appointments.of_day(self.desk.anna.site, self.clock().date())
        self.tried(lambda: self.desk.arrive(booked[number % len(booked)]))

    @rule(
        act=st.sampled_from(sorted(ACTS)),
        second=st.sampled_from(sorted(ACTS)),
        at_four=st.booleans(),
        ticket=st.integers(0, 30),
    )
    def two_keys(self, act: str, second: str, at_four: bool, ticket: int) -> None:
        """One counter acts on a ticket as it saw it, the other at once on the same."""
        with self.database.reader() as reader:
            visits = reader.visits.of_day(self.desk.anna.site, self.clock().date())
        visit = visits[ticket % len(visits)]
        actors = [self.desk.inese, self.desk.anna] if at_four else [self.desk.anna, self.desk.inese]
        for name, actor in zip((act, second), actors, strict=True):
            self.clock.advance(seconds=1)
            self.tried(lambda name=name, actor=actor: self.press(name, actor, visit))

    def press(self, act: str, actor: Any, visit: Visit) -> None:
        with self.database.unit_of_work() as uow:
            ACTS[act](uow, self.desk, actor, visit)
            uow.commit()

    def tried(self, step: Any) -> None:
        """A refusal is an answer; anything else is a bug."""
        before = self.events()
        try:
            step()
        except DeskError:
            assert self.events() == before

    def events(self) -> int:
        with self.database.reader() as reader:
            visits = reader.visits.of_day(self.desk.anna.site, self.clock().date())
            return sum(visit.version for visit in visits)

    @invariant()
    def everything_is_in_order(self) -> None:
        with self.database.reader() as reader:
            check_everything(reader, self.desk)

    @invariant()
    def nobody_is_lost(self) -> None:
        shown = self.desk.board()
        with self.database.reader() as reader:
            visits = reader.visits.of_day(self.desk.anna.site, self.clock().date())
        on_screen = {row.visit_id for row in (*shown.rows, *shown.parked)}
        held = {v.id for v in visits if v.state in ("called", "serving")}
        assert {v.id for v in visits if v.state in OPEN_STATES} <= on_screen | held


Branch.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestBranch = Branch.TestCase
