"""People at headquarters of the tests, and what they write with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from virtual import make_id

from db.hq import people as stored
from db.hq.database import transaction
from db.hq.people import Person
from desk.hq.people import HqRole
from desk.hq.work import Work
from desk.hq.writing import Pen


def person(work: Work, login: str, *roles: HqRole) -> Person:
    """Somebody with these roles, without a password that anybody could type."""
    names = frozenset(role.value for role in roles)
    new = Person(make_id(), login, login.title(), "Satura daļa", names, "-", work.clock())
    with transaction(work.engine) as connection:
        stored.add(connection, new)
    return new


@contextmanager
def pen(work: Work, by: Person) -> Iterator[Pen]:
    """A transaction in which somebody writes, at headquarters' present time."""
    with transaction(work.engine) as connection:
        yield Pen(connection, by, work.clock(), make_id)
