"""Sentences to show to a client who does not hear or does not speak Latvian."""

from __future__ import annotations

from desk.domain.errors import DeskError
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema_client import ClientPhrase
from desk.services.env import Env

MINUTES = (5, 10, 15, 20, 30)
"""What "{minutes}" in a sentence can stand for; the words around it fit all of them."""
_MOST = 9


def phrases(env: Env, phase: str) -> tuple[ClientPhrase, ...]:
    """The sentences of a phase ("greeting" or "serving"), nine at most: a digit chooses one.

    A pack that was stored before packs had such sentences borrows the shipped one's.
    """
    known = env.pack.client_phrases or _shipped(env.institution)
    return tuple(item for item in known if not item.phases or phase in item.phases)[:_MOST]


def _shipped(institution: str) -> list[ClientPhrase]:
    try:
        return bundled_pack(institution).client_phrases
    except DeskError:
        return []
