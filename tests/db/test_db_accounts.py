"""Accounts, sessions and what belongs to this PC."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from making import ACTOR
from virtual import KEY, VirtualClock, make_id

from db.database import Database
from db.unit_of_work import UnitOfWork
from desk.domain.account import Account, AccountAction, Session
from desk.domain.errors import DeskError
from desk.domain.lockout import Lockout
from desk.domain.roles import Role
from desk.domain.topics import Topic


def _account(login: str = "anna.b", name: str = "Anna Bērziņa") -> Account:
    return Account(make_id(), login, Role.CLERK, name, "inspector", "$argon2id$hash")


def _added(uow: UnitOfWork, clock: VirtualClock, one: Account) -> Account:
    uow.accounts.add(one, actor_id=ACTOR, at=clock())
    return one


def test_accounts_come_back(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        anna = _added(uow, clock, _account())
        ivo = _added(uow, clock, _account("ivo", "Ivo"))
        assert uow.topics == {Topic.ACCOUNTS}
        uow.commit()
    with database.reader() as reader:
        assert reader.accounts.all() == (anna, ivo)
        assert reader.accounts.count() == 2
        assert reader.accounts.get(anna.id) == anna
        assert reader.accounts.by_login(" Anna.B ") == anna
        assert reader.accounts.by_login("anna") is None
        with pytest.raises(DeskError, match=r"account\.unknown"):
            reader.accounts.get(make_id())


def test_a_change_of_an_account_is_an_event(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        anna = _added(uow, clock, _account())
        other = replace(anna, name="Anna Kalniņa", login="anna.k", role=Role.HEAD)
        renamed = uow.accounts.update(other, AccountAction.CHANGE, actor_id=ACTOR, at=clock())
        off = uow.accounts.update(
            replace(renamed, disabled=True), AccountAction.DISABLE, actor_id=ACTOR, at=clock()
        )
        assert uow.accounts.get(anna.id) == off == replace(other, version=3, disabled=True)
        events = uow.accounts.events(anna.id)
    assert [(event.seq, event.kind) for event in events] == [
        (1, AccountAction.ADD),
        (2, AccountAction.CHANGE),
        (3, AccountAction.DISABLE),
    ]
    assert not any("Anna" in str(event.data) or "hash" in str(event.data) for event in events)


def test_an_account_changed_by_someone_else(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        anna = _added(uow, clock, _account())
        kind = AccountAction.SET_PASSWORD
        uow.accounts.update(replace(anna, password_hash="a"), kind, actor_id=ACTOR, at=clock())
        with pytest.raises(DeskError, match=r"account\.changed_meanwhile"):
            uow.accounts.update(replace(anna, password_hash="b"), kind, actor_id=ACTOR, at=clock())
        assert uow.accounts.get(anna.id).password_hash == "a"


def test_a_login_belongs_to_one_account(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        _added(uow, clock, _account())
        ivo = _added(uow, clock, _account("ivo", "Ivo"))
        with pytest.raises(DeskError, match=r"account\.login_taken"):
            _added(uow, clock, _account("ANNA.B"))
        with pytest.raises(DeskError, match=r"account\.login_taken"):
            uow.accounts.update(
                replace(ivo, login="Anna.b"), AccountAction.CHANGE, actor_id=ACTOR, at=clock()
            )


def test_wrong_attempts_are_no_events_and_go_nowhere(
    database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        anna = _added(uow, clock, _account())
        waiting = uow.outbox.count()
        wait = Lockout("boot", 40, 300)
        uow.accounts.note_attempt(anna.id, 5, wait)
        uow.accounts.note_pin(anna.id, 2)
        assert uow.accounts.get(anna.id) == replace(anna, failed=5, lockout=wait, pin_failed=2)
        assert uow.accounts.lockouts() == {anna.id: (5, wait)}
        assert len(uow.accounts.events(anna.id)) == 1
        assert uow.outbox.count() == waiting


def test_sessions_of_this_device(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        assert uow.sessions.current() is None
        first = uow.sessions.start(ACTOR, "riga-2", "3", clock())
        uow.sessions.end(first, clock())
        assert uow.sessions.current() is None
        clock.advance(minutes=1)
        second = uow.sessions.start(ACTOR, "riga-2", "4", clock())
        uow.commit()
    with database.reader() as reader:
        assert reader.sessions.current() == Session(second, ACTOR, "riga-2", "4", clock())


def test_sessions_that_a_pin_resumes(database: Database, clock: VirtualClock) -> None:
    today, ivo = date(2026, 11, 24), make_id()
    with database.unit_of_work() as uow:
        uow.sessions.start(ACTOR, "riga-2", "3", clock(), resumable_on=date(2026, 11, 23))
        uow.sessions.start(ivo, "riga-2", "4", clock(), resumable_on=today)
        by_pin = uow.sessions.start(ACTOR, "riga-2", "5", clock())
        assert uow.sessions.has_other_days(today)
        assert [one.account_id for one in uow.sessions.resumable(today)] == [ivo]
        uow.sessions.revoke_other_days(today)
        assert not uow.sessions.has_other_days(today)
        assert uow.sessions.resumable(date(2026, 11, 23)) == ()
        uow.sessions.revoke(ACTOR)
        assert [one.account_id for one in uow.sessions.resumable(today)] == [ivo]
        uow.sessions.revoke(ivo)
        assert uow.sessions.resumable(today) == ()
        assert uow.sessions.current() == Session(by_pin, ACTOR, "riga-2", "5", clock())


def test_what_belongs_to_a_device_is_not_another_devices(
    data_folder: Path, clock: VirtualClock
) -> None:
    here = Database.open(data_folder, KEY, make_id, clock, make_id())
    with here.unit_of_work() as uow:
        uow.settings.put("language", "ru")
        uow.sessions.start(ACTOR, "riga-2", "3", clock())
        uow.commit()
    here.close()
    there = Database.open(data_folder, KEY, make_id, clock, make_id())
    with there.reader() as reader:
        assert reader.settings.get("language") is None
        assert reader.sessions.current() is None
    there.close()


def test_a_device_is_remembered(data_folder: Path, clock: VirtualClock) -> None:
    ids = []
    for _ in range(2):
        opened = Database.open(data_folder, KEY, make_id, clock)
        ids.append(opened.device_id)
        opened.close()
    assert ids[0] == ids[1]


def test_settings_and_facts(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.settings.get("scale", 100) == 100
        for value in (125, {"lang": "lv"}, [1, None], None):
            uow.settings.put("scale", value)
            assert uow.settings.get("scale", 100) == value
        assert uow.meta.get("institution") is None
        assert uow.meta.get("institution", "none") == "none"
        uow.meta.put("institution", "atd")
        uow.meta.put("institution", "pmlp")
        assert uow.meta.get("institution") == "pmlp"


def test_drafts(database: Database, clock: VirtualClock) -> None:
    other = make_id()
    with database.unit_of_work() as uow:
        assert uow.drafts.get(ACTOR, "incident") is None
        uow.drafts.put(ACTOR, "incident", b"one", clock())
        uow.drafts.put(ACTOR, "incident", b"two", clock())
        uow.drafts.put(other, "incident", b"theirs", clock())
        assert uow.topics == {Topic.DRAFTS}
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.drafts.get(ACTOR, "incident") == b"two"
        uow.drafts.drop(ACTOR, "incident")
        assert uow.drafts.get(ACTOR, "incident") is None
        assert uow.drafts.get(other, "incident") == b"theirs"
        assert uow.outbox.count() == 0
