"""The word that every screen and paper of the practice carries, so that none is taken for real."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "lv": "MĀCĪBAS",
    "en": "PRACTICE",
    "ru": "УЧЕБНЫЙ РЕЖИМ",
}
"""By language of the window."""


def practice_word(language: str) -> str:
    """The word in a language; Latvian for anything else."""
    return WORDS.get(language, WORDS["lv"])
