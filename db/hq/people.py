"""People who write at headquarters, and what each of them did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select, tuple_, update

from db.hq.models import deed, hq_person

_BY_LOGIN: Final = select(hq_person).where(hq_person.c.login == bindparam("called"))
_LOCKED: Final = _BY_LOGIN.with_for_update()
_ALL: Final = select(hq_person).order_by(hq_person.c.login)
_ANY: Final = select(hq_person.c.id).limit(1)
_ADD: Final = insert(hq_person)
_SET: Final = update(hq_person).where(hq_person.c.id == bindparam("key"))
_ADD_DEED: Final = insert(deed)
_DEEDS: Final = (
    select(deed, hq_person.c.login, hq_person.c.name)
    .join(hq_person, hq_person.c.id == deed.c.person)
    .order_by(deed.c.at.desc(), deed.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes at headquarters.

    Args:
        office: their position, as branches read it; password: argon2id.
        failed: wrong passwords in a row; wait_until: after too many.
    """

    id: UUID
    login: str
    name: str
    office: str
    roles: frozenset[str]
    password: str
    made_at: datetime
    disabled_at: datetime | None = None
    failed: int = 0
    wait_until: datetime | None = None


def by_login(connection: Connection, login: str, *, lock: bool = False) -> Person | None:
    """A person, or None; with `lock` nobody else changes them until this transaction ends."""
    row = connection.execute(_LOCKED if lock else _BY_LOGIN, {"called": login}).first()
    return None if row is None else _person(row)


def every(connection: Connection) -> tuple[Person, ...]:
    """Everybody, by login."""
    return tuple(_person(row) for row in connection.execute(_ALL))


def anybody(connection: Connection) -> bool:
    """Whether there is a person at all."""
    return connection.execute(_ANY).first() is not None


def add(connection: Connection, new: Person) -> None:
    """Write a new person down."""
    values = {name: getattr(new, name) for name in hq_person.c.keys()}  # noqa: SIM118
    connection.execute(_ADD, values | {"roles": " ".join(sorted(new.roles))})


def change(connection: Connection, person: UUID, **values: Any) -> None:
    """Set columns of a person."""
    connection.execute(_SET.values(**values), {"key": person})


def note(connection: Connection, row: dict[str, Any]) -> None:
    """Write a deed down."""
    connection.execute(_ADD_DEED, row)


def deeds(connection: Connection, most: int, before: UUID | None = None) -> Sequence[Any]:
    """Deeds, the newest first, with `login` and `name` of who did each.

    Args:
        before: the last one of the page before.
    """
    asked = _DEEDS
    if before is not None:
        at = select(deed.c.at).where(deed.c.id == before).scalar_subquery()
        asked = asked.where(tuple_(deed.c.at, deed.c.id) < tuple_(at, before))
    return connection.execute(asked, {"most": most}).all()


def _person(row: Row[Any]) -> Person:
    return Person(**{**row._mapping, "roles": frozenset(row.roles.split())})
