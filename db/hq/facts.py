"""Single facts of headquarters by name."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from db.hq.models import fact

_GET: Final = select(fact.c.value).where(fact.c.name == bindparam("called"))
_SOME: Final = select(fact.c.name, fact.c.value).where(
    fact.c.name.in_(bindparam("names", expanding=True))
)
_PUT: Final = insert(fact)


def get(connection: Connection, name: str) -> str | None:
    """A fact, or None."""
    found: str | None = connection.execute(_GET, {"called": name}).scalar()
    return found


def all_of(connection: Connection, *names: str) -> dict[str, str]:
    """Those of the facts that are there, by name."""
    return {row.name: row.value for row in connection.execute(_SOME, {"names": names})}


def put(connection: Connection, name: str, value: str) -> None:
    """Write a fact down that was not there."""
    connection.execute(_PUT, {"name": name, "value": value})
