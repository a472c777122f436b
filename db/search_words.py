"""Words of personal data for the search table: what is put in, and what is asked."""

from __future__ import annotations

import re
from typing import Final

from desk.domain.person import Person
from desk.domain.text import words

_PHONE: Final = re.compile(r"[+\d\s()/.-]+")
_NOT_DIGIT: Final = re.compile(r"\D")
_WITH_COUNTRY: Final = len("37129000000")


def index_text(person: Person) -> str:
    """The words by which a person is found: name, e-mail and phone; never the free text."""
    return " ".join([*words(person.name), *words(person.email), *_phone_words(person.phone)])


def match_text(text: str) -> str:
    """A typed text as an FTS5 query: every word begins a word; "" when it has none."""
    asked = text.strip()
    found = _phone_words(asked) if _PHONE.fullmatch(asked) else words(asked)
    return " AND ".join(f'"{word}"*' for word in found)


def _phone_words(phone: str) -> list[str]:
    """A number's digits without spaces and Latvia's country code."""
    digits = _NOT_DIGIT.sub("", phone)
    if phone.strip().startswith(("+", "00")) or len(digits) == _WITH_COUNTRY:
        digits = digits.removeprefix("00").removeprefix("371")
    return [digits] if digits else []
