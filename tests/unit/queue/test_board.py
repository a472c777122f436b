"""The Today screen's contents, the arrivals list and the forecast."""

from __future__ import annotations

from datetime import timedelta

import pytest
from queue_desk import Desk, pack, wall

from desk.domain.person import Person
from desk.domain.visit import Outcome, Priority, TicketState
from desk.i18n import set_language
from desk.services import board, queue


def test_an_empty_day(desk: Desk) -> None:
    shown = desk.board()
    assert (shown.rows, shown.parked, shown.done, shown.serving) == ((), (), (), None)
    assert (shown.site, shown.day, shown.now) == ("riga-2", wall(9).date(), wall(9))
    assert shown.hours.open
    assert (shown.last_call, shown.file_imported_at, shown.new_incidents) == (None, None, 0)


def test_rows_stand_in_call_order_with_reasons(desk: Desk) -> None:
    desk.walk_in("passport", "eid")
    desk.after(minutes=1).walk_in(priority=Priority.ACCESSIBILITY, assistance=("low_counter",))
    desk.arrive(desk.booking(wall(9)))
    desk.booking(wall(9, 1))
    desk.arrive(desk.booking(wall(10)))
    transferred = desk.walk_in()
    desk.do(queue.transfer, transferred.id, counter="4")
    desk.after(minutes=10)
    rows = desk.board().rows
    assert [row.number for row in rows] == ["A002", "B001", "", "A001", "B002", "A003"]
    assert [row.why.code for row in rows] == [
        "priority",
        "booking_due",
        "booking_due_unchecked",
        "walk_in_turn",
        "early_and_free",
        "other_counter",
    ]
    assert [row.callable_here for row in rows] == [True] * 5 + [False]
    urgent, booked, missing, walk_in = rows[:4]
    assert (urgent.priority, urgent.assistance) == ("accessibility", ("low_counter",))
    assert (booked.slot, booked.arrived_at, booked.late) == (wall(9), wall(9, 1), True)
    assert (missing.visit_id, missing.state, missing.minutes, missing.late) == (
        None,
        None,
        10,
        True,
    )
    assert (walk_in.more_services, walk_in.minutes, walk_in.overdue) == (1, 11, False)


def test_a_long_wait_is_marked_from_the_slot_on(desk: Desk) -> None:
    desk.walk_in()
    desk.arrive(desk.booking(wall(9, 20)))
    desk.after(minutes=25)
    rows = {row.number: row for row in desk.board().rows}
    assert rows["A001"].overdue
    assert (rows["B001"].overdue, rows["B001"].minutes) == (False, 25)


def test_a_client_who_called_is_shown_and_not_called_yet(desk: Desk) -> None:
    desk.booking(wall(8, 50), announced=wall(9, 10))
    (row,) = desk.board().rows
    assert (row.why.code, row.callable_here, row.expected_at) == (
        "announced_late",
        False,
        wall(9, 10),
    )
    (row,) = desk.after(minutes=9).board().rows
    assert (row.why.code, row.callable_here) == ("booking_due_unchecked", True)


def test_the_client_at_the_counter_with_their_particulars(desk: Desk) -> None:
    desk.arrive(desk.booking(wall(9), "Jānis Kalniņš"))
    desk.after(minutes=4).do(queue.call_next)
    desk.after(minutes=1).do(queue.start)
    shown = desk.after(minutes=2).board().serving
    assert (shown.waited_minutes, shown.since) == (4, wall(9, 5))
    assert shown.person == Person(name="Jānis Kalniņš")
    assert shown.appointment.reference == "P0001"
    assert desk.board(by=desk.inese).serving is None


def test_the_last_call_of_another_counter(desk: Desk) -> None:
    for _ in range(3):
        desk.walk_in()
    desk.after(minutes=1).do(queue.call_next)
    desk.after(minutes=1).do(queue.call_next, by=desk.inese)
    last = desk.board().last_call
    assert (last.number, last.counter, last.at) == ("A002", "4", wall(9, 2))
    assert desk.board(by=desk.inese).last_call.number == "A001"


def test_parked_and_done(desk: Desk) -> None:
    first, second, third = desk.walk_in(), desk.walk_in(), desk.walk_in()
    desk.after(minutes=1).do(queue.park, second.id, "payment")
    desk.after(minutes=1).do(queue.park, first.id, "papers")
    desk.after(minutes=1).do(queue.leave, third.id)
    desk.after(minutes=5)
    shown = desk.board()
    assert [(row.number, row.minutes, row.parked_for) for row in shown.parked] == [
        ("A002", 7, "payment"),
        ("A001", 6, "papers"),
    ]
    assert [(row.number, row.state) for row in shown.done] == [("A003", TicketState.LEFT)]


def test_services_are_named_in_the_language_in_force(desk: Desk) -> None:
    desk.walk_in("passport")
    catalogue = desk.env.services["passport"].name
    assert desk.board().rows[0].service == catalogue.lv
    set_language("ru")
    assert desk.board().rows[0].service == catalogue.ru


def test_a_service_that_is_not_ours_is_called_as_in_the_file(desk: Desk) -> None:
    desk.arrive(desk.booking(wall(9), service="", service_text="Pases maiņa"))
    assert desk.board().rows[0].service == "Pases maiņa"


def test_figures_of_a_day(desk: Desk) -> None:
    desk.arrive(desk.booking(wall(9)))
    desk.after(minutes=3).do(queue.call_next)
    visit = desk.after(minutes=1).do(queue.start)
    desk.after(minutes=6).do(queue.finish, visit.id, Outcome.SOLVED)
    desk.booking(wall(11))
    figures = desk.board().counts
    assert (figures.served, figures.expected, figures.waiting) == (1, 1, 0)
    assert (figures.average_wait_minutes, figures.started_in_time_percent) == (3, 100)


def test_new_incidents_are_the_heads_business(desk: Desk) -> None:
    assert desk.board(by=desk.head).new_incidents == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["P0002", "P0001", "P0003"]),
        ("kal", ["P0001", "P0003"]),
        ("KALNINA a", ["P0003"]),
        ("ja kal", ["P0001"]),
        ("p0002", ["P0002"]),
        ("9.10", ["P0002"]),
        ("0910", ["P0002"]),
        ("10", ["P0003"]),
        ("bērz", ["P0002"]),
        ("nobody", []),
        ("liep", ["P0004"]),
        ("910x", []),
    ],
)
def test_arrivals_are_found_by_name_reference_and_time(
    desk: Desk, text: str, found: list[str]
) -> None:
    desk.booking(wall(8, 40), "Jānis Kalniņš")
    desk.booking(wall(9, 10), "Ilze Bērziņa")
    desk.booking(wall(10), "Anna Kalniņa")
    desk.cancel(desk.booking(wall(9, 5), "Zane Liepa"))
    desk.arrive(desk.booking(wall(9), "Kārlis Kalniņš"))
    entries = desk.look(board.find_arrivals, text)
    assert [entry.appointment.reference for entry in entries] == found
    assert all(entry.person and entry.service for entry in entries)


def test_can_we_still_serve_this_person_today(desk: Desk) -> None:
    desk.clock.now = wall(15, 30)
    answer = desk.look(board.can_serve, "passport")
    assert (answer.likely, answer.start, answer.closes, answer.people_before) == (
        "yes",
        wall(15, 30),
        wall(16),
        0,
    )
    minutes = desk.env.services["passport"].minutes
    for _ in range(2):
        desk.walk_in("passport")
    answer = desk.look(board.can_serve, "passport")
    assert answer.start == wall(15, 30) + timedelta(minutes=2 * minutes)
    assert answer.people_before == 2
    desk.booking(wall(15, 45))
    desk.walk_in("passport")
    assert desk.look(board.can_serve, "passport").likely == "no"


def test_the_forecast_works_without_hours_and_over_lunch(desk: Desk) -> None:
    desk.clock.now = wall(11, 58)
    desk.walk_in()
    answer = desk.look(board.can_serve, "passport")
    assert (answer.start, answer.likely) == (wall(13), "yes")
    from msgspec.structs import replace

    unknown = desk.with_content(replace(pack(), hours=[]))
    assert unknown.look(board.can_serve, "passport").likely == "unsure"
