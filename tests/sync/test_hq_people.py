"""People at headquarters: who is there, what each may do, and how they sign in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hq_writers import pen, person
from virtual import VirtualClock, make_id

from db.hq import people as stored
from db.hq.database import transaction
from db.hq.people import Person
from desk.domain.errors import DeskError
from desk.hq import people
from desk.hq.people import TRIES, WAIT, HqRole
from desk.hq.work import Work


def _matches(stored: str | None, password: str) -> bool:
    return stored == password


def _new(work: Work, login: str = "juris", *roles: str, name: str = "Juris Ozols") -> Person:
    given = frozenset(roles or ("editor",))
    return Person(make_id(), login, name, "Satura daļa", given, "right", work.clock())


def _add(work: Work, new: Person, actor: Person | None = None) -> Person:
    with transaction(work.engine) as connection:
        return people.add(connection, actor, new, work.clock(), new_id=make_id)


def test_the_first_is_a_registrar_and_the_others_are_added_by_one(work: Work) -> None:
    with pytest.raises(DeskError, match=r"hq\.first_registrar"):
        _add(work, _new(work))
    ieva = _add(work, _new(work, "ieva", "registrar", "releaser"))
    with pytest.raises(DeskError, match=r"hq\.person_needed"):
        _add(work, _new(work))
    juris = _add(work, _new(work), ieva)
    with pytest.raises(DeskError, match=r"hq\.no_right"):
        _add(work, _new(work, "anna"), juris)
    with transaction(work.engine) as connection:
        found = stored.every(connection)
        told = [(row.login, row.kind, row.subject) for row in stored.deeds(connection, 10)]
    assert [one.login for one in found] == ["ieva", "juris"]
    assert found[0].roles == {"registrar", "releaser"}
    assert told == [("ieva", "person_added", "juris"), ("ieva", "person_added", "ieva")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"login": "J"}, "account.login_form"),
        ({"name": ""}, "account.name_missing"),
        ({"name": "x" * 81}, "account.name_missing"),
        ({"office": ""}, "hq.office_missing"),
        ({"roles": frozenset({"king"})}, "hq.roles"),
        ({"roles": frozenset()}, "hq.roles"),
        ({"login": "ieva"}, "account.login_taken"),
    ],
)
def test_what_is_said_of_a_person_must_be_right(
    work: Work, changes: dict[str, object], code: str
) -> None:
    ieva = _add(work, _new(work, "ieva", "registrar"))
    values = {name: getattr(_new(work), name) for name in Person.__slots__} | changes
    with pytest.raises(DeskError) as refused:
        _add(work, Person(**values), ieva)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_signing_in(work: Work) -> None:
    ieva = _add(work, _new(work, "ieva", "registrar"))
    found = people.sign_in(work.engine, " Ieva ", "right", work.clock(), _matches)
    assert found.id == ieva.id
    for login, password in (("ieva", "wrong"), ("nobody", "right")):
        with pytest.raises(DeskError, match=r"session\.wrong_password"):
            people.sign_in(work.engine, login, password, work.clock(), _matches)


def test_many_wrong_passwords_mean_waiting_even_for_the_right_one(
    work: Work, clock: VirtualClock
) -> None:
    _add(work, _new(work, "ieva", "registrar"))
    for _ in range(TRIES):
        with pytest.raises(DeskError, match=r"session\.wrong_password"):
            people.sign_in(work.engine, "ieva", "wrong", clock(), _matches)
    with pytest.raises(DeskError) as refused:
        people.sign_in(work.engine, "ieva", "right", clock(), _matches)
    assert (refused.value.code, refused.value.params) == ("session.locked", {"minutes": 5})
    clock.now += WAIT + timedelta(seconds=1)
    assert people.sign_in(work.engine, "ieva", "right", clock(), _matches).login == "ieva"
    with pytest.raises(DeskError, match=r"session\.wrong_password"):
        people.sign_in(work.engine, "ieva", "wrong", clock(), _matches)
    people.sign_in(work.engine, "ieva", "right", clock(), _matches)


def test_who_left_signs_in_no_more(work: Work) -> None:
    ieva = person(work, "ieva", HqRole.REGISTRAR)
    juris = _add(work, _new(work), ieva)
    with pen(work, juris) as by, pytest.raises(DeskError, match=r"hq\.no_right"):
        people.disable(by.connection, juris, "ieva", by.at, new_id=make_id)
    with pen(work, ieva) as by:
        with pytest.raises(DeskError, match=r"account\.own"):
            people.disable(by.connection, ieva, "ieva", by.at, new_id=make_id)
        people.disable(by.connection, ieva, "juris", by.at, new_id=make_id)
    with pytest.raises(DeskError, match=r"session\.disabled"):
        people.sign_in(work.engine, "juris", "right", work.clock(), _matches)


def test_a_password_is_set_by_oneself_or_by_a_registrar(work: Work) -> None:
    ieva, anna = person(work, "ieva", HqRole.REGISTRAR), person(work, "anna", HqRole.EDITOR)
    with pen(work, anna) as by:
        with pytest.raises(DeskError, match=r"hq\.no_right"):
            people.set_password(by.connection, anna, "ieva", "new", by.at, new_id=make_id)
        people.set_password(by.connection, anna, "anna", "own", by.at, new_id=make_id)
    assert people.sign_in(work.engine, "anna", "own", work.clock(), _matches)
    with pen(work, ieva) as by:
        people.set_password(by.connection, ieva, "anna", "given", by.at, new_id=make_id)
        with pytest.raises(DeskError, match=r"hq\.person_unknown"):
            people.set_password(by.connection, ieva, "nobody", "x", by.at, new_id=make_id)
    assert people.sign_in(work.engine, "anna", "given", work.clock(), _matches)


def test_deeds_are_read_page_by_page(work: Work, clock: VirtualClock) -> None:
    ieva = person(work, "ieva", HqRole.REGISTRAR)
    for n in range(5):
        clock.advance(minutes=n % 2)
        with pen(work, ieva) as by:
            people.note(by.connection, ieva, "deed", "", str(n), by.at, new_id=make_id)
    with transaction(work.engine) as connection:
        first = stored.deeds(connection, 3)
        rest = stored.deeds(connection, 3, first[-1].id)
    assert [row.subject for row in (*first, *rest)] == ["4", "3", "2", "1", "0"]
