"""Appointments both ways: leased, provisional, arbitrated, moved; facts of the branch go first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from booking_stand import CLIENT, DAY, OTHER, Stand, at, refuses, wall
from virtual import VirtualClock

from desk.domain.appointment import AppointmentState
from desk.hq import booking_desk, booking_slots
from desk.hq.work import Work
from desk.services import appointments, leases, provisional, queue
from desk.services.provisional import Promise

S = AppointmentState


@pytest.fixture
def stand(work: Work, clock: VirtualClock, data_folder: Path) -> Stand:
    return Stand(work, clock, data_folder)


def test_a_booking_on_a_leased_place_is_confirmed_without_a_line(stand: Stand) -> None:
    stand.open(places=2, share=50)
    stand.sync()
    assert stand.ask(provisional.outlook, start=at(10), minutes=20) is Promise.CONFIRMED
    first = stand.book(at(10), minutes=20)
    assert first.state is S.BOOKED
    second = stand.book(at(10, 15))
    assert second.state is S.PROVISIONAL, "the leased place of that cell is taken"
    stand.sync()
    assert (stand.state(first), stand.state(second)) == (S.BOOKED, S.BOOKED)
    stand.require_sound()


def test_headquarters_do_not_sell_what_they_leased(stand: Stand) -> None:
    stand.open(places=2, share=50)
    stand.sell(at(10))
    with refuses("hq.slot_full"):
        stand.sell(at(10))
    stand.sync()
    assert stand.book(at(10)).state is S.BOOKED


def test_before_enrolment_nothing_is_asked_of_anybody(stand: Stand) -> None:
    made = stand.book(at(10))
    with stand.branch.database.unit_of_work() as uow:
        uow._connection.exec_driver_sql("DELETE FROM enrolment")
        uow.commit()
    assert stand.ask(provisional.outlook, start=at(10), minutes=15) is Promise.OURS
    with stand.branch.database.reader() as reader:
        assert provisional.promise(reader, made) is Promise.OURS


def test_a_provisional_booking_is_answered(stand: Stand) -> None:
    stand.open()
    made = stand.book(at(11))
    assert made.state is S.PROVISIONAL
    stand.sync()
    assert stand.state(made) is S.BOOKED
    stand.require_sound()


def test_the_same_place_sold_at_both_ends_is_a_listed_conflict(stand: Stand) -> None:
    stand.open()
    stand.sync()
    there = stand.sell(at(10))
    here = stand.book(at(10))
    stand.sync()
    assert (stand.state(here), stand.state(there)) == (S.CONFLICT, S.BOOKED)
    with stand.branch.database.reader() as reader:
        rivals = reader.leases.of_losers([here.id])[here.id]
        assert rivals.winner is not None
        winner = reader.appointments.get(rivals.winner)
        assert winner.person_id is not None
        assert reader.persons.get(winner.person_id) == OTHER
        assert here.person_id is not None
        assert reader.persons.get(here.person_id) == CLIENT
    stand.require_sound()


def test_headquarters_cannot_read_the_contact_that_they_keep(stand: Stand) -> None:
    stand.open()
    made = stand.sell(at(10))
    assert OTHER.name.encode() not in made.boxes
    assert OTHER.phone.encode() not in made.boxes


def test_a_place_that_becomes_free_goes_to_the_one_that_waits(stand: Stand) -> None:
    stand.open()
    stand.sync()
    there, here = stand.sell(at(10)), stand.book(at(10))
    stand.sync()
    assert stand.state(here) is S.CONFLICT
    stand.hq(booking_desk.cancel, there.source, there.reference)
    stand.sync(3)
    assert (stand.state(here), stand.state(there)) == (S.BOOKED, S.CANCELLED)
    stand.require_sound()


def test_a_lost_reply_repeats_nothing(stand: Stand) -> None:
    stand.open()
    stand.sync()
    stand.sell(at(10))
    here = stand.book(at(10))
    assert stand.branch.round("", "reply") is None
    stand.sync()
    assert stand.state(here) is S.CONFLICT
    with stand.branch.database.reader() as reader:
        rivals = reader._connection.exec_driver_sql("SELECT count(*) FROM booking_rivals").scalar()
    assert rivals == 1
    stand.require_sound()


def test_a_booking_imported_at_both_ends_is_one(stand: Stand, tmp_path: Path) -> None:
    from desk.services import import_day

    stand.open()
    stand.sync()
    file = tmp_path / "day.csv"
    head, row = "reference;start;minutes;name", "A-1;25.11.2026 10:00;15;Zelma R"
    file.write_text(f"{head}\n{row}\n", "utf-8")
    shown = stand.ask(import_day.preview, file)
    stand.do(import_day.apply, shown)
    done = stand.import_file([("A-1", at(10))])
    assert (done.added, done.competing) == (1, 0)
    stand.sync(3)
    with stand.branch.database.reader() as reader:
        assert len(reader.appointments.of_day("riga-2", DAY)) == 1
    assert stand.import_file([("A-1", at(10))]).unchanged == 1
    assert [who for who in stand.sold()[at(10)] if who] == [stand.there(_Known("file", "A-1")).id]
    stand.require_sound()


def test_an_import_that_finds_no_place_competes(stand: Stand) -> None:
    stand.open()
    done = stand.import_file([("A-1", at(10)), ("A-2", at(10)), ("A-3", None)])
    assert (done.added, done.competing, done.unchanged) == (2, 1, 1)
    stand.sync()
    assert stand.state(_Known("file", "A-2")) is S.CONFLICT
    stand.require_sound()


def test_a_move_holds_both_slots_until_the_branch_has_it(stand: Stand) -> None:
    stand.open()
    made = stand.sell(at(10))
    stand.sync()
    stand.hq(booking_desk.move, made.source, made.reference, at(12))
    for taken in (at(10), at(12)):
        with refuses("hq.slot_full"):
            stand.sell(taken)
    stand.sync()
    moved = stand.of(made)
    assert (moved.start, moved.state) == (at(12), S.BOOKED)
    assert stand.there(made).wish == ""
    assert stand.sell(at(10)) is not None
    stand.require_sound()


def test_a_fact_of_the_branch_goes_before_a_move(stand: Stand) -> None:
    stand.open()
    made = stand.sell(at(10))
    stand.sync()
    stand.clock.now = at(9, 55)
    stand.hq(booking_desk.move, made.source, made.reference, at(12))
    stand.do(queue.take_in_booking, stand.of(made).id)
    stand.sync(3)
    here, there = stand.of(made), stand.there(made)
    assert (here.state, here.start) == (S.ARRIVED, at(10))
    assert (there.state, there.start, there.wish) == (S.ARRIVED, at(10), "")
    assert stand.sold()[at(12)] == [None]


def test_cancelled_at_the_counter_goes_before_a_move(stand: Stand) -> None:
    stand.open()
    made = stand.sell(at(10))
    stand.sync()
    stand.hq(booking_desk.move, made.source, made.reference, at(12))
    stand.do(appointments.notify_cancel, stand.of(made).id)
    stand.sync(3)
    assert stand.state(made) is S.CANCELLED_NOTIFIED
    assert stand.there(made).state == S.CANCELLED_NOTIFIED
    assert stand.sold()[at(10)] == stand.sold()[at(12)] == [None]


def test_leases_end_by_the_branchs_word_and_by_no_clock(stand: Stand) -> None:
    stand.open(places=1, share=100)
    stand.sync()
    stand.clock.now += timedelta(hours=20)
    with refuses("hq.slot_full"):
        stand.sell(at(10))
    stand.anna = stand.head
    assert len(stand.do(leases.give_back, DAY).free) == 28
    assert stand.book(at(10)).state is S.PROVISIONAL, "given back is given back"
    with refuses("hq.slot_full"):
        stand.sell(at(11))
    stand.sync()
    assert stand.sell(at(11)) is not None
    with refuses("lease.nothing"):
        stand.do(leases.give_back, DAY)
    stand.require_sound()


def test_a_given_up_booking_frees_its_leased_place_for_the_branch(stand: Stand) -> None:
    stand.open(places=1, share=100)
    stand.sync()
    first = stand.book(at(10))
    stand.do(appointments.notify_cancel, first.id)
    second = stand.book(at(10))
    assert second.state is S.BOOKED
    stand.sync()
    assert (stand.there(first).state, stand.there(second).state) == (
        S.CANCELLED_NOTIFIED,
        S.BOOKED,
    )
    stand.require_sound()


def test_a_restored_branch_knows_its_leased_places_and_answers(
    stand: Stand, tmp_path: Path
) -> None:
    stand.open(places=2, share=50)
    stand.sync()
    stand.branch.copy_to(tmp_path / "backup")
    leased, waits = stand.book(at(10)), stand.book(at(10))
    stand.sell(at(12))
    stand.sync()
    stand.branch.restore_from(tmp_path / "backup")
    stand.sync(3)
    assert (stand.state(leased), stand.state(waits)) == (S.BOOKED, S.BOOKED)
    assert stand.ask(provisional.outlook, start=at(10), minutes=15) is Promise.PROVISIONAL
    assert stand.ask(provisional.outlook, start=at(11), minutes=15) is Promise.CONFIRMED
    stand.require_sound()


def test_days_opened_late_have_room_for_what_is_booked(stand: Stand) -> None:
    made = [stand.book(at(10)), stand.book(at(10))]
    stand.sync()
    assert [stand.state(one) for one in made] == [S.BOOKED, S.BOOKED]
    stand.open(places=1)
    with refuses("hq.slot_full"):
        stand.sell(at(10))
    stand.require_sound()


def test_the_share_is_leased_ahead_as_days_go_by(stand: Stand) -> None:
    later = DAY + timedelta(days=20)
    stand.open(places=2, share=50)
    from datetime import time

    stand.hq(booking_slots.open_day, later, time(9), time(10), 2)
    stand.sync()
    with stand.branch.database.reader() as reader:
        assert not reader.leases.between("riga-2", wall(0, day=later), wall(23, day=later))
    stand.clock.now += timedelta(days=8)
    stand.sync()
    with stand.branch.database.reader() as reader:
        leased = reader.leases.between("riga-2", wall(0, day=later), wall(23, day=later))
    assert len(leased) == 4


class _Known:
    def __init__(self, source: str, reference: str) -> None:
        self.source, self.reference = source, reference


@pytest.mark.parametrize("then", ["elsewhere", "cancelled"])
def test_a_place_that_a_move_gives_up_goes_to_whoever_waits(stand: Stand, then: str) -> None:
    stand.open()
    made = stand.sell(at(10))
    stand.sync()
    stand.hq(booking_desk.move, made.source, made.reference, at(11))
    waits = stand.book(at(11))
    stand.branch.round("", "", "request")  # it is heard there; the move is not heard here
    assert stand.there(waits).state == S.CONFLICT
    if then == "elsewhere":
        stand.hq(booking_desk.move, made.source, made.reference, at(12))
    else:
        stand.hq(booking_desk.cancel, made.source, made.reference)
    assert stand.there(waits).state == S.BOOKED
    stand.sync(3)
    assert stand.state(waits) is S.BOOKED
    stand.require_sound()
