"""What the forms of a word have in common: "pases", "pasi" and "pasē" are all "pas".

A light stemmer: one ending is taken off, by a list for each language, then what verbs and nouns of
action put before it.  It knows no dictionary; what it cannot know (iestāde, iestāžu) stands in the
table of word families (`desk.services.content.families`).  Names are never stemmed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from desk.domain.text import words

_WRITTEN: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 3
_LONG: Final = 6
"""From so many letters on a verb's theme is taken off, too."""

_ENDINGS: Final = {
    "lv": "ajiem ajam ajai ajas ajos aja iem ais am em im as es is os us ai ei ie a e i o u s",
    "en": "ings ing ies es ed s e y",
    "ru": (
        "иями иях ями ами ией иям ием ого его ому ему ыми ими ешь ишь ать ять ить еть ях ах ью"
        " ия ья ие ье ии ий ый ой ей ов ев ам ям ем ом им ым ую юю ая яя ое ее ые их ых ет ит"
        " ют ут ат ят а я о е ы и у ю ь й"
    ),
}
_BY_LENGTH: Final = {
    language: tuple(sorted(endings.split(), key=len, reverse=True))
    for language, endings in _ENDINGS.items()
}
_THEMES: Final = ("esan", "asan", "isan", "osan", "san", "ej", "aj", "oj")
_INFINITIVES: Final = ("et", "at", "it", "ot")
"""Of Latvian verbs: what stands before the ending in deklarēšana, deklarēja, deklarēt."""

_FORMLESS: Final = frozenset(
    f"paš{ending}"
    for ending in ("a", "as", "am", "ai", "u", "ā", "i", "iem", "ām", "us", "os", "ās")
)
"""Of "pats" (oneself), in every third rule: without their diacritics they look like "pase"."""


def stems_in(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The folded words of a text with their stems, "" for a word that is not found by its forms."""
    for written in _WRITTEN.findall(unicodedata.normalize("NFC", text).casefold()):
        for word in words(written):
            yield word, "" if written in _FORMLESS else stem(word, language)


@lru_cache(maxsize=16_384)
def stem(word: str, language: str) -> str:
    """The stem of a folded word.

    Args:
        word: as `desk.domain.text.words` gives it, without diacritics.
        language: "lv", "en" or "ru"; a word of another language stays as it is.
    """
    if len(word) <= _SHORTEST or language not in _BY_LENGTH or not word.isalpha():
        return word
    if language == "en" and word.endswith("ss"):
        return word
    infinitive = language == "lv" and word.endswith(_INFINITIVES) and len(word) > _LONG
    bare = word[:-2] if infinitive else _without(word, _BY_LENGTH[language], _SHORTEST)
    return (
        _without(bare, _THEMES, _SHORTEST + 1) if language == "lv" and len(bare) >= _LONG else bare
    )


def _without(word: str, endings: tuple[str, ...], least: int) -> str:
    """The word without the first of these endings that leaves enough of it."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word
