"""The content pack in the database: installed at set-up, replaced later by a newer one (GV-03)."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.services.calendar import work_calendar
from desk.services.content import codec
from desk.services.content.schema import Pack
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


def install_first(uow: UnitOfWork, pack: Pack, *, at: datetime, account_id: UUID) -> None:
    """Put the first pack into a new database.

    Raises:
        DeskError: "content.no_institution" for a pack that is only included by others.
    """
    if pack.info.institution is None:
        raise DeskError("content.no_institution", pack=pack.info.id)
    _install(uow, pack, at=at, account_id=account_id)


def current(reader: Reader) -> Pack:
    """The pack in force.

    Raises:
        DeskError: "content.none", "content.damaged".
    """
    body = reader.content.current()
    if body is None:
        raise DeskError("content.none")
    return codec.decode(body)


def is_newer_installed(reader: Reader, env: Env, _actor: Actor) -> bool:
    """Whether headquarters sent another pack since this program was started."""
    return reader.content.version() > env.pack.info.version


def renewed(reader: Reader, env: Env) -> Env | None:
    """The same surroundings with the pack in force; None when it is not a newer one.

    Raises:
        DeskError: "content.damaged".
    """
    if reader.content.version() <= env.pack.info.version:
        return None
    pack = current(reader)
    return dataclasses.replace(env, pack=pack, calendar=work_calendar(pack))


def replace(uow: UnitOfWork, env: Env, actor: Actor, pack: Pack) -> bool:
    """Replace the pack in force by a newer one of the same institution.

    Returns:
        False when it is the very pack in force already.

    Raises:
        DeskError: "access.no_right", "content.other_institution" (given, own),
            "content.older" (given, own), "content.home_missing" (branch) when the pack no
            longer knows this PC's branch.
    """
    actor.require(Right.LOAD_CONTENT)
    own = current(uow)
    if pack == own:
        return False
    home, at = env.home_branch, env.clock()
    take_over(uow, pack, own, home=home, at=at, account_id=actor.account_id)
    return True


def take_over(
    uow: UnitOfWork,
    given: Pack,
    own: Pack,
    *,
    home: str,
    at: datetime,
    account_id: UUID,
    body: bytes | None = None,
) -> None:
    """Put a pack in force in place of another one.

    Args:
        own: the pack in force; home: this PC's branch; account_id: who wants it.
        body: the pack as it came encoded; None = it is encoded here, which takes its time.

    Raises:
        DeskError: "content.other_institution", "content.older", "content.home_missing", as
            `replace`.
    """
    if given.info.institution != own.info.institution:
        raise DeskError(
            "content.other_institution", given=given.info.institution, own=own.info.institution
        )
    if given.info.version <= own.info.version:
        raise DeskError("content.older", given=given.info.version, own=own.info.version)
    if home not in {branch.id for branch in given.branches}:
        raise DeskError("content.home_missing", branch=home)
    _install(uow, given, at=at, account_id=account_id, body=body)


def _install(
    uow: UnitOfWork, pack: Pack, *, at: datetime, account_id: UUID, body: bytes | None = None
) -> None:
    body = codec.encode(pack) if body is None else body
    uow.content.install(
        pack_id=pack.info.id,
        institution=pack.info.institution or "",
        version=pack.info.version,
        sha256=codec.sha256(body),
        body=body,
        at=at,
        account_id=account_id,
    )
