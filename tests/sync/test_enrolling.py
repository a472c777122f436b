"""A code takes one PC in."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hq_device import Pc
from sqlalchemy import select
from virtual import VirtualClock, make_id

from db.hq.database import transaction
from db.hq.models import enrol_code
from desk.domain.errors import DeskError
from desk.hq.enrolling import new_code
from desk.hq.work import Work
from desk.sync.chain import enrol_text
from desk.sync.wire import Enrol


def _code(work: Work, branch: str = "riga-2") -> str:
    with transaction(work.engine) as connection:
        return new_code(connection, branch, work.clock())


def test_a_pc_belongs_to_the_branch_of_its_code(work: Work) -> None:
    told = Pc(work).enrol(_code(work, "ogre"))
    assert told.stream == "ogre"
    assert len(told.hq_key) == 32


def test_a_code_may_be_typed_in_any_way(work: Work) -> None:
    code = _code(work)
    assert Pc(work).enrol(code.lower().replace("-", " ")).stream == "riga-2"


def test_a_code_takes_one_pc_in(work: Work) -> None:
    code = _code(work)
    Pc(work).enrol(code)
    with pytest.raises(DeskError, match=r"hq\.code"):
        Pc(work).enrol(code)


def test_who_heard_no_answer_asks_again(work: Work) -> None:
    code, pc = _code(work), Pc(work)
    assert pc.enrol(code).stream == pc.enrol(code).stream


def test_a_code_does_not_wait_for_ever(work: Work, clock: VirtualClock) -> None:
    code = _code(work)
    clock.now += timedelta(days=7, seconds=1)
    with pytest.raises(DeskError, match=r"hq\.code"):
        Pc(work).enrol(code)


def test_a_wrong_code_takes_nobody_in(work: Work) -> None:
    with pytest.raises(DeskError, match=r"hq\.code"):
        Pc(work).enrol("AAAA-BBBB-CCCC-DDDD")


def test_a_pc_that_is_here_cannot_be_taken_over_with_another_key(work: Work) -> None:
    pc = Pc(work)
    pc.enrol(_code(work))
    with pytest.raises(DeskError, match=r"hq\.device_taken"):
        Pc(work, device=pc.device).enrol(_code(work))


def test_the_key_that_is_shown_must_be_held(work: Work) -> None:
    code, device, incarnation = _code(work), make_id(), make_id()
    shown = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    proof = Ed25519PrivateKey.generate().sign(enrol_text(code, device, shown, incarnation))
    with pytest.raises(DeskError, match=r"hq\.signature"):
        work.enrol(Enrol(code, device, shown, incarnation, "PC", proof))
    with pytest.raises(DeskError, match=r"hq\.signature"):
        work.enrol(Enrol(code, device, bytes(31) + b"\xff", incarnation, "PC", proof))


def test_the_code_itself_is_kept_nowhere(work: Work) -> None:
    code = _code(work)
    letters = code.replace("-", "").encode()
    with transaction(work.engine) as connection:
        row = connection.execute(select(enrol_code)).one()
    assert letters not in msgspec.json.encode([str(value) for value in row]) + bytes(row.digest)
