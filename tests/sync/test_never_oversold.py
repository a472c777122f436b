"""Whatever is sold where, in whatever order, however the line breaks: no place is sold twice."""

from __future__ import annotations

import shutil
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from booking_stand import OTHER, SITE, Stand, at
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from virtual import VirtualClock, make_id

from db.hq import bookings
from db.hq.booking_models import booking, place
from db.hq.database import open_hq, transaction
from db.hq.upgrade import upgrade_hq
from db.layout import database_path
from desk.domain.appointment import AppointmentAction, AppointmentState
from desk.domain.booking import Seat
from desk.domain.errors import DeskError
from desk.hq import booking_desk, booking_slots
from desk.hq.booking_desk import Slot
from desk.hq.identity import make
from desk.hq.work import Work
from desk.services import appointments, conflicts, leases, queue

_PATIENCE = 20
_LATE = AppointmentState.LATE_NOTIFIED
_GIVEN_UP = frozenset(
    {AppointmentAction.CANCEL, AppointmentAction.NOTIFY_CANCEL, AppointmentAction.UPDATE}
)
_FAULTS = st.lists(st.sampled_from(["", "", "request", "reply", "twice", "crash"]), max_size=5)
_SLOTS = st.sampled_from([at(9), at(9, 15), at(9, 10), at(9, 30)])
_MINUTES = st.sampled_from([15, 30, 10, 20])
_WHICH = st.integers(0, 4)
_DEEDS = st.sampled_from(["", "give up", "again", "arrive", "undone", "late"])
_NEARLY_NINE = at(8, 50)


class Selling(RuleBasedStateMachine):
    """One branch and headquarters sell the same hour."""

    template: ClassVar[Path]

    @initialize(places=st.integers(1, 3), share=st.sampled_from([0, 50, 100]))
    def begin(self, places: int, share: int) -> None:
        """The day is open."""
        self.root = Path(tempfile.mkdtemp(prefix="selling-"))
        folder = self.root / "pc"
        folder.mkdir()
        shutil.copyfile(self.template, database_path(folder))
        clock = VirtualClock(_NEARLY_NINE)
        work = Work(open_hq(f"sqlite:///{self.root / 'hq.db'}"), clock)
        upgrade_hq(work.engine)
        with transaction(work.engine) as connection:
            make(connection, make_id)
        self.stand = Stand(work, clock, folder)
        self.promised: set[UUID] = set()
        self.stand.open(places=places, share=share, begin=9, end=10)

    @rule(start=_SLOTS, minutes=_MINUTES)
    def sell(self, start: datetime, minutes: int) -> None:
        """Headquarters sell, if there is room."""
        with suppress(DeskError):
            self.stand.sell(start, minutes=minutes)

    @rule(start=_SLOTS, minutes=_MINUTES)
    def book(self, start: datetime, minutes: int) -> None:
        """The branch books, whether or not there is room."""
        made = self.stand.book(start, minutes)
        if made.state is AppointmentState.BOOKED:
            self.promised.add(made.id)

    @rule(start=_SLOTS, asks=st.booleans(), deed=st.sampled_from(["keep", "move", ""]))
    def quarrel(self, start: datetime, asks: bool, deed: str) -> None:
        """Both sell one place; the branch decides, perhaps while headquarters move the loser."""
        self.book(start, 15)
        self.sell(start, 15)
        self.stand.sync(2)
        waiting = self.stand.ask(conflicts.waiting)
        for one in waiting[-1:]:
            loser = one.loser.appointment
            with suppress(DeskError):
                if asks:
                    self.stand.hq(booking_desk.move, loser.source, loser.reference, at(9, 45))
            with suppress(DeskError):
                if deed == "keep":
                    self.stand.do(conflicts.keep, one.id)
                elif deed:
                    self.stand.do(conflicts.move, one.id, loser.id, at(9, 30))

    @rule(faults=_FAULTS)
    def sync(self, faults: list[str]) -> None:
        """A round that may break off."""
        self.stand.branch.round(*faults)

    @rule(which=_WHICH, deed=_DEEDS, asks=st.sampled_from(["move", "cancel", ""]), start=_SLOTS)
    def both_at_once(self, which: int, deed: str, asks: str, start: datetime) -> None:
        """Headquarters ask for something, while at the branch something else happens to it."""
        there = self._there()
        if not there:
            return
        row = there[which % len(there)]
        with suppress(DeskError):
            if asks == "move":
                self.stand.hq(booking_desk.move, row.source, row.reference, start)
            elif asks == "cancel":
                self.stand.hq(booking_desk.cancel, row.source, row.reference)
        for one in self._here():
            if (one.source, one.reference) == (row.source, row.reference):
                self._happens(one, deed)

    @rule(which=_WHICH, deed=_DEEDS)
    def happens(self, which: int, deed: str) -> None:
        """Something happens at the branch, of which headquarters may not even know the booking."""
        here = self._here()
        if here:
            self._happens(here[which % len(here)], deed)

    def _happens(self, one: Any, deed: str) -> None:
        with suppress(DeskError):
            if deed == "late":
                self.stand.do(appointments.notify_late, one.id, one.start + timedelta(minutes=9))
            elif deed in ("arrive", "undone"):
                self.stand.do(queue.take_in_booking, one.id)
                if deed == "undone":
                    self.stand.do(queue.undo)
            elif deed:
                self.stand.do(appointments.notify_cancel, one.id)
                if deed == "again":
                    self.stand.do(appointments.reopen, one.id)

    @rule(number=st.integers(1, 3), start=st.none() | _SLOTS)
    def import_file(self, number: int, start: datetime | None) -> None:
        """The booking system has one more, or has it otherwise."""
        self.stand.import_file([(f"A-{number}", start)])

    @rule(places=st.integers(0, 3))
    def lease(self, places: int) -> None:
        """Headquarters leave the branch more."""
        self.stand.hq(booking_slots.lease, at(9).date(), places)

    @rule()
    def give_back(self) -> None:
        """The branch gives back what it does not need."""
        clerk, self.stand.anna = self.stand.anna, self.stand.head
        with suppress(DeskError):
            self.stand.do(leases.give_back, at(9).date())
        self.stand.anna = clerk

    @rule(which=_WHICH, keep=st.booleans(), start=_SLOTS)
    def decide(self, which: int, keep: bool, start: datetime) -> None:
        """Somebody settles a conflict."""
        waiting = self.stand.ask(conflicts.waiting)
        if not waiting:
            return
        one = waiting[which % len(waiting)]
        with suppress(DeskError):
            if keep:
                self.stand.do(conflicts.keep, one.id)
            else:
                self.stand.do(conflicts.move, one.id, one.loser.appointment.id, start)

    @invariant()
    def is_sound(self) -> None:
        """Headquarters are sound after every step, not only in the end."""
        if hasattr(self, "stand"):
            self.stand.require_sound()

    def teardown(self) -> None:
        """After healing both ends say the same, and nothing is sold twice."""
        if not hasattr(self, "stand"):
            return
        self.stand.sync(4)
        self.stand.require_sound()
        self._require_alike()
        self._require_kept()
        self.stand.branch.database.close()
        self.stand.work.engine.dispose()
        shutil.rmtree(self.root)

    def _require_kept(self) -> None:
        """What was confirmed on a leased place stays so, until somebody gives it up."""
        for number in self.promised:
            with self.stand.branch.database.reader() as reader:
                kinds = [event.kind for event in reader.appointments.events(number)]
            given_up = [n for n, kind in enumerate(kinds) if kind in _GIVEN_UP]
            first = given_up[0] if given_up else len(kinds)
            assert AppointmentAction.COMPETE not in kinds[:first], kinds

    def _require_alike(self) -> None:
        here = {(one.source, one.reference): one for one in self._here()}
        there = {(one.source, one.reference): one for one in self._there()}
        assert here.keys() == there.keys()
        for key, row in there.items():
            one = here[key]
            state = AppointmentState.BOOKED if one.state is _LATE else one.state
            assert (row.wish, row.state, row.start) == ("", state, one.start), (row, one)
        with self.stand.branch.database.reader() as reader:
            leased = {(one.start, one.place) for one in reader.leases.between(SITE, at(0), at(23))}
        with transaction(self.stand.work.engine) as connection:
            rows = connection.execute(place.select().where(place.c.leased)).all()
        assert leased == {(row.start, row.place) for row in rows}

    def _here(self) -> Any:
        with self.stand.branch.database.reader() as reader:
            return reader.appointments.of_day(SITE, at(9).date())

    def _there(self) -> Any:
        with transaction(self.stand.work.engine) as connection:
            return connection.execute(booking.select().order_by(booking.c.id)).all()


def test_nothing_is_ever_oversold(database_template: Path) -> None:
    Selling.template = database_template
    run_state_machine_as_test(
        Selling,
        settings=settings(
            max_examples=24,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def stand(work: Work, clock: VirtualClock, data_folder: Path) -> Stand:
    return Stand(work, clock, data_folder)


@pytest.mark.parametrize("work", ["postgresql"], indirect=True)
def test_two_connections_book_the_last_place_at_once(stand: Stand) -> None:
    stand.open(places=1)
    barrier = threading.Barrier(2, timeout=_PATIENCE)

    def sell() -> str:
        with transaction(stand.work.engine) as connection:
            connection.exec_driver_sql("SELECT 1")
            barrier.wait()
            slot = Slot(at(10), 15, "passport-eid")
            try:
                booking_desk.book(stand.pen(connection), SITE, slot, OTHER)
            except DeskError as error:
                connection.rollback()
                return error.code
        return "sold"

    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:
            told = sorted(pool.map(lambda _n: sell(), range(2)))
        assert told in (["hq.slot_full", "sold"], ["hq.slot_full"] * 2)
    assert sum(1 for who in stand.sold()[at(10)] if who) == 1


@pytest.mark.parametrize("work", ["postgresql"], indirect=True)
def test_the_database_itself_gives_a_place_to_one(stand: Stand) -> None:
    """Nobody locks anything first: a place is one row, and the row holds one booking."""
    stand.open(places=1)
    rivals = [stand.sell(at(11)).id, stand.sell(at(12)).id]
    barrier = threading.Barrier(2, timeout=_PATIENCE)

    def take(who: Any) -> bool:
        with transaction(stand.work.engine) as connection:
            connection.exec_driver_sql("SELECT 1")
            barrier.wait()
            return bookings.take(connection, SITE, Seat(at(10), 1), who)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, rivals)) == [False, True]


@pytest.mark.parametrize("work", ["postgresql"], indirect=True)
def test_a_push_and_a_sale_at_once_leave_one_of_them_without_a_place(stand: Stand) -> None:
    stand.open(places=1)
    stand.sync()
    here = stand.book(at(10))
    barrier = threading.Barrier(2, timeout=_PATIENCE)

    def sell() -> None:
        barrier.wait()
        with suppress(DeskError):
            stand.sell(at(10))

    selling = threading.Thread(target=sell)
    selling.start()
    barrier.wait()
    stand.branch.round()
    selling.join(_PATIENCE)
    stand.sync()
    assert stand.state(here) in (AppointmentState.BOOKED, AppointmentState.CONFLICT)
    assert sum(1 for who in stand.sold()[at(10)] if who) == 1
    stand.require_sound()
