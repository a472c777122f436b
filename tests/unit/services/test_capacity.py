"""Places at a branch: HQ's figure, the branch's own for a day; a warning, never a refusal."""

from __future__ import annotations

import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall

from desk.domain.person import Person
from desk.services import appointments, capacity, opening, schedule


def book(branch: Branch, *, confirm: bool = False) -> None:
    caller = {"start": wall(10), "minutes": 15, "service": "passport"}
    person = Person("Zelma")
    branch.do(appointments.book, **caller, person=person, confirm_outside=confirm, by=branch.anna)


def test_the_branch_says_how_many_and_takes_it_back(branch: Branch) -> None:
    usual = branch.env.policy.capacity
    assert branch.read(schedule.day, DAY, by=branch.anna).places == usual
    said = branch.do(capacity.set_places, DAY, 2, "4. lodziņš slēgts", by=branch.head)
    shown = branch.read(schedule.day, DAY, by=branch.anna)
    assert (shown.places, shown.own_places) == (2, said)
    assert {slot.capacity for slot in shown.slots} == {2}
    week = branch.read(schedule.week, DAY, by=branch.anna)
    assert [day.places for day in week] == [2, *[usual] * 6]
    assert week[0].capacity == 2 * len(week[0].slots)
    assert branch.do(capacity.withdraw_places, DAY, by=branch.head) == usual
    assert branch.read(schedule.day, DAY, by=branch.anna).own_places is None
    with refuses("capacity.nothing_set"):
        branch.do(capacity.withdraw_places, DAY, by=branch.head)


def test_every_word_is_a_version_of_its_own(branch: Branch) -> None:
    for places in (3, 2):
        branch.do(capacity.set_places, DAY, places, "", by=branch.head)
    branch.do(capacity.withdraw_places, DAY, by=branch.head)
    with branch.database.reader() as reader:
        rows = reader._connection.exec_driver_sql(
            "SELECT version, places, withdrawn FROM local_capacity ORDER BY position"
        ).all()
        assert [tuple(row) for row in rows] == [(1, 3, 0), (2, 2, 0), (3, 2, 1)]
        assert reader.overlays.places(SITE, DAY, DAY) == ()


def test_too_many_warn_and_go_in_when_confirmed(branch: Branch) -> None:
    branch.do(capacity.set_places, DAY, 1, "", by=branch.head)
    book(branch)
    with refuses("appointment.no_capacity"):
        book(branch)
    book(branch, confirm=True)
    week = branch.read(schedule.week, DAY, by=branch.anna)
    at_ten = next(slot for slot in week[0].slots if slot.start == wall(10))
    assert (at_ten.taken, at_ten.capacity) == (2, 1)
    free = branch.read(schedule.free_slots, DAY, 15, by=branch.anna, limit=100)
    assert wall(10) not in {slot.start for slot in free}


def test_a_closed_day_counts_those_who_would_stand_outside(branch: Branch) -> None:
    book(branch)
    branch.do(opening.set_exception, DAY, (), "Avārija", by=branch.head)
    day = branch.read(schedule.week, DAY, by=branch.anna)[0]
    assert (day.booked, day.outside, day.hours.note) == (1, 1, "Avārija")


@pytest.mark.parametrize(
    ("places", "reason", "code"),
    [
        (-1, "", "capacity.places"),
        (61, "", "capacity.places"),
        (1, "x" * 201, "text.too_long"),
        (1, "010180-12345", "text.personal_code"),
    ],
)
def test_what_is_refused_of_places(branch: Branch, places: int, reason: str, code: str) -> None:
    with refuses(code):
        branch.do(capacity.set_places, DAY, places, reason, by=branch.head)


def test_a_past_day_and_a_clerk(branch: Branch) -> None:
    with refuses("access.no_right"):
        branch.do(capacity.set_places, DAY, 1, "", by=branch.anna)
    branch.clock.advance(days=1)
    with refuses("opening.past_day"):
        branch.do(capacity.set_places, DAY, 1, "", by=branch.head)
