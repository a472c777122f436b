"""Taking clients in: tickets, classes, closing time, the branch's policy for walk-ins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from queue_desk import SITE, Desk, pack, wall

from desk.domain.appointment import AppointmentState
from desk.domain.errors import DeskError
from desk.domain.hours import DayException, Origin
from desk.domain.visit import ArrivalClass, Outcome, Priority, TicketState, Visit
from desk.domain.waiting import arrived_at
from desk.services import queue
from desk.services.queue_authority import SERIES_KEY


def test_walk_ins_and_bookings_have_series_of_their_own(desk: Desk) -> None:
    numbers = [desk.walk_in().number, desk.arrive(desk.booking(wall(9, 30))).number]
    numbers += [desk.walk_in().number, desk.arrive(desk.booking(wall(9, 45))).number]
    assert numbers == ["A001", "B001", "A002", "B002"]


def test_numbers_begin_anew_each_day_and_each_site(desk: Desk) -> None:
    desk.walk_in()
    tomorrow = desk.after(days=1)
    assert tomorrow.walk_in().number == "A001"


def test_a_restored_database_takes_its_own_series(desk: Desk) -> None:
    desk.walk_in()
    with desk.database.unit_of_work() as uow:
        uow.meta.put(SERIES_KEY, "CD")
        uow.commit()
    assert desk.walk_in().number == "C001"
    assert desk.arrive(desk.booking(wall(9, 30))).number == "D001"


def test_a_booked_client_ranks_by_the_later_of_slot_and_arrival(desk: Desk) -> None:
    early = desk.arrive(desk.booking(wall(9, 30)))
    assert (early.place_at, early.slot, early.arrival) == (wall(9, 30), wall(9, 30), "in_time")
    late = desk.arrive(desk.booking(wall(8, 55)))
    assert (late.place_at, late.arrival) == (wall(9), ArrivalClass.LATE)
    inside = desk.arrive(desk.booking(wall(9, 3)))
    assert inside.arrival is ArrivalClass.INSIDE_MARGIN


def test_the_booking_follows_in_the_same_change(desk: Desk) -> None:
    booking = desk.booking(wall(9, 30))
    visit = desk.arrive(booking)
    after = desk.appointment(booking.id)
    assert (after.state, after.visit_id) == (AppointmentState.ARRIVED, visit.id)


def test_without_a_commit_neither_ticket_nor_arrival_is_kept(desk: Desk) -> None:
    booking = desk.booking(wall(9, 30))
    with desk.database.unit_of_work() as uow:
        queue.take_in_booking(uow, desk.env, desk.anna, booking.id)
    assert desk.appointment(booking.id).state is AppointmentState.BOOKED
    assert desk.board().counts.waiting == 0


@pytest.mark.parametrize("minutes", [0, 600])
def test_nobody_arrives_twice(desk: Desk, minutes: int) -> None:
    booking = desk.booking(wall(9, 30))
    desk.arrive(booking)
    desk.clock.advance(seconds=minutes)
    with pytest.raises(DeskError) as refused:
        desk.arrive(booking)
    assert (refused.value.code, refused.value.params) == (
        "appointment.arrived_already",
        {"number": "B001"},
    )


def test_bookings_of_other_days_and_sites_are_told_apart(desk: Desk) -> None:
    with pytest.raises(DeskError) as refused:
        desk.arrive(desk.booking(wall(9) + timedelta(days=1)))
    assert refused.value.code == "appointment.other_day"
    assert refused.value.params["day"] == "2026-11-25"
    with pytest.raises(DeskError) as refused:
        desk.arrive(desk.booking(wall(9), site="riga-1"))
    assert refused.value.code == "appointment.other_site"


def test_a_cancelled_client_who_comes_is_taken_in(desk: Desk) -> None:
    booking = desk.cancel(desk.booking(wall(9, 30)))
    desk.arrive(booking)
    assert desk.appointment(booking.id).state is AppointmentState.ARRIVED


def test_a_client_called_in_vain_gets_the_same_ticket(desk: Desk) -> None:
    booking = desk.booking(wall(9))
    desk.do(queue.call_next)
    desk.after(seconds=30).do(queue.recall)
    gone = desk.after(seconds=30).do(queue.no_show)
    assert desk.appointment(booking.id).state is AppointmentState.NO_SHOW
    back = desk.after(minutes=9).arrive(booking)
    assert (back.id, back.number, back.state) == (gone.id, "B001", TicketState.WAITING)
    assert (back.place_at, back.arrival, arrived_at(back)) == (wall(9, 10), "late", wall(9, 10))
    assert desk.appointment(booking.id).state is AppointmentState.ARRIVED


def test_help_ticked_at_a_second_arrival_is_kept(desk: Desk) -> None:
    booking = desk.booking(wall(9, 10))
    visit = desk.do(queue.take_in_booking, booking.id, assistance=("write",))
    desk.do(queue.leave, visit.id)
    later = desk.after(minutes=5)
    same = later.do(queue.take_in_booking, booking.id)
    assert same.assistance_id == visit.assistance_id  # nothing ticked: what was known stays
    later.do(queue.leave, visit.id)
    more = later.do(queue.take_in_booking, booking.id, assistance=("low_counter",))
    with desk.database.reader() as reader:
        kept = reader.persons.get(more.assistance_id)
    assert kept is not None
    assert kept.text == "low_counter"
    assert more.state is TicketState.WAITING


def test_a_client_seen_before_keeps_the_place(desk: Desk) -> None:
    booking = desk.booking(wall(9, 10))
    visit = desk.arrive(booking)
    desk.do(queue.leave, visit.id)
    back = desk.after(minutes=30).arrive(booking)
    assert (back.place_at, back.arrival) == (visit.place_at, visit.arrival)


def test_walk_ins_need_a_service_of_the_catalogue(desk: Desk) -> None:
    for services, code in [((), "visit.service_missing"), (("nothing",), "service.unknown")]:
        with pytest.raises(DeskError) as refused:
            desk.do(queue.take_in_walk_in, services)
        assert refused.value.code == code
    assert desk.walk_in("passport", "eid", "passport").services == ("passport", "eid")


def test_assistance_is_from_the_list(desk: Desk) -> None:
    desk.walk_in(assistance=("low_counter", "write", "write"))
    assert desk.board().rows[0].assistance == ("low_counter", "write")
    with pytest.raises(DeskError) as refused:
        desk.walk_in(assistance=("diagnosis",))
    assert refused.value.code == "visit.assistance_unknown"


def test_a_note_is_kept_as_personal_data(desk: Desk) -> None:
    visit = desk.walk_in(note=" bring the old passport ")
    with desk.database.reader() as reader:
        assert visit.note_id is not None
        kept = reader.persons.get(visit.note_id)
        (event,) = reader.visits.events(visit.id)
    assert kept is not None
    assert kept.text == "bring the old passport"
    assert "old passport" not in str(event.data)


@pytest.mark.parametrize(("hour", "minute"), [(7, 0), (8, 30), (12, 30), (15, 59)])
def test_tickets_before_opening_at_lunch_and_to_the_last_minute(
    desk: Desk, hour: int, minute: int
) -> None:
    desk.clock.now = wall(hour, minute)
    assert desk.walk_in().after_hours is False


def test_after_closing_a_ticket_needs_a_head(desk: Desk) -> None:
    booking = desk.booking(wall(15, 50))
    desk.clock.now = wall(16)
    for use in (desk.walk_in, lambda **options: desk.arrive(booking, **options)):
        with pytest.raises(DeskError) as refused:
            use()
        assert refused.value.code == "queue.closed"
        with pytest.raises(DeskError) as refused:
            use(override_closing=True)
        assert refused.value.code == "access.no_right"
        assert use(override_closing=True, by=desk.head).after_hours is True


def test_nobody_is_dropped_at_closing(desk: Desk) -> None:
    desk.clock.now = wall(15, 50)
    visit = desk.walk_in()
    desk.clock.now = wall(16, 40)
    assert desk.do(queue.call_next).id == visit.id
    desk.do(queue.start)
    assert desk.do(queue.finish, visit.id, Outcome.SOLVED).state is TicketState.SERVED


def test_hours_that_are_not_confirmed_warn_and_never_refuse(desk: Desk) -> None:
    unsure = desk.with_content(pack(confirmed=False))
    desk.clock.now = wall(17)
    with pytest.raises(DeskError) as refused:
        unsure.walk_in()
    assert refused.value.code == "queue.closed_unconfirmed"
    assert unsure.walk_in(override_closing=True).after_hours is True


def test_a_closure_closes_the_queue_and_unknown_hours_do_not(desk: Desk) -> None:
    closed = DayException(wall(9).date(), (), "no power", Origin.CLOSURE, confirmed=False)
    with desk.database.unit_of_work() as uow:
        uow.overlays.put_hours(closed, SITE, desk.head.account_id, desk.clock())
        uow.commit()
    with pytest.raises(DeskError) as refused:
        desk.walk_in()
    assert refused.value.code == "queue.closed_unconfirmed"


@pytest.mark.parametrize("hour", [9, 23])
def test_where_no_hours_are_known_nothing_is_closed(desk: Desk, hour: int) -> None:
    from msgspec.structs import replace

    unknown = desk.with_content(replace(pack(), hours=[]))
    desk.clock.now = wall(hour)
    assert unknown.walk_in().after_hours is False


def test_by_appointment_only_a_walk_in_needs_a_head_or_a_justified_reason(desk: Desk) -> None:
    strict = desk.with_content(pack(walk_ins="appointments_only"))
    with pytest.raises(DeskError) as refused:
        strict.walk_in()
    assert refused.value.code == "queue.appointments_only"
    with pytest.raises(DeskError) as refused:
        strict.walk_in(override_closing=True)
    assert refused.value.code == "access.no_right"
    assert strict.walk_in(override_closing=True, by=strict.head).number == "A001"
    assert _urgent(strict).priority is Priority.ERROR_CORRECTION


def _urgent(desk: Desk) -> Visit:
    return desk.walk_in(priority=Priority.ERROR_CORRECTION)
