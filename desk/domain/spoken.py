"""Numbers that are read over the telephone: letters that nobody mixes up, and check signs.

Groups of five: four signs of the number (20 bits) and one that makes a misheard or swapped group
noticed, and tells which one it was.
"""

from __future__ import annotations

from typing import Final

from desk.domain.errors import DeskError

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U."""

BITS: Final = 20
"""Of each group."""

_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IN_GROUP: Final = 4
_WEIGHTS: Final = (1, 3, 5, 7)


def spoken(number: int, groups: int) -> str:
    """A number below 2 ** (20 * groups), e.g. "7K3ZQ-04FXC-9TT2M"."""
    parts = []
    for place in range(groups):
        part = number >> BITS * (groups - 1 - place)
        signs = "".join(SIGNS[part >> 5 * n & 31] for n in reversed(range(_IN_GROUP)))
        parts.append(signs + check_sign(place, signs))
    return "-".join(parts)


def heard(typed: str, groups: int) -> int:
    """The number of what was typed; case, spaces and the letters O, I, L make no difference.

    Raises:
        DeskError: "spoken.length" (expected, found), "spoken.group" (group): the first group that
            was misheard or mistyped, counted from 1.
    """
    signs = "".join(char for char in typed.upper().translate(_READ_AS) if char.isalnum())
    size = _IN_GROUP + 1
    if len(signs) != groups * size:
        raise DeskError("spoken.length", expected=groups * size, found=len(signs))
    number = 0
    for place in range(groups):
        group = signs[place * size : (place + 1) * size]
        if set(group) - set(SIGNS) or check_sign(place, group[:-1]) != group[-1]:
            raise DeskError("spoken.group", group=place + 1)
        for sign in group[:-1]:
            number = number << 5 | SIGNS.index(sign)
    return number


def check_sign(place: int, group: str) -> str:
    """The sign that makes any one wrong sign, or a group in another's place, noticed."""
    values = (SIGNS.index(sign) * weight for sign, weight in zip(group, _WEIGHTS, strict=True))
    return SIGNS[(sum(values) + place) % len(SIGNS)]
