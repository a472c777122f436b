"""The institution's key of the annex: under the recovery code, so that no reset orphans an entry.

It is made while the code is in hand: when the PC is set up, or the next time it is typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from db.annex_cipher import RECOVERY, new_pair, unwrap, wrap
from db.recovery_code import normal_code
from db.stores.annex_rows import KeyHolder
from desk.domain.annex import HolderKind
from desk.services import annex_reseal
from desk.services.annex_reseal import Handing, Unlocked
from desk.services.env import Env

if TYPE_CHECKING:
    from db.database import Database


@dataclass(frozen=True, slots=True)
class CodeUsed:
    """What a typed code did: made the key, and handed so many entry keys on."""

    made: bool
    handed_on: int


def use_code(database: Database, env: Env, code: str, account_id: UUID | None = None) -> CodeUsed:
    """Make the institution's key where there is none; with it, serve everybody who waits.

    Args:
        code: already proven to be the database's, as typed.
        account_id: only this account is served, as the code was typed for it alone.

    Raises:
        DeskError: "keys.code_length", "keys.code_group".
    """
    typed = normal_code(code)
    with database.reader() as reader:
        known = reader.annex.recovery()
        to = {one.id: one.public for one in reader.annex.waiting() if _is_meant(one, account_id)}
    if known is not None and not to:
        return CodeUsed(False, 0)
    private = unwrap(known.id, known.kept, typed, RECOVERY) if known else None
    if known is None or private is None:
        _make(database, env, typed, known)
        return CodeUsed(True, 0)
    return CodeUsed(
        False, annex_reseal.run_to_end(database, Handing(Unlocked(known.id, private), to))
    )


def _is_meant(holder: KeyHolder, account_id: UUID | None) -> bool:
    return account_id is None or holder.account_id == account_id


def _make(database: Database, env: Env, code: str, before: KeyHolder | None) -> None:
    """A new key, in the place of one that another code locks."""
    holder_id, pair = env.new_id(), new_pair()
    kept = wrap(holder_id, pair.private, code, RECOVERY)
    made = KeyHolder(holder_id, HolderKind.RECOVERY, None, pair.public, kept)
    with database.unit_of_work() as uow:
        if before is not None:
            uow.annex.revoke(before.id, env.clock())
        uow.annex.add_holder(made, env.clock())
        uow.commit()
