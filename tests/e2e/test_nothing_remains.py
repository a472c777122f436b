"""A day in a real data folder, then erased: nothing of it is left in any file, and none comes back.

Every file is looked into as it lies on the disk: database, log, free pages, backups, the program's
log, the record of erasures.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from raw_pages import folder_bytes, where
from virtual import VirtualClock

from db import erasure_record
from db.backup import backup
from db.backup_make import BACKUPS
from db.erasure_copies import Cleaned
from db.layout import database_path
from desk import backing_up, erasing
from desk.app import App, create_app, open_app, unlocked_key
from desk.domain.clock import RIGA
from desk.domain.erasure import Ground, Why
from desk.domain.held import Asked
from desk.domain.incident import FirstReport, IncidentKind, Told
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor, Role
from desk.log import log_bug
from desk.second_place import prepare_place
from desk.services import (
    appointments,
    incident_review,
    incidents,
    person_request,
    person_request_grant,
    queue,
    safety,
    session,
)

DAY = date(2026, 11, 24)
ANNA = Person("Žanete Qķēniņa-Šļūka", "+37129654321", "zanete.qkenina@example.lv")
NEEDLES = (
    "Qķēniņa-Šļūka".encode(),
    b"qkenina",
    b"sluka",
    b"29654321",
    b"qqnote",
    b"qqtold",
    b"qqfact",
    b"qqdraft",
)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 24, 9, 0, tzinfo=RIGA).astimezone(UTC))


@pytest.fixture
def app(tmp_path: Path, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """A branch with a client, a note, an incident, a draft, a backup of each kind and a bug."""
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "key"))
    made, _code = create_app(tmp_path / "data", institution="pmlp", branch="riga-2", clock=clock)
    _live_through(made)
    yield made
    made.close()


def _live_through(app: App) -> None:
    at = app.clock()
    with app.database.unit_of_work() as uow:
        nobody = session.nobody(uow, app.env)
        actor = Actor(nobody.account_id, "Anna", Role.SYSTEM, "riga-2", "3")
        start = at + timedelta(hours=1)
        wanted = {"start": start, "minutes": 15, "service": "eid", "person": ANNA}
        booked = appointments.book(uow, app.env, actor, **wanted, confirm_outside=True)  # type: ignore[arg-type]
        visit = queue.take_in_booking(uow, app.env, actor, booked.id)
        queue.call_this(uow, app.env, actor, visit_id=visit.id, reason="handover")
        queue.start(uow, app.env, actor)
        queue.set_note(uow, app.env, actor, visit.id, "Qqnote")
        queue.set_contact(uow, app.env, actor, visit.id, ANNA)
        queue.leave(uow, app.env, actor, visit.id, "Qqnote")
        told = Told("Qqtold", "phone", at)
        first = FirstReport(IncidentKind.ERROR, at, told=told, text=f"Qqfact {ANNA.name}")
        made = incidents.report(uow, app.env, actor, first)
        head = Actor(app.new_id(), "Ilze", Role.HEAD, "riga-2")
        incident_review.void(uow, app.env, head, made.id, "Qqwhy")
        draft = FirstReport(IncidentKind.AGGRESSION, at, text=f"qqdraft {ANNA.name}")
        incidents.save_draft(uow, app.env, actor, IncidentKind.AGGRESSION, draft)
        uow.commit()


def _with_copies(app: App) -> bytes:
    """Backups of every kind, and a bug whose message names the client; gives the key."""
    key, folder = unlocked_key(app.folder), app.folder
    backup(folder, key, folder / BACKUPS / "before-0005")
    backing_up.back_up(app, lambda stage, percent: None)
    second = folder.parent / "second"
    second.mkdir()
    second /= "branch-desk-riga-2-20261124T070000Z.branchbackup"
    backing_up.back_up_to(app, second, lambda stage, percent: None)
    log_bug(folder, "test", ValueError(ANNA.name))
    return key


def _keys(app: App) -> set[bytes]:
    with app.database.reader() as reader:
        rows = reader._connection.exec_driver_sql("SELECT key FROM person_key").all()
    return {bytes(row.key) for row in rows}


def test_what_expires_leaves_every_file(app: App, clock: VirtualClock) -> None:
    key, needles = _with_copies(app), {*NEEDLES, *_keys(app)}
    before = where(folder_bytes(app.folder, key), needles)
    assert {name.split("/")[0] for name in before} >= {"backups", "branch.db-wal"}
    assert len([name for name in before if name.startswith("backups/")]) == 2
    erasing.run_to_end(app.database, app.env)
    with app.database.reader() as reader:
        expected = {one.person_id for one in reader.erasures.due(date(2030, 1, 1), 100)}
    clock.advance(days=1500)
    with app.database.unit_of_work() as uow:
        uow.meta.note("retention.seen", date(2030, 12, 31).isoformat())
        uow.commit()
    assert erasing.run_to_end(app.database, app.env).erased == len(expected) > 5
    settled = app.settle_erasures()
    assert settled.done and settled.copies.copies == 2 and settled.copies.rows >= len(expected)
    assert where(folder_bytes(app.folder, key), needles) == {}
    assert not erasing.is_unsettled(app.database)
    assert app.settle_erasures().copies.copies == 0, "nothing is left to do"


def _expire_everything(app: App, clock: VirtualClock) -> int:
    """Let all periods end and the job run; gives how many rows were due."""
    erasing.run_to_end(app.database, app.env)
    due = len(_due(app))
    clock.advance(days=1500)
    with app.database.unit_of_work() as uow:
        uow.meta.note("retention.seen", date(2030, 12, 31).isoformat())
        uow.commit()
    assert erasing.run_to_end(app.database, app.env).erased == due > 5
    return due


def _use_second_place(app: App, name: str) -> Path:
    """A second place of this name, made ready and set."""
    place = app.folder.parent / name
    place.mkdir(exist_ok=True)
    prepare_place(app, place)
    with app.database.unit_of_work() as uow:
        head = Actor(app.new_id(), "Ilze", Role.HEAD, "riga-2")
        safety.set_place(uow, app.env, head, str(place))
        uow.commit()
    return place


def _backups_there(place: Path) -> list[Path]:
    return sorted(place.glob(f"branch-desk/*/{BACKUPS}/*.branchbackup"))


def test_what_expires_leaves_the_second_places_backups_too(app: App, clock: VirtualClock) -> None:
    place = _use_second_place(app, "share")
    key, needles = _with_copies(app), {*NEEDLES, *_keys(app)}
    clock.advance(days=1)
    backing_up.back_up(app, lambda stage, percent: None)
    assert len(_backups_there(place)) == 2
    before = where(folder_bytes(place, key), needles)
    assert len([name for name in before if ".branchbackup" in name]) == 2
    due = _expire_everything(app, clock)
    settled = app.settle_erasures()
    assert settled.done and settled.copies.rows >= 2 * due
    assert len(_backups_there(place)) == 2, "a day's state to go back to"
    assert where(folder_bytes(place, key), needles) == {}


def test_a_second_place_that_is_away_is_remembered(app: App, clock: VirtualClock) -> None:
    place = _use_second_place(app, "usb")
    key, needles = _with_copies(app), {*NEEDLES, *_keys(app)}
    away = place.rename(place.with_name("in a drawer"))
    place.mkdir()  # a mount point without its disk
    _expire_everything(app, clock)
    settled = app.settle_erasures()
    assert settled.here and not settled.elsewhere and not settled.done
    assert where(folder_bytes(app.folder, key), needles) == {}
    assert erasing.is_unsettled(app.database)
    again = app.settle_erasures()
    assert again.copies.copies == 1, "what is done on this PC is not done again"
    place.rmdir()
    away.rename(place)
    assert where(folder_bytes(place, key), needles) != {}
    assert app.settle_erasures().done
    assert where(folder_bytes(place, key), needles) == {}
    assert not erasing.is_unsettled(app.database)


def test_a_place_that_is_used_again_is_rid_of_what_was_erased_meanwhile(
    app: App, clock: VirtualClock
) -> None:
    first = _use_second_place(app, "first")
    key, needles = _with_copies(app), {*NEEDLES, *_keys(app)}
    _use_second_place(app, "second")
    _expire_everything(app, clock)
    assert app.settle_erasures().done
    with app.database.reader() as reader:
        left = safety.earlier_places(app.env, safety.settings(reader))
    assert [one.place for one in left] == [str(first)]
    assert Path(left[0].folder).is_dir()
    assert where(folder_bytes(Path(left[0].folder), key), needles) != {}, "so it is named"
    _use_second_place(app, "first")
    assert app.settle_erasures().done
    assert where(folder_bytes(first, key), needles) == {}


def test_backups_of_an_earlier_life_in_the_same_place_are_cleaned_too(
    app: App, clock: VirtualClock
) -> None:
    place = _use_second_place(app, "share")
    key, needles = _with_copies(app), {*NEEDLES, *_keys(app)}
    (own,) = place.glob("branch-desk/*")
    own.rename(own.with_name("riga-2-0000dead"))
    prepare_place(app, place)
    _expire_everything(app, clock)
    assert app.settle_erasures().done
    assert where(folder_bytes(place, key), needles) == {}


def test_what_a_person_asked_for_leaves_every_file_at_once(app: App) -> None:
    key = _with_copies(app)
    asked = Asked(name=ANNA.name)
    with app.database.unit_of_work() as uow:
        actor = Actor(app.new_id(), "Ilze", Role.HEAD, "riga-2")
        records = person_request.find(uow, app.env, actor, asked)
        word = person_request_grant.confirm_words(records)[0]
        grounds = Ground.NOT_NEEDED
        assert person_request_grant.erase(uow, app.env, actor, records, grounds, word) >= 5
        uow.commit()
    assert app.settle_erasures().done
    left = where(folder_bytes(app.folder, key), NEEDLES)
    assert set().union(*left.values()) <= {b"qqtold"}, "who was told does not name the person"


@pytest.mark.parametrize("why", [Why.EXPIRED, Why.REQUESTED])
def test_an_old_copy_brings_nobody_back(app: App, clock: VirtualClock, why: Why) -> None:
    key, folder = unlocked_key(app.folder), app.folder
    backup(folder, key, folder.parent / "old")
    erased = _erase_everything(app, why)
    app.close()
    for path in folder.glob("branch.db*"):
        path.unlink()
    shutil.copyfile(folder.parent / "old" / "branch.db", database_path(folder))
    clock.advance(hours=2)
    with_app = open_app(folder, clock=clock)
    try:
        with with_app.database.reader() as reader:
            assert reader.persons.get_many(erased) == {}
            assert {line.why for line in reader.erasures.lines(10)} == {Why.REPLAYED}
            assert reader.persons.search("qkenina", Purpose.APPOINTMENT) == []
        with_app.settle_erasures()
        assert b"qkenina" not in folder_bytes(folder, key)["branch.db"]
    finally:
        with_app.close()
    again = open_app(folder, clock=clock)
    with again.database.reader() as reader:
        assert {line.why for line in reader.erasures.lines(50)} == {Why.REPLAYED}
        assert sum(line.rows for line in reader.erasures.lines(50)) == len(erased)
    again.close()


def _due(app: App) -> list[UUID]:
    with app.database.reader() as reader:
        return [one.person_id for one in reader.erasures.due(date(2099, 1, 1), 100)]


def _erase(app: App, rows: list[UUID], why: Why) -> None:
    with app.database.unit_of_work() as uow:
        assert uow.erasures.erase(rows, why, at=app.clock()) == len(rows)
        uow.commit()


def _erase_everything(app: App, why: Why) -> list[UUID]:
    rows = _due(app)
    assert len(rows) > 5
    _erase(app, rows, why)
    return rows


def test_a_lost_record_is_made_anew_from_the_log(app: App, clock: VirtualClock) -> None:
    rows = _erase_everything(app, Why.REQUESTED)
    app.close()
    erasure_record.record_path(app.folder).unlink()
    open_app(app.folder, clock=clock).close()
    assert erasure_record.read(app.folder) == dict.fromkeys(rows, DAY)


def test_what_is_erased_while_copies_are_cleaned_leaves_them_too(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, clean = _with_copies(app), erasing.clean_copies
    rows = _due(app)
    _erase(app, rows[:1], Why.REQUESTED)

    def meanwhile(*given: Any) -> Cleaned:
        done = clean(*given)
        _erase(app, rows[1:], Why.REQUESTED)
        return done

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "clean_copies", meanwhile)
        assert not app.settle_erasures().done
    assert app.settle_erasures().done
    assert where(folder_bytes(app.folder, key), [b"qkenina"]) == {}


def test_a_backup_of_before_an_erasure_is_waited_for(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy is taken already, and gets its name only when the erasure is long done."""
    shelve = backing_up.shelve

    def meanwhile(*given: Any) -> None:
        _erase_everything(app, Why.REQUESTED)
        assert not app.settle_erasures().done
        shelve(*given)

    monkeypatch.setattr(backing_up, "shelve", meanwhile)
    backing_up.back_up(app, lambda stage, percent: None)
    key = unlocked_key(app.folder)
    assert len(where(folder_bytes(app.folder / BACKUPS, key), [b"qkenina"])) == 1
    assert app.settle_erasures().done
    assert where(folder_bytes(app.folder, key), [b"qkenina"]) == {}


def test_what_killed_commands_left_half_made_goes_too(app: App) -> None:
    key, folder = unlocked_key(app.folder), app.folder
    torsos = ("backing-up", f"{BACKUPS}/cleaning", f"{BACKUPS}/branch-desk-riga-2-x.part")
    for name in torsos:
        backup(folder, key, folder / name)
    _erase_everything(app, Why.REQUESTED)
    assert len(where(folder_bytes(folder, key), [b"qkenina"])) > len(torsos)
    assert app.settle_erasures().done
    assert where(folder_bytes(folder, key), [b"qkenina"]) == {}


def test_opening_costs_one_comparison_when_nothing_was_put_back(
    app: App, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _erase_everything(app, Why.EXPIRED)
    app.close()

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(erasing, "_replay", never)
    open_app(app.folder, clock=clock).close()


def test_a_killed_run_goes_on(app: App, clock: VirtualClock) -> None:
    """Recorded outside but not committed: the next start ends it."""
    with app.database.unit_of_work() as uow:
        rows = [one.person_id for one in uow.erasures.due(date(2099, 1, 1), 100)]
    erasure_record.append(app.folder, dict.fromkeys(rows[:2], DAY))
    app.close()
    reopened = open_app(app.folder, clock=clock)
    with reopened.database.reader() as reader:
        assert reader.persons.get_many(rows[:2]) == {}
        assert len(reader.persons.get_many(rows)) == len(rows) - 2
        states = [reader.meta.get(erasure_record.UNSETTLED)]
        states.append(reader.meta.get(erasure_record.ELSEWHERE))
        assert states == [erasure_record.STILL] * 2
    reopened.close()
