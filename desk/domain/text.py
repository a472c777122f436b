"""Folding of text for comparison: case and diacritics make no difference to a search."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC_SHORT_I = str.maketrans({"й": "\ue000", "Й": "\ue000"})


def fold(text: str) -> str:
    """The text without case and diacritics: "Uzņemšana" -> "uznemsana", "ещё" -> "еще".

    The Russian "й" stays: it is a letter of its own, not an "и" with a mark.
    """
    kept = unicodedata.normalize("NFC", text).translate(_CYRILLIC_SHORT_I)
    parts = unicodedata.normalize("NFKD", kept)
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return bare.replace("\ue000", "й").casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, in order; digits count as words, signs separate them."""
    return _WORD.findall(fold(text))
