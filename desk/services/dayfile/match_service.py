"""Which service of the catalogue a text of the booking system means."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desk.domain.text import words
from desk.services.content.schema import Service

Matcher = Callable[[str], str]
"""Gives the catalogue id for a text; "" when none is meant."""


def service_matcher(services: Iterable[Service]) -> Matcher:
    """A matcher by id, name in the three languages, or alias; case, marks and signs aside.

    A text that two services share means neither.
    """
    known: dict[str, set[str]] = {}
    ids = set()
    for service in services:
        ids.add(service.id)
        for text in _texts(service):
            known.setdefault(_key(text), set()).add(service.id)

    def match(text: str) -> str:
        if text in ids:
            return text
        found = known.get(_key(text), set())
        return next(iter(found)) if len(found) == 1 else ""

    return match


def _texts(service: Service) -> tuple[str, ...]:
    name = service.name
    texts = (service.id, name.lv, name.en, name.ru, *service.aliases)
    return tuple(text for text in texts if words(text))


def _key(text: str) -> str:
    return " ".join(words(text))
