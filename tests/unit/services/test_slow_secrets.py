"""Passwords and PINs are hashed before the transaction: nobody who writes waits for argon2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from annex_at_work import Annexed, light
from branch_at_work import PASSWORD, refuses, wall
from virtual import VirtualClock

from db.database import Database
from desk.domain.roles import Actor
from desk.services import accounts, annex_keys, passwords, pins, session

NEW = "pavisam cita parole"
PIN = "7391"


@pytest.fixture
def branch(database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Annexed:
    clock.now = wall(9)
    light(monkeypatch)
    made = Annexed(database, clock)
    made.staff()
    with database.reader() as reader:
        verified = session.check_password(reader, made.env, "ilze", PASSWORD)
    with database.unit_of_work() as uow:
        made.ilze = session.begin(uow, made.env, verified, made.ilze.site, "3")
        uow.commit()
    return made


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is slow, by name, each time that it is called."""
    called: list[str] = []

    def noted(owner: Any, name: str) -> None:
        before: Callable[..., Any] = getattr(owner, name)

        def instead(*values: Any, **named: Any) -> Any:
            called.append(name)
            return before(*values, **named)

        monkeypatch.setattr(owner, name, instead)

    for name in ("hashed", "matches", "hashed_pin", "pin_matches"):
        noted(passwords, name)
    for name in ("wrap", "unwrap"):
        noted(annex_keys, name)
    return called


def comes_back(branch: Annexed, pin: str) -> Actor:
    with branch.database.reader() as reader:
        checked = pins.check_pin(reader, branch.env, branch.ilze.account_id, pin)
    with branch.database.unit_of_work() as uow:
        back = pins.resume(uow, branch.env, checked, branch.ilze.site, "3")
        uow.commit()
    return back


def test_a_pin_is_hashed_before(branch: Annexed, slow: list[str]) -> None:
    ready = branch.read(pins.ready_pin, PIN, PASSWORD, by=branch.ilze)
    assert set(slow) == {"matches", "hashed_pin"}
    slow.clear()
    branch.do(pins.set_pin, PIN, PASSWORD, ready, by=branch.ilze)
    assert slow == []
    assert comes_back(branch, PIN).account_id == branch.ilze.account_id


def test_a_password_of_one_s_own_is_hashed_before(branch: Annexed, slow: list[str]) -> None:
    incident_id = branch.sealed()
    typed = {"new": NEW, "old": PASSWORD}
    ready = branch.read(accounts.ready_password, by=branch.ilze, **typed)
    assert set(slow) == {"matches", "hashed", "wrap", "unwrap"}
    slow.clear()
    own = branch.ilze.account_id
    branch.do(accounts.change_password, own, ready=ready, by=branch.ilze, **typed)
    assert slow == []
    assert branch.outcome(incident_id, branch.ilze, NEW) == ""


def test_a_wrong_password_is_counted_all_the_same(branch: Annexed) -> None:
    ready = branch.read(pins.ready_pin, PIN, "nav šī parole", by=branch.ilze)
    with refuses("session.wrong_password"):
        branch.do(pins.set_pin, PIN, "nav šī parole", ready, by=branch.ilze)
    typed = {"new": NEW, "old": "nav šī parole"}
    known = branch.read(accounts.ready_password, by=branch.ilze, **typed)
    own = branch.ilze.account_id
    with refuses("session.wrong_password"):
        branch.do(accounts.change_password, own, ready=known, by=branch.ilze, **typed)
    with branch.database.reader() as reader:
        assert reader.accounts.get(own).failed == 2


def test_nobody_uses_what_another_made_ready(branch: Annexed) -> None:
    ready = branch.read(pins.ready_pin, PIN, PASSWORD, by=branch.ilze)
    with refuses("session.wrong_password"):
        branch.do(pins.set_pin, PIN, PASSWORD, ready, by=branch.clerk)


def test_keys_that_changed_meanwhile_are_carried_over_anew(branch: Annexed) -> None:
    incident_id, typed = branch.sealed(), {"new": NEW, "old": PASSWORD}
    ready = branch.read(accounts.ready_password, by=branch.ilze, **typed)
    vita = branch.sign_up("vita", "Vita Zīle", branch.ilze.role)
    branch.give(branch.ilze)
    with branch.database.unit_of_work() as uow:
        account = uow.accounts.get(branch.ilze.account_id)
        annex_keys.renew(uow, branch.env, account, PASSWORD)
        uow.commit()
    own = branch.ilze.account_id
    branch.do(accounts.change_password, own, ready=ready, by=branch.ilze, **typed)
    branch.give(vita)
    assert branch.outcome(incident_id, branch.ilze, NEW) == ""
