"""Calls, follow-ups and day records: stored with their events, rebuilt, and upgraded to."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from making import ACTOR, SITE, TODAY
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.rebuild import rebuild_projections
from db.unit_of_work import UnitOfWork
from desk.domain import day_record, follow_up, phone_call
from desk.domain.day_record import DayAction, DayRecord
from desk.domain.errors import DeskError
from desk.domain.event import Event, K
from desk.domain.follow_up import FollowUp, FollowUpAction, FollowUpKind, FollowUpState
from desk.domain.person import Person, Purpose
from desk.domain.phone_call import CallAction, CallState, PhoneCall

TABLES = ("phone_call", "follow_up", "day_record")


def event(subject: UUID, seq: int, step: K, clock: VirtualClock, /, **data: object) -> Event[K]:
    return Event(make_id(), subject, seq, step, clock(), clock(), ACTOR, data)


def call(uow: UnitOfWork, clock: VirtualClock, counter: str = "3", **note: object) -> PhoneCall:
    """A call that has ended, with its note."""
    facts = {"site": SITE, "day": TODAY.isoformat(), "counter": counter, "visit_id": None}
    steps = [(CallAction.BEGIN, facts), (CallAction.NOTE, note), (CallAction.END, {})]
    known: PhoneCall | None = None
    subject = make_id()
    for seq, (kind, data) in enumerate(steps, start=1):
        clock.advance(seconds=20)
        step = event(subject, seq, kind, clock, **data)
        known = phone_call.apply(known, step)
        uow.calls.add(known, step)
    assert known is not None
    return known


def task(uow: UnitOfWork, clock: VirtualClock, **facts: object) -> FollowUp:
    data = {"site": SITE, "kind": "task", **facts}
    step = event(make_id(), 1, FollowUpAction.OPEN, clock, **data)
    known = follow_up.apply(None, step)
    uow.follow_ups.add(known, step)
    return known


def then(uow: UnitOfWork, clock: VirtualClock, known: FollowUp, kind: FollowUpAction) -> FollowUp:
    step = event(known.id, known.version + 1, kind, clock)
    after = follow_up.apply(known, step)
    uow.follow_ups.add(after, step)
    return after


def opened(uow: UnitOfWork, clock: VirtualClock, day: date = TODAY) -> DayRecord:
    """A day with a tick, its doors open, closed with a reason."""
    reason = uow.persons.put(Purpose.DAY_NOTE, Person(text="x"), at=clock(), expires=None)
    steps: list[tuple[DayAction, dict[str, object]]] = [
        (DayAction.TICK, {"item": "desk", "on": True}),
        (DayAction.DOORS, {"on": True}),
        (DayAction.CLOSE, {"overtime_minutes": 12, "reason_id": str(reason)}),
    ]
    known: DayRecord | None = None
    subject = make_id()
    for seq, (kind, data) in enumerate(steps, start=1):
        whole = {"site": SITE, "day": day.isoformat(), **data}
        step = event(subject, seq, kind, clock, **whole)
        known = day_record.apply(known, step)
        uow.days.add(known, step)
    assert known is not None
    return known


def dump(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    raw = connect(database_path(folder), KEY)
    tables = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
    raw.close()
    return tables


def test_what_is_stored_is_read_again_and_replayed(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    with database.unit_of_work() as uow:
        until = (clock() + timedelta(hours=1)).isoformat()
        rang = call(uow, clock, topic="hours", outcome="call_back", until=until)
        open_one = task(uow, clock, due_at=until)
        gone = then(uow, clock, task(uow, clock), FollowUpAction.DONE)
        record = opened(uow, clock)
        before = uow.outbox.count()
        uow.commit()
    with database.reader() as reader:
        assert reader.calls.get(rang.id) == rang
        assert reader.follow_ups.get(gone.id) == gone
        assert reader.days.of(SITE, TODAY) == record
        assert reader.days.of(SITE, TODAY + timedelta(days=1)) is None
        assert reader.follow_ups.open(SITE) == (open_one,)
        assert reader.follow_ups.done_since(SITE, clock() - timedelta(hours=1)) == (gone,)
        assert [one.kind for one in reader.calls.events(rang.id)] == ["begin", "note", "end"]
    live = dump(data_folder)
    raw = connect(database_path(data_folder), KEY)
    raw.execute("UPDATE phone_call SET state = 'running'")
    raw.execute("DELETE FROM follow_up")
    raw.execute("UPDATE day_record SET ticks = '[]'")
    raw.close()
    assert all(dump(data_folder)[name] != live[name] for name in TABLES)
    with database.unit_of_work() as uow:
        rebuild_projections(uow)
        assert uow.outbox.count() == before
        uow.commit()
    assert dump(data_folder) == live


def test_every_event_has_its_pointer(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        call(uow, clock)
        task(uow, clock)
        kinds = [pointer.kind for pointer in uow.outbox.pending(10)]
    assert kinds == ["phone_call_event"] * 3 + ["follow_up_event"]


def test_calls_to_be_made_back(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        wanted = call(uow, clock, outcome="call_back")
        made = call(uow, clock, counter="4", outcome="call_back")
        call(uow, clock, outcome="answered")
        kept = task(uow, clock, kind="call_back", subject_id=str(made.id))
        then(uow, clock, kept, FollowUpAction.DONE)
        assert uow.calls.to_call_back(SITE, TODAY) == (wanted,)
        assert uow.calls.to_call_back(SITE, TODAY + timedelta(days=1)) == ()
        assert uow.calls.to_call_back("riga-3", TODAY) == ()
        last = uow.calls.last_at_counter(SITE, TODAY, "4")
        assert last is not None and (last.id, last.state) == (made.id, CallState.ENDED)
        assert uow.calls.last_at_counter(SITE, TODAY, "9") is None
        found = uow.follow_ups.of_subject(FollowUpKind.CALL_BACK, made.id)
        assert found is not None and found.state is FollowUpState.DONE
        assert uow.follow_ups.of_subjects(FollowUpKind.CALL_BACK, [wanted.id]) == ()


def test_one_decision_about_one_thing_and_one_record_a_day(
    database: Database, clock: VirtualClock
) -> None:
    subject = str(make_id())
    with database.unit_of_work() as uow:
        task(uow, clock, kind="call_back", subject_id=subject)
        with pytest.raises(DeskError, match=r"followup\.changed_meanwhile"):
            task(uow, clock, kind="call_back", subject_id=subject)
        opened(uow, clock)
        with pytest.raises(DeskError, match=r"day\.changed_meanwhile"):
            opened(uow, clock)
        with pytest.raises(DeskError, match=r"call\.unknown"):
            uow.calls.get(make_id())


def test_a_subject_must_stand_as_after_its_event(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        known = task(uow, clock)
        with pytest.raises(ValueError, match="must stand"):
            uow.follow_ups.add(known, event(known.id, 7, FollowUpAction.DONE, clock))


def test_refusals_of_an_older_database_keep_their_legal_basis(
    tmp_path: Path, clock: VirtualClock
) -> None:
    """The new column is filled from the events, as a replay fills it."""
    folder = tmp_path / "older"
    folder.mkdir()
    _database_of(folder, "0002")
    basis, full, gap = make_id(), make_id(), make_id()
    raw = connect(database_path(folder), KEY)
    for number, (visit, known) in enumerate([(full, basis), (gap, None)], start=1):
        _refused_visit(raw, visit, number, known)
    raw.close()
    database = Database.open(folder, KEY, make_id, clock, DEVICE)
    with database.reader() as reader:
        rows = reader._connection.exec_driver_sql(
            "SELECT id, legal_basis_id FROM visit ORDER BY issued_at"
        ).all()
    database.close()
    assert [(UUID(bytes=row[0]), row[1]) for row in rows] == [(full, basis.bytes), (gap, None)]


def _database_of(folder: Path, revision: str) -> None:
    """A database as an older program made it."""
    from alembic import command

    from db.engine import open_engine
    from db.upgrade import _VERSION_TABLE, _config

    engine = open_engine(database_path(folder), KEY, busy_seconds=1)
    config = _config()
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(_VERSION_TABLE)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def _refused_visit(raw: Any, visit: UUID, number: int, basis: UUID | None) -> None:
    body = json.dumps({"legal_basis_id": str(basis) if basis else None, "outcome": "refused"})
    raw.execute(
        "INSERT INTO visit (id, site, day, issued_at, arrival, ticks, outcome, by_mistake,"
        " after_hours) VALUES (?, ?, ?, ?, 'walk_in', '[]', 'refused', 0, 0)",
        [visit.bytes, SITE, TODAY.isoformat(), number],
    )
    raw.execute(
        "INSERT INTO visit_event (id, kind, at, recorded_at, actor_id, body, visit_id, seq, site,"
        " day, counter) VALUES (?, 'finish', 1, 1, ?, ?, ?, 4, ?, ?, '3')",
        [make_id().bytes, ACTOR.bytes, body, visit.bytes, SITE, TODAY.isoformat()],
    )
