"""Who may give which role, replace whose password, close whose account; and who is told."""

from __future__ import annotations

import pytest
from branch_at_work import PASSWORD, SITE, Branch, refuses

from desk.domain.account import GIVES, MANAGERS, AccountAction
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.services import account_news, accounts, auto_lock, session

NEW = "jauna gara parole"
PEOPLE = tuple(role for role in Role if role is not Role.SYSTEM)


@pytest.fixture
def ilze(branch: Branch) -> Actor:
    return branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)


@pytest.fixture
def it(branch: Branch, ilze: Actor) -> Actor:
    return branch.sign_up("serviss", "Ivo Tehniķis", Role.IT)


def made(branch: Branch, role: Role, login: str = "otrs") -> Actor:
    """Somebody of a role, made by whoever may make anything."""
    system = Actor(branch.env.device_id, "", Role.SYSTEM, SITE)
    account = branch.do(
        accounts.add, login=login, name="Otra Persona", role=role, password=PASSWORD, by=system
    )
    return Actor(account.id, account.name, role, SITE)


def refusal(branch: Branch, use_case: object, *values: object, by: Actor, **named: object) -> str:
    try:
        branch.do(use_case, *values, by=by, **named)
    except DeskError as error:
        return error.code
    return ""


def sign_in(branch: Branch, login: str, password: str) -> Actor:
    with branch.database.reader() as reader:
        verified = session.check_password(reader, branch.env, login, password)
    with branch.database.unit_of_work() as uow:
        actor = session.begin(uow, branch.env, verified, SITE, "3")
        uow.commit()
    return actor


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("giver", [Role.HEAD, Role.IT])
def test_who_gives_which_role(branch: Branch, it: Actor, giver: Role, role: Role) -> None:
    by = it if giver is Role.IT else branch.head
    given = refusal(
        branch, accounts.add, login="jauns", name="X Y", role=role, password=PASSWORD, by=by
    )
    assert given == ("" if role in GIVES[giver] else "account.role_not_yours")


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize(
    "use_case", [accounts.enable, accounts.end_lockout, accounts.change_password]
)
def test_a_head_manages_nobody_of_it_but_may_close_the_account(
    branch: Branch, it: Actor, role: Role, use_case: object
) -> None:
    other = made(branch, role)
    named = {"new": NEW} if use_case is accounts.change_password else {}
    code = refusal(branch, use_case, other.account_id, by=branch.head, **named)
    assert code == ("account.role_not_yours" if role is Role.IT else "")
    assert refusal(branch, accounts.disable, other.account_id, by=branch.head) == ""


def test_a_branch_without_it_lets_its_head_make_the_first(branch: Branch, ilze: Actor) -> None:
    it = branch.sign_up("serviss", "IT", Role.IT)
    with refuses("account.role_not_yours"):
        branch.sign_up("serviss2", "IT", Role.IT)
    branch.do(accounts.disable, it.account_id, by=ilze)
    branch.sign_up("serviss2", "IT", Role.IT)


def test_nobody_changes_their_own_role(branch: Branch, ilze: Actor, it: Actor) -> None:
    for who in (ilze, it):
        with refuses("account.own_role"):
            branch.do(accounts.change, who.account_id, role=Role.OFFICER, position="", by=who)
    branch.do(accounts.change, ilze.account_id, role=Role.HEAD, position="vadītāja", by=ilze)


def test_the_last_manager_keeps_the_role(branch: Branch, ilze: Actor, it: Actor) -> None:
    branch.do(accounts.disable, ilze.account_id, by=it)
    with refuses("account.last_manager"):
        system = Actor(branch.env.device_id, "", Role.SYSTEM, SITE)
        branch.do(accounts.change, it.account_id, role=Role.CLERK, position="", by=system)


def test_a_role_is_changed_and_the_event_says_so(branch: Branch, ilze: Actor) -> None:
    anna = branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)
    branch.do(accounts.change, anna.account_id, role=Role.DEPUTY, position="vietniece", by=ilze)
    with branch.database.reader() as reader:
        account = reader.accounts.get(anna.account_id)
        event = reader.accounts.events(anna.account_id)[-1]
    assert (account.role, account.position) == (Role.DEPUTY, "vietniece")
    assert (event.kind, event.data["role"]) == (AccountAction.CHANGE, "deputy")
    with refuses("account.role_not_for_people"):
        branch.do(accounts.change, anna.account_id, role=Role.SYSTEM, position="", by=ilze)


def test_a_handed_over_password_signs_nobody_in_until_it_is_replaced(
    branch: Branch, ilze: Actor
) -> None:
    anna = branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)
    branch.do(accounts.change_password, anna.account_id, new=NEW, by=ilze)
    with refuses("session.new_password_needed"):
        sign_in(branch, "anna", NEW)
    with branch.database.reader() as reader:
        verified = session.check_password(reader, branch.env, "anna", NEW)
        wrong = session.check_password(reader, branch.env, "anna", PASSWORD)
    for outcome, new, code in (
        (wrong, "mana paša izvēle", "session.wrong_password"),
        (verified, "īsa", "password.short"),
        (verified, NEW, "password.same"),
    ):
        with refuses(code), branch.database.unit_of_work() as uow:
            session.replace_one_time(uow, branch.env, outcome, new)
    with branch.database.unit_of_work() as uow:
        session.replace_one_time(uow, branch.env, verified, "mana paša izvēle")
        uow.commit()
    assert sign_in(branch, "anna", "mana paša izvēle").account_id == anna.account_id
    with refuses("account.no_one_time"), branch.database.unit_of_work() as uow:
        session.replace_one_time(uow, branch.env, verified, "vēl viena izvēle")


def test_the_recovery_code_helps_managers_alone(branch: Branch, ilze: Actor) -> None:
    branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)
    for login, code in (("anna", "account.not_manager"), ("nav", "account.unknown")):
        with refuses(code), branch.database.unit_of_work() as uow:
            accounts.reset_by_code(uow, branch.env, login, NEW)
    with branch.database.unit_of_work() as uow:
        accounts.reset_by_code(uow, branch.env, "ilze", NEW)
        uow.commit()
    assert branch.looks()[-1] == ("account", "account", "recovery_code")
    with refuses("session.new_password_needed"):
        sign_in(branch, "ilze", NEW)


def told(branch: Branch, by: Actor) -> list[tuple[str, str, str]]:
    found = branch.read(account_news.news, by=by)
    return [(item.what.value, item.of, item.role.value) for item in found]


def test_heads_are_told_of_rights_and_passwords_that_others_gave(
    branch: Branch, ilze: Actor, it: Actor
) -> None:
    branch.clock.advance(minutes=1)
    branch.do(account_news.note_seen, by=ilze)
    branch.clock.advance(minutes=1)
    anna = branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)
    assert told(branch, ilze) == []
    branch.do(accounts.change, anna.account_id, role=Role.HEAD, position="", by=it)
    branch.do(accounts.change, anna.account_id, role=Role.HEAD, position="cita", by=it)
    branch.do(accounts.change_password, ilze.account_id, new=NEW, by=it)
    assert told(branch, ilze) == [
        ("change", "Anna Bērziņa", "head"),
        ("set_password", "Ilze Rozīte", "head"),
    ]
    assert branch.read(account_news.news, by=ilze)[0].by == "Ivo Tehniķis"
    with refuses("access.no_right"):
        told(branch, it)
    branch.clock.advance(minutes=1)
    branch.do(account_news.note_seen, by=ilze)
    assert told(branch, ilze) == []


def test_heads_are_told_of_new_it(branch: Branch, ilze: Actor, it: Actor) -> None:
    """A head who closes IT's account may make another one: the others see it."""
    other = branch.sign_up("inga", "Inga Liepa", Role.HEAD)
    branch.clock.advance(minutes=1)
    branch.do(account_news.note_seen, by=other)
    branch.clock.advance(minutes=1)
    branch.do(accounts.disable, it.account_id, by=ilze)
    branch.do(accounts.add, login="jauns", name="Jauns IT", role=Role.IT, password=NEW, by=ilze)
    assert told(branch, other) == [("add", "Jauns IT", "it")]


def test_one_s_own_doings_are_no_news(branch: Branch, ilze: Actor) -> None:
    branch.clock.advance(minutes=1)
    branch.do(account_news.note_seen, by=ilze)
    branch.clock.advance(minutes=1)
    branch.do(
        accounts.add, login="otra", name="Otra Vadītāja", role=Role.HEAD, password=PASSWORD, by=ilze
    )
    branch.do(accounts.change_password, ilze.account_id, new=NEW, old=PASSWORD, by=ilze)
    assert told(branch, ilze) == []


@pytest.mark.parametrize("role", PEOPLE)
def test_who_chooses_when_the_pc_locks(branch: Branch, role: Role) -> None:
    by = Actor(branch.env.new_id(), "X", role, SITE)
    code = refusal(branch, auto_lock.set_lock_minutes, 15, by=by)
    assert code == ("" if role in MANAGERS else "access.no_right")
    with branch.database.reader() as reader:
        assert auto_lock.lock_minutes(reader) == (15 if role in MANAGERS else 5)


def test_only_the_times_offered_are_taken(branch: Branch) -> None:
    with refuses("lock.minutes"):
        branch.do(auto_lock.set_lock_minutes, 480, by=branch.head)
    with branch.database.unit_of_work() as uow:
        uow.settings.put("lock_minutes", 480)
        assert auto_lock.lock_minutes(uow) == 5
