"""The recovery code: a random secret in letters that a person can read from paper and type.

Eight groups of five: four signs of the secret (20 bits) and a check sign, so that a mistyped or
swapped group is named instead of "wrong code".
"""

from __future__ import annotations

import secrets
from typing import Final

from desk.domain.errors import DeskError
from desk.domain.spoken import SIGNS, check_sign

_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUPS: Final = 8
_IN_GROUP: Final = 4


def new_code() -> str:
    """A new code of 160 random bits, e.g. "7K3ZQ-..." with eight groups."""
    groups = ("".join(secrets.choice(SIGNS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(group + check_sign(place, group) for place, group in enumerate(groups))


def normal_code(typed: str) -> str:
    """A typed code in its one form: case, spaces and the letters O, I, L make no difference.

    Raises:
        DeskError: "keys.code_length", or "keys.code_group" with the number of the first group
            that was mistyped (1 to 8).
    """
    signs = "".join(char for char in typed.upper().translate(_READ_AS) if char.isalnum())
    size = _IN_GROUP + 1
    if len(signs) != _GROUPS * size:
        raise DeskError("keys.code_length", expected=_GROUPS * size, found=len(signs))
    groups = [signs[start : start + size] for start in range(0, len(signs), size)]
    for place, group in enumerate(groups):
        if set(group) - set(SIGNS) or check_sign(place, group[:-1]) != group[-1]:
            raise DeskError("keys.code_group", group=place + 1)
    return "-".join(groups)
