"""Signing in and out, lock-out, sites."""

from __future__ import annotations

from datetime import date

import pytest
from branch_at_work import PASSWORD, SITE, Branch, refuses, wall
from virtual import VirtualClock

from db.database import Database
from desk.domain.errors import DeskError
from desk.domain.lockout import FIRST_SECONDS, TRIES
from desk.domain.roles import Actor, Role
from desk.services import session
from desk.services.session import Verified


@pytest.fixture
def anna(branch: Branch) -> Actor:
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    return branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)


def verified(branch: Branch, login: str, password: str) -> Verified:
    with branch.database.reader() as reader:
        return session.check_password(reader, branch.env, login, password)


def begin(branch: Branch, login: str, password: str, site: str = SITE, counter: str = "3") -> Actor:
    checked = verified(branch, login, password)
    with branch.database.unit_of_work() as uow:
        actor = session.begin(uow, branch.env, checked, site, counter)
        uow.commit()
    return actor


def refused(branch: Branch, *args: str) -> str:
    with pytest.raises(DeskError) as refusal:
        begin(branch, *args)
    return refusal.value.code


def test_the_right_password_gives_a_person_at_a_counter(branch: Branch, anna: Actor) -> None:
    assert begin(branch, "anna", PASSWORD) == anna


def test_a_login_is_found_whatever_its_case(branch: Branch, anna: Actor) -> None:
    assert begin(branch, " ANNA ", PASSWORD) == anna


def test_a_wrong_password_and_an_unknown_name_say_the_same(branch: Branch, anna: Actor) -> None:
    assert refused(branch, "anna", "something else") == "session.wrong_password"
    assert refused(branch, "nobody", PASSWORD) == "session.wrong_password"


@pytest.mark.parametrize(
    ("login", "code"),
    [("anna", "session.no_password"), ("ilze", "session.no_password_manager")],
)
def test_an_account_that_came_back_without_a_password_says_so(
    branch: Branch, anna: Actor, login: str, code: str
) -> None:
    with branch.database.unit_of_work() as uow:
        lost = uow.accounts.by_login(login)
        assert lost is not None
        uow._connection.exec_driver_sql(
            "DELETE FROM account_secret WHERE account_id = ?", (lost.id.bytes,)
        )
        uow.accounts.restore(lost.id)
        uow.commit()
    for _ in range(TRIES + 1):  # and nobody is locked out by trying
        assert refused(branch, login, PASSWORD) == code
    assert refused(branch, login, "") == code


def test_wrong_passwords_lock_the_account_for_a_while(branch: Branch, anna: Actor) -> None:
    for _ in range(TRIES):
        assert refused(branch, "anna", "wrong wrong") == "session.wrong_password"
    with pytest.raises(DeskError) as locked:
        begin(branch, "anna", PASSWORD)
    assert (locked.value.code, locked.value.params) == ("session.locked", {"minutes": 5})
    branch.uptime.advance(FIRST_SECONDS)
    assert begin(branch, "anna", PASSWORD) == anna


def test_the_right_password_begins_the_count_anew(branch: Branch, anna: Actor) -> None:
    for _ in range(TRIES - 1):
        refused(branch, "anna", "wrong wrong")
    begin(branch, "anna", PASSWORD)
    for _ in range(TRIES - 1):
        refused(branch, "anna", "wrong wrong")
    assert begin(branch, "anna", PASSWORD) == anna


def test_a_check_made_before_the_lock_does_not_open_it(branch: Branch, anna: Actor) -> None:
    good = verified(branch, "anna", PASSWORD)
    for _ in range(TRIES):
        refused(branch, "anna", "wrong wrong")
    with (
        refuses("session.locked"),
        branch.database.unit_of_work() as uow,
    ):
        session.begin(uow, branch.env, good, SITE, "3")


def test_every_sign_in_and_out_is_logged(branch: Branch, anna: Actor) -> None:
    before = len(branch.looks())
    refused(branch, "anna", "wrong wrong")
    actor = begin(branch, "anna", PASSWORD)
    branch.do(session.end, by=actor)
    assert [what for what, _, _ in branch.looks()[before:]] == [
        "sign_in_failed",
        "sign_in",
        "sign_out",
    ]


def test_a_new_session_ends_the_one_before(branch: Branch, anna: Actor) -> None:
    begin(branch, "ilze", PASSWORD)
    begin(branch, "anna", PASSWORD)
    with branch.database.reader() as reader:
        current = reader.sessions.current()
    assert current is not None
    assert current.account_id == anna.account_id
    assert [what for what, _, _ in branch.looks()][-2:] == ["sign_out", "sign_in"]


def test_a_head_may_read_without_a_counter(branch: Branch, anna: Actor) -> None:
    assert begin(branch, "ilze", PASSWORD, SITE, "").counter == ""


def test_a_clerk_needs_a_counter(branch: Branch, anna: Actor) -> None:
    assert refused(branch, "anna", PASSWORD, SITE, "  ") == "session.counter_missing"
    assert refused(branch, "anna", PASSWORD, SITE, "3;4") == "session.counter_form"
    assert refused(branch, "anna", PASSWORD, SITE, "123456789") == "session.counter_form"


def test_it_needs_no_counter(branch: Branch, anna: Actor) -> None:
    branch.sign_up("serviss", "IT", Role.IT)
    assert begin(branch, "serviss", PASSWORD, SITE, "").role is Role.IT


def test_other_branches_are_refused(branch: Branch, anna: Actor) -> None:
    assert refused(branch, "anna", PASSWORD, "riga-1") == "site.not_permitted"


@pytest.mark.parametrize(
    ("day", "proposed"),
    [
        (date(2026, 11, 24), "riga-1"),  # Tuesday
        (date(2026, 11, 25), "sigulda"),  # Wednesday: Sigulda's day
        (date(2026, 11, 26), "riga-1"),
    ],
)
def test_a_sub_branch_is_proposed_on_its_day(
    database: Database, clock: VirtualClock, day: date, proposed: str
) -> None:
    clock.now = wall(8, day=day)
    choices = session.sites(Branch(database, clock, home="riga-1").env)
    assert [choice.id for choice in choices] == ["riga-1", "sigulda"]
    assert [choice.id for choice in choices if choice.proposed] == [proposed]


def test_nobody_acts_once_there_are_accounts(branch: Branch) -> None:
    with branch.database.reader() as reader:
        assert session.nobody(reader, branch.env).role is Role.SYSTEM
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    with branch.database.reader() as reader, refuses("session.needed"):
        session.nobody(reader, branch.env)


def test_people_are_offered_by_name_without_closed_accounts(branch: Branch, anna: Actor) -> None:
    from desk.services import accounts

    gone = branch.sign_up("zane", "Aija Zane", Role.CLERK)
    branch.do(accounts.disable, gone.account_id, by=branch.head)
    with branch.database.reader() as reader:
        names = [card.name for card in session.people(reader)]
    assert names == ["Anna Bērziņa", "Ilze Rozīte"]
    assert refused(branch, "zane", PASSWORD) == "session.disabled"
