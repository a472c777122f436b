"""One code for the PCs of a branch that are rolled out together; a person approves each."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from hq_device import Pc
from sqlalchemy import select
from virtual import VirtualClock, make_id

from db.hq import people, site_tokens
from db.hq.database import transaction
from db.hq.models import deed, site_token
from db.hq.people import Person
from desk.domain.errors import DeskError
from desk.hq.applicants import MOST_PCS, decide, new_token
from desk.hq.enrolling import new_code
from desk.hq.work import Work


@pytest.fixture
def ieva(work: Work) -> Person:
    """A registrar."""
    return _person(work, "ieva", "registrar")


def _person(work: Work, login: str, role: str) -> Person:
    at: datetime = work.clock()
    new = Person(make_id(), login, "Ieva Krūze", "IT", frozenset({role}), "-", at)
    with transaction(work.engine) as connection:
        people.add(connection, new)
    return new


def _token(work: Work, by: Person, *, most: int = 2, days: int = 14) -> str:
    with transaction(work.engine) as connection:
        valid, at = timedelta(days=days), work.clock()
        return new_token(connection, by, "riga-2", at, most=most, valid=valid, new_id=make_id)


def _decide(work: Work, by: Person, pc: Pc, *, wanted: bool = True) -> None:
    with transaction(work.engine) as connection:
        decide(connection, by, pc.device, work.clock(), wanted=wanted, new_id=make_id)


def _refused(pc: Pc, code: str, refusal: str) -> None:
    with pytest.raises(DeskError) as caught:
        pc.enrol(code)
    assert caught.value.code == refusal


def test_each_pc_waits_until_it_is_approved(work: Work, ieva: Person) -> None:
    code, first, second = _token(work, ieva), Pc(work), Pc(work)
    for pc in (first, second, first):
        _refused(pc, code, "hq.waiting")
    with transaction(work.engine) as connection:
        waiting = site_tokens.undecided(connection)
    assert [one.device for one in waiting] == [first.device, second.device]
    _decide(work, ieva, first)
    assert first.enrol(code).stream == "riga-2"
    assert first.enrol(code).stream == "riga-2", "a reply got lost"
    _refused(second, code, "hq.waiting")
    with transaction(work.engine) as connection:
        assert [one.device for one in site_tokens.undecided(connection)] == [second.device]


def test_who_waits_may_do_nothing_else(work: Work, ieva: Person) -> None:
    code, pc = _token(work, ieva), Pc(work)
    _refused(pc, code, "hq.waiting")
    with pytest.raises(DeskError, match=r"hq\.unknown_device"):
        pc.hello()


def test_who_is_turned_away_stays_so(work: Work, ieva: Person) -> None:
    code, pc = _token(work, ieva), Pc(work)
    _refused(pc, code, "hq.waiting")
    _decide(work, ieva, pc, wanted=False)
    _refused(pc, code, "hq.turned_away")
    with pytest.raises(DeskError, match=r"hq\.no_applicant"):
        _decide(work, ieva, pc)


def test_no_more_pcs_ask_than_the_code_is_for(work: Work, ieva: Person) -> None:
    code = _token(work, ieva, most=2)
    for _ in range(2):
        _refused(Pc(work), code, "hq.waiting")
    _refused(Pc(work), code, "hq.code")


def test_it_ends_but_not_for_who_has_asked(work: Work, ieva: Person, clock: VirtualClock) -> None:
    code, pc = _token(work, ieva, days=3), Pc(work)
    _refused(pc, code, "hq.waiting")
    clock.now += timedelta(days=3, seconds=1)
    _refused(Pc(work), code, "hq.code")
    _decide(work, ieva, pc)
    assert pc.enrol(code).stream == "riga-2"


def test_nobody_else_comes_in_under_the_name_of_one_that_was_approved(
    work: Work, ieva: Person
) -> None:
    code, pc = _token(work, ieva), Pc(work)
    _refused(pc, code, "hq.waiting")
    _decide(work, ieva, pc)
    _refused(Pc(work, device=pc.device), code, "hq.device_taken")
    pc.enrol(code)
    _refused(Pc(work, device=pc.device), code, "hq.device_taken")


def test_a_pc_that_was_taken_in_by_a_code_of_its_own_is_not_asked_about(
    work: Work, ieva: Person
) -> None:
    pc = Pc(work)
    with transaction(work.engine) as connection:
        own = new_code(connection, "riga-2", work.clock())
    pc.enrol(own)
    _refused(Pc(work, device=pc.device), _token(work, ieva), "hq.device_taken")


@pytest.mark.parametrize(("most", "days"), [(0, 14), (MOST_PCS + 1, 14), (1, 0), (1, 91), (-1, -1)])
def test_a_code_has_bounds(work: Work, ieva: Person, most: int, days: int) -> None:
    with pytest.raises(DeskError, match=r"hq\.token_size"):
        _token(work, ieva, most=most, days=days)


def test_a_registrar_makes_it_and_decides_and_both_are_written_down(
    work: Work, ieva: Person
) -> None:
    juris = _person(work, "juris", "editor")
    with pytest.raises(DeskError, match=r"hq\.no_right"):
        _token(work, juris)
    code, pc = _token(work, ieva, most=5), Pc(work)
    _refused(pc, code, "hq.waiting")
    with pytest.raises(DeskError, match=r"hq\.no_right"):
        _decide(work, juris, pc)
    _decide(work, ieva, pc)
    with transaction(work.engine) as connection:
        rows = connection.execute(select(deed.c.kind, deed.c.subject)).all()
    assert [tuple(row) for row in rows] == [
        ("site_token_made", "5"),
        ("pc_approved", str(pc.device)),
    ]


def test_the_code_itself_is_kept_nowhere(work: Work, ieva: Person) -> None:
    code = _token(work, ieva)
    letters = code.replace("-", "").encode()
    with transaction(work.engine) as connection:
        row = connection.execute(select(site_token)).one()
        rows = connection.execute(select(deed)).all()
    kept = msgspec.json.encode([str(value) for one in (row, *rows) for value in one])
    assert letters not in kept + bytes(row.digest)
    assert code.encode() not in kept
