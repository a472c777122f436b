"""Folding of text for comparison: case and diacritics make no difference to a search."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC_SHORT_I = str.maketrans({"й": "\ue000", "Й": "\ue000"})


class _Bare(dict[int, int | None]):
    """What becomes of a sign: nothing of a mark over a letter.  Looked up once for each sign."""

    def __missing__(self, sign: int) -> int | None:
        kept = None if unicodedata.combining(chr(sign)) else sign
        self[sign] = kept
        return kept


_BARE = _Bare()


def fold(text: str) -> str:
    """The text without case and diacritics: "Uzņemšana" -> "uznemsana", "ещё" -> "еще".

    The Russian "й" stays: it is a letter of its own, not an "и" with a mark.
    """
    kept = unicodedata.normalize("NFC", text).translate(_CYRILLIC_SHORT_I)
    parts = unicodedata.normalize("NFKD", kept)
    return parts.translate(_BARE).replace("\ue000", "й").casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, in order; digits count as words, signs separate them."""
    return _WORD.findall(fold(text))
