"""The content pack in the database: installed at set-up, replaced later by a newer one (GV-03)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
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
    own, given = current(uow), pack
    if given == own:
        return False
    if given.info.institution != own.info.institution:
        raise DeskError(
            "content.other_institution", given=given.info.institution, own=own.info.institution
        )
    if given.info.version <= own.info.version:
        raise DeskError("content.older", given=given.info.version, own=own.info.version)
    if env.home_branch not in {branch.id for branch in given.branches}:
        raise DeskError("content.home_missing", branch=env.home_branch)
    _install(uow, given, at=env.clock(), account_id=actor.account_id)
    return True


def _install(uow: UnitOfWork, pack: Pack, *, at: datetime, account_id: UUID) -> None:
    body = codec.encode(pack)
    uow.content.install(
        pack_id=pack.info.id,
        institution=pack.info.institution or "",
        version=pack.info.version,
        sha256=codec.sha256(body),
        body=body,
        at=at,
        account_id=account_id,
    )
