"""A raw key as a person types it from paper: thirteen groups of five."""

from __future__ import annotations

from typing import Final

from desk.domain.errors import DeskError
from desk.domain.spoken import heard, spoken

_GROUPS: Final = 13
_SIGNS: Final = _GROUPS * 5
_KEY_BYTES: Final = 32


def code_of_key(key: bytes) -> str:
    """32 bytes in letters that nobody mixes up, with a check sign in each group."""
    return spoken(int.from_bytes(key, "big"), _GROUPS)


def is_key_code(typed: str) -> bool:
    """Whether something is as long as a key; a recovery code is shorter."""
    return sum(char.isalnum() for char in typed) == _SIGNS


def key_of_code(typed: str) -> bytes:
    """The key again.

    Raises:
        DeskError: "spoken.length" (expected, found), "spoken.group" (group, from 1).
    """
    number = heard(typed, _GROUPS)
    if number.bit_length() > _KEY_BYTES * 8:
        raise DeskError("spoken.group", group=1)
    return number.to_bytes(_KEY_BYTES, "big")
