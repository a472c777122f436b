"""A day that a reader remembers is always the day as it stands."""

from __future__ import annotations

from making import SITE, TODAY, act, booked, issue
from virtual import VirtualClock

from db.database import Database
from desk.domain.appointment import Appointment
from desk.domain.visit import Action, Visit


def _seen(database: Database) -> tuple[tuple[Visit, ...], tuple[Appointment, ...]]:
    with database.reader() as reader:
        return reader.visits.of_day(SITE, TODAY), reader.appointments.of_day(SITE, TODAY)


def test_what_changed_is_read_and_the_rest_is_the_same_object(
    database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        first, second = issue(uow, clock, "A001"), issue(uow, clock, "A002")
        uow.commit()
    before, _ = _seen(database)
    with database.unit_of_work() as uow:
        called = act(uow, clock, second, Action.CALL)
        third = issue(uow, clock, "A003")
        uow.commit()
    after, _ = _seen(database)
    assert before == (first, second)
    assert after == (first, called, third)
    assert after[0] is before[0]


def test_many_changes_at_once(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        made = [issue(uow, clock, f"A{number:03}") for number in range(1, 41)]
        uow.commit()
    assert _seen(database)[0] == tuple(made)
    with database.unit_of_work() as uow:
        left = [act(uow, clock, visit, Action.LEAVE) for visit in made]
        uow.commit()
    assert _seen(database)[0] == tuple(left)


def test_what_is_rolled_back_was_never_there(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        visit, booking = issue(uow, clock), booked(uow, clock)
        uow.commit()
    assert _seen(database) == ((visit,), (booking,))
    with database.unit_of_work() as uow:
        called = act(uow, clock, visit, Action.CALL)
        booked(uow, clock, "R-2")
        assert uow.visits.of_day(SITE, TODAY) == (called,)
    with database.unit_of_work() as uow:
        assert uow.visits.of_day(SITE, TODAY) == (visit,)
        assert uow.appointments.of_day(SITE, TODAY) == (booking,)
        parked = act(uow, clock, visit, Action.PARK)
        uow.commit()
    assert _seen(database) == ((parked,), (booking,))


def test_another_question_is_another_answer(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        visit = issue(uow, clock)
        uow.commit()
    with database.reader() as reader:
        assert reader.visits.of_day(SITE, TODAY) == (visit,)
        assert reader.visits.of_day("elsewhere", TODAY) == ()
        assert reader.visits.of_day(SITE, TODAY) == (visit,)
