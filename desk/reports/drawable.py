"""Words that the paper's font can draw: nothing is left out without a trace."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from itertools import groupby

NOT_DRAWN = "□"
"""Stands for each letter of a script that the font lacks; the screen shows it."""

_LEFT_OUT = frozenset({"Cf", "Mn", "Me"})
"""Joiners, variation selectors and marks over letters that are not drawn either."""


def drawable(text: str, known: Container[int]) -> str:
    """The text with a word in brackets for each emoji, and a box for each letter not drawn.

    Args:
        known: the code points that the font has.
    """
    if all(ord(sign) in known or sign == "\n" for sign in text):
        return text
    parts = groupby(text, lambda sign: ord(sign) in known or sign == "\n")
    return "".join("".join(part) if there else _in_words("".join(part)) for there, part in parts)


def _in_words(signs: str) -> str:
    """What stands for signs that the font lacks."""
    return "".join(map(_in_place_of, signs))


def _in_place_of(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in _LEFT_OUT:
        return ""
    if kind.startswith("S"):
        return f"[{unicodedata.name(sign, NOT_DRAWN).lower()}]"
    return NOT_DRAWN
