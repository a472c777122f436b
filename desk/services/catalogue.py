"""Which service of the catalogue a booking system means by its own words."""

from __future__ import annotations

from collections.abc import Mapping

from desk.domain.text import words
from desk.services.content.schema import Pack

Meanings = Mapping[str, str]
"""Service id by the folded words of a name."""


def meanings(pack: Pack) -> Meanings:
    """All names of the catalogue's services: ids, names in the three languages, aliases."""
    found: dict[str, str] = {}
    for service in pack.services:
        name = service.name
        for text in (service.id, name.lv, name.en, name.ru, *service.aliases):
            found.setdefault(_folded(text), service.id)
    return found


def meant(known: Meanings, text: str) -> str:
    """The service's id, "" when the words are not known."""
    return known.get(_folded(text), "")


def _folded(text: str) -> str:
    return " ".join(words(text))
