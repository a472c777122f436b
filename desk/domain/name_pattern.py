"""A warning about names in what many will read (IP-09): a pattern, never a judgement.

Two words side by side that begin with a capital letter look like a first and a last name; so does
an initial before such a word.  Names of streets and institutions can look so too: whoever types
is warned and decides.
"""

from __future__ import annotations

import re
from typing import Final

_CAPITAL: Final = "A-ZĀČĒĢĪĶĻŅŌŖŠŪŽА-ЯЁ"
_SMALL: Final = "a-zāčēģīķļņōŗšūžа-яё"
_WORD: Final = f"[{_CAPITAL}][{_SMALL}]{{2,}}"
_NAME: Final = re.compile(rf"\b{_WORD}(?:[ \t]+|-){_WORD}\b|\b[{_CAPITAL}]\.[ \t]?{_WORD}\b")


def looks_like_name(text: str) -> bool:
    """Whether a text holds what looks like somebody's name: "Anna Bērziņa", "J. Kalns"."""
    return _NAME.search(text) is not None
