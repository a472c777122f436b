"""The database key: random, and kept only wrapped - for this machine, and for a recovery code.

The data folder's `keys.json` holds the wrapped slots.  Neither slot alone opens anything: the
machine's secret lies outside the folder (`db.machine_store`), the recovery code on paper.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.layout import KEYS_NAME, keys_path, settle
from db.machine_store import machine_store
from db.recovery_code import new_code, normal_code
from db.spoken_key import is_key_code, key_of_code
from desk.domain.errors import DeskError

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_SALT_BYTES: Final = 16
_TIME_COST: Final = 3
_MEMORY_KIB: Final = 64 * 1024


class MachineSlot(msgspec.Struct, frozen=True, tag="machine"):
    """The key wrapped under this machine's secret; `kept` is what the machine's store needs."""

    kept: bytes
    nonce: bytes
    wrapped: bytes


class RecoverySlot(msgspec.Struct, frozen=True, tag="recovery"):
    """The key wrapped under argon2id of the recovery code."""

    salt: bytes
    time_cost: int
    memory_kib: int
    nonce: bytes
    wrapped: bytes


Slot = MachineSlot | RecoverySlot


class Ring(msgspec.Struct, frozen=True):
    """The file `keys.json`.

    Args:
        ring: names this database's keys; every slot is bound to it.
        slots: each opens the one database key; other kinds may join.
    """

    ring: str
    slots: tuple[Slot, ...]


def create_keyring(folder: Path, key_dir: Path | None = None) -> str:
    """Make a new database key for a data folder, and wrap it.

    Args:
        folder: the data folder; it must exist.
        key_dir: where this machine keeps secrets; None = `db.machine_store.default_key_dir`.

    Returns:
        The recovery code, to be printed once and kept nowhere.

    Raises:
        DeskError: "keys.exist_already" (folder), "keys.not_writable" (folder).
    """
    if keys_path(folder).exists():
        raise DeskError("keys.exist_already", folder=str(folder))
    key, code, ring = secrets.token_bytes(_KEY_BYTES), new_code(), secrets.token_hex(8)
    slots = (_machine_slot(ring, key, key_dir), _recovery_slot(ring, key, code))
    _save(folder, Ring(ring, slots))
    return code


def unlock(folder: Path, key_dir: Path | None = None) -> bytes:
    """The database key, by this machine's secret; never asks anyone.

    Raises:
        DeskError: "keys.missing", "keys.damaged", "keys.no_machine_key", "keys.not_readable".
    """
    ring = _load(folder)
    for slot in ring.slots:
        if isinstance(slot, MachineSlot):
            secret = machine_store(key_dir).recall(slot.kept)
            return _unwrap(ring.ring, secret, slot, "keys.no_machine_key")
    raise DeskError("keys.no_machine_key")


def unlock_with_code(folder: Path, code: str) -> bytes:
    """The database key, by the recovery code; takes a tenth of a second or so on purpose.

    Raises:
        DeskError: "keys.missing", "keys.damaged", "keys.code_length", "keys.code_group",
            "keys.wrong_code" (the code of another database), "keys.no_recovery".
    """
    ring, typed = _load(folder), normal_code(code)
    for slot in ring.slots:
        if isinstance(slot, RecoverySlot):
            return _unwrap(ring.ring, _stretch(typed, slot), slot, "keys.wrong_code")
    raise DeskError("keys.no_recovery")


def unlock_by_paper(folder: Path, written: str) -> bytes:
    """The database key, by the recovery code, or as headquarters' escrow gave it out.

    What comes from the escrow is the key itself: it is proved by opening the database, not here.

    Raises:
        DeskError: as `unlock_with_code`; "spoken.group" (group) of a key that was mistyped.
    """
    if is_key_code(written):
        return key_of_code(written)
    return unlock_with_code(folder, written)


def prove_paper(folder: Path, written: str, own: bytes) -> None:
    """Refuse what does not open a database that is open already.

    Args:
        own: its key.

    Raises:
        DeskError: as `unlock_by_paper`; "keys.wrong_code".
    """
    if not hmac.compare_digest(unlock_by_paper(folder, written), own):
        raise DeskError("keys.wrong_code")


def adopt_machine(folder: Path, key: bytes, key_dir: Path | None = None) -> None:
    """Wrap the key for this machine instead of another one, after a restore or a move."""
    ring = _load(folder)
    others = tuple(slot for slot in ring.slots if not isinstance(slot, MachineSlot))
    _save(folder, Ring(ring.ring, (_machine_slot(ring.ring, key, key_dir), *others)))


def copy_for_backup(folder: Path, target: Path) -> None:
    """Put the slots that any machine can open beside a backup: all but this machine's."""
    ring = _load(folder)
    portable = tuple(slot for slot in ring.slots if not isinstance(slot, MachineSlot))
    _save(target, Ring(ring.ring, portable))


def ring_of(folder: Path) -> str:
    """The name of a folder's keys, the same in every copy; DeskError "keys.missing" ..."""
    return _load(folder).ring


def has_recovery(folder: Path) -> bool:
    """Whether a recovery code opens the folder's database."""
    return any(isinstance(slot, RecoverySlot) for slot in _load(folder).slots)


def _machine_slot(ring: str, key: bytes, key_dir: Path | None) -> MachineSlot:
    secret = secrets.token_bytes(_KEY_BYTES)
    kept = machine_store(key_dir).keep(secret)
    nonce = os.urandom(_NONCE_BYTES)
    return MachineSlot(kept, nonce, AESGCM(secret).encrypt(nonce, key, ring.encode()))


def _recovery_slot(ring: str, key: bytes, code: str) -> RecoverySlot:
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    blank = RecoverySlot(salt, _TIME_COST, _MEMORY_KIB, nonce, b"")
    wrapped = AESGCM(_stretch(code, blank)).encrypt(nonce, key, ring.encode())
    return msgspec.structs.replace(blank, wrapped=wrapped)


def _stretch(code: str, slot: RecoverySlot) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        code.encode(),
        slot.salt,
        time_cost=slot.time_cost,
        memory_cost=slot.memory_kib,
        parallelism=1,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )


def _unwrap(ring: str, secret: bytes, slot: Slot, refusal: str) -> bytes:
    try:
        return AESGCM(secret).decrypt(slot.nonce, slot.wrapped, ring.encode())
    except (InvalidTag, ValueError) as error:
        raise DeskError(refusal) from error


def _load(folder: Path) -> Ring:
    try:
        return msgspec.json.decode(keys_path(folder).read_bytes(), type=Ring)
    except FileNotFoundError as error:
        raise DeskError("keys.missing") from error
    except OSError as error:
        raise DeskError("keys.not_readable", folder=str(folder)) from error
    except msgspec.DecodeError as error:
        raise DeskError("keys.damaged") from error


def _save(folder: Path, ring: Ring) -> None:
    """Replace the file in one step, on the disk before this returns."""
    draft = folder / f"{KEYS_NAME}.new"
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(ring), indent=2))
    settle(draft, keys_path(folder))
