"""Who can open the sealed annexes of this branch, who waits for the keys, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.annex import HOLDER_ROLES, HolderKind, fingerprint
from desk.domain.collation import sort_key
from desk.domain.roles import Actor, Right, Role
from desk.services.env import Env

if TYPE_CHECKING:
    from db.stores.annex_rows import KeyHolder
    from db.unit_of_work import Reader


class HolderState(StrEnum):
    """How an account that is to open annexes stands."""

    OPENS = "opens"
    WAITS = "waits"  # until a colleague who opens them gives the keys, by name
    NO_KEYS = "no_keys"  # gets them at the next sign-in with the password
    LEFT_OUT = "left_out"  # a deputy whom the head has left out


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One of them; `fingerprint` of the public key, "" without keys."""

    account_id: UUID
    login: str
    name: str
    role: Role
    state: HolderState
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """What needs attention; without anybody's name.

    Args:
        sealed: incidents that have an annex.
        recovery: how the institution's key stands; NO_KEYS = it was never made.
        waiting: how many holders lack keys.
        orphans: entries that nobody opens who holds keys now.
        doubtful: holders in the file that are not as the incident log has them.
    """

    sealed: int
    recovery: HolderState
    waiting: int
    orphans: int
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Holders:
    """The people, and how it all stands."""

    lines: tuple[HolderLine, ...]
    health: Health


def overview(reader: Reader, env: Env, actor: Actor) -> Holders:
    """Who opens annexes, by name.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.KEEP_SAFE)
    known = states(reader)
    prints = {one.account_id: fingerprint(one.public) for one in reader.annex.holders()}
    lines = [
        HolderLine(
            account.id,
            account.login,
            account.name,
            account.role,
            known[account.id],
            prints.get(account.id, ""),
        )
        for account in reader.accounts.all()
        if account.id in known
    ]
    return Holders(tuple(sorted(lines, key=lambda line: sort_key(line.name))), health(reader))


def states(reader: Reader) -> dict[UUID, HolderState]:
    """Every open account of a head or deputy, and how it stands."""
    holders = {one.account_id: one for one in reader.annex.holders()}
    left_out = reader.accounts.left_out()
    return {
        account.id: HolderState.LEFT_OUT
        if account.role is Role.DEPUTY and account.id in left_out
        else _state(holders.get(account.id))
        for account in reader.accounts.all()
        if account.role in HOLDER_ROLES and not account.disabled
    }


def health(reader: Reader) -> Health:
    """What needs attention."""
    standing = reader.annex.standing()
    holders = [one for one in standing if one.doubt is None]
    recovery = next((one for one in holders if one.kind is HolderKind.RECOVERY), None)
    return Health(
        sealed=len(reader.annex.annexed()),
        recovery=_state(recovery),
        waiting=sum(one.waiting for one in holders),
        orphans=reader.annex.orphans(),
        doubtful=len(standing) - len(holders),
    )


def _state(holder: KeyHolder | None) -> HolderState:
    if holder is None:
        return HolderState.NO_KEYS
    return HolderState.WAITS if holder.waiting else HolderState.OPENS
