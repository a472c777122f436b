"""What all parts of a content pack are made of: texts in three languages, choices."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all pack types: frozen, and an unknown field is an error."""


class Text(Strict, frozen=True):
    """A sentence in the three languages of the window."""

    lv: str
    en: str
    ru: str

    def get(self, language: str) -> str:
        """The text in a language ("lv", "en", "ru"); Latvian for anything else."""
        return {"en": self.en, "ru": self.ru}.get(language, self.lv)


class Helper(Strict, frozen=True):
    """A sentence to say with unofficial helper languages beside the Latvian (LA-01)."""

    lv: str
    ru: str = ""
    en: str = ""
    uk: str = ""


class Kind(StrEnum):
    """What a rule asks."""

    DUTY = "duty"
    RIGHT = "right"
    EXPECTATION = "expectation"


class Binding(StrEnum):
    """How an included pack stands to the institution (A0 and correction 1)."""

    BINDING = "binding"
    TO_BE_CONFIRMED = "to_be_confirmed"


class Option(Strict, frozen=True):
    """A choice in a list: its id and its text.

    Args:
        raises_to: the least level of an incident for which it is chosen.
        proposes: the level that it only proposes (B2).
    """

    id: str
    text: Text
    document: str = ""
    raises_to: str = ""
    proposes: str = ""
