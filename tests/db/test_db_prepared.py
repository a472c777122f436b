"""Statements that the driver runs by itself: values come back as they were, errors stay ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from making import SITE, TODAY, issue
from sqlalchemy import bindparam, insert, literal, select, update
from virtual import VirtualClock, make_id

from db.database import Database
from db.driver import driver
from db.models import meta, ticket, visit
from db.prepared import rows, run
from db.unit_of_work import UnitOfWork


@pytest.fixture
def uow(database: Database) -> Iterator[UnitOfWork]:
    """A change that is not kept."""
    with database.unit_of_work() as uow:
        yield uow


def test_values_come_back_as_the_program_has_them(database: Database, clock: VirtualClock) -> None:
    asked = select(visit.c.id, visit.c.day, visit.c.by_mistake, visit.c.ticks, visit.c.slot)
    with database.unit_of_work() as uow:
        made = issue(uow, clock)
        row = rows(uow._connection, asked.where(visit.c.id == bindparam("id")), {"id": made.id})[0]
    assert row == (made.id, TODAY, False, [], None)
    assert (row.id, row.day) == (made.id, TODAY)


def test_what_the_statement_says_itself_is_given_with_it(uow: UnitOfWork) -> None:
    asked = select((literal(SITE) + bindparam("more")).label("text"))
    assert rows(uow._connection, asked, {"more": "!"})[0].text == f"{SITE}!"


def test_a_parameter_that_is_missing_is_no_null(uow: UnitOfWork) -> None:
    asked = select(meta.c.value).where(meta.c.key == bindparam("name"))
    with pytest.raises(TypeError, match="name"):
        rows(uow._connection, asked, {"nmae": "a"})


def test_a_list_may_have_any_length(uow: UnitOfWork) -> None:
    asked = select(meta.c.key).where(meta.c.key.in_(bindparam("names", expanding=True)))
    changed = update(meta).where(meta.c.key.in_(bindparam("names", expanding=True)))
    uow.meta.put("a", "1")
    for names in ([], ["a"], ["a", "b", "c"]):
        found = [row.key for row in rows(uow._connection, asked, {"names": names})]
        assert found == [name for name in names if name == "a"]
    run(uow._connection, changed.values(value="2"), {"names": ["a", "b"]})
    assert uow.meta.get("a") == "2"


def test_a_constraint_is_told_as_the_driver_tells_it(uow: UnitOfWork) -> None:
    uow.meta.put("a", "1")
    with pytest.raises(driver.IntegrityError, match="UNIQUE"):
        run(uow._connection, insert(meta), {"key": "a", "value": "2"})
    with pytest.raises(driver.IntegrityError, match="NOT NULL"):
        run(uow._connection, insert(ticket), {"visit_id": make_id(), "version": 1})


def test_the_same_parameters_in_another_order_are_not_mixed_up(uow: UnitOfWork) -> None:
    statement = insert(meta)
    run(uow._connection, statement, {"key": "a", "value": "1"})
    run(uow._connection, statement, {"value": "2", "key": "b"})
    assert (uow.meta.get("a"), uow.meta.get("b")) == ("1", "2")
