"""Single facts of headquarters by name."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from db.hq.models import fact

_GET: Final = select(fact.c.value).where(fact.c.name == bindparam("called"))
_PUT: Final = insert(fact)


def get(connection: Connection, name: str) -> str | None:
    """A fact, or None."""
    found: str | None = connection.execute(_GET, {"called": name}).scalar()
    return found


def put(connection: Connection, name: str, value: str) -> None:
    """Write a fact down that was not there."""
    connection.execute(_PUT, {"name": name, "value": value})
