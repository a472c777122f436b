"""Passwords and PINs: the least rule for passwords, and argon2id for both."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.text import fold

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_LENGTH = 10
MAX_LENGTH = 256
_FEWEST_SIGNS = 4


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _pin_hasher() -> PasswordHasher:
    """Lighter, as a counter waits for it; the three tries are what guards a PIN."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def require_good(password: str, *, login: str, name: str) -> None:
    """Refuse a password that is too short or too easy to guess.

    Length counts, not a mix of signs: a long sentence is welcome.

    Raises:
        DeskError: "password.short" (minimum), "password.long" (maximum), "password.obvious".
    """
    if len(password) < MIN_LENGTH:
        raise DeskError("password.short", minimum=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        raise DeskError("password.long", maximum=MAX_LENGTH)
    folded = fold(password).replace(" ", "")
    known = {fold(login), *fold(name).split()}
    if len(set(folded)) < _FEWEST_SIGNS or folded in known or folded == "".join(fold(name).split()):
        raise DeskError("password.obvious")


def hashed(password: str) -> str:
    """The argon2id hash that is stored; takes about a tenth of a second on purpose."""
    return _hasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; takes as long when there is no such account."""
    return _verified(_hasher(), stored or _nobodys_hash(), password) and stored is not None


def hashed_pin(pin: str) -> str:
    """The argon2id hash of a PIN; takes some hundredths of a second."""
    return _pin_hasher().hash(pin)


def pin_matches(stored: str, pin: str) -> bool:
    """Whether a PIN is the stored one."""
    return _verified(_pin_hasher(), stored, pin)


def _verified(hasher: PasswordHasher, stored: str, secret: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return hasher.verify(stored, secret)
    except (VerificationError, InvalidHashError):
        return False
