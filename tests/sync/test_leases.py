"""Places that headquarters left to the branch: what is free of them goes back, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from booking_stand import DAY, Stand, at, refuses
from virtual import VirtualClock

from desk.domain.appointment import AppointmentState
from desk.domain.booking import Seat
from desk.domain.roles import Role
from desk.hq.work import Work
from desk.services import appointments, leases

S = AppointmentState


@pytest.fixture
def stand(work: Work, clock: VirtualClock, data_folder: Path) -> Stand:
    """One place in each of four quarters of an hour, all the branch's."""
    one = Stand(work, clock, data_folder)
    one.open(places=1, share=100, begin=9, end=10)
    one.sync()
    one.anna = one.head
    return one


def _left(stand: Stand) -> tuple[int, int, int]:
    found = stand.ask(leases.standing, DAY)
    return found.booked, found.promised, len(found.free)


def test_what_is_booked_stays(stand: Stand) -> None:
    made = stand.book(at(9))
    assert _left(stand) == (1, 0, 3)
    given = stand.do(leases.give_back, DAY)
    assert given.free == tuple(Seat(at(9, minute), 1) for minute in (15, 30, 45))
    assert _left(stand) == (1, 0, 0)
    with refuses("hq.slot_full"):
        stand.sell(at(9, 15))
    stand.sync()
    stand.sell(at(9, 15))
    with refuses("hq.slot_full"):
        stand.sell(at(9))
    assert stand.state(made) is S.BOOKED
    stand.require_sound()


def test_what_a_provisional_booking_may_get_stays(stand: Stand) -> None:
    stand.book(at(9))
    waits = stand.book(at(9), minutes=30)
    assert waits.state is S.PROVISIONAL, "one of its two quarters is taken"
    assert _left(stand) == (1, 1, 2)
    given = stand.do(leases.give_back, DAY)
    assert [seat.start for seat in given.free] == [at(9, 30), at(9, 45)]
    assert given.promised == 1
    with refuses("lease.promised"):
        stand.do(leases.give_back, DAY)
    stand.do(appointments.notify_cancel, waits.id)
    assert len(stand.do(leases.give_back, DAY).free) == 1
    with refuses("lease.nothing"):
        stand.do(leases.give_back, DAY)
    stand.sync()
    stand.require_sound()


def test_one_that_lost_its_place_may_get_what_comes_back(stand: Stand) -> None:
    stand.sync()
    stand.book(at(9))
    loser = stand.book(at(9), minutes=30)
    stand.sync()
    assert stand.state(loser) is S.CONFLICT
    assert _left(stand) == (1, 0, 3), "headquarters have answered: nothing is kept for it"


def test_the_past_is_not_given_back(stand: Stand) -> None:
    stand.clock.now = at(9, 20)
    assert _left(stand) == (0, 0, 2)
    stand.clock.now = at(9, 45) + timedelta(seconds=1)
    with refuses("lease.nothing"):
        stand.do(leases.give_back, DAY)


def test_a_clerk_looks_and_does_not_give(stand: Stand) -> None:
    stand.anna = replace(stand.head, role=Role.CLERK)
    assert _left(stand) == (0, 0, 4)
    with refuses("access.no_right"):
        stand.do(leases.give_back, DAY)


def test_after_a_restore_they_are_given_back_still(stand: Stand, tmp_path: Path) -> None:
    stand.branch.copy_to(tmp_path / "saved")
    stand.do(leases.give_back, DAY)
    stand.sync()
    stand.branch.restore_from(tmp_path / "saved")
    assert _left(stand) == (0, 0, 4)
    stand.sync(3)
    assert _left(stand) == (0, 0, 0)
    stand.sell(at(9))
    stand.require_sound()
