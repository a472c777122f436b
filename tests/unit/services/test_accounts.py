"""Accounts and passwords."""

from __future__ import annotations

import pytest
from branch_at_work import PASSWORD, Branch, refuses

from desk.domain.errors import DeskError
from desk.domain.lockout import Lockout
from desk.domain.roles import Role
from desk.services import accounts, passwords


def add(branch: Branch, **changed: object) -> object:
    wanted = {
        "login": "anna",
        "name": "Anna Bērziņa",
        "role": Role.CLERK,
        "password": PASSWORD,
    } | changed
    return branch.do(accounts.add, by=branch.head, **wanted)


def code_of(branch: Branch, **changed: object) -> str:
    with pytest.raises(DeskError) as refusal:
        add(branch, **changed)
    return refusal.value.code


def test_the_first_account_must_be_able_to_add_others(branch: Branch) -> None:
    assert code_of(branch) == "account.first_must_manage"
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    add(branch)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"login": "a"}, "account.login_form"),
        ({"login": "ann a"}, "account.login_form"),
        ({"login": "bērziņa"}, "account.login_form"),
        ({"login": "ilze"}, "account.login_taken"),
        ({"login": "ILZE"}, "account.login_taken"),
        ({"name": "  "}, "account.name_missing"),
        ({"name": "x" * 81}, "account.name_missing"),
        ({"role": Role.SYSTEM}, "account.role_not_for_people"),
        ({"password": "shortshor"}, "password.short"),
        ({"password": "x" * 257}, "password.long"),
        ({"password": "aaaabbbbcccc"}, "password.obvious"),
        ({"password": "anna berzina"}, "password.obvious"),
        ({"login": "annaberzina", "password": "annaberzina"}, "password.obvious"),
    ],
)
def test_what_is_refused(branch: Branch, changed: dict[str, object], code: str) -> None:
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    assert code_of(branch, **changed) == code


@pytest.mark.parametrize("role", [Role.CLERK, Role.DEPUTY, Role.OFFICER])
def test_only_head_and_it_manage_accounts(branch: Branch, role: Role) -> None:
    by = branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    other = type(by)(by.account_id, by.name, role, by.site)
    with refuses("access.no_right"):
        branch.do(accounts.add, by=other, login="x1", name="X", role=Role.CLERK, password=PASSWORD)


def test_the_password_is_kept_as_argon2id_alone(branch: Branch) -> None:
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    with branch.database.reader() as reader:
        stored = reader.accounts.all()[0].password_hash
    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, PASSWORD)
    assert not passwords.matches(stored, PASSWORD + " ")
    assert not passwords.matches("damaged", PASSWORD)
    assert not passwords.matches(None, "nobody has this password")


def test_the_last_manager_stays(branch: Branch) -> None:
    ilze = branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    it = branch.sign_up("serviss", "IT", Role.IT)
    with refuses("account.own"):
        branch.do(accounts.disable, ilze.account_id, by=ilze)
    branch.do(accounts.disable, it.account_id, by=ilze)
    with refuses("account.last_manager"):
        branch.do(accounts.disable, ilze.account_id, by=branch.it)


def test_ones_own_password_needs_the_old_one(branch: Branch) -> None:
    ilze = branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    new = "cita gara parole"
    with refuses("session.wrong_password"):
        branch.do(accounts.change_password, ilze.account_id, by=ilze, new=new, old="x")
    branch.do(accounts.change_password, ilze.account_id, by=ilze, new=new, old=PASSWORD)
    with branch.database.reader() as reader:
        assert passwords.matches(reader.accounts.get(ilze.account_id).password_hash, new)


def test_a_head_gives_a_new_password_and_ends_a_lock(branch: Branch) -> None:
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    anna = branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)
    with branch.database.unit_of_work() as uow:
        uow.accounts.note_attempt(anna.account_id, 9, Lockout("boot-1", 900, 3600))
        uow.commit()
    branch.do(accounts.change_password, anna.account_id, by=branch.head, new="jauna gara parole")
    with branch.database.reader() as reader:
        account = reader.accounts.get(anna.account_id)
    assert (account.failed, account.lockout) == (0, None)
