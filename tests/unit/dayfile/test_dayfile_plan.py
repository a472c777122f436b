"""What an import would do: twice is once, facts stay, absence needs a declared full list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.clock import local_day
from desk.domain.person import Person
from desk.services.dayfile.model import Covers, DayFile, Field, Row
from desk.services.dayfile.plan import ImportPlan, plan

DAY = date(2026, 11, 24)
SITE = "riga-2"
COVERS = Covers(SITE, DAY)
START = datetime(2026, 11, 24, 8, 45, tzinfo=UTC)
OPEN = [
    AppointmentState.BOOKED,
    AppointmentState.LATE_NOTIFIED,
    AppointmentState.PROVISIONAL,
    AppointmentState.CONFLICT,
]
FACTS = [
    AppointmentState.ARRIVED,
    AppointmentState.SERVING,
    AppointmentState.SERVED,
    AppointmentState.NO_SHOW,
]


def row(reference: str = "R-1", start: datetime | None = START, **other: object) -> Row:
    values = {"minutes": 15, "service_text": "eID", "name": "Anna", "phone": "", "email": ""}
    return Row(2, reference, start, **{**values, **other})


def number(reference: str) -> UUID:
    return UUID(int=sum(ord(char) * 1000**place for place, char in enumerate(reference)))


def booked(item: Row, state: AppointmentState = AppointmentState.BOOKED) -> Appointment:
    start = item.start or START
    return Appointment(
        id=number(item.reference),
        version=1,
        site=SITE,
        day=local_day(start),
        start=start,
        minutes=item.minutes or 10,
        service="eid",
        service_text=item.service_text,
        state=state,
        source="file",
        reference=item.reference,
        person_id=number(item.reference),
    )


def people(*rows: Row) -> dict[UUID, Person]:
    return {number(item.reference): Person(item.name, item.phone, item.email) for item in rows}


def file(*rows: Row, covers: Covers | None = None, **other: object) -> DayFile:
    seen = frozenset(item.reference for item in rows)
    return replace(DayFile(rows, covers=covers, seen=seen), **other)


def planned(
    existing: list[Appointment],
    day_file: DayFile,
    persons: dict[UUID, Person] | None = None,
    guard_percent: int = 100,
) -> ImportPlan:
    return plan(existing, day_file, persons or people(row()), guard_percent=guard_percent)


def test_a_new_booking_is_added():
    assert planned([], file(row())).added == (row(),)


def test_a_cancelled_booking_we_never_had_is_left_alone():
    result = planned([], file(row(cancelled=True)))
    assert (result.added, result.cancelled, result.unchanged) == ((), (), ("R-1",))


def test_the_same_file_again_changes_nothing():
    result = planned([booked(row())], file(row(), covers=COVERS))
    assert result.unchanged == ("R-1",)
    assert not (result.added or result.changed or result.moved or result.cancelled or result.kept)


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"minutes": 20}, (Field.MINUTES,)),
        ({"service_text": "Pase"}, (Field.SERVICE,)),
        ({"name": "Anna Ozola", "phone": "20000001"}, (Field.NAME, Field.PHONE)),
        ({"email": "a@example.lv"}, (Field.EMAIL,)),
    ],
)
def test_a_changed_booking(state: AppointmentState, change: dict[str, object], fields: tuple):
    result = planned([booked(row(), state)], file(row(**change)))
    assert [item.fields for item in result.changed] == [fields]
    assert result.moved == ()


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("days", [0, 1])
def test_a_moved_booking_follows_also_out_of_the_covered_day(state: AppointmentState, days: int):
    moved = row(start=START + timedelta(days=days, minutes=30))
    result = planned([booked(row(), state)], file(moved, covers=COVERS))
    assert [(item.row, item.fields) for item in result.moved] == [(moved, (Field.START,))]
    assert (result.changed, result.cancelled) == ((), ())


def test_an_empty_cell_takes_nothing_away():
    known = {number("R-1"): Person("Anna", "20000001", "a@example.lv")}
    bare = row(minutes=None, service_text="", name="")
    assert planned([booked(row())], file(bare), known).unchanged == ("R-1",)


def test_an_erased_person_is_not_brought_back():
    assert plan([booked(row())], file(row()), {}, guard_percent=100).unchanged == ("R-1",)


def test_a_booking_that_had_no_person_gets_one():
    nobody = replace(booked(row()), person_id=None)
    assert [item.fields for item in planned([nobody], file(row())).changed] == [(Field.NAME,)]


@pytest.mark.parametrize("state", OPEN)
def test_the_file_cancels_by_its_word(state: AppointmentState):
    ours = booked(row(), state)
    assert planned([ours], file(row(start=None, cancelled=True))).cancelled == (ours,)


@pytest.mark.parametrize("state", [AppointmentState.CANCELLED, AppointmentState.CANCELLED_NOTIFIED])
def test_what_is_cancelled_is_not_cancelled_again(state: AppointmentState):
    ours = booked(row(), state)
    assert planned([ours], file(row(cancelled=True))).unchanged == ("R-1",)
    assert planned([ours], file(covers=COVERS)).cancelled == ()


def test_a_booking_cancelled_by_the_system_can_stand_again():
    result = planned([booked(row(), AppointmentState.CANCELLED)], file(row()))
    assert [item.fields for item in result.changed] == [(Field.STATE,)]
    later = row(start=START + timedelta(hours=1))
    result = planned([booked(row(), AppointmentState.CANCELLED)], file(later))
    assert [item.fields for item in result.moved] == [(Field.STATE, Field.START)]


@pytest.mark.parametrize("state", FACTS)
def test_a_branchs_fact_is_kept_whatever_the_file_says(state: AppointmentState):
    ours = booked(row(), state)
    moved = row(start=START + timedelta(hours=1))
    for day_file, fields in [
        (file(row(cancelled=True)), (Field.STATE,)),
        (file(moved), (Field.START,)),
        (file(covers=COVERS), (Field.STATE,)),
    ]:
        result = planned([ours], day_file)
        assert [(item.appointment, item.fields) for item in result.kept] == [(ours, fields)]
        assert not (result.changed or result.moved or result.cancelled or result.added)
    assert planned([ours], file(row())).unchanged == ("R-1",)


def test_who_told_us_that_they_will_not_come_stays_cancelled():
    ours = booked(row(), AppointmentState.CANCELLED_NOTIFIED)
    assert [item.fields for item in planned([ours], file(row())).kept] == [(Field.STATE,)]


def test_absence_cancels_only_what_a_declared_full_list_covers():
    here = booked(row())
    elsewhere = replace(booked(row("R-2")), site="riga-3")
    tomorrow = booked(row("R-3", START + timedelta(days=1)))
    phoned = replace(booked(row("R-4")), source="phone")
    existing = [here, elsewhere, tomorrow, phoned]
    assert planned(existing, file()).cancelled == ()
    assert planned(existing, file(covers=COVERS)).cancelled == (here,)


def test_a_row_that_was_left_out_is_not_absent():
    broken = file(covers=COVERS, seen=frozenset({"R-1"}))
    assert planned([booked(row())], broken).cancelled == ()


def test_absence_proves_nothing_when_a_line_could_not_be_read():
    result = planned([booked(row())], file(covers=COVERS, complete=False))
    assert result.cancelled == ()
    assert [item.message_code for item in result.problems] == ["dayfile.cover_not_used"]


@pytest.mark.parametrize(
    ("absent", "percent", "expected"),
    [(0, 10, False), (1, 10, False), (2, 10, True), (2, 20, False), (1, 0, True), (0, 0, False)],
)
def test_many_cancellations_want_a_confirmation(absent: int, percent: int, expected: bool):
    rows = [row(f"R-{place}") for place in range(10)]
    existing = [booked(item) for item in rows]
    result = plan(
        existing, file(*rows[absent:], covers=COVERS), people(*rows), guard_percent=percent
    )
    assert len(result.cancelled) == absent
    assert result.needs_confirmation is expected


def test_the_share_is_of_the_open_bookings_of_the_days_concerned():
    rows = [row(f"R-{place}") for place in range(10)]
    served = [booked(item, AppointmentState.SERVED) for item in rows[5:]]
    other_day = [booked(row(f"X-{place}", START + timedelta(days=1))) for place in range(50)]
    existing = [*(booked(item) for item in rows[:5]), *served, *other_day]
    cancelling = file(replace(rows[0], cancelled=True))
    assert plan(existing, cancelling, people(*rows), guard_percent=19).needs_confirmation
    assert not plan(existing, cancelling, people(*rows), guard_percent=20).needs_confirmation


ROWS = st.lists(
    st.builds(
        row,
        st.integers(0, 12).map("R-{}".format),
        st.integers(-3000, 3000).map(lambda minutes: START + timedelta(minutes=minutes)),
        minutes=st.none() | st.integers(5, 60),
        name=st.sampled_from(["", "Anna", "Jānis"]),
        phone=st.sampled_from(["", "20000001"]),
        cancelled=st.booleans(),
    ),
    max_size=10,
    unique_by=lambda item: item.reference,
)
STATES = st.dictionaries(
    st.integers(0, 12).map("R-{}".format), st.sampled_from(list(AppointmentState))
)


@given(ROWS, ROWS, STATES, st.booleans())
def test_every_booking_is_in_one_list_and_a_second_import_changes_nothing(
    before: list[Row], after: list[Row], states: dict[str, AppointmentState], covered: bool
):
    existing = [booked(item, states.get(item.reference, OPEN[0])) for item in before]
    persons = people(*before)
    day_file = file(*after, covers=COVERS if covered else None)
    result = plan(existing, day_file, persons, guard_percent=10)
    placed = [
        *(item.reference for item in result.added),
        *(item.row.reference for item in (*result.changed, *result.moved)),
        *(item.reference for item in result.cancelled),
        *result.unchanged,
        *(item.appointment.reference for item in result.kept),
    ]
    assert len(placed) == len(set(placed))
    assert set(placed) >= {item.reference for item in after}
    again = plan(*applied(existing, persons, result), guard_percent=10)
    assert not (again.added or again.changed or again.moved or again.cancelled)

    untouched = {item.reference: item for item in existing if item.state in FACTS}
    changed = {item.appointment.reference for item in (*result.changed, *result.moved)}
    assert not (changed | {item.reference for item in result.cancelled}) & set(untouched)


def applied(
    existing: list[Appointment], persons: dict[UUID, Person], result: ImportPlan
) -> tuple[list[Appointment], DayFile, dict[UUID, Person]]:
    """The bookings after the import, and the same file once more."""
    state = {item.reference: item for item in existing}
    known = dict(persons)
    for item in result.added:
        state[item.reference] = booked(item)
        known |= people(item)
    for change in (*result.changed, *result.moved):
        ours, theirs = change.appointment, change.row
        state[ours.reference] = replace(
            ours,
            start=theirs.start or ours.start,
            day=local_day(theirs.start or ours.start),
            minutes=theirs.minutes or ours.minutes,
            service_text=theirs.service_text or ours.service_text,
            state=OPEN[0] if Field.STATE in change.fields else ours.state,
        )
        old = known[ours.person_id]
        known[ours.person_id] = Person(theirs.name or old.name, theirs.phone or old.phone)
    for gone in result.cancelled:
        state[gone.reference] = replace(gone, state=AppointmentState.CANCELLED)
    rows = [item.row for item in (*result.changed, *result.moved)] + list(result.added)
    rows += [item.row for item in result.kept if item.row is not None]
    return list(state.values()), file(*rows, covers=None), known
