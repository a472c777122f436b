"""Who works at the branch by headquarters' list: offered where an account is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from desk.domain.account import Account
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.domain.text import fold
from desk.services.env import Env
from desk.sync.down import Staff, StaffMember

if TYPE_CHECKING:
    from db.unit_of_work import Reader


def listed(reader: Reader, env: Env, actor: Actor) -> tuple[StaffMember, ...] | None:
    """Everybody on the list in force; None when headquarters have given none that opens here.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    return _members(reader, env)


def without_account(reader: Reader, env: Env, actor: Actor) -> tuple[StaffMember, ...]:
    """Those on the list who cannot sign in here yet: who is chosen from when one is made.

    Raises:
        DeskError: as `listed`.
    """
    known = {fold(name) for name in reader.accounts.names().values()}
    return tuple(one for one in listed(reader, env, actor) or () if fold(one.name) not in known)


def not_listed(reader: Reader, env: Env, actor: Actor) -> frozenset[UUID]:
    """Accounts that work and whose person is not on the list, by name: the head looks at each.

    Nobody is locked out by a list: it may be a name that changed, or a colleague lent for a week.

    Raises:
        DeskError: as `listed`.
    """
    members = listed(reader, env, actor)
    return frozenset() if members is None else _others(reader.accounts.all(), members)


def _others(accounts: Iterable[Account], members: Iterable[StaffMember]) -> frozenset[UUID]:
    names = {fold(one.name) for one in members}
    return frozenset(one.id for one in accounts if not one.disabled and fold(one.name) not in names)


def _members(reader: Reader, env: Env) -> tuple[StaffMember, ...] | None:
    row = reader.from_hq.staff(local_day(env.clock()))
    known = reader.sync.enrolment()
    if row is None or row.box is None or known is None:
        return None
    from desk.sync.sealed_box import open_box  # libsodium, for a list that is seldom looked at

    try:
        return msgspec.json.decode(open_box(known.private, row.box), type=Staff).members
    except (DeskError, msgspec.MsgspecError):
        return None
