"""The sealed annex in a real data folder: its link is nowhere else, and erased means gone.

Files are looked into as they lie on the disk, with the database key in hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from raw_pages import folder_bytes, where
from virtual import VirtualClock

from db.backup import backup
from db.backup_make import BACKUPS
from desk import backing_up, erasing
from desk.app import App, create_app, open_app, unlocked_key
from desk.domain.account import AccountAction
from desk.domain.annex import Identity, OpenPurpose
from desk.domain.clock import RIGA
from desk.domain.erasure import Why
from desk.domain.incident import FirstReport, Incident, IncidentKind, Step
from desk.domain.person import Person
from desk.domain.roles import Actor, Role
from desk.domain.visit import Visit
from desk.restoring import restore
from desk.services import (
    accounts,
    annex,
    annex_giving,
    annex_open,
    annex_reseal,
    appointments,
    incident_moment,
    incident_review,
    incidents,
    queue,
    session,
)

PASSWORD = "vidēji gara parole"
ZANE = Person("Žanete Qķēniņa-Šļūka", "+37129654321", "zanete.qkenina@example.lv")
TYPED = Identity(name="Qqannex-Jānis", witnesses="Qqwitness", text="Qqtext")


class Ticking(VirtualClock):
    """Every question takes a moment, as in life: no two entries have one instant by chance."""

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=3)
        return self.now


@pytest.fixture
def clock() -> Ticking:
    return Ticking(datetime(2026, 11, 24, 9, 0, tzinfo=RIGA).astimezone(UTC))


@pytest.fixture
def made(tmp_path: Path, clock: Ticking, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "key"))
    app, code = create_app(tmp_path / "data", institution="pmlp", branch="riga-2", clock=clock)
    whole = Made(app, code)
    yield whole
    whole.app.close()


class Made:
    """A branch with a head and a clerk."""

    def __init__(self, app: App, code: str) -> None:
        self.app, self.code = app, code
        with app.database.reader() as reader:
            nobody = session.nobody(reader, app.env)
        self.ilze = self.sign_up("ilze", Role.HEAD, nobody)
        self.anna = self.sign_up("anna", Role.CLERK, self.ilze)

    def do(self, use_case: Any, by: Actor, *values: Any, **named: Any) -> Any:
        with self.app.database.unit_of_work() as uow:
            result = use_case(uow, self.app.env, by, *values, **named)
            uow.commit()
        return result

    def sign_up(self, login: str, role: Role, by: Actor) -> Actor:
        name = login.title()
        given = {"login": login, "name": name, "role": role, "password": PASSWORD}
        account = self.do(accounts.add, by, handed_over=False, **given)
        return Actor(account.id, name, role, "riga-2", "3")

    def stopped_visit(self) -> tuple[Visit, Incident]:
        """A booked client is served, the contact is stopped, and reported with the visit."""
        start = self.app.clock() + timedelta(minutes=30)
        wanted = {"start": start, "minutes": 15, "service": "eid", "person": ZANE}
        booked = self.do(appointments.book, self.anna, **wanted, confirm_outside=True)
        visit = self.do(queue.take_in_booking, self.anna, booked.id)
        self.do(queue.set_contact, self.anna, visit.id, Person(phone="+37129000111"))
        self.do(queue.call_this, self.anna, visit_id=visit.id, reason="handover")
        self.do(queue.start, self.anna)
        visit = self.do(queue.stop, self.anna, visit.id, "aggression")
        at = self.app.clock()
        first = FirstReport(
            IncidentKind.AGGRESSION, at, level="2", text="Kliedza.", steps=(Step("stop", at),)
        )
        self.do(incident_moment.keep, self.anna, first, visit.id)
        incident = self.do(incident_moment.file, self.anna, first, visit.id)
        self.do(annex.seal, self.anna, incident.id, TYPED, visit.id)
        self.open(incident.id, self.ilze)
        self.do(incidents.open, self.ilze, incident.id)
        return visit, incident

    def open(self, incident_id: UUID, by: Actor) -> Any:
        with self.app.database.reader() as reader:
            proof = annex_open.prove(reader, self.app.env, by, PASSWORD)
        return self.do(annex_open.open, by, incident_id, proof, OpenPurpose.POLICE, "lieta 7")

    def give(self, to: Actor) -> None:
        """The head gives somebody the keys of what was sealed before."""
        with self.app.database.reader() as reader:
            (one,) = annex_giving.waiting(reader, self.app.env, self.ilze)
            proof = annex_open.prove(reader, self.app.env, self.ilze, PASSWORD)
        assert one.account_id == to.account_id
        given = self.do(annex_giving.give, self.ilze, one.holder_id, one.fingerprint, proof)
        assert annex_reseal.run_to_end(self.app.database, given) > 0

    def rows(self) -> Iterator[tuple[str, list[Any]]]:
        """Every row of every table."""
        with self.app.database.reader() as reader:
            connection = reader._connection
            listed = "SELECT name FROM sqlite_schema WHERE type = 'table'"
            for (name,) in connection.exec_driver_sql(listed).all():
                for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').all():
                    yield name, list(row)


_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ID_BYTES = 16


def ids_in(row: list[Any]) -> set[UUID]:
    """All ids that a row names: as bytes, and inside texts."""
    found: set[UUID] = set()
    for value in row:
        if isinstance(value, bytes) and len(value) == _ID_BYTES:
            found.add(UUID(bytes=value))
        elif isinstance(value, str):
            found |= {UUID(one) for one in _UUID.findall(value)}
    return found


def named_together(
    rows: Iterator[tuple[str, list[Any]]], visit: Visit, incident: Incident
) -> set[str]:
    """Tables with a row that names something of both: ids in any form, numbers as words."""
    ours, theirs = {incident.id}, {visit.id, visit.appointment_id}
    numbers = re.compile(rf"\b{re.escape(visit.number)}\b")
    found = set()
    for table, row in rows:
        text = " ".join(_texts(row))
        of_incident = incident.number in text or any(_in(one, row, text) for one in ours)
        of_visit = numbers.search(text) or any(_in(one, row, text) for one in theirs if one)
        if of_incident and of_visit:
            found.add(table)
    return found


def _in(one: UUID, row: list[Any], text: str) -> bool:
    return str(one) in text or any(isinstance(v, bytes) and one.bytes in v for v in row)


def _texts(row: list[Any]) -> Iterator[str]:
    for value in row:
        yield value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)


def test_no_row_names_incident_and_visit_together(made: Made) -> None:
    """Nor the ticket, nor the booking; drafts, logs and the outbox included."""
    visit, incident = made.stopped_visit()
    assert named_together(made.rows(), visit, incident) == set()


@pytest.mark.parametrize("form", ["json", "bytes"])
def test_the_search_for_such_rows_finds_them(made: Made, form: str) -> None:
    visit, incident = made.stopped_visit()
    with made.app.database.unit_of_work() as uow:
        both = visit.id.bytes + incident.id.bytes
        body = both if form == "bytes" else f'["{visit.number}", "{incident.id}"]'.encode()
        uow.drafts.put(made.anna.account_id, "x", body, made.app.clock())
        uow.commit()
    assert named_together(made.rows(), visit, incident) == {"draft"}


def test_no_chain_of_rows_leads_from_one_to_the_other(made: Made) -> None:
    """Row by row over every id that two rows share, but for people, this PC and their sessions."""
    visit, incident = made.stopped_visit()
    hubs = {made.ilze.account_id, made.anna.account_id, made.app.env.device_id}
    neighbours: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for _table, row in made.rows():
        linked = ids_in(row) - hubs
        for one in linked:
            neighbours[one] |= linked
    reached, todo = {incident.id}, [incident.id]
    while todo:
        fresh = neighbours[todo.pop()] - reached
        reached |= fresh
        todo += fresh
    assert len(reached) > 5, "its events, texts and entries are found"
    assert visit.id not in reached
    assert visit.appointment_id not in reached


def test_no_instant_is_shared_by_events_of_both(made: Made) -> None:
    visit, incident = made.stopped_visit()
    instants: dict[str, set[int]] = {"visit": set(), "incident": set()}
    for table, row in made.rows():
        kind = table.partition("_")[0]
        if kind in instants and table.endswith("_event"):
            instants[kind] |= {value for value in row if isinstance(value, int) and value > 10**12}
    assert instants["visit"] and instants["incident"]
    assert not instants["visit"] & instants["incident"]
    assert visit.id != incident.id


def test_no_file_holds_what_was_sealed_in_the_clear(made: Made) -> None:
    made.stopped_visit()
    key = unlocked_key(made.app.folder)
    needles = {b"Qqannex", b"Qqwitness", b"Qqtext", b"lieta 7", b"qqannex"}
    assert where(folder_bytes(made.app.folder, key), needles) == {}


def keys_of(made: Made, incident_id: UUID) -> set[bytes]:
    """The sealed keys of an incident's entries, as they lie in the database."""
    sql = (
        "SELECT sealed FROM annex_key WHERE entry_id IN"
        " (SELECT id FROM annex_entry WHERE incident_id = ?)"
    )
    with made.app.database.reader() as reader:
        rows = reader._connection.exec_driver_sql(sql, (incident_id.bytes,)).all()
    return {bytes(row[0]) for row in rows}


def test_what_is_erased_leaves_every_file_and_copy(made: Made, clock: Ticking) -> None:
    _visit, incident = made.stopped_visit()
    app = made.app
    key, folder = unlocked_key(app.folder), app.folder
    backup(folder, key, folder / BACKUPS / "before-0007")
    backing_up.back_up(app, lambda stage, percent: None)
    needles = keys_of(made, incident.id)
    assert len(needles) == 6, "three entries for the head and the institution"
    assert len(where(folder_bytes(folder, key), needles)) >= 3
    made.do(incident_review.void, made.ilze, incident.id, "pārpratums")
    erasing.run_to_end(app.database, app.env)
    clock.advance(days=400)
    with app.database.unit_of_work() as uow:
        uow.meta.note("retention.seen", date(2027, 12, 29).isoformat())
        uow.commit()
    erasing.run_to_end(app.database, app.env)
    assert keys_of(made, incident.id) == set()
    assert app.settle_erasures().done
    assert where(folder_bytes(folder, key), needles) == {}


def test_an_old_copy_brings_nothing_back(made: Made, clock: Ticking) -> None:
    _visit, incident = made.stopped_visit()
    folder, old = made.app.folder, made.app.folder.parent / "old"
    backup(folder, unlocked_key(folder), old)
    with made.app.database.unit_of_work() as uow:
        entries = [entry.id for entry in uow.annex.entries(incident.id)]
        assert uow.annex.erase(entries, Why.EXPIRED, at=clock()) == len(entries) == 3
        uow.commit()
    made.app.close()
    for path in folder.glob("branch.db*"):
        path.unlink()
    (old / "branch.db").rename(folder / "branch.db")
    made.app = open_app(folder, clock=clock)
    assert keys_of(made, incident.id) == set()
    with made.app.database.reader() as reader:
        assert {line.why for line in reader.erasures.lines(10)} == {Why.REPLAYED}


def test_restored_on_another_pc_everybody_opens_as_before(
    made: Made, clock: Ticking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _visit, incident = made.stopped_visit()
    copy = tmp_path / "riga-2.branchbackup"
    backing_up.back_up_to(made.app, copy, lambda stage, percent: None)
    made.sign_up("vita", Role.HEAD, made.ilze)
    made.app.close()
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "another"))

    def never(_app: App) -> None:
        raise AssertionError

    there = tmp_path / "there"
    assert restore(copy, there, code=lambda: made.code, allow=never, clock=clock).by_code
    made.app = open_app(there, clock=clock)
    assert made.open(incident.id, made.ilze).entries[-1].who.name == TYPED.name


def test_the_code_that_restores_serves_whoever_waits(
    made: Made, clock: Ticking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _visit, incident = made.stopped_visit()
    vita = made.sign_up("vita", Role.HEAD, made.ilze)
    copy = tmp_path / "riga-2.branchbackup"
    backing_up.back_up_to(made.app, copy, lambda stage, percent: None)
    made.app.close()
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "another"))
    there = tmp_path / "there"
    restore(copy, there, code=lambda: made.code, allow=lambda _app: None, clock=clock)
    made.app = open_app(there, clock=clock)
    assert made.open(incident.id, vita).entries


def test_a_restore_gives_no_keys_back_to_an_account_closed_since(
    made: Made, clock: Ticking, tmp_path: Path
) -> None:
    made.stopped_visit()
    vita = made.sign_up("vita", Role.HEAD, made.ilze)
    made.give(vita)
    copy = tmp_path / "riga-2.branchbackup"
    backing_up.back_up_to(made.app, copy, lambda stage, percent: None)
    made.do(accounts.disable, made.ilze, vita.account_id)
    made.app.close()
    folder = made.app.folder
    restore(copy, folder, code=lambda: made.code, allow=lambda _app: None, clock=clock)
    made.app = open_app(folder, clock=clock)
    with made.app.database.reader() as reader:
        assert reader.accounts.events(vita.account_id)[-1].kind is AccountAction.DISABLE
        assert reader.annex.holder_of(vita.account_id) is None
        assert reader.annex.retired(vita.account_id) == ()
