"""Word forms that belong together: the stems by which a typed word is looked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from desk.domain.stems import stem
from desk.resources import resources_dir

_CYRILLIC = re.compile(r"[а-я]")


@cache
def families(language: str) -> Mapping[str, frozenset[str]]:
    """Every stem that has relatives, with them: "iestad" -> "iestad", "iestaz".

    Read from resources/words, which packaging/dev/word_families.py makes of simplemma's
    dictionaries; only the relatives of the packs' words are in it.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    path = resources_dir() / "words" / f"{language}.txt"
    for line in path.read_text("utf-8").splitlines():
        relatives = line.split()
        for one in relatives:
            found[one].update(relatives)
    return {one: frozenset(relatives) for one, relatives in found.items()}


@lru_cache(maxsize=1024)
def stems_asked(word: str, language: str) -> frozenset[str]:
    """The stems that words of a language may have to be meant by a typed, folded word.

    None for a word in the other alphabet and for what has a digit in it.
    """
    cyrillic = _CYRILLIC.search(word) is not None
    if not word.isalpha() or cyrillic != (language == "ru"):
        return frozenset()
    own = stem(word, language)
    return families(language).get(own, frozenset()) | {own}
