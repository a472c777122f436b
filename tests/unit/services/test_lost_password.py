"""A lost password by telephone: read out, answered, set; and everybody who is not meant by it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

import pytest
from annex_at_work import CODE, Annexed, light
from branch_at_work import PASSWORD, refuses, wall
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from virtual import VirtualClock, make_id

from db.database import Database
from db.stores.sync import Enrolment
from desk.domain.challenge import OPEN_SECONDS
from desk.domain.errors import DeskError
from desk.domain.lockout import FIRST_SECONDS, TRIES
from desk.domain.roles import Role
from desk.domain.spoken import SIGNS, heard, spoken
from desk.services import lost_password, session
from desk.sync.challenge import answer, nonce_of, shared_secret

NEW = "pavisam cita parole"


@dataclass
class Telephone:
    """Headquarters at the other end; they know the PC's public key and their own private one."""

    hq: Ed25519PrivateKey
    pc: Ed25519PrivateKey
    device: Any

    @property
    def secret(self) -> bytes:
        public = self.pc.public_key().public_bytes_raw()
        return shared_secret(self.hq.private_bytes_raw(), public, self.device)

    def says(self, question: str, login: str = "ilze") -> str:
        nonce = nonce_of(self.secret, login, question)
        return answer(self.secret, login, nonce) if nonce is not None else ""


@pytest.fixture
def branch(database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Annexed:
    clock.now = wall(9)
    light(monkeypatch)
    made = Annexed(database, clock)
    made.staff()
    return made


@pytest.fixture
def telephone(branch: Annexed) -> Telephone:
    """The PC was taken in."""
    hq, pc = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    device, public = branch.env.device_id, hq.public_key().public_bytes_raw()
    with branch.database.unit_of_work() as uow:
        uow.sync.enrol(
            Enrolment(
                device, "https://hq", "", "", "riga-2", make_id(), public, make_id(),
                pc.private_bytes_raw(), make_id(), bytes(32), wall(8), 1, 0, bytes(32), 0, 0,
            )
        )  # fmt: skip
        uow.commit()
    return Telephone(hq, pc, device)


def ask(branch: Annexed, login: str = "ilze") -> str:
    with branch.database.unit_of_work() as uow:
        code = lost_password.ask(uow, branch.env, login)
        uow.commit()
    return code


def give(branch: Annexed, told: str, new: str = NEW, login: str = "ilze") -> None:
    with branch.database.unit_of_work() as uow:
        lost_password.set_by_answer(uow, branch.env, login, told, new)
        uow.commit()


def opens(branch: Annexed, password: str, login: str = "ilze") -> bool:
    with branch.database.reader() as reader:
        return session.check_password(reader, branch.env, login, password).right


def wrong() -> str:
    return spoken(secrets.randbits(60), 3)


def test_the_answer_lets_the_head_choose_a_password(branch: Annexed, telephone: Telephone) -> None:
    give(branch, telephone.says(ask(branch)))
    assert opens(branch, NEW)
    assert not opens(branch, PASSWORD)
    with branch.database.reader() as reader:
        account = reader.accounts.by_login("ilze")
    assert account is not None
    assert not account.one_time
    lines = [line for line in branch.looks() if line[1] == "account"][-2:]
    assert lines == [("account", "account", "question"), ("account", "account", "headquarters")]


def test_it_ends_a_lock_out_and_the_pin(branch: Annexed, telephone: Telephone) -> None:
    for _ in range(TRIES):
        with branch.database.reader() as reader:
            checked = session.check_password(reader, branch.env, "ilze", "wrong wrong wrong")
        with refuses("session.wrong_password"), branch.database.unit_of_work() as uow:
            session.begin(uow, branch.env, checked, "riga-2", "1")
    give(branch, telephone.says(ask(branch)))
    assert opens(branch, NEW)


def test_however_it_is_typed(branch: Annexed, telephone: Telephone) -> None:
    told = telephone.says(ask(branch).lower().replace("-", " "))
    give(branch, told.lower().replace("-", "").replace("0", "o").replace("1", "l"))
    assert opens(branch, NEW)


def test_a_slip_is_named_and_not_counted(branch: Annexed, telephone: Telephone) -> None:
    told = telephone.says(ask(branch))
    for _ in range(2 * TRIES):
        with refuses("spoken.group"):
            give(branch, ("7" if told[0] != "7" else "8") + told[1:])
        with refuses("spoken.length"):
            give(branch, told[:-1])
    with refuses("password.short"):
        give(branch, told, "short")
    give(branch, told)


@given(number=st.integers(0, 2**60 - 1), place=st.integers(0, 14), sign=st.sampled_from(SIGNS))
def test_any_one_wrong_sign_is_noticed(number: int, place: int, sign: str) -> None:
    signs = spoken(number, 3).replace("-", "")
    assert heard(signs, 3) == number
    if signs[place] != sign:
        with refuses("spoken.group"):
            heard(signs[:place] + sign + signs[place + 1 :], 3)


@given(number=st.integers(0, 2**60 - 1))
def test_groups_in_another_order_are_noticed(number: int) -> None:
    first, second, third = spoken(number, 3).split("-")
    with refuses("spoken.group"):
        heard("-".join((second, first, third)), 3)


def test_the_same_question_while_it_is_open(branch: Annexed, telephone: Telephone) -> None:
    code = ask(branch)
    branch.uptime.advance(OPEN_SECONDS - 1)
    assert ask(branch) == code
    give(branch, telephone.says(code))


# Who is not meant


def test_an_answer_counts_once(branch: Annexed, telephone: Telephone) -> None:
    told = telephone.says(ask(branch))
    give(branch, told)
    with refuses("challenge.over"):
        give(branch, told, "trešā garā parole")
    ask(branch)
    with refuses("challenge.wrong"):
        give(branch, told, "trešā garā parole")
    assert opens(branch, NEW)


@pytest.mark.parametrize("jump", [-400, 0, 400])
def test_it_counts_for_half_an_hour_whatever_the_wall_clock_says(
    branch: Annexed, telephone: Telephone, jump: int
) -> None:
    told = telephone.says(ask(branch))
    branch.clock.advance(days=jump)
    branch.uptime.advance(OPEN_SECONDS)
    with refuses("challenge.over"):
        give(branch, told)
    assert ask(branch) != told


def test_a_restart_ends_it(branch: Annexed, telephone: Telephone) -> None:
    told = telephone.says(ask(branch))
    branch.uptime.restart(seconds=5000)
    with refuses("challenge.over"):
        give(branch, told)


def test_an_answer_for_another_account(branch: Annexed, telephone: Telephone) -> None:
    branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    for_vita = telephone.says(ask(branch, "vita"), "vita")
    ask(branch)
    with refuses("challenge.wrong"):
        give(branch, for_vita)
    assert telephone.says(ask(branch), "vita") == "", "headquarters hear that it is not vita's"


def test_an_answer_for_another_pc_and_of_other_headquarters(
    branch: Annexed, telephone: Telephone
) -> None:
    code = ask(branch)
    nonce = nonce_of(telephone.secret, "ilze", code)
    assert nonce is not None
    others = (
        replace(telephone, device=make_id()),
        replace(telephone, pc=Ed25519PrivateKey.generate()),
        replace(telephone, hq=Ed25519PrivateKey.generate()),
    )
    for n, other in enumerate(others):
        assert other.says(code) == ""
        with refuses("challenge.wrong"):
            give(branch, answer(other.secret, "ilze", nonce))
        assert n < TRIES
    assert not opens(branch, NEW)


def test_guessing_is_as_slow_as_guessing_passwords(branch: Annexed, telephone: Telephone) -> None:
    right = telephone.says(ask(branch))
    for _ in range(TRIES):
        with refuses("challenge.wrong"):
            give(branch, wrong())
    for told in (right, wrong()):
        with refuses("challenge.locked"):
            give(branch, told)
    with refuses("challenge.locked"):
        ask(branch)
    branch.uptime.advance(FIRST_SECONDS - 1)
    branch.uptime.restart()
    with pytest.raises(DeskError) as locked:
        ask(branch)
    assert locked.value.params == {"minutes": 5}, "a restart begins the wait anew"
    branch.uptime.advance(FIRST_SECONDS)
    right = telephone.says(ask(branch))
    with refuses("challenge.wrong"):
        give(branch, wrong())
    with refuses("challenge.locked"):
        give(branch, right)
    branch.uptime.advance(2 * FIRST_SECONDS)
    give(branch, right)
    give(branch, telephone.says(ask(branch)), "trešā garā parole")
    failed = [line for line in branch.looks() if line[0] == "sign_in_failed"]
    assert len(failed) == TRIES + 1


def test_a_wrong_answer_is_counted_though_it_is_refused(
    branch: Annexed, telephone: Telephone
) -> None:
    ask(branch)
    with refuses("challenge.wrong"):
        give(branch, wrong())
    with branch.database.reader() as reader:
        account = reader.accounts.by_login("ilze")
        assert account is not None
        known = reader.challenges.of(account.id)
    assert known is not None
    assert known.failed == 1


def test_only_who_manages_accounts_is_helped_by_headquarters(
    branch: Annexed, telephone: Telephone
) -> None:
    branch.sign_up("zane", "Zane Liepa", Role.CLERK)
    for login, refusal in (("zane", "challenge.not_manager"), ("nobody", "account.unknown")):
        with refuses(refusal):
            ask(branch, login)


def test_nothing_is_offered_before_the_pc_was_taken_in(branch: Annexed) -> None:
    with branch.database.reader() as reader:
        assert not lost_password.is_offered(reader, branch.env)
    with refuses("sync.not_enrolled"):
        ask(branch)


def test_no_entry_of_the_annex_is_orphaned(branch: Annexed, telephone: Telephone) -> None:
    branch.use_code()
    incident_id = branch.sealed()
    give(branch, telephone.says(ask(branch)))
    assert branch.outcome(incident_id, branch.ilze, NEW) == "annex.waiting"
    assert branch.use_code(CODE).handed_on == 1
    assert branch.outcome(incident_id, branch.ilze, NEW) == ""
