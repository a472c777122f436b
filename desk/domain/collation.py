"""The order in which people expect names: the Latvian alphabet, used in every language.

As the Unicode locale data has it for Latvian: č, ģ, ķ, ļ, ņ, š and ž are letters of their own
after c, g, k ..., y follows i; a long vowel (ā, ē, ī, ū) counts as the short one and comes after
it only where nothing else differs.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from desk.domain.text import fold

_AFTER_ALL: Final = "\U0010ffff"
_OWN_LETTERS: Final = {
    ord(letter): before + _AFTER_ALL
    for letter, before in zip("čģķļņšžyČĢĶĻŅŠŽY", "cgklnsziCGKLNSZI", strict=True)
}

SortKey = tuple[str, str, str, str]


def sort_key(text: str) -> SortKey:
    """The key by which names are sorted: `sorted(names, key=sort_key)`.

    Case makes no difference unless the texts are otherwise the same (then small letters first);
    two texts have the same key only when they are the same.
    """
    composed = unicodedata.normalize("NFC", text)
    letters = fold(composed.translate(_OWN_LETTERS))
    return letters, composed.casefold(), composed.swapcase(), text
