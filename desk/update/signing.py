"""Headquarters' keys that sign updates: files that a password opens, one key each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner

from desk.domain.errors import DeskError

_OWNER_ONLY: Final = 0o600
_SIGNS: Final = 12
_LEAST: Final = 12

Keys = Mapping[str, CryptoSigner]
"""Keys that can sign, by the name that metadata give them."""


def new_key(folder: Path, role: str, password: str) -> CryptoSigner:
    """Make a key and keep it in a folder.

    Raises:
        DeskError: "update.key_short" (least) for a password that is too short; "update.files".
    """
    if len(password) < _LEAST:
        raise DeskError("update.key_short", least=_LEAST)
    key = Ed25519PrivateKey.generate()
    signer = CryptoSigner(key)
    sealed = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode())
    )
    path = folder / f"{role}-{signer.public_key.keyid[:_SIGNS]}.pem"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DeskError("update.files", reason=str(error.strerror)) from error
    return signer


def open_keys(folder: Path, password: str) -> dict[str, CryptoSigner]:
    """All keys of a folder.

    Raises:
        DeskError: "update.no_keys" (folder), "update.key_password" (folder).
    """
    files = sorted(folder.glob("*.pem"))
    if not files:
        raise DeskError("update.no_keys", folder=str(folder))
    found = {}
    for file in files:
        try:
            key = load_pem_private_key(file.read_bytes(), password.encode())
        except (ValueError, TypeError, OSError) as error:
            raise DeskError("update.key_password", folder=str(folder)) from error
        signer = CryptoSigner(key)
        found[signer.public_key.keyid] = signer
    return found
