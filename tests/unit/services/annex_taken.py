"""Keys of the sealed annex that somebody copied while they were theirs, for its tests."""

from __future__ import annotations

from uuid import UUID

from annex_at_work import Annexed
from branch_at_work import PASSWORD
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from desk.domain.roles import Actor
from desk.services import (
    annex_reseal,
)


def opens(private: bytes, sealed: bytes) -> bool:
    """Whether bytes are the private key that a sealed key was made for."""
    try:
        SealedBox(PrivateKey(private)).decrypt(sealed)
    except CryptoError:
        return False
    return True


class Taken:
    """A private key that its owner copied while it was theirs."""

    def __init__(self, holder_id: UUID, private: bytes) -> None:
        self.holder_id, self.private = holder_id, private


def taken_keys(branch: Annexed, who: Actor) -> Taken:
    with branch.database.reader() as reader:
        unlocked = annex_reseal.unlock(reader, who.account_id, PASSWORD)
    assert unlocked is not None
    return Taken(unlocked.holder_id, unlocked.private)


def held_by(branch: Annexed, holder_id: UUID) -> tuple[int, bytes]:
    """Sealed keys of a holder, and what is left of the private one."""
    keys = branch.rows("SELECT holder_id FROM annex_key")
    locked = branch.rows("SELECT id, wrapped FROM annex_holder")
    count_of = sum(bytes(row[0]) == holder_id.bytes for row in keys)
    return count_of, next(bytes(row[1]) for row in locked if bytes(row[0]) == holder_id.bytes)
