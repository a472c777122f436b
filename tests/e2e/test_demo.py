"""The demo's day: believable, the same every time, and on a clock that runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from virtual import VirtualClock

from desk.app import App, open_app
from desk.demo import PASSWORD
from desk.demo.make import make_demo
from desk.demo.session import demo_actor
from desk.domain.board import Board
from desk.domain.clock import RIGA, local
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind, IncidentState
from desk.domain.roles import Actor
from desk.domain.visit import TicketState, Visit
from desk.i18n import set_language
from desk.services import annex, schedule, session
from desk.services.board import board
from desk.services.verify import verify

SATURDAY = datetime(2026, 11, 21, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "data"
    return make_demo(folder, clock=lambda: SATURDAY)


@pytest.fixture
def app(made: Path) -> Iterator[App]:
    set_language("en")
    opened = open_app(made, clock=lambda: SATURDAY)
    yield opened
    opened.close()
    set_language("lv")


def shown(app: App) -> Board:
    with app.database.unit_of_work() as uow:
        actor = demo_actor(uow, app.env)
    with app.database.reader() as reader:
        return board(reader, app.env, actor)


def visits(app: App) -> tuple[Visit, ...]:
    with app.database.reader() as reader:
        return reader.visits.of_day("riga-2", local(app.env.clock()).date())


def test_it_opens_at_10_51_of_the_next_full_day(app: App) -> None:
    assert app.env.demo
    assert local(app.env.clock()) == datetime(2026, 11, 24, 10, 51, tzinfo=RIGA)


def test_its_clock_runs(made: Path) -> None:
    real = VirtualClock(SATURDAY)
    app = open_app(made, clock=real)
    try:
        before = app.env.clock()
        real.advance(minutes=7)
        assert app.env.clock() - before == timedelta(minutes=7)
    finally:
        app.close()


def test_the_morning_is_believable(app: App) -> None:
    states = Counter(visit.state for visit in visits(app))
    assert states[TicketState.SERVED] >= 28
    assert states[TicketState.WAITING] >= 8
    assert states[TicketState.SERVING] == 3
    assert (states[TicketState.PARKED], states[TicketState.NO_SHOW]) == (1, 1)
    walk_ins = [visit for visit in visits(app) if visit.slot is None]
    assert 17 <= len(walk_ins) <= 20
    for visit in visits(app):
        for before, after in zip(visit.periods, visit.periods[1:], strict=False):
            assert before.end == after.start


def test_the_board_has_every_kind_of_row(app: App) -> None:
    found = shown(app)
    assert found.serving is not None
    assert found.serving.visit.counter == "3"
    assert len(found.serving.visit.services) == 2
    assert any(row.overdue for row in found.rows)
    assert any(row.assistance for row in found.rows)
    assert any(row.expected_at for row in found.rows)
    assert [row.parked_for for row in found.parked] == ["payment"]
    assert found.last_call is not None
    assert not found.hours.confirmed
    assert found.stale_open == ()


def test_its_incidents_stand_in_many_states(app: App) -> None:
    with app.database.reader() as reader:
        found = reader.incidents.list("riga-2")
        assert reader.incidents.count_new("riga-2") == 5
    assert {one.kind for one in found} == set(IncidentKind) - {IncidentKind.SAFETY}
    assert {one.state.value for one in found} == {
        "reported",
        "acknowledged",
        "under_review",
        "returned",
        "blocked",
        "closed",
    }
    closed = next(one for one in found if one.state is IncidentState.CLOSED)
    assert closed.handling.findings is not None and closed.handling.findings.note_id is not None
    error = next(one for one in found if one.state is IncidentState.UNDER_REVIEW)
    assert error.handling.apology is not None and len(error.handling.open_tasks) == 1


def test_what_was_sealed_can_be_opened_and_the_log_is_whole(app: App) -> None:
    with app.database.reader() as reader:
        head = reader.accounts.by_login("ilze")
        assert head is not None
        kept = reader.annex.annexed()
        assert len(kept) == 2
        assert {reader.incidents.get(one).level for one in kept} == {"2"}
        actor = Actor(head.id, head.name, head.role, "riga-2")
        assert annex.standing(reader, app.env, actor, next(iter(kept))).may_open
        assert verify(reader, ()).fine


def test_the_week_after_it_has_bookings_too(app: App) -> None:
    with app.database.reader() as reader:
        actor = session.nobody(reader, app.env)
        week = schedule.week(reader, app.env, actor, date(2026, 11, 23))
    booked = [day.booked for day in week]
    assert booked[1] >= 40
    assert all(count >= 30 for count in booked[2:5])
    assert booked[5:] == [0, 0]


def test_everyone_can_sign_in_with_the_demos_password(app: App) -> None:
    with app.database.reader() as reader:
        people = session.people(reader)
        assert len(people) == 5
        assert session.check_password(reader, app.env, "ilze", PASSWORD).right


def test_it_is_kept_on_its_day_and_made_anew_after_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    real = VirtualClock(SATURDAY)
    make_demo(folder, clock=real)
    device = folder / "device.id"
    first = device.read_text()
    real.advance(hours=12)
    make_demo(folder, clock=real)
    assert device.read_text() == first
    real.advance(hours=2)
    make_demo(folder, clock=real)
    assert device.read_text() != first


def test_a_day_before_a_holiday_is_no_demo_day(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    christmas = datetime(2026, 12, 23, 6, tzinfo=UTC)
    app = open_app(make_demo(folder, clock=lambda: christmas), clock=lambda: christmas)
    try:
        assert local(app.env.clock()).date() == date(2026, 12, 29)
    finally:
        app.close()


def test_only_the_demo_lets_people_in_without_a_password(tmp_path: Path) -> None:
    from desk.app import create_app

    app, _code = create_app(tmp_path / "real", institution="pmlp", branch="riga-2")
    try:
        with app.database.unit_of_work() as uow, pytest.raises(DeskError) as refusal:
            demo_actor(uow, app.env)
        assert refusal.value.code == "session.needed"
    finally:
        app.close()
