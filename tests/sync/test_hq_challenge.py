"""What headquarters answer to the code of a lost password, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from hq_device import Pc
from sqlalchemy import select
from virtual import make_id

from db.hq import people
from db.hq.database import transaction
from db.hq.models import deed
from db.hq.people import Person
from desk.domain.errors import DeskError
from desk.domain.spoken import spoken
from desk.hq.challenge import Answered, answer_question
from desk.hq.identity import identity
from desk.hq.status import revoke
from desk.hq.work import Work
from desk.sync.challenge import is_answer, question, shared_secret

TakeIn = Callable[..., Pc]
NONCE = b"12345"


def person(work: Work, *roles: str) -> Person:
    at: datetime = work.clock()
    new = Person(make_id(), "ieva", "Ieva Krūze", "IT", frozenset(roles), "-", at)
    with transaction(work.engine) as connection:
        people.add(connection, new)
    return new


def secret_of(work: Work, pc: Pc) -> bytes:
    with transaction(work.engine) as connection:
        public = identity(connection).public_key
    return shared_secret(pc.key.private_bytes_raw(), public, pc.device)


def asked(
    work: Work, by: Person, typed: str, *, branch: str = "riga-2", login: str = "ilze"
) -> Answered:
    with transaction(work.engine) as connection:
        at = work.clock()
        return answer_question(connection, by, branch, login, typed, at, new_id=make_id)


def test_the_right_pc_of_several_is_answered_and_it_is_written_down(
    work: Work, taken_in: TakeIn
) -> None:
    ieva, pcs = person(work, "registrar"), [taken_in("riga-2") for _ in range(3)]
    for pc in pcs:
        secret = secret_of(work, pc)
        told = asked(work, ieva, question(secret, "ilze", NONCE).lower(), login=" Ilze")
        assert told.device.id == pc.device
        assert is_answer(secret, "ilze", NONCE, told.code)
        for other in (one for one in pcs if one is not pc):
            assert not is_answer(secret_of(work, other), "ilze", NONCE, told.code)
    with transaction(work.engine) as connection:
        rows = connection.execute(select(deed.c.kind, deed.c.subject)).all()
    assert [tuple(row) for row in rows] == [
        ("password_answered", f"{pc.device} ilze") for pc in pcs
    ]


@pytest.mark.parametrize(
    ("branch", "login", "refusal"),
    [("ogre", "ilze", "hq.challenge"), ("riga-2", "vita", "hq.challenge")],
)
def test_the_code_proves_branch_and_account(
    work: Work, taken_in: TakeIn, branch: str, login: str, refusal: str
) -> None:
    ieva, pc = person(work, "registrar"), taken_in("riga-2")
    taken_in("ogre")
    code = question(secret_of(work, pc), "ilze", NONCE)
    with pytest.raises(DeskError, match=refusal):
        asked(work, ieva, code, branch=branch, login=login)


def test_a_code_that_no_pc_made_a_revoked_pc_and_a_slip(work: Work, taken_in: TakeIn) -> None:
    ieva, pc = person(work, "registrar"), taken_in("riga-2")
    code = question(secret_of(work, pc), "ilze", NONCE)
    with pytest.raises(DeskError, match=r"hq\.challenge"):
        asked(work, ieva, spoken(2**59 + 12345, 3))
    with pytest.raises(DeskError, match=r"spoken\.group"):
        asked(work, ieva, code[:-1] + ("0" if code[-1] != "0" else "1"))
    with transaction(work.engine) as connection:
        revoke(connection, pc.device, work.clock())
    with pytest.raises(DeskError, match=r"hq\.challenge"):
        asked(work, ieva, code)


@pytest.mark.parametrize("role", ["editor", "releaser", "duty_officer"])
def test_only_a_registrar_answers(work: Work, taken_in: TakeIn, role: str) -> None:
    by, pc = person(work, role), taken_in("riga-2")
    with pytest.raises(DeskError, match=r"hq\.no_right"):
        asked(work, by, question(secret_of(work, pc), "ilze", NONCE))
