"""Words of personal data for the search table: what is put in, and what is asked.

Names, e-mail addresses and phone numbers are entered as they are (folded).  Of an incident's text,
each word is entered with one mark before it and its stem with another, so that nobody is found by
what a report says and no report by a client's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from desk.domain.person import Person, Purpose
from desk.domain.stems import stems_in
from desk.domain.text import words

_PHONE: Final = re.compile(r"[+\d\s()/.-]+")
_NOT_DIGIT: Final = re.compile(r"\D")
_CYRILLIC: Final = re.compile(r"[а-я]")
_WITH_COUNTRY: Final = len("37129000000")
_WORD, _STEM = "\ue000", "\ue001"
"""Marks: letters for private use, which the tokenizer keeps and nobody types."""

StemsAsked = Callable[[str, str], Collection[str]]
"""The stems that a typed word of a language may have."""


def index_text(person: Person, purpose: Purpose | None = None) -> str:
    """The words by which personal data is found: name, e-mail, phone; an incident's text.

    Args:
        purpose: what it is kept for; other free texts are never found by their words.
    """
    found = [*words(person.name), *words(person.email), *phone_words(person.phone)]
    if purpose is Purpose.INCIDENT_TEXT:
        found += _text_words(person.text)
    return " ".join(found)


def match_text(text: str) -> str:
    """A typed text as an FTS5 query: every word begins a word; "" when it has none."""
    asked = text.strip()
    found = phone_words(asked) if is_phone(asked) else words(asked)
    return " AND ".join(f'"{word}"*' for word in found)


def match_in_text(text: str, stems_asked: StemsAsked) -> str:
    """A typed text as an FTS5 query over texts: every word begins a word or is a form of one."""
    return " AND ".join(
        "(" + " OR ".join([f'"{_WORD}{word}"*', *_stems_of(word, stems_asked)]) + ")"
        for word in words(text)
    )


def _stems_of(word: str, stems_asked: StemsAsked) -> list[str]:
    return sorted(f'"{_STEM}{one}"' for one in stems_asked(word, language_of(word)))


def language_of(word: str) -> str:
    """The language whose endings a folded word of a clerk's text has, by its alphabet."""
    return "ru" if _CYRILLIC.search(word) else "lv"


def _text_words(text: str) -> list[str]:
    """Latvian endings for words in Latin letters, Russian ones for Cyrillic."""
    latin, cyrillic = dict(stems_in(text, "lv")), dict(stems_in(text, "ru"))
    stems = {(cyrillic if language_of(word) == "ru" else latin)[word] for word in latin}
    return sorted({_WORD + word for word in latin} | {_STEM + one for one in stems if one})


def is_phone(text: str) -> bool:
    """Whether a text is digits with what people type between them."""
    return _PHONE.fullmatch(text) is not None


def phone_words(phone: str) -> list[str]:
    """A number's digits without spaces and Latvia's country code; none for a text without any."""
    digits = _NOT_DIGIT.sub("", phone)
    if phone.strip().startswith(("+", "00")) or len(digits) == _WITH_COUNTRY:
        digits = digits.removeprefix("00").removeprefix("371")
    return [digits] if digits else []
