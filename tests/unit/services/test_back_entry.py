"""Visits from paper: true times, numbers of their own, all or nothing for each line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from branch_at_work import DAY, Branch, refuses, wall

from db.rebuild import rebuild_projections
from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.back_entry import Ended, PaperVisit, is_from_paper, paper_number, read_number
from desk.domain.person import Person
from desk.domain.visit import Action, Outcome, TicketState, Visit
from desk.domain.waiting import first_wait, served
from desk.services import appointments, back_entry, board, queue, queue_authority
from desk.services.back_entry import Entered

LINE = PaperVisit(
    number=1,
    arrived=time(9, 5),
    called=time(9, 10),
    started=time(9, 11),
    finished=time(9, 20),
    service="passport",
    ended=Ended.SOLVED,
    counter="3",
)


@pytest.fixture
def later(branch: Branch) -> Branch:
    """The PC works again at eleven."""
    branch.clock.now = wall(11)
    return branch


def enter(branch: Branch, *rows: PaperVisit, day: date = DAY) -> Entered:
    made = branch.do(back_entry.enter, day, rows, by=branch.anna)
    assert isinstance(made, Entered)
    return made


def codes(branch: Branch, *rows: PaperVisit, day: date = DAY) -> list[tuple[int, str, str, bool]]:
    found = branch.read(back_entry.check, day, rows, by=branch.anna)
    return [(one.row, one.field, one.code, one.warning) for one in found]


def test_a_line_becomes_a_visit_with_its_true_times(later: Branch) -> None:
    visit = enter(later, LINE).visits[0]
    assert (visit.number, visit.state, visit.outcome) == (
        "P001",
        TicketState.SERVED,
        Outcome.SOLVED,
    )
    assert visit.issued_at == wall(9, 5)
    assert first_wait(visit, later.clock()) == timedelta(minutes=5)
    assert served(visit, later.clock()) == timedelta(minutes=9)
    with later.database.reader() as reader:
        events = reader.visits.events(visit.id)
    assert [event.kind for event in events] == [
        Action.ISSUE,
        Action.CALL,
        Action.START,
        Action.FINISH,
    ]
    assert [event.at for event in events] == [wall(9, 5), wall(9, 10), wall(9, 11), wall(9, 20)]
    assert {event.recorded_at for event in events} == {wall(11)}
    assert all(event.data["paper"] is True for event in events)


def test_the_day_counts_it_once_and_a_rebuild_finds_the_same(later: Branch) -> None:
    visit = enter(later, LINE, replace(LINE, number=2, counter="4")).visits[1]
    shown = later.read(board.board, by=later.inese)
    assert (shown.counts.served, shown.counts.average_wait_minutes) == (2, 5)
    assert {row.number for row in shown.done} == {"P001", "P002"}
    with later.database.unit_of_work() as uow:
        rebuild_projections(uow)
        assert uow.visits.get(visit.id) == visit
        uow.commit()


def test_those_who_went_without_being_served(later: Branch) -> None:
    left = replace(LINE, called=None, started=None, counter="", ended=Ended.LEFT)
    gone = replace(LINE, number=2, started=None, ended=Ended.NO_SHOW)
    made = enter(later, left, gone)
    assert [visit.state for visit in made.visits.values()] == [
        TicketState.LEFT,
        TicketState.NO_SHOW,
    ]
    assert made.findings == ()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"number": None}, "number", "paper.number"),
        ({"service": ""}, "service", "paper.service"),
        ({"service": "no-such"}, "service", "paper.service"),
        ({"counter": ""}, "counter", "paper.counter"),
        ({"counter": "Anna Bērziņa"}, "counter", "paper.counter"),
        ({"arrived": None}, "arrived", "paper.time_missing"),
        ({"started": None}, "started", "paper.time_missing"),
        ({"finished": None}, "finished", "paper.time_missing"),
        ({"called": time(9, 4)}, "called", "paper.order"),
        ({"started": time(9, 9)}, "started", "paper.order"),
        ({"finished": time(9, 10)}, "finished", "paper.order"),
        ({"finished": time(11, 1)}, "finished", "paper.in_future"),
        ({"ended": Ended.NO_SHOW, "called": None}, "called", "paper.time_missing"),
    ],
)
def test_a_wrong_line_is_named_and_stays_out(
    later: Branch, change: dict[str, object], field: str, code: str
) -> None:
    wrong, right = replace(LINE, **change), replace(LINE, number=2, counter="5")  # type: ignore[arg-type]
    assert codes(later, right, wrong) == [(1, field, code, False)]
    made = enter(later, right, wrong)
    assert list(made.visits) == [0]
    with later.database.reader() as reader:
        assert [visit.number for visit in reader.visits.of_day("riga-2", DAY)] == ["P002"]


@pytest.mark.parametrize("day", [DAY + timedelta(days=1), DAY - timedelta(days=32)])
def test_other_days_are_refused(later: Branch, day: date) -> None:
    assert codes(later, LINE, day=day) == [(0, "arrived", "paper.day", False)]


def test_yesterday_can_be_entered(later: Branch) -> None:
    visit = enter(later, LINE, day=DAY - timedelta(days=1)).visits[0]
    assert visit.day == DAY - timedelta(days=1)


def test_a_number_is_used_once(later: Branch) -> None:
    twice = replace(LINE, counter="4")
    assert codes(later, LINE, twice) == [(1, "number", "paper.number_twice", False)]
    enter(later, LINE)
    assert codes(later, twice) == [(0, "number", "paper.number_taken", False)]
    first, _bookings = later.read(back_entry.start, DAY, by=later.anna)
    assert first == 2


def test_the_program_never_gives_out_a_paper_number(later: Branch) -> None:
    enter(later, LINE)
    issued = later.do(queue.take_in_walk_in, ("passport",), by=later.anna)
    assert not is_from_paper(issued.number)
    series, seen = "AB", []
    for _ in range(40):
        series = queue_authority.next_series(series)
        seen += queue_authority.split_series(series)
    assert "P" not in seen
    assert len(set(seen)) == len(seen)


def test_one_counter_with_two_clients_is_odd_but_goes_in(later: Branch) -> None:
    other = replace(LINE, number=2, started=time(9, 15), finished=time(9, 30))
    assert codes(later, LINE, other) == [(1, "started", "paper.overlap", True)]
    assert len(enter(later, LINE, other).visits) == 2
    third = replace(LINE, number=3)
    found = later.read(back_entry.check, DAY, (third,), by=later.anna)
    assert {(one.code, one.number) for one in found} == {
        ("paper.overlap", "P001"),
        ("paper.overlap", "P002"),
    }


def book(branch: Branch) -> Appointment:
    made = branch.do(
        appointments.book,
        by=branch.anna,
        start=wall(9, 30),
        minutes=15,
        service="passport",
        person=Person("Zelma"),
    )
    assert isinstance(made, Appointment)
    return made


def test_a_booked_client_on_paper_has_come(branch: Branch) -> None:
    booked = book(branch)
    branch.clock.now = wall(11)
    line = replace(LINE, appointment_id=booked.id)
    visit = enter(branch, line).visits[0]
    assert (visit.slot, visit.appointment_id) == (booked.start, booked.id)
    with branch.database.reader() as reader:
        assert reader.appointments.get(booked.id).state is AppointmentState.SERVED
    again = replace(line, number=2, counter="4")
    assert codes(branch, again) == [(0, "appointment_id", "paper.booking", False)]


def test_a_booking_stands_in_one_line_only(branch: Branch) -> None:
    booked = book(branch)
    branch.clock.now = wall(11)
    line = replace(LINE, appointment_id=booked.id)
    other = replace(line, number=2, counter="4")
    assert codes(branch, line, other) == [(1, "appointment_id", "paper.booking", False)]


def test_what_is_on_paper_is_corrected_and_not_undone(later: Branch) -> None:
    visit = enter(later, LINE).visits[0]
    with refuses("undo.from_paper"):
        later.do(queue.undo, by=later.anna)
    right = later.do(
        queue.correct, visit.id, outcome=Outcome.INCOMPLETE, why="Pārlasīts", by=later.anna
    )
    assert isinstance(right, Visit)
    assert right.outcome is Outcome.INCOMPLETE


def test_a_refusal_gets_its_reason_later(later: Branch) -> None:
    visit = enter(later, replace(LINE, ended=Ended.REFUSED)).visits[0]
    assert (visit.outcome, visit.reason_id) == (Outcome.REFUSED, None)


def test_it_enters_nothing(later: Branch) -> None:
    with refuses("access.no_right"):
        later.do(back_entry.enter, DAY, (LINE,), by=later.it)
    with refuses("access.no_right"):
        later.read(back_entry.start, DAY, by=later.it)


@pytest.mark.parametrize(
    ("text", "count"),
    [("7", 7), ("P007", 7), ("p 12", 12), ("0", None), ("A7", None), ("", None), ("10000", None)],
)
def test_numbers_as_they_are_typed(text: str, count: int | None) -> None:
    assert read_number(text) == count
    assert count is None or read_number(paper_number(count)) == count
