"""Who opens sealed annexes as people come, go, change passwords, and the code is typed."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from annex_at_work import CODE, JANIS, Annexed, light
from annex_taken import held_by, opens, taken_keys
from branch_at_work import PASSWORD, refuses, wall
from virtual import VirtualClock

from db.database import Database
from db.recovery_code import new_code
from desk.domain.erasure import Why
from desk.domain.roles import Actor, Role
from desk.services import (
    accounts,
    annex,
    annex_holders,
    annex_keys,
    annex_recovery,
    annex_reseal,
    session,
)
from desk.services.annex_holders import HolderState
from desk.services.annex_reseal import Handing

NEW = "pavisam cita parole"
_S = HolderState


@pytest.fixture
def branch(database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Annexed:
    clock.now = wall(9)
    light(monkeypatch)
    made = Annexed(database, clock)
    made.staff()
    return made


def states(branch: Annexed) -> dict[str, HolderState]:
    found = branch.read(annex_holders.overview, by=branch.ilze)
    return {line.login: line.state for line in found.lines}


def live_keys(branch: Annexed, who: Actor) -> int:
    with branch.database.reader() as reader:
        holder = reader.annex.holder_of(who.account_id)
    held = branch.rows("SELECT holder_id FROM annex_key")
    return sum(holder is not None and bytes(row[0]) == holder.id.bytes for row in held)


# A new head or deputy


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY])
def test_a_new_one_waits_until_somebody_who_opens_gives_the_keys(
    branch: Annexed, role: Role
) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", role)
    assert states(branch) == {"ilze": _S.OPENS, "vita": _S.WAITS}
    assert branch.outcome(incident_id, vita) == "annex.waiting"
    assert branch.signed_in(vita) == branch.signed_in(branch.ilze) == 0, "nothing by itself"
    assert branch.give(branch.ilze) == 1
    assert states(branch)["vita"] is _S.OPENS
    assert branch.outcome(incident_id, vita) == ""


def test_what_is_sealed_meanwhile_is_theirs_at_once(branch: Annexed) -> None:
    before = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    after = branch.sealed()
    assert branch.outcome(after, vita) == ""
    assert branch.outcome(before, vita) == "annex.waiting"


def test_in_a_branch_without_annexes_nobody_waits(branch: Annexed) -> None:
    branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    assert set(states(branch).values()) == {_S.OPENS}
    with branch.database.reader() as reader:
        assert not annex_reseal.is_wanted(reader, branch.ilze.account_id, Role.HEAD)


def test_a_new_role_brings_keys_at_the_next_sign_in(branch: Annexed) -> None:
    incident_id = branch.sealed()
    branch.do(
        accounts.change, branch.clerk.account_id, role=Role.DEPUTY, position="", by=branch.ilze
    )
    anna = Actor(branch.clerk.account_id, "Anna Bērziņa", Role.DEPUTY, branch.clerk.site)
    assert states(branch)["anna"] is _S.NO_KEYS
    assert branch.outcome(incident_id, anna) == "annex.no_keys"
    branch.signed_in(anna)
    assert states(branch)["anna"] is _S.WAITS
    branch.give(branch.ilze)
    assert branch.outcome(incident_id, anna) == ""


def test_from_deputy_to_head_nothing_is_lost(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.DEPUTY)
    branch.give(branch.ilze)
    branch.do(accounts.change, vita.account_id, role=Role.HEAD, position="", by=branch.ilze)
    assert branch.outcome(incident_id, Actor(vita.account_id, "", Role.HEAD, vita.site)) == ""


# Going


def test_who_is_no_head_any_more_opens_nothing(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.give(branch.ilze)
    taken = taken_keys(branch, vita)
    branch.do(accounts.change, vita.account_id, role=Role.CLERK, position="", by=branch.ilze)
    assert live_keys(branch, vita) == 0
    assert held_by(branch, taken.holder_id) == (0, b"")
    later = branch.sealed()
    new_keys = branch.rows("SELECT sealed FROM annex_key")
    assert not any(opens(taken.private, bytes(row[0])) for row in new_keys)
    for one in (incident_id, later):
        assert branch.outcome(one, branch.ilze) == ""


def test_a_closed_account_opens_nothing_and_begins_anew(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.give(branch.ilze)
    branch.do(accounts.disable, vita.account_id, by=branch.ilze)
    assert live_keys(branch, vita) == 0
    assert "vita" not in states(branch)
    branch.do(accounts.enable, vita.account_id, by=branch.ilze)
    assert states(branch)["vita"] is _S.NO_KEYS
    branch.signed_in(vita)
    branch.give(branch.ilze)
    assert branch.outcome(incident_id, vita) == ""


def test_the_last_keys_stay_until_another_has_them(branch: Annexed) -> None:
    """Without the institution's key, the last head who leaves takes nothing along."""
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.do(accounts.disable, branch.ilze.account_id, by=vita)
    assert branch.outcome(incident_id, vita) == "annex.key_lost"
    found = branch.read(annex_holders.overview, by=vita).health
    assert (found.orphans, found.recovery) == (1, _S.NO_KEYS)
    branch.do(accounts.enable, branch.ilze.account_id, by=vita)
    with branch.database.reader() as reader:
        unlocked = annex_reseal.unlock_earlier(reader, branch.ilze.account_id, PASSWORD)
    assert unlocked is not None
    branch.signed_in(branch.ilze)
    with branch.database.reader() as reader:
        given = annex_reseal.to_own(reader, branch.ilze.account_id, unlocked)
    assert annex_reseal.run_to_end(branch.database, given) == 1
    assert branch.outcome(incident_id, branch.ilze) == ""
    assert branch.outcome(incident_id, vita) == "annex.waiting", "the earlier key serves its owner"
    assert branch.give(branch.ilze) == 1
    assert branch.outcome(incident_id, vita) == ""
    assert held_by(branch, unlocked.holder_id) == (0, b"")


def test_a_deputy_who_is_left_out(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.DEPUTY)
    branch.give(branch.ilze)
    tick = (annex_keys.name_deputy, vita.account_id)
    branch.do(*tick, False, by=branch.ilze)
    assert states(branch)["vita"] is _S.LEFT_OUT
    assert branch.outcome(incident_id, vita) == "annex.no_keys"
    assert branch.signed_in(vita) == 0
    branch.password(vita, NEW, by=vita, old=PASSWORD)
    assert live_keys(branch, vita) == 0
    branch.do(*tick, True, by=branch.ilze)
    branch.signed_in(vita, NEW)
    branch.give(branch.ilze)
    assert branch.outcome(incident_id, vita, NEW) == ""
    assert [look for look in branch.looks() if look[2] in ("leave_out", "name")] == [
        ("account", "account", "leave_out"),
        ("account", "account", "name"),
    ]


def test_only_deputies_are_left_out_and_only_by_heads(branch: Annexed) -> None:
    with refuses("annex.not_deputy"):
        branch.do(annex_keys.name_deputy, branch.ilze.account_id, False, by=branch.ilze)
    vita = branch.sign_up("vita", "Vita Zīle", Role.DEPUTY)
    for who in (branch.clerk, vita, branch.it):
        with refuses("access.no_right"):
            branch.do(annex_keys.name_deputy, vita.account_id, False, by=who)
    before = branch.rows("SELECT count(*) FROM account_event")
    branch.do(annex_keys.name_deputy, vita.account_id, True, by=branch.ilze)
    assert branch.rows("SELECT count(*) FROM account_event") == before, "it was so already"


# Passwords


def test_another_password_loses_nothing(branch: Annexed) -> None:
    incident_id = branch.sealed()
    branch.password(branch.ilze, NEW, by=branch.ilze, old=PASSWORD)
    assert branch.outcome(incident_id, branch.ilze) == "session.wrong_password"
    assert branch.outcome(incident_id, branch.ilze, NEW) == ""


def test_a_handed_over_password_that_is_replaced_loses_nothing(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.do(
        accounts.add, login="vita", name="Vita Zīle", role=Role.HEAD, password=NEW, by=branch.ilze
    )
    branch.give(branch.ilze)
    with branch.database.reader() as reader:
        verified = session.check_password(reader, branch.env, "vita", NEW)
    with branch.database.unit_of_work() as uow:
        session.replace_one_time(uow, branch.env, verified, PASSWORD, old=NEW)
        uow.commit()
    who = Actor(vita.id, vita.name, Role.HEAD, branch.ilze.site)
    assert branch.outcome(incident_id, who) == ""


def test_a_password_that_another_sets_brings_new_keys(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.give(branch.ilze)
    old = taken_keys(branch, vita)
    branch.do(accounts.change_password, vita.account_id, new=NEW, handed_over=False, by=branch.ilze)
    assert states(branch)["vita"] is _S.WAITS
    assert held_by(branch, old.holder_id) == (0, b"")
    assert branch.outcome(incident_id, vita, NEW) == "annex.waiting"
    branch.give(branch.ilze)
    assert branch.outcome(incident_id, vita, NEW) == ""


# The recovery code


def test_a_reset_by_the_code_loses_nothing(branch: Annexed) -> None:
    """The only head forgot the password; nobody else holds keys."""
    assert branch.use_code() == annex_recovery.CodeUsed(True, 0)
    first, second = branch.sealed(), branch.sealed()
    with branch.database.unit_of_work() as uow:
        accounts.reset_by_code(uow, branch.env, "ilze", NEW)
        uow.commit()
    assert states(branch)["ilze"] is _S.WAITS
    assert branch.use_code(CODE.lower()) == annex_recovery.CodeUsed(False, 2)
    with branch.database.reader() as reader:
        verified = session.check_password(reader, branch.env, "ilze", NEW)
    with branch.database.unit_of_work() as uow:
        session.replace_one_time(uow, branch.env, verified, PASSWORD, old=NEW)
        uow.commit()
    for incident_id in (first, second):
        assert branch.outcome(incident_id, branch.ilze) == ""


def test_the_institution_s_key_is_made_later_and_waits_like_anybody(branch: Annexed) -> None:
    branch.sealed()
    assert branch.use_code().made
    health = branch.read(annex_holders.overview, by=branch.ilze).health
    assert health.recovery is _S.WAITS
    assert branch.give(branch.ilze) == 1
    health = branch.read(annex_holders.overview, by=branch.ilze).health
    assert (health.recovery, health.waiting) == (_S.OPENS, 0)
    assert branch.use_code() == annex_recovery.CodeUsed(False, 0)


def test_another_code_makes_another_key(branch: Annexed) -> None:
    branch.use_code()
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    assert branch.use_code(new_code()).made
    assert branch.outcome(incident_id, branch.ilze) == ""
    branch.give(branch.ilze)
    assert branch.outcome(incident_id, vita) == ""


# Many entries, in portions; cut short anywhere


@pytest.fixture
def many(branch: Annexed, monkeypatch: pytest.MonkeyPatch) -> tuple[Annexed, UUID]:
    """Seven entries and two people who wait, four keys at a time."""
    monkeypatch.setattr(annex_reseal, "AT_ONCE", 4)
    incident_id = branch.sealed()
    for _number in range(6):
        branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.sign_up("zane", "Zane Liepa", Role.DEPUTY)
    return branch, incident_id


def test_portions_hand_on_everything_once(many: tuple[Annexed, UUID]) -> None:
    branch, _incident_id = many
    assert branch.give(branch.ilze) == 14
    assert set(states(branch).values()) == {_S.OPENS}
    assert branch.rows("SELECT count(*) FROM annex_key") == [(21,)]
    assert branch.give(branch.ilze) == 0


@pytest.mark.parametrize("number", range(8))
def test_cut_short_at_any_portion_the_rest_is_done_next_time(
    many: tuple[Annexed, UUID], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    branch, _incident_id = many
    calls, keep = count(), annex_reseal.keep

    def cut(*given: Any) -> None:
        if next(calls) == number:
            raise KeyboardInterrupt
        keep(*given)

    with monkeypatch.context() as patch:
        patch.setattr(annex_reseal, "keep", cut)
        try:
            branch.give(branch.ilze)
        except KeyboardInterrupt:
            assert _S.WAITS in states(branch).values()
    branch.signed_in(branch.ilze)
    assert set(states(branch).values()) == {_S.OPENS}
    assert branch.rows("SELECT count(*) FROM annex_key") == [(21,)]


def test_who_leaves_or_is_erased_meanwhile_gets_nothing(many: tuple[Annexed, UUID]) -> None:
    branch, incident_id = many
    with branch.database.reader() as reader:
        unlocked = annex_reseal.unlock(reader, branch.ilze.account_id, PASSWORD)
        assert unlocked is not None
        to = {one.id: one.public for one in reader.annex.waiting()}
        part = annex_reseal.portion(reader, Handing(unlocked, to))
        vita = reader.accounts.by_login("vita")
        assert vita is not None
        gone = part.sealed[0][0]
    branch.do(accounts.disable, vita.id, by=branch.ilze)
    with branch.database.unit_of_work() as uow:
        uow.annex.erase([gone], Why.EXPIRED, at=branch.clock())
        annex_reseal.keep(uow, part)
        uow.commit()
    with branch.database.reader() as reader:
        assert reader.annex.holder_of(vita.id) is None
        assert reader.annex.entries(incident_id)[0].erased
    branch.give(branch.ilze)
    assert branch.rows("SELECT count(*) FROM annex_key") == [(12,)]


def test_a_damaged_key_does_not_keep_the_others_waiting(many: tuple[Annexed, UUID]) -> None:
    branch, _incident_id = many
    with branch.database.unit_of_work() as uow:
        uow._connection.exec_driver_sql(
            "UPDATE annex_key SET sealed = zeroblob(96)"
            " WHERE entry_id = (SELECT min(entry_id) FROM annex_key)"
        )
        uow.commit()
    assert branch.give(branch.ilze) == 12
