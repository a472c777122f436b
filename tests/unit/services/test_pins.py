"""PINs: what they resume, what they never do, and when they are dead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from branch_at_work import PASSWORD, SITE, Branch, refuses, wall

from desk.domain.account import AccountAction
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.services import accounts, passwords, pins, session

PIN = "7391"


@pytest.fixture
def anna(branch: Branch) -> Actor:
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    return branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)


def begin(branch: Branch, login: str, password: str = PASSWORD, counter: str = "3") -> Actor:
    with branch.database.reader() as reader:
        checked = session.check_password(reader, branch.env, login, password)
    with branch.database.unit_of_work() as uow:
        actor = session.begin(uow, branch.env, checked, SITE, counter)
        uow.commit()
    return actor


def with_pin(branch: Branch, login: str = "anna", pin: str = PIN) -> Actor:
    """Signed in with the password today, a PIN set."""
    actor = begin(branch, login)
    branch.do(pins.set_pin, pin, PASSWORD, by=actor)
    return actor


def resume(branch: Branch, who: Actor, pin: str = PIN, counter: str = "3") -> Actor:
    with branch.database.reader() as reader:
        checked = pins.check_pin(reader, branch.env, who.account_id, pin)
    with branch.database.unit_of_work() as uow:
        actor = pins.resume(uow, branch.env, checked, SITE, counter)
        uow.commit()
    return actor


def day_people(branch: Branch) -> list[tuple[str, int]]:
    with branch.database.reader() as reader:
        return [(one.name, one.pin_length) for one in pins.day_people(reader, branch.env)]


def test_a_pin_brings_the_day_s_session_back_at_another_counter(
    branch: Branch, anna: Actor
) -> None:
    actor = with_pin(branch)
    branch.do(session.lock, by=actor)
    back = resume(branch, anna, counter="5")
    assert (back.name, back.counter, back.by_pin) == ("Anna Bērziņa", "5", True)
    assert [what for what, _, _ in branch.looks()][-2:] == ["lock", "resume"]


def test_colleagues_change_over_and_none_is_signed_out(branch: Branch, anna: Actor) -> None:
    with_pin(branch)
    ilze = with_pin(branch, "ilze", "80425")
    assert day_people(branch) == [("Anna Bērziņa", 4), ("Ilze Rozīte", 5)]
    resume(branch, anna)
    resume(branch, ilze, "80425")
    assert [what for what, _, _ in branch.looks()][-4:] == ["lock", "resume", "lock", "resume"]


def test_without_a_password_sign_in_today_here_there_is_nothing_to_resume(
    branch: Branch, anna: Actor
) -> None:
    actor = with_pin(branch)
    branch.do(session.end, by=actor)
    assert day_people(branch) == []
    with refuses("pin.needs_password"):
        resume(branch, anna)
    with refuses("pin.no_session"):
        branch.do(pins.set_pin, PIN, PASSWORD, by=anna)


def test_tomorrow_the_password_is_needed_also_when_the_clock_is_set_back(
    branch: Branch, anna: Actor
) -> None:
    with_pin(branch)
    branch.clock.now += timedelta(days=1)
    with refuses("pin.needs_password"):
        resume(branch, anna)
    begin(branch, "ilze")
    branch.clock.now = wall(9)
    with refuses("pin.needs_password"):
        resume(branch, anna)


def test_another_device_resumes_nothing(branch: Branch, anna: Actor) -> None:
    with_pin(branch)
    with branch.database.unit_of_work() as uow:
        uow.sessions._device_id = anna.account_id
        with refuses("pin.needs_password"):
            pins.check_pin(uow, branch.env, anna.account_id, PIN)


def test_three_wrong_ones_and_only_the_password_helps(branch: Branch, anna: Actor) -> None:
    with_pin(branch)
    for left in (2, 1):
        with pytest.raises(DeskError) as wrong:
            resume(branch, anna, "0000")
        assert (wrong.value.code, wrong.value.params) == ("pin.wrong", {"left": left})
    with refuses("pin.dead"):
        resume(branch, anna, "0000")
    assert day_people(branch) == [("Anna Bērziņa", 0)]
    branch.clock.now += timedelta(hours=5)
    branch.uptime.restart()
    with refuses("pin.needs_password"):
        resume(branch, anna)
    begin(branch, "anna")
    assert resume(branch, anna).by_pin


def test_a_right_pin_begins_the_count_anew(branch: Branch, anna: Actor) -> None:
    with_pin(branch)
    for _ in range(3):
        for _ in range(2):
            with refuses("pin.wrong"):
                resume(branch, anna, "0000")
        resume(branch, anna)


def test_a_check_made_before_the_third_wrong_one_does_not_open(branch: Branch, anna: Actor) -> None:
    with_pin(branch)
    with branch.database.reader() as reader:
        good = pins.check_pin(reader, branch.env, anna.account_id, PIN)
    for code in ("pin.wrong", "pin.wrong", "pin.dead"):
        with refuses(code):
            resume(branch, anna, "0000")
    with refuses("pin.needs_password"), branch.database.unit_of_work() as uow:
        pins.resume(uow, branch.env, good, SITE, "3")


def test_a_pin_is_set_with_the_password_alone(branch: Branch, anna: Actor) -> None:
    with_pin(branch)
    back = resume(branch, anna)
    with refuses("session.wrong_password"):
        branch.do(pins.set_pin, "8264", PIN, by=back)
    with branch.database.reader() as reader:
        assert reader.accounts.get(anna.account_id).failed == 1
    branch.do(pins.set_pin, "8264", PASSWORD, by=back)
    assert resume(branch, anna, "8264").by_pin


def test_a_pin_carries_no_right_that_asks_for_the_password(branch: Branch, anna: Actor) -> None:
    ilze = with_pin(branch, "ilze")
    back = resume(branch, ilze)
    with refuses("access.password_needed"):
        branch.do(accounts.disable, anna.account_id, by=back)
    with refuses("access.password_needed"):
        branch.read(accounts.listing, by=back)
    with branch.database.reader() as reader:
        other = session.check_password(reader, branch.env, "anna", PASSWORD)
        own = session.check_password(reader, branch.env, "ilze", PASSWORD)
    with refuses("session.wrong_password"), branch.database.unit_of_work() as uow:
        session.confirm(uow, branch.env, back, other)
    with branch.database.unit_of_work() as uow:
        full = session.confirm(uow, branch.env, back, own)
        uow.commit()
    branch.do(accounts.disable, anna.account_id, by=full)


@pytest.mark.parametrize("how", ["disable", "change", "password", "drop"])
def test_whoever_is_cut_off_has_no_pin_to_come_back_with(
    branch: Branch, anna: Actor, how: str
) -> None:
    with_pin(branch)
    acts = {
        "disable": lambda: branch.do(accounts.disable, anna.account_id, by=branch.head),
        "change": lambda: branch.do(
            accounts.change, anna.account_id, role=Role.DEPUTY, position="", by=branch.head
        ),
        "password": lambda: branch.do(
            accounts.change_password, anna.account_id, new="jauna gara parole", by=branch.head
        ),
        "drop": lambda: branch.do(pins.drop_pin, anna.account_id, by=branch.head),
    }
    acts[how]()
    with refuses("pin.needs_password"):
        resume(branch, anna)


def test_only_managers_drop_the_pin_of_others(branch: Branch, anna: Actor) -> None:
    actor = with_pin(branch)
    with refuses("access.no_right"):
        branch.do(pins.drop_pin, anna.account_id, by=branch.inese)
    branch.do(pins.drop_pin, anna.account_id, by=actor)
    assert day_people(branch) == [("Anna Bērziņa", 0)]


def test_a_pin_is_kept_as_argon2id_and_in_no_event(branch: Branch, anna: Actor) -> None:
    with_pin(branch)
    with branch.database.reader() as reader:
        stored = reader.accounts.get(anna.account_id).pin_hash
        events = reader.accounts.events(anna.account_id)
    assert stored.startswith("$argon2id$")
    assert passwords.pin_matches(stored, PIN)
    assert not passwords.pin_matches(stored, "7392")
    assert events[-1].kind is AccountAction.SET_PIN
    assert not any(PIN in str(event.data) for event in events)
