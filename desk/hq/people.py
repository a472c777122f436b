"""Who writes at headquarters: people, their roles, and signing in for one command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, Engine

from db.hq import people
from db.hq.database import transaction
from db.hq.people import Person
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError

TRIES: Final = 5
"""So many wrong passwords in a row, and nobody signs in with this login ..."""

WAIT: Final = timedelta(minutes=5)
"""... for so long; each further wrong one begins it anew."""

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_MAX_NAME: Final = 80

Matches = Callable[[str | None, str], bool]
"""Whether a password is the stored one; as slow when nothing is stored."""


class HqRole(StrEnum):
    """What somebody at headquarters may do; one person may have several."""

    EDITOR = "editor"  # publishes packs, sends bulletins and hours
    RELEASER = "releaser"  # releases what another person published
    DUTY_OFFICER = "duty_officer"  # answers reports of incidents
    REGISTRAR = "registrar"  # people at headquarters, staff lists, hours


def add(
    connection: Connection,
    actor: Person | None,
    new: Person,
    at: datetime,
    *,
    new_id: IdMaker,
) -> Person:
    """Add a person; the first one has to be a registrar, who can add the others.

    Args:
        actor: a registrar; None while there is nobody.
        new: with the password hashed already.

    Raises:
        DeskError: "hq.person_needed", "hq.no_right", "hq.first_registrar", "account.login_form",
            "account.login_taken", "account.name_missing", "hq.office_missing", "hq.roles".
    """
    if actor is None:
        _require_first(connection, new)
    else:
        require(actor, HqRole.REGISTRAR)
    if not _LOGIN.fullmatch(new.login):
        raise DeskError("account.login_form")
    if not new.name or len(new.name) > _MAX_NAME:
        raise DeskError("account.name_missing")
    if not new.office or len(new.office) > _MAX_NAME:
        raise DeskError("hq.office_missing")
    if not new.roles or not new.roles <= {role.value for role in HqRole}:
        raise DeskError("hq.roles")
    if people.by_login(connection, new.login) is not None:
        raise DeskError("account.login_taken")
    people.add(connection, new)
    note(connection, actor or new, "person_added", "", new.login, at, new_id=new_id)
    return new


def _require_first(connection: Connection, new: Person) -> None:
    if people.anybody(connection):
        raise DeskError("hq.person_needed")
    if HqRole.REGISTRAR not in new.roles:
        raise DeskError("hq.first_registrar")


def disable(
    connection: Connection, actor: Person, login: str, at: datetime, *, new_id: IdMaker
) -> Person:
    """Let nobody sign in with a login any more; what they wrote stays.

    Raises:
        DeskError: "hq.no_right", "hq.person_unknown", "account.own".
    """
    require(actor, HqRole.REGISTRAR)
    person = _known(connection, login)
    if person.id == actor.id:
        raise DeskError("account.own")
    if person.disabled_at is None:
        people.change(connection, person.id, disabled_at=at)
        note(connection, actor, "person_disabled", "", person.login, at, new_id=new_id)
    return replace(person, disabled_at=person.disabled_at or at)


def set_password(
    connection: Connection,
    actor: Person,
    login: str,
    hashed: str,
    at: datetime,
    *,
    new_id: IdMaker,
) -> Person:
    """Give a person another password: they themselves, or a registrar.

    Raises:
        DeskError: "hq.no_right", "hq.person_unknown".
    """
    person = _known(connection, login)
    if person.id != actor.id:
        require(actor, HqRole.REGISTRAR)
    people.change(connection, person.id, password=hashed, failed=0, wait_until=None)
    note(connection, actor, "password_set", "", person.login, at, new_id=new_id)
    return person


def sign_in(engine: Engine, login: str, password: str, at: datetime, matches: Matches) -> Person:
    """The person who asks for a command; wrong tries are counted in a transaction of their own.

    Raises:
        DeskError: "session.wrong_password", "session.locked" (minutes), "session.disabled".
    """
    with transaction(engine) as connection:
        person = people.by_login(connection, login.strip().lower(), lock=True)
        refused = _refusal(connection, person, password, at, matches)
    if refused is not None or person is None:
        raise refused or DeskError("session.wrong_password")
    return person


def _refusal(
    connection: Connection, person: Person | None, password: str, at: datetime, matches: Matches
) -> DeskError | None:
    if person is not None and person.wait_until is not None and at < person.wait_until:
        seconds = (person.wait_until - at).total_seconds()
        return DeskError("session.locked", minutes=int(-(-seconds // 60)))
    if not matches(person.password if person else None, password):
        if person is not None:
            _count(connection, person, at)
        return DeskError("session.wrong_password")
    if person is not None and person.disabled_at is not None:
        return DeskError("session.disabled")
    if person is not None and person.failed:
        people.change(connection, person.id, failed=0, wait_until=None)
    return None


def _count(connection: Connection, person: Person, at: datetime) -> None:
    failed = person.failed + 1
    until = at + WAIT if failed >= TRIES else None
    people.change(connection, person.id, failed=failed, wait_until=until)


def require(person: Person, *roles: HqRole) -> None:
    """DeskError "hq.no_right" (roles) unless the person has one of the roles."""
    if person.roles.isdisjoint(roles):
        raise DeskError("hq.no_right", roles=_listed(roles))


def note(
    connection: Connection,
    person: Person,
    kind: str,
    stream: str,
    subject: str,
    at: datetime,
    *,
    new_id: IdMaker,
) -> None:
    """Write down who did what: the line that `desk hq log` shows."""
    row = {"id": new_id(), "at": at, "person": person.id}
    people.note(connection, row | {"kind": kind, "stream": stream, "subject": subject})


def _known(connection: Connection, login: str) -> Person:
    person = people.by_login(connection, login.strip().lower(), lock=True)
    if person is None:
        raise DeskError("hq.person_unknown")
    return person


def _listed(roles: Iterable[HqRole]) -> str:
    return ", ".join(role.value for role in roles)
